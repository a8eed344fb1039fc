"""Where vials come from, how they are filled and how they travel (problem.md: Supply; C05, C06, C07)."""

import math
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from doseline.journey import Departure, InitialOrder, Lane, Line, Product, Slot, Supplier
from doseline.network import Network
from tests.oracles.planning.clock import DAY, Clock, local_instant, overlap
from tests.oracles.planning.demand import Cycle, asked_mbq
from tests.oracles.planning.irradiation import irradiation_offers


@dataclass(frozen=True)
class Source:
    """A source of vials, named as certificates name it."""

    name: str
    product_id: str
    supplier: Supplier
    calibration_at: datetime
    dispatch_at: datetime
    certified_at: datetime
    slot: Slot | None = None
    order: InitialOrder | None = None
    initial_batch_id: str | None = None
    line: Line | None = None
    processing_on: date | None = None
    processing_starts_at: datetime | None = None


@dataclass(frozen=True)
class Vial:
    """A vial of a source, filled for one administration (or for nobody)."""

    intended_at: datetime
    activity_at_calibration_mbq: float
    volume_ml: float | None


@dataclass(frozen=True)
class Journey:
    """One departure of one lane."""

    lane: Lane
    departs_at: datetime
    arrives_at: datetime


def hours(count_h: float) -> timedelta:
    return timedelta(hours=count_h)


def stopped(network: Network, kind: str, ref_id: str, starts_at: datetime, ends_at: datetime | None = None) -> bool:
    """Whether a stop covers an instant, or overlaps ``[starts_at, ends_at)``."""
    stops = [stop for stop in network.stops if (stop.kind, stop.ref_id) == (kind, ref_id)]
    if ends_at is None:
        return any(stop.starts_at <= starts_at < stop.ends_at for stop in stops)
    return any(overlap(starts_at, ends_at, stop.starts_at, stop.ends_at) for stop in stops)


def sources(network: Network, without: frozenset[str]) -> list[Source]:
    """Every source that exists."""
    suppliers = {supplier.supplier_id: supplier for supplier in network.suppliers}
    return [
        *_slots(network, suppliers, without),
        *_initial_orders(network, suppliers),
        *_initial_batches(network, suppliers),
        *_processing_days(network, suppliers, without),
    ]


def _slots(network: Network, suppliers: dict[str, Supplier], without: frozenset[str]) -> list[Source]:
    found = []
    for slot in network.slots:
        in_time = slot.order_cutoff_at >= network.properties.planned_at or "C06" in without
        if in_time and not stopped(network, "supplier", slot.supplier_id, slot.dispatch_at):
            found.append(
                Source(
                    name=f"slot:{slot.slot_id}",
                    product_id=slot.product_id,
                    supplier=suppliers[slot.supplier_id],
                    calibration_at=slot.calibration_at,
                    dispatch_at=slot.dispatch_at,
                    certified_at=slot.certified_at,
                    slot=slot,
                )
            )
    return found


def _initial_orders(network: Network, suppliers: dict[str, Supplier]) -> list[Source]:
    return [
        Source(
            name=f"order:{order.order_id}",
            product_id=order.product_id,
            supplier=suppliers[order.supplier_id],
            calibration_at=order.calibration_at,
            dispatch_at=order.dispatch_at,
            certified_at=order.certified_at,
            order=order,
        )
        for order in network.initial_orders
    ]


def _initial_batches(network: Network, suppliers: dict[str, Supplier]) -> list[Source]:
    lines = {line.line_id: line for line in network.lines}
    return [
        Source(
            name=f"batch:{batch.batch_id}",
            product_id=lines[batch.line_id].product_id,
            supplier=suppliers[lines[batch.line_id].supplier_id],
            calibration_at=batch.calibration_at,
            dispatch_at=batch.dispatch_at,
            certified_at=batch.certified_at,
            initial_batch_id=batch.batch_id,
            line=lines[batch.line_id],
        )
        for batch in network.initial_batches
    ]


def _processing_days(network: Network, suppliers: dict[str, Supplier], without: frozenset[str]) -> list[Source]:
    """Every date on which a line can process at least one batch that the planner offers."""
    clock = Clock(network)
    found = []
    for line in network.lines:
        supplier = suppliers[line.supplier_id]
        zone = ZoneInfo(next(site.timezone for site in network.sites if site.site_id == supplier.site_id))
        day = clock.first_day
        while day < clock.end_day:
            starts_at = local_instant(day, line.processing_starts_local, zone)
            calibration_at = starts_at + hours(line.processing_h)
            dispatch_at = calibration_at + hours(line.qc_h)
            if (
                str(day.isoweekday()) in line.processing_weekdays
                and not stopped(network, "line", line.line_id, starts_at, dispatch_at)
                and irradiation_offers(network, line, starts_at, without)
            ):
                found.append(
                    Source(
                        name=f"line:{line.line_id}:{day.isoformat()}",
                        product_id=line.product_id,
                        supplier=supplier,
                        calibration_at=calibration_at,
                        dispatch_at=dispatch_at,
                        certified_at=dispatch_at,
                        line=line,
                        processing_on=day,
                        processing_starts_at=starts_at,
                    )
                )
            day += DAY
    return found


def batches_left(network: Network, source: Source) -> int:
    """How many new batches C05 leaves to the line and date of a source, after the initial batches of that date."""
    assert source.line is not None
    zone = ZoneInfo(next(site.timezone for site in network.sites if site.site_id == source.supplier.site_id))
    begun = 0
    for batch in network.initial_batches:
        started_at = batch.calibration_at - hours(source.line.processing_h)
        if batch.line_id == source.line.line_id and started_at.astimezone(zone).date() == source.processing_on:
            begun += 1
    return max(0, source.line.batches_per_day - begun)


def material_due_at(source: Source) -> datetime | None:
    """Last instant for the patient's own material to be with the maker; None: none is needed."""
    made = source.slot or source.order
    return None if made is None else made.material_due_at


def half_life_h(network: Network, product: Product) -> float:
    """Half-life of a product's nuclide; what has none never decays."""
    if product.nuclide == "none":
        return math.inf
    return next(row.half_life_h for row in network.nuclides if row.nuclide == product.nuclide)


def activity_at(network: Network, product: Product, source: Source, vial: Vial, instant: datetime) -> float:
    """Activity of a vial at an instant (MBq)."""
    elapsed_h = (instant - source.calibration_at) / hours(1)
    return float(vial.activity_at_calibration_mbq * 2.0 ** (-elapsed_h / half_life_h(network, product)))


def fill(
    network: Network, wanted_mbq: float, product: Product, source: Source, administered_at: datetime | None
) -> Vial:
    """The vial for an activity from a source: for an instant of administration, or unused (problem.md: Fill)."""
    clock = Clock(network)
    if product.form == "stock_vial":
        assert product.concentration_mbq_per_ml is not None
        assert product.volume_max_ml is not None
        return Vial(
            intended_at=source.calibration_at if administered_at is None else administered_at,
            activity_at_calibration_mbq=product.concentration_mbq_per_ml * product.volume_max_ml,
            volume_ml=product.volume_max_ml,
        )
    if source.order is not None:
        intended_on = source.order.intended_on
    else:
        assert administered_at is not None
        intended_on = clock.day_of(administered_at)
    assert product.fill_reference_local is not None
    intended_at = local_instant(intended_on, product.fill_reference_local, clock.zone)
    decays_h = (intended_at - source.calibration_at) / hours(1)
    activity_mbq = wanted_mbq * 2.0 ** (decays_h / half_life_h(network, product))
    volume_ml = None
    if product.form == "patient_vial" and product.concentration_mbq_per_ml is not None:
        volume_ml = activity_mbq / product.concentration_mbq_per_ml
    return Vial(intended_at=intended_at, activity_at_calibration_mbq=activity_mbq, volume_ml=volume_ml)


def administered_mbq(network: Network, cycle: Cycle, source: Source, vial: Vial, administered_at: datetime) -> float:
    """Activity that the patient gets (MBq)."""
    if cycle.product.form == "stock_vial":
        return asked_mbq(cycle)
    return activity_at(network, cycle.product, source, vial, administered_at) - cycle.product.residual_mbq


def under_way(network: Network, source: Source) -> Journey | None:
    """The journey that a vial has begun before the present; it makes no other, whatever its lane's rules say."""
    for shipment in network.initial_shipments:
        if source.order is not None and source.order.shipment_id == shipment.shipment_id:
            lane = next(row for row in network.lanes if row.lane_id == shipment.lane_id)
            return Journey(lane=lane, departs_at=shipment.departs_at, arrives_at=shipment.arrives_at)
    return None


def journeys(
    network: Network, source: Source, site_id: str, latest_arrival_at: datetime, without: frozenset[str]
) -> list[Journey]:
    """Every way for a vial from its supplier to a centre that arrives by an instant within reception hours."""
    left = under_way(network, source)
    if left is not None:
        goes_there = left.lane.destination_site_id == site_id
        return [left] if goes_there and left.arrives_at <= latest_arrival_at else []
    clock = Clock(network)
    found = []
    for lane in network.lanes:
        if (lane.origin_site_id, lane.destination_site_id) != (source.supplier.site_id, site_id):
            continue
        for departs_at in _departures(network, lane, source, latest_arrival_at, without):
            arrives_at = departs_at + hours(lane.transit_h)
            received = "C08" in without or clock.is_open(site_id, "reception", arrives_at)
            if arrives_at <= latest_arrival_at and received:
                found.append(Journey(lane=lane, departs_at=departs_at, arrives_at=arrives_at))
    return found


def _departures(
    network: Network, lane: Lane, source: Source, latest_at: datetime, without: frozenset[str]
) -> list[datetime]:
    planned_at = network.properties.planned_at
    cutoff_h = 0.0 if "C07" in without else lane.handover_cutoff_h
    ready_at = max(source.dispatch_at + hours(cutoff_h), planned_at)
    zone = ZoneInfo(next(site.timezone for site in network.sites if site.site_id == lane.origin_site_id))
    found = {ready_at} if "C07" in without else set()
    day = ready_at.astimezone(zone).date()
    while local_instant(day, "00:00", zone) <= latest_at:
        rows: list[Departure] = [row for row in network.departures if row.lane_id == lane.lane_id]
        for row in rows:
            departs_at = local_instant(day, row.departs_local, zone)
            if row.weekday == day.isoweekday() and departs_at >= ready_at:
                found.add(departs_at)
        day += DAY
    return sorted(found)
