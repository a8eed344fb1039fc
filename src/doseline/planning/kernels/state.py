"""What a plan under construction uses of every resource."""

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from doseline.planning.arrays import Arrays

__all__ = ["State", "empty_state"]

GIVEN = np.dtype([("entry", "i8"), ("centre", "i4"), ("place", "i4"), ("step", "i4"), ("end", "i4"), ("day", "i4")])
SOURCE_USE = np.dtype([("mbq", "f8"), ("count", "i4"), ("option", "i4")])
DEPARTURE_USE = np.dtype([("mbq", "f8"), ("count", "i4")])


class State(NamedTuple):
    """Use of every resource, and where each cycle is (``cycles.place`` -1: unserved)."""

    cycles: NDArray[Any]
    place_used: NDArray[np.uint8]
    staff_used: NDArray[np.int16]
    sources: NDArray[Any]
    reactor_used: NDArray[np.int16]
    departures: NDArray[Any]
    tail_used: NDArray[np.float64]
    course_tail: NDArray[np.int32]
    place_day: NDArray[np.int32]  # (n_places, n_days, 2) administrations on the day and, if one, which cycle
    journal: NDArray[np.int64]  # (n, 3) cycles moved to another hour of their day: cycle, step and end before
    journal_length: NDArray[np.int64]  # (1,)


def empty_state(arrays: Arrays, reactor_used: NDArray[np.int16]) -> State:
    """A plan without administrations, on top of the initial state."""
    cycles = np.empty(int(arrays.course_ptr[-1]), dtype=GIVEN)
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
        departures=np.zeros(arrays.departures.shape[0], dtype=DEPARTURE_USE),
        tail_used=np.zeros(arrays.tail_capacity.shape[0]),
        course_tail=np.full(arrays.course_ptr.shape[0] - 1, -1, dtype=np.int32),
        place_day=np.full((arrays.places.shape[0], arrays.n_days, 2), (0, -1), dtype=np.int32),
        journal=np.zeros((512, 3), dtype=np.int64),
        journal_length=np.zeros(1, dtype=np.int64),
    )
