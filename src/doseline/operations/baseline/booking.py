"""First come, first served: each centre books the first free place for which a vial can be got."""

import heapq
from collections.abc import Collection, Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from doseline.operations.baseline.suppliers import calling_order
from doseline.planning.arrays import LONG_AGO
from doseline.planning.kernels.days import span
from doseline.planning.kernels.lending import lend
from doseline.planning.kernels.placement import apply_cycle, begin_move, find_day, find_promised
from doseline.planning.kernels.state import State
from doseline.planning.kernels.tail import set_tail, tail_free
from doseline.planning.levels import levels_of, require_floors, with_floors_kept
from doseline.planning.pins import pinned_state
from doseline.planning.problem import Problem
from doseline.planning.promised_scans import keep_promised_scans
from doseline.planning.relaxation import Bound
from doseline.planning.solve import Outcome

__all__ = ["book", "booked_outcome"]

Key = tuple[str, int]
"""Course and number of a cycle."""

NOWHERE: Final = -1
NO_VIALS: Final[Mapping[Key, str]] = MappingProxyType({})


def book(
    problem: Problem, rung: Collection[Key] = (), *, vials: Mapping[Key, str] = NO_VIALS, late: bool = True
) -> State:
    """Book every demanded cycle in the order in which it is asked for.

    Parameters
    ----------
    problem : a compiled problem
    rung : promised cycles that cannot stand, whose patients are rung up in turn; the other promises keep their hour
    vials : source of the vial of each promised cycle, by slot, order or batch: who keeps his hour keeps his vial
    late : whether a centre that has nothing free inside the window books the first free place after it; else it sends
        the patient away, except one who is rung up

    Raises
    ------
    PinsCannotStand
        If some pinned cycle cannot be given.
    """
    desk = _Desk(problem, rung, late=late)
    desk.keep_promises(vials)
    desk.book_all()
    return desk.state


def booked_outcome(
    problem: Problem,
    rung: Collection[Key] = (),
    *,
    vials: Mapping[Key, str] = NO_VIALS,
    late: bool = True,
    lowering: bool = False,
) -> Outcome:
    """The bookings as an outcome of which nothing is proven but what holds of every plan.

    Parameters
    ----------
    problem, rung, vials, late : as in `book`
    lowering : whether floors that the bookings miss are lowered to what they reach

    Raises
    ------
    FloorsNotReached
        If regions stay below their floors, and these may not be lowered.
    """
    state = keep_promised_scans(problem, book(problem, rung, vials=vials, late=late))
    # nobody who books looks at regions
    if lowering:
        problem = with_floors_kept(problem, state)
    else:
        require_floors(problem, state)
    owed, in_window, changed, days_late = levels_of(problem, state)
    names = ("L1", "L3", "L2") if problem.arrays.promises_matter else ("L1", "L2")
    most = {"L1": int(problem.cycle_weight.sum())}
    return Outcome(
        problem=problem,
        state=state,
        owed=owed,
        in_window=in_window,
        changed=changed,
        days_late=days_late,
        bounds={
            name: Bound(name=name, value=most.get(name, 0), raw=float(most.get(name, 0)), prices={}, floor=0.0)
            for name in names
        },
        work=0,
        elapsed_s=0.0,
        first_plan_s=0.0,
    )


class _Desk:
    """The booking desks of all centres, each of which sees its own diary and what suppliers have left."""

    def __init__(self, problem: Problem, rung: Collection[Key], *, late: bool) -> None:
        self.problem, self.arrays, self.late = problem, problem.arrays, late
        self.state = pinned_state(problem)
        self.entry_order = calling_order(problem)
        # lent once: a kernel is called for every day that is asked for
        self.lent: tuple[Any, Any, Any] = (lend(problem.arrays), lend(problem.menu), lend(self.state))
        self.served = np.diff(problem.menu.ptr).reshape(-1, problem.arrays.n_days) > 0
        self.rung = self._numbers(rung)
        self.way_min = {(row.catchment_id, row.site_id): row.travel_min for row in problem.network.travel_times}
        self.catchment = {row.patient_id: row.catchment_id for row in problem.network.patients}

    def _numbers(self, keys: Collection[Key]) -> dict[int, None]:
        """Cycles by their index, and with each the later ones of its course."""
        wanted = set(keys)
        found: dict[int, None] = {}
        for course, demand in enumerate(self.problem.demands):
            first = int(self.arrays.course_ptr[course])
            hit = False
            for at, cycle in enumerate(demand.cycles):
                hit = hit or (cycle.course_id, cycle.cycle_number) in wanted
                if hit:
                    found[first + at] = None
        return found

    def keep_promises(self, vials: Mapping[Key, str]) -> None:
        """Leave every promise where it is that nothing has broken."""
        if not self.arrays.promises_matter:
            return
        about = self.arrays.cycles
        kept = [
            int(cycle)
            for cycle in np.flatnonzero(about["promised"] & ~about["pinned"])
            if int(cycle) not in self.rung and 0 <= about["promised_day"][cycle] < self.arrays.n_days
        ]
        # a later cycle stands on the one before it
        kept.sort(key=lambda cycle: (self._number(cycle), int(about["promised_step"][cycle]), cycle))
        # whoever has a vial takes that; only then others look for one
        for own in (True, False):
            for cycle in kept:
                self._keep_promise(cycle, vials.get(self._key(cycle)) if own else None, own=own)

    def _keep_promise(self, cycle: int, vial: str | None, *, own: bool) -> None:
        """Give a promised cycle at its hour, with the vial that it had or with any."""
        is_first = cycle == self.arrays.course_ptr[self.problem.cycle_course[cycle]]
        stands = is_first or self.state.cycles["place"][cycle - 1] >= 0
        if self.state.cycles["place"][cycle] >= 0 or not stands or (own and vial is None):
            return
        first, last = (int(day) for day in span(self.lent[0], cycle, self._previous_day(cycle)))
        as_called = self.entry_order
        if vial is not None:
            self.entry_order = self._with_first(cycle, vial)
        self._keep_hour(cycle, self._centres(cycle), first, last)
        self.entry_order = as_called

    def _with_first(self, cycle: int, vial: str) -> NDArray[np.int64]:
        """The order of calls in which the own vial of a promised cycle comes first."""
        order, ptr, about = self.entry_order.copy(), self.problem.menu.ptr, self.arrays.cycles[cycle]
        for centre in self._at_site(self._centres(cycle), int(about["promised_site"])):
            cell = self._pair(cycle, centre) * self.arrays.n_days + int(about["promised_day"])
            entries = order[ptr[cell] : ptr[cell + 1]]
            routes = self.problem.menu.entries["route"][entries]
            is_other = [self.problem.sources[self.problem.routes[route].source].identifier != vial for route in routes]
            order[ptr[cell] : ptr[cell + 1]] = entries[np.argsort(is_other, kind="stable")]
        return order

    def _key(self, cycle: int) -> Key:
        found = self.problem.demands[int(self.problem.cycle_course[cycle])].cycles[self._number(cycle)]
        return found.course_id, found.cycle_number

    def _number(self, cycle: int) -> int:
        return cycle - int(self.arrays.course_ptr[self.problem.cycle_course[cycle]])

    def book_all(self) -> None:
        """Book what is not booked yet: those who are rung up first, then whoever asks first."""
        waiting = [self._asks(course, NOWHERE) for course in range(len(self.problem.demands))]
        queue = [one for one in waiting if one is not None]
        heapq.heapify(queue)
        while queue:
            *_, cycle = heapq.heappop(queue)
            if not self._book(cycle):
                continue  # the later cycles stand on this one
            following = self._asks(int(self.problem.cycle_course[cycle]), cycle)
            if following is not None:
                heapq.heappush(queue, following)

    def _asks(self, course: int, booked: int) -> tuple[int, int, int, int] | None:
        """The next cycle of a course to book, ready for the queue: asked for on which day, due on which.

        A first cycle is asked for on referral, a later one when the one before it is given.
        """
        cycle = max(booked + 1, int(self.arrays.course_ptr[course]))
        while cycle < self.arrays.course_ptr[course + 1] and self.state.cycles["place"][cycle] >= 0:
            cycle += 1
        if cycle == self.arrays.course_ptr[course + 1]:
            return None
        asked = max(self._previous_day(cycle), LONG_AGO)
        if asked == LONG_AGO:
            asked = self.problem.calendar.day_of(self.problem.demands[course].course.referred_on)
        due = int(self.arrays.cycles["due_day"][cycle])
        if cycle in self.rung:
            promised = int(self.arrays.cycles["promised_step"][cycle])
            return 0, promised if promised >= 0 else due, 0, cycle
        return 1, asked, due, cycle

    def _previous_day(self, cycle: int) -> int:
        course = int(self.problem.cycle_course[cycle])
        if cycle > self.arrays.course_ptr[course]:
            return int(self.state.cycles["day"][cycle - 1])
        return int(self.arrays.courses["previous_day"][course])

    def _book(self, cycle: int) -> bool:
        """Book a cycle at the hour that was promised, else in its window, its own centre first, else when it can be."""
        centres = self._centres(cycle)
        first, last = (int(day) for day in span(self.lent[0], cycle, self._previous_day(cycle)))
        window = int(self.arrays.cycles["window_day"][cycle])
        if self._keep_hour(cycle, centres, first, last):
            return True
        inside, after = range(first, min(last, window) + 1), range(max(first, window + 1), last + 1)
        for days in (inside, after) if self.late or cycle in self.rung else (inside,):
            if any(self._first_free(cycle, centre, days) for centre in centres):
                return True
        return False

    def _centres(self, cycle: int) -> Sequence[int]:
        """Centres in the order in which they are asked: that of the last cycle, then by the way that a patient has."""
        course = int(self.problem.cycle_course[cycle])
        demand, about = self.problem.demands[course], self.arrays.centres
        every = range(int(self.arrays.centre_ptr[course]), int(self.arrays.centre_ptr[course + 1]))
        own = int(self.state.cycles["centre"][cycle - 1]) if cycle > self.arrays.course_ptr[course] else NOWHERE
        if own >= 0 and not self.arrays.courses["transfer"][course]:
            return (own,)
        catchment = self.catchment[demand.course.patient_id]
        promised = int(self.arrays.cycles["promised_site"][cycle])

        def distance(centre: int) -> tuple[bool, bool, bool, float, int]:
            site = self.problem.sites[int(about["site"][centre])].site_id
            away = site != demand.course.home_site_id, int(about["site"][centre]) != promised
            return centre != own, *away, self.way_min.get((catchment, site), np.inf), centre

        return sorted(every, key=distance)

    def _pair(self, cycle: int, centre: int) -> int:
        return int(self.arrays.centre_pair[self.arrays.centres["pair_from"][centre] + self._number(cycle)])

    def _has_weeks_ahead(self, cycle: int, centre: int) -> bool:
        """Whether the weeks after the horizon have room for the rest of the course."""
        course = int(self.problem.cycle_course[cycle])
        return int(self.state.course_tail[course]) == centre or bool(tail_free(self.lent[0], self.lent[2], centre))

    def _keep_hour(self, cycle: int, centres: Sequence[int], first: int, last: int) -> bool:
        about = self.arrays.cycles[cycle]
        if not about["promised"] or not first <= about["promised_day"] <= last:
            return False
        for centre in self._at_site(centres, int(about["promised_site"])):
            pair = self._pair(cycle, centre)
            found = find_promised(*self.lent, cycle, pair, self._sex(cycle), self.entry_order)
            if found[0] >= 0 and self._has_weeks_ahead(cycle, centre):
                self._give(cycle, centre, found)
                return True
        return False

    def _at_site(self, centres: Sequence[int], site: int) -> Iterator[int]:
        return (centre for centre in centres if self.arrays.centres["site"][centre] == site)

    def _first_free(self, cycle: int, centre: int, days: range) -> bool:
        if not self._has_weeks_ahead(cycle, centre):
            return False
        pair, sex = self._pair(cycle, centre), self._sex(cycle)
        for day in days:
            if not self.served[pair, day]:
                continue
            found = find_day(*self.lent, cycle, pair, day, sex, self.entry_order)
            if found[0] >= 0:
                self._give(cycle, centre, found)
                return True
        return False

    def _sex(self, cycle: int) -> int:
        return int(self.arrays.courses["sex"][self.problem.cycle_course[cycle]])

    def _give(self, cycle: int, centre: int, found: tuple[int, int, int, int]) -> None:
        begin_move(self.lent[2])
        apply_cycle(*self.lent, cycle, centre, self._pair(cycle, centre), self._sex(cycle), *found)
        set_tail(self.lent[0], self.lent[2], int(self.problem.cycle_course[cycle]))
