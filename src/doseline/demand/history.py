"""What happened to a patient before the horizon: cycles given, drop-out, and the cycle that is still to come."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
from numpy.typing import NDArray

from doseline.demand.arrivals import Layer
from doseline.demand.parameters import Parameters
from doseline.demand.streams import Purpose, Streams
from doseline.demand.treatment_days import TreatmentDays, WallStay
from doseline.journey import Regimen

__all__ = ["Given", "History", "draws_of", "history_of"]

Draws = NDArray[np.float64]

_LATE, _DELAY, _MINUTE, _GOES_ON, _ACTIVITY = range(5)


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """A past administration.

    Attributes
    ----------
    on : local date
    stay : its stay on the wall clock of that date
    activity_ratio : administered to prescribed activity (1)
    """

    on: date
    stay: WallStay
    activity_ratio: float


@dataclass(frozen=True, slots=True, kw_only=True)
class History:
    """What was given before the horizon.

    Attributes
    ----------
    given : past administrations, cycle 1 first
    goes_on : whether a further cycle is still to come
    """

    given: tuple[Given, ...]
    goes_on: bool


def draws_of(layer: Layer, streams: Streams) -> Draws:
    """Return the draws of a layer's histories, uniform between 0 and 1, of shape (count, cycles, 5)."""
    rng = streams.of(Purpose.HISTORY, layer.regimen.regimen_id, layer.catchment.catchment_id, layer.number)
    return rng.random((layer.count, layer.regimen.cycles, 5))


def history_of(
    *,
    regimen: Regimen,
    referred_on: date,
    site_id: str,
    prescribed_mbq: float,
    days: TreatmentDays,
    parameters: Parameters,
    draws: Draws,
    start_on: date,
) -> History:
    """Follow one patient from referral to the start of the horizon.

    Each cycle is given on the first day from its due date on which the centre can treat; a share of them slips by an
    exponential delay, as people are ill, labs are low or the centre is full. After each cycle the patient goes on with
    the regimen's ``continuation_fraction``. A patient who cannot be treated before the course must stop is lost.

    Parameters
    ----------
    regimen, referred_on, site_id, prescribed_mbq
        The course and its centre.
    days : TreatmentDays
        When centres can treat.
    parameters : Parameters
        Gives ``late_fraction`` and ``late_mean_d``.
    draws : array of shape (cycles, 5)
        Uniform draws between 0 and 1.
    start_on : date
        First date of the horizon: nothing is given on it or later.
    """
    given: list[Given] = []
    late_fraction = parameters.value("late_fraction", regimen.product_id)
    late_mean_d = parameters.value("late_mean_d", regimen.product_id)
    for draw in draws:
        earliest_on, due_on, stop_on = _dates(regimen, referred_on, given)
        delay_d = int(-late_mean_d * np.log1p(-draw[_DELAY])) if draw[_LATE] < late_fraction else 0
        wished_on = min(due_on + timedelta(days=delay_d), stop_on)
        slot = _day_at(site_id, regimen.product_id, prescribed_mbq, days, (earliest_on, wished_on, stop_on))
        if slot is None:
            return History(given=tuple(given), goes_on=False)
        on, stays = slot
        if on >= start_on:
            return History(given=tuple(given), goes_on=True)
        stay = stays[int(draw[_MINUTE] * len(stays))]
        given.append(Given(on=on, stay=stay, activity_ratio=0.97 + 0.05 * float(draw[_ACTIVITY])))
        if draw[_GOES_ON] >= regimen.continuation_fraction:
            break
    return History(given=tuple(given), goes_on=False)


def _dates(regimen: Regimen, referred_on: date, given: Sequence[Given]) -> tuple[date, date, date]:
    """Return the earliest, due and last date of the next cycle."""
    if given:
        begin, days = given[-1].on, (regimen.interval_min_d, regimen.interval_due_d, regimen.interval_max_d)
    else:
        begin, days = referred_on, (regimen.first_earliest_d, regimen.first_due_d, regimen.first_stop_d)
    earliest_on, due_on, stop_on = (begin + timedelta(days=day) for day in days)
    return earliest_on, due_on, stop_on


def _day_at(
    site_id: str,
    product_id: str,
    prescribed_mbq: float,
    days: TreatmentDays,
    dates: tuple[date, date, date],
) -> tuple[date, tuple[WallStay, ...]] | None:
    """Return the first date from the wished one on which the centre can treat, else the last one before it."""
    earliest_on, wished_on, stop_on = dates
    later = range((stop_on - wished_on).days + 1)
    sooner = range(-1, (earliest_on - wished_on).days - 1, -1)
    for day in (*later, *sooner):
        on = wished_on + timedelta(days=day)
        if days.gives(site_id, product_id, on):
            stays = days.stays(site_id, product_id, on, prescribed_mbq)
            if stays:
                return on, stays
    return None
