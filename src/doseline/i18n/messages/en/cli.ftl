### What the command line prints of a plan and of its explanation.

## explain

cli-explain-counts = { $served } of { $demanded } cycles are given in their window, { $late } later, { $unserved } not at all.
cli-explain-transfers = { $count ->
    [one] 1 cycle is given at another centre than the cycle before it.
   *[other] { $count } cycles are given at another centre than the cycle before them.
 }
cli-explain-transfers-unknown = { $count ->
    [0] How many cycles are given at another centre than the cycle before them is not known without the country.
    [one] At least 1 cycle is given at another centre than the cycle before it; how many are, and how far from home, is not known without the country.
   *[other] At least { $count } cycles are given at another centre than the cycle before them; how many are, and how far from home, is not known without the country.
 }
cli-explain-farther = { $count ->
    [one] 1 is farther from home, by { $minutes } min one way.
   *[other] { $count } are farther from home, by { $minutes } min one way on average.
 }
cli-explain-no-country = The country is not beside the plan: keys stand for names, hours are UTC except those of closures and stops, which are local, and what was given before the plan is not known. --package names its folder.
cli-explain-other-country = { $count ->
    [one] The country beside the plan ({ $folders }) differs from the one that the plan was made for and is not read:
   *[other] None of the countries beside the plan ({ $folders }) is the one that the plan was made for, so none is read:
 } keys stand for names, hours are UTC except those of closures and stops, which are local, and what was given before the plan is not known. Plan again, or name the folder of the country as it was with --package.
cli-explain-late = Given after their window: { $cycles }
cli-explain-disturbed = Closures and stops that cycles met on days tried:
cli-disturbed-counts = Late cycles: { $late }; not given: { $unserved }.
cli-explain-unserved = Not given: { $cycles }
cli-cycles = { $count ->
    [one] 1 cycle
   *[other] { $count } cycles
 }
cli-rules-meaning = Each rule counts the cycles that it keeps out on some or all of the days tried; its sentence holds of those days.
cli-only-reason = the only rule named for { $count }
cli-products = products
cli-centres = centres
cli-centres-tried = centres (its own, else the nearest tried)
cli-no-centre = no centre yet
cli-unknown-centre = centre not known
cli-no-centre-in-reach = no centre in reach
cli-no-region = region not known
cli-regions = regions
cli-row-late = { $course }, cycle { $cycle }: { $product }, { $site }. Due { $due }, window to { $end }, given { $given }.
cli-row-unserved = { $course }, cycle { $cycle }: { $product }, { $site }. Due { $due }, window to { $end }.
cli-one-course = More of one patient: --course { $course }
cli-rules = Rules: { $rules }.

cli-course = Course { $course }, patient { $patient }, regimen { $regimen }
cli-course-bare = Course { $course }
cli-course-referred = Referred on { $on }, priority weight { $weight }
cli-course-home = Lives in { $region }; centre so far: { $site }
cli-course-no-home = Lives in { $region }; no centre yet
cli-course-travel = Accepts { $minutes } minutes of travel
cli-course-transfer-yes = May change centre within the course
cli-course-transfer-no = Stays at one centre
cli-course-past = Cycle { $cycle }: given { $at }, { $site }, { $activity }
cli-course-nothing = It demands nothing in these weeks.
cli-course-cycle = Cycle { $cycle }: { $product }. { $status }.
cli-course-dates = Due { $due }, window to { $end }
cli-course-given = { $at }, { $site }, place { $place }, { $days ->
    [0] no day after the due date
    [one] 1 day after the due date
   *[other] { $days } days after the due date
 }
cli-course-vial = Vial { $vial } from { $source }: { $administered }, prescribed { $prescribed }
cli-course-vial-inactive = Vial { $vial } from { $source }
cli-source-slot = delivery slot { $key }
cli-source-order = order { $key }
cli-source-batch = batch { $key }

## plan

cli-plan-counts = { $served } of { $demanded } demanded cycles are given in their window ({ $share }); { $late } later, { $unserved } not at all.
cli-plan-empty = No cycle falls due in these weeks, so there is nothing to plan.
cli-plan-best = Proven: no plan gives more in window (worth { $value }, counted by priority).
cli-plan-bound = Proven: counted by priority it is worth { $value } in window, and no plan is worth more than { $bound }; at most { $gap } is left to gain.
cli-plan-waiting = Days of waiting, by priority: { $value }; a plan as good in window has { $bound } at least.
cli-plan-cost-unknown = Cost of transport: not known, for no lane has a cost.
cli-plan-cost-partly = Cost of transport: known in part; lanes without a cost count nothing.
cli-plan-supply =
    { $vials ->
        [one] one vial
       *[other] { $vials } vials
     } ({ $unused } unused) from { $orders ->
        [one] one order
       *[other] { $orders } orders
     } and { $batches ->
        [one] one batch
       *[other] { $batches } batches
     }, in { $shipments ->
        [one] one shipment
       *[other] { $shipments } shipments
     }.
cli-plan-checked = Checked by code that shares nothing with the planner: { $rules }, { $bounds }.
cli-plan-legal = no rule is broken
cli-plan-legal-without = judged without { $without }, as it was made; no other rule is broken
cli-plan-illegal = RULES ARE BROKEN
cli-plan-certified = every bound is proved
cli-plan-uncertified = NOT every bound is proved
cli-plan-without = Made without { $without }: it answers a question and must not be followed.
cli-plan-assumed = It rests on { $assumed } assumed figures, none of them signed. All patients are synthetic. Not a medical device.
cli-plan-work = Planned in { $seconds } s: { $rounds ->
    [one] 1 round
   *[other] { $rounds } rounds
 } of work, seed { $seed }.
cli-plan-repeated = Made again: all tables are the same to the letter.
cli-plan-repeated-otherwise = NOT the same as the plan that was to be made again: { $tables } differ. It was made by another version of Doseline or its libraries (versions in summary.json), or changed since.
cli-plan-report = Report: { $path }
cli-plan-why = Why: { $command }

## demo

cli-demo-scenario = { $instance }: { $served } of { $demanded } cycles in window ({ $share }), { $late } later, { $unserved } not at all; at most { $gap } in window left to gain; { $checked }.
cli-demo-checked = checked
cli-demo-unchecked = NOT CHECKED
cli-week-absorbed = Golden week: { $absorbed } of { $lost } patients of a rejected batch are treated all the same, { $in_window } in window.
cli-demo-notice = All patients are synthetic. Not a medical device. Nothing is signed.
cli-demo-page = Page: { $path }
cli-demo-open = Open { $address } on this machine; Ctrl-C ends it.

## week

cli-week-rejected = Batch { $batch } is rejected on { $at }.
cli-week-followed = Followed: course { $course }, cycle { $cycle }, { $product }.
cli-week-before = before: { $at }, { $site }, vial from { $source }
cli-week-after = after: { $at }, { $site }, vial from { $source }, { $activity }
cli-week-not-given = after: not given in these weeks. { $why }
cli-week-changes = { $changes ->
    [one] One cycle changes
   *[other] { $changes } cycles change
 }; changes.csv says why and who must be told.
cli-week-stopped = { $at }: { $reactor } stops; { $lost } patients lose their vial, { $absorbed } of them are treated all the same; cycles changed: { $changes }.
cli-week-held = { $at }: course { $course } is held; its vial can be called back no longer.
cli-week-called-in = { $course } stands by and gets it: { $at }, { $site }.
cli-week-checked = Every plan checked: { $checked }

cli-replan-broken = What happened until { $at } breaks { $broken ->
    [0] no promise
    [one] one promise, and { $given } is given all the same
   *[other] { $broken } promises, and { $given } of them are given all the same
 }; { $lost } lost a vial.
cli-replan-changes = { $changes ->
    [0] Nothing changes
    [one] One cycle changes
   *[other] { $changes } cycles change
 }; { $taken ->
    [0] every other promise keeps its place and hour.
    [one] one promise that nothing broke had to be taken back.
   *[other] { $taken } promises that nothing broke had to be taken back.
 }
cli-replan-scans = { $scans ->
    [one] One scan gets another hour although its treatment stays
   *[other] { $scans } scans get another hour although their treatment stays
 }.
cli-replan-scans-lost = { $scans ->
    [one] One scan of a patient who has been treated has no hour left in its window and cannot be made
   *[other] { $scans } scans of patients who have been treated have no hour left in their window and cannot be made
 }.
cli-replan-least = By price the changes come to { $value }; no plan with as many in window changes less than { $bound }.
cli-replan-window = In window from the start of the earlier plan on: { $before } before, { $after } now.
cli-replan-tell = Who must be told, and why: { $path }
cli-offer-none = No centre within reach has a free slot for the first cycle. See what binds with doseline explain.
cli-offer-lead = { $demanded ->
    [one] One cycle falls due in these weeks. Nobody else is moved.
   *[other] { $demanded } cycles fall due in these weeks. Nobody else is moved.
 }
cli-offer = { $centre } ({ $way } min away): { $given ->
    [one] one cycle
   *[other] { $given } cycles
 }, { $window } in window, { $late ->
    [0] none after its due date
    [one] one day after their due dates in all
   *[other] { $late } days after their due dates in all
 }
cli-offer-slot = cycle { $cycle }: { $at } in { $place }, home { $leaves }; vial of { $source }
cli-offer-leaves = Left after that: { $vials ->
    [0] no vial
    [one] at most one more vial
   *[other] at most { $vials } more vials
 } of that delivery or batch, and { $places ->
    [0] no other suitable place
    [one] one other suitable place
   *[other] { $places } other suitable places
 } at those hours. { $others ->
    [0] No cycle of the plan that is late or not given could be given there that day.
    [one] One cycle of the plan, late or not given, could be given there that day.
   *[other] { $others } cycles of the plan, late or not given, could be given there that day.
 }
