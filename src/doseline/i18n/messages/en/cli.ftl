### What the command line prints of a plan and of its explanation.

## explain

cli-explain-counts = { $served } of { $demanded } cycles are given in their window, { $late } later, { $unserved } not at all.
cli-explain-no-country = The country is not beside the plan: keys stand for names, and hours are UTC. --package names its folder.
cli-explain-late = Given after their window: { $cycles }
cli-explain-unserved = Not given: { $cycles }
cli-cycles = { $count ->
    [one] 1 cycle
   *[other] { $count } cycles
 }
cli-only-reason = the only reason for { $count }
cli-products = products
cli-centres = centres
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
cli-source-slot = delivery slot { $key }
cli-source-order = order { $key }
cli-source-batch = batch { $key }
