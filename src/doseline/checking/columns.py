"""C00, second half: computed columns say what follows from the rest, and instants lie on the grid."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date, datetime, timedelta

from doseline.checking.demand import CourseDemand, DemandedCycle
from doseline.checking.facts import Filled, Treatment, differs, said_cycle
from doseline.checking.production import activity_mbq
from doseline.checking.tables import broken
from doseline.checking.verdict import Violation
from doseline.checking.view import View
from doseline.journey import Order, Vial
from doseline.quantities import h_from_timedelta, timedelta_from_h

__all__ = [
    "administrations_agree",
    "orders_agree",
    "production_agrees",
    "shipments_agree",
    "stays_agree",
    "unserved_agree",
    "vials_agree",
]

_SECOND = timedelta(seconds=1)


def administrations_agree(view: View) -> Iterator[Violation]:
    """C00: product, prescription, dates, lateness and the administered activity of each administration."""
    for treatment in view.treatments:
        if treatment.demand is not None and treatment.cycle is not None:
            yield from _administration(view, treatment, treatment.demand, treatment.cycle)
        yield from _instants(view, treatment)


def _administration(
    view: View, treatment: Treatment, demand: CourseDemand, cycle: DemandedCycle
) -> Iterator[Violation]:
    row, calendar = treatment.administration, view.calendar
    on = calendar.date_of(row.administered_at)
    expected: dict[str, object] = {
        "product_id": demand.product_of(row.cycle_number).product_id,
        "due_at": calendar.midnight(cycle.due_on),
        "window_end_at": calendar.midnight(cycle.window_end_on),
        "days_late": max(0, (on - cycle.due_on).days),
        "in_window": on <= cycle.window_end_on,
    }
    yield from _equal("administrations", treatment.key, row, expected)
    prescribed_mbq = demand.prescribed_mbq(row.cycle_number)
    yield from _close(
        "administrations", treatment.key, "prescribed_activity_mbq", row.prescribed_activity_mbq, prescribed_mbq
    )
    yield from _close(
        "administrations",
        treatment.key,
        "administered_activity_mbq",
        row.administered_activity_mbq,
        treatment.given_mbq,
    )


def _instants(view: View, treatment: Treatment) -> Iterator[Violation]:
    calendar, at = view.calendar, treatment.administration.administered_at
    if not calendar.on_grid(at):
        yield _off_grid(view, "administrations", treatment.key, "administered_at", at)
    if not calendar.origin_at <= at < calendar.horizon_end_at:
        allowed = f"from {calendar.horizon_start_on} to before {calendar.horizon_end_on}"
        yield broken(
            "administrations", treatment.key, f"administered at {calendar.said(at)}, outside the horizon", allowed
        )


def stays_agree(view: View) -> Iterator[Violation]:
    """C00: admissions and discharges lie on the grid, and a place is clean when its cleaning ends."""
    for row in view.plan.stays:
        key = said_cycle((row.course_id, row.cycle_number))
        for column, at in (("starts_at", row.starts_at), ("ends_at", row.ends_at)):
            if not view.calendar.on_grid(at):
                yield _off_grid(view, "stays", key, column, at)
        place = view.places.get(row.place_id)
        if place is not None:
            yield from _same(
                view, "stays", key, "clean_at", row.clean_at, row.ends_at + timedelta_from_h(place.cleaning_h)
            )


def unserved_agree(view: View) -> Iterator[Violation]:
    """C00: product, dates and weight of each unserved cycle."""
    for row in view.plan.unserved:
        cycle, demand = view.cycles.get((row.course_id, row.cycle_number)), view.demand.get(row.course_id)
        if cycle is None or demand is None:
            continue
        expected: dict[str, object] = {
            "product_id": demand.product_of(row.cycle_number).product_id,
            "due_at": view.calendar.midnight(cycle.due_on),
            "window_end_at": view.calendar.midnight(cycle.window_end_on),
            "weight": demand.course.weight,
        }
        yield from _equal("unserved", said_cycle(cycle.key), row, expected)


def vials_agree(view: View) -> Iterator[Violation]:
    """C00: product, calibration, certification, intended instant and volume of each vial."""
    for vial in view.vials.values():
        origin = view.origins.get(vial.vial_id)
        if origin is None:
            continue
        yield from _same(view, "vials", vial.vial_id, "calibration_at", vial.calibration_at, origin.calibration_at)
        yield from _same(view, "vials", vial.vial_id, "certified_at", vial.certified_at, origin.certified_at)
        yield from _equal("vials", vial.vial_id, vial, {"product_id": origin.product_id})
        user = view.user_of_vial.get(vial.vial_id)
        demand = view.demand.get(user.course_id) if user else None
        if demand is not None and user is not None:
            product_id = demand.product_of(user.cycle_number).product_id
            if product_id != origin.product_id:
                found = f"holds {origin.product_id} for course {demand.course.course_id}"
                yield broken("vials", vial.vial_id, found, product_id)
        filled = view.filled.get(vial.vial_id)
        if filled is not None:
            yield from _fill(view, vial, filled)


def _fill(view: View, vial: Vial, filled: Filled) -> Iterator[Violation]:
    if filled.intended_at is not None:
        yield from _same(view, "vials", vial.vial_id, "intended_at", vial.intended_at, filled.intended_at)
    concentration = filled.product.concentration_mbq_per_ml
    if concentration is None and vial.volume_ml is not None:
        yield broken(
            "vials", vial.vial_id, f"volume_ml is {vial.volume_ml:g}", "empty, for the product has no concentration"
        )
    elif concentration is not None:
        yield from _close("vials", vial.vial_id, "volume_ml", vial.volume_ml, filled.activity_mbq / concentration)


def orders_agree(view: View) -> Iterator[Violation]:
    """C00: supplier, product, cut-off, state, destination and number of vials of each order."""
    vials: dict[str, list[Vial]] = defaultdict(list)
    for vial in view.vials.values():
        if vial.order_id is not None:
            vials[vial.order_id].append(vial)
    for order in view.orders.values():
        of_order = vials[order.order_id]
        yield from _equal("orders", order.order_id, order, _expected_order(view, order, len(of_order)))
        for vial in of_order:
            user = view.user_of_vial.get(vial.vial_id)
            if (
                user is not None
                and order.order_id not in view.initial_orders
                and user.site_id != order.destination_site_id
            ):
                found = f"goes to {order.destination_site_id}, its vial {vial.vial_id} is given at {user.site_id}"
                yield broken("orders", order.order_id, found, "the centre of its administrations")


def _expected_order(view: View, order: Order, vials: int) -> dict[str, object]:
    made = view.initial_orders.get(order.order_id)
    if made is not None:
        return {
            "supplier_id": made.supplier_id,
            "product_id": made.product_id,
            "destination_site_id": made.destination_site_id,
            "state": made.state,
            "order_by_at": None,
            "irrevocable_at": made.irrevocable_at,
            "vials": vials,
        }
    slot = view.slots.get(order.slot_id or "")
    if slot is None:
        return {"vials": vials}
    return {
        "supplier_id": slot.supplier_id,
        "product_id": slot.product_id,
        "state": "provisional",
        "order_by_at": slot.order_cutoff_at,
        "irrevocable_at": slot.irrevocable_at,
        "vials": vials,
    }


def production_agrees(view: View) -> Iterator[Violation]:
    """C00: what each batch has given away, its line, and the activity at the end of each irradiation."""
    allocated_mbq: dict[str, float] = defaultdict(float)
    for filled in view.filled.values():
        allocated_mbq[filled.vial.batch_id or ""] += filled.activity_mbq
    for batch in view.batches.values():
        found_mbq, expected_mbq = batch.allocated_activity_mbq, allocated_mbq[batch.batch_id]
        yield from _close("batches", batch.batch_id, "allocated_activity_mbq", found_mbq, expected_mbq)
        initial, irradiation = (
            view.initial_batches.get(batch.batch_id),
            view.irradiations.get(batch.irradiation_id or ""),
        )
        line_id = initial.line_id if initial else irradiation.line_id if irradiation else batch.line_id
        yield from _equal("batches", batch.batch_id, batch, {"line_id": line_id})
    for row in view.irradiations.values():
        line = view.lines.get(row.line_id)
        reactor = view.reactors.get(line.reactor_id) if line else None
        if line is None or reactor is None:
            continue
        yield from _equal("irradiations", row.irradiation_id, row, {"reactor_id": line.reactor_id})
        if row.ends_at >= row.starts_at:
            expected_mbq = activity_mbq(line, reactor, h_from_timedelta(row.ends_at - row.starts_at), 0.0)
            found_mbq, column = row.end_of_bombardment_activity_mbq, "end_of_bombardment_activity_mbq"
            yield from _close("irradiations", row.irradiation_id, column, found_mbq, expected_mbq)


def shipments_agree(view: View) -> Iterator[Violation]:
    """C00: packages and activity at departure of each shipment; lane and instants of one that has left before."""
    aboard: dict[str, list[str]] = defaultdict(list)
    for vial in view.vials.values():
        if vial.shipment_id is not None:
            aboard[vial.shipment_id].append(vial.vial_id)
    for row in view.shipments.values():
        vial_ids = aboard[row.shipment_id]
        yield from _equal("shipments", row.shipment_id, row, {"packages": len(vial_ids)})
        left = view.initial_shipments.get(row.shipment_id)
        if left is not None:
            yield from _equal("shipments", row.shipment_id, row, {"lane_id": left.lane_id})
            yield from _same(view, "shipments", row.shipment_id, "departs_at", row.departs_at, left.departs_at)
            yield from _same(view, "shipments", row.shipment_id, "arrives_at", row.arrives_at, left.arrives_at)
        if all(vial_id in view.filled for vial_id in vial_ids):
            expected_mbq = sum(view.filled[vial_id].activity_at(row.departs_at) for vial_id in vial_ids)
            yield from _close("shipments", row.shipment_id, "activity_mbq", row.activity_mbq, expected_mbq)


def _equal(table: str, key: str, row: object, expected: dict[str, object]) -> Iterator[Violation]:
    for column, value in expected.items():
        found = getattr(row, column)
        if found != value:
            yield broken(table, key, f"{column} is {_said(found)}", _said(value))


def _close(table: str, key: str, column: str, found: float | None, expected: float | None) -> Iterator[Violation]:
    if expected is None:
        return
    if found is None or differs(found, expected):
        yield broken(table, key, f"{column} is {'empty' if found is None else f'{found:.9g}'}", f"{expected:.9g}")


def _same(view: View, table: str, key: str, column: str, found: datetime, expected: datetime) -> Iterator[Violation]:
    if abs(found - expected) >= _SECOND:
        yield broken(table, key, f"{column} is {view.calendar.said(found)}", view.calendar.said(expected))


def _off_grid(view: View, table: str, key: str, column: str, at: datetime) -> Violation:
    found = f"{column} {view.calendar.said(at)} is off the grid"
    return broken(table, key, found, f"steps of {view.network.properties.step_min} min from local midnight")


def _said(value: object) -> str:
    if value is None:
        return "empty"
    return value.isoformat() if isinstance(value, date) else str(value)
