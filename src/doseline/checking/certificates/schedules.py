"""The cheapest schedule of each course, when what it uses is paid by price."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np

from doseline.checking.certificates.frame import Floats
from doseline.checking.certificates.options import ANY_MINUTE, Enumeration, Options
from doseline.checking.certificates.prices import Prices
from doseline.checking.certificates.vials import Kind
from doseline.checking.demand import CourseDemand, DemandedCycle
from doseline.checking.tail import Tail
from doseline.journey import InitialOrder, Lab, Pin

__all__ = ["Schedules", "Worth"]

Worth = Callable[[CourseDemand, DemandedCycle, Floats], Floats]
"""What serving a cycle costs, against leaving it, on days given as numbers of days after its due date."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Known:
    """What a country says about single courses."""

    labs: dict[str, list[Lab]]
    pins: dict[tuple[str, int], Pin]
    orders: dict[tuple[str, int], list[InitialOrder]]


class Schedules:
    """Schedules of courses over shared options.

    Parameters
    ----------
    enumeration : Enumeration
        Options of the country.
    tail : Tail
        The weeks after the horizon.
    """

    def __init__(self, enumeration: Enumeration, tail: Tail) -> None:
        self._enumeration = enumeration
        self._tail = tail
        self._view = enumeration.view
        network = self._view.network
        self._known = _Known(labs={}, pins={(pin.course_id, pin.cycle_number): pin for pin in network.pins}, orders={})
        for lab in network.labs:
            self._known.labs.setdefault(lab.course_id, []).append(lab)
        for made in network.initial_orders:
            self._known.orders.setdefault((made.course_id, made.cycle_number), []).append(made)
        self._travel = {(row.catchment_id, row.site_id): row.travel_min for row in network.travel_times}
        self._special: dict[tuple[object, ...], tuple[Options, ...]] = {}

    def cheapest(self, prices: Prices, worth: Worth) -> Iterator[tuple[CourseDemand, float]]:
        """Yield each course that demands something with the least of worth and payment over its schedules.

        Zero stands for serving nothing; infinite for a pinned cycle that no schedule can hold.
        """
        shared: dict[tuple[str, Kind], Floats] = {}
        for demand in self._view.demand.values():
            if demand.cycles:
                yield demand, self._cheapest(demand, prices, worth, shared)

    def _cheapest(
        self, demand: CourseDemand, prices: Prices, worth: Worth, shared: dict[tuple[str, Kind], Floats]
    ) -> float:
        kind = self._kind(demand)
        sites = [site_id for site_id in self._sites(demand) if kind is not None]
        pinned = max((c.cycle_number for c in demand.cycles if c.key in self._known.pins), default=0)
        least = np.inf if pinned else 0.0
        if kind is None or not sites:
            return least
        tail: Floats = np.array([[self._tail_price(demand, site_id, prices)] for site_id in sites])
        days: Floats = np.arange(self._enumeration.frame.horizon_days, dtype=np.float64)
        total = np.zeros((len(sites), len(days)))
        for cycle in demand.cycles:
            late: Floats = days - float(self._enumeration.frame.day(cycle.due_on))
            each = self._paid(demand, cycle, kind, sites, prices, shared) + worth(demand, cycle, late)
            total = each if cycle is demand.cycles[0] else each + self._before(demand, total)
            if cycle.cycle_number >= pinned:
                least = min(least, float((total + tail).min()))
            if not np.isfinite(total).any():
                break
        return least

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

    def _kind(self, demand: CourseDemand) -> Kind | None:
        patient = self._view.patients.get(demand.course.patient_id)
        if demand.product.nuclide not in self._view.half_lives_h:
            return None
        return Kind(demand.product, demand.course.prescribed_activity_mbq, patient.sex if patient else "")

    def _sites(self, demand: CourseDemand) -> list[str]:
        """Return the sites at which some cycle of the course could be given (C18)."""
        course, patient = demand.course, self._view.patients.get(demand.course.patient_id)
        catchment_id = patient.catchment_id if patient else ""
        running = demand.past_cycles > 0
        found = []
        for site_id in self._enumeration.sites(demand.product.product_id):
            near = self._travel.get((catchment_id, site_id), np.inf) <= course.max_travel_min
            home = running and site_id == course.home_site_id
            if home or (near and (course.transfer_allowed or not running)):
                found.append(site_id)
        return found

    def _tail_price(self, demand: CourseDemand, site_id: str, prices: Prices) -> float:
        """Return what the weeks after the horizon cost when the course ends at a site.

        A course without past administrations pays its load there. A running one is counted at home already; where it
        may move, it pays its load there less its load at home.
        """
        if not prices.tail or not self._tail.expected_cycles(demand):
            return 0.0
        home = demand.course.home_site_id
        price = sum(prices.tail.get(row, 0.0) * load for row, load in self._tail.load(demand, site_id).items())
        if demand.past_cycles:
            price -= sum(prices.tail.get(row, 0.0) * load for row, load in self._tail.load(demand, home).items())
        return float(price)

    def _paid(
        self,
        demand: CourseDemand,
        cycle: DemandedCycle,
        kind: Kind,
        sites: list[str],
        prices: Prices,
        shared: dict[tuple[str, Kind], Floats],
    ) -> Floats:
        """Return the least payment for a cycle at each site on each day; infinite where it cannot be given."""
        frame = self._enumeration.frame
        paid = np.full((len(sites), frame.horizon_days), np.inf)
        pin = self._known.pins.get(cycle.key)
        first, last = max(frame.day(cycle.earliest_on), 0), min(frame.day(cycle.stop_on), frame.horizon_days - 1)
        spans = self._lab_spans(demand)
        for row, site_id in enumerate(sites):
            licensed = self._enumeration.licensed_days(site_id, kind.product.product_id)
            begin, end = max(first, licensed.start), min(last + 1, licensed.stop)
            if begin >= end or (pin is not None and pin.site_id != site_id):
                continue
            if pin is not None:
                paid[row, begin:end] = self._pinned(cycle, kind, site_id, prices, pin, spans)[begin:end]
                continue
            allowed = self._by_day(site_id, kind, prices, shared)
            if spans is not None:
                allowed = self._within_labs(allowed, site_id, kind, prices, spans, (begin, end))
            paid[row, begin:end] = allowed[begin:end]
            for made in self._known.orders.get(cycle.key, ()):
                own = self._ordered(site_id, kind, made, prices, spans)
                paid[row, begin:end] = np.minimum(paid[row, begin:end], own[begin:end])
        return paid

    def _by_day(self, site_id: str, kind: Kind, prices: Prices, shared: dict[tuple[str, Kind], Floats]) -> Floats:
        key = (
            site_id,
            kind if self._enumeration.clinics.sex_matters(site_id) else Kind(kind.product, kind.prescribed_mbq),
        )
        if key not in shared:
            shared[key] = self._cheapest_by_day(self._enumeration.options(site_id, key[1]), prices)
        return shared[key]

    def _cheapest_by_day(self, options: tuple[Options, ...], prices: Prices) -> Floats:
        by_day = np.full(self._enumeration.frame.horizon_days, np.inf)
        for of_pool in options:
            np.minimum.at(by_day, of_pool.day, prices.paid(of_pool))
        return by_day

    def _lab_spans(self, demand: CourseDemand) -> list[tuple[float, float]] | None:
        """Return the minutes in which labs allow the course; None where they never matter."""
        valid_d = demand.regimen.labs_valid_d
        if valid_d is None:
            return None
        frame = self._enumeration.frame
        labs = self._known.labs.get(demand.course.course_id, ())
        fresh_min = float(frame.midnights[min(demand.regimen.labs_turnaround_d, len(frame.dates))])
        spans = [(fresh_min, np.inf)]
        for lab in labs:
            if lab.outcome == "fit":
                taken_min = frame.minute(lab.taken_at)
                spans.append((taken_min, min(taken_min + valid_d * 1440.0, fresh_min - 1.0)))
        retests = [frame.day(lab.retest_on) for lab in labs if lab.outcome == "withhold" and lab.retest_on is not None]
        if retests:
            from_min = float(frame.midnights[min(max(0, *retests), len(frame.dates))])
            spans = [(max(begin, from_min), end) for begin, end in spans]
        return [(begin, end) for begin, end in spans if begin <= end and end >= 0.0]

    def _within_labs(
        self,
        allowed: Floats,
        site_id: str,
        kind: Kind,
        prices: Prices,
        spans: list[tuple[float, float]],
        window: tuple[int, int],
    ) -> Floats:
        """Return the payments by day inside the spans that labs allow; a day cut by one is enumerated again."""
        midnights = self._enumeration.frame.midnights
        within = np.full(len(allowed), np.inf)
        for begin_min, end_min in spans:
            first = int(np.searchsorted(midnights, begin_min, side="left"))
            last = int(np.searchsorted(midnights, end_min + 1.0, side="right")) - 1
            within[first : max(first, last)] = allowed[first : max(first, last)]
            for day in {first - 1, last}:
                if window[0] <= day < window[1] and not first <= day < last:
                    cut = self._cut(site_id, kind, prices, day, (begin_min, end_min), None)
                    within[day] = min(within[day], cut[day])
        return within

    def _cut(
        self, site_id: str, kind: Kind, prices: Prices, day: int, span_min: tuple[float, float], place_id: str | None
    ) -> Floats:
        if not self._enumeration.clinics.sex_matters(site_id):
            kind = Kind(kind.product, kind.prescribed_mbq)
        key = site_id, kind, day, span_min, place_id
        if key not in self._special:
            self._special[key] = self._enumeration.cut(site_id, kind, day, span_min, place_id)
        return self._cheapest_by_day(self._special[key], prices)

    def _pinned(
        self,
        cycle: DemandedCycle,
        kind: Kind,
        site_id: str,
        prices: Prices,
        pin: Pin,
        spans: list[tuple[float, float]] | None,
    ) -> Floats:
        frame = self._enumeration.frame
        at_min = frame.minute(pin.administered_at)
        by_day = np.full(frame.horizon_days, np.inf)
        if spans is not None and not any(begin <= at_min <= end for begin, end in spans):
            return by_day
        day = frame.day(frame.calendar.date_of(pin.administered_at))
        by_day = self._cut(site_id, kind, prices, day, (at_min, at_min), pin.place_id)
        for made in self._known.orders.get(cycle.key, ()):
            own = self._ordered(site_id, kind, made, prices, [(at_min, at_min)], pin.place_id)
            by_day = np.minimum(by_day, own)
        return by_day

    def _ordered(
        self,
        site_id: str,
        kind: Kind,
        made: InitialOrder,
        prices: Prices,
        spans: list[tuple[float, float]] | None,
        place_id: str | None = None,
    ) -> Floats:
        by_day = np.full(self._enumeration.frame.horizon_days, np.inf)
        for span_min in spans if spans is not None else [ANY_MINUTE]:
            key = site_id, kind, made.order_id, span_min, place_id
            if key not in self._special:
                self._special[key] = self._enumeration.ordered(site_id, kind, made, span_min, place_id)
            by_day = np.minimum(by_day, self._cheapest_by_day(self._special[key], prices))
        return by_day


def _later(totals: Floats, days: int) -> Floats:
    """Return what stood `days` before each day; infinite before the first."""
    moved = np.full(totals.shape, np.inf)
    if days < totals.shape[1]:
        moved[:, days:] = totals[:, : totals.shape[1] - days]
    return moved
