"""Giving courses one after the other, on the grid and under every constraint at all times."""

import numpy as np

from doseline.planning.arrays import Arrays, Menu, Prices
from doseline.planning.kernels.apart import apart
from doseline.planning.kernels.compiling import kernel
from doseline.planning.kernels.days import add_following, cheapest_fit, day_costs, span
from doseline.planning.kernels.ejection import clear_tail, make_room, squeeze_in
from doseline.planning.kernels.material import material_comes
from doseline.planning.kernels.placement import (
    apply_cycle,
    begin_move,
    find_day,
    find_promised,
    pair_of,
    remove_cycle,
    restore_cycle,
    stands,
    undo_to,
)
from doseline.planning.kernels.radioactivity import first_blocked, sites_fit
from doseline.planning.kernels.state import State
from doseline.planning.kernels.tail import over_full, set_tail, tail_free, tails_fit

__all__ = [
    "AT_ONCE",
    "DAY_TRIES",
    "IN_TURN",
    "construct",
    "follow_guide",
    "give_on_cheapest",
    "insert_at",
    "insert_course",
    "keep_turns",
    "pair_at",
    "place_pins",
    "place_promises",
    "plan_values",
    "rebuild",
    "relieve",
    "relieve_sites",
    "relieve_tail",
    "return_turns",
]

# numba compiles a function anew for every literal that it is called with, but not for numbers of numpy
DAY_TRIES = np.int64(14)
FEW = np.int64(8)
NOBODY = np.int64(0)
SQUEEZES = 8
DRAWS = np.int64(0)
"""Seed of a construction: it draws lots, and the same work must give the same plan."""

AT_ONCE, IN_TURN = 0, 1
"""How cycles return to the departure and discharge that they had."""

RELIEFS = 20
"""How often weeks after the horizon and sites relieve each other in turn."""

LINKS = np.int64(6)
"""Stays that may move one after the other to squeeze in another."""


@kernel
def pair_at(arrays: Arrays, course: int, centre: int, cycle: int) -> int:
    """Pair of a cycle of a course at a centre."""
    return arrays.centre_pair[arrays.centres[centre].pair_from + cycle - arrays.course_ptr[course]]


@kernel
def plan_values(arrays: Arrays, state: State) -> tuple[int, int]:
    """Levels L1 and L2 of the plan under construction."""
    in_window = 0
    late = 0
    for course in range(arrays.course_ptr.shape[0] - 1):
        for cycle in range(arrays.course_ptr[course], arrays.course_ptr[course + 1]):
            won, lost = _cycle_values(arrays, state, course, cycle)
            in_window += won
            late += lost
    return in_window, late


@kernel
def _cycle_values(arrays: Arrays, state: State, course: int, cycle: int) -> tuple[int, int]:
    weight = arrays.courses[course].weight
    day = state.cycles[cycle].day
    if day < 0:
        return 0, weight * max(0, arrays.n_days - arrays.cycles[cycle].due_day)
    won = weight if day <= arrays.cycles[cycle].window_day else 0
    return won, weight * max(0, day - arrays.cycles[cycle].due_day)


@apart(waiting=np.int64, cost=np.float64)
def give_on_cheapest(
    arrays: Arrays,
    menu: Menu,
    state: State,
    cycle: int,
    centre: int,
    previous: int,
    reward: float,
    noise: float,
    prices: Prices,
    tries: int,
    links: int,
    force: int,
    waiting: np.ndarray,
    cost: np.ndarray,
) -> tuple[int, int]:
    """Gives a cycle at a centre on its cheapest day that fits; what its course loads after the horizon stays as it is.

    Of the days after ``previous`` some are tried. Where none fits, others make room if ``force`` is positive: they are
    taken out and then ``waiting`` (kernels.ejection).

    Returns the day, -1 where the cycle is not given, and the force that is left.
    """
    course = arrays.cycles[cycle].course
    sex = arrays.courses[course].sex
    pair = pair_at(arrays, course, centre, cycle)
    first, last = span(arrays, cycle, previous)
    day_costs(arrays, menu, cycle, pair, first, last, reward, noise, prices, cost)
    add_following(arrays, cycle, first, last, reward, cost)
    wanted, day, place, step, end, entry = cheapest_fit(
        arrays, menu, state, cycle, pair, first, last, tries, prices.entry_order, cost
    )
    movable = wanted >= 0 and arrays.pairs[pair].fixed_step < 0
    if place < 0 and movable and links > 0 and squeeze_in(arrays, menu, state, cycle, centre, wanted, prices, links):
        return wanted, force
    if place < 0 and movable and force > 0:
        force -= 1
        day = wanted
        place, step, end, entry = make_room(arrays, menu, state, cycle, pair, wanted, sex, reward, prices, waiting)
        if cycle > arrays.course_ptr[course] and state.cycles[cycle - 1].place < 0:
            return np.int64(-1), force  # the course itself was in the way
    if place < 0:
        return np.int64(-1), force
    apply_cycle(arrays, menu, state, cycle, centre, pair, sex, place, step, end, entry)
    return day, force


@kernel
def insert_at(
    arrays: Arrays,
    menu: Menu,
    state: State,
    course: int,
    centre: int,
    from_cycle: int,
    reward: float,
    noise: float,
    prices: Prices,
    tries: int,
    links: int,
    force: int,
    waiting: np.ndarray,
) -> float:
    """Gives the cycles of a course from one on at a centre, one after the other, each on its cheapest day that fits.

    Of the days ``tries`` are tried for each. Where none fits, up to ``force`` cycles get room by taking out others,
    which then are ``waiting`` (kernels.ejection).

    Returns the gain: reward x weight for each cycle in window, less the days late that giving it saves or costs.
    """
    gain = 0.0
    weight = arrays.courses[course].weight
    last_cycle = arrays.course_ptr[course + 1]
    previous = arrays.courses[course].previous_day
    if from_cycle > arrays.course_ptr[course]:
        previous = state.cycles[from_cycle - 1].day
    if state.course_tail[course] != centre and not tail_free(arrays, state, centre):
        if force == 0 or not clear_tail(arrays, menu, state, course, centre, reward, prices, waiting):
            return -1.0
        force -= 1
    cost = np.empty(arrays.n_days)
    for cycle in range(from_cycle, last_cycle):
        day, force = give_on_cheapest(
            arrays, menu, state, cycle, centre, previous, reward, noise, prices, tries, links, force, waiting, cost
        )
        if day < 0:
            break
        due, window = arrays.cycles[cycle].due_day, arrays.cycles[cycle].window_day
        gain += weight * (max(0, arrays.n_days - due) - max(0, day - due))
        if day <= window:
            gain += weight * reward
        previous = day
    set_tail(arrays, state, course)
    return gain


@apart(waiting=np.int64)
def insert_course(
    arrays: Arrays,
    menu: Menu,
    state: State,
    course: int,
    reward: float,
    noise: float,
    tries: int,
    prices: Prices,
    day_tries: int,
    links: int,
    force: int,
    waiting: np.ndarray,
) -> None:
    """Gives the open cycles of a course at the best of a few promising centres."""
    from_cycle = arrays.course_ptr[course]
    last_cycle = arrays.course_ptr[course + 1]
    while from_cycle < last_cycle and state.cycles[from_cycle].place >= 0:
        from_cycle += 1
    if from_cycle == last_cycle or state.cycles[last_cycle - 1].place >= 0:
        return
    first, last = arrays.centre_ptr[course], arrays.centre_ptr[course + 1]
    fixed = np.int64(-1)
    if from_cycle > arrays.course_ptr[course] and not arrays.courses[course].transfer:
        fixed = state.cycles[from_cycle - 1].centre
    n = last - first
    if n == 0:
        return
    if fixed >= 0 or n == 1:
        centre = fixed if fixed >= 0 else first
        insert_at(
            arrays, menu, state, course, centre, from_cycle, reward, noise, prices, day_tries, links, force, waiting
        )
        return
    key = np.empty(n)
    for k in range(n):
        key[k] = prices.centre[first + k] - 2.0 * noise * np.log(np.random.random() + 1e-12)
    best_centre = np.int64(-1)
    best_gain = 0.0
    full = 0.0
    weight = arrays.courses[course].weight
    for cycle in range(from_cycle, last_cycle):
        full += weight * (reward + max(0, arrays.n_days - arrays.cycles[cycle].due_day))
    for attempt in range(min(tries, n)):
        choice = int(np.argmin(key))
        key[choice] = np.inf
        centre = first + choice
        gain = insert_at(
            arrays, menu, state, course, centre, from_cycle, reward, noise, prices, day_tries, links, NOBODY, waiting
        )
        if gain >= full:
            return
        if gain > best_gain:
            best_gain = gain
            best_centre = centre
        if attempt + 1 < min(tries, n) or centre != best_centre:
            for cycle in range(last_cycle - 1, from_cycle - 1, -1):
                if state.cycles[cycle].place >= 0:
                    pair = pair_at(arrays, course, state.cycles[cycle].centre, cycle)
                    remove_cycle(arrays, menu, state, cycle, pair, arrays.courses[course].sex)
            set_tail(arrays, state, course)
        else:
            return
    if best_centre >= 0:
        insert_at(
            arrays,
            menu,
            state,
            course,
            best_centre,
            from_cycle,
            reward,
            noise,
            prices,
            day_tries,
            links,
            NOBODY,
            waiting,
        )


@kernel
def place_pins(
    arrays: Arrays,
    menu: Menu,
    state: State,
    order: np.ndarray,
    cycle_course: np.ndarray,
    entry_order: np.ndarray,
    failed: np.ndarray,
) -> int:
    """Gives every pinned cycle where it is pinned, in an order; ``failed`` receives those that do not fit, counted."""
    count = 0
    begin_move(state)
    for k in range(order.shape[0]):
        cycle = order[k]
        course = cycle_course[cycle]
        given = state.cycles[cycle].place >= 0
        if given:
            continue
        for centre in range(arrays.centre_ptr[course], arrays.centre_ptr[course + 1]):
            pair = pair_at(arrays, course, centre, cycle)
            if arrays.pairs[pair].fixed_step < 0:
                continue
            if state.course_tail[course] != centre and not tail_free(arrays, state, centre):
                continue
            day = arrays.day_of_step[arrays.pairs[pair].fixed_step]
            if day >= arrays.n_days or day < arrays.cycles[cycle].first_day or day > arrays.cycles[cycle].last_day:
                continue
            sex = arrays.courses[course].sex
            place, step, end, entry = find_day(arrays, menu, state, cycle, pair, day, sex, entry_order)
            if place >= 0:
                apply_cycle(arrays, menu, state, cycle, centre, pair, sex, place, step, end, entry)
                set_tail(arrays, state, course)
                given = True
                break
        if not given:
            failed[count] = cycle
            count += 1
    return count


@kernel
def keep_turns(arrays: Arrays, menu: Menu, state: State, order: np.ndarray, wanted: np.ndarray) -> None:
    """Gives every cycle of a list just as its record in ``wanted`` says, where that stands.

    The cycles of a course are listed one after the other. What stood together once stands together whoever comes first.

    Parameters
    ----------
    wanted : like ``State.cycles``, entry -1: nothing is said, shape (n_cycles,)
    """
    for k in range(order.shape[0]):
        cycle = order[k]
        course, centre = arrays.cycles[cycle].course, wanted[cycle].centre
        if wanted[cycle].entry < 0 or state.cycles[cycle].place >= 0:
            continue
        previous = arrays.courses[course].previous_day
        if cycle > arrays.course_ptr[course]:
            previous, before = state.cycles[cycle - 1].day, state.cycles[cycle - 1].centre
            if before < 0 or (before != centre and not arrays.courses[course].transfer):
                continue
        first, last = span(arrays, cycle, previous)
        if not first <= wanted[cycle].day <= last:
            continue
        ends_at = centre
        for later in range(cycle + 1, arrays.course_ptr[course + 1]):
            if wanted[later].entry >= 0:
                ends_at = wanted[later].centre
        if state.course_tail[course] != ends_at and not tail_free(arrays, state, ends_at):
            continue
        pair, sex = pair_at(arrays, course, centre, cycle), arrays.courses[course].sex
        if stands(arrays, menu, state, cycle, pair, sex, wanted):
            begin_move(state)
            restore_cycle(arrays, menu, state, cycle, wanted, pair, sex)
            set_tail(arrays, state, course)


@kernel
def _may_return(arrays: Arrays, menu: Menu, state: State, cycle: int, wanted: np.ndarray) -> bool:
    """Whether a cycle has kept centre, place, instant and source of ``wanted``, and not its departure or discharge."""
    given, told = state.cycles[cycle], wanted[cycle]
    if told.entry < 0 or given.place != told.place or given.step != told.step or given.centre != told.centre:
        return False
    if given.entry == told.entry and given.end == told.end:
        return False
    has = arrays.routes[menu.entries[given.entry].route].source
    had = arrays.routes[menu.entries[told.entry].route].source
    return bool(arrays.sources[has].alike == arrays.sources[had].alike)


@kernel
def return_turns(arrays: Arrays, menu: Menu, state: State, wanted: np.ndarray, how: int) -> int:
    """Gives cycles that have kept centre, place, instant and source the departure and discharge of ``wanted`` back.

    Returns how many. Those of a site change ``AT_ONCE``, for they may have changed with each other, or not at all; or
    they do ``IN_TURN``, where each may make room for the next.

    Parameters
    ----------
    wanted : as of `keep_turns`; its scans become those that the plan has
    """
    before = state.cycles.copy()
    returned = 0
    n_cycles = state.cycles.shape[0]
    begun = np.zeros(n_cycles, dtype=np.bool_)
    for first in range(n_cycles):
        if begun[first] or not _may_return(arrays, menu, state, np.int64(first), wanted):
            continue
        site = arrays.pairs[pair_of(arrays, state, np.int64(first))].site
        begin_move(state)
        for cycle in range(first, n_cycles if how == AT_ONCE else first + 1):
            if begun[cycle] or not _may_return(arrays, menu, state, np.int64(cycle), wanted):
                continue
            pair = pair_of(arrays, state, np.int64(cycle))
            if arrays.pairs[pair].site == site:
                begun[cycle] = True
                wanted[cycle].scans[:] = before[cycle].scans
                remove_cycle(arrays, menu, state, cycle, pair, arrays.courses[arrays.cycles[cycle].course].sex)
        n_back = 0
        n_lost = 0
        for row in range(2):
            for cycle in range(first, n_cycles):
                if not begun[cycle] or state.cycles[cycle].place >= 0:
                    continue
                course, centre = arrays.cycles[cycle].course, before[cycle].centre
                pair, sex = pair_at(arrays, course, centre, np.int64(cycle)), arrays.courses[course].sex
                records = wanted if row == 0 else before
                if stands(arrays, menu, state, cycle, pair, sex, records):
                    restore_cycle(arrays, menu, state, cycle, records, pair, sex)
                    n_back += 1 - row
                else:
                    n_lost += row
        if n_lost > 0 or n_back == 0:
            undo_to(arrays, menu, state, np.int64(0))
        else:
            returned += n_back
    return returned


@kernel
def place_promises(arrays: Arrays, menu: Menu, state: State, order: np.ndarray, prices: Prices) -> None:
    """Gives every promised cycle as it is promised, in an order, where it fits and the one before it is given.

    The order lists the cycles of a course one after the other.
    """
    begin_move(state)
    for k in range(order.shape[0]):
        cycle = order[k]
        course = arrays.cycles[cycle].course
        previous = arrays.courses[course].previous_day
        before = np.int64(-1)
        if cycle > arrays.course_ptr[course]:
            previous, before = state.cycles[cycle - 1].day, np.int64(state.cycles[cycle - 1].centre)
            if before < 0:
                continue
        day = arrays.cycles[cycle].promised_day
        first, last = span(arrays, cycle, previous)
        if state.cycles[cycle].place >= 0 or not first <= day <= last:
            continue
        for centre in range(arrays.centre_ptr[course], arrays.centre_ptr[course + 1]):
            if arrays.centres[centre].site != arrays.cycles[cycle].promised_site:
                continue
            if before >= 0 and before != centre and not arrays.courses[course].transfer:
                continue
            if state.course_tail[course] != centre and not tail_free(arrays, state, centre):
                continue
            pair = pair_at(arrays, course, centre, cycle)
            sex = arrays.courses[course].sex
            place, step, end, entry = find_promised(arrays, menu, state, cycle, pair, sex, prices.entry_order)
            if place >= 0:
                apply_cycle(arrays, menu, state, cycle, centre, pair, sex, place, step, end, entry)
                set_tail(arrays, state, course)


@kernel
def construct(
    arrays: Arrays,
    menu: Menu,
    state: State,
    order: np.ndarray,
    reward: float,
    prices: Prices,
) -> None:
    """Gives the courses one after the other, each at its best."""
    np.random.seed(DRAWS)
    waiting = np.zeros(2, dtype=np.int64)
    for k in range(order.shape[0]):
        begin_move(state)
        insert_course(arrays, menu, state, order[k], reward, 0.0, FEW, prices, DAY_TRIES, LINKS, NOBODY, waiting)


@kernel
def follow_guide(
    arrays: Arrays,
    menu: Menu,
    state: State,
    order: np.ndarray,
    guide_centre: np.ndarray,
    guide_day: np.ndarray,
    reach: int,
    prices: Prices,
) -> None:
    """Gives cycles, in an order, on the days and at the centres that a guide names, or up to ``reach`` days beside.

    Parameters
    ----------
    guide_centre : centre of each cycle, -1: do not give it, shape (n_cycles,)
    guide_day : its day, shape (n_cycles,)
    """
    np.random.seed(DRAWS)
    for k in range(order.shape[0]):
        cycle = order[k]
        course = arrays.cycles[cycle].course
        centre = guide_centre[cycle]
        if centre < 0 or state.cycles[cycle].place >= 0:
            continue
        previous = arrays.courses[course].previous_day
        if cycle > arrays.course_ptr[course]:
            if state.cycles[cycle - 1].place < 0:
                continue
            previous = state.cycles[cycle - 1].day
            if not arrays.courses[course].transfer:
                centre = state.cycles[cycle - 1].centre
        ends_at = centre
        if arrays.courses[course].transfer:
            # the weeks after the horizon are loaded where it ends
            for later in range(cycle + 1, arrays.course_ptr[course + 1]):
                if guide_centre[later] >= 0:
                    ends_at = guide_centre[later]
        if state.course_tail[course] != ends_at and not tail_free(arrays, state, ends_at):
            continue
        pair = pair_at(arrays, course, centre, cycle)
        sex = arrays.courses[course].sex
        first, last = span(arrays, cycle, previous)
        begin_move(state)
        given = False
        for away in range(2 * reach + 1):
            # the day itself, then the day before, the day after, two before, ..
            shift = (away + 1) // 2 if away % 2 == 0 else -((away + 1) // 2)
            day = guide_day[cycle] + shift
            if day < first or day > last:
                continue
            place, step, end, entry = find_day(arrays, menu, state, cycle, pair, day, sex, prices.entry_order)
            if place >= 0:
                apply_cycle(arrays, menu, state, cycle, centre, pair, sex, place, step, end, entry)
                given = True
                break
            if (
                arrays.pairs[pair].fixed_step >= 0
                or menu.ptr[pair * arrays.n_days + day] == (menu.ptr[pair * arrays.n_days + day + 1])
            ):
                continue
            for _ in range(SQUEEZES):
                if squeeze_in(arrays, menu, state, cycle, centre, day, prices, LINKS):
                    given = True
                    break
            if given or _give_elsewhere(arrays, menu, state, cycle, centre, day, prices):
                given = True
                break
        if given:
            set_tail(arrays, state, course)


@kernel
def _give_elsewhere(
    arrays: Arrays, menu: Menu, state: State, cycle: int, centre: int, day: int, prices: Prices
) -> bool:
    """Gives a cycle of a course that may change its centre on a day at any other one that has room."""
    course = arrays.cycles[cycle].course
    if not arrays.courses[course].transfer:
        return False
    sex = arrays.courses[course].sex
    for other in range(arrays.centre_ptr[course], arrays.centre_ptr[course + 1]):
        if other == centre:
            continue
        pair = pair_at(arrays, course, other, cycle)
        place, step, end, entry = find_day(arrays, menu, state, cycle, pair, day, sex, prices.entry_order)
        if place >= 0:
            apply_cycle(arrays, menu, state, cycle, other, pair, sex, place, step, end, entry)
            return True
    return False


@kernel
def relieve_tail(arrays: Arrays, menu: Menu, state: State) -> bool:
    """Takes out last cycles of courses that overload the weeks after the horizon where they end; whether that helps.

    A course that was to end elsewhere but did not get so far may load weeks that are full.
    """
    for course in range(arrays.course_ptr.shape[0] - 1):
        for cycle in range(arrays.course_ptr[course + 1] - 1, arrays.course_ptr[course] - 1, -1):
            centre = state.course_tail[course]
            if tails_fit(state) or centre < 0 or not over_full(arrays, state, centre):
                break
            if state.cycles[cycle].place < 0:
                continue
            if arrays.cycles[cycle].pinned:
                break
            pair = pair_at(arrays, course, state.cycles[cycle].centre, cycle)
            remove_cycle(arrays, menu, state, cycle, pair, arrays.courses[course].sex)
            set_tail(arrays, state, course)
    return tails_fit(state)


@kernel
def _leave_out(arrays: Arrays, menu: Menu, state: State, cycle: int) -> bool:
    """Takes out a cycle and those after it in its course; False if one of them is pinned."""
    course = arrays.cycles[cycle].course
    for other in range(cycle, arrays.course_ptr[course + 1]):
        if arrays.cycles[other].pinned and state.cycles[other].place >= 0:
            return False
    for other in range(arrays.course_ptr[course + 1] - 1, cycle - 1, -1):
        if state.cycles[other].place >= 0:
            pair = pair_at(arrays, course, state.cycles[other].centre, other)
            remove_cycle(arrays, menu, state, other, pair, arrays.courses[course].sex)
    set_tail(arrays, state, course)
    return True


@kernel
def relieve_sites(arrays: Arrays, menu: Menu, state: State) -> bool:
    """Takes out cycles that find no open tank, overload a licence or lack their material; whether that helps.

    Whoever was moved to make room for another one may have left a tank to fill later, or a vial at its centre; and
    whose collection was moved may have left what is made from it.
    """
    begin_move(state)
    for cycle in range(state.cycles.shape[0]):
        if state.material_late[0] == 0:
            break
        if state.cycles[cycle].place < 0:
            continue
        comes = material_comes(arrays, menu, state, np.int64(cycle), state.cycles[cycle].entry)
        if not comes and not _leave_out(arrays, menu, state, np.int64(cycle)):
            return False
    for line in range(arrays.tank_lines.shape[0]):
        while state.line_over[line] > 0:
            if not _leave_out(arrays, menu, state, np.int64(first_blocked(arrays, state, line))):
                return False
    for cycle in range(arrays.course_ptr[arrays.course_ptr.shape[0] - 1] - 1, -1, -1):
        if sites_fit(arrays, menu, state):
            break
        if state.cycles[cycle].place >= 0 and arrays.pairs[pair_of(arrays, state, cycle)].licence >= 0:
            _leave_out(arrays, menu, state, np.int64(cycle))
    return sites_fit(arrays, menu, state)


@kernel
def relieve(arrays: Arrays, menu: Menu, state: State) -> bool:
    """Takes out cycles until weeks after the horizon and sites carry what they have to; whether that helps."""
    for _ in range(RELIEFS):
        if not relieve_tail(arrays, menu, state) or not relieve_sites(arrays, menu, state):
            return False
        if tails_fit(state):
            return True
    return False


@kernel
def rebuild(arrays: Arrays, menu: Menu, state: State, cycles: State) -> None:
    """Gives every cycle as in another plan, on an empty state."""
    for course in range(arrays.course_ptr.shape[0] - 1):
        for cycle in range(arrays.course_ptr[course], arrays.course_ptr[course + 1]):
            if cycles.cycles[cycle].place >= 0:
                pair = pair_at(arrays, course, cycles.cycles[cycle].centre, cycle)
                restore_cycle(arrays, menu, state, cycle, cycles.cycles, pair, arrays.courses[course].sex)
        set_tail(arrays, state, course)
