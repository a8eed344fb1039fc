"""Canonical units, the only conversions to and from them, and `Activity`.

One unit per quantity everywhere in Doseline: activity in MBq, time in h, mass in g, volume in mL, length in mm,
absorbed dose in Gy, energy in MeV, money in EUR. Whatever comes in another unit is converted once, at the border, by
a function of this module whose name says both units: ``mbq_from_gbq(7.4)``. There is no bare ``/ 1e6`` anywhere else.

Every conversion of a physical quantity takes a float or a numpy array of any shape and gives back the same kind.
Factors that are not powers of ten are exact by definition: 1 Ci = 3.7e10 Bq (NIST Special Publication 811, 2008,
appendix B.8) and 1 eV = 1.602176634e-19 J (the SI since 2019; BIPM, *The International System of Units*, 9th edition).
"""

import math
import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Final, TypeVar

from doseline.errors import UserError

if TYPE_CHECKING:
    # numpy takes a tenth of a second to import and multiplies without our importing it.
    import numpy as np
    from numpy.typing import NDArray

    FloatOrArray = TypeVar("FloatOrArray", float, NDArray[np.float64])
else:
    FloatOrArray = TypeVar("FloatOrArray")

_MBQ_PER_CI: Final = 3.7e4
_JOULE_PER_MEV: Final = 1.602176634e-13
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


def mbq_from_mci(activity_mci: FloatOrArray) -> FloatOrArray:
    """Convert an activity in mCi to MBq; 1 mCi = 37 MBq exactly."""
    return activity_mci * (_MBQ_PER_CI / 1e3)


def mci_from_mbq(activity_mbq: FloatOrArray) -> FloatOrArray:
    """Convert an activity in MBq to mCi; 1 mCi = 37 MBq exactly."""
    return activity_mbq / (_MBQ_PER_CI / 1e3)


def mbq_from_ci(activity_ci: FloatOrArray) -> FloatOrArray:
    """Convert an activity in Ci to MBq; 1 Ci = 37,000 MBq exactly."""
    return activity_ci * _MBQ_PER_CI


def ci_from_mbq(activity_mbq: FloatOrArray) -> FloatOrArray:
    """Convert an activity in MBq to Ci; 1 Ci = 37,000 MBq exactly."""
    return activity_mbq / _MBQ_PER_CI


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


def h_from_weeks(time_weeks: FloatOrArray) -> FloatOrArray:
    """Convert a duration in weeks of 168 h to h."""
    return time_weeks * 168.0


def weeks_from_h(time_h: FloatOrArray) -> FloatOrArray:
    """Convert a duration in h to weeks of 168 h."""
    return time_h / 168.0


def h_from_timedelta(duration: timedelta) -> float:
    """Convert a `timedelta` to h."""
    return h_from_s(duration.total_seconds())


def timedelta_from_h(time_h: float) -> timedelta:
    """Convert a duration in h to a `timedelta`, to the nearest microsecond."""
    return timedelta(hours=time_h)


# Mass: g.


def g_from_kg(mass_kg: FloatOrArray) -> FloatOrArray:
    """Convert a mass in kg to g."""
    return mass_kg * 1e3


def kg_from_g(mass_g: FloatOrArray) -> FloatOrArray:
    """Convert a mass in g to kg."""
    return mass_g / 1e3


def g_from_mg(mass_mg: FloatOrArray) -> FloatOrArray:
    """Convert a mass in mg to g."""
    return mass_mg / 1e3


def mg_from_g(mass_g: FloatOrArray) -> FloatOrArray:
    """Convert a mass in g to mg."""
    return mass_g * 1e3


def g_from_ug(mass_ug: FloatOrArray) -> FloatOrArray:
    """Convert a mass in micrograms to g."""
    return mass_ug / 1e6


def ug_from_g(mass_g: FloatOrArray) -> FloatOrArray:
    """Convert a mass in g to micrograms."""
    return mass_g * 1e6


# Volume: mL.


def ml_from_l(volume_l: FloatOrArray) -> FloatOrArray:
    """Convert a volume in L to mL."""
    return volume_l * 1e3


def l_from_ml(volume_ml: FloatOrArray) -> FloatOrArray:
    """Convert a volume in mL to L."""
    return volume_ml / 1e3


def ml_from_m3(volume_m3: FloatOrArray) -> FloatOrArray:
    """Convert a volume in cubic metres to mL."""
    return volume_m3 * 1e6


def m3_from_ml(volume_ml: FloatOrArray) -> FloatOrArray:
    """Convert a volume in mL to cubic metres."""
    return volume_ml / 1e6


def ml_from_mm3(volume_mm3: FloatOrArray) -> FloatOrArray:
    """Convert a volume in cubic millimetres to mL."""
    return volume_mm3 / 1e3


def mm3_from_ml(volume_ml: FloatOrArray) -> FloatOrArray:
    """Convert a volume in mL to cubic millimetres."""
    return volume_ml * 1e3


# Length: mm.


def mm_from_cm(length_cm: FloatOrArray) -> FloatOrArray:
    """Convert a length in cm to mm."""
    return length_cm * 10.0


def cm_from_mm(length_mm: FloatOrArray) -> FloatOrArray:
    """Convert a length in mm to cm."""
    return length_mm / 10.0


def mm_from_m(length_m: FloatOrArray) -> FloatOrArray:
    """Convert a length in m to mm."""
    return length_m * 1e3


def m_from_mm(length_mm: FloatOrArray) -> FloatOrArray:
    """Convert a length in mm to m."""
    return length_mm / 1e3


# Absorbed dose: Gy.


def gy_from_mgy(dose_mgy: FloatOrArray) -> FloatOrArray:
    """Convert an absorbed dose in mGy to Gy."""
    return dose_mgy / 1e3


def mgy_from_gy(dose_gy: FloatOrArray) -> FloatOrArray:
    """Convert an absorbed dose in Gy to mGy."""
    return dose_gy * 1e3


# Energy: MeV.


def mev_from_ev(energy_ev: FloatOrArray) -> FloatOrArray:
    """Convert an energy in eV to MeV."""
    return energy_ev / 1e6


def ev_from_mev(energy_mev: FloatOrArray) -> FloatOrArray:
    """Convert an energy in MeV to eV."""
    return energy_mev * 1e6


def mev_from_kev(energy_kev: FloatOrArray) -> FloatOrArray:
    """Convert an energy in keV to MeV."""
    return energy_kev / 1e3


def kev_from_mev(energy_mev: FloatOrArray) -> FloatOrArray:
    """Convert an energy in MeV to keV."""
    return energy_mev * 1e3


def mev_from_joule(energy_joule: FloatOrArray) -> FloatOrArray:
    """Convert an energy in J to MeV."""
    return energy_joule / _JOULE_PER_MEV


def joule_from_mev(energy_mev: FloatOrArray) -> FloatOrArray:
    """Convert an energy in MeV to J."""
    return energy_mev * _JOULE_PER_MEV


# Money: EUR as Decimal, stored as integer cents.


def cents_from_eur(amount_eur: Decimal) -> int:
    """Convert an amount in EUR to whole cents.

    Raises
    ------
    UserError
        If the amount is not a finite number of whole cents; rounding is a rule of its own and never happens here.
    """
    cents = amount_eur * 100 if amount_eur.is_finite() else None
    if cents is None or cents != cents.to_integral_value():
        raise UserError(
            "The amount is not a whole number of cents.",
            given=str(amount_eur),
            allowed="EUR with at most two decimals",
            remedy="Round it first, by the rule that applies to this amount.",
        )
    return int(cents)


def eur_from_cents(amount_cents: int) -> Decimal:
    """Convert whole cents to EUR with two decimals."""
    return Decimal(amount_cents).scaleb(-2)
