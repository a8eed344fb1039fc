"""What is taken while people book: places, shared rooms and staff, in minutes from the origin of the grid."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

import numpy as np
from numpy.typing import NDArray

from doseline.demand.local_time import local_midnight, zone_named
from doseline.demand.treatment_days import TreatmentDays
from doseline.journey import Place, Roster, Task
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
        self._tasks: dict[str, list[Task]] = defaultdict(list)
        for task in network.tasks:
            self._tasks[task.product_id].append(task)
        self._rosters: dict[tuple[str, str], list[Roster]] = defaultdict(list)
        for roster in network.rosters:
            self._rosters[roster.site_id, roster.role].append(roster)
        self._taken: dict[str, list[tuple[int, float]]] = defaultdict(list)
        self._admitted: set[tuple[str, int]] = set()
        self._in_room: dict[str, list[tuple[int, int, str, str]]] = defaultdict(list)
        self._heads: dict[tuple[str, str], NDArray[np.int64]] = {}
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
        """Tell whether heads enough are free for the tasks of a stay."""
        needed: dict[str, list[tuple[slice, int]]] = defaultdict(list)
        for role, steps, heads in self._needs(stay):
            needed[role].append((steps, heads))
        for role, parts in needed.items():
            free = self._free(site_id, role)
            if len(parts) > 1:
                free = free.copy()
            for steps, heads in parts:
                if (free[steps] < heads).any():
                    return False
                if len(parts) > 1:
                    free[steps] -= heads
        return True

    def take(self, place: Place, stay: Stay) -> None:
        """Put a stay into a place, its room and its staff."""
        self.lie(place, stay)
        self._admitted.add((place.place_id, stay.starts_min // 1440))
        for role, steps, heads in self._needs(stay):
            self._free(place.site_id, role)[steps] -= heads

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

    def _needs(self, stay: Stay) -> Iterator[tuple[str, slice, int]]:
        """Yield role, steps and heads of each task; a step that a task only touches counts whole."""
        for task in self._tasks[stay.product_id]:
            anchor_min = stay.administered_min if task.anchor == "administration" else stay.ends_min
            begin = max(0, (anchor_min + task.from_min) // self._step_min)
            end = -(-(anchor_min + task.to_min) // self._step_min)
            yield task.role, slice(begin, max(begin, end)), task.heads

    def _free(self, site_id: str, role: str) -> NDArray[np.int64]:
        """Return the heads free at each step from the origin."""
        if (site_id, role) not in self._heads:
            heads = np.zeros(_DAYS * 1440 // self._step_min, dtype=np.int64)
            for day in range(_DAYS):
                on = self._start_on + timedelta(days=day)
                begin_min = self.minute(local_midnight(on, self._zone))
                for row in self._rosters[site_id, role]:
                    if row.weekday == self._days.weekday_row(on):
                        first = -(-(begin_min + clock_minutes(row.starts_local)) // self._step_min)
                        last = (begin_min + clock_minutes(row.ends_local)) // self._step_min
                        heads[first:last] += row.heads
            self._heads[site_id, role] = heads
        return self._heads[site_id, role]
