"""Can this cycle be given here on this day, and what does it take? The one place where the grid is searched."""

import numba as nb
import numpy as np

from doseline.planning.arrays import (
    ADMINISTRATION,
    IRRADIATION_STEP_MIN,
    SOURCE_BATCH,
    SOURCE_LINE,
    Arrays,
    Menu,
)
from doseline.planning.kernels.state import State

__all__ = [
    "apply_cycle",
    "find_day",
    "find_end",
    "last_night_day",
    "line_option",
    "pair_of",
    "remove_cycle",
    "staff_free",
    "undo_retiming",
]

CLEANING = 1
TINY = 1e-6
LONGEST_WAIT = 8
"""Steps that a discharge may wait for heads."""

RETIME_DAYS = 4
"""Days before and after an insertion whose stays may move to other hours."""

RETIME_PLACES = 3
"""Places tried for that."""


@nb.njit(cache=True, nogil=True)
def last_night_day(arrays: Arrays, end: int) -> int:
    """Day in which a stay that ends at a step has its last instant."""
    day = arrays.day_of_step[end]
    if end * arrays.step_min == arrays.day_start_min[day] and day > 0:
        return day - 1
    return day


@nb.njit(cache=True, nogil=True)
def _span_free(arrays: Arrays, state: State, place: int, start: int, end: int, clean: int) -> int:
    """Last step that keeps the place from being used, or -1."""
    last = min(clean, state.place_used.shape[1])
    for step in range(last - 1, start - 1, -1):
        if state.place_used[place, step] != 0 or (step < end and arrays.place_closed[place, step]):
            return step
    return -1


@nb.njit(cache=True, nogil=True)
def _sharing_free(arrays: Arrays, state: State, place: int, start: int, end: int, code: int) -> bool:
    for k in range(arrays.places[place].peer_from, arrays.places[place].peer_to):
        other = arrays.peer[k]
        for step in range(start, end):
            there = state.place_used[other, step]
            if there > CLEANING:
                if arrays.places[place].same_sex and (there % 2) != (code % 2):
                    return False
                if arrays.places[place].one_nuclide and ((there - 2) // 2) != ((code - 2) // 2):
                    return False
    return True


@nb.njit(cache=True, nogil=True)
def staff_free(arrays: Arrays, used: np.ndarray, site: int, product: int, step: int, end: int) -> bool:
    """Whether the heads for an administration at a step with discharge at ``end`` are there."""
    for task in range(arrays.task_ptr[product], arrays.task_ptr[product + 1]):
        anchor = step if arrays.tasks[task].anchor == ADMINISTRATION else end
        row = site * arrays.n_roles + arrays.tasks[task].role
        need = arrays.tasks[task].heads
        for at in range(anchor + arrays.tasks[task].begin, anchor + arrays.tasks[task].finish):
            if at < 0 or at >= used.shape[1]:
                return False
            extra = need
            for other in range(arrays.task_ptr[product], task):
                if arrays.tasks[other].role == arrays.tasks[task].role:
                    base = step if arrays.tasks[other].anchor == ADMINISTRATION else end
                    if base + arrays.tasks[other].begin <= at < base + arrays.tasks[other].finish:
                        extra += arrays.tasks[other].heads
            if used[row, at] + extra > arrays.heads[row, at]:
                return False
    return True


@nb.njit(cache=True, nogil=True)
def find_end(arrays: Arrays, used: np.ndarray, site: int, product: int, step: int, earliest: int) -> int:
    """First discharge from a step on for which the heads are free, waiting at most ``LONGEST_WAIT`` steps; -1: none."""
    row = site * arrays.n_products + product
    at = earliest
    while 0 <= at < arrays.leave_next.shape[1] and at <= earliest + LONGEST_WAIT:
        end = arrays.leave_next[row, at]
        if end < 0:
            return -1
        if staff_free(arrays, used, site, product, step, end):
            return end
        if at == earliest:
            earliest = end
        at = end + 1
    return -1


@nb.njit(cache=True, nogil=True)
def _find_spot(
    arrays: Arrays, state: State, cycle: int, pair: int, day: int, sex: int, first: int, last: int, only_place: int
) -> tuple[int, int, int]:
    site = arrays.pairs[pair].site
    product = arrays.pairs[pair].product
    nuclide = arrays.pairs[pair].nuclide
    lead = arrays.pairs[pair].lead_steps
    stay = arrays.pairs[pair].stay_steps
    code = 2 + sex + 2 * nuclide
    begin = max(first, max(arrays.site_days[site, day].opens, arrays.day_first_step[day]) + lead)
    finish = min(last, arrays.site_days[site, day].closes, arrays.day_first_step[day + 1] - 1)
    place_first, place_last = arrays.place_ptr[site], arrays.place_ptr[site + 1]
    if arrays.pairs[pair].fixed_step >= 0:
        fixed = arrays.pairs[pair].fixed_step
        if fixed < begin or fixed > finish:
            return -1, 0, 0
        begin = finish = fixed
        place_first = arrays.pairs[pair].fixed_place
        place_last = place_first + 1
    if only_place >= 0:
        place_first = only_place
        place_last = only_place + 1
    for place in range(place_first, place_last):
        if not arrays.place_nuclide_ok[place, nuclide]:
            continue
        step = begin
        while step <= finish:
            if step < arrays.cycles[cycle].resume_step and not (
                arrays.cycles[cycle].lab_first_step <= step <= arrays.cycles[cycle].lab_last_step
            ):
                step += 1
                continue
            if step + stay >= arrays.leave_next.shape[1]:
                break
            end = arrays.leave_next[site * arrays.n_products + product, step + stay]
            if end < 0:
                break
            start = step - lead
            until = last_night_day(arrays, end)
            if until > day:
                if not arrays.places[place].overnight:
                    break
                if arrays.site_days[site, until].uncovered > arrays.site_days[site, day].uncovered:
                    break
            if arrays.places_matter:
                clash = _span_free(arrays, state, place, start, end, end + arrays.places[place].clean_steps)
                if clash >= 0:
                    step = max(step + 1, clash + 1 + lead)
                    continue
                if not _sharing_free(arrays, state, place, start, end, code):
                    step += 1
                    continue
            later = find_end(arrays, state.staff_used, site, product, step, end)
            if later == end:
                return place, step, end
            if later > end:
                until = last_night_day(arrays, later)
                fine = until == day or (
                    arrays.places[place].overnight
                    and arrays.site_days[site, until].uncovered == arrays.site_days[site, day].uncovered
                )
                if fine and arrays.places_matter:
                    clean = later + arrays.places[place].clean_steps
                    fine = _span_free(arrays, state, place, start, later, clean) < 0 and _sharing_free(
                        arrays, state, place, start, later, code
                    )
                if fine:
                    return place, step, later
            step += 1
    return -1, 0, 0


@nb.njit(cache=True, nogil=True)
def line_option(arrays: Arrays, state: State, source: int, needed_mbq: float) -> int:
    """Shortest irradiation that gives enough and finds a free position, or -1.

    All irradiations of a batch end together, so a longer one is never free when the shortest sufficient one is not.
    """
    current = state.sources[source].option
    for option in range(arrays.sources[source].option_from, arrays.sources[source].option_to):
        if arrays.options[option].usable + TINY >= needed_mbq:
            if option == current:
                return option
            reactor = arrays.sources[source].reactor
            own_from = own_to = 0
            if current >= 0:
                own_from = (arrays.options[current].start - arrays.irradiation_origin_min) // IRRADIATION_STEP_MIN
                own_to = -(-(arrays.options[current].end - arrays.irradiation_origin_min) // IRRADIATION_STEP_MIN)
            begin = (arrays.options[option].start - arrays.irradiation_origin_min) // IRRADIATION_STEP_MIN
            finish = -(-(arrays.options[option].end - arrays.irradiation_origin_min) // IRRADIATION_STEP_MIN)
            for at in range(max(begin, 0), min(finish, state.reactor_used.shape[1])):
                mine = 1 if own_from <= at < own_to else 0
                if state.reactor_used[reactor, at] - mine >= arrays.reactor_positions[reactor]:
                    return -1
            return option
    return -1


@nb.njit(cache=True, nogil=True)
def _set_option(arrays: Arrays, state: State, source: int, option: int) -> None:
    current = state.sources[source].option
    if current == option:
        return
    reactor = arrays.sources[source].reactor
    for side in range(2):
        which = np.int64(current) if side == 0 else np.int64(option)
        change = -1 if side == 0 else 1
        if which >= 0:
            begin = (arrays.options[which].start - arrays.irradiation_origin_min) // IRRADIATION_STEP_MIN
            finish = -(-(arrays.options[which].end - arrays.irradiation_origin_min) // IRRADIATION_STEP_MIN)
            for at in range(max(begin, 0), min(finish, state.reactor_used.shape[1])):
                state.reactor_used[reactor, at] += change
    state.sources[source].option = option


@nb.njit(cache=True, nogil=True)
def _supply_free(arrays: Arrays, menu: Menu, state: State, entry: int) -> bool:
    route = menu.entries[entry].route
    source = arrays.routes[route].source
    kind = arrays.sources[source].kind
    if kind == SOURCE_LINE:
        if line_option(arrays, state, source, state.sources[source].mbq + menu.entries[entry].at_calibration_mbq) < 0:
            return False
    elif kind == SOURCE_BATCH:
        if state.sources[source].mbq + menu.entries[entry].at_calibration_mbq > arrays.sources[source].usable + TINY:
            return False
    elif state.sources[source].count >= arrays.sources[source].quantity:
        return False
    departure = arrays.routes[route].departure
    if state.departures[departure].count >= arrays.departures[departure].packages:
        return False
    activity = state.departures[departure].mbq + menu.entries[entry].at_departure_mbq
    return activity <= arrays.departures[departure].activity + TINY


@nb.njit(cache=True, nogil=True)
def _count_day(state: State, place: int, day: int, cycle: int, sign: int) -> None:
    """Keeps which cycle is administered at a place on a day."""
    if day >= state.place_day.shape[1]:
        return
    state.place_day[place, day, 0] += sign
    state.place_day[place, day, 1] = cycle if sign > 0 and state.place_day[place, day, 0] == 1 else -1


@nb.njit(cache=True, nogil=True)
def _mark(arrays: Arrays, menu: Menu, state: State, cycle: int, pair: int, sex: int, sign: int) -> None:
    place, step, end = state.cycles[cycle].place, state.cycles[cycle].step, state.cycles[cycle].end
    entry = state.cycles[cycle].entry
    site, product = arrays.pairs[pair].site, arrays.pairs[pair].product
    _count_day(state, place, arrays.day_of_step[step], cycle, sign)
    if arrays.places_matter:
        code = 2 + sex + 2 * arrays.pairs[pair].nuclide if sign > 0 else 0
        clean = CLEANING if sign > 0 else 0
        for at in range(step - arrays.pairs[pair].lead_steps, min(end, state.place_used.shape[1])):
            state.place_used[place, at] = code
        for at in range(end, min(end + arrays.places[place].clean_steps, state.place_used.shape[1])):
            state.place_used[place, at] = clean
    for task in range(arrays.task_ptr[product], arrays.task_ptr[product + 1]):
        anchor = step if arrays.tasks[task].anchor == ADMINISTRATION else end
        row = site * arrays.n_roles + arrays.tasks[task].role
        for at in range(anchor + arrays.tasks[task].begin, anchor + arrays.tasks[task].finish):
            state.staff_used[row, at] += sign * arrays.tasks[task].heads
    route = menu.entries[entry].route
    source = arrays.routes[route].source
    state.sources[source].count += sign
    state.sources[source].mbq += sign * menu.entries[entry].at_calibration_mbq
    if state.sources[source].count == 0:
        state.sources[source].mbq = 0.0
    if arrays.sources[source].kind == SOURCE_LINE:
        option = -1
        if state.sources[source].count > 0:
            option = line_option(arrays, state, source, state.sources[source].mbq)
        _set_option(arrays, state, source, option)
    departure = arrays.routes[route].departure
    state.departures[departure].count += sign
    state.departures[departure].mbq += sign * menu.entries[entry].at_departure_mbq
    if state.departures[departure].count == 0:
        state.departures[departure].mbq = 0.0


@nb.njit(cache=True, nogil=True)
def pair_of(arrays: Arrays, state: State, cycle: int) -> int:
    """Pair of a cycle that is given."""
    first = arrays.course_ptr[arrays.cycles[cycle].course]
    return arrays.centre_pair[arrays.centres[state.cycles[cycle].centre].pair_from + cycle - first]


@nb.njit(cache=True, nogil=True)
def _retimed(
    arrays: Arrays, menu: Menu, state: State, cycle: int, pair: int, day: int, sex: int, entry: int
) -> tuple[int, int, int]:
    """Room for a cycle on a day by moving the stays about it, in one place, to other hours of their own days.

    The stays of the days around are taken out and put back in the order of their days, each as early as it fits, the
    new one among them. What is moved is noted in the journal. Returns place, step and discharge step; place -1 if no
    place can be cleared (nothing is changed then).
    """
    site = arrays.pairs[pair].site
    nuclide = arrays.pairs[pair].nuclide
    moved = np.empty(2 * RETIME_DAYS + 1, dtype=np.int64)
    steps = np.empty(2 * RETIME_DAYS + 1, dtype=np.int64)
    ends = np.empty(2 * RETIME_DAYS + 1, dtype=np.int64)
    tried = 0
    for place in range(arrays.place_ptr[site], arrays.place_ptr[site + 1]):
        if not arrays.places[place].overnight or not arrays.place_nuclide_ok[place, nuclide]:
            continue
        if state.place_day[place, day, 0] != 0 or tried >= RETIME_PLACES:
            continue
        if state.journal_length[0] + 2 * RETIME_DAYS >= state.journal.shape[0]:
            break
        n = 0
        gap = 0
        first_day = day
        for back in range(1, RETIME_DAYS + 1):
            there = day - back
            if there < 0 or gap >= 2:
                break
            gap = gap + 1 if state.place_day[place, there, 0] == 0 else 0
            if state.place_day[place, there, 0] > 0:
                other = state.place_day[place, there, 1]
                if other < 0 or arrays.cycles[other].pinned:
                    break
                first_day = there
        gap = 0
        for there in range(first_day, min(day + RETIME_DAYS + 1, arrays.n_days)):
            if there == day:
                moved[n] = -1
                n += 1
                gap = 0
                continue
            if state.place_day[place, there, 0] == 0:
                gap += 1
                if there > day and gap >= 2:
                    break
                continue
            gap = 0
            other = state.place_day[place, there, 1]
            if other < 0 or arrays.cycles[other].pinned:
                if there > day:
                    break
                continue
            moved[n] = other
            n += 1
        if n < 2:
            continue
        tried += 1
        for k in range(n):
            other = moved[k]
            if other >= 0:
                steps[k], ends[k] = state.cycles[other].step, state.cycles[other].end
                other_sex = arrays.courses[arrays.cycles[other].course].sex
                _mark(arrays, menu, state, other, pair_of(arrays, state, other), other_sex, -1)
        my_step, my_end = -1, -1
        done = 0
        for k in range(n):
            other = moved[k]
            if other < 0:
                first, last = menu.entries[entry].first_step, menu.entries[entry].last_step
                found, step, end = _find_spot(arrays, state, cycle, pair, day, sex, first, last, place)
                if found < 0:
                    break
                my_step, my_end = step, end
                _hold(arrays, state, place, pair, step, end, 2 + sex + 2 * nuclide, 1)
            else:
                its_pair = pair_of(arrays, state, other)
                its_sex = arrays.courses[arrays.cycles[other].course].sex
                its_entry = state.cycles[other].entry
                first, last = menu.entries[its_entry].first_step, menu.entries[its_entry].last_step
                its_day = state.cycles[other].day
                found, step, end = _find_spot(arrays, state, other, its_pair, its_day, its_sex, first, last, place)
                if found < 0:
                    break
                state.cycles[other].step = step
                state.cycles[other].end = end
                _mark(arrays, menu, state, other, its_pair, its_sex, 1)
            done += 1
        if my_step >= 0:
            _hold(arrays, state, place, pair, my_step, my_end, 0, -1)
        if done == n:
            for k in range(n):
                if moved[k] >= 0 and (state.cycles[moved[k]].step != steps[k] or state.cycles[moved[k]].end != ends[k]):
                    at = state.journal_length[0]
                    state.journal[at, 0], state.journal[at, 1], state.journal[at, 2] = moved[k], steps[k], ends[k]
                    state.journal_length[0] += 1
            return place, my_step, my_end
        for k in range(done):
            if moved[k] >= 0:
                its_sex = arrays.courses[arrays.cycles[moved[k]].course].sex
                _mark(arrays, menu, state, moved[k], pair_of(arrays, state, moved[k]), its_sex, -1)
        for k in range(n):
            other = moved[k]
            if other >= 0:
                state.cycles[other].step = steps[k]
                state.cycles[other].end = ends[k]
                its_sex = arrays.courses[arrays.cycles[other].course].sex
                _mark(arrays, menu, state, other, pair_of(arrays, state, other), its_sex, 1)
    return -1, 0, 0


@nb.njit(cache=True, nogil=True)
def _hold(arrays: Arrays, state: State, place: int, pair: int, step: int, end: int, code: int, sign: int) -> None:
    """Takes or frees a place and the heads for a stay that is only considered."""
    clean = CLEANING if sign > 0 else 0
    for at in range(step - arrays.pairs[pair].lead_steps, min(end, state.place_used.shape[1])):
        state.place_used[place, at] = code
    for at in range(end, min(end + arrays.places[place].clean_steps, state.place_used.shape[1])):
        state.place_used[place, at] = clean
    site, product = arrays.pairs[pair].site, arrays.pairs[pair].product
    for task in range(arrays.task_ptr[product], arrays.task_ptr[product + 1]):
        anchor = step if arrays.tasks[task].anchor == ADMINISTRATION else end
        row = site * arrays.n_roles + arrays.tasks[task].role
        for at in range(anchor + arrays.tasks[task].begin, anchor + arrays.tasks[task].finish):
            state.staff_used[row, at] += sign * arrays.tasks[task].heads


@nb.njit(cache=True, nogil=True)
def undo_retiming(arrays: Arrays, menu: Menu, state: State) -> None:
    """Moves every cycle of the journal back to its first hour, if it is still given; the journal is empty then."""
    n = state.journal_length[0]
    for k in range(n - 1, -1, -1):
        cycle = state.journal[k, 0]
        if state.cycles[cycle].place < 0:
            continue
        repeated = False
        for later in range(k + 1, n):
            if state.journal[later, 0] == cycle:
                repeated = True
        if not repeated:
            sex = arrays.courses[arrays.cycles[cycle].course].sex
            _mark(arrays, menu, state, cycle, pair_of(arrays, state, cycle), sex, -1)
        state.cycles[cycle].step = state.journal[k, 1]
        state.cycles[cycle].end = state.journal[k, 2]
    for k in range(n):
        cycle = state.journal[k, 0]
        if state.cycles[cycle].place < 0:
            continue
        repeated = False
        for earlier in range(k):
            if state.journal[earlier, 0] == cycle:
                repeated = True
        if not repeated:
            sex = arrays.courses[arrays.cycles[cycle].course].sex
            _mark(arrays, menu, state, cycle, pair_of(arrays, state, cycle), sex, 1)
    state.journal_length[0] = 0


@nb.njit(cache=True, nogil=True)
def find_day(
    arrays: Arrays,
    menu: Menu,
    state: State,
    cycle: int,
    pair: int,
    day: int,
    sex: int,
    source_price: np.ndarray,
) -> tuple[int, int, int, int]:
    """Place, step, discharge step and menu entry for a cycle on a day; place -1: none.

    Sources are tried from the cheapest (by their price in the relaxation, then in menu order) to the dearest.
    """
    first_entry = menu.ptr[pair * arrays.n_days + day]
    last_entry = menu.ptr[pair * arrays.n_days + day + 1]
    failed_first, failed_last = 1, 0
    done_price = -1.0
    done_entry = -1
    while True:
        best = -1
        best_price = np.inf
        for entry in range(first_entry, last_entry):
            price = source_price[arrays.routes[menu.entries[entry].route].source]
            if (
                menu.entries[entry].at_calibration_mbq > 0.0
                and arrays.sources[arrays.routes[menu.entries[entry].route].source].kind >= 2
            ):
                price = price * menu.entries[entry].at_calibration_mbq * 1e-3
            later = price > done_price or (price == done_price and entry > done_entry)
            if later and price < best_price:
                best_price = price
                best = entry
        if best < 0:
            return -1, 0, 0, -1
        done_price, done_entry = best_price, best
        first, last = menu.entries[best].first_step, menu.entries[best].last_step
        if failed_first <= first and last <= failed_last:
            continue
        if not _supply_free(arrays, menu, state, best):
            continue
        place, step, end = _find_spot(arrays, state, cycle, pair, day, sex, first, last, -1)
        if place >= 0:
            return place, step, end, best
        if arrays.places_matter and arrays.pairs[pair].fixed_step < 0:
            place, step, end = _retimed(arrays, menu, state, cycle, pair, day, sex, best)
            if place >= 0:
                return place, step, end, best
        if failed_first > failed_last:
            failed_first, failed_last = first, last
        elif first <= failed_last + 1 and last >= failed_first - 1:
            failed_first, failed_last = min(first, failed_first), max(last, failed_last)


@nb.njit(cache=True, nogil=True)
def apply_cycle(
    arrays: Arrays,
    menu: Menu,
    state: State,
    cycle: int,
    centre: int,
    pair: int,
    sex: int,
    place: int,
    step: int,
    end: int,
    entry: int,
) -> None:
    """Gives the cycle; the caller has found that it fits."""
    state.cycles[cycle].centre = centre
    state.cycles[cycle].place = place
    state.cycles[cycle].step = step
    state.cycles[cycle].end = end
    state.cycles[cycle].entry = entry
    state.cycles[cycle].day = arrays.day_of_step[step]
    _mark(arrays, menu, state, cycle, pair, sex, 1)


@nb.njit(cache=True, nogil=True)
def remove_cycle(arrays: Arrays, menu: Menu, state: State, cycle: int, pair: int, sex: int) -> None:
    """Takes the cycle out again."""
    _mark(arrays, menu, state, cycle, pair, sex, -1)
    state.cycles[cycle].centre = -1
    state.cycles[cycle].place = -1
    state.cycles[cycle].step = -1
    state.cycles[cycle].end = -1
    state.cycles[cycle].entry = -1
    state.cycles[cycle].day = -1
