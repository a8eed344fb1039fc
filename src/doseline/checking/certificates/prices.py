"""Prices of rows: what they are worth in total, and what an option pays for what it uses."""

import math
from collections import defaultdict
from collections.abc import Mapping
from datetime import date
from functools import cached_property

import numpy as np

from doseline.checking.certificates.frame import Floats
from doseline.checking.certificates.options import Enumeration, Options
from doseline.checking.certificates.runs import LONGEST_RUN_D, SHORTEST_RUN_D, Runs
from doseline.checking.certificates.sources import best_usable_mbq, processing_start
from doseline.checking.certificates.whole import WholeCourses
from doseline.checking.irradiation import initial_batches_begun
from doseline.checking.tail import TailRow
from doseline.quantities import min_from_h

__all__ = ["HIGHEST_PRICE", "BadRow", "Prices"]

HIGHEST_PRICE = 1e9
"""No price is higher: far above what serving anybody is worth, far below where a sum of payments overflows."""

_CLASSES = frozenset({"all", "overnight"})
_NO_DETAIL = frozenset({""})
_RUN_LENGTHS = {str(days): days for days in range(SHORTEST_RUN_D, LONGEST_RUN_D + 1)}


class BadRow(ValueError):
    """A certificate that proves nothing: a row does not exist, or a price is no number from zero to the highest."""


class Prices:
    """The prices of one certificate, laid out so that an option's payment is a few look-ups.

    Parameters
    ----------
    enumeration : Enumeration
        The country's options.
    runs : Runs
        What its places can hold in a few dates.
    whole : WholeCourses
        What its weeks after the horizon can take.
    by_row : mapping of str to float
        Price by row; rows left out are free.

    Attributes
    ----------
    worth : sum over rows of price x capacity
    tail : price by row of the tail

    Raises
    ------
    BadRow
        If a row is unknown, or a price is negative, not finite or above the highest price.
    """

    def __init__(self, enumeration: Enumeration, runs: Runs, whole: WholeCourses, by_row: Mapping[str, float]) -> None:
        self._enumeration = enumeration
        self._runs = runs
        self._whole = whole
        days = len(enumeration.frame.dates)
        self._night: dict[str, Floats] = defaultdict(lambda: np.zeros(days + 1))
        self._day: dict[str, Floats] = defaultdict(lambda: np.zeros(days + 1))
        self._run: dict[str, Floats] = defaultdict(lambda: np.zeros(days + 1))
        self._staff: dict[tuple[str, str], Floats] = defaultdict(lambda: np.zeros(days + 1))
        self._source: dict[str, float] = {}
        self.tail: dict[TailRow, float] = {}
        worth = []
        for row, price in by_row.items():
            if not 0.0 <= price <= HIGHEST_PRICE:  # nan is not
                raise BadRow(f"the price {price!r} of row {row!r} is not a number from 0 to {HIGHEST_PRICE:g}")
            capacity = self._capacity_and_note(row, price)  # a row that does not exist is refused even when it is free
            if price > 0.0:
                worth.append(price * capacity)
        self.worth = math.fsum(worth)
        self._tail_paid: dict[int, tuple[Mapping[TailRow, float], float]] = {}
        self._night_sums: dict[str, list[Floats]] = {}

    @np.errstate(over="raise", invalid="raise")
    def paid(self, options: Options) -> Floats:
        """Return what each option pays for the rows it uses, the tail left out; shape (n_options,)."""
        paid = np.zeros(len(options.day))
        if not options.day.size:
            return paid
        if options.pool_id in self._night:
            paid += self._nights(options)
        if options.pool_id in self._day:
            paid += options.whole_day * self._day[options.pool_id][options.day]
        if options.pool_id in self._run:
            paid += (options.nights >= 1) * self._run[options.pool_id][options.day]
        if self._source:
            price = np.array([self._source.get(source.row, 0.0) for source in options.sources])
            by_activity = np.array([source.by_activity for source in options.sources])
            used = np.where(by_activity[options.source], options.activity_mbq, 1.0)
            paid += price[options.source] * used
        for role, head_min in options.head_min.items():
            if (options.site_id, role) in self._staff:
                paid += self._staff[options.site_id, role][options.day] * head_min
        return paid

    def tail_paid(self, load: Mapping[TailRow, float]) -> float:
        """Return what a load on rows of the tail pays; a load that courses share is summed once."""
        known = self._tail_paid.get(id(load))
        if known is None or known[0] is not load:
            paid = float(sum(self.tail.get(row, 0.0) * amount for row, amount in load.items()))
            self._tail_paid[id(load)] = known = load, paid
        return known[1]

    def _nights(self, options: Options) -> Floats:
        """Return what the nights of each option cost.

        Each stretch of nights is summed by itself: differences of running sums would lose small prices among large.
        """
        sums = self._night_sums.setdefault(options.pool_id, [np.zeros_like(self._night[options.pool_id])])
        while len(sums) <= options.nights.max():
            longer = sums[-1].copy()
            nights = len(sums)
            longer[: len(longer) - nights + 1] += self._night[options.pool_id][nights - 1 :]
            sums.append(longer)
        costs: Floats = np.stack(sums)[options.nights, options.day]
        return costs

    def _capacity_and_note(self, row: str, price: float) -> float:
        kind, *rest = row.split("|")
        reading = {
            "night": self._night_row,
            "day": self._day_row,
            "run": self._run_row,
            "slot": self._slot_row,
            "order": self._order_row,
            "batch": self._batch_row,
            "line": self._line_row,
            "staff": self._staff_row,
            "tail_place": self._tail_row,
            "tail_vial": self._tail_row,
            "tail_staff": self._tail_row,
        }.get(kind)
        try:
            if reading is None:
                raise KeyError(kind)
            return reading(row, rest, price)
        except BadRow:
            raise
        except (KeyError, ValueError, IndexError) as error:
            raise BadRow(f"the country has no row {row!r}") from error

    @cached_property
    def _roles(self) -> frozenset[str]:
        """Roles that some roster or task of the country names."""
        network = self._enumeration.view.network
        return frozenset({roster.role for roster in network.rosters} | {task.role for task in network.tasks})

    def _date(self, text: str, *, beyond: bool = False) -> tuple[date, int]:
        """Return a date of the horizon, or of the stays that end after it, and its index; raises ValueError."""
        frame, on = self._enumeration.frame, date.fromisoformat(text)
        day = frame.day(on)
        if str(on) != text or not 0 <= day < (len(frame.dates) if beyond else frame.horizon_days):
            raise ValueError(text)
        return on, day

    def _night_row(self, _row: str, rest: list[str], price: float) -> float:
        frame = self._enumeration.frame
        name, dated = rest
        pool = self._enumeration.clinics.pools[name]
        on, day = self._date(dated, beyond=True)
        self._night[name][day] = price
        closing_min = frame.minute(frame.calendar.midnight(date.fromordinal(on.toordinal() + 1)))
        network, taken = self._enumeration.view.network, set()
        for place in pool.places:
            for stay in network.initial_stays:
                until_min = frame.minute(stay.ends_at) + min_from_h(place.cleaning_h)
                if stay.place_id == place.place_id and frame.minute(stay.starts_at) <= closing_min <= until_min:
                    taken.add(place.place_id)
            for closure in network.closures:
                here = closure.place_id == place.place_id or (
                    closure.place_id is None and closure.site_id == place.site_id
                )
                if here and frame.minute(closure.starts_at) <= closing_min <= frame.minute(closure.ends_at):
                    taken.add(place.place_id)
        return float(len(pool.places) - len(taken))

    def _day_row(self, _row: str, rest: list[str], price: float) -> float:
        name, dated = rest
        pool = self._enumeration.clinics.pools[name]
        self._day[name][self._date(dated)[1]] = price
        return float(len(pool.places))

    def _run_row(self, row: str, rest: list[str], price: float) -> float:
        frame, pools = self._enumeration.frame, self._enumeration.clinics.pools
        if len(rest) != 3 or rest[2] not in _RUN_LENGTHS:
            raise BadRow(f"{row!r} is not run|POOL|DATE|M with M from {SHORTEST_RUN_D} to {LONGEST_RUN_D} dates")
        name, on, days = rest[0], date.fromisoformat(rest[1]), _RUN_LENGTHS[rest[2]]
        if name not in pools:
            raise BadRow(f"the country has no pool {name!r}, of which {row!r} is a run")
        first = frame.day(on)
        if first < 0 or first + days > frame.horizon_days:
            last_on = frame.dates[frame.horizon_days - 1]
            raise BadRow(f"the run {row!r} leaves the horizon, which is {frame.dates[0]} to {last_on}")
        self._run[name][first : first + days] += price
        return float(len(pools[name].places) * self._runs.most(name, first, days)) if price > 0.0 else 0.0

    def _slot_row(self, row: str, rest: list[str], price: float) -> float:
        (slot_id,) = rest
        self._source[row] = price
        return float(self._enumeration.view.slots[slot_id].quantity)

    def _order_row(self, row: str, rest: list[str], price: float) -> float:
        (order_id,) = rest
        if not self._enumeration.view.initial_orders[order_id].given_up:
            raise BadRow(f"the order of {row!r} is for its own cycle alone")
        self._source[row] = price
        return 1.0

    def _batch_row(self, row: str, rest: list[str], price: float) -> float:
        (batch_id,) = rest
        self._source[row] = price
        return self._enumeration.view.initial_batches[batch_id].usable_activity_mbq

    def _line_row(self, row: str, rest: list[str], price: float) -> float:
        view = self._enumeration.view
        line_id, dated = rest
        line = view.lines[line_id]
        on, day = self._date(dated)
        starts_at = processing_start(view, line, day)
        self._source[row] = price
        usable_mbq = best_usable_mbq(view, line, starts_at) if starts_at is not None else None
        return max(0, line.batches_per_day - initial_batches_begun(view, line, on)) * (usable_mbq or 0.0)

    def _staff_row(self, _row: str, rest: list[str], price: float) -> float:
        site_id, role, dated = rest
        if site_id not in self._enumeration.view.sites or role not in self._roles:
            raise KeyError(site_id, role)
        on, day = self._date(dated)
        self._staff[site_id, role][day] = price
        return self._enumeration.frame.duty.head_minutes(site_id, role, on)

    def _tail_row(self, row: str, _rest: list[str], price: float) -> float:
        tail_row = TailRow.parse(row)
        view = self._enumeration.view
        details = {"tail_place": _CLASSES, "tail_staff": self._roles, "tail_vial": _NO_DETAIL}[tail_row.kind]
        if str(tail_row) != row or tail_row.detail not in details:
            raise KeyError(row)
        if tail_row.subject not in (view.products if tail_row.kind == "tail_vial" else view.sites):
            raise KeyError(tail_row.subject)
        if not 0 <= tail_row.week < view.network.properties.tail_weeks:
            raise KeyError(tail_row.week)
        self.tail[tail_row] = price
        return self._whole.most(tail_row) if price > 0.0 else 0.0
