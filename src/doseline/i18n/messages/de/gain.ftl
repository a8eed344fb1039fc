### Was ein Platz, eine Person, eine Scannerstunde oder ein Vial mehr in einer Woche brächte.

gain-title = Was eine Einheit mehr brächte, jeweils neu gerechnet
gain-column-where = wo
gain-column-week = Woche
gain-column-what = zusätzlich
gain-column-lack = Zyklen, denen es fehlt
gain-column-window = mehr im Zeitfenster
gain-column-days = Wartetage weniger

gain-country = Ganzes Land
gain-week = { $week } von { $year }
gain-place = { $kind ->
    [bed] ein Bett
   *[chair] ein Stuhl
 } mehr
gain-head = { $role ->
    [physician] eine Ärztin oder ein Arzt
    [nurse] eine Pflegekraft
    [technologist] eine MTR
    [radiopharmacist] eine Kraft der Radiopharmazie
   *[physicist] eine Kraft der Medizinphysik
 } mehr in jeder Schicht
gain-scanner_hour = eine Stunde mehr des Scanners { $scanner } für die Therapie
gain-vial = ein Vial { $product } mehr von { $supplier }, kalibriert am { $on }

gain-sentence = { $where }, Woche { $week } (ab { $from }): { $what } bringt { $gain } (neu gerechnet).
gain-nothing = { $where }, Woche { $week } (ab { $from }): { $what } bringt nichts (neu gerechnet).
gain-cycles = { $count ->
    [one] 1 Zyklus mehr im Zeitfenster
   *[other] { $count } Zyklen mehr im Zeitfenster
 }
gain-and-worth = { $cycles } (nach Dringlichkeit { $worth } wert)
gain-worth = { $count } mehr im Zeitfenster, nach Dringlichkeit gezählt
gain-days = { $count ->
    [one] 1 Wartetag weniger
   *[other] { $count } Wartetage weniger
 }
gain-days-lost = { $count ->
    [one] 1 Wartetag mehr
   *[other] { $count } Wartetage mehr
 }
gain-and = { $one } und { $other }
gain-proven = Bewiesen: ohne eine Einheit mehr gibt kein Plan mehr im Zeitfenster.
gain-weighted = Zyklen im Zeitfenster und Tage sind nach Dringlichkeit gezählt.
gain-base = Dieselbe Arbeit ohne zusätzliche Einheit erreicht { $window } im Zeitfenster und { $days } Wartetage. Jeder Gewinn ist ab da gezählt, oder ab dem besseren Plan, der nach Wegnahme der Einheit gefunden wurde.
gain-spread = { $spread ->
    [0] Die Suchen ohne zusätzliche Einheit kommen auf gleich viele Tage.
    [one] Die Suchen ohne zusätzliche Einheit unterscheiden sich um einen Tag: ein Gewinn von nur einem Tag kann Zufall sein.
   *[other] Die Suchen ohne zusätzliche Einheit unterscheiden sich um { $spread } Tage: ein Gewinn an Tagen, der nicht größer ist, kann Zufall sein.
 }
gain-alone = Jede Einheit wurde für sich versucht: die Gewinne mehrerer addieren sich nicht.
gain-tried = { $tried ->
    [one] Eine Einheit wurde versucht
   *[other] { $tried } Einheiten wurden versucht
 } von { $wanted }, die Zyklen fehlen, von jeder Art reihum was den meisten fehlt; --most versucht mehr.
gain-none = Keine der versuchten Einheiten bringt etwas.
gain-no-unit = Keinem Zyklus, der zu spät oder nicht gegeben wird, fehlt ein Platz, eine Person, eine Scannerstunde oder ein Vial eines Liefertermins, wovon eines mehr versucht werden könnte.
gain-not-tried = Nicht versucht, denn keine einzelne Einheit steht dafür: { $rules }.
gain-not-tried-rule = { $constraint } ({ $cycles ->
    [one] 1 Zyklus
   *[other] { $cycles } Zyklen
 })
