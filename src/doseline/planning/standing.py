"""A plan that stands, as the kernels see it, and the room that it leaves for one course more."""

from collections import defaultdict
from dataclasses import dataclass, replace
from datetime import date, datetime

import numpy as np
from numpy.typing import NDArray

from doseline.journey import Administration, Course, Patient, Scan, Stay
from doseline.network.model import Network, PlanPackage
from doseline.planning.arrays import Prices
from doseline.planning.kernels.construction import DAY_TRIES, construct, rebuild
from doseline.planning.kernels.state import State, empty_state
from doseline.planning.problem import Departure, Problem, compile_problem, initial_reactor_use
from doseline.planning.scanning import slots_of

__all__ = ["Offer", "Slot", "StandingPlan", "state_of_plan"]

REWARD = 1000.0
SHARED = ("place_used", "staff_used", "scanner_used", "scanner_used_s", "sources", "reactor_used")
"""What of a state belongs to the country, not to its courses."""


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
    """

    cycle_number: int
    place_id: str
    administered_at: datetime
    ends_at: datetime
    due_on: date
    days_late: int
    in_window: bool
    source: str


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
    reader = _Reader(problem, plan)
    wanted = empty_state(problem.arrays, initial_reactor_use(problem))
    for row, stay in zip(plan.administrations, plan.stays, strict=True):
        cycle, found = reader.given(row, stay)
        for name, value in found.items():
            wanted.cycles[name][cycle] = value
        wanted.cycles["scans"][cycle] = reader.slots(row, cycle, found["centre"])
    state = empty_state(problem.arrays, initial_reactor_use(problem))
    rebuild(problem.arrays, problem.menu, state, wanted)
    return state


class _Reader:
    def __init__(self, problem: Problem, plan: PlanPackage) -> None:
        self.problem = problem
        self.course_of = {demand.course.course_id: index for index, demand in enumerate(problem.demands)}
        self.site_of = {site.site_id: index for index, site in enumerate(problem.sites)}
        self.place_of = {place_id: index for index, place_id in enumerate(problem.place_ids)}
        orders = {order.order_id: order.slot_id or order.order_id for order in plan.orders}
        shipments = {shipment.shipment_id: shipment.departs_at for shipment in plan.shipments}
        self.origin = {
            vial.vial_id: (vial.batch_id or orders[vial.order_id or ""], shipments[vial.shipment_id])
            for vial in plan.vials
            if vial.shipment_id is not None
        }
        self.scans: dict[tuple[str, int], list[Scan]] = defaultdict(list)
        for scan in plan.scans:
            self.scans[scan.course_id, scan.cycle_number].append(scan)

    def given(self, row: Administration, stay: Stay) -> tuple[int, dict[str, int]]:
        """An administration's cycle, and what ``State.cycles`` says of it."""
        problem, arrays = self.problem, self.problem.arrays
        course = self.course_of[row.course_id]
        number = row.cycle_number - problem.demands[course].cycles[0].cycle_number
        centres = range(int(arrays.centre_ptr[course]), int(arrays.centre_ptr[course + 1]))
        site = self.site_of[row.site_id]
        centre = next((one for one in centres if arrays.centres["site"][one] == site), -1)
        if centre < 0:
            raise LookupError(f"{row.site_id} is no centre of {row.course_id}")
        step = problem.calendar.minute(row.administered_at) // problem.calendar.step_min
        day = int(arrays.day_of_step[step])
        pair = int(arrays.centre_pair[arrays.centres["pair_from"][centre] + number])
        return int(arrays.course_ptr[course]) + number, {
            "entry": self._entry(row, pair * arrays.n_days + day, step),
            "centre": centre,
            "place": self.place_of[row.place_id],
            "step": step,
            "end": problem.calendar.minute(stay.ends_at) // problem.calendar.step_min,
            "day": day,
        }

    def slots(self, row: Administration, cycle: int, centre: int) -> NDArray[np.int32]:
        """What ``State.cycles`` says of the scans that follow the administration of a cycle."""
        arrays, number = self.problem.arrays, cycle - int(self.problem.arrays.course_ptr[self.course_of[row.course_id]])
        pair = arrays.pairs[int(arrays.centre_pair[arrays.centres["pair_from"][centre] + number])]
        booked = self.scans[row.course_id, row.cycle_number]
        return slots_of(self.problem.network, self.problem.calendar, arrays, pair, booked)

    def _entry(self, row: Administration, cell: int, step: int) -> int:
        """The entry of the menu that brings the vial of an administration."""
        problem, menu = self.problem, self.problem.menu
        identifier, departs_at = self.origin[row.vial_id]
        departs_min = problem.calendar.minute(departs_at)
        for entry in range(int(menu.ptr[cell]), int(menu.ptr[cell + 1])):
            about = menu.entries[entry]
            route = problem.routes[int(about["route"])]
            leaves_min = problem.departures[route.departure].departs_min
            comes = problem.sources[route.source].identifier == identifier and abs(leaves_min - departs_min) < 1.0
            if comes and about["first_step"] <= step <= about["last_step"]:
                return entry
        raise LookupError(f"no way to bring {row.vial_id} of {identifier} to {row.site_id}")


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
        self.problem = compile_problem(network)
        self.state = state_of_plan(self.problem, plan)

    def offers(self, patient: Patient, course: Course, *, starts: int = 3) -> list[Offer]:
        """The best slots of a whole new course at each centre that it may choose, with nobody else moved.

        Of each centre up to so many offers are given, each of which begins later than the one before. The best come
        first (``Offer.rank``), of equals the earliest.

        Parameters
        ----------
        patient, course : new ones, not yet in the country
        starts : offers of one centre at most
        """
        problem = self._alone(patient, course)
        if not problem.demands:
            return []
        state = self._free(problem)
        found = []
        for centre in range(problem.arrays.centres.shape[0]):
            after = -1
            for _ in range(starts):
                offer, after = self._offer(problem, state, centre, after)
                if offer is None:
                    break
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
            )
        )

    def _free(self, problem: Problem) -> State:
        """What the plan uses of the country, as the newcomer finds it."""
        state = empty_state(problem.arrays, initial_reactor_use(problem))
        for name in SHARED:
            getattr(state, name)[...] = getattr(self.state, name)
        # departures are numbered as courses ask for them
        used = {_key(one): use for one, use in zip(self.problem.departures, self.state.departures, strict=True)}
        for number, one in enumerate(problem.departures):
            if _key(one) in used:
                state.departures[number] = used[_key(one)]
        left = dict(zip(self.problem.tail.keys, self.problem.arrays.tail_capacity - self.state.tail_used, strict=True))
        problem.arrays.tail_capacity[:] = [left.get(key, np.inf) for key in problem.tail.keys]
        return state

    def _offer(self, problem: Problem, free: State, centre: int, after: int) -> tuple[Offer | None, int]:
        """One offer of a centre that begins after a day, and the day on which it begins."""
        arrays, cycles = problem.arrays, problem.arrays.cycles
        every, begins = arrays.centre_ptr.copy(), int(cycles["first_day"][0])
        # the only course sees this centre alone
        arrays.centre_ptr[:] = centre, centre + 1
        state, given = free, np.zeros(0, dtype=np.int64)
        for first in range(max(begins, after + 1), int(cycles["last_day"][0]) + 1, int(DAY_TRIES)):
            state = State._make(array.copy() for array in free)
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
        source = problem.sources[problem.routes[int(problem.menu.entries["route"][int(given["entry"])])].source]
        return Slot(
            cycle_number=nominal.cycle_number,
            place_id=problem.place_ids[int(given["place"])],
            administered_at=calendar.instant(int(given["step"]) * calendar.step_min),
            ends_at=calendar.instant(int(given["end"]) * calendar.step_min),
            due_on=nominal.due_on,
            days_late=max(0, int(given["day"] - about["due_day"])),
            in_window=bool(given["day"] <= about["window_day"]),
            source=source.key,
        )


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
