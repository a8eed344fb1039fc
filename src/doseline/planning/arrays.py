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
    "BY_COMPETENCE",
    "BY_DEVICE",
    "BY_ROLE",
    "CENTRE",
    "CENTRE_TAIL",
    "COURSE",
    "CYCLE",
    "DEPARTURE",
    "DISCHARGE",
    "ENTRY",
    "IRRADIATION_STEP_MIN",
    "LICENCE",
    "LONG_AGO",
    "MOST_SCANS",
    "OPTION",
    "PAIR",
    "PLACE",
    "PROCESS",
    "ROUTE",
    "SCAN",
    "SEARCH_REWARD",
    "SITE_DAY",
    "SOURCE",
    "SOURCE_BATCH",
    "SOURCE_LINE",
    "SOURCE_ORDER",
    "SOURCE_SLOT",
    "TANK",
    "TANK_CLOSURE",
    "TANK_LINE",
    "TASK",
    "WHENEVER_MIN",
    "Arrays",
    "Menu",
    "Prices",
]

SOURCE_SLOT, SOURCE_ORDER, SOURCE_BATCH, SOURCE_LINE = 0, 1, 2, 3
ADMINISTRATION, DISCHARGE = 0, 1
BY_ROLE, BY_COMPETENCE, BY_DEVICE = 0, 1, 2
"""Kinds of rows of heads and devices."""

LONG_AGO = -(10**6)
WHENEVER_MIN = 10**9
"""Instead of the last minute at which material may be collected: nobody's own is needed."""
"""Previous day of a course that had no administration yet."""

IRRADIATION_STEP_MIN = 15
"""Resolution at which reactor positions are counted (min)."""

MOST_SCANS = 6
"""Scans that may follow one administration."""

SITE_DAY = np.dtype(
    [
        ("opens", "i8"),  # first and last step of treatment hours; opens > closes: closed
        ("closes", "i8"),
        ("leaves", "i8"),  # last step of discharge hours; of a day without them: opens
        ("uncovered", "i8"),  # nights without cover before the day, running count
    ]
)
PLACE = np.dtype(
    [
        ("pool", "i8"),
        ("clean_steps", "i8"),
        ("peer_from", "i8"),  # other places of the room, where sharing has rules
        ("peer_to", "i8"),
        ("tank_line", "i8"),  # tanks that its toilet fills, -1: none that could hinder
        ("overnight", "?"),
        ("same_sex", "?"),
        ("one_nuclide", "?"),
    ]
)
SCAN = np.dtype(
    [
        ("earliest", "i8"),  # steps after administration at which it may begin
        ("latest", "i8"),
        ("steps", "i8"),  # for which it keeps a scanner busy
        ("seconds", "i8"),  # that count against the hours of the week
        ("use_from", "i8"),  # scanners that can make it, into scan_uses
        ("use_to", "i8"),
    ]
)
TASK = np.dtype([("row", "i8"), ("anchor", "i8"), ("begin", "i8"), ("finish", "i8"), ("heads", "i8")])
SOURCE = np.dtype(
    [
        ("kind", "i8"),
        ("alike", "i8"),  # first source of the same name: batches of one line and day have one name
        ("quantity", "i8"),
        ("option_from", "i8"),  # irradiations of a line source, smallest usable activity first
        ("option_to", "i8"),
        ("reactor", "i8"),
        ("usable", "f8"),  # MBq at calibration; of lines the largest on offer
        ("under_way", "?"),  # it comes to its centre whoever gets it
        ("collected_min", "i8"),  # last minute at which the patient's own material for it may be collected
    ]
)
OPTION = np.dtype([("start", "i8"), ("end", "i8"), ("usable", "f8"), ("in_process_bq", "i8")])  # minutes, MBq
PROCESS = np.dtype([("row", "i8"), ("units", "i8"), ("by_activity", "i8")])
DEPARTURE = np.dtype([("packages", "i8"), ("activity", "f8")])
ROUTE = np.dtype([("source", "i8"), ("departure", "i8")])
PAIR = np.dtype(
    [
        ("site", "i8"),
        ("product", "i8"),
        ("nuclide", "i8"),
        ("stay_steps", "i8"),
        ("lead_steps", "i8"),
        ("fixed_step", "i8"),  # a pinned instant and place, else -1
        ("fixed_place", "i8"),
        ("licence", "i8"),  # what its site may possess of its nuclide, -1: nothing that could hinder
        ("store", "i8"),  # where its bag goes, -1: nowhere that could hinder
        ("bag_steps", "i8"),
        ("drawn_mbq", "f8"),  # of a stock vial; 0: all but the residual is given
        ("residual_mbq", "f8"),
    ]
)
COURSE = np.dtype(
    [
        ("sex", "i8"),
        ("weight", "i8"),
        ("min_days", "i8"),
        ("max_days", "i8"),
        ("previous_day", "i8"),  # of the last past administration, or LONG_AGO
        ("previous_min", "i8"),  # likewise
        ("transfer", "?"),
        ("trial", "i8"),  # -1: in none that anything is held for
        ("floor", "i8"),  # of the region where the patient lives; -1: it has none
    ]
)
CENTRE = np.dtype([("site", "i8"), ("pair_from", "i8"), ("tail_from", "i8"), ("tail_to", "i8")])
CENTRE_TAIL = np.dtype([("row", "i8"), ("load", "f8")])
LICENCE = np.dtype([("limit_bq", "i8"), ("vial_under_way", "?"), ("there_bq", "i8")])  # the most there anyway
TANK_LINE = np.dtype(
    [
        ("tank_from", "i8"),
        ("tank_to", "i8"),
        ("flow_litres", "f8"),  # of a stay
        ("limit_mbq_per_litre", "f8"),
    ]
)
TANK = np.dtype(
    [
        ("volume", "f8"),  # L
        ("litres", "f8"),  # L in it at the present
        ("filling", "?"),
        ("shut_from", "i8"),  # its closures
        ("shut_to", "i8"),
    ]
)
TANK_CLOSURE = np.dtype([("begin", "i8"), ("end", "i8")])  # first steps in and after it
CYCLE = np.dtype(
    [
        ("course", "i8"),
        ("first_day", "i8"),
        ("due_day", "i8"),
        ("window_day", "i8"),
        ("last_day", "i8"),
        ("lab_first_step", "i8"),  # results on file cover these steps ..
        ("lab_last_step", "i8"),
        ("resume_step", "i8"),  # .. and from here on new results will be had
        ("rank", "i8"),  # by course and number: who comes first of those at one instant
        ("pinned", "?"),
        ("promised", "?"),  # at a site, on a day, at a step, in a place; what changing that costs
        ("promised_site", "i8"),
        ("promised_day", "i8"),
        ("promised_step", "i8"),
        ("promised_place", "i8"),
        ("promised_source", "i8"),
        ("vial_price", "i8"),
        ("place_price", "i8"),
        ("hour_price", "i8"),
        ("date_price", "i8"),
        ("earlier_price", "i8"),  # of an earlier date at the same site
        ("centre_price", "i8"),
        ("unserved_price", "i8"),
    ]
)
ENTRY = np.dtype(
    [
        ("route", "i8"),
        ("first_step", "i8"),
        ("last_step", "i8"),
        ("at_calibration_mbq", "f8"),
        ("at_departure_mbq", "f8"),
        ("comes_step", "i8"),  # step in which it comes to the site; the first one if it is there already
        ("came_mbq", "f8"),  # at the beginning of that step
    ]
)

I64 = NDArray[np.int64]
Records = NDArray[Any]


class Arrays(NamedTuple):
    """Everything about the country that a placement must respect."""

    step_min: int
    irradiation_origin_min: int
    n_days: int
    n_roles: int
    n_hands: int  # rows of heads and devices at each site, the roles first
    n_products: int
    places_matter: bool
    promises_matter: bool
    material_matters: bool  # something is made from a patient's own material
    day_of_step: I64  # (n_steps,)
    day_first_step: I64  # (n_days_covered + 1,) first step not before local midnight
    day_start_min: NDArray[np.int64]
    site_days: Records  # (n_sites, n_days_covered + 1)
    leave_next: NDArray[
        np.int32
    ]  # (n_sites * n_products, n_steps) first step at or after at which a patient may leave, -1: none
    place_ptr: I64  # (n_sites + 1,) into places
    places: Records
    place_nuclide_ok: NDArray[np.bool_]  # (n_places, n_nuclides)
    place_occupied: NDArray[np.uint8]  # (n_places, n_steps) initial stays: 0 free, 1 being cleaned, else who is there
    place_closed: NDArray[np.bool_]
    peer: I64
    place_trial: NDArray[np.int16]  # (n_places, n_days_covered + 1) trial for which it is held on the day, -1: none
    trials_matter: bool
    heads: NDArray[np.int16]  # (n_sites * n_hands, n_steps) heads or devices there
    hand_rule: NDArray[np.uint8]  # (n_sites * n_hands,) BY_ROLE, BY_COMPETENCE or BY_DEVICE
    task_ptr: I64  # (n_sites * n_products + 1,) into tasks
    tasks: Records
    scan_ptr: I64  # (n_sites * n_products + 1,) into scans
    scans: Records
    scan_uses: I64  # (n_uses,) scanner of each use: a scan by one of the scanners that can make it
    scan_next: NDArray[np.int32]  # (n_uses, n_steps) first step at or after at which the scan may begin there, -1: none
    scanner_left_s: I64  # (n_scanners, n_weeks) seconds of each week, Monday to Sunday, that are left for the plan
    first_weekday: int  # of day 0: 0 Monday .. 6 Sunday
    sources: Records
    options: Records
    process_ptr: I64  # (n_sources + 1,) into processes
    processes: Records  # what a batch takes of rows that it shares with others while it is in process
    process_capacity: I64  # heads, or Bq
    reactor_positions: I64
    departures: Records
    routes: Records  # one source to one site by one departure
    pairs: Records  # one kind of cycle at one site
    course_ptr: I64  # (n_courses + 1,) into cycles
    courses: Records
    floors: I64  # (n_floors,) cycles asked for in window of the regions that have a floor
    centre_ptr: I64  # (n_courses + 1,) into centres, the (course, site) pairs
    centres: Records
    centre_pair: I64  # one entry a cycle of the course
    centre_tails: Records  # tail rows that the course loads at the centre
    cycles: Records
    tail_capacity: NDArray[np.float64]  # what is left for courses without past administrations
    lutetium: int  # index of 177Lu among the nuclides
    half_life_min: NDArray[np.float64]  # (n_nuclides + 2,) the last two of nothing radioactive and of 177mLu
    kept_fraction: NDArray[np.float64]  # (n_products, n_steps + 1) what decay leaves after so many steps
    retained_fraction: NDArray[np.float64]  # (n_products, n_steps + 1) what a patient still holds
    retention_known: NDArray[np.bool_]  # (n_products,)
    isomer_fraction: NDArray[np.float64]  # (n_products,) 177mLu over 177Lu
    day_kept_fraction: NDArray[np.float64]  # (n_products, n_days + 1) of waste, so many dates after its day
    day_held_fraction: NDArray[np.float64]  # (n_products, n_days + 1) in a patient, so many dates later
    residue_bq: I64  # (n_products, n_days + 1) what is left of a vial that is given whole, likewise
    licences: Records
    under_way_bq: NDArray[np.float64]  # (n_licences, n_steps of the horizon) what is there whatever the plan
    store_bags: I64  # (n_stores, n_days) bags for which each store of waste has room
    present_step: int  # step in which the present lies, 0 if the horizon begins later
    tank_lines: Records
    tank_opens: I64  # (n_lines, n_steps) first step at or after each at which a full tank may be discharged
    tanks: Records  # of each line in the order in which they are filled
    tank_mbq: NDArray[np.float64]  # (n_tanks, n_nuclides + 2) in them at the present
    tank_closures: Records  # of each tank, the earliest first


SEARCH_REWARD = 30.0
"""Days late that a weighted cycle in window is worth to the prices that lead the search."""


class Prices(NamedTuple):
    """What things cost the search, in days late."""

    cell: NDArray[np.float64]  # (n_pairs, n_days) the cheapest option of each pair and day
    entry_order: NDArray[np.int64]  # (n_entries,) the menu, each pair and day from the cheapest source to the dearest
    centre: NDArray[np.float64]  # (n_centres,) the cheapest schedule of each (course, centre) over not treating


class Menu(NamedTuple):
    """Which routes serve a pair on a day, and between which steps."""

    ptr: NDArray[np.int64]  # (n_pairs * n_days + 1,)
    entries: Records
