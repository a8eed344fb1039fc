"""Decay of one nuclide: factors, times and activities moved to another instant."""

import math
from datetime import datetime
from typing import overload

import numpy as np
from numpy.typing import NDArray

from doseline.errors import UserError
from doseline.physics.constants import LN2
from doseline.physics.nuclides import DEFAULT_DATA, half_life_h
from doseline.quantities import Activity, h_from_timedelta, require_utc


@overload
def decay_factor(half_life_h: float, elapsed_h: float) -> float: ...
@overload
def decay_factor(half_life_h: float, elapsed_h: NDArray[np.float64]) -> NDArray[np.float64]: ...
def decay_factor(half_life_h: float, elapsed_h: float | NDArray[np.float64]) -> float | NDArray[np.float64]:
    """Factor by which an activity changes in `elapsed_h`.

    Parameters
    ----------
    half_life_h : float
        Half-life in h, above zero; ``inf`` for a stable nuclide.
    elapsed_h : float or array of any shape
        Time in h; negative to look back.

    Returns
    -------
    float or array
        ``2 ** (-elapsed_h / half_life_h)``.

    Raises
    ------
    UserError
        If the half-life is not above zero.

    Examples
    --------
    >>> round(decay_factor(159.528, 24.0), 4)
    0.901
    """
    constant_per_h = LN2 / _positive(half_life_h, "half-life")
    if isinstance(elapsed_h, np.ndarray):
        factors: NDArray[np.float64] = np.exp(-constant_per_h * elapsed_h)
        return factors
    return math.exp(-constant_per_h * elapsed_h)


def time_to_activity_h(*, half_life_h: float, activity_mbq: float, target_activity_mbq: float) -> float:
    """Time after which `activity_mbq` has become `target_activity_mbq`; negative if it was so before.

    Parameters
    ----------
    half_life_h : float
        Half-life in h; finite, above zero.
    activity_mbq, target_activity_mbq : float
        Activities in MBq, above zero.

    Returns
    -------
    float
        ``half_life_h * log2(activity / target)`` in h.

    Raises
    ------
    UserError
        If a value is not above zero, or the nuclide is stable.

    Examples
    --------
    >>> round(time_to_activity_h(half_life_h=159.528, activity_mbq=12500.0, target_activity_mbq=7400.0), 1)
    120.7
    """
    if not math.isfinite(half_life_h):
        raise UserError("A stable nuclide never changes its activity.", given=half_life_h, allowed="a half-life in h")
    ratio = _positive(activity_mbq, "activity") / _positive(target_activity_mbq, "target activity")
    return _positive(half_life_h, "half-life") * math.log2(ratio)


def activity_at(activity: Activity, at: datetime, *, named_set: str = DEFAULT_DATA) -> Activity:
    """Return `activity` at another instant, before or after its reference instant.

    The decay of the nuclide alone; use a `Chain` where progeny matters.

    Parameters
    ----------
    activity : Activity
        What is known.
    at : datetime
        The other instant; aware UTC.
    named_set : str
        Nuclear data set that gives the half-life.

    Examples
    --------
    >>> from datetime import UTC, datetime
    >>> calibrated = Activity(nuclide="Lu-177", activity_mbq=7400.0, reference_at=datetime(2026, 3, 3, 9, tzinfo=UTC))
    >>> round(activity_at(calibrated, datetime(2026, 3, 4, 9, tzinfo=UTC)).activity_mbq, 1)
    6667.2
    """
    elapsed_h = h_from_timedelta(require_utc(at, name="at") - activity.reference_at)
    factor = decay_factor(half_life_h(activity.nuclide, named_set), elapsed_h)
    return Activity(nuclide=activity.nuclide, activity_mbq=activity.activity_mbq * factor, reference_at=at)


def _positive(value: float, name: str) -> float:
    if not value > 0:
        raise UserError(f"The {name} is not above zero.", given=value, allowed="a number above zero")
    return value
