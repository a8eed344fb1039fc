"""Which options each cycle of each course has: its sites, dates, labs, pin and initial orders."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from doseline.checking.certificates.options import ANY_MINUTE, Enumeration, Options
from doseline.checking.certificates.vials import Kind
from doseline.checking.demand import CourseDemand, DemandedCycle
from doseline.checking.orders import may_have
from doseline.checking.pins import called_from
from doseline.checking.trials import own_trial
from doseline.journey import InitialOrder, Lab, Pin

__all__ = ["Offer", "Offers"]


@dataclass(frozen=True, slots=True)
class Offer:
    """Options of which a cycle has those on the days from `first` to before `end`."""

    options: tuple[Options, ...]
    first: int
    end: int


class Offers:
    """Options of single cycles, most of them shared with other courses.

    Parameters
    ----------
    enumeration : Enumeration
        Options of the country.
    """

    def __init__(self, enumeration: Enumeration) -> None:
        self._enumeration = enumeration
        self._view = enumeration.view
        network = self._view.network
        self.pins: dict[tuple[str, int], Pin] = {(pin.course_id, pin.cycle_number): pin for pin in network.pins}
        self._labs: dict[str, list[Lab]] = {}
        for lab in network.labs:
            self._labs.setdefault(lab.course_id, []).append(lab)
        self._orders: dict[tuple[str, int], list[InitialOrder]] = {}
        self._given_up: list[InitialOrder] = []
        for made in network.initial_orders:
            self._orders.setdefault((made.course_id, made.cycle_number), []).append(made)
            if made.given_up:
                self._given_up.append(made)
        self._travel = {(row.catchment_id, row.site_id): row.travel_min for row in network.travel_times}
        self._sites: dict[str, list[str]] = {}
        self._spans: dict[str, list[tuple[float, float]] | None] = {}
        self._known: dict[tuple[tuple[str, int], str], tuple[Offer, ...]] = {}
        self._midnights = enumeration.frame.midnights.tolist()
        self._special: dict[tuple[object, ...], tuple[Options, ...]] = {}

    def sites(self, demand: CourseDemand) -> list[str]:
        """Return the sites at which some cycle of the course could be given (C18)."""
        course_id = demand.course.course_id
        if course_id not in self._sites:
            self._sites[course_id] = self._sites_of(demand)
        return self._sites[course_id]

    def _sites_of(self, demand: CourseDemand) -> list[str]:
        course, patient = demand.course, self._view.patients.get(demand.course.patient_id)
        known = [one.product_id for one in demand.products if one.nuclide in self._view.half_lives_h]
        catchment_id = patient.catchment_id if patient else ""
        found = []
        for site_id in dict.fromkeys(site_id for key in known for site_id in self._enumeration.sites(key)):
            near = self._travel.get((catchment_id, site_id), np.inf) <= course.max_travel_min
            home = site_id == course.home_site_id
            if home or (near and (course.transfer_allowed or course.home_site_id is None)):
                found.append(site_id)
        return found

    def of(self, demand: CourseDemand, cycle: DemandedCycle, site_id: str) -> tuple[Offer, ...]:
        """Return the options of a cycle at a site; a source on a date may stand in several where labs part the day."""
        key = cycle.key, site_id
        if key not in self._known:
            self._known[key] = tuple(self._of(demand, cycle, site_id))
        return self._known[key]

    def _of(self, demand: CourseDemand, cycle: DemandedCycle, site_id: str) -> Iterator[Offer]:
        frame = self._enumeration.frame
        kind = self._kind(demand, cycle, site_id)
        if kind.product.nuclide not in self._view.half_lives_h:
            return
        licensed = self._enumeration.licensed_days(site_id, kind.product.product_id)
        begin = max(frame.day(cycle.earliest_on), 0, licensed.start)
        end = min(frame.day(cycle.stop_on) + 1, frame.horizon_days, licensed.stop)
        if demand.last_on is not None and cycle.cycle_number == demand.past_cycles + 1:
            begin = max(begin, frame.day(demand.last_on) + demand.regimen.interval_min_d)
            end = min(end, frame.day(demand.last_on) + demand.regimen.interval_max_d + 1)
        pin = self.pins.get(cycle.key)
        if pin is None:
            called_at = called_from(self._view, cycle.key)
            frozen = self._view.network.properties.frozen_days
            called = frozen if called_at is None else frame.day(frame.calendar.date_of(called_at))
            begin = max(begin, min(frozen, called))
        if begin >= end or (pin is not None and pin.site_id != site_id):
            return
        if demand.course.course_id not in self._spans:
            self._spans[demand.course.course_id] = self._lab_spans(demand)
        spans = self._spans[demand.course.course_id]
        if pin is not None:
            yield from self._pinned(self._ordered_for(demand, cycle), kind, pin, spans, (begin, end))
            return
        if spans is None:
            yield Offer(self._enumeration.options(site_id, kind), begin, end)
        else:
            yield from self._within_labs(site_id, kind, spans, (begin, end))
        for made in self._ordered_for(demand, cycle):
            for span_min in spans if spans is not None else [ANY_MINUTE]:
                yield Offer(self._ordered(site_id, kind, made, span_min, None), begin, end)

    def _ordered_for(self, demand: CourseDemand, cycle: DemandedCycle) -> list[InitialOrder]:
        """Return the initial orders that a cycle may have: its own, and what others have given up."""
        own = self._orders.get(cycle.key, [])
        others = [made for made in self._given_up if made not in own]
        return [*own, *(made for made in others if may_have(self._view, made, demand, cycle.cycle_number))]

    def _kind(self, demand: CourseDemand, cycle: DemandedCycle, site_id: str) -> Kind:
        patient = self._view.patients.get(demand.course.patient_id)
        sex = patient.sex if patient and self._enumeration.clinics.sex_matters(site_id) else ""
        product = demand.product_of(cycle.cycle_number)
        trial = own_trial(self._view, demand.course.trial_id, product.product_id)
        return Kind(product, demand.prescribed_mbq(cycle.cycle_number), sex, trial)

    def _lab_spans(self, demand: CourseDemand) -> list[tuple[float, float]] | None:
        """Return the minutes in which labs allow the course; None where they never matter."""
        valid_d = demand.regimen.labs_valid_d
        frame = self._enumeration.frame
        labs = self._labs.get(demand.course.course_id, ())
        retests = [frame.day(lab.retest_on) for lab in labs if lab.outcome == "withhold" and lab.retest_on is not None]
        if valid_d is None and not retests:
            return None
        spans = [(0.0, np.inf)]
        if valid_d is not None:
            fresh_min = float(frame.midnights[min(demand.regimen.labs_turnaround_d, len(frame.dates))])
            spans = [(fresh_min, np.inf)]
            for lab in labs:
                if lab.outcome == "fit":
                    taken_min = frame.minute(lab.taken_at)
                    spans.append((taken_min, min(taken_min + valid_d * 1440.0, fresh_min - 1.0)))
        if retests:
            from_min = float(frame.midnights[min(max(0, *retests), len(frame.dates))])
            spans = [(max(begin, from_min), end) for begin, end in spans]
        return [(begin, end) for begin, end in spans if begin <= end and end >= 0.0]

    def _within_labs(
        self, site_id: str, kind: Kind, spans: list[tuple[float, float]], window: tuple[int, int]
    ) -> Iterator[Offer]:
        """Yield the options of the days inside the spans that labs allow; a day cut by one is enumerated again."""
        for begin_min, end_min in spans:
            first = bisect_left(self._midnights, begin_min)
            last = bisect_right(self._midnights, end_min + 1.0) - 1
            begin, end = max(first, window[0]), min(last, window[1])
            if begin < end:
                yield Offer(self._enumeration.options(site_id, kind), begin, end)
            for day in {first - 1, last}:
                if window[0] <= day < window[1] and not first <= day < last:
                    yield Offer(self._cut(site_id, kind, day, (begin_min, end_min), None), day, day + 1)

    def _pinned(
        self,
        orders: Sequence[InitialOrder],
        kind: Kind,
        pin: Pin,
        spans: list[tuple[float, float]] | None,
        window: tuple[int, int],
    ) -> Iterator[Offer]:
        """Yield the options of a promised cycle: one place and one instant."""
        frame = self._enumeration.frame
        at_min = frame.minute(pin.administered_at)
        if spans is not None and not any(begin <= at_min <= end for begin, end in spans):
            return
        day = frame.day(frame.calendar.date_of(pin.administered_at))
        yield Offer(self._cut(pin.site_id, kind, day, (at_min, at_min), pin.place_id), *window)
        for made in orders:
            yield Offer(self._ordered(pin.site_id, kind, made, (at_min, at_min), pin.place_id), *window)

    def _cut(
        self, site_id: str, kind: Kind, day: int, span_min: tuple[float, float], place_id: str | None
    ) -> tuple[Options, ...]:
        key = site_id, kind, day, span_min, place_id
        if key not in self._special:
            self._special[key] = self._enumeration.cut(site_id, kind, day, span_min, place_id)
        return self._special[key]

    def _ordered(
        self, site_id: str, kind: Kind, made: InitialOrder, span_min: tuple[float, float], place_id: str | None
    ) -> tuple[Options, ...]:
        key = site_id, kind, made.order_id, span_min, place_id
        if key not in self._special:
            self._special[key] = self._enumeration.ordered(site_id, kind, made, span_min, place_id)
        return self._special[key]
