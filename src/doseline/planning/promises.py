"""Promises that may change at a price (L3): what can stand of them stands first."""

from collections import defaultdict
from contextlib import suppress
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from numpy.typing import NDArray

from doseline.journey import PromisedScan
from doseline.planning.arrays import Prices
from doseline.planning.following import followed
from doseline.planning.kernels.construction import construct, keep_promises, place_promises, relieve
from doseline.planning.kernels.state import State, empty_state
from doseline.planning.pins import pinned_state
from doseline.planning.problem import Problem, initial_reactor_use
from doseline.planning.turns import Turn, Turns

if TYPE_CHECKING:
    from doseline.planning.solvers.lp import DayPlan

__all__ = ["kept_plan"]

ORDERS: Final = 6
"""Orders in which those who cannot keep their promise are given anew."""


def kept_plan(problem: Problem, guide: "DayPlan | None", prices: Prices, *, reward: float) -> State:
    """A plan on top of the pins that keeps what it can of the promises; the rest follows a day plan.

    Parameters
    ----------
    problem : a compiled problem in which something was promised
    guide : who is treated where on which day; it says whose promise can stand. None: as many as can, one by one
    prices : by which vials and days are chosen
    reward : days late that a weighted cycle in window is worth

    Raises
    ------
    PinsCannotStand
        If some pinned cycle cannot be given.
    """
    order = _order(problem, guide)

    wanted = _as_promised(problem)

    def promised_state(problem: Problem) -> State:
        state = pinned_state(problem)
        # whoever goes on elsewhere loads the weeks of a centre until then: the second time they are free
        for _ in range(2):
            keep_promises(problem.arrays, problem.menu, state, np.sort(order), wanted)
        place_promises(problem.arrays, problem.menu, state, order, prices)
        return state

    state = None
    if guide is not None:
        state = followed(problem, guide, prices, reward=reward, begin=promised_state, orders=ORDERS)
    if state is None:
        state = promised_state(problem)
        every = np.arange(problem.arrays.courses.shape[0], dtype=np.int64)
        construct(problem.arrays, problem.menu, state, every, reward, prices)
        relieve(problem.arrays, problem.menu, state)
    return state


def _as_promised(problem: Problem) -> NDArray[Any]:
    """Records of cycles just as they were promised, vial, discharge and scans included; entry -1: not known so well."""
    cycles = empty_state(problem.arrays, initial_reactor_use(problem)).cycles
    scans: dict[tuple[str, int], list[PromisedScan]] = defaultdict(list)
    for scan in problem.network.promised_scans:
        scans[scan.course_id, scan.cycle_number].append(scan)
    turns = Turns(problem, [source.key for source in problem.sources])
    for row in problem.network.promises:
        if row.vial_source is None or row.ends_at is None or row.departs_at is None:
            continue
        turn = Turn(
            course_id=row.course_id,
            cycle_number=row.cycle_number,
            site_id=row.site_id,
            place_id=row.place_id,
            administered_at=row.administered_at,
            ends_at=row.ends_at,
            source=row.vial_source,
            departs_at=row.departs_at,
        )
        # what the country does not offer any more finds another way
        with suppress(LookupError):
            turns.write(turn, scans[row.course_id, row.cycle_number], cycles)
    return cycles


def _order(problem: Problem, guide: "DayPlan | None") -> NDArray[np.int64]:
    """Promised cycles, first cycles first, for a cycle stands only on those before it; with a guide those it keeps.

    Whoever has the fewest sources for the promised hour comes first: who has no choice chooses before the others.
    """
    arrays, menu = problem.arrays, problem.menu
    about = arrays.cycles
    promised = np.flatnonzero(about["promised"] & ~about["pinned"])
    if guide is not None:
        site = arrays.centres["site"][guide.centre]
        kept = (site == about["promised_site"][guide.cycle]) & (guide.day == about["promised_day"][guide.cycle])
        promised = np.intersect1d(promised, guide.cycle[kept])
    n_sources = np.zeros(problem.n_cycles, dtype=np.int64)
    for cycle in promised:
        course = problem.cycle_course[cycle]
        day, step = int(about["promised_day"][cycle]), int(about["promised_step"][cycle])
        if not 0 <= day < arrays.n_days:
            continue
        for centre in range(arrays.centre_ptr[course], arrays.centre_ptr[course + 1]):
            if arrays.centres["site"][centre] != about["promised_site"][cycle]:
                continue
            at = arrays.centres["pair_from"][centre] + cycle - arrays.course_ptr[course]
            cell = int(arrays.centre_pair[at]) * arrays.n_days + day
            entries = menu.entries[menu.ptr[cell] : menu.ptr[cell + 1]]
            inside = (entries["first_step"] <= step) & (step <= entries["last_step"])
            n_sources[cycle] = np.unique(arrays.routes["source"][entries["route"][inside]]).shape[0]
    number = promised - arrays.course_ptr[problem.cycle_course[promised]]
    order = np.lexsort((about["promised_step"][promised], n_sources[promised], number))
    return promised[order].astype(np.int64)
