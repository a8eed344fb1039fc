"""Heads and devices needed and there (problem.md: C11, C12)."""

from collections import Counter, defaultdict
from datetime import datetime, timedelta

from doseline.network import Network
from tests.oracles.planning.clock import Clock, local_instant
from tests.oracles.planning.sitting import Sitting

Step = tuple[str, str, datetime]
"""Site, role or ``device:kind``, and the start of a step of the grid."""

Unit = tuple[Step, str]
"""A step and the competence that a head must hold; empty: none, or a device."""


class Desk:
    """Says what stays need, and whether heads and devices can be dealt out to them."""

    def __init__(self, network: Network, without: frozenset[str]) -> None:
        self.network = network
        self.without = without
        self._there: dict[Step, tuple[list[frozenset[str]], int]] = {}
        self._held = self._needed_before()

    def needed(self, sitting: Sitting) -> Counter[Unit]:
        """Units that a stay needs at every step that one of its tasks touches."""
        anchors = {"administration": sitting.administered_at, "discharge": sitting.ends_at}
        return self._needed(sitting.place.site_id, sitting.cycle.product.product_id, anchors)

    def _needed(self, site_id: str, product_id: str, anchors: dict[str, datetime]) -> Counter[Unit]:
        needed: Counter[Unit] = Counter()
        if "C11" not in self.without:
            for task in self.network.tasks:
                if task.product_id == product_id:
                    competence = self._competence((task.product_id, task.role, task.anchor, task.from_min))
                    for step in self.steps(anchors[task.anchor], task.from_min, task.to_min):
                        needed[(site_id, task.role, step), competence] += task.heads
        if "C12" not in self.without:
            for row in self.network.device_tasks:
                if row.product_id == product_id:
                    for step in self.steps(anchors[row.anchor], row.from_min, row.to_min):
                        needed[(site_id, f"device:{row.kind}", step), ""] += row.units
        return needed

    def _needed_before(self) -> Counter[Unit]:
        """Units that those who were treated before the plan, and whose stay is known, need."""
        course_of = {row.course_id: row for row in self.network.courses}
        regimen_of = {row.regimen_id: row for row in self.network.regimens}
        held: Counter[Unit] = Counter()
        for row in self.network.past_administrations:
            if row.stay_ends_at is not None:
                product_id = regimen_of[course_of[row.course_id].regimen_id].product_of(row.cycle_number)
                anchors = {"administration": row.administered_at, "discharge": row.stay_ends_at}
                held.update(self._needed(row.site_id, product_id, anchors))
        return held

    def held_heads(self, step: Step) -> int:
        """Heads of the site and role that those who were treated before need at a step."""
        return sum(units for (held_step, _), units in self._held.items() if held_step == step)

    def suffices(self, needed: Counter[Unit]) -> bool:
        """Whether every task finds its own heads and devices at every step."""
        wanted: dict[Step, list[str]] = defaultdict(list)
        for (step, competence), units in needed.items():
            wanted[step] += [competence] * units
        for (step, competence), units in self._held.items():
            if step in wanted:
                wanted[step] += [competence] * units
        for step, competences in wanted.items():
            if step not in self._there:
                self._there[step] = self._there_at(step)
            heads, count = self._there[step]
            if len(competences) > count or not _dealt_out([one for one in competences if one], heads):
                return False
        return True

    def _competence(self, key: tuple[str, str, str, int]) -> str:
        for row in self.network.task_competences:
            if (row.product_id, row.role, row.anchor, row.from_min) == key:
                return row.competence
        return ""

    def steps(self, anchor_at: datetime, from_min: int, to_min: int) -> list[datetime]:
        """The steps that a task touches, by their beginnings."""
        clock = Clock(self.network)
        instant = clock.down_to_grid(anchor_at + timedelta(minutes=from_min))
        steps = []
        while instant < anchor_at + timedelta(minutes=to_min):
            steps.append(instant)
            instant += clock.step
        return steps

    def _there_at(self, step: Step) -> tuple[list[frozenset[str]], int]:
        """The competences of each head that holds any, and how many heads or devices there are in all."""
        site_id, name, starts_at = step
        if name.startswith("device:"):
            kinds = [
                row.units for row in self.network.devices if (row.site_id, f"device:{row.kind}") == (site_id, name)
            ]
            return [], sum(kinds)
        clock = Clock(self.network)
        day = clock.day_of(starts_at)
        weekday = clock.row_of_day(day)
        qualified: list[frozenset[str]] = []
        for held in self.network.qualifications:
            if (held.site_id, held.role) != (site_id, name) or str(weekday) not in held.weekdays:
                continue
            if held.valid_from_on is not None and day < held.valid_from_on:
                continue
            if held.valid_until_on is not None and day > held.valid_until_on:
                continue
            if _covers(clock, starts_at, held.starts_local, held.ends_local):
                qualified += [frozenset(held.competences)] * held.heads
        return qualified, heads_on_duty(self.network, step)


def heads_on_duty(network: Network, step: Step) -> int:
    """Heads that the rosters of a site and role have at a step, less those that are absent."""
    site_id, role, starts_at = step
    clock = Clock(network)
    weekday = clock.row_of_day(clock.day_of(starts_at))
    count = sum(
        row.heads
        for row in network.rosters
        if (row.site_id, row.role, row.weekday) == (site_id, role, weekday)
        and _covers(clock, starts_at, row.starts_local, row.ends_local)
    )
    absent = sum(
        row.heads
        for row in network.absences
        if (row.site_id, row.role) == (site_id, role)
        and row.starts_at < starts_at + clock.step
        and row.ends_at > starts_at
    )
    return max(0, count - absent)


def _covers(clock: Clock, starts_at: datetime, starts_local: str, ends_local: str) -> bool:
    """Whether local times of a day cover the whole step that starts at an instant."""
    day = clock.day_of(starts_at)
    begins_at, ends_at = local_instant(day, starts_local, clock.zone), local_instant(day, ends_local, clock.zone)
    return begins_at <= starts_at and starts_at + clock.step <= ends_at


def _dealt_out(competences: list[str], heads: list[frozenset[str]]) -> bool:
    """Whether each competence finds a head of its own who holds it, by trying every head for the first of them."""
    if not competences:
        return True
    return any(
        competences[0] in head and _dealt_out(competences[1:], [*heads[:index], *heads[index + 1 :]])
        for index, head in enumerate(heads)
    )
