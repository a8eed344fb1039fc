"""From a planning problem to a solution with a proven bound; replan, offer and explain."""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from doseline.planning.pins import PinsCannotStand
    from doseline.planning.problem import Problem, compile_problem
    from doseline.planning.solution import Level, plan_tables
    from doseline.planning.solve import Effort, Outcome, solve_problem

__all__ = [
    "Effort",
    "Level",
    "Outcome",
    "PinsCannotStand",
    "Problem",
    "compile_problem",
    "plan_tables",
    "solve_problem",
]

_MODULE_OF = {
    "Effort": "doseline.planning.solve",
    "Level": "doseline.planning.solution",
    "Outcome": "doseline.planning.solve",
    "PinsCannotStand": "doseline.planning.pins",
    "Problem": "doseline.planning.problem",
    "compile_problem": "doseline.planning.problem",
    "plan_tables": "doseline.planning.solution",
    "solve_problem": "doseline.planning.solve",
}


def __getattr__(name: str) -> Any:
    # The kernels and their compiler are loaded on first use, so that whoever needs one part waits for that alone.
    if name not in _MODULE_OF:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    value = getattr(import_module(_MODULE_OF[name]), name)
    globals()[name] = value
    return value
