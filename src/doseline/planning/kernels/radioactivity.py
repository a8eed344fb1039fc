"""What a site may hold: activity in possession (C14), the tanks of its toilets (C15) and its store of bags (C16).

Of activities in possession the books keep the most of each thing on each day, in whole Bq, so that what is taken out
leaves no trace; only where these reach a licence the steps of the grid are looked at. A line of tanks is run through
anew from the beginning after every change: which tank fills when hangs on every stay before.
"""

import numpy as np

from doseline.planning.arrays import Arrays, Menu
from doseline.planning.kernels.compiling import kernel
from doseline.planning.kernels.material import material_comes
from doseline.planning.kernels.state import State

__all__ = [
    "LICENCE",
    "SITE_RULES",
    "STORE",
    "TANKS",
    "count_at_site",
    "first_blocked",
    "know_steps",
    "licence_tight",
    "move_fits",
    "site_free",
    "sites_fit",
    "still_fits",
    "vial_free",
]

BQ = 1e6
"""Bq in a MBq."""

LICENCE, TANKS, STORE = np.int64(4), np.int64(8), np.int64(16)
SITE_RULES = LICENCE | TANKS | STORE
"""Bits of rules beside those of `placement`: what is in possession, the line of tanks, the store of bags."""

ROUNDED_BQ = 4
"""By how much what is held on a day may be more than the vial that came, by rounding."""

SOON = 10
"""Dates after an administration on which what a patient still holds is looked at one by one."""

TINY = 1e-9
COMES, GOES = np.int64(1), np.int64(-1)


@kernel
def sites_fit(arrays: Arrays, menu: Menu, state: State) -> bool:
    """Whether no site holds more than it may, no stay has missed an open tank, and material comes in time."""
    if state.site_marks[0] > 0 or state.material_late[0] > 0:
        return False
    for row in range(arrays.licences.shape[0]):
        if arrays.licences[row].vial_under_way and not _licence_kept(arrays, menu, state, row):
            return False
    return True


@kernel
def move_fits(arrays: Arrays, menu: Menu, state: State) -> bool:
    """Whether `sites_fit` after the move under way, if it did before.

    Nobody is let in who does not fit, and who goes leaves room, but for the vial that comes whoever gets it.
    """
    if state.site_marks[1] == 0:
        return state.site_marks[0] == 0 and state.material_late[0] == 0
    return sites_fit(arrays, menu, state)


@kernel
def _licence_kept(arrays: Arrays, menu: Menu, state: State, row: int) -> bool:
    for day in range(arrays.n_days):
        if state.peak[row, day] + state.residue[row, day] > arrays.licences[row].limit_bq:
            _sum_steps(arrays, menu, state, row, day)
            for step in range(arrays.day_first_step[day], arrays.day_first_step[day + 1]):
                if state.step_bq[row, step] + state.residue[row, day] > _allowed_bq(arrays, row, step):
                    return False
    return True


@kernel
def _allowed_bq(arrays: Arrays, row: int, step: int) -> float:
    """What a site may hold in a step: its licence, or what is there whatever the plan."""
    return (1.0 + TINY) * max(float(arrays.licences[row].limit_bq), arrays.under_way_bq[row, step])


@kernel
def _given_and_left(arrays: Arrays, menu: Menu, pair: int, entry: int, step: int) -> tuple[float, float]:
    """What a patient gets of a vial at a step, and what is left of it, MBq."""
    product, comes = arrays.pairs[pair].product, menu.entries[entry].comes_step
    there = menu.entries[entry].came_mbq * arrays.kept_fraction[product, step - comes]
    given = arrays.pairs[pair].drawn_mbq
    if given <= 0.0:
        given = max(0.0, there - arrays.pairs[pair].residual_mbq)
    return given, max(0.0, there - given)


@kernel
def _whole_bq(mbq: float, fraction: float) -> int:
    return np.int64(np.ceil(BQ * mbq * fraction))


@kernel
def _under_way(arrays: Arrays, menu: Menu, entry: int) -> bool:
    """Whether a vial is there whoever gets it."""
    return arrays.sources[arrays.routes[menu.entries[entry].route].source].under_way


@kernel
def _add_held(
    arrays: Arrays, menu: Menu, pair: int, entry: int, step: int, end: int, first: int, last: int, held: np.ndarray
) -> None:
    """Adds what an administration lets its site hold in the steps from one to before another, Bq, to ``held``.

    Waste of days before is left out. Of a vial that is there whoever gets it only what changes is added.
    """
    product, comes = arrays.pairs[pair].product, menu.entries[entry].comes_step
    came_bq = BQ * menu.entries[entry].came_mbq
    given, left = _given_and_left(arrays, menu, pair, entry, step)
    if not _under_way(arrays, menu, entry):
        for at in range(max(comes, first), min(step, last)):
            held[at - first] += came_bq * arrays.kept_fraction[product, at - comes]
    else:
        for at in range(max(step, first), last):
            held[at - first] -= came_bq * arrays.kept_fraction[product, at - comes]
    for at in range(max(step, first), min(end, last)):
        held[at - first] += BQ * given * arrays.retained_fraction[product, at - step]
    for at in range(max(step, first), min(arrays.day_first_step[arrays.day_of_step[step] + 1], last)):
        held[at - first] += BQ * left


@kernel
def _sum_steps(arrays: Arrays, menu: Menu, state: State, row: int, day: int) -> None:
    """Sums up what is at a site in every step of a day, unless that is known."""
    if state.step_known[row, day]:
        return
    first, last = arrays.day_first_step[day], arrays.day_first_step[day + 1]
    held = state.step_bq[row, first:last]
    held[:] = arrays.under_way_bq[row, first:last]
    cycle = state.held_first[row]
    while cycle >= 0:
        entry, step, end = state.cycles[cycle].entry, state.cycles[cycle].step, state.cycles[cycle].end
        gone = max(end, arrays.day_first_step[arrays.day_of_step[step] + 1])
        if menu.entries[entry].comes_step < last and (first < gone or _under_way(arrays, menu, entry)):
            _add_held(arrays, menu, state.held_pair[cycle], entry, step, end, first, last, held)
        cycle = state.held_next[cycle]
    state.step_known[row, day] = True


@kernel
def know_steps(arrays: Arrays, menu: Menu, state: State) -> None:
    """Sums up what is at each site in every step of the horizon."""
    for row in range(arrays.licences.shape[0]):
        for day in range(arrays.n_days):
            _sum_steps(arrays, menu, state, row, day)


@kernel
def licence_tight(arrays: Arrays, menu: Menu, state: State, pair: int, entry: int, today: int) -> bool:
    """Whether the licence of a site might not bear a vial of a menu entry that is given at some hour of a day."""
    row = arrays.pairs[pair].licence
    if row < 0:
        return False
    product = arrays.pairs[pair].product
    came_bq = BQ * menu.entries[entry].came_mbq
    limit = arrays.licences[row].limit_bq - ROUNDED_BQ
    room = limit - np.int64(came_bq)
    tight = 0
    for day in range(arrays.day_of_step[menu.entries[entry].comes_step], today + 1):
        tight += state.peak[row, day] + state.residue[row, day] > room
    peak, residue = state.peak[row, today + 1 :], state.residue[row, today + 1 :]
    left, held = arrays.residue_bq[product, 1:], arrays.day_held_fraction[product, 1:]
    soon = min(SOON, peak.shape[0])
    for day in range(soon):
        tight += peak[day] + residue[day] + left[day] > limit - np.int64(came_bq * held[day])
    # what is held falls from date to date
    if soon < peak.shape[0]:
        room = limit - np.int64(came_bq * held[soon])
        for day in range(soon, peak.shape[0]):
            tight += peak[day] + residue[day] + left[day] > room
    return tight > 0


@kernel
def vial_free(arrays: Arrays, menu: Menu, state: State, pair: int, entry: int, until: int) -> bool:
    """Whether the licence of a site bears a vial from its coming until a step."""
    row = arrays.pairs[pair].licence
    if row < 0 or _under_way(arrays, menu, entry) or until <= menu.entries[entry].comes_step:
        return True
    return _bears(arrays, menu, state, pair, entry, until, until, until)


@kernel
def _bears(arrays: Arrays, menu: Menu, state: State, pair: int, entry: int, step: int, end: int, until: int) -> bool:
    """Whether the licence of a site bears an administration in the steps until one."""
    row, product = arrays.pairs[pair].licence, arrays.pairs[pair].product
    came_bq, comes = BQ * menu.entries[entry].came_mbq, menu.entries[entry].comes_step
    _, left = _given_and_left(arrays, menu, pair, entry, step)
    today = arrays.day_of_step[step]
    limit = arrays.licences[row].limit_bq - ROUNDED_BQ
    for day in range(arrays.day_of_step[comes], arrays.day_of_step[until - 1] + 1):
        residue = state.residue[row, day]
        most = came_bq
        if day > today:
            residue += _residue_bq(arrays, pair, left, day - today)
            most *= arrays.day_held_fraction[product, day - today]
        if state.peak[row, day] + residue + most <= limit:
            continue
        _sum_steps(arrays, menu, state, row, day)
        first, last = max(comes, arrays.day_first_step[day]), min(until, arrays.day_first_step[day + 1])
        own = np.zeros(last - first)
        _add_held(arrays, menu, pair, entry, step, end, first, last, own)
        for at in range(first, last):
            if state.step_bq[row, at] + own[at - first] + residue > _allowed_bq(arrays, row, at):
                return False
    return True


@kernel
def _residue_bq(arrays: Arrays, pair: int, left: float, days: int) -> int:
    """What is left of a vial so many dates after its administration, Bq."""
    if arrays.pairs[pair].drawn_mbq <= 0.0:
        return arrays.residue_bq[arrays.pairs[pair].product, days]
    return _whole_bq(left, arrays.day_kept_fraction[arrays.pairs[pair].product, days])


@kernel
def _count_held(
    arrays: Arrays, menu: Menu, state: State, cycle: int, pair: int, step: int, end: int, entry: int, sign: int
) -> None:
    """Counts what an administration lets its site hold, or takes it off."""
    row, product = arrays.pairs[pair].licence, arrays.pairs[pair].product
    if sign > 0:
        after = state.held_first[row]
        state.held_next[cycle], state.held_previous[cycle], state.held_pair[cycle] = after, -1, pair
        if after >= 0:
            state.held_previous[after] = cycle
        state.held_first[row] = cycle
    else:
        before, after = state.held_previous[cycle], state.held_next[cycle]
        if before >= 0:
            state.held_next[before] = after
        else:
            state.held_first[row] = after
        if after >= 0:
            state.held_previous[after] = before
        state.held_next[cycle] = state.held_previous[cycle] = state.held_pair[cycle] = -1
    comes, came = menu.entries[entry].comes_step, menu.entries[entry].came_mbq
    given, left = _given_and_left(arrays, menu, pair, entry, step)
    today = arrays.day_of_step[step]
    peak = state.peak
    over = (
        arrays.n_days
        if _under_way(arrays, menu, entry) or end >= arrays.day_first_step[arrays.n_days]
        else (arrays.day_of_step[end] + 1)
    )
    for day in range(arrays.day_of_step[comes], over):
        state.step_known[row, day] = False
    if _under_way(arrays, menu, entry):
        if sign < 0:
            state.site_marks[1] = 1
        # with nobody to get it the vial would have stayed
        for day in range(today + 1, arrays.n_days):
            peak[row, day] -= sign * _whole_bq(came, arrays.kept_fraction[product, arrays.day_first_step[day] - comes])
    else:
        first = arrays.day_of_step[comes]
        peak[row, first] += sign * _whole_bq(came, 1.0)
        for day in range(first + 1, today + 1):
            peak[row, day] += sign * _whole_bq(came, arrays.kept_fraction[product, arrays.day_first_step[day] - comes])
    for day in range(today + 1, arrays.n_days):
        dawn = arrays.day_first_step[day]
        if dawn >= end:
            break
        peak[row, day] += sign * _whole_bq(given, arrays.retained_fraction[product, dawn - step])
    residue = state.residue[row, today + 1 :]
    if arrays.pairs[pair].drawn_mbq <= 0.0:
        waste = arrays.residue_bq[product, 1:]
        if sign > 0:
            for day in range(residue.shape[0]):
                residue[day] += waste[day]
        else:
            for day in range(residue.shape[0]):
                residue[day] -= waste[day]
    else:
        kept = arrays.day_kept_fraction[product, 1:]
        for day in range(residue.shape[0]):
            residue[day] += sign * _whole_bq(left, kept[day])


@kernel
def _last_bag_day(arrays: Arrays, pair: int, step: int) -> int:
    """Last day of the horizon on which the bag of an administration is in its store."""
    until = step + arrays.pairs[pair].bag_steps
    if until >= arrays.day_of_step.shape[0]:
        return arrays.n_days - 1
    return min(arrays.day_of_step[until], arrays.n_days - 1)


@kernel
def _store_free(arrays: Arrays, state: State, pair: int, step: int) -> bool:
    store = arrays.pairs[pair].store
    if store < 0:
        return True
    for day in range(arrays.day_of_step[step], _last_bag_day(arrays, pair, step) + 1):
        if state.bags[store, day] >= arrays.store_bags[store, day]:
            return False
    return True


@kernel
def _empties(arrays: Arrays, line: int, closed: int, litres: float, mbq: np.ndarray) -> int:
    """Step at which a tank that closed at another is discharged; past the horizon if it is not in time."""
    limit_mbq = arrays.tank_lines[line].limit_mbq_per_litre * litres
    low, high = np.int64(closed), np.int64(arrays.day_first_step[arrays.n_days])
    while low < high:
        middle = (low + high) // 2
        total = 0.0
        for kind in range(mbq.shape[0]):
            if mbq[kind] > 0.0:
                total += mbq[kind] * 2.0 ** (-(middle - closed) * arrays.step_min / arrays.half_life_min[kind])
        if total <= limit_mbq * (1.0 + TINY):
            high = middle
        else:
            low = middle + 1
    if low >= arrays.day_first_step[arrays.n_days]:
        return arrays.day_of_step.shape[0]
    return arrays.tank_opens[line, low]


@kernel
def _shut_since(arrays: Arrays, tank: int, since: int, step: int) -> int:
    """Step after one, and not after another, in which the first closure of a tank begins; -1: none does."""
    for row in range(arrays.tanks[tank].shut_from, arrays.tanks[tank].shut_to):
        begin = arrays.tank_closures[row].begin
        if since < begin <= step:
            return np.int64(begin)
    return np.int64(-1)


@kernel
def _is_shut(arrays: Arrays, tank: int, step: int) -> bool:
    for row in range(arrays.tanks[tank].shut_from, arrays.tanks[tank].shut_to):
        if arrays.tank_closures[row].begin <= step < arrays.tank_closures[row].end:
            return True
    return False


@kernel
def _decay(arrays: Arrays, mbq: np.ndarray, steps: int) -> None:
    """Lets what is in a tank decay for so many steps."""
    for kind in range(mbq.shape[0]):
        if mbq[kind] > 0.0:
            mbq[kind] *= 2.0 ** (-steps * arrays.step_min / arrays.half_life_min[kind])


@kernel
def first_blocked(arrays: Arrays, state: State, line: int) -> int:
    """Cycle of the first stay of a line that finds no open tank, or -1: runs the line through from the beginning."""
    begin, finish = arrays.tank_lines[line].tank_from, arrays.tank_lines[line].tank_to
    n_kinds = arrays.half_life_min.shape[0]
    isomer = n_kinds - 1
    flow = arrays.tank_lines[line].flow_litres
    empty_from = np.zeros(finish - begin, dtype=np.int64)
    mbq = np.zeros(n_kinds)
    litres = 0.0
    filling = np.int64(-1)
    at = np.int64(arrays.present_step)
    for tank in range(begin, finish):
        if arrays.tanks[tank].litres <= 0.0:
            continue
        if arrays.tanks[tank].filling and not _is_shut(arrays, tank, at):
            filling = np.int64(tank - begin)
            litres = arrays.tanks[tank].litres
            mbq[:] = arrays.tank_mbq[tank]
        else:
            empty_from[tank - begin] = _empties(arrays, line, at, arrays.tanks[tank].litres, arrays.tank_mbq[tank])
    for k in range(state.line_count[line]):
        cycle = state.line_cycles[line, k]
        step = state.flows[cycle].step
        shut = np.int64(-1) if filling < 0 else _shut_since(arrays, begin + filling, at, step)
        if shut >= 0:
            _decay(arrays, mbq, shut - at)
            empty_from[filling] = _empties(arrays, line, shut, litres, mbq)
            filling = np.int64(-1)
        elif filling >= 0:
            _decay(arrays, mbq, step - at)
        at = step
        if filling >= 0 and litres + flow > arrays.tanks[begin + filling].volume + TINY:
            empty_from[filling] = _empties(arrays, line, step, litres, mbq)
            filling = np.int64(-1)
        if filling < 0:
            for tank in range(finish - begin):
                if (
                    empty_from[tank] <= step
                    and arrays.tanks[begin + tank].volume + TINY >= flow
                    and not _is_shut(arrays, begin + tank, step)
                ):
                    filling = np.int64(tank)
                    break
            if filling < 0:
                return cycle
            litres = 0.0
            mbq[:] = 0.0
        litres += flow
        mbq[state.flows[cycle].nuclide] += state.flows[cycle].mbq
        mbq[isomer] += state.flows[cycle].isomer_mbq
    return -1


@kernel
def _let_flow(
    arrays: Arrays, menu: Menu, state: State, cycle: int, pair: int, line: int, step: int, end: int, entry: int
) -> None:
    """Puts a stay into its line's list, in order of time."""
    product = arrays.pairs[pair].product
    given_mbq, _ = _given_and_left(arrays, menu, pair, entry, step)
    held = np.int64(min(end - step, arrays.kept_fraction.shape[1] - 1))
    share = 1.0
    if arrays.retention_known[product]:
        share = max(0.0, 1.0 - arrays.retained_fraction[product, held] / arrays.kept_fraction[product, held])
    state.flows[cycle].step = step
    state.flows[cycle].nuclide = arrays.pairs[pair].nuclide
    state.flows[cycle].mbq = given_mbq * share
    state.flows[cycle].isomer_mbq = given_mbq * share * arrays.isomer_fraction[product]
    at = state.line_count[line]
    while at > 0:
        other = state.line_cycles[line, at - 1]
        earlier = state.flows[other].step < step
        if earlier or (state.flows[other].step == step and arrays.cycles[other].rank < arrays.cycles[cycle].rank):
            break
        state.line_cycles[line, at] = other
        at -= 1
    state.line_cycles[line, at] = cycle
    state.line_count[line] += 1


@kernel
def _stop_flow(state: State, cycle: int, line: int) -> None:
    """Takes a stay out of its line's list."""
    last = state.line_count[line] - 1
    at = np.int64(0)
    while state.line_cycles[line, at] != cycle:
        at += 1
    for k in range(at, last):
        state.line_cycles[line, k] = state.line_cycles[line, k + 1]
    state.line_cycles[line, last] = -1
    state.line_count[line] = last
    state.flows[cycle].step = -1
    state.flows[cycle].nuclide = -1
    state.flows[cycle].mbq = 0.0
    state.flows[cycle].isomer_mbq = 0.0


@kernel
def _tanks_free(
    arrays: Arrays, menu: Menu, state: State, cycle: int, pair: int, place: int, step: int, end: int, entry: int
) -> bool:
    line = arrays.places[place].tank_line
    if line < 0:
        return True
    _let_flow(arrays, menu, state, cycle, pair, line, step, end, entry)
    blocked = first_blocked(arrays, state, line)
    _stop_flow(state, cycle, line)
    return blocked < 0


@kernel
def site_free(
    arrays: Arrays,
    menu: Menu,
    state: State,
    cycle: int,
    pair: int,
    place: int,
    step: int,
    end: int,
    entry: int,
    tight: bool,
    rules: int,
) -> bool:
    """Whether a site may hold what a cycle would bring, by those rules of C14, C15 and C16 whose bits are set.

    ``tight`` is what `licence_tight` says.
    """
    return (
        (rules & STORE == 0 or _store_free(arrays, state, pair, step))
        and (
            not tight
            or _bears(arrays, menu, state, pair, entry, step, end, np.int64(arrays.day_first_step[arrays.n_days]))
        )
        and (rules & TANKS == 0 or _tanks_free(arrays, menu, state, cycle, pair, place, step, end, entry))
    )


@kernel
def count_at_site(arrays: Arrays, menu: Menu, state: State, cycle: int, pair: int, sign: int) -> None:
    """Counts what a given cycle brings to its site (1), or takes it off (-1)."""
    step, end, entry = state.cycles[cycle].step, state.cycles[cycle].end, state.cycles[cycle].entry
    if arrays.pairs[pair].licence >= 0:
        _count_held(arrays, menu, state, cycle, pair, step, end, entry, sign)
    store = arrays.pairs[pair].store
    if store >= 0:
        for day in range(arrays.day_of_step[step], _last_bag_day(arrays, pair, step) + 1):
            state.bags[store, day] += sign
    line = arrays.places[state.cycles[cycle].place].tank_line
    if line >= 0:
        state.site_marks[0] -= state.line_over[line]
        if sign > 0:
            _let_flow(arrays, menu, state, cycle, pair, line, step, end, entry)
        else:
            _stop_flow(state, cycle, line)
        state.line_over[line] = np.int64(first_blocked(arrays, state, line) >= 0)
        state.site_marks[0] += state.line_over[line]


@kernel
def still_fits(arrays: Arrays, menu: Menu, state: State, cycle: int, pair: int, entry: int) -> bool:
    """Whether a given cycle may have its vial from another entry, by its material and by what the site may hold."""
    if not material_comes(arrays, menu, state, cycle, entry):
        return False
    place = state.cycles[cycle].place
    if arrays.pairs[pair].licence < 0 and arrays.places[place].tank_line < 0:
        return True
    step, end = state.cycles[cycle].step, state.cycles[cycle].end
    count_at_site(arrays, menu, state, cycle, pair, GOES)
    tight = licence_tight(arrays, menu, state, pair, entry, arrays.day_of_step[step])
    fine = site_free(arrays, menu, state, cycle, pair, place, step, end, entry, tight, SITE_RULES)
    count_at_site(arrays, menu, state, cycle, pair, COMES)
    return fine
