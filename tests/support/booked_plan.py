"""The plan that people's own bookings make: what the stranger must find nothing wrong with."""

from collections.abc import Iterable
from datetime import timedelta

from doseline.demand.bookings import Booking
from doseline.demand.local_time import local_midnight, zone_named
from doseline.network import Network, PlanPackage
from tests.support.checking import Choice, assemble


def plan_as_booked(network: Network, bookings: Iterable[Booking]) -> PlanPackage:
    """Return the plan in which these bookings are kept and every other cycle is unserved."""
    return assemble(network, tuple(_choice(network, booking) for booking in bookings))


def _choice(network: Network, booking: Booking) -> Choice:
    origin_at = local_midnight(network.properties.horizon_start_on, zone_named(network.properties.timezone))
    orders = {(row.course_id, row.cycle_number): row.order_id for row in network.initial_orders}
    key = (booking.course.course_id, booking.cycle.cycle_number)
    origin = booking.delivery.supply.origin
    return Choice(
        course_id=key[0],
        cycle_number=key[1],
        place_id=booking.place_id,
        starts_at=origin_at + timedelta(minutes=booking.stay.starts_min),
        administered_at=origin_at + timedelta(minutes=booking.stay.administered_min),
        ends_at=origin_at + timedelta(minutes=booking.stay.ends_min),
        source=f"order:{orders[key]}" if key in orders else f"batch:{origin.batch_id}",
        lane_id=booking.run.lane.lane_id,
        departs_at=origin_at + timedelta(minutes=booking.run.departs_min),
    )
