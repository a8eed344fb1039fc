"""What a plan spends on its fourth level (L4): kept up to date while cycles are taken out and given."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from doseline.planning.arrays import SOURCE_LINE, Arrays, Menu
from doseline.planning.kernels.compiling import kernel
from doseline.planning.kernels.placement import apply_cycle, line_option, pair_of, remove_cycle
from doseline.planning.kernels.state import State

__all__ = ["EUR", "TRIPS", "WASTE", "Tariff", "added_mbq", "give", "spent_by", "take"]

WASTE, TRIPS, EUR = 0, 1, 2
"""Where wasted activity (MBq), shipments and their cost (EUR) stand in what is spent, shape (3,)."""

TRIP_MBQ = 1e-3
"""Waste that a shipment counts as where ways of giving a cycle are put in order: it decides between equals only .."""

EUR_MBQ = 1e-6
""".. and so does a euro."""


class Tariff(NamedTuple):
    """What things spend.

    Attributes
    ----------
    vial_mbq : waste of a vial from each menu entry (MBq), less what an irrevocable order wastes if nobody gets it,
        shape (n_entries,)
    held_mbq : usable activity of a batch by the irradiation that feeds it (MBq), shape (n_options,)
    fare_eur : cost of each departure (EUR), shape (n_departures,)
    """

    vial_mbq: NDArray[np.float64]
    held_mbq: NDArray[np.float64]
    fare_eur: NDArray[np.float64]


@kernel
def _left_mbq(arrays: Arrays, state: State, source: int, tariff: Tariff) -> float:
    """What a batch to be made holds beyond its vials; 0 for other sources."""
    if arrays.sources[source].kind != SOURCE_LINE or state.sources[source].count == 0:
        return 0.0
    return max(0.0, tariff.held_mbq[state.sources[source].option] - state.sources[source].mbq)


@kernel
def spent_by(arrays: Arrays, state: State, tariff: Tariff, spent: np.ndarray) -> None:
    """Counts what a plan spends, into ``spent``."""
    spent[:] = 0.0
    for cycle in range(state.cycles.shape[0]):
        if state.cycles[cycle].place >= 0:
            spent[WASTE] += tariff.vial_mbq[state.cycles[cycle].entry]
    for source in range(arrays.sources.shape[0]):
        spent[WASTE] += _left_mbq(arrays, state, source, tariff)
    for departure in range(arrays.departures.shape[0]):
        if state.departures[departure].count > 0:
            spent[TRIPS] += 1.0
            spent[EUR] += tariff.fare_eur[departure]


@kernel
def _count(
    arrays: Arrays, menu: Menu, state: State, entry: int, sign: float, tariff: Tariff, spent: np.ndarray
) -> None:
    """Adds (or takes off) what the source and departure of an entry spend as they are."""
    source = arrays.routes[menu.entries[entry].route].source
    departure = arrays.routes[menu.entries[entry].route].departure
    spent[WASTE] += sign * _left_mbq(arrays, state, source, tariff)
    if state.departures[departure].count > 0:
        spent[TRIPS] += sign
        spent[EUR] += sign * tariff.fare_eur[departure]


@kernel
def take(arrays: Arrays, menu: Menu, state: State, cycle: int, tariff: Tariff, spent: np.ndarray) -> None:
    """Takes a cycle out."""
    entry = state.cycles[cycle].entry
    sex = arrays.courses[arrays.cycles[cycle].course].sex
    _count(arrays, menu, state, entry, -1.0, tariff, spent)
    remove_cycle(arrays, menu, state, cycle, pair_of(arrays, state, cycle), sex)
    _count(arrays, menu, state, entry, 1.0, tariff, spent)
    spent[WASTE] -= tariff.vial_mbq[entry]


@kernel
def give(
    arrays: Arrays,
    menu: Menu,
    state: State,
    cycle: int,
    centre: int,
    spot: tuple[int, int, int],
    entry: int,
    tariff: Tariff,
    spent: np.ndarray,
) -> None:
    """Gives a cycle at a centre in a spot (place, step, discharge step); the caller has found that it fits."""
    course = arrays.cycles[cycle].course
    pair = arrays.centre_pair[arrays.centres[centre].pair_from + cycle - arrays.course_ptr[course]]
    place, step, end = spot
    _count(arrays, menu, state, entry, -1.0, tariff, spent)
    apply_cycle(arrays, menu, state, cycle, centre, pair, arrays.courses[course].sex, place, step, end, entry)
    _count(arrays, menu, state, entry, 1.0, tariff, spent)
    spent[WASTE] += tariff.vial_mbq[entry]


@kernel
def added_mbq(arrays: Arrays, menu: Menu, state: State, entry: int, tariff: Tariff) -> float:
    """What a vial from an entry would add: waste, and a trifle for a new shipment; infinite: no batch is so large."""
    route = menu.entries[entry].route
    source, departure = arrays.routes[route].source, arrays.routes[route].departure
    added = tariff.vial_mbq[entry]
    if arrays.sources[source].kind == SOURCE_LINE:
        more = state.sources[source].mbq + menu.entries[entry].at_calibration_mbq
        option = line_option(arrays, state, source, more)
        if option < 0:
            return np.inf
        added += max(0.0, tariff.held_mbq[option] - more) - _left_mbq(arrays, state, source, tariff)
    if state.departures[departure].count == 0:
        added += TRIP_MBQ + EUR_MBQ * tariff.fare_eur[departure]
    return added
