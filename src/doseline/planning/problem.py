"""From a country to a planning problem: everything a solver needs, once, as arrays."""

import math
from collections import Counter, defaultdict
from copy import copy
from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from doseline.execution import uncollected
from doseline.journey import InitialShipment, Lane, Pin, Place, Product, Promise, Retention, Room, Site, StayRule
from doseline.network.model import Network
from doseline.pathway.calendar import CLOSED, Calendar
from doseline.pathway.fill import Fill, fill_of
from doseline.pathway.radioactivity import half_lives_h
from doseline.pathway.staying import stay_h
from doseline.pathway.supply import Source, sources_of
from doseline.pathway.windows import CourseDemand, Cycle, Prescriptions, demanded_cycles
from doseline.planning.arrays import (
    CENTRE,
    CENTRE_TAIL,
    COURSE,
    CYCLE,
    DEPARTURE,
    DISCHARGE,
    ENTRY,
    IRRADIATION_STEP_MIN,
    LONG_AGO,
    OPTION,
    PAIR,
    PLACE,
    ROUTE,
    SITE_DAY,
    SOURCE,
    SOURCE_BATCH,
    SOURCE_LINE,
    SOURCE_ORDER,
    SOURCE_SLOT,
    WHENEVER_MIN,
    Arrays,
    Menu,
)
from doseline.planning.hands import ROLES, Hands, hands_of
from doseline.planning.processing import bq_from_mbq, process_arrays
from doseline.planning.radioactivity import SiteRows, live_licences, site_rows
from doseline.planning.regions import RegionFloors
from doseline.planning.scanning import scan_arrays
from doseline.planning.starts import Starts
from doseline.planning.steps import ceil_step, covered, floor_step, records
from doseline.planning.tail import TailRows, tail_rows
from doseline.planning.trials import ANYBODY, Trials
from doseline.quantities import min_from_h

__all__ = [
    "ROLES",
    "Departure",
    "Ground",
    "Problem",
    "Route",
    "closed_steps",
    "compile_problem",
    "ground_of",
    "initial_reactor_use",
]

KINDS = {"slot": SOURCE_SLOT, "order": SOURCE_ORDER, "batch": SOURCE_BATCH, "line": SOURCE_LINE}
ROUTES_PER_SOURCE = 3
"""Departures kept for each source and centre: the earliest, and two more for when it is full."""

UNLIMITED = 10**6

PROMISE_FIELDS = (
    "promised_site",
    "promised_day",
    "promised_step",
    "promised_place",
    "promised_source",
    "vial_price",
    "place_price",
    "hour_price",
    "date_price",
    "earlier_price",
    "centre_price",
    "unserved_price",
)
"""What the record of a cycle says of its promise; -1: nothing was promised."""


@dataclass(frozen=True, slots=True)
class Departure:
    """One departure of a lane, in minutes of the grid; `shipment` is what has left with it before the present."""

    lane: Lane
    departs_min: float
    arrives_min: float
    shipment: InitialShipment | None = None


@dataclass(frozen=True, slots=True)
class Route:
    """One source to one site by one departure (indices)."""

    source: int
    site: int
    departure: int


class _PairKey(NamedTuple):
    product: int
    prescribed_mbq: float
    site: int
    orders: tuple[int, ...] = ()
    pin: int = -1
    trial: str = ""


@dataclass(kw_only=True)
class Problem:
    """A compiled planning problem.

    Attributes
    ----------
    network, calendar, demands, without : what it was compiled from
    sites, products : hospitals and products in index order
    sources, departures, routes : supply in index order
    pairs : (product, prescribed activity, site, orders, pin) of each pair
    arrays, menu : what the kernels see
    cycle_course : course index of each cycle
    tail : the tail rows
    starts : hours of administration of every centre
    barred : by pair and day, rules on the hour of administration that leave no hour to any vial which could come
    """

    network: Network
    calendar: Calendar
    without: frozenset[str]
    demands: tuple[CourseDemand, ...]
    sites: list[Site]
    products: list[Product]
    place_ids: list[str]
    pools: list[str]
    pool_places: list[list[int]]
    sources: list[Source]
    departures: list[Departure]
    routes: list[Route]
    pairs: list[_PairKey]
    arrays: Arrays
    menu: Menu
    cycle_course: NDArray[np.int64]
    centre_course: NDArray[np.int64]
    tail: TailRows
    starts: Starts
    barred: dict[tuple[int, int], set[str]]

    @cached_property
    def n_cycles(self) -> int:
        """Demanded cycles."""
        return int(self.arrays.course_ptr[-1])

    @cached_property
    def cycle_weight(self) -> NDArray[np.int64]:
        """Priority weight of each cycle, shape (n_cycles,)."""
        return self.arrays.courses["weight"][self.cycle_course].astype(np.int64)

    @cached_property
    def horizon_days(self) -> int:
        """Days of the horizon."""
        return self.calendar.horizon_days


def _pointers(groups: list[list[int]]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    ptr = np.zeros(len(groups) + 1, dtype=np.int64)
    np.cumsum([len(group) for group in groups], out=ptr[1:])
    flat = np.array([item for group in groups for item in group], dtype=np.int64)
    return ptr, flat


@dataclass(frozen=True, slots=True)
class _Grid:
    n_steps: int
    day_of_step: NDArray[np.int64]
    day_first_step: NDArray[np.int64]


def _grid(calendar: Calendar) -> _Grid:
    n_steps = int(calendar.day_starts_min[calendar.n_days] // calendar.step_min)
    minutes = np.arange(n_steps) * calendar.step_min
    return _Grid(
        n_steps,
        calendar.days_of_minutes(minutes).astype(np.int64),
        ceil_step(calendar.day_starts_min, calendar.step_min).astype(np.int64),
    )


def _site_hours(
    calendar: Calendar, sites: list[Site], grid: _Grid, *, hours_rule: bool
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.bool_], NDArray[np.int64]]:
    step = calendar.step_min
    n_sites, n_days = len(sites), calendar.n_days
    opens = np.ones((n_sites, n_days), dtype=np.int64)
    closes = np.zeros((n_sites, n_days), dtype=np.int64)
    discharge = np.zeros((n_sites, grid.n_steps), dtype=bool)
    uncovered = np.zeros((n_sites, n_days + 1), dtype=np.int64)
    for index, site in enumerate(sites):
        if not hours_rule:
            opens[index] = grid.day_first_step[:-1]
            closes[index] = grid.day_first_step[1:] - 1
            discharge[index] = True
            continue
        begin, end = calendar.hours(site.site_id, "treatment")
        works = begin != CLOSED
        opens[index, works] = ceil_step(begin[works], step)
        closes[index, works] = floor_step(end[works], step)
        begin, end = calendar.hours(site.site_id, "discharge")
        works = begin != CLOSED
        begins, ends = ceil_step(begin[works], step), floor_step(end[works], step) + 1
        discharge[index] = covered(begins, ends, grid.n_steps) > 0
        uncovered[index, 1:] = np.cumsum(~calendar.night_cover(site.site_id))
    return opens, closes, discharge, uncovered


def occupied_code(sex: str, nuclide_index: int) -> int:
    """Mark of a patient in a place: 2, 3, .. by sex and nuclide (0 free, 1 being cleaned)."""
    return 2 + (1 if sex == "male" else 0) + 2 * nuclide_index


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


def _close(network: Network, calendar: Calendar, places: list[Place], closed: NDArray[np.bool_]) -> None:
    """Marks the steps at which a place, or the whole site, is closed."""
    step = calendar.step_min
    for closure in network.closures:
        begin = max(0, calendar.minute(closure.starts_at) // step)
        end = max(0, int(ceil_step(calendar.minute(closure.ends_at), step)))
        for row, place in enumerate(places):
            if closure.place_id == place.place_id or (not closure.place_id and closure.site_id == place.site_id):
                closed[row, begin:end] = True


def closed_steps(network: Network, problem: Problem) -> NDArray[np.bool_]:
    """When each place of a problem is closed if the closures were those of a network, shape (n_places, n_steps).

    Parameters
    ----------
    network : with the places of the problem
    problem : compiled from it, but for closures
    """
    places = {place.place_id: place for place in network.places}
    closed = np.zeros_like(problem.arrays.place_closed)
    _close(network, problem.calendar, [places[place_id] for place_id in problem.place_ids], closed)
    return closed


def _places(
    network: Network,
    calendar: Calendar,
    sites: list[Site],
    nuclides: dict[str, int],
    grid: _Grid,
    line_of: dict[str, int],
    *,
    places_rule: bool,
) -> tuple[dict[str, object], list[str], list[str], list[list[int]]]:
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
        _close(network, calendar, places, closed)
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


def _discharge_close(open_steps: NDArray[np.bool_], treat_open: NDArray[np.int64], grid: _Grid) -> NDArray[np.int64]:
    last = treat_open.copy()
    for site in range(open_steps.shape[0]):
        steps = np.flatnonzero(open_steps[site])
        days = grid.day_of_step[steps]
        last[site, days] = steps  # steps ascend, so the last of each day stays
    return last


def _leave_next(open_steps: NDArray[np.bool_], hands: Hands, n_products: int) -> NDArray[np.int32]:
    """First step at or after each at which a patient may leave a site, with its hands for that alone; -1: none.

    Shape (n_sites * n_products, n_steps), site by site.
    """
    n_sites, n_steps = open_steps.shape
    leave = np.full((n_sites * n_products, n_steps), -1, dtype=np.int32)
    steps = np.arange(n_steps)
    for site in range(n_sites):
        for product in range(n_products):
            fine = open_steps[site].copy()
            row = site * n_products + product
            for task in hands.tasks[hands.task_ptr[row] : hands.task_ptr[row + 1]]:
                if task["anchor"] != DISCHARGE:
                    continue
                lacking = np.zeros(n_steps + 1, dtype=np.int64)
                lacking[1:] = np.cumsum(hands.heads[site * hands.n_rows + task["row"]] < task["heads"])
                low, high = steps + task["begin"], steps + task["finish"]
                inside = (low >= 0) & (high <= n_steps)
                low, high = np.clip(low, 0, n_steps), np.clip(high, 0, n_steps)
                fine &= inside & (lacking[high] == lacking[low])
            following = np.minimum.accumulate(np.where(fine, steps, n_steps)[::-1])[::-1]
            leave[row] = np.where(following < n_steps, following, -1)
    return leave


class _Transport:
    """Departures by lane and the routes from sources to sites."""

    def __init__(
        self, network: Network, calendar: Calendar, sites: list[Site], without: frozenset[str], prepared: set[str]
    ) -> None:
        self.calendar = calendar
        self.without = without
        zones = {site.site_id: site.timezone for site in network.sites}
        self.departures: list[Departure] = []
        self.known: dict[tuple[str, float], int] = {}
        self.lanes = {lane.lane_id: lane for lane in network.lanes}
        self.planned_min = calendar.minute(network.properties.planned_at)
        weekly = defaultdict(list)
        for row in network.departures:
            weekly[row.lane_id].append(row)
        self.by_link: dict[tuple[str, str], list[tuple[Lane, NDArray[np.int64], list[int]]]] = defaultdict(list)
        site_ids = {site.site_id for site in sites}
        for lane in network.lanes:
            if lane.destination_site_id not in site_ids or lane.destination_site_id not in prepared:
                continue
            departs: list[int] = []
            for row in weekly[lane.lane_id]:
                departs.extend(calendar.weekly(row.departs_local, row.weekday, zones[lane.origin_site_id]).tolist())
            self._add_lane(lane, sorted(departs))

    def anew(self) -> "_Transport":
        """The same lanes, for a problem whose shipments are its own."""
        other = copy(self)
        other.departures, other.known = list(self.departures), dict(self.known)
        return other

    def _add_lane(self, lane: Lane, departs: list[int]) -> None:
        minutes = np.array([at for at in departs if at >= self.planned_min], dtype=np.int64)
        arrives = minutes + round(60 * lane.transit_h)
        received = self._received(lane.destination_site_id, arrives)
        indices = []
        for at, arrival in zip(minutes[received].tolist(), arrives[received].tolist(), strict=True):
            indices.append(self._departure(lane, at, arrival))
        self.by_link[lane.origin_site_id, lane.destination_site_id].append((lane, minutes[received], indices))

    def _received(self, site_id: str, arrives: NDArray[np.int64]) -> NDArray[np.bool_]:
        if "C08" in self.without:
            return np.ones(arrives.shape, dtype=bool)
        return self.calendar.received(site_id, arrives)

    def routes(self, source: Source, site_id: str) -> list[int]:
        """Departures that can carry a vial of the source to the site, earliest arrival first."""
        if source.shipment is not None:
            return self._under_way(source.shipment, site_id)
        found: list[int] = []
        for lane, minutes, indices in self.by_link.get((source.site_id, site_id), ()):
            handover = 0 if "C07" in self.without else round(60 * lane.handover_cutoff_h)
            first = int(np.searchsorted(minutes, source.dispatch_min + handover))
            found.extend(indices[first : first + ROUTES_PER_SOURCE])
            if "C07" in self.without:
                at = max(source.dispatch_min, self.planned_min)
                arrival = at + round(60 * lane.transit_h)
                if self._received(site_id, np.array([arrival]))[0]:
                    found.append(self._departure(lane, at, arrival))
        found = sorted(set(found), key=lambda index: self.departures[index].arrives_min)
        return found[:ROUTES_PER_SOURCE]

    def _under_way(self, shipment: InitialShipment, site_id: str) -> list[int]:
        """The shipment itself, if it goes to the site; when it left and when it comes is a fact that no rule judges."""
        lane = self.lanes[shipment.lane_id]
        if lane.destination_site_id != site_id:
            return []
        origin_at, minute = self.calendar.origin_at, timedelta(minutes=1)
        departs_min, arrives_min = (
            (shipment.departs_at - origin_at) / minute,
            (shipment.arrives_at - origin_at) / minute,
        )
        return [self._departure(lane, departs_min, arrives_min, shipment)]

    def _departure(self, lane: Lane, at: float, arrival: float, shipment: InitialShipment | None = None) -> int:
        """Index of a departure: what leaves on one lane at one time is one shipment."""
        key = lane.lane_id, at
        if key not in self.known:
            self.known[key] = len(self.departures)
            self.departures.append(Departure(lane, at, arrival, shipment))
        return self.known[key]


def _named(sources: list[Source]) -> dict[str, int]:
    """The first source of each name, as promises name them: batches of one line and day have one name."""
    named: dict[str, int] = {}
    for index, source in enumerate(sources):
        named.setdefault(source.key, index)
    return named


def _supply_arrays(
    network: Network, sources: list[Source], departures: list[Departure], without: frozenset[str]
) -> dict[str, object]:
    reactors = {reactor.reactor_id: index for index, reactor in enumerate(network.reactors)}
    lines = {line.line_id: line for line in network.lines}
    option_ptr = np.zeros(len(sources) + 1, dtype=np.int64)
    np.cumsum([len(source.options) for source in sources], out=option_ptr[1:])
    options = [option for source in sources for option in source.options]
    unlimited = "C07" in without
    named = _named(sources)
    return {
        "sources": records(
            SOURCE,
            kind=[KINDS[source.kind] for source in sources],
            alike=[named[source.key] for source in sources],
            quantity=[source.quantity for source in sources],
            option_from=option_ptr[:-1],
            option_to=option_ptr[1:],
            reactor=[reactors[lines[source.line_id].reactor_id] if source.line_id else -1 for source in sources],
            usable=[source.usable_mbq for source in sources],
            under_way=[source.shipment is not None for source in sources],
            collected_min=[
                WHENEVER_MIN if source.collected_min is None else source.collected_min for source in sources
            ],
        ),
        "options": records(
            OPTION,
            start=[option.starts_min for option in options],
            end=[option.ends_min for option in options],
            usable=[option.usable_mbq for option in options],
            in_process_bq=[bq_from_mbq(option.in_process_mbq) for option in options],
        ),
        "reactor_positions": np.array(
            [UNLIMITED if "C04" in without else reactor.positions for reactor in network.reactors] or [0],
            dtype=np.int64,
        ),
        "departures": records(
            DEPARTURE,
            # what has left is full as it is: its limits hinder nobody
            packages=[
                UNLIMITED if unlimited or departure.shipment else departure.lane.max_packages
                for departure in departures
            ],
            activity=[
                1e15 if unlimited or departure.shipment else departure.lane.max_activity_mbq for departure in departures
            ],
        ),
    }


@dataclass(frozen=True, slots=True)
class _Legs:
    """Ways of vials to one site, shapes (n_routes,): their route, and the row of its source in the fill."""

    routes: NDArray[np.int64]
    rows: NDArray[np.int64]
    certified_min: NDArray[np.float64]
    calibration_min: NDArray[np.float64]
    departs_min: NDArray[np.float64]
    arrives_min: NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class _Filled:
    """A fill with the last minute at which each of its rows may be given on any day."""

    fill: Fill
    last_min: NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class _Block:
    """Uses of vials in the order of days, shapes (n_uses,), and by day the rules that leave no hour to any."""

    days: NDArray[np.int64]
    columns: tuple[NDArray[np.generic], ...]
    barred: dict[int, set[str]]


class _Menus:
    """Collects the menu of every pair."""

    def __init__(self, network: Network, problem_parts: "_Parts") -> None:
        self.parts = problem_parts
        self.half_life_h = half_lives_h(network)
        self.site_products = {(row.site_id, row.product_id): row for row in network.site_products}
        self._fills: dict[tuple[int, float, float], _Filled] = {}
        self._blocks: dict[tuple[int, float, int, str], _Block] = {}
        self.counts: list[NDArray[np.int64]] = []
        self.barred: dict[tuple[int, int], set[str]] = {}
        self.columns: list[tuple[NDArray[np.generic], ...]] = []

    def _fill(self, product_index: int, prescribed_mbq: float, margin: float) -> _Filled:
        key = (product_index, prescribed_mbq, margin)
        if key not in self._fills:
            parts = self.parts
            product = parts.products[product_index]
            reference = product.fill_reference_local or "12:00"
            fill = fill_of(
                product=product,
                half_life_h=self.half_life_h[product.nuclide],
                prescribed_mbq=prescribed_mbq,
                margin_fraction=margin,
                calibration_min=np.array([parts.sources[k].calibration_min for k in parts.of_product[product_index]]),
                intended_min=parts.calendar.at_clock(reference)[: parts.calendar.horizon_days].astype(np.float64),
                tolerance_rule="C01" not in parts.without,
                vial_rule="C02" not in parts.without,
            )
            self._fills[key] = _Filled(fill, fill.closes_min.max(axis=1, initial=-np.inf))
        return self._fills[key]

    def _order_fill(self, product_index: int, prescribed_mbq: float, margin: float, source: Source) -> _Filled:
        parts = self.parts
        product = parts.products[product_index]
        intended_min = parts.calendar.clock_on(product.fill_reference_local or "12:00", source.intended_day)
        fill = fill_of(
            product=product,
            half_life_h=self.half_life_h[product.nuclide],
            prescribed_mbq=prescribed_mbq,
            margin_fraction=margin,
            calibration_min=np.array([source.calibration_min]),
            intended_min=np.array([float(intended_min)]),
            tolerance_rule="C01" not in parts.without,
            vial_rule="C02" not in parts.without,
        )
        # it was made for one hour, whatever the day on which it is given
        shape = 1, parts.calendar.horizon_days
        everyday = Fill(
            activity_at_calibration_mbq=np.broadcast_to(fill.activity_at_calibration_mbq, shape),
            opens_min=np.broadcast_to(fill.opens_min, shape),
            closes_min=np.broadcast_to(fill.closes_min, shape),
        )
        return _Filled(everyday, fill.closes_min[:, 0])

    def add(self, key: _PairKey, legs: "_Legs", orders: list["_Legs"]) -> None:
        """Adds the menu of a pair: the ways of each of its orders, then the others."""
        parts = self.parts
        product = parts.products[key.product]
        site = parts.sites[key.site]
        n_days = parts.calendar.horizon_days
        licence = self.site_products.get((site.site_id, product.product_id))
        if licence is None:  # the site gives another product of the course
            self.counts.append(np.zeros(n_days, dtype=np.int64))
            return
        blocks = []
        for of_order in orders:
            source = parts.sources[parts.routes[int(of_order.routes[0])].source]
            order_fill = self._order_fill(key.product, key.prescribed_mbq, licence.margin_fraction, source)
            blocks.append(self._block(key, of_order, order_fill))
        if legs.routes.shape[0]:
            alike = key.product, key.prescribed_mbq, key.site, key.trial
            if alike not in self._blocks:
                fill = self._fill(key.product, key.prescribed_mbq, licence.margin_fraction)
                self._blocks[alike] = self._block(key, legs, fill)
            blocks.append(self._blocks[alike])
        for block in blocks:
            for day, rules in block.barred.items():
                self.barred.setdefault((len(self.counts), day), set()).update(rules)
        if not blocks:
            self.counts.append(np.zeros(n_days, dtype=np.int64))
            return
        if len(blocks) == 1:  # each is in the order of days
            self.counts.append(np.bincount(blocks[0].days, minlength=n_days))
            self.columns.append(blocks[0].columns)
            return
        days = np.concatenate([block.days for block in blocks])
        order = np.argsort(days, kind="stable")
        self.counts.append(np.bincount(days, minlength=n_days))
        columns = zip(*(block.columns for block in blocks), strict=True)
        self.columns.append(tuple(np.concatenate(column)[order] for column in columns))

    def _block(self, key: _PairKey, legs: "_Legs", fill: _Filled) -> _Block:
        """The uses of vials of some ways: each way on every day on which its vial can be given."""
        parts = self.parts
        step, starts_min = parts.calendar.step_min, parts.calendar.day_starts_min
        product = parts.products[key.product]
        licensed = parts.licensed(key.site, key.product)
        certified = legs.certified_min if "C02" not in parts.without else np.full(legs.routes.shape, -np.inf)
        ready = np.maximum(legs.arrives_min, certified) + 60.0 * product.preparation_h
        # no vial is given on a date before it is ready, nor after it has grown too old
        first_day, last_day = (
            np.searchsorted(starts_min, minutes, side="right") - 1 for minutes in (ready, fill.last_min[legs.rows])
        )
        first_day, last_day = np.maximum(0, first_day), np.minimum(parts.calendar.horizon_days - 1, last_day)
        n_days = np.maximum(0, last_day - first_day + 1)
        route_at = np.repeat(np.arange(legs.routes.shape[0]), n_days)
        day_at = first_day[route_at] + np.arange(route_at.shape[0]) - np.repeat(np.cumsum(n_days) - n_days, n_days)
        row_at = legs.rows[route_at]
        opens = np.maximum(fill.fill.opens_min[row_at, day_at], ready[route_at])
        opens, closes, barred = parts.starts.cut(
            parts.sites[key.site].site_id,
            product.product_id,
            day_at,
            np.where(licensed[day_at], opens, np.inf),
            fill.fill.closes_min[row_at, day_at],
        )
        finite = np.isfinite(opens) & np.isfinite(closes)
        first = np.where(finite, np.ceil(np.where(finite, opens, 0.0) / step - 1e-9), 1.0)
        last = np.where(finite, np.floor(np.where(finite, closes, 0.0) / step + 1e-9), 0.0)
        (used,) = np.nonzero((first <= last) & (first >= 0))
        used = used[np.argsort(day_at[used], kind="stable")]
        route_at, day_at, row_at = route_at[used], day_at[used], row_at[used]
        at_calibration = fill.fill.activity_at_calibration_mbq[row_at, day_at]
        half_life_min = 60.0 * self.half_life_h[product.nuclide]
        decay = np.exp2(-(legs.departs_min - legs.calibration_min) / half_life_min)
        comes = np.maximum(0, legs.arrives_min // step).astype(np.int64)
        kept = np.exp2(-(comes * step - legs.calibration_min) / half_life_min)
        return _Block(
            days=day_at,
            columns=(
                legs.routes[route_at],
                first[used].astype(np.int64),
                last[used].astype(np.int64),
                at_calibration,
                at_calibration * decay[route_at],
                comes[route_at],
                at_calibration * kept[route_at],
            ),
            barred=barred,
        )

    def menu(self) -> Menu:
        """The collected menu."""
        ptr = np.zeros(sum(count.shape[0] for count in self.counts) + 1, dtype=np.int64)
        if self.counts:
            np.cumsum(np.concatenate(self.counts), out=ptr[1:])
        columns = [np.concatenate(column) for column in zip(*self.columns, strict=True)] if self.columns else None
        if columns is None:
            return Menu(ptr, np.zeros(0, dtype=ENTRY))
        route, first, last, at_calibration, at_departure, comes, came = columns
        entries = records(
            ENTRY,
            route=route,
            first_step=first,
            last_step=last,
            at_calibration_mbq=at_calibration,
            at_departure_mbq=at_departure,
            comes_step=comes,
            came_mbq=came,
        )
        return Menu(ptr, entries)


@dataclass(kw_only=True)
class _Parts:
    """What the pieces of the compilation share."""

    network: Network
    calendar: Calendar
    without: frozenset[str]
    grid: _Grid
    sites: list[Site]
    products: list[Product]
    sources: list[Source]
    of_product: list[list[int]]
    giving: list[list[int]]
    departures: list[Departure]
    routes: list[Route]
    trials: Trials
    floors: RegionFloors
    starts: Starts

    def __post_init__(self) -> None:
        self._licensed: dict[tuple[int, int], NDArray[np.bool_]] = {}
        self._licences = {(row.site_id, row.product_id): row for row in self.network.site_products}

    def licensed(self, site: int, product: int) -> NDArray[np.bool_]:
        """Days of the horizon on which a site may give a product."""
        if (site, product) not in self._licensed:
            row = self._licences[self.sites[site].site_id, self.products[product].product_id]
            days = np.ones(self.calendar.horizon_days, dtype=bool)
            if row.valid_from_on:
                days[: max(0, self.calendar.day_of(row.valid_from_on))] = False
            if row.valid_until_on:
                days[max(0, self.calendar.day_of(row.valid_until_on) + 1) :] = False
            self._licensed[site, product] = days
        return self._licensed[site, product]


def _of_product(products: dict[str, int], sources: list[Source]) -> list[list[int]]:
    """Sources of each product that are not yet somebody's."""
    of_product: list[list[int]] = [[] for _ in products]
    for index, source in enumerate(sources):
        if source.kind != "order":
            of_product[products[source.product_id]].append(index)
    return of_product


def _giving(network: Network, products: dict[str, int], sites: dict[str, int]) -> list[list[int]]:
    """Sites that may give each product."""
    giving: list[list[int]] = [[] for _ in products]
    for row in network.site_products:
        if row.product_id in products and row.site_id in sites:
            giving[products[row.product_id]].append(sites[row.site_id])
    return [sorted(sites_of) for sites_of in giving]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Promises:
    """What was promised or found before the plan begins.

    Attributes
    ----------
    frozen_days : first days of the horizon on which only pinned cycles are given
    pins : index and row of each pin, by course and cycle
    priced : promises that may change at a price, by course and cycle
    sources : the first source of each name that a promise can give
    orders : sources of the orders that are placed, by course and cycle; what will be delivered comes first
    given_up : sources of the orders that another patient may have, by product, activity and trial
    called_min : from when on the next cycle of a patient on the standby list may be given, by course and cycle
    fits : minutes at which the fit samples of a course were taken, in order
    withheld : day on which a course that is withheld may be given again
    """

    frozen_days: int
    pins: dict[tuple[str, int], tuple[int, Pin]]
    priced: dict[tuple[str, int], Promise]
    sources: dict[str, int]
    orders: dict[tuple[str, int], list[int]]
    given_up: dict[tuple[str, float, str], list[int]]
    called_min: dict[tuple[str, int], int]
    fits: dict[str, list[int]]
    withheld: dict[str, int]


def _called_min(network: Network, calendar: Calendar) -> dict[tuple[str, int], int]:
    """From when on the next cycle of each patient on the standby list may be given, by course and cycle."""
    given = Counter(row.course_id for row in network.past_administrations)
    now_min = calendar.minute(network.properties.planned_at)
    return {
        (row.course_id, given[row.course_id] + 1): now_min + math.ceil(min_from_h(row.notice_h))
        for row in network.standbys
    }


def _given_up(network: Network, sources: list[Source], trials: Trials) -> dict[tuple[str, float, str], list[int]]:
    """Sources of the orders that another patient may have, by product, activity and trial."""
    given_up: dict[tuple[str, float, str], list[int]] = defaultdict(list)
    courses, prescriptions = {course.course_id: course for course in network.courses}, Prescriptions(network)
    for index, source in enumerate(sources):
        if source.given_up:
            course = courses[source.course_id or ""]
            made_mbq = prescriptions.mbq(course, source.cycle_number)
            given_up[source.product_id, made_mbq, trials.own_supply_of(course, source.product_id)].append(index)
    return dict(given_up)


def _promises(
    network: Network,
    calendar: Calendar,
    sources: list[Source],
    given_up: dict[tuple[str, float, str], list[int]],
    *,
    pins_rule: bool,
) -> _Promises:
    orders: dict[tuple[str, int], list[int]] = defaultdict(list)
    for index, source in enumerate(sources):
        if source.kind == "order":
            orders[source.course_id or "", source.cycle_number].append(index)
    for made in orders.values():
        made.sort(key=lambda index: not sources[index].irrevocable)
    fits: dict[str, list[int]] = defaultdict(list)
    withheld: dict[str, int] = {}
    for lab in network.labs:
        if lab.outcome == "fit":
            fits[lab.course_id].append(calendar.minute(lab.taken_at))
        elif lab.retest_on is not None:
            withheld[lab.course_id] = max(withheld.get(lab.course_id, LONG_AGO), calendar.day_of(lab.retest_on))
    pinned = enumerate(network.pins) if pins_rule else ()
    return _Promises(
        frozen_days=network.properties.frozen_days if pins_rule else 0,
        pins={(pin.course_id, pin.cycle_number): (index, pin) for index, pin in pinned},
        priced={(promise.course_id, promise.cycle_number): promise for promise in network.promises},
        sources=_named(sources),
        orders=dict(orders),
        given_up=given_up,
        called_min=_called_min(network, calendar) if pins_rule else {},
        fits={course_id: sorted(taken) for course_id, taken in fits.items()},
        withheld=withheld,
    )


class _Pairs:
    """Numbers the pairs as courses ask for them; each gets its stay, its routes and its menu."""

    def __init__(
        self,
        parts: _Parts,
        transport: _Transport,
        rules: dict[tuple[str, str], StayRule],
        retention: dict[str, Retention],
    ) -> None:
        self.parts, self.transport, self.rules, self.retention = parts, transport, rules, retention
        self.keys: list[_PairKey] = []
        self.stays: list[tuple[int, int]] = []
        self.menus = _Menus(parts.network, parts)
        self._index: dict[_PairKey, int] = {}
        self._routes: dict[tuple[int, int, str], _Legs] = {}

    def index_of(self, key: _PairKey) -> int:
        """Index of a pair; a new one is made."""
        if key not in self._index:
            self._index[key] = len(self.keys)
            self.keys.append(key)
            self.stays.append(self._stay(key))
            legs = self._routes_to(key.product, key.site, key.trial)
            self.menus.add(key, legs, self._routes_of_orders(key))
        return self._index[key]

    def _stay(self, key: _PairKey) -> tuple[int, int]:
        """Steps from administration to discharge, and from admission to administration."""
        parts = self.parts
        if "C10" in parts.without:
            return 0, 0
        product_id = parts.products[key.product].product_id
        rule = self.rules.get((parts.sites[key.site].site_id, product_id)) or self.rules.get(("*", product_id))
        if rule is None:  # the site gives another product of the course
            return 0, 0
        hours, step = stay_h(rule, self.retention.get(product_id), key.prescribed_mbq), parts.calendar.step_min
        return int(ceil_step(60 * hours, step)), int(ceil_step(60 * rule.admission_lead_h, step))

    def _routes_to(self, product: int, site: int, trial: str) -> _Legs:
        """Ways of a product to a site, of those for a trial."""
        if (product, site, trial) not in self._routes:
            parts, found, rows = self.parts, [], []
            for row, source in enumerate(parts.of_product[product]):
                if not parts.trials.serves(parts.sources[source], trial):
                    continue
                for departure in self.transport.routes(parts.sources[source], parts.sites[site].site_id):
                    found.append(Route(source, site, departure))
                    rows.append(row)
            self._routes[product, site, trial] = self._legs(found, rows)
        return self._routes[product, site, trial]

    def _legs(self, routes: list[Route], rows: list[int]) -> _Legs:
        """Ways of vials by new routes."""
        parts = self.parts
        first = len(parts.routes)
        parts.routes.extend(routes)
        sources = [parts.sources[route.source] for route in routes]
        departures = [self.transport.departures[route.departure] for route in routes]
        return _Legs(
            routes=np.arange(first, first + len(routes)),
            rows=np.array(rows, dtype=np.int64),
            certified_min=np.array([source.certified_min for source in sources], dtype=np.float64),
            calibration_min=np.array([source.calibration_min for source in sources], dtype=np.float64),
            departs_min=np.array([departure.departs_min for departure in departures], dtype=np.float64),
            arrives_min=np.array([departure.arrives_min for departure in departures], dtype=np.float64),
        )

    def _routes_of_orders(self, key: _PairKey) -> list[_Legs]:
        """Ways of each order of the pair that can come."""
        parts, ordered = self.parts, []
        for order in key.orders:
            departures = self.transport.routes(parts.sources[order], parts.sites[key.site].site_id)
            if departures:
                routes = [Route(order, key.site, departure) for departure in departures]
                ordered.append(self._legs(routes, [0] * len(routes)))
        return ordered

    def records(self, place_ids: list[str], rows: SiteRows) -> NDArray[Any]:
        """The pairs as the kernels see them."""
        parts = self.parts
        product_of = [parts.products[key.product] for key in self.keys]
        stores = [rows.store_of.get(key.site) for key in self.keys]
        nuclides = {nuclide: index for index, nuclide in enumerate(half_lives_h(parts.network))}
        place_index = {place_id: index for index, place_id in enumerate(place_ids)}
        fixed = [(-1, -1)] * len(self.keys)
        for index, key in enumerate(self.keys):
            if key.pin >= 0:
                pin = parts.network.pins[key.pin]
                step = parts.calendar.minute(pin.administered_at) // parts.calendar.step_min
                fixed[index] = step, place_index[pin.place_id]
        return records(
            PAIR,
            site=[key.site for key in self.keys],
            product=[key.product for key in self.keys],
            nuclide=[nuclides[parts.products[key.product].nuclide] for key in self.keys],
            stay_steps=[stay for stay, _ in self.stays],
            lead_steps=[lead for _, lead in self.stays],
            fixed_step=[at for at, _ in fixed],
            fixed_place=[place for _, place in fixed],
            licence=[
                rows.licence_of.get((key.site, product.nuclide), -1)
                for key, product in zip(self.keys, product_of, strict=True)
            ],
            store=[-1 if store is None else store[0] for store in stores],
            bag_steps=[
                0 if store is None else store[1].get(product.product_id, 0)
                for store, product in zip(stores, product_of, strict=True)
            ],
            drawn_mbq=[
                key.prescribed_mbq if product.form == "stock_vial" else 0.0
                for key, product in zip(self.keys, product_of, strict=True)
            ],
            residual_mbq=[product.residual_mbq for product in product_of],
        )


class _Courses:
    """Numbers the courses that demand something, their cycles and the centres where each may be given."""

    def __init__(self, parts: _Parts, promises: _Promises, pairs: _Pairs, tail: TailRows, place_ids: list[str]) -> None:
        network = parts.network
        self.places = {place_id: index for index, place_id in enumerate(place_ids)}
        self.sites = {site.site_id: index for index, site in enumerate(parts.sites)}
        self.parts, self.promises, self.pairs, self.tail = parts, promises, pairs, tail
        self.prescriptions = Prescriptions(network)
        self.lenient = "C17" in parts.without
        self.products = {product.product_id: index for index, product in enumerate(parts.products)}
        self.patients = {patient.patient_id: patient for patient in network.patients}
        self.travel = {(row.catchment_id, row.site_id): row.travel_min for row in network.travel_times}
        self.kept: list[CourseDemand] = []
        self.columns: dict[str, list[float]] = defaultdict(list)
        self.cycle_ptr, self.centre_ptr, self.pair_ptr, self.tail_ptr = [0], [0], [0], [0]

    def add(self, demand: CourseDemand) -> None:
        """Adds a course that demands a cycle at least."""
        number = len(self.kept)
        self.kept.append(demand)
        self._add_course(demand)
        for cycle in demand.cycles:
            self._add_cycle(demand, cycle, number)
        self.cycle_ptr.append(len(self.columns["due"]))
        for site in self._centres(demand):
            self._add_centre(demand, site, number)
        self.centre_ptr.append(len(self.columns["centre_site"]))

    def _put(self, **values: float) -> None:
        for name, value in values.items():
            self.columns[name].append(value)

    def _add_course(self, demand: CourseDemand) -> None:
        course, regimen = demand.course, demand.regimen
        self._put(
            sex=1 if self.patients[course.patient_id].sex == "male" else 0,
            weight=course.weight,
            transfer=course.transfer_allowed or "C18" in self.parts.without,
            min_days=1 if self.lenient else max(1, regimen.interval_min_d),
            max_days=10**6 if self.lenient else regimen.interval_max_d,
            previous=self.parts.calendar.day_of(demand.last_on) if demand.last_on else LONG_AGO,
            previous_min=LONG_AGO if demand.last_at_min is None else demand.last_at_min,
            trial=self.parts.trials.index_of(course),
            floor=self.parts.floors.index_of(course.patient_id),
        )

    def _add_cycle(self, demand: CourseDemand, cycle: Cycle, number: int) -> None:
        calendar = self.parts.calendar
        first, last = self._days(demand, cycle)
        lab_first, lab_last, resume = self._labs(demand)
        called = self._called_step(cycle)
        if called is not None:
            lab_first, resume = max(lab_first, called), max(resume, called)
        self._put(
            course=number,
            due=calendar.day_of(cycle.due_on),
            window=calendar.day_of(cycle.window_end_on),
            first=first,
            last=last,
            lab_first=lab_first,
            lab_last=lab_last,
            resume=resume,
            pinned=(cycle.course_id, cycle.cycle_number) in self.promises.pins,
        )
        self._promise(self.promises.priced.get((cycle.course_id, cycle.cycle_number)))

    def _promise(self, promise: Promise | None) -> None:
        """Adds what was promised of a cycle, if anything was."""
        if promise is None:
            values = dict.fromkeys(PROMISE_FIELDS, -1)
            self._put(promised=False, **values)
            return
        calendar = self.parts.calendar
        minute = calendar.minute(promise.administered_at)
        self._put(
            promised=True,
            promised_site=self.sites.get(promise.site_id, -1),
            promised_day=calendar.day_of(calendar.local_date(promise.administered_at)),
            promised_step=minute // calendar.step_min,
            promised_place=self.places.get(promise.place_id, -1),
            promised_source=self.promises.sources.get(promise.vial_source or "", -1),
            vial_price=promise.vial_price or 0,
            place_price=promise.place_price,
            hour_price=promise.hour_price,
            date_price=promise.date_price,
            earlier_price=promise.date_price if promise.earlier_price is None else promise.earlier_price,
            centre_price=promise.centre_price,
            unserved_price=promise.unserved_price,
        )

    def _days(self, demand: CourseDemand, cycle: Cycle) -> tuple[int, int]:
        """First and last day of the horizon on which a cycle may be given."""
        calendar, promises = self.parts.calendar, self.promises
        first = 0 if self.lenient else max(0, calendar.day_of(cycle.earliest_on))
        last = calendar.horizon_days - 1
        if not self.lenient:
            first = max(first, promises.withheld.get(cycle.course_id, 0))
            last = min(last, calendar.day_of(cycle.stop_on))
            if demand.last_on is not None and cycle.cycle_number == demand.cycles_given + 1:
                given = calendar.day_of(demand.last_on)
                first = max(first, given + demand.regimen.interval_min_d)
                last = min(last, given + demand.regimen.interval_max_d)
        if (cycle.course_id, cycle.cycle_number) not in promises.pins:
            called = self._called_step(cycle)
            first = max(first, promises.frozen_days if called is None else int(self.parts.grid.day_of_step[called]))
        return first, last

    def _called_step(self, cycle: Cycle) -> int | None:
        """First step at which a patient on the standby list can be there; None where that is on no frozen day.

        Whoever is pinned comes as pinned, also before the notice is over.
        """
        if (cycle.course_id, cycle.cycle_number) in self.promises.pins:
            return None
        called_min = self.promises.called_min.get((cycle.course_id, cycle.cycle_number))
        frozen = int(self.parts.grid.day_first_step[self.promises.frozen_days])
        step = None if called_min is None else int(ceil_step(max(0, called_min), self.parts.calendar.step_min))
        return step if step is not None and step < frozen else None

    def _labs(self, demand: CourseDemand) -> tuple[int, int, int]:
        """First and last step at which the last fit sample is valid, and the step from which a new one can be had."""
        calendar, regimen = self.parts.calendar, demand.regimen
        first, last, resume = 1, 0, 0
        if regimen.labs_valid_d is not None and not self.lenient:
            resume = int(self.parts.grid.day_first_step[min(regimen.labs_turnaround_d, calendar.n_days)])
            for taken in self.promises.fits.get(demand.course.course_id, ()):
                first = max(0, int(ceil_step(taken, calendar.step_min)))
                last = int(floor_step(taken + 1440 * regimen.labs_valid_d, calendar.step_min))
        return first, last, resume

    def _centres(self, demand: CourseDemand) -> list[int]:
        """Sites where a course may be given; that of its last cycle first."""
        parts, course = self.parts, demand.course
        every = sorted({site for key in demand.product_ids for site in parts.giving[self.products[key]]})
        if "C18" in parts.without:
            return every
        catchment = self.patients[course.patient_id].catchment_id
        near = [
            site
            for site in every
            if self.travel.get((catchment, parts.sites[site].site_id), np.inf) <= course.max_travel_min
        ]
        if course.home_site_id is None:
            return near
        home = [site for site in every if parts.sites[site].site_id == course.home_site_id]
        if not course.transfer_allowed:
            return home
        return home + [site for site in near if site not in home]

    def _add_centre(self, demand: CourseDemand, site: int, number: int) -> None:
        columns = self.columns
        columns["centre_site"].append(site)
        columns["centre_course"].append(number)
        columns["centre_pair"] += [self.pairs.index_of(self._pair(demand, cycle, site)) for cycle in demand.cycles]
        self.pair_ptr.append(len(columns["centre_pair"]))
        loads = self.tail.loads_at(demand, site)
        columns["tail_row"] += [row for row, _ in loads]
        columns["tail_load"] += [load for _, load in loads]
        self.tail_ptr.append(len(columns["tail_row"]))

    def _pair(self, demand: CourseDemand, cycle: Cycle, site: int) -> _PairKey:
        """The pair of a cycle at a site, with what is promised of it there."""
        sources, site_id = self.parts.sources, self.parts.sites[site].site_id
        key = cycle.course_id, cycle.cycle_number
        product_id = demand.regimen.product_of(cycle.cycle_number)
        index, pin = self.promises.pins.get(key, (-1, None))
        activity_mbq = self.prescriptions.mbq(demand.course, cycle.cycle_number)
        trial = self.parts.trials.own_supply_of(demand.course, product_id)
        own = self.promises.orders.get(key, [])
        others = self.promises.given_up.get((product_id, activity_mbq, trial), [])
        orders = dict.fromkeys((*own, *others))
        return _PairKey(
            product=self.products[product_id],
            prescribed_mbq=activity_mbq,
            site=site,
            orders=tuple(order for order in orders if sources[order].destination_site_id == site_id),
            pin=index if pin is not None and pin.site_id == site_id else -1,
            trial=trial,
        )

    def indices(self, name: str) -> NDArray[np.int64]:
        """A column of indices."""
        return np.array(self.columns[name], dtype=np.int64)

    def _ranks(self) -> NDArray[np.int64]:
        """Where each cycle stands in the order of course and number."""
        keys = [(cycle.course_id, cycle.cycle_number) for demand in self.kept for cycle in demand.cycles]
        ranks = np.empty(len(keys), dtype=np.int64)
        ranks[sorted(range(len(keys)), key=keys.__getitem__)] = np.arange(len(keys))
        return ranks

    def arrays(self) -> dict[str, object]:
        """The rows as the kernels see them."""
        columns = self.columns
        return {
            "course_ptr": np.array(self.cycle_ptr, dtype=np.int64),
            "courses": records(
                COURSE,
                sex=columns["sex"],
                weight=columns["weight"],
                min_days=columns["min_days"],
                max_days=columns["max_days"],
                previous_day=columns["previous"],
                previous_min=columns["previous_min"],
                transfer=columns["transfer"],
                trial=columns["trial"],
                floor=columns["floor"],
            ),
            "centre_ptr": np.array(self.centre_ptr, dtype=np.int64),
            "centres": records(
                CENTRE,
                site=columns["centre_site"],
                pair_from=self.pair_ptr[:-1],
                tail_from=self.tail_ptr[:-1],
                tail_to=self.tail_ptr[1:],
            ),
            "centre_pair": self.indices("centre_pair"),
            "centre_tails": records(CENTRE_TAIL, row=columns["tail_row"], load=columns["tail_load"]),
            "cycles": records(
                CYCLE,
                course=columns["course"],
                first_day=columns["first"],
                due_day=columns["due"],
                window_day=columns["window"],
                last_day=columns["last"],
                lab_first_step=columns["lab_first"],
                lab_last_step=columns["lab_last"],
                resume_step=columns["resume"],
                rank=self._ranks(),
                pinned=columns["pinned"],
                promised=columns["promised"],
                **{name: columns[name] for name in PROMISE_FIELDS},
            ),
            "tail_capacity": self.tail.capacity_left,
        }


def _clinic_arrays(
    calendar: Calendar,
    grid: _Grid,
    hours: tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.bool_], NDArray[np.int64]],
    hands: Hands,
    n_products: int,
) -> dict[str, object]:
    """The grid, the days of each site and when patients may leave it."""
    opens, closes, discharge, uncovered = hours
    site_days = np.zeros((opens.shape[0], calendar.n_days + 1), dtype=SITE_DAY)
    site_days["opens"][:, :-1] = opens
    site_days["closes"][:, :-1] = closes
    site_days["leaves"][:, :-1] = _discharge_close(discharge, opens, grid)
    site_days["uncovered"] = uncovered
    return {
        "step_min": calendar.step_min,
        "n_days": calendar.horizon_days,
        "day_of_step": grid.day_of_step,
        "day_first_step": grid.day_first_step,
        "day_start_min": calendar.day_starts_min,
        "site_days": site_days,
        "leave_next": _leave_next(discharge, hands, n_products),
        "n_hands": hands.n_rows,
        "heads": hands.heads,
        "hand_rule": hands.rule,
        "task_ptr": hands.task_ptr,
        "tasks": hands.tasks,
    }


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """What a problem has of its country, whoever is to be treated there: compiled once for many newcomers.

    Attributes
    ----------
    calendar, grid, sites, products, sources, places : of the country, in index order
    rows : of radioactivity
    transport : lanes; what leaves with whom is the problem's own
    pools, pool_places : places alike
    of_product, giving : sources and sites of each product
    given_up : sources of the orders that another patient may have, by product, activity and trial
    trials, starts : whom places and vials are for, and the hours of administration
    arrays : fields of ``Arrays`` that say nothing of patients
    for_anybody : whether everything that could ever be full is there, not only what the country's own patients could
        fill
    """

    calendar: Calendar
    grid: _Grid
    sites: list[Site]
    products: list[Product]
    sources: list[Source]
    places: list[str]
    rows: SiteRows
    transport: _Transport
    pools: list[str]
    pool_places: list[list[int]]
    of_product: list[list[int]]
    giving: list[list[int]]
    given_up: dict[tuple[str, float, str], list[int]]
    trials: Trials
    starts: Starts
    arrays: dict[str, object]
    for_anybody: bool


def ground_of(network: Network, *, without: frozenset[str] = frozenset(), n_cycles: int | None = None) -> Ground:
    """What problems of a country have in common, whoever is to be treated.

    Parameters
    ----------
    network : a valid country
    without : constraints left out
    n_cycles : cycles that are ever given at most; what these cannot fill is left out. None: nobody knows
    """
    calendar = Calendar(network)
    grid = _grid(calendar)
    sites = [site for site in network.sites if site.kind == "hospital"]
    site_index = {site.site_id: index for index, site in enumerate(sites)}
    products = list(network.products)
    product_index = {product.product_id: index for index, product in enumerate(products)}
    nuclides = {nuclide: index for index, nuclide in enumerate(half_lives_h(network))}
    hours = _site_hours(calendar, sites, grid, hours_rule="C10" not in without)
    hands = hands_of(network, calendar, sites, product_index, grid.n_steps, without=without)
    sources = sources_of(network, calendar, without)
    rows = site_rows(
        network,
        calendar,
        sites=sites,
        products=products,
        sources=sources,
        day_first_step=grid.day_first_step,
        n_steps=grid.n_steps,
        n_cycles=math.inf if n_cycles is None else n_cycles,
        without=without,
    )
    place_arrays, place_ids, pools, pool_places = _places(
        network, calendar, sites, nuclides, grid, rows.line_of, places_rule="C09" not in without
    )
    trials = Trials(network, trials_rule="C19" not in without)
    places = {place.place_id: place for place in network.places}
    place_trial = trials.places(calendar, [places[place_id] for place_id in place_ids])
    return Ground(
        calendar=calendar,
        grid=grid,
        sites=sites,
        products=products,
        sources=sources,
        places=place_ids,
        rows=rows,
        transport=_Transport(network, calendar, sites, without, set(site_index)),
        pools=pools,
        pool_places=pool_places,
        of_product=_of_product(product_index, sources),
        giving=_giving(network, product_index, site_index),
        given_up=_given_up(network, sources, trials),
        trials=trials,
        starts=Starts(calendar, without),
        arrays={
            "place_trial": place_trial,
            "trials_matter": bool((place_trial != ANYBODY).any()),
            "irradiation_origin_min": -1440 * (calendar.lead_days + 1),
            "n_roles": len(ROLES),
            "n_products": len(products),
            "places_matter": "C09" not in without,
            **_clinic_arrays(calendar, grid, hours, hands, len(products)),
            **place_arrays,
            **scan_arrays(network, calendar, site_index, product_index, scans_rule="C13" not in without),
            **process_arrays(network, calendar, sources, without),
            **rows.arrays,
        },
        for_anybody=n_cycles is None,
    )


@uncollected()
def compile_problem(
    network: Network, *, without: frozenset[str] = frozenset(), ground: Ground | None = None
) -> Problem:
    """The planning problem of a country, ready for the kernels.

    Parameters
    ----------
    network : a valid country
    without : constraints left out, for what-if questions (docs/reference/exhaustive-instances.md)
    ground : of the same country and constraints, with other patients; None: made here
    """
    demands = demanded_cycles(network, Calendar(network) if ground is None else ground.calendar)
    if ground is None:
        ground = ground_of(network, without=without, n_cycles=sum(len(demand.cycles) for demand in demands))
    calendar, sites, products, sources = ground.calendar, ground.sites, ground.products, ground.sources
    transport = ground.transport.anew()
    floors = RegionFloors(network, floors_rule="C22" not in without)
    parts = _Parts(
        network=network,
        calendar=calendar,
        without=without,
        grid=ground.grid,
        sites=sites,
        products=products,
        sources=sources,
        of_product=ground.of_product,
        giving=ground.giving,
        departures=transport.departures,
        routes=[],
        trials=ground.trials,
        floors=floors,
        starts=ground.starts,
    )
    rules = {(rule.site_id, rule.product_id): rule for rule in network.stay_rules}
    retention = {row.product_id: row for row in network.retention}
    tail = tail_rows(network, calendar, demands, sites, rules, retention, without)
    promises = _promises(network, calendar, sources, ground.given_up, pins_rule="C21" not in without)
    pairs = _Pairs(parts, transport, rules, retention)
    courses = _Courses(parts, promises, pairs, tail, ground.places)
    for demand in demands:
        if demand.cycles:
            courses.add(demand)
    menu = pairs.menus.menu()
    pair_records = pairs.records(ground.places, ground.rows)
    course_arrays = courses.arrays()
    if not ground.for_anybody:
        pair_records["licence"] = live_licences(
            np.asarray(ground.rows.arrays["licences"]),
            pair_records["licence"],
            np.asarray(course_arrays["centre_pair"]),
            menu,
            calendar.horizon_days,
        )
    arrays = Arrays(
        floors=floors.aimed(demands),
        promises_matter=bool(network.promises),
        material_matters=any(source.collected_min is not None for source in sources),
        **_supply_arrays(network, sources, transport.departures, without),  # type: ignore[arg-type]
        routes=records(
            ROUTE,
            source=[route.source for route in parts.routes],
            departure=[route.departure for route in parts.routes],
        ),
        pairs=pair_records,
        **course_arrays,  # type: ignore[arg-type]
        **ground.arrays,  # type: ignore[arg-type]
    )
    return Problem(
        network=network,
        calendar=calendar,
        without=without,
        demands=tuple(courses.kept),
        sites=sites,
        products=products,
        place_ids=ground.places,
        pools=ground.pools,
        pool_places=ground.pool_places,
        sources=sources,
        departures=transport.departures,
        routes=parts.routes,
        pairs=pairs.keys,
        arrays=arrays,
        menu=menu,
        cycle_course=courses.indices("course"),
        centre_course=courses.indices("centre_course"),
        tail=tail,
        starts=parts.starts,
        barred=pairs.menus.barred,
    )


def initial_reactor_use(problem: Problem) -> NDArray[np.int16]:
    """Reactor positions that irradiations under way occupy, shape (n_reactors, n_quarter_hours).

    Quarter hours count from the irradiation origin.
    """
    network, calendar, arrays = problem.network, problem.calendar, problem.arrays
    reactors = {reactor.reactor_id: index for index, reactor in enumerate(network.reactors)}
    lines = {line.line_id: line for line in network.lines}
    n = (1440 * calendar.n_days - arrays.irradiation_origin_min) // IRRADIATION_STEP_MIN
    used = np.zeros((max(1, len(reactors)), n), dtype=np.int16)
    for irradiation in network.initial_irradiations:
        row = reactors[lines[irradiation.line_id].reactor_id]
        begin = (calendar.minute(irradiation.starts_at) - arrays.irradiation_origin_min) // IRRADIATION_STEP_MIN
        end = -(-(calendar.minute(irradiation.ends_at) - arrays.irradiation_origin_min) // IRRADIATION_STEP_MIN)
        used[row, max(0, begin) : max(0, end)] += 1
    return used
