"""The first levels of a plan under construction, in their order, and which of two plans is better."""

import numpy as np

from doseline.planning.kernels.construction import plan_values
from doseline.planning.kernels.floors import count_floors, lacking_to_floors
from doseline.planning.kernels.promises import plan_changes
from doseline.planning.kernels.state import State
from doseline.planning.problem import Problem
from doseline.planning.regions import FloorsNotReached, RegionFloors

__all__ = ["Levels", "better", "levels_of", "require_floors"]

Levels = tuple[int, int, int, int]
"""Cycles that regions lack to their floors (none in a legal plan), L1, L3 (0 where nothing was promised) and L2."""


def levels_of(problem: Problem, state: State) -> Levels:
    """What regions lack to their floors, and L1, L3 and L2 of a plan.

    Parameters
    ----------
    problem : a compiled problem
    state : a plan
    """
    reached, nothing = np.zeros((2, problem.arrays.floors.shape[0]), dtype=np.int64)
    count_floors(problem.arrays, state, reached)
    owed = lacking_to_floors(problem.arrays, reached, nothing)
    in_window, days_late = plan_values(problem.arrays, state)
    return int(owed), int(in_window), int(plan_changes(problem.arrays, state)), int(days_late)


def require_floors(problem: Problem, state: State) -> None:
    """Refuse a plan in which regions are below their floors.

    Raises
    ------
    FloorsNotReached
        With every region that is.
    """
    reached = np.zeros(problem.arrays.floors.shape[0], dtype=np.int64)
    count_floors(problem.arrays, state, reached)
    missed = RegionFloors(problem.network, floors_rule="C22" not in problem.without).missed(
        problem.arrays.floors, reached
    )
    if missed:
        raise FloorsNotReached(missed)


def better(levels: Levels, than: Levels) -> bool:
    """Whether one plan is better than another."""
    return (-levels[0], levels[1], -levels[2], -levels[3]) > (-than[0], than[1], -than[2], -than[3])
