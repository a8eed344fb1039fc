### What one more place, head, scanner hour or vial in one week would gain.

gain-title = What one more unit would gain, each solved again
gain-column-where = where
gain-column-week = week
gain-column-what = one more
gain-column-lack = cycles that lack it
gain-column-window = more in window
gain-column-days = fewer days of waiting

gain-country = Whole country
gain-week = { $week } of { $year }
gain-place = { $kind ->
    [bed] bed
   *[chair] chair
 }
gain-head = { $role ->
    [physician] physician
    [nurse] nurse
    [technologist] technologist
    [radiopharmacist] radiopharmacist
   *[physicist] physicist
 } on each shift
gain-scanner_hour = hour of scanner { $scanner } for therapy
gain-vial = vial of { $product } from { $supplier }, calibrated { $on }

gain-sentence = { $where }, week { $week } (from { $from }): one more { $what } gives { $gain } (solved again).
gain-nothing = { $where }, week { $week } (from { $from }): one more { $what } gains nothing (solved again).
gain-cycles = { $count ->
    [one] 1 more cycle in window
   *[other] { $count } more cycles in window
 }
gain-and-worth = { $cycles } (worth { $worth } by priority)
gain-worth = { $count } more in window, counted by priority
gain-days = { $count ->
    [one] 1 day less waiting
   *[other] { $count } days less waiting
 }
gain-days-lost = { $count ->
    [one] 1 day more waiting
   *[other] { $count } days more waiting
 }
gain-and = { $one } and { $other }
gain-proven = Proven: without one more unit no plan gives more in window.
gain-weighted = Cycles in window and days are counted by priority.
gain-base = The same work without any unit reaches { $window } in window and { $days } days of waiting. Each gain is counted from that, or from the better plan that was found when the unit was taken back.
gain-spread = { $spread ->
    [0] The searches without any unit reach the same days.
    [one] The searches without any unit differ by one day: a gain of one day alone may be luck.
   *[other] The searches without any unit differ by { $spread } days: a gain in days that is not larger may be luck.
 }
gain-alone = Each unit was tried alone: gains of several do not add up.
gain-tried = { $tried ->
    [one] One unit was tried
   *[other] { $tried } units were tried
 } of { $wanted } that cycles lack, of each kind in turn what most lack; --most tries more.
gain-none = None of the units tried gains anything.
gain-no-unit = No cycle that is late or not given lacks a place, a head, a scanner hour or a vial of a delivery slot of which one more could be tried.
gain-not-tried = Not tried, for no single unit stands for them: { $rules }.
gain-not-tried-rule = { $constraint } ({ $cycles ->
    [one] 1 cycle
   *[other] { $cycles } cycles
 })
