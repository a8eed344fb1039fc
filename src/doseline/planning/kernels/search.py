"""Greedy construction and large-neighbourhood search, on the grid and under every constraint at all times."""

import numba as nb
import numpy as np

from doseline.planning.arrays import Arrays, Menu
from doseline.planning.kernels.placement import apply_cycle, find_day, remove_cycle, undo_retiming
from doseline.planning.kernels.state import State

__all__ = ["construct", "follow_guide", "place_pins", "plan_values", "search", "set_seed"]

TINY = 1e-9
DAY_TRIES = 14
FEW = 8


@nb.njit(cache=True, nogil=True)
def set_seed(seed: int) -> None:
    """Seeds the generator of the compiled code in this thread."""
    np.random.seed(seed)


@nb.njit(cache=True, nogil=True)
def _pair_at(arrays: Arrays, course: int, centre: int, cycle: int) -> int:
    return arrays.centre_pair[arrays.centres[centre].pair_from + cycle - arrays.course_ptr[course]]


@nb.njit(cache=True, nogil=True)
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


@nb.njit(cache=True, nogil=True)
def _cycle_values(arrays: Arrays, state: State, course: int, cycle: int) -> tuple[int, int]:
    weight = arrays.courses[course].weight
    day = state.cycles[cycle].day
    if day < 0:
        return 0, weight * max(0, arrays.n_days - arrays.cycles[cycle].due_day)
    won = weight if day <= arrays.cycles[cycle].window_day else 0
    return won, weight * max(0, day - arrays.cycles[cycle].due_day)


@nb.njit(cache=True, nogil=True)
def _course_values(arrays: Arrays, state: State, course: int) -> tuple[int, int]:
    won = 0
    lost = 0
    for cycle in range(arrays.course_ptr[course], arrays.course_ptr[course + 1]):
        more, less = _cycle_values(arrays, state, course, cycle)
        won += more
        lost += less
    return won, lost


@nb.njit(cache=True, nogil=True)
def _tail_free(arrays: Arrays, state: State, centre: int) -> bool:
    for k in range(arrays.centres[centre].tail_from, arrays.centres[centre].tail_to):
        row, load = arrays.centre_tails[k].row, arrays.centre_tails[k].load
        if load > 0.0 and state.tail_used[row] + load > arrays.tail_capacity[row] + TINY:
            return False
    return True


@nb.njit(cache=True, nogil=True)
def _add_tail(arrays: Arrays, state: State, centre: int, sign: float) -> None:
    """Counts the loads of a course at a centre.

    What a running course takes off its home when it moves is not given to others: it may come back later in the search.
    """
    for k in range(arrays.centres[centre].tail_from, arrays.centres[centre].tail_to):
        if arrays.centre_tails[k].load > 0.0:
            state.tail_used[arrays.centre_tails[k].row] += sign * arrays.centre_tails[k].load


@nb.njit(cache=True, nogil=True)
def _set_tail(arrays: Arrays, state: State, course: int) -> None:
    """Moves the tail load of a course to the centre of its last cycle."""
    centre = -1
    for cycle in range(arrays.course_ptr[course], arrays.course_ptr[course + 1]):
        if state.cycles[cycle].centre >= 0:
            centre = state.cycles[cycle].centre
    old = state.course_tail[course]
    if centre == old:
        return
    if old >= 0:
        _add_tail(arrays, state, old, -1.0)
    if centre >= 0:
        _add_tail(arrays, state, centre, 1.0)
    state.course_tail[course] = centre


@nb.njit(cache=True, nogil=True)
def _remove_course(arrays: Arrays, menu: Menu, state: State, course: int) -> None:
    """Takes out every cycle of a course that is not pinned, and those after it."""
    for cycle in range(arrays.course_ptr[course + 1] - 1, arrays.course_ptr[course] - 1, -1):
        if arrays.cycles[cycle].pinned:
            break
        if state.cycles[cycle].place >= 0:
            pair = _pair_at(arrays, course, state.cycles[cycle].centre, cycle)
            remove_cycle(arrays, menu, state, cycle, pair, arrays.courses[course].sex)
    _set_tail(arrays, state, course)


@nb.njit(cache=True, nogil=True)
def _insert_at(
    arrays: Arrays,
    menu: Menu,
    state: State,
    course: int,
    centre: int,
    from_cycle: int,
    reward: float,
    worth: float,
    noise: float,
    cell_price: np.ndarray,
    source_price: np.ndarray,
) -> float:
    """Gives the cycles of a course from one on at a centre, one after the other, each on its cheapest day that fits.

    A cycle whose cheapest day costs more than ``worth`` x weight and the days that giving it saves is left out. Returns
    the gain: reward x weight for each cycle in window, less the days late that giving it saves or costs.
    """
    gain = 0.0
    weight = arrays.courses[course].weight
    sex = arrays.courses[course].sex
    last_cycle = arrays.course_ptr[course + 1]
    previous = arrays.courses[course].previous_day
    if from_cycle > arrays.course_ptr[course]:
        previous = state.cycles[from_cycle - 1].day
    if state.course_tail[course] != centre and not _tail_free(arrays, state, centre):
        return -1.0
    cost = np.empty(arrays.n_days)
    for cycle in range(from_cycle, last_cycle):
        pair = _pair_at(arrays, course, centre, cycle)
        first = max(arrays.cycles[cycle].first_day, previous + arrays.courses[course].min_days)
        last = min(arrays.cycles[cycle].last_day, arrays.n_days - 1)
        if previous >= 0 or arrays.courses[course].previous_day > -(10**5):
            last = min(last, previous + arrays.courses[course].max_days)
        due, window = arrays.cycles[cycle].due_day, arrays.cycles[cycle].window_day
        following = -1
        if cycle + 1 < last_cycle:
            following = arrays.cycles[cycle + 1].due_day - arrays.courses[course].min_days
        for day in range(max(first, 0), last + 1):
            value = weight * max(0.0, day - due) + cell_price[pair, day]
            if day > window:
                value += weight * min(reward, worth)
            if following >= 0 and day > following:
                value += weight * (day - following)
            if noise > 0.0:
                value -= noise * np.log(np.random.random() + 1e-12)
            cost[day] = value
        given = False
        # at these prices the cycle is worth so much; dearer days are left to others
        limit = weight * (worth + max(0.0, arrays.n_days - due)) if worth < np.inf else np.inf
        for _ in range(DAY_TRIES):
            best = -1
            best_cost = np.inf
            for day in range(max(first, 0), last + 1):
                if cost[day] < best_cost:
                    best_cost = cost[day]
                    best = day
            if best < 0 or best_cost > limit:
                break
            cost[best] = np.inf
            if menu.ptr[pair * arrays.n_days + best] == menu.ptr[pair * arrays.n_days + best + 1]:
                continue
            place, step, end, entry = find_day(arrays, menu, state, cycle, pair, best, sex, source_price)
            if place >= 0:
                apply_cycle(arrays, menu, state, cycle, centre, pair, sex, place, step, end, entry)
                gain += weight * (max(0, arrays.n_days - due) - max(0, best - due))
                if best <= window:
                    gain += weight * reward
                previous = best
                given = True
                break
        if not given:
            break
    _set_tail(arrays, state, course)
    return gain


@nb.njit(cache=True, nogil=True)
def _insert_course(
    arrays: Arrays,
    menu: Menu,
    state: State,
    course: int,
    reward: float,
    worth: float,
    noise: float,
    tries: int,
    cell_price: np.ndarray,
    source_price: np.ndarray,
    centre_price: np.ndarray,
) -> None:
    """Gives the open cycles of a course at the best of a few promising centres."""
    from_cycle = arrays.course_ptr[course]
    last_cycle = arrays.course_ptr[course + 1]
    while from_cycle < last_cycle and state.cycles[from_cycle].place >= 0:
        from_cycle += 1
    if from_cycle == last_cycle:
        return
    first, last = arrays.centre_ptr[course], arrays.centre_ptr[course + 1]
    fixed = -1
    if from_cycle > arrays.course_ptr[course] and not arrays.courses[course].transfer:
        fixed = state.cycles[from_cycle - 1].centre
    n = last - first
    if n == 0:
        return
    if fixed >= 0 or n == 1:
        centre = fixed if fixed >= 0 else first
        _insert_at(arrays, menu, state, course, centre, from_cycle, reward, worth, noise, cell_price, source_price)
        return
    key = np.empty(n)
    for k in range(n):
        key[k] = centre_price[first + k] - 2.0 * noise * np.log(np.random.random() + 1e-12)
    best_centre = -1
    best_gain = 0.0
    full = 0.0
    weight = arrays.courses[course].weight
    for cycle in range(from_cycle, last_cycle):
        full += weight * (reward + max(0, arrays.n_days - arrays.cycles[cycle].due_day))
    for attempt in range(min(tries, n)):
        choice = int(np.argmin(key))
        key[choice] = np.inf
        centre = first + choice
        gain = _insert_at(
            arrays, menu, state, course, centre, from_cycle, reward, worth, noise, cell_price, source_price
        )
        if gain >= full:
            return
        if gain > best_gain:
            best_gain = gain
            best_centre = centre
        if attempt + 1 < min(tries, n) or centre != best_centre:
            for cycle in range(last_cycle - 1, from_cycle - 1, -1):
                if state.cycles[cycle].place >= 0:
                    pair = _pair_at(arrays, course, state.cycles[cycle].centre, cycle)
                    remove_cycle(arrays, menu, state, cycle, pair, arrays.courses[course].sex)
            _set_tail(arrays, state, course)
        else:
            return
    if best_centre >= 0:
        _insert_at(arrays, menu, state, course, best_centre, from_cycle, reward, worth, noise, cell_price, source_price)


@nb.njit(cache=True, nogil=True)
def place_pins(
    arrays: Arrays,
    menu: Menu,
    state: State,
    order: np.ndarray,
    cycle_course: np.ndarray,
    source_price: np.ndarray,
    failed: np.ndarray,
) -> int:
    """Gives every pinned cycle where it is pinned, in an order; ``failed`` receives those that do not fit, counted."""
    count = 0
    for k in range(order.shape[0]):
        cycle = order[k]
        course = cycle_course[cycle]
        given = False
        for centre in range(arrays.centre_ptr[course], arrays.centre_ptr[course + 1]):
            pair = _pair_at(arrays, course, centre, cycle)
            if arrays.pairs[pair].fixed_step < 0:
                continue
            if state.course_tail[course] != centre and not _tail_free(arrays, state, centre):
                continue
            day = arrays.day_of_step[arrays.pairs[pair].fixed_step]
            if day >= arrays.n_days or day < arrays.cycles[cycle].first_day or day > arrays.cycles[cycle].last_day:
                continue
            sex = arrays.courses[course].sex
            place, step, end, entry = find_day(arrays, menu, state, cycle, pair, day, sex, source_price)
            if place >= 0:
                apply_cycle(arrays, menu, state, cycle, centre, pair, sex, place, step, end, entry)
                _set_tail(arrays, state, course)
                given = True
                break
        if not given:
            failed[count] = cycle
            count += 1
    return count


@nb.njit(cache=True, nogil=True)
def construct(
    arrays: Arrays,
    menu: Menu,
    state: State,
    order: np.ndarray,
    reward: float,
    worth: float,
    cell_price: np.ndarray,
    source_price: np.ndarray,
    centre_price: np.ndarray,
) -> None:
    """Gives the courses one after the other, each at its best."""
    for k in range(order.shape[0]):
        state.journal_length[0] = 0
        _insert_course(arrays, menu, state, order[k], reward, worth, 0.0, FEW, cell_price, source_price, centre_price)


@nb.njit(cache=True, nogil=True)
def follow_guide(
    arrays: Arrays,
    menu: Menu,
    state: State,
    order: np.ndarray,
    guide_centre: np.ndarray,
    guide_day: np.ndarray,
    reach: int,
    source_price: np.ndarray,
) -> None:
    """Gives cycles, in an order, on the days and at the centres that a guide names, or up to ``reach`` days beside.

    Parameters
    ----------
    guide_centre : centre of each course, -1: none, shape (n_courses,)
    guide_day : day of each cycle, -1: do not give it, shape (n_cycles,)
    """
    for k in range(order.shape[0]):
        cycle = order[k]
        course = arrays.cycles[cycle].course
        centre = guide_centre[course]
        if centre < 0 or guide_day[cycle] < 0 or state.cycles[cycle].place >= 0:
            continue
        previous = arrays.courses[course].previous_day
        if cycle > arrays.course_ptr[course]:
            if state.cycles[cycle - 1].place < 0:
                continue
            previous = state.cycles[cycle - 1].day
            if not arrays.courses[course].transfer:
                centre = state.cycles[cycle - 1].centre
        if state.course_tail[course] != centre and not _tail_free(arrays, state, centre):
            continue
        pair = _pair_at(arrays, course, centre, cycle)
        sex = arrays.courses[course].sex
        first = max(0, arrays.cycles[cycle].first_day, previous + arrays.courses[course].min_days)
        last = min(arrays.cycles[cycle].last_day, arrays.n_days - 1)
        if previous > -(10**5):
            last = min(last, previous + arrays.courses[course].max_days)
        state.journal_length[0] = 0
        for away in range(2 * reach + 1):
            # the day itself, then the day before, the day after, two before, ..
            shift = (away + 1) // 2 if away % 2 == 0 else -((away + 1) // 2)
            day = guide_day[cycle] + shift
            if day < first or day > last:
                continue
            place, step, end, entry = find_day(arrays, menu, state, cycle, pair, day, sex, source_price)
            if place >= 0:
                apply_cycle(arrays, menu, state, cycle, centre, pair, sex, place, step, end, entry)
                _set_tail(arrays, state, course)
                break


@nb.njit(cache=True, nogil=True)
def _related(arrays: Arrays, state: State, seed_course: int, seed_cycle: int, other: int) -> bool:
    """Whether two courses compete: at a centre in the same days, or for the same product in the same days."""
    near = arrays.cycles[seed_cycle].due_day
    if state.cycles[seed_cycle].day >= 0:
        near = state.cycles[seed_cycle].day
    pair_a = arrays.centre_pair[arrays.centres[arrays.centre_ptr[seed_course]].pair_from]
    for cycle in range(arrays.course_ptr[other], arrays.course_ptr[other + 1]):
        day = state.cycles[cycle].day
        if day < 0:
            continue
        if abs(day - near) > 10:
            continue
        centre = state.cycles[cycle].centre
        site = arrays.centres[centre].site
        same_product = arrays.pairs[_pair_at(arrays, other, centre, cycle)].product == arrays.pairs[pair_a].product
        if same_product and abs(day - near) <= 5 and np.random.random() < 0.3:
            return True
        for mine in range(arrays.centre_ptr[seed_course], arrays.centre_ptr[seed_course + 1]):
            if arrays.centres[mine].site == site:
                return True
    return False


@nb.njit(cache=True, nogil=True)
def search(
    arrays: Arrays,
    menu: Menu,
    state: State,
    best: State,
    iterations: int,
    seed: int,
    reward_from: float,
    reward_to: float,
    heat_from: float,
    heat_to: float,
    worth: float,
    noise: float,
    largest: int,
    cell_price: np.ndarray,
    source_price: np.ndarray,
    centre_price: np.ndarray,
) -> tuple[int, int, int]:
    """Improves a plan: takes out related courses and gives them anew, and keeps what is better or nearly so.

    The best plan met (by L1, then L2) is left in ``best``. The weight of L1 against L2 grows from ``reward_from`` to
    ``reward_to`` while the search cools, so that it may pay days for cycles early and never late.

    Returns
    -------
    L1 and L2 of the best plan, and the number of moves kept
    """
    np.random.seed(seed)
    n_courses = arrays.course_ptr.shape[0] - 1
    won, late = plan_values(arrays, state)
    best_won, best_late = won, late
    _copy(state, best)
    chosen = np.empty(64, dtype=np.int32)
    in_choice = np.zeros(n_courses, dtype=np.bool_)
    lacking = np.empty(n_courses, dtype=np.int32)
    most_cycles = 16
    old = np.empty((64, most_cycles, 5), dtype=np.int64)
    kept = 0
    n_lacking = 0
    if n_courses == 0:
        return best_won, best_late, 0
    for iteration in range(iterations):
        share = iteration / max(1, iterations)
        reward = reward_from * (reward_to / reward_from) ** share
        heat = heat_from * (heat_to / heat_from) ** share
        if iteration % 64 == 0:
            n_lacking = 0
            for course in range(n_courses):
                for cycle in range(arrays.course_ptr[course], arrays.course_ptr[course + 1]):
                    day = state.cycles[cycle].day
                    if day < 0 or day > arrays.cycles[cycle].due_day:
                        lacking[n_lacking] = course
                        n_lacking += 1
                        break
        if n_lacking == 0:
            break
        if np.random.random() < 0.85:
            centre_course = lacking[np.random.randint(n_lacking)]
        else:
            centre_course = np.random.randint(n_courses)
        if arrays.centre_ptr[centre_course] == arrays.centre_ptr[centre_course + 1]:
            continue
        span = arrays.course_ptr[centre_course + 1] - arrays.course_ptr[centre_course]
        seed_cycle = arrays.course_ptr[centre_course] + np.random.randint(span)
        n_chosen = 1
        chosen[0] = centre_course
        in_choice[centre_course] = True
        wanted = 2 + np.random.randint(largest)
        offset = np.random.randint(n_courses)
        for k in range(min(n_courses, 250)):
            if n_chosen >= wanted:
                break
            other = np.random.randint(n_courses) if n_courses > 250 else (offset + k) % n_courses
            if in_choice[other] or arrays.centre_ptr[other] == arrays.centre_ptr[other + 1]:
                continue
            if _related(arrays, state, centre_course, seed_cycle, other):
                chosen[n_chosen] = other
                in_choice[other] = True
                n_chosen += 1
        for _ in range(np.random.randint(4)):
            other = lacking[np.random.randint(n_lacking)]
            if not in_choice[other] and arrays.centre_ptr[other] < arrays.centre_ptr[other + 1]:
                chosen[n_chosen] = other
                in_choice[other] = True
                n_chosen += 1
        state.journal_length[0] = 0
        before_won = 0
        before_late = 0
        for k in range(n_chosen):
            course = chosen[k]
            in_choice[course] = False
            more, less = _course_values(arrays, state, course)
            before_won += more
            before_late += less
            for cycle in range(arrays.course_ptr[course], arrays.course_ptr[course + 1]):
                j = cycle - arrays.course_ptr[course]
                old[k, j, 0] = state.cycles[cycle].centre
                old[k, j, 1] = state.cycles[cycle].place
                old[k, j, 2] = state.cycles[cycle].step
                old[k, j, 3] = state.cycles[cycle].end
                old[k, j, 4] = state.cycles[cycle].entry
            _remove_course(arrays, menu, state, course)
        for k in range(n_chosen - 1, 0, -1):
            swap = np.random.randint(k + 1)
            # rows of `old` travel with their course
            course = chosen[k]
            chosen[k] = chosen[swap]
            chosen[swap] = course
            for j in range(most_cycles):
                for field in range(5):
                    value = old[k, j, field]
                    old[k, j, field] = old[swap, j, field]
                    old[swap, j, field] = value
        if np.random.random() < 0.4:
            # the one that lacks most goes first
            for k in range(1, n_chosen):
                if chosen[k] == centre_course:
                    course = chosen[0]
                    chosen[0] = chosen[k]
                    chosen[k] = course
                    for j in range(most_cycles):
                        for field in range(5):
                            value = old[0, j, field]
                            old[0, j, field] = old[k, j, field]
                            old[k, j, field] = value
        this_noise = noise * np.random.random()
        this_worth = worth if np.random.random() < 0.8 else np.inf
        for k in range(n_chosen):
            _insert_course(
                arrays,
                menu,
                state,
                chosen[k],
                reward,
                this_worth,
                this_noise,
                3,
                cell_price,
                source_price,
                centre_price,
            )
        after_won = 0
        after_late = 0
        for k in range(n_chosen):
            more, less = _course_values(arrays, state, chosen[k])
            after_won += more
            after_late += less
        change = reward * (after_won - before_won) - (after_late - before_late)
        if change >= 0.0 or np.random.random() < np.exp(change / heat):
            kept += 1
            won += after_won - before_won
            late += after_late - before_late
            if won > best_won or (won == best_won and late < best_late):
                best_won, best_late = won, late
                _copy_cycles(state, best)
        else:
            for k in range(n_chosen):
                _remove_course(arrays, menu, state, chosen[k])
            undo_retiming(arrays, menu, state)
            for k in range(n_chosen):
                course = chosen[k]
                for cycle in range(arrays.course_ptr[course], arrays.course_ptr[course + 1]):
                    j = cycle - arrays.course_ptr[course]
                    if old[k, j, 1] >= 0 and state.cycles[cycle].place < 0:
                        centre = old[k, j, 0]
                        apply_cycle(
                            arrays,
                            menu,
                            state,
                            cycle,
                            centre,
                            _pair_at(arrays, course, centre, cycle),
                            arrays.courses[course].sex,
                            old[k, j, 1],
                            old[k, j, 2],
                            old[k, j, 3],
                            old[k, j, 4],
                        )
                _set_tail(arrays, state, course)
    return best_won, best_late, kept


@nb.njit(cache=True, nogil=True)
def _copy_cycles(source: State, target: State) -> None:
    """Copies where the cycles are; the use of resources follows from it."""
    target.cycles[:] = source.cycles


@nb.njit(cache=True, nogil=True)
def _copy(source: State, target: State) -> None:
    _copy_cycles(source, target)


@nb.njit(cache=True, nogil=True)
def rebuild(arrays: Arrays, menu: Menu, state: State, cycles: State) -> None:
    """Gives every cycle as in another plan, on an empty state."""
    for course in range(arrays.course_ptr.shape[0] - 1):
        for cycle in range(arrays.course_ptr[course], arrays.course_ptr[course + 1]):
            if cycles.cycles[cycle].place >= 0:
                centre = cycles.cycles[cycle].centre
                apply_cycle(
                    arrays,
                    menu,
                    state,
                    cycle,
                    centre,
                    _pair_at(arrays, course, centre, cycle),
                    arrays.courses[course].sex,
                    cycles.cycles[cycle].place,
                    cycles.cycles[cycle].step,
                    cycles.cycles[cycle].end,
                    cycles.cycles[cycle].entry,
                )
        _set_tail(arrays, state, course)
