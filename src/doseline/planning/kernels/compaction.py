"""Stays begin as early as they can, so that the next one in their place begins earlier too."""

import numpy as np

from doseline.planning.arrays import Arrays, Menu
from doseline.planning.kernels.apart import apart
from doseline.planning.kernels.compiling import kernel
from doseline.planning.kernels.ejection import free_source
from doseline.planning.kernels.placement import apply_cycle, find_spot, pair_of, remove_cycle, supply_free, undo_to
from doseline.planning.kernels.radioactivity import move_fits
from doseline.planning.kernels.state import State

__all__ = ["compact"]


@kernel
def _earlier(arrays: Arrays, menu: Menu, state: State, cycle: int) -> bool:
    """Gives a cycle earlier on its day, in its place, perhaps from a vial that is there earlier; False: it cannot be.

    Such a vial may be taken over from somebody who can use another one at the same hour.
    """
    pair = pair_of(arrays, state, cycle)
    if arrays.pairs[pair].fixed_step >= 0:
        return False
    if arrays.cycles[cycle].promised and state.cycles[cycle].step == arrays.cycles[cycle].promised_step:
        return False
    place, centre = state.cycles[cycle].place, state.cycles[cycle].centre
    step, day = state.cycles[cycle].step, state.cycles[cycle].day
    sex = arrays.courses[arrays.cycles[cycle].course].sex
    mark = state.move[0]
    cell = pair * arrays.n_days + day
    lead = arrays.pairs[pair].lead_steps
    opens = max(arrays.site_days[arrays.pairs[pair].site, day].opens, arrays.day_first_step[day]) + lead
    if step <= opens:
        return False
    for entry in range(menu.ptr[cell], menu.ptr[cell + 1]):
        first, last = menu.entries[entry].first_step, menu.entries[entry].last_step
        if max(first, opens) >= step:
            continue
        remove_cycle(arrays, menu, state, cycle, pair, sex)
        spot, begins, end = find_spot(
            arrays, menu, state, cycle, pair, day, sex, first, min(last, step - 1), place, entry
        )
        if spot >= 0 and (supply_free(arrays, menu, state, entry) or free_source(arrays, menu, state, np.int64(entry))):
            apply_cycle(arrays, menu, state, cycle, centre, pair, sex, place, begins, end, np.int64(entry))
            if move_fits(arrays, menu, state):
                return True
        undo_to(arrays, menu, state, mark)
    return False


@apart()
def compact(arrays: Arrays, menu: Menu, state: State, place: int, day: int) -> None:
    """Lets the stays of a place begin as early as they can, day after day as long as one makes the next earlier."""
    for on in range(day, arrays.n_days):
        cycle = state.place_day[place, on, 1]
        if cycle < 0 or (not _earlier(arrays, menu, state, cycle) and on > day):
            break
