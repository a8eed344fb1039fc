"""Promises that may change at a price (L3): what can stand of them stands first."""

from functools import partial
from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import NDArray

from doseline.planning.arrays import Prices
from doseline.planning.following import followed
from doseline.planning.kernels.construction import (
    AT_ONCE,
    IN_TURN,
    construct,
    keep_turns,
    place_promises,
    relieve,
    return_turns,
)
from doseline.planning.kernels.state import State
from doseline.planning.pins import pinned_state
from doseline.planning.problem import Problem
from doseline.planning.turns import turns_told

if TYPE_CHECKING:
    from doseline.planning.solvers.lp import DayPlan

__all__ = ["kept_plan", "promised_state", "return_promises"]

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
    state = None
    if guide is not None:
        begin = partial(_promised_state, order=order, prices=prices)
        state = followed(problem, guide, prices, reward=reward, begin=begin, orders=ORDERS)
    if state is None:
        state = _promised_state(problem, order, prices)
        every = np.arange(problem.arrays.courses.shape[0], dtype=np.int64)
        construct(problem.arrays, problem.menu, state, every, reward, prices)
        relieve(problem.arrays, problem.menu, state)
    return state


def promised_state(problem: Problem, prices: Prices) -> State:
    """A plan of what can stand of pins and promises, just as it was where it can, and of nothing else.

    Parameters
    ----------
    problem : a compiled problem in which something was promised
    prices : by which a vial is chosen for whoever has lost the own one

    Raises
    ------
    PinsCannotStand
        If some pinned cycle cannot be given.
    """
    return _promised_state(problem, _order(problem, None), prices)


def return_promises(problem: Problem, plan: State) -> None:
    """Give who keeps a promise the departure and discharge that were promised as well, where they can be had.

    The search takes whichever fits, and saving the ones with the fewest shipments; nobody was told of that.

    Parameters
    ----------
    problem : a compiled problem
    plan : a legal plan of it, changed in place
    """
    told = turns_told(problem)
    return_turns(problem.arrays, problem.menu, plan, told, AT_ONCE)
    while return_turns(problem.arrays, problem.menu, plan, told, IN_TURN):
        pass


def _promised_state(problem: Problem, order: NDArray[np.int64], prices: Prices) -> State:
    state = pinned_state(problem)
    told = turns_told(problem)
    # whoever goes on elsewhere loads the weeks of a centre until then: the second time they are free
    for _ in range(2):
        keep_turns(problem.arrays, problem.menu, state, np.sort(order), told)
    place_promises(problem.arrays, problem.menu, state, order, prices)
    return state


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
