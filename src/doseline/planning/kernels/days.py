"""On which days a cycle can be given, and what each of them costs."""

import numpy as np

from doseline.planning.arrays import LONG_AGO, Arrays, Menu, Prices
from doseline.planning.kernels.compiling import kernel
from doseline.planning.kernels.placement import find_day
from doseline.planning.kernels.promises import CHANGE_D, date_change, following_change
from doseline.planning.kernels.state import State

__all__ = ["add_following", "cheapest_fit", "day_costs", "span", "turn_span"]


@kernel
def span(arrays: Arrays, cycle: int, previous: int) -> tuple[int, int]:
    """First and last day of the horizon on which a cycle may be given after a previous administration."""
    course = arrays.cycles[cycle].course
    first = max(0, arrays.cycles[cycle].first_day, previous + arrays.courses[course].min_days)
    last = min(arrays.cycles[cycle].last_day, arrays.n_days - 1)
    if previous > LONG_AGO:
        last = min(last, previous + arrays.courses[course].max_days)
    return first, last


@kernel
def turn_span(arrays: Arrays, course: int, j: int) -> tuple[int, int]:
    """The same for demanded cycle ``j`` of a course, of which only what is past is known."""
    return span(arrays, arrays.course_ptr[course] + j, arrays.courses[course].previous_day if j == 0 else LONG_AGO)


@kernel
def day_costs(
    arrays: Arrays,
    menu: Menu,
    cycle: int,
    pair: int,
    first: int,
    last: int,
    reward: float,
    noise: float,
    prices: Prices,
    cost: np.ndarray,
) -> None:
    """What giving a cycle costs on each day from one to another, into ``cost``; infinite where no vial can reach it.

    Days late, the price of what it uses, the reward that is lost after its window, what it changes of promises, and
    random days with ``noise``.
    """
    weight = arrays.courses[arrays.cycles[cycle].course].weight
    due, window = arrays.cycles[cycle].due_day, arrays.cycles[cycle].window_day
    for day in range(first, last + 1):
        cell = pair * arrays.n_days + day
        if menu.ptr[cell] == menu.ptr[cell + 1]:
            cost[day] = np.inf
            continue
        value = weight * max(0.0, day - due) + prices.cell[pair, day]
        if day > window:
            value += weight * reward
        if arrays.promises_matter:
            changed = date_change(arrays, cycle, pair, day) + following_change(arrays, cycle, day)
            value += CHANGE_D * changed
        if noise > 0.0:
            value -= noise * np.log(np.random.random() + 1e-12)
        cost[day] = value


@kernel
def add_following(arrays: Arrays, cycle: int, first: int, last: int, reward: float, cost: np.ndarray) -> None:
    """Adds to the cost of each day from one to another what it does to the cycles after this one.

    Who comes late makes the next cycle late; who comes so late that its last day passes loses all that follow.
    """
    course = arrays.cycles[cycle].course
    end = arrays.course_ptr[course + 1]
    if cycle + 1 == end:
        return
    weight, apart = arrays.courses[course].weight, arrays.courses[course].min_days
    following = arrays.cycles[cycle + 1].due_day - apart
    stop = arrays.cycles[cycle + 1].last_day - apart
    for day in range(max(first, following + 1), min(last, stop) + 1 if following >= 0 else 0):
        cost[day] += weight * (day - following)
    if stop >= last:
        return
    lost = 0.0
    for other in range(cycle + 1, end):
        lost += weight * max(0, arrays.n_days - arrays.cycles[other].due_day)
        if max(arrays.cycles[other].first_day, first + apart * (other - cycle)) <= arrays.cycles[other].window_day:
            lost += weight * reward
    for day in range(max(first, stop + 1), last + 1):
        cost[day] += lost


@kernel
def _cheapest_day(cost: np.ndarray, first: int, last: int) -> int:
    """The first of the cheapest days from one to another; -1: none is possible."""
    best = np.int64(-1)
    least = np.inf
    for day in range(first, last + 1):
        if cost[day] < least:
            least = cost[day]
            best = day
    return best


@kernel
def cheapest_fit(
    arrays: Arrays,
    menu: Menu,
    state: State,
    cycle: int,
    pair: int,
    first: int,
    last: int,
    tries: int,
    entry_order: np.ndarray,
    cost: np.ndarray,
) -> tuple[int, int, int, int, int, int]:
    """The cheapest day of all, and of the ``tries`` cheapest ones the first on which a cycle fits.

    Days that were tried cost infinitely much afterwards.

    Returns
    -------
    cheapest day (-1: none is possible), day that fits, and its place, step, discharge step and menu entry (place -1:
    none fits)
    """
    sex = arrays.courses[arrays.cycles[cycle].course].sex
    wanted = np.int64(-1)
    for _ in range(tries):
        day = _cheapest_day(cost, first, last)
        if day < 0:
            break
        cost[day] = np.inf
        if wanted < 0:
            wanted = day
        place, step, end, entry = find_day(arrays, menu, state, cycle, pair, day, sex, entry_order)
        if place >= 0:
            return wanted, day, place, step, end, entry
    nothing = np.int64(-1)
    return wanted, nothing, nothing, nothing, nothing, nothing
