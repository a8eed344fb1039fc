"""Sense of the vials that are supplied: their instants lie together, and a batch holds what its line can make.

What is a month or a century off is found; what is a day late is taken as it was: a control may have lasted longer
than its line says, so a batch need not be ready exactly `qc_h` after calibration.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta
from functools import cache
from typing import Final
from zoneinfo import ZoneInfo

from doseline.errors import Fault
from doseline.journey import InitialBatch, InitialOrder, Line, Slot
from doseline.network.cells import instant_text
from doseline.network.folder import DESCRIPTOR
from doseline.network.model import Network
from doseline.network.sense.check import Check
from doseline.quantities import timedelta_from_h

__all__ = ["CHECKS"]

_FARTHEST_D: Final = 21
"""How far from its calibration time, which may be a reference instant some days ahead, a vial may be dispatched,
certified or meant for, unless its shelf life is longer. An assumption of Doseline: a month mistyped is off by 28 days
or more, and a vial that is late by less is the planner's to show."""

_LARGEST_BATCH_RATIO: Final = 10.0
"""How many times what the target of its line holds after the longest irradiation a batch may hold before it is taken
for a slip of the unit. An assumption of Doseline: the line may have been better when the batch was made, and a wrong
prefix is off by a thousand."""

_Supplied = Slot | InitialOrder | InitialBatch
_FARTHEST: Final = timedelta(days=_FARTHEST_D)
_AROUND: Final = f"within {_FARTHEST_D} d of calibration_at, or later in the shelf life"


def _slots(network: Network) -> Iterator[Fault]:
    latest = _latest_of_products(network)
    for number, slot in enumerate(network.slots, start=1):
        yield from _instants("slots", number, slot, (-_FARTHEST, latest.get(slot.product_id, timedelta.max)), _AROUND)
        if slot.irrevocable_at is not None and not slot.order_cutoff_at <= slot.irrevocable_at <= slot.dispatch_at:
            yield Fault(
                table="slots",
                row=number,
                column="irrevocable_at",
                given=instant_text(slot.irrevocable_at),
                allowed="from order_cutoff_at to dispatch_at",
                remedy="What is ordered can be given up until then: correct one of the three.",
            )


def _orders(network: Network) -> Iterator[Fault]:
    latest = _latest_of_products(network)
    for number, order in enumerate(network.initial_orders, start=1):
        window = -_FARTHEST, latest.get(order.product_id, timedelta.max)
        yield from _instants("initial_orders", number, order, window, _AROUND)


def _latest_of_products(network: Network) -> Mapping[str, timedelta]:
    # a vial certified after its shelf life is no fault: nobody can use it, and that is the planner's to show
    return {row.product_id: max(_FARTHEST, timedelta_from_h(row.shelf_life_h)) for row in network.products}


def _batches(network: Network) -> Iterator[Fault]:
    shelf_lives = {product.product_id: timedelta_from_h(product.shelf_life_h) for product in network.products}
    latest = {line.line_id: shelf_lives.get(line.product_id, timedelta.max) for line in network.lines}
    allowed = "from calibration_at to the end of the shelf life"
    for number, batch in enumerate(network.initial_batches, start=1):
        # calibrated at the end of its processing: nothing of it can be ready before
        window = timedelta(0), latest.get(batch.line_id, timedelta.max)
        yield from _instants("initial_batches", number, batch, window, allowed)


def _instants(
    table: str, number: int, row: _Supplied, window: tuple[timedelta, timedelta], allowed: str
) -> Iterable[Fault]:
    """Report where dispatch and certification lie outside a window about calibration."""
    earliest, latest = window
    ready, certified = row.dispatch_at - row.calibration_at, row.certified_at - row.calibration_at
    if earliest <= ready <= latest and earliest <= certified <= latest:
        return ()
    if max(ready, certified) < earliest or min(ready, certified) > latest:
        # both say the same of the third instant, which is then the one to look at
        return (_of_calibration(table, number, row, allowed),)
    since = {"dispatch_at": ready, "certified_at": certified}
    return [
        _beside_calibration(table, number, row, column, allowed)
        for column, waits in since.items()
        if not earliest <= waits <= latest
    ]


def _of_calibration(table: str, number: int, row: _Supplied, allowed: str) -> Fault:
    return Fault(
        table=table,
        row=number,
        column="calibration_at",
        given=instant_text(row.calibration_at),
        allowed=f"such that dispatch_at and certified_at lie {allowed}",
        remedy=f"dispatch_at is {instant_text(row.dispatch_at)}, certified_at {instant_text(row.certified_at)}: "
        "correct what is wrong of the three.",
    )


def _beside_calibration(table: str, number: int, row: _Supplied, column: str, allowed: str) -> Fault:
    return Fault(
        table=table,
        row=number,
        column=column,
        given=instant_text(getattr(row, column)),
        allowed=allowed,
        remedy=f"calibration_at is {instant_text(row.calibration_at)}: correct one of the two.",
    )


def _intended(network: Network) -> Iterator[Fault]:
    zone = ZoneInfo(network.properties.timezone)
    latest = _latest_of_products(network)
    for number, order in enumerate(network.initial_orders, start=1):
        after = latest.get(order.product_id)
        first_on = (order.calibration_at - _FARTHEST).astimezone(zone).date()
        last_on = date.max if after is None else (order.calibration_at + after).astimezone(zone).date()
        if not first_on <= order.intended_on <= last_on:
            yield Fault(
                table="initial_orders",
                row=number,
                column="intended_on",
                given=order.intended_on.isoformat(),
                allowed=_AROUND,
                remedy=f"calibration_at is {instant_text(order.calibration_at)}: correct one of the two.",
            )


def _batch_activities(network: Network) -> Iterator[Fault]:
    lines = {line.line_id: line for line in network.lines}
    flux_per_cm2_s = {reactor.reactor_id: reactor.flux_per_cm2_s for reactor in network.reactors}

    @cache
    def largest_mbq(line_id: str) -> float | None:
        line = lines.get(line_id)
        flux = None if line is None else flux_per_cm2_s.get(line.reactor_id)
        return None if line is None or flux is None else _LARGEST_BATCH_RATIO * _in_target_mbq(line, flux)

    for number, batch in enumerate(network.initial_batches, start=1):
        limit_mbq = largest_mbq(batch.line_id)
        if limit_mbq is not None and batch.usable_activity_mbq > limit_mbq:
            yield Fault(
                table="initial_batches",
                row=number,
                column="usable_activity_mbq",
                given=batch.usable_activity_mbq,
                allowed=f"at most {_LARGEST_BATCH_RATIO:g} times what the target of its line can hold, in MBq",
                remedy=f"A target of {batch.line_id} holds {limit_mbq / _LARGEST_BATCH_RATIO:.4g} MBq after the "
                "longest irradiation: check figure and unit.",
            )


def _in_target_mbq(line: Line, flux_per_cm2_s: float) -> float:
    """Return what the target of a line holds at the end of the longest irradiation (MBq)."""
    from doseline.physics import end_of_bombardment_activity_mbq

    history = [[flux_per_cm2_s, line.irradiation_max_h]]
    return float(
        end_of_bombardment_activity_mbq(line.target_nuclide, line.target_mass_g, line.enrichment_fraction, history)
    )


CHECKS: Final = (
    Check(faults=_slots),
    Check(faults=_orders),
    Check(faults=_batches),
    Check(faults=_intended, whole=(DESCRIPTOR,)),
    Check(faults=_batch_activities),
)
