### Wat één extra plaats, persoon, scanneruur of vial in één week zou opleveren.

gain-title = Wat één extra eenheid zou opleveren, telkens opnieuw berekend
gain-column-where = waar
gain-column-week = week
gain-column-what = één extra
gain-column-lack = cycli die dit missen
gain-column-window = meer in venster
gain-column-days = minder dagen wachten

gain-country = Hele land
gain-week = { $week } van { $year }
gain-place = { $kind ->
    [bed] bed
   *[chair] stoel
 }
gain-head = { $role ->
    [physician] arts
    [nurse] verpleegkundige
    [technologist] technoloog
    [radiopharmacist] radiofarmaceut
   *[physicist] fysicus
 } in elke dienst
gain-scanner_hour = uur van scanner { $scanner } voor therapie
gain-vial = vial { $product } van { $supplier }, gekalibreerd op { $on }

gain-sentence = { $where }, week { $week } (vanaf { $from }): één extra { $what } geeft { $gain } (opnieuw berekend).
gain-nothing = { $where }, week { $week } (vanaf { $from }): één extra { $what } levert niets op (opnieuw berekend).
gain-cycles = { $count ->
    [one] 1 cyclus meer in het venster
   *[other] { $count } cycli meer in het venster
 }
gain-and-worth = { $cycles } (naar prioriteit { $worth } waard)
gain-worth = { $count } meer in het venster, geteld naar prioriteit
gain-days = { $count ->
    [one] 1 dag minder wachten
   *[other] { $count } dagen minder wachten
 }
gain-days-lost = { $count ->
    [one] 1 dag meer wachten
   *[other] { $count } dagen meer wachten
 }
gain-and = { $one } en { $other }
gain-proven = Bewezen: zonder een extra eenheid geeft geen plan er meer in het venster.
gain-weighted = Cycli in het venster en dagen zijn naar prioriteit geteld.
gain-base = Hetzelfde werk zonder extra eenheid bereikt { $window } in het venster en { $days } dagen wachten. Elke winst is daarvan geteld, of van het betere plan dat gevonden werd toen de eenheid weer werd weggenomen.
gain-spread = { $spread ->
    [0] De zoektochten zonder extra eenheid komen op evenveel dagen uit.
    [one] De zoektochten zonder extra eenheid verschillen één dag: een winst van één dag alleen kan toeval zijn.
   *[other] De zoektochten zonder extra eenheid verschillen { $spread } dagen: een winst in dagen die niet groter is, kan toeval zijn.
 }
gain-alone = Elke eenheid is afzonderlijk geprobeerd: de winst van meerdere telt niet op.
gain-tried = { $tried ->
    [one] Eén eenheid is geprobeerd
   *[other] { $tried } eenheden zijn geprobeerd
 } van de { $wanted } die cycli missen, van elke soort om beurten wat de meeste missen; --most probeert er meer.
gain-none = Geen van de geprobeerde eenheden levert iets op.
gain-no-unit = Geen cyclus die te laat of niet wordt gegeven, mist een plaats, een persoon, een scanneruur of een vial van een leveringsslot waarvan één extra geprobeerd kan worden.
gain-not-tried = Niet geprobeerd, want er staat geen enkele eenheid voor: { $rules }.
gain-not-tried-rule = { $constraint } ({ $cycles ->
    [one] 1 cyclus
   *[other] { $cycles } cycli
 })
