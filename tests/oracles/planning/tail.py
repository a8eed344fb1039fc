"""The load that the plan hands over to the weeks after the horizon (problem.md: Tail load; C20)."""

from collections import defaultdict
from dataclasses import replace
from datetime import timedelta

from doseline.journey import Course, OpeningHours, Place
from doseline.network import Network
from tests.oracles.planning.clock import Clock
from tests.oracles.planning.demand import Cycle, all_cycles, asked_mbq, demanded_cycles, past_of
from tests.oracles.planning.sitting import stay_length, stay_rule

Row = str


class Tail:
    """Loads and capacities of the tail rows."""

    def __init__(self, network: Network, without: frozenset[str]) -> None:
        self.network = network
        self.without = without
        self._cache: dict[tuple[str, str], dict[Row, float]] = {}
        self.running: dict[Row, float] = defaultdict(float)
        for course in network.courses:
            if self.is_running(course) and course.home_site_id is not None:
                for row, load in self.load(course, course.home_site_id).items():
                    self.running[row] += load
        self._capacity: dict[Row, float] = {}

    def is_running(self, course: Course) -> bool:
        return bool(past_of(self.network, course))

    def is_legal(self, last_sites: dict[str, str | None]) -> bool:
        """Whether the loads of the courses named fit; the site is that of the last administration in the plan."""
        if "C20" in self.without:
            return True
        loads: dict[Row, float] = defaultdict(float)
        for course in self.network.courses:
            if course.course_id not in last_sites:
                continue
            site_id = last_sites[course.course_id]
            if site_id is None and self.is_running(course):
                site_id = course.home_site_id
            if site_id is not None:
                for row, load in self.load(course, site_id).items():
                    loads[row] += load
        return all(load <= max(self.capacity(row), self.running[row]) + 1e-9 for row, load in loads.items())

    def load(self, course: Course, site_id: str) -> dict[Row, float]:
        """What the later cycles of a course load on the rows, were it to go on at a centre."""
        key = (course.course_id, site_id)
        if key not in self._cache:
            self._cache[key] = self._load(course, site_id)
        return self._cache[key]

    def _load(self, course: Course, site_id: str) -> dict[Row, float]:
        clock = Clock(self.network)
        demanded = demanded_cycles(self.network, course)
        last_number = demanded[-1].number if demanded else len(past_of(self.network, course))
        rows: dict[Row, float] = defaultdict(float)
        to_come = all_cycles(self.network, course)
        if to_come and to_come[0].stop < clock.first_day:
            return rows  # the course has lapsed: its patient has left
        for cycle in to_come:
            week = (cycle.due - clock.end_day).days // 7
            if cycle.number <= last_number or not 0 <= week < self.network.properties.tail_weeks:
                continue
            stays = cycle.regimen.continuation_fraction ** (cycle.number - last_number)
            rows[f"tail_place|{site_id}|{week}|all"] += stays
            if self._needs_night(cycle, site_id):
                rows[f"tail_place|{site_id}|{week}|overnight"] += stays
            rows[f"tail_vial|{cycle.product.product_id}|{week}"] += stays
            for task in self.network.tasks:
                if task.product_id == cycle.product.product_id:
                    heads_h = task.heads * (task.to_min - task.from_min) / 60
                    rows[f"tail_staff|{site_id}|{task.role}|{week}"] += stays * heads_h
        return rows

    def _needs_night(self, cycle: Cycle, site_id: str) -> bool:
        rule = stay_rule(self.network, site_id, cycle.product.product_id)
        if rule is None:
            return False
        lead = timedelta(hours=rule.admission_lead_h)
        own_first = cycle.number == 1 and cycle.regimen.first_product_id is not None
        of_cycle = 1 if own_first else cycle.regimen.cycles
        stay = stay_length(self.network, rule, asked_mbq(replace(cycle, number=of_cycle)), frozenset())
        return lead + stay > self._longest_span(site_id)

    def _longest_span(self, site_id: str) -> timedelta:
        """The longest time from the opening of treatment to the closing of discharge on one weekday."""
        opens = {row.weekday: row.opens_local for row in self._hours(site_id, "treatment")}
        closes = {row.weekday: row.closes_local for row in self._hours(site_id, "discharge")}
        spans = [_minutes(closes[day]) - _minutes(opens[day]) for day in opens if day in closes]
        return timedelta(minutes=max(spans, default=0))

    def _hours(self, site_id: str, service: str) -> list[OpeningHours]:
        return [row for row in self.network.opening_hours if (row.site_id, row.service) == (site_id, service)]

    def capacity(self, row: Row) -> float:
        if row not in self._capacity:
            self._capacity[row] = self._capacity_of(row.split("|"))
        return self._capacity[row]

    def _capacity_of(self, parts: list[str]) -> float:
        if parts[0] == "tail_place":
            places: list[Place] = [place for place in self.network.places if place.site_id == parts[1]]
            return sum(place.stays_per_week for place in places if parts[3] == "all" or place.overnight)
        if parts[0] == "tail_vial":
            rows = [row.vials_per_week for row in self.network.tail_supply if row.product_id == parts[1]]
            return rows[0] if rows else float("inf")
        return sum(
            row.heads * (_minutes(row.ends_local) - _minutes(row.starts_local)) / 60
            for row in self.network.rosters
            if (row.site_id, row.role) == (parts[1], parts[2])
        )


def _minutes(clock: str) -> int:
    hour, minute = clock.split(":")
    return int(hour) * 60 + int(minute)
