"""Where a vial can come from: open slots, batches in stock, and the days on which a line can make one."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from doseline.checking.calendar import clock_minutes, local_instant
from doseline.checking.irradiation import initial_batches_begun
from doseline.checking.orders import stopped_by
from doseline.checking.processing import licence_allows, line_manned
from doseline.checking.production import lengths_h, made_batch, usable_activity_mbq
from doseline.checking.view import View
from doseline.journey import InitialOrder, Line, Reactor
from doseline.quantities import timedelta_from_h

__all__ = ["Source", "best_usable_mbq", "ordered_source", "sources_of"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """One source of vials.

    Attributes
    ----------
    row : row of the certificates that limits it; empty for an initial order that is for its own cycle alone
    by_activity : whether the row counts activity at calibration rather than vials
    capacity_mbq : largest activity one vial can have; infinite where vials are counted
    intended_at : instant for which the vial is made; None when it follows the date of administration
    arrives_at : instant at which a vial that has left comes to its centre; None when it has still to be sent
    irrevocable : whether the vial is wasted if nobody gets it
    """

    row: str
    by_activity: bool
    site_id: str
    calibration_at: datetime
    dispatch_at: datetime
    certified_at: datetime
    capacity_mbq: float = float("inf")
    intended_at: datetime | None = None
    arrives_at: datetime | None = None
    irrevocable: bool = False


def sources_of(view: View, product_id: str, trial: str) -> list[Source]:
    """Return every source of a product that is nobody's order, for the courses of a trial with vials of its own.

    Without a trial: those that are open to all other courses.
    """
    slots = _slots(view, product_id, trial)
    return [*slots] if trial else [*slots, *_batches(view, product_id), *_lines(view, product_id)]


def ordered_source(view: View, made: InitialOrder) -> Source | None:
    """Return the source that an initial order is for its own cycle, and for others if it is given up."""
    supplier, product = view.suppliers.get(made.supplier_id), view.products.get(made.product_id)
    left = view.initial_shipments.get(made.shipment_id or "")
    if supplier is None or product is None:
        return None
    return Source(
        row=f"order|{made.order_id}" if made.given_up else "",
        by_activity=False,
        site_id=supplier.site_id,
        calibration_at=made.calibration_at,
        dispatch_at=made.dispatch_at,
        certified_at=made.certified_at,
        intended_at=view.fill_at(product, made.intended_on),
        arrives_at=left.arrives_at if left else None,
        irrevocable=made.state == "irrevocable",
    )


def _slots(view: View, product_id: str, trial: str) -> Iterator[Source]:
    planned_at = view.network.properties.planned_at
    owners = {row.supplier_id: row.trial_id for row in view.network.trial_supply if row.product_id == product_id}
    for slot in view.network.slots:
        supplier = view.suppliers.get(slot.supplier_id)
        if slot.product_id != product_id or supplier is None or slot.quantity < 1 or slot.order_cutoff_at < planned_at:
            continue
        if owners.get(slot.supplier_id, "") == trial and stopped_by(view, slot) is None:
            yield Source(
                row=f"slot|{slot.slot_id}",
                by_activity=False,
                site_id=supplier.site_id,
                calibration_at=slot.calibration_at,
                dispatch_at=slot.dispatch_at,
                certified_at=slot.certified_at,
            )


def _batches(view: View, product_id: str) -> Iterator[Source]:
    for batch in view.network.initial_batches:
        line = view.lines.get(batch.line_id)
        supplier = view.suppliers.get(line.supplier_id) if line else None
        if line is not None and supplier is not None and line.product_id == product_id:
            yield Source(
                row=f"batch|{batch.batch_id}",
                by_activity=True,
                site_id=supplier.site_id,
                calibration_at=batch.calibration_at,
                dispatch_at=batch.dispatch_at,
                certified_at=batch.certified_at,
                capacity_mbq=batch.usable_activity_mbq,
            )


def _lines(view: View, product_id: str) -> Iterator[Source]:
    for line in view.network.lines:
        supplier = view.suppliers.get(line.supplier_id)
        if line.product_id != product_id or supplier is None:
            continue
        for day in range(view.network.properties.horizon_days):
            on = view.calendar.horizon_start_on + timedelta(days=day)
            starts_at = processing_start(view, line, day)
            usable_mbq = best_usable_mbq(view, line, starts_at) if starts_at is not None else None
            if starts_at is None or usable_mbq is None or line.batches_per_day <= initial_batches_begun(view, line, on):
                continue
            made = made_batch(line, starts_at)
            yield Source(
                row=f"line|{line.line_id}|{on}",
                by_activity=True,
                site_id=supplier.site_id,
                calibration_at=made.calibration_at,
                dispatch_at=made.dispatch_at,
                certified_at=made.dispatch_at,
                capacity_mbq=usable_mbq,
            )


def processing_start(view: View, line: Line, day: int) -> datetime | None:
    """Return when the line would start processing on a day of the horizon; None on a weekday it does not work."""
    on = view.calendar.horizon_start_on + timedelta(days=day)
    if not 0 <= day < view.network.properties.horizon_days or str(on.isoweekday()) not in line.processing_weekdays:
        return None
    supplier = view.suppliers.get(line.supplier_id)
    site = view.sites.get(supplier.site_id) if supplier else None
    zone = ZoneInfo(site.timezone) if site else view.calendar.zone
    return local_instant(on, clock_minutes(line.processing_starts_local), zone)


def best_usable_mbq(view: View, line: Line, processing_starts_at: datetime) -> float | None:
    """Return the most that a batch processed at an instant can hold, over the allowed lengths; None: it cannot be."""
    made, reactor = made_batch(line, processing_starts_at), view.reactors.get(line.reactor_id)
    for stop in view.network.stops:
        of_line = stop.kind == "line" and stop.ref_id == line.line_id
        if of_line and stop.starts_at < made.dispatch_at and stop.ends_at > processing_starts_at:
            return None
    if reactor is None or not line_manned(view, line, processing_starts_at):
        return None
    ends_at = processing_starts_at - timedelta_from_h(line.cooling_h)
    usable = [
        usable_activity_mbq(line, reactor, ends_at - timedelta_from_h(length_h), ends_at, made.calibration_at)
        for length_h in lengths_h(line)
        if licence_allows(view, line, length_h)
        and _can_irradiate(view, reactor, ends_at - timedelta_from_h(length_h), ends_at)
    ]
    return max(usable, default=None)


def _can_irradiate(view: View, reactor: Reactor, starts_at: datetime, ends_at: datetime) -> bool:
    if starts_at < view.network.properties.planned_at:
        return False
    if not any(
        cycle.reactor_id == reactor.reactor_id and cycle.starts_at <= starts_at and ends_at <= cycle.ends_at
        for cycle in view.network.reactor_cycles
    ):
        return False
    for stop in view.network.stops:
        of_reactor = stop.kind == "reactor" and stop.ref_id == reactor.reactor_id
        if of_reactor and stop.starts_at < ends_at and stop.ends_at > starts_at:
            return False
    under_way = [
        (row.starts_at, row.ends_at)
        for row in view.network.initial_irradiations
        if (line := view.lines.get(row.line_id)) and line.reactor_id == reactor.reactor_id
    ]
    busiest = [starts_at, *(begin for begin, _ in under_way if starts_at < begin < ends_at)]
    return all(sum(begin <= at < end for begin, end in under_way) < reactor.positions for at in busiest)
