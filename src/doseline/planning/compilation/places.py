"""Places as the kernels see them: pools of places alike, rooms that are shared, what occupies and what closes them."""

from collections import defaultdict

import numpy as np
from numpy.typing import NDArray

from doseline.journey import Place, Room, Site
from doseline.network.model import Network
from doseline.pathway.calendar import Calendar
from doseline.planning.arrays import PLACE
from doseline.planning.compilation.grid import Grid
from doseline.planning.steps import ceil_step, records

__all__ = ["mark_closed", "occupied_code", "place_arrays"]


def occupied_code(sex: str, nuclide_index: int) -> int:
    """Mark of a patient in a place: 2, 3, .. by sex and nuclide (0 free, 1 being cleaned)."""
    return 2 + (1 if sex == "male" else 0) + 2 * nuclide_index


def _pointers(groups: list[list[int]]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    ptr = np.zeros(len(groups) + 1, dtype=np.int64)
    np.cumsum([len(group) for group in groups], out=ptr[1:])
    flat = np.array([item for group in groups for item in group], dtype=np.int64)
    return ptr, flat


def _pools(places: list[Place]) -> tuple[NDArray[np.int64], list[str], list[list[int]]]:
    """Places alike: pool of each place, shape (n_places,), names of the pools and the places of each."""
    pool_index: dict[str, int] = {}
    pool_places: list[list[int]] = []
    pool_of = np.zeros(len(places), dtype=np.int64)
    for index, place in enumerate(places):
        key = f"{place.site_id}/{';'.join(sorted(place.nuclides))}/{int(place.overnight)}"
        if key not in pool_index:
            pool_index[key] = len(pool_index)
            pool_places.append([])
        pool_of[index] = pool_index[key]
        pool_places[pool_index[key]].append(index)
    return pool_of, list(pool_index), pool_places


def _peers(network: Network, places: list[Place]) -> tuple[list[Room], list[list[int]]]:
    """Room of each place, and the other places of the room where sharing has rules."""
    rooms = {room.room_id: room for room in network.rooms}
    by_room = defaultdict(list)
    for index, place in enumerate(places):
        by_room[place.room_id].append(index)
    sharing = [rooms[place.room_id] for place in places]
    peers = [
        [other for other in by_room[place.room_id] if other != index]
        if sharing[index].same_sex or sharing[index].one_nuclide
        else []
        for index, place in enumerate(places)
    ]
    return sharing, peers


def _occupy(
    network: Network, calendar: Calendar, places: list[Place], nuclides: dict[str, int], occupied: NDArray[np.uint8]
) -> None:
    """Marks the steps that initial stays and the cleaning after them take of each place."""
    step = calendar.step_min
    place_index = {place.place_id: index for index, place in enumerate(places)}
    for stay in network.initial_stays:
        row = place_index[stay.place_id]
        begin = max(0, int(ceil_step(calendar.minute(stay.starts_at), step)))
        end = int(ceil_step(calendar.minute(stay.ends_at), step))
        clean = int(ceil_step(calendar.minute(stay.ends_at) + 60 * places[row].cleaning_h, step))
        if end > 0:
            occupied[row, begin:end] = occupied_code(stay.sex, nuclides[stay.nuclide])
        if clean > 0:
            occupied[row, max(0, end) : clean] = 1


def mark_closed(network: Network, calendar: Calendar, places: list[Place], closed: NDArray[np.bool_]) -> None:
    """Marks the steps at which a place, or the whole site, is closed."""
    step = calendar.step_min
    for closure in network.closures:
        begin = max(0, calendar.minute(closure.starts_at) // step)
        end = max(0, int(ceil_step(calendar.minute(closure.ends_at), step)))
        for row, place in enumerate(places):
            if closure.place_id == place.place_id or (not closure.place_id and closure.site_id == place.site_id):
                closed[row, begin:end] = True


def place_arrays(
    network: Network,
    calendar: Calendar,
    sites: list[Site],
    nuclides: dict[str, int],
    grid: Grid,
    line_of: dict[str, int],
    *,
    places_rule: bool,
) -> tuple[dict[str, object], list[str], list[str], list[list[int]]]:
    """The fields of ``Arrays`` about places; ids of the places, names of the pools and the places of each."""
    step = calendar.step_min
    site_index = {site.site_id: index for index, site in enumerate(sites)}
    places = sorted(
        (place for place in network.places if place.site_id in site_index),
        key=lambda place: (site_index[place.site_id], place.overnight, len(place.nuclides), place.place_id),
    )
    ptr = np.zeros(len(sites) + 1, dtype=np.int64)
    for place in places:
        ptr[site_index[place.site_id] + 1] += 1
    np.cumsum(ptr, out=ptr)
    pool_of, pools, pool_places = _pools(places)
    allowed = np.zeros((len(places), max(1, len(nuclides))), dtype=bool)
    for index, place in enumerate(places):
        for nuclide in place.nuclides:
            if nuclide in nuclides:
                allowed[index, nuclides[nuclide]] = True
    occupied = np.zeros((len(places), grid.n_steps), dtype=np.uint8)
    closed = np.zeros((len(places), grid.n_steps), dtype=bool)
    if places_rule:
        _occupy(network, calendar, places, nuclides, occupied)
        mark_closed(network, calendar, places, closed)
    sharing, peers = _peers(network, places)
    peer_ptr, peer = _pointers(peers)
    arrays: dict[str, object] = {
        "place_ptr": ptr,
        "places": records(
            PLACE,
            pool=pool_of,
            clean_steps=[int(ceil_step(60 * place.cleaning_h, step)) for place in places],
            peer_from=peer_ptr[:-1],
            peer_to=peer_ptr[1:],
            tank_line=[line_of.get(place.effluent_line_id or "", -1) for place in places],
            overnight=[place.overnight for place in places],
            same_sex=[room.same_sex for room in sharing],
            one_nuclide=[room.one_nuclide for room in sharing],
        ),
        "place_nuclide_ok": allowed,
        "place_occupied": occupied,
        "place_closed": closed,
        "peer": peer,
    }
    return arrays, [place.place_id for place in places], pools, pool_places
