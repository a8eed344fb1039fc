"""Whom places held for a trial are for, and the vials that a supplier delivers for one alone."""

from dataclasses import replace
from datetime import date

import pytest

from doseline.checking import check
from doseline.journey import TrialSlot, TrialSupply
from tests.support.checking import C1, C2, C3, NEW1, assemble
from tests.support.checking_country import MARK, small_country

HELD = TrialSlot(trial_slot_id="T1", trial_id="TRIAL", site_id="A", weekday=3, **MARK)
OWN = TrialSupply(supplier_id="XTERN", product_id="PSMA", trial_id="TRIAL", **MARK)
"""C1 is given at centre A on Wednesday 24 March from a slot of XTERN; C2 stays at B from Saturday to Sunday."""


def found(in_trial: tuple[str, ...] = (), **tables) -> set[tuple[str, str, str]]:
    network = small_country()
    courses = tuple(replace(row, trial_id="TRIAL") if row.course_id in in_trial else row for row in network.courses)
    network = replace(network, courses=courses, **tables)
    violations = check(network, assemble(network, [C1, C2, C3], [NEW1])).violations
    return {(violation.constraint, violation.table, violation.key) for violation in violations}


@pytest.mark.parametrize(
    "slot",
    [
        replace(HELD, weekday=4),
        replace(HELD, place_id="A2"),
        replace(HELD, first_on=date(2027, 3, 25)),
        replace(HELD, last_on=date(2027, 3, 23)),
        replace(HELD, site_id="B"),
    ],
    ids=["another weekday", "another place", "later", "before", "another centre"],
)
def test_a_place_that_is_not_held_takes_anybody(slot):
    assert found(trial_slots=(slot,)) == set()


def test_a_held_place_takes_courses_of_its_trial_alone():
    assert found(trial_slots=(HELD,)) == {("C19", "stays", "C1|1")}
    assert found(("C1",), trial_slots=(HELD,)) == set()
    assert found(("C1",), trial_slots=(replace(HELD, trial_id="OTHER"),)) == {("C19", "stays", "C1|1")}
    assert found(trial_slots=(replace(HELD, place_id="A1", first_on=date(2027, 3, 24)),)) == {("C19", "stays", "C1|1")}


@pytest.mark.parametrize("weekday", [6, 7])
def test_every_date_of_a_stay_counts(weekday):
    assert found(trial_slots=(replace(HELD, site_id="B", weekday=weekday),)) == {("C19", "stays", "C2|2")}


def test_vials_for_a_trial_are_for_its_courses_alone():
    assert found(trial_supply=(OWN,)) == {("C19", "administrations", "C1|1")}
    assert found(("C1",), trial_supply=(OWN,)) == set()


def test_a_course_with_vials_of_its_own_gets_no_others_but_those_ordered_for_it():
    national = replace(OWN, supplier_id=small_country().suppliers[-1].supplier_id)
    assert found(("C1",), trial_supply=(national,)) == {("C19", "administrations", "C1|1")}
    assert found(("C3",), trial_supply=(national,)) == set()
