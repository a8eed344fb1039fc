"""Lay the weekly patterns of external suppliers out as dated slots."""

from datetime import date, timedelta

from doseline.demand.local_time import instant_at, zone_named
from doseline.journey import Slot, SlotPattern
from doseline.network.clock import clock_minutes
from doseline.network.model import Network

__all__ = ["dated_slots"]

BEFORE_D = 14
"""Slots from two weeks before the horizon: initial orders were placed at them."""

AFTER_D = 7
"""Slots until a week after the horizon: a vial calibrated on a later day may be given before its calibration time."""


def dated_slots(network: Network) -> tuple[Slot, ...]:
    """Return every slot whose calibration falls between two weeks before the horizon and one week after it.

    The clock time of calibration is local at the supplier's site; dispatch, certification and the order cut-off are
    true hours from it. A day without production is a stop, not a missing slot.
    """
    properties = network.properties
    first = properties.horizon_start_on - timedelta(days=BEFORE_D)
    last = properties.horizon_start_on + timedelta(days=properties.horizon_days + AFTER_D)
    timezones = {site.site_id: site.timezone for site in network.sites}
    zones = {supplier.supplier_id: timezones[supplier.site_id] for supplier in network.suppliers}
    slots = []
    for pattern in network.slot_patterns:
        on = first + timedelta(days=(pattern.weekday - first.isoweekday()) % 7)
        while on < last:
            slots.append(_slot(pattern, on, zones[pattern.supplier_id]))
            on += timedelta(days=7)
    return tuple(sorted(slots, key=lambda slot: (slot.calibration_at, slot.slot_id)))


def _slot(pattern: SlotPattern, on: date, timezone: str) -> Slot:
    calibration_at = instant_at(on, clock_minutes(pattern.calibration_local), zone_named(timezone))
    return Slot(
        slot_id=f"{pattern.slot_pattern_id}.{on.isoformat()}",
        supplier_id=pattern.supplier_id,
        product_id=pattern.product_id,
        order_cutoff_at=calibration_at - timedelta(hours=pattern.order_cutoff_before_h),
        calibration_at=calibration_at,
        dispatch_at=calibration_at + timedelta(hours=pattern.dispatch_after_h),
        certified_at=calibration_at + timedelta(hours=pattern.certified_after_h),
        quantity=pattern.quantity,
        source=pattern.source,
        confidence=pattern.confidence,
    )
