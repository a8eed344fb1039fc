"""Where a vial can come from: slots, orders, batches made and batches that could be made."""

import math
from collections import Counter
from dataclasses import dataclass, field
from datetime import date, timedelta
from zoneinfo import ZoneInfo

import numpy as np

from doseline.journey import InitialOrder, InitialShipment, Line, Slot, Stop
from doseline.network.model import Network
from doseline.pathway.calendar import Calendar
from doseline.pathway.processing import Processing
from doseline.quantities import h_from_min

__all__ = ["BatchOption", "Source", "sources_of", "usable_mbq"]

TINY_MBQ = 1e-6
MANY_BATCHES = 8
"""Batches a line may make on one day when C05 is left out."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchOption:
    """One irradiation that could feed a batch, and what it would give.

    Attributes
    ----------
    starts_min, ends_min : irradiation (min of the grid)
    end_of_bombardment_mbq : product activity at the end of irradiation
    usable_mbq : usable activity at calibration
    in_process_mbq : activity of the target when processing starts
    """

    starts_min: int
    ends_min: int
    end_of_bombardment_mbq: float
    usable_mbq: float
    in_process_mbq: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A source of vials of one product.

    Attributes
    ----------
    key : ``slot:ID``, ``order:ID``, ``batch:ID`` or ``line:LINE:DATE``
    kind : slot, order, batch or line
    product_id, site_id : product, and the site it dispatches from
    calibration_min, dispatch_min, certified_min : minutes of the grid
    quantity : vials (slot, order)
    usable_mbq : usable activity at calibration (batch); the largest one offered (line)
    destination_site_id, course_id, cycle_number, intended_day, irrevocable : of an order
    given_up : whether an order may go to another patient than its own
    shipment : what an order's vial travels in when it has left already; it takes no other
    collected_min : last minute at which the patient's own material may be collected for it, by the cycle before; None:
        it is made from nobody's own
    line_id, processing_min, options : of a batch that could be made, shortest irradiation first
    copy : 0, 1, .. for several batches of one line on one day
    """

    key: str
    kind: str
    identifier: str
    product_id: str
    site_id: str
    supplier_id: str
    calibration_min: int
    dispatch_min: int
    certified_min: int
    quantity: int = 0
    usable_mbq: float = 0.0
    destination_site_id: str | None = None
    course_id: str | None = None
    cycle_number: int = 0
    intended_day: int = 0
    irrevocable: bool = False
    given_up: bool = False
    shipment: InitialShipment | None = None
    collected_min: int | None = None
    line_id: str | None = None
    processing_min: int = 0
    options: tuple[BatchOption, ...] = field(default=())
    copy: int = 0


def _stopped(stops: list[Stop], calendar: Calendar, begin_min: float, end_min: float) -> bool:
    return any(
        calendar.minute(stop.starts_at) < end_min and begin_min < calendar.minute(stop.ends_at) for stop in stops
    )


def _stops(network: Network, kind: str, identifier: str) -> list[Stop]:
    return [stop for stop in network.stops if stop.kind == kind and stop.ref_id == identifier]


def _collected_min(network: Network, calendar: Calendar, made: Slot | InitialOrder) -> int | None:
    """Last minute at which the patient's own material may be collected for what is made from it; None: from none."""
    material_h = next(row.own_material_h for row in network.products if row.product_id == made.product_id)
    if material_h is None or made.material_due_at is None:
        return None
    return calendar.minute(made.material_due_at) - math.ceil(60 * material_h)


def _slot_sources(network: Network, calendar: Calendar, *, cut_off_rule: bool) -> list[Source]:
    suppliers = {supplier.supplier_id: supplier for supplier in network.suppliers}
    stops = {key: _stops(network, "supplier", key) for key in suppliers}
    sources = []
    for slot in network.slots:
        dispatch_min = calendar.minute(slot.dispatch_at)
        if cut_off_rule and (slot.order_cutoff_at < network.properties.planned_at or slot.quantity == 0):
            continue
        if _stopped(stops[slot.supplier_id], calendar, dispatch_min, dispatch_min + 1e-9):
            continue
        sources.append(
            Source(
                key=f"slot:{slot.slot_id}",
                kind="slot",
                identifier=slot.slot_id,
                product_id=slot.product_id,
                site_id=suppliers[slot.supplier_id].site_id,
                supplier_id=slot.supplier_id,
                calibration_min=calendar.minute(slot.calibration_at),
                dispatch_min=dispatch_min,
                certified_min=calendar.minute(slot.certified_at),
                quantity=slot.quantity if cut_off_rule else 10**6,
                collected_min=_collected_min(network, calendar, slot) if cut_off_rule else None,
            )
        )
    return sources


def _order_sources(network: Network, calendar: Calendar, *, cut_off_rule: bool) -> list[Source]:
    suppliers = {supplier.supplier_id: supplier for supplier in network.suppliers}
    shipments = {shipment.shipment_id: shipment for shipment in network.initial_shipments}
    return [
        Source(
            key=f"order:{order.order_id}",
            kind="order",
            identifier=order.order_id,
            product_id=order.product_id,
            site_id=suppliers[order.supplier_id].site_id,
            supplier_id=order.supplier_id,
            calibration_min=calendar.minute(order.calibration_at),
            dispatch_min=calendar.minute(order.dispatch_at),
            certified_min=calendar.minute(order.certified_at),
            quantity=1,
            destination_site_id=order.destination_site_id,
            course_id=order.course_id,
            cycle_number=order.cycle_number,
            intended_day=calendar.day_of(order.intended_on),
            irrevocable=order.state == "irrevocable",
            given_up=bool(order.given_up),
            shipment=shipments[order.shipment_id] if order.shipment_id else None,
            collected_min=_collected_min(network, calendar, order) if cut_off_rule else None,
        )
        for order in network.initial_orders
    ]


def _batch_sources(network: Network, calendar: Calendar, *, batch_rule: bool) -> list[Source]:
    suppliers = {supplier.supplier_id: supplier for supplier in network.suppliers}
    lines = {line.line_id: line for line in network.lines}
    return [
        Source(
            key=f"batch:{batch.batch_id}",
            kind="batch",
            identifier=batch.batch_id,
            product_id=lines[batch.line_id].product_id,
            site_id=suppliers[lines[batch.line_id].supplier_id].site_id,
            supplier_id=lines[batch.line_id].supplier_id,
            calibration_min=calendar.minute(batch.calibration_at),
            dispatch_min=calendar.minute(batch.dispatch_at),
            certified_min=calendar.minute(batch.certified_at),
            usable_mbq=batch.usable_activity_mbq if batch_rule else 1e15,
        )
        for batch in network.initial_batches
    ]


def irradiation_lengths_h(line: Line) -> list[float]:
    """Lengths that the planner offers: shortest, shortest + step, .. longest (h)."""
    count = int(np.floor((line.irradiation_max_h - line.irradiation_min_h) / line.irradiation_step_h + 1e-9))
    return [line.irradiation_min_h + k * line.irradiation_step_h for k in range(count + 1)]


def line_activities_mbq(line: Line, flux_per_cm2_s: float) -> list[tuple[float, float, float, float]]:
    """What each length of irradiation gives.

    Length (h), product activity at the end of irradiation, usable activity at calibration and activity of the target at
    the start of processing (MBq), for each. The target cools for ``cooling_h`` and is processed for ``processing_h``
    before calibration; ingrowth from the parent after the end of irradiation is included.
    """
    from doseline.physics import end_of_bombardment_activity_mbq

    lengths = np.array(irradiation_lengths_h(line))
    steps = np.stack([np.full(lengths.shape, flux_per_cm2_s), lengths], axis=-1)[:, None, :]
    target = (line.target_nuclide, line.target_mass_g, line.enrichment_fraction, steps)
    at_end = end_of_bombardment_activity_mbq(*target)
    at_start = end_of_bombardment_activity_mbq(*target, cooling_h=line.cooling_h)
    at_calibration = end_of_bombardment_activity_mbq(*target, cooling_h=line.cooling_h + line.processing_h)
    usable = np.maximum(0.0, line.yield_fraction * at_calibration - line.qc_sample_mbq)
    return list(zip(lengths.tolist(), at_end.tolist(), usable.tolist(), at_start.tolist(), strict=True))


def usable_mbq(network: Network, source: Source, option: BatchOption) -> float:
    """What a batch that could be made really holds at calibration (MBq), also where its option says otherwise.

    Parameters
    ----------
    network : the country
    source : of kind line
    option : irradiation that feeds the batch
    """
    line = next(line for line in network.lines if line.line_id == source.line_id)
    reactor = next(item for item in network.reactors if item.reactor_id == line.reactor_id)
    wanted_h = h_from_min(float(option.ends_min - option.starts_min))
    return min(line_activities_mbq(line, reactor.flux_per_cm2_s), key=lambda row: abs(row[0] - wanted_h))[2]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Reactor:
    """When a reactor runs, and what it makes of the targets of one line."""

    cycles: list[tuple[int, int]]
    stops: list[Stop]
    yields: list[tuple[float, float, float, float]]
    licence_mbq: float


def _batch_options(
    reactor: _Reactor, calendar: Calendar, ends_min: int, planned_min: int, *, reactor_rule: bool, batch_rule: bool
) -> list[BatchOption]:
    """Irradiations that could end at a minute, by what they give."""
    options = []
    for length_h, end_mbq, usable_mbq, in_process_mbq in reactor.yields:
        begins_min = ends_min - round(60 * length_h)
        if begins_min < planned_min or usable_mbq <= 0.0 or in_process_mbq > reactor.licence_mbq + TINY_MBQ:
            continue
        if reactor_rule:
            if not any(on <= begins_min and ends_min <= off for on, off in reactor.cycles):
                continue
            if _stopped(reactor.stops, calendar, begins_min, ends_min):
                continue
        options.append(
            BatchOption(
                starts_min=begins_min,
                ends_min=ends_min,
                end_of_bombardment_mbq=end_mbq,
                usable_mbq=usable_mbq if batch_rule else 1e15,
                in_process_mbq=in_process_mbq,
            )
        )
    options.sort(key=lambda option: option.usable_mbq)
    return options


def _batches_begun(network: Network, line: Line, timezone: str) -> Counter[date]:
    """How many initial batches a line processes on each local date: they take their turn of the day (C05)."""
    processing = timedelta(hours=line.processing_h)
    return Counter(
        (batch.calibration_at - processing).astimezone(ZoneInfo(timezone)).date()
        for batch in network.initial_batches
        if batch.line_id == line.line_id
    )


def _line_sources(
    network: Network, calendar: Calendar, *, reactor_rule: bool, batch_rule: bool, per_day_rule: bool
) -> list[Source]:
    suppliers = {supplier.supplier_id: supplier for supplier in network.suppliers}
    sites = {site.site_id: site for site in network.sites}
    reactors = {reactor.reactor_id: reactor for reactor in network.reactors}
    planned_min = calendar.minute(network.properties.planned_at)
    processing_of = Processing(network, calendar)
    sources = []
    for line in network.lines:
        supplier = suppliers[line.supplier_id]
        reactor = _Reactor(
            cycles=[
                (calendar.minute(cycle.starts_at), calendar.minute(cycle.ends_at))
                for cycle in network.reactor_cycles
                if cycle.reactor_id == line.reactor_id
            ],
            stops=_stops(network, "reactor", line.reactor_id),
            yields=line_activities_mbq(line, reactors[line.reactor_id].flux_per_cm2_s),
            licence_mbq=processing_of.licence_mbq(line) if per_day_rule else np.inf,
        )
        line_stops = _stops(network, "line", line.line_id)
        weekdays = {int(weekday) for weekday in line.processing_weekdays}
        starts = calendar.at_clock(line.processing_starts_local, sites[supplier.site_id].timezone)
        started = _batches_begun(network, line, sites[supplier.site_id].timezone)
        for day in range(calendar.horizon_days):
            if int(calendar.true_weekday[day]) not in weekdays:
                continue
            processing = int(starts[day])
            calibration = processing + round(60 * line.processing_h)
            dispatch = calibration + round(60 * line.qc_h)
            if batch_rule and _stopped(line_stops, calendar, processing, dispatch):
                continue
            if per_day_rule and not processing_of.manned(line, processing, dispatch):
                continue
            ends = processing - round(60 * line.cooling_h)
            options = _batch_options(
                reactor, calendar, ends, planned_min, reactor_rule=reactor_rule, batch_rule=batch_rule
            )
            if not options:
                continue
            on = calendar.date_of(day).isoformat()
            free = line.batches_per_day - started[calendar.date_of(day)]
            copies = free if per_day_rule else max(free, MANY_BATCHES)
            for copy in range(copies):
                sources.append(
                    Source(
                        key=f"line:{line.line_id}:{on}",
                        kind="line",
                        identifier=f"{line.line_id}-{on}" + (f"-{copy + 1}" if copies > 1 else ""),
                        product_id=line.product_id,
                        site_id=supplier.site_id,
                        supplier_id=supplier.supplier_id,
                        calibration_min=calibration,
                        dispatch_min=dispatch,
                        certified_min=dispatch,
                        usable_mbq=options[-1].usable_mbq,
                        line_id=line.line_id,
                        processing_min=processing,
                        options=tuple(options),
                        copy=copy,
                    )
                )
    return sources


def sources_of(network: Network, calendar: Calendar, without: frozenset[str] = frozenset()) -> list[Source]:
    """Every source from which a vial can come, in the order slots, orders, batches, lines.

    Parameters
    ----------
    without : constraints left out (C03 to C06 matter here)
    """
    return [
        *_slot_sources(network, calendar, cut_off_rule="C06" not in without),
        *_order_sources(network, calendar, cut_off_rule="C06" not in without),
        *_batch_sources(network, calendar, batch_rule="C03" not in without),
        *_line_sources(
            network,
            calendar,
            reactor_rule="C04" not in without,
            batch_rule="C03" not in without,
            per_day_rule="C05" not in without,
        ),
    ]
