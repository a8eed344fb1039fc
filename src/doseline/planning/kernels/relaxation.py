"""The relaxation by days: which options exist, what they use, and what choices cost at prices.

Rows of resources are numbered in six blocks: nights of pools, days of pools, sources, staff days, tail rows, runs of
days.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from doseline.planning.arrays import ADMINISTRATION, Arrays, Menu
from doseline.planning.kernels.compiling import kernel
from doseline.planning.kernels.days import turn_span
from doseline.planning.kernels.placement import find_end, last_night_day

__all__ = ["NEVER", "Cells", "Rows", "cells_of", "price_choices", "runs_of"]

NEVER = 10**9
"""Step that no stay reaches."""

FORBIDDEN = 1e9
"""Cost of a course at a centre that cannot give it."""

MBQ_PER_UNIT = 1000.0
"""Activity rows are counted in GBq, so that prices of all rows are of one size."""


class Rows(NamedTuple):
    """Where the blocks of rows begin, and the capacities."""

    night: int
    day: int
    source: int
    staff: int
    tail: int
    run: int
    n_pools: int
    capacity: NDArray[np.float64]
    source_row: NDArray[np.int32]  # row of each source, -1: none
    scale: NDArray[np.float64]  # typical use of a row by one option
    runs: NDArray[np.int32]  # (n_runs, 4) pool, first day, days, most stays in one place


class Cells(NamedTuple):
    """Options of each pair and day: ``ptr`` has shape (n_pairs * n_days + 1,)."""

    ptr: NDArray[np.int64]
    pool: NDArray[np.int32]
    source: NDArray[np.int32]
    nights: NDArray[np.int32]
    fills_day: NDArray[np.bool_]
    use: NDArray[np.float64]  # of the source's row
    staff: NDArray[np.float64]  # (n_pairs * n_days, n_roles) head-minutes


@kernel
def _place_allows(arrays: Arrays, busy_until: np.ndarray, place: int, start: int, end: int, nuclide: int) -> bool:
    clean = min(end + arrays.places[place].clean_steps, arrays.place_occupied.shape[1])
    if start <= busy_until[place]:
        for at in range(start, clean):
            if arrays.place_occupied[place, at] != 0 or (at < end and arrays.place_closed[place, at]):
                return False
    if arrays.places[place].one_nuclide:
        for k in range(arrays.places[place].peer_from, arrays.places[place].peer_to):
            other = arrays.peer[k]
            if start <= busy_until[other]:
                for at in range(start, end):
                    there = arrays.place_occupied[other, at]
                    if there > 1 and (there - 2) // 2 != nuclide:
                        return False
    return True


@kernel
def cells_of(
    arrays: Arrays,
    menu: Menu,
    n_pools: int,
    pool_clean: np.ndarray,
    wanted: np.ndarray,
    cells: Cells,
    cleaned: np.ndarray,
) -> None:
    """Writes the options of every pair and day that is wanted into ``cells``.

    These have room for one option for each entry of the menu and each place of the site. ``cleaned[pool, step]``
    receives the earliest end of cleaning of a stay past midnight that is admitted at a step.
    """
    n_pairs = arrays.pairs.shape[0]
    busy_until = np.full(arrays.places.shape[0], -1, dtype=np.int64)
    for place in range(arrays.places.shape[0]):
        for at in range(arrays.place_occupied.shape[1] - 1, -1, -1):
            if arrays.place_occupied[place, at] != 0 or arrays.place_closed[place, at]:
                busy_until[place] = at
                break
    no_use = np.zeros((arrays.heads.shape[0], arrays.heads.shape[1]), dtype=np.int16)
    longest = 0
    for day in range(arrays.n_days):
        longest = max(longest, arrays.day_first_step[day + 1] - arrays.day_first_step[day])
    allowed = np.zeros((n_pools, longest), dtype=np.bool_)
    end_of, last_day = np.zeros((2, longest), dtype=np.int64)
    at = np.int64(0)
    for pair in range(n_pairs):
        site = arrays.pairs[pair].site
        product = arrays.pairs[pair].product
        nuclide = arrays.pairs[pair].nuclide
        lead = arrays.pairs[pair].lead_steps
        stay = arrays.pairs[pair].stay_steps
        for day in range(arrays.n_days):
            cell = pair * arrays.n_days + day
            cells.ptr[cell + 1] = at
            if not wanted[pair, day]:
                continue
            first_entry, last_entry = menu.ptr[cell], menu.ptr[cell + 1]
            if first_entry == last_entry:
                continue
            base = arrays.day_first_step[day]
            begin = max(arrays.site_days[site, day].opens, base) + lead
            finish = min(arrays.site_days[site, day].closes, arrays.day_first_step[day + 1] - 1)
            place_first, place_last = arrays.place_ptr[site], arrays.place_ptr[site + 1]
            if arrays.pairs[pair].fixed_step >= 0:
                fixed = arrays.pairs[pair].fixed_step
                begin, finish = max(begin, fixed), min(finish, fixed)
                place_first = arrays.pairs[pair].fixed_place
                place_last = place_first + 1
            low = menu.entries[first_entry].first_step
            high = menu.entries[first_entry].last_step
            for entry in range(first_entry, last_entry):
                low = min(low, menu.entries[entry].first_step)
                high = max(high, menu.entries[entry].last_step)
            begin, finish = max(begin, low), min(finish, high)
            for place in range(place_first, place_last):
                allowed[arrays.places[place].pool, :] = False
            for step in range(begin, finish + 1):
                end_of[step - base] = -1
                if step + stay >= arrays.leave_next.shape[1]:
                    continue
                end = find_end(arrays, no_use, site, product, step, step + stay)
                if end < 0:
                    continue
                until = last_night_day(arrays, end)
                if until > day and arrays.site_days[site, until].uncovered > arrays.site_days[site, day].uncovered:
                    continue
                end_of[step - base], last_day[step - base] = end, until
                for place in range(place_first, place_last):
                    pool = arrays.places[place].pool
                    if allowed[pool, step - base] or not arrays.place_nuclide_ok[place, nuclide]:
                        continue
                    if until > day and not arrays.places[place].overnight:
                        continue
                    if not arrays.places_matter or _place_allows(arrays, busy_until, place, step - lead, end, nuclide):
                        allowed[pool, step - base] = True
            seen_pool = -1
            for place in range(place_first, place_last):
                pool = arrays.places[place].pool
                if pool == seen_pool:
                    continue
                again = False
                for other in range(place_first, place):
                    if arrays.places[other].pool == pool:
                        again = True
                seen_pool = pool
                if again:
                    continue
                for entry in range(first_entry, last_entry):
                    source = arrays.routes[menu.entries[entry].route].source
                    repeated = False
                    low_entry, high_entry = menu.entries[entry].first_step, menu.entries[entry].last_step
                    for other in range(first_entry, last_entry):
                        if other != entry and arrays.routes[menu.entries[other].route].source == source:
                            if other < entry:
                                repeated = True
                            low_entry = min(low_entry, menu.entries[other].first_step)
                            high_entry = max(high_entry, menu.entries[other].last_step)
                    if repeated:
                        continue
                    nights, most, shortest = 10**6, -1, 10**6
                    for step in range(max(begin, low_entry), min(finish, high_entry) + 1):
                        if end_of[step - base] >= 0 and allowed[pool, step - base]:
                            n = last_day[step - base] - day
                            nights, most = min(nights, n), max(most, n)
                            shortest = min(shortest, end_of[step - base] - (step - lead))
                    if most < 0:
                        continue
                    clean = pool_clean[pool]
                    if nights >= 1:
                        for step in range(max(begin, low_entry), min(finish, high_entry) + 1):
                            if end_of[step - base] >= 0 and allowed[pool, step - base]:
                                free = end_of[step - base] + clean
                                cleaned[pool, step - lead] = min(cleaned[pool, step - lead], free)
                    span = arrays.site_days[site, day].leaves - arrays.site_days[site, day].opens
                    kind = arrays.sources[source].kind
                    cells.pool[at] = pool
                    cells.source[at] = source
                    cells.nights[at] = nights
                    cells.fills_day[at] = most == 0 and 2 * (shortest + clean) > span + clean
                    cells.use[at] = 1.0 if kind < 2 else menu.entries[entry].at_calibration_mbq / MBQ_PER_UNIT
                    at += 1
            cells.ptr[cell + 1] = at
            asks = site * arrays.n_products + product
            for task in range(arrays.task_ptr[asks], arrays.task_ptr[asks + 1]):
                # only roles have rows; competences and devices decide which options there are
                if arrays.tasks[task].anchor != ADMINISTRATION or arrays.tasks[task].row >= arrays.n_roles:
                    continue
                if (
                    begin + arrays.tasks[task].begin >= base
                    and finish + arrays.tasks[task].finish <= arrays.day_first_step[day + 1]
                ):
                    cells.staff[cell, arrays.tasks[task].row] += arrays.tasks[task].heads * (
                        arrays.tasks[task].finish - arrays.tasks[task].begin
                    )


@kernel
def _longest_chain(cleaned: np.ndarray, pool: int, first: int, last: int, soonest: np.ndarray) -> int:
    """Most stays one after another in one place, all admitted at steps of ``first .. last - 1``."""
    soonest[last - first] = NEVER
    for step in range(last - 1, first - 1, -1):
        soonest[step - first] = min(soonest[step - first + 1], cleaned[pool, step])
    count = 0
    at = first
    while at < last:
        free = soonest[at - first]
        if free >= NEVER:
            break
        count += 1
        at = free
    return count


@kernel
def runs_of(arrays: Arrays, cleaned: np.ndarray, longest_run: int, runs: np.ndarray) -> int:
    """Writes the runs (pool, first day, days, most stays) that say more than shorter ones; returns how many."""
    count = 0
    n_days = arrays.n_days
    soonest = np.empty(arrays.day_first_step[n_days] + 2, dtype=np.int64)
    most = np.zeros((n_days, longest_run + 1), dtype=np.int64)
    for pool in range(cleaned.shape[0]):
        for days in range(1, longest_run + 1):
            for first in range(n_days - days + 1):
                begin, end = arrays.day_first_step[first], arrays.day_first_step[first + days]
                chain = _longest_chain(cleaned, pool, begin, end, soonest)
                most[first, days] = chain
                if days == 1:
                    continue
                implied = 10**6
                for split in range(1, days):
                    implied = min(implied, most[first, split] + most[first + split, days - split])
                if chain < implied:
                    if count < runs.shape[0]:
                        runs[count, 0], runs[count, 1], runs[count, 2], runs[count, 3] = pool, first, days, chain
                    count += 1
    return count


@kernel
def _price_runs(rows: Rows, price: np.ndarray, run_price: np.ndarray) -> None:
    """What a stay past midnight that begins on a day pays for the runs of its pool."""
    run_price[:] = 0.0
    for k in range(rows.runs.shape[0]):
        value = price[rows.run + k]
        if value > 0.0:
            for day in range(rows.runs[k, 1], rows.runs[k, 1] + rows.runs[k, 2]):
                run_price[rows.runs[k, 0], day] += value


@kernel
def _price_cells(
    arrays: Arrays, cells: Cells, rows: Rows, price: np.ndarray, run_price: np.ndarray, cell_price: np.ndarray
) -> None:
    """Cheapest option of every pair and day at given prices, with its staff; infinite where there is none."""
    n_days = arrays.n_days
    for cell in range(cells.ptr.shape[0] - 1):
        best = np.inf
        day = cell % n_days
        for at in range(cells.ptr[cell], cells.ptr[cell + 1]):
            best = min(best, _option_price(rows, cells, price, run_price, at, day, n_days))
        cell_price[cell // n_days, day] = best + _staff_price(arrays, cells, rows, price, cell)


@kernel
def _option_price(
    rows: Rows, cells: Cells, price: np.ndarray, run_price: np.ndarray, at: int, day: int, n_days: int
) -> float:
    """What an option of a cell pays on a day, without staff."""
    value = 0.0
    row = rows.source_row[cells.source[at]]
    if row >= 0:
        value = price[row] * cells.use[at]
    pool = cells.pool[at]
    for night in range(day, min(day + cells.nights[at], n_days)):
        value += price[rows.night + pool * n_days + night]
    if cells.nights[at] >= 1:
        value += run_price[pool, day]
    if cells.fills_day[at]:
        value += price[rows.day + pool * n_days + day]
    return value


@kernel
def _staff_price(arrays: Arrays, cells: Cells, rows: Rows, price: np.ndarray, cell: int) -> float:
    """What the staff of a cell costs."""
    value = 0.0
    site = arrays.pairs[cell // arrays.n_days].site
    for role in range(arrays.n_roles):
        if cells.staff[cell, role] > 0.0:
            row = rows.staff + (site * arrays.n_roles + role) * arrays.n_days + cell % arrays.n_days
            value += price[row] * cells.staff[cell, role]
    return value


@kernel
def _tail_price(arrays: Arrays, rows: Rows, price: np.ndarray, centre: int) -> float:
    """What a course that ends at a centre pays for the weeks after the horizon."""
    value = 0.0
    for k in range(arrays.centres[centre].tail_from, arrays.centres[centre].tail_to):
        value += price[rows.tail + arrays.centre_tails[k].row] * arrays.centre_tails[k].load
    return value


@kernel
def price_choices(
    arrays: Arrays,
    cells: Cells,
    rows: Rows,
    price: np.ndarray,
    reward: float,
    cell_price: np.ndarray,
    centre_price: np.ndarray,
) -> None:
    """What choices cost at prices: the cheapest option of every pair and day, and a whole course at every centre.

    Costs are days late by weight, less ``reward`` for a weighted cycle in window; of a course they count over not
    giving any of its cycles, and are none where that is cheapest.

    Parameters
    ----------
    cell_price : receives the first, shape (n_pairs, n_days); infinite where there is no option
    centre_price : receives the second, shape (n_centres,)
    """
    run_price = np.zeros((rows.n_pools, arrays.n_days))
    _price_runs(rows, price, run_price)
    _price_cells(arrays, cells, rows, price, run_price, cell_price)
    most = 1
    for course in range(arrays.course_ptr.shape[0] - 1):
        most = max(most, arrays.course_ptr[course + 1] - arrays.course_ptr[course])
    value = np.empty((most + 1, arrays.n_days))
    for course in range(arrays.course_ptr.shape[0] - 1):
        first, last = arrays.centre_ptr[course], arrays.centre_ptr[course + 1]
        merged = arrays.courses[course].transfer and last - first > 1
        none = 0.0
        for cycle in range(arrays.course_ptr[course], arrays.course_ptr[course + 1]):
            if arrays.cycles[cycle].pinned:
                none = FORBIDDEN
        cheapest, cost = none, np.inf
        for centre in range(first, last):
            if centre == first or not merged:
                cost = _cheapest_schedule(arrays, cell_price, course, centre, reward, value, merged)
            centre_price[centre] = min(cost + _tail_price(arrays, rows, price, centre), none)
            cheapest = min(cheapest, centre_price[centre])
        if merged:
            for centre in range(first, last):
                centre_price[centre] = cheapest


@kernel
def _cheapest_schedule(
    arrays: Arrays,
    cell_price: np.ndarray,
    course: int,
    centre: int,
    reward: float,
    value: np.ndarray,
    merged: bool,
) -> float:
    """Cheapest schedule of a course at a centre (or over all its centres, ``merged``) over giving none of its cycles.

    ``value[j, day]`` is the cost of cycles j.. when cycle j is given on the day.
    """
    first_cycle, last_cycle = arrays.course_ptr[course], arrays.course_ptr[course + 1]
    weight = arrays.courses[course].weight
    n = last_cycle - first_cycle
    pinned_last = -1
    for cycle in range(first_cycle, last_cycle):
        if arrays.cycles[cycle].pinned:
            pinned_last = cycle - first_cycle
    undone = 0.0
    best = np.inf
    for j in range(n - 1, -1, -1):
        cycle = first_cycle + j
        begin, finish = turn_span(arrays, course, j)
        next_begin, next_finish = 1, 0
        if j + 1 < n:
            next_begin, next_finish = turn_span(arrays, course, j + 1)
        best = np.inf
        for day in range(begin, finish + 1):
            value[j, day] = np.inf
            cheapest = cell_price[arrays.centre_pair[arrays.centres[centre].pair_from + j], day]
            if merged:
                for c in range(arrays.centre_ptr[course], arrays.centre_ptr[course + 1]):
                    cheapest = min(cheapest, cell_price[arrays.centre_pair[arrays.centres[c].pair_from + j], day])
            if cheapest == np.inf:
                continue
            after = undone if j >= pinned_last else np.inf
            low = max(next_begin, day + arrays.courses[course].min_days)
            high = min(next_finish, day + arrays.courses[course].max_days)
            for other in range(low, high + 1):
                after = min(after, value[j + 1, other])
            value[j, day] = cheapest + after + weight * max(0, day - arrays.cycles[cycle].due_day)
            if day <= arrays.cycles[cycle].window_day:
                value[j, day] -= reward * weight
            best = min(best, value[j, day])
        undone += weight * max(0, arrays.n_days - arrays.cycles[cycle].due_day)
    return best - undone
