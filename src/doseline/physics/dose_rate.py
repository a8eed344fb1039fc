"""Dose rate around a patient: at a time and distance, until below a limit, and summed up.

Attention: the length of a stay must not be computed from a dose rate alone. It is the longest of the licence's
minimum, urine collection, infusion with observation, and a dose-rate rule where the site has one. The rule of
20 uSv/h at 1 m belongs to 131I. Limits are therefore always arguments here; there is no default.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from doseline.errors import UserError
from doseline.evidence import load_table
from doseline.physics.constants import LN2
from doseline.physics.retention import Retention
from doseline.quantities import gbq_from_mbq

Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class DoseRateConstant:
    """Dose rate at 1 m per activity, with its spread over patients where that is known.

    Parameters
    ----------
    nuclide, geometry : str
        What it holds for: ``patient`` or ``point source``.
    mean_usv_m2_per_gbq_h : float
        Mean in uSv m2/(GBq h).
    low_95_usv_m2_per_gbq_h, high_95_usv_m2_per_gbq_h : float
        95 % interval over patients; NaN where there is none.
    """

    nuclide: str
    geometry: str
    mean_usv_m2_per_gbq_h: float
    low_95_usv_m2_per_gbq_h: float = math.nan
    high_95_usv_m2_per_gbq_h: float = math.nan


def load_dose_rate_constant(name: str = "patient_1m", nuclide: str = "Lu-177") -> DoseRateConstant:
    """Return a dose-rate constant that ships as evidence.

    Parameters
    ----------
    name : str
        ``patient_1m`` (measured at patients) or ``point_source`` (unshielded; twice too high for a patient).
    nuclide : str
        ``Lu-177``, or ``I-131`` for the point source.

    Examples
    --------
    >>> load_dose_rate_constant().mean_usv_m2_per_gbq_h
    3.7
    """
    rows = load_table("dose_rate_constants").where(constant=name, nuclide=nuclide)
    mean = float(rows["dose_rate_usv_m2_per_gbq_h"][0])
    if math.isnan(mean):
        raise UserError(
            "This constant is an air-kerma rate, not a dose rate.", given=name, allowed="patient_1m, point_source"
        )
    return DoseRateConstant(
        nuclide=nuclide,
        geometry=rows.text("geometry")[0],
        mean_usv_m2_per_gbq_h=mean,
        low_95_usv_m2_per_gbq_h=float(rows["low_95_usv_m2_per_gbq_h"][0]),
        high_95_usv_m2_per_gbq_h=float(rows["high_95_usv_m2_per_gbq_h"][0]),
    )


def dose_rate_usv_per_h(
    *,
    administered_activity_mbq: ArrayLike,
    elapsed_h: ArrayLike,
    retention: Retention,
    constant_usv_m2_per_gbq_h: ArrayLike,
    distance_m: ArrayLike = 1.0,
) -> Array:
    """Dose rate in uSv/h, ``constant * A * R(t) / distance ** 2``; all arguments broadcast.

    Parameters
    ----------
    administered_activity_mbq : float or array
        Administered activity in MBq, zero or more.
    elapsed_h : float or array
        Time since administration in h, zero or more.
    retention : Retention
        Retention of the radiopharmaceutical that was given.
    constant_usv_m2_per_gbq_h : float or array
        Dose rate at 1 m per GBq in the patient.
    distance_m : float or array
        Distance in m, above zero. The inverse square holds from about 1 m on; closer it overestimates.

    Raises
    ------
    UserError
        If a value is out of range.

    Examples
    --------
    >>> from doseline.physics.retention import load_retention
    >>> dose_rate_usv_per_h(
    ...     administered_activity_mbq=7400.0,
    ...     elapsed_h=0.0,
    ...     retention=load_retention("kurth2018_excretion"),
    ...     constant_usv_m2_per_gbq_h=3.7,
    ... ).round(2).item()
    27.38
    """
    activity = np.asarray(administered_activity_mbq, dtype=np.float64)
    constant = np.asarray(constant_usv_m2_per_gbq_h, dtype=np.float64)
    distance = np.asarray(distance_m, dtype=np.float64)
    if not ((activity >= 0).all() and (constant >= 0).all() and (distance > 0).all()):
        raise UserError(
            "An activity, a constant or a distance is out of range.",
            given=(activity.tolist(), constant.tolist(), distance.tolist()),
            allowed="activity and constant zero or more, distance above zero",
        )
    rate: Array = constant * gbq_from_mbq(activity) * retention.retained_fraction(elapsed_h) / distance**2
    return rate


def time_below_h(
    limit_usv_per_h: float,
    *,
    administered_activity_mbq: float,
    retention: Retention,
    constant_usv_m2_per_gbq_h: float,
    distance_m: float = 1.0,
) -> float:
    """Time after administration from which the dose rate is at or below `limit_usv_per_h`; 0 if it is from the start.

    One contribution to a length of stay, never the length itself.

    Parameters
    ----------
    limit_usv_per_h : float
        The site's limit in uSv/h, above zero.
    administered_activity_mbq, retention, constant_usv_m2_per_gbq_h, distance_m
        As for `dose_rate_usv_per_h`.

    Raises
    ------
    UserError
        If the limit is not above zero: no dose rate ever falls to it.

    Examples
    --------
    >>> vial = Retention(kinetics_of="Lu-177 in a vial", phase_fractions=(1.0,), effective_half_lives_h=(159.528,))
    >>> round(time_below_h(
    ...     20.0, administered_activity_mbq=7400.0, retention=vial, constant_usv_m2_per_gbq_h=3.7
    ... ), 1)
    72.3
    """
    if not limit_usv_per_h > 0:
        raise UserError("The limit of the dose rate is not above zero.", given=limit_usv_per_h, allowed="above zero")
    start = dose_rate_usv_per_h(
        administered_activity_mbq=administered_activity_mbq,
        elapsed_h=0.0,
        retention=retention,
        constant_usv_m2_per_gbq_h=constant_usv_m2_per_gbq_h,
        distance_m=distance_m,
    ).item()
    if start <= limit_usv_per_h:
        return 0.0
    wanted = limit_usv_per_h / start
    # Retention falls all the time, and no slower than its slowest phase: the answer lies between these.
    low_h, high_h = 0.0, max(retention.effective_half_lives_h) * math.log2(1.0 / wanted)
    while high_h - low_h > 1e-12 * high_h:
        middle_h = (low_h + high_h) / 2
        if middle_h in (low_h, high_h):
            break
        if retention.retained_fraction(middle_h) > wanted:
            low_h = middle_h
        else:
            high_h = middle_h
    return high_h


def time_integrated_activity_mbq_h(
    administered_activity_mbq: float, retention: Retention, *, from_h: float = 0.0, to_h: float = math.inf
) -> float:
    """Time-integrated (cumulated) activity in the whole body between two times after administration, in MBq h.

    Parameters
    ----------
    administered_activity_mbq : float
        Administered activity in MBq.
    retention : Retention
        How it leaves the patient, decay included.
    from_h, to_h : float
        The two times in h after administration; zero and for ever by default.

    Examples
    --------
    >>> vial = Retention(kinetics_of="Lu-177 in a vial", phase_fractions=(1.0,), effective_half_lives_h=(159.528,))
    >>> round(time_integrated_activity_mbq_h(1000.0, vial))
    230150
    """
    return administered_activity_mbq * retention.time_integrated_activity_coefficient_h(from_h, to_h)


def ambient_dose_equivalent_usv(
    *,
    administered_activity_mbq: float,
    retention: Retention,
    constant_usv_m2_per_gbq_h: float,
    distance_m: float = 1.0,
    from_h: float = 0.0,
    to_h: float = math.inf,
    occupancy_fraction: float = 1.0,
) -> float:
    """Dose in uSv at `distance_m`, present for `occupancy_fraction` of the time from `from_h` to `to_h`.

    Parameters
    ----------
    administered_activity_mbq : float
        Administered activity in MBq.
    retention : Retention
        How it leaves the patient, decay included.
    constant_usv_m2_per_gbq_h : float
        Dose rate constant in uSv m2/(GBq h).
    distance_m : float
        Distance in m.
    from_h, to_h : float
        Start and end of the presence in h after administration; for ever by default.
    occupancy_fraction : float
        Share of the time that is spent there; 0 to 1.

    Examples
    --------
    >>> vial = Retention(kinetics_of="Lu-177 in a vial", phase_fractions=(1.0,), effective_half_lives_h=(159.528,))
    >>> round(ambient_dose_equivalent_usv(
    ...     administered_activity_mbq=1000.0, retention=vial, constant_usv_m2_per_gbq_h=3.7, occupancy_fraction=0.5
    ... ), 1)
    425.8
    """
    if not 0 <= occupancy_fraction <= 1:
        raise UserError("The occupancy is not a share of the time.", given=occupancy_fraction, allowed="0 to 1")
    rate_per_retained = dose_rate_usv_per_h(
        administered_activity_mbq=administered_activity_mbq,
        elapsed_h=0.0,
        retention=retention,
        constant_usv_m2_per_gbq_h=constant_usv_m2_per_gbq_h,
        distance_m=distance_m,
    ).item()
    return float(
        occupancy_fraction * rate_per_retained * retention.time_integrated_activity_coefficient_h(from_h, to_h)
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class BiexponentialFit:
    """A curve of two phases through measured values, with what it leaves unexplained.

    Parameters
    ----------
    amplitudes : tuple of float
        Value of each phase at time zero, in the unit of the measurement; fast phase first.
    half_lives_h : tuple of float
        Effective half-life of each phase in h.
    residuals : tuple of float
        Measured minus fitted value, in the order given.
    degrees_of_freedom : int
        Points minus fitted parameters; at zero the curve passes through the points and proves nothing.
    """

    amplitudes: tuple[float, float]
    half_lives_h: tuple[float, float]
    residuals: tuple[float, ...]
    degrees_of_freedom: int

    def retention(self, kinetics_of: str, *, confidence: str = "derived") -> Retention:
        """Return the fit as a `Retention`: the amplitudes become fractions."""
        total = sum(self.amplitudes)
        return Retention(
            kinetics_of=kinetics_of,
            phase_fractions=(self.amplitudes[0] / total, self.amplitudes[1] / total),
            effective_half_lives_h=self.half_lives_h,
            confidence=confidence,
        )


def fit_biexponential(
    elapsed_h: ArrayLike,
    measured: ArrayLike,
    standard_deviations: ArrayLike,
    *,
    fast_half_life_h: float | None = None,
    slow_half_life_h: float | None = None,
) -> BiexponentialFit:
    """Weighted least-squares fit of two decaying phases to measured values.

    Parameters
    ----------
    elapsed_h : array, shape (n,)
        Times in h, zero or more; at least as many as parameters: 4, less one for each half-life that is given.
    measured, standard_deviations : array, shape (n,)
        Values, and their standard deviations (above zero) as weights; any one unit.
    fast_half_life_h, slow_half_life_h : float, optional
        Effective half-life of a phase if it is known from elsewhere; otherwise it is fitted too. A phase that only one
        point touches cannot be fitted: its amplitude and half-life trade against each other without end.

    Returns
    -------
    BiexponentialFit

    Raises
    ------
    UserError
        If there are too few points, shapes differ or a value is out of range.

    Notes
    -----
    Amplitudes are eliminated by non-negative linear least squares for each pair of half-lives, which are then found on
    a grid from 0.25 h to 1,000 h and refined. The fit is deterministic.

    Examples
    --------
    >>> times_h = [1.0, 4.0, 24.0, 72.0, 120.0, 168.0]
    >>> fit = fit_biexponential(times_h, [8 * 2 ** (-t / 2) + 2 * 2 ** (-t / 50) for t in times_h], [0.01] * 6)
    >>> [round(half_life_h, 2) for half_life_h in fit.half_lives_h]
    [2.0, 50.0]
    """
    times, values, deviations = (np.asarray(x, dtype=np.float64) for x in (elapsed_h, measured, standard_deviations))
    n_parameters = 2 + (fast_half_life_h is None) + (slow_half_life_h is None)
    _require_points(times, values, deviations, n_parameters, (fast_half_life_h, slow_half_life_h))

    def amplitudes_of(half_lives_h: Array) -> tuple[Array, float]:
        from scipy.optimize import nnls

        design = np.exp(-np.outer(times, LN2 / half_lives_h))
        amplitudes, misfit = nnls(design / deviations[:, None], values / deviations)
        return amplitudes, float(misfit) ** 2

    half_lives_h = _best_half_lives_h(lambda h: amplitudes_of(h)[1], fast_half_life_h, slow_half_life_h)
    amplitudes, _ = amplitudes_of(half_lives_h)
    fitted = np.exp(-np.outer(times, LN2 / half_lives_h)) @ amplitudes
    return BiexponentialFit(
        amplitudes=(float(amplitudes[0]), float(amplitudes[1])),
        half_lives_h=(float(half_lives_h[0]), float(half_lives_h[1])),
        residuals=tuple((values - fitted).tolist()),
        degrees_of_freedom=times.size - n_parameters,
    )


def _best_half_lives_h(misfit_of: Callable[[Array], float], fast_h: float | None, slow_h: float | None) -> Array:
    """Half-lives with the least misfit, of those that are not given; the fast one stays the shorter."""
    given = [(position, value) for position, value in enumerate((fast_h, slow_h)) if value is not None]

    def complete(logs: Array) -> Array:
        half_lives_h = np.exp(logs).tolist()
        for position, value in given:
            half_lives_h.insert(position, value)
        return np.array(half_lives_h)

    def misfit_of_logs(logs: Array) -> float:
        half_lives_h = complete(logs)
        return misfit_of(half_lives_h) if half_lives_h[0] < half_lives_h[1] else math.inf

    if len(given) == 2:
        return complete(np.array([]))
    from scipy.optimize import minimize

    grid = np.log(np.geomspace(0.25, 1_000.0, 41))
    starts = grid[:, None] if given else np.array([(a, b) for a in grid for b in grid if a < b])
    found = minimize(
        misfit_of_logs,
        min(starts, key=misfit_of_logs),
        method="Nelder-Mead",
        options={"xatol": 1e-9, "fatol": 1e-15, "maxiter": 5_000},
    )
    return complete(found.x)


def _require_points(
    times: Array, values: Array, deviations: Array, n_parameters: int, half_lives_h: tuple[float | None, float | None]
) -> None:
    if not (times.ndim == 1 and times.shape == values.shape == deviations.shape and times.size >= n_parameters):
        raise UserError(
            "There are too few points for two phases, or not one value and one deviation for each time.",
            given=f"shapes {times.shape}, {values.shape} and {deviations.shape}",
            allowed=f"{n_parameters} points or more of each",
            remedy="Measure more points, or give a half-life that is known.",
        )
    if not ((times >= 0).all() and (deviations > 0).all() and np.isfinite(values).all()):
        raise UserError("A time is negative, a standard deviation not above zero or a value not finite.")
    fast_h, slow_h = half_lives_h
    if not (0 < (fast_h or 1e-9) < (slow_h or math.inf)):
        raise UserError("The half-lives are not a fast and a slow one.", given=half_lives_h, allowed="0 < fast < slow")
