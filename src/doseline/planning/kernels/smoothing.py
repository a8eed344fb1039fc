"""The dual of the relaxation by days, smoothed: every choice softened, so that rows answer to prices without jumps.

With a temperature ``t`` each minimum over choices becomes ``-t log sum exp(-cost / t)``, and every choice has a share
(Nesterov 2005, Mathematical Programming 103, 127-152). The function is smooth and concave, its slope is what rows are
used more than they hold, and one pass over the courses gives both. It falls short of the true dual by ``t`` times the
entropy of the choices at most. A bound is always taken with hard minima (solvers.through), so nothing proven depends
on the smoothing.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from doseline.planning.kernels.compiling import kernel

__all__ = ["NOT_GIVEN", "Choices", "soft_dual"]

NOT_GIVEN = 1e18
"""Cost of what cannot be given."""

FAR = 36.0
"""Temperatures over the best beyond which a choice has no share: less than the rounding of the sum."""

LEAST_SUM = 1e-6
"""Least difference of two values of a running sum, in weights of its best day, that is trusted."""

NOTHING = 1e-12
"""Share of a choice that is not followed."""


class Choices(NamedTuple):
    """What courses can choose from. Chains are (centre, cycle) pairs, in order; cells are (pair, day).

    Attributes
    ----------
    course_ptr, centre_ptr : first cycle and first centre of each course, shape (n_courses + 1,)
    weight, shortest, longest : of each course: its weight, days between its cycles
    merged : whether a course may change its centre
    pinned_last : number of its last cycle that must be given, -1: none
    due, window : of each cycle: day it is due, last day in window
    chain : first chain of each centre, shape (n_centres,)
    pair, begin, finish : of each chain: its pair, first and last day, shape (n_chains,); the same days at all centres
        where a course may change its centre
    cell : number of each cell that has options, pair x n_days + day, shape (n_cells,)
    option_ptr : first option of each of these, shape (n_cells + 1,)
    live : which of these are looked at, indices of ``cell``
    """

    course_ptr: NDArray[np.int64]
    centre_ptr: NDArray[np.int64]
    weight: NDArray[np.float64]
    shortest: NDArray[np.int64]
    longest: NDArray[np.int64]
    merged: NDArray[np.bool_]
    pinned_last: NDArray[np.int64]
    due: NDArray[np.int64]
    window: NDArray[np.int64]
    chain: NDArray[np.int64]
    pair: NDArray[np.int64]
    begin: NDArray[np.int64]
    finish: NDArray[np.int64]
    cell: NDArray[np.int64]
    option_ptr: NDArray[np.int64]
    live: NDArray[np.int64]


@kernel
def soft_dual(
    choices: Choices,
    option_price: np.ndarray,
    staff_price: np.ndarray,
    tail_price: np.ndarray,
    reward: float,
    lateness: float,
    heat: float,
    cell_price: np.ndarray,
    mass: np.ndarray,
    option_mass: np.ndarray,
    cell_mass: np.ndarray,
    centre_mass: np.ndarray,
) -> tuple[float, float]:
    """What the courses cost together at prices, softly, and the L1 that their choices reach.

    Costs are ``-reward`` for a weighted cycle in window and ``lateness`` for a weighted day late.

    Parameters
    ----------
    option_price : of each option, without staff, shape (n_options,)
    staff_price : of each cell with options, shape (n_cells,)
    tail_price : of a course that ends at a centre, shape (n_centres,)
    heat : temperature, in the unit of the costs
    cell_price, mass : room, shape (n_pairs, n_days); the first is ``NOT_GIVEN`` where there are no options
    option_mass, cell_mass, centre_mass : receive how often each option, cell and centre is chosen, where it is live
    """
    course_ptr, centre_ptr, merges = choices.course_ptr, choices.centre_ptr, choices.merged
    weights, shortests, longests, pins = choices.weight, choices.shortest, choices.longest, choices.pinned_last
    begins, finishes, dues, windows = choices.begin, choices.finish, choices.due, choices.window
    chains, pairs = choices.chain, choices.pair
    n_courses = course_ptr.shape[0] - 1
    n_days = cell_price.shape[1]
    cold = 1.0 / heat
    _soften_cells(
        choices.live, choices.cell, choices.option_ptr, option_price, staff_price, heat, cell_price, option_mass
    )
    mass[:] = 0.0
    centre_mass[:] = 0.0
    most_cycles = 1
    most_centres = 1
    for course in range(n_courses):
        most_cycles = max(most_cycles, course_ptr[course + 1] - course_ptr[course])
        most_centres = max(most_centres, centre_ptr[course + 1] - centre_ptr[course])
    # soft cost of what one centre, or all of those between which a course may move, takes for a cycle on a day; of
    # that cycle and all after it; and of those after it alone
    cost = np.empty((most_centres, most_cycles, n_days))
    value = np.empty((most_centres, most_cycles + 1, n_days))
    onward = np.empty((most_centres, most_cycles, n_days))
    undone = np.empty(most_cycles + 1)
    running = np.zeros(n_days + 1)
    here = np.zeros(n_days)
    after = np.zeros(n_days)
    worth = 0.0
    reached = 0.0
    for course in range(n_courses):
        first_cycle = course_ptr[course]
        n = course_ptr[course + 1] - first_cycle
        first_centre = centre_ptr[course]
        n_centres = centre_ptr[course + 1] - first_centre
        weight, shortest, longest = weights[course], shortests[course], longests[course]
        pinned_last = pins[course]
        merged = merges[course]
        lanes = 1 if merged else n_centres
        undone[n] = 0.0
        for j in range(n - 1, -1, -1):
            undone[j] = undone[j + 1] + lateness * weight * max(0, n_days - dues[first_cycle + j])
        merged_tail = 0.0
        if merged:
            merged_tail = tail_price[first_centre]
            for centre in range(first_centre + 1, first_centre + n_centres):
                merged_tail = _softer(merged_tail, tail_price[centre], heat)
        least = undone[0] if pinned_last < 0 else NOT_GIVEN
        for lane in range(lanes):
            chain = chains[first_centre + lane]
            if begins[chain] > finishes[chain]:
                continue
            next_begin, next_finish = 0, -1
            for j in range(n - 1, -1, -1):
                chain = chains[first_centre + lane] + j
                begin, finish = begins[chain], finishes[chain]
                for k in range(n_centres if merged else 1):
                    pair = pairs[chains[first_centre + lane + k] + j]
                    for day in range(begin, finish + 1):
                        price = cell_price[pair, day]
                        cost[lane, j, day] = price if k == 0 else _softer(cost[lane, j, day], price, heat)
                stop = undone[j + 1] if j >= pinned_last else NOT_GIVEN
                base = stop
                for day in range(next_begin, next_finish + 1):
                    base = min(base, value[lane, j + 1, day])
                total = 0.0
                running[next_begin] = 0.0
                for day in range(next_begin, next_finish + 1):
                    away = (value[lane, j + 1, day] - base) * cold
                    if away < FAR:
                        total += np.exp(-away)
                    running[day + 1] = total
                rest = np.exp(-(stop - base) * cold) if (stop - base) * cold < FAR else 0.0
                due, window = dues[first_cycle + j], windows[first_cycle + j]
                for day in range(begin, finish + 1):
                    value[lane, j, day] = NOT_GIVEN
                    onward[lane, j, day] = NOT_GIVEN
                    if cost[lane, j, day] >= NOT_GIVEN or base >= NOT_GIVEN:
                        continue
                    total = rest
                    low = max(next_begin, day + shortest)
                    high = min(next_finish, day + longest)
                    if high >= low:
                        total += running[high + 1] - running[low]
                    if total == 1.0:
                        follows = base
                    elif total > LEAST_SUM:
                        follows = base - heat * np.log(total)
                    else:
                        # what is near the best of all days is out of reach, and the running sums do not see the rest
                        nearest = stop
                        for other in range(low, high + 1):
                            nearest = min(nearest, value[lane, j + 1, other])
                        if nearest >= NOT_GIVEN:
                            continue
                        total = np.exp(-(stop - nearest) * cold) if (stop - nearest) * cold < FAR else 0.0
                        for other in range(low, high + 1):
                            away = (value[lane, j + 1, other] - nearest) * cold
                            if away < FAR:
                                total += np.exp(-away)
                        follows = nearest - heat * np.log(total)
                    onward[lane, j, day] = follows
                    follows += cost[lane, j, day] + lateness * weight * max(0, day - due)
                    if day <= window:
                        follows -= reward * weight
                    value[lane, j, day] = follows
                next_begin, next_finish = begin, finish
            start = merged_tail if merged else tail_price[first_centre + lane]
            for day in range(next_begin, next_finish + 1):
                value[lane, 0, day] += start
                least = min(least, value[lane, 0, day])
        if least >= NOT_GIVEN:
            worth += undone[0]
            continue
        total = 0.0
        if pinned_last < 0 and (undone[0] - least) * cold < FAR:
            total = np.exp(-(undone[0] - least) * cold)
        for lane in range(lanes):
            chain = chains[first_centre + lane]
            for day in range(begins[chain], finishes[chain] + 1):
                away = (value[lane, 0, day] - least) * cold
                if away < FAR:
                    total += np.exp(-away)
        worth += least - heat * np.log(total)
        for lane in range(lanes):
            chain = chains[first_centre + lane]
            begin, finish = begins[chain], finishes[chain]
            begun = 0.0
            for day in range(begin, finish + 1):
                away = (value[lane, 0, day] - least) * cold
                here[day] = np.exp(-away) / total if away < FAR else 0.0
                begun += here[day]
            if begun < NOTHING:
                continue
            if merged:
                for centre in range(first_centre, first_centre + n_centres):
                    away = (tail_price[centre] - merged_tail) * cold
                    centre_mass[centre] += begun * np.exp(-away) if away < FAR else 0.0
            else:
                centre_mass[first_centre + lane] += begun
            for j in range(n):
                for k in range(n_centres if merged else 1):
                    pair = pairs[chains[first_centre + lane + k] + j]
                    for day in range(begin, finish + 1):
                        part = here[day]
                        if part < NOTHING:
                            continue
                        if merged:
                            away = (cell_price[pair, day] - cost[lane, j, day]) * cold
                            part *= np.exp(-away) if away < FAR else 0.0
                        mass[pair, day] += part
                for day in range(begin, min(finish, windows[first_cycle + j]) + 1):
                    reached += weight * here[day]
                if j + 1 == n:
                    break
                chain = chains[first_centre + lane] + j + 1
                next_begin, next_finish = begins[chain], finishes[chain]
                base = undone[j + 1] if j >= pinned_last else NOT_GIVEN
                for day in range(next_begin, next_finish + 1):
                    base = min(base, value[lane, j + 1, day])
                    after[day] = 0.0
                # running sums of mass over its own normaliser, so that each next day collects its window at once
                gathered = 0.0
                running[begin] = 0.0
                for day in range(begin, finish + 1):
                    if here[day] >= NOTHING:
                        away = (onward[lane, j, day] - base) * cold
                        if away < -np.log(LEAST_SUM):
                            gathered += here[day] * np.exp(away)
                        else:
                            low = max(next_begin, day + shortest)
                            high = min(next_finish, day + longest)
                            for other in range(low, high + 1):
                                away = (value[lane, j + 1, other] - onward[lane, j, day]) * cold
                                if away < FAR:
                                    after[other] += here[day] * np.exp(-away)
                    running[day + 1] = gathered
                for day in range(next_begin, next_finish + 1):
                    away = (value[lane, j + 1, day] - base) * cold
                    if away < FAR:
                        low = max(begin, day - longest)
                        high = min(finish, day - shortest)
                        if high >= low:
                            after[day] += np.exp(-away) * (running[high + 1] - running[low])
                begin, finish = next_begin, next_finish
                for day in range(begin, finish + 1):
                    here[day] = after[day]
    _spread(choices.live, choices.cell, choices.option_ptr, mass, option_mass, cell_mass)
    return worth, reached


@kernel
def _soften_cells(
    live: np.ndarray,
    cell: np.ndarray,
    option_ptr: np.ndarray,
    option_price: np.ndarray,
    staff_price: np.ndarray,
    heat: float,
    cell_price: np.ndarray,
    share: np.ndarray,
) -> None:
    """Soft price of every live cell, and the share of each option in it."""
    n_days = cell_price.shape[1]
    cold = 1.0 / heat
    for k in live:
        first, last = option_ptr[k], option_ptr[k + 1]
        least = option_price[first]
        for at in range(first + 1, last):
            least = min(least, option_price[at])
        total = 0.0
        for at in range(first, last):
            away = (option_price[at] - least) * cold
            share[at] = np.exp(-away) if away < FAR else 0.0
            total += share[at]
        for at in range(first, last):
            share[at] /= total
        cell_price[cell[k] // n_days, cell[k] % n_days] = least - heat * np.log(total) + staff_price[k]


@kernel
def _spread(
    live: np.ndarray,
    cell: np.ndarray,
    option_ptr: np.ndarray,
    mass: np.ndarray,
    option_mass: np.ndarray,
    cell_mass: np.ndarray,
) -> None:
    """Divides what is given in every live cell among its options, by the shares that they hold."""
    n_days = mass.shape[1]
    for k in live:
        given = mass[cell[k] // n_days, cell[k] % n_days]
        cell_mass[k] = given
        for at in range(option_ptr[k], option_ptr[k + 1]):
            option_mass[at] *= given


@kernel
def _softer(one: float, other: float, heat: float) -> float:
    """The soft minimum of two costs."""
    least, more = min(one, other), max(one, other)
    away = (more - least) / heat
    return least - heat * np.log1p(np.exp(-away)) if away < FAR else least
