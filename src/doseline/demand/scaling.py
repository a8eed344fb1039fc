"""Make a country K times as large: whole copies of its catchments, centres, suppliers and lines.

The first copy keeps the names of the country, the others get a suffix (``UZ-Gent.2``). Copies do not share lanes or
travel times; products, regimens and the weekly supply after the horizon are common to all of them.
"""

from dataclasses import fields, replace
from typing import Any

from doseline.errors import UserError
from doseline.network.model import Network

__all__ = ["copies_of", "enlarge"]

_COPIED = (
    "catchments",
    "sites",
    "travel_times",
    "opening_hours",
    "covers",
    "closures",
    "rooms",
    "places",
    "rosters",
    "qualifications",
    "devices",
    "scanners",
    "scanner_closures",
    "trial_slots",
    "effluent_lines",
    "tanks",
    "tank_contents",
    "tank_closures",
    "waste_stores",
    "licences",
    "stay_rules",
    "site_products",
    "suppliers",
    "slot_patterns",
    "trial_supply",
    "lanes",
    "departures",
    "reactors",
    "reactor_cycles",
    "lines",
    "line_staff",
    "production_licences",
    "stops",
)
_NAMES = frozenset(
    {
        "catchment_id",
        "closure_id",
        "destination_site_id",
        "effluent_line_id",
        "lane_id",
        "line_id",
        "origin_site_id",
        "place_id",
        "qualification_id",
        "reactor_cycle_id",
        "reactor_id",
        "ref_id",
        "room_id",
        "scanner_closure_id",
        "scanner_id",
        "site_id",
        "slot_pattern_id",
        "stop_id",
        "supplier_id",
        "tank_closure_id",
        "tank_id",
        "trial_slot_id",
        "waste_store_id",
    }
)


def copies_of(scale: float) -> int:
    """Return how many whole copies of the country a scale asks for; the rest of it multiplies patients and vials.

    Raises
    ------
    UserError
        If the scale is not a number above 0 and at most 1000.
    """
    if not 0.0 < scale <= 1000.0:
        raise UserError(
            "The scale of the instance is not usable.",
            given=scale,
            allowed="a number above 0 and at most 1000; 1 is the country itself, 10 ten times as large",
            remedy="Pass --scale 1.",
        )
    return max(1, int(scale))


def enlarge(network: Network, scale: float) -> Network:
    """Return `network` `scale` times as large.

    Parameters
    ----------
    network : Network
        Static tables; no patients yet.
    scale : float
        A whole number K of 1 or more makes K copies of everything. What goes beyond whole copies multiplies the vials
        of the slot patterns (rounded) and of the weeks after the horizon; places and lines stay whole.
    """
    copies = copies_of(scale)
    rest = scale / copies
    tables: dict[str, Any] = {
        name: tuple(
            row if number == 1 else _renamed(row, f".{number}")
            for number in range(1, copies + 1)
            for row in getattr(network, name)
            if number == 1 or _has_name(row)
        )
        for name in _COPIED
    }
    tables["slot_patterns"] = tuple(
        replace(row, quantity=round(row.quantity * rest)) for row in tables["slot_patterns"]
    )
    tables["regions"] = tuple(replace(row, population=row.population * copies) for row in network.regions)
    tables["tail_supply"] = tuple(
        replace(row, vials_per_week=row.vials_per_week * scale) for row in network.tail_supply
    )
    return replace(network, **tables)


def _has_name(row: Any) -> bool:
    """Tell whether a row belongs to a copy: a stay rule for all sites (``*``) stands once."""
    return all(getattr(row, name.name) != "*" for name in fields(row) if name.name in _NAMES)


def _renamed(row: Any, suffix: str) -> Any:
    names = (column.name for column in fields(row) if column.name in _NAMES)
    return replace(row, **{name: f"{value}{suffix}" for name in names if (value := getattr(row, name)) is not None})
