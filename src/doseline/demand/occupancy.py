"""What is taken while people book: places, shared rooms and staff, in minutes from the origin of the grid."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from doseline.demand.local_time import local_midnight, zone_named
from doseline.demand.treatment_days import TreatmentDays
from doseline.journey import DeviceTask, Place, Qualification, Roster, Task
from doseline.network.clock import clock_minutes
from doseline.network.model import Network
from doseline.quantities import min_from_h

__all__ = ["Occupancy", "Stay"]

_DAYS = 45


@dataclass(frozen=True, slots=True, kw_only=True)
class Stay:
    """A stay to be placed, in minutes from the origin of the grid.

    Attributes
    ----------
    starts_min, administered_min, ends_min : admission, administration, discharge (min)
    overnight : whether a local midnight lies strictly inside
    sex, nuclide, product_id : what rooms and tasks ask for
    """

    starts_min: int
    administered_min: int
    ends_min: int
    overnight: bool
    sex: str
    nuclide: str
    product_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class _Hand:
    """Heads of a role, of those who hold one of some competences, or devices of a kind."""

    name: str
    one_of: frozenset[str] | None = None
    is_device: bool = False


class Occupancy:
    """Places, rooms and staff of every centre over the first weeks.

    Parameters
    ----------
    network : Network
        Static tables; closures count as taken.
    days : TreatmentDays
        Gives the weekday rows of holidays.
    """

    def __init__(self, network: Network, days: TreatmentDays) -> None:
        self._days = days
        self._step_min = network.properties.step_min
        self._start_on = network.properties.horizon_start_on
        self._zone = zone_named(network.properties.timezone)
        self._origin_at = local_midnight(self._start_on, self._zone)
        self._rooms = {row.room_id: row for row in network.rooms}
        self._places: dict[str, list[Place]] = defaultdict(list)
        # Chairs and day places first: people keep their beds for those who stay the night.
        for place in sorted(network.places, key=lambda row: row.overnight):
            self._places[place.site_id].append(place)
        self._network = network
        self._asked = _asked(network)
        self._rosters: dict[tuple[str, str, int], list[Roster]] = defaultdict(list)
        for roster in network.rosters:
            self._rosters[roster.site_id, roster.role, roster.weekday].append(roster)
        self._taken: dict[str, list[tuple[int, float]]] = defaultdict(list)
        self._admitted: set[tuple[str, int]] = set()
        self._in_room: dict[str, list[tuple[int, int, str, str]]] = defaultdict(list)
        self._units: dict[tuple[str, _Hand], NDArray[np.int64]] = {}
        for closure in network.closures:
            closed = (self.minute(closure.starts_at), float(self.minute(closure.ends_at)))
            for place in self._places[closure.site_id]:
                if closure.place_id in (None, place.place_id):
                    self._taken[place.place_id].append(closed)

    def minute(self, at: datetime) -> int:
        """Return the whole minutes from the origin to an instant, rounded down."""
        return int((at - self._origin_at).total_seconds() // 60)

    def free_place(self, site_id: str, stay: Stay) -> Place | None:
        """Return the first place that can take a stay, with at most one admission a place and day."""
        for place in self._places[site_id]:
            if self._fits(place, stay) and self._room_agrees(place, stay):
                return place
        return None

    def has_staff(self, site_id: str, stay: Stay) -> bool:
        """Tell whether heads and devices enough are free for the tasks of a stay."""
        needed: dict[_Hand, list[tuple[slice, int]]] = defaultdict(list)
        for hand, steps, units in self._needs(stay):
            needed[hand].append((steps, units))
        for hand, parts in needed.items():
            free = self._free(site_id, hand)
            if len(parts) > 1:
                free = free.copy()
            for steps, units in parts:
                if (free[steps] < units).any():
                    return False
                if len(parts) > 1:
                    free[steps] -= units
        return True

    def take(self, place: Place, stay: Stay) -> None:
        """Put a stay into a place, its room, its staff and its devices."""
        self.lie(place, stay)
        self._admitted.add((place.place_id, stay.starts_min // 1440))
        for hand, steps, units in self._needs(stay):
            self._free(place.site_id, hand)[steps] -= units

    def lie(self, place: Place, stay: Stay) -> None:
        """Put a stay into a place and its room; its staff is on duty before the horizon."""
        self._taken[place.place_id].append((stay.starts_min, stay.ends_min + min_from_h(place.cleaning_h)))
        self._in_room[place.room_id].append((stay.starts_min, stay.ends_min, stay.sex, stay.nuclide))

    def _fits(self, place: Place, stay: Stay) -> bool:
        if stay.nuclide not in place.nuclides or (stay.overnight and not place.overnight):
            return False
        if (place.place_id, stay.starts_min // 1440) in self._admitted:
            return False
        clean_min = stay.ends_min + min_from_h(place.cleaning_h)
        return not any(begin < clean_min and stay.starts_min < end for begin, end in self._taken[place.place_id])

    def _room_agrees(self, place: Place, stay: Stay) -> bool:
        room = self._rooms[place.room_id]
        for begin, end, sex, nuclide in self._in_room[place.room_id]:
            if begin < stay.ends_min and stay.starts_min < end:
                if room.same_sex and sex != stay.sex:
                    return False
                if room.one_nuclide and nuclide != stay.nuclide:
                    return False
        return True

    def _needs(self, stay: Stay) -> Iterator[tuple[_Hand, slice, int]]:
        """Yield what each task asks for, its steps and units; a step that a task only touches counts whole."""
        for hand, task, units in self._asked[stay.product_id]:
            anchor_min = stay.administered_min if task.anchor == "administration" else stay.ends_min
            begin = max(0, (anchor_min + task.from_min) // self._step_min)
            end = -(-(anchor_min + task.to_min) // self._step_min)
            yield hand, slice(begin, max(begin, end)), units

    def _free(self, site_id: str, hand: _Hand) -> NDArray[np.int64]:
        """Return the units free at each step from the origin."""
        if (site_id, hand) not in self._units:
            units = np.zeros(_DAYS * 1440 // self._step_min, dtype=np.int64)
            if hand.is_device:
                units[:] = sum(
                    row.units for row in self._network.devices if (row.site_id, row.kind) == (site_id, hand.name)
                )
            else:
                self._put_heads(units, site_id, hand)
            self._units[site_id, hand] = units
        return self._units[site_id, hand]

    def _put_heads(self, units: NDArray[np.int64], site_id: str, hand: _Hand) -> None:
        for day in range(_DAYS):
            on = self._start_on + timedelta(days=day)
            begin_min, weekday = self.minute(local_midnight(on, self._zone)), self._days.weekday_row(on)
            for row in self._on_duty(site_id, hand, on, weekday):
                first = -(-(begin_min + clock_minutes(row.starts_local)) // self._step_min)
                last = (begin_min + clock_minutes(row.ends_local)) // self._step_min
                units[first:last] += row.heads

    def _on_duty(self, site_id: str, hand: _Hand, on: date, weekday: int) -> Iterator[Roster | Qualification]:
        """Yield the rows of heads of a role on a date, of those with one of the competences where these are asked."""
        if hand.one_of is None:
            rosters = self._rosters.get((site_id, hand.name, weekday), ())
            yield from rosters
            return
        for row in self._network.qualifications:
            begun = row.valid_from_on is None or row.valid_from_on <= on
            lasts = row.valid_until_on is None or on <= row.valid_until_on
            here = (row.site_id, row.role) == (site_id, hand.name) and str(weekday) in row.weekdays
            if here and begun and lasts and hand.one_of.intersection(row.competences):
                yield row


def _asked(network: Network) -> dict[str, list[tuple[_Hand, Task | DeviceTask, int]]]:
    """Return what each product's tasks ask for: a task with a competence also asks of every set that contains it."""
    competence_of = {
        (row.product_id, row.role, row.anchor, row.from_min): row.competence for row in network.task_competences
    }
    used: dict[str, set[str]] = defaultdict(set)
    for row in network.task_competences:
        used[row.role].add(row.competence)
    sets = {
        role: [frozenset(one_of) for size in range(len(names)) for one_of in combinations(sorted(names), size + 1)]
        for role, names in used.items()
    }
    asked: dict[str, list[tuple[_Hand, Task | DeviceTask, int]]] = defaultdict(list)
    for task in network.tasks:
        competence = competence_of.get((task.product_id, task.role, task.anchor, task.from_min))
        for one_of in (None, *(one_of for one_of in sets.get(task.role, ()) if competence in one_of)):
            asked[task.product_id].append((_Hand(name=task.role, one_of=one_of), task, task.heads))
    for device_task in network.device_tasks:
        hand = _Hand(name=device_task.kind, is_device=True)
        asked[device_task.product_id].append((hand, device_task, device_task.units))
    return asked
