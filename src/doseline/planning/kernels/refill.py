"""Somebody else takes a turn that a move has freed."""

import numpy as np

from doseline.planning.arrays import Arrays, Menu, Prices
from doseline.planning.kernels.apart import apart
from doseline.planning.kernels.compiling import kernel
from doseline.planning.kernels.construction import insert_at, pair_at
from doseline.planning.kernels.days import span
from doseline.planning.kernels.placement import apply_cycle, find_day
from doseline.planning.kernels.state import State
from doseline.planning.kernels.tail import set_tail, tail_free

__all__ = ["courses_by_product", "refill"]

ASKED = 60
"""Courses looked at for each turn that was freed .."""

OFFERED = 4
""".. of which so many that lack a cycle then are offered it, .."""

CENTRES_OFFERED = 4
""".. each at so many centres."""

TURNS = 4
"""Turns freed by one move that are offered."""

DAY_TRIES = np.int64(3)
NONE = np.int64(0)


@kernel
def courses_by_product(arrays: Arrays) -> tuple[np.ndarray, np.ndarray]:
    """Courses that may be given somewhere, grouped by product, and where each group begins."""
    n_courses = arrays.course_ptr.shape[0] - 1
    product_of = np.full(n_courses, -1, dtype=np.int64)
    begin = np.zeros(arrays.n_products + 1, dtype=np.int64)
    for course in range(n_courses):
        if arrays.centre_ptr[course] < arrays.centre_ptr[course + 1]:
            pair = arrays.centre_pair[arrays.centres[arrays.centre_ptr[course]].pair_from]
            product_of[course] = arrays.pairs[pair].product
            begin[product_of[course] + 1] += 1
    for product in range(arrays.n_products):
        begin[product + 1] += begin[product]
    grouped = np.empty(begin[arrays.n_products], dtype=np.int64)
    at = begin.copy()
    for course in range(n_courses):
        if product_of[course] >= 0:
            grouped[at[product_of[course]]] = course
            at[product_of[course]] += 1
    return grouped, begin


@apart(waiting=np.int64)
def _take_turn(
    arrays: Arrays,
    menu: Menu,
    state: State,
    course: int,
    day: int,
    reward: float,
    prices: Prices,
    waiting: np.ndarray,
) -> bool:
    """Gives the first open cycle of a course on a day, if its window has it, and then the cycles after it."""
    cycle, last_cycle = arrays.course_ptr[course], arrays.course_ptr[course + 1]
    first_cycle = cycle
    previous = arrays.courses[course].previous_day
    while cycle < last_cycle and state.cycles[cycle].place >= 0:
        previous = state.cycles[cycle].day
        cycle += 1
    for other in range(cycle, last_cycle):
        if arrays.cycles[other].pinned or state.cycles[other].place >= 0:
            return False
    if cycle == last_cycle:
        return False
    first_day, last_day = span(arrays, cycle, previous)
    if day < first_day or day > min(last_day, arrays.cycles[cycle].window_day):
        return False
    first_centre = arrays.centre_ptr[course]
    n_centres = arrays.centre_ptr[course + 1] - first_centre
    turn = np.random.randint(n_centres)
    tries = min(n_centres, CENTRES_OFFERED)
    if cycle > first_cycle and not arrays.courses[course].transfer:
        turn, tries = state.cycles[cycle - 1].centre - first_centre, 1
    sex = arrays.courses[course].sex
    for k in range(tries):
        centre = first_centre + (k + turn) % n_centres
        pair = pair_at(arrays, course, centre, cycle)
        cell = pair * arrays.n_days + day
        if menu.ptr[cell] == menu.ptr[cell + 1]:
            continue
        if state.course_tail[course] != centre and not tail_free(arrays, state, centre):
            continue
        place, step, end, entry = find_day(arrays, menu, state, cycle, pair, day, sex, prices.entry_order)
        if place < 0:
            continue
        apply_cycle(arrays, menu, state, cycle, centre, pair, sex, place, step, end, entry)
        set_tail(arrays, state, course)
        if cycle + 1 < last_cycle:
            insert_at(
                arrays, menu, state, course, centre, cycle + 1, reward, 0.0, prices, DAY_TRIES, NONE, NONE, waiting
            )
        return True
    return False


@kernel
def refill(
    arrays: Arrays,
    menu: Menu,
    state: State,
    grouped: np.ndarray,
    begin: np.ndarray,
    reward: float,
    prices: Prices,
    waiting: np.ndarray,
) -> None:
    """Offers the turns that the move under way has freed to courses of the same product that lack a cycle.

    Parameters
    ----------
    grouped, begin : from ``courses_by_product``
    """
    turns = 0
    changes = state.move[0]
    for k in range(changes):
        day = state.journal[k].day
        cycle = state.journal_cycle[k]
        if day < 0 or state.cycles[cycle].day == day:
            continue
        turns += 1
        if turns > TURNS:
            break
        centre = state.journal[k].centre
        first = arrays.course_ptr[arrays.cycles[cycle].course]
        product = arrays.pairs[arrays.centre_pair[arrays.centres[centre].pair_from + cycle - first]].product
        n = begin[product + 1] - begin[product]
        offered = 0
        for _ in range(min(n, ASKED)):
            course = grouped[begin[product] + np.random.randint(n)]
            last = arrays.course_ptr[course + 1] - 1
            if state.cycles[last].place >= 0:
                continue
            before = state.move[0]
            if _take_turn(arrays, menu, state, course, day, reward, prices, waiting):
                break
            if state.move[0] == before:
                offered += 1
                if offered > OFFERED * 4:
                    break
