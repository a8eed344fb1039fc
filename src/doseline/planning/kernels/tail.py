"""What the courses under way load on the weeks after the horizon."""

import numpy as np

from doseline.planning.arrays import Arrays
from doseline.planning.kernels.compiling import kernel
from doseline.planning.kernels.state import State

__all__ = ["full_tail_row", "over_full", "set_tail", "tail_free", "tails_fit"]

TINY = 1e-9


@kernel
def full_tail_row(arrays: Arrays, state: State, centre: int) -> int:
    """First row of the tail that has no room for a course at a centre, or -1."""
    for k in range(arrays.centres[centre].tail_from, arrays.centres[centre].tail_to):
        row, load = arrays.centre_tails[k].row, arrays.centre_tails[k].load
        if load > 0.0 and state.tail_used[row] + load > arrays.tail_capacity[row] + TINY:
            return row
    return -1


@kernel
def over_full(arrays: Arrays, state: State, centre: int) -> bool:
    """Whether the weeks after the horizon carry more than they can, where courses of a centre load them."""
    for k in range(arrays.centres[centre].tail_from, arrays.centres[centre].tail_to):
        row = arrays.centre_tails[k].row
        if arrays.centre_tails[k].load > 0.0 and state.tail_used[row] > arrays.tail_capacity[row] + TINY:
            return True
    return False


@kernel
def tail_free(arrays: Arrays, state: State, centre: int) -> bool:
    """Whether the weeks after the horizon can carry one more course at a centre."""
    return full_tail_row(arrays, state, centre) < 0


@kernel
def tails_fit(state: State) -> bool:
    """Whether the weeks after the horizon carry all courses where they are."""
    return state.tail_over[0] == 0


@kernel
def _add_tail(arrays: Arrays, state: State, centre: int, sign: float) -> None:
    """Counts the loads of a course at a centre, and what a running one takes off its home by moving there."""
    for k in range(arrays.centres[centre].tail_from, arrays.centres[centre].tail_to):
        row = arrays.centre_tails[k].row
        limit = arrays.tail_capacity[row] + TINY
        if state.tail_used[row] > limit:
            state.tail_over[0] -= 1
        state.tail_used[row] += sign * arrays.centre_tails[k].load
        if state.tail_used[row] > limit:
            state.tail_over[0] += 1


@kernel
def set_tail(arrays: Arrays, state: State, course: int) -> None:
    """Moves the tail load of a course to the centre of its last cycle."""
    centre = np.int64(-1)
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
