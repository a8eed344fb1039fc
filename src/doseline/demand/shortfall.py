"""How many demanded cycles cannot be served, for want of vials or of nights: a crude estimate before any planning.

It counts for the whole country, with no dates, distances or staff, and takes supply on the high side. So where it
shows a shortfall there is one; where it shows none there may still be one. The planner's bound is the real figure.
"""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime, timedelta

from doseline.demand.local_time import instant_at, local_midnight, zone_named
from doseline.demand.treatment_days import TreatmentDays
from doseline.journey import Line
from doseline.network.clock import clock_minutes
from doseline.network.model import Network
from doseline.pathway import Calendar, demanded_cycles
from doseline.physics import end_of_bombardment_activity_mbq

__all__ = ["Shortfall", "shortfall_of"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Shortfall:
    """Demand and supply of a horizon.

    Attributes
    ----------
    demanded : cycles, by product
    vials : vials that can be had at the most, by product
    nights_needed, nights : nights that the demanded cycles need at the least, and place-nights with cover
    """

    demanded: dict[str, int]
    vials: dict[str, int]
    nights_needed: int
    nights: int

    @property
    def cycles(self) -> int:
        """All demanded cycles."""
        return sum(self.demanded.values())

    @property
    def without_vial(self) -> int:
        """Demanded cycles for which there is no vial, summed over the products."""
        return sum(max(0, need - self.vials.get(product, 0)) for product, need in self.demanded.items())

    @property
    def unserved(self) -> int:
        """Cycles that cannot be served, whichever of vials and nights is shorter."""
        without_night = max(0, self.nights_needed - self.nights)
        return max(self.without_vial, without_night)


def shortfall_of(network: Network) -> Shortfall:
    """Compare what a horizon demands with the vials on offer and the nights under cover.

    Parameters
    ----------
    network : Network
        A full instance.
    """
    products = {row.regimen_id: row.product_id for row in network.regimens}
    demanded: Counter[str] = Counter()
    activity_mbq: dict[str, float] = {}
    for demand in demanded_cycles(network, Calendar(network)):
        product_id = products[demand.course.regimen_id]
        demanded[product_id] += len(demand.cycles)
        activity_mbq[product_id] = demand.course.prescribed_activity_mbq
    vials = _vials_on_offer(network)
    for line in network.lines:
        vials[line.product_id] += _vials_of_line(network, line, activity_mbq.get(line.product_id, 0.0))
    return Shortfall(
        demanded=dict(demanded),
        vials=dict(vials),
        nights_needed=sum(
            need * _fewest_nights(network, product_id, activity_mbq[product_id])
            for product_id, need in demanded.items()
        ),
        nights=_place_nights(network),
    )


def _vials_on_offer(network: Network) -> Counter[str]:
    """Count the vials of open slots and of orders that are placed."""
    planned_at = network.properties.planned_at
    stops = [stop for stop in network.stops if stop.kind == "supplier"]
    vials: Counter[str] = Counter()
    for slot in network.slots:
        stopped = any(
            stop.ref_id == slot.supplier_id and stop.starts_at <= slot.dispatch_at < stop.ends_at for stop in stops
        )
        if slot.order_cutoff_at >= planned_at and slot.dispatch_at < _ends_at(network) and not stopped:
            vials[slot.product_id] += slot.quantity
    vials.update(order.product_id for order in network.initial_orders)
    return vials


def _vials_of_line(network: Network, line: Line, activity_mbq: float) -> int:
    """Count the vials of a line if each processing day uses the longest irradiation and nothing decays."""
    if activity_mbq <= 0.0:
        return 0
    flux = next(row.flux_per_cm2_s for row in network.reactors if row.reactor_id == line.reactor_id)
    in_target_mbq = end_of_bombardment_activity_mbq(
        line.target_nuclide,
        line.target_mass_g,
        line.enrichment_fraction,
        [[flux, line.irradiation_max_h]],
        cooling_h=line.cooling_h + line.processing_h,
    )
    per_batch = int(max(0.0, line.yield_fraction * float(in_target_mbq) - line.qc_sample_mbq) // activity_mbq)
    initial = sum(
        int(batch.usable_activity_mbq // activity_mbq)
        for batch in network.initial_batches
        if batch.line_id == line.line_id
    )
    return initial + per_batch * line.batches_per_day * _processing_days(network, line)


def _processing_days(network: Network, line: Line) -> int:
    """Count the dates of the horizon that could process an irradiation begun after the present."""
    site_id = next(row.site_id for row in network.suppliers if row.supplier_id == line.supplier_id)
    zone = zone_named(next(row.timezone for row in network.sites if row.site_id == site_id))
    properties = network.properties
    count = 0
    for day in range(properties.horizon_days):
        on = properties.horizon_start_on + timedelta(days=day)
        starts_at = instant_at(on, clock_minutes(line.processing_starts_local), zone)
        ends_at = starts_at - timedelta(hours=line.cooling_h)
        begins_at = ends_at - timedelta(hours=line.irradiation_min_h)
        if str(on.isoweekday()) in line.processing_weekdays and begins_at >= properties.planned_at:
            count += _runs(network, line.reactor_id, begins_at, ends_at)
    return count


def _runs(network: Network, reactor_id: str, from_at: datetime, to_at: datetime) -> bool:
    """Tell whether a reactor runs from one instant to another."""
    in_cycle = any(
        row.reactor_id == reactor_id and row.starts_at <= from_at and to_at <= row.ends_at
        for row in network.reactor_cycles
    )
    stopped = any(
        (row.kind, row.ref_id) == ("reactor", reactor_id) and row.starts_at < to_at and from_at < row.ends_at
        for row in network.stops
    )
    return in_cycle and not stopped


def _fewest_nights(network: Network, product_id: str, prescribed_mbq: float) -> int:
    """Return the fewest nights that a stay with a product takes at any centre, in a week without holidays."""
    days = TreatmentDays(network)
    start_on = network.properties.horizon_start_on
    return min(
        (
            stay.nights
            for row in network.site_products
            if row.product_id == product_id
            for day in range(7)
            for stay in days.stays(row.site_id, product_id, start_on + timedelta(days=day), prescribed_mbq)
        ),
        default=0,
    )


def _place_nights(network: Network) -> int:
    """Count place-nights under cover in the horizon, closures not taken off."""
    days = TreatmentDays(network)
    properties = network.properties
    covered = {(row.site_id, row.weekday) for row in network.covers if row.night_cover}
    dates = [properties.horizon_start_on + timedelta(days=day) for day in range(properties.horizon_days)]
    rows = Counter(days.weekday_row(on) for on in dates)
    return sum(
        nights
        for place in network.places
        if place.overnight
        for weekday, nights in rows.items()
        if (place.site_id, weekday) in covered
    )


def _ends_at(network: Network) -> datetime:
    properties = network.properties
    end_on = properties.horizon_start_on + timedelta(days=properties.horizon_days)
    return local_midnight(end_on, zone_named(properties.timezone))
