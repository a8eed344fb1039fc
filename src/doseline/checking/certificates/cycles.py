"""The rule ``per_cycle``: what each demanded cycle wastes, ships and costs at least, and which of them are enough."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from doseline.checking.certificates.frame import Floats
from doseline.checking.certificates.offers import Offers
from doseline.checking.certificates.options import Options
from doseline.checking.certificates.prices import Prices
from doseline.checking.demand import CourseDemand
from doseline.checking.facts import decayed_mbq
from doseline.checking.view import View
from doseline.journey import Product
from doseline.quantities import h_from_timedelta

__all__ = ["PerCycle"]

Link = tuple[str, str]
"""Site of a supplier, and a centre."""


@dataclass(frozen=True, slots=True)
class _Cycle:
    """What the options of one cycle say.

    Attributes
    ----------
    demand : its course
    product : given in it
    prescribed_mbq : its activity
    slices : its options, as (options, first, end)
    links : by which its vial can come
    """

    demand: CourseDemand
    product: Product
    prescribed_mbq: float
    slices: tuple[tuple[Options, int, int], ...]
    links: frozenset[Link]

    @property
    def weight(self) -> int:
        """Weight of the course."""
        return self.demand.course.weight


class PerCycle:
    """Bounds of the levels L4.1 to L4.3 from the options of the demanded cycles.

    Parameters
    ----------
    view : View
        Country and plan.
    offers : Offers
        Options of single cycles.
    in_window : float
        The plan's own L1, recomputed.
    """

    def __init__(self, view: View, offers: Offers, in_window: float) -> None:
        self._view = view
        self._offers = offers
        self._in_window = in_window
        self._links: dict[tuple[int, int, int], frozenset[Link]] = {}

    def waste_mbq(self, prices: Prices) -> float:
        """Return the least activity that any plan with at least this L1 wastes, by prices of what options use.

        Whatever the prices, what is left of a row is worth something or nothing, so no plan pays more than all rows
        are worth.
        """
        of_options: dict[int, Floats] = {}
        least: dict[tuple[int, int, int], float] = {}

        def cheapest(cycle: _Cycle) -> float:
            for options, first, end in cycle.slices:
                key = id(options), first, end
                if id(options) not in of_options:
                    of_options[id(options)] = self._waste(cycle, options) + prices.paid(options)
                if key not in least:
                    least[key] = float(np.min(of_options[id(options)][first:end]))
            return min(least[id(options), first, end] for options, first, end in cycle.slices)

        served_mbq = self._cheapest((cheapest(cycle), cycle.weight) for cycle in self._cycles)
        return self._irrevocable_mbq + served_mbq - prices.worth

    def shipments(self) -> float:
        """Return the fewest shipments of any plan with at least this L1, in parts."""
        shares = self._shares({lane.lane_id: 1.0 for lane in self._view.network.lanes})
        return self._cheapest((min(shares[link] for link in cycle.links), cycle.weight) for cycle in self._cycles)

    def cost_eur(self) -> float:
        """Return the least cost of the shipments of any plan with at least this L1."""
        shares = self._shares({lane.lane_id: lane.cost_eur or 0.0 for lane in self._view.network.lanes})
        return self._cheapest((min(shares[link] for link in cycle.links), cycle.weight) for cycle in self._cycles)

    def _shares(self, fare_by_lane: Mapping[str, float]) -> dict[Link, float]:
        """Return what a vial bears of the fare at least, by link: no more share it than fit or could come by it."""
        sharing = Counter(link for cycle in self._cycles for link in cycle.links)
        shares: dict[Link, float] = {}
        for lane in self._view.network.lanes:
            link = lane.origin_site_id, lane.destination_site_id
            if link in sharing:
                share = fare_by_lane[lane.lane_id] / min(max(1, lane.max_packages), sharing[link])
                shares[link] = min(share, shares.get(link, np.inf))
        return shares

    def _cheapest(self, cycles: Iterable[tuple[float, int]]) -> float:
        """Return the least sum over parts of cycles, each (value, weight), that weigh as much as L1.

        Whatever lowers the sum is in it; the others follow by value over weight, the last one in part.
        """
        total, missing = 0.0, self._in_window
        rising = []
        for value, weight in cycles:
            if value <= 0.0:
                total, missing = total + value, missing - weight
            else:
                rising.append((value / weight, weight))
        for value_by_weight, weight in sorted(rising):
            if missing <= 0.0:
                break
            total += value_by_weight * min(weight, missing)
            missing -= weight
        return total

    @cached_property
    def _irrevocable_mbq(self) -> float:
        """Activity at dispatch of every irrevocable order: what they would waste if nobody got them."""
        total = 0.0
        for made in self._view.network.initial_orders:
            demand, product = self._view.demand.get(made.course_id), self._view.products.get(made.product_id)
            if made.state != "irrevocable" or demand is None or product is None:
                continue
            intended_at = self._view.fill_at(product, made.intended_on)
            prescribed_mbq = demand.prescribed_mbq(made.cycle_number)
            held_mbq = self._view.fill_mbq(product, prescribed_mbq, made.calibration_at, intended_at)
            if held_mbq is not None:
                half_life_h = self._view.half_lives_h[product.nuclide]
                total += decayed_mbq(held_mbq, made.calibration_at, made.dispatch_at, half_life_h)
        return total

    @cached_property
    def _cycles(self) -> list[_Cycle]:
        """Every demanded cycle that has an option."""
        found = []
        for demand in self._view.demand.values():
            sites = self._offers.sites(demand) if demand.cycles else []
            for cycle in demand.cycles:
                slices: list[tuple[Options, int, int]] = []
                links = set[Link]()
                for site_id in sites:
                    for offer in self._offers.of(demand, cycle, site_id):
                        for options in offer.options:
                            first, end = np.searchsorted(options.day, [offer.first, offer.end]).tolist()
                            if first < end:
                                slices.append((options, first, end))
                                links |= self._links_of(options, first, end)
                if slices:
                    number = cycle.cycle_number
                    product, prescribed_mbq = demand.product_of(number), demand.prescribed_mbq(number)
                    found.append(_Cycle(demand, product, prescribed_mbq, tuple(slices), frozenset(links)))
        return found

    def _links_of(self, options: Options, first: int, end: int) -> frozenset[Link]:
        key = id(options), first, end
        if key not in self._links:
            sources = [options.sources[source] for source in np.unique(options.source[first:end]).tolist()]
            self._links[key] = frozenset((source.site_id, options.site_id) for source in sources)
        return self._links[key]

    def _waste(self, cycle: _Cycle, options: Options) -> Floats:
        """Return what each option wastes; all cycles that share options have one product and prescribed activity.

        What an irrevocable order would waste without its administration is taken off.
        """
        product = cycle.product
        stays_mbq = 0.0 if product.form == "stock_vial" else product.residual_mbq
        waits_h = np.array([h_from_timedelta(one.dispatch_at - one.calibration_at) for one in options.sources])
        kept = np.array([0.0 if one.irrevocable else 1.0 for one in options.sources])
        left = kept * np.exp2(-waits_h / self._view.half_lives_h[product.nuclide])
        waste_mbq: Floats = options.activity_mbq * left[options.source]
        return waste_mbq - (cycle.prescribed_mbq - stays_mbq)
