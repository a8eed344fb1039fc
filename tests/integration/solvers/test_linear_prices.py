"""Bounds by the growing linear program against another solver, and against known optima."""

import numpy as np
import pytest
from scipy.optimize import linprog

from doseline.demand import synthesise
from doseline.demand.exhaustive import names
from doseline.planning.problem import compile_problem
from doseline.planning.proving import L1_HEATS, L2_HEATS, SEARCH_HEATS, SUM_HEATS
from doseline.planning.relaxation import ProvenPrices, Relaxation
from doseline.planning.solve import Effort, solve_problem
from doseline.planning.solvers.day_model import DayModel, build_day_model, treatments_of
from doseline.planning.solvers.lp import DayProgram, lp_prices
from doseline.planning.solvers.peers import solve_plain
from doseline.planning.solvers.smoothed import SmoothDual
from doseline.planning.solvers.through import Schedules

SMALL = tuple(names())[:8]


@pytest.fixture(scope="module")
def belgium() -> Relaxation:
    return Relaxation(compile_problem(synthesise(instance="BE-base", seed=2)))


def optimum(model: DayModel) -> float:
    """The largest L1 of the model by another solver, all columns at once."""
    free = np.isneginf(model.row_lower)
    solved = linprog(
        -model.in_window,
        A_ub=model.matrix[free],
        b_ub=model.row_upper[free],
        A_eq=model.matrix[~free],
        b_eq=model.row_upper[~free],
        bounds=np.column_stack([np.zeros(model.n_columns), model.upper]),
    )
    return -float(solved.fun)


@pytest.mark.parametrize("name", SMALL)
def test_the_grown_program_finds_the_optimum_of_all_columns(name):
    relaxation = Relaxation(compile_problem(synthesise(instance=name, seed=1)))
    expected = optimum(build_day_model(relaxation, treatments_of(relaxation), drop_slack=False))
    found = lp_prices(relaxation, "L1", 0, tolerance=1e-6)
    assert found.value == pytest.approx(expected, abs=1e-6)
    # duality over schedules is at least as strong as the rows
    assert found.bound <= expected + 1e-6


@pytest.mark.parametrize("name", SMALL)
def test_no_plan_beats_the_bounds(name):
    problem = compile_problem(synthesise(instance=name, seed=1))
    outcome = solve_problem(problem, effort=Effort(work=2))
    relaxation = Relaxation(problem)
    assert lp_prices(relaxation, "L1", 0).bound >= outcome.in_window - 1e-6
    assert lp_prices(relaxation, "L2", outcome.in_window).bound <= outcome.days_late + 1e-6


def test_the_bound_over_all_columns_meets_the_program_and_rises_from_round_to_round(belgium):
    program = DayProgram(Schedules(belgium), np.zeros(belgium.rows.capacity.shape[0]))
    first = program.improve_sum(rounds=1)
    last = program.improve_sum(tolerance=1.0)
    assert first.bound <= last.bound + 1e-6
    assert last.value - last.bound < 1.0
    in_window = program.improve_in_window()
    assert in_window.bound == pytest.approx(in_window.value, abs=0.06)
    assert (in_window.price >= 0.0).all()
    days_late = program.improve_days_late(int(in_window.bound))
    assert days_late.value - days_late.bound < 1.0
    # the weighted sum alone bounds the days late too
    assert last.bound + program.reward * int(in_window.bound) <= days_late.value + 1e-4


def test_a_whole_day_plan_is_legal_by_days_and_close_to_the_program(belgium):
    program = DayProgram(Schedules(belgium), np.zeros(belgium.rows.capacity.shape[0]))
    assert program.integral() is None  # no program was solved yet
    last = program.improve_sum(tolerance=1.0)
    plan = program.integral()
    assert plan is not None
    problem = belgium.problem
    arrays = problem.arrays
    day = np.full(problem.n_cycles, -1)
    centre = np.full(problem.n_cycles, -1)
    day[plan.cycle], centre[plan.cycle] = plan.day, plan.centre
    assert np.unique(plan.cycle).shape == plan.cycle.shape
    for cycle in plan.cycle.tolist():
        course = arrays.courses[problem.cycle_course[cycle]]
        first = arrays.course_ptr[problem.cycle_course[cycle]]
        assert arrays.cycles["first_day"][cycle] <= day[cycle] <= arrays.cycles["last_day"][cycle]
        if cycle > first:
            assert course["min_days"] <= day[cycle] - day[cycle - 1] <= course["max_days"]
            assert course["transfer"] or centre[cycle] == centre[cycle - 1]
    weight = problem.cycle_weight
    late = np.where(day >= 0, np.maximum(0, day - arrays.cycles["due_day"]), 0)
    late = np.where(day >= 0, late, np.maximum(0, arrays.n_days - arrays.cycles["due_day"]))
    won = weight[(day >= 0) & (day <= arrays.cycles["window_day"])].sum()
    value = float((weight * late).sum() - program.reward * won)
    assert last.bound - 1e-6 <= value
    assert value - last.bound <= 0.01 * abs(last.bound)


def test_prices_prove_the_same_bound_to_whoever_recomputes_it(belgium):
    program = DayProgram(Schedules(belgium), np.zeros(belgium.rows.capacity.shape[0]))
    program.improve_sum(rounds=1)
    prices = program.improve_in_window(rounds=1)
    named = prices.named(belgium)
    back = np.zeros(belgium.rows.capacity.shape[0])
    numbers = {name: row for row, name in enumerate(belgium.names)}
    for name, price in named.items():
        back[numbers[name]] = price * belgium.units[numbers[name]]
    again = DayProgram(Schedules(belgium), np.zeros(back.shape[0]))._excess(back, 1.0, 0.0)
    assert -again.bound == pytest.approx(prices.bound, abs=1e-6)


@pytest.fixture(scope="module")
def crowded() -> Schedules:
    return Schedules(Relaxation(compile_problem(synthesise(instance="BE-tight", seed=2))))


@pytest.fixture(scope="module")
def climbed(crowded: Schedules) -> tuple[SmoothDual, ProvenPrices]:
    dual = SmoothDual(crowded)
    nothing = np.zeros(crowded.relaxation.rows.capacity.shape[0])
    found = ProvenPrices(level="sum", price=nothing, floor=30.0, bound=-np.inf)
    for heat, passes in SEARCH_HEATS:
        found = dual.climbed("sum", found, heat, passes)
    return dual, found


@pytest.mark.slow
def test_bounds_by_smoothing_come_near_those_of_the_linear_program(crowded, climbed):
    dual, start = climbed
    program = DayProgram(crowded, start.price, reward=30.0)
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
    again = crowded.excess(days.price, days.floor, 1.0).bound + days.floor * asked
    assert again == pytest.approx(days.bound, rel=1e-12)


# the day plan of `solve` and the peer call the same solver: HiGHS refuses a second number of threads in one process
@pytest.mark.parametrize("peer", ["cp-sat", "highs"])
def test_peers_reach_what_the_planner_reaches_on_small_instances(peer):
    problem = compile_problem(synthesise(instance="XS-01", seed=1))
    states = []
    outcome = solve_problem(problem, effort=Effort(work=3), on_first_plan=lambda plan: states.append(plan.state))
    run = solve_plain(peer, Relaxation(problem), states[0], gap_in_window=0.0, gap_days_late=0.0, time_limit_s=20.0)
    assert run.reached
    assert run.days_late is not None
    # theirs is a relaxation: never worse than a plan
    assert run.in_window.value >= outcome.in_window
    assert run.in_window.hint_kept
    if run.in_window.value == outcome.in_window:
        assert run.days_late.value <= outcome.days_late
