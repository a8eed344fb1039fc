"""Less waste and fewer transports (L4) without touching who is treated where and when."""

import numpy as np

from doseline.planning.arrays import SOURCE_LINE, Arrays, Menu
from doseline.planning.kernels.compiling import kernel
from doseline.planning.kernels.placement import begin_move, line_option, set_entry, supply_free
from doseline.planning.kernels.state import State

__all__ = ["polish"]

SAME_MBQ = 1e-3


@kernel
def _batch_waste(arrays: Arrays, state: State, source: int, allocated_mbq: float, vials: int) -> float:
    """Waste of a batch that could be made, for so much allocated activity; infinite where no irradiation gives it."""
    if vials == 0:
        return 0.0
    option = line_option(arrays, state, source, allocated_mbq)
    if option < 0:
        return np.inf
    return arrays.options[option].usable - allocated_mbq


@kernel
def _move_waste(arrays: Arrays, menu: Menu, state: State, extra: np.ndarray, entry: int, target: int) -> float:
    """Change of wasted activity when a vial comes from another menu entry."""
    old = arrays.routes[menu.entries[entry].route].source
    new = arrays.routes[menu.entries[target].route].source
    change = extra[target] - extra[entry]
    if old == new:
        return change
    if arrays.sources[old].kind == SOURCE_LINE:
        use = state.sources[old]
        less = use.mbq - menu.entries[entry].at_calibration_mbq
        change += _batch_waste(arrays, state, old, less, use.count - 1)
        change -= _batch_waste(arrays, state, old, use.mbq, use.count)
    if arrays.sources[new].kind == SOURCE_LINE:
        use = state.sources[new]
        more = use.mbq + menu.entries[target].at_calibration_mbq
        change += _batch_waste(arrays, state, new, more, use.count + 1)
        change -= _batch_waste(arrays, state, new, use.mbq, use.count)
    return change


@kernel
def _fits(arrays: Arrays, menu: Menu, state: State, cycle: int, target: int) -> bool:
    """Whether the vial of a cycle may come from another entry: time fits, and the source and departure have room."""
    step = state.cycles[cycle].step
    chosen = menu.entries[target]
    if step < chosen.first_step or step > chosen.last_step:
        return False
    entry = state.cycles[cycle].entry
    old, new = menu.entries[entry].route, chosen.route
    same_source = arrays.routes[old].source == arrays.routes[new].source
    same_departure = arrays.routes[old].departure == arrays.routes[new].departure
    if not same_source and not same_departure:
        return supply_free(arrays, menu, state, target)
    if same_source:
        departure = arrays.routes[new].departure
        use = state.departures[departure]
        return (
            use.count < arrays.departures[departure].packages
            and use.mbq + chosen.at_departure_mbq <= arrays.departures[departure].activity
        )
    departure = arrays.routes[new].departure
    state.departures[departure].count -= 1
    state.departures[departure].mbq -= menu.entries[entry].at_departure_mbq
    free = supply_free(arrays, menu, state, target)
    state.departures[departure].count += 1
    state.departures[departure].mbq += menu.entries[entry].at_departure_mbq
    return free


@kernel
def _cell(arrays: Arrays, state: State, cycle_course: np.ndarray, cycle: int) -> int:
    course = cycle_course[cycle]
    centre = state.cycles[cycle].centre
    pair = arrays.centre_pair[arrays.centres[centre].pair_from + cycle - arrays.course_ptr[course]]
    return pair * arrays.n_days + state.cycles[cycle].day


@kernel
def _empty_group(
    arrays: Arrays,
    menu: Menu,
    state: State,
    cycle_course: np.ndarray,
    extra: np.ndarray,
    group: np.ndarray,
    size: int,
    leave_source: int,
    leave_departure: int,
    old: np.ndarray,
) -> float:
    """Moves every vial of a group off a source or departure; returns the waste saved, or -inf (all is as before)."""
    saved = 0.0
    begin_move(state)
    for k in range(size):
        cycle = group[k]
        cell = _cell(arrays, state, cycle_course, cycle)
        best = -1
        best_change = np.inf
        for target in range(menu.ptr[cell], menu.ptr[cell + 1]):
            route = menu.entries[target].route
            if arrays.routes[route].source == leave_source or arrays.routes[route].departure == leave_departure:
                continue
            if leave_departure >= 0 and state.departures[arrays.routes[route].departure].count == 0:
                continue
            if not _fits(arrays, menu, state, cycle, target):
                continue
            change = _move_waste(arrays, menu, state, extra, state.cycles[cycle].entry, target)
            if change < best_change:
                best_change = change
                best = target
        old[k] = state.cycles[cycle].entry
        if best < 0:
            for back in range(k - 1, -1, -1):
                set_entry(arrays, menu, state, group[back], old[back])
            return -np.inf
        saved -= best_change
        set_entry(arrays, menu, state, cycle, best)
    return saved


@kernel
def polish(arrays: Arrays, menu: Menu, state: State, cycle_course: np.ndarray, extra: np.ndarray, rounds: int) -> None:
    """Takes vials from other sources and departures where that wastes less, or ships less at equal waste.

    Parameters
    ----------
    extra : activity that a vial of each menu entry wastes at its administration, or less than zero where using it saves
        an irrevocable vial (MBq), shape (n_entries,)
    """
    n = state.cycles.shape[0]
    group = np.empty(n, dtype=np.int64)
    old = np.empty(n, dtype=np.int64)
    for _ in range(rounds):
        changed = False
        for cycle in range(n):
            if state.cycles[cycle].place < 0:
                continue
            begin_move(state)
            cell = _cell(arrays, state, cycle_course, cycle)
            entry = state.cycles[cycle].entry
            for target in range(menu.ptr[cell], menu.ptr[cell + 1]):
                if target == entry or not _fits(arrays, menu, state, cycle, target):
                    continue
                waste = _move_waste(arrays, menu, state, extra, entry, target)
                leaving = arrays.routes[menu.entries[entry].route].departure
                joining = arrays.routes[menu.entries[target].route].departure
                trips = 0
                if leaving != joining:
                    trips -= 1 if state.departures[leaving].count == 1 else 0
                    trips += 1 if state.departures[joining].count == 0 else 0
                if waste < -SAME_MBQ or (waste < SAME_MBQ and trips < 0):
                    set_entry(arrays, menu, state, cycle, target)
                    entry = target
                    changed = True
        for source in range(arrays.sources.shape[0]):
            if arrays.sources[source].kind != SOURCE_LINE or state.sources[source].count == 0:
                continue
            size = 0
            for cycle in range(n):
                if state.cycles[cycle].place < 0:
                    continue
                if arrays.routes[menu.entries[state.cycles[cycle].entry].route].source == source:
                    group[size] = cycle
                    size += 1
            saved = _empty_group(arrays, menu, state, cycle_course, extra, group, size, source, -1, old)
            if saved > SAME_MBQ:
                changed = True
            elif saved > -np.inf:
                for k in range(size - 1, -1, -1):
                    set_entry(arrays, menu, state, group[k], old[k])
        for departure in range(arrays.departures.shape[0]):
            count = state.departures[departure].count
            if count == 0 or count > 4:
                continue
            size = 0
            for cycle in range(n):
                if state.cycles[cycle].place < 0:
                    continue
                if arrays.routes[menu.entries[state.cycles[cycle].entry].route].departure == departure:
                    group[size] = cycle
                    size += 1
            saved = _empty_group(arrays, menu, state, cycle_course, extra, group, size, -1, departure, old)
            if saved >= -SAME_MBQ:
                changed = True
            elif saved > -np.inf:
                for k in range(size - 1, -1, -1):
                    set_entry(arrays, menu, state, group[k], old[k])
        if not changed:
            break
