"""The axis on which options are enumerated: minutes since the origin of the grid, with dates, hours and nights."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from doseline.checking.calendar import Calendar
from doseline.checking.duty import Duty
from doseline.checking.starts import RULES
from doseline.checking.view import View

__all__ = ["Flags", "Floats", "Frame", "Ints"]

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]

_DAY = timedelta(days=1)
_MINUTE = timedelta(minutes=1)
_BEYOND_D = 45
"""Days after the horizon in which a stay may still end: the longest licence minimum is 30 days."""


class Frame:
    """Dates and grid steps of the horizon and of the stays that end after it.

    Attributes
    ----------
    dates : the dates of the horizon and `_BEYOND_D` more
    horizon_days : number of dates of the horizon
    midnights : minutes at which each date begins, and one more, shape (n_dates + 1,)
    step_min : step of the grid
    steps : grid steps of the horizon
    all_steps : grid steps up to the end of `dates`
    date_of_step : index of the date of each step, shape (all_steps,)
    """

    def __init__(self, view: View) -> None:
        self._view = view
        self.calendar: Calendar = view.calendar
        self.duty = Duty.of(view)
        self.step_min = view.network.properties.step_min
        self.horizon_days = view.network.properties.horizon_days
        count = self.horizon_days + _BEYOND_D
        self.dates = [self.calendar.horizon_start_on + day * _DAY for day in range(count)]
        edges = [*self.dates, self.dates[-1] + _DAY]
        self.midnights: Floats = np.array([self.minute(self.calendar.midnight(on)) for on in edges])
        self.steps = self._steps_before(self.midnights[self.horizon_days])
        self.all_steps = self._steps_before(self.midnights[-1])
        at_steps = np.arange(self.all_steps) * self.step_min
        self.date_of_step: Ints = np.searchsorted(self.midnights, at_steps, side="right") - 1

    def minute(self, at: datetime) -> float:
        """Return the minutes from the origin to an instant."""
        return (at - self.calendar.origin_at) / _MINUTE

    def day(self, on: date) -> int:
        """Return the index of a date; it may lie outside."""
        return (on - self.calendar.horizon_start_on).days

    def hours(self, site_id: str, service: str) -> tuple[Floats, Floats]:
        """Return opening and closing of a service on each date, in minutes; never open: inf and -inf."""
        return self._hours(site_id, service)

    @cached_property
    def _known_hours(self) -> dict[tuple[str, str], tuple[Floats, Floats]]:
        return {}

    def _hours(self, site_id: str, service: str) -> tuple[Floats, Floats]:
        key = site_id, service
        if key not in self._known_hours:
            opens, closes = np.full(len(self.dates), np.inf), np.full(len(self.dates), -np.inf)
            for day, on in enumerate(self.dates):
                hours = self.calendar.hours(site_id, service, on)
                if hours is not None:
                    opens[day] = self.minute(self.calendar.instant(on, hours[0]))
                    closes[day] = self.minute(self.calendar.instant(on, hours[1]))
            self._known_hours[key] = opens, closes
        return self._known_hours[key]

    def start_hours(self, site_id: str, product_id: str) -> tuple[Floats, Floats]:
        """Return the first and last minute of administration on each date by all rules; none: inf and -inf."""
        opens, closes = np.full(len(self.dates), -np.inf), np.full(len(self.dates), np.inf)
        for rule in RULES:
            for day, on in enumerate(self.dates):
                hours = rule.hours(self.calendar, site_id, product_id, on)
                begin, end = (np.inf, -np.inf) if hours is None else (self._at(on, hours[0]), self._at(on, hours[1]))
                opens[day], closes[day] = max(opens[day], begin), min(closes[day], end)
        return opens, closes

    def _at(self, on: date, minutes: int) -> float:
        return self.minute(self.calendar.instant(on, minutes))

    @cached_property
    def uncovered(self) -> Mapping[str, Ints]:
        """Number of nights without cover before each date, by site; shape (n_dates + 1,)."""
        return {
            site_id: np.concatenate(
                ([0], np.cumsum([not self.calendar.has_night_cover(site_id, on) for on in self.dates]))
            )
            for site_id in self._view.sites
        }

    def open_steps(self, site_id: str, service: str) -> Flags:
        """Return at which steps a service is open, both ends included; shape (all_steps,)."""
        opens, closes = self.hours(site_id, service)
        at_steps = np.arange(self.all_steps) * self.step_min
        flags: Flags = (opens[self.date_of_step] <= at_steps) & (at_steps <= closes[self.date_of_step])
        return flags

    def _steps_before(self, minute: float) -> int:
        return int(-(-minute // self.step_min))
