"""What started courses will need after the horizon (C20)."""

from collections import defaultdict
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from doseline.journey import Retention, Site, StayRule
from doseline.network.clock import clock_minutes
from doseline.network.model import Network
from doseline.pathway.calendar import Calendar
from doseline.pathway.staying import stay_h
from doseline.pathway.windows import CourseDemand, Prescriptions

__all__ = ["TailRows", "tail_rows"]


@dataclass(kw_only=True)
class TailRows:
    """Rows of the tail load, with what the courses that run already leave of them.

    Attributes
    ----------
    keys : ``tail_place|SITE|WEEK|CLASS``, ``tail_vial|PRODUCT|WEEK``, ``tail_staff|SITE|ROLE|WEEK``
    capacity_left : max(0, capacity - running load), shape (n_rows,)
    """

    keys: list[str]
    capacity_left: NDArray[np.float64]
    sites: list[Site]
    per_cycle: "_PerCycle"

    def loads_at(self, demand: CourseDemand, site: int) -> list[tuple[int, float]]:
        """Rows and loads added by giving this course its last cycle at a site (difference to its home, if it runs)."""
        change: dict[int, float] = defaultdict(float)
        site_id = self.sites[site].site_id
        if demand.cycles_given and demand.course.home_site_id == site_id:
            return []
        for row, load in self.per_cycle.loads(demand, site_id):
            change[row] += load
        if demand.cycles_given and demand.course.home_site_id:
            for row, load in self.per_cycle.loads(demand, demand.course.home_site_id):
                change[row] -= load
        return [(row, load) for row, load in change.items() if abs(load) > 1e-12]


class _PerCycle:
    """Loads of one remaining cycle at a site."""

    def __init__(
        self,
        network: Network,
        calendar: Calendar,
        rules: dict[tuple[str, str], StayRule],
        retention: dict[str, Retention],
        index: dict[str, int],
    ) -> None:
        self.rules, self.retention, self.step = rules, retention, calendar.step_min
        self.index = index
        self._rows: dict[tuple[str, str, float, int], list[tuple[int, float]]] = {}
        self.prescriptions = Prescriptions(network)
        spans: dict[str, int] = defaultdict(int)
        hours = {(row.site_id, row.service, row.weekday): row for row in network.opening_hours}
        for (site_id, service, weekday), row in hours.items():
            leaving = hours.get((site_id, "discharge", weekday))
            if service == "treatment" and leaving is not None:
                span = clock_minutes(leaving.closes_local) - clock_minutes(row.opens_local)
                spans[site_id] = max(spans[site_id], span)
        self.spans_min = spans
        self.staff_h: dict[str, dict[str, float]] = defaultdict(lambda: defaultdict(float))
        for task in network.tasks:
            self.staff_h[task.product_id][task.role] += task.heads * (task.to_min - task.from_min) / 60.0

    def overnight(self, site_id: str, product_id: str, prescribed_mbq: float) -> bool:
        """Whether the stay cannot fit into any day of the site."""
        rule = self.rules.get((site_id, product_id)) or self.rules.get(("*", product_id))
        if rule is None:
            return False
        hours = stay_h(rule, self.retention.get(product_id), prescribed_mbq)
        stay_min = self.step * np.ceil(60.0 * hours / self.step - 1e-9)
        return bool(60.0 * rule.admission_lead_h + stay_min > self.spans_min[site_id])

    def loads(self, demand: CourseDemand, site_id: str) -> list[tuple[int, float]]:
        """Rows and loads of every remaining cycle of a course at a site."""
        found = []
        for week, number, load in demand.tail:
            product_id = demand.regimen.product_of(number)
            of_cycle = 1 if demand.regimen.first_product_id and number == 1 else demand.regimen.cycles
            prescribed_mbq = self.prescriptions.mbq(demand.course, of_cycle)
            for row, share in self._rows_of(site_id, product_id, prescribed_mbq, week):
                found.append((row, load * share))
        return found

    def _rows_of(self, site_id: str, product_id: str, prescribed_mbq: float, week: int) -> list[tuple[int, float]]:
        """Rows that a cycle of a product loads at a site in a week, and how much of each."""
        key = site_id, product_id, prescribed_mbq, week
        if key not in self._rows:
            shares = {f"tail_place|{site_id}|{week}|all": 1.0}
            if self.overnight(site_id, product_id, prescribed_mbq):
                shares[f"tail_place|{site_id}|{week}|overnight"] = 1.0
            shares[f"tail_vial|{product_id}|{week}"] = 1.0
            roles = self.staff_h.get(product_id, {})
            shares |= {f"tail_staff|{site_id}|{role}|{week}": hours for role, hours in roles.items()}
            self._rows[key] = [(self.index[row], share) for row, share in shares.items() if row in self.index]
        return self._rows[key]


def _capacities(network: Network, sites: list[Site], weeks: int) -> dict[str, float]:
    capacity: dict[str, float] = {}
    site_ids = {site.site_id for site in sites}
    roster_h: dict[tuple[str, str], float] = defaultdict(float)
    for roster in network.rosters:
        hours = (clock_minutes(roster.ends_local) - clock_minutes(roster.starts_local)) / 60.0
        roster_h[roster.site_id, roster.role] += roster.heads * hours
    roles = {task.role for task in network.tasks}
    for week in range(weeks):
        for site_id in site_ids:
            capacity[f"tail_place|{site_id}|{week}|all"] = 0.0
            capacity[f"tail_place|{site_id}|{week}|overnight"] = 0.0
            for role in roles:
                capacity[f"tail_staff|{site_id}|{role}|{week}"] = roster_h[site_id, role]
        for place in network.places:
            if place.site_id in site_ids:
                capacity[f"tail_place|{place.site_id}|{week}|all"] += place.stays_per_week
                if place.overnight:
                    capacity[f"tail_place|{place.site_id}|{week}|overnight"] += place.stays_per_week
        for supply in network.tail_supply:
            capacity[f"tail_vial|{supply.product_id}|{week}"] = supply.vials_per_week
    return capacity


def tail_rows(
    network: Network,
    calendar: Calendar,
    demands: tuple[CourseDemand, ...],
    sites: list[Site],
    rules: dict[tuple[str, str], StayRule],
    retention: dict[str, Retention],
    without: frozenset[str],
) -> TailRows:
    """The tail rows of a country and what the running courses leave of them."""
    capacity = {} if "C20" in without else _capacities(network, sites, network.properties.tail_weeks)
    keys = sorted(capacity)
    per_cycle = _PerCycle(network, calendar, rules, retention, {key: row for row, key in enumerate(keys)})
    running = np.zeros(len(keys))
    for demand in demands:
        if demand.cycles_given and demand.course.home_site_id:
            for row, load in per_cycle.loads(demand, demand.course.home_site_id):
                running[row] += load
    return TailRows(
        keys=keys,
        capacity_left=np.maximum(0.0, np.array([capacity[key] for key in keys]) - running),
        sites=sites,
        per_cycle=per_cycle,
    )
