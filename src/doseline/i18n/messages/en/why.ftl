### Why one cycle is given late, or not at all. Dates and names come written already.

## What decides that a cycle is late, in a few words

why-cause-pinned = promised before
why-cause-interval = interval
why-cause-withheld = blood results
why-cause-overdue = overdue before the plan
why-cause-frozen = fixed first days
why-cause-no_earlier_day = no earlier day
why-cause-binding = rules
why-cause-unknown = not stated

## The same in sentences

why-pinned = It was promised for { $on } before this plan began, after the end of its window.
why-interval = Cycle { $previous } comes before it, and { $days } days must lie between: { $on } is the earliest day.
why-withheld = The blood results were withheld; the next test is on { $on }, after the end of its window.
why-overdue = Its window had ended before this plan began; { $on } is the first day on which it could be given.
why-frozen = On the first days of this plan nothing but what was promised is given, and its window ends there; { $on } is the first day that could take it.
why-no_earlier_day = Its window is open, but with no other patient at all { $on } would be the first day: before it no vial can come, or no centre is open.
why-binding = It could have been given in its window, but:
why-then = After that:
why-previous_cycle = It waits for cycle { $previous }, which is not given.
why-no-single = No rule alone keeps it out: others of the same or higher priority took what it needs.
why-unknown = The plan does not state why.

## What is full after the horizon

why-tail-vial = In the week of { $week }, after the horizon, no vial of { $product } is left for the later cycles.
why-tail-place = In the week of { $week }, after the horizon, { $site } has no { $kind ->
    [overnight] bed
   *[other] place
 } left for the later cycles.
why-tail-staff = In the week of { $week }, after the horizon, { $site } has no hours of a { $role ->
    [physician] physician
    [nurse] nurse
    [technologist] technologist
    [radiopharmacist] radiopharmacist
   *[other] physicist
 } left for the later cycles.
why-tail-more = { $rows ->
    [one] One more row is full in those weeks.
   *[other] { $rows } more rows are full in those weeks.
 }
why-all-centres = any of the { $centres } centres tried
why-centres = { $count ->
    [one] One centre was tried: { $centres }.
   *[other] { $count } centres were tried: { $centres }.
 }
why-and-more = { $centres } and { $more } more
why-still-open = Its window ends on { $until }, after the horizon: the next plan can still give it in time.
