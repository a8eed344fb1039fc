"""Levels of the objective, recomputed from the rows of a plan."""

from doseline.checking.demand import CourseDemand, DemandedCycle
from doseline.checking.facts import Treatment
from doseline.checking.production import made_batch, usable_activity_mbq
from doseline.checking.view import View
from doseline.journey import Administration, Promise

__all__ = ["cost_known", "cost_note", "earlier_price", "gap", "recomputed_levels", "unserved_days"]


def recomputed_levels(view: View) -> dict[str, float | None]:
    """Return the value of every level, in order: L1 and L2 by weight, L4.1 in MBq, L4.2 in shipments, L4.3 in EUR.

    L3, the price of what changes of promises, is there where something was promised, and comes before L2. L4.3 is None,
    not known, where no lane has a cost.
    """
    in_window = days_late = 0.0
    given = set()
    for treatment in view.treatments:
        demand, cycle = treatment.demand, treatment.cycle
        if demand is None or cycle is None or cycle.key in given:
            continue
        given.add(cycle.key)
        on = view.calendar.date_of(treatment.administration.administered_at)
        in_window += demand.course.weight * (on <= cycle.window_end_on)
        days_late += demand.course.weight * max(0, (on - cycle.due_on).days)
    for key, cycle in view.cycles.items():
        if key not in given:
            days_late += unserved_days(view, view.demand[cycle.course_id], cycle)
    costs_eur = [
        view.lanes[row.lane_id].cost_eur or 0.0 for row in view.shipments.values() if row.lane_id in view.lanes
    ]
    changed = {"L3": changed_promises(view)} if view.network.promises else {}
    return {
        "L1": in_window,
        **changed,
        "L2": days_late,
        "L4.1": wasted_mbq(view),
        "L4.2": float(len(view.shipments)),
        "L4.3": sum(costs_eur) if cost_known(view) else None,
    }


def cost_known(view: View) -> bool:
    """Return whether something is known of what shipments cost: some lane has a cost, or there is no lane."""
    lanes = view.network.lanes
    return not lanes or any(lane.cost_eur is not None for lane in lanes)


def cost_note(view: View) -> str | None:
    """Return what must be said of L4.3: that it is not known, or that some lanes count nothing; None: all have a cost.

    >>> from types import SimpleNamespace as Some
    >>> cost_note(Some(network=Some(lanes=[Some(cost_eur=None), Some(cost_eur=90.0)])))
    '1 of 2 lanes have no cost and count 0'
    """
    lanes = view.network.lanes
    without = sum(lane.cost_eur is None for lane in lanes)
    if not cost_known(view):
        return "not known: no lane has a cost"
    return f"{without} of {len(lanes)} lanes have no cost and count 0" if without else None


def unserved_days(view: View, demand: CourseDemand, cycle: DemandedCycle) -> float:
    """Return the weighted days after the due date that an unserved cycle counts until the end of the horizon."""
    return float(demand.course.weight * max(0, (view.calendar.horizon_end_on - cycle.due_on).days))


def changed_promises(view: View) -> float:
    """Return the price of every promise that a plan changes: by vial, place, hour, date, centre, or not giving it."""
    price = 0
    for promise in view.network.promises:
        row = view.administrations.get((promise.course_id, promise.cycle_number))
        if row is None:
            price += promise.unserved_price
        elif row.site_id != promise.site_id:
            price += promise.centre_price
        elif view.calendar.date_of(row.administered_at) < view.calendar.date_of(promise.administered_at):
            price += earlier_price(promise)
        elif view.calendar.date_of(row.administered_at) > view.calendar.date_of(promise.administered_at):
            price += promise.date_price
        elif row.administered_at != promise.administered_at:
            price += promise.hour_price
        elif row.place_id != promise.place_id:
            price += promise.place_price
        elif promise.vial_source not in (None, _source_of(view, row)):
            price += promise.vial_price or 0
    return float(price)


def _source_of(view: View, row: Administration) -> str:
    """Return where the vial of an administration comes from, as promises name it."""
    vial = view.vials.get(row.vial_id)
    if vial is not None and vial.batch_id is not None:
        made = view.batches.get(vial.batch_id)
        if made is None or made.processing_starts_at is None or vial.batch_id in view.initial_batches:
            return f"batch:{vial.batch_id}"
        return f"line:{made.line_id}:{view.calendar.date_of(made.processing_starts_at)}"
    order = view.orders.get(vial.order_id or "") if vial is not None else None
    if order is None:
        return ""
    return f"order:{order.order_id}" if order.slot_id is None else f"slot:{order.slot_id}"


def earlier_price(promise: Promise) -> int:
    """Return what an earlier date at the promised centre costs."""
    return promise.date_price if promise.earlier_price is None else promise.earlier_price


def wasted_mbq(view: View) -> float:
    """Return the wasted activity: what leaves suppliers and reaches no patient, and what new batches do not give away.

    A vial should give what it gives at its intended instant: the hour of the day wastes nothing and saves nothing.
    """
    wasted_mbq = 0.0
    for treatment in view.treatments:
        wasted_mbq += _lost_mbq(treatment)
    for vial in view.vials.values():
        filled = view.filled.get(vial.vial_id)
        if vial.use == "unused" and vial.vial_id not in view.user_of_vial and filled is not None:
            wasted_mbq += filled.activity_at(filled.origin.dispatch_at)
    taken_mbq: dict[str, float] = {}
    for filled in view.filled.values():
        batch_id = filled.vial.batch_id
        if batch_id is not None:
            taken_mbq[batch_id] = taken_mbq.get(batch_id, 0.0) + filled.activity_mbq
    for batch in view.batches.values():
        line, irradiation = view.lines.get(batch.line_id), view.irradiations.get(batch.irradiation_id or "")
        reactor = view.reactors.get(line.reactor_id) if line else None
        starts_at = batch.processing_starts_at
        new = batch.batch_id not in view.initial_batches
        if new and line is not None and reactor is not None and irradiation is not None and starts_at is not None:
            calibration_at = made_batch(line, starts_at).calibration_at
            usable_mbq = usable_activity_mbq(line, reactor, irradiation.starts_at, irradiation.ends_at, calibration_at)
            wasted_mbq += usable_mbq - taken_mbq.get(batch.batch_id, 0.0)
    return wasted_mbq


def _lost_mbq(treatment: Treatment) -> float:
    """Return what a vial holds at dispatch beyond what it gives at its intended instant."""
    filled, product, demand = treatment.filled, treatment.product, treatment.demand
    if filled is None or treatment.given_mbq is None or product is None or demand is None:
        return 0.0
    stays_mbq = 0.0 if product.form == "stock_vial" else product.residual_mbq
    prescribed_mbq = demand.prescribed_mbq(treatment.administration.cycle_number)
    return filled.activity_at(filled.origin.dispatch_at) - (prescribed_mbq - stays_mbq)


def gap(value: float, bound: float, demanded_cycles: int) -> float:
    """Return ``|value - bound| / max(|bound|, 0.01 x demanded cycles)``; never over less than 1e-12."""
    return abs(value - bound) / max(abs(bound), 0.01 * demanded_cycles, 1e-12)
