"""Scans of patients who have been treated, booked anew where an event keeps them from being made."""

from collections import defaultdict
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import cache

import numpy as np

from doseline.journey import InitialScan, PastAdministration, Scan, ScanProtocol
from doseline.network.model import Network
from doseline.pathway.calendar import Calendar
from doseline.planning.diary import Diary, Slot
from doseline.planning.past import given_before
from doseline.planning.scanning import WEEK_D, open_steps, scanners_of, seconds_left
from doseline.planning.steps import ceil_step, floor_step
from doseline.quantities import timedelta_from_h

__all__ = ["rebooked", "window_of"]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Asked:
    """A scan of a patient who has been treated, with what asks for it.

    Attributes
    ----------
    scan : as it is booked
    given : administration that it follows
    protocol : of the scan
    """

    scan: InitialScan
    given: PastAdministration
    protocol: ScanProtocol

    @property
    def window(self) -> tuple[datetime, datetime]:
        """Return from when to when it may begin."""
        earliest, latest = map(timedelta_from_h, (self.protocol.earliest_h, self.protocol.latest_h))
        return self.given.administered_at + earliest, self.given.administered_at + latest


def window_of(network: Network, scan: InitialScan) -> tuple[datetime, datetime]:
    """Return from when to when the scan of a patient who has been treated may begin.

    Parameters
    ----------
    network : the country, with the past administration and the protocol of the scan
    scan : of a patient who has been treated
    """
    (asked,) = _asked(network, [scan])
    return asked.window


def rebooked(network: Network, scans: Sequence[InitialScan], promised: Collection[Scan]) -> tuple[InitialScan, ...]:
    """Book scans of patients who have been treated anew; one that is not among the result finds no slot any more.

    Each gets a slot that C13 allows, from the present on: rather one that is promised to nobody, and of these the
    nearest to the one that it had. Those whose window ends first choose first; where one of the others can go elsewhere
    it makes room.

    Parameters
    ----------
    network : the country after the events; its ``initial_scans`` are those that stay where they are
    scans : to book, in slots that they cannot have any more
    promised : scans to come, after administrations to come
    """
    if not scans:
        return ()
    asked = sorted(_asked(network, scans), key=lambda one: (one.window[1], one.scan.starts_at))
    return _Book(network, asked, promised).booked()


def _asked(network: Network, scans: Sequence[InitialScan]) -> list[_Asked]:
    given = {(row.course_id, row.cycle_number): (row, product_id) for row, product_id in given_before(network)}
    protocols = {(row.product_id, row.scan_number): row for row in network.scan_protocols}
    found = []
    for scan in scans:
        row, product_id = given[scan.course_id or "", scan.cycle_number or 0]
        found.append(_Asked(scan=scan, given=row, protocol=protocols[product_id, scan.scan_number or 0]))
    return found


class _Book:
    def __init__(self, network: Network, asked: Sequence[_Asked], promised: Collection[Scan]) -> None:
        self.network, self.asked = network, asked
        self.promised: dict[str, list[Scan]] = defaultdict(list)
        for scan in promised:
            self.promised[scan.scanner_id].append(scan)
        self.calendar = Calendar(network)
        self.scanners = scanners_of(network)
        self.left_s = seconds_left(network, self.calendar, self.scanners)
        n_steps = int(self.calendar.day_starts_min[self.calendar.n_days] // self.calendar.step_min)
        days = self.calendar.days_of_minutes(np.arange(n_steps) * self.calendar.step_min)
        self.week_of_step = (days + self.calendar.start_on.weekday()) // WEEK_D
        choices: Callable[[int], list[Slot]] = cache(self._choices)
        self.diary = Diary(left_s=self.left_s, week_of_step=self.week_of_step, choices=choices)

    def booked(self) -> tuple[InitialScan, ...]:
        """Return the scans that find a slot, with it."""
        step_min = self.calendar.step_min
        for one in self.asked:
            duration_min = one.protocol.duration_min
            self.diary.enter(steps=int(ceil_step(duration_min, step_min)), seconds=round(60 * duration_min))
        waiting = list(range(len(self.asked)))
        while waiting:
            left = [number for number in waiting if not self.diary.find(number)]
            if len(left) == len(waiting):
                break
            waiting = left  # one that made room may have left room for another
        slots = zip(self.asked, self.diary.slots, strict=True)
        return tuple(self._at(one, slot) for one, slot in slots if slot is not None)

    def _at(self, asked: _Asked, slot: Slot) -> InitialScan:
        starts_at = self.calendar.instant(slot[1] * self.calendar.step_min)
        ends_at = starts_at + timedelta(minutes=asked.protocol.duration_min)
        return replace(asked.scan, scanner_id=self.scanners[slot[0]].scanner_id, starts_at=starts_at, ends_at=ends_at)

    def _choices(self, number: int) -> list[Slot]:
        """Slots of a scan beside what is booked already: those first that nobody was promised, then the nearest."""
        asked, calendar = self.asked[number], self.calendar
        scan, protocol = asked.scan, asked.protocol
        kinds = {row.kind for row in self.network.scan_kinds if row.product_id == protocol.product_id}
        first_at, last_at = asked.window
        first = ceil_step(self._minute(max(first_at, self.network.properties.planned_at)), calendar.step_min)
        last = floor_step(self._minute(last_at), calendar.step_min)
        wanted = self._minute(scan.starts_at) // calendar.step_min
        found: list[tuple[bool, float, bool, Slot]] = []
        for index, scanner in enumerate(self.scanners):
            if scanner.site_id != asked.given.site_id or (kinds and scanner.kind not in kinds):
                continue
            steps = open_steps(self.network, calendar, scanner, protocol)
            for step in steps[(first <= steps) & (steps <= last)].tolist():
                taken = self._is_promised((index, step), protocol)
                found.append((taken, abs(step - wanted), scanner.scanner_id != scan.scanner_id, (index, step)))
        return [slot for *_, slot in sorted(found)]

    def _is_promised(self, slot: Slot, protocol: ScanProtocol) -> bool:
        """Whether somebody was promised a part of a slot, or the hours of its week."""
        index, step = slot
        starts_at = self.calendar.instant(step * self.calendar.step_min)
        ends_at = starts_at + timedelta(minutes=protocol.duration_min)
        here = self.promised[self.scanners[index].scanner_id]
        if any(scan.starts_at < ends_at and scan.ends_at > starts_at for scan in here):
            return True
        week = self.week_of_step[step]
        taken_s = sum(
            (scan.ends_at - scan.starts_at).total_seconds() for scan in here if self._week(scan.starts_at) == week
        )
        return bool(taken_s + 60 * protocol.duration_min > self.left_s[index, week])

    def _week(self, at: datetime) -> int:
        day = self.calendar.day_of(self.calendar.local_date(at))
        return (day + self.calendar.start_on.weekday()) // WEEK_D

    def _minute(self, at: datetime) -> float:
        return (at - self.calendar.origin_at) / timedelta(minutes=1)
