"""Local days and hours on the grid: the only place where planning meets time zones."""

from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

import numpy as np
from numpy.typing import NDArray

from doseline.network.clock import clock_minutes
from doseline.network.model import Network

__all__ = ["CLOSED", "Calendar"]

CLOSED = -(10**9)
"""Marks a day on which a service does not work; smaller than every minute of the grid."""

MARGIN_DAYS = 35
"""Days kept after the horizon for stays that end there."""

Minutes = NDArray[np.int64]


class Calendar:
    """Local dates, opening hours and nights of a country, as minutes from the origin of the grid.

    Day 0 is ``horizon_start_on``; its local midnight is minute 0. Minutes are true (UTC) minutes, so a day of
    summer-time change has 1380 or 1500 of them.

    Parameters
    ----------
    network : the country

    Attributes
    ----------
    step_min : step of the grid (min)
    horizon_days : days of the horizon
    n_days : days the calendar covers, a margin after the horizon included
    day_starts_min : local midnights, shape (n_days + 1,) (min)
    row_weekday : weekday whose rows hold on a day (7 on a holiday), shape (n_days,)

    Examples
    --------
    >>> from doseline.demand import synthesise
    >>> calendar = Calendar(synthesise(instance="XS-01", seed=1))
    >>> calendar.horizon_days, f"{calendar.date_of(0)}", calendar.minute(calendar.instant(90))
    (14, '2027-03-15', 90)
    """

    def __init__(self, network: Network) -> None:
        properties = network.properties
        self.timezone = ZoneInfo(properties.timezone)
        self.start_on = properties.horizon_start_on
        self.step_min = properties.step_min
        self.horizon_days = properties.horizon_days
        self.n_days = properties.horizon_days + MARGIN_DAYS
        self.origin_at = self._utc(self.start_on, 0, self.timezone)
        self.lead_days = max(0, (self.start_on - self.local_date(properties.planned_at)).days) + 1
        self.day_starts_min: Minutes = self._clock(0, self.timezone, self.n_days + 1)
        self._lead_starts_min: Minutes = self._clock(0, self.timezone, self.n_days + 1, -self.lead_days)
        holidays = {holiday.date_on for holiday in network.holidays}
        dates = [self.date_of(day) for day in range(-self.lead_days, self.n_days)]
        self._row_weekday = np.array([7 if on in holidays else on.isoweekday() for on in dates])
        self._true_weekday = np.array([on.isoweekday() for on in dates])
        self.row_weekday = self._row_weekday[self.lead_days :]
        self.true_weekday = self._true_weekday[self.lead_days :]
        self._hours = {(row.site_id, row.service, row.weekday): row for row in network.opening_hours}
        self._covered = {(row.site_id, row.weekday) for row in network.covers if row.night_cover}
        self._at_clock = lru_cache(maxsize=None)(self._clock)

    @staticmethod
    def _utc(on: date, minutes: int, timezone: ZoneInfo) -> datetime:
        days, rest = divmod(minutes, 24 * 60)
        wall = datetime.combine(on + timedelta(days=days), time(rest // 60, rest % 60), tzinfo=timezone)
        return wall.astimezone(UTC)

    def _clock(self, minutes: int, timezone: ZoneInfo, n_days: int, first_day: int = 0) -> Minutes:
        days = range(first_day, n_days)
        instants = (self._utc(self.start_on + timedelta(days=day), minutes, timezone) for day in days)
        return np.array([self.minute(at) for at in instants], dtype=np.int64)

    def minute(self, at: datetime) -> int:
        """Whole minutes from the origin to an instant (rounded down)."""
        return int((at - self.origin_at).total_seconds() // 60)

    def instant(self, minute: float) -> datetime:
        """The UTC instant at a minute of the grid."""
        return self.origin_at + timedelta(minutes=float(minute))

    def date_of(self, day: int) -> date:
        """Local date of a day index."""
        return self.start_on + timedelta(days=day)

    def day_of(self, on: date) -> int:
        """Day index of a local date; negative before the horizon."""
        return (on - self.start_on).days

    def local_date(self, at: datetime) -> date:
        """Local date of an instant."""
        return at.astimezone(self.timezone).date()

    def days_of_minutes(self, minutes: NDArray[np.number]) -> Minutes:
        """Day index of minutes, shape as given; -1 before day 0."""
        return np.searchsorted(self.day_starts_min, minutes, side="right") - 1

    def at_clock(self, clock: str, timezone: str | None = None) -> Minutes:
        """Minute of a local clock time on every day, shape (n_days,)."""
        zone = self.timezone if timezone is None else ZoneInfo(timezone)
        return self._at_clock(clock_minutes(clock), zone, self.n_days)

    def clock_on(self, clock: str, day: int) -> int:
        """Minute of a local clock time on one day, which may lie before the horizon or after what is covered."""
        return self.minute(self._utc(self.date_of(day), clock_minutes(clock), self.timezone))

    def weekly(self, clock: str, weekday: int, timezone: str) -> Minutes:
        """Minutes of a clock time on every such weekday from the present on (holidays do not matter)."""
        every = self._at_clock(clock_minutes(clock), ZoneInfo(timezone), self.n_days, -self.lead_days)
        chosen: Minutes = every[self._true_weekday == weekday]
        return chosen

    def received(self, site_id: str, arrives_min: Minutes) -> NDArray[np.bool_]:
        """Whether packages arriving at these minutes (from the present on) find the reception open, shape as given."""
        days = np.searchsorted(self._lead_starts_min, arrives_min, side="right") - 1
        inside = (days >= 0) & (days < self._row_weekday.shape[0])
        weekdays = self._row_weekday[np.where(inside, days, 0)]
        found = np.zeros(arrives_min.shape, dtype=bool)
        for weekday in range(1, 8):
            row = self._hours.get((site_id, "reception", weekday))
            if row is None:
                continue
            here = np.flatnonzero(inside & (weekdays == weekday))
            opens = self._at_clock(clock_minutes(row.opens_local), self.timezone, self.n_days, -self.lead_days)
            closes = self._at_clock(clock_minutes(row.closes_local), self.timezone, self.n_days, -self.lead_days)
            at = arrives_min[here]
            found[here] = (opens[days[here]] <= at) & (at <= closes[days[here]])
        return found

    def hours(self, site_id: str, service: str) -> tuple[Minutes, Minutes]:
        """Opening and closing minute of a service on every day, shapes (n_days,); ``CLOSED`` where it does not work."""
        opens = np.full(self.n_days, CLOSED, dtype=np.int64)
        closes = np.full(self.n_days, CLOSED, dtype=np.int64)
        for weekday in range(1, 8):
            row = self._hours.get((site_id, service, weekday))
            if row is not None:
                days = self.row_weekday == weekday
                opens[days] = self.at_clock(row.opens_local)[days]
                closes[days] = self.at_clock(row.closes_local)[days]
        return opens, closes

    def scanning_hours(self, site_id: str) -> tuple[Minutes, Minutes]:
        """Hours of a site's scanners on every day, as `hours`: those of treatment where it has no others."""
        own = any((site_id, "scanning", weekday) in self._hours for weekday in range(1, 8))
        return self.hours(site_id, "scanning" if own else "treatment")

    def night_cover(self, site_id: str) -> NDArray[np.bool_]:
        """Whether the night that begins on a day is covered, shape (n_days,)."""
        covered = [weekday for weekday in range(1, 8) if (site_id, weekday) in self._covered]
        return np.isin(self.row_weekday, covered)
