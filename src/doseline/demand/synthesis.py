"""From static tables to a full instance: scenario, size, slots, cohort, initial state."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, date

from doseline.demand.bookings import Booking
from doseline.demand.cohort import cohort_of
from doseline.demand.initial_state import with_initial_state
from doseline.demand.local_time import local_midnight, zone_named
from doseline.demand.parameters import Parameters
from doseline.demand.scaling import enlarge
from doseline.demand.slots import dated_slots
from doseline.demand.streams import Streams
from doseline.demand.treatment_days import TreatmentDays
from doseline.network.model import Network, Properties
from doseline.network.scenario import apply_scenario

__all__ = ["HORIZON_START_ON", "booked", "synthesised"]

HORIZON_START_ON = date(2027, 3, 1)
"""A Monday. Summer time begins on 28 March, inside the horizon, and Easter Monday is 29 March."""

HORIZON_DAYS = 84
TAIL_WEEKS = 12
STEP_MIN = 15


Change = Callable[[Network], Network]


def synthesised(
    country: Network,
    *,
    instance: str,
    scenarios: Sequence[str],
    seed: int,
    scale: float = 1.0,
    change: Change | None = None,
) -> Network:
    """Return an instance of a country.

    Parameters
    ----------
    country : Network
        Static tables.
    instance : str
        Name of the instance, for the descriptor.
    scenarios : sequence of str
        Applied in this order; the last one names the scenario of the instance.
    seed : int
        Seed of the cohort, zero or more.
    scale : float
        Size: 10 is ten copies of the country.
    change : callable, optional
        Applied to the static tables last, for what overrides cannot say.
    """
    return booked(country, instance=instance, scenarios=scenarios, seed=seed, scale=scale, change=change)[0]


def booked(
    country: Network,
    *,
    instance: str,
    scenarios: Sequence[str],
    seed: int,
    scale: float = 1.0,
    change: Change | None = None,
) -> tuple[Network, tuple[Booking, ...]]:
    """Return an instance as `synthesised` does, and the bookings that its orders and pins come from."""
    network = country
    for scenario in scenarios:
        network = apply_scenario(network, scenario)
    # Their overrides are applied now: the descriptor names the scenario, provenance the figures that it changed.
    network = enlarge(replace(network, scenarios=()), scale)
    if change is not None:
        network = change(replace(network, properties=_properties(network, instance, scenarios[-1], seed)))
    network = replace(network, properties=_properties(network, instance, scenarios[-1], seed))
    network = replace(network, slots=dated_slots(network))
    parameters = Parameters(network.demand_parameters)
    streams = Streams(seed=seed)
    days = TreatmentDays(network)
    cohort = cohort_of(network, parameters, streams, days, factor=scale)
    network = replace(
        network,
        patients=cohort.patients,
        courses=cohort.courses,
        past_administrations=cohort.past_administrations,
    )
    return with_initial_state(network, cohort, parameters, streams, days)


def _properties(network: Network, instance: str, scenario: str, seed: int) -> Properties:
    timezone = network.properties.timezone
    return replace(
        network.properties,
        instance=instance,
        scenario=scenario,
        seed=seed,
        planned_at=local_midnight(HORIZON_START_ON, zone_named(timezone)).astimezone(UTC),
        horizon_start_on=HORIZON_START_ON,
        horizon_days=HORIZON_DAYS,
        tail_weeks=TAIL_WEEKS,
        step_min=STEP_MIN,
    )
