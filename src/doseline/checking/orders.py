"""C06: orders at external suppliers."""

from collections import Counter
from collections.abc import Iterator

from doseline.checking.demand import CourseDemand
from doseline.checking.facts import said_cycle
from doseline.checking.trials import own_trial
from doseline.checking.verdict import Violation
from doseline.checking.view import View
from doseline.journey import InitialOrder, Order, Slot

__all__ = [
    "initial_orders_kept",
    "initial_orders_serve_their_own",
    "may_have",
    "slots_open",
    "slots_quantity",
    "unused_vials",
]


def slots_open(view: View) -> Iterator[Violation]:
    """C06: a new order stands at a slot whose cut-off is not past and whose supplier does not stop at dispatch."""
    planned_at = view.network.properties.planned_at
    for order in view.orders.values():
        slot = None if order.order_id in view.initial_orders else view.slots.get(order.slot_id or "")
        if slot is None:
            continue
        if slot.order_cutoff_at < planned_at:
            found = f"the cut-off of slot {slot.slot_id} was at {view.calendar.said(slot.order_cutoff_at)}"
            yield _order(order, found, f"not before {view.calendar.said(planned_at)}")
        stop_id = stopped_by(view, slot)
        if stop_id is not None:
            found = f"slot {slot.slot_id} is dispatched at {view.calendar.said(slot.dispatch_at)}"
            yield _order(order, found, f"outside stop {stop_id} of {slot.supplier_id}")


def slots_quantity(view: View) -> Iterator[Violation]:
    """C06: the vials of a slot do not exceed its quantity."""
    taken: Counter[str] = Counter()
    for vial in view.vials.values():
        origin = view.origins.get(vial.vial_id)
        if origin is not None and origin.kind == "slot":
            taken[origin.ref_id] += 1
    for slot_id, vials in taken.items():
        quantity = view.slots[slot_id].quantity
        if vials > quantity:
            yield Violation(
                constraint="C06", table="orders", key=f"slot {slot_id}", found=f"{vials} vials", allowed=str(quantity)
            )


def initial_orders_kept(view: View) -> Iterator[Violation]:
    """C06: every irrevocable initial order is in the plan with its one vial."""
    vials = Counter(vial.order_id for vial in view.vials.values() if vial.order_id is not None)
    for made in view.network.initial_orders:
        if made.state == "irrevocable" and (made.order_id not in view.orders or not vials[made.order_id]):
            found = "an irrevocable order is missing from the plan, or has no vial"
            yield _order(made, found, "one row in orders and one vial, used or not")
        if vials[made.order_id] > 1:
            yield _order(made, f"an initial order has {vials[made.order_id]} vials", "one")


def initial_orders_serve_their_own(view: View) -> Iterator[Violation]:
    """C06: an initial order serves its own course and cycle, another one only if it is given up; at its destination."""
    for treatment in view.treatments:
        made = treatment.filled.origin.initial_order if treatment.filled else None
        row = treatment.administration
        if made is None:
            continue
        if (row.course_id, row.cycle_number) != (made.course_id, made.cycle_number):
            own = said_cycle((made.course_id, made.cycle_number))
            if not made.given_up:
                yield _order(made, f"serves {treatment.key}", f"{own} alone")
            elif treatment.demand is None or not may_have(view, made, treatment.demand, row.cycle_number):
                allowed = f"{own}, or cycles of its product with the same prescribed activity and trial supply"
                yield _order(made, f"serves {treatment.key}", allowed)
        if row.site_id != made.destination_site_id:
            yield _order(made, f"is given at {row.site_id}", f"its destination {made.destination_site_id}")


def may_have(view: View, made: InitialOrder, demand: CourseDemand, cycle_number: int) -> bool:
    """Whether an order that is given up may go to a cycle of another course.

    It needs the same product and prescribed activity; a trial's own vials stay with the trial, and its courses get no
    others.
    """
    maker, product = view.demand.get(made.course_id), view.products.get(made.product_id)
    if (
        maker is None
        or product is None
        or not product.swappable
        or demand.product_of(cycle_number).product_id != made.product_id
    ):
        return False
    same_mbq = maker.prescribed_mbq(made.cycle_number) == demand.prescribed_mbq(cycle_number)
    trials = (own_trial(view, one.course.trial_id, made.product_id) for one in (maker, demand))
    return same_mbq and len(set(trials)) == 1


def unused_vials(view: View) -> Iterator[Violation]:
    """C06: only the vial of an irrevocable initial order may be unused; it stays at home unless it has left."""
    for vial in view.vials.values():
        if vial.use != "unused":
            continue
        made = view.initial_orders.get(vial.order_id or "")
        if made is None or made.state != "irrevocable":
            found, allowed = "an unused vial", "of an irrevocable initial order only"
        elif vial.shipment_id not in (None, made.shipment_id):
            found = f"an unused vial is in shipment {vial.shipment_id}"
            allowed = f"{made.shipment_id}, in which it left" if made.shipment_id else "no shipment"
        else:
            continue
        yield Violation(constraint="C06", table="vials", key=vial.vial_id, found=found, allowed=allowed)


def stopped_by(view: View, slot: Slot) -> str | None:
    """Return the stop of the supplier during which a slot is dispatched, if there is one."""
    for stop in view.network.stops:
        if (
            stop.kind == "supplier"
            and stop.ref_id == slot.supplier_id
            and stop.starts_at <= slot.dispatch_at < stop.ends_at
        ):
            return stop.stop_id
    return None


def _order(order: Order | InitialOrder, found: str, allowed: str) -> Violation:
    return Violation(constraint="C06", table="orders", key=order.order_id, found=found, allowed=allowed)
