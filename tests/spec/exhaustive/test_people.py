"""Absent heads, courses that end, centres that are chosen and activities that are reduced: planner and oracle agree."""

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta

import pytest

from doseline.checking import check, check_plan
from doseline.journey import Absence
from doseline.network import Network, check_network, write_network
from doseline.operations import plan_package
from tests.oracles.planning import exhaustive_optimum
from tests.support.exhaustive import LEVELS, instance, optimum, rank


def nurse_absent(network: Network) -> Network:
    """The first nurse stays away from Monday to Thursday at ten in the morning."""
    roster = network.rosters[0]
    since = datetime.combine(network.properties.horizon_start_on, time(), tzinfo=UTC)
    absence = Absence(
        absence_id="AWAY", site_id=roster.site_id, role=roster.role, starts_at=since,
        ends_at=since + timedelta(days=3, hours=9), heads=roster.heads, reason="ill",
    )  # fmt: skip
    return replace(network, absences=(absence,))


def first_ends(network: Network) -> Network:
    """The first two courses have had all that they are to have."""
    past = [row.course_id for row in network.past_administrations]
    courses = [
        replace(row, last_cycle_number=past.count(row.course_id)) if at < 2 else row
        for at, row in enumerate(network.courses)
    ]
    return replace(network, courses=tuple(courses), pins=())


def elsewhere(network: Network) -> Network:
    """Every course goes on, or begins, at the last centre that has its product."""
    products = {row.regimen_id: row.product_id for row in network.regimens}
    centre = {row.product_id: row.site_id for row in network.site_products}
    courses = [
        replace(
            row, home_site_id=centre[products[row.regimen_id]], home_since_on=row.referred_on, transfer_allowed=False
        )
        for row in network.courses
    ]
    return replace(network, courses=tuple(courses), pins=())


def reduced(network: Network) -> Network:
    """From the second cycle on every course is prescribed four fifths."""
    courses = [
        replace(row, reduced_from_cycle=2, reduced_activity_mbq=0.8 * row.prescribed_activity_mbq)
        for row in network.courses
    ]
    return replace(network, courses=tuple(courses))


CASES = [
    (nurse_absent, "XS-C11", 1),
    (nurse_absent, "XS-C11", 2),
    (first_ends, "XS-01", 1),
    (first_ends, "XS-C20", 2),
    (elsewhere, "XS-03", 1),
    (elsewhere, "XS-C18", 1),
    (reduced, "XS-01", 1),
    (reduced, "XS-01", 2),
]


@pytest.mark.parametrize(("change", "name", "seed"), CASES, ids=lambda value: getattr(value, "__name__", value))
def test_planner_and_oracle_agree_and_the_change_binds(change, name, seed, tmp_path):
    network = change(instance(name, seed))
    best = exhaustive_optimum(network, frozenset())
    assert rank(best.levels) != rank(optimum(name, seed).levels)
    assert [violation.sentence for violation in check(network, best.plan).violations] == []
    write_network(network, tmp_path / "package")
    assert check_network(tmp_path / "package") == ()
    plan_package(tmp_path / "package", tmp_path / "plan", seed=1, work=6, report=False)
    verdict = check_plan(tmp_path / "package", tmp_path / "plan")
    assert ([violation.sentence for violation in verdict.violations], verdict.certified) == ([], True)
    assert rank(verdict.levels) == rank(best.levels)
    bounds = {certificate.name: certificate.claimed_bound for certificate in verdict.certificates}
    assert bounds["L1"] >= best.levels["L1"] - 1e-6
    assert all(bounds[level] <= best.levels[level] + 1e-3 for level in LEVELS[1:])


@pytest.mark.parametrize(("change", "name", "seed"), CASES, ids=lambda value: getattr(value, "__name__", value))
def test_a_plan_that_does_not_know_of_the_change_breaks_a_rule(change, name, seed):
    """Another cycle, centre, fill or hour: nothing of it goes unnoticed."""
    found = {
        violation.constraint for violation in check(change(instance(name, seed)), optimum(name, seed).plan).violations
    }
    assert found & {"C00", "C01", "C11", "C18"}
