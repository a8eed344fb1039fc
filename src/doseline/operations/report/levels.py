"""What a plan reached at each level of the objective, what is proven of it, and who checked it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from doseline.journey import Unserved
from doseline.operations.report.reading import Reading

__all__ = ["Level", "Verdict", "gap_words", "is_weighted", "left_out", "read_levels", "read_verdict"]

_TOLERANCE: Final = 1e-6
"""By so much, and by this part of a bound, may a sum be off."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Level:
    """A level's value, its bound, and how far the two are apart; None is not known."""

    name: str
    value: float
    bound: float | None
    gap_fraction: float | None

    @property
    def is_bound_wrong(self) -> bool:
        """Whether the plan itself passes what no plan should pass: L1 from below, the other levels from above."""
        if self.bound is None:
            return False
        passed = self.value - self.bound if self.name == "L1" else self.bound - self.value
        return passed > _TOLERANCE * max(1.0, abs(self.bound))


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What the check found, as ``summary.json`` carries it; None: the plan says nothing of a check."""

    legal: bool | None
    certified: bool | None


def read_levels(reading: Reading) -> dict[str, Level]:
    """Return the levels in order by name; left out is one whose value neither the tables nor the summary tell.

    L3 is there where something was promised. L1, L2 and L4.2 are counted here from the tables; the others are taken
    from the summary. The bound is the certificate's. Gap: ``abs(value - bound) / max(abs(bound), 0.01 x demanded
    cycles)``.
    """
    stated, proven = reading.plan.summary.get("levels"), reading.plan.certificates.get("levels")
    values = {
        "L1": _worth_in_window(reading),
        "L3": _named(stated, "L3", "value"),
        "L2": _waiting(reading),
        "L4.1": _named(stated, "L4.1", "value"),
        "L4.2": float(len(reading.plan.shipments)),
        "L4.3": _named(stated, "L4.3", "value"),
    }
    return {
        name: _level(reading, name, value, _named(proven, name, "bound"))
        for name, value in values.items()
        if value is not None
    }


def _level(reading: Reading, name: str, value: float, bound: float | None) -> Level:
    if bound is None:
        return Level(name=name, value=value, bound=None, gap_fraction=None)
    apart = abs(value - bound)
    scale = max(abs(bound), 0.01 * len(reading.demanded), _TOLERANCE)
    gap_fraction = apart / scale if apart > _TOLERANCE * scale else 0.0
    return Level(name=name, value=value, bound=bound, gap_fraction=gap_fraction)


def gap_words(reading: Reading, level: Level | None) -> str:
    """Write a gap as a percentage; where the bound says next to nothing, so does the gap."""
    if level is None or level.gap_fraction is None:
        return reading.say("report-not-known")
    if level.gap_fraction > 1.0:
        return reading.say("report-gap-over", whole=reading.write.percent(1.0))
    return reading.write.percent(level.gap_fraction, digits=2)


def is_weighted(reading: Reading) -> bool:
    """Return whether the courses differ in priority: levels are then sums of weights, no longer counts."""
    return any(course.weight != 1 for course in reading.courses.values())


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


def _worth_in_window(reading: Reading) -> float:
    return float(sum(_weight(reading, row.course_id) for row in reading.plan.administrations if row.in_window))


def _waiting(reading: Reading) -> float:
    return float(
        sum(
            (row.weight if isinstance(row, Unserved) else _weight(reading, row.course_id)) * reading.waiting_d(row)
            for row in reading.demanded
        )
    )


def _weight(reading: Reading, course_id: str) -> int:
    return reading.courses[course_id].weight if course_id in reading.courses else 1


def _named(levels: object, name: str, what: str) -> float | None:
    """Return a number of the level of this name in a list of levels, or None where there is none."""
    if not isinstance(levels, list | tuple):
        return None
    found = next((level for level in levels if isinstance(level, Mapping) and level.get("name") == name), {})
    value = found.get(what)
    return float(value) if isinstance(value, int | float) and not isinstance(value, bool) else None
