"""Sense of the table about nuclides: half-lives as evidence holds them."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from math import isinf
from typing import Final

from doseline.errors import Fault
from doseline.network.model import Network
from doseline.network.sense.check import Check
from doseline.quantities import h_from_d, h_from_min, h_from_s

__all__ = ["CHECKS", "LARGEST_DIFFERENCE_FRACTION"]

LARGEST_DIFFERENCE_FRACTION: Final = 0.01
"""How far a half-life may be from one that evidence holds. An assumption of Doseline: evaluations of the nuclides of
therapy differ by a thousandth or less, and a slip of the unit or of a digit is mostly larger than this."""

_OTHER_UNITS: Final[Mapping[str, Callable[[float], float]]] = {
    "days": h_from_d,
    "minutes": h_from_min,
    "seconds": h_from_s,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Held:
    """A half-life of one named set of the evidence, infinite for a stable nuclide, with where it is from."""

    half_life_h: float
    origin: str

    def agrees(self, half_life_h: float) -> bool:
        return abs(half_life_h - self.half_life_h) <= LARGEST_DIFFERENCE_FRACTION * self.half_life_h


@cache
def _held() -> Mapping[str, tuple[_Held, ...]]:
    """Return what evidence holds for each nuclide, the set that is the default first."""
    from doseline.evidence import load_table  # it loads numpy

    table = load_table("half_lives")
    found: dict[str, tuple[_Held, ...]] = {}
    for nuclide, half_life_h, source in zip(
        table.text("nuclide"), table["half_life_h"].tolist(), table.text("source"), strict=True
    ):
        held = _Held(half_life_h=half_life_h, origin=table.sources[source].identifier)
        found[nuclide] = (*found.get(nuclide, ()), held)
    return found


def _half_lives(network: Network) -> Iterator[Fault]:
    for number, row in enumerate(network.nuclides, start=1):
        held = _held().get(row.nuclide, ())
        if not held or any(not isinf(one.half_life_h) and one.agrees(row.half_life_h) for one in held):
            continue
        allowed, remedy = _what_evidence_says(row.nuclide, row.half_life_h, held)
        yield Fault(
            table="nuclides",
            row=number,
            column="half_life_h",
            given=row.half_life_h,
            allowed=allowed,
            remedy=remedy,
        )


def _what_evidence_says(nuclide: str, given: float, held: tuple[_Held, ...]) -> tuple[str, str]:
    """Return what is allowed, and what to do: a half-life in another unit is known by its value."""
    if isinf(held[0].half_life_h):
        return f"no half-life, for {nuclide} is stable ({held[0].origin})", "Delete the row or correct its nuclide."
    percent = f"{LARGEST_DIFFERENCE_FRACTION:.0%}"
    listed = " or ".join(f"{one.half_life_h:g} h ({one.origin})" for one in held)
    for unit, in_h in _OTHER_UNITS.items():
        if any(one.agrees(in_h(given)) for one in held):
            remedy = f"The column is in hours, and {given:g} is the half-life in {unit}: write {held[0].half_life_h:g}."
            return f"within {percent} of {listed}", remedy
    return f"within {percent} of {listed}", f"Correct the half-life of {nuclide}, or the name of the nuclide."


CHECKS: Final = (Check(faults=_half_lives),)
