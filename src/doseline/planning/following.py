"""Plans that follow a day plan: who is treated where on which day is known, hours, places and vials are not."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Final

import numpy as np

from doseline.planning.arrays import Prices
from doseline.planning.kernels.construction import construct, follow_guide, relieve
from doseline.planning.kernels.state import State
from doseline.planning.levels import Levels, better, levels_of
from doseline.planning.pins import pinned_state
from doseline.planning.problem import Problem

if TYPE_CHECKING:
    from doseline.planning.solvers.lp import DayPlan

__all__ = ["followed"]

ORDERS: Final = 16
"""Orders in which the cycles of each day are tried; each takes some hundredths of a second for Belgium."""

REACHES: Final = (0, 2)
"""Days beside its own on which a cycle may be given: first nobody leaves the day, then whoever found no room there."""

MOVED: Final = 0.3
"""Blame for a cycle that was given on another day, where one that was not given at all has 1."""


def followed(
    problem: Problem,
    guide: "DayPlan",
    prices: Prices,
    *,
    reward: float,
    begin: Callable[[Problem], State] = pinned_state,
    orders: int = ORDERS,
) -> State | None:
    """The best of a few plans that follow a day plan; None if the weeks after the horizon forbid all.

    Day after day each cycle is given where the guide has it; of one day in an order of chance in which those come
    first who found no room in the plans before (squeaky wheel optimisation: Joslin and Clements 1999, Journal of
    Artificial Intelligence Research 10, 353-373). Then everybody else is given what is left.

    Parameters
    ----------
    problem : a compiled problem
    guide : who is treated where on which day
    prices : by which vials and days are chosen
    reward : days late that a weighted cycle in window is worth
    begin : what is given before
    orders : how many plans
    """
    arrays, menu = problem.arrays, problem.menu
    centre_of, day_of = np.full((2, problem.n_cycles), -1, dtype=np.int64)
    centre_of[guide.cycle], day_of[guide.cycle] = guide.centre, guide.day
    every = np.arange(arrays.courses.shape[0], dtype=np.int64)
    chance = np.random.default_rng(problem.n_cycles)
    blame = np.zeros(problem.n_cycles)
    best: State | None = None
    value: Levels = (0, -1, 0, 0)
    for _ in range(orders):
        order = np.lexsort((-blame - chance.random(problem.n_cycles), day_of)).astype(np.int64)
        state = begin(problem)
        for reach in REACHES:
            follow_guide(arrays, menu, state, order, centre_of, day_of, reach, prices)
        wanted, given = day_of >= 0, state.cycles["place"] >= 0
        blame += np.where(wanted & ~given, 1.0, 0.0)
        blame += np.where(wanted & given & (state.cycles["day"] != day_of), MOVED, 0.0)
        if not relieve(arrays, menu, state):
            continue
        construct(arrays, menu, state, every, reward, prices)
        # whoever moved in part may have gone on at home, where the weeks were given to others
        if not relieve(arrays, menu, state):
            continue
        levels = levels_of(problem, state)
        if better(levels, value) or best is None:
            best, value = state, levels
    return best
