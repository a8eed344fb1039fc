### Het verslag van een plan. Getallen komen al geschreven binnen, tenzij er een meervoud van afhangt.

## De pagina

report-title = Plan voor radioligandtherapie, { $country }
report-kicker = Doseline · instantie { $instance } · scenario { $scenario } · seed { $seed }
report-subtitle = { $first } tot en met { $last }. Gepland op { $planned }, plaatselijke tijd.
report-skip = Naar de inhoud
report-contents = Inhoud
report-mark = a
report-mark-meaning = berust op een aanname
report-mark-explained = Het teken na deze zin staat bij elk cijfer dat op een aanname berust; boven een kolom geldt het voor de hele kolom. Het laatste deel somt ze allemaal op.
report-closing = Gemaakt door Doseline: plannings- en onderzoekssoftware, geen medisch hulpmiddel. Alle patiënten zijn synthetisch. Geen enkele waarde in dit verslag is ondertekend.
report-as-table = Als tabel tonen
report-folded = { $rows ->
    [one] Eén rij
   *[other] { $rows } rijen
 }, niet gedrukt: open dit deel voor het drukken.
report-folded-in = { $rows ->
    [one] Eén rij
   *[other] { $rows } rijen
 }, niet gedrukt: open dit deel voor het drukken, of zie { $table }.
report-printed-briefly = Gedrukt zonder de zin bij elk: open dit deel voor het drukken om ze te hebben.
report-what = Wat
report-where = Waar

## De aanhef

report-claim = { $served } van de { $demanded } gevraagde cycli worden binnen hun venster gegeven ({ $share }).
report-claim-empty = In deze weken is geen enkele cyclus nodig; er valt niets te plannen.
report-share-title = Wat er van de gevraagde cycli wordt
report-labelled = { $label }: { $text }
report-counted = { $label }: { $count }
report-in-window = Binnen venster
report-late = Later gegeven
report-unserved = Niet gegeven
report-proven = Bewezen: met de kamers, het personeel en de levering die hier zijn aangenomen, geeft geen enkel plan er meer dan { $bound } binnen het venster. Er zijn hoogstens { $gap } meer cycli binnen het venster te winnen.
report-proven-best = Bewezen: met de kamers, het personeel en de levering die hier zijn aangenomen, geeft geen enkel plan er meer binnen het venster.
report-proven-weighted = Bewezen: geteld naar prioriteit is dit plan binnen het venster { $value } waard; met de kamers, het personeel en de levering die hier zijn aangenomen, is geen enkel plan meer waard dan { $bound }. Er is hoogstens { $gap } van die waarde te winnen.
report-no-bound = Er is geen grens bekend: een beter plan kan bestaan.
report-bound-wrong = Het plan draagt een grens van { $bound } en haalt zelf { $value }: zijn certificaat is fout, en er is niets bewezen.
report-bound-unchecked = Het certificaat van deze grens is nog niet door de controle herberekend.
report-changed = Gewijzigde afspraken, naar prijs
report-days-late = Wachtdagen
report-days-late-weighted = Wachtdagen, naar prioriteit
report-days-bound = minstens { $bound } in elk plan met evenveel binnen het venster (afstand { $gap })
report-vials = Flacons
report-vials-unused = { $unused ->
    [0] alle toegediend
    [one] waarvan één ongebruikt
   *[other] waarvan { $unused } ongebruikt
 }
report-batches = Batches
report-irradiations = { $irradiations ->
    [one] uit één bestraling
   *[other] uit { $irradiations } bestralingen
 }
report-shipments = Zendingen
report-packages = { $packages ->
    [one] één collo
   *[other] { $packages } colli
 }
report-stays = Verblijven
report-stays-centres = { $centres ->
    [one] in één centrum
   *[other] in { $centres } centra
 }
report-checked = Gecontroleerd
report-checked-yes = Ja
report-checked-yes-note = door een controle die niets met de planner deelt: geen regel is geschonden
report-checked-without-note = door een controleprogramma dat niets met de planner deelt, zonder { $without }, zoals het gemaakt is: geen andere regel is gebroken
report-checked-no = Nee
report-checked-no-note = de controle vond geschonden regels: gebruik dit plan niet
report-checked-unknown = Nog niet
report-checked-unknown-note = het plan draagt geen oordeel van de controle
report-without = Dit plan is gemaakt zonder { $constraints }: het beantwoordt een vraag en mag niet worden gevolgd.
report-not-a-device = Dit is plannings- en onderzoekssoftware, geen medisch hulpmiddel.
report-synthetic = Alle patiënten zijn synthetisch.
report-unsigned = { $assumptions ->
    [0] Het plan berust op geen enkele aanname.
    [one] Het plan berust op één verklaarde aanname ({ $safety } veiligheidsrelevant) achter { $figures } cijfers, niet ondertekend.
   *[other] Het plan berust op { $assumptions } verklaarde aannames achter { $figures } cijfers; { $safety } ervan zijn veiligheidsrelevant, en geen enkele is ondertekend.
 }
report-scenario-note = Aantallen kamers die niemand bekendmaakt, zijn aangenomen: lees het scenario „{ $scenario }” naast de andere (low, base, high).
report-by-product = Vraag en wat ervan wordt, per product
report-product = Product
report-demanded = Gevraagd
report-share = Aandeel binnen venster

## De kaart

report-map = Waar patiënten behandeld worden
report-map-lead = Elke cirkel is een centrum: de oppervlakte volgt het aantal toedieningen in deze weken, de kleur het deel ervan binnen het venster.
report-map-description = { $country }: een kaart met een cirkel voor elk behandelcentrum, vierkanten voor leveranciers, ruiten voor reactoren en lijnen voor zendingen. De tabellen eronder zeggen hetzelfde.
report-map-caption = Lijnen zijn transportroutes, breder bij meer zendingen; streepjes zeggen wie verzendt. Cirkels die elkaar zouden bedekken, staan naast elkaar, met een dunne lijn naar waar het centrum ligt. Pijlen aan de rand wijzen naar plaatsen buiten de kaart.
report-map-outline = Omtrek: Natural Earth.
report-map-no-ranking = Dit is geen rangschikking van centra. De meeste aantallen bedden en dagzetels zijn aangenomen; een centrum kan dus voller of leger lijken dan het is.
report-map-table = Centra met hun plaatsen en toedieningen
report-share-below = minder dan { $share }
report-share-from = vanaf { $share }
report-share-all = alle
report-rooms-assumed = aantal plaatsen aangenomen
report-reactor = reactor
report-supplier = leverancier
report-sources-table = Leveranciers die verzenden en reactoren die bestralen
report-lanes-table = Transportroutes met hun zendingen
report-lane-from = Van
report-lane-to = Naar
report-centre = Centrum
report-city = Plaats
report-region = Gewest
report-beds = Bedden
report-chairs = Dagzetels
report-administrations = Toedieningen

## De borden

report-boards = Bord van elk centrum
report-boards-lead = Elk bed en elke dagzetel over de weken van het plan. Een balk op een bed is zo lang als het verblijf; op een dagzetel staan de verblijven van een dag in hun volgorde onder elkaar.
report-weekend = weekend
report-holiday = feestdag
report-closed = gesloten, of bezet door een eerdere patiënt
report-place-assumed = de plaats is aangenomen
report-board-title = Bord van { $site }
report-board-description = { $stays ->
    [one] één verblijf
   *[other] { $stays } verblijven
 } op { $places ->
    [one] één plaats
   *[other] { $places } plaatsen
 }; de tabel eronder somt ze op.
report-board-note = { $beds ->
    [one] één bed
   *[other] { $beds } bedden
 }, { $chairs ->
    [0] geen dagzetel
    [one] één dagzetel
   *[other] { $chairs } dagzetels
 }
report-week = wk { $number } · { $day }
report-bed = Bed { $number }
report-chair = Zetel { $number }
report-in-house = patiënt in huis bij het begin van het plan
report-holidays = Feestdagen in deze weken: { $holidays }.
report-stay = verblijf
report-closed-why = gesloten: { $reason }
report-place-free = niet bezet in deze weken
report-place = Plaats
report-vial-key = Flacon
report-vial-from = Komt van
report-for-whom = Voor wie
report-batch-to = { $centre }: { $cycles }.
report-course = Kuur
report-cycle = Cyclus

## Levering

report-supply = Levering tegenover vraag
report-supply-lead = Flacons per week: wat leveranciers aanbieden, wat het plan gebruikt en wat nodig is.
report-used-long = gebruikte flacons, in de week waarin ze bij hun leverancier vertrekken
report-offered-long = aangeboden flacons in die week, waar ze op de schaal passen
report-demanded-long = cycli die nodig zijn
report-supply-note = Een aangeboden flacon en een gebruikte flacon tellen in dezelfde week: die waarin hij klaar is om bij zijn leverancier te vertrekken. Een gebruikte flacon kan dus enkele dagen of een week later worden toegediend. Aangeboden zijn de leveringsmomenten waarvoor nog besteld kon worden toen het plan werd gemaakt, de bestellingen die al geplaatst zijn en, van een eigen productielijn, de flacons van haar batches in dit plan en die welke de overblijvende activiteit zou vullen. Cycli tellen in de week waarin ze nodig zijn. Wat vóór deze weken ligt, telt in de eerste week.
report-supply-description = Over alle weken: { $offered } flacons aangeboden, { $used } gebruikt, { $demanded } cycli nodig. De tabel eronder geeft elke week.
report-week-from = Week vanaf
report-offered = Aangeboden
report-used = Gebruikt
report-line-title = De eigen productielijn voor { $product }
report-line-description = { $irradiations } bestralingen binnen de reactorcycli, en { $batches } batches; de tabellen sommen ze op.
report-line-caption = Grijze balken: de reactor draait. Gekleurde balken: targets in de reactor; batches van het begin van de verwerking tot het vertrek. Gekruiste balken: stilstand.
report-position = Positie { $number }
report-stops = Stilstand
report-batches-as-table = { $batches ->
    [one] De batch als tabel tonen
   *[other] De { $batches } batches als tabel tonen
 }
report-batch = Batch
report-irradiation-starts = Bestraling vanaf
report-irradiation-days = Dagen
report-end-of-bombardment = Einde bestraling
report-calibration = Kalibratie
report-usable = Bruikbare activiteit
report-allocated = Toegewezen

## Eén flacon

report-vial = Eén flacon van target tot patiënt
report-vial-lead = De activiteit van één flacon op elk ogenblik, van de eerste neutronen tot de toediening. De schaal is logaritmisch: een rechte lijn naar beneden is zuiver verval.
report-vial-none = In dit plan wordt geen flacon toegediend.
report-vial-inactive = De flacons van dit plan bevatten geen activiteit waarvan het verval te tonen is.
report-vial-which = { $product }, flacon { $vial } ({ $origin }), voor kuur { $course }, cyclus { $cycle }, in { $site }.
report-vial-external = Een externe leverancier toont zijn bestraling noch zijn batch: de curve begint bij het eerste wat van de flacon bekend is.
report-vial-caption = De nummers verwijzen naar de rijen van de tabel. De stippellijn is de weg van het target naar de batch (rendement en stalen) en van de batch naar het deel van deze flacon.
report-vial-table = Wat er met de flacon gebeurde
report-vial-tolerance = Toegediende activiteit { $administered }, na een verwacht residu van { $residual }; voorgeschreven { $prescribed }; afwijking { $deviation }, toegestaan { $tolerance }.
report-activity-axis = Activiteit
report-activity = Activiteit
report-number = Nr.
report-event = Gebeurtenis
report-holder = Van
report-local-time = Plaatselijke tijd
report-holder-target = target
report-holder-batch = batch
report-holder-vial = deze flacon
report-phase-irradiation = in de reactor
report-phase-processing = koeling en verwerking
report-phase-vial = flacon
report-event-irradiation = Begin van de bestraling
report-event-end = Einde van de bestraling
report-event-processing = Begin van de verwerking
report-event-batch = Bruikbare activiteit van de batch
report-event-calibration = Kalibratietijdstip, waarvoor de activiteit is opgegeven
report-event-made = Gemaakt
report-event-certified = Gecertificeerd door de bevoegde persoon
report-event-departure = Vertrek
report-event-arrival = Aankomst in het centrum
report-event-admission = Opname
report-event-administration = Toediening
report-event-discharge = Ontslag

## Niet bediend

report-not-served = Wie niet wordt geholpen, en waarom
report-not-served-lead = Een cyclus die niet wordt gegeven, blijft wachten: hij telt met zijn dagen tot het einde van het plan.
report-none-unserved = Elke gevraagde cyclus wordt gegeven.
report-binding = Wat knelt
report-binding-caption = Regels die cycli op sommige of alle geprobeerde dagen tegenhouden; één cyclus kan er meer dan één ontmoeten
report-constraint = Beperking
report-meaning = Wat ze zegt
report-cycles = Cycli
report-alone = Waarvan de enige genoemde regel
report-disturbed = Sluitingen en stilstanden
report-disturbed-caption = Sluitingen en stilstanden die late of ontbrekende cycli op geprobeerde dagen tegenkwamen
report-disturbed-what = Sluiting of stilstand
report-no-single-reason = Het plan noemt voor deze cycli geen regel.
report-unknown-constraint = Deze beperking heeft geen eigen zin.
report-regions = Per gewest
report-regions-caption = Vraag en behandeling naar het gewest waar de patiënt woont
report-regions-note = Het gemiddelde telt alle gevraagde cycli, gegeven of niet. Gewesten verschillen in wie er woont en welke producten nodig zijn: een verschil is een vraag, nog geen onrecht.
report-no-region = gewest niet vermeld
report-mean-wait = Gemiddeld wachten, alle, dagen
report-mean-wait-given = Gemiddeld wachten, gegeven
report-mean-wait-unserved = Gemiddeld wachten, niet gegeven
report-unserved-list = { $cycles ->
    [one] De cyclus die niet wordt gegeven
   *[other] De { $cycles } cycli die niet worden gegeven, een voor een
 }
report-due = Nodig op
report-window-end = Einde venster
report-waiting-days = Dagen wachten
report-why = Waarom

## Laat

report-late-title = Wie laat wordt behandeld, en waarom
report-late-lead = Een cyclus na het einde van zijn venster is laat. Ernaast staat wat dat besliste.
report-none-late = Geen cyclus wordt na zijn venster gegeven.
report-late-causes = Wat cycli laat maakt
report-late-list = { $cycles ->
    [one] De late cyclus
   *[other] De { $cycles } late cycli, een voor een
 }
report-given = Gegeven
report-cause = Oorzaak

## Wachten

report-waits = Hoe lang patiënten wachten
report-waits-lead = Dagen van de nominale datum tot de toediening; een cyclus die op die datum of eerder wordt gegeven, wacht 0 dagen. Een cyclus die niet wordt gegeven, wacht minstens tot het einde van het plan en telt zo mee.
report-no-administrations = In dit plan wordt niets toegediend.
report-waits-caption = De balken tellen de cycli die worden gegeven. Wachttijden van { $longest } dagen en meer delen één balk. Elk product heeft zijn eigen schaal van cycli.
report-waits-left-out = { $cycles ->
    [one] Eén cyclus die niet wordt gegeven, staat in geen balk: niemand weet nog hoe lang hij wacht.
   *[other] { $cycles } cycli die niet worden gegeven, staan in geen balk: niemand weet nog hoe lang ze wachten.
 }
report-waits-table = Wachttijden per product, in dagen; aandelen en langste wachttijden zijn die van de gegeven cycli
report-waits-summary = { $cycles } cycli, { $none } zonder wachten, het langst { $longest } dagen
report-days-after-due = Dagen na de nominale datum
report-cycles-by-root = Cycli (wortelschaal)
report-on-time = Zonder wachten
report-nine-of-ten = Negen op tien binnen
report-longest = Langst

## Bestellingen

report-orders = Te plaatsen bestellingen
report-orders-lead = Wat elke leverancier moet weten, de eerstvolgende besteltermijn bovenaan. Nieuwe bestellingen zijn voorlopig tot iemand ze plaatst.
report-no-orders = Dit plan bestelt niets bij externe leveranciers.
report-orders-of = Bestellingen bij { $supplier }
report-orders-count = { $orders ->
    [one] één te plaatsen bestelling
   *[other] { $orders } te plaatsen bestellingen
 }, { $vials ->
    [one] één flacon
   *[other] { $vials } flacons
 }
report-orders-shown = { $shown } van { $orders } getoond
report-orders-later = { $orders ->
    [one] Eén bestelling met een latere termijn
   *[other] { $orders } bestellingen met latere termijnen
 }
report-orders-placed = { $orders ->
    [one] Eén bestelling die al geplaatst is
   *[other] { $orders } bestellingen die al geplaatst zijn
 }
report-order-by = Bestellen voor
report-state = Toestand
report-order = Bestelling
report-state-provisional = voorlopig
report-state-confirmed = bevestigd
report-state-irrevocable = onherroepelijk
report-state-road = onderweg

## Aannames en oorsprong

report-assumptions = Waar dit op berust
report-assumptions-lead = Elk cijfer zonder openbare bron is een aanname, en zo ook alles wat eruit berekend is.
report-signing = Niets is hier ondertekend. Alleen een bij naam genoemde deskundige van een centrum kan een waarde ondertekenen, voor dat centrum. Tot dan mag er geen document voor een patiënt uit worden gemaakt.
report-no-assumptions = Geen enkel cijfer van dit land berust op een aanname.
report-assumptions-caption = { $assumptions ->
    [one] Eén aanname, { $safety } veiligheidsrelevant
   *[other] { $assumptions } aannames, waarvan { $safety } veiligheidsrelevant; die staan eerst
 }
report-source = Bron
report-concern = Raakt
report-concern-safety = veiligheid
report-concern-demand = vraag
report-concern-capacity = capaciteit
report-concern-note = „Raakt” is uit de tabellen gelezen: het zwaarste waarop ze betrekking hebben. „Class” in de tekst is alles wat de auteur zag.
report-table = Tabellen
report-rows = Rijen
report-children = Eruit afgeleid
report-citation = Wat ze zegt
report-origin = Waar dit verslag vandaan komt
report-instance = Instantie en scenario
report-seed = Seed van de cohorte
report-search-seed = Seed van de zoektocht
report-planned-at = Gepland op
report-package = Datapakket
report-work = Werk van de planner
report-elapsed = Benodigde tijd
report-versions = Versies
report-written-by = Verslag geschreven door
report-outline = Omtrek van de kaart
report-not-stated = niet vermeld

## Erbij: levering, borden en bestellingen

report-shut-suppliers = Leveranciers die stilliggen
report-shut-caption = Op deze dagen verstuurt een leverancier niets; zijn leveringsmomenten tellen niet als aangeboden.
report-shut-from = Van
report-shut-until = Tot
report-board-stays = Verblijven in deze weken: { $stays }
report-scans = Scans
report-scan-at = { $at } ({ $scanner })
page-mark-explained = Het teken na deze zin staat bij elk cijfer dat op een aanname berust; boven een kolom geldt het voor de hele kolom. Het verslag van elk plan somt de aannames op.
report-proven-weighted-best = Bewezen: geteld naar prioriteit is dit plan binnen het venster { $value } waard; met de kamers, het personeel en de levering die hier zijn aangenomen, is geen enkel plan meer waard dan { $bound }: binnen het venster is er niets meer te winnen.
report-priorities = Naar prioriteit betekent dat elke cyclus telt met het gewicht van zijn kuur: { $weights }. Een cyclus binnen zijn venster is zijn gewicht waard, en een wachtdag kost het. In de verzonnen cohorten van Doseline weegt een kuur die nog moet beginnen 2 en een lopende 3, en een kuur in een studie 1 meer.
report-weight = { $courses ->
    [one] één kuur weegt { $weight }
   *[other] { $courses } kuren wegen { $weight }
 }
report-orders-free-days = { $free } van de { $orders } termijnen vallen in een weekend of op een feestdag: de laatste werkdag ervoor staat erbij.
report-shipment = Zending
report-road = Flacons die onderweg zijn wanneer het plan begint
report-road-note = Ze zijn vertrokken voordat dit plan werd gemaakt en zijn in een bestelwagen of in het hotlab van hun centrum. Elke flacon dient alleen zijn eigen cyclus.
report-road-count = { $vials ->
    [one] één flacon
   *[other] { $vials } flacons
}
report-road-from = Bestelling of batch
report-road-way = Van – naar
report-road-not-given = niet toegediend
report-unused-vials = Bestelde flacons die niet worden toegediend
report-unused-note = Ze zijn vóór dit plan besteld en kunnen niet of zijn niet afgezegd: verwittig leveranciers en centra.
report-unused-withheld = De bloeduitslagen houden de cyclus tegen tot { $retest }.
report-unused-elsewhere = De cyclus krijgt een andere flacon, op { $at }.
report-unused-surplus = Hij is voor geen cyclus van dit plan gevuld.
report-supplier-name = Leverancier
report-order-before-free-day = Laatste werkdag ervoor

## Patiënten die van ziekenhuis veranderen

report-transfers = Patiënten die van ziekenhuis veranderen
report-transfers-lead = Een patiënt verandert van ziekenhuis als een cyclus in een ander centrum wordt gegeven dan de cyclus ervoor, of die nu in het verleden ligt of in dit plan.
report-transfers-none = Elke cyclus wordt gegeven in het centrum van de cyclus ervoor.
report-transfers-count = { $changes ->
    [one] Eén cyclus wordt in een ander centrum gegeven dan de cyclus ervoor.
   *[other] { $changes } cycli worden in een ander centrum gegeven dan de cyclus ervoor.
 }
report-transfers-farther = { $changes ->
    [0] Geen van die centra ligt verder van huis.
    [one] Eén van die centra ligt verder van huis, { $minutes } minuten per enkele reis.
   *[other] { $changes } keer ligt het verder van huis, gemiddeld { $minutes } minuten per enkele reis.
 }
report-transfers-mean = { $way ->
    [shorter] Over alle veranderingen is de reis gemiddeld { $minutes } minuten korter.
   *[longer] Over alle veranderingen is de reis gemiddeld { $minutes } minuten langer.
 }
report-transfers-why = Een verandering kan een cyclus binnen zijn venster brengen, of wachtdagen, verspilling of zendingen besparen. Het plan rekent nog geen prijs voor een verandering van ziekenhuis: in het vorige centrum was misschien ook plaats. Regel C18 staat een verandering alleen toe waar de kuur dat toelaat, en binnen de reistijd die de patiënt aanvaardt.
report-transfers-list = { $changes ->
    [one] De verandering
   *[other] De { $changes } veranderingen, een voor een
 }
report-centre-before = Vorig centrum
report-centre-now = Centrum nu
report-travel-before = Reis ervoor, min
report-travel-now = Reis nu, min

## Niveaus

report-levels = Niveaus
report-levels-lead = Een plan wordt niveau na niveau beoordeeld, en een lager niveau kost een hoger nooit iets. Geen plan dat op de hogere niveaus even goed is, komt voorbij de grens; de afstand is hoe ver het plan ervan af ligt, als deel van de grens.
report-level = Niveau
report-level-counts = Wat het telt
report-level-value = Dit plan
report-level-bound = Grens
report-level-gap = Afstand
report-level-worth = Wat de grens waard is
report-level-in-window = { $weighted ->
    [yes] Cycli binnen hun venster, elk met het gewicht van zijn kuur. Hoe meer, hoe beter.
   *[no] Cycli binnen hun venster. Hoe meer, hoe beter.
 }
report-level-waiting = { $weighted ->
    [yes] Wachtdagen na de nominale datum, elk met het gewicht van zijn kuur; een cyclus die niet wordt gegeven, wacht tot het einde van het plan. Hoe minder, hoe beter.
   *[no] Wachtdagen na de nominale datum; een cyclus die niet wordt gegeven, wacht tot het einde van het plan. Hoe minder, hoe beter.
 }
report-level-changed = Wat er verandert aan de beloofde plaatsen, uren, data en centra, elk tegen zijn prijs. Hoe minder, hoe beter.
report-level-wasted = Wat na vertrek vervalt, flacons die niemand krijgt, en wat van een batch overblijft. Hoe minder, hoe beter.
report-level-shipments = Vertrekken met minstens één flacon. Hoe minder, hoe beter.
report-level-cost = Wat de trajecten van deze zendingen kosten. Hoe minder, hoe beter.
report-level-unpriced = { $lanes ->
    [one] Eén van { $every } trajecten vermeldt geen prijs en telt niet mee.
   *[other] { $lanes } van { $every } trajecten vermelden geen prijs en tellen niet mee.
 }
report-level-best = Bewezen: geen enkel plan doet het hier beter.
report-level-between = Bewezen: het beste plan ligt tussen dit plan en de grens.
report-level-far = Bewezen, maar de grens ligt ver weg en zegt weinig: de afstand meet niet wat er nog te winnen is.
report-level-blind-hours = De grens telt in dagen: ze kent niet de uren waarin het personeel bezig is, en niet wie een kamer mag delen.
report-level-blind-rivals = De grens wordt cyclus per cyclus gevonden: ze ziet weinig van hoeveel er dezelfde flacon, dezelfde dag of hetzelfde bed willen.
report-level-blind-loads = De grens weet niet hoe weinig patiënten van één centrum een vertrek kan bedienen.
report-not-known = niet bekend
report-gap-over = meer dan { $whole }
report-levels-unchecked = De controle heeft deze certificaten nog niet herberekend; tot dan is hier niets bewezen.
report-waste = Verspilde activiteit
report-cost = Transportkosten
