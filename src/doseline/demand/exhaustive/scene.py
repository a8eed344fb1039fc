"""What every XS instance starts from: a name, a seed, a first Monday and a way to say when."""

import random
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from doseline.demand.local_time import instant_at
from doseline.network import Properties
from doseline.network.clock import clock_minutes

ZONE: Final = ZoneInfo("Europe/Brussels")
FIRST_MONDAY: Final = date(2027, 3, 1)
SOURCE: Final = "XS"


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """One instance in the making.

    Attributes
    ----------
    name : Name of the instance
    seed : Seed of its details
    rng : Source of its details; the same for the same name and seed
    start_on : First local date of the horizon, a Monday
    """

    name: str
    seed: int
    rng: random.Random
    start_on: date

    @classmethod
    def of(cls, name: str, seed: int, *, latest_week: int = 1) -> "Scene":
        """Open a scene whose horizon begins up to `latest_week` weeks after the first Monday."""
        rng = random.Random(f"{name}/{seed}")  # noqa: S311 - synthetic details, no secret
        return cls(name=name, seed=seed, rng=rng, start_on=FIRST_MONDAY + timedelta(weeks=rng.randint(0, latest_week)))

    def day(self, offset_d: int) -> date:
        """Return the local date `offset_d` days after the first of the horizon."""
        return self.start_on + timedelta(days=offset_d)

    def at(self, offset_d: int, clock_local: str) -> datetime:
        """Return the instant of a local time, such as ``08:00``, on a date of the horizon."""
        return instant_at(self.day(offset_d), clock_minutes(clock_local), ZONE)

    def variant(self, count: int) -> int:
        """Return which of `count` ways to make a constraint bind this seed shows; they take turns."""
        return self.seed % count

    def properties(self, *, horizon_days: int = 14, tail_weeks: int = 1, step_min: int = 120) -> Properties:
        """Return the descriptor's object; the present is a week before the horizon."""
        return Properties(
            country="BE",
            timezone=ZONE.key,
            instance=self.name,
            scenario="base",
            seed=self.seed,
            planned_at=self.at(-7, "12:00"),
            horizon_start_on=self.start_on,
            horizon_days=horizon_days,
            tail_weeks=tail_weeks,
            step_min=step_min,
        )
