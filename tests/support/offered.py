"""A standing plan and an offer beside it as one plan, exactly as they are, for the checker to judge."""

from dataclasses import replace

from doseline.journey import Course, Patient
from doseline.network import Network, PlanPackage
from doseline.planning import Outcome, plan_tables
from doseline.planning.arrays import SOURCE_SLOT
from doseline.planning.kernels.construction import rebuild
from doseline.planning.kernels.state import State, empty_state
from doseline.planning.levels import levels_of
from doseline.planning.problem import Problem, compile_problem, initial_reactor_use
from doseline.planning.relaxation import Bound
from doseline.planning.standing import Offer, Slot, state_of_plan

__all__ = ["with_newcomer", "with_offer"]


def with_newcomer(network: Network, patient: Patient, course: Course) -> Network:
    """Return the country with one patient and course more."""
    return replace(network, patients=(*network.patients, patient), courses=(*network.courses, course))


def with_offer(network: Network, plan: PlanPackage, patient: Patient, course: Course, offer: Offer) -> PlanPackage:
    """Return the plan with an offer: nobody else is moved, and every vial comes from where it came."""
    problem = compile_problem(with_newcomer(network, patient, course))
    wanted = state_of_plan(problem, plan)
    number = next(at for at, one in enumerate(problem.demands) if one.course.course_id == course.course_id)
    for slot in offer.slots:
        _give(problem, wanted, number, offer.site_id, slot)
    state = empty_state(problem.arrays, initial_reactor_use(problem))
    rebuild(problem.arrays, problem.menu, state, wanted)
    owed, in_window, changed, days_late = levels_of(problem, state)
    most = {"L1": int(problem.cycle_weight.sum()), "L2": 0}
    outcome = Outcome(
        problem=problem,
        state=state,
        owed=owed,
        in_window=in_window,
        changed=changed,
        days_late=days_late,
        bounds={
            name: Bound(name=name, value=value, raw=float(value), prices={}, floor=0.0) for name, value in most.items()
        },
        work=0,
        elapsed_s=0.0,
        first_plan_s=0.0,
    )
    return plan_tables(outcome, package_name="with", package_sha256="0" * 64)[0]


def _give(problem: Problem, standing: State, course: int, site_id: str, slot: Slot) -> None:
    arrays, calendar = problem.arrays, problem.calendar
    demand = problem.demands[course]
    at = slot.cycle_number - demand.cycles[0].cycle_number
    cycle = int(arrays.course_ptr[course]) + at
    centres = range(int(arrays.centre_ptr[course]), int(arrays.centre_ptr[course + 1]))
    centre = next(one for one in centres if problem.sites[int(arrays.centres["site"][one])].site_id == site_id)
    step = calendar.minute(slot.administered_at) // calendar.step_min
    day = int(arrays.day_of_step[step])
    cell = int(arrays.centre_pair[int(arrays.centres["pair_from"][centre]) + at]) * arrays.n_days + day
    arrives_min = (slot.arrives_at - calendar.origin_at).total_seconds() / 60.0

    def brings(entry: int) -> bool:
        about = problem.menu.entries[entry]
        route = problem.routes[int(about["route"])]
        comes = abs(problem.departures[route.departure].arrives_min - arrives_min) < 1.0
        usable = about["first_step"] <= step <= about["last_step"]
        # several batches of one date have one key
        source = arrays.sources[route.source]
        drawn_mbq = standing.sources["mbq"][route.source] + about["at_calibration_mbq"]
        enough = source["kind"] == SOURCE_SLOT or drawn_mbq <= source["usable"]
        return problem.sources[route.source].key == slot.source and comes and bool(usable and enough)

    entry = next(filter(brings, range(int(problem.menu.ptr[cell]), int(problem.menu.ptr[cell + 1]))))
    for name, value in {
        "entry": entry,
        "centre": centre,
        "place": problem.place_ids.index(slot.place_id),
        "step": step,
        "end": calendar.minute(slot.ends_at) // calendar.step_min,
        "day": day,
    }.items():
        standing.cycles[name][cycle] = value
