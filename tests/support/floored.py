"""Small countries whose regions must have a share of their cycles in window, and a vial too few after an event."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from doseline.journey import RegionFloor, Slot
from doseline.network import Network
from tests.support.exhaustive import instance

FIRST_ON = date(2027, 3, 1)
"""First date of the horizon, a Monday; every cycle is due on Wednesday and in window until Friday."""

SHUT = {
    "event_id": "E1",
    "kind": "supplier_shut",
    "at": "2027-03-01T09:00:00Z",
    "subject_id": "EXTERNAL",
    "starts_at": "2027-03-02T00:00:00Z",
    "ends_at": "2027-03-03T12:00:00Z",
}
"""The vials of Wednesday are lost; those of Friday can still be ordered."""


def floored_country(floors: Mapping[str, float], *, on_friday: int) -> Network:
    """Return a country of four patients: two of region R, who weigh more, and two of region S.

    Parameters
    ----------
    floors : least shares in window, by region
    on_friday : vials that can be had on Friday; on Wednesday there is one for everybody
    """
    network = instance("XS-C22", 1)
    (monday,) = network.slots
    wednesday, friday = (_later(monday, days, count) for days, count in ((2, 4), (4, on_friday)))
    rows = [
        RegionFloor(region_id=region_id, in_window_share_min=share, source="XS", confidence="synthetic")
        for region_id, share in floors.items()
    ]
    return replace(network, slots=(wednesday, friday), region_floors=tuple(rows))


def _later(slot: Slot, days: int, quantity: int) -> Slot:
    moved: dict[str, Any] = {
        name: getattr(slot, name) + timedelta(days=days)
        for name in ("order_cutoff_at", "calibration_at", "dispatch_at", "certified_at")
    }
    return replace(slot, slot_id=f"LU-VIAL-{moved['dispatch_at'].date().isoformat()}", quantity=quantity, **moved)
