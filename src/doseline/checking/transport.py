"""C07 and C08: shipments on lanes, and their reception.

A shipment that left before the present is a fact: its vials stay in it, and when it left, came or comes, and with how
much aboard, is not the plan's to answer for.
"""

from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from doseline.checking.calendar import clock_minutes, local_instant
from doseline.checking.facts import ACTIVITY_TOLERANCE, Treatment
from doseline.checking.verdict import Violation
from doseline.checking.view import View
from doseline.journey import Lane, Shipment
from doseline.quantities import timedelta_from_h

__all__ = ["departures", "loads", "on_the_road", "reception", "routes"]

_SECOND = timedelta(seconds=1)


def departures(view: View) -> Iterator[Violation]:
    """C07: a shipment leaves with a departure of its lane, not in the past, and arrives after the lane's transit."""
    weekly = {(row.lane_id, row.weekday, clock_minutes(row.departs_local)) for row in view.network.departures}
    planned_at = view.network.properties.planned_at
    for row in view.shipments.values():
        lane = view.lanes.get(row.lane_id)
        if lane is None or row.shipment_id in view.initial_shipments:
            continue
        zone = _zone(view, lane)
        there = row.departs_at.astimezone(zone)
        minutes = there.hour * 60 + there.minute
        listed = (row.lane_id, there.isoweekday(), minutes) in weekly
        if not listed or local_instant(there.date(), minutes, zone) != row.departs_at:
            yield _shipment(row, f"departs at {there:%A %Y-%m-%d %H:%M:%S}", f"a departure of lane {row.lane_id}")
        if row.departs_at < planned_at:
            found = f"departs at {view.calendar.said(row.departs_at)}"
            yield _shipment(row, found, f"not before {view.calendar.said(planned_at)}")
        arrives_at = row.departs_at + timedelta_from_h(lane.transit_h)
        if abs(row.arrives_at - arrives_at) >= _SECOND:
            yield _shipment(row, f"arrives at {view.calendar.said(row.arrives_at)}", view.calendar.said(arrives_at))


def routes(view: View) -> Iterator[Violation]:
    """C07: each administered vial is shipped from its supplier to its centre and handed over in time."""
    for treatment in view.treatments:
        filled = treatment.filled
        if filled is None:
            continue
        if filled.vial.shipment_id is None:
            yield _vial(treatment, "is administered without a shipment", "one lane from its supplier to the centre")
        if treatment.shipment is None or treatment.lane is None:
            continue
        supplier = view.suppliers.get(filled.origin.supplier_id)
        lane, site_id = treatment.lane, treatment.administration.site_id
        if supplier is not None and (lane.origin_site_id, lane.destination_site_id) != (supplier.site_id, site_id):
            found = f"travels from {lane.origin_site_id} to {lane.destination_site_id}"
            yield _vial(treatment, found, f"from {supplier.site_id} to {site_id}")
        if filled.origin.left_in is not None:
            continue  # whether it was handed over in time is past
        ready_at = filled.origin.dispatch_at + timedelta_from_h(lane.handover_cutoff_h)
        if treatment.shipment.departs_at < ready_at:
            found = f"departs at {view.calendar.said(treatment.shipment.departs_at)}"
            yield _vial(treatment, found, f"not before {view.calendar.said(ready_at)}, after handover")


def on_the_road(view: View) -> Iterator[Violation]:
    """C07: a vial that left before the present stays in its shipment, and no other vial is put into that."""
    for vial in view.vials.values():
        origin = view.origins.get(vial.vial_id)
        left_in = origin.left_in if origin else None
        if left_in is not None and vial.shipment_id != left_in:
            found = f"is in shipment {vial.shipment_id}" if vial.shipment_id else "is in no shipment"
            allowed = f"{left_in}, in which it left before the present"
        elif origin is not None and left_in is None and vial.shipment_id in view.initial_shipments:
            found = f"is in shipment {vial.shipment_id}, which left before the present"
            allowed = "a shipment that leaves after the present; that one carries the initial orders that name it"
        else:
            continue
        yield Violation(constraint="C07", table="vials", key=vial.vial_id, found=found, allowed=allowed)


def loads(view: View) -> Iterator[Violation]:
    """C07: all vials of one departure are one shipment, within the lane's packages and activity."""
    aboard: dict[str, list[str]] = defaultdict(list)
    for vial in view.vials.values():
        if vial.shipment_id is not None:
            aboard[vial.shipment_id].append(vial.vial_id)
    of_departure: dict[tuple[str, datetime], list[Shipment]] = defaultdict(list)
    for row in view.shipments.values():
        of_departure[row.lane_id, row.departs_at].append(row)
    for (lane_id, departs_at), rows in of_departure.items():
        for row in rows[1:]:
            found = f"departs with shipment {rows[0].shipment_id}"
            yield _shipment(row, found, f"one shipment a departure of lane {lane_id}")
        lane = view.lanes.get(lane_id)
        if lane is None or rows[0].shipment_id in view.initial_shipments:
            continue
        vial_ids = [vial_id for row in rows for vial_id in aboard[row.shipment_id]]
        if len(vial_ids) > lane.max_packages:
            yield _shipment(rows[0], f"{len(vial_ids)} packages leave on one departure", str(lane.max_packages))
        total_mbq = sum(view.filled[vial_id].activity_at(departs_at) for vial_id in vial_ids if vial_id in view.filled)
        if total_mbq > lane.max_activity_mbq * (1.0 + ACTIVITY_TOLERANCE):
            found = f"{total_mbq:.6g} MBq leave on one departure"
            yield _shipment(rows[0], found, f"{lane.max_activity_mbq:.6g} MBq")


def reception(view: View) -> Iterator[Violation]:
    """C08: a shipment arrives while its centre receives, and before preparation starts."""
    for row in view.shipments.values():
        lane = view.lanes.get(row.lane_id)
        if lane is None or row.shipment_id in view.initial_shipments:
            continue
        if view.calendar.is_open(lane.destination_site_id, "reception", row.arrives_at):
            continue
        hours = view.calendar.said_hours(lane.destination_site_id, "reception", view.calendar.date_of(row.arrives_at))
        found = f"arrives at {view.calendar.said(row.arrives_at)} at {lane.destination_site_id}"
        yield _shipment(row, found, hours, constraint="C08")
    for treatment in view.treatments:
        if treatment.shipment is None or treatment.product is None:
            continue
        needed_at = treatment.administration.administered_at - timedelta_from_h(treatment.product.preparation_h)
        if treatment.shipment.arrives_at > needed_at:
            found = f"arrives at {view.calendar.said(treatment.shipment.arrives_at)}"
            allowed = f"until {view.calendar.said(needed_at)}, when its preparation starts"
            yield _vial(treatment, found, allowed, constraint="C08")


def _zone(view: View, lane: Lane) -> ZoneInfo:
    origin = view.sites.get(lane.origin_site_id)
    return ZoneInfo(origin.timezone) if origin else view.calendar.zone


def _shipment(row: Shipment, found: str, allowed: str, constraint: str = "C07") -> Violation:
    return Violation(constraint=constraint, table="shipments", key=row.shipment_id, found=found, allowed=allowed)


def _vial(treatment: Treatment, found: str, allowed: str, constraint: str = "C07") -> Violation:
    key = treatment.administration.vial_id
    return Violation(constraint=constraint, table="vials", key=key, found=found, allowed=allowed)
