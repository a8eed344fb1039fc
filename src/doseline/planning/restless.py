"""Small problems are tried again and again: a search that cools is caught where several patients must move at once.

A move costs microseconds there, so a walk that stays hot meets most plans there are. Each is polished by a cold search;
the best ones differ in what the fourth level counts, and some of them are handed on.
"""

from collections.abc import Callable
from typing import Final

import numpy as np

from doseline.planning.arrays import Prices
from doseline.planning.finishing import finish, tariff_of
from doseline.planning.kernels.ledger import spent_by
from doseline.planning.kernels.search import search
from doseline.planning.kernels.state import State
from doseline.planning.levels import Levels, better, levels_of
from doseline.planning.problem import Problem

__all__ = ["SMALL", "finished_again", "tried_again"]

SMALL: Final = 40
"""Demanded cycles up to which a problem counts as small: the instances that are solved by trying every plan have a
dozen at most."""

TRIES: Final = 24
"""Times that the walk goes on, and is polished."""

HOT_MOVES, COLD_MOVES = 100, 150
"""Moves of both."""

HOT_REWARDS: Final = (30.0, 10.0, 100.0)
"""Days late that a weighted cycle in window is worth to the walk, in turn .."""

HOT: Final = 30.0
"""Days that one of its moves may lose with one chance in e, and the mean random days that it adds to a day's cost."""

COLD, COLD_NOISE, COLD_REWARD = 0.2, 3.0, 1000.0
""".. and the same for the polish."""

MOST: Final = 6
"""Plans that are handed on at most."""

SLICES: Final = 6
"""Slices of moves by which each of them is made to waste less."""


def tried_again(
    problem: Problem, state: State, prices: Prices, *, seed: int, copied: Callable[[State], State]
) -> list[State]:
    """The best plans that a hot walk meets, at least as good as the one it begins at, and unlike each other.

    Parameters
    ----------
    problem : a compiled problem
    state : a plan, whole; it is left as it is
    prices : of the search
    seed : of the moves
    copied : gives a copy of a plan
    """
    arrays, menu = problem.arrays, problem.menu
    walk, found = copied(state), copied(state)
    best: Levels = levels_of(problem, state)
    plans = {state.cycles.tobytes(): copied(state)}
    for number in range(TRIES):
        draw = seed * 100_003 + 7 * number
        reward = HOT_REWARDS[number % len(HOT_REWARDS)]
        search(arrays, menu, walk, found, HOT_MOVES, draw, reward, HOT, HOT, prices)
        polished = copied(walk)
        owed, won, changed, late, _ = search(
            arrays, menu, polished, found, COLD_MOVES, draw + 1, COLD_REWARD, COLD, COLD_NOISE, prices
        )
        levels = int(owed), int(won), int(changed), int(late)
        if better(best, levels):
            continue
        if better(levels, best):
            best, plans = levels, {}
        if len(plans) < MOST:
            plan = copied(polished)
            plan.cycles[:] = found.cycles
            plans.setdefault(np.ascontiguousarray(found.cycles).tobytes(), plan)
    return list(plans.values())


def finished_again(
    problem: Problem, plan: State, others: list[State], *, seed: int, rebuilt: Callable[[State], State]
) -> State:
    """Of a plan that is finished and of others, as good above the fourth level, once they are: the least wasteful.

    Parameters
    ----------
    problem : a compiled problem
    plan : a finished plan
    others : plans of `tried_again`
    seed : of the moves
    rebuilt : gives a whole plan where some moves have left only its cycles
    """
    tariff = tariff_of(problem)

    def spent(state: State) -> tuple[float, ...]:
        by_level = np.zeros(3)
        spent_by(problem.arrays, state, tariff, by_level)
        return tuple(np.round(by_level, 6).tolist())

    best = rebuilt(plan)
    least = spent(best)
    for number, other in enumerate(others, start=1):
        finished, _, _ = finish(problem, rebuilt(other), seed=seed + number, planned=SLICES)
        finished = rebuilt(finished)
        if spent(finished) < least:
            best, least = finished, spent(finished)
    return best
