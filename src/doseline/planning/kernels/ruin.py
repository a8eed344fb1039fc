"""Ruin and recreate: what is in a few places around a day is taken out and given anew, in another order.

After Schrimpf et al. 2000 (Journal of Computational Physics 159, 139-171) and, for taking out what lies together, after
Christiaens and Vanden Berghe 2020 (Transportation Science 54, 417-433).
"""

import numpy as np

from doseline.planning.arrays import Arrays, Menu, Prices
from doseline.planning.kernels.apart import apart
from doseline.planning.kernels.compiling import kernel
from doseline.planning.kernels.days import cheapest_fit, day_costs, span
from doseline.planning.kernels.placement import apply_cycle, pair_of, remove_cycle
from doseline.planning.kernels.state import State
from doseline.planning.kernels.tail import set_tail

__all__ = ["ruin_and_recreate"]

MOST = 40
"""Cycles at most that are taken out."""

PLACES, DAYS = np.int64(3), np.int64(3)
"""Places and days at most of which everything is taken out."""

LATE, LATER_DAYS = 3, 14
"""Late cycles at most that are taken out besides: those of the days after that could have come already."""

NOISE = 8.0
"""Mean random days that are added to the cost of a day."""

DAY_TRIES = np.int64(6)
BY_CHANCE, BY_DUE, BY_WEIGHT, BY_WINDOW = 0, 1, 2, 3
"""Orders in which cycles are given anew."""


@kernel
def _take_out(
    arrays: Arrays, menu: Menu, state: State, cycle: int, out: np.ndarray, centres: np.ndarray, n: int
) -> int:
    """Takes out one cycle more; the number of those that are out."""
    if n >= MOST or arrays.cycles[cycle].pinned:
        return n
    out[n], centres[n] = cycle, state.cycles[cycle].centre
    sex = arrays.courses[arrays.cycles[cycle].course].sex
    remove_cycle(arrays, menu, state, cycle, pair_of(arrays, state, cycle), sex)
    return n + 1


@kernel
def _ruin(
    arrays: Arrays,
    menu: Menu,
    state: State,
    site: int,
    nuclide: int,
    day: int,
    out: np.ndarray,
    centres: np.ndarray,
    n: int,
) -> int:
    """Takes out what begins in a few places on a few days around one, and some who are late and could begin then."""
    length = 1 + np.random.randint(DAYS)
    begin = np.int64(max(0, day - np.random.randint(length)))
    finish = np.int64(min(arrays.n_days - 1, begin + length - 1))
    first_place, n_places = arrays.place_ptr[site], arrays.place_ptr[site + 1] - arrays.place_ptr[site]
    turn = np.random.randint(n_places)
    places = 1 + np.random.randint(PLACES)
    late = np.random.randint(LATE + 1)
    until = np.int64(min(finish + LATER_DAYS, arrays.n_days - 1))
    for k in range(n_places):
        place = first_place + (k + turn) % n_places
        if not arrays.place_nuclide_ok[place, nuclide]:
            continue
        places -= 1
        for on in range(begin, until + 1):
            if state.place_day[place, on, 0] == 0 or (on <= finish and places < 0) or (on > finish and late == 0):
                continue
            for step in range(arrays.day_first_step[on], arrays.day_first_step[on + 1]):
                cycle = np.int64(state.admitted[place, step])
                if cycle < 0 or (on > finish and (late == 0 or arrays.cycles[cycle].due_day > finish)):
                    continue
                before = n
                n = _take_out(arrays, menu, state, cycle, out, centres, n)
                if on > finish:
                    late -= n - before
    return n


@kernel
def _key(arrays: Arrays, cycle: int, order: int) -> float:
    """The smaller, the earlier a cycle is given anew."""
    weight = arrays.courses[arrays.cycles[cycle].course].weight
    if order == BY_DUE:
        return arrays.cycles[cycle].due_day + 2.0 * np.random.random()
    if order == BY_WEIGHT:
        return -weight + 0.5 * np.random.random()
    if order == BY_WINDOW:
        return arrays.cycles[cycle].window_day - 2.0 * weight + 2.0 * np.random.random()
    return np.random.random()


@kernel
def _give_anew(
    arrays: Arrays, menu: Menu, state: State, cycle: int, centre: int, reward: float, prices: Prices, cost: np.ndarray
) -> None:
    """Gives a cycle on a cheap day that fits between those before and after it, if there is one."""
    course = arrays.cycles[cycle].course
    first_cycle, last_cycle = arrays.course_ptr[course], arrays.course_ptr[course + 1]
    previous = arrays.courses[course].previous_day
    if cycle > first_cycle:
        previous = state.cycles[cycle - 1].day
        if previous < 0:
            return
    first, last = span(arrays, cycle, previous)
    if cycle + 1 < last_cycle and state.cycles[cycle + 1].place >= 0:
        first = max(first, state.cycles[cycle + 1].day - arrays.courses[course].max_days)
        last = min(last, state.cycles[cycle + 1].day - arrays.courses[course].min_days)
    pair = arrays.centre_pair[arrays.centres[centre].pair_from + cycle - first_cycle]
    day_costs(arrays, menu, cycle, pair, first, last, reward, NOISE, prices, cost)
    _, _, place, step, end, entry = cheapest_fit(
        arrays, menu, state, cycle, pair, first, last, DAY_TRIES, prices.entry_order, cost
    )
    if place >= 0:
        sex = arrays.courses[course].sex
        apply_cycle(arrays, menu, state, cycle, centre, pair, sex, place, step, end, entry)


@apart(waiting=np.int64)
def ruin_and_recreate(
    arrays: Arrays,
    menu: Menu,
    state: State,
    cycle: int,
    centre: int,
    day: int,
    reward: float,
    prices: Prices,
    waiting: np.ndarray,
) -> bool:
    """Takes out a cycle and what is in a few places of its site around a day, and gives all of it anew.

    The cycles before and after each keep their days. Whoever finds no turn loses the cycles after it too and waits
    (``waiting[0]`` counts the courses that wait, which follow it). False if the caller should undo the move, because a
    pinned cycle follows one that was lost.

    Parameters
    ----------
    cycle : given or not; its first cycle must be able to load the centre
    centre : where it is given anew
    day : around which the places are emptied
    """
    out = np.empty(MOST, dtype=np.int64)
    centres = np.empty(MOST, dtype=np.int64)
    key = np.empty(MOST)
    cost = np.empty(arrays.n_days)
    n = np.int64(1)
    out[0], centres[0] = cycle, centre
    if state.cycles[cycle].place >= 0:
        n = _take_out(arrays, menu, state, cycle, out, centres, np.int64(0))
    pair = arrays.centre_pair[arrays.centres[centre].pair_from + cycle - arrays.course_ptr[arrays.cycles[cycle].course]]
    n = _ruin(arrays, menu, state, arrays.pairs[pair].site, arrays.pairs[pair].nuclide, day, out, centres, n)
    order = np.random.randint(4)
    for k in range(n):
        key[k] = _key(arrays, out[k], order)
    for _ in range(n):
        best = int(np.argmin(key[:n]))
        key[best] = np.inf
        _give_anew(arrays, menu, state, out[best], centres[best], reward, prices, cost)
    waiting[0] = 0
    for k in range(n):
        course = arrays.cycles[out[k]].course
        if state.cycles[out[k]].place < 0:
            for other in range(arrays.course_ptr[course + 1] - 1, out[k], -1):
                if arrays.cycles[other].pinned:
                    return False
                if state.cycles[other].place >= 0:
                    remove_cycle(arrays, menu, state, other, pair_of(arrays, state, other), arrays.courses[course].sex)
            if waiting[0] + 1 < waiting.shape[0]:
                waiting[0] += 1
                waiting[waiting[0]] = course
    for k in range(n):
        set_tail(arrays, state, arrays.cycles[out[k]].course)
    return True
