"""Less waste, fewer shipments and less cost (L4) at no loss of the levels above: a few cycles are given anew.

Ruin and recreate in the manner of Christiaens and Vanden Berghe (2020), Transportation Science 54, 417-433: who is
taken out belongs together, and whoever is given anew takes the best way that fits, but overlooks a day now and then.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from doseline.planning.arrays import Arrays, Menu
from doseline.planning.kernels.compiling import kernel
from doseline.planning.kernels.days import span
from doseline.planning.kernels.floors import count_floors, lacking_to_floors
from doseline.planning.kernels.ledger import EUR, TRIPS, WASTE, Tariff, added_mbq, give, take
from doseline.planning.kernels.placement import (
    ANYWHERE,
    begin_move,
    find_spot,
    is_promised_on,
    pair_of,
    supply_free,
    undo_to,
)
from doseline.planning.kernels.promises import change_price, date_change, vial_change
from doseline.planning.kernels.radioactivity import move_fits
from doseline.planning.kernels.state import State
from doseline.planning.kernels.tail import set_tail, tail_free, tails_fit

__all__ = ["Desk", "empty_desk", "save"]

MOST_OUT = 12
"""Courses at most that a move touches."""

WAYS = 4096
"""Ways of giving a cycle that are looked at .."""

TRIES = 8
""".. and those of them that are tried."""

OVERLOOKED = 0.08
"""Share of the days that whoever is given anew overlooks .."""

ANY_SPOT = 0.3
""".. and of the insertions that try a place and hour at random: the first that fits may be in somebody's way."""

WHOLE = 0.3
"""Share of the moves that give all cycles of a course anew, and so may change its centre."""

BETTER_VIAL, SAME_SOURCE, SAME_DEPARTURE = 0.5, 0.75, 0.9
"""Running shares of the kinds of moves; the rest is for those of one centre and day."""

SAME_MBQ = 1e-4
SAME_EUR = 1e-6
LATE_MBQ, CHANGED_MBQ, MISSED_MBQ = 1e6, 1e8, 1e11
"""Waste that a weighted day late, a change of price 1 and a weighted cycle out of its window count as: more than any
vial can save."""

CHANGED_LATE = 10**9
"""Days late that a change of price 1 counts as where plans are compared: more than all cycles are late."""

IMPOSSIBLE = 1e17

# numba compiles a function anew for every literal that it is called with, but not for values of numpy
FIRST_SPOT = np.float64(0.0)
EVERY_DAY = np.float64(0.0)
ONE_CYCLE, ALL_CYCLES = np.bool_(0), np.bool_(1)
FREE_VIALS, ALL_VIALS = np.bool_(0), np.bool_(1)


class Desk(NamedTuple):
    """Where a move is worked out.

    Attributes
    ----------
    cost, entry, centre : ways of giving a cycle, shape (WAYS,)
    out : courses that the move touches, shape (MOST_OUT + 1,)
    counts : how many courses those are, and their L1 and L3 with L2 before the move, shape (3,)
    """

    cost: NDArray[np.float64]
    entry: NDArray[np.int64]
    centre: NDArray[np.int64]
    out: NDArray[np.int64]
    counts: NDArray[np.int64]


def empty_desk() -> Desk:
    """A desk for moves of one plan."""
    return Desk(
        cost=np.empty(WAYS),
        entry=np.empty(WAYS, dtype=np.int64),
        centre=np.empty(WAYS, dtype=np.int64),
        out=np.empty(MOST_OUT + 1, dtype=np.int64),
        counts=np.zeros(3, dtype=np.int64),
    )


@kernel
def _course_values(arrays: Arrays, menu: Menu, state: State, course: int) -> tuple[int, int]:
    """What a course adds to L1, and to L3 and L2 in one number (``CHANGED_LATE``)."""
    won = late = 0
    weight = arrays.courses[course].weight
    for cycle in range(arrays.course_ptr[course], arrays.course_ptr[course + 1]):
        day, due = state.cycles[cycle].day, arrays.cycles[cycle].due_day
        late += weight * max(0, (day if day >= 0 else arrays.n_days) - due)
        if arrays.cycles[cycle].promised:
            late += CHANGED_LATE * change_price(arrays, menu, cycle, state.cycles[cycle])
        if 0 <= day <= arrays.cycles[cycle].window_day:
            won += weight
    return won, late


@kernel
def _touch(arrays: Arrays, menu: Menu, state: State, course: int, desk: Desk) -> None:
    """Notes a course, and what it is worth, before the move changes it."""
    for k in range(desk.counts[0]):
        if desk.out[k] == course:
            return
    won, late = _course_values(arrays, menu, state, course)
    desk.out[desk.counts[0]] = course
    desk.counts[0] += 1
    desk.counts[1] += won
    desk.counts[2] += late


@kernel
def _take_out(
    arrays: Arrays, menu: Menu, state: State, cycle: int, whole: bool, tariff: Tariff, spent: np.ndarray, desk: Desk
) -> None:
    """Takes out a cycle, or all cycles of its course; nobody where the move touches enough courses."""
    if cycle < 0 or desk.counts[0] >= MOST_OUT:
        return
    course = arrays.cycles[cycle].course
    _touch(arrays, menu, state, course, desk)
    first, last = np.int64(cycle), np.int64(cycle + 1)
    if whole:
        first, last = arrays.course_ptr[course], arrays.course_ptr[course + 1]
    for other in range(last - 1, first - 1, -1):
        if state.cycles[other].place >= 0:
            take(arrays, menu, state, other, tariff, spent)
    set_tail(arrays, state, course)


@kernel
def _ways(
    arrays: Arrays, menu: Menu, state: State, cycle: int, overlooked: float, taken_too: bool, tariff: Tariff, desk: Desk
) -> int:
    """Lists the ways of giving a cycle between its neighbours, with what each adds; returns how many.

    Vials that are taken are listed only if ``taken_too``.
    """
    course = arrays.cycles[cycle].course
    first_cycle, last_cycle = arrays.course_ptr[course], arrays.course_ptr[course + 1]
    weight = arrays.courses[course].weight
    previous = arrays.courses[course].previous_day
    keeps = np.int64(-1)
    if cycle > first_cycle:
        if state.cycles[cycle - 1].place < 0:
            return 0
        previous, keeps = state.cycles[cycle - 1].day, np.int64(state.cycles[cycle - 1].centre)
    first, last = span(arrays, cycle, previous)
    if cycle + 1 < last_cycle and state.cycles[cycle + 1].place >= 0:
        following, keeps = state.cycles[cycle + 1].day, np.int64(state.cycles[cycle + 1].centre)
        first = max(first, following - arrays.courses[course].max_days)
        last = min(last, following - arrays.courses[course].min_days)
    first_centre, last_centre = arrays.centre_ptr[course], arrays.centre_ptr[course + 1]
    if keeps >= 0 and not arrays.courses[course].transfer:
        first_centre, last_centre = keeps, keeps + 1
    n = 0
    for centre in range(first_centre, last_centre):
        pair = arrays.centre_pair[arrays.centres[centre].pair_from + cycle - first_cycle]
        if arrays.cycles[cycle].pinned and arrays.pairs[pair].fixed_step < 0:
            continue
        if state.course_tail[course] != centre and not tail_free(arrays, state, centre):
            continue
        for day in range(first, last + 1):
            if overlooked > 0.0 and np.random.random() < overlooked:
                continue
            late = weight * LATE_MBQ * max(0, day - arrays.cycles[cycle].due_day)
            if day > arrays.cycles[cycle].window_day:
                late += weight * MISSED_MBQ
            as_promised = arrays.promises_matter and is_promised_on(arrays, cycle, pair, day)
            if arrays.promises_matter:
                late += CHANGED_MBQ * date_change(arrays, cycle, pair, day)
            cell = pair * arrays.n_days + day
            for entry in range(menu.ptr[cell], menu.ptr[cell + 1]):
                if n == WAYS:
                    return n
                if not taken_too and not supply_free(arrays, menu, state, entry):
                    continue
                desk.cost[n] = late + added_mbq(arrays, menu, state, entry, tariff)
                if as_promised:
                    desk.cost[n] += CHANGED_MBQ * vial_change(arrays, menu, cycle, entry)
                desk.entry[n], desk.centre[n] = entry, centre
                n += 1
    return n


@kernel
def _spot(
    arrays: Arrays, menu: Menu, state: State, cycle: int, centre: int, entry: int, anywhere: float
) -> tuple[int, int, int]:
    """Place, step and discharge step for a cycle with a vial; with some chance a place and hour at random first."""
    course = arrays.cycles[cycle].course
    pair = arrays.centre_pair[arrays.centres[centre].pair_from + cycle - arrays.course_ptr[course]]
    sex = arrays.courses[course].sex
    first, last = menu.entries[entry].first_step, menu.entries[entry].last_step
    day = arrays.day_of_step[first]
    if arrays.promises_matter and is_promised_on(arrays, cycle, pair, day):
        at = arrays.cycles[cycle].promised_step
        if first <= at <= last:
            for only in (arrays.cycles[cycle].promised_place, ANYWHERE):
                place, step, end = find_spot(arrays, menu, state, cycle, pair, day, sex, at, at, only, entry)
                if place >= 0:
                    return place, step, end
    if anywhere > 0.0 and arrays.pairs[pair].fixed_step < 0 and np.random.random() < anywhere:
        site = arrays.pairs[pair].site
        begin = first + np.random.randint(last - first + 1)
        where = arrays.place_ptr[site] + np.random.randint(arrays.place_ptr[site + 1] - arrays.place_ptr[site])
        place, step, end = find_spot(arrays, menu, state, cycle, pair, day, sex, begin, last, where, entry)
        if place >= 0:
            return place, step, end
    return find_spot(arrays, menu, state, cycle, pair, day, sex, first, last, ANYWHERE, entry)


@kernel
def _insert(
    arrays: Arrays, menu: Menu, state: State, cycle: int, tariff: Tariff, spent: np.ndarray, desk: Desk
) -> bool:
    """Gives a cycle in the way that adds least and fits."""
    n = _ways(arrays, menu, state, cycle, OVERLOOKED, FREE_VIALS, tariff, desk)
    for _ in range(TRIES):
        best = np.int64(-1)
        least = IMPOSSIBLE
        for k in range(n):
            if desk.cost[k] < least:
                least, best = desk.cost[k], np.int64(k)
        if best < 0:
            return False
        entry, centre = desk.entry[best], desk.centre[best]
        spot = _spot(arrays, menu, state, cycle, centre, entry, ANY_SPOT)
        if spot[0] >= 0:
            give(arrays, menu, state, cycle, centre, spot, entry, tariff, spent)
            set_tail(arrays, state, arrays.cycles[cycle].course)
            return True
        # nor does any vial fit that can be given only in the same hours
        first, last = menu.entries[entry].first_step, menu.entries[entry].last_step
        for k in range(n):
            other = desk.entry[k]
            if (
                desk.centre[k] == centre
                and menu.entries[other].first_step >= first
                and menu.entries[other].last_step <= last
            ):
                desk.cost[k] = np.inf
    return False


@kernel
def _open_cycle(arrays: Arrays, state: State, course: int) -> int:
    """First cycle of a course that is not given."""
    cycle = arrays.course_ptr[course]
    while state.cycles[cycle].place >= 0:
        cycle += 1
    return cycle


@kernel
def _anybody_of_source(state: State, source: int) -> int:
    """One of those who draw on a source, at random; -1: nobody."""
    chosen = np.int64(-1)
    count = 0
    cycle = state.drawn[source]
    while cycle >= 0:
        count += 1
        if np.random.random() * count < 1.0:
            chosen = cycle
        cycle = state.list_next[cycle]
    return chosen


@kernel
def _anybody_of_day(arrays: Arrays, state: State, site: int, day: int) -> int:
    """One of those who are given at a site on a day, at random; -1: nobody."""
    chosen = np.int64(-1)
    count = 0
    for place in range(arrays.place_ptr[site], arrays.place_ptr[site + 1]):
        if state.place_day[place, day, 0] == 0:
            continue
        for step in range(arrays.day_first_step[day], arrays.day_first_step[day + 1]):
            # who is admitted on a day is given on it
            cycle = np.int64(state.admitted[place, step])
            if cycle >= 0:
                count += 1
                if np.random.random() * count < 1.0:
                    chosen = cycle
    return chosen


@kernel
def _for_the_unserved(
    arrays: Arrays, menu: Menu, state: State, course: int, tariff: Tariff, spent: np.ndarray, desk: Desk
) -> None:
    """Lets somebody who lacks a cycle have the turn of somebody else."""
    _touch(arrays, menu, state, course, desk)
    n = _ways(arrays, menu, state, _open_cycle(arrays, state, course), EVERY_DAY, ALL_VIALS, tariff, desk)
    if n > 0:
        entry = desk.entry[np.random.randint(n)]
        rival = _anybody_of_source(state, arrays.routes[menu.entries[entry].route].source)
        _take_out(arrays, menu, state, rival, ALL_CYCLES, tariff, spent, desk)


@kernel
def _for_a_better_vial(
    arrays: Arrays, menu: Menu, state: State, cycle: int, whole: bool, tariff: Tariff, spent: np.ndarray, desk: Desk
) -> None:
    """Gives a cycle with one of the vials that waste less than its own; whoever has the vial or the bed makes way."""
    course = arrays.cycles[cycle].course
    if whole:
        cycle = arrays.course_ptr[course]
    own_mbq = tariff.vial_mbq[state.cycles[cycle].entry]
    latest = max(state.cycles[cycle].day, arrays.cycles[cycle].due_day)
    _take_out(arrays, menu, state, cycle, whole, tariff, spent, desk)
    n = _ways(arrays, menu, state, cycle, EVERY_DAY, ALL_VIALS, tariff, desk)
    chosen = np.int64(-1)
    count = 0
    for k in range(n):
        if tariff.vial_mbq[desk.entry[k]] >= own_mbq - SAME_MBQ:
            continue
        if arrays.day_of_step[menu.entries[desk.entry[k]].first_step] <= latest:
            count += 1
            if np.random.random() * count < 1.0:
                chosen = np.int64(k)
    if chosen < 0:
        return
    entry, centre = desk.entry[chosen], desk.centre[chosen]
    if not supply_free(arrays, menu, state, entry):
        rival = _anybody_of_source(state, arrays.routes[menu.entries[entry].route].source)
        _take_out(arrays, menu, state, rival, ONE_CYCLE, tariff, spent, desk)
    spot = _spot(arrays, menu, state, cycle, centre, entry, FIRST_SPOT)
    if spot[0] < 0:
        day = arrays.day_of_step[menu.entries[entry].first_step]
        rival = _anybody_of_day(arrays, state, arrays.centres[centre].site, day)
        _take_out(arrays, menu, state, rival, ONE_CYCLE, tariff, spent, desk)
        spot = _spot(arrays, menu, state, cycle, centre, entry, FIRST_SPOT)
    if spot[0] >= 0 and supply_free(arrays, menu, state, entry):
        give(arrays, menu, state, cycle, centre, spot, entry, tariff, spent)
        set_tail(arrays, state, course)


@kernel
def _take_group(
    arrays: Arrays,
    menu: Menu,
    state: State,
    cycle: int,
    departure_too: bool,
    tariff: Tariff,
    spent: np.ndarray,
    desk: Desk,
) -> None:
    """Takes out whoever draws on the source of a cycle, or those of them who share its departure as well."""
    route = menu.entries[state.cycles[cycle].entry].route
    source, departure = arrays.routes[route].source, arrays.routes[route].departure
    other = state.drawn[source]
    while other >= 0:
        following = state.list_next[other]
        its_route = menu.entries[state.cycles[other].entry].route
        if not departure_too or arrays.routes[its_route].departure == departure:
            _take_out(arrays, menu, state, other, ONE_CYCLE, tariff, spent, desk)
        other = following


@kernel
def _shuffle(desk: Desk, first: int) -> None:
    """Puts the courses from one on in random order."""
    for k in range(first + 1, desk.counts[0]):
        other = first + np.random.randint(k - first + 1)
        desk.out[k], desk.out[other] = desk.out[other], desk.out[k]


@kernel
def _ruin(arrays: Arrays, menu: Menu, state: State, cycle: int, tariff: Tariff, spent: np.ndarray, desk: Desk) -> None:
    """Takes out some who belong together."""
    course = arrays.cycles[cycle].course
    if state.cycles[cycle].place < 0:
        _for_the_unserved(arrays, menu, state, course, tariff, spent, desk)
        _shuffle(desk, 1)
        return
    kind = np.random.random()
    whole = np.random.random() < WHOLE
    if kind < BETTER_VIAL:
        _for_a_better_vial(arrays, menu, state, cycle, whole, tariff, spent, desk)
        _shuffle(desk, 1)
        return
    if kind < SAME_DEPARTURE:
        _take_group(arrays, menu, state, cycle, kind >= SAME_SOURCE, tariff, spent, desk)
    else:
        site, day = arrays.pairs[pair_of(arrays, state, cycle)].site, state.cycles[cycle].day
        _take_out(arrays, menu, state, cycle, whole, tariff, spent, desk)
        for _ in range(1 + np.random.randint(3)):
            rival = _anybody_of_day(arrays, state, site, day)
            _take_out(arrays, menu, state, rival, ONE_CYCLE, tariff, spent, desk)
    _shuffle(desk, 0)


@kernel
def _recreate(
    arrays: Arrays, menu: Menu, state: State, tariff: Tariff, spent: np.ndarray, desk: Desk
) -> tuple[bool, int, int]:
    """Gives everybody anew; returns whether the plan is legal, and how much more L1 and L2 it has."""
    won, late = -desk.counts[1], -desk.counts[2]
    legal = True
    for k in range(desk.counts[0]):
        course = desk.out[k]
        broken = False
        for cycle in range(arrays.course_ptr[course], arrays.course_ptr[course + 1]):
            if state.cycles[cycle].place < 0 and not _insert(arrays, menu, state, cycle, tariff, spent, desk):
                broken = True
                legal = legal and not arrays.cycles[cycle].pinned
            elif broken:
                legal = False
        more, longer = _course_values(arrays, menu, state, course)
        won += more
        late += longer
    # a course that lost its last cycles loads the centre of the one before, and one that comes home loads that
    return legal and tails_fit(state) and move_fits(arrays, menu, state), won, late


@kernel
def _welcome(change: np.ndarray, heat: np.ndarray) -> bool:
    """Whether a change of what is spent is kept: the first of the three that differs decides, by some chance a rise."""
    at = EUR
    if abs(change[WASTE]) > SAME_MBQ:
        at = WASTE
    elif change[TRIPS] != 0.0:
        at = TRIPS
    return change[at] <= 0.0 or np.random.random() < np.exp(-change[at] / heat[at])


@kernel
def _less(spent: np.ndarray, than: np.ndarray) -> bool:
    if abs(spent[WASTE] - than[WASTE]) > SAME_MBQ:
        return spent[WASTE] < than[WASTE]
    if spent[TRIPS] != than[TRIPS]:
        return spent[TRIPS] < than[TRIPS]
    return spent[EUR] < than[EUR] - SAME_EUR


@kernel
def save(
    arrays: Arrays,
    menu: Menu,
    state: State,
    best: State,
    tariff: Tariff,
    moves: int,
    seed: int,
    heat: np.ndarray,
    spent: np.ndarray,
    least: np.ndarray,
    desk: Desk,
) -> None:
    """Moves that never worsen what regions lack to their floors, nor L1, nor L3 and L2 at equal levels above.

    The best plan met is left in ``best``.

    Parameters
    ----------
    heat : MBq, shipments and EUR that a move may spend more with one chance in e, shape (3,)
    spent : by ``state``, kept up to date, shape (3,)
    least : spent by ``best``, kept up to date, shape (3,)
    """
    np.random.seed(seed)
    n_cycles = state.cycles.shape[0]
    reached, nothing = np.zeros((2, arrays.floors.shape[0]), dtype=np.int64)
    count_floors(arrays, state, reached)
    owed = lacking_to_floors(arrays, reached, nothing)
    before = spent.copy()
    for _ in range(moves):
        cycle = np.int64(np.random.randint(n_cycles))
        course = arrays.cycles[cycle].course
        if arrays.centre_ptr[course] == arrays.centre_ptr[course + 1]:
            continue
        begin_move(state)
        before[:] = spent
        desk.counts[:] = 0
        _ruin(arrays, menu, state, cycle, tariff, spent, desk)
        legal, won, late = _recreate(arrays, menu, state, tariff, spent, desk)
        if reached.shape[0] > 0:
            count_floors(arrays, state, reached)
        still_owed = lacking_to_floors(arrays, reached, nothing)
        legal = legal and still_owed <= owed
        risen = won > 0 or (won == 0 and late < 0)
        if not legal or not (risen or (won == 0 and late == 0 and _welcome(spent - before, heat))):
            undo_to(arrays, menu, state, np.int64(0))
            for k in range(desk.counts[0]):
                set_tail(arrays, state, desk.out[k])
            spent[:] = before
            continue
        owed = still_owed
        # L1 and L2 never fall, so once they have risen this plan is better than the best
        if risen or _less(spent, least):
            best.cycles[:] = state.cycles
            least[:] = spent
