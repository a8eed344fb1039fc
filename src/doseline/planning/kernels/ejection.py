"""Making room for a cycle by taking others out: vials change their source first, then somebody loses a turn."""

import numpy as np

from doseline.planning.arrays import Arrays, Menu, Prices
from doseline.planning.kernels.apart import apart
from doseline.planning.kernels.compiling import kernel
from doseline.planning.kernels.placement import (
    ANYWHERE,
    apply_cycle,
    find_day,
    find_spot,
    last_night_day,
    pair_of,
    remove_cycle,
    set_entry,
    supply_free,
    undo_to,
    unlike,
)
from doseline.planning.kernels.promises import CHANGE_D, change_price
from doseline.planning.kernels.radioactivity import still_fits
from doseline.planning.kernels.state import State
from doseline.planning.kernels.tail import full_tail_row, set_tail, tail_free

__all__ = [
    "POSTPONEMENT",
    "WAITERS",
    "cheapest_place",
    "clear_tail",
    "eject",
    "make_room",
    "postponement",
    "rival_for_heads",
    "squeeze_in",
    "supplied_entry",
]

PLACES_TRIED = 4
COURSES_TRIED = 60
LOADS_COMPARED = 6
WAITERS = 48
"""Courses at most that a move takes out and then gives anew."""

MOST_DISPLACED = 16
"""Cycles at most that wait while others are squeezed in."""

FEWEST, LOSS, POSTPONEMENT = np.int64(0), np.int64(1), np.int64(2)
DELAY_D = 3
LARGE = 1e15

SPREAD = 20.0
"""Mean random days that are added to a loss."""


@kernel
def eject(arrays: Arrays, menu: Menu, state: State, cycle: int, waiting: np.ndarray) -> bool:
    """Takes out a cycle and those after it in its course, and lets the course wait; False if one of them is pinned.

    ``waiting[0]`` counts the courses that wait, which follow it.
    """
    course = arrays.cycles[cycle].course
    last = arrays.course_ptr[course + 1]
    for other in range(cycle, last):
        if arrays.cycles[other].pinned:
            return False
    known = False
    for k in range(waiting[0]):
        known = known or waiting[k + 1] == course
    if not known:
        if waiting[0] + 1 >= waiting.shape[0]:
            return False
        waiting[0] += 1
        waiting[waiting[0]] = course
    sex = arrays.courses[course].sex
    for other in range(last - 1, cycle - 1, -1):
        if state.cycles[other].place >= 0:
            remove_cycle(arrays, menu, state, other, pair_of(arrays, state, other), sex)
    set_tail(arrays, state, course)
    return True


@kernel
def _broken(arrays: Arrays, menu: Menu, state: State, cycle: int) -> float:
    """What it adds, in days late, if a promised cycle that is given moves to another date."""
    now = change_price(arrays, menu, cycle, state.cycles[cycle])
    return CHANGE_D * max(0, arrays.cycles[cycle].date_price - now)


@kernel
def _loss(arrays: Arrays, menu: Menu, state: State, cycle: int, reward: float, prices: Prices) -> float:
    """What a plan loses if a cycle and those after it are not given, less what they pay for what they use.

    Too much where one is pinned.
    """
    course = arrays.cycles[cycle].course
    weight = arrays.courses[course].weight
    total = 0.0
    for other in range(cycle, arrays.course_ptr[course + 1]):
        day = state.cycles[other].day
        if arrays.cycles[other].pinned:
            return LARGE
        if day >= 0:
            due = arrays.cycles[other].due_day
            total += weight * (max(0, arrays.n_days - due) - max(0, day - due))
            if day <= arrays.cycles[other].window_day:
                total += weight * reward
            total -= prices.cell[pair_of(arrays, state, other), day]
            if arrays.cycles[other].promised:
                total += _broken(arrays, menu, state, other)
    return total


@kernel
def postponement(arrays: Arrays, menu: Menu, state: State, cycle: int, reward: float) -> float:
    """What it costs, with some chance, if a cycle is given ``DELAY_D`` days later."""
    if arrays.cycles[cycle].pinned:
        return LARGE
    weight = arrays.courses[arrays.cycles[cycle].course].weight
    day, due = state.cycles[cycle].day, arrays.cycles[cycle].due_day
    cost = weight * (max(0, day + DELAY_D - due) - max(0, day - due)) - 3.0 * np.log(np.random.random() + 1e-12)
    if day <= arrays.cycles[cycle].window_day < day + DELAY_D:
        cost += weight * reward
    if arrays.cycles[cycle].promised:
        cost += _broken(arrays, menu, state, cycle)
    return cost


@kernel
def free_source(arrays: Arrays, menu: Menu, state: State, entry: int) -> bool:
    """Lets one vial come from elsewhere, at the same instant of its use, so that its source serves an entry."""
    source = arrays.routes[menu.entries[entry].route].source
    cycle = state.drawn[source]
    while cycle >= 0:
        after = state.list_next[cycle]
        cell = pair_of(arrays, state, cycle) * arrays.n_days + state.cycles[cycle].day
        step = state.cycles[cycle].step
        for other in range(menu.ptr[cell], menu.ptr[cell + 1]):
            if arrays.routes[menu.entries[other].route].source == source:
                continue
            if (
                menu.entries[other].first_step <= step <= menu.entries[other].last_step
                and supply_free(arrays, menu, state, other)
                and still_fits(arrays, menu, state, cycle, pair_of(arrays, state, cycle), other)
            ):
                set_entry(arrays, menu, state, cycle, other)
                if supply_free(arrays, menu, state, entry):
                    return True
                break
        cycle = after
    return False


@kernel
def _in_the_way(
    arrays: Arrays, state: State, place: int, start: int, end: int, clean: int, code: int, found: np.ndarray
) -> int:
    """Cycles that keep a place from a stay, into ``found``; -1 where something is in the way that cannot move.

    Those in other places of the room count too, where the patient of ``code`` (sex and nuclide) may not share it with
    them.
    """
    count = _in_its_place(arrays, state, place, start, end, clean, found)
    for k in range(arrays.places[place].peer_from, arrays.places[place].peer_to):
        if count < 0:
            return -1
        count = _beside_it(arrays, state, place, arrays.peer[k], start, end, code, found, count)
    return count


@kernel
def _in_its_place(arrays: Arrays, state: State, place: int, start: int, end: int, clean: int, found: np.ndarray) -> int:
    """Cycles whose stays or cleaning keep a place from a stay, into ``found``; -1: something that cannot move."""
    count = 0
    at = min(clean, state.place_used.shape[1]) - 1
    while at >= start:
        if at < end and arrays.place_closed[place, at]:
            return -1
        if state.place_used[place, at] == 0:
            at -= 1
            continue
        begun = _begun(state, place, at)
        if begun < 0 or count >= found.shape[0]:
            return -1
        cycle = np.int64(state.admitted[place, begun])
        if state.cycles[cycle].end + arrays.places[place].clean_steps <= at or arrays.cycles[cycle].pinned:
            return -1
        found[count] = cycle
        count += 1
        if at > begun:
            for step in range(max(begun, start), min(at, end)):
                if arrays.place_closed[place, step]:
                    return -1
        at = begun - 1
    return count


@kernel
def _beside_it(
    arrays: Arrays,
    state: State,
    place: int,
    other: int,
    start: int,
    end: int,
    code: int,
    found: np.ndarray,
    count: int,
) -> int:
    """Cycles in another place of the room that may not share it, added to ``found``; -1: one that cannot move."""
    at = min(end, state.place_used.shape[1]) - 1
    while at >= start:
        if not unlike(arrays, place, state.place_used[other, at], code):
            at -= 1
            continue
        begun = _begun(state, other, at)
        if begun < 0 or count >= found.shape[0]:
            return -1
        cycle = np.int64(state.admitted[other, begun])
        if arrays.cycles[cycle].pinned:
            return -1
        found[count] = cycle
        count += 1
        at = begun - 1
    return count


@kernel
def _begun(state: State, place: int, at: int) -> int:
    """Step in which the stay began that uses a place at a step, with its cleaning; -1: before the horizon."""
    begun = at
    while begun >= 0 and state.admitted[place, begun] < 0:
        if state.place_used[place, begun] == 0:
            return -1
        begun -= 1
    return begun


@kernel
def cheapest_place(
    arrays: Arrays,
    menu: Menu,
    state: State,
    pair: int,
    day: int,
    sex: int,
    first_step: int,
    last_step: int,
    measure: int,
    reward: float,
    prices: Prices,
    kept: np.ndarray,
) -> tuple[int, int]:
    """Place in which least is in the way of a stay, and how many cycles that are, into ``kept``; place -1: none.

    Least is by ``measure`` the fewest cycles, the smallest loss or the cheapest postponement, with some chance.
    """
    site, product = arrays.pairs[pair].site, arrays.pairs[pair].product
    nuclide, lead, stay = arrays.pairs[pair].nuclide, arrays.pairs[pair].lead_steps, arrays.pairs[pair].stay_steps
    first_place, n_places = arrays.place_ptr[site], arrays.place_ptr[site + 1] - arrays.place_ptr[site]
    begin = max(first_step, max(arrays.site_days[site, day].opens, arrays.day_first_step[day]) + lead)
    finish = min(last_step, arrays.site_days[site, day].closes, arrays.day_first_step[day + 1] - 1)
    found = np.empty(kept.shape[0], dtype=np.int64)
    n_kept = np.int64(0)
    best_place = np.int64(-1)
    best = LARGE
    turn = np.random.randint(n_places)
    tried = 0
    for k in range(n_places):
        place = first_place + (k + turn) % n_places
        if not arrays.place_nuclide_ok[place, nuclide]:
            continue
        tried += 1
        if tried > PLACES_TRIED:
            break
        step = begin
        for attempt in range(2):
            if attempt == 1:
                # after whoever is there in the morning has left
                step = begin
                while step <= finish and state.place_used[place, step - lead] != 0:
                    step += 1
                if step == begin:
                    break
            if step > finish or step + stay >= arrays.leave_next.shape[1]:
                break
            end = np.int64(arrays.leave_next[site * arrays.n_products + product, step + stay])
            if end < 0:
                break
            until = last_night_day(arrays, end)
            if until > day and (
                not arrays.places[place].overnight
                or arrays.site_days[site, until].uncovered > arrays.site_days[site, day].uncovered
            ):
                break
            clean = end + arrays.places[place].clean_steps
            count = _in_the_way(arrays, state, place, step - lead, end, clean, 2 + sex + 2 * nuclide, found)
            if count < 0:
                continue
            cost = count + 1.5 * np.random.random()
            if measure == LOSS:
                cost = -SPREAD * np.log(np.random.random() + 1e-12)
                for j in range(count):
                    cost += _loss(arrays, menu, state, found[j], reward, prices)
            elif measure == POSTPONEMENT:
                for j in range(count):
                    cost += postponement(arrays, menu, state, found[j], reward)
            if cost < best:
                best, best_place, n_kept = cost, place, count
                kept[:] = found
    return best_place, n_kept


@kernel
def supplied_entry(arrays: Arrays, menu: Menu, state: State, pair: int, day: int) -> int:
    """A menu entry of a pair and day whose vial can be had, perhaps after another vial changed its source; or -1."""
    first = menu.ptr[pair * arrays.n_days + day]
    n = menu.ptr[pair * arrays.n_days + day + 1] - first
    if n == 0:
        return -1
    turn = np.random.randint(n)
    for k in range(n):
        entry = first + (k + turn) % n
        if supply_free(arrays, menu, state, entry):
            return entry
    tried = np.int64(-1)
    for k in range(n):
        entry = first + (k + turn) % n
        source = arrays.routes[menu.entries[entry].route].source
        if source == tried:
            continue
        if free_source(arrays, menu, state, entry):
            return entry
        if tried >= 0:
            break
        tried = source
    return -1


@kernel
def rival_for_heads(arrays: Arrays, state: State, site: int, day: int) -> int:
    """One of those who are administered at a site on a day, or leave it after a night, at random; -1: none can move."""
    chosen = np.int64(-1)
    count = 0
    for place in range(arrays.place_ptr[site], arrays.place_ptr[site + 1]):
        for on in range(max(0, day - 1), day + 1):
            if state.place_day[place, on, 0] == 0:
                continue
            for step in range(arrays.day_first_step[on], arrays.day_first_step[on + 1]):
                cycle = np.int64(state.admitted[place, step])
                if cycle < 0 or arrays.cycles[cycle].pinned:
                    continue
                if on < day and arrays.day_of_step[state.cycles[cycle].end] != day:
                    continue
                count += 1
                if np.random.random() * count < 1.0:
                    chosen = cycle
    return chosen


@apart()
def squeeze_in(
    arrays: Arrays,
    menu: Menu,
    state: State,
    cycle: int,
    centre: int,
    day: int,
    prices: Prices,
    links: int,
) -> bool:
    """Gives a cycle on a day by moving others to other places, hours and sources of their own days.

    Whoever is in the way is taken out and squeezed in itself, up to ``links`` times. If that does not end well nothing
    is changed.
    """
    mark = state.move[0]
    waiting_cycle = np.empty(MOST_DISPLACED, dtype=np.int64)
    waiting_centre = np.empty(MOST_DISPLACED, dtype=np.int64)
    waiting_day = np.empty(MOST_DISPLACED, dtype=np.int64)
    kept = np.empty(8, dtype=np.int64)
    waiting_cycle[0], waiting_centre[0], waiting_day[0] = cycle, centre, day
    n = 1
    used = 0
    while n > 0:
        n -= 1
        mine, my_centre, my_day = waiting_cycle[n], waiting_centre[n], waiting_day[n]
        course = arrays.cycles[mine].course
        sex = arrays.courses[course].sex
        pair = arrays.centre_pair[arrays.centres[my_centre].pair_from + mine - arrays.course_ptr[course]]
        place, step, end, entry = find_day(arrays, menu, state, mine, pair, my_day, sex, prices.entry_order)
        if place < 0:
            used += 1
            entry = np.int64(-1)
            if used <= links:
                entry = supplied_entry(arrays, menu, state, pair, my_day)
            if entry < 0:
                undo_to(arrays, menu, state, mark)
                return False
            first, last = menu.entries[entry].first_step, menu.entries[entry].last_step
            place, step, end = find_spot(arrays, menu, state, mine, pair, my_day, sex, first, last, ANYWHERE, entry)
            if place < 0:
                where, count = cheapest_place(
                    arrays, menu, state, pair, my_day, sex, first, last, FEWEST, 0.0, prices, kept
                )
                if where < 0 or n + count > MOST_DISPLACED:
                    undo_to(arrays, menu, state, mark)
                    return False
                for j in range(count):
                    other = kept[j]
                    waiting_cycle[n], waiting_centre[n] = other, state.cycles[other].centre
                    waiting_day[n] = state.cycles[other].day
                    n += 1
                    other_sex = arrays.courses[arrays.cycles[other].course].sex
                    remove_cycle(arrays, menu, state, other, pair_of(arrays, state, other), other_sex)
                place, step, end = find_spot(arrays, menu, state, mine, pair, my_day, sex, first, last, where, entry)
                if place < 0 and n < MOST_DISPLACED:
                    # there is room, but not the heads
                    rival = rival_for_heads(arrays, state, arrays.pairs[pair].site, my_day)
                    if rival >= 0:
                        waiting_cycle[n], waiting_centre[n] = rival, state.cycles[rival].centre
                        waiting_day[n] = state.cycles[rival].day
                        n += 1
                        rival_sex = arrays.courses[arrays.cycles[rival].course].sex
                        remove_cycle(arrays, menu, state, rival, pair_of(arrays, state, rival), rival_sex)
                        place, step, end = find_spot(
                            arrays, menu, state, mine, pair, my_day, sex, first, last, where, entry
                        )
                if place < 0:
                    undo_to(arrays, menu, state, mark)
                    return False
        apply_cycle(arrays, menu, state, mine, my_centre, pair, sex, place, step, end, entry)
    return True


@kernel
def _clear_source(
    arrays: Arrays, menu: Menu, state: State, entry: int, reward: float, prices: Prices, waiting: np.ndarray
) -> bool:
    """Takes out the cycle that draws on the source of an entry and is worth least."""
    source = arrays.routes[menu.entries[entry].route].source
    best = np.int64(-1)
    best_loss = LARGE
    cycle = state.drawn[source]
    while cycle >= 0:
        loss = _loss(arrays, menu, state, cycle, reward, prices) - SPREAD * np.log(np.random.random() + 1e-12)
        if loss < best_loss:
            best, best_loss = cycle, loss
        cycle = state.list_next[cycle]
    if best < 0 or not eject(arrays, menu, state, best, waiting):
        return False
    return supply_free(arrays, menu, state, entry)


@kernel
def clear_tail(
    arrays: Arrays,
    menu: Menu,
    state: State,
    course: int,
    centre: int,
    reward: float,
    prices: Prices,
    waiting: np.ndarray,
) -> bool:
    """Takes out a whole course, of a few that load the same weeks after the horizon the one that is worth least."""
    row = full_tail_row(arrays, state, centre)
    best = np.int64(-1)
    best_loss = LARGE
    n_courses = arrays.course_ptr.shape[0] - 1
    found = 0
    for _ in range(COURSES_TRIED):
        other = np.random.randint(n_courses)
        its_centre = state.course_tail[other]
        if its_centre < 0 or other == course:
            continue
        for k in range(arrays.centres[its_centre].tail_from, arrays.centres[its_centre].tail_to):
            if arrays.centre_tails[k].row == row and arrays.centre_tails[k].load > 0.0:
                found += 1
                cycle = arrays.course_ptr[other]
                loss = _loss(arrays, menu, state, cycle, reward, prices) - SPREAD * np.log(np.random.random() + 1e-12)
                if loss < best_loss:
                    best, best_loss = cycle, loss
                break
        if found >= LOADS_COMPARED:
            break
    if best < 0 or not eject(arrays, menu, state, best, waiting):
        return False
    return tail_free(arrays, state, centre)


@apart(waiting=np.int64)
def make_room(
    arrays: Arrays,
    menu: Menu,
    state: State,
    cycle: int,
    pair: int,
    day: int,
    sex: int,
    reward: float,
    prices: Prices,
    waiting: np.ndarray,
) -> tuple[int, int, int, int]:
    """Place, step, discharge step and menu entry for a cycle on a day, others taken out if need be; place -1: none.

    Whoever loses a turn is added to ``waiting``. What was taken out stays out even where no room could be made: the
    caller undoes the move.
    """
    first_entry = menu.ptr[pair * arrays.n_days + day]
    n_entries = menu.ptr[pair * arrays.n_days + day + 1] - first_entry
    if n_entries == 0:
        return -1, 0, 0, -1
    entry = supplied_entry(arrays, menu, state, pair, day)
    if entry < 0:
        entry = first_entry + np.random.randint(n_entries)
        if not _clear_source(arrays, menu, state, entry, reward, prices, waiting):
            return -1, 0, 0, -1
    first, last = menu.entries[entry].first_step, menu.entries[entry].last_step
    place, step, end = find_spot(arrays, menu, state, cycle, pair, day, sex, first, last, ANYWHERE, entry)
    if place < 0 and arrays.places_matter:
        kept = np.empty(8, dtype=np.int64)
        where, count = cheapest_place(arrays, menu, state, pair, day, sex, first, last, LOSS, reward, prices, kept)
        if where < 0:
            return -1, 0, 0, -1
        for j in range(count):
            if state.cycles[kept[j]].place >= 0 and not eject(arrays, menu, state, kept[j], waiting):
                return -1, 0, 0, -1
        place, step, end = find_spot(arrays, menu, state, cycle, pair, day, sex, first, last, where, entry)
        if place < 0:
            # there is room, but not the heads
            rival = rival_for_heads(arrays, state, arrays.pairs[pair].site, day)
            if rival >= 0 and eject(arrays, menu, state, rival, waiting):
                place, step, end = find_spot(arrays, menu, state, cycle, pair, day, sex, first, last, where, entry)
    return place, step, end, entry
