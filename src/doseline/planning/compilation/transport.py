"""Departures by lane, and the ways of vials from sources to centres."""

from collections import defaultdict
from copy import copy
from dataclasses import dataclass
from datetime import timedelta

import numpy as np
from numpy.typing import NDArray

from doseline.journey import InitialShipment, Lane, Site
from doseline.network.model import Network
from doseline.pathway.calendar import Calendar
from doseline.pathway.supply import Source

__all__ = ["ROUTES_PER_SOURCE", "Departure", "Route", "Transport"]

ROUTES_PER_SOURCE = 3
"""Departures kept for each source and centre: the earliest, and two more for when it is full."""


@dataclass(frozen=True, slots=True)
class Departure:
    """One departure of a lane, in minutes of the grid; `shipment` is what has left with it before the present."""

    lane: Lane
    departs_min: float
    arrives_min: float
    shipment: InitialShipment | None = None


@dataclass(frozen=True, slots=True)
class Route:
    """One source to one site by one departure (indices)."""

    source: int
    site: int
    departure: int


class Transport:
    """Departures by lane and the routes from sources to sites."""

    def __init__(
        self, network: Network, calendar: Calendar, sites: list[Site], without: frozenset[str], prepared: set[str]
    ) -> None:
        self.calendar = calendar
        self.without = without
        zones = {site.site_id: site.timezone for site in network.sites}
        self.departures: list[Departure] = []
        self.known: dict[tuple[str, float], int] = {}
        self.lanes = {lane.lane_id: lane for lane in network.lanes}
        self.planned_min = calendar.minute(network.properties.planned_at)
        weekly = defaultdict(list)
        for row in network.departures:
            weekly[row.lane_id].append(row)
        self.by_link: dict[tuple[str, str], list[tuple[Lane, NDArray[np.int64], list[int]]]] = defaultdict(list)
        site_ids = {site.site_id for site in sites}
        for lane in network.lanes:
            if lane.destination_site_id not in site_ids or lane.destination_site_id not in prepared:
                continue
            departs: list[int] = []
            for row in weekly[lane.lane_id]:
                departs.extend(calendar.weekly(row.departs_local, row.weekday, zones[lane.origin_site_id]).tolist())
            self._add_lane(lane, sorted(departs))

    def anew(self) -> "Transport":
        """The same lanes, for a problem whose shipments are its own."""
        other = copy(self)
        other.departures, other.known = list(self.departures), dict(self.known)
        return other

    def _add_lane(self, lane: Lane, departs: list[int]) -> None:
        minutes = np.array([at for at in departs if at >= self.planned_min], dtype=np.int64)
        arrives = minutes + round(60 * lane.transit_h)
        received = self._received(lane.destination_site_id, arrives)
        indices = []
        for at, arrival in zip(minutes[received].tolist(), arrives[received].tolist(), strict=True):
            indices.append(self._departure(lane, at, arrival))
        self.by_link[lane.origin_site_id, lane.destination_site_id].append((lane, minutes[received], indices))

    def _received(self, site_id: str, arrives: NDArray[np.int64]) -> NDArray[np.bool_]:
        if "C08" in self.without:
            return np.ones(arrives.shape, dtype=bool)
        return self.calendar.received(site_id, arrives)

    def routes(self, source: Source, site_id: str) -> list[int]:
        """Departures that can carry a vial of the source to the site, earliest arrival first."""
        if source.shipment is not None:
            return self._under_way(source.shipment, site_id)
        found: list[int] = []
        for lane, minutes, indices in self.by_link.get((source.site_id, site_id), ()):
            handover = 0 if "C07" in self.without else round(60 * lane.handover_cutoff_h)
            first = int(np.searchsorted(minutes, source.dispatch_min + handover))
            found.extend(indices[first : first + ROUTES_PER_SOURCE])
            if "C07" in self.without:
                at = max(source.dispatch_min, self.planned_min)
                arrival = at + round(60 * lane.transit_h)
                if self._received(site_id, np.array([arrival]))[0]:
                    found.append(self._departure(lane, at, arrival))
        found = sorted(set(found), key=lambda index: self.departures[index].arrives_min)
        return found[:ROUTES_PER_SOURCE]

    def _under_way(self, shipment: InitialShipment, site_id: str) -> list[int]:
        """The shipment itself, if it goes to the site; when it left and when it comes is a fact that no rule judges."""
        lane = self.lanes[shipment.lane_id]
        if lane.destination_site_id != site_id:
            return []
        origin_at, minute = self.calendar.origin_at, timedelta(minutes=1)
        departs_min, arrives_min = (
            (shipment.departs_at - origin_at) / minute,
            (shipment.arrives_at - origin_at) / minute,
        )
        return [self._departure(lane, departs_min, arrives_min, shipment)]

    def _departure(self, lane: Lane, at: float, arrival: float, shipment: InitialShipment | None = None) -> int:
        """Index of a departure: what leaves on one lane at one time is one shipment."""
        key = lane.lane_id, at
        if key not in self.known:
            self.known[key] = len(self.departures)
            self.departures.append(Departure(lane, at, arrival, shipment))
        return self.known[key]
