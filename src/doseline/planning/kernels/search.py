"""Search: a course is given anew, others make room for it and are given anew themselves."""

import numpy as np

from doseline.planning.arrays import SEARCH_REWARD, Arrays, Menu, Prices
from doseline.planning.kernels.chains import chain
from doseline.planning.kernels.compaction import compact
from doseline.planning.kernels.compiling import kernel
from doseline.planning.kernels.construction import give_on_cheapest, insert_at, insert_course, plan_values
from doseline.planning.kernels.ejection import WAITERS
from doseline.planning.kernels.floors import count_floors, lacking_to_floors
from doseline.planning.kernels.placement import begin_move, pair_of, remove_cycle, undo_to
from doseline.planning.kernels.promises import CHANGE_D, change_price, plan_changes
from doseline.planning.kernels.radioactivity import move_fits
from doseline.planning.kernels.refill import courses_by_product, refill
from doseline.planning.kernels.ruin import ruin_and_recreate
from doseline.planning.kernels.state import State
from doseline.planning.kernels.tail import set_tail, tail_free, tails_fit

__all__ = ["search"]

LACKING_EVERY = 200
"""Moves between two looks at who lacks a cycle or waits for one."""

DAY_TRIES = np.int64(5)
CENTRE_TRIES = np.int64(2)
NO_LINKS = np.int64(0)
LINKS = np.int64(8)
"""Cycles that take each other's turn in one chain at most."""

RUINED = 0.3
"""Share of the moves that take out what is in a few places around a day and give it anew .."""

ELSEWHERE = 0.3
"""Chance that the cycle with which such a move begins is given at another centre than its own."""

LATE_RUINED = 0.7
"""Chance that such a move begins with a late cycle, not with one that is not given .."""

RUIN_NOISE = 3.0
""".. and the mean random days, at most, that are then added to a day's cost for whoever lost a turn."""

CHAINED = 0.3
"""Share of the others that are chains .."""

CHAIN_NOISE = 10.0
""".. and the mean random days that they add to a day's cost."""

COMPACTED = 0.1
"""Share of the moves that let the stays of a place begin earlier instead."""

FORCED = 0.5
"""Chance that one who lost a turn may take somebody else's."""

FORCED_ONCE = 0.8
"""Share of the moves in which the course itself may take one turn of others; in the rest it may take two."""

SPLIT = 0.2
"""Share of them in which a course that may change its centre begins at another one than it goes on at."""

BY_LOSS = 0.7
"""Share of the moves for courses that lack something in which what a course loses at the prices says how likely it is
to be chosen, .."""

LEAST_LOSS, MOST_LOSS = 2.0, 200.0
""".. at least as if it lost the first and at most the second (days late)."""

ANYBODY = 0.1
"""Share of the moves for courses that may lack nothing."""

WANTED = 0.5
"""Up to this draw of the others the course is one of those that are not given and would be at the prices."""


OWED_D = 1e6
"""Days late that a cycle is worth which a region lacks to its floor: more than all others together."""

REFILLED = 0.3
"""Share of the moves after which others are offered the turns that were freed."""


@kernel
def _loss_at_prices(arrays: Arrays, state: State, course: int, prices: Prices) -> float:
    """How much dearer a course is than its cheapest schedule at the prices, the weeks after the horizon left aside."""
    weight = arrays.courses[course].weight
    cost = 0.0
    for cycle in range(arrays.course_ptr[course], arrays.course_ptr[course + 1]):
        day = state.cycles[cycle].day
        if day < 0:
            break
        due = arrays.cycles[cycle].due_day
        cost += prices.cell[pair_of(arrays, state, cycle), day]
        cost += weight * (max(0, day - due) - max(0, arrays.n_days - due))
        if day <= arrays.cycles[cycle].window_day:
            cost -= weight * SEARCH_REWARD
    least = 0.0
    for centre in range(arrays.centre_ptr[course], arrays.centre_ptr[course + 1]):
        least = min(least, prices.centre[centre])
    return max(0.0, cost - least)


@kernel
def _list_lacking(
    arrays: Arrays, menu: Menu, state: State, prices: Prices, lacking: np.ndarray, until: np.ndarray
) -> int:
    """Courses with a cycle that is not given, late or not as promised, into ``lacking``; how many.

    A course is as likely to be chosen as it adds to ``until``, by what it loses at the prices.
    """
    count = 0
    total = 0.0
    for course in range(arrays.course_ptr.shape[0] - 1):
        if arrays.centre_ptr[course] == arrays.centre_ptr[course + 1]:
            continue
        first = arrays.course_ptr[course]
        if arrays.cycles[first].first_day > arrays.cycles[first].last_day:
            continue
        for cycle in range(arrays.course_ptr[course], arrays.course_ptr[course + 1]):
            day = state.cycles[cycle].day
            changed = change_price(arrays, menu, cycle, state.cycles[cycle])
            if day < 0 or day > arrays.cycles[cycle].due_day or changed > 0:
                total += LEAST_LOSS + min(MOST_LOSS, _loss_at_prices(arrays, state, course, prices))
                lacking[count] = course
                until[count] = total
                count += 1
                break
    return count


@kernel
def _list_wanted(
    arrays: Arrays, state: State, prices: Prices, lacking: np.ndarray, n_lacking: int, wanted: np.ndarray
) -> int:
    """Of those that lack a cycle the ones that would be given at the prices, into ``wanted``; how many."""
    count = 0
    for k in range(n_lacking):
        course = lacking[k]
        if state.cycles[arrays.course_ptr[course + 1] - 1].place >= 0:
            continue
        least = 0.0
        for centre in range(arrays.centre_ptr[course], arrays.centre_ptr[course + 1]):
            least = min(least, prices.centre[centre])
        if least < -1.0:
            wanted[count] = course
            count += 1
    return count


@kernel
def _first_free(arrays: Arrays, course: int) -> int:
    """First cycle of a course after its last pinned one."""
    first = arrays.course_ptr[course]
    for cycle in range(arrays.course_ptr[course], arrays.course_ptr[course + 1]):
        if arrays.cycles[cycle].pinned:
            first = cycle + 1
    return first


@kernel
def _change(arrays: Arrays, menu: Menu, state: State, gained: np.ndarray) -> tuple[int, int, int]:
    """What the move under way adds to L1, L3 and L2, and to the cycles in window of each floor (``gained``)."""
    gained[:] = 0
    won = 0
    changed = 0
    late = 0
    for k in range(state.move[0]):
        cycle = state.journal_cycle[k]
        if state.counted[cycle] == state.move[1]:
            continue
        state.counted[cycle] = state.move[1]
        course = arrays.cycles[cycle].course
        weight, floor = arrays.courses[course].weight, arrays.courses[course].floor
        due, window = arrays.cycles[cycle].due_day, arrays.cycles[cycle].window_day
        undone = max(0, arrays.n_days - due)
        before, after = state.journal[k].day, state.cycles[cycle].day
        if arrays.cycles[cycle].promised:
            changed -= change_price(arrays, menu, cycle, state.journal[k])
            changed += change_price(arrays, menu, cycle, state.cycles[cycle])
        if before >= 0:
            late -= weight * max(0, before - due)
            if before <= window:
                won -= weight
                if floor >= 0:
                    gained[floor] -= 1
        else:
            late -= weight * undone
        if after >= 0:
            late += weight * max(0, after - due)
            if after <= window:
                won += weight
                if floor >= 0:
                    gained[floor] += 1
        else:
            late += weight * undone
    return won, changed, late


@kernel
def _set_tails(arrays: Arrays, state: State, n_changes: int) -> None:
    """Loads after the horizon of every course in the first entries of the journal."""
    for k in range(n_changes):
        set_tail(arrays, state, arrays.cycles[state.journal_cycle[k]].course)


@kernel
def _pick_centre(arrays: Arrays, state: State, course: int, cycle: int, noise: float, prices: Prices) -> int:
    """Centre at which a course goes on: that of the cycle before, or one that is cheap with some chance."""
    if cycle > arrays.course_ptr[course] and not arrays.courses[course].transfer:
        return state.cycles[cycle - 1].centre
    chosen = np.int64(-1)
    least = np.inf
    for centre in range(arrays.centre_ptr[course], arrays.centre_ptr[course + 1]):
        key = prices.centre[centre] - 2.0 * noise * np.log(np.random.random() + 1e-12)
        if key < least:
            least = key
            chosen = centre
    return chosen


@kernel
def _latest(arrays: Arrays, state: State, first: int, last: int) -> int:
    """Of the cycles from one to before another the one given longest after it was due; -1: none is late."""
    chosen = np.int64(-1)
    most = 0
    for cycle in range(first, last):
        away = state.cycles[cycle].day - arrays.cycles[cycle].due_day
        if away > most:
            chosen, most = cycle, away
    return chosen


@kernel
def _give_waiting(
    arrays: Arrays, menu: Menu, state: State, reward: float, noise: float, prices: Prices, waiting: np.ndarray
) -> None:
    """Gives whoever waits, and whoever comes to wait by that."""
    k = 0
    while k < waiting[0]:
        k += 1
        force = np.int64(np.random.random() < FORCED)
        insert_course(
            arrays, menu, state, waiting[k], reward, noise, CENTRE_TRIES, prices, DAY_TRIES, NO_LINKS, force, waiting
        )


@kernel
def _by_ejection(
    arrays: Arrays,
    menu: Menu,
    state: State,
    course: int,
    from_cycle: int,
    reward: float,
    noise: float,
    prices: Prices,
    waiting: np.ndarray,
) -> None:
    """Gives the last cycles of a course anew, and then whoever lost a turn by that."""
    centre = _pick_centre(arrays, state, course, from_cycle, noise, prices)
    sex = arrays.courses[course].sex
    for cycle in range(arrays.course_ptr[course + 1] - 1, from_cycle - 1, -1):
        if state.cycles[cycle].place >= 0:
            remove_cycle(arrays, menu, state, cycle, pair_of(arrays, state, cycle), sex)
    set_tail(arrays, state, course)
    this_noise = noise * np.random.random()
    force = np.int64(1 if np.random.random() < FORCED_ONCE else 2)
    waiting[0] = 0
    if (
        arrays.courses[course].transfer
        and from_cycle + 1 < arrays.course_ptr[course + 1]
        and np.random.random() < SPLIT
    ):
        # it goes on at the centre, but first it goes to another one
        previous = arrays.courses[course].previous_day
        if from_cycle > arrays.course_ptr[course]:
            previous = state.cycles[from_cycle - 1].day
        elsewhere = _pick_centre(arrays, state, course, arrays.course_ptr[course], 4.0 * noise, prices)
        day, force = give_on_cheapest(
            arrays,
            menu,
            state,
            from_cycle,
            elsewhere,
            previous,
            reward,
            this_noise,
            prices,
            DAY_TRIES,
            NO_LINKS,
            force,
            waiting,
            np.empty(arrays.n_days),
        )
        if day >= 0:
            from_cycle += 1
    # where the cycle before has made room for its own course, the course waits as others do
    if from_cycle == arrays.course_ptr[course] or state.cycles[from_cycle - 1].place >= 0:
        insert_at(
            arrays,
            menu,
            state,
            course,
            centre,
            from_cycle,
            reward,
            this_noise,
            prices,
            DAY_TRIES,
            NO_LINKS,
            force,
            waiting,
        )
    set_tail(arrays, state, course)
    _give_waiting(arrays, menu, state, reward, this_noise, prices, waiting)


@kernel
def _by_chain(
    arrays: Arrays,
    menu: Menu,
    state: State,
    course: int,
    first: int,
    open_cycle: int,
    reward: float,
    noise: float,
    prices: Prices,
) -> bool:
    """Gives one cycle of a course in somebody's turn, who takes the next one's turn, ..; False: undo."""
    cycle = np.int64(open_cycle)
    if open_cycle == arrays.course_ptr[course + 1] or np.random.random() < 0.5:
        cycle = _latest(arrays, state, first, open_cycle)
    if cycle < 0:
        return False
    centre = state.cycles[cycle].centre
    if centre >= 0:
        remove_cycle(arrays, menu, state, cycle, pair_of(arrays, state, cycle), arrays.courses[course].sex)
    else:
        centre = _pick_centre(arrays, state, course, cycle, noise, prices)
        if state.course_tail[course] != centre and not tail_free(arrays, state, centre):
            return False
    fine = chain(arrays, menu, state, cycle, centre, reward, CHAIN_NOISE, LINKS, prices)
    _set_tails(arrays, state, state.move[0])
    return fine


@kernel
def _may_change(arrays: Arrays, state: State, course: int, cycle: int) -> bool:
    """Whether a cycle that is given may be given at another centre while the others of its course stay."""
    if arrays.courses[course].transfer:
        return True
    last = arrays.course_ptr[course + 1]
    return bool(cycle == arrays.course_ptr[course] and (cycle + 1 == last or state.cycles[cycle + 1].place < 0))


@kernel
def _by_ruin(
    arrays: Arrays,
    menu: Menu,
    state: State,
    course: int,
    first: int,
    open_cycle: int,
    reward: float,
    noise: float,
    prices: Prices,
    waiting: np.ndarray,
) -> bool:
    """Gives one cycle of a course anew, and what is in a few places between its due day and its own; False: undo."""
    cycle = np.int64(open_cycle)
    if open_cycle == arrays.course_ptr[course + 1] or np.random.random() < LATE_RUINED:
        cycle = _latest(arrays, state, first, open_cycle)
    if cycle < 0:
        return False
    due, last = max(0, arrays.cycles[cycle].due_day), state.cycles[cycle].day
    centre = state.cycles[cycle].centre
    if centre < 0:
        last = arrays.cycles[cycle].window_day
    if centre < 0 or (_may_change(arrays, state, course, cycle) and np.random.random() < ELSEWHERE):
        centre = _pick_centre(arrays, state, course, cycle, noise, prices)
        if state.course_tail[course] != centre and not tail_free(arrays, state, centre):
            return False
    day = min(arrays.n_days - 1, due + np.random.randint(max(1, last - due)))
    if not ruin_and_recreate(arrays, menu, state, cycle, centre, day, reward, prices, waiting):
        return False
    _give_waiting(arrays, menu, state, reward, RUIN_NOISE * np.random.random(), prices, waiting)
    return True


@kernel
def search(
    arrays: Arrays,
    menu: Menu,
    state: State,
    best: State,
    iterations: int,
    seed: int,
    reward: float,
    heat: float,
    noise: float,
    prices: Prices,
) -> tuple[int, int, int, int, int]:
    """Improves a plan move by move, and keeps what is better or nearly so.

    A move gives some cycles of one course anew. Where they find no room others lose their turn and are given anew
    themselves; turns that become free are offered to others. The best plan met is left in ``best``: by what regions
    lack to their floors, then by L1, L3 and L2.

    Parameters
    ----------
    reward : days late that a weighted cycle in window is worth
    heat : days that a move may lose with one chance in e
    noise : mean random days that are added to a day's cost, at most

    Returns
    -------
    what regions lack to their floors, L1, L3 and L2 of the best plan, and the number of moves kept
    """
    np.random.seed(seed)
    n_courses = arrays.course_ptr.shape[0] - 1
    won, late = plan_values(arrays, state)
    changed = plan_changes(arrays, menu, state)
    reached, gained = np.zeros((2, arrays.floors.shape[0]), dtype=np.int64)
    count_floors(arrays, state, reached)
    owed = lacking_to_floors(arrays, reached, gained)
    best_owed, best_won, best_changed, best_late = owed, won, changed, late
    best.cycles[:] = state.cycles
    lacking = np.empty(n_courses, dtype=np.int64)
    wanted = np.empty(n_courses, dtype=np.int64)
    until = np.empty(n_courses)
    waiting = np.zeros(WAITERS, dtype=np.int64)
    grouped, begin = courses_by_product(arrays)
    kept = 0
    n_lacking = n_wanted = 0
    for iteration in range(iterations if n_courses > 0 else 0):
        if iteration % LACKING_EVERY == 0:
            n_lacking = _list_lacking(arrays, menu, state, prices, lacking, until)
            n_wanted = _list_wanted(arrays, state, prices, lacking, n_lacking, wanted)
        dice = np.random.random()
        if dice < ANYBODY or n_lacking == 0:
            course = np.int64(np.random.randint(n_courses))
        elif np.random.random() < BY_LOSS:
            course = lacking[np.searchsorted(until[:n_lacking], until[n_lacking - 1] * np.random.random())]
        elif n_wanted > 0 and dice < WANTED:
            course = wanted[np.random.randint(n_wanted)]
        else:
            course = lacking[np.random.randint(n_lacking)]
        first, last = _first_free(arrays, course), arrays.course_ptr[course + 1]
        if arrays.centre_ptr[course] == arrays.centre_ptr[course + 1] or first == last:
            continue
        open_cycle = first
        while open_cycle < last and state.cycles[open_cycle].place >= 0:
            open_cycle += 1
        if first > arrays.course_ptr[course] and state.cycles[first - 1].place < 0:
            continue
        begin_move(state)
        if np.random.random() < COMPACTED:
            cycle = np.random.randint(arrays.course_ptr[n_courses])
            if state.cycles[cycle].place >= 0:
                compact(arrays, menu, state, state.cycles[cycle].place, state.cycles[cycle].day)
            continue
        fine = True
        if np.random.random() < RUINED:
            fine = _by_ruin(arrays, menu, state, course, first, open_cycle, reward, noise, prices, waiting)
        elif np.random.random() < CHAINED:
            fine = _by_chain(arrays, menu, state, course, first, open_cycle, reward, noise, prices)
        else:
            from_cycle = np.int64(open_cycle)
            if open_cycle == last or np.random.random() < 0.5:
                from_cycle = first + np.random.randint(min(last, open_cycle + 1) - first)
            _by_ejection(arrays, menu, state, course, from_cycle, reward, noise, prices, waiting)
        if fine and np.random.random() < REFILLED:
            refill(arrays, menu, state, grouped, begin, reward, prices, waiting)
        more, moved, less = _change(arrays, menu, state, gained)
        still_owed = lacking_to_floors(arrays, reached, gained)
        change = OWED_D * (owed - still_owed) + reward * more - CHANGE_D * moved - less
        # a course that lost its last cycles loads the centre of the one before, and one that comes home loads that
        if (
            fine
            and (change >= 0.0 or np.random.random() < np.exp(change / heat))
            and tails_fit(state)
            and move_fits(arrays, menu, state)
        ):
            kept += 1
            reached += gained
            owed = still_owed
            won += more
            changed += moved
            late += less
            if owed < best_owed or (
                owed == best_owed
                and (
                    won > best_won
                    or (won == best_won and (changed < best_changed or (changed == best_changed and late < best_late)))
                )
            ):
                best_owed, best_won, best_changed, best_late = owed, won, changed, late
                best.cycles[:] = state.cycles
        else:
            n_changes = state.move[0]
            undo_to(arrays, menu, state, np.int64(0))
            _set_tails(arrays, state, n_changes)
    return best_owed, best_won, best_changed, best_late, kept
