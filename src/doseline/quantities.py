"""Canonical units, the only conversions to and from them, and `Activity`.

One unit per quantity everywhere in Doseline: activity in MBq, time in h, mass in g, volume in mL, length in mm,
absorbed dose in Gy, energy in MeV, money in EUR. Whatever comes in another unit is converted once, at the border, by
a function of this module whose name says both units: ``mbq_from_gbq(7.4)``. There is no bare ``/ 1e6`` anywhere else.

Every conversion of a physical quantity takes a float or a numpy array of any shape and gives back the same kind. A
conversion stands here when something uses it, and its way back beside it.
"""

import math
import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Final, TypeVar

from doseline.errors import UserError

if TYPE_CHECKING:
    # numpy takes a tenth of a second to import and multiplies without our importing it.
    import numpy as np
    from numpy.typing import NDArray

    FloatOrArray = TypeVar("FloatOrArray", float, NDArray[np.float64])
else:
    FloatOrArray = TypeVar("FloatOrArray")

_NUCLIDE: Final = re.compile(r"[A-Z][a-z]?-[1-9][0-9]{0,2}[mnp]?")


@dataclass(frozen=True, slots=True, kw_only=True)
class Activity:
    """An activity that says of what and when: no MBq crosses a package border without both.

    Parameters
    ----------
    nuclide : str
        Element symbol, hyphen, mass number and, for a metastable state, ``m``, ``n`` or ``p``: ``Lu-177``, ``Lu-177m``.
    activity_mbq : float
        Activity in MBq at `reference_at`; finite, zero or more.
    reference_at : datetime
        The instant at which the activity holds; aware UTC. For a product this is its calibration time, for a
        precursor its activity reference time (ART).

    Raises
    ------
    UserError
        If the nuclide is not written so, the activity is negative or not finite, or the instant is not aware UTC.

    Examples
    --------
    >>> from datetime import UTC, datetime
    >>> calibrated_at = datetime(2026, 3, 2, 9, tzinfo=UTC)
    >>> Activity(nuclide="Lu-177", activity_mbq=mbq_from_gbq(7.4), reference_at=calibrated_at).activity_mbq
    7400.0
    """

    nuclide: str
    activity_mbq: float
    reference_at: datetime

    def __post_init__(self) -> None:
        require_nuclide(self.nuclide)
        if not (math.isfinite(self.activity_mbq) and self.activity_mbq >= 0):
            raise UserError(
                f"The activity of {self.nuclide} is not a quantity of activity.",
                given=self.activity_mbq,
                allowed="a finite number of MBq, zero or more",
                remedy="Correct the activity, or convert it to MBq first.",
            )
        require_utc(self.reference_at, name="reference_at")


def require_nuclide(nuclide: str) -> str:
    """Return `nuclide` unchanged, or raise `UserError` if it is not written as ``Lu-177`` or ``Lu-177m``."""
    if not _NUCLIDE.fullmatch(nuclide):
        raise UserError(
            "The nuclide is not written as Doseline writes nuclides.",
            given=nuclide,
            allowed="symbol, hyphen, mass number, then m, n or p for a metastable state: Lu-177, Lu-177m",
            remedy="Write the nuclide in this form.",
        )
    return nuclide


def require_utc(instant: datetime, *, name: str) -> datetime:
    """Return `instant` unchanged, or raise `UserError` naming it if it is not aware UTC.

    A zone that only happens to be at offset zero, such as London in winter, is refused: adding hours to it would
    follow the wall clock across a change of summer time.
    """
    if instant.tzinfo is not UTC and str(instant.tzinfo) != "UTC":
        raise UserError(
            f"The instant {name} is not in UTC.",
            given=instant.isoformat() if instant.tzinfo is None else f"{instant.isoformat()} {instant.tzinfo}",
            allowed="an aware datetime in UTC",
            remedy="Attach the time zone it was read in, then convert with .astimezone(datetime.UTC).",
        )
    return instant


# Activity: MBq.


def mbq_from_bq(activity_bq: FloatOrArray) -> FloatOrArray:
    """Convert an activity in Bq to MBq."""
    return activity_bq / 1e6


def bq_from_mbq(activity_mbq: FloatOrArray) -> FloatOrArray:
    """Convert an activity in MBq to Bq."""
    return activity_mbq * 1e6


def mbq_from_kbq(activity_kbq: FloatOrArray) -> FloatOrArray:
    """Convert an activity in kBq to MBq."""
    return activity_kbq / 1e3


def kbq_from_mbq(activity_mbq: FloatOrArray) -> FloatOrArray:
    """Convert an activity in MBq to kBq."""
    return activity_mbq * 1e3


def mbq_from_gbq(activity_gbq: FloatOrArray) -> FloatOrArray:
    """Convert an activity in GBq to MBq."""
    return activity_gbq * 1e3


def gbq_from_mbq(activity_mbq: FloatOrArray) -> FloatOrArray:
    """Convert an activity in MBq to GBq."""
    return activity_mbq / 1e3


def mbq_from_tbq(activity_tbq: FloatOrArray) -> FloatOrArray:
    """Convert an activity in TBq to MBq."""
    return activity_tbq * 1e6


def tbq_from_mbq(activity_mbq: FloatOrArray) -> FloatOrArray:
    """Convert an activity in MBq to TBq."""
    return activity_mbq / 1e6


# Time: h.


def h_from_s(time_s: FloatOrArray) -> FloatOrArray:
    """Convert a duration in s to h."""
    return time_s / 3600.0


def s_from_h(time_h: FloatOrArray) -> FloatOrArray:
    """Convert a duration in h to s."""
    return time_h * 3600.0


def h_from_min(time_min: FloatOrArray) -> FloatOrArray:
    """Convert a duration in min to h."""
    return time_min / 60.0


def min_from_h(time_h: FloatOrArray) -> FloatOrArray:
    """Convert a duration in h to min."""
    return time_h * 60.0


def h_from_d(time_d: FloatOrArray) -> FloatOrArray:
    """Convert a duration in d of 24 h to h."""
    return time_d * 24.0


def d_from_h(time_h: FloatOrArray) -> FloatOrArray:
    """Convert a duration in h to d of 24 h."""
    return time_h / 24.0


def h_from_timedelta(duration: timedelta) -> float:
    """Convert a `timedelta` to h."""
    return h_from_s(duration.total_seconds())


def timedelta_from_h(time_h: float) -> timedelta:
    """Convert a duration in h to a `timedelta`, to the nearest microsecond."""
    return timedelta(hours=time_h)
