"""C01 to C03: the administered activity, the vial, and the batch it was drawn from."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import timedelta
from math import inf

from doseline.checking.facts import ACTIVITY_TOLERANCE, Treatment, differs
from doseline.checking.production import made_batch, usable_activity_mbq
from doseline.checking.verdict import Violation
from doseline.checking.view import View
from doseline.journey import Batch
from doseline.quantities import timedelta_from_h

__all__ = ["administered_activity", "batch_activity", "vial_in_time"]

_FRACTION_TOLERANCE = 1e-9
_SECOND = timedelta(seconds=1)


def administered_activity(view: View) -> Iterator[Violation]:
    """C01: the vial is filled as prescribed, and what is administered is within the site's part of the tolerance."""
    for filled in view.filled.values():
        found_mbq = filled.vial.activity_at_calibration_mbq
        if differs(found_mbq, filled.activity_mbq):
            yield Violation(
                constraint="C01",
                table="vials",
                key=filled.vial.vial_id,
                found=f"activity at calibration is {found_mbq:.9g} MBq",
                allowed=f"{filled.activity_mbq:.9g} MBq, the fill",
            )
    margins = {(row.site_id, row.product_id): row.margin_fraction for row in view.network.site_products}
    for treatment in view.treatments:
        given_mbq = treatment.given_mbq
        if given_mbq is None or treatment.demand is None or treatment.product is None:
            continue
        margin = margins.get((treatment.administration.site_id, treatment.product.product_id), 0.0)
        allowed = treatment.product.tolerance_fraction - margin
        prescribed_mbq = treatment.demand.prescribed_mbq(treatment.administration.cycle_number)
        # nothing prescribed: the product is not radioactive, and nothing more than nothing is right
        deviation = given_mbq / prescribed_mbq - 1.0 if prescribed_mbq else inf if given_mbq else 0.0
        if abs(deviation) > allowed + _FRACTION_TOLERANCE:
            yield Violation(
                constraint="C01",
                table="administrations",
                key=treatment.key,
                found=f"administers {given_mbq:.1f} MBq, {100.0 * deviation:+.2f} % of the prescribed activity",
                allowed=f"within {100.0 * allowed:.2f} %",
            )


def vial_in_time(view: View) -> Iterator[Violation]:
    """C02: the vial is within its shelf life and fill volume, holds enough, and is certified before preparation."""
    for treatment in view.treatments:
        if treatment.filled is None:
            continue
        yield from _vial_instants(view, treatment)
        yield from _vial_fill(treatment)


def _vial_instants(view: View, treatment: Treatment) -> Iterator[Violation]:
    filled, at = treatment.filled, treatment.administration.administered_at
    if filled is None:
        return
    said = view.calendar.said
    latest_at = filled.origin.calibration_at + timedelta_from_h(filled.product.shelf_life_h)
    if at > latest_at:
        yield _vial(treatment, f"administered at {said(at)}, after its shelf life", f"until {said(latest_at)}")
    needed_at = at - timedelta_from_h(filled.product.preparation_h)
    if filled.origin.certified_at > needed_at:
        yield _vial(treatment, f"certified at {said(filled.origin.certified_at)}", f"until {said(needed_at)}")


def _vial_fill(treatment: Treatment) -> Iterator[Violation]:
    filled, demand = treatment.filled, treatment.demand
    if filled is None or demand is None:
        return
    product, concentration = filled.product, filled.product.concentration_mbq_per_ml
    if product.form == "stock_vial":
        held_mbq = filled.activity_at(treatment.administration.administered_at)
        needed_mbq = demand.prescribed_mbq(treatment.administration.cycle_number) + product.residual_mbq
        if held_mbq < needed_mbq * (1.0 - ACTIVITY_TOLERANCE):
            yield _vial(treatment, f"holds {held_mbq:.1f} MBq when it is drawn", f"at least {needed_mbq:.1f} MBq")
    elif product.form == "patient_vial" and concentration is not None:
        volume_ml = filled.activity_mbq / concentration
        low_ml, high_ml = product.volume_min_ml or 0.0, product.volume_max_ml or float("inf")
        slack = 1.0 + ACTIVITY_TOLERANCE
        if volume_ml * slack < low_ml or volume_ml > high_ml * slack:
            yield _vial(treatment, f"is filled with {volume_ml:.3f} mL", f"{low_ml:g} to {high_ml:g} mL")


def _vial(treatment: Treatment, found: str, allowed: str) -> Violation:
    key = treatment.administration.vial_id
    return Violation(constraint="C02", table="vials", key=key, found=found, allowed=allowed)


def batch_activity(view: View) -> Iterator[Violation]:
    """C03: vials of a batch do not exceed what it has, and it has what its irradiation gives when it says so."""
    taken_mbq: dict[str, float] = defaultdict(float)
    for filled in view.filled.values():
        taken_mbq[filled.vial.batch_id or ""] += filled.activity_mbq
    for batch in view.batches.values():
        initial = view.initial_batches.get(batch.batch_id)
        usable_mbq = initial.usable_activity_mbq if initial else _usable_mbq(view, batch)
        if usable_mbq is None:
            continue
        if taken_mbq[batch.batch_id] > usable_mbq * (1.0 + ACTIVITY_TOLERANCE):
            yield _batch(batch, f"{taken_mbq[batch.batch_id]:.6g} MBq are taken from it", f"{usable_mbq:.6g} MBq")
        if differs(batch.usable_activity_mbq, usable_mbq):
            found = f"usable activity is given as {batch.usable_activity_mbq:.9g} MBq"
            yield _batch(batch, found, f"{usable_mbq:.9g} MBq")
        yield from _batch_instants(view, batch)


def _usable_mbq(view: View, batch: Batch) -> float | None:
    line, irradiation = view.lines.get(batch.line_id), view.irradiations.get(batch.irradiation_id or "")
    reactor = view.reactors.get(line.reactor_id) if line else None
    if line is None or irradiation is None or reactor is None or batch.processing_starts_at is None:
        return None
    calibration_at = made_batch(line, batch.processing_starts_at).calibration_at
    return usable_activity_mbq(line, reactor, irradiation.starts_at, irradiation.ends_at, calibration_at)


def _batch_instants(view: View, batch: Batch) -> Iterator[Violation]:
    initial, line = view.initial_batches.get(batch.batch_id), view.lines.get(batch.line_id)
    if initial is not None:
        expected = (initial.calibration_at, initial.dispatch_at, initial.certified_at)
    elif line is not None and batch.processing_starts_at is not None:
        made = made_batch(line, batch.processing_starts_at)
        expected = (made.calibration_at, made.dispatch_at, made.dispatch_at)
        for stop in view.network.stops:
            of_line = stop.kind == "line" and stop.ref_id == line.line_id
            if of_line and stop.starts_at < made.dispatch_at and stop.ends_at > made.processing_starts_at:
                found = f"is made from {view.calendar.said(made.processing_starts_at)}, while the line stops"
                yield _batch(batch, found, f"outside stop {stop.stop_id}")
    else:
        return
    columns = ("calibration_at", "dispatch_at", "certified_at")
    found_at = (batch.calibration_at, batch.dispatch_at, batch.certified_at)
    for column, at, right_at in zip(columns, found_at, expected, strict=True):
        if abs(at - right_at) >= _SECOND:
            yield _batch(batch, f"{column} is {view.calendar.said(at)}", view.calendar.said(right_at))


def _batch(batch: Batch, found: str, allowed: str) -> Violation:
    return Violation(constraint="C03", table="batches", key=batch.batch_id, found=found, allowed=allowed)
