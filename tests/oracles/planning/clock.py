"""Local dates, the grid and the hours of the sites (problem.md: The package; The row of the day)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from doseline.network import Network

DAY = timedelta(days=1)


def local_instant(day: date, clock: str, zone: ZoneInfo) -> datetime:
    """The instant at which a wall clock in `zone` shows `clock` on `day`; 24:00 is the next midnight."""
    if clock == "24:00":
        return local_instant(day + DAY, "00:00", zone)
    hour, minute = clock.split(":")
    return datetime(day.year, day.month, day.day, int(hour), int(minute), tzinfo=zone).astimezone(UTC)


@dataclass(frozen=True)
class Clock:
    """Everything about time in one country."""

    network: Network

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.network.properties.timezone)

    @property
    def first_day(self) -> date:
        return self.network.properties.horizon_start_on

    @property
    def end_day(self) -> date:
        """The first local date after the horizon."""
        return self.first_day + timedelta(days=self.network.properties.horizon_days)

    @property
    def step(self) -> timedelta:
        return timedelta(minutes=self.network.properties.step_min)

    @property
    def origin(self) -> datetime:
        return self.midnight(self.first_day)

    def midnight(self, day: date) -> datetime:
        return local_instant(day, "00:00", self.zone)

    def day_of(self, instant: datetime) -> date:
        return instant.astimezone(self.zone).date()

    def grid_of_day(self, day: date) -> Iterator[datetime]:
        """The grid instants of a local date, within the horizon or not."""
        instant = self.up_to_grid(self.midnight(day))
        while self.day_of(instant) == day:
            yield instant
            instant += self.step

    def up_to_grid(self, instant: datetime) -> datetime:
        return self.origin - ((self.origin - instant) // self.step) * self.step

    def down_to_grid(self, instant: datetime) -> datetime:
        return self.origin + ((instant - self.origin) // self.step) * self.step

    def row_of_day(self, day: date) -> int:
        """The weekday whose rows hold on a date: 7 on a holiday."""
        if any(holiday.date_on == day for holiday in self.network.holidays):
            return 7
        return day.isoweekday()

    def hours(self, site_id: str, service: str, day: date) -> tuple[datetime, datetime] | None:
        """Opening and closing of a service on a date; None when it is closed. Both instants are still allowed."""
        for row in self.network.opening_hours:
            if (row.site_id, row.service, row.weekday) == (site_id, service, self.row_of_day(day)):
                return local_instant(day, row.opens_local, self.zone), local_instant(day, row.closes_local, self.zone)
        return None

    def is_open(self, site_id: str, service: str, instant: datetime) -> bool:
        hours = self.hours(site_id, service, self.day_of(instant))
        return hours is not None and hours[0] <= instant <= hours[1]

    def night_is_covered(self, site_id: str, day: date) -> bool:
        """Whether the night that begins on `day` is covered."""
        weekday = self.row_of_day(day)
        return any(row.night_cover for row in self.network.covers if (row.site_id, row.weekday) == (site_id, weekday))

    def nights(self, starts_at: datetime, ends_at: datetime) -> list[date]:
        """The local dates whose closing midnight lies strictly between two instants."""
        found = []
        day = self.day_of(starts_at)
        while self.midnight(day + DAY) < ends_at:
            if self.midnight(day + DAY) > starts_at:
                found.append(day)
            day += DAY
        return found


def overlap(starts_at: datetime, ends_at: datetime, other_starts_at: datetime, other_ends_at: datetime) -> bool:
    """Whether two half-open intervals have an instant in common."""
    return starts_at < other_ends_at and other_starts_at < ends_at
