"""What is left in a patient: whole-body retention in phases, decay included."""

from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import ArrayLike, NDArray

from doseline.errors import UserError
from doseline.evidence import load_table
from doseline.physics.constants import LN2

Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Retention:
    """Effective retention ``R(t) = sum_k fraction_k 2 ** (-t / effective_half_life_k)``.

    Parameters
    ----------
    kinetics_of : str
        Radiopharmaceutical whose kinetics these are; never use those of one for another silently.
    phase_fractions : tuple of float
        Share of each phase at administration; zero or more, adding up to one.
    effective_half_lives_h : tuple of float
        Effective half-life of each phase in h, decay included; above zero.
    confidence : str
        How sure the values are: ``sourced``, ``secondary``, ``derived`` or ``assumption``.

    Raises
    ------
    UserError
        If there are no phases, their numbers differ, a value is out of range or the fractions do not add up to one.

    Examples
    --------
    >>> one = Retention(kinetics_of="Lu-177 in a vial", phase_fractions=(1.0,), effective_half_lives_h=(159.528,))
    >>> one.retained_fraction(159.528).item()
    0.5
    """

    kinetics_of: str
    phase_fractions: tuple[float, ...]
    effective_half_lives_h: tuple[float, ...]
    confidence: str = "assumption"

    def __post_init__(self) -> None:
        fractions, half_lives_h = np.array(self.phase_fractions), np.array(self.effective_half_lives_h)
        fits = fractions.size == half_lives_h.size > 0 and abs(fractions.sum() - 1) <= 1e-6
        if not (fits and (fractions >= 0).all() and (half_lives_h > 0).all() and np.isfinite(half_lives_h).all()):
            raise UserError(
                f"The retention of {self.kinetics_of} is not made of phases.",
                given=(self.phase_fractions, self.effective_half_lives_h),
                allowed="as many fractions as half-lives; fractions that add up to one; half-lives in h above zero",
            )

    def retained_fraction(self, elapsed_h: ArrayLike) -> Array:
        """Share of the administered activity still in the patient, decay included; shape of `elapsed_h`.

        Raises
        ------
        UserError
            If a time lies before administration.
        """
        elapsed = np.asarray(elapsed_h, dtype=np.float64)
        if not (elapsed >= 0).all():
            raise UserError("A time lies before the administration.", given=elapsed.tolist(), allowed="hours from 0 on")
        phases = np.exp(-elapsed[..., None] * LN2 / np.array(self.effective_half_lives_h))
        retained: Array = phases @ np.array(self.phase_fractions)
        return retained

    def time_integrated_activity_coefficient_h(self, from_h: float = 0.0, to_h: float = np.inf) -> float:
        """Integral of the retained fraction from `from_h` to `to_h`, in h.

        Times the administered activity it is the time-integrated (cumulated) activity.

        Examples
        --------
        >>> vial = Retention(kinetics_of="Lu-177 in a vial", phase_fractions=(1.0,), effective_half_lives_h=(159.528,))
        >>> round(vial.time_integrated_activity_coefficient_h(), 1)
        230.2
        """
        if not 0 <= from_h <= to_h:
            raise UserError("The interval does not run forward from the administration.", given=(from_h, to_h))
        rates_per_h = LN2 / np.array(self.effective_half_lives_h)
        spans = (np.exp(-rates_per_h * from_h) - np.exp(-rates_per_h * to_h)) / rates_per_h
        return float(np.array(self.phase_fractions) @ spans)


@cache
def load_retention(name: str) -> Retention:
    """Return a retention model that ships as evidence: ``kurth2018_excretion`` or ``kurth2018_dose_rate``.

    Both describe 177Lu-PSMA-617 and no other radiopharmaceutical. The first reproduces what was excreted, the second
    the dose rates measured at 2 m; they differ, because a dose rate also depends on where in the body the activity is.

    Examples
    --------
    >>> load_retention("kurth2018_excretion").kinetics_of
    'Lu-177 PSMA-617'
    """
    rows = load_table("retention_phases").where(retention=name)
    return Retention(
        kinetics_of=rows.text("kinetics_of")[0],
        phase_fractions=tuple(rows["phase_fraction"].tolist()),
        effective_half_lives_h=tuple(rows["effective_half_life_h"].tolist()),
        confidence=rows.text("confidence")[0],
    )
