"""Local clock times, as the tables write them."""

from functools import cache

__all__ = ["clock_minutes"]


@cache
def clock_minutes(clock: str) -> int:
    """Return the minutes after local midnight of a clock time ``HH:MM``; ``24:00`` is 1440.

    Parameters
    ----------
    clock : str
        As a cell of a column ``..._local`` holds it.

    Examples
    --------
    >>> clock_minutes("08:30"), clock_minutes("24:00")
    (510, 1440)
    """
    hours, minutes = clock.split(":")
    return 60 * int(hours) + int(minutes)
