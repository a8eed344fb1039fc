"""What a plan reached at each level of the objective, what is proven of it, and who checked it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from doseline.operations.report.reading import Reading

__all__ = ["Level", "Verdict", "left_out", "read_level", "read_verdict"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Level:
    """A level's value, its bound, and how far the two are apart; None is not known."""

    value: float
    bound: float | None
    gap_fraction: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What the check found, as ``summary.json`` carries it; None: the plan says nothing of a check."""

    legal: bool | None
    certified: bool | None


def read_level(reading: Reading, name: str) -> Level | None:
    """Return a level, or None where neither the tables nor the summary tell its value.

    L1, L2 and L4.2 are counted here from the tables; the others are taken from the summary. The bound is the
    certificate's. Gap: ``abs(value - bound) / max(abs(bound), 0.01 x demanded cycles)``.
    """
    value = _value(reading, name)
    if value is None:
        return None
    bound = _named(reading.plan.certificates.get("levels"), name, "bound")
    if bound is None:
        return Level(value=value, bound=None, gap_fraction=None)
    scale = max(abs(bound), 0.01 * len(reading.demanded))
    gap = abs(value - bound) / scale if scale else 0.0
    return Level(value=value, bound=bound, gap_fraction=gap)


def read_verdict(reading: Reading) -> Verdict:
    """Return what the summary says of the check: ``checked`` and ``certified``, true, false or absent."""
    summary = reading.plan.summary
    checked, certified = summary.get("checked"), summary.get("certified")
    return Verdict(
        legal=checked if isinstance(checked, bool) else None,
        certified=certified if isinstance(certified, bool) else None,
    )


def left_out(reading: Reading) -> tuple[str, ...]:
    """Return the constraints that the plan was made without; such a plan answers a question and no more."""
    without = reading.plan.summary.get("without")
    return tuple(str(identifier) for identifier in without) if isinstance(without, list | tuple) else ()


def _value(reading: Reading, name: str) -> float | None:
    plan = reading.plan
    weights = {key: course.weight for key, course in reading.courses.items()}
    if name == "L1":
        return float(sum(weights.get(row.course_id, 1) for row in plan.administrations if row.in_window))
    if name == "L2":
        end_on = reading.first_on + timedelta(days=reading.days)
        waiting = sum(row.weight * max(0, (end_on - reading.local_on(row.due_at)).days) for row in plan.unserved)
        return float(waiting + sum(weights.get(row.course_id, 1) * row.days_late for row in plan.administrations))
    if name == "L4.2":
        return float(len(plan.shipments))
    return _named(plan.summary.get("levels"), name, "value")


def _named(levels: object, name: str, what: str) -> float | None:
    """Return a number of the level of this name in a list of levels, or None where there is none."""
    if not isinstance(levels, list | tuple):
        return None
    found = next((level for level in levels if isinstance(level, Mapping) and level.get("name") == name), {})
    value = found.get(what)
    return float(value) if isinstance(value, int | float) and not isinstance(value, bool) else None
