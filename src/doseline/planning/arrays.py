"""The problem as plain arrays: what the compiled kernels see.

One record array a kind of thing (few arguments keep compilation short and memory close together), plain arrays for
grids and for row pointers. Steps are steps of the grid, days are local days of the horizon, both counted from its
origin. ``_ptr`` arrays are row pointers: the entries of row ``i`` lie in ``ptr[i]:ptr[i + 1]``; ``_from`` and ``_to``
fields say the same in a record.
"""

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

__all__ = [
    "ADMINISTRATION",
    "CENTRE",
    "CENTRE_TAIL",
    "COURSE",
    "CYCLE",
    "DEPARTURE",
    "DISCHARGE",
    "ENTRY",
    "IRRADIATION_STEP_MIN",
    "OPTION",
    "PAIR",
    "PLACE",
    "ROUTE",
    "SITE_DAY",
    "SOURCE",
    "SOURCE_BATCH",
    "SOURCE_LINE",
    "SOURCE_ORDER",
    "SOURCE_SLOT",
    "TASK",
    "Arrays",
    "Menu",
]

SOURCE_SLOT, SOURCE_ORDER, SOURCE_BATCH, SOURCE_LINE = 0, 1, 2, 3
ADMINISTRATION, DISCHARGE = 0, 1

IRRADIATION_STEP_MIN = 15
"""Resolution at which reactor positions are counted (min)."""

SITE_DAY = np.dtype(
    [
        ("opens", "i4"),  # first and last step of treatment hours; opens > closes: closed
        ("closes", "i4"),
        ("leaves", "i4"),  # last step of discharge hours; of a day without them: opens
        ("uncovered", "i4"),  # nights without cover before the day, running count
    ]
)
PLACE = np.dtype(
    [
        ("pool", "i4"),
        ("clean_steps", "i4"),
        ("peer_from", "i4"),  # other places of the room, where sharing has rules
        ("peer_to", "i4"),
        ("overnight", "?"),
        ("same_sex", "?"),
        ("one_nuclide", "?"),
    ]
)
TASK = np.dtype([("role", "i4"), ("anchor", "i4"), ("begin", "i4"), ("finish", "i4"), ("heads", "i4")])
SOURCE = np.dtype(
    [
        ("kind", "i4"),
        ("quantity", "i4"),
        ("option_from", "i4"),  # irradiations of a line source, smallest usable activity first
        ("option_to", "i4"),
        ("reactor", "i4"),
        ("usable", "f8"),  # MBq at calibration; of lines the largest on offer
    ]
)
OPTION = np.dtype([("start", "i4"), ("end", "i4"), ("usable", "f8")])  # minutes, MBq
DEPARTURE = np.dtype([("packages", "i4"), ("activity", "f8")])
ROUTE = np.dtype([("source", "i4"), ("departure", "i4")])
PAIR = np.dtype(
    [
        ("site", "i4"),
        ("product", "i4"),
        ("nuclide", "i4"),
        ("stay_steps", "i4"),
        ("lead_steps", "i4"),
        ("fixed_step", "i4"),  # a pinned instant and place, else -1
        ("fixed_place", "i4"),
    ]
)
COURSE = np.dtype(
    [
        ("sex", "i4"),
        ("weight", "i4"),
        ("min_days", "i4"),
        ("max_days", "i4"),
        ("previous_day", "i4"),  # of the last past administration, or a large negative number
        ("transfer", "?"),
    ]
)
CENTRE = np.dtype([("site", "i4"), ("pair_from", "i4"), ("tail_from", "i4"), ("tail_to", "i4")])
CENTRE_TAIL = np.dtype([("row", "i4"), ("load", "f8")])
CYCLE = np.dtype(
    [
        ("course", "i4"),
        ("first_day", "i4"),
        ("due_day", "i4"),
        ("window_day", "i4"),
        ("last_day", "i4"),
        ("lab_first_step", "i4"),  # results on file cover these steps ..
        ("lab_last_step", "i4"),
        ("resume_step", "i4"),  # .. and from here on new results will be had
        ("pinned", "?"),
    ]
)
ENTRY = np.dtype(
    [
        ("route", "i4"),
        ("first_step", "i4"),
        ("last_step", "i4"),
        ("at_calibration_mbq", "f8"),
        ("at_departure_mbq", "f8"),
    ]
)

I32 = NDArray[np.int32]
Records = NDArray[Any]


class Arrays(NamedTuple):
    """Everything about the country that a placement must respect."""

    step_min: int
    irradiation_origin_min: int
    n_days: int
    n_roles: int
    n_products: int
    places_matter: bool
    day_of_step: I32  # (n_steps,)
    day_first_step: I32  # (n_days_covered + 1,) first step not before local midnight
    day_start_min: NDArray[np.int64]
    site_days: Records  # (n_sites, n_days_covered + 1)
    leave_next: I32  # (n_sites * n_products, n_steps) first step at or after at which a patient may leave, -1: none
    place_ptr: I32  # (n_sites + 1,) into places
    places: Records
    place_nuclide_ok: NDArray[np.bool_]  # (n_places, n_nuclides)
    place_occupied: NDArray[np.uint8]  # (n_places, n_steps) initial stays: 0 free, 1 being cleaned, else who is there
    place_closed: NDArray[np.bool_]
    peer: I32
    heads: NDArray[np.int16]  # (n_sites * n_roles, n_steps)
    task_ptr: I32  # (n_products + 1,)
    tasks: Records
    sources: Records
    options: Records
    reactor_positions: I32
    departures: Records
    routes: Records  # one source to one site by one departure
    pairs: Records  # one kind of cycle at one site
    course_ptr: I32  # (n_courses + 1,) into cycles
    courses: Records
    centre_ptr: I32  # (n_courses + 1,) into centres, the (course, site) pairs
    centres: Records
    centre_pair: I32  # one entry a cycle of the course
    centre_tails: Records  # tail rows that the course loads at the centre
    cycles: Records
    tail_capacity: NDArray[np.float64]  # what is left for courses without past administrations


class Menu(NamedTuple):
    """Which routes serve a pair on a day, and between which steps."""

    ptr: NDArray[np.int64]  # (n_pairs * n_days + 1,)
    entries: Records
