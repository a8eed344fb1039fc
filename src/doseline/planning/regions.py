"""C22: the least share of each region's demanded cycles that is given in window."""

import math
from collections import Counter
from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from doseline.errors import Fault, UserError
from doseline.network.model import Network
from doseline.pathway.windows import CourseDemand

__all__ = ["NO_FLOOR", "FloorsNotReached", "RegionFloors"]

NO_FLOOR = -1
"""Floor of a course whose patient lives in a region that has none."""

TINY = 1e-9


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
        index = {row.region_id: at for at, row in enumerate(self._rows)}
        region_of = {row.catchment_id: row.region_id for row in network.catchments}
        self._of_patient = {
            row.patient_id: index.get(region_of.get(row.catchment_id, ""), NO_FLOOR) for row in network.patients
        }

    def index_of(self, patient_id: str) -> int:
        """Index of the floor for which a patient counts."""
        return self._of_patient[patient_id]

    def needed(self, demands: Iterable[CourseDemand]) -> NDArray[np.int64]:
        """How many demanded cycles of each floor must be given in window, shape (n_floors,).

        What was given in window before helps, and what was late before is not held against the others.
        """
        demanded: Counter[int] = Counter()
        for demand in demands:
            demanded[self._of_patient[demand.course.patient_id]] += len(demand.cycles)
        needed = []
        for at, row in enumerate(self._rows):
            with_before = row.in_window_share_min * (demanded[at] + (row.given_before or 0)) - TINY
            of_all = math.ceil(with_before) - (row.in_window_before or 0)
            needed.append(max(0, min(of_all, math.ceil(row.in_window_share_min * demanded[at] - TINY))))
        return np.array(needed, dtype=np.int64)

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
