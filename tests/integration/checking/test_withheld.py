"""A treatment that a physician withholds is withheld by planner, checker and certificates, whatever its regimen."""

from dataclasses import replace
from datetime import date

import pytest

from doseline.checking import check
from doseline.journey import Lab
from doseline.planning import Effort, compile_problem, plan_tables, solve_problem
from tests.oracles.planning.search import exhaustive_optimum
from tests.support.checking import C1, C2, C3, NEW1, assemble
from tests.support.checking_country import small_country, utc
from tests.support.exhaustive import instance

COUNTRY = small_country()


def withheld(network, course_id, until):
    lab = Lab(course_id=course_id, taken_at=network.properties.planned_at, outcome="withhold", retest_on=until)
    return replace(network, labs=(*network.labs, lab))


def test_the_checker_names_a_withheld_course_whose_regimen_has_no_rule_for_results():
    course = next(row for row in COUNTRY.courses if row.course_id == "C2")
    assert next(row for row in COUNTRY.regimens if row.regimen_id == course.regimen_id).labs_valid_d is None
    plan = assemble(COUNTRY, [C1, C2, C3], [NEW1])
    assert not check(COUNTRY, plan).violations
    assert not check(withheld(COUNTRY, "C2", date(2027, 3, 27)), plan).violations
    (found,) = check(withheld(COUNTRY, "C2", date(2027, 3, 28)), plan).violations
    assert (found.constraint, found.allowed) == ("C17", "from 2027-03-28")


@pytest.mark.parametrize("course_id", ["COURSE-1", "COURSE-2", "COURSE-4"])
def test_planner_and_oracle_withhold_alike(course_id):
    network = replace(instance("XS-01", 1), pins=())
    regimens = tuple(replace(row, labs_valid_d=None) for row in network.regimens)
    network = withheld(replace(network, regimens=regimens), course_id, date(2027, 3, 26))
    outcome = solve_problem(compile_problem(network), effort=Effort(work=20))
    plan, _ = plan_tables(outcome, package_name="XS-01", package_sha256="0" * 64)
    assert all(
        row.administered_at >= utc("2027-03-25 23:00") for row in plan.administrations if row.course_id == course_id
    )
    verdict = check(network, plan)
    assert not verdict.violations
    assert all(proof.holds for proof in verdict.certificates)
    best = exhaustive_optimum(network)
    assert (outcome.in_window, outcome.days_late) == (best.levels["L1"], best.levels["L2"])
