"""How many cycles in window the regions with a floor have (C22), and how many they lack."""

import numpy as np

from doseline.planning.arrays import Arrays
from doseline.planning.kernels.compiling import kernel
from doseline.planning.kernels.state import State

__all__ = ["count_floors", "lacking_to_floors"]


@kernel
def count_floors(arrays: Arrays, state: State, reached: np.ndarray) -> None:
    """Writes the cycles in window of each floor into ``reached``, shape (n_floors,)."""
    reached[:] = 0
    if reached.shape[0] == 0:
        return
    for course in range(arrays.course_ptr.shape[0] - 1):
        floor = arrays.courses[course].floor
        if floor < 0:
            continue
        for cycle in range(arrays.course_ptr[course], arrays.course_ptr[course + 1]):
            day = state.cycles[cycle].day
            if 0 <= day <= arrays.cycles[cycle].window_day:
                reached[floor] += 1


@kernel
def lacking_to_floors(arrays: Arrays, reached: np.ndarray, gained: np.ndarray) -> int:
    """Cycles that regions lack to their floors if they have these and gain those, arrays of shape (n_floors,)."""
    lacking = 0
    for floor in range(reached.shape[0]):
        lacking += max(0, arrays.floors[floor] - reached[floor] - gained[floor])
    return lacking
