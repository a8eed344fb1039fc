"""Put the initial state together: labs, stays, bookings, orders, pins and what is left at the slots."""

from dataclasses import replace

from doseline.demand.bookings import (
    Booking,
    book,
    initial_orders,
    initial_shipments,
    initial_stays,
    less_what_has_left,
    pins,
)
from doseline.demand.cohort import Cohort
from doseline.demand.deliveries import Deliveries
from doseline.demand.initial_production import initial_production
from doseline.demand.labs import labs_for
from doseline.demand.occupancy import Occupancy
from doseline.demand.parameters import Parameters
from doseline.demand.streams import Streams
from doseline.demand.treatment_days import TreatmentDays
from doseline.network.model import Network
from doseline.pathway import Calendar, Cycle, demanded_cycles

__all__ = ["with_initial_state"]


def with_initial_state(
    network: Network, cohort: Cohort, parameters: Parameters, streams: Streams, days: TreatmentDays
) -> tuple[Network, tuple[Booking, ...]]:
    """Return `network` with everything that is under way when planning begins, and the bookings behind it.

    Parameters
    ----------
    network : Network
        With its slots, patients, courses and past administrations.
    cohort, parameters, streams, days
        What the network was drawn from.
    """
    next_cycles = _next_cycles(network)
    labs = labs_for(network, cohort, next_cycles, parameters, streams)
    production = initial_production(network)
    occupancy = Occupancy(network, days)
    stays = initial_stays(network, cohort.in_house, occupancy)
    deliveries = Deliveries(network, production.batches, days)
    bookings = book(network, cohort, next_cycles, days=days, occupancy=occupancy, deliveries=deliveries)
    left = deliveries.left_quantity()
    begun = replace(
        network,
        slots=tuple(replace(slot, quantity=left.get(slot.slot_id, slot.quantity)) for slot in network.slots),
        labs=labs,
        pins=pins(network, bookings, labs),
        initial_orders=initial_orders(network, bookings),
        initial_shipments=initial_shipments(network, bookings),
        initial_batches=less_what_has_left(production.batches, bookings),
        initial_irradiations=production.irradiations,
        initial_stays=stays,
    )
    return begun, bookings


def _next_cycles(network: Network) -> dict[str, Cycle]:
    """Return the first demanded cycle of each course that demands one."""
    demands = demanded_cycles(network, Calendar(network))
    return {demand.course.course_id: demand.cycles[0] for demand in demands if demand.cycles}
