"""The bound that the prices of a certificate prove, by weak duality."""

import math
from collections.abc import Callable, Iterable, Mapping, Sequence

import numpy as np

from doseline.checking.certificates.cycles import PerCycle
from doseline.checking.certificates.frame import Floats
from doseline.checking.certificates.offers import Offers
from doseline.checking.certificates.options import Enumeration
from doseline.checking.certificates.prices import BadRow, Prices
from doseline.checking.certificates.runs import Runs
from doseline.checking.certificates.schedules import Cheapest, Schedules, Worth
from doseline.checking.certificates.whole import WholeCourses
from doseline.checking.demand import CourseDemand, DemandedCycle
from doseline.checking.levels import cost_known, earlier_price, unserved_days
from doseline.checking.tail import Tail
from doseline.checking.view import View

__all__ = ["Bounds"]

_ROUNDING = 1e-6
_LOST_FRACTION = 128 * float(np.finfo(np.float64).eps)
"""How much of the values in it a sum may lose at most to rounding: no path adds up nearly as many as 128 terms."""


class Bounds:
    """Bounds of one country and plan; options are enumerated once for all certificates.

    Parameters
    ----------
    view : View
        Country and plan.
    in_window : float
        The plan's own L1, recomputed.
    """

    def __init__(self, view: View, in_window: float) -> None:
        self._view = view
        self._in_window = in_window
        self._promises = {(row.course_id, row.cycle_number): row for row in view.network.promises}
        self._enumeration = Enumeration(view)
        tail = Tail(view.network, view.calendar, view.demand, view.stay_rules)
        offers = Offers(self._enumeration)
        self._runs = Runs(self._enumeration, offers)
        self._whole = WholeCourses(view, offers, tail)
        self._schedules = Schedules(self._enumeration, offers, tail)
        self._per_cycle = PerCycle(view, offers, in_window)

    def without_prices(self, name: str) -> float:
        """Return what holds of a level without any price: all weight in window, nobody late, nothing changed."""
        if name != "L1":
            return 0.0
        return float(sum(demand.course.weight * len(demand.cycles) for demand in self._view.demand.values()))

    def l1(self, by_row: Mapping[str, float]) -> float:
        """Return the most weight in window that any plan can have, by these prices.

        ``floor(sum of price x capacity + sum over courses of max(value - payment))``, after adding 1e-6 and what the
        sums may have lost to rounding.
        """
        prices = Prices(self._enumeration, self._runs, self._whole, by_row)

        def worth(demand: CourseDemand, cycle: DemandedCycle, _: Sequence[str], late: Floats) -> Floats:
            return -demand.course.weight * _in_window(cycle, late)

        courses = list(self._schedules.cheapest(prices, worth))
        total = _sum([prices.worth, *(-course.least for course in courses)])
        return _rounded(total + _ROUNDING + _lost(prices, courses), math.floor)

    def l2(self, by_row: Mapping[str, float], floor: float) -> float:
        """Return the fewest weighted days after due that any plan with at least this L1 can have, by these prices.

        ``ceil(floor x L1 - sum of price x capacity + sum over courses of min(days - floor x value + payment))``, after
        subtracting 1e-6 and what the sums may have lost to rounding.
        """
        prices = Prices(self._enumeration, self._runs, self._whole, by_row)

        def worth(demand: CourseDemand, cycle: DemandedCycle, _: Sequence[str], late: Floats) -> Floats:
            weight = demand.course.weight
            saved = unserved_days(self._view, demand, cycle)
            return weight * np.maximum(late, 0.0) - floor * weight * _in_window(cycle, late) - saved

        return self._least(prices, worth, floor, lambda demand, cycle: unserved_days(self._view, demand, cycle))

    def l3(self, by_row: Mapping[str, float], floor: float) -> float:
        """Return the least price of what any plan with at least this L1 changes of promises, by these prices.

        As ``l2``, with the price of a change instead of days; the hour of a date is taken to be kept.
        """
        prices = Prices(self._enumeration, self._runs, self._whole, by_row)

        def worth(demand: CourseDemand, cycle: DemandedCycle, sites: Sequence[str], late: Floats) -> Floats:
            gain = floor * demand.course.weight * _in_window(cycle, late)
            return self._change_prices(cycle, sites, late) - gain - self._unserved_price(demand, cycle)

        return self._least(prices, worth, floor, self._unserved_price)

    def _change_prices(self, cycle: DemandedCycle, sites: Sequence[str], late: Floats) -> Floats:
        """Return what a promise costs at each site on each day, shape (n_sites, n_days)."""
        promise = self._promises.get(cycle.key)
        prices: Floats = np.zeros((len(sites), len(late)))
        if promise is not None:
            promised_on = self._view.calendar.date_of(promise.administered_at)
            prices[:] = promise.centre_price
            if promise.site_id in sites:
                promised_d = float((promised_on - cycle.due_on).days)
                moved = np.where(late < promised_d, float(earlier_price(promise)), float(promise.date_price))
                prices[sites.index(promise.site_id)] = np.where(late == promised_d, 0.0, moved)
        return prices

    def _unserved_price(self, _: CourseDemand, cycle: DemandedCycle) -> float:
        promise = self._promises.get(cycle.key)
        return 0.0 if promise is None else float(promise.unserved_price)

    def _least(
        self, prices: Prices, worth: Worth, floor: float, unserved: Callable[[CourseDemand, DemandedCycle], float]
    ) -> float:
        """Return what every plan with at least this L1 has at least of a level that is rounded up.

        Parameters
        ----------
        worth : of a cycle that is given, against leaving it
        floor : price of the plan's own L1
        unserved : what leaving a cycle costs
        """
        courses = list(self._schedules.cheapest(prices, worth))
        waiting = [unserved(course.demand, cycle) for course in courses for cycle in course.demand.cycles]
        total = _sum([floor * self._in_window, -prices.worth, *(course.least for course in courses), *waiting])
        lost = _lost(prices, courses) + _LOST_FRACTION * (floor * self._in_window + sum(waiting))
        return _rounded(total - _ROUNDING - lost, math.ceil)

    def per_vial(self, name: str) -> float:
        """Return the least waste (L4.1), shipments (L4.2) or cost (L4.3) of any plan with at least this L1.

        Raises BadRow for a cost of which nothing is known.
        """
        demanding = [demand for demand in self._view.demand.values() if demand.cycles]
        heaviest = max((demand.course.weight for demand in demanding), default=1)
        needed = math.ceil(self._in_window / heaviest - _ROUNDING)
        if name == "L4.1":
            return needed * min((one.residual_mbq for demand in demanding for one in demand.products), default=0.0)
        lanes = self._view.network.lanes
        packages = max((lane.max_packages for lane in lanes), default=0)
        shipments = max(1, math.ceil(needed / packages)) if needed and packages else 0
        if name == "L4.2":
            return float(shipments)
        if not cost_known(self._view):
            raise BadRow("nothing is known of L4.3, for no lane has a cost")
        return shipments * min((lane.cost_eur or 0.0 for lane in lanes), default=0.0)

    def per_cycle(self, name: str, by_row: Mapping[str, float]) -> float:
        """Return the least waste (L4.1), shipments (L4.2) or cost (L4.3) by the options of every demanded cycle.

        Raises BadRow for a cost of which nothing is known, and for prices of anything but waste.
        """
        if name == "L4.1":
            return self._per_cycle.waste_mbq(Prices(self._enumeration, self._runs, self._whole, by_row))
        if by_row:
            raise BadRow(f"the rule 'per_cycle' knows no prices of {name}")
        shipments = float(math.ceil(self._per_cycle.shipments() - _ROUNDING))
        if name == "L4.2":
            return shipments
        if not cost_known(self._view):
            raise BadRow("nothing is known of L4.3, for no lane has a cost")
        cheapest_eur = min((lane.cost_eur or 0.0 for lane in self._view.network.lanes), default=0.0)
        return max(self._per_cycle.cost_eur(), shipments * cheapest_eur)


def _in_window(cycle: DemandedCycle, late: Floats) -> Floats:
    return (late <= (cycle.window_end_on - cycle.due_on).days).astype(np.float64)


def _sum(values: Sequence[float]) -> float:
    """Return a sum, rounded once; nan where infinities of both signs meet."""
    infinite = {value for value in values if not math.isfinite(value)}
    if infinite:
        return sum(infinite)
    return math.fsum(values)


def _lost(prices: Prices, courses: Iterable[Cheapest]) -> float:
    """Return what the sums behind a bound may have lost to rounding, at most."""
    return _LOST_FRACTION * (abs(prices.worth) + sum(course.magnitude for course in courses))


def _rounded(value: float, to_integer: Callable[[float], int]) -> float:
    return float(to_integer(value)) if math.isfinite(value) else value
