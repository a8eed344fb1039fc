"""Local clock times and dates, and the instants they are."""

from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

__all__ = ["instant_at", "local_date", "local_midnight", "minute_of_day", "zone_named"]


@lru_cache(maxsize=64)
def zone_named(name: str) -> ZoneInfo:
    """Return the IANA time zone `name`."""
    return ZoneInfo(name)


@lru_cache(maxsize=262144)
def instant_at(on: date, minute: int, zone: ZoneInfo) -> datetime:
    """Return the UTC instant at which clocks of `zone` show `minute` minutes from midnight on the date `on`.

    Examples
    --------
    >>> instant_at(date(2027, 4, 1), 9 * 60, zone_named("Europe/Brussels")).isoformat()
    '2027-04-01T07:00:00+00:00'
    """
    days, minute = divmod(minute, 1440)
    wall = datetime(on.year, on.month, on.day, minute // 60, minute % 60, tzinfo=zone) + timedelta(days=days)
    return wall.astimezone(UTC)


def local_midnight(on: date, zone: ZoneInfo) -> datetime:
    """Return the UTC instant at which the date `on` begins in `zone`."""
    return instant_at(on, 0, zone)


def local_date(at: datetime, zone: ZoneInfo) -> date:
    """Return the date that calendars of `zone` show at the instant `at`."""
    return at.astimezone(zone).date()


def minute_of_day(at: datetime, zone: ZoneInfo) -> int:
    """Return the minutes from midnight that clocks of `zone` show at the instant `at`."""
    wall = at.astimezone(zone)
    return 60 * wall.hour + wall.minute
