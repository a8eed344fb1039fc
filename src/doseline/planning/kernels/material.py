"""Is a patient's own material with its maker in time? What is made from it begins after the cycle that collects it."""

from doseline.planning.arrays import LONG_AGO, Arrays, Menu
from doseline.planning.kernels.compiling import kernel
from doseline.planning.kernels.state import State

__all__ = ["count_material", "last_to_collect", "material_comes"]

WHENEVER = 10**9
"""Instead of a step: nothing is made from what the cycle collects."""


@kernel
def _collected_min(arrays: Arrays, menu: Menu, entry: int) -> int:
    """Last minute at which the material for a menu entry may be collected."""
    return arrays.sources[arrays.routes[menu.entries[entry].route].source].collected_min


@kernel
def material_comes(arrays: Arrays, menu: Menu, state: State, cycle: int, entry: int) -> bool:
    """Whether the cycle before one was given early enough for a menu entry; if it is not given, that is to come."""
    course = arrays.cycles[cycle].course
    before_min = arrays.courses[course].previous_min
    if cycle > arrays.course_ptr[course]:
        before_min = LONG_AGO
        if state.cycles[cycle - 1].place >= 0:
            before_min = state.cycles[cycle - 1].step * arrays.step_min
    return before_min <= _collected_min(arrays, menu, entry)


@kernel
def last_to_collect(arrays: Arrays, menu: Menu, state: State, cycle: int) -> int:
    """Last step at which a cycle may be given so that what the next one is given can be made from it."""
    following = cycle + 1
    if following == arrays.course_ptr[arrays.cycles[cycle].course + 1] or state.cycles[following].place < 0:
        return WHENEVER
    return _collected_min(arrays, menu, state.cycles[following].entry) // arrays.step_min


@kernel
def count_material(arrays: Arrays, menu: Menu, state: State, cycle: int, entry: int, sign: int) -> None:
    """Counts what comes too late for a given cycle and the one after it (1), or takes it off (-1)."""
    if not material_comes(arrays, menu, state, cycle, entry):
        state.material_late[0] += sign
    if state.cycles[cycle].step > last_to_collect(arrays, menu, state, cycle):
        state.material_late[0] += sign
