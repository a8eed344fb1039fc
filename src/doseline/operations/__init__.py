"""Live work: composes planning, checking and the twin into events and the golden week."""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from doseline.operations.benchmarks import run_benchmarks
    from doseline.operations.demo import run_demo
    from doseline.operations.explaining import explain_plan
    from doseline.operations.gaining import gains_of_plan
    from doseline.operations.offering import offer_slots
    from doseline.operations.planning import plan_package
    from doseline.operations.replanning import replan_plan
    from doseline.operations.week import run_week

__all__ = [
    "explain_plan",
    "gains_of_plan",
    "offer_slots",
    "plan_package",
    "replan_plan",
    "run_benchmarks",
    "run_demo",
    "run_week",
]

_HOMES = {
    "explain_plan": "doseline.operations.explaining",
    "gains_of_plan": "doseline.operations.gaining",
    "offer_slots": "doseline.operations.offering",
    "plan_package": "doseline.operations.planning",
    "replan_plan": "doseline.operations.replanning",
    "run_benchmarks": "doseline.operations.benchmarks",
    "run_demo": "doseline.operations.demo",
    "run_week": "doseline.operations.week",
}


def __getattr__(name: str) -> Any:
    """Load an operation when it is asked for, so that a command loads only its own."""
    if name in _HOMES:
        from importlib import import_module

        return getattr(import_module(_HOMES[name]), name)
    raise AttributeError(name)
