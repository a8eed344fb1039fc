"""A plan that stands, as the kernels see it, and the room that it leaves for one course more."""

from bisect import bisect
from collections import defaultdict
from dataclasses import dataclass, replace
from datetime import date, datetime

import numpy as np

from doseline.journey import Course, Patient, Scan
from doseline.network.model import Network, PlanPackage
from doseline.planning.arrays import Prices
from doseline.planning.compilation.ground import ground_of
from doseline.planning.compilation.transport import Departure
from doseline.planning.kernels.construction import DAY_TRIES, construct, rebuild
from doseline.planning.kernels.radioactivity import know_steps
from doseline.planning.kernels.state import State, empty_state
from doseline.planning.problem import Problem, compile_problem, initial_reactor_use
from doseline.planning.regions import NO_FLOOR, RegionFloors
from doseline.planning.turns import Turn, Turns

__all__ = ["Leaves", "Offer", "Slot", "StandingPlan", "state_of_plan"]

REWARD = 1000.0
SHARED = (
    *("place_used", "staff_used", "scanner_used", "scanner_used_s", "sources", "reactor_used", "process_used"),
    *("peak", "residue", "bags", "line_count"),
)
"""What of a state belongs to the country, not to its courses."""


FORGOTTEN = frozenset({"step_bq", "journal", "journal_cycle"})
"""What of a state means nothing once the rest is put back: ``step_known`` says that it must be summed up anew."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Leaves:
    """What an administration leaves to others at its centre.

    Attributes
    ----------
    vials : how many more vials of that source there are at most
    places : how many other suitable places are free for that stay, room rules not asked
    waiting : cycles of the plan, late or not given, of the same product, that may be given at that centre on that day
    """

    vials: int
    places: int
    waiting: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Slot:
    """One cycle of an offer.

    Attributes
    ----------
    cycle_number : of the course
    place_id : place
    administered_at, ends_at : administration and discharge
    due_on : nominal local date
    days_late : local days after it
    in_window : given by the last day of its window
    source : where its vial comes from, as ``slot:ID``, ``batch:ID`` or ``line:LINE:DATE``
    arrives_at : when its vial comes to the centre
    leaves : what is left to others once all cycles of the offer are given
    """

    cycle_number: int
    place_id: str
    administered_at: datetime
    ends_at: datetime
    due_on: date
    days_late: int
    in_window: bool
    source: str
    arrives_at: datetime
    leaves: Leaves


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """A whole course at one centre, as far as the horizon goes, with nobody else moved.

    Attributes
    ----------
    site_id : centre
    slots : its cycles in order
    demanded : cycles that fall due inside the horizon; what lacks could not be given
    """

    site_id: str
    slots: tuple[Slot, ...]
    demanded: int

    @property
    def in_window(self) -> int:
        """Cycles in window."""
        return sum(slot.in_window for slot in self.slots)

    @property
    def days_late(self) -> int:
        """Local days after due, of all cycles given."""
        return sum(slot.days_late for slot in self.slots)

    @property
    def rank(self) -> tuple[int, int, int]:
        """The smaller, the better: most cycles in window, then most cycles, then fewest days late."""
        return -self.in_window, -len(self.slots), self.days_late


def state_of_plan(problem: Problem, plan: PlanPackage) -> State:
    """The plan as the kernels see it.

    Parameters
    ----------
    problem : compiled from the country of the plan
    plan : a legal plan of it

    Raises
    ------
    LookupError
        If the plan has a vial, place or centre that its country does not offer for that administration.
    """
    orders = {order.order_id: order.slot_id or order.order_id for order in plan.orders}
    shipments = {shipment.shipment_id: shipment.departs_at for shipment in plan.shipments}
    vials = {vial.vial_id: vial for vial in plan.vials}
    scans: dict[tuple[str, int], list[Scan]] = defaultdict(list)
    for scan in plan.scans:
        scans[scan.course_id, scan.cycle_number].append(scan)
    turns = Turns(problem, [source.identifier for source in problem.sources])
    wanted = empty_state(problem.arrays, initial_reactor_use(problem))
    for row, stay in zip(plan.administrations, plan.stays, strict=True):
        vial = vials[row.vial_id]
        turn = Turn(
            course_id=row.course_id,
            cycle_number=row.cycle_number,
            site_id=row.site_id,
            place_id=row.place_id,
            administered_at=row.administered_at,
            ends_at=stay.ends_at,
            source=vial.batch_id or orders[vial.order_id or ""],
            departs_at=shipments[vial.shipment_id or ""],
        )
        turns.write(turn, scans[row.course_id, row.cycle_number], wanted.cycles)
    state = empty_state(problem.arrays, initial_reactor_use(problem))
    rebuild(problem.arrays, problem.menu, state, wanted)
    return state


class StandingPlan:
    """A plan that stands, and offers of what it leaves free.

    Parameters
    ----------
    network, plan : a country and its legal plan

    Examples
    --------
    >>> from doseline.demand import synthesise
    >>> network = synthesise(instance="XS-01", seed=1)
    >>> standing = StandingPlan(network, PlanPackage(package_name="XS-01", package_sha256="0" * 64))
    >>> first = network.courses[0]
    >>> newcomer = replace(network.patients[0], patient_id="NEW")
    >>> course = replace(first, course_id="NEW", patient_id="NEW", referred_on=date(2027, 3, 15))
    >>> sorted({offer.site_id for offer in standing.offers(newcomer, course)}) != []
    True
    """

    def __init__(self, network: Network, plan: PlanPackage) -> None:
        self.network = network
        self.ground = ground_of(network)
        self.problem = compile_problem(network, ground=self.ground)
        self.state = state_of_plan(self.problem, plan)
        know_steps(self.problem.arrays, self.problem.menu, self.state)
        demands = self.problem.demands
        self.keys = sorted((cycle.course_id, cycle.cycle_number) for demand in demands for cycle in demand.cycles)
        departures = zip(self.problem.departures, self.state.departures, strict=True)
        self.departures = {_key(one): use for one, use in departures if use["count"] > 0}
        left = self.problem.arrays.tail_capacity - self.state.tail_used
        self.tail_left = dict(zip(self.problem.tail.keys, left, strict=True))
        arrays, given = self.problem.arrays, self.state.cycles
        in_window = (given["place"] >= 0) & (given["day"] <= arrays.cycles["window_day"])
        self.waiting = np.flatnonzero(~in_window)
        floor = arrays.courses["floor"][self.problem.cycle_course]
        self.reached = np.bincount(floor[in_window & (floor != NO_FLOOR)], minlength=len(network.region_floors))

    def offers(self, patient: Patient, course: Course, *, starts: int = 3) -> list[Offer]:
        """The best slots of a whole new course at each centre that it may choose, with nobody else moved.

        Of each centre up to so many offers are given, each of which begins later than the one before. The best come
        first (``Offer.rank``), of equals the earliest. Every constraint holds with the offer as it does without; one
        that would leave the patient's region below its floor is not made.

        Parameters
        ----------
        patient, course : new ones, not yet in the country
        starts : offers of one centre at most
        """
        problem = self._alone(patient, course)
        if not problem.demands:
            return []
        state = self._free(problem)
        needed = self._needed(patient, problem)
        found = []
        tried = State._make(array.copy() for array in state)
        for centre in range(problem.arrays.centres.shape[0]):
            after = -1
            for _ in range(starts):
                offer, after = self._offer(problem, tried, centre, after)
                if offer is None:
                    break
                _put_back(problem, tried, state, centre)
                if offer.in_window >= needed:
                    found.append(offer)
        return sorted(found, key=lambda offer: (offer.rank, offer.slots[0].administered_at, offer.site_id))

    def _alone(self, patient: Patient, course: Course) -> Problem:
        """The problem of the newcomer alone in the country."""
        return compile_problem(
            replace(
                self.network,
                patients=(patient,),
                courses=(course,),
                past_administrations=(),
                labs=(),
                pins=(),
                promises=(),
            ),
            ground=self.ground,
        )

    def _needed(self, patient: Patient, problem: Problem) -> int:
        """Cycles that the newcomer must have in window for a region not to fall below its floor (C22)."""
        floors = RegionFloors(replace(self.network, patients=(*self.network.patients, patient)), floors_rule=True)
        floor = floors.index_of(patient.patient_id)
        if floor == NO_FLOOR:
            return 0
        return int(floors.needed((*self.problem.demands, *problem.demands))[floor] - self.reached[floor])

    def _free(self, problem: Problem) -> State:
        """What the plan uses of the country, as the newcomer finds it."""
        state = empty_state(problem.arrays, initial_reactor_use(problem))
        for name in SHARED:
            getattr(state, name)[...] = getattr(self.state, name)
        # departures are numbered as courses ask for them
        for number, one in enumerate(problem.departures):
            use = self.departures.get(_key(one))
            if use is not None:
                state.departures[number] = use
        problem.arrays.tail_capacity[:] = [self.tail_left.get(key, np.inf) for key in problem.tail.keys]
        return self._beside_flows(problem, state)

    def _beside_flows(self, problem: Problem, state: State) -> State:
        """Count the standing stays as cycles after those of the newcomer: tanks are run through from stay to stay.

        What the plan holds at each site is there whatever the newcomer gets.
        """
        n_own, standing = problem.n_cycles, self.state
        before = bisect(self.keys, (problem.demands[0].course.course_id, 0))
        others = self.problem.arrays.cycles.copy()
        others["rank"] += np.where(others["rank"] < before, -len(others), n_own)
        line_cycles = np.full((standing.line_cycles.shape[0], n_own + len(others)), -1, dtype=np.int64)
        line_cycles[:, : len(others)] = np.where(standing.line_cycles >= 0, standing.line_cycles + n_own, -1)
        problem.arrays = problem.arrays._replace(
            under_way_bq=standing.step_bq, cycles=np.concatenate([problem.arrays.cycles, others])
        )
        return state._replace(flows=np.concatenate([state.flows, standing.flows]), line_cycles=line_cycles)

    def _offer(self, problem: Problem, state: State, centre: int, after: int) -> tuple[Offer | None, int]:
        """One offer of a centre that begins after a day, and the day on which it begins.

        ``state`` is as the newcomer finds it, and has the offer afterwards: what was tried in vain leaves no trace.
        """
        arrays, cycles = problem.arrays, problem.arrays.cycles
        every, begins = arrays.centre_ptr.copy(), int(cycles["first_day"][0])
        # the only course sees this centre alone
        arrays.centre_ptr[:] = centre, centre + 1
        given = np.zeros(0, dtype=np.int64)
        for first in range(max(begins, after + 1), int(cycles["last_day"][0]) + 1, int(DAY_TRIES)):
            cycles["first_day"][0] = first
            construct(arrays, problem.menu, state, np.zeros(1, dtype=np.int64), REWARD, _no_prices(problem))
            given = np.flatnonzero(state.cycles["place"] >= 0)
            if given.size:
                break
        arrays.centre_ptr[:], cycles["first_day"][0] = every, begins
        if not given.size:
            return None, after
        slots = tuple(self._slot(problem, state, int(cycle)) for cycle in given)
        site_id = problem.sites[int(arrays.centres["site"][centre])].site_id
        return Offer(site_id=site_id, slots=slots, demanded=problem.n_cycles), int(state.cycles["day"][0])

    def _slot(self, problem: Problem, state: State, cycle: int) -> Slot:
        given, about, calendar = state.cycles[cycle], problem.arrays.cycles[cycle], problem.calendar
        nominal = problem.demands[0].cycles[cycle]
        route = problem.routes[int(problem.menu.entries["route"][int(given["entry"])])]
        source = problem.sources[route.source]
        return Slot(
            cycle_number=nominal.cycle_number,
            place_id=problem.place_ids[int(given["place"])],
            administered_at=calendar.instant(int(given["step"]) * calendar.step_min),
            ends_at=calendar.instant(int(given["end"]) * calendar.step_min),
            due_on=nominal.due_on,
            days_late=max(0, int(given["day"] - about["due_day"])),
            in_window=bool(given["day"] <= about["window_day"]),
            source=source.key,
            arrives_at=calendar.instant(problem.departures[route.departure].arrives_min),
            leaves=self._leaves(problem, state, cycle),
        )

    def _leaves(self, problem: Problem, state: State, cycle: int) -> Leaves:
        arrays, given = problem.arrays, state.cycles[cycle]
        entry = problem.menu.entries[int(given["entry"])]
        number = int(arrays.routes["source"][int(entry["route"])])
        source, use = arrays.sources[number], state.sources[number]
        if problem.sources[number].kind in ("slot", "order"):
            vials = int(source["quantity"] - use["count"])
        else:
            vials = int((source["usable"] - use["mbq"]) // entry["at_calibration_mbq"])
        return Leaves(
            vials=max(0, vials),
            places=self._places_left(problem, state, cycle),
            waiting=self._others_waiting(int(arrays.centres["site"][int(given["centre"])]), problem, int(given["day"])),
        )

    def _places_left(self, problem: Problem, state: State, cycle: int) -> int:
        """Places of a centre, but for that of a cycle, that are free for the same stay."""
        arrays, given = problem.arrays, state.cycles[cycle]
        begin, end, own = int(given["step"]), int(given["end"]), int(given["place"])
        site = int(arrays.centres["site"][int(given["centre"])])
        nuclide = int(arrays.pairs["nuclide"][self._pair(problem, cycle, int(given["centre"]))])
        overnight = bool(arrays.day_of_step[begin] != arrays.day_of_step[end])
        return sum(
            place != own
            and bool(arrays.place_nuclide_ok[place, nuclide])
            and (not overnight or bool(arrays.places["overnight"][place]))
            and not state.place_used[place, begin : end + int(arrays.places["clean_steps"][place])].any()
            and not arrays.place_closed[place, begin:end].any()
            for place in range(int(arrays.place_ptr[site]), int(arrays.place_ptr[site + 1]))
        )

    @staticmethod
    def _pair(problem: Problem, cycle: int, centre: int) -> int:
        course = int(problem.cycle_course[cycle])
        number = cycle - int(problem.arrays.course_ptr[course])
        return int(problem.arrays.centre_pair[int(problem.arrays.centres["pair_from"][centre]) + number])

    def _others_waiting(self, site: int, problem: Problem, day: int) -> int:
        """Cycles of the plan, late or not given, of the newcomer's product that may be given at a site on a day."""
        arrays, product_id = self.problem.arrays, problem.demands[0].regimen.product_id
        found = 0
        for cycle in self.waiting.tolist():
            course, about = int(self.problem.cycle_course[cycle]), arrays.cycles[cycle]
            if not about["first_day"] <= day <= about["last_day"]:
                continue
            if self.problem.demands[course].regimen.product_id == product_id:
                centres = arrays.centres["site"][int(arrays.centre_ptr[course]) : int(arrays.centre_ptr[course + 1])]
                found += bool((centres == site).any())
        return found


def _put_back(problem: Problem, state: State, free: State, centre: int) -> None:
    """Make a state that a newcomer has used at one centre what it was: of what belongs to centres that one's alone."""
    arrays = problem.arrays
    site = int(arrays.centres["site"][centre])
    places = slice(int(arrays.place_ptr[site]), int(arrays.place_ptr[site + 1]))
    own = {
        "place_used": places,
        "admitted": places,
        "staff_used": slice(site * arrays.n_hands, (site + 1) * arrays.n_hands),
    }
    for name, was in free._asdict().items():
        if name not in FORGOTTEN:
            rows = own.get(name, slice(None))
            getattr(state, name)[rows] = was[rows]


def _key(departure: Departure) -> tuple[str, float, str | None]:
    shipment = departure.shipment
    return departure.lane.lane_id, departure.departs_min, shipment.shipment_id if shipment else None


def _no_prices(problem: Problem) -> Prices:
    arrays = problem.arrays
    return Prices(
        cell=np.zeros((arrays.pairs.shape[0], arrays.n_days)),
        entry_order=np.arange(problem.menu.entries.shape[0]),
        centre=np.zeros(arrays.centres.shape[0]),
    )
