"""Pinned cycles, which come before all others: given as promised, or refused with what each of them lacks."""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from doseline.errors import Fault, UserError
from doseline.planning.kernels.construction import keep_turns, place_pins
from doseline.planning.kernels.days import span
from doseline.planning.kernels.diagnosis import BLOCKED_BY, NO_VIAL_AT_ALL, blocked_by
from doseline.planning.kernels.placement import apply_cycle, find_day, remove_cycle, restore_cycle
from doseline.planning.kernels.state import State, empty_state
from doseline.planning.problem import Problem, initial_reactor_use
from doseline.planning.turns import turns_told

__all__ = ["PinsCannotStand", "pinned_state"]

LACKS = {
    "C03": "no batch has activity left for its vial (C03)",
    "C04": "no target for its vial can be irradiated in time (C04)",
    "C05": "the line that could make its vial has no heads, or no activity in its licence, for one more batch (C05)",
    "C06": "each delivery slot with a vial for it is full (C06)",
    "C07": "no transport that could bring its vial has packages and activity left (C07)",
    "C09": "its place is taken or closed (C09)",
    "C10": "no stay fits the hours, covered nights, rosters, places and closures of the centre (C09, C10, C11)",
    "C11": "too few heads are there, or too few of them with the competence and a valid licence (C11)",
    "C12": "a device that its preparation needs is taken or not there (C12)",
    "C13": "no scanner of the centre is free for a scan that must follow (C13)",
    "C14": "the site would hold more of the nuclide than its licence allows (C14)",
    "C15": "no tank of its toilet is open (C15)",
    "C16": "the waste store has no room for its bag (C16)",
    "C19": "its place is held for a trial (C19)",
    "material": "the patient's own material comes too late for each delivery slot (C06)",
}
"""What a pin lacks, by the constraint that keeps it out."""

NO_VIAL = (
    "no vial can be brought, received, certified and prepared in time for that instant with the activity prescribed "
    "(C01, C02, C06, C07, C08)"
)
NO_HOUR = "no administration of the product may begin at that hour of that day there"
OTHERWISE = "it does not fit beside the other pins, or in the weeks after the horizon (C20)"


class PinsCannotStand(UserError):
    """Pinned administrations that cannot be given as promised.

    Parameters
    ----------
    faults : one for each pin, with its row and what it lacks
    cycles : course and cycle number of each
    """

    def __init__(self, faults: tuple[Fault, ...], cycles: frozenset[tuple[str, int]]) -> None:
        self.faults, self.cycles = faults, cycles
        pins = "One pinned administration" if len(faults) == 1 else f"{len(faults)} pinned administrations"
        super().__init__(
            f"{pins} cannot stand.",
            remedy="What a pin lacks may be wrong elsewhere: in the supply, lanes, hours, rosters or nuclides.",
        )

    def __str__(self) -> str:
        listed = "\n".join(f"  - {fault.message()}" for fault in self.faults)
        return f"{self.what}\n{listed}\n{self.remedy}"

    def as_dict(self) -> dict[str, object]:
        """Return what is wrong, the faults and the remedy."""
        return {"what": self.what, "faults": [fault.as_dict() for fault in self.faults], "remedy": self.remedy}


def pinned_state(problem: Problem) -> State:
    """A plan that holds the pinned cycles, with those that must come before them, and nothing else.

    Raises
    ------
    PinsCannotStand
        If some of them cannot be given: all of those, with what each lacks beside the others.
    """
    state = empty_state(problem.arrays, initial_reactor_use(problem))
    order = _pin_order(problem)
    keep_turns(problem.arrays, problem.menu, state, np.sort(order), turns_told(problem))
    failed = np.full(order.shape[0], -1, dtype=np.int64)
    as_listed = np.arange(problem.menu.entries.shape[0])
    n_failed = place_pins(problem.arrays, problem.menu, state, order, problem.cycle_course, as_listed, failed)
    lost = [int(cycle) for cycle in failed[:n_failed] if not _make_room(problem, state, int(cycle), order)]
    faults = list(_faults(problem, state, lost))
    for cycle, before in _give_what_comes_before(problem, state):
        number = _key(problem, before)[1]
        lacks = f"cycle {number}, which comes before it, finds no day with a vial, a place and heads (C17)"
        faults.append(_fault(problem, cycle, lacks))
        lost.append(cycle)
    if lost:
        keys = {_key(problem, cycle) for cycle in lost}
        raise PinsCannotStand(tuple(sorted(faults, key=lambda fault: fault.row or 0)), frozenset(keys))
    return state


def _pair(problem: Problem, cycle: int, centre: int) -> int:
    arrays, course = problem.arrays, problem.cycle_course[cycle]
    return int(arrays.centre_pair[arrays.centres["pair_from"][centre] + cycle - arrays.course_ptr[course]])


def _give_what_comes_before(problem: Problem, state: State) -> Iterator[tuple[int, int]]:
    """Give the cycles that come before a pinned one of their course; yield each pinned one that misses one, and which.

    No other move gives or takes out a cycle before a pinned one: the course could not go on.
    """
    arrays = problem.arrays
    for course in np.unique(problem.cycle_course[arrays.cycles["pinned"]]).tolist():
        first = int(arrays.course_ptr[course])
        pinned = [cycle for cycle in range(first, int(arrays.course_ptr[course + 1])) if arrays.cycles["pinned"][cycle]]
        if any(state.cycles["place"][cycle] < 0 for cycle in pinned):
            continue  # what the pin itself lacks is said already
        for cycle in range(first, pinned[-1]):
            if state.cycles["place"][cycle] < 0 and not _give_before(problem, state, cycle):
                yield next(pin for pin in pinned if pin > cycle), cycle
                break


def _give_before(problem: Problem, state: State, cycle: int) -> bool:
    """Give one cycle on the day nearest to its due day that fits between those given before and after it."""
    arrays, menu = problem.arrays, problem.menu
    course = int(problem.cycle_course[cycle])
    about = arrays.courses[course]
    is_first = cycle == arrays.course_ptr[course]
    previous = int(about["previous_day"] if is_first else state.cycles["day"][cycle - 1])
    after = next(other for other in range(cycle + 1, problem.n_cycles) if state.cycles["place"][other] >= 0)
    begin, end = (int(day) for day in span(arrays, cycle, previous))
    begin = max(begin, int(state.cycles["day"][after]) - (after - cycle) * int(about["max_days"]))
    end = min(end, int(state.cycles["day"][after]) - (after - cycle) * int(about["min_days"]))
    due = int(arrays.cycles["due_day"][cycle])
    stays = int(state.cycles["centre"][after])
    centres = range(int(arrays.centre_ptr[course]), int(arrays.centre_ptr[course + 1]))
    allowed = sorted(centres, key=lambda centre: centre != stays) if about["transfer"] else [stays]
    as_listed = np.arange(menu.entries.shape[0])
    for day in sorted(range(begin, end + 1), key=lambda day: (max(0, day - due), abs(day - due))):
        for centre in allowed:
            pair, sex = _pair(problem, cycle, centre), int(about["sex"])
            place, step, leaves, entry = find_day(arrays, menu, state, cycle, pair, day, sex, as_listed)
            if place >= 0:
                apply_cycle(arrays, menu, state, cycle, centre, pair, sex, place, step, leaves, entry)
                return True
    return False


def _key(problem: Problem, cycle: int) -> tuple[str, int]:
    course = int(problem.cycle_course[cycle])
    demand = problem.demands[course]
    return demand.course.course_id, demand.cycles[cycle - int(problem.arrays.course_ptr[course])].cycle_number


def _faults(problem: Problem, state: State, lost: list[int]) -> Iterator[Fault]:
    """Yield one fault for each pin that found no room beside the others."""
    bare = empty_state(problem.arrays, initial_reactor_use(problem))
    for cycle in lost:
        yield _fault(problem, cycle, _lacks(problem, state, bare, cycle))


def _fault(problem: Problem, cycle: int, lacks: str) -> Fault:
    key = _key(problem, cycle)
    rows = enumerate(problem.network.pins, start=1)
    row, pin = next((item for item in rows if (item[1].course_id, item[1].cycle_number) == key), (None, None))
    at = f" at {pin.site_id} from {pin.administered_at:%Y-%m-%dT%H:%MZ}" if pin else ""
    return Fault(
        table="pins",
        row=row,
        given=f"cycle {key[1]} of {key[0]}{at}",
        allowed="a pin with a vial, a place and heads of its own",
        remedy=f"Here {lacks}: mend that, or take the pin out.",
    )


def _lacks(problem: Problem, state: State, bare: State, cycle: int) -> str:
    """Say what keeps a pinned cycle out: in all cases, or only beside the other pins."""
    arrays, menu = problem.arrays, problem.menu
    course = int(problem.cycle_course[cycle])
    sex = int(arrays.courses["sex"][course])
    alone: list[int] = []
    together: list[int] = []
    for centre in range(arrays.centre_ptr[course], arrays.centre_ptr[course + 1]):
        pair = _pair(problem, cycle, centre)
        step = int(arrays.pairs["fixed_step"][pair])
        if not 0 <= step < arrays.day_of_step.shape[0] or arrays.day_of_step[step] >= arrays.n_days:
            continue
        day = int(arrays.day_of_step[step])
        if not arrays.cycles["first_day"][cycle] <= day <= arrays.cycles["last_day"][cycle]:
            return "its date is none of those on which the cycle may be given (C17)"
        cell = pair * arrays.n_days + day
        entries = menu.entries[menu.ptr[cell] : menu.ptr[cell + 1]]
        if not ((entries["first_step"] <= step) & (step <= entries["last_step"])).any():
            key = problem.pairs[pair]
            site_id, product_id = problem.sites[key.site].site_id, problem.products[key.product].product_id
            barring = problem.starts.barring(site_id, product_id, step * problem.calendar.step_min)
            return f"{NO_HOUR} ({', '.join(barring)})" if barring else NO_VIAL
        alone.append(blocked_by(arrays, menu, bare, bare, cycle, pair, day, sex))
        together.append(blocked_by(arrays, menu, state, bare, cycle, pair, day, sex))
    if not together:
        return "its course has no such centre or cycle to come (C17, C18)"
    if NO_VIAL_AT_ALL in alone:
        return NO_VIAL
    for bits, beside in ((max(alone), ""), (max(together), ", beside the other pins")):
        if bits > 0:
            names = (name for position, name in enumerate(BLOCKED_BY) if bits & (1 << position))
            return ", or else ".join(LACKS[name] for name in names) + beside
    return OTHERWISE


def _pin_order(problem: Problem) -> NDArray[np.int64]:
    """Pinned cycles, those with the fewest sources first, then by day: who has no choice chooses before the others."""
    arrays, menu = problem.arrays, problem.menu
    keys = []
    for cycle in np.flatnonzero(arrays.cycles["pinned"]):
        course = problem.cycle_course[cycle]
        sources: set[int] = set()
        at = 0
        for centre in range(arrays.centre_ptr[course], arrays.centre_ptr[course + 1]):
            pair = _pair(problem, int(cycle), centre)
            at = int(arrays.pairs["fixed_step"][pair])
            if 0 <= at < arrays.day_of_step.shape[0] and arrays.day_of_step[at] < arrays.n_days:
                cell = pair * arrays.n_days + int(arrays.day_of_step[at])
                routes = menu.entries["route"][menu.ptr[cell] : menu.ptr[cell + 1]]
                sources.update(arrays.routes["source"][routes].tolist())
        keys.append((len(sources), at, int(cycle)))
    return np.array([cycle for _, _, cycle in sorted(keys)], dtype=np.int64)


def _make_room(problem: Problem, state: State, cycle: int, pinned: NDArray[np.int64]) -> bool:
    """Gives a pinned cycle by moving another pinned one to another vial source."""
    arrays, menu = problem.arrays, problem.menu
    for other in pinned:
        if other == cycle or state.cycles["place"][other] < 0:
            continue
        course = int(problem.cycle_course[other])
        before = state.cycles.copy()
        sex = int(arrays.courses["sex"][course])
        pair = _pair(problem, int(other), int(before["centre"][other]))
        remove_cycle(arrays, menu, state, other, pair, sex)
        failed = np.full(2, -1, dtype=np.int64)
        both = np.array([cycle, other], dtype=np.int64)
        as_listed = np.arange(menu.entries.shape[0])
        if place_pins(arrays, menu, state, both, problem.cycle_course, as_listed, failed) == 0:
            return True
        for placed in both:
            if state.cycles["place"][placed] >= 0:
                mine = int(problem.cycle_course[placed])
                centre = int(state.cycles["centre"][placed])
                its_pair = _pair(problem, int(placed), centre)
                remove_cycle(arrays, menu, state, placed, its_pair, int(arrays.courses["sex"][mine]))
        restore_cycle(arrays, menu, state, other, before, pair, sex)
    return False
