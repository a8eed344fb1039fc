### Waarom één cyclus laat of niet wordt gegeven. Datums en namen komen al geschreven.

## Wat beslist dat een cyclus laat is, in enkele woorden

why-cause-pinned = eerder beloofd
why-cause-interval = tussentijd
why-cause-withheld = bloeduitslag
why-cause-overdue = te laat vóór het plan
why-cause-frozen = vaste eerste dagen
why-cause-no_earlier_day = geen eerdere dag
why-cause-binding = regels
why-cause-unknown = niet vermeld

## Hetzelfde in zinnen

why-pinned = Hij was voor { $on } beloofd voordat dit plan begon, na het einde van zijn venster.
why-interval = Cyclus { $previous } gaat eraan vooraf, en er moeten { $days } dagen tussen liggen: { $on } is de eerste dag.
why-withheld = De bloeduitslag liet de behandeling niet toe; de volgende test is op { $on }, na het einde van het venster.
why-withheld-not-given = De bloeduitslag liet de behandeling niet toe; de volgende test is op { $on }, en daarvoor kan niets worden gegeven.
why-overdue = Zijn venster was voorbij voordat dit plan begon; { $on } is de eerste dag waarop hij kon worden gegeven.
why-frozen = Op de eerste dagen van dit plan wordt alleen gegeven wat beloofd was, en daar eindigt zijn venster; { $on } is de eerste dag die kon dienen.
why-no_earlier_day = Zijn venster eindigt nadat dit plan begint, maar zelfs zonder één andere patiënt zou { $on } de eerste dag zijn: eerder laten data en tussenpozen geen dag, kan geen flacon komen, of is geen plaats ervoor open.
why-binding = Volgens zijn datums had hij in zijn venster gegeven kunnen worden.
why-previous_cycle = Hij wacht op cyclus { $previous }, die niet wordt gegeven: daar staat de reden.
why-unknown = Het plan zegt niet waarom.

## Wat op de geprobeerde dagen in de weg stond: elke dag bij een centrum telt één keer, bij de eerste regel die de cyclus tegenhoudt
## $met is een lijst van wat volgt, elk met zijn aantal dagen

why-tried = { $centres ->
    [one] { $days ->
        [one] Eén { $kind ->
            [earlier] eerdere dag
           *[all] dag
        } werd
       *[other] { $days } { $kind ->
            [earlier] eerdere dagen
           *[all] dagen
        } werden
    } geprobeerd bij { $names }
   *[other] { $centres } centra werden geprobeerd, samen op { $days } van hun { $kind ->
        [earlier] eerdere dagen
       *[all] dagen
    } ({ $names })
 }: { $met }.
why-met = op { $days }: { $what }
why-met-always = { $days ->
    [one] { $what }
   *[other] op elk ervan: { $what }
 }
why-met-or = { $one }, of anders: { $other }
why-met-closed = daar wordt niemand behandeld
why-met-closure = het centrum, of wat het verblijf ervan nodig heeft, was gesloten
why-met-stopped_supplier = de leverancier van { $product } die een flacon had kunnen sturen lag stil
why-met-stopped_reactor = de reactor die het target voor { $product } had kunnen bestralen lag stil
why-met-stopped_line = de lijn die { $product } had kunnen maken lag stil
why-met-no_vial = geen flacon { $product } met de voorgeschreven activiteit kon er op tijd zijn
why-met-material = elk leveringsmoment voor { $product } begon voordat het eigen materiaal van de patiënt er kon zijn
why-met-free = niets hield hem tegen, maar dit plan gebruikt de dag niet
why-disturbed-closure = { $of } is { $when } gesloten ({ $why }).
why-disturbed-places = { $count ->
    [one] Plaats { $places } van { $of } is
   *[other] De plaatsen { $places } van { $of } zijn
 } { $when } gesloten ({ $why }).
why-disturbed-stop = { $of } ligt { $when } stil ({ $why }).
why-when-day = op { $first }
why-when-days = van { $first } tot en met { $last }
why-when-hours = op { $first } van { $begins } tot { $ends }
why-when-instants = van { $first }, { $begins }, tot { $last }, { $ends },
why-disturbed-more = { $rows ->
    [one] Nog één sluiting of stilstand speelde mee.
   *[other] Nog { $rows } sluitingen en stilstanden speelden mee.
 }
why-order = { $days ->
    [one] Op één van deze dagen
   *[other] Op { $days } van deze dagen
 } had de flacon van bestelling { $order }, voor hem gemaakt, bij { $site } gebruikt kunnen worden: { $met }.
why-order-never = De flacon van bestelling { $order }, voor hem gemaakt bij { $site }, kon worden gebruikt op geen enkele dag die zijn datums en bloeduitslag toelaten.

## Wat na de horizon vol is

why-tail-vial = In de week van { $week }, na de horizon, is voor de latere cycli geen flacon { $product } meer over.
why-tail-place = In de week van { $week }, na de horizon, heeft { $site } voor de latere cycli geen { $kind ->
    [overnight] bed
   *[other] plaats
 } meer over.
why-tail-staff = In de week van { $week }, na de horizon, heeft { $site } voor de latere cycli geen uren meer over van een { $role ->
    [physician] arts
    [nurse] verpleegkundige
    [technologist] technoloog
    [radiopharmacist] radiofarmaceut
   *[other] fysicus
 }.
why-tail-more = { $rows ->
    [one] Nog één rij is in die weken vol.
   *[other] Nog { $rows } rijen zijn in die weken vol.
 }
why-all-centres = een van de { $centres } geprobeerde centra
why-and-more = { $centres } en nog { $more }
why-still-open = Zijn venster eindigt op { $until }, na de horizon: het volgende plan kan hem nog op tijd geven.
