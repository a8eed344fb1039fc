### What a new plan changes of the one before it: why, and who must be told.

change-batch-failed = Batch { $subject } was rejected, and this vial was to come from it.
change-batch-short = Batch { $subject } has less activity than planned, and this vial finds no room in it any more.
change-certification-late = { $subject } is certified later, too late for this hour.
change-vial-broken = Its vial { $subject } broke.
change-shipment-late = Shipment { $subject } comes later, after this hour.
change-supplier-shut = { $subject } is shut, and this vial was to come from there.
change-line-stopped = Line { $subject } stops, and this vial was to come from it.
change-reactor-stopped = Reactor { $subject } stops, and this vial was to come from a target in it.
change-site-closed = { $subject } is closed at this hour.
change-place-closed = Place { $subject } is closed at this hour.
change-scanner-closed = Scanner { $subject } takes nobody at the hour of the scan.
change-tank-closed = Tank { $subject } takes no water at this hour, and no other is open.
change-labs-withheld = The blood results withhold the treatment until { $until }.
change-patient-stopped = The course has ended, and nothing of it is given any more.
change-patient-transferred = The course goes on at { $site }.
change-patient-added = The patient is new since the plan before.
change-activity-reduced = The prescribed activity is reduced to { $activity }.
change-head-absent = At { $subject } too few are on duty at this hour for the role of { $role ->
    [physician] physician
    [nurse] nurse
    [technologist] technologist
    [radiopharmacist] radiopharmacist
   *[other] physicist
 }.
change-follows = The cycle before it has moved, and this one follows it.
change-called-in = Stands by and is called in.
change-given-up-by = Gets the vial that { $course } gives up: same product, same prescribed activity.
change-made-way = It made way for a patient whose promise was broken, or follows one that did.
change-no-longer-best = No event broke this promise. It makes way so that others are treated in time.
change-left-open = The cycle before it was given on another day than its due date, so it falls due after these weeks.
change-lapsed = The latest date for its next cycle has passed with nothing given, so the course cannot go on as planned.
change-served = The new plan found a place and a vial that the one before had not.
change-now-in-window = The new plan can give it in its window; the one before gave it late.
change-vial = The new plan takes its vial from another source, so that others are treated in time; centre, place and instant stay.
change-discharge = Its patient goes home at another hour: { $after } instead of { $before }.
change-departure = Its vial leaves at another hour: { $after } instead of { $before }.
change-nearer = { $other } is no further from home ({ $other_min } min, { $own } { $own_min } min).
change-nothing-left = { $own } had no vial, place or hour left for this cycle in these weeks.
change-floor-lowered = Floor lowered, { $region }: { $asked } of its cycles were asked for in window, { $kept } are kept to (cycles: { $kept_cycles } instead of { $asked_cycles }). No plan was found in which all regions together lack fewer; that there is none is not proven.
change-scan-site-closed = { $subject } is closed at the hour of the scan.
change-scan-made-way = Its scan made way for another for which no other hour was found.
change-scan-lost = No scanner of { $site } that can make it is free in its window, which ends { $until }: the scan cannot be made.
change-tell-patient = patient of { $course }
change-tell-centre = centre { $site }
change-tell-radiopharmacist = radiopharmacist of { $site }
change-tell-physician = physician of { $site }, for a new prescription
change-tell-physician-scan = physician of { $site }, for the scan that is lost
change-tell-supplier = supplier { $supplier }
change-tell-transporter = transporter of { $lane }

## The tables

change-title = What changes, and who must be told
change-cycle = Course and cycle
change-why = Why
change-tell = Tell
change-not-given = not given
change-source = vial of { $supplier }, calibrated { $at }
change-scan = scan { $number }: { $at }
change-before = Before
change-after = After
change-lead = Every cycle that this plan changes of the one before it, and what made it change.
change-none = Nothing changes.
change-list = { $changes ->
    [one] One cycle changes
   *[other] { $changes } cycles change
 }
change-events = What happened
change-known = Known
change-what = What
change-of = Of
change-from = From
change-until = Until, instead or left
change-batch = batch { $key }
change-floors = Floors of regions that were lowered
change-floors-note = What was asked for stays written down: the next time the plan is made again it must be reached again.
change-floor-asked = Share asked for
change-floor-kept = Share kept to
change-floor-asked-cycles = Cycles asked for
change-floor-kept-cycles = Cycles kept to
change-floor-at = Lowered

event-batch-failed = batch rejected
event-batch-short = batch smaller than planned
event-certification-late = certification late
event-vial-broken = vial broken
event-shipment-late = shipment late
event-supplier-shut = supplier shut
event-line-stopped = line stopped
event-reactor-stopped = reactor stopped
event-site-closed = centre closed
event-place-closed = place closed
event-scanner-closed = scanner closed
event-tank-closed = tank closed
event-labs-withheld = treatment withheld
event-labs-fit = blood results fit
event-standby-listed = patient stands by
event-standby-ended = patient no longer stands by
event-patient-stopped = course ended
event-patient-transferred = patient goes to another centre
event-patient-added = new patient
event-head-absent = fewer on duty
event-activity-reduced = activity reduced
