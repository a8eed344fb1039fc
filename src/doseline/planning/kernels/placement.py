"""Can this cycle be given here on this day, and what does it take? The one place where the grid is searched."""

from typing import Any

import numpy as np

from doseline.planning.arrays import (
    ADMINISTRATION,
    IRRADIATION_STEP_MIN,
    MOST_SCANS,
    SOURCE_BATCH,
    SOURCE_LINE,
    Arrays,
    Menu,
)
from doseline.planning.kernels.apart import apart
from doseline.planning.kernels.compiling import kernel
from doseline.planning.kernels.material import count_material, last_to_collect, material_comes
from doseline.planning.kernels.radioactivity import (
    LICENCE,
    SITE_RULES,
    count_at_site,
    licence_tight,
    site_free,
    vial_free,
)
from doseline.planning.kernels.state import State

__all__ = [
    "ANYWHERE",
    "EVERY_RULE",
    "SCANS",
    "TRIALS",
    "apply_cycle",
    "begin_move",
    "cheapest_first",
    "find_day",
    "find_end",
    "find_promised",
    "find_spot",
    "find_spot_under",
    "is_promised_on",
    "last_night_day",
    "line_option",
    "pair_of",
    "reactor_free",
    "remove_cycle",
    "restore_cycle",
    "set_entry",
    "staff_free",
    "stands",
    "supply_free",
    "undo_to",
    "unlike",
]

CLEANING = 1
ANYWHERE = np.int64(-1)
"""Instead of a place: whichever is free."""

ANY_SOURCE = np.int64(-1)
"""Instead of a source: whichever has a vial."""

AS_SOON = np.int64(0)
"""Instead of a step before which nobody leaves: as soon as can be."""

SCANS, TRIALS = np.int64(1), np.int64(2)
"""Bits of rules: scans must find slots; places held for a trial are for its courses alone."""

EVERY_RULE = SCANS | TRIALS | SITE_RULES
"""Bits of all rules that a look for a spot may leave out."""

WEEK_D = 7
"""Days over which the hours of a scanner are counted."""

GIVES, TAKES = np.int64(1), np.int64(-1)
"""Signs of what a cycle uses: it is given, or taken out."""

ANY_FIRST, ANY_LAST = np.int64(-(10**9)), np.int64(10**9)
"""Instead of steps: whichever the vial allows."""

TINY = 1e-6
LONGEST_WAIT = 8
"""Steps that a discharge may wait for heads."""


@kernel
def last_night_day(arrays: Arrays, end: int) -> int:
    """Day in which a stay that ends at a step has its last instant."""
    day = arrays.day_of_step[end]
    if end * arrays.step_min == arrays.day_start_min[day] and day > 0:
        return day - 1
    return day


@kernel
def _span_free(arrays: Arrays, state: State, place: int, start: int, end: int, clean: int) -> int:
    """Last step that keeps the place from being used, or -1."""
    used, closed = state.place_used, arrays.place_closed
    last = min(clean, used.shape[1])
    for step in range(last - 1, end - 1, -1):
        if used[place, step] != 0:
            return step
    for step in range(min(last, end) - 1, start - 1, -1):
        if used[place, step] != 0 or closed[place, step]:
            return step
    return -1


@kernel
def _sharing_free(arrays: Arrays, state: State, place: int, start: int, end: int, code: int) -> bool:
    for k in range(arrays.places[place].peer_from, arrays.places[place].peer_to):
        other = arrays.peer[k]
        for step in range(start, end):
            if unlike(arrays, place, state.place_used[other, step], code):
                return False
    return True


@kernel
def unlike(arrays: Arrays, place: int, there: int, code: int) -> bool:
    """Whether whoever is in another place of the room, if anybody, may not share it with a patient of ``code``."""
    if there <= CLEANING:
        return False
    if arrays.places[place].same_sex and (there % 2) != (code % 2):
        return True
    return bool(arrays.places[place].one_nuclide and ((there - 2) // 2) != ((code - 2) // 2))


@kernel
def _for_trial(arrays: Arrays, place: int, day: int, until: int, trial: int) -> bool:
    """Whether a place is held for no other trial on the days of a stay."""
    for on in range(day, max(day, until) + 1):
        if arrays.place_trial[place, on] >= 0 and arrays.place_trial[place, on] != trial:
            return False
    return True


@kernel
def staff_free(arrays: Arrays, used: np.ndarray, site: int, product: int, step: int, end: int) -> bool:
    """Whether heads and devices for an administration at a step with discharge at ``end`` are there."""
    first = arrays.task_ptr[site * arrays.n_products + product]
    for task in range(first, arrays.task_ptr[site * arrays.n_products + product + 1]):
        anchor = step if arrays.tasks[task].anchor == ADMINISTRATION else end
        row = site * arrays.n_hands + arrays.tasks[task].row
        need = arrays.tasks[task].heads
        for at in range(anchor + arrays.tasks[task].begin, anchor + arrays.tasks[task].finish):
            if at < 0 or at >= used.shape[1]:
                return False
            extra = need
            for other in range(first, task):
                if arrays.tasks[other].row == arrays.tasks[task].row:
                    base = step if arrays.tasks[other].anchor == ADMINISTRATION else end
                    if base + arrays.tasks[other].begin <= at < base + arrays.tasks[other].finish:
                        extra += arrays.tasks[other].heads
            if used[row, at] + extra > arrays.heads[row, at]:
                return False
    return True


@kernel
def find_end(arrays: Arrays, used: np.ndarray, site: int, product: int, step: int, earliest: int) -> int:
    """First discharge from a step on for which the heads are free, waiting at most ``LONGEST_WAIT`` steps; -1: none."""
    row = site * arrays.n_products + product
    at = earliest
    while 0 <= at < arrays.leave_next.shape[1] and at <= earliest + LONGEST_WAIT:
        end = np.int64(arrays.leave_next[row, at])
        if end < 0:
            return -1
        if staff_free(arrays, used, site, product, step, end):
            return end
        if at == earliest:
            earliest = end
        at = end + 1
    return -1


@kernel
def pair_of(arrays: Arrays, state: State, cycle: int) -> int:
    """Pair of a cycle that is given."""
    first = arrays.course_ptr[arrays.cycles[cycle].course]
    return arrays.centre_pair[arrays.centres[state.cycles[cycle].centre].pair_from + cycle - first]


@kernel
def stay_of(arrays: Arrays, state: State, cycle: int) -> int:
    """Steps from administration to discharge at least, of a cycle that is given."""
    return arrays.pairs[pair_of(arrays, state, cycle)].stay_steps


@kernel
def find_spot(
    arrays: Arrays,
    menu: Menu,
    state: State,
    cycle: int,
    pair: int,
    day: int,
    sex: int,
    first: int,
    last: int,
    only_place: int,
    entry: int,
) -> tuple[int, int, int]:
    """Place, step and discharge step for a cycle on a day between two steps, with a menu entry; place -1: none.

    Places are tried in order, or ``only_place`` alone where that is not -1, each from the first step on. Where there is
    none the step is 1 if there would be one but for what hangs on the vial: what the site may hold, and when the
    patient's own material comes.
    """
    return _spot(arrays, menu, state, cycle, pair, day, sex, first, last, only_place, entry, EVERY_RULE, AS_SOON)


@kernel
def find_spot_under(
    arrays: Arrays,
    menu: Menu,
    state: State,
    cycle: int,
    pair: int,
    day: int,
    sex: int,
    first: int,
    last: int,
    entry: int,
    rules: int,
) -> tuple[int, int, int]:
    """Where `find_spot` would give a cycle if of scans, trials and site only the rules of these bits held."""
    return _spot(arrays, menu, state, cycle, pair, day, sex, first, last, ANYWHERE, entry, rules, AS_SOON)


@apart()
def _spot(
    arrays: Arrays,
    menu: Menu,
    state: State,
    cycle: int,
    pair: int,
    day: int,
    sex: int,
    first: int,
    last: int,
    only_place: int,
    entry: int,
    rules: int,
    leaves: int,
) -> tuple[int, int, int]:
    """See `find_spot`; the discharge is at a step ``leaves`` or after it."""
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
    if arrays.material_matters:
        finish = min(finish, last_to_collect(arrays, menu, state, cycle))
        if not material_comes(arrays, menu, state, cycle, entry):
            return -1, 1, 0
    tight = rules & LICENCE != 0 and licence_tight(arrays, menu, state, pair, entry, day)
    if tight and begin <= finish and not vial_free(arrays, menu, state, pair, entry, begin):
        return -1, 1, 0
    refused = np.int64(0)
    row = site * arrays.n_products + product
    held = arrays.trials_matter and rules & TRIALS != 0
    trial = arrays.courses[arrays.cycles[cycle].course].trial
    scanned = rules & SCANS != 0 and arrays.scan_ptr[row + 1] > arrays.scan_ptr[row]
    # two stays that are each longer than the hours of treatment never begin in one place on one day
    long_stay = stay > arrays.site_days[site, day].closes - arrays.site_days[site, day].opens
    for place in range(place_first, place_last):
        if not arrays.place_nuclide_ok[place, nuclide]:
            continue
        if long_stay and arrays.places_matter and state.place_day[place, day, 0] == 1:
            other = state.place_day[place, day, 1]
            if other >= 0 and stay_of(arrays, state, other) > (
                arrays.site_days[site, day].closes - arrays.site_days[site, day].opens
            ):
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
            end = np.int64(arrays.leave_next[site * arrays.n_products + product, max(step + stay, leaves)])
            if end < 0:
                break
            start = step - lead
            until = last_night_day(arrays, end)
            if until > day:
                if not arrays.places[place].overnight:
                    break
                if arrays.site_days[site, until].uncovered > arrays.site_days[site, day].uncovered:
                    break
            if held and not _for_trial(arrays, place, day, until, trial):
                step += 1
                continue
            if arrays.places_matter:
                clash = _span_free(arrays, state, place, start, end, end + arrays.places[place].clean_steps)
                if clash >= 0:
                    step = max(step + 1, clash + 1 + lead)
                    continue
                if not _sharing_free(arrays, state, place, start, end, code):
                    step += 1
                    continue
            later = find_end(arrays, state.staff_used, site, product, step, end)
            if later >= 0 and scanned and not find_scans(arrays, state, site, product, step):
                step += 1
                continue
            if later == end:
                if site_free(arrays, menu, state, cycle, pair, place, step, end, entry, tight, rules):
                    return place, step, end
                refused = np.int64(1)
            if later > end:
                until = last_night_day(arrays, later)
                fine = until == day or (
                    arrays.places[place].overnight
                    and arrays.site_days[site, until].uncovered == arrays.site_days[site, day].uncovered
                )
                if fine and held:
                    fine = _for_trial(arrays, place, day, until, trial)
                if fine and arrays.places_matter:
                    clean = later + arrays.places[place].clean_steps
                    fine = _span_free(arrays, state, place, start, later, clean) < 0 and _sharing_free(
                        arrays, state, place, start, later, code
                    )
                if fine:
                    if site_free(arrays, menu, state, cycle, pair, place, step, later, entry, tight, rules):
                        return place, step, later
                    refused = np.int64(1)
            step += 1
    return -1, refused, 0


@kernel
def stands(arrays: Arrays, menu: Menu, state: State, cycle: int, pair: int, sex: int, wanted: np.ndarray) -> bool:
    """Whether a cycle can be given just as its record in ``wanted`` says, shape (n_cycles,), scans included."""
    given = wanted[cycle]
    if not supply_free(arrays, menu, state, given.entry):
        return False
    place, _, end = _spot(
        arrays, menu, state, cycle, pair, given.day, sex, given.step, given.step, given.place, given.entry,
        EVERY_RULE, given.end,
    )  # fmt: skip
    if place < 0 or end != given.end:
        return False
    return _scans_free(arrays, state, arrays.pairs[pair].site, arrays.pairs[pair].product, given)


@kernel
def _position_free(arrays: Arrays, state: State, source: int, option: int) -> bool:
    """Whether the reactor has a position for an irradiation, in place of the one that the source has."""
    current = state.sources[source].option
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
            return False
    return True


@kernel
def _process_use(arrays: Arrays, k: int, option: int) -> int:
    """What a batch with an irradiation takes of a row that it shares; without one nothing."""
    if option < 0:
        return 0
    return arrays.processes[k].units + arrays.processes[k].by_activity * arrays.options[option].in_process_bq


@kernel
def _process_free(arrays: Arrays, state: State, source: int, option: int) -> bool:
    """Whether heads and licence allow a batch beside others in process, in place of the one that the source has."""
    current = state.sources[source].option
    for k in range(arrays.process_ptr[source], arrays.process_ptr[source + 1]):
        row = arrays.processes[k].row
        more = _process_use(arrays, k, option) - _process_use(arrays, k, current)
        if state.process_used[row] + more > arrays.process_capacity[row]:
            return False
    return True


@kernel
def reactor_free(arrays: Arrays, state: State, source: int, needed_mbq: float) -> bool:
    """Whether the shortest irradiation that gives enough finds a free position."""
    for option in range(arrays.sources[source].option_from, arrays.sources[source].option_to):
        if arrays.options[option].usable + TINY >= needed_mbq:
            return _position_free(arrays, state, source, option)
    return False


@kernel
def _week(arrays: Arrays, step: int) -> int:
    """Week of a step, Monday to Sunday, counted from that of day 0."""
    return (arrays.day_of_step[step] + arrays.first_weekday) // WEEK_D


@kernel
def _find_scan(arrays: Arrays, state: State, scan: int, step: int) -> int:
    """Earliest free slot of a scan after an administration at a step, as use * n_steps + step of its begin; -1: none.

    A free slot has nobody else there and leaves the scanner within its hours of the week.
    """
    n_steps = arrays.scan_next.shape[1]
    found, until = np.int64(-1), step + arrays.scans[scan].latest
    for use in range(arrays.scans[scan].use_from, arrays.scans[scan].use_to):
        scanner = arrays.scan_uses[use]
        at = step + arrays.scans[scan].earliest
        while at <= until and at < n_steps:
            at = np.int64(arrays.scan_next[use, at])
            if at < 0 or at > until:
                break
            week = _week(arrays, at)
            if state.scanner_used_s[scanner, week] + arrays.scans[scan].seconds > arrays.scanner_left_s[scanner, week]:
                monday = WEEK_D * (week + 1) - arrays.first_weekday
                if monday >= arrays.day_first_step.shape[0]:
                    break
                at = arrays.day_first_step[monday]
                continue
            clash = np.int64(-1)
            for busy in range(min(at + arrays.scans[scan].steps, n_steps) - 1, at - 1, -1):
                if state.scanner_used[scanner, busy]:
                    clash = busy
                    break
            if clash < 0:
                found, until = use * n_steps + at, at - 1  # of the others only an earlier one is better
                break
            at = clash + 1
    return found


@kernel
def find_scans(arrays: Arrays, state: State, site: int, product: int, step: int) -> bool:
    """Whether all scans after an administration at a step find slots: ``state.booking`` gets the first free of each."""
    row = site * arrays.n_products + product
    first, last = arrays.scan_ptr[row], arrays.scan_ptr[row + 1]
    fits = True
    n_found = 0
    for scan in range(first, last):
        slot = _find_scan(arrays, state, scan, step)
        if slot < 0:
            fits = False
            break
        state.booking[n_found] = slot
        n_found += 1
        if scan + 1 < last:
            _count_scan(arrays, state, scan, slot, GIVES)  # it is in the way of the next
    for k in range(min(n_found, last - first - 1)):
        _count_scan(arrays, state, first + k, np.int64(state.booking[k]), TAKES)
    return fits


@kernel
def _scans_free(arrays: Arrays, state: State, site: int, product: int, given: Any) -> bool:
    """Whether the slots of the scans of a record are free, one beside the other."""
    n_steps, row = arrays.scan_next.shape[1], site * arrays.n_products + product
    first, last = arrays.scan_ptr[row], arrays.scan_ptr[row + 1]
    free = True
    n_taken = 0
    for scan in range(first, last):
        slot = np.int64(given.scans[scan - first])
        use, at = slot // n_steps, slot % n_steps
        scanner = arrays.scan_uses[use]
        seconds = state.scanner_used_s[scanner, _week(arrays, at)] + arrays.scans[scan].seconds
        free = slot >= 0 and arrays.scan_next[use, at] == at
        free = free and seconds <= arrays.scanner_left_s[scanner, _week(arrays, at)]
        for busy in range(at, min(at + arrays.scans[scan].steps, n_steps)):
            free = free and not state.scanner_used[scanner, busy]
        if not free:
            break
        _count_scan(arrays, state, scan, slot, GIVES)
        n_taken += 1
    for k in range(n_taken):
        _count_scan(arrays, state, first + k, np.int64(given.scans[k]), TAKES)
    return free


@kernel
def _count_scan(arrays: Arrays, state: State, scan: int, slot: int, sign: int) -> None:
    """Takes the slot of a scan, or gives it back."""
    n_steps = arrays.scan_next.shape[1]
    scanner, at = arrays.scan_uses[slot // n_steps], slot % n_steps
    state.scanner_used_s[scanner, _week(arrays, at)] += sign * arrays.scans[scan].seconds
    used = state.scanner_used
    for busy in range(at, min(at + arrays.scans[scan].steps, n_steps)):
        used[scanner, busy] = sign > 0


@kernel
def line_option(arrays: Arrays, state: State, source: int, needed_mbq: float) -> int:
    """Shortest irradiation that gives enough and finds a free position, heads and licence, or -1.

    All irradiations of a batch end together, so a longer one is never free when the shortest sufficient one is not;
    nor does it have less activity in process.
    """
    current = state.sources[source].option
    for option in range(arrays.sources[source].option_from, arrays.sources[source].option_to):
        if arrays.options[option].usable + TINY >= needed_mbq:
            if option == current:
                return option
            if _position_free(arrays, state, source, option) and _process_free(arrays, state, source, option):
                return option
            return -1
    return -1


@kernel
def _set_option(arrays: Arrays, state: State, source: int, option: int) -> None:
    current = state.sources[source].option
    if current == option:
        return
    reactor = arrays.sources[source].reactor
    used = state.reactor_used
    for side in range(2):
        which = np.int64(current) if side == 0 else np.int64(option)
        change = -1 if side == 0 else 1
        if which >= 0:
            begin = (arrays.options[which].start - arrays.irradiation_origin_min) // IRRADIATION_STEP_MIN
            finish = -(-(arrays.options[which].end - arrays.irradiation_origin_min) // IRRADIATION_STEP_MIN)
            for at in range(max(begin, 0), min(finish, used.shape[1])):
                used[reactor, at] += change
    for k in range(arrays.process_ptr[source], arrays.process_ptr[source + 1]):
        more = _process_use(arrays, k, option) - _process_use(arrays, k, current)
        state.process_used[arrays.processes[k].row] += more
    state.sources[source].option = option


@kernel
def supply_free(arrays: Arrays, menu: Menu, state: State, entry: int) -> bool:
    """Whether the source and the departure of a menu entry can give one more vial."""
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


@kernel
def _count_day(state: State, place: int, day: int, cycle: int, sign: int) -> None:
    """Keeps which cycle is administered at a place on a day."""
    if day >= state.place_day.shape[1]:
        return
    state.place_day[place, day, 0] += sign
    state.place_day[place, day, 1] = cycle if sign > 0 and state.place_day[place, day, 0] == 1 else -1


@apart()
def _mark(arrays: Arrays, menu: Menu, state: State, cycle: int, pair: int, sex: int, sign: int) -> None:
    place, step, end = state.cycles[cycle].place, state.cycles[cycle].step, state.cycles[cycle].end
    site, product = arrays.pairs[pair].site, arrays.pairs[pair].product
    _count_day(state, place, arrays.day_of_step[step], cycle, sign)
    start = step - arrays.pairs[pair].lead_steps
    state.admitted[place, start] = cycle if sign > 0 else -1
    if arrays.places_matter:
        code = 2 + sex + 2 * arrays.pairs[pair].nuclide if sign > 0 else 0
        clean = CLEANING if sign > 0 else 0
        used = state.place_used
        for at in range(start, min(end, used.shape[1])):
            used[place, at] = code
        for at in range(end, min(end + arrays.places[place].clean_steps, used.shape[1])):
            used[place, at] = clean
    asks = site * arrays.n_products + product
    for task in range(arrays.task_ptr[asks], arrays.task_ptr[asks + 1]):
        anchor = step if arrays.tasks[task].anchor == ADMINISTRATION else end
        row = site * arrays.n_hands + arrays.tasks[task].row
        staff, heads = state.staff_used, sign * arrays.tasks[task].heads
        for at in range(anchor + arrays.tasks[task].begin, anchor + arrays.tasks[task].finish):
            staff[row, at] += heads
    first = arrays.scan_ptr[site * arrays.n_products + product]
    for scan in range(first, arrays.scan_ptr[site * arrays.n_products + product + 1]):
        _count_scan(arrays, state, scan, np.int64(state.cycles[cycle].scans[scan - first]), sign)
    _draw(arrays, menu, state, cycle, state.cycles[cycle].entry, sign)
    count_at_site(arrays, menu, state, cycle, pair, sign)


@kernel
def _draw(arrays: Arrays, menu: Menu, state: State, cycle: int, entry: int, sign: int) -> None:
    """Takes the vial of a cycle from a source by a departure, or gives it back."""
    route = menu.entries[entry].route
    source = arrays.routes[route].source
    if sign > 0:
        after = state.drawn[source]
        state.list_next[cycle] = after
        state.list_previous[cycle] = -1
        if after >= 0:
            state.list_previous[after] = cycle
        state.drawn[source] = cycle
    else:
        before, after = state.list_previous[cycle], state.list_next[cycle]
        if before >= 0:
            state.list_next[before] = after
        else:
            state.drawn[source] = after
        if after >= 0:
            state.list_previous[after] = before
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
    if arrays.material_matters:
        count_material(arrays, menu, state, cycle, entry, sign)


@kernel
def set_entry(arrays: Arrays, menu: Menu, state: State, cycle: int, entry: int) -> None:
    """Takes the vial of a given cycle from another menu entry; the caller has found that it fits."""
    _note(state, cycle)
    pair = pair_of(arrays, state, cycle)
    _draw(arrays, menu, state, cycle, state.cycles[cycle].entry, TAKES)
    count_at_site(arrays, menu, state, cycle, pair, TAKES)
    state.cycles[cycle].entry = entry
    _draw(arrays, menu, state, cycle, entry, GIVES)
    count_at_site(arrays, menu, state, cycle, pair, GIVES)


@kernel
def begin_move(state: State) -> None:
    """Begins a move: what is changed from here on can be undone."""
    state.move[0] = 0
    state.move[1] += 1
    state.site_marks[1] = 0


@kernel
def _note(state: State, cycle: int) -> None:
    """Notes where a cycle is before a change."""
    at = state.move[0]
    if at >= state.journal.shape[0]:
        raise IndexError("a move changed more cycles than its journal holds")
    state.journal[at] = state.cycles[cycle]
    state.journal_cycle[at] = cycle
    state.move[0] = at + 1


@kernel
def undo_to(arrays: Arrays, menu: Menu, state: State, mark: int) -> None:
    """Undoes the changes of the move under way from the last one back to where its journal had ``mark`` entries."""
    while state.move[0] > mark:
        at = state.move[0] - 1
        state.move[0] = at
        cycle = state.journal_cycle[at]
        sex = arrays.courses[arrays.cycles[cycle].course].sex
        if state.cycles[cycle].place >= 0:
            _mark(arrays, menu, state, cycle, pair_of(arrays, state, cycle), sex, TAKES)
        state.cycles[cycle] = state.journal[at]
        if state.cycles[cycle].place >= 0:
            _mark(arrays, menu, state, cycle, pair_of(arrays, state, cycle), sex, GIVES)


@kernel
def cheapest_first(arrays: Arrays, menu: Menu, source_price: np.ndarray) -> np.ndarray:
    """The entries of the menu, those of each pair and day from the cheapest source to the dearest, equals as they come.

    Parameters
    ----------
    source_price : of a vial, or of a GBq at calibration where a source is a batch or a line, shape (n_sources,)
    """
    entry_order = np.empty(menu.entries.shape[0], dtype=np.int64)
    price = np.empty(menu.entries.shape[0])
    for cell in range(menu.ptr.shape[0] - 1):
        begin = menu.ptr[cell]
        for entry in range(begin, menu.ptr[cell + 1]):
            source = arrays.routes[menu.entries[entry].route].source
            price[entry] = source_price[source]
            if menu.entries[entry].at_calibration_mbq > 0.0 and arrays.sources[source].kind >= SOURCE_BATCH:
                price[entry] *= menu.entries[entry].at_calibration_mbq * 1e-3
            at = entry
            while at > begin and price[entry_order[at - 1]] > price[entry]:
                entry_order[at] = entry_order[at - 1]
                at -= 1
            entry_order[at] = entry
    return entry_order


@kernel
def find_day(
    arrays: Arrays,
    menu: Menu,
    state: State,
    cycle: int,
    pair: int,
    day: int,
    sex: int,
    entry_order: np.ndarray,
) -> tuple[int, int, int, int]:
    """Place, step, discharge step and menu entry for a cycle on a day; place -1: none.

    The entries of the menu are tried in ``Prices.entry_order``. A promised hour and place are tried first.
    """
    if arrays.promises_matter and is_promised_on(arrays, cycle, pair, day):
        place, step, end, entry = find_promised(arrays, menu, state, cycle, pair, sex, entry_order)
        if place >= 0:
            return place, step, end, entry
    return _find_between(
        arrays, menu, state, cycle, pair, day, sex, entry_order, ANY_FIRST, ANY_LAST, ANYWHERE, ANY_SOURCE
    )


@kernel
def is_promised_on(arrays: Arrays, cycle: int, pair: int, day: int) -> bool:
    """Whether a cycle is promised at the site of a pair on a day."""
    promised = arrays.cycles[cycle].promised and arrays.cycles[cycle].promised_day == day
    return promised and arrays.cycles[cycle].promised_site == arrays.pairs[pair].site


@kernel
def find_promised(
    arrays: Arrays, menu: Menu, state: State, cycle: int, pair: int, sex: int, entry_order: np.ndarray
) -> tuple[int, int, int, int]:
    """Place, step, discharge step and menu entry that keep the promised hour, if possible in its place; place -1: none.

    The promised vial is tried first, in either case. The caller has found that the cycle is promised at the site of
    the pair, in the horizon.
    """
    day, at = arrays.cycles[cycle].promised_day, arrays.cycles[cycle].promised_step
    own, only = arrays.cycles[cycle].promised_source, arrays.cycles[cycle].promised_place
    for where in (only, ANYWHERE):
        for source in (own, ANY_SOURCE):
            place, step, end, entry = _find_between(
                arrays, menu, state, cycle, pair, day, sex, entry_order, at, at, where, source
            )
            if place >= 0:
                return place, step, end, entry
    return np.int64(-1), np.int64(0), np.int64(0), np.int64(-1)


@kernel
def _find_between(
    arrays: Arrays,
    menu: Menu,
    state: State,
    cycle: int,
    pair: int,
    day: int,
    sex: int,
    entry_order: np.ndarray,
    from_step: int,
    to_step: int,
    only_place: int,
    only_source: int,
) -> tuple[int, int, int, int]:
    """Place, step, discharge step and menu entry for a cycle on a day between two steps; place -1: none."""
    failed_first, failed_last = 1, 0
    for k in range(menu.ptr[pair * arrays.n_days + day], menu.ptr[pair * arrays.n_days + day + 1]):
        entry = np.int64(entry_order[k])
        source = arrays.routes[menu.entries[entry].route].source
        if only_source >= 0 and arrays.sources[source].alike != only_source:
            continue
        first = max(from_step, menu.entries[entry].first_step)
        last = min(to_step, menu.entries[entry].last_step)
        if first > last or (failed_first <= first and last <= failed_last):
            continue
        if not supply_free(arrays, menu, state, entry):
            continue
        place, step, end = find_spot(arrays, menu, state, cycle, pair, day, sex, first, last, only_place, entry)
        if place >= 0:
            return place, step, end, entry
        if step > 0:
            continue  # another vial may come later, and so find room in the licence
        if failed_first > failed_last:
            failed_first, failed_last = first, last
        elif first <= failed_last + 1 and last >= failed_first - 1:
            failed_first, failed_last = min(first, failed_first), max(last, failed_last)
    return -1, 0, 0, -1


@kernel
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
    _note(state, cycle)
    state.cycles[cycle].centre = centre
    state.cycles[cycle].place = place
    state.cycles[cycle].step = step
    state.cycles[cycle].end = end
    state.cycles[cycle].entry = entry
    state.cycles[cycle].day = arrays.day_of_step[step]
    if not find_scans(arrays, state, arrays.pairs[pair].site, arrays.pairs[pair].product, step):
        raise ValueError("a cycle was given whose scans do not fit")
    for k in range(MOST_SCANS):
        state.cycles[cycle].scans[k] = state.booking[k]
    _mark(arrays, menu, state, cycle, pair, sex, GIVES)


@kernel
def restore_cycle(arrays: Arrays, menu: Menu, state: State, cycle: int, given: np.ndarray, pair: int, sex: int) -> None:
    """Gives the cycle as its record in ``given`` says, shape (n_cycles,), scans included; the caller knows it fits."""
    _note(state, cycle)
    state.cycles[cycle] = given[cycle]
    _mark(arrays, menu, state, cycle, pair, sex, GIVES)


@kernel
def remove_cycle(arrays: Arrays, menu: Menu, state: State, cycle: int, pair: int, sex: int) -> None:
    """Takes the cycle out again."""
    _note(state, cycle)
    _mark(arrays, menu, state, cycle, pair, sex, TAKES)
    state.cycles[cycle].centre = -1
    state.cycles[cycle].place = -1
    state.cycles[cycle].step = -1
    state.cycles[cycle].end = -1
    state.cycles[cycle].entry = -1
    state.cycles[cycle].day = -1
