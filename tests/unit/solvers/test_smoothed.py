"""The smoothed dual against all schedules written out, its slope against differences."""

import time

import numpy as np
import pytest

from doseline.demand import synthesise
from doseline.demand.exhaustive import names
from doseline.planning.problem import compile_problem
from doseline.planning.relaxation import ProvenPrices, Relaxation
from doseline.planning.solvers.smoothed import SmoothDual
from doseline.planning.solvers.through import Schedules

SMALL = tuple(names())[::3]
COSTS = {"sum": (30.0, 1.0), "L1": (1.0, 0.0), "days": (0.0, 1.0)}


def dual_of(name: str, *, pins: bool = False, seed: int = 1) -> SmoothDual:
    problem = compile_problem(synthesise(instance=name, seed=seed))
    if pins:
        # some that can be given and some that cannot, for all that the relaxation knows
        problem.arrays.cycles["pinned"] = np.random.default_rng(seed).random(problem.n_cycles) < 0.4
    return SmoothDual(Schedules(Relaxation(problem)))


def prices_of(dual: SmoothDual, seed: int = 1) -> np.ndarray:
    dice = np.random.default_rng(seed)
    n_rows = dual.schedules.relaxation.rows.capacity.shape[0]
    return np.where(dice.random(n_rows) < 0.4, dice.random(n_rows), 0.0)


def soft_minimum(costs: list[float], heat: float) -> float:
    least = min(costs)
    return least - heat * float(np.log(np.exp(-(np.array(costs) - least) / heat).sum()))


def written_out(dual: SmoothDual, price: np.ndarray, costs: tuple[float, float], heat: float) -> float:
    """The smoothed dual, schedule by schedule."""
    relaxation = dual.schedules.relaxation
    problem, rows = relaxation.problem, relaxation.rows
    arrays = problem.arrays
    reward, lateness = costs
    treatments = dual.schedules.treatments
    ways: dict[tuple[int, int], list[tuple[int, float]]] = {}
    for centre, cycle, day, cell in zip(
        treatments.centre, treatments.cycle, treatments.day, treatments.cell, strict=True
    ):
        row = arrays.cycles[cycle]
        weight = arrays.courses["weight"][problem.cycle_course[cycle]]
        cost = cell_cost(relaxation, price, int(cell), heat) + lateness * weight * max(0, day - row["due_day"])
        cost -= reward * weight * (day <= row["window_day"])
        ways.setdefault((int(centre), int(cycle)), []).append((int(day), float(cost)))
    total = 0.0
    for course in range(arrays.courses.shape[0]):
        total += soft_minimum(schedules_of(relaxation, price, costs, course, ways, heat), heat)
    charged = price > 0.0
    return total - float(price[charged] @ rows.capacity[charged])


def cell_cost(relaxation: Relaxation, price: np.ndarray, cell: int, heat: float) -> float:
    """What a cell pays: softly the cheapest of its options, and its staff."""
    cells, rows, arrays = relaxation.cells, relaxation.rows, relaxation.problem.arrays
    pair, day = divmod(cell, arrays.n_days)
    options = []
    for at in range(cells.ptr[cell], cells.ptr[cell + 1]):
        pool, source = cells.pool[at], rows.source_row[cells.source[at]]
        value = price[source] * cells.use[at] if source >= 0 else 0.0
        for night in range(day, min(day + cells.nights[at], arrays.n_days)):
            value += price[rows.night + pool * arrays.n_days + night]
        if cells.fills_day[at]:
            value += price[rows.day + pool * arrays.n_days + day]
        if cells.nights[at] >= 1:
            for number, (of_pool, first, days, _) in enumerate(rows.runs.tolist()):
                if of_pool == pool and first <= day < first + days:
                    value += price[rows.run + number]
        options.append(float(value))
    staff = 0.0
    for role in range(arrays.n_roles):
        row = rows.staff + (arrays.pairs["site"][pair] * arrays.n_roles + role) * arrays.n_days + day
        staff += price[row] * cells.staff[cell, role]
    return soft_minimum(options, heat) + float(staff)


def schedules_of(
    relaxation: Relaxation,
    price: np.ndarray,
    costs: tuple[float, float],
    course: int,
    ways: dict[tuple[int, int], list[tuple[int, float]]],
    heat: float,
) -> list[float]:
    """Cost of every schedule of a course, days and centres; options of a cell count as one."""
    problem = relaxation.problem
    arrays = problem.arrays
    _, lateness = costs
    row = arrays.courses[course]
    cycles = range(arrays.course_ptr[course], arrays.course_ptr[course + 1])
    centres = range(arrays.centre_ptr[course], arrays.centre_ptr[course + 1])
    pinned = [cycle for cycle in cycles if arrays.cycles["pinned"][cycle]]
    undone = {}
    for cycle in cycles:
        undone[cycle] = float(lateness * row["weight"] * max(0, arrays.n_days - arrays.cycles["due_day"][cycle]))
    tails = {
        centre: float(
            sum(
                price[relaxation.rows.tail + arrays.centre_tails["row"][k]] * arrays.centre_tails["load"][k]
                for k in range(arrays.centres["tail_from"][centre], arrays.centres["tail_to"][centre])
            )
        )
        for centre in centres
    }
    found = [] if pinned else [sum(undone.values())]

    def go_on(cycle: int, day: int, spent: float, allowed: list[int]) -> None:
        if cycle > max([cycles[0] - 1, *pinned]) and cycle > cycles[0]:
            found.append(spent + sum(undone[left] for left in cycles if left >= cycle))
        if cycle not in cycles:
            return
        for centre in allowed:
            for on, cost in ways.get((centre, cycle), ()):
                if cycle == cycles[0] or row["min_days"] <= on - day <= row["max_days"]:
                    go_on(cycle + 1, on, spent + cost, allowed)

    if row["transfer"] and len(centres) > 1:
        go_on(cycles[0], 0, soft_minimum(list(tails.values()), heat), list(centres))
    else:
        for centre in centres:
            go_on(cycles[0], 0, tails[centre], [centre])
    # a course that cannot be given as pinned counts as not given, as with hard minima
    return found or [sum(undone.values())]


def entropy(dual: SmoothDual) -> float:
    """How many ways there are at most, as a logarithm: of days, centres and options of every cycle."""
    problem = dual.schedules.relaxation.problem
    ways = np.bincount(problem.cycle_course[dual.schedules.treatments.cycle], minlength=problem.arrays.courses.shape[0])
    cycles = np.diff(problem.arrays.course_ptr)
    options = np.log(max(1, np.diff(dual.schedules.relaxation.cells.ptr).max(initial=0)))
    return float((cycles * (np.log1p(ways) + options) + np.log1p(cycles)).sum())


@pytest.mark.parametrize("name", SMALL)
@pytest.mark.parametrize("pins", [False, True])
@pytest.mark.parametrize("level", COSTS)
@pytest.mark.parametrize("heat", [4.0, 0.3, 0.01])
def test_its_value_is_that_of_all_schedules_written_out(name, pins, level, heat):
    dual = dual_of(name, pins=pins)
    price = prices_of(dual)
    value, _, _ = dual.value(price, COSTS[level], heat)
    assert value == pytest.approx(written_out(dual, price, COSTS[level], heat), rel=1e-9, abs=1e-9)
    hard = dual.schedules.excess(price, *COSTS[level]).bound
    # never above the bound that the prices prove, and as near as the temperature says
    assert hard - heat * entropy(dual) - 1e-9 <= value <= hard + 1e-9


@pytest.mark.parametrize("name", SMALL)
@pytest.mark.parametrize("level", COSTS)
def test_its_slope_is_what_is_used_less_what_there_is(name, level):
    dual = dual_of(name, seed=2)
    reward, lateness = COSTS[level]
    price, heat, step = prices_of(dual, 2) + 0.1, 0.3, 1e-5
    capacity = dual.schedules.relaxation.rows.capacity
    limited = np.isfinite(capacity)
    price[~limited] = 0.0
    _, use, reached = dual.value(price, (reward, lateness), heat)
    for seed in range(5):
        way = np.where(limited, np.random.default_rng(seed).normal(size=price.shape[0]), 0.0)
        up, down = (dual.value(price + sign * step * way, (reward, lateness), heat)[0] for sign in (1, -1))
        slope = (use - capacity)[limited] @ way[limited]
        assert (up - down) / (2.0 * step) == pytest.approx(slope, rel=1e-5, abs=1e-4)
    up, down = (dual.value(price, (reward + sign * step, lateness), heat)[0] for sign in (1, -1))
    assert (up - down) / (2.0 * step) == pytest.approx(-reached, rel=1e-5, abs=1e-5)


def test_a_climb_goes_up_and_never_loses_what_it_began_with():
    dual = dual_of(SMALL[0])
    nothing = np.zeros(dual.schedules.relaxation.rows.capacity.shape[0])
    start = ProvenPrices(level="sum", price=nothing, floor=30.0, bound=-np.inf)
    heats = ((1.0, 20), (0.1, 40), (0.01, 40))
    found = dual.improved("sum", start, heats)
    assert found.bound > dual.schedules.excess(nothing, 30.0, 1.0).bound + 1.0
    # a climb at a high temperature makes prices worse; the better ones are kept
    assert dual.climbed("sum", found, 50.0, 3).bound < found.bound - 1.0
    assert dual.improved("sum", found, ((50.0, 3),)).bound == pytest.approx(found.bound)
    assert dual.improved("sum", found, heats, good_enough=found.bound - 1.0).price is found.price
    first, second = (dual.climbed("sum", start, 0.25, 10) for _ in range(2))
    assert (first.price == second.price).all()


def test_no_pass_begins_after_the_deadline():
    dual = dual_of(SMALL[0])
    start = ProvenPrices(level="sum", price=prices_of(dual), floor=30.0, bound=-np.inf)
    late = dual.climbed("sum", start, 0.25, 1000, deadline=time.perf_counter())
    assert dual.passes == 0
    assert late.bound == pytest.approx(dual.schedules.excess(start.price, 30.0, 1.0).bound)


@pytest.mark.parametrize("name", SMALL)
def test_what_is_left_out_of_a_climb_has_no_share(name):
    dual = dual_of(name)
    price, heat = prices_of(dual), 0.05
    everything = dual.value(price, COSTS["sum"], heat)
    excess = dual.schedules.excess(price, *COSTS["sum"]).treatment
    dual._look_at(excess < 60.0 * heat + 1.0)
    near = dual.value(price, COSTS["sum"], heat)
    assert near[0] == pytest.approx(everything[0], rel=1e-12)
    assert near[1] == pytest.approx(everything[1], abs=1e-9)
    assert near[2] == pytest.approx(everything[2], abs=1e-9)
