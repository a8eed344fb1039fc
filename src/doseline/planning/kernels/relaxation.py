"""The relaxation by days: which options exist, what they use, and what prices prove.

Rows of resources are numbered in six blocks: nights of pools, days of pools, sources, staff days, tail rows, runs of
days.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from doseline.planning.arrays import ADMINISTRATION, LONG_AGO, Arrays, Menu
from doseline.planning.kernels.compiling import kernel
from doseline.planning.kernels.placement import find_end, last_night_day

__all__ = ["NEVER", "Cells", "Rows", "ascend", "cells_of", "price_cells", "price_runs", "runs_of", "use_runs"]

NEVER = 10**9
"""Step that no stay reaches."""

FLOOR_SCALE = 10.0
"""Weighted cycles in window that count as one unit of the floor's row."""

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
def price_runs(rows: Rows, price: np.ndarray, run_price: np.ndarray) -> None:
    """What a stay past midnight that begins on a day pays for the runs of its pool."""
    run_price[:] = 0.0
    for k in range(rows.runs.shape[0]):
        value = price[rows.run + k]
        if value > 0.0:
            for day in range(rows.runs[k, 1], rows.runs[k, 1] + rows.runs[k, 2]):
                run_price[rows.runs[k, 0], day] += value


@kernel
def use_runs(rows: Rows, nights: np.ndarray, use: np.ndarray) -> None:
    """Adds the stays past midnight that begin on each day to the runs they belong to."""
    for k in range(rows.runs.shape[0]):
        total = 0.0
        for day in range(rows.runs[k, 1], rows.runs[k, 1] + rows.runs[k, 2]):
            total += nights[rows.runs[k, 0], day]
        use[rows.run + k] += total


@kernel
def price_cells(
    arrays: Arrays,
    cells: Cells,
    rows: Rows,
    price: np.ndarray,
    run_price: np.ndarray,
    turn: int,
    cell_price: np.ndarray,
    cell_best: np.ndarray,
) -> None:
    """Cheapest option of every pair and day at given prices; infinite where there is none.

    ``turn`` says where to begin: options of one price are then chosen in turn, and not always the first.
    """
    n_days = arrays.n_days
    for cell in range(cells.ptr.shape[0] - 1):
        best = np.inf
        best_at = -1
        day = cell % n_days
        count = cells.ptr[cell + 1] - cells.ptr[cell]
        for k in range(count):
            at = cells.ptr[cell] + (k + turn + cell) % count
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
            if value < best:
                best = value
                best_at = at
        if best_at >= 0:
            site = arrays.pairs[cell // n_days].site
            for role in range(arrays.n_roles):
                if cells.staff[cell, role] > 0.0:
                    best += price[rows.staff + (site * arrays.n_roles + role) * n_days + day] * cells.staff[cell, role]
        cell_price[cell // n_days, day] = best
        cell_best[cell // n_days, day] = best_at


@kernel
def _cycle_cost(arrays: Arrays, cycle: int, weight: int, day: int, reward: float, lateness: float) -> float:
    cost = lateness * weight * max(0, day - arrays.cycles[cycle].due_day)
    if day <= arrays.cycles[cycle].window_day:
        cost -= reward * weight
    return cost


@kernel
def _best_schedule(
    arrays: Arrays,
    cell_price: np.ndarray,
    tail_price: np.ndarray,
    course: int,
    centre: int,
    reward: float,
    lateness: float,
    value: np.ndarray,
    follow: np.ndarray,
    merged: bool,
    turn: int,
) -> float:
    """Cheapest schedule of a course at a centre (or over all its centres, ``merged``); chosen days by ``follow``.

    ``value[j, day]`` is the cost of cycles j.. when cycle j is given on the day; ``follow[j, day]`` the day of cycle j
    + 1 (-1: it is not given). Returns the cost over not giving any cycle at all being 0 plus what stays undone.
    """
    first_cycle, last_cycle = arrays.course_ptr[course], arrays.course_ptr[course + 1]
    weight = arrays.courses[course].weight
    n = last_cycle - first_cycle
    n_days = arrays.n_days
    pinned_last = -1
    for cycle in range(first_cycle, last_cycle):
        if arrays.cycles[cycle].pinned:
            pinned_last = cycle - first_cycle
    undone = 0.0
    for j in range(n - 1, -1, -1):
        cycle = first_cycle + j
        begin, finish = arrays.cycles[cycle].first_day, min(arrays.cycles[cycle].last_day, n_days - 1)
        next_begin, next_finish = 1, 0
        if j + 1 < n:
            next_begin = arrays.cycles[cycle + 1].first_day
            next_finish = min(arrays.cycles[cycle + 1].last_day, n_days - 1)
        for day in range(begin, finish + 1):
            if merged:
                cheapest = np.inf
                for c in range(arrays.centre_ptr[course], arrays.centre_ptr[course + 1]):
                    cheapest = min(cheapest, cell_price[arrays.centre_pair[arrays.centres[c].pair_from + j], day])
            else:
                cheapest = cell_price[arrays.centre_pair[arrays.centres[centre].pair_from + j], day]
            if cheapest == np.inf:
                value[j, day] = np.inf
                continue
            cost = cheapest + _cycle_cost(arrays, cycle, weight, day, reward, lateness)
            after = undone if j >= pinned_last else np.inf
            choice = -1
            low = max(next_begin, day + arrays.courses[course].min_days)
            high = min(next_finish, day + arrays.courses[course].max_days)
            width = high + 1 - low
            for k in range(width):
                other = low + (k + turn) % width
                if value[j + 1, other] < after:
                    after = value[j + 1, other]
                    choice = other
            value[j, day] = cost + after
            follow[j, day] = choice
        undone += lateness * weight * max(0, n_days - arrays.cycles[cycle].due_day)
    best = undone if pinned_last < 0 else np.inf
    choice = -1
    extra = 0.0
    if merged:
        extra = np.inf
        for c in range(arrays.centre_ptr[course], arrays.centre_ptr[course + 1]):
            extra = min(extra, tail_price[c])
    else:
        extra = tail_price[centre]
    begin = max(arrays.cycles[first_cycle].first_day, 0)
    finish = min(arrays.cycles[first_cycle].last_day, n_days - 1)
    previous = arrays.courses[course].previous_day
    if previous > LONG_AGO:
        begin = max(begin, previous + arrays.courses[course].min_days)
        finish = min(finish, previous + arrays.courses[course].max_days)
    width = finish + 1 - begin
    for k in range(width):
        day = begin + (k + turn) % width
        if value[0, day] + extra < best:
            best = value[0, day] + extra
            choice = day
    follow[n, 0] = choice
    return best


@kernel
def ascend(
    arrays: Arrays,
    cells: Cells,
    rows: Rows,
    price: np.ndarray,
    reward: float,
    lateness: float,
    floor_value: float,
    target: float,
    iterations: int,
    best_price: np.ndarray,
    cell_price: np.ndarray,
    centre_price: np.ndarray,
    smooth: np.ndarray,
    memo: np.ndarray,
    patience: int,
    memory: float,
) -> None:
    """Subgradient ascent with a heavy ball on the Lagrangian dual of the relaxation, as a minimisation of cost.

    Costs: ``-reward`` for a weighted cycle in window, ``lateness`` for a weighted day late; with ``floor_value`` > 0
    the plan must reach that much L1, at a price of its own. Each step goes along a fading sum of the violations of the
    rows (in units of what one option uses), as far as Polyak's rule says: ``theta (target - dual) / norm``; ``theta``
    falls when ``patience`` steps bring nothing.

    Parameters
    ----------
    price, smooth : prices and direction, moved in place, shape (n_rows,)
    target : cost of the plan at hand
    best_price : receives the best prices met and, last, the price of the floor, shape (n_rows + 1,)
    cell_price, centre_price : receive the prices of pairs and days and the cost of centres at the last prices
    memo : theta, steps without progress, price of the floor, its direction, best dual value (a lower bound of cost),
        turn of the choices among equals; kept between calls
    """
    n_courses = arrays.course_ptr.shape[0] - 1
    n_rows = rows.capacity.shape[0]
    n_days = arrays.n_days
    cell_best = np.empty(cell_price.shape, dtype=np.int64)
    tail_price = np.zeros(arrays.centres.shape[0])
    most = 1
    for course in range(n_courses):
        most = max(most, arrays.course_ptr[course + 1] - arrays.course_ptr[course])
    value = np.full((most + 1, n_days), np.inf)
    follow = np.full((most + 1, n_days), -1, dtype=np.int32)
    keep = np.full((most + 1, n_days), -1, dtype=np.int32)
    use = np.empty(n_rows)
    run_price = np.zeros((rows.n_pools, n_days))
    started = np.zeros((rows.n_pools, n_days))
    theta, stalled, mu, smooth_mu, best_dual = memo[0], memo[1], memo[2], memo[3], memo[4]
    turn = int(memo[5])
    for _ in range(iterations):
        turn = (turn * 75 + 74) % 65537
        price_runs(rows, price, run_price)
        price_cells(arrays, cells, rows, price, run_price, turn, cell_price, cell_best)
        started[:] = 0.0
        for centre in range(tail_price.shape[0]):
            total = 0.0
            for k in range(arrays.centres[centre].tail_from, arrays.centres[centre].tail_to):
                load = arrays.centre_tails[k].load
                total += price[rows.tail + arrays.centre_tails[k].row] * load
            tail_price[centre] = total
        use[:] = 0.0
        dual = 0.0
        reached = 0.0
        gain = reward + mu
        for course in range(n_courses):
            n = arrays.course_ptr[course + 1] - arrays.course_ptr[course]
            merged = arrays.courses[course].transfer and arrays.centre_ptr[course + 1] - arrays.centre_ptr[course] > 1
            weight = arrays.courses[course].weight
            best = 0.0
            for j in range(n):
                best += lateness * weight * max(0, n_days - arrays.cycles[arrays.course_ptr[course] + j].due_day)
            best_centre = -1
            undone = best
            first, last = arrays.centre_ptr[course], arrays.centre_ptr[course + 1]
            if merged:
                last = first + 1
            pinned = False
            for cycle in range(arrays.course_ptr[course], arrays.course_ptr[course + 1]):
                if arrays.cycles[cycle].pinned:
                    pinned = True
            if pinned:
                best = np.inf
            for c in range(last - first):
                centre = first + (c + turn + course) % (last - first)
                cost = _best_schedule(
                    arrays,
                    cell_price,
                    tail_price,
                    course,
                    centre,
                    gain,
                    lateness,
                    value,
                    follow,
                    merged,
                    turn + 31 * course,
                )
                centre_price[centre] = min(cost, 1e9) - undone
                if merged:
                    for other in range(first, arrays.centre_ptr[course + 1]):
                        centre_price[other] = centre_price[centre]
                if cost < best:
                    best = cost
                    best_centre = centre
                    keep[:, :] = follow
            if best == np.inf:
                best = undone
            dual += best
            if best_centre < 0:
                continue
            day = keep[n, 0]
            if day < 0:
                continue
            for k in range(arrays.centres[best_centre].tail_from, arrays.centres[best_centre].tail_to):
                use[rows.tail + arrays.centre_tails[k].row] += arrays.centre_tails[k].load
            j = 0
            while day >= 0:
                cycle = arrays.course_ptr[course] + j
                if day <= arrays.cycles[cycle].window_day:
                    reached += weight
                centre = best_centre
                if merged:
                    for c in range(arrays.centre_ptr[course], arrays.centre_ptr[course + 1]):
                        if (
                            cell_price[arrays.centre_pair[arrays.centres[c].pair_from + j], day]
                            < cell_price[arrays.centre_pair[arrays.centres[centre].pair_from + j], day]
                        ):
                            centre = c
                pair = arrays.centre_pair[arrays.centres[centre].pair_from + j]
                at = cell_best[pair, day]
                row = rows.source_row[cells.source[at]]
                if row >= 0:
                    use[row] += cells.use[at]
                pool = cells.pool[at]
                for night in range(day, min(day + cells.nights[at], n_days)):
                    use[rows.night + pool * n_days + night] += 1.0
                if cells.nights[at] >= 1:
                    started[pool, day] += 1.0
                if cells.fills_day[at]:
                    use[rows.day + pool * n_days + day] += 1.0
                site = arrays.pairs[pair].site
                for role in range(arrays.n_roles):
                    if cells.staff[pair * n_days + day, role] > 0.0:
                        staff_row = rows.staff + (site * arrays.n_roles + role) * n_days + day
                        use[staff_row] += cells.staff[pair * n_days + day, role]
                day = keep[j, day] if j + 1 < n else -1
                j += 1
        use_runs(rows, started, use)
        dual += mu * floor_value
        for row in range(n_rows):
            if price[row] > 0.0:
                dual -= price[row] * rows.capacity[row]
        if dual > best_dual + 1e-9:
            if dual > best_dual + 1e-4 * max(1.0, abs(best_dual)):
                stalled = 0.0
            best_dual = dual
            best_price[:n_rows] = price
            best_price[n_rows] = mu
        else:
            stalled += 1.0
        if stalled >= patience:
            theta *= 0.75
            stalled = 0.0
            if theta < 1e-5:
                break
        norm = 0.0
        for row in range(n_rows):
            slope = (use[row] - rows.capacity[row]) / rows.scale[row]
            if price[row] <= 0.0 and slope < 0.0:
                smooth[row] = 0.0
                continue
            smooth[row] = slope + memory * smooth[row]
            norm += smooth[row] * smooth[row]
        if floor_value > 0.0:
            slope_mu = (floor_value - reached) / FLOOR_SCALE
            if mu <= 0.0 and slope_mu < 0.0:
                smooth_mu = 0.0
            else:
                smooth_mu = slope_mu + memory * smooth_mu
                norm += smooth_mu * smooth_mu
        if norm <= 1e-12:
            break
        length = theta * max(target - dual, 1e-3 * max(1.0, abs(target))) / norm
        for row in range(n_rows):
            if smooth[row] != 0.0:
                price[row] = max(0.0, price[row] + length * smooth[row] / rows.scale[row])
        if floor_value > 0.0:
            mu = max(0.0, mu + length * smooth_mu / FLOOR_SCALE)
    memo[0], memo[1], memo[2], memo[3], memo[4] = theta, stalled, mu, smooth_mu, best_dual
    memo[5] = turn
