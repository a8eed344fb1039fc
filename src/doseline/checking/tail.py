"""C20: what courses take from places, vials and staff in the weeks after the horizon."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from doseline.checking.calendar import Calendar
from doseline.checking.demand import CourseDemand, last_cycle
from doseline.checking.duty import Duty
from doseline.checking.staff import tasks_by_product
from doseline.checking.stay_length import StayRules
from doseline.checking.verdict import Violation
from doseline.checking.view import View
from doseline.journey import Product
from doseline.network import Network
from doseline.quantities import min_from_h

__all__ = ["UNITS", "Tail", "TailRow", "tail_load"]

_TOLERANCE = 1e-9
_WEEK_D = 7
_WEEKDAYS = range(1, 8)
UNITS = {"tail_place": "stays", "tail_vial": "vials", "tail_staff": "head hours"}
"""Unit of each kind of row, in its week."""


@dataclass(frozen=True, slots=True, order=True)
class TailRow:
    """One row of the tail: what it counts (``tail_place``, ``tail_vial``, ``tail_staff``), of whom, in which week."""

    kind: str
    subject: str
    week: int
    detail: str = ""

    @classmethod
    def parse(cls, row: str) -> "TailRow":
        """Read a row as certificates write it; raises ValueError or IndexError when it is none."""
        kind, subject, *rest = row.split("|")
        if kind == "tail_staff":
            return cls(kind, subject, int(rest[1]), rest[0])
        return cls(kind, subject, int(rest[0]), rest[1] if kind == "tail_place" else "")

    def __str__(self) -> str:
        """Return the row as certificates write it."""
        if self.kind == "tail_staff":
            return f"{self.kind}|{self.subject}|{self.detail}|{self.week}"
        parts = [self.kind, self.subject, str(self.week), self.detail]
        return "|".join(part for part in parts if part)


_Like = tuple[tuple[int, str, float, float], ...]


class Tail:
    """Loads and capacities of the weeks after the horizon.

    Parameters
    ----------
    network, calendar, demand, stay_rules
        The country as the stranger reads it.
    """

    def __init__(
        self, network: Network, calendar: Calendar, demand: Mapping[str, CourseDemand], stay_rules: StayRules
    ) -> None:
        self._network = network
        self._calendar = calendar
        self._demand = demand
        self._stay_rules = stay_rules
        self._tasks = tasks_by_product(network.tasks)
        self._vials_per_week = {row.product_id: row.vials_per_week for row in network.tail_supply}
        self._staff_h = Duty(calendar, network.rosters).week_head_hours()
        self._places: dict[tuple[str, str], float] = defaultdict(float)
        for place in network.places:
            self._places[place.site_id, "all"] += place.stays_per_week
            if place.overnight:
                self._places[place.site_id, "overnight"] += place.stays_per_week
        self._weeks: dict[str, dict[tuple[int, Product], float]] = {}
        self._likes: dict[str, _Like] = {}
        self._loads: dict[tuple[_Like, str | None], Mapping[TailRow, float]] = {}
        self._rows: dict[tuple[str, str, float], tuple[tuple[str, str, str, float], ...]] = {}

    def load(self, demand: CourseDemand, site_id: str | None) -> Mapping[TailRow, float]:
        """Return what a course with its centre at a site loads on each row; courses alike have the same mapping."""
        key = self.like(demand), site_id
        if key not in self._loads:
            self._loads[key] = self._load(demand, site_id)
        return self._loads[key]

    def like(self, demand: CourseDemand) -> _Like:
        """Return what all courses share that load the same wherever they are: week, product, cycles and activity."""
        course_id = demand.course.course_id
        if course_id not in self._likes:
            self._likes[course_id] = tuple(
                (week, product.product_id, self._prescribed_mbq(demand, product), cycles)
                for (week, product), cycles in self.expected_cycles(demand).items()
            )
        return self._likes[course_id]

    def _load(self, demand: CourseDemand, site_id: str | None) -> Mapping[TailRow, float]:
        load: dict[TailRow, float] = defaultdict(float)
        for (week, product), cycles in self.expected_cycles(demand).items():
            load[TailRow("tail_vial", product.product_id, week)] += cycles
            uses = self._uses(demand, product, site_id) if site_id is not None else ()
            for kind, subject, detail, each in uses:
                load[TailRow(kind, subject, week, detail)] += each * cycles
        return load

    def expected_cycles(self, demand: CourseDemand) -> Mapping[tuple[int, Product], float]:
        """Return the cycles that a course is expected to take in each week after the horizon, by week and product."""
        course_id = demand.course.course_id
        if course_id not in self._weeks:
            self._weeks[course_id] = self._expected(demand)
        return self._weeks[course_id]

    def capacity(self, row: TailRow) -> float:
        """Return the capacity of a row; infinite where nothing limits it."""
        if row.kind == "tail_place":
            return self._places.get((row.subject, row.detail), 0.0)
        if row.kind == "tail_staff":
            return self._staff_h.get((row.subject, row.detail), 0.0)
        return self._vials_per_week.get(row.subject, float("inf"))

    @cached_property
    def running(self) -> Mapping[TailRow, float]:
        """The running load: courses with a past administration, each at its home."""
        total: dict[TailRow, float] = defaultdict(float)
        for demand in self._demand.values():
            if demand.past_cycles:
                for row, load in self.load(demand, demand.course.home_site_id).items():
                    total[row] += load
        return total

    def limit(self, row: TailRow) -> float:
        """Return what all courses together may load on a row."""
        return max(self.capacity(row), self.running.get(row, 0.0))

    def _expected(self, demand: CourseDemand) -> dict[tuple[int, Product], float]:
        weeks: dict[tuple[int, Product], float] = defaultdict(float)
        if demand.lapsed:
            return weeks
        last = demand.last_demanded
        for number in range(last + 1, last_cycle(demand.course, demand.regimen) + 1):
            week = (demand.due_on(number) - self._calendar.horizon_end_on).days // _WEEK_D
            if 0 <= week < self._network.properties.tail_weeks:
                weeks[week, demand.product_of(number)] += demand.regimen.continuation_fraction ** (number - last)
        return weeks

    def _uses(self, demand: CourseDemand, product: Product, site_id: str) -> tuple[tuple[str, str, str, float], ...]:
        """Return kind, subject, detail and amount of each row that one cycle uses at a site."""
        product_id, prescribed_mbq = product.product_id, self._prescribed_mbq(demand, product)
        key = site_id, product_id, prescribed_mbq
        if key not in self._rows:
            uses = [("tail_place", site_id, "all", 1.0)]
            if self._needs_night(site_id, product_id, prescribed_mbq):
                uses.append(("tail_place", site_id, "overnight", 1.0))
            hours: dict[str, float] = defaultdict(float)
            for task in self._tasks.get(product_id, ()):
                hours[task.role] += task.heads * (task.to_min - task.from_min) / 60.0
            uses.extend(("tail_staff", site_id, role, head_h) for role, head_h in hours.items())
            self._rows[key] = tuple(uses)
        return self._rows[key]

    @staticmethod
    def _prescribed_mbq(demand: CourseDemand, product: Product) -> float:
        return demand.prescribed_mbq(1 if product is demand.first_product else demand.regimen.cycles)

    def _needs_night(self, site_id: str, product_id: str, prescribed_mbq: float) -> bool:
        rule = self._stay_rules.rule(site_id, product_id)
        stay_min = self._stay_rules.stay_min(site_id, product_id, prescribed_mbq)
        if rule is None or stay_min is None:
            return False
        spans = [0]
        for weekday in _WEEKDAYS:
            opens = self._calendar.hours_of_weekday(site_id, "treatment", weekday)
            closes = self._calendar.hours_of_weekday(site_id, "discharge", weekday)
            if opens is not None and closes is not None:
                spans.append(closes[1] - opens[0])
        return min_from_h(rule.admission_lead_h) + stay_min > max(spans) + _TOLERANCE


def tail_load(view: View) -> Iterator[Violation]:
    """C20: started courses do not load the weeks after the horizon beyond what these carry."""
    tail = Tail(view.network, view.calendar, view.demand, view.stay_rules)
    last_given: dict[str, tuple[date, str]] = {}
    for row in view.plan.administrations:
        given = view.calendar.date_of(row.administered_at), row.site_id
        last_given[row.course_id] = max(given, last_given.get(row.course_id, given))
    total: dict[TailRow, float] = defaultdict(float)
    for course_id, demand in view.demand.items():
        if course_id in last_given:
            site_id: str | None = last_given[course_id][1]
        elif demand.past_cycles:
            site_id = demand.course.home_site_id
        else:
            continue
        for tail_row, load in tail.load(demand, site_id).items():
            total[tail_row] += load
    for tail_row in sorted(total):
        limit = tail.limit(tail_row)
        if total[tail_row] > limit + _TOLERANCE * max(1.0, limit):
            unit = UNITS[tail_row.kind]
            yield Violation(
                constraint="C20",
                table="administrations",
                key=str(tail_row),
                found=f"started courses load {total[tail_row]:.6g} {unit}",
                allowed=f"{limit:.6g} {unit}",
            )
