"""What a plan under construction uses of every resource."""

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from doseline.planning.arrays import Arrays

__all__ = ["State", "empty_state"]

GIVEN = np.dtype([("entry", "i8"), ("centre", "i8"), ("place", "i8"), ("step", "i8"), ("end", "i8"), ("day", "i8")])
SOURCE_USE = np.dtype([("mbq", "f8"), ("count", "i8"), ("option", "i8")])
DEPARTURE_USE = np.dtype([("mbq", "f8"), ("count", "i8")])

JOURNAL = 8192
"""Changes that a move may make, besides one of every cycle."""


class State(NamedTuple):
    """Use of every resource, and where each cycle is (``cycles.place`` -1: unserved)."""

    cycles: NDArray[Any]
    place_used: NDArray[np.uint8]
    staff_used: NDArray[np.int16]
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
    return State(
        cycles=cycles,
        place_used=arrays.place_occupied.copy(),
        staff_used=np.zeros_like(arrays.heads),
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
        journal=np.empty(n_cycles + JOURNAL, dtype=GIVEN),
        journal_cycle=np.full(n_cycles + JOURNAL, -1, dtype=np.int64),
        counted=np.full(n_cycles, -1, dtype=np.int64),
        move=np.zeros(2, dtype=np.int64),
    )
