"""The rule ``per_cycle``: what each demanded cycle wastes, ships and costs at least, and which of them are enough."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from doseline.checking.certificates.frame import Floats
from doseline.checking.certificates.offers import Offers
from doseline.checking.certificates.options import Options
from doseline.checking.demand import CourseDemand
from doseline.checking.facts import decayed_mbq
from doseline.checking.view import View
from doseline.quantities import h_from_timedelta

__all__ = ["PerCycle"]

Link = tuple[str, str]
"""Site of a supplier, and a centre."""


@dataclass(frozen=True, slots=True)
class _Cycle:
    """What the options of one cycle say.

    Attributes
    ----------
    weight : of its course
    waste_mbq : the least that an option wastes, less what an irrevocable order would waste without its administration
    links : by which its vial can come
    """

    weight: int
    waste_mbq: float
    links: frozenset[Link]


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
        self._least: dict[tuple[int, int, int], tuple[float, frozenset[Link]]] = {}
        self._wasted: dict[int, Floats] = {}

    def waste_mbq(self) -> float:
        """Return the least activity that any plan with at least this L1 wastes."""
        return self._irrevocable_mbq + self._cheapest((cycle.waste_mbq, cycle.weight) for cycle in self._cycles)

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
            prescribed_mbq = demand.course.prescribed_activity_mbq
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
                waste_mbq, links = np.inf, set[Link]()
                for site_id in sites:
                    for offer in self._offers.of(demand, cycle, site_id):
                        for options in offer.options:
                            least_mbq, some = self._least_of(demand, options, offer.first, offer.end)
                            waste_mbq = min(waste_mbq, least_mbq)
                            links |= some
                if links:
                    found.append(_Cycle(demand.course.weight, waste_mbq, frozenset(links)))
        return found

    def _least_of(self, demand: CourseDemand, options: Options, first: int, end: int) -> tuple[float, frozenset[Link]]:
        """Return the least waste of the options of some dates, and the links that they come by."""
        key = id(options), first, end
        if key not in self._least:
            some = slice(*np.searchsorted(options.day, [first, end]).tolist())
            sources = {options.sources[source] for source in np.unique(options.source[some]).tolist()}
            self._least[key] = (
                float(np.min(self._waste(demand, options)[some], initial=np.inf)),
                frozenset((source.site_id, options.site_id) for source in sources),
            )
        return self._least[key]

    def _waste(self, demand: CourseDemand, options: Options) -> Floats:
        """Return what each option wastes; all courses that share options have one product and prescribed activity."""
        if id(options) not in self._wasted:
            product, course = demand.product, demand.course
            stays_mbq = 0.0 if product.form == "stock_vial" else product.residual_mbq
            waits_h = np.array([h_from_timedelta(one.dispatch_at - one.calibration_at) for one in options.sources])
            kept = np.array([0.0 if one.irrevocable else 1.0 for one in options.sources])
            left = kept * np.exp2(-waits_h / self._view.half_lives_h[product.nuclide])
            at_dispatch_mbq = options.activity_mbq * left[options.source]
            self._wasted[id(options)] = at_dispatch_mbq - (course.prescribed_activity_mbq - stays_mbq)
        return self._wasted[id(options)]
