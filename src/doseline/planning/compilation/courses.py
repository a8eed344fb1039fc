"""Courses, their cycles, and the centres where each may be given."""

from collections import defaultdict

import numpy as np
from numpy.typing import NDArray

from doseline.journey import Promise
from doseline.pathway.windows import CourseDemand, Cycle, Prescriptions
from doseline.planning.arrays import CENTRE, CENTRE_TAIL, COURSE, CYCLE, LONG_AGO
from doseline.planning.compilation.pairs import Pairs
from doseline.planning.compilation.parts import PairKey, Parts
from doseline.planning.compilation.promised import Promises
from doseline.planning.steps import ceil_step, floor_step, records
from doseline.planning.tail import TailRows

__all__ = ["PROMISE_FIELDS", "Courses"]

PROMISE_FIELDS = (
    "promised_site",
    "promised_day",
    "promised_step",
    "promised_place",
    "promised_source",
    "vial_price",
    "place_price",
    "hour_price",
    "date_price",
    "earlier_price",
    "centre_price",
    "unserved_price",
)
"""What the record of a cycle says of its promise; -1: nothing was promised."""


class Courses:
    """Numbers the courses that demand something, their cycles and the centres where each may be given."""

    def __init__(self, parts: Parts, promises: Promises, pairs: Pairs, tail: TailRows, place_ids: list[str]) -> None:
        network = parts.network
        self.places = {place_id: index for index, place_id in enumerate(place_ids)}
        self.sites = {site.site_id: index for index, site in enumerate(parts.sites)}
        self.parts, self.promises, self.pairs, self.tail = parts, promises, pairs, tail
        self.prescriptions = Prescriptions(network)
        self.lenient = "C17" in parts.without
        self.products = {product.product_id: index for index, product in enumerate(parts.products)}
        self.patients = {patient.patient_id: patient for patient in network.patients}
        self.travel = {(row.catchment_id, row.site_id): row.travel_min for row in network.travel_times}
        self.kept: list[CourseDemand] = []
        self.columns: dict[str, list[float]] = defaultdict(list)
        self.cycle_ptr, self.centre_ptr, self.pair_ptr, self.tail_ptr = [0], [0], [0], [0]

    def add(self, demand: CourseDemand) -> None:
        """Adds a course that demands a cycle at least."""
        number = len(self.kept)
        self.kept.append(demand)
        self._add_course(demand)
        for cycle in demand.cycles:
            self._add_cycle(demand, cycle, number)
        self.cycle_ptr.append(len(self.columns["due"]))
        for site in self._centres(demand):
            self._add_centre(demand, site, number)
        self.centre_ptr.append(len(self.columns["centre_site"]))

    def _put(self, **values: float) -> None:
        for name, value in values.items():
            self.columns[name].append(value)

    def _add_course(self, demand: CourseDemand) -> None:
        course, regimen = demand.course, demand.regimen
        self._put(
            sex=1 if self.patients[course.patient_id].sex == "male" else 0,
            weight=course.weight,
            transfer=course.transfer_allowed or "C18" in self.parts.without,
            min_days=1 if self.lenient else max(1, regimen.interval_min_d),
            max_days=10**6 if self.lenient else regimen.interval_max_d,
            previous=self.parts.calendar.day_of(demand.last_on) if demand.last_on else LONG_AGO,
            previous_min=LONG_AGO if demand.last_at_min is None else demand.last_at_min,
            trial=self.parts.trials.index_of(course),
            floor=self.parts.floors.index_of(course.patient_id),
        )

    def _add_cycle(self, demand: CourseDemand, cycle: Cycle, number: int) -> None:
        calendar = self.parts.calendar
        first, last = self._days(demand, cycle)
        lab_first, lab_last, resume = self._labs(demand)
        called = self._called_step(cycle)
        if called is not None:
            lab_first, resume = max(lab_first, called), max(resume, called)
        self._put(
            course=number,
            due=calendar.day_of(cycle.due_on),
            window=calendar.day_of(cycle.window_end_on),
            first=first,
            last=last,
            lab_first=lab_first,
            lab_last=lab_last,
            resume=resume,
            pinned=(cycle.course_id, cycle.cycle_number) in self.promises.pins,
        )
        self._promise(self.promises.priced.get((cycle.course_id, cycle.cycle_number)))

    def _promise(self, promise: Promise | None) -> None:
        """Adds what was promised of a cycle, if anything was."""
        if promise is None:
            values = dict.fromkeys(PROMISE_FIELDS, -1)
            self._put(promised=False, **values)
            return
        calendar = self.parts.calendar
        minute = calendar.minute(promise.administered_at)
        self._put(
            promised=True,
            promised_site=self.sites.get(promise.site_id, -1),
            promised_day=calendar.day_of(calendar.local_date(promise.administered_at)),
            promised_step=minute // calendar.step_min,
            promised_place=self.places.get(promise.place_id, -1),
            promised_source=self.promises.sources.get(promise.vial_source or "", -1),
            vial_price=promise.vial_price or 0,
            place_price=promise.place_price,
            hour_price=promise.hour_price,
            date_price=promise.date_price,
            earlier_price=promise.date_price if promise.earlier_price is None else promise.earlier_price,
            centre_price=promise.centre_price,
            unserved_price=promise.unserved_price,
        )

    def _days(self, demand: CourseDemand, cycle: Cycle) -> tuple[int, int]:
        """First and last day of the horizon on which a cycle may be given."""
        calendar, promises = self.parts.calendar, self.promises
        first = 0 if self.lenient else max(0, calendar.day_of(cycle.earliest_on))
        last = calendar.horizon_days - 1
        if not self.lenient:
            first = max(first, promises.withheld.get(cycle.course_id, 0))
            last = min(last, calendar.day_of(cycle.stop_on))
            if demand.last_on is not None and cycle.cycle_number == demand.cycles_given + 1:
                given = calendar.day_of(demand.last_on)
                first = max(first, given + demand.regimen.interval_min_d)
                last = min(last, given + demand.regimen.interval_max_d)
        if (cycle.course_id, cycle.cycle_number) not in promises.pins:
            called = self._called_step(cycle)
            first = max(first, promises.frozen_days if called is None else int(self.parts.grid.day_of_step[called]))
        return first, last

    def _called_step(self, cycle: Cycle) -> int | None:
        """First step at which a patient on the standby list can be there; None where that is on no frozen day.

        Whoever is pinned comes as pinned, also before the notice is over.
        """
        if (cycle.course_id, cycle.cycle_number) in self.promises.pins:
            return None
        called_min = self.promises.called_min.get((cycle.course_id, cycle.cycle_number))
        frozen = int(self.parts.grid.day_first_step[self.promises.frozen_days])
        step = None if called_min is None else int(ceil_step(max(0, called_min), self.parts.calendar.step_min))
        return step if step is not None and step < frozen else None

    def _labs(self, demand: CourseDemand) -> tuple[int, int, int]:
        """First and last step at which the last fit sample is valid, and the step from which a new one can be had."""
        calendar, regimen = self.parts.calendar, demand.regimen
        first, last, resume = 1, 0, 0
        if regimen.labs_valid_d is not None and not self.lenient:
            resume = int(self.parts.grid.day_first_step[min(regimen.labs_turnaround_d, calendar.n_days)])
            for taken in self.promises.fits.get(demand.course.course_id, ()):
                first = max(0, int(ceil_step(taken, calendar.step_min)))
                last = int(floor_step(taken + 1440 * regimen.labs_valid_d, calendar.step_min))
        return first, last, resume

    def _centres(self, demand: CourseDemand) -> list[int]:
        """Sites where a course may be given; that of its last cycle first."""
        parts, course = self.parts, demand.course
        every = sorted({site for key in demand.product_ids for site in parts.giving[self.products[key]]})
        if "C18" in parts.without:
            return every
        catchment = self.patients[course.patient_id].catchment_id
        near = [
            site
            for site in every
            if self.travel.get((catchment, parts.sites[site].site_id), np.inf) <= course.max_travel_min
        ]
        if course.home_site_id is None:
            return near
        home = [site for site in every if parts.sites[site].site_id == course.home_site_id]
        if not course.transfer_allowed:
            return home
        return home + [site for site in near if site not in home]

    def _add_centre(self, demand: CourseDemand, site: int, number: int) -> None:
        columns = self.columns
        columns["centre_site"].append(site)
        columns["centre_course"].append(number)
        columns["centre_pair"] += [self.pairs.index_of(self._pair(demand, cycle, site)) for cycle in demand.cycles]
        self.pair_ptr.append(len(columns["centre_pair"]))
        loads = self.tail.loads_at(demand, site)
        columns["tail_row"] += [row for row, _ in loads]
        columns["tail_load"] += [load for _, load in loads]
        self.tail_ptr.append(len(columns["tail_row"]))

    def _pair(self, demand: CourseDemand, cycle: Cycle, site: int) -> PairKey:
        """The pair of a cycle at a site, with what is promised of it there."""
        sources, site_id = self.parts.sources, self.parts.sites[site].site_id
        key = cycle.course_id, cycle.cycle_number
        product_id = demand.regimen.product_of(cycle.cycle_number)
        index, pin = self.promises.pins.get(key, (-1, None))
        activity_mbq = self.prescriptions.mbq(demand.course, cycle.cycle_number)
        trial = self.parts.trials.own_supply_of(demand.course, product_id)
        own = self.promises.orders.get(key, [])
        others = self.promises.given_up.get((product_id, activity_mbq, trial), [])
        orders = dict.fromkeys((*own, *others))
        return PairKey(
            product=self.products[product_id],
            prescribed_mbq=activity_mbq,
            site=site,
            orders=tuple(order for order in orders if sources[order].destination_site_id == site_id),
            pin=index if pin is not None and pin.site_id == site_id else -1,
            trial=trial,
        )

    def indices(self, name: str) -> NDArray[np.int64]:
        """A column of indices."""
        return np.array(self.columns[name], dtype=np.int64)

    def _ranks(self) -> NDArray[np.int64]:
        """Where each cycle stands in the order of course and number."""
        keys = [(cycle.course_id, cycle.cycle_number) for demand in self.kept for cycle in demand.cycles]
        ranks = np.empty(len(keys), dtype=np.int64)
        ranks[sorted(range(len(keys)), key=keys.__getitem__)] = np.arange(len(keys))
        return ranks

    def arrays(self) -> dict[str, object]:
        """The rows as the kernels see them."""
        columns = self.columns
        return {
            "course_ptr": np.array(self.cycle_ptr, dtype=np.int64),
            "courses": records(
                COURSE,
                sex=columns["sex"],
                weight=columns["weight"],
                min_days=columns["min_days"],
                max_days=columns["max_days"],
                previous_day=columns["previous"],
                previous_min=columns["previous_min"],
                transfer=columns["transfer"],
                trial=columns["trial"],
                floor=columns["floor"],
            ),
            "centre_ptr": np.array(self.centre_ptr, dtype=np.int64),
            "centres": records(
                CENTRE,
                site=columns["centre_site"],
                pair_from=self.pair_ptr[:-1],
                tail_from=self.tail_ptr[:-1],
                tail_to=self.tail_ptr[1:],
            ),
            "centre_pair": self.indices("centre_pair"),
            "centre_tails": records(CENTRE_TAIL, row=columns["tail_row"], load=columns["tail_load"]),
            "cycles": records(
                CYCLE,
                course=columns["course"],
                first_day=columns["first"],
                due_day=columns["due"],
                window_day=columns["window"],
                last_day=columns["last"],
                lab_first_step=columns["lab_first"],
                lab_last_step=columns["lab_last"],
                resume_step=columns["resume"],
                rank=self._ranks(),
                pinned=columns["pinned"],
                promised=columns["promised"],
                **{name: columns[name] for name in PROMISE_FIELDS},
            ),
            "tail_capacity": self.tail.capacity_left,
        }
