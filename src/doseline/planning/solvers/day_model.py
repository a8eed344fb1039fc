"""The relaxation by days as one sparse matrix: what a general solver sees.

The sparsest form known. A column ``x`` gives one cycle at one centre on one day; a column ``y`` counts the cycles of a
(pair, day) cell that take one option of it. A balance row per cell ties them, resource rows stand on the counts, and
precedence between cycles is a running stock: who had cycle ``j`` at least the minimum interval ago and waits for the
next, ``w[d] = w[d - 1] + x[j, d - min] - x[j + 1, d] >= 0``. These are the cumulative rows, each written as the
difference to the row before it, so that a row has four entries however long the window is.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from numpy.typing import NDArray

from doseline.planning.arrays import LONG_AGO

if TYPE_CHECKING:
    from scipy.sparse import csr_matrix

    from doseline.planning.relaxation import Relaxation

__all__ = [
    "ADMITTED",
    "ADMITTED_ROW",
    "KEY_BITS",
    "KEY_MASK",
    "MASS",
    "START",
    "STOCK",
    "STOCK_ROW",
    "DayModel",
    "Treatments",
    "build_day_model",
    "expand",
    "treatments_of",
]

F64 = NDArray[np.float64]
I64 = NDArray[np.int64]
Mask = NDArray[np.bool_]

KEY_BITS: Final = 48
KEY_MASK: Final = (1 << KEY_BITS) - 1
MASS, START, ADMITTED, STOCK = 2, 3, 4, 5
"""Kinds of columns after treatments and counts: their key shifted by ``KEY_BITS``."""

ADMITTED_ROW, STOCK_ROW = 5, 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Treatments:
    """Every way to give one demanded cycle at one centre on one day, in order of centre, cycle, day.

    Attributes
    ----------
    centre, cycle, day : indices, shape (n_treatments,)
    chain : index of the (centre, cycle), shape (n_treatments,)
    cell : index into the relaxation's cells, pair x n_days + day
    in_window : weight if the day is in window, else 0
    saved_days : weighted days late that giving it saves over leaving it undone
    saved_change : price of changes of promises that giving it saves over leaving it undone
    """

    centre: I64
    cycle: I64
    day: I64
    chain: I64
    cell: I64
    in_window: F64
    saved_days: F64
    saved_change: F64


@dataclass(frozen=True, slots=True, kw_only=True)
class DayModel:
    """Columns (treatments, counts, stocks), rows with bounds, and where the rows of resources stand.

    Attributes
    ----------
    treatments : the columns ``x`` that are kept, first
    option, option_cell : option of each column ``y``, next, and the position of its cell among the cells used; after
        them stand the masses of cells, starts at centres, admissions for runs, and stocks
    upper : upper bound of each column, shape (n_columns,); lower bounds are 0
    in_window, saved_days, saved_change : objectives of L1, L2 and L3 over the columns; all are maximised
    undone_days, undone_change : days late and price of changes if nothing is given; L2 is the first less
        ``saved_days``, L3 the second less ``saved_change``
    matrix, row_lower, row_upper : the rows
    resource : number of each of the first rows in the relaxation, shape (n_resources,)
    column_key, row_key : what each column and row stands for, the same in every model of one relaxation
    """

    treatments: Treatments
    option: I64
    option_cell: I64
    upper: F64
    in_window: F64
    saved_days: F64
    saved_change: F64
    undone_days: float
    undone_change: float
    matrix: "csr_matrix"
    row_lower: F64
    row_upper: F64
    resource: I64
    column_key: I64
    row_key: I64

    @property
    def n_integers(self) -> int:
        """Columns, the first ones, that are integers by nature: treatments and counts; the others follow."""
        return int(self.treatments.cell.shape[0] + self.option.shape[0])

    @property
    def n_columns(self) -> int:
        """Columns of all three kinds."""
        return int(self.upper.shape[0])


def expand(first: I64, last: I64) -> tuple[I64, I64]:
    """Index and value of each integer of the ranges ``first[i]..last[i]``, one range after the other."""
    length = np.maximum(last - first + 1, 0)
    index = np.repeat(np.arange(first.shape[0]), length)
    start = np.cumsum(length) - length
    return index, np.arange(index.shape[0]) - start[index] + first[index]


def treatments_of(relaxation: "Relaxation") -> Treatments:
    """Every treatment for which the relaxation has an option."""
    problem, cells = relaxation.problem, relaxation.cells
    arrays = problem.arrays
    n_days = arrays.n_days
    course = problem.centre_course.astype(np.int64)
    centre, cycle = expand(
        arrays.course_ptr[course].astype(np.int64), arrays.course_ptr[course + 1].astype(np.int64) - 1
    )
    step = cycle - arrays.course_ptr[course[centre]]
    pair = arrays.centre_pair[arrays.centres["pair_from"][centre] + step].astype(np.int64)
    first = np.maximum(arrays.cycles["first_day"][cycle], 0).astype(np.int64)
    last = np.minimum(arrays.cycles["last_day"][cycle], n_days - 1).astype(np.int64)
    previous = arrays.courses["previous_day"][course[centre]].astype(np.int64)
    follows = (step == 0) & (previous > LONG_AGO)
    first = np.where(follows, np.maximum(first, previous + arrays.courses["min_days"][course[centre]]), first)
    last = np.where(follows, np.minimum(last, previous + arrays.courses["max_days"][course[centre]]), last)
    chain, day = expand(first, last)
    cell = pair[chain] * n_days + day
    able = cells.ptr[cell + 1] > cells.ptr[cell]
    chain, day, cell = chain[able], day[able], cell[able]
    given = cycle[chain]
    weight = problem.cycle_weight[given].astype(np.float64)
    due = arrays.cycles["due_day"][given]
    return Treatments(
        centre=centre[chain],
        cycle=given,
        day=day,
        chain=chain,
        cell=cell,
        in_window=weight * (day <= arrays.cycles["window_day"][given]),
        saved_days=weight * (np.maximum(0, n_days - due) - np.maximum(0, day - due)),
        saved_change=_saved_change(arrays.cycles[given], arrays.centres["site"][centre[chain]], day),
    )


def _saved_change(cycle: NDArray[Any], site: I64, day: I64) -> F64:
    """What giving cycles at sites on days saves of the price of their promises, shape (n,)."""
    moved = np.where(day < cycle["promised_day"], cycle["earlier_price"], cycle["date_price"])
    moved = np.where(day == cycle["promised_day"], 0, moved)
    price = np.where(site == cycle["promised_site"], moved, cycle["centre_price"])
    return np.where(cycle["promised"], cycle["unserved_price"] - price, 0).astype(np.float64)


class _Triplets:
    """Entries of a sparse matrix as they come."""

    def __init__(self) -> None:
        self.rows: list[I64] = []
        self.columns: list[I64] = []
        self.values: list[F64] = []

    def add(self, rows: I64, columns: I64, values: F64 | float) -> None:
        self.rows.append(rows)
        self.columns.append(columns)
        self.values.append(np.broadcast_to(np.asarray(values, dtype=np.float64), rows.shape))

    def matrix(self, n_rows: int, n_columns: int) -> "csr_matrix":
        from scipy.sparse import coo_matrix

        return coo_matrix(
            (np.concatenate(self.values), (np.concatenate(self.rows), np.concatenate(self.columns))),
            shape=(n_rows, n_columns),
        ).tocsr()


def build_day_model(
    relaxation: "Relaxation",
    treatments: Treatments,
    *,
    keep: Mask | None = None,
    keep_options: Mask | None = None,
    drop_slack: bool = True,
    once: bool = False,
) -> DayModel:
    """The model over the treatments (those kept) and the options of their cells.

    Parameters
    ----------
    relaxation : of the problem
    treatments : ``treatments_of`` it
    keep : which treatments become columns, shape (n_treatments,); None: all
    keep_options : which options become columns, shape (n_options,); None: all
    drop_slack : leave out rows that all cycles together cannot fill
    once : say for later cycles too that each is given at most once; implied, but it helps solvers of integer programs
    """
    problem, cells, rows = relaxation.problem, relaxation.cells, relaxation.rows
    arrays = problem.arrays
    kept = treatments if keep is None else _selected(treatments, keep)
    n_x = kept.cell.shape[0]
    used = np.unique(kept.cell)
    at_cell, option = expand(cells.ptr[used].astype(np.int64), cells.ptr[used + 1].astype(np.int64) - 1)
    if keep_options is not None:
        at_cell, option = at_cell[keep_options[option]], option[keep_options[option]]
    first = np.flatnonzero(kept.cycle == arrays.course_ptr[problem.cycle_course[kept.cycle]])
    begun = _begun(relaxation, kept.centre[first])
    begin_of = np.searchsorted(begun, kept.centre[first])
    n_y, n_cells, n_begun = option.shape[0], used.shape[0], begun.shape[0]
    y = n_x + np.arange(n_y)
    mass = n_x + n_y + np.arange(n_cells)
    start = n_x + n_y + n_cells + np.arange(n_begun)
    # stays past midnight that begin in each pool on each day of a run
    overnight = np.flatnonzero(cells.nights[option] >= 1)
    beginning = (
        cells.pool[option[overnight]].astype(np.int64) * arrays.n_days + used[at_cell[overnight]] % arrays.n_days
    )
    counts = np.isin(beginning, _days_in_runs(relaxation)[0])
    overnight, beginning = overnight[counts], beginning[counts]
    admitted = np.unique(beginning)
    admission = n_x + n_y + n_cells + n_begun + np.arange(admitted.shape[0])
    resource, entries = _resource_rows(
        relaxation, kept, used, at_cell, option, y, mass, begun, start, admitted, admission, drop_slack=drop_slack
    )
    n_resources = resource.shape[0]
    # balance of each cell: treatments = mass = counts
    row = n_resources + np.arange(n_cells)
    entries.add(n_resources + np.searchsorted(used, kept.cell), np.arange(n_x), 1.0)
    entries.add(row, mass, -1.0)
    entries.add(row + n_cells, mass, 1.0)
    entries.add(n_resources + n_cells + at_cell, y, -1.0)
    n_rows = n_resources + 2 * n_cells
    lower = [np.full(n_resources, -np.inf), np.zeros(2 * n_cells)]
    upper = [rows.capacity[resource], np.zeros(2 * n_cells)]
    # starts at a centre, one start a course; a course that may move loads the centre of its last cycle, which a start
    # does not know: it may load any
    course = problem.centre_course[begun].astype(np.int64)
    moves = arrays.courses["transfer"][course]
    key = np.where(moves, arrays.centres.shape[0] + course, begun)
    keys, start_key = np.unique(key, return_inverse=True)
    entries.add(n_rows + start_key.astype(np.int64)[begin_of], first, 1.0)
    entries.add(n_rows + start_key.astype(np.int64), start, -1.0)
    n_rows += keys.shape[0]
    starting, start_row = np.unique(problem.centre_course[begun], return_inverse=True)
    entries.add(n_rows + start_row.astype(np.int64), start, 1.0)
    lower += [np.zeros(keys.shape[0]), np.full(starting.shape[0], -np.inf)]
    upper += [np.zeros(keys.shape[0]), np.ones(starting.shape[0])]
    n_rows += starting.shape[0]
    if admitted.shape[0]:
        entries.add(n_rows + np.searchsorted(admitted, beginning), y[overnight], 1.0)
        counted = n_rows + np.arange(admitted.shape[0])
        entries.add(counted, admission, -1.0)
        n_rows += admitted.shape[0]
        lower.append(np.zeros(admitted.shape[0]))
        upper.append(np.zeros(admitted.shape[0]))
    n_others = n_y + n_cells + n_begun + admitted.shape[0]
    stocks, n_lost = _add_precedence(relaxation, kept, entries, n_rows, n_x + n_others)
    n_stocks = stocks.shape[0]
    n_stock_rows = n_stocks + n_lost
    n_rows += n_stock_rows
    number = np.flatnonzero(keep) if keep is not None else np.arange(n_x)
    column_keys = [number, option, used, begun, admitted, stocks]
    row_keys = [resource, used, used, keys, starting, admitted, stocks, np.zeros(n_lost, dtype=np.int64)]
    lower.append(np.zeros(n_stock_rows))
    upper.append(np.zeros(n_stock_rows))
    if once:
        later = np.flatnonzero(kept.cycle != arrays.course_ptr[problem.cycle_course[kept.cycle]])
        cycles, once_row = np.unique(kept.cycle[later], return_inverse=True)
        entries.add(n_rows + once_row.astype(np.int64), later, 1.0)
        n_rows += cycles.shape[0]
        lower.append(np.full(cycles.shape[0], -np.inf))
        upper.append(np.ones(cycles.shape[0]))
        row_keys.append(cycles)
    n_columns = n_x + n_others + n_stocks
    padding = np.zeros(n_others + n_stocks)
    undone = problem.cycle_weight * np.maximum(0, arrays.n_days - arrays.cycles["due_day"])
    return DayModel(
        treatments=kept,
        option=option,
        option_cell=at_cell,
        upper=np.concatenate([np.ones(n_x), np.full(n_others + n_stocks, np.inf)]),
        in_window=np.concatenate([kept.in_window, padding]),
        saved_days=np.concatenate([kept.saved_days, padding]),
        saved_change=np.concatenate([kept.saved_change, padding]),
        undone_days=float(undone.sum()),
        undone_change=float(arrays.cycles["unserved_price"][arrays.cycles["promised"]].sum()),
        matrix=entries.matrix(n_rows, n_columns),
        row_lower=np.concatenate(lower),
        row_upper=np.concatenate(upper),
        resource=resource,
        column_key=np.concatenate([_keys(kind, key) for kind, key in enumerate(column_keys)]),
        row_key=np.concatenate([_keys(kind, key) for kind, key in enumerate(row_keys)]),
    )


def _keys(kind: int, key: I64) -> I64:
    return (kind << KEY_BITS) + key.astype(np.int64)


def _begun(relaxation: "Relaxation", centre: I64) -> I64:
    """Centres at which a course may begin, and those at which a course that may move may end."""
    problem = relaxation.problem
    arrays = problem.arrays
    begun = np.zeros(arrays.centres.shape[0] + 1, dtype=bool)
    begun[centre] = True
    course = np.unique(problem.centre_course[centre])
    course = course[arrays.courses["transfer"][course]].astype(np.int64)
    for moving in course:
        begun[arrays.centre_ptr[moving] : arrays.centre_ptr[moving + 1]] = True
    return np.flatnonzero(begun)


def _selected(treatments: Treatments, keep: Mask) -> Treatments:
    return Treatments(
        centre=treatments.centre[keep],
        cycle=treatments.cycle[keep],
        day=treatments.day[keep],
        chain=treatments.chain[keep],
        cell=treatments.cell[keep],
        in_window=treatments.in_window[keep],
        saved_days=treatments.saved_days[keep],
        saved_change=treatments.saved_change[keep],
    )


def _resource_rows(
    relaxation: "Relaxation",
    kept: Treatments,
    used: I64,
    at_cell: I64,
    option: I64,
    y: I64,
    mass: I64,
    begun: I64,
    start: I64,
    admitted: I64,
    admission: I64,
    *,
    drop_slack: bool,
) -> tuple[I64, _Triplets]:
    """Rows of resources: nights, days and sources on the counts, staff on the cells, tail on the starts.

    A row that all cycles together cannot fill is left out: each cycle counted once, with the most that it can use.
    """
    problem, cells, rows = relaxation.problem, relaxation.cells, relaxation.rows
    arrays = problem.arrays
    n_days = arrays.n_days
    cell = used[at_cell]
    day = cell % n_days
    use = _Triplets()
    of_cell: list[I64] = []
    source_row = rows.source_row[cells.source[option]].astype(np.int64)
    drawn = source_row >= 0
    use.add(source_row[drawn], y[drawn], cells.use[option][drawn])
    of_cell.append(at_cell[drawn])
    pool = cells.pool[option].astype(np.int64)
    stay, night = expand(day, np.minimum(day + cells.nights[option], n_days) - 1)
    use.add(rows.night + pool[stay] * n_days + night, y[stay], 1.0)
    of_cell.append(at_cell[stay])
    fills = cells.fills_day[option]
    use.add(rows.day + pool[fills] * n_days + day[fills], y[fills], 1.0)
    of_cell.append(at_cell[fills])
    site = arrays.pairs["site"][used // n_days].astype(np.int64)
    for role in range(arrays.n_roles):
        heads = cells.staff[used, role]
        busy = np.flatnonzero(heads > 0.0)
        use.add(
            rows.staff + (site[busy] * arrays.n_roles + role) * n_days + used[busy] % n_days, mass[busy], heads[busy]
        )
        of_cell.append(busy)
    row, column, value = np.concatenate(use.rows), np.concatenate(use.columns), np.concatenate(use.values)
    potential = np.full(rows.capacity.shape[0], np.inf)
    if drop_slack:
        potential[: rows.tail] = 0.0
        _add_potential(potential, row, np.concatenate(of_cell), value, kept, used, rows.capacity)
    at, load = expand(
        arrays.centres["tail_from"][begun].astype(np.int64), arrays.centres["tail_to"][begun].astype(np.int64) - 1
    )
    tail_row = rows.tail + arrays.centre_tails["row"][load].astype(np.int64)
    tail_load = arrays.centre_tails["load"][load].astype(np.float64)
    if drop_slack:
        potential[rows.tail : rows.run] = _most_by_course(
            tail_row - rows.tail, problem.centre_course[begun[at]], tail_load, rows.run - rows.tail
        )
    run, run_column, sign = _run_entries(relaxation, admitted, admission)
    row = np.concatenate([row, tail_row, rows.run + run])
    column = np.concatenate([column, start[at], run_column])
    value = np.concatenate([value, tail_load, sign])
    binds = (rows.capacity[row] < 1e12) & (potential[row] > rows.capacity[row] + 1e-9) & (value != 0.0)
    resource, compact = np.unique(row[binds], return_inverse=True)
    entries = _Triplets()
    entries.add(compact.astype(np.int64), column[binds], value[binds])
    return resource, entries


def _days_in_runs(relaxation: "Relaxation") -> tuple[I64, I64]:
    """The (pool, day) of every day of every run, as pool x n_days + day, and the number of the run."""
    runs = relaxation.rows.runs.astype(np.int64)
    run, day = expand(runs[:, 1], runs[:, 1] + runs[:, 2] - 1)
    return runs[run, 0] * relaxation.problem.arrays.n_days + day, run


def _run_entries(relaxation: "Relaxation", admitted: I64, admission: I64) -> tuple[I64, I64, F64]:
    """Each run as the sum of the admissions on its days."""
    key, run = _days_in_runs(relaxation)
    at = np.minimum(np.searchsorted(admitted, key), max(0, admitted.shape[0] - 1))
    found = admitted[at] == key if admitted.shape[0] else np.zeros(key.shape, dtype=bool)
    return run[found], admission[at[found]] if found.any() else run[found], np.ones(int(found.sum()))


def _most_by_course(row: I64, who: NDArray[np.integer], value: F64, n_rows: int) -> F64:
    """Sum over all who of the most that each can use of a row, shape (n_rows,)."""
    order = np.lexsort((-value, who, row))
    row, who, value = row[order], who[order], value[order]
    new = np.ones(row.shape[0], dtype=bool)
    new[1:] = (row[1:] != row[:-1]) | (who[1:] != who[:-1])
    return np.bincount(row[new], weights=np.maximum(value[new], 0.0), minlength=n_rows).astype(np.float64)


def _add_potential(
    potential: F64, row: I64, at_cell: I64, value: F64, kept: Treatments, used: I64, capacity: F64
) -> None:
    """Adds to each row the most that all cycles together can use of it."""
    # one entry a (row, cell): the dearest option
    key = row * used.shape[0] + at_cell
    order = np.lexsort((-value, key))
    key, value = key[order], value[order]
    new = np.ones(key.shape[0], dtype=bool)
    new[1:] = key[1:] != key[:-1]
    key, value = key[new], value[new]
    row, at_cell = key // used.shape[0], key % used.shape[0]
    by_cell = np.argsort(kept.cell, kind="stable")
    first = np.searchsorted(kept.cell[by_cell], used)
    last = np.searchsorted(kept.cell[by_cell], used, side="right") - 1
    # rows that even all treatments cannot fill need no closer look
    rough = np.bincount(row, weights=value * (last - first + 1)[at_cell], minlength=capacity.shape[0])
    look = rough[row] > capacity[row]
    row, at_cell, value = row[look], at_cell[look], value[look]
    entry, treatment = expand(first[at_cell], last[at_cell])
    potential[:] += _most_by_course(row[entry], kept.cycle[by_cell[treatment]], value[entry], capacity.shape[0])


def _add_precedence(
    relaxation: "Relaxation", kept: Treatments, entries: _Triplets, first_row: int, n_columns: int
) -> tuple[I64, int]:
    """Rows of the stocks between cycles, one a stock; returns the keys of the stocks, and how many rows have none.

    The maximum interval is a second stock, counted from the end, where the windows of two cycles let it bind. Courses
    that may change their centre have one stock for all centres together.
    """
    problem = relaxation.problem
    arrays = problem.arrays
    n_days = arrays.n_days
    course = problem.cycle_course[kept.cycle].astype(np.int64)
    # a group is a (cycle, centre), or the cycle alone where a transfer is allowed
    transfer = arrays.courses["transfer"][course]
    lane = np.where(transfer, arrays.centres.shape[0], kept.centre)
    group_of = kept.cycle * (arrays.centres.shape[0] + 1) + lane
    groups, group = np.unique(group_of, return_inverse=True)
    group = group.astype(np.int64)
    cycle = groups // (arrays.centres.shape[0] + 1)
    of_course = problem.cycle_course[cycle].astype(np.int64)
    later = np.flatnonzero(cycle > arrays.course_ptr[of_course])
    wanted = groups[later] - (arrays.centres.shape[0] + 1)
    before = np.searchsorted(groups, wanted)
    known = (before < groups.shape[0]) & (groups[np.minimum(before, groups.shape[0] - 1)] == wanted)
    low = np.full(groups.shape[0], n_days, dtype=np.int64)
    high = np.full(groups.shape[0], -1, dtype=np.int64)
    np.minimum.at(low, group, kept.day)
    np.maximum.at(high, group, kept.day)
    shortest = arrays.courses["min_days"][of_course].astype(np.int64)
    longest = np.minimum(arrays.courses["max_days"][of_course].astype(np.int64), 10**5)
    previous = np.full(groups.shape[0], -1, dtype=np.int64)
    previous[later[known]] = before[known]
    follower = np.full(groups.shape[0], -1, dtype=np.int64)
    follower[before[known]] = later[known]
    orphan = np.zeros(groups.shape[0], dtype=bool)
    orphan[later[~known]] = True
    # forward stock of each follower: rows for the days low..high of the follower
    row, column = first_row, n_columns
    base = np.full(groups.shape[0], -1, dtype=np.int64)
    has = previous >= 0
    length = np.where(has, high - low + 1, 0)
    base[has] = (np.cumsum(length) - length)[has]
    total = int(length.sum())
    stock_group, day = expand(np.where(has, low, 0), np.where(has, high, -1))
    index = base[stock_group] + day - low[stock_group]
    entries.add(row + index, column + index, -1.0)
    carried = day > low[stock_group]
    entries.add(row + index[carried], column + index[carried] - 1, 1.0)
    mine = np.flatnonzero(has[group])
    entries.add(row + base[group[mine]] + kept.day[mine] - low[group[mine]], mine, -1.0)
    to = follower[group]
    feeds = np.flatnonzero(to >= 0)
    arrival = np.maximum(kept.day[feeds] + shortest[group[feeds]], low[to[feeds]])
    in_time = arrival <= high[to[feeds]]
    entries.add(row + base[to[feeds]][in_time] + (arrival - low[to[feeds]])[in_time], feeds[in_time], 1.0)
    row, column = row + total, column + total
    keys = [groups[stock_group] * n_days + day]
    # backward stock, where the longest interval can bind
    binds = has & (low[np.maximum(previous, 0)] + longest < high)
    length = np.where(binds, high - low + 1, 0)
    base[:] = -1
    base[binds] = (np.cumsum(length) - length)[binds]
    total = int(length.sum())
    if total:
        stock_group, day = expand(np.where(binds, low, 0), np.where(binds, high, -1))
        index = base[stock_group] + day - low[stock_group]
        entries.add(row + index, column + index, -1.0)
        carried = day < high[stock_group]
        entries.add(row + index[carried], column + index[carried] + 1, 1.0)
        mine = np.flatnonzero(binds[group])
        entries.add(row + base[group[mine]] + kept.day[mine] - low[group[mine]], mine, -1.0)
        feeds = np.flatnonzero((to >= 0) & binds[np.maximum(to, 0)])
        arrival = np.minimum(kept.day[feeds] + longest[group[feeds]], high[to[feeds]])
        in_time = arrival >= low[to[feeds]]
        entries.add(row + base[to[feeds]][in_time] + (arrival - low[to[feeds]])[in_time], feeds[in_time], 1.0)
        row, column = row + total, column + total
        keys.append((1 << 44) + groups[stock_group] * n_days + day)
    # a later cycle without its predecessor in the model cannot be given
    lost = np.flatnonzero(orphan[group])
    if lost.size:
        entries.add(np.full(lost.shape[0], row, dtype=np.int64), lost, 1.0)
    return np.concatenate(keys), int(lost.size > 0)
