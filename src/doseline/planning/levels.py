"""The first levels of a plan under construction, in their order, and which of two plans is better."""

from doseline.planning.kernels.construction import plan_values
from doseline.planning.kernels.promises import plan_changes
from doseline.planning.kernels.state import State
from doseline.planning.problem import Problem

__all__ = ["Levels", "better", "levels_of"]

Levels = tuple[int, int, int]
"""L1, L3 (0 where nothing was promised) and L2 of a plan, in order."""


def levels_of(problem: Problem, state: State) -> Levels:
    """L1, L3 and L2 of a plan.

    Parameters
    ----------
    problem : a compiled problem
    state : a plan
    """
    in_window, days_late = plan_values(problem.arrays, state)
    return int(in_window), int(plan_changes(problem.arrays, state)), int(days_late)


def better(levels: Levels, than: Levels) -> bool:
    """Whether one plan is better than another."""
    return (levels[0], -levels[1], -levels[2]) > (than[0], -than[1], -than[2])
