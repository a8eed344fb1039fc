"""What a treatment costs at given prices: the cheapest schedule of its course that contains it."""

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from doseline.planning.arrays import Arrays
from doseline.planning.kernels.compiling import kernel
from doseline.planning.kernels.days import turn_span
from doseline.planning.kernels.promises import date_change
from doseline.planning.solvers.day_model import treatments_of

if TYPE_CHECKING:
    from doseline.planning.relaxation import Relaxation

__all__ = ["Excess", "Schedules", "option_prices"]

F64 = NDArray[np.float64]
NEVER = 1e18


class Excess:
    """How much dearer than the best each choice is at given prices.

    Attributes
    ----------
    bound : dual value at the prices, as a cost (L1 negated; L2 with its floor)
    treatment : of the cheapest schedule through each treatment over the best of the course, shape (n_treatments,)
    option : of each option over the cheapest of its cell, shape (n_options,)
    least : cost of the cheapest schedule of each course, shape (n_courses,)
    """

    __slots__ = ("bound", "least", "option", "treatment")

    def __init__(self, bound: float, treatment: F64, option: F64, least: F64) -> None:
        self.bound, self.treatment, self.option, self.least = bound, treatment, option, least


def option_prices(relaxation: "Relaxation", price: F64) -> F64:
    """Price of each option of the cells without staff, shape (n_options,)."""
    cells, rows = relaxation.cells, relaxation.rows
    n_days = relaxation.problem.arrays.n_days
    n_pools = len(relaxation.problem.pools)
    cell = np.repeat(np.arange(cells.ptr.shape[0] - 1), np.diff(cells.ptr))
    day = cell % n_days
    source = rows.source_row[cells.source]
    total: F64 = np.where(source >= 0, price[source], 0.0) * cells.use
    nights = np.zeros((n_pools, n_days + 1))
    np.cumsum(price[rows.night : rows.night + n_pools * n_days].reshape(n_pools, n_days), axis=1, out=nights[:, 1:])
    total += nights[cells.pool, np.minimum(day + cells.nights, n_days)] - nights[cells.pool, day]
    total += np.where(cells.fills_day, price[rows.day + cells.pool * n_days + day], 0.0)
    total += np.where(cells.nights >= 1, _run_prices(relaxation, price)[cells.pool, day], 0.0)
    return total


def _run_prices(relaxation: "Relaxation", price: F64) -> F64:
    """What a stay past midnight that begins on a day pays for the runs of its pool, shape (n_pools, n_days)."""
    rows = relaxation.rows
    n_days = relaxation.problem.arrays.n_days
    change = np.zeros((len(relaxation.problem.pools), n_days + 1))
    pool, first, days = rows.runs[:, 0], rows.runs[:, 1], rows.runs[:, 2]
    np.add.at(change, (pool, first), price[rows.run :])
    np.add.at(change, (pool, first + days), -price[rows.run :])
    total: F64 = np.cumsum(change, axis=1)[:, :n_days]
    return total


class Schedules:
    """All schedules of all courses of a relaxation, and what prices make of them.

    Parameters
    ----------
    relaxation : of the problem
    """

    def __init__(self, relaxation: "Relaxation") -> None:
        self.relaxation = relaxation
        self.treatments = treatments_of(relaxation)
        chains = relaxation.problem.arrays.centre_pair.shape[0]
        self._chain_first = np.searchsorted(self.treatments.chain, np.arange(chains + 1)).astype(np.int64)
        """Where the treatments of each (centre, cycle) begin, in order, and their number last."""

    def bound(self, price: F64, reward: float, lateness: float, change: float = 0.0) -> float:
        """The bound that prices prove, as a cost (see `excess`)."""
        return self.excess(price, reward, lateness, change).bound

    def excess(
        self,
        price: F64,
        reward: float,
        lateness: float,
        change: float = 0.0,
        *,
        keep: NDArray[np.bool_] | None = None,
        keep_options: NDArray[np.bool_] | None = None,
    ) -> Excess:
        """Prices every choice.

        Parameters
        ----------
        price : of the rows, at least 0, shape (n_rows,)
        reward : of a weighted cycle in window
        lateness : cost of a weighted day late
        change : cost of a change of price 1 of what was promised
        keep, keep_options : treatments and options that there are; None: all
        """
        relaxation = self.relaxation
        arrays, cells, rows = relaxation.problem.arrays, relaxation.cells, relaxation.rows
        n_days = arrays.n_days
        options = option_prices(relaxation, price)
        if keep_options is not None:
            options = np.where(keep_options, options, NEVER)
        filled = np.flatnonzero(np.diff(cells.ptr))
        least = np.full(cells.ptr.shape[0] - 1, NEVER)
        if filled.size:
            least[filled] = np.minimum.reduceat(options, cells.ptr[filled])
        over = options - np.repeat(least, np.diff(cells.ptr))
        site = arrays.pairs["site"].astype(np.int64)
        staff = price[rows.staff : rows.tail].reshape(-1, arrays.n_roles, n_days)[site].transpose(0, 2, 1)
        least = least + (staff.reshape(-1, arrays.n_roles) * cells.staff).sum(axis=1)
        tails = arrays.centres.shape[0]
        n_loads = arrays.centres["tail_to"] - arrays.centres["tail_from"]
        who = np.repeat(np.arange(tails), n_loads)
        tail = np.bincount(
            who, weights=price[rows.tail + arrays.centre_tails["row"]] * arrays.centre_tails["load"], minlength=tails
        )
        treatment = np.full(int(self._chain_first[-1]), NEVER)
        allowed = np.ones(treatment.shape[0], dtype=np.bool_) if keep is None else keep
        exists = (np.diff(cells.ptr) > 0).reshape(-1, n_days)
        by_course = np.zeros(arrays.courses.shape[0])
        _through(
            arrays,
            least.reshape(-1, n_days),
            tail,
            reward,
            lateness,
            change,
            self._chain_first,
            exists,
            allowed,
            treatment,
            by_course,
        )
        charged = (price > 0.0) & np.isfinite(rows.capacity)
        bound = float(by_course.sum()) - float(price[charged] @ rows.capacity[charged])
        return Excess(bound, treatment, over, by_course)


@kernel
def _through(  # noqa: C901 - one pass over the courses; a compiled kernel pays for every call it makes
    arrays: Arrays,
    cell: np.ndarray,
    tail: np.ndarray,
    reward: float,
    lateness: float,
    change: float,
    chain_first: np.ndarray,
    exists: np.ndarray,
    allowed: np.ndarray,
    excess: np.ndarray,
    by_course: np.ndarray,
) -> None:
    """Cheapest schedule of each course, and the cost through each treatment over it (``excess``)."""
    n_courses = arrays.course_ptr.shape[0] - 1
    n_days = arrays.n_days
    most = 1
    for course in range(n_courses):
        most = max(most, arrays.course_ptr[course + 1] - arrays.course_ptr[course])
    cost = np.empty((most, n_days))
    onward = np.empty((most + 1, n_days))  # cycles j.. when j is given on the day
    before = np.empty((most, n_days))  # cycles ..j when j is given on the day
    undone = np.empty(most + 1)
    for course in range(n_courses):
        first_cycle, last_cycle = arrays.course_ptr[course], arrays.course_ptr[course + 1]
        n = last_cycle - first_cycle
        weight = arrays.courses[course].weight
        shortest, longest = arrays.courses[course].min_days, arrays.courses[course].max_days
        first_centre, last_centre = arrays.centre_ptr[course], arrays.centre_ptr[course + 1]
        merged = arrays.courses[course].transfer and last_centre - first_centre > 1
        pinned_last = -1
        undone[n] = 0.0
        for j in range(n - 1, -1, -1):
            cycle = first_cycle + j
            if arrays.cycles[cycle].pinned and pinned_last < 0:
                pinned_last = j
            undone[j] = undone[j + 1] + lateness * weight * max(0, n_days - arrays.cycles[cycle].due_day)
            if arrays.cycles[cycle].promised:
                undone[j] += change * arrays.cycles[cycle].unserved_price
        least = undone[0] if pinned_last < 0 else NEVER
        begun = chain_of(arrays, first_centre)
        for centre in range(first_centre, first_centre + 1 if merged else last_centre):
            start = tail[centre]
            if merged:
                for other in range(first_centre, last_centre):
                    start = min(start, tail[other])
            for j in range(n - 1, -1, -1):
                cycle = first_cycle + j
                begin, finish = turn_span(arrays, course, j)
                for day in range(n_days):
                    cost[j, day] = NEVER
                    onward[j, day] = NEVER
                for where in range(first_centre if merged else centre, last_centre if merged else centre + 1):
                    at = chain_first[chain_of(arrays, where) + j]
                    pair = arrays.centre_pair[arrays.centres[where].pair_from + j]
                    for day in range(begin, finish + 1):
                        if exists[pair, day]:
                            if allowed[at]:
                                cost[j, day] = min(
                                    cost[j, day], cell[pair, day] + change * date_change(arrays, cycle, pair, day)
                                )
                            at += 1
                for day in range(begin, finish + 1):
                    here = cost[j, day]
                    if here >= NEVER:
                        continue
                    here += lateness * weight * max(0, day - arrays.cycles[cycle].due_day)
                    if day <= arrays.cycles[cycle].window_day:
                        here -= reward * weight
                    cost[j, day] = here
                    after = undone[j + 1] if j >= pinned_last else NEVER
                    if j + 1 < n:
                        for other in range(day + shortest, min(day + longest, n_days - 1) + 1):
                            after = min(after, onward[j + 1, other])
                    if after < NEVER:
                        onward[j, day] = here + after
            for day in range(n_days):
                least = min(least, onward[0, day] + start)
            for j in range(n):
                begin, finish = turn_span(arrays, course, j)
                for day in range(n_days):
                    before[j, day] = NEVER
                for day in range(begin, finish + 1):
                    if cost[j, day] >= NEVER:
                        continue
                    if j == 0:
                        before[j, day] = start + cost[j, day]
                        continue
                    best = NEVER
                    for other in range(max(0, day - longest), day - shortest + 1):
                        best = min(best, before[j - 1, other])
                    if best < NEVER:
                        before[j, day] = best + cost[j, day]
                for where in range(first_centre if merged else centre, last_centre if merged else centre + 1):
                    chain = chain_of(arrays, where) + j
                    at = chain_first[chain]
                    pair = arrays.centre_pair[arrays.centres[where].pair_from + j]
                    for day in range(begin, finish + 1):
                        if not exists[pair, day]:
                            continue
                        if allowed[at] and before[j, day] < NEVER and onward[j, day] < NEVER:
                            here = before[j, day] + onward[j, day] - cost[j, day]
                            if merged:
                                own = cell[pair, day] + lateness * weight * max(
                                    0, day - arrays.cycles[first_cycle + j].due_day
                                )
                                own += change * date_change(arrays, first_cycle + j, pair, day)
                                if day <= arrays.cycles[first_cycle + j].window_day:
                                    own -= reward * weight
                                here += own - cost[j, day]
                            excess[at] = here
                        at += 1
        if least >= NEVER:
            least = undone[0]
        by_course[course] = least
        end = chain_of(arrays, last_centre - 1) + n if last_centre > first_centre else begun
        if last_centre > first_centre:
            for at in range(chain_first[begun], chain_first[end]):
                excess[at] -= least


@kernel
def chain_of(arrays: Arrays, centre: int) -> int:
    """First (centre, cycle) of a centre: one for each cycle of its course, which is what its pairs count too."""
    return int(arrays.centres[centre].pair_from if centre < arrays.centres.shape[0] else arrays.centre_pair.shape[0])
