### The record of a golden week.

week-title = The golden week
week-kicker = Doseline · instance { $instance } · seed { $seed }
week-subtitle = Five weeks, one patient and one vial from target to discharge: through a rejected batch, a stopped reactor and a hold at the last hour. { $first } to { $last }, local time.
week-claim = On { $at } batch { $batch } is rejected. { $absorbed } of the { $lost } patients who were to get a vial of it are still treated in these weeks, { $window } of them in their window.
week-followed = The record follows course { $course }, cycle { $cycle }: { $product } at { $site }, planned for { $at }.
week-answer-served = The patient is treated on { $at } at { $site } with { $activity }, { $days } days after the first date; the vial comes from { $supplier }.
week-answer-unserved = Nothing absorbs the loss for this patient in these weeks. { $why }
week-lost = Patients who lose their vial
week-absorbed = Of them treated all the same
week-changes-count = Promises changed
week-in-window = In window: at first, after the rejection, in the end
week-in-window-note = of { $demanded } demanded cycles
week-checked = Every plan checked
week-yes = Yes
week-no = No
week-kept = { $taken ->
    [0] Every other promise kept its place and hour.
    [one] Every other promise but one kept its place and hour; that one could not stand beside the others any more.
   *[other] All other promises but { $taken } kept their place and hour; these could not stand beside the others any more.
 }
week-story = The story, step by step
week-story-lead = Every step of the followed patient and of the two vials meant for them: when, where, by whom, and the activity at that instant.
week-curve = Activity from target to discharge
week-curve-caption = Up to the last plan: what happened; from there on: what is planned. Numbers are the rows of the table; a dotted upright line is an event without activity. In the patient: physical decay alone, so at most this much.
week-number = No.
week-when = Local time
week-what = What
week-where = Where
week-who = Who
week-of = Of
week-activity = Activity
week-status = Status
week-done = done
week-cancelled = cancelled
week-changes-lead = Every cycle that the second plan changes.
week-no-changes = The second plan changes nothing.
week-before = Before
week-after = After
week-limits = What this record does not show yet
week-limits-body = Blood results of patients due within days are taken to be fit, unless an event says otherwise. A day’s notice, the prices of changes, the stop of the reactor and the hold are assumptions of this story.
week-files = In this folder
week-files-body = events.csv, activities.csv and the tables of changes hold all of this as a data package; each country and each plan is a package of its own, each plan with its report.
week-kind-irradiation-starts = Target into the reactor
week-kind-irradiation-ends = Target out of the reactor
week-kind-processing-starts = Start of processing
week-kind-order-by = Last instant to order; ordered
week-kind-calibration = Calibration time, for which its activity is stated
week-kind-certified = Certified
week-kind-departure = Departure
week-kind-arrival = Arrival and reception
week-kind-admission = Admission
week-kind-administration = Administration
week-kind-discharge = Discharge
week-kind-rejected = Batch rejected
week-kind-planned-again = Planned again from here
week-kind-told = Patient, centre and transporter are told
week-kind-unserved = No vial and day found
week-who-reactor-operator = reactor operator
week-who-production-line = production line
week-who-radiopharmacist = radiopharmacist
week-who-supplier = supplier
week-who-qualified-person = qualified person
week-who-transporter = transporter
week-who-nurse = nurse
week-who-physician = physician
week-who-medical-physicist = medical physicist
week-who-planner-of-the-hub = planner of the hub

## What the story rests on

week-staged = Staged for this story: { $suppliers } is assumed to be shut from { $first } to { $last }, so that patients who need { $products } depend on the controlled line. No supplier announced this. How the loss is absorbed holds under this assumption alone.
week-line-target = in the target
week-line-vial = in the vial
week-line-never = the vial that is never given
week-line-patient = in the patient, at most
week-subject-irradiation = irradiation
week-subject-batch = batch
week-subject-order = order
week-subject-vial = vial
week-subject-shipment = shipment
week-subject-stay = stay
week-subject-cycle = cycle
week-subject-plan = plan
week-planned = planned

week-newly-served = { $cycles ->
    [one] one more cycle, not given before, is given now
   *[other] { $cycles } more cycles, not given before, are given now
 }

## The stopped reactor and the hold

week-stopped = Stopped reactor
week-evening = Hold
week-stopped-title = { $at }: the reactor stops
week-stopped-claim = { $reactor } stops on { $at } and is to run again on { $until }. The targets in it come to nothing: { $lost } patients lose their vial, and { $absorbed } of them are still treated in these weeks. The windows of { $open } others are still open after these weeks.
week-held-claim = On { $at } course { $course } is held at the last hour; the vial can be called back no longer. { $who }
week-evening-title = { $at }: held at the last hour
week-evening-lead = What must be known at this hour, what is decided, and whom to phone, in the order of the hours that change.
week-question = Question
week-answer = Answer
week-who-is-held = Who is held?
week-held = Course { $course }, cycle { $cycle }: { $product } at { $site }, was to be given on { $at }. The blood results are not fit (assumed for this story); nothing is given before { $retest }.
week-what-of-the-vial = What of the vial?
week-vial = { $state } It may be given from { $opens } to { $closes }, the margin of the centre kept.
week-vial-there = It lies at the centre since { $at }.
week-vial-on-road = It is on the road and arrives on { $at }.
week-vial-ordered = It is ordered, and the order can be called back no longer.
week-who-stands-by = Who stands by?
week-listed = { $course }, otherwise on { $at }
week-nobody-stands-by = Nobody is on the standby list of this centre for this product.
week-who-is-called-in = Who is called in?
week-called-in = { $course }: on { $at } instead of { $was }, with this vial.
week-called-in-anew = { $course }: on { $at }, with this vial.
week-nobody-is-called-in = Nobody: the vial goes to nobody else, and is wasted unless its own patient can have it yet.
week-what-it-costs = What does it cost the patient who is held?
week-held-later = The next administration is on { $at } at { $site }.
week-held-after-these-weeks = Nothing more is given in these weeks; the next plan takes it up.
week-who-signs = What waits for a signature?
week-signatures = A new prescription by the physician, the decision of the radiopharmacist and the consent of the supplier, all at { $site }; room card, waste label and release card follow from them. Doseline signs none of these. Whether the patient who is called in is pregnant, continent and has amino acids ordered where they are needed, the centre must say.
week-board-before = { $site }, as it was promised; whoever changes is named
week-board-after = { $site }, after the hold; whoever changes is named
week-kind-reactor-stopped = Reactor stopped
week-subject-reactor = reactor
week-end-served = That did not hold: in the end the followed patient is treated on { $at } at { $site }.
week-end-unserved = That did not hold: what happened later takes the vial of the followed patient too, and nothing more is given to that patient in these weeks.
