"""What a plan under construction uses of every resource."""

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from doseline.planning.arrays import ENTRY, MOST_SCANS, Arrays, Menu, Prices
from doseline.planning.kernels.apart import ready

__all__ = ["State", "empty_state"]

GIVEN = np.dtype(
    [
        ("entry", "i8"),
        ("centre", "i8"),
        ("place", "i8"),
        ("step", "i8"),
        ("end", "i8"),
        ("day", "i8"),
        ("scans", "i4", (MOST_SCANS,)),  # use * n_steps + step of each of its scans
    ]
)
SOURCE_USE = np.dtype([("mbq", "f8"), ("count", "i8"), ("option", "i8")])
DEPARTURE_USE = np.dtype([("mbq", "f8"), ("count", "i8")])
FLOW = np.dtype([("step", "i8"), ("nuclide", "i8"), ("mbq", "f8"), ("isomer_mbq", "f8")])

JOURNAL = 8192
"""Changes that a move may make, besides one of every cycle."""


NO_MENU = Menu(np.zeros(1, dtype=np.int64), np.zeros(0, dtype=ENTRY))
NO_PRICES = Prices(np.zeros((1, 1)), np.zeros(0, dtype=np.int64), np.zeros(0))
"""What a menu and prices look like, for kernels that are made ready for any."""


class State(NamedTuple):
    """Use of every resource, and where each cycle is (``cycles.place`` -1: unserved)."""

    cycles: NDArray[Any]
    place_used: NDArray[np.uint8]
    staff_used: NDArray[np.int16]
    scanner_used: NDArray[np.bool_]  # (n_scanners, n_steps)
    scanner_used_s: NDArray[np.int64]  # (n_scanners, n_weeks) seconds of the scans of each week
    booking: NDArray[np.int32]  # (MOST_SCANS,) slots found for the scans of the cycle that is looked at
    sources: NDArray[Any]
    reactor_used: NDArray[np.int16]
    process_used: NDArray[np.int64]
    departures: NDArray[Any]
    tail_used: NDArray[np.float64]
    course_tail: NDArray[np.int64]
    tail_over: NDArray[np.int64]  # (1,) how many rows of the tail are over their capacity
    place_day: NDArray[np.int64]  # (n_places, n_days, 2) administrations on the day and, if one, which cycle
    admitted: NDArray[np.int32]  # (n_places, n_steps) cycle whose stay begins at the step, -1: none
    drawn: NDArray[np.int64]  # (n_sources,) first cycle of the list of those that draw on a source, -1: none
    list_next: NDArray[np.int64]  # (n_cycles,) next and previous one in its list
    list_previous: NDArray[np.int64]
    peak: NDArray[np.int64]  # (n_licences, n_days) sum of the most that each vial and patient is of a day, Bq ..
    residue: NDArray[np.int64]  # .. and what is left of vials of days before
    step_bq: NDArray[np.float64]  # (n_licences, n_steps) what is there in every step but that, where it is known
    step_known: NDArray[np.bool_]  # (n_licences, n_days)
    held_first: NDArray[np.int64]  # (n_licences,) first cycle of the list of those that a licence counts, -1: none
    held_next: NDArray[np.int64]  # (n_cycles,) next and previous one in its list
    held_previous: NDArray[np.int64]
    held_pair: NDArray[np.int64]  # (n_cycles,) pair of each cycle that is in a list
    bags: NDArray[np.int64]  # (n_stores, n_days)
    flows: NDArray[Any]  # (n_cycles,) what each stay sends into its line of tanks
    line_cycles: NDArray[np.int64]  # (n_lines, n_cycles) stays of each line in order of time
    line_count: NDArray[np.int64]  # (n_lines,) how many those are
    line_over: NDArray[np.int64]  # (n_lines,) 1 where a stay finds no open tank
    material_late: NDArray[np.int64]  # (1,) how many cycles get what is made from material that comes too late
    site_marks: NDArray[np.int64]  # (2,) how many lines those are, and 1 if a move gave back a vial that comes anyway
    journal: NDArray[Any]  # where a cycle was before each change of the move under way
    journal_cycle: NDArray[np.int64]  # which cycle that is
    counted: NDArray[np.int64]  # (n_cycles,) number of the last move whose change counted the cycle
    move: NDArray[np.int64]  # (2,) how many changes the journal holds, and the number of the move


def empty_state(arrays: Arrays, reactor_used: NDArray[np.int16]) -> State:
    """A plan without administrations, on top of the initial state."""
    n_cycles = int(arrays.course_ptr[-1])
    cycles = np.empty(n_cycles, dtype=GIVEN)
    for name in GIVEN.names or ():
        cycles[name] = -1
    sources = np.zeros(arrays.sources.shape[0], dtype=SOURCE_USE)
    sources["option"] = -1
    flows = np.zeros(n_cycles, dtype=FLOW)
    flows["step"] = flows["nuclide"] = -1
    n_lines = arrays.tank_lines.shape[0]
    state = State(
        cycles=cycles,
        place_used=arrays.place_occupied.copy(),
        staff_used=np.zeros_like(arrays.heads),
        scanner_used=np.zeros((arrays.scanner_left_s.shape[0], arrays.day_of_step.shape[0]), dtype=np.bool_),
        scanner_used_s=np.zeros_like(arrays.scanner_left_s),
        booking=np.full(MOST_SCANS, -1, dtype=np.int32),
        sources=sources,
        reactor_used=reactor_used.copy(),
        process_used=np.zeros(arrays.process_capacity.shape[0], dtype=np.int64),
        departures=np.zeros(arrays.departures.shape[0], dtype=DEPARTURE_USE),
        tail_used=np.zeros(arrays.tail_capacity.shape[0]),
        course_tail=np.full(arrays.course_ptr.shape[0] - 1, -1, dtype=np.int64),
        tail_over=np.zeros(1, dtype=np.int64),
        place_day=np.full((arrays.places.shape[0], arrays.n_days, 2), (0, -1), dtype=np.int64),
        admitted=np.full(arrays.place_occupied.shape, -1, dtype=np.int32),
        drawn=np.full(arrays.sources.shape[0], -1, dtype=np.int64),
        list_next=np.full(n_cycles, -1, dtype=np.int64),
        list_previous=np.full(n_cycles, -1, dtype=np.int64),
        peak=_under_way_by_day(arrays),
        residue=np.zeros((arrays.licences.shape[0], arrays.n_days), dtype=np.int64),
        step_bq=np.zeros(arrays.under_way_bq.shape),
        step_known=np.zeros((arrays.licences.shape[0], arrays.n_days), dtype=bool),
        held_first=np.full(arrays.licences.shape[0], -1, dtype=np.int64),
        held_next=np.full(n_cycles, -1, dtype=np.int64),
        held_previous=np.full(n_cycles, -1, dtype=np.int64),
        held_pair=np.full(n_cycles, -1, dtype=np.int64),
        bags=np.zeros((arrays.store_bags.shape[0], arrays.n_days), dtype=np.int64),
        flows=flows,
        line_cycles=np.full((n_lines, n_cycles), -1, dtype=np.int64),
        line_count=np.zeros(n_lines, dtype=np.int64),
        line_over=np.zeros(n_lines, dtype=np.int64),
        material_late=np.zeros(1, dtype=np.int64),
        site_marks=np.zeros(2, dtype=np.int64),
        journal=np.empty(n_cycles + JOURNAL, dtype=GIVEN),
        journal_cycle=np.full(n_cycles + JOURNAL, -1, dtype=np.int64),
        counted=np.full(n_cycles, -1, dtype=np.int64),
        move=np.zeros(2, dtype=np.int64),
    )
    ready(arrays, NO_MENU, state, NO_PRICES)
    return state


def _under_way_by_day(arrays: Arrays) -> NDArray[np.int64]:
    """Most of each day of what comes whatever the plan, Bq, shape (n_licences, n_days)."""
    if not arrays.licences.shape[0]:
        return np.zeros((0, arrays.n_days), dtype=np.int64)
    most = np.maximum.reduceat(arrays.under_way_bq, arrays.day_first_step[: arrays.n_days], axis=1)
    return np.ceil(most).astype(np.int64)
