### Wat de opdrachtregel van een plan en zijn uitleg toont.

## explain

cli-explain-counts = { $served } van { $demanded } cycli worden in hun venster gegeven, { $late } later, { $unserved } niet.
cli-explain-transfers = { $count ->
    [one] 1 cyclus wordt in een ander centrum gegeven dan de cyclus ervoor.
   *[other] { $count } cycli worden in een ander centrum gegeven dan de cyclus ervoor.
 }
cli-explain-transfers-unknown = { $count ->
    [0] Hoeveel cycli in een ander centrum worden gegeven dan de cyclus ervoor, is zonder het land niet bekend.
    [one] Minstens 1 cyclus wordt in een ander centrum gegeven dan de cyclus ervoor; hoeveel het er zijn, en hoe ver van huis, is zonder het land niet bekend.
   *[other] Minstens { $count } cycli worden in een ander centrum gegeven dan de cyclus ervoor; hoeveel het er zijn, en hoe ver van huis, is zonder het land niet bekend.
 }
cli-explain-farther = { $count ->
    [one] 1 ligt verder van huis, { $minutes } min per enkele reis.
   *[other] { $count } liggen verder van huis, gemiddeld { $minutes } min per enkele reis.
 }
cli-explain-no-country = Het land staat niet naast het plan: sleutels staan voor namen, uren zijn UTC behalve die van sluitingen en stilstanden, die lokaal zijn, en wat vóór het plan werd gegeven is niet bekend. --package noemt zijn map.
cli-explain-other-country = { $count ->
    [one] Het land naast het plan ({ $folders }) verschilt van dat waarvoor het plan is gemaakt en wordt niet gelezen:
   *[other] Geen van de landen naast het plan ({ $folders }) is dat waarvoor het plan is gemaakt, dus wordt er geen gelezen:
 } sleutels staan voor namen, uren zijn UTC behalve die van sluitingen en stilstanden, die lokaal zijn, en wat vóór het plan werd gegeven is niet bekend. Plan opnieuw, of noem met --package de map van het land zoals het was.
cli-explain-late = Na hun venster gegeven: { $cycles }
cli-explain-disturbed = Sluitingen en stilstanden die cycli op geprobeerde dagen tegenkwamen:
cli-disturbed-counts = Late cycli: { $late }; niet gegeven: { $unserved }.
cli-explain-unserved = Niet gegeven: { $cycles }
cli-cycles = { $count ->
    [one] 1 cyclus
   *[other] { $count } cycli
 }
cli-rules-meaning = Elke regel telt de cycli die hij op sommige of alle geprobeerde dagen tegenhoudt; zijn zin geldt voor die dagen.
cli-only-reason = de enige genoemde regel voor { $count }
cli-products = producten
cli-centres = centra
cli-centres-tried = centra (het eigen, anders het dichtste geprobeerde)
cli-no-centre = nog geen centrum
cli-unknown-centre = centrum onbekend
cli-no-centre-in-reach = geen centrum bereikbaar
cli-no-region = gewest onbekend
cli-regions = gewesten
cli-row-late = { $course }, cyclus { $cycle }: { $product }, { $site }. Nodig op { $due }, venster tot { $end }, gegeven op { $given }.
cli-row-unserved = { $course }, cyclus { $cycle }: { $product }, { $site }. Nodig op { $due }, venster tot { $end }.
cli-one-course = Meer over één patiënt: --course { $course }
cli-rules = Regels: { $rules }.

cli-course = Kuur { $course }, patiënt { $patient }, schema { $regimen }
cli-course-bare = Kuur { $course }
cli-course-referred = Verwezen op { $on }, gewicht van de prioriteit { $weight }
cli-course-home = Woont in { $region }; centrum tot nu toe: { $site }
cli-course-no-home = Woont in { $region }; nog geen centrum
cli-course-travel = Aanvaardt { $minutes } minuten reistijd
cli-course-transfer-yes = Mag binnen de kuur van centrum veranderen
cli-course-transfer-no = Blijft bij één centrum
cli-course-past = Cyclus { $cycle }: gegeven { $at }, { $site }, { $activity }
cli-course-nothing = Ze vraagt niets in deze weken.
cli-course-cycle = Cyclus { $cycle }: { $product }. { $status }.
cli-course-dates = Nodig op { $due }, venster tot { $end }
cli-course-given = { $at }, { $site }, plaats { $place }, { $days ->
    [0] geen dag na de nominale datum
    [one] 1 dag na de nominale datum
   *[other] { $days } dagen na de nominale datum
 }
cli-course-vial = Flacon { $vial } uit { $source }: { $administered }, voorgeschreven { $prescribed }
cli-course-vial-inactive = Flacon { $vial } uit { $source }
cli-source-slot = leveringsmoment { $key }
cli-source-order = bestelling { $key }
cli-source-batch = batch { $key }

## plan

cli-plan-counts = { $served } van { $demanded } gevraagde cycli worden in hun venster gegeven ({ $share }); { $late } later, { $unserved } niet.
cli-plan-empty = In deze weken is geen cyclus nodig: er valt niets te plannen.
cli-plan-best = Bewezen: geen plan geeft er meer in hun venster (waarde { $value }, geteld naar prioriteit).
cli-plan-bound = Bewezen: naar prioriteit geteld is het { $value } waard in het venster, en geen plan meer dan { $bound }; hoogstens { $gap } valt nog te winnen.
cli-plan-waiting = Dagen wachten, naar prioriteit: { $value }; een plan dat even goed is in het venster, heeft er minstens { $bound }.
cli-plan-cost-unknown = Transportkosten: onbekend, want geen enkel traject heeft een prijs.
cli-plan-cost-partly = Transportkosten: deels bekend; trajecten zonder prijs tellen niet mee.
cli-plan-supply =
    { $vials ->
        [one] één flacon
       *[other] { $vials } flacons
     } ({ $unused } ongebruikt) uit { $orders ->
        [one] één bestelling
       *[other] { $orders } bestellingen
     } en { $batches ->
        [one] één batch
       *[other] { $batches } batches
     }, in { $shipments ->
        [one] één zending
       *[other] { $shipments } zendingen
     }.
cli-plan-checked = Gecontroleerd door code die niets met de planner deelt: { $rules }, { $bounds }.
cli-plan-legal = geen regel is gebroken
cli-plan-legal-without = beoordeeld zonder { $without }, zoals het gemaakt is; geen andere regel is gebroken
cli-plan-illegal = ER ZIJN REGELS GEBROKEN
cli-plan-certified = elke grens is bewezen
cli-plan-uncertified = NIET elke grens is bewezen
cli-plan-without = Gemaakt zonder { $without }: het beantwoordt een vraag en mag niet worden gevolgd.
cli-plan-assumed = Het rust op { $assumed } aangenomen cijfers, geen daarvan ondertekend. Alle patiënten zijn synthetisch. Geen medisch hulpmiddel.
cli-plan-work = Gepland in { $seconds } s: { $rounds ->
    [one] 1 ronde
   *[other] { $rounds } ronden
 } werk, seed { $seed }.
cli-plan-repeated = Opnieuw gemaakt: alle tabellen zijn letterlijk gelijk.
cli-plan-repeated-otherwise = NIET gelijk aan het plan dat opnieuw gemaakt moest worden: { $tables } wijken af. Het is met een andere versie van Doseline of haar bibliotheken gemaakt (versions in summary.json), of sindsdien gewijzigd.
cli-plan-report = Rapport: { $path }
cli-plan-why = Waarom: { $command }

## demo

cli-demo-scenario = { $instance }: { $served } van { $demanded } cycli in hun venster ({ $share }), { $late } later, { $unserved } niet; in het venster valt nog hoogstens { $gap } te winnen; { $checked }.
cli-demo-checked = gecontroleerd
cli-demo-unchecked = NIET GECONTROLEERD
cli-week-absorbed = Gouden week: { $absorbed } van { $lost } patiënten van een afgekeurde batch worden toch behandeld, { $in_window } in hun venster.
cli-demo-notice = Alle patiënten zijn synthetisch. Geen medisch hulpmiddel. Niets is ondertekend.
cli-demo-page = Pagina: { $path }
cli-demo-open = Open { $address } op deze machine; Ctrl-C stopt.

## week

cli-week-rejected = Batch { $batch } wordt afgekeurd op { $at }.
cli-week-followed = Gevolgd: kuur { $course }, cyclus { $cycle }, { $product }.
cli-week-before = eerst: { $at }, { $site }, flacon uit { $source }
cli-week-after = daarna: { $at }, { $site }, flacon uit { $source }, { $activity }
cli-week-not-given = daarna: in deze weken niet gegeven. { $why }
cli-week-changes = { $changes ->
    [one] Eén cyclus verandert
   *[other] { $changes } cycli veranderen
 }; changes.csv zegt waarom en wie verwittigd moet worden.
cli-week-stopped = { $at }: { $reactor } valt stil; { $lost } patiënten verliezen hun flacon, { $absorbed } van hen worden toch behandeld; gewijzigde cycli: { $changes }.
cli-week-held = { $at }: kuur { $course } wordt uitgesteld; de flacon kan niet meer herroepen worden.
cli-week-called-in = { $course } staat stand-by en krijgt hem: { $at }, { $site }.
cli-week-checked = Elk plan gecontroleerd: { $checked }

cli-replan-broken = Wat tot { $at } gebeurde, breekt { $broken ->
    [0] geen belofte
    [one] één belofte, en { $given } wordt toch gegeven
   *[other] { $broken } beloften, en { $given } ervan worden toch gegeven
 }; { $lost } verloren een flacon.
cli-replan-changes = { $changes ->
    [0] Niets verandert
    [one] Eén cyclus verandert
   *[other] { $changes } cycli veranderen
 }; { $taken ->
    [0] elke andere belofte houdt haar plaats en uur.
    [one] één belofte die niets brak, moest worden teruggenomen.
   *[other] { $taken } beloften die niets brak, moesten worden teruggenomen.
 }
cli-replan-scans = { $scans ->
    [one] Eén scan krijgt een ander uur hoewel de behandeling blijft
   *[other] { $scans } scans krijgen een ander uur hoewel de behandeling blijft
 }.
cli-replan-scans-lost = { $scans ->
    [one] Eén scan van een behandelde patiënt heeft geen uur meer binnen zijn termijn en kan niet gemaakt worden
   *[other] { $scans } scans van behandelde patiënten hebben geen uur meer binnen hun termijn en kunnen niet gemaakt worden
 }.
cli-replan-least = Naar prijs komen de wijzigingen op { $value }; geen plan met evenveel binnen de termijn wijzigt minder dan { $bound }.
cli-replan-window = Binnen het venster sinds het begin van het vorige plan: { $before } ervoor, { $after } nu.
cli-replan-tell = Wie verwittigd moet worden, en waarom: { $path }
cli-offer-none = Geen centrum binnen bereik heeft een vrije plek voor de eerste cyclus. Wat bindt, zegt doseline explain.
cli-offer-lead = { $demanded ->
    [one] Eén cyclus valt in deze weken. Niemand anders wordt verplaatst.
   *[other] { $demanded } cycli vallen in deze weken. Niemand anders wordt verplaatst.
 }
cli-offer = { $centre } (op { $way } min): { $given ->
    [one] één cyclus
   *[other] { $given } cycli
 }, { $window } binnen de termijn, { $late ->
    [0] geen na zijn vervaldag
    [one] samen één dag na hun vervaldag
   *[other] samen { $late } dagen na hun vervaldag
 }
cli-offer-slot = cyclus { $cycle }: { $at } in { $place }, naar huis { $leaves }; flacon van { $source }
cli-offer-leaves = Daarna nog over: { $vials ->
    [0] geen flacon
    [one] hoogstens één flacon
   *[other] hoogstens { $vials } flacons
 } van die levering of batch, en op die uren { $places ->
    [0] geen andere geschikte plaats
    [one] één andere geschikte plaats
   *[other] { $places } andere geschikte plaatsen
 }. { $others ->
    [0] Geen cyclus van het plan die te laat of niet gegeven wordt, kan daar die dag.
    [one] Eén cyclus van het plan, te laat of niet gegeven, zou daar die dag kunnen.
   *[other] { $others } cycli van het plan, te laat of niet gegeven, zouden daar die dag kunnen.
 }
