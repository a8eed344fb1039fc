"""The first levels of a plan under construction, in their order, and which of two plans is better."""

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from doseline.planning.kernels.construction import plan_values
from doseline.planning.kernels.floors import count_floors, lacking_to_floors
from doseline.planning.kernels.promises import plan_changes
from doseline.planning.kernels.state import State
from doseline.planning.problem import Problem
from doseline.planning.regions import FloorsNotReached, RegionFloors

__all__ = ["Levels", "better", "keeps_floors", "levels_of", "require_floors", "with_floors_kept"]

Levels = tuple[int, int, int, int]
"""Cycles that regions lack to the floors asked for (none where none is lowered), L1, L3 (0 without promises) and L2."""


def levels_of(problem: Problem, state: State) -> Levels:
    """What regions lack to the floors asked for, and L1, L3 and L2 of a plan.

    Parameters
    ----------
    problem : a compiled problem
    state : a plan
    """
    reached, nothing = np.zeros((2, problem.arrays.floors.shape[0]), dtype=np.int64)
    count_floors(problem.arrays, state, reached)
    owed = lacking_to_floors(problem.arrays, reached, nothing)
    in_window, days_late = plan_values(problem.arrays, state)
    return int(owed), int(in_window), int(plan_changes(problem.arrays, problem.menu, state)), int(days_late)


def keeps_floors(problem: Problem, state: State) -> bool:
    """Whether every region has the share of its cycles in window that it must: a plan in which one has not is none."""
    return bool((_reached(problem, state) >= _floors(problem).needed(problem.demands)).all())


def require_floors(problem: Problem, state: State) -> None:
    """Refuse a plan in which regions are below their floors.

    Raises
    ------
    FloorsNotReached
        With every region that is.
    """
    floors = _floors(problem)
    missed = floors.missed(floors.needed(problem.demands), _reached(problem, state))
    if missed:
        raise FloorsNotReached(missed)


def with_floors_kept(problem: Problem, state: State) -> Problem:
    """Return the problem of the country whose floors are lowered to what a plan reaches, where it reaches less.

    What was asked for is what a search of it comes as near to as it can, as before: the same search finds the same
    plan.
    """
    lowered = _floors(problem).lowered(problem.demands, _reached(problem, state))
    return replace(problem, network=replace(problem.network, region_floors=lowered)) if lowered else problem


def _reached(problem: Problem, state: State) -> NDArray[np.int64]:
    """Cycles in window of each floor, shape (n_floors,)."""
    reached = np.zeros(problem.arrays.floors.shape[0], dtype=np.int64)
    count_floors(problem.arrays, state, reached)
    return reached


def _floors(problem: Problem) -> RegionFloors:
    return RegionFloors(problem.network, floors_rule="C22" not in problem.without)


def better(levels: Levels, than: Levels) -> bool:
    """Whether one plan is better than another."""
    return (-levels[0], levels[1], -levels[2], -levels[3]) > (-than[0], than[1], -than[2], -than[3])
