"""The cheapest schedule of each course, when what it uses is paid by price."""

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from doseline.checking.certificates.frame import Floats
from doseline.checking.certificates.offers import Offers
from doseline.checking.certificates.options import Enumeration, Options
from doseline.checking.certificates.prices import BadRow, Prices
from doseline.checking.demand import CourseDemand, DemandedCycle
from doseline.checking.tail import Tail

__all__ = ["Cheapest", "Schedules", "Worth"]

Worth = Callable[[CourseDemand, DemandedCycle, Sequence[str], Floats], Floats]
"""What serving a cycle costs, against leaving it, on days given as numbers of days after its due date: at every site
alike, shape (n_days,), or at each of those given, shape (n_sites, n_days)."""

_Shared = dict[tuple[Options, ...], Floats]
"""Payments by day that courses share."""


@dataclass(frozen=True, slots=True)
class Cheapest:
    """The least of worth and payment over the schedules of a course.

    Attributes
    ----------
    demand : the course
    least : zero stands for serving nothing; infinite for a pinned cycle that no schedule can hold
    magnitude : sum of the absolute values that `least` is made of, at most: what rounding is measured by
    """

    demand: CourseDemand
    least: float
    magnitude: float


class Schedules:
    """Schedules of courses over shared options.

    Parameters
    ----------
    enumeration : Enumeration
        Options of the country.
    offers : Offers
        Options of each cycle.
    tail : Tail
        The weeks after the horizon.
    """

    def __init__(self, enumeration: Enumeration, offers: Offers, tail: Tail) -> None:
        self._enumeration = enumeration
        self._offers = offers
        self._tail = tail

    def cheapest(self, prices: Prices, worth: Worth) -> Iterator[Cheapest]:
        """Yield each course that demands something with the least of worth and payment over its schedules."""
        shared: _Shared = {}
        for demand in self._enumeration.view.demand.values():
            if demand.cycles:
                yield self._cheapest(demand, prices, worth, shared)

    def _cheapest(self, demand: CourseDemand, prices: Prices, worth: Worth, shared: _Shared) -> Cheapest:
        sites = self._offers.sites(demand)
        pinned = max((cycle.cycle_number for cycle in demand.cycles if cycle.key in self._offers.pins), default=0)
        least = np.inf if pinned else 0.0
        if not sites:
            return Cheapest(demand, least, 0.0)
        given_back = self._tail_price(demand, demand.course.home_site_id, prices) if demand.past_cycles else 0.0
        tail: Floats = np.array([[self._tail_price(demand, site_id, prices) - given_back] for site_id in sites])
        magnitude = 2.0 * given_back
        days: Floats = np.arange(self._enumeration.frame.horizon_days, dtype=np.float64)
        total = np.zeros((len(sites), len(days)))
        for cycle in demand.cycles:
            late: Floats = days - float(self._enumeration.frame.day(cycle.due_on))
            worths = worth(demand, cycle, sites, late)
            magnitude += 2.0 * float(np.abs(worths).max())
            paid = self._paid(demand, cycle, sites, prices, shared)
            with np.errstate(over="raise", invalid="raise"):
                each = paid + worths
                total = each if cycle is demand.cycles[0] else each + self._before(demand, total)
                cheapest = float((total + tail).min())
            if math.isnan(cheapest):
                raise BadRow(f"the payments of course {demand.course.course_id} do not sum up to a number")
            if cycle.cycle_number >= pinned:
                least = min(least, cheapest)
            if not np.isfinite(total).any():
                break
        return Cheapest(demand, least, magnitude + (abs(least) if np.isfinite(least) else 0.0))

    def _before(self, demand: CourseDemand, total: Floats) -> Floats:
        """Return the cheapest schedule so far that leaves each day within the interval; shape (n_sites, n_days)."""
        if demand.course.transfer_allowed:
            total = np.broadcast_to(total.min(axis=0), total.shape)
        nearest, width = (
            demand.regimen.interval_min_d,
            demand.regimen.interval_max_d - demand.regimen.interval_min_d + 1,
        )
        days = total.shape[1]
        if width < 1 or nearest >= days:
            return np.full(total.shape, np.inf)
        window, reach = total, 1
        while reach < width:
            shift = min(reach, width - reach)
            window = np.minimum(window, _later(window, shift))
            reach += shift
        return _later(window, nearest)

    def _tail_price(self, demand: CourseDemand, site_id: str | None, prices: Prices) -> float:
        """Return what the weeks after the horizon cost when the course ends at a site.

        A course without past administrations pays its load there. A running one is counted at home already; where it
        may move, it pays its load there and is given back its load at home.
        """
        if not prices.tail or not self._tail.expected_cycles(demand):
            return 0.0
        return prices.tail_paid(self._tail.load(demand, site_id))

    def _paid(
        self, demand: CourseDemand, cycle: DemandedCycle, sites: list[str], prices: Prices, shared: _Shared
    ) -> Floats:
        """Return the least payment for a cycle at each site on each day; infinite where it cannot be given."""
        paid = np.full((len(sites), self._enumeration.frame.horizon_days), np.inf)
        for at_site, site_id in zip(paid, sites, strict=True):
            for offer in self._offers.of(demand, cycle, site_id):
                if offer.options not in shared:
                    shared[offer.options] = self._cheapest_by_day(offer.options, prices)
                chosen = slice(offer.first, offer.end)
                at_site[chosen] = np.minimum(at_site[chosen], shared[offer.options][chosen])
        return paid

    def _cheapest_by_day(self, options: tuple[Options, ...], prices: Prices) -> Floats:
        by_day = np.full(self._enumeration.frame.horizon_days, np.inf)
        for of_pool in options:
            np.minimum.at(by_day, of_pool.day, prices.paid(of_pool))
        return by_day


def _later(totals: Floats, days: int) -> Floats:
    """Return what stood `days` before each day; infinite before the first."""
    moved = np.full(totals.shape, np.inf)
    if days < totals.shape[1]:
        moved[:, days:] = totals[:, : totals.shape[1] - days]
    return moved
