"""What stood together stands together again: promises that no event touches are kept whole, whoever comes first."""

from dataclasses import replace
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
from doseline.planning.turns import turns_told


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
@pytest.mark.parametrize("instance", ["BE-base", pytest.param("BE-tight", marks=pytest.mark.nightly)])
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


@pytest.mark.slow
def test_a_plan_made_again_keeps_departures_and_discharges():
    """Of whoever keeps centre, place, instant and source, at every centre at which nothing else changes."""
    country, plan = standing("BE-base", 3, work=2)
    later = rolled(country, plan, 2)
    again, _ = plan_tables(
        solve_problem(compile_problem(later), effort=Effort(work=2)), package_name="", package_sha256=""
    )

    def turns(package):
        stays = {(row.course_id, row.cycle_number): row.ends_at for row in package.stays}
        vials = {row.vial_id: row.shipment_id for row in package.vials}
        departs_at = {row.shipment_id: row.departs_at for row in package.shipments}
        return {
            (row.course_id, row.cycle_number): (
                (row.site_id, row.place_id, row.administered_at),
                (stays[row.course_id, row.cycle_number], departs_at[vials[row.vial_id]]),
            )
            for row in package.administrations
        }

    before, after = turns(plan), turns(again)
    told = {(row.course_id, row.cycle_number) for row in (*later.promises, *later.pins)}
    changed = {before[key][0][0] for key in told if key not in after or after[key][0] != before[key][0]}
    changed |= {turn[0][0] for key, turn in after.items() if key not in told}
    kept = [key for key in told if key in after and before[key][0][0] not in changed]
    assert len(kept) > len(told) / 2
    assert [key for key in kept if after[key] != before[key]] == []


def test_who_is_pinned_comes_as_pinned_though_standing_by_with_some_notice():
    """The notice lets the patient come earlier on frozen dates; it takes no promise of the same day away."""
    country, plan = standing("XS-C17", 277)
    first = min(plan.administrations, key=lambda row: row.administered_at)
    at = first.administered_at - timedelta(hours=1)
    events = [Event(event_id="E1", kind="standby_listed", at=at, subject_id=first.course_id, notice_h=2.0)]
    later = roll_forward(country, plan, effects_of(country, plan, events))
    assert (first.course_id, first.cycle_number) in {(pin.course_id, pin.cycle_number) for pin in later.pins}
    problem = compile_problem(later)
    state = promised_state(problem, no_prices(problem))
    keys = [(cycle.course_id, cycle.cycle_number) for demand in problem.demands for cycle in demand.cycles]
    step = int(state.cycles["step"][keys.index((first.course_id, first.cycle_number))])
    assert problem.calendar.instant(step * problem.calendar.step_min) == first.administered_at


def test_a_discharge_that_is_not_on_the_grid_is_not_taken_for_a_step():
    country, plan = standing("XS-03", 1)
    later = rolled(country, plan, 0)
    assert (turns_told(compile_problem(later))["entry"] >= 0).any()
    far = tuple(replace(row, ends_at=row.ends_at + timedelta(days=9000)) for row in later.promises)
    told = turns_told(compile_problem(replace(later, promises=far, pins=())))
    assert (told["entry"] == -1).all()
