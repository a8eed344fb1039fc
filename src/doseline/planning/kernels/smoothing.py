"""Prices by smoothing: the relaxation with every choice softened, so that rows answer to their prices without jumps.

With a temperature ``t`` each minimum over choices becomes ``-t log sum exp(-cost / t)``, and every choice has a share.
A row used more than its capacity gets dearer by ``t log(use / capacity)`` (the step that would settle it if it stood
alone, damped because choices use several rows). Cooling ``t`` leads to prices near the best ones; the bound is then
taken with hard minima (kernels.relaxation), so nothing proven depends on the smoothing.
"""

import numpy as np

from doseline.planning.arrays import LONG_AGO, Arrays
from doseline.planning.kernels.compiling import kernel
from doseline.planning.kernels.relaxation import Cells, Rows, price_runs, use_runs

__all__ = ["soften"]

NOT_GIVEN = 1e18
SLACK = 1e-3
"""Added to use and capacity, so that closed rows have finite steps."""


@kernel
def _soft_cells(
    arrays: Arrays,
    cells: Cells,
    rows: Rows,
    price: np.ndarray,
    run_price: np.ndarray,
    heat: float,
    cell_price: np.ndarray,
    share: np.ndarray,
) -> None:
    """Soft price of every pair and day, and the share of each option in it."""
    n_days = arrays.n_days
    for cell in range(cells.ptr.shape[0] - 1):
        first, last = cells.ptr[cell], cells.ptr[cell + 1]
        day = cell % n_days
        if first == last:
            cell_price[cell // n_days, day] = NOT_GIVEN
            continue
        least = np.inf
        for at in range(first, last):
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
            share[at] = value
            least = min(least, value)
        total = 0.0
        for at in range(first, last):
            weight = np.exp(-(share[at] - least) / heat) if share[at] - least < 30.0 * heat else 0.0
            share[at] = weight
            total += weight
        for at in range(first, last):
            share[at] /= total
        value = least - heat * np.log(total)
        site = arrays.pairs[cell // n_days].site
        for role in range(arrays.n_roles):
            if cells.staff[cell, role] > 0.0:
                value += price[rows.staff + (site * arrays.n_roles + role) * n_days + day] * cells.staff[cell, role]
        cell_price[cell // n_days, day] = value


@kernel
def _spread_use(
    arrays: Arrays,
    cells: Cells,
    rows: Rows,
    share: np.ndarray,
    mass: np.ndarray,
    started: np.ndarray,
    use: np.ndarray,
) -> None:
    """Adds what the mass of every pair and day uses of each row."""
    n_days = arrays.n_days
    for cell in range(cells.ptr.shape[0] - 1):
        day = cell % n_days
        here = mass[cell // n_days, day]
        if here < 1e-9:
            continue
        for at in range(cells.ptr[cell], cells.ptr[cell + 1]):
            part = here * share[at]
            if part < 1e-9:
                continue
            row = rows.source_row[cells.source[at]]
            if row >= 0:
                use[row] += part * cells.use[at]
            pool = cells.pool[at]
            for night in range(day, min(day + cells.nights[at], n_days)):
                use[rows.night + pool * n_days + night] += part
            if cells.nights[at] >= 1:
                started[pool, day] += part
            if cells.fills_day[at]:
                use[rows.day + pool * n_days + day] += part
        site = arrays.pairs[cell // n_days].site
        for role in range(arrays.n_roles):
            if cells.staff[cell, role] > 0.0:
                row = rows.staff + (site * arrays.n_roles + role) * n_days + day
                use[row] += here * cells.staff[cell, role]


@kernel
def soften(
    arrays: Arrays,
    cells: Cells,
    rows: Rows,
    price: np.ndarray,
    reward: float,
    lateness: float,
    floor_value: float,
    floor_price: float,
    heat: float,
    damping: float,
    iterations: int,
    cell_price: np.ndarray,
) -> float:
    """Moves prices towards the best ones at a temperature; returns the price of the floor.

    Costs are those of ``kernels.relaxation.ascend``: ``-reward`` for a weighted cycle in window, ``lateness`` for a
    weighted day late; with ``floor_value`` > 0 the plan must reach that much L1, at ``floor_price``.
    """
    n_courses = arrays.course_ptr.shape[0] - 1
    n_rows = rows.capacity.shape[0]
    n_days = arrays.n_days
    share = np.empty(cells.pool.shape[0])
    mass = np.empty(cell_price.shape)
    use = np.empty(n_rows)
    run_price = np.zeros((rows.n_pools, n_days))
    started = np.zeros((rows.n_pools, n_days))
    most_cycles = 1
    most_centres = 1
    for course in range(n_courses):
        most_cycles = max(most_cycles, arrays.course_ptr[course + 1] - arrays.course_ptr[course])
        most_centres = max(most_centres, arrays.centre_ptr[course + 1] - arrays.centre_ptr[course])
    # soft cost of giving cycle j on a day and going on, and of what follows alone
    value = np.empty((most_centres, most_cycles + 1, n_days))
    follow = np.empty((most_centres, most_cycles + 1, n_days))
    undone = np.empty(most_cycles + 1)
    running = np.empty(n_days + 1)
    here = np.empty(n_days)
    after = np.empty(n_days)
    for _ in range(iterations):
        price_runs(rows, price, run_price)
        _soft_cells(arrays, cells, rows, price, run_price, heat, cell_price, share)
        started[:] = 0.0
        mass[:] = 0.0
        use[:] = 0.0
        reached = 0.0
        gain = reward + floor_price
        for course in range(n_courses):
            first_cycle, last_cycle = arrays.course_ptr[course], arrays.course_ptr[course + 1]
            n = last_cycle - first_cycle
            weight = arrays.courses[course].weight
            first_centre, last_centre = arrays.centre_ptr[course], arrays.centre_ptr[course + 1]
            if first_centre == last_centre:
                continue
            shortest, longest = arrays.courses[course].min_days, arrays.courses[course].max_days
            pinned_last = -1
            for j in range(n):
                if arrays.cycles[first_cycle + j].pinned:
                    pinned_last = j
            undone[n] = 0.0
            for j in range(n - 1, -1, -1):
                undone[j] = undone[j + 1] + lateness * weight * max(0, n_days - arrays.cycles[first_cycle + j].due_day)
            least = undone[0] if pinned_last < 0 else np.inf
            for k in range(last_centre - first_centre):
                centre = first_centre + k
                tail = 0.0
                for t in range(arrays.centres[centre].tail_from, arrays.centres[centre].tail_to):
                    tail += price[rows.tail + arrays.centre_tails[t].row] * arrays.centre_tails[t].load
                for j in range(n - 1, -1, -1):
                    cycle = first_cycle + j
                    begin = max(0, arrays.cycles[cycle].first_day)
                    finish = min(arrays.cycles[cycle].last_day, n_days - 1)
                    previous = arrays.courses[course].previous_day
                    if j == 0 and previous > LONG_AGO:
                        begin = max(begin, previous + shortest)
                        finish = min(finish, previous + longest)
                    pair = arrays.centre_pair[arrays.centres[centre].pair_from + j]
                    stop = undone[j + 1] if j >= pinned_last else np.inf
                    base = stop
                    next_begin, next_finish = 0, -1
                    if j + 1 < n:
                        next_begin = max(0, arrays.cycles[cycle + 1].first_day)
                        next_finish = min(arrays.cycles[cycle + 1].last_day, n_days - 1)
                        for day in range(next_begin, next_finish + 1):
                            base = min(base, value[k, j + 1, day])
                        running[next_begin] = 0.0
                        for day in range(next_begin, next_finish + 1):
                            away = (value[k, j + 1, day] - base) / heat
                            running[day + 1] = running[day] + (np.exp(-away) if away < 60.0 else 0.0)
                    rest = np.exp(-(stop - base) / heat) if (stop - base) < 60.0 * heat else 0.0
                    for day in range(n_days):
                        value[k, j, day] = NOT_GIVEN
                        follow[k, j, day] = 0.0
                    for day in range(begin, finish + 1):
                        cost = cell_price[pair, day]
                        if cost >= NOT_GIVEN:
                            continue
                        cost += lateness * weight * max(0, day - arrays.cycles[cycle].due_day)
                        if day <= arrays.cycles[cycle].window_day:
                            cost -= gain * weight
                        total = rest
                        low = max(next_begin, day + shortest)
                        high = min(next_finish, day + longest)
                        if high >= low:
                            total += max(0.0, running[high + 1] - running[low])
                        if total < 1e-12:
                            hard = stop
                            for other in range(low, high + 1):
                                hard = min(hard, value[k, j + 1, other])
                            if hard >= NOT_GIVEN:
                                continue
                            value[k, j, day] = cost + hard
                            follow[k, j, day] = -1.0
                        else:
                            value[k, j, day] = cost + base - heat * np.log(total)
                            follow[k, j, day] = total
                        if j == 0:
                            value[k, 0, day] += tail
                            least = min(least, value[k, 0, day])
            if least >= NOT_GIVEN:
                continue
            total = 0.0
            if pinned_last < 0:
                total = np.exp(-(undone[0] - least) / heat) if undone[0] - least < 60.0 * heat else 0.0
            for k in range(last_centre - first_centre):
                begin = max(0, arrays.cycles[first_cycle].first_day)
                finish = min(arrays.cycles[first_cycle].last_day, n_days - 1)
                for day in range(begin, finish + 1):
                    away = (value[k, 0, day] - least) / heat
                    if away < 60.0:
                        total += np.exp(-away)
            for k in range(last_centre - first_centre):
                centre = first_centre + k
                begin = max(0, arrays.cycles[first_cycle].first_day)
                finish = min(arrays.cycles[first_cycle].last_day, n_days - 1)
                begun = 0.0
                for day in range(begin, finish + 1):
                    away = (value[k, 0, day] - least) / heat
                    here[day] = np.exp(-away) / total if away < 60.0 else 0.0
                    begun += here[day]
                if begun < 1e-9:
                    continue
                for t in range(arrays.centres[centre].tail_from, arrays.centres[centre].tail_to):
                    use[rows.tail + arrays.centre_tails[t].row] += begun * arrays.centre_tails[t].load
                for j in range(n):
                    cycle = first_cycle + j
                    pair = arrays.centre_pair[arrays.centres[centre].pair_from + j]
                    for day in range(begin, finish + 1):
                        if here[day] > 0.0:
                            mass[pair, day] += here[day]
                            if day <= arrays.cycles[cycle].window_day:
                                reached += weight * here[day]
                    if j + 1 == n:
                        break
                    next_begin = max(0, arrays.cycles[cycle + 1].first_day)
                    next_finish = min(arrays.cycles[cycle + 1].last_day, n_days - 1)
                    stop = undone[j + 1] if j >= pinned_last else np.inf
                    base = stop
                    for day in range(next_begin, next_finish + 1):
                        base = min(base, value[k, j + 1, day])
                    # running sums of mass over its own normaliser, so that each next day collects its window at once
                    running[begin] = 0.0
                    for day in range(begin, finish + 1):
                        part = here[day] / follow[k, j, day] if follow[k, j, day] > 0.0 else 0.0
                        running[day + 1] = running[day] + part
                    for day in range(next_begin, next_finish + 1):
                        away = (value[k, j + 1, day] - base) / heat
                        after[day] = 0.0
                        if away < 60.0:
                            low = max(begin, day - longest)
                            high = min(finish, day - shortest)
                            if high >= low:
                                after[day] = np.exp(-away) * max(0.0, running[high + 1] - running[low])
                    begin, finish = next_begin, next_finish
                    for day in range(begin, finish + 1):
                        here[day] = after[day]
        _spread_use(arrays, cells, rows, share, mass, started, use)
        use_runs(rows, started, use)
        most = 4.0 * heat
        for row in range(n_rows):
            if price[row] <= 0.0 and use[row] <= rows.capacity[row]:
                continue
            step = damping * heat * np.log((use[row] + SLACK) / (rows.capacity[row] + SLACK))
            if row >= rows.source and cells.use.shape[0] > 0:
                step /= rows.scale[row]
            price[row] = max(0.0, price[row] + min(most, max(-most, step)))
        if floor_value > 0.0:
            floor_price = max(0.0, floor_price + 0.5 * heat * np.log((floor_value + 1.0) / (reached + 1.0)) * 20.0)
    return floor_price
