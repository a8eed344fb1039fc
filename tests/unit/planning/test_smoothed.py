"""The smoothed dual against all schedules written out, its slope against differences, its bounds against programs."""

import time

import numpy as np
import pytest

from doseline.demand import synthesise
from doseline.demand.exhaustive import names
from doseline.planning.problem import compile_problem
from doseline.planning.proving import L1_HEATS, L2_HEATS, SEARCH_HEATS, SUM_HEATS
from doseline.planning.relaxation import ProvenPrices, Relaxation
from doseline.planning.smoothed import SmoothDual
from doseline.planning.solvers.lp import DayProgram
from doseline.planning.solvers.through import Schedules

SMALL = tuple(names())[::3]
COSTS = {"sum": (30.0, 1.0, 0.0), "L1": (1.0, 0.0, 0.0), "L3": (8.0, 0.0, 1.0), "promised": (100.0, 1.0, 20.0)}


def dual_of(name: str, *, promised: bool = False, seed: int = 1) -> SmoothDual:
    problem = compile_problem(synthesise(instance=name, seed=seed))
    if promised:
        dice = np.random.default_rng(seed)
        cycles = problem.arrays.cycles
        n = cycles.shape[0]
        cycles["promised"] = dice.random(n) < 0.7
        cycles["promised_day"] = dice.integers(0, problem.arrays.n_days, n)
        cycles["promised_site"] = dice.integers(0, len(problem.sites), n)
        for price in ("earlier_price", "date_price", "centre_price", "unserved_price"):
            cycles[price] = dice.integers(1, 9, n)
    return SmoothDual(Schedules(Relaxation(problem)))


def prices_of(dual: SmoothDual, seed: int = 1) -> np.ndarray:
    dice = np.random.default_rng(seed)
    n_rows = dual.schedules.relaxation.rows.capacity.shape[0]
    return np.where(dice.random(n_rows) < 0.4, dice.random(n_rows), 0.0)


def soft_minimum(costs: list[float], heat: float) -> float:
    least = min(costs)
    return least - heat * float(np.log(np.exp(-(np.array(costs) - least) / heat).sum()))


def written_out(dual: SmoothDual, price: np.ndarray, costs: tuple[float, float, float], heat: float) -> float:
    """The smoothed dual, schedule by schedule."""
    relaxation = dual.schedules.relaxation
    problem, rows = relaxation.problem, relaxation.rows
    arrays = problem.arrays
    reward, lateness, change = costs
    treatments = dual.schedules.treatments
    ways: dict[tuple[int, int], list[tuple[int, float]]] = {}
    for centre, cycle, day, cell in zip(
        treatments.centre, treatments.cycle, treatments.day, treatments.cell, strict=True
    ):
        row = arrays.cycles[cycle]
        weight = arrays.courses["weight"][problem.cycle_course[cycle]]
        cost = cell_cost(relaxation, price, int(cell), heat) + lateness * weight * max(0, day - row["due_day"])
        cost -= reward * weight * (day <= row["window_day"])
        if row["promised"]:
            site = arrays.centres["site"][centre]
            moved = row["earlier_price"] if day < row["promised_day"] else row["date_price"]
            moved = 0 if day == row["promised_day"] else moved
            cost += change * (moved if site == row["promised_site"] else row["centre_price"])
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
    costs: tuple[float, float, float],
    course: int,
    ways: dict[tuple[int, int], list[tuple[int, float]]],
    heat: float,
) -> list[float]:
    """Cost of every schedule of a course, days and centres; options of a cell count as one."""
    problem = relaxation.problem
    arrays = problem.arrays
    _, lateness, change = costs
    row = arrays.courses[course]
    cycles = range(arrays.course_ptr[course], arrays.course_ptr[course + 1])
    centres = range(arrays.centre_ptr[course], arrays.centre_ptr[course + 1])
    pinned = [cycle for cycle in cycles if arrays.cycles["pinned"][cycle]]
    undone = {}
    for cycle in cycles:
        late = lateness * row["weight"] * max(0, arrays.n_days - arrays.cycles["due_day"][cycle])
        promised = arrays.cycles["promised"][cycle]
        undone[cycle] = float(late + (change * arrays.cycles["unserved_price"][cycle] if promised else 0.0))
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


@pytest.mark.parametrize("name", SMALL)
@pytest.mark.parametrize("level", COSTS)
@pytest.mark.parametrize("heat", [4.0, 0.3, 0.01])
def test_its_value_is_that_of_all_schedules_written_out(name, level, heat):
    dual = dual_of(name, promised=level in ("L3", "promised"))
    price = prices_of(dual)
    value, _, _ = dual.value(price, COSTS[level], heat)
    assert value == pytest.approx(written_out(dual, price, COSTS[level], heat), rel=1e-9, abs=1e-9)
    hard = dual.schedules.excess(price, *COSTS[level]).bound
    # never above the bound that the prices prove, and as near as the temperature says
    assert value <= hard + 1e-9
    assert hard - value <= heat * dual.schedules.relaxation.problem.arrays.courses.shape[0] * 20.0


@pytest.mark.parametrize("name", SMALL)
@pytest.mark.parametrize("level", COSTS)
def test_its_slope_is_what_is_used_less_what_there_is(name, level):
    dual = dual_of(name, promised=level in ("L3", "promised"), seed=2)
    reward, lateness, change = COSTS[level]
    price, heat, step = prices_of(dual, 2) + 0.1, 0.3, 1e-5
    capacity = dual.schedules.relaxation.rows.capacity
    price[~np.isfinite(capacity)] = 0.0
    _, use, reached = dual.value(price, (reward, lateness, change), heat)
    for seed in range(5):
        way = np.random.default_rng(seed).normal(size=price.shape[0])
        way[~np.isfinite(capacity)] = 0.0
        up, down = (dual.value(price + sign * step * way, (reward, lateness, change), heat)[0] for sign in (1, -1))
        slope = np.where(np.isfinite(capacity), use - np.where(np.isfinite(capacity), capacity, 0.0), 0.0) @ way
        assert (up - down) / (2.0 * step) == pytest.approx(slope, rel=1e-5, abs=1e-4)
    up, down = (dual.value(price, (reward + sign * step, lateness, change), heat)[0] for sign in (1, -1))
    assert (up - down) / (2.0 * step) == pytest.approx(-reached, rel=1e-5, abs=1e-5)


@pytest.fixture(scope="module")
def belgium() -> Schedules:
    return Schedules(Relaxation(compile_problem(synthesise(instance="BE-tight", seed=2))))


@pytest.fixture(scope="module")
def climbed(belgium: Schedules) -> tuple[SmoothDual, ProvenPrices]:
    dual = SmoothDual(belgium)
    nothing = np.zeros(belgium.relaxation.rows.capacity.shape[0])
    found = ProvenPrices(level="sum", price=nothing, floor=30.0, bound=-np.inf)
    for heat, passes in SEARCH_HEATS:
        found = dual.climbed("sum", found, heat, passes)
    return dual, found


def test_bounds_of_belgium_come_within_half_a_per_cent_of_the_linear_program(belgium, climbed):
    dual, start = climbed
    program = DayProgram(belgium, start.price, reward=30.0)
    summed = program.improve_sum(tolerance=1.0)
    for heat, passes in SUM_HEATS:
        start = dual.climbed("sum", start, heat, passes)
    assert summed.value - 0.005 * abs(summed.value) <= start.bound <= summed.value + 1e-6
    first = ProvenPrices(level="L1", price=start.price / 30.0, floor=0.0, bound=np.inf)
    in_window, best = dual.improved("L1", first, L1_HEATS), program.improve_in_window()
    assert best.value - 1e-6 <= in_window.bound <= 1.002 * best.value
    asked = int(best.value) - 10
    days = dual.improved("L2", start, L2_HEATS, in_window=asked)
    exact = program.improve_days_late(asked, tolerance=1.0)
    assert 0.99 * exact.value <= days.bound <= exact.value + 1e-3
    # whoever recomputes it from the prices alone finds the same
    again = belgium.excess(days.price, days.floor, 1.0).bound + days.floor * asked
    assert again == pytest.approx(days.bound, rel=1e-12)


def test_a_climb_never_loses_what_it_began_with_and_stops_when_told_to(climbed):
    dual, start = climbed
    assert dual.improved("sum", start, ()).bound == pytest.approx(start.bound)
    # one pass at a high temperature makes prices worse; the better ones are kept
    assert dual.improved("sum", start, ((50.0, 3),)).bound >= start.bound - 1e-6
    assert dual.improved("sum", start, ((0.25, 40),), good_enough=start.bound - 1.0).price is start.price
    began = time.perf_counter()
    late = dual.improved("sum", start, ((0.25, 10_000),), deadline=began)
    assert late.bound == pytest.approx(start.bound)
    cut = dual.climbed("sum", start, 0.25, 10_000, deadline=time.perf_counter() + 0.05)
    assert np.isfinite(cut.bound)
    assert (cut.price >= 0.0).all()


def test_the_same_climb_ends_at_the_same_prices(climbed):
    dual, start = climbed
    first, second = (dual.climbed("sum", start, 0.25, 10) for _ in range(2))
    assert (first.price == second.price).all()
