"""The hours at which a centre may administer a product, whoever comes: one row for each rule that narrows them.

Every vial is offered within these hours alone, so neither the search nor a bound nor an offer sees any others. A new
rule of this kind is a function and a row here; docs/how-to/add-a-constraint.md adds one.
"""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from doseline.pathway.calendar import CLOSED, Calendar

__all__ = ["RULES", "StartRule", "Starts"]

Minutes = NDArray[np.int64]
Spans = NDArray[np.float64]

VIAL_COMES_TOO_LATE = frozenset({"C10"})
"""Of a vial that comes when the centre has closed people say that none comes, not that the centre is closed."""


@dataclass(frozen=True, slots=True)
class StartRule:
    """Hours of administration.

    Attributes
    ----------
    constraint_id : constraint that it is part of
    hours : of a calendar, a site and a product: the first and last minute of each day at which an administration may
        begin, shapes (n_days,); ``CLOSED`` on a day without
    """

    constraint_id: str
    hours: Callable[[Calendar, str, str], tuple[Minutes, Minutes]]


def treatment_hours(calendar: Calendar, site_id: str, product_id: str) -> tuple[Minutes, Minutes]:
    """C10: inside the hours of treatment, those of every product."""
    del product_id
    return calendar.hours(site_id, "treatment")


RULES = (StartRule("C10", treatment_hours),)
"""Every rule on the hour of administration; each holds beside the others."""


class Starts:
    """Hours of administration of every centre.

    Parameters
    ----------
    calendar : of the country
    without : constraints left out
    """

    def __init__(self, calendar: Calendar, without: frozenset[str]) -> None:
        self.calendar = calendar
        self.rules = tuple(rule for rule in RULES if rule.constraint_id not in without)
        n_days, step = calendar.horizon_days, calendar.step_min
        starts_min = np.ceil(calendar.day_starts_min[: n_days + 1] / step) * step
        self._day: tuple[Spans, Spans] = starts_min[:-1], starts_min[1:] - step
        self._spans: dict[tuple[str, str], list[tuple[str, Spans, Spans]]] = {}

    def cut(
        self, site_id: str, product_id: str, days: Minutes, opens_min: Spans, closes_min: Spans
    ) -> tuple[Spans, Spans, dict[int, set[str]]]:
        """Cut the minutes in which vials can be used on some days to those in which they may.

        Parameters
        ----------
        site_id, product_id : where what is given
        days : day of each use of a vial, shape (n_uses,)
        opens_min, closes_min : its first and last minute, shapes (n_uses,)

        Returns
        -------
        the same, cut; and by day the constraints that leave no step of any vial that had one
        """
        barred: dict[int, set[str]] = defaultdict(set)
        opens_min = np.maximum(opens_min, self._day[0][days])
        closes_min = np.minimum(closes_min, self._day[1][days])
        for constraint_id, opens, closes in self._of(site_id, product_id):
            before_min = opens_min, closes_min
            opens_min, closes_min = np.maximum(opens_min, opens[days]), np.minimum(closes_min, closes[days])
            if constraint_id not in VIAL_COMES_TOO_LATE:
                lost = self._usable(days, *before_min) & ~self._usable(days, opens_min, closes_min)
                for day in np.flatnonzero(lost).tolist():
                    barred[day].add(constraint_id)
        return opens_min, closes_min, barred

    def barring(self, site_id: str, product_id: str, minute: int) -> tuple[str, ...]:
        """Constraints that let no administration begin at a minute of the grid, whatever vial there is."""
        day = int(np.searchsorted(self.calendar.day_starts_min, minute, side="right")) - 1
        if not 0 <= day < self.calendar.horizon_days:
            return ()
        return tuple(
            constraint_id
            for constraint_id, opens, closes in self._of(site_id, product_id)
            if constraint_id not in VIAL_COMES_TOO_LATE and not opens[day] <= minute <= closes[day]
        )

    def _usable(self, days: Minutes, opens_min: Spans, closes_min: Spans) -> NDArray[np.bool_]:
        """Whether any vial has a step of each day, shape (n_days,)."""
        step = self.calendar.step_min
        usable = np.zeros(self.calendar.horizon_days, dtype=bool)
        usable[days[np.ceil(opens_min / step) <= np.floor(closes_min / step)]] = True
        return usable

    def _of(self, site_id: str, product_id: str) -> list[tuple[str, Spans, Spans]]:
        key = site_id, product_id
        if key not in self._spans:
            self._spans[key] = [(rule.constraint_id, *self._span(rule, *key)) for rule in self.rules]
        return self._spans[key]

    def _span(self, rule: StartRule, site_id: str, product_id: str) -> tuple[Spans, Spans]:
        n_days = self.calendar.horizon_days
        opens, closes = (minutes[:n_days] for minutes in rule.hours(self.calendar, site_id, product_id))
        works = opens != CLOSED
        return np.where(works, opens, np.inf), np.where(works, closes, -np.inf)
