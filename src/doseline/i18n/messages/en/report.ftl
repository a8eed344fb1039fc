### The report of a plan. Numbers that begin with $ come written already, unless a plural depends on them.

## The page

report-title = Radioligand therapy plan, { $country }
report-kicker = Doseline · instance { $instance } · scenario { $scenario } · seed { $seed }
report-subtitle = { $first } to { $last }. Planned on { $planned }, local time.
report-skip = Skip to the content
report-contents = Contents
report-mark = a
report-mark-meaning = rests on an assumption
report-mark-explained = The sign that follows this sentence stands at every figure that rests on an assumption; at the head of a column it holds for the whole column. The last section lists them all.
report-closing = Made by Doseline: planning and research software, not a medical device. All patients are synthetic. No value in this report is signed.
report-as-table = Show as a table
report-folded = { $rows ->
    [one] One row
   *[other] { $rows } rows
 }, not printed: open this part before printing.
report-folded-in = { $rows ->
    [one] One row
   *[other] { $rows } rows
 }, not printed: open this part before printing, or see { $table }.
report-printed-briefly = Printed without the sentence on each: open this part before printing to have them.
report-what = What
report-where = Where

## The opening

report-claim = { $served } of { $demanded } demanded cycles are given in their window ({ $share }).
report-claim-empty = No cycle falls due in these weeks, so there is nothing to plan.
report-share-title = What becomes of the demanded cycles
report-labelled = { $label }: { $text }
report-counted = { $label }: { $count }
report-in-window = In window
report-late = Given later
report-unserved = Not given
report-proven = Proven: with the rooms, staff and supply assumed here, no plan gives more than { $bound } in window. At most { $gap } more cycles in window could be gained.
report-proven-best = Proven: with the rooms, staff and supply assumed here, no plan gives more in window.
report-proven-weighted = Proven: counted by priority, this plan is worth { $value } in window; with the rooms, staff and supply assumed here, no plan is worth more than { $bound }. At most { $gap } of this worth is left to gain.
report-no-bound = No bound is known: a better plan may exist.
report-bound-wrong = The plan carries a bound of { $bound } and reaches { $value } itself: its certificate is wrong, and nothing is proven.
report-bound-unchecked = The certificate of this bound has not been re-evaluated by the checker yet.
report-changed = Changes of promises, by price
report-days-late = Days of waiting
report-days-late-weighted = Days of waiting, by priority
report-days-bound = at least { $bound } in any plan as good in window (gap { $gap })
report-vials = Vials
report-vials-unused = { $unused ->
    [0] all administered
    [one] one of them unused
   *[other] { $unused } of them unused
 }
report-batches = Batches
report-irradiations = { $irradiations ->
    [one] from one irradiation
   *[other] from { $irradiations } irradiations
 }
report-shipments = Shipments
report-packages = { $packages ->
    [one] one package
   *[other] { $packages } packages
 }
report-stays = Stays
report-stays-centres = { $centres ->
    [one] in one centre
   *[other] in { $centres } centres
 }
report-checked = Checked
report-checked-yes = Yes
report-checked-yes-note = by a checker that shares nothing with the planner: no rule is broken
report-checked-without-note = by a checker that shares nothing with the planner, without { $without }, as it was made: no other rule is broken
report-checked-no = No
report-checked-no-note = the checker found broken rules: do not use this plan
report-checked-unknown = Not yet
report-checked-unknown-note = the plan carries no verdict of the checker
report-without = This plan was made without { $constraints }: it answers a question and must not be followed.
report-not-a-device = This is planning and research software, not a medical device.
report-synthetic = All patients are synthetic.
report-unsigned = { $assumptions ->
    [0] The plan rests on no assumption.
    [one] The plan rests on one declared assumption ({ $safety } safety-relevant) behind { $figures } figures, unsigned.
   *[other] The plan rests on { $assumptions } declared assumptions behind { $figures } figures; { $safety } of them are safety-relevant, and all are unsigned.
 }
report-scenario-note = Numbers of rooms that nobody publishes are assumed: read the "{ $scenario }" scenario beside the other ones (low, base, high).
report-by-product = Demand and what becomes of it, by product
report-product = Product
report-demanded = Demanded
report-share = Share in window

## The map

report-map = Where patients are treated
report-map-lead = Each circle is a centre: its area goes with the administrations in these weeks, its colour with the share of them in window.
report-map-description = { $country }: a map with a circle for each treatment centre, squares for suppliers, diamonds for reactors and lines for shipments. The tables below say the same.
report-map-caption = Lines are transport lanes, wider with more shipments; dashes say who sends. Circles that would cover each other stand side by side, with a thin line to where the centre lies. Arrows at the edge point to places outside the map.
report-map-outline = Outline: Natural Earth.
report-map-no-ranking = This is no ranking of centres. Most numbers of beds and chairs are assumed, so a centre may look fuller or emptier than it is.
report-map-table = Centres with their places and administrations
report-share-below = below { $share }
report-share-from = from { $share }
report-share-all = all
report-rooms-assumed = number of places assumed
report-reactor = reactor
report-supplier = supplier
report-sources-table = Suppliers that send and reactors that irradiate
report-lanes-table = Transport lanes with their shipments
report-lane-from = From
report-lane-to = To
report-centre = Centre
report-city = City
report-region = Region
report-beds = Beds
report-chairs = Chairs
report-administrations = Administrations

## The boards

report-boards = Board of each centre
report-boards-lead = Every bed and chair over the weeks of the plan. A bar on a bed is as long as the stay; on a chair, the stays of a day stand below each other in their order.
report-weekend = weekend
report-holiday = public holiday
report-closed = closed, or held by a patient from before
report-place-assumed = the place is assumed
report-board-title = Board of { $site }
report-board-description = { $stays ->
    [one] one stay
   *[other] { $stays } stays
 } in { $places ->
    [one] one place
   *[other] { $places } places
 }; the table below lists them.
report-board-note = { $beds ->
    [one] one bed
   *[other] { $beds } beds
 }, { $chairs ->
    [0] no day chair
    [one] one day chair
   *[other] { $chairs } day chairs
 }
report-week = wk { $number } · { $day }
report-bed = Bed { $number }
report-chair = Chair { $number }
report-in-house = patient in house when the plan begins
report-holidays = Public holidays in these weeks: { $holidays }.
report-stay = stay
report-closed-why = closed: { $reason }
report-place-free = not taken in these weeks
report-place = Place
report-vial-key = Vial
report-vial-from = Comes from
report-for-whom = For whom
report-batch-to = { $centre }: { $cycles }.
report-course = Course
report-cycle = Cycle

## Supply

report-supply = Supply against demand
report-supply-lead = Vials week by week: what suppliers offer, what the plan uses and what falls due.
report-used-long = vials used, by the week in which they leave their supplier
report-offered-long = vials offered in that week, where they fit the scale
report-demanded-long = cycles that fall due
report-supply-note = A vial offered and a vial used count in the same week: the one in which it is ready to leave its supplier, so a vial used may be given some days or a week later. Offered are the slots that could still be ordered when the plan was made, the orders already placed and, from a controlled line, the vials of its batches in this plan and those that the activity left over would fill. Cycles count in the week in which they fall due. What is before these weeks counts in the first one.
report-supply-description = Over all weeks: { $offered } vials offered, { $used } used, { $demanded } cycles due. The table below gives every week.
report-week-from = Week from
report-offered = Offered
report-used = Used
report-line-title = The controlled line for { $product }
report-line-description = { $irradiations } irradiations within the reactor's cycles, and { $batches } batches; the tables list them.
report-line-caption = Grey bars: the reactor runs. Coloured bars: targets in the reactor; batches from the start of processing to dispatch. Crossed bars: stops.
report-position = Position { $number }
report-stops = Stops
report-batches-as-table = { $batches ->
    [one] Show the batch as a table
   *[other] Show the { $batches } batches as a table
 }
report-batch = Batch
report-irradiation-starts = Irradiation from
report-irradiation-days = Days
report-end-of-bombardment = At end of bombardment
report-calibration = Calibration
report-usable = Usable activity
report-allocated = Allocated

## One vial

report-vial = One vial from target to patient
report-vial-lead = The activity of one vial at every instant, from the first neutrons to the administration. The scale is logarithmic: a straight line down is pure decay.
report-vial-none = No vial is administered in this plan.
report-vial-inactive = The vials of this plan hold no activity whose decay could be shown.
report-vial-which = { $product }, vial { $vial } ({ $origin }), for course { $course }, cycle { $cycle }, at { $site }.
report-vial-external = An external supplier shows neither its irradiation nor its batch: the curve begins at the first that is known of the vial.
report-vial-caption = Numbers refer to the rows of the table. The dotted line is the way from the target to the batch (yield and samples) and from the batch to this vial's share.
report-vial-table = What happened to the vial
report-vial-tolerance = Administered activity { $administered }, after an expected residual of { $residual }; prescribed { $prescribed }; deviation { $deviation }, allowed { $tolerance }.
report-activity-axis = Activity
report-activity = Activity
report-number = No.
report-event = Event
report-holder = Of
report-local-time = Local time
report-holder-target = target
report-holder-batch = batch
report-holder-vial = this vial
report-phase-irradiation = in the reactor
report-phase-processing = cooling and processing
report-phase-vial = vial
report-event-irradiation = Start of irradiation
report-event-end = End of bombardment
report-event-processing = Start of processing
report-event-batch = Usable activity of the batch
report-event-calibration = Calibration time, for which its activity is stated
report-event-made = Made
report-event-certified = Certified by the qualified person
report-event-departure = Departure
report-event-arrival = Arrival at the centre
report-event-admission = Admission
report-event-administration = Administration
report-event-discharge = Discharge

## Not served

report-not-served = Who is not served, and why
report-not-served-lead = A cycle that is not given still waits: it counts with its days to the end of the plan.
report-none-unserved = Every demanded cycle is given.
report-binding = What binds
report-binding-caption = Rules that keep cycles out on some or all of the days tried; one cycle may meet several
report-constraint = Constraint
report-meaning = What it says
report-cycles = Cycles
report-alone = Of them, the only rule named
report-disturbed = Closures and stops
report-disturbed-caption = Closures and stops that late or missing cycles met on days tried
report-disturbed-what = Closure or stop
report-no-single-reason = The plan names no rule for these cycles.
report-unknown-constraint = This constraint has no sentence of its own.
report-regions = By region
report-regions-caption = Demand and service by the region where the patient lives
report-regions-note = The mean wait is over all demanded cycles, given or not. Regions differ in who lives there and which products they need: a difference is a question, not yet an injustice.
report-no-region = region not stated
report-mean-wait = Mean wait of all, days
report-mean-wait-given = Mean wait, given
report-mean-wait-unserved = Mean wait, not given
report-unserved-list = { $cycles ->
    [one] The cycle that is not given
   *[other] The { $cycles } cycles that are not given, one by one
 }
report-due = Due
report-window-end = Window ends
report-waiting-days = Days waiting
report-why = Why

## Late

report-late-title = Who is treated late, and why
report-late-lead = A cycle given after the end of its window is late. What decided it stands beside it.
report-none-late = No cycle is given after its window.
report-late-causes = What makes cycles late
report-late-list = { $cycles ->
    [one] The cycle that is late
   *[other] The { $cycles } cycles that are late, one by one
 }
report-given = Given
report-cause = Cause

## Waits

report-waits = How long patients wait
report-waits-lead = Days from the nominal due date to the administration; a cycle given on its due date, or before, waits 0 days. One that is not given waits to the end of the plan at least, and counts so.
report-no-administrations = Nothing is administered in this plan.
report-waits-caption = The bars count the cycles that are given. Waits of { $longest } days and more share one bar. Each product has its own scale of cycles.
report-waits-left-out = { $cycles ->
    [one] One cycle that is not given is in no bar: nobody knows yet how long it waits.
   *[other] { $cycles } cycles that are not given are in no bar: nobody knows yet how long they wait.
 }
report-waits-table = Waits by product, in days; the shares and longest waits are those of the cycles given
report-waits-summary = { $cycles } cycles, { $none } without a wait, the longest { $longest } days
report-days-after-due = Days after the due date
report-cycles-by-root = Cycles (square-root scale)
report-on-time = Without a wait
report-nine-of-ten = Nine in ten within
report-longest = Longest

## Orders

report-orders = Orders to place
report-orders-lead = What each supplier must be told, the next deadline first. New orders are provisional until somebody places them.
report-no-orders = This plan orders nothing from external suppliers.
report-orders-of = Orders at { $supplier }
report-orders-count = { $orders ->
    [one] one order to place
   *[other] { $orders } orders to place
 }, { $vials ->
    [one] one vial
   *[other] { $vials } vials
 }
report-orders-shown = { $shown } of { $orders } shown
report-orders-later = { $orders ->
    [one] One order with a later deadline
   *[other] { $orders } orders with later deadlines
 }
report-orders-placed = { $orders ->
    [one] One order already placed
   *[other] { $orders } orders already placed
 }
report-order-by = Order by
report-state = State
report-order = Order
report-state-provisional = provisional
report-state-confirmed = confirmed
report-state-irrevocable = irrevocable
report-state-road = on its way

## Assumptions and origin

report-assumptions = What this rests on
report-assumptions-lead = Every figure without a public source is an assumption, and so is all that is computed from it.
report-signing = Nothing here is signed. Only a named expert of a centre can sign a value, for that centre. Until then no document for a patient may be made from it.
report-no-assumptions = No figure of this country rests on an assumption.
report-assumptions-caption = { $assumptions ->
    [one] One assumption, { $safety } safety-relevant
   *[other] { $assumptions } assumptions, { $safety } of them safety-relevant; these come first
 }
report-source = Source
report-concern = Touches
report-concern-safety = safety
report-concern-demand = demand
report-concern-capacity = capacity
report-concern-note = "Touches" is read off the tables: the gravest of what they bear on. "Class" in the text is all that its author saw.
report-table = Tables
report-rows = Rows
report-children = Derived from it
report-citation = What it says
report-origin = Where this report comes from
report-instance = Instance and scenario
report-seed = Seed of the cohort
report-search-seed = Seed of the search
report-planned-at = Planned at
report-package = Data package
report-work = Work of the planner
report-elapsed = Time taken
report-versions = Versions
report-written-by = Report written by
report-outline = Outline of the map
report-not-stated = not stated

## Added: supply, boards and orders

report-shut-suppliers = Suppliers that stop
report-shut-caption = On these days a supplier sends nothing; its slots do not count as offered.
report-shut-from = From
report-shut-until = Until
report-board-stays = Stays in these weeks: { $stays }
report-scans = Scans
report-scan-at = { $at } ({ $scanner })
page-mark-explained = The sign that follows this sentence stands at every figure that rests on an assumption; at the head of a column it holds for the whole column. The report of each plan lists the assumptions.
report-proven-weighted-best = Proven: counted by priority, this plan is worth { $value } in window; with the rooms, staff and supply assumed here, no plan is worth more than { $bound }: nothing is left to gain in window.
report-priorities = By priority means that each cycle counts with the weight of its course: { $weights }. A cycle in its window is worth its weight, and a day of waiting costs it. In the made-up cohorts of Doseline a course that has yet to begin weighs 2 and a running one 3, and one in a trial 1 more.
report-weight = { $courses ->
    [one] one course weighs { $weight }
   *[other] { $courses } courses weigh { $weight }
 }
report-orders-free-days = { $free } of { $orders } deadlines fall on a weekend or a public holiday: the last working day before stands beside them.
report-shipment = Shipment
report-road = Vials on the road when the plan begins
report-road-note = They left before this plan was made and are in a van or in the hot lab of their centre. Each serves its own cycle alone.
report-road-count = { $vials ->
    [one] one vial
   *[other] { $vials } vials
}
report-road-from = Order or batch
report-road-way = From – to
report-road-not-given = not given
report-unused-vials = Vials ordered that will not be given
report-unused-note = They were ordered before this plan and cannot be called back, or were not called back: tell their suppliers and centres.
report-unused-withheld = Blood results withhold the cycle until { $retest }.
report-unused-elsewhere = The cycle gets another vial, on { $at }.
report-unused-surplus = It was filled for no cycle of this plan.
report-supplier-name = Supplier
report-order-before-free-day = Last working day before

## Patients who change hospital

report-transfers = Patients who change hospital
report-transfers-lead = A patient changes hospital when a cycle is given at another centre than the cycle before it, be that one in the past or in this plan.
report-transfers-none = Every cycle is given at the centre of the cycle before it.
report-transfers-count = { $changes ->
    [one] One cycle is given at another centre than the cycle before it.
   *[other] { $changes } cycles are given at another centre than the cycle before them.
 }
report-transfers-farther = { $changes ->
    [0] None of these centres is farther from the patient's home.
    [one] One of these centres is farther from the patient's home, by { $minutes } minutes one way.
   *[other] { $changes } times it is farther from the patient's home, by { $minutes } minutes one way on average.
 }
report-transfers-mean = { $way ->
    [shorter] Over all changes the way is { $minutes } minutes shorter on average.
   *[longer] Over all changes the way is { $minutes } minutes longer on average.
 }
report-transfers-why = A change can bring a cycle into its window, or save days of waiting, waste or shipments. The plan does not price changes of hospital yet: the centre before may have had room as well. Rule C18 allows a change only where the course allows it, and within the travel that the patient accepts.
report-transfers-list = { $changes ->
    [one] The change
   *[other] The { $changes } changes, one by one
 }
report-centre-before = Centre before
report-centre-now = Centre now
report-travel-before = Travel before, min
report-travel-now = Travel now, min

## Levels

report-levels = Levels
report-levels-lead = A plan is judged level by level, and a lower level never costs a higher one anything. No plan that is as good on the levels above passes the bound; the gap is how far the plan is from it, as a part of the bound.
report-level = Level
report-level-counts = What it counts
report-level-value = This plan
report-level-bound = Bound
report-level-gap = Gap
report-level-worth = What the bound is worth
report-level-in-window = { $weighted ->
    [yes] Cycles in their window, each with the weight of its course. The more, the better.
   *[no] Cycles in their window. The more, the better.
 }
report-level-waiting = { $weighted ->
    [yes] Days of waiting after the due date, each with the weight of its course; a cycle that is not given waits to the end of the plan. The fewer, the better.
   *[no] Days of waiting after the due date; a cycle that is not given waits to the end of the plan. The fewer, the better.
 }
report-level-changed = What changes of the places, hours, dates and centres that were promised, each at its price. The less, the better.
report-level-wasted = What decays after dispatch, vials that nobody gets, and what is left of a batch. The less, the better.
report-level-shipments = Departures that carry at least one vial. The fewer, the better.
report-level-cost = What the lanes of these shipments cost. The less, the better.
report-level-unpriced = { $lanes ->
    [one] One of { $every } lanes states no cost and counts nothing.
   *[other] { $lanes } of { $every } lanes state no cost and count nothing.
 }
report-level-best = Proven: no plan does better here.
report-level-between = Proven: the best plan lies between this one and the bound.
report-level-far = Proven, but the bound is far away and says little: the gap is no measure of what is left to gain.
report-level-blind-hours = The bound counts in days: it knows neither the hours in which staff are busy nor who may share a room.
report-level-blind-rivals = The bound is found cycle by cycle: it sees little of how many want the same vial, day or bed.
report-level-blind-loads = The bound does not know how few patients of one centre a departure can meet.
report-not-known = not known
report-gap-over = over { $whole }
report-levels-unchecked = The checker has not re-evaluated these certificates yet; until it has, nothing here is proven.
report-waste = Activity wasted
report-cost = Cost of transport
