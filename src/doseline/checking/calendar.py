"""The stranger's own calendar: local dates, hours, holidays, nights and the grid."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo

from doseline.network import Network

__all__ = ["Calendar", "clock_minutes"]

_DAY = timedelta(days=1)
_SUNDAY = 7
_MINUTES_PER_DAY = 1440


@cache
def clock_minutes(clock: str) -> int:
    """Return the minutes since midnight of a local clock time ``HH:MM``; ``24:00`` is 1440."""
    hours, minutes = clock.split(":")
    return int(hours) * 60 + int(minutes)


class Calendar:
    """Local time of one country, read from its tables.

    Parameters
    ----------
    network : Network
        The country; its properties give the time zone, the horizon and the step of the grid.
    """

    def __init__(self, network: Network) -> None:
        properties = network.properties
        self.zone = ZoneInfo(properties.timezone)
        self.horizon_start_on: date = properties.horizon_start_on
        self.horizon_end_on: date = properties.horizon_start_on + timedelta(days=properties.horizon_days)
        self.step = timedelta(minutes=properties.step_min)
        self._holidays = {holiday.date_on for holiday in network.holidays}
        self._hours = {
            (row.site_id, row.service, row.weekday): (clock_minutes(row.opens_local), clock_minutes(row.closes_local))
            for row in network.opening_hours
        }
        self._covered = {(row.site_id, row.weekday) for row in network.covers if row.night_cover}
        self._instants: dict[tuple[date, int], datetime] = {}
        self._locals: dict[datetime, tuple[date, int]] = {}
        self.origin_at: datetime = self.midnight(self.horizon_start_on)
        self.horizon_end_at: datetime = self.midnight(self.horizon_end_on)

    def weekday(self, on: date) -> int:
        """Return the weekday whose rows hold on a date: 1 Monday .. 7 Sunday, 7 on a holiday."""
        return _SUNDAY if on in self._holidays else on.isoweekday()

    def instant(self, on: date, minutes: int) -> datetime:
        """Return the instant at which the country's clocks show `minutes` after midnight of a date (1440: the next)."""
        key = (on, minutes)
        found = self._instants.get(key)
        if found is None:
            found = self._instants[key] = local_instant(on, minutes, self.zone)
        return found

    def midnight(self, on: date) -> datetime:
        """Return the instant at which a local date begins."""
        return self.instant(on, 0)

    def local(self, at: datetime) -> tuple[date, int]:
        """Return the local date of an instant and the whole minutes its clock shows."""
        found = self._locals.get(at)
        if found is None:
            there = at.astimezone(self.zone)
            found = self._locals[at] = (there.date(), there.hour * 60 + there.minute)
        return found

    def date_of(self, at: datetime) -> date:
        """Return the local date of an instant."""
        return self.local(at)[0]

    def hours(self, site_id: str, service: str, on: date) -> tuple[int, int] | None:
        """Return opening and closing of a service on a date in minutes after midnight; None when closed."""
        return self._hours.get((site_id, service, self.weekday(on)))

    def hours_of_weekday(self, site_id: str, service: str, weekday: int) -> tuple[int, int] | None:
        """Return opening and closing of a service on a weekday that is no holiday; None when closed."""
        return self._hours.get((site_id, service, weekday))

    def scanning_service(self, site_id: str) -> str:
        """Return the service whose hours are those of a site's scanners: `treatment` where `scanning` has none."""
        own = any((site_id, "scanning", weekday) in self._hours for weekday in range(1, 8))
        return "scanning" if own else "treatment"

    def is_open(self, site_id: str, service: str, at: datetime) -> bool:
        """Return whether an instant lies inside a service's hours; both ends are allowed."""
        on, _ = self.local(at)
        hours = self.hours(site_id, service, on)
        return hours is not None and self.instant(on, hours[0]) <= at <= self.instant(on, hours[1])

    def said_hours(self, site_id: str, service: str, on: date) -> str:
        """Return the hours of a service on a date, in words."""
        hours = self.hours(site_id, service, on)
        if hours is None:
            return f"no {service} on {on}"
        opens, closes = (f"{minutes // 60:02d}:{minutes % 60:02d}" for minutes in hours)
        return f"{service} from {opens} to {closes} on {on}"

    def has_night_cover(self, site_id: str, on: date) -> bool:
        """Return whether the night that begins on a date is covered."""
        return (site_id, self.weekday(on)) in self._covered

    def nights(self, starts_at: datetime, ends_at: datetime) -> Iterator[date]:
        """Yield the local dates whose closing midnight lies strictly between two instants."""
        on = self.date_of(starts_at)
        while (closing := self.midnight(on + _DAY)) < ends_at:
            if closing > starts_at:
                yield on
            on += _DAY

    def on_grid(self, at: datetime) -> bool:
        """Return whether an instant lies on the grid."""
        return (at - self.origin_at) % self.step == timedelta(0)

    def said(self, at: datetime) -> str:
        """Return an instant in local time, in words."""
        there = at.astimezone(self.zone)
        return f"{there:%Y-%m-%d %H:%M}" if not (there.second or there.microsecond) else f"{there:%Y-%m-%d %H:%M:%S.%f}"


def local_instant(on: date, minutes: int, zone: ZoneInfo) -> datetime:
    """Return the instant at which a zone's clocks show `minutes` after midnight of a date; 1440: the next midnight."""
    if minutes >= _MINUTES_PER_DAY:
        on, minutes = on + _DAY, minutes - _MINUTES_PER_DAY
    there = datetime(on.year, on.month, on.day, minutes // 60, minutes % 60, tzinfo=zone)
    return there.astimezone(UTC)
