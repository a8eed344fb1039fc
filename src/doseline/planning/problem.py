"""From a country to a planning problem: everything a solver needs, once, as arrays."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from doseline.execution import uncollected
from doseline.journey import Product, Site
from doseline.network.model import Network
from doseline.pathway.calendar import Calendar
from doseline.pathway.supply import Source
from doseline.pathway.windows import CourseDemand, demanded_cycles
from doseline.planning.arrays import IRRADIATION_STEP_MIN, ROUTE, Arrays, Menu
from doseline.planning.compilation.courses import Courses
from doseline.planning.compilation.ground import Ground, ground_of
from doseline.planning.compilation.pairs import Pairs
from doseline.planning.compilation.parts import PairKey, Parts
from doseline.planning.compilation.places import mark_closed
from doseline.planning.compilation.promised import promises_of
from doseline.planning.compilation.supply import supply_arrays
from doseline.planning.compilation.transport import Departure, Route
from doseline.planning.radioactivity import live_licences
from doseline.planning.regions import RegionFloors
from doseline.planning.starts import Starts
from doseline.planning.steps import records
from doseline.planning.tail import TailRows, tail_rows

__all__ = ["Problem", "closed_steps", "compile_problem", "initial_reactor_use"]


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
    pairs: list[PairKey]
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


def closed_steps(network: Network, problem: Problem) -> NDArray[np.bool_]:
    """When each place of a problem is closed if the closures were those of a network, shape (n_places, n_steps).

    Parameters
    ----------
    network : with the places of the problem
    problem : compiled from it, but for closures
    """
    places = {place.place_id: place for place in network.places}
    closed = np.zeros_like(problem.arrays.place_closed)
    mark_closed(network, problem.calendar, [places[place_id] for place_id in problem.place_ids], closed)
    return closed


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
    parts = Parts(
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
    promises = promises_of(network, calendar, sources, ground.given_up, pins_rule="C21" not in without)
    pairs = Pairs(parts, transport, rules, retention)
    courses = Courses(parts, promises, pairs, tail, ground.places)
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
        **supply_arrays(network, sources, transport.departures, without),  # type: ignore[arg-type]
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
