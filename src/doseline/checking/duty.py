"""Heads on duty at each step of the grid, from the rosters."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta

import numpy as np
from numpy.typing import NDArray

from doseline.checking.calendar import Calendar, clock_minutes
from doseline.journey import Roster

__all__ = ["Duty"]

_DAY = timedelta(days=1)


class Duty:
    """Rosters of a country, laid on its grid.

    Parameters
    ----------
    calendar : Calendar
        Gives the weekday of a date and the grid, whose step 0 starts at the origin; earlier steps are negative.
    rosters : iterable of Roster
        Rows of one site, role and weekday add up.
    """

    def __init__(self, calendar: Calendar, rosters: Iterable[Roster]) -> None:
        self._calendar = calendar
        self._rows: dict[tuple[str, str, int], list[tuple[int, int, int]]] = defaultdict(list)
        for row in rosters:
            span = clock_minutes(row.starts_local), clock_minutes(row.ends_local), row.heads
            self._rows[row.site_id, row.role, row.weekday].append(span)

    def first_step(self, at: datetime) -> int:
        """Return the step that contains an instant."""
        return (at - self._calendar.origin_at) // self._calendar.step

    def end_step(self, at: datetime) -> int:
        """Return the first step that starts at or after an instant."""
        return -((self._calendar.origin_at - at) // self._calendar.step)

    def instant(self, step: int) -> datetime:
        """Return the instant at which a step starts."""
        return self._calendar.origin_at + step * self._calendar.step

    def heads(self, site_id: str, role: str, first: int, end: int) -> NDArray[np.int64]:
        """Return the heads on duty in the steps ``first .. end - 1``; a roster covers a step it contains wholly.

        Returns
        -------
        array, shape (end - first,)
        """
        heads = np.zeros(max(0, end - first), dtype=np.int64)
        on, last_on = self._calendar.date_of(self.instant(first)), self._calendar.date_of(self.instant(end))
        while on <= last_on:
            for starts_min, ends_min, present in self._rows.get((site_id, role, self._calendar.weekday(on)), ()):
                from_step = self.end_step(self._calendar.instant(on, starts_min)) - first
                to_step = self.first_step(self._calendar.instant(on, ends_min)) - first
                if to_step > 0:
                    heads[max(0, from_step) : to_step] += present
            on += _DAY
        return heads

    def head_minutes(self, site_id: str, role: str, on: date) -> float:
        """Return minutes x heads of the rosters of a date, in elapsed minutes."""
        rows = self._rows.get((site_id, role, self._calendar.weekday(on)), ())
        spans = (
            (self._calendar.instant(on, ends) - self._calendar.instant(on, starts), heads)
            for starts, ends, heads in rows
        )
        return sum(max(timedelta(0), span) / timedelta(minutes=1) * heads for span, heads in spans)

    def week_head_hours(self) -> Mapping[tuple[str, str], float]:
        """Return heads x hours of a week without holidays, by site and role."""
        total: dict[tuple[str, str], float] = defaultdict(float)
        for (site_id, role, _), rows in self._rows.items():
            total[site_id, role] += sum(max(0, ends - starts) * heads for starts, ends, heads in rows) / 60.0
        return total
