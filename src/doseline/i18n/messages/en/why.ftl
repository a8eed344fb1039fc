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
why-withheld-not-given = The blood results were withheld; the next test is on { $on }, and before it nothing can be given.
why-overdue = Its window had ended before this plan began; { $on } is the first day on which it could be given.
why-frozen = On the first days of this plan nothing but what was promised is given, and its window ends there; { $on } is the first day that could take it.
why-no_earlier_day = Its window ends after this plan begins, but with no other patient at all { $on } would be the first day: before it dates and intervals leave no day, no vial can come, or no place for it is open.
why-binding = By its dates it could have been given in its window.
why-previous_cycle = It waits for cycle { $previous }, which is not given: the reason stands there.
why-unknown = The plan does not state why.

## What was met on the days tried: each day at a centre counts once, by the first rule that keeps the cycle out
## $met is a list of what follows, each with its number of days

why-tried = { $centres ->
    [one] { $days ->
        [one] One { $kind ->
            [earlier] earlier day
           *[all] day
        } was
       *[other] { $days } { $kind ->
            [earlier] earlier days
           *[all] days
        } were
    } tried at { $names }
   *[other] { $centres } centres were tried, on { $days } of their { $kind ->
        [earlier] earlier days
       *[all] days
    } in all ({ $names })
 }: { $met }.
why-met = on { $days } { $what }
why-met-always = { $days ->
    [one] { $what }
   *[other] on each of them { $what }
 }
why-met-or = { $one }, or else { $other }
why-met-closed = nobody is treated there
why-met-closure = the centre, or what the stay needs of it, was closed
why-met-stopped_supplier = the supplier of { $product } that could have sent a vial had stopped
why-met-stopped_reactor = the reactor that could have irradiated the target for { $product } had stopped
why-met-stopped_line = the line that could have made { $product } had stopped
why-met-no_vial = no vial of { $product } with the activity prescribed could be there in time
why-met-material = each delivery slot for { $product } began before the patient’s own material could be there
why-met-free = nothing kept it out, but this plan does not use it
why-disturbed-closure = { $of } is closed { $when } ({ $why }).
why-disturbed-places = { $count ->
    [one] Place { $places } of { $of } is
   *[other] Places { $places } of { $of } are
 } closed { $when } ({ $why }).
why-disturbed-stop = { $of } stops { $when } ({ $why }).
why-when-day = on { $first }
why-when-days = from { $first } to { $last }
why-when-hours = on { $first } from { $begins } to { $ends }
why-when-instants = from { $first }, { $begins }, to { $last }, { $ends }
why-disturbed-more = { $rows ->
    [one] One more closure or stop was met.
   *[other] { $rows } more closures and stops were met.
 }
why-order = { $days ->
    [one] On one of these days
   *[other] On { $days } of these days
 } the vial of order { $order }, made for it, could have been used at { $site }: { $met }.
why-order-never = The vial of order { $order }, made for it at { $site }, could be used on no day that its dates and blood results allow.

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
why-and-more = { $centres } and { $more } more
why-still-open = Its window ends on { $until }, after the horizon: the next plan can still give it in time.
