"""What the pieces of the compilation share."""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from doseline.journey import Product, Site
from doseline.network.model import Network
from doseline.pathway.calendar import Calendar
from doseline.pathway.supply import Source
from doseline.planning.compilation.grid import Grid
from doseline.planning.compilation.transport import Departure, Route
from doseline.planning.regions import RegionFloors
from doseline.planning.starts import Starts
from doseline.planning.trials import Trials

__all__ = ["PairKey", "Parts"]


class PairKey(NamedTuple):
    """Product (index), prescribed activity, site, orders (sources), pin (-1: none) and trial of a pair."""

    product: int
    prescribed_mbq: float
    site: int
    orders: tuple[int, ...] = ()
    pin: int = -1
    trial: str = ""


@dataclass(kw_only=True)
class Parts:
    """What the pieces of the compilation share."""

    network: Network
    calendar: Calendar
    without: frozenset[str]
    grid: Grid
    sites: list[Site]
    products: list[Product]
    sources: list[Source]
    of_product: list[list[int]]
    giving: list[list[int]]
    departures: list[Departure]
    routes: list[Route]
    trials: Trials
    floors: RegionFloors
    starts: Starts

    def __post_init__(self) -> None:
        self._licensed: dict[tuple[int, int], NDArray[np.bool_]] = {}
        self._licences = {(row.site_id, row.product_id): row for row in self.network.site_products}

    def licensed(self, site: int, product: int) -> NDArray[np.bool_]:
        """Days of the horizon on which a site may give a product."""
        if (site, product) not in self._licensed:
            row = self._licences[self.sites[site].site_id, self.products[product].product_id]
            days = np.ones(self.calendar.horizon_days, dtype=bool)
            if row.valid_from_on:
                days[: max(0, self.calendar.day_of(row.valid_from_on))] = False
            if row.valid_until_on:
                days[max(0, self.calendar.day_of(row.valid_until_on) + 1) :] = False
            self._licensed[site, product] = days
        return self._licensed[site, product]
