"""A new centre that is like another until somebody says how it differs."""

import tempfile
from collections.abc import Mapping
from dataclasses import fields, replace
from pathlib import Path
from typing import Any

from doseline.errors import UserError
from doseline.network.model import Network
from doseline.network.reading import read_network
from doseline.network.writing import write_network

__all__ = ["add_centre", "write_with_centre"]

_OF_SITE = (
    "travel_times",
    "opening_hours",
    "covers",
    "rooms",
    "places",
    "rosters",
    "qualifications",
    "devices",
    "scanners",
    "effluent_lines",
    "waste_stores",
    "licences",
    "stay_rules",
    "site_products",
)
"""Tables of what a centre has and may do; what befalls it or is promised there is its own."""

_THROUGH_OTHERS = ("tanks", "lanes", "departures")
"""Tables that belong to a centre by its lines of effluent or by where they lead."""

_KEYS = frozenset(
    {
        "room_id",
        "place_id",
        "qualification_id",
        "scanner_id",
        "effluent_line_id",
        "tank_id",
        "waste_store_id",
        "lane_id",
    }
)
"""Columns with keys of what belongs to one centre alone."""

_EMPTY = {"initial_litres": 0.0, "initial_lu177_mbq": 0.0, "initial_state": None}
"""What is in the tanks and the stores of a centre that has treated nobody yet."""

_ASSUMED = "assumption"


def add_centre(network: Network, *, like: str, site_id: str, name: str) -> Network:
    """Return a country with one more centre that is equipped, staffed, licensed and supplied like another.

    What was found out of one centre is only assumed of another, so each of the new rows is an assumption, unless it was
    synthetic. Closures, absences, trials, patients and whatever is there before the plan are not taken over.

    Parameters
    ----------
    network : Network
        The country; it is not changed.
    like : str
        Key of the centre whose rows are taken over.
    site_id, name : str
        Key and name of the new one.

    Raises
    ------
    UserError
        If there is no such centre, or the new key is taken.

    Examples
    --------
    >>> from doseline.demand import synthesise
    >>> country = add_centre(synthesise(instance="XS-C09", seed=1), like="CENTRE-A", site_id="CENTRE-C", name="New")
    >>> [place.place_id for place in country.places]
    ['A-1', 'B-1', 'CENTRE-C.A-1']
    """
    sites = {site.site_id: site for site in network.sites}
    centres = sorted(site.site_id for site in network.sites if site.kind == "hospital")
    if like not in centres:
        raise UserError(
            f"There is no centre {like}.", given=like, allowed=", ".join(centres), remedy="Name one of those."
        )
    if site_id in sites:
        raise UserError(f"There is a site {site_id} already.", given=site_id, remedy="Give the new centre another key.")
    new = _Likeness(like, site_id)
    tables: dict[str, Any] = {"sites": (*network.sites, replace(new.row(sites[like]), name=name))}
    for table in _OF_SITE:
        rows = getattr(network, table)
        tables[table] = (*rows, *(new.row(row) for row in rows if row.site_id == like))
    lines = {line.effluent_line_id for line in network.effluent_lines if line.site_id == like}
    tables["tanks"] = (
        *network.tanks,
        *(new.row(tank) for tank in network.tanks if tank.effluent_line_id in lines),
    )
    lanes = {lane.lane_id for lane in network.lanes if lane.destination_site_id == like}
    tables["lanes"] = (
        *network.lanes,
        *(new.row(lane) for lane in network.lanes if lane.lane_id in lanes),
    )
    tables["departures"] = (
        *network.departures,
        *(new.row(row) for row in network.departures if row.lane_id in lanes),
    )
    return replace(network, **tables)


class _Likeness:
    """Rows of one centre as rows of another."""

    def __init__(self, like: str, site_id: str) -> None:
        self._like, self._site_id = like, site_id

    def row(self, row: Any) -> Any:
        """Return a row of the new centre."""
        changes: dict[str, Any] = {}
        for column in fields(row):
            value = getattr(row, column.name)
            if column.name in ("site_id", "destination_site_id") and value == self._like:
                changes[column.name] = self._site_id
            elif column.name in _KEYS and value is not None:
                changes[column.name] = self._key(value)
            elif column.name in _EMPTY:
                changes[column.name] = _EMPTY[column.name]
            elif column.name == "confidence" and value != "synthetic":
                changes[column.name] = _ASSUMED
        return replace(row, **changes)

    def _key(self, old: str) -> str:
        """Return a key with the new centre in it, in place of the old one where that is named."""
        return old.replace(self._like, self._site_id) if self._like in old else f"{self._site_id}.{old}"


def write_with_centre(
    path: Path | str, out: Path | str, *, like: str, site_id: str, name: str, static: bool = False
) -> Mapping[str, int]:
    """Write a country package with one more centre.

    Parameters
    ----------
    path : Path or str
        Folder of the country.
    out : Path or str
        Folder to write; it appears in one step, and may be that of the country.
    like, site_id, name : str
        As `add_centre` takes them.
    static : bool
        Whether the package is a country before a cohort is laid on it.

    Returns
    -------
    Mapping
        By table, how many rows of the new centre it has.

    Raises
    ------
    UserError
        If there is no centre to be like, the new key is taken or `out` holds something else.
    BadPackage
        If the country has faults, or a new key is taken.
    """
    before = read_network(path, static=static)
    after = add_centre(before, like=like, site_id=site_id, name=name)
    with tempfile.TemporaryDirectory(prefix="doseline-centre-") as temporary:
        write_network(after, Path(temporary))
        read_network(temporary, static=static)
    write_network(after, out)
    return {
        table: more
        for table in ("sites", *_OF_SITE, *_THROUGH_OTHERS)
        if (more := len(getattr(after, table)) - len(getattr(before, table)))
    }
