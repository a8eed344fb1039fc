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
why-overdue = Zijn venster was voorbij voordat dit plan begon; { $on } is de eerste dag waarop hij kon worden gegeven.
why-frozen = Op de eerste dagen van dit plan wordt alleen gegeven wat beloofd was, en daar eindigt zijn venster; { $on } is de eerste dag die kon dienen.
why-no_earlier_day = Zijn venster is open, maar zelfs zonder één andere patiënt zou { $on } de eerste dag zijn: eerder kan geen flacon komen, of is geen centrum open.
why-binding = Hij had in zijn venster gekund, maar:
why-then = Daarna:
why-previous_cycle = Hij wacht op cyclus { $previous }, die niet wordt gegeven.
why-no-single = Geen regel alleen houdt hem tegen: andere met dezelfde of een hogere prioriteit namen wat hij nodig heeft.
why-unknown = Het plan zegt niet waarom.

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
why-centres = { $count ->
    [one] Eén centrum werd geprobeerd: { $centres }.
   *[other] { $count } centra werden geprobeerd: { $centres }.
 }
why-and-more = { $centres } en nog { $more }
why-still-open = Zijn venster eindigt op { $until }, na de horizon: het volgende plan kan hem nog op tijd geven.
