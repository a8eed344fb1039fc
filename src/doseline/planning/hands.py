"""What a treatment holds at its site by the step: heads of a role, heads with competences (C11), devices (C12).

All three are rows of units with a need that may not exceed what is there. Whether heads can be dealt out so that
each task has heads with its competence is a matter of sets (Hall): they can exactly if, for every set of competences,
the heads that hold one of them are at least the heads that tasks ask of them. So there is a row for each such set, and
a task fills every row whose set has its competence. Rows that others imply are left out: they would cost time alone.

What patients who were treated before still ask, for their discharge above all, is not there for others.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from doseline.journey import DeviceTask, Qualification, Site, StayRule, Task
from doseline.network.model import Network
from doseline.pathway.calendar import Calendar
from doseline.planning.arrays import ADMINISTRATION, BY_COMPETENCE, BY_DEVICE, BY_ROLE, DISCHARGE, TASK
from doseline.planning.past import given_before
from doseline.planning.steps import ceil_step, covered, floor_step, records

__all__ = ["ROLES", "Hands", "hands_of"]

ROLES = ("physician", "nurse", "technologist", "radiopharmacist", "physicist")
UNLIMITED = 30000

Span = tuple[int, int, int, int]
"""Anchor, first step and end of a task, counted from it, and its units."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Hands:
    """Rows of heads and devices, the same number at every site, the roles first.

    Attributes
    ----------
    heads : units there for the plan's treatments at each step, shape (n_sites * n_rows, n_steps)
    rule : which kind each row is, shape (n_sites * n_rows,)
    n_rows : rows of each site
    task_ptr : row pointer into the tasks of each site and product, shape (n_sites * n_products + 1,)
    tasks : what a treatment asks of the rows of its site
    """

    heads: NDArray[np.int16]
    rule: NDArray[np.uint8]
    n_rows: int
    task_ptr: NDArray[np.int64]
    tasks: NDArray[np.void]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Row:
    """One row of a site: its kind, what is there for the plan at each step, and what each product asks of it."""

    rule: int
    units: NDArray[np.int16]
    asked: Mapping[str, list[Span]]


def _span(task: Task | DeviceTask, step: int) -> tuple[int, int, int]:
    anchor = ADMINISTRATION if task.anchor == "administration" else DISCHARGE
    return anchor, int(floor_step(task.from_min, step)), int(ceil_step(task.to_min, step))


class _Site:
    """Collects the rows of one site."""

    def __init__(
        self,
        network: Network,
        calendar: Calendar,
        site: Site,
        n_steps: int,
        shifts: dict[tuple[bytes, str, str], NDArray[np.int16]],
        *,
        without: frozenset[str],
    ) -> None:
        self.network, self.calendar, self.site, self.without = network, calendar, site, without
        self.n_steps = n_steps
        self.shifts = shifts
        """How often each step lies in a span of some days, by days and clock times: shifts of most sites are alike."""
        self.given = {row.product_id for row in network.site_products if row.site_id == site.site_id}
        self.in_house = [row for row in given_before(network, site.site_id) if row[0].stay_ends_at is not None]
        self.given |= {product_id for _, product_id in self.in_house}

    def rows(self) -> list[_Row]:
        """Roles in their order, then sets of competences, then devices, those that may bind."""
        roles = [self._role(role) for role in ROLES]
        if "C11" in self.without:
            return [*roles, *self._devices([])]
        skilled = [row for role, all_ in zip(ROLES, roles, strict=True) for row in self._competences(role, all_)]
        return [*roles, *skilled, *self._devices(roles)]

    def _role(self, role: str) -> _Row:
        units = np.zeros(self.n_steps, dtype=np.int16)
        for roster in self.network.rosters:
            if (roster.site_id, roster.role) == (self.site.site_id, role):
                days = np.flatnonzero(self.calendar.row_weekday == roster.weekday)
                self._add(units, days, roster.starts_local, roster.ends_local, roster.heads)
        step = timedelta(minutes=self.calendar.step_min)
        for absence in self.network.absences:
            if (absence.site_id, absence.role) == (self.site.site_id, role):
                since, until = (at - self.calendar.origin_at for at in (absence.starts_at, absence.ends_at))
                units[max(0, since // step) : max(0, -(-until // step))] -= absence.heads
        np.maximum(units, 0, out=units)
        tasks = [(task, task.heads) for task in self.network.tasks if task.role == role]
        row = self._row(BY_ROLE, units, tasks)
        if "C11" in self.without:
            row.units[:] = UNLIMITED
        return row

    def _row(self, rule: int, units: NDArray[np.int16], tasks: Iterable[tuple[Task | DeviceTask, int]]) -> _Row:
        """A row of units that tasks ask for: less those that they hold for patients who were treated before."""
        asked: dict[str, list[Span]] = defaultdict(list)
        for task, needed in tasks:
            asked[task.product_id].append((*_span(task, self.calendar.step_min), needed))
            for first, end in self._before(task):
                units[first:end] -= np.int16(needed)
        return _Row(rule=rule, units=np.maximum(units, 0), asked=asked)

    def _before(self, task: Task | DeviceTask) -> Iterator[tuple[int, int]]:
        """The first step and the end of a task for each patient of its product who was treated before."""
        calendar, step = self.calendar, self.calendar.step_min
        for row, product_id in self.in_house:
            anchor_at = row.administered_at if task.anchor == "administration" else row.stay_ends_at
            if product_id != task.product_id or anchor_at is None:
                continue
            anchor_min = (anchor_at - calendar.origin_at) / timedelta(minutes=1)
            since, until = anchor_min + task.from_min, anchor_min + task.to_min
            yield max(0, int(floor_step(since, step))), max(0, int(ceil_step(until, step)))

    def _add(
        self, units: NDArray[np.int16], days: NDArray[np.int64], starts_local: str, ends_local: str, heads: int
    ) -> None:
        """Adds heads to the steps that lie wholly in a span of the days."""
        key = days.tobytes(), starts_local, ends_local
        if key not in self.shifts:
            begins = ceil_step(self.calendar.at_clock(starts_local), self.calendar.step_min)
            ends = floor_step(self.calendar.at_clock(ends_local), self.calendar.step_min)
            self.shifts[key] = covered(begins[days], ends[days], self.n_steps).astype(np.int16)
        units += np.int16(heads) * self.shifts[key]

    def _competences(self, role: str, everyone: _Row) -> Iterator[_Row]:
        """Rows of the sets of competences that a role's tasks ask for and that could lack heads."""
        wanted = {
            (row.product_id, row.role, row.anchor, row.from_min): row.competence
            for row in self.network.task_competences
            if row.role == role and row.product_id in self.given
        }
        held = [row for row in self.network.qualifications if (row.site_id, row.role) == (self.site.site_id, role)]
        tasks = [
            (task, competence)
            for task in self.network.tasks
            if (competence := wanted.get((task.product_id, task.role, task.anchor, task.from_min))) is not None
        ]
        for one_of in _sets(sorted({competence for _, competence in tasks}), held):
            units = self._qualified(row for row in held if one_of.intersection(row.competences))
            row = self._row(BY_COMPETENCE, units, [(task, task.heads) for task, held in tasks if held in one_of])
            if not np.all(row.units >= everyone.units):  # else everyone on duty holds one of them
                yield row

    def _qualified(self, held: Iterable[Qualification]) -> NDArray[np.int16]:
        units = np.zeros(self.n_steps, dtype=np.int16)
        calendar = self.calendar
        n_days = calendar.n_days
        for row in held:
            days = np.isin(calendar.row_weekday, [int(weekday) for weekday in row.weekdays])
            if row.valid_from_on:
                days[: min(n_days, max(0, calendar.day_of(row.valid_from_on)))] = False
            if row.valid_until_on:
                days[max(0, calendar.day_of(row.valid_until_on) + 1) :] = False
            self._add(units, np.flatnonzero(days), row.starts_local, row.ends_local, row.heads)
        return units

    def _devices(self, roles: list[_Row]) -> Iterator[_Row]:
        """Rows of the kinds of device that could lack units."""
        if "C12" in self.without:
            return
        there = {row.kind: row.units for row in self.network.devices if row.site_id == self.site.site_id}
        tasks: dict[str, list[tuple[DeviceTask, int]]] = defaultdict(list)
        for task in self.network.device_tasks:
            if task.product_id in self.given:
                tasks[task.kind].append((task, task.units))
        for kind, of_kind in sorted(tasks.items()):
            units = min(there.get(kind, 0), UNLIMITED)
            row = self._row(BY_DEVICE, np.full(self.n_steps, units, dtype=np.int16), of_kind)
            held = np.any(row.units < units)  # by patients who were treated before: then the row stands
            if held or (
                units < self._most_at_once(row.asked) and not any(_implied(row.asked, units, role) for role in roles)
            ):
                yield row

    def _most_at_once(self, asked: Mapping[str, list[Span]]) -> float:
        """Most units that the places of the site can ask for; infinite where patients ask outside their stay."""
        places = [row for row in self.network.places if row.site_id == self.site.site_id]
        if {"C09", "C10"} & self.without or not places:
            return np.inf
        rules = {(rule.site_id, rule.product_id): rule for rule in self.network.stay_rules}
        step = self.calendar.step_min
        cleaning = min(int(ceil_step(60 * place.cleaning_h, step)) for place in places)
        for product_id, spans in asked.items():
            rule = rules.get((self.site.site_id, product_id)) or rules["*", product_id]
            before, stay = int(ceil_step(60 * rule.admission_lead_h, step)), _shortest_stay(rule, step)
            for anchor, begin, finish, _ in spans:
                since, until = (-before, stay) if anchor == ADMINISTRATION else (-before - stay, 0)
                if begin < since or finish > until + cleaning:
                    return np.inf
        return len(places) * max(sum(units for *_, units in spans) for spans in asked.values())


def _shortest_stay(rule: StayRule, step: int) -> int:
    """Steps that a stay lasts at least, whatever the activity."""
    hours = max(rule.licence_minimum_h, rule.urine_collection_h, rule.infusion_h + rule.observation_h)
    return int(ceil_step(60 * hours, step))


def _implied(asked: Mapping[str, list[Span]], units: int, role: _Row) -> bool:
    """Whether heads of a role are always held with the units, and there are never more of them than units."""
    if role.units.max(initial=0) > units:
        return False
    for product_id, spans in asked.items():
        held = _profile(role.asked.get(product_id, []))
        if any(held.get(at, 0) < needed for at, needed in _profile(spans).items()):
            return False
    return True


def _profile(spans: list[Span]) -> dict[tuple[int, int], int]:
    """Units asked for by anchor and step from it."""
    profile: dict[tuple[int, int], int] = defaultdict(int)
    for anchor, begin, finish, units in spans:
        for at in range(begin, finish):
            profile[anchor, at] += units
    return profile


def _sets(competences: list[str], held: list[Qualification]) -> Iterator[frozenset[str]]:
    """Sets of competences that no two groups of heads apart make up: the row of any other is the sum of theirs."""
    for size in range(1, len(competences) + 1):
        for chosen in combinations(competences, size):
            one_of = frozenset(chosen)
            reached, grew = {chosen[0]}, True
            while grew:
                more = {
                    competence
                    for row in held
                    if reached.intersection(row.competences)
                    for competence in one_of.intersection(row.competences)
                }
                grew = not more <= reached
                reached |= more
            if reached == one_of:
                yield one_of


def hands_of(
    network: Network,
    calendar: Calendar,
    sites: list[Site],
    products: Mapping[str, int],
    n_steps: int,
    *,
    without: frozenset[str],
) -> Hands:
    """The heads and devices of every site, and what treatments ask of them.

    Parameters
    ----------
    network, calendar : the country and its grid
    sites : hospitals in index order
    products : index of each product
    n_steps : steps of the grid
    without : constraints left out (C09 to C12 matter here)
    """
    shifts: dict[tuple[bytes, str, str], NDArray[np.int16]] = {}
    by_site = [_Site(network, calendar, site, n_steps, shifts, without=without).rows() for site in sites]
    n_rows = max((len(rows) for rows in by_site), default=len(ROLES))
    heads = np.full((len(sites) * n_rows, n_steps), UNLIMITED, dtype=np.int16)
    rule = np.full(len(sites) * n_rows, BY_ROLE, dtype=np.uint8)
    counts, tasks = [0], []
    for index, rows in enumerate(by_site):
        for number, row in enumerate(rows):
            heads[index * n_rows + number] = row.units
            rule[index * n_rows + number] = row.rule
        for product_id in products:
            spans = [(number, *span) for number, row in enumerate(rows) for span in row.asked.get(product_id, [])]
            counts.append(len(spans))
            tasks += spans
    columns = np.array(tasks, dtype=np.int64).reshape(-1, 5).T
    fields = dict(zip(("row", "anchor", "begin", "finish", "heads"), columns, strict=True))
    return Hands(heads=heads, rule=rule, n_rows=n_rows, task_ptr=np.cumsum(counts), tasks=records(TASK, **fields))
