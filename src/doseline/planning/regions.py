"""C22: the least share of each region's demanded cycles that is given in window."""

import math
from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from doseline.errors import Fault, UserError
from doseline.journey import LoweredFloor, RegionFloor
from doseline.network.model import Network
from doseline.pathway.windows import CourseDemand

__all__ = ["NO_FLOOR", "FloorsNotReached", "RegionFloors"]

NO_FLOOR = -1
"""Floor of a course whose patient lives in a region that has none."""

TINY = 1e-9

FEW_DIGITS = 2
"""A share that is kept instead of a floor has so many digits at least, and as many more as its cycles ask for."""

MANY_DIGITS = 9


class FloorsNotReached(UserError):
    """Regions in which fewer cycles are given in window than their floors ask for.

    Parameters
    ----------
    faults : one for each region
    """

    def __init__(self, faults: tuple[Fault, ...]) -> None:
        self.faults = faults
        regions = "One region stays" if len(faults) == 1 else f"{len(faults)} regions stay"
        super().__init__(
            f"{regions} below the share of cycles in window that it must have (C22).",
            remedy="More work may find such a plan, for it is not proven that there is none; "
            "--without C22 plans without floors.",
        )

    def __str__(self) -> str:
        listed = "\n".join(f"  - {fault.message()}" for fault in self.faults)
        return f"{self.what}\n{listed}\n{self.remedy}"

    def as_dict(self) -> dict[str, object]:
        """Return what is wrong, the faults and the remedy."""
        return {"what": self.what, "faults": [fault.as_dict() for fault in self.faults], "remedy": self.remedy}


class RegionFloors:
    """Regions with a floor, and whose patients count for which.

    Parameters
    ----------
    network : a valid country
    floors_rule : whether the rule holds
    """

    def __init__(self, network: Network, *, floors_rule: bool) -> None:
        self._rows = network.region_floors if floors_rule else ()
        self._planned_at = network.properties.planned_at
        index = {row.region_id: at for at, row in enumerate(self._rows)}
        region_of = {row.catchment_id: row.region_id for row in network.catchments}
        self._of_patient = {
            row.patient_id: index.get(region_of.get(row.catchment_id, ""), NO_FLOOR) for row in network.patients
        }

    def index_of(self, patient_id: str) -> int:
        """Index of the floor for which a patient counts."""
        return self._of_patient[patient_id]

    def aimed(self, demands: Iterable[CourseDemand]) -> NDArray[np.int64]:
        """How many demanded cycles of each floor were asked for in window, shape (n_floors,).

        More than ``needed`` where a floor was lowered: the search still comes as near to it as it can.
        """
        return self._counts(demands, [_asked(row) for row in self._rows])

    def needed(self, demands: Iterable[CourseDemand]) -> NDArray[np.int64]:
        """How many demanded cycles of each floor must be given in window, shape (n_floors,).

        What was given in window before helps, and what was late before is not held against the others.
        """
        return self._counts(demands, [row.in_window_share_min for row in self._rows])

    def _counts(self, demands: Iterable[CourseDemand], shares: Iterable[float]) -> NDArray[np.int64]:
        rows = zip(self._rows, shares, self._demanded(demands), strict=True)
        return np.array([_count(row, share, demanded) for row, share, demanded in rows], dtype=np.int64)

    def _demanded(self, demands: Iterable[CourseDemand]) -> list[int]:
        demanded: Counter[int] = Counter()
        for demand in demands:
            demanded[self._of_patient[demand.course.patient_id]] += len(demand.cycles)
        return [demanded[at] for at in range(len(self._rows))]

    def lowered(self, demands: Iterable[CourseDemand], reached: NDArray[np.int64]) -> tuple[RegionFloor, ...]:
        """Return the floors, each of them that is not reached lowered to what is; what was asked for stays beside it.

        Parameters
        ----------
        demands : demanded cycles of all courses
        reached : cycles in window, shape (n_floors,)
        """
        rows = zip(self._rows, self._demanded(demands), reached.tolist(), strict=True)
        return tuple(
            replace(row, in_window_share_min=_share(row, have, demanded), in_window_share_asked=_asked(row))
            if have < _count(row, row.in_window_share_min, demanded)
            else row
            for row, demanded, have in rows
        )

    def told(self, demands: Iterable[CourseDemand]) -> tuple[LoweredFloor, ...]:
        """Return what a plan must tell of its floors: those that are lowered, with their cycles."""
        return tuple(
            LoweredFloor(
                replanned_at=self._planned_at,
                region_id=row.region_id,
                in_window_share_asked=_asked(row),
                in_window_share_min=row.in_window_share_min,
                asked_cycles=_count(row, _asked(row), demanded),
                kept_cycles=_count(row, row.in_window_share_min, demanded),
            )
            for row, demanded in zip(self._rows, self._demanded(demands), strict=True)
            if row.in_window_share_asked is not None
        )

    def missed(self, needed: NDArray[np.int64], reached: NDArray[np.int64]) -> tuple[Fault, ...]:
        """Regions below their floor, with what they need and what they reach, arrays of shape (n_floors,)."""
        rows = enumerate(zip(self._rows, needed, reached, strict=True), start=1)
        return tuple(
            Fault(
                table="region_floors",
                row=number,
                column="in_window_share_min",
                given=row.in_window_share_min,
                allowed=f"what can be planned: patients of {row.region_id} need {int(need)} cycles in window, "
                f"{int(have)} were found",
                remedy="Lower the floor, work longer, or bring more places, heads or vials to where they can go.",
            )
            for number, (row, need, have) in rows
            if have < need
        )


def _asked(row: RegionFloor) -> float:
    return row.in_window_share_min if row.in_window_share_asked is None else row.in_window_share_asked


def _count(row: RegionFloor, share: float, demanded: int) -> int:
    """How many of the demanded cycles of a region a share of them comes to, given what there was before."""
    of_all = math.ceil(share * (demanded + (row.given_before or 0)) - TINY) - (row.in_window_before or 0)
    return max(0, min(of_all, math.ceil(share * demanded - TINY)))


def _share(row: RegionFloor, reached: int, demanded: int) -> float:
    """Return the greatest share, rounded down, that a region keeps with so many demanded cycles in window.

    It comes to just so many, also where it is reckoned exactly: that is why it is rounded down.
    """
    before, early = row.given_before or 0, row.in_window_before or 0
    parts = (Fraction(reached, max(1, demanded)), Fraction(reached + early, max(1, demanded + before)))
    digits = FEW_DIGITS
    while digits < MANY_DIGITS and _count(row, _rounded_down(max(parts), digits), demanded) < reached:
        digits += 1
    return _rounded_down(max(parts), digits)


def _rounded_down(share: Fraction, digits: int) -> float:
    scale: int = 10**digits
    return math.floor(share * scale) / scale
