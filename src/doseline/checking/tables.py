"""C00, first half: keys are known, each row stands once, every demanded cycle is accounted for exactly once."""

from collections import Counter
from collections.abc import Iterable, Iterator

from doseline.checking.facts import said_cycle
from doseline.checking.verdict import Violation
from doseline.checking.view import View
from doseline.journey import Order, Vial

__all__ = ["cycles_once", "keys_once", "references_known", "vials_used_once"]


def keys_once(view: View) -> Iterator[Violation]:
    """C00: no table of the plan has two rows of one key."""
    plan = view.plan
    keys: dict[str, Iterable[str]] = {
        "administrations": (said_cycle((row.course_id, row.cycle_number)) for row in plan.administrations),
        "stays": (said_cycle((row.course_id, row.cycle_number)) for row in plan.stays),
        "scans": (f"{said_cycle((row.course_id, row.cycle_number))}|{row.scan_number}" for row in plan.scans),
        "unserved": (said_cycle((row.course_id, row.cycle_number)) for row in plan.unserved),
        "vials": (row.vial_id for row in plan.vials),
        "orders": (row.order_id for row in plan.orders),
        "batches": (row.batch_id for row in plan.batches),
        "irradiations": (row.irradiation_id for row in plan.irradiations),
        "shipments": (row.shipment_id for row in plan.shipments),
    }
    for table, found in keys.items():
        for key, rows in Counter(found).items():
            if rows > 1:
                yield broken(table, key, f"{rows} rows of this key", "one row")


def cycles_once(view: View) -> Iterator[Violation]:
    """C00: each demanded cycle is administered or unserved, never both; nothing else is."""
    administered = {(row.course_id, row.cycle_number) for row in view.plan.administrations}
    unserved = {(row.course_id, row.cycle_number) for row in view.plan.unserved}
    for key in view.cycles:
        if key not in administered and key not in unserved:
            found = "a demanded cycle is neither administered nor unserved"
            yield broken("administrations", said_cycle(key), found, "a row in administrations or in unserved")
    for key in sorted(administered & unserved):
        yield broken("unserved", said_cycle(key), "the cycle is administered as well", "a row in one of the two tables")
    for table, keys in (("administrations", administered), ("unserved", unserved)):
        for key in sorted(keys - view.cycles.keys()):
            yield broken(table, said_cycle(key), "the cycle is not demanded", "the cycles that fall due in the horizon")


def references_known(view: View) -> Iterator[Violation]:
    """C00: every key that a row names exists, and a stay belongs to each administration."""
    yield from _administrations(view)
    yield from _stays(view)
    for vial in view.plan.vials:
        yield from _vial(view, vial)
    for order in view.plan.orders:
        yield from _order(view, order)
    yield from _production(view)
    for shipment in view.plan.shipments:
        if shipment.lane_id not in view.lanes:
            yield unknown("shipments", shipment.shipment_id, "lane", shipment.lane_id)


def vials_used_once(view: View) -> Iterator[Violation]:
    """C00: a vial marked administered serves exactly one administration, an unused one none."""
    uses = Counter(row.vial_id for row in view.plan.administrations)
    for vial in view.vials.values():
        used = uses[vial.vial_id]
        if vial.use == "administered" and used != 1:
            yield broken("vials", vial.vial_id, f"marked administered and used by {used} administrations", "one")
        if vial.use == "unused" and used:
            yield broken("vials", vial.vial_id, f"marked unused and used by {used} administrations", "none")


def broken(table: str, key: str, found: str, allowed: str) -> Violation:
    """Return a violation of C00."""
    return Violation(constraint="C00", table=table, key=key, found=found, allowed=allowed)


def unknown(table: str, key: str, noun: str, ref_id: str | None) -> Violation:
    """Return the violation that a row names a key which does not exist."""
    return broken(table, key, f"names the unknown {noun} {ref_id!r}", f"a {noun} that exists")


def _administrations(view: View) -> Iterator[Violation]:
    for row in view.plan.administrations:
        key = said_cycle((row.course_id, row.cycle_number))
        for noun, ref_id, known in (
            ("course", row.course_id, view.demand),
            ("site", row.site_id, view.sites),
            ("place", row.place_id, view.places),
            ("vial", row.vial_id, view.vials),
        ):
            if ref_id not in known:
                yield unknown("administrations", key, noun, ref_id)
        if (row.course_id, row.cycle_number) not in view.stays:
            yield broken("administrations", key, "has no stay", "one row in stays")


def _stays(view: View) -> Iterator[Violation]:
    for row in view.plan.stays:
        key = said_cycle((row.course_id, row.cycle_number))
        user = view.administrations.get((row.course_id, row.cycle_number))
        if row.place_id not in view.places:
            yield unknown("stays", key, "place", row.place_id)
        if user is None:
            yield broken("stays", key, "belongs to no administration", "stays of administrations")
        elif (row.site_id, row.place_id) != (user.site_id, user.place_id):
            found = f"is at {row.site_id}, place {row.place_id}"
            yield broken("stays", key, found, f"the administration's {user.site_id}, place {user.place_id}")


def _vial(view: View, vial: Vial) -> Iterator[Violation]:
    if (vial.order_id is None) == (vial.batch_id is None):
        found = "names both an order and a batch" if vial.order_id else "names neither an order nor a batch"
        yield broken("vials", vial.vial_id, found, "one of the two")
    for noun, ref_id, known in (
        ("order", vial.order_id, view.orders),
        ("batch", vial.batch_id, view.batches),
        ("shipment", vial.shipment_id, view.shipments),
    ):
        if ref_id is not None and ref_id not in known:
            yield unknown("vials", vial.vial_id, noun, ref_id)


def _order(view: View, order: Order) -> Iterator[Violation]:
    if order.order_id in view.initial_orders:
        if order.slot_id is not None:
            yield broken("orders", order.order_id, f"an initial order names the slot {order.slot_id!r}", "no slot")
    elif order.slot_id not in view.slots:
        yield unknown("orders", order.order_id, "slot", order.slot_id)


def _production(view: View) -> Iterator[Violation]:
    served = Counter(row.irradiation_id for row in view.plan.batches if row.irradiation_id is not None)
    for batch in view.plan.batches:
        if batch.line_id not in view.lines:
            yield unknown("batches", batch.batch_id, "line", batch.line_id)
        if batch.batch_id in view.initial_batches:
            if batch.irradiation_id is not None or batch.processing_starts_at is not None:
                found = "an initial batch names an irradiation or a start of processing"
                yield broken("batches", batch.batch_id, found, "both empty")
        elif batch.irradiation_id not in view.irradiations:
            yield unknown("batches", batch.batch_id, "irradiation", batch.irradiation_id)
        elif batch.processing_starts_at is None:
            yield broken("batches", batch.batch_id, "a new batch has no start of processing", "an instant")
    for irradiation in view.irradiations.values():
        if irradiation.line_id not in view.lines:
            yield unknown("irradiations", irradiation.irradiation_id, "line", irradiation.line_id)
        if served[irradiation.irradiation_id] != 1:
            found = f"serves {served[irradiation.irradiation_id]} batches"
            yield broken("irradiations", irradiation.irradiation_id, found, "one batch")
