"""Rows of heads, of devices and of what batches share: those that cannot bind are left out."""

from dataclasses import replace

import numpy as np
import pytest

from doseline.demand import synthesise
from doseline.demand.exhaustive import build
from doseline.planning.arrays import BY_COMPETENCE, BY_DEVICE
from doseline.planning.problem import compile_problem

NOTHING = frozenset()
N_ROLES = 5


def extra_rows(network, without=NOTHING):
    """Kind and units of the rows of the first centre besides the roles, those that some task asks for."""
    arrays = compile_problem(network, without=without).arrays
    asked = np.unique(arrays.tasks["row"][: arrays.task_ptr[arrays.n_products]])
    return [(int(arrays.hand_rule[row]), arrays.heads[row]) for row in asked if row >= N_ROLES]


def test_what_belgium_assumes_of_devices_licences_and_operators_costs_the_planner_nothing():
    arrays = compile_problem(synthesise(instance="BE-base", seed=1)).arrays
    assert arrays.n_hands == N_ROLES
    assert arrays.processes.shape == arrays.process_capacity.shape == (0,)


def test_a_device_that_places_or_staff_make_wait_has_no_row():
    network = build("XS-C12", 0)  # a pump from the administration on, for eight hours: longer than the stay
    assert [rule for rule, _ in extra_rows(network)] == [BY_DEVICE]
    short = replace(network, device_tasks=tuple(replace(row, to_min=360) for row in network.device_tasks))
    assert [rule for rule, _ in extra_rows(short)] == [BY_DEVICE]
    assert extra_rows(replace(short, devices=with_units(short, 3))) == []  # three beds
    assert len(extra_rows(replace(short, devices=with_units(short, 2)))) == 1
    assert len(extra_rows(replace(short, devices=with_units(short, 3)), frozenset({"C09"}))) == 1
    beside = replace(network, device_tasks=tuple(replace(row, to_min=120) for row in network.device_tasks))
    one_nurse = tuple(replace(row, heads=1) for row in beside.rosters)
    assert extra_rows(replace(beside, rosters=one_nurse)) == []  # the nurse is there for as long
    assert len(extra_rows(replace(beside, rosters=one_nurse), frozenset({"C11"}))) == 1
    assert extra_rows(network, frozenset({"C12"})) == []


def with_units(network, units):
    return tuple(replace(row, units=units) for row in network.devices)


def test_a_kind_of_which_a_centre_says_nothing_is_not_there():
    ((rule, units),) = extra_rows(replace(build("XS-C12", 0), devices=()))
    assert rule == BY_DEVICE
    assert set(units.tolist()) == {0}


def test_a_competence_that_all_on_duty_hold_has_no_row():
    network = build("XS-C11-competence", 0)
    ((rule, units),) = extra_rows(network)
    assert (rule, units.max()) == (BY_COMPETENCE, 1)
    (one,) = network.qualifications
    everyone = replace(one, starts_local="08:00", ends_local="20:00", heads=3)
    assert extra_rows(replace(network, qualifications=(everyone,))) == []


def test_a_licence_ends_with_its_last_date():
    network = build("XS-C11-competence", 1)
    last_on = max(row.valid_until_on for row in network.qualifications)
    problem = compile_problem(network)
    first = int(problem.arrays.day_first_step[problem.calendar.day_of(last_on)])
    after = int(problem.arrays.day_first_step[problem.calendar.day_of(last_on) + 1])
    units = [row for _, row in extra_rows(network)]
    assert any(row[first:after].any() for row in units)
    assert not any(row[after:].any() for row in units)


@pytest.mark.parametrize(
    ("held", "rows"),
    [
        ((("infusion",), ("survey",)), 2),  # what two apart lack together, one of them lacks
        ((("infusion", "survey"),), 3),
        ((("infusion", "survey"), ("survey",)), 3),
    ],
)
def test_a_set_of_competences_has_a_row_where_somebody_holds_several(held, rows):
    network = build("XS-C11-competence", 1)
    first = network.qualifications[0]
    qualifications = tuple(
        replace(first, qualification_id=str(number), competences=one) for number, one in enumerate(held)
    )
    assert len(extra_rows(replace(network, qualifications=qualifications))) == rows


@pytest.mark.parametrize(("seed", "capacity"), [(0, 1), (1, 18_000_000_000), (2, 1)])
def test_batches_that_share_operators_or_a_licence_have_a_row(seed, capacity):
    arrays = compile_problem(build("XS-C05-line", seed)).arrays
    assert set(arrays.process_capacity.tolist()) == {capacity}
    takers = np.bincount(arrays.processes["row"])
    assert takers.min() == takers.max() == 2
    alone = compile_problem(build("XS-C05-line", seed), without=frozenset({"C05"})).arrays
    assert alone.process_capacity.size == 0
