"""Which promises cannot stand where heads are absent: the lightest and latest give way."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Sequence
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from doseline.journey import Absence, Roster, Task
from doseline.network.clock import clock_minutes
from doseline.network.model import Network
from doseline.operations.chain import Chain
from doseline.planning.past import given_before

__all__ = ["without_heads"]

_HOLIDAY_WEEKDAY = 7


def without_heads(
    network: Network,
    absences: Collection[Absence],
    site_id: str,
    role: str,
    chains: Collection[Chain],
    treated: Collection[Chain] = (),
) -> list[Chain]:
    """Return the promises of a centre for which, once heads are absent, too few of a role are left.

    Heads are counted step by step as C11 does. Patients in the house are discharged first; then the weightiest courses
    keep their promise, and of equals the earliest.

    Parameters
    ----------
    network : the country
    absences : all of them, the new ones included
    site_id, role : centre and role
    chains : what is promised there and lies ahead
    treated : what has been administered there
    """
    weights = {row.course_id: row.weight for row in network.courses}
    duty = _Duty(network, absences, site_id, role)
    taken = duty.held()
    for chain in treated:
        taken.update(duty.needed(chain))
    lacking = []
    for chain in sorted(
        chains,
        key=lambda chain: (
            -weights[chain.administration.course_id],
            chain.administration.administered_at,
            chain.administration.course_id,
        ),
    ):
        needed = duty.needed(chain)
        if all(taken[at] + heads <= duty.heads(at) for at, heads in needed.items()):
            taken.update(needed)
        else:
            lacking.append(chain)
    return lacking


class _Duty:
    """Heads of one role at one centre, step by step."""

    def __init__(self, network: Network, absences: Collection[Absence], site_id: str, role: str) -> None:
        self.zone = ZoneInfo(network.properties.timezone)
        self.step = timedelta(minutes=network.properties.step_min)
        self.network, self.site_id = network, site_id
        self.origin_at = self._instant(network.properties.horizon_start_on, 0)
        self.holidays = {row.date_on for row in network.holidays}
        self.absences = [row for row in absences if (row.site_id, row.role) == (site_id, role)]
        self.rosters: dict[int, list[Roster]] = defaultdict(list)
        for row in network.rosters:
            if (row.site_id, row.role) == (site_id, role):
                self.rosters[row.weekday].append(row)
        self.tasks: dict[str, list[Task]] = defaultdict(list)
        for task in network.tasks:
            if task.role == role:
                self.tasks[task.product_id].append(task)

    def _instant(self, on: date, minutes: int) -> datetime:
        midnight = datetime.combine(on + timedelta(days=minutes // 1440), time(), tzinfo=self.zone)
        return midnight.replace(hour=minutes % 1440 // 60, minute=minutes % 60).astimezone(ZoneInfo("UTC"))

    def held(self) -> Counter[datetime]:
        """Return the heads that those who were treated before the plan need in each step, by the step's beginning."""
        held: Counter[datetime] = Counter()
        for row, product_id in given_before(self.network, self.site_id):
            if row.stay_ends_at is not None:
                held.update(self._needed(product_id, row.administered_at, row.stay_ends_at))
        return held

    def needed(self, chain: Chain) -> Counter[datetime]:
        """Return the heads that the tasks of an administration need in each step, by the step's beginning."""
        given = chain.administration
        return self._needed(given.product_id, given.administered_at, chain.stay.ends_at)

    def _needed(self, product_id: str, administered_at: datetime, ends_at: datetime) -> Counter[datetime]:
        needed: Counter[datetime] = Counter()
        for task in self.tasks[product_id]:
            anchor_at = administered_at if task.anchor == "administration" else ends_at
            for at in self._steps(anchor_at + timedelta(minutes=task.from_min), task.to_min - task.from_min):
                needed[at] += task.heads
        return needed

    def _steps(self, since_at: datetime, minutes: int) -> Iterator[datetime]:
        at = self.origin_at + (since_at - self.origin_at) // self.step * self.step
        while at < since_at + timedelta(minutes=minutes):
            yield at
            at += self.step

    def heads(self, at: datetime) -> int:
        """Return the heads on duty in the whole of a step, less those that are absent in any of it."""
        on = at.astimezone(self.zone).date()
        weekday = _HOLIDAY_WEEKDAY if on in self.holidays else on.isoweekday()
        rosters: Sequence[Roster] = self.rosters[weekday]
        present = sum(
            row.heads
            for row in rosters
            if self._instant(on, clock_minutes(row.starts_local)) <= at
            and at + self.step <= self._instant(on, clock_minutes(row.ends_local))
        )
        absent = sum(row.heads for row in self.absences if row.starts_at < at + self.step and row.ends_at > at)
        return max(0, present - absent)
