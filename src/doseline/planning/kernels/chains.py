"""Chains: one cycle takes the turn of another, which takes the turn of the next, and so on."""

import numpy as np

from doseline.planning.arrays import Arrays, Menu, Prices
from doseline.planning.kernels.apart import apart
from doseline.planning.kernels.compiling import kernel
from doseline.planning.kernels.days import cheapest_fit, day_costs, span
from doseline.planning.kernels.ejection import (
    POSTPONEMENT,
    cheapest_place,
    postponement,
    rival_for_heads,
    supplied_entry,
)
from doseline.planning.kernels.placement import (
    ANYWHERE,
    apply_cycle,
    find_spot,
    pair_of,
    remove_cycle,
    supply_free,
)
from doseline.planning.kernels.state import State

__all__ = ["chain"]

MOST = 12
"""Cycles at most that wait at one time."""

DAYS_TRIED = np.int64(4)


@kernel
def _take_out(arrays: Arrays, menu: Menu, state: State, cycle: int) -> None:
    sex = arrays.courses[arrays.cycles[cycle].course].sex
    remove_cycle(arrays, menu, state, cycle, pair_of(arrays, state, cycle), sex)


@kernel
def _give_up(arrays: Arrays, menu: Menu, state: State, cycle: int) -> bool:
    """Leaves a cycle undone, and so those after it; False if one of them is pinned."""
    last = arrays.course_ptr[arrays.cycles[cycle].course + 1]
    for other in range(last - 1, cycle - 1, -1):
        if arrays.cycles[other].pinned:
            return False
        if state.cycles[other].place >= 0:
            _take_out(arrays, menu, state, other)
    return True


@kernel
def _latest_to_wait(arrays: Arrays, menu: Menu, state: State, source: int, reward: float) -> int:
    """Cycle that draws on a source and is postponed most cheaply, or -1."""
    best = np.int64(-1)
    best_cost = 1e15
    cycle = state.drawn[source]
    while cycle >= 0:
        cost = postponement(arrays, menu, state, cycle, reward)
        if cost < best_cost:
            best, best_cost = cycle, cost
        cycle = state.list_next[cycle]
    return best


@apart()
def chain(
    arrays: Arrays,
    menu: Menu,
    state: State,
    cycle: int,
    centre: int,
    reward: float,
    noise: float,
    links: int,
    prices: Prices,
) -> bool:
    """Gives a cycle, in somebody's turn if need be, who is then given anew in the same way, up to ``links`` times.

    The cycles before and after keep their days. Whoever finds no turn is left out. False if the caller should undo the
    move.
    """
    waiting = np.empty(MOST, dtype=np.int64)
    centres = np.empty(MOST, dtype=np.int64)
    kept = np.empty(8, dtype=np.int64)
    cost = np.empty(arrays.n_days)
    waiting[0], centres[0] = cycle, centre
    n = 1
    used = 0
    while n > 0:
        n -= 1
        mine, my_centre = waiting[n], centres[n]
        course = arrays.cycles[mine].course
        first_cycle, last_cycle = arrays.course_ptr[course], arrays.course_ptr[course + 1]
        shortest, longest = arrays.courses[course].min_days, arrays.courses[course].max_days
        sex = arrays.courses[course].sex
        pair = arrays.centre_pair[arrays.centres[my_centre].pair_from + mine - first_cycle]
        previous = arrays.courses[course].previous_day
        if mine > first_cycle:
            previous = state.cycles[mine - 1].day
            if previous < 0:
                if not _give_up(arrays, menu, state, mine):
                    return False
                continue
        first, last = span(arrays, mine, previous)
        if mine + 1 < last_cycle and state.cycles[mine + 1].place >= 0:
            first = max(first, state.cycles[mine + 1].day - longest)
            last = min(last, state.cycles[mine + 1].day - shortest)
        day_costs(arrays, menu, mine, pair, first, last, reward, noise, prices, cost)
        wanted, _, place, step, end, entry = cheapest_fit(
            arrays, menu, state, mine, pair, first, last, DAYS_TRIED, prices.entry_order, cost
        )
        used += 1
        if place < 0 and wanted >= 0 and used <= links:
            entry = supplied_entry(arrays, menu, state, pair, wanted)
            if entry < 0:
                cell = pair * arrays.n_days + wanted
                entry = menu.ptr[cell] + np.random.randint(menu.ptr[cell + 1] - menu.ptr[cell])
                loser = _latest_to_wait(arrays, menu, state, arrays.routes[menu.entries[entry].route].source, reward)
                if loser >= 0 and n < MOST and not arrays.cycles[loser].pinned:
                    waiting[n], centres[n] = loser, state.cycles[loser].centre
                    n += 1
                    _take_out(arrays, menu, state, loser)
                    if not supply_free(arrays, menu, state, entry):
                        entry = np.int64(-1)
                else:
                    entry = np.int64(-1)
            if entry >= 0:
                from_step, to_step = menu.entries[entry].first_step, menu.entries[entry].last_step
                place, step, end = find_spot(
                    arrays, menu, state, mine, pair, wanted, sex, from_step, to_step, ANYWHERE, entry
                )
                if place < 0:
                    where, count = cheapest_place(
                        arrays, menu, state, pair, wanted, sex, from_step, to_step, POSTPONEMENT, reward, prices, kept
                    )
                    if where >= 0 and n + count <= MOST:
                        for j in range(count):
                            waiting[n], centres[n] = kept[j], state.cycles[kept[j]].centre
                            n += 1
                            _take_out(arrays, menu, state, kept[j])
                        place, step, end = find_spot(
                            arrays, menu, state, mine, pair, wanted, sex, from_step, to_step, where, entry
                        )
                        rival = np.int64(-1)
                        if place < 0 and n < MOST:
                            # there is room, but not the heads
                            rival = rival_for_heads(arrays, state, arrays.pairs[pair].site, wanted)
                        if rival >= 0:
                            waiting[n], centres[n] = rival, state.cycles[rival].centre
                            n += 1
                            _take_out(arrays, menu, state, rival)
                            place, step, end = find_spot(
                                arrays, menu, state, mine, pair, wanted, sex, from_step, to_step, where, entry
                            )
        if place >= 0 and (mine == first_cycle or state.cycles[mine - 1].place >= 0):
            apply_cycle(arrays, menu, state, mine, my_centre, pair, sex, place, step, end, entry)
        elif not _give_up(arrays, menu, state, mine):
            return False
    return True
