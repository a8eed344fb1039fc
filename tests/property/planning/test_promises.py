"""What stood together stands together again: promises that no event touches are kept whole, whoever comes first."""

from datetime import timedelta

import numpy as np
import pytest

from doseline.demand import synthesise
from doseline.demand.exhaustive import names
from doseline.journey import Event
from doseline.operations.replanning.effects import effects_of
from doseline.operations.replanning.rolling import roll_forward
from doseline.pathway.calendar import Calendar
from doseline.pathway.windows import demanded_cycles
from doseline.planning.levels import levels_of
from doseline.planning.problem import compile_problem
from doseline.planning.promises import promised_state
from doseline.planning.proving import no_prices
from doseline.planning.solution import plan_tables
from doseline.planning.solve import Effort, solve_problem


def standing(instance, seed, *, work=1):
    country = synthesise(instance=instance, seed=seed)
    plan, _ = plan_tables(
        solve_problem(compile_problem(country), effort=Effort(work=work)), package_name="", package_sha256=""
    )
    return country, plan


def rolled(country, plan, days):
    """The country so many days later, after an event that touches nothing."""
    begins_at = Calendar(country).instant(0)
    at = max(country.properties.planned_at, begins_at) + timedelta(days=days, hours=5)
    nothing = Event(event_id="E1", kind="batch_failed", at=at, subject_id="NONE")
    return roll_forward(country, plan, effects_of(country, plan, [nothing]))


def assert_stands(country, plan, days):
    later = rolled(country, plan, days)
    problem = compile_problem(later)
    assert problem.arrays.cycles["promised"].any() or not later.promises
    state = promised_state(problem, no_prices(problem))
    promised = problem.arrays.cycles["promised"] | problem.arrays.cycles["pinned"]
    assert levels_of(problem, state)[2] == 0
    ends_at = {(row.course_id, row.cycle_number): row.ends_at for row in plan.stays}
    keys = [(cycle.course_id, cycle.cycle_number) for demand in problem.demands for cycle in demand.cycles]
    step_min = problem.calendar.step_min
    for cycle in np.flatnonzero(promised).tolist():
        assert problem.calendar.instant(int(state.cycles["end"][cycle]) * step_min) == ends_at[keys[cycle]]


@pytest.mark.parametrize("days", [0, 3])
@pytest.mark.parametrize("instance", names())
def test_a_small_plan_that_nothing_touches_stands_whole(instance, days):
    assert_stands(*standing(instance, 1), days)


@pytest.mark.slow
@pytest.mark.parametrize("instance", ["BE-base", "BE-tight"])
def test_a_plan_of_belgium_that_nothing_touches_stands_whole(instance):
    country, plan = standing(instance, 2, work=2)
    for days in (1, 12, 30):
        assert_stands(country, plan, days)


@pytest.mark.parametrize("days", [0, 4, 8])
@pytest.mark.parametrize("instance", ["XS-01", "XS-03", "XS-07", "XS-10"])
def test_nominal_dates_do_not_move(instance, days):
    """Whatever day a cycle was given on, the dates of those after it are what they were."""
    country, plan = standing(instance, 2)
    later = rolled(country, plan, days)
    before, after = (
        {
            (cycle.course_id, cycle.cycle_number): cycle
            for demand in demanded_cycles(network, Calendar(network))
            for cycle in demand.cycles
        }
        for network in (country, later)
    )
    assert after.items() <= before.items()
