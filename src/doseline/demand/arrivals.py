"""When patients are referred: Poisson arrivals that keep every earlier patient when the rate rises.

The yearly rate of a catchment and a product is cut into layers of `LAYER_PER_YEAR` patients a year, each a Poisson
process of its own stream. A higher rate adds layers, and keeps more of the last one; nobody who was there is lost,
moved or changed. So two scenarios that differ only in demand are compared on the same patients plus the added ones.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from doseline.demand.parameters import Parameters
from doseline.demand.streams import Purpose, Streams
from doseline.journey import Catchment, Regimen
from doseline.network.model import Network

__all__ = ["LAYER_PER_YEAR", "Layer", "layers", "referral_window", "yearly_rate"]

LAYER_PER_YEAR = 4.0
"""Patients a year in one layer. A part of the meaning of a seed: another figure gives another cohort."""

_DAYS_PER_YEAR = 365.25


@dataclass(frozen=True, slots=True, kw_only=True)
class Layer:
    """The referrals of one layer.

    Attributes
    ----------
    regimen, catchment, number : which layer
    count : patients of the whole layer; draws of their attributes have this many rows
    kept : (row, date of referral) of those that the rate keeps
    """

    regimen: Regimen
    catchment: Catchment
    number: int
    count: int
    kept: tuple[tuple[int, date], ...]


def yearly_rate(network: Network, parameters: Parameters, regimen: Regimen, catchment: Catchment) -> float:
    """Return the patients of a catchment referred for a regimen in a year.

    incidence x eligible x uptake x share of the population x uptake of the region x demand factor. ``incidence`` counts
    the whole country, so that the rates of all catchments sum to the national one where the regions' uptake is 1.
    """
    product_id = regimen.product_id
    population = sum(row.population for row in network.catchments)
    alike = sum(row.product_id == product_id for row in network.regimens)
    return (
        parameters.value("incidence_per_year", product_id)
        * parameters.value("eligible_fraction", product_id)
        * parameters.value("uptake_fraction", product_id)
        * parameters.value("demand_factor", product_id, default=1.0)
        * parameters.value("regimen_fraction", regimen.regimen_id, default=1.0 / alike)
        * parameters.value("uptake_factor", catchment.region_id, default=1.0)
        * catchment.population
        / population
    )


def referral_window(network: Network, regimen: Regimen) -> tuple[date, date]:
    """Return the first and the last date of referral that can matter.

    Whoever was referred earlier has had the whole course even if each cycle came as late as it may; whoever is referred
    later is not due inside the horizon.
    """
    start_on = network.properties.horizon_start_on
    longest_d = regimen.first_stop_d + (regimen.cycles - 1) * regimen.interval_max_d
    last_d = network.properties.horizon_days - regimen.first_due_d - 1
    return start_on - timedelta(days=longest_d), start_on + timedelta(days=last_d)


def layers(network: Network, parameters: Parameters, streams: Streams, *, factor: float = 1.0) -> Iterator[Layer]:
    """Yield every layer of every regimen and catchment, with its referrals.

    Parameters
    ----------
    network : Network
        Static tables. A product without an ``incidence_per_year`` of its own has no patients.
    parameters : Parameters
        The rows of ``demand_parameters``.
    streams : Streams
        The random streams of the seed.
    factor : float
        Multiplies every rate.
    """
    for regimen in network.regimens:
        if not parameters.has("incidence_per_year", regimen.product_id):
            continue
        first_on, last_on = referral_window(network, regimen)
        days = (last_on - first_on).days + 1
        for catchment in network.catchments:
            height = factor * yearly_rate(network, parameters, regimen, catchment) / LAYER_PER_YEAR
            for number in range(int(np.ceil(height))):
                rng = streams.of(Purpose.ARRIVALS, regimen.regimen_id, catchment.catchment_id, number)
                yield _layer(regimen, catchment, number, rng, min(1.0, height - number), first_on, days)


def _layer(
    regimen: Regimen,
    catchment: Catchment,
    number: int,
    rng: np.random.Generator,
    share: float,
    first_on: date,
    days: int,
) -> Layer:
    count = int(rng.poisson(LAYER_PER_YEAR * days / _DAYS_PER_YEAR))
    marks = rng.random((count, 2))
    kept = tuple(
        (row, _working_day(first_on + timedelta(days=int(days * when))))
        for row, (mark, when) in enumerate(marks)
        if mark < share
    )
    return Layer(regimen=regimen, catchment=catchment, number=number, count=count, kept=kept)


def _working_day(on: date) -> date:
    """Return the Friday before a date at the weekend: tumour boards meet on working days."""
    return on - timedelta(days=max(0, on.isoweekday() - 5))
