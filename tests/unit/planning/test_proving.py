"""In which order what is proven, and what there is when the clock cuts it."""

import time

import numpy as np
import pytest

from doseline.demand import synthesise
from doseline.planning import proving
from doseline.planning.problem import Problem, compile_problem
from doseline.planning.proving import Prover, search_prices, trivial_bounds


@pytest.fixture(scope="module")
def problem() -> Problem:
    return compile_problem(synthesise(instance="XS-01", seed=1))


@pytest.fixture
def taken(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Names of the steps that were taken."""
    names: list[str] = []
    for name in (
        "_smooth_in_window",
        "_smooth_days_late",
        "_smooth_sum",
        "_solve_sum",
        "_solve_in_window",
        "_solve_floored",
        "_whole_days",
    ):
        step = getattr(Prover, name)

        def told(self: Prover, in_window: int, step=step, name: str = name) -> None:
            names.append(name)
            step(self, in_window)

        monkeypatch.setattr(Prover, name, told)
    return names


def prover_of(problem: Problem, deadline: float = np.inf, *, crowded: bool = False) -> Prover:
    prover = Prover(problem, trivial_bounds(problem), deadline)
    prover.expect(crowded=crowded)
    return prover


PROGRAMS = ["_solve_sum", "_solve_in_window", "_solve_floored", "_whole_days"]
SMOOTHED = ["_smooth_in_window", "_smooth_days_late", "_smooth_sum"]


def test_programs_come_at_once_where_nearly_everybody_is_served(problem, taken):
    prover = prover_of(problem)
    while prover.wants(5, settled=True):
        prover.advance(5)
    assert taken == PROGRAMS


def test_bounds_by_smoothing_come_first_where_many_are_not_served_and_are_no_worse_for_it(problem, taken):
    prover = prover_of(problem, crowded=True)
    values = []
    while prover.wants(5, settled=True):
        prover.advance(5)
        bounds = prover.bounds(5)
        values.append((-bounds["L1"].raw, bounds["L2"].raw))
    assert taken == SMOOTHED + PROGRAMS
    # a bound is never lost to a later step
    assert values == sorted(values)
    plain = prover_of(problem)
    plain.finish(5, closed=False)
    assert prover.bounds(5)["L1"].value == plain.bounds(5)["L1"].value


def test_many_courses_are_proven_by_smoothing_whoever_is_served(problem, taken, monkeypatch):
    monkeypatch.setattr(proving, "MANY_COURSES", len(problem.demands) - 1)
    prover = prover_of(problem)
    prover.finish(5, closed=False)
    assert taken == SMOOTHED[:2]
    programs = prover_of(problem)
    monkeypatch.undo()
    programs.expect(crowded=False)
    programs.finish(5, closed=False)
    smoothed, exact = prover.bounds(5), programs.bounds(5)
    assert exact["L1"].raw - 1e-6 <= smoothed["L1"].raw <= exact["L1"].raw + 1.0
    assert 0.9 * exact["L2"].raw <= smoothed["L2"].raw <= exact["L2"].raw + 1e-3


def test_no_program_begins_for_which_no_time_is_left(problem, taken):
    prover = prover_of(problem, time.perf_counter() + 60.0, crowded=True)
    prover.advance(5)
    prover.advance(5)
    assert prover.wants(5, settled=False)
    prover._pass_s = 1.0
    assert not prover.wants(5, settled=False)
    assert taken == SMOOTHED[:2]


def test_after_the_deadline_there_are_bounds_all_the_same(problem, taken):
    prover = prover_of(problem, time.perf_counter())
    prover.finish(5, closed=False)
    assert taken == ["_solve_in_window", "_solve_floored"]
    exact = prover_of(problem)
    exact.finish(5, closed=False)
    # less is proven, and nothing that is not so
    cut, whole = prover.bounds(5), exact.bounds(5)
    assert trivial_bounds(problem)["L1"].value >= cut["L1"].value >= whole["L1"].value
    assert 0 <= cut["L2"].value <= whole["L2"].value
    assert prover.guided() is None


def test_what_is_closed_is_not_proven_anew(problem, taken):
    prover = prover_of(problem)
    prover.finish(5, closed=True)
    assert taken == []


def test_a_day_plan_of_a_program_that_the_clock_cut_short_is_not_followed(problem):
    prover = prover_of(problem)
    prover.advance(5)
    prover._sum_is_cut_short = True
    for _ in range(3):
        prover.advance(5)
    assert prover.guided() is None
    whole = prover_of(problem)
    for _ in range(4):
        whole.advance(5)
    assert whole.guided() is not None


def test_rounds_that_are_never_reached_do_not_keep_a_search_hot(problem, monkeypatch):
    monkeypatch.setattr(proving, "COURSES_A_ROUND", 1)
    prover = prover_of(problem)
    beside = [prover.rounds_beside_all(rounds) for rounds in (1, 2, 60)]
    assert beside[0] == prover.rounds_beside - 1 > 0
    assert beside[0] <= beside[1] <= beside[2]
    assert prover.rounds_beside_all(60) == prover.rounds_beside_all(4)


def test_promises_do_not_take_the_prices_of_the_search(problem):
    prices = search_prices(problem)
    promised = compile_problem(synthesise(instance="XS-01", seed=1))
    object.__setattr__(promised, "arrays", promised.arrays._replace(promises_matter=True))
    again = search_prices(promised)
    assert np.ptp(prices.cell[prices.cell < 1e5]) > 0.0
    assert (again.cell == prices.cell).all()
    assert (again.centre == prices.centre).all()
