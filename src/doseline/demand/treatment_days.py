"""On which dates, and from when until when, a centre could treat a patient and send the patient home again.

Times are minutes on the wall clock of the country, counted from the local midnight of the date of administration. A
stay that runs through a change of summer time is therefore off by an hour; this module only lays out what people
promised or did before the horizon, and the planner and the checker count true minutes.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

from doseline.journey import SiteProduct, StayRule
from doseline.network.clock import clock_minutes
from doseline.network.model import Network
from doseline.pathway import stay_h
from doseline.quantities import min_from_h

__all__ = ["TreatmentDays", "WallStay"]

_DAY_MIN = 1440
_LOOK_AHEAD_D = 14


@dataclass(frozen=True, slots=True, kw_only=True)
class WallStay:
    """A stay in minutes on the wall clock from the local midnight of the date of administration.

    Attributes
    ----------
    starts_min, administered_min, ends_min : admission, administration, discharge (min)
    """

    starts_min: int
    administered_min: int
    ends_min: int

    @property
    def nights(self) -> int:
        """Closing midnights strictly inside the stay."""
        return (self.ends_min - 1) // _DAY_MIN


class TreatmentDays:
    """Opening hours, nights and lengths of stay of every centre of a country.

    Parameters
    ----------
    network : Network
        The static tables.
    """

    def __init__(self, network: Network) -> None:
        self._network = network
        self.step_min = network.properties.step_min
        self._holidays = {row.date_on for row in network.holidays}
        self._hours = {
            (row.site_id, row.service, row.weekday): (clock_minutes(row.opens_local), clock_minutes(row.closes_local))
            for row in network.opening_hours
        }
        self._covered = {(row.site_id, row.weekday) for row in network.covers if row.night_cover}
        self._rules = {(row.site_id, row.product_id): row for row in network.stay_rules}
        self._retention = {row.product_id: row for row in network.retention}
        self._stay_min: dict[tuple[str, str, float], int] = {}
        self._stays: dict[tuple[str, str, int, tuple[int, ...]], tuple[WallStay, ...]] = {}
        self._rows: dict[date, tuple[int, ...]] = {}

    @cached_property
    def licences(self) -> dict[tuple[str, str], SiteProduct]:
        """The row of ``site_products`` for a site and a product."""
        return {(row.site_id, row.product_id): row for row in self._network.site_products}

    def gives(self, site_id: str, product_id: str, on: date) -> bool:
        """Tell whether the site may give the product on this date."""
        row = self.licences.get((site_id, product_id))
        if row is None:
            return False
        return (row.valid_from_on or on) <= on <= (row.valid_until_on or on)

    def weekday_row(self, on: date) -> int:
        """Return the weekday whose rows hold on a date: 7 on a holiday."""
        return 7 if on in self._holidays else on.isoweekday()

    def rule(self, site_id: str, product_id: str) -> StayRule:
        """Return the site's own stay rule for a product, else the one for all sites."""
        return self._rules.get((site_id, product_id)) or self._rules["*", product_id]

    def reception(self, site_id: str, on: date) -> tuple[int, int] | None:
        """Return the reception hours of a site on a date (min of the day), or None when it receives nothing."""
        return self._hours.get((site_id, "reception", self.weekday_row(on)))

    def stays(self, site_id: str, product_id: str, on: date, prescribed_mbq: float) -> tuple[WallStay, ...]:
        """Return a stay for every minute of the grid at which the product can be given there on this date.

        Each ends at the first discharge the rules allow; empty when the centre cannot treat on this date.
        """
        stay_min = self._length_min(site_id, product_id, prescribed_mbq)
        key = (site_id, product_id, stay_min, self._rows_from(on))
        if key not in self._stays:
            self._stays[key] = self._laid_out(site_id, self.rule(site_id, product_id), stay_min, key[3])
        return self._stays[key]

    def _rows_from(self, on: date) -> tuple[int, ...]:
        if on not in self._rows:
            self._rows[on] = tuple(self.weekday_row(on + timedelta(days=day)) for day in range(_LOOK_AHEAD_D))
        return self._rows[on]

    def _length_min(self, site_id: str, product_id: str, prescribed_mbq: float) -> int:
        """Return the shortest stay after administration, rounded up to the grid (min)."""
        key = (site_id, product_id, prescribed_mbq)
        if key not in self._stay_min:
            shortest_h = stay_h(self.rule(site_id, product_id), self._retention.get(product_id), prescribed_mbq)
            self._stay_min[key] = _up_to_grid(min_from_h(shortest_h), self.step_min)
        return self._stay_min[key]

    def _laid_out(self, site_id: str, rule: StayRule, stay_min: int, rows: tuple[int, ...]) -> tuple[WallStay, ...]:
        hours = self._hours.get((site_id, "treatment", rows[0]))
        if hours is None:
            return ()
        lead_min = _up_to_grid(min_from_h(rule.admission_lead_h), self.step_min)
        first = _up_to_grid(hours[0], self.step_min) + lead_min
        stays = []
        for administered_min in range(first, min(hours[1], _DAY_MIN - 1) + 1, self.step_min):
            ends_min = self._discharge_min(site_id, administered_min + stay_min, rows)
            if ends_min is not None:
                starts_min = administered_min - lead_min
                stays.append(WallStay(starts_min=starts_min, administered_min=administered_min, ends_min=ends_min))
        return tuple(stays)

    def _discharge_min(self, site_id: str, ready_min: int, rows: tuple[int, ...]) -> int | None:
        """Return the first discharge at or after `ready_min`, or None when a night before it is not covered."""
        for day, weekday in enumerate(rows):
            hours = self._hours.get((site_id, "discharge", weekday))
            if hours is not None:
                ends_min = max(ready_min, day * _DAY_MIN + _up_to_grid(hours[0], self.step_min))
                if ends_min <= day * _DAY_MIN + hours[1]:
                    nights = rows[: (ends_min - 1) // _DAY_MIN]
                    return ends_min if all((site_id, night) in self._covered for night in nights) else None
        return None


def _up_to_grid(minutes: float, step_min: int) -> int:
    """Round minutes up to the grid; a millionth of a step is a rounding error, not another step."""
    return -int(-(minutes - 1e-6 * step_min) // step_min) * step_min
