"""What a treatment costs at given prices: the cheapest schedule of its course that contains it."""

from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from doseline.planning.arrays import Arrays
from doseline.planning.kernels.compiling import kernel
from doseline.planning.kernels.days import turn_span
from doseline.planning.kernels.promises import date_change
from doseline.planning.solvers.day_model import expand, treatments_of

if TYPE_CHECKING:
    from scipy.sparse import csr_matrix

    from doseline.planning.relaxation import Relaxation

__all__ = ["Excess", "Schedules", "Uses"]

F64 = NDArray[np.float64]
I64 = NDArray[np.int64]
Mask = NDArray[np.bool_]
NEVER = 1e18


class Excess:
    """How much dearer than the best each choice is at given prices.

    Parameters
    ----------
    schedules : whose choices
    price : of the rows, at least 0, shape (n_rows,)
    costs : reward of a weighted cycle in window, cost of a weighted day late, and of a change of price 1
    keep, keep_options : treatments and options that there are; None: all

    Attributes
    ----------
    bound : dual value at the prices, as a cost (L1 negated; L2 with its floor)
    least : cost of the cheapest schedule of each course, shape (n_courses,)
    """

    def __init__(
        self,
        schedules: "Schedules",
        price: F64,
        costs: tuple[float, float, float],
        keep: Mask | None,
        keep_options: Mask | None,
    ) -> None:
        self._schedules, self._costs, self._keep = schedules, costs, keep
        options, staff, self._tail = schedules.uses.prices(price)
        if keep_options is not None:
            options = np.where(keep_options, options, NEVER)
        self._options = options
        first = schedules.option_first
        self._cheapest = np.minimum.reduceat(options, first) if first.size else options
        self._cells = schedules.no_cells.copy()
        self._cells.ravel()[schedules.cell] = self._cheapest + staff
        self.least = schedules.through(self._cells, self._tail, costs, keep, None)
        capacity = schedules.relaxation.rows.capacity
        charged = (price > 0.0) & np.isfinite(capacity)
        self.bound = float(self.least.sum()) - float(price[charged] @ capacity[charged])

    @cached_property
    def treatment(self) -> F64:
        """Of the cheapest schedule through each treatment over the best of the course, shape (n_treatments,)."""
        found = np.full(self._schedules.treatments.chain.shape[0], NEVER)
        self._schedules.through(self._cells, self._tail, self._costs, self._keep, found)
        return found

    @cached_property
    def option(self) -> F64:
        """Of each option over the cheapest of its cell, shape (n_options,)."""
        first = self._schedules.option_first
        counts = np.diff(np.append(first, self._options.shape[0]))
        over: F64 = self._options - np.repeat(self._cheapest, counts)
        return over


class Uses:
    """What options, cells and centres use of the rows, as matrices.

    Parameters
    ----------
    relaxation : of the problem
    cell : numbers of the cells that have options, shape (n_cells,)

    Attributes
    ----------
    of_options : shape (n_options, n_rows + n_pools x n_days); the last columns count stays past midnight by their day
    of_days : what these use of the runs of days, shape (n_pools x n_days, n_rows)
    of_cells : staff, shape (n_cells, n_rows)
    of_centres : the weeks after the horizon, of a course that ends there, shape (n_centres, n_rows)
    """

    def __init__(self, relaxation: "Relaxation", cell: I64) -> None:
        from scipy.sparse import coo_matrix

        cells, rows, arrays = relaxation.cells, relaxation.rows, relaxation.problem.arrays
        n_rows, n_days, n_pools = rows.capacity.shape[0], arrays.n_days, rows.n_pools
        n_options = cells.pool.shape[0]
        day = np.repeat(cell % n_days, np.diff(cells.ptr)[cell])
        pool_day = cells.pool.astype(np.int64) * n_days
        night, on = expand(day, np.minimum(day + cells.nights, n_days) - 1)
        fills, sourced = np.flatnonzero(cells.fills_day), np.flatnonzero(rows.source_row[cells.source] >= 0)
        # stays past midnight that begin on a day pay for the runs of days it belongs to: columns after the rows
        over = np.flatnonzero(cells.nights >= 1)
        self.of_options: csr_matrix = coo_matrix(
            (
                np.concatenate([np.ones(night.shape[0] + fills.shape[0]), cells.use[sourced], np.ones(over.shape[0])]),
                (
                    np.concatenate([night, fills, sourced, over]),
                    np.concatenate(
                        [
                            rows.night + pool_day[night] + on,
                            rows.day + pool_day[fills] + day[fills],
                            rows.source_row[cells.source[sourced]],
                            n_rows + pool_day[over] + day[over],
                        ]
                    ),
                ),
            ),
            shape=(n_options, n_rows + n_pools * n_days),
        ).tocsr()
        pool, first, days = (rows.runs[:, k].astype(np.int64) for k in range(3))
        run, on = expand(first, first + days - 1)
        self.of_days: csr_matrix = coo_matrix(
            (np.ones(run.shape[0]), (pool[run] * n_days + on, rows.run + run)),
            shape=(n_pools * n_days, n_rows),
        ).tocsr()
        used, role = np.nonzero(cells.staff[cell])
        site = arrays.pairs["site"][cell[used] // n_days].astype(np.int64)
        self.of_cells: csr_matrix = coo_matrix(
            (
                cells.staff[cell[used], role],
                (used, rows.staff + (site * arrays.n_roles + role) * n_days + cell[used] % n_days),
            ),
            shape=(cell.shape[0], n_rows),
        ).tocsr()
        loads = arrays.centres["tail_to"] - arrays.centres["tail_from"]
        self.of_centres: csr_matrix = coo_matrix(
            (
                arrays.centre_tails["load"],
                (np.repeat(np.arange(loads.shape[0]), loads), rows.tail + arrays.centre_tails["row"]),
            ),
            shape=(loads.shape[0], n_rows),
        ).tocsr()
        self._n_rows = n_rows

    @cached_property
    def _turned(self) -> tuple["csr_matrix", ...]:
        """All four by rows: only a climb asks what is used of them."""
        return tuple(each.T.tocsr() for each in (self.of_options, self.of_days, self.of_cells, self.of_centres))

    def prices(self, price: F64) -> tuple[F64, F64, F64]:
        """Prices of options without staff, of the staff of cells, and of the weeks after the horizon of centres."""
        rows_and_days = np.concatenate([price, self.of_days @ price])
        return self.of_options @ rows_and_days, self.of_cells @ price, self.of_centres @ price

    def used(self, option_mass: F64, cell_mass: F64, centre_mass: F64) -> F64:
        """What is used of each row, shape (n_rows,)."""
        of_options, of_days, of_cells, of_centres = self._turned
        rows_and_days: F64 = np.asarray(of_options @ option_mass)
        use: F64 = rows_and_days[: self._n_rows].copy()
        for matrix, mass in (
            (of_days, rows_and_days[self._n_rows :]),
            (of_cells, cell_mass),
            (of_centres, centre_mass),
        ):
            use += np.asarray(matrix @ mass)
        return use


class Schedules:
    """All schedules of all courses of a relaxation, and what prices make of them.

    Parameters
    ----------
    relaxation : of the problem

    Attributes
    ----------
    treatments : every way to give a cycle
    cell : number of each cell that has options, pair x n_days + day, shape (n_cells,)
    option_first : first option of each of these
    uses : what choices use of the rows
    no_cells : prices of pairs and days before any option has one, shape (n_pairs, n_days)
    """

    def __init__(self, relaxation: "Relaxation") -> None:
        self.relaxation = relaxation
        self.treatments = treatments_of(relaxation)
        arrays = relaxation.problem.arrays
        chains = arrays.centre_pair.shape[0]
        self._chain_first = np.searchsorted(self.treatments.chain, np.arange(chains + 1)).astype(np.int64)
        """Where the treatments of each (centre, cycle) begin, in order, and their number last."""
        has_options = np.diff(relaxation.cells.ptr) > 0
        self.cell = np.flatnonzero(has_options).astype(np.int64)
        self.option_first = relaxation.cells.ptr[self.cell]
        self.uses = Uses(relaxation, self.cell)
        self._exists = has_options.reshape(-1, arrays.n_days)
        self.no_cells = np.full(self._exists.shape, NEVER)
        self._all = np.ones(self.treatments.chain.shape[0], dtype=np.bool_)

    def excess(
        self,
        price: F64,
        reward: float,
        lateness: float,
        change: float = 0.0,
        *,
        keep: Mask | None = None,
        keep_options: Mask | None = None,
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
        return Excess(self, price, (reward, lateness, change), keep, keep_options)

    def through(
        self, cells: F64, tail: F64, costs: tuple[float, float, float], keep: Mask | None, excess: F64 | None
    ) -> F64:
        """Cost of the cheapest schedule of each course; of each treatment over it into ``excess``, if that is given."""
        by_course = np.zeros(self.relaxation.problem.arrays.courses.shape[0])
        _through(
            self.relaxation.problem.arrays,
            cells,
            tail,
            *costs,
            self._chain_first,
            self._exists,
            self._all if keep is None else keep,
            np.empty(0) if excess is None else excess,
            by_course,
        )
        return by_course


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
    """Cheapest schedule of each course, and of each treatment over it (``excess``, unless that is empty)."""
    all_treatments = excess.shape[0] > 0
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
            for j in range(n if all_treatments else 0):
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
        if all_treatments and last_centre > first_centre:
            for at in range(chain_first[begun], chain_first[end]):
                excess[at] -= least


@kernel
def chain_of(arrays: Arrays, centre: int) -> int:
    """First (centre, cycle) of a centre: one for each cycle of its course, which is what its pairs count too."""
    return int(arrays.centres[centre].pair_from if centre < arrays.centres.shape[0] else arrays.centre_pair.shape[0])
