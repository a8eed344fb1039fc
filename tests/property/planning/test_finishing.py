"""Laws of what comes after the search: no level ever worsens, and the books stay legal and balanced."""

import numpy as np
import pytest

from doseline.demand import synthesise
from doseline.planning.finishing import FIRST_HEAT, finish, slices_after, tariff_of
from doseline.planning.kernels.construction import plan_values, rebuild
from doseline.planning.kernels.ledger import spent_by
from doseline.planning.kernels.saving import empty_desk, save
from doseline.planning.kernels.state import State, empty_state
from doseline.planning.problem import Problem, compile_problem, initial_reactor_use
from doseline.planning.solution import plan_tables
from doseline.planning.solve import Effort, solve_problem
from tests.property.planning.test_search import (
    assert_books_balance,
    assert_courses_have_no_holes,
    assert_within_limits,
    constructed,
)
from tests.support.exhaustive import MIXED, SCARCE, instance

MOVES = 300
SAME_MBQ = 1e-3


def fresh(problem: Problem, plan: State) -> State:
    state = empty_state(problem.arrays, initial_reactor_use(problem))
    rebuild(problem.arrays, problem.menu, state, plan)
    return state


def spent(problem: Problem, state: State) -> tuple[float, ...]:
    found = np.zeros(3)
    spent_by(problem.arrays, state, tariff_of(problem), found)
    return tuple(found)


def saved(problem: Problem, state: State, seed: int) -> State:
    """Moves on in a state and returns the best plan met, having checked what was counted beside it."""
    tariff, best = tariff_of(problem), fresh(problem, state)
    counted = np.array(spent(problem, state))
    least = counted.copy()
    heat = np.array(FIRST_HEAT)
    save(problem.arrays, problem.menu, state, best, tariff, MOVES, seed, heat, counted, least, empty_desk())
    best = fresh(problem, best)
    np.testing.assert_allclose(counted, spent(problem, state), rtol=1e-9, atol=1e-6)
    np.testing.assert_allclose(least, spent(problem, best), rtol=1e-9, atol=1e-6)
    return best


def rank(problem: Problem, state: State) -> tuple[float, ...]:
    won, late = plan_values(problem.arrays, state)
    waste_mbq, trips, eur = spent(problem, state)
    return -won, late, round(waste_mbq / SAME_MBQ), trips, round(eur, 2)


def assert_legal(problem: Problem, state: State) -> None:
    assert_books_balance(problem, state)
    assert_within_limits(problem, state)
    assert_courses_have_no_holes(problem, state)


@pytest.mark.parametrize("name", SCARCE + MIXED)
def test_moves_keep_small_plans_legal_and_no_level_worsens(name):
    problem = compile_problem(instance(name, 1), without=frozenset({"C21"}))
    for seed in (1, 2):
        state, _ = constructed(problem)
        before, values = rank(problem, state), plan_values(problem.arrays, state)
        best = saved(problem, state, seed)
        assert_legal(problem, state)
        assert_legal(problem, best)
        won, late = plan_values(problem.arrays, state)
        assert (won, -late) >= (values[0], -values[1])
        assert rank(problem, best) <= before


@pytest.mark.slow
@pytest.mark.parametrize("name", ["BE-base", "BE-tight"])
def test_moves_keep_a_plan_of_belgium_legal_and_waste_less(name):
    problem = compile_problem(synthesise(instance=name, seed=3), without=frozenset({"C21"}))
    state, _ = constructed(problem)
    before = rank(problem, state)
    best = saved(problem, state, 1)
    assert_legal(problem, state)
    assert_legal(problem, best)
    assert rank(problem, best) < before


@pytest.mark.slow
def test_pinned_cycles_stay_where_they_are():
    problem = compile_problem(synthesise(instance="BE-base", seed=3))
    outcome = solve_problem(problem, effort=Effort(work=1, gap_in_window=1e9, gap_days_late=1e9))
    best, _, _ = finish(problem, fresh(problem, outcome.state), seed=2, planned=slices_after(0))
    pinned = problem.arrays.cycles["pinned"]
    assert pinned.any()
    for column in ("centre", "place", "step"):
        np.testing.assert_array_equal(best.cycles[column][pinned], outcome.state.cycles[column][pinned])


def test_the_same_rounds_and_seed_finish_alike_and_another_seed_does_not():
    problem = compile_problem(synthesise(instance="BE-base", seed=3), without=frozenset({"C21"}))
    start, _ = constructed(problem)
    days = [saved(problem, fresh(problem, start), seed).cycles["day"] for seed in (1, 1, 2)]
    np.testing.assert_array_equal(days[0], days[1])
    assert (days[0] != days[2]).any()


def test_no_time_is_enough_to_keep_the_plan():
    problem = compile_problem(instance("XS-03", 1))
    state, _ = constructed(problem)
    before = rank(problem, state)
    after, _, done = finish(problem, state, seed=1, planned=slices_after(5), time_limit_s=0.0)
    assert done == 0
    assert rank(problem, fresh(problem, after)) <= before


@pytest.mark.parametrize("constraint", ["C03", "C06"])
def test_what_is_counted_is_what_the_plan_says_where_a_constraint_is_left_out(constraint):
    """Two plans of one country differ by as much in their tables as in what the moves counted."""
    problem = compile_problem(instance(f"XS-{constraint}", 1), without=frozenset({constraint}))
    outcome = solve_problem(problem, effort=Effort(work=2))
    wasted = []
    for state in (constructed(problem)[0], outcome.state):
        outcome.state = fresh(problem, state)
        _, levels = plan_tables(outcome, package_name="x", package_sha256="0" * 64)
        value = {level.name: level.value for level in levels}
        wasted.append((value["L4.1"] - spent(problem, state)[0], value["L4.2"] - spent(problem, state)[1]))
    assert wasted[0] == pytest.approx(wasted[1], abs=1e-3)
