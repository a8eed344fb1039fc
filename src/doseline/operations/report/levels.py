"""What a plan reached at each level of the objective, what is proven of it, and who checked it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from doseline.operations.report.reading import Reading

__all__ = ["Level", "Verdict", "read_level", "read_verdict"]


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
    bound = _bound(reading.plan.certificates, name)
    if bound is None:
        return Level(value=value, bound=None, gap_fraction=None)
    scale = max(abs(bound), 0.01 * len(reading.demanded))
    gap = abs(value - bound) / scale if scale else 0.0
    return Level(value=value, bound=bound, gap_fraction=gap)


def read_verdict(reading: Reading) -> Verdict:
    """Return what the summary says of the check."""
    checked = reading.plan.summary.get("checked")
    if not isinstance(checked, Mapping):
        return Verdict(legal=checked if isinstance(checked, bool) else None, certified=None)
    legal, certified = checked.get("legal"), checked.get("certified")
    return Verdict(
        legal=legal if isinstance(legal, bool) else None, certified=certified if isinstance(certified, bool) else None
    )


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
    levels = plan.summary.get("levels")
    return _number(levels.get(name)) if isinstance(levels, Mapping) else None


def _bound(certificates: Mapping[str, object], name: str) -> float | None:
    levels = certificates.get("levels")
    if not isinstance(levels, list):
        return None
    for level in levels:
        if isinstance(level, Mapping) and level.get("name") == name:
            return _number(level.get("bound"))
    return None


def _number(value: object) -> float | None:
    if isinstance(value, Mapping):
        value = value.get("value")
    return float(value) if isinstance(value, int | float) and not isinstance(value, bool) else None
