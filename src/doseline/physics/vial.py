"""Arithmetic of a patient vial: what was filled, for when, what reaches the patient, and how late is too late.

Two windows must not be confused. The *fillable window* is when a manufacturer can have a vial administered, given the
volumes it can fill. The *tolerance window* is when one filled vial still holds an activity close enough to the
prescribed one; it is a theoretical maximum, shared with calibrator uncertainty and residual.
"""

from dataclasses import dataclass

from doseline.errors import UserError
from doseline.physics.decay import decay_factor, time_to_activity_h


@dataclass(frozen=True, slots=True, kw_only=True)
class WindowH:
    """An interval in h relative to an instant that the function states; may be negative.

    Parameters
    ----------
    earliest_h, latest_h : float
        Ends of the window.
    """

    earliest_h: float
    latest_h: float


def activity_at_calibration_mbq(volume_ml: float, activity_concentration_mbq_per_ml: float) -> float:
    """Activity of a vial at its calibration time: volume times concentration.

    Parameters
    ----------
    volume_ml : float
        Volume in mL; above zero.
    activity_concentration_mbq_per_ml : float
        Activity concentration at calibration in MBq/mL; above zero.

    Examples
    --------
    >>> activity_at_calibration_mbq(12.5, 1000.0)
    12500.0
    """
    return _positive(volume_ml, "volume in mL") * _positive(
        activity_concentration_mbq_per_ml, "concentration in MBq/mL"
    )


def volume_to_fill_ml(
    *, prescribed_activity_mbq: float, activity_concentration_mbq_per_ml: float, elapsed_h: float, half_life_h: float
) -> float:
    """Volume that holds the prescribed activity `elapsed_h` after calibration.

    Parameters
    ----------
    prescribed_activity_mbq : float
        Activity wanted at administration in MBq.
    activity_concentration_mbq_per_ml : float
        Concentration at calibration in MBq/mL.
    elapsed_h : float
        Time from calibration to administration in h; negative before calibration.
    half_life_h : float
        Half-life in h.

    Examples
    --------
    >>> round(volume_to_fill_ml(
    ...     prescribed_activity_mbq=7400.0,
    ...     activity_concentration_mbq_per_ml=1000.0,
    ...     elapsed_h=48.0,
    ...     half_life_h=159.528,
    ... ), 2)
    9.12
    """
    at_calibration_mbq = _positive(prescribed_activity_mbq, "prescribed activity in MBq") / decay_factor(
        half_life_h, elapsed_h
    )
    return at_calibration_mbq / _positive(activity_concentration_mbq_per_ml, "concentration in MBq/mL")


def fillable_window_h(
    *,
    smallest_volume_ml: float,
    largest_volume_ml: float,
    activity_concentration_mbq_per_ml: float,
    prescribed_activity_mbq: float,
    half_life_h: float,
) -> WindowH:
    """Administration times after calibration for which the manufacturer can fill a vial: ``ln(C V / A) / lambda``.

    Not the window of a filled vial; see `tolerance_window_h`.

    Parameters
    ----------
    smallest_volume_ml, largest_volume_ml : float
        Volumes that the manufacturer fills, in mL; above zero.
    activity_concentration_mbq_per_ml : float
        Activity concentration at calibration in MBq/mL; above zero.
    prescribed_activity_mbq : float
        Activity that the vial must hold at administration, in MBq; above zero.
    half_life_h : float
        Half-life of the nuclide in h; above zero.

    Raises
    ------
    UserError
        If a value is not above zero, or the smallest volume exceeds the largest.

    Examples
    --------
    >>> window = fillable_window_h(
    ...     smallest_volume_ml=7.5, largest_volume_ml=12.5, activity_concentration_mbq_per_ml=1000.0,
    ...     prescribed_activity_mbq=7400.0, half_life_h=159.528,
    ... )
    >>> round(window.earliest_h, 1), round(window.latest_h, 1)
    (3.1, 120.7)
    """
    if smallest_volume_ml > largest_volume_ml:
        raise UserError(
            "The smallest volume exceeds the largest.",
            given=(smallest_volume_ml, largest_volume_ml),
            allowed="smallest first",
        )

    def reached_h(volume_ml: float) -> float:
        return time_to_activity_h(
            half_life_h=half_life_h,
            activity_mbq=activity_at_calibration_mbq(volume_ml, activity_concentration_mbq_per_ml),
            target_activity_mbq=prescribed_activity_mbq,
        )

    return WindowH(earliest_h=reached_h(smallest_volume_ml), latest_h=reached_h(largest_volume_ml))


def tolerance_window_h(
    *,
    half_life_h: float,
    tolerance_fraction: float,
    margin_fraction: float = 0.0,
) -> WindowH:
    """How early and how late a filled vial may be given, relative to the time for which it was filled.

    Parameters
    ----------
    half_life_h : float
        Half-life in h.
    tolerance_fraction : float
        Allowed relative departure from the prescribed activity, 0 to below 1; 0.1 is the common rule.
    margin_fraction : float
        Part of the tolerance that the site keeps for calibrator uncertainty and residual, as a share of the prescribed
        activity; up to `tolerance_fraction`.

    Returns
    -------
    WindowH
        ``earliest_h`` negative or zero, ``latest_h`` positive or zero.

    Raises
    ------
    UserError
        If the tolerance or the margin is out of range.

    Examples
    --------
    >>> window = tolerance_window_h(half_life_h=159.528, tolerance_fraction=0.1)
    >>> round(window.earliest_h, 1), round(window.latest_h, 1)
    (-21.9, 24.2)
    """
    if not 0 <= margin_fraction <= tolerance_fraction < 1:
        raise UserError(
            "The tolerance or the margin is out of range.",
            given=(tolerance_fraction, margin_fraction),
            allowed="0 up to the tolerance for the margin, the tolerance below 1; 0.1 is ten percent",
        )
    usable_fraction = tolerance_fraction - margin_fraction

    def reached_h(share: float) -> float:
        return time_to_activity_h(half_life_h=half_life_h, activity_mbq=1.0, target_activity_mbq=share)

    return WindowH(earliest_h=reached_h(1.0 + usable_fraction), latest_h=reached_h(1.0 - usable_fraction))


def expected_administered_activity_mbq(
    *, vial_activity_mbq: float, elapsed_h: float, half_life_h: float, residual_activity_mbq: float = 0.0
) -> float:
    """Activity that reaches the patient: what the vial holds at administration less what stays in vial and lines.

    Parameters
    ----------
    vial_activity_mbq : float
        Activity of the vial at its reference instant in MBq.
    elapsed_h : float
        Time from the reference instant to administration in h; negative before it.
    half_life_h : float
        Half-life in h.
    residual_activity_mbq : float
        Expected residual at the time of administration in MBq; zero or more.

    Raises
    ------
    UserError
        If the residual is negative or exceeds what the vial holds.

    Examples
    --------
    >>> round(expected_administered_activity_mbq(
    ...     vial_activity_mbq=7400.0, elapsed_h=24.0, half_life_h=159.528, residual_activity_mbq=118.0
    ... ))
    6549
    """
    held_mbq = _positive(vial_activity_mbq, "activity of the vial in MBq") * decay_factor(half_life_h, elapsed_h)
    if not 0 <= residual_activity_mbq <= held_mbq:
        raise UserError(
            "The residual is not a part of what the vial holds.",
            given=residual_activity_mbq,
            allowed=f"0 to {held_mbq:.6g} MBq",
        )
    return held_mbq - residual_activity_mbq


def _positive(value: float, name: str) -> float:
    if not 0 < value < float("inf"):
        raise UserError(f"The {name} is not above zero.", given=value, allowed="a finite number above zero")
    return value
