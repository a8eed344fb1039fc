"""The planner finds the oracle's optimum on every XS instance, and none of its bounds crosses it."""

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from functools import cache
from zoneinfo import ZoneInfo

import pytest

from doseline.checking import check, check_plan
from doseline.demand.exhaustive import names
from doseline.journey import TankClosure
from doseline.network import Network, write_network
from doseline.operations import plan_package
from tests.oracles.planning import Optimum, exhaustive_optimum
from tests.support.exhaustive import LEVELS, SCARCE, constraint_of, instance, optimum, rank


def frozen(network: Network, days: int | None) -> Network:
    if days is None:
        return network
    return replace(network, properties=replace(network.properties, frozen_days=days))


HARD = [
    ("XS-01", 14),
    ("XS-02", 14),
    ("XS-03", 13),
    ("XS-09", 16),
    ("XS-SHARED-WARD", 0),
    ("XS-SHARED-WARD", 23),
]
"""Where several patients must move at once; of the second one a task is shorter than a step, and its bound is tight."""

CASES = [*((name, seed) for name in names() for seed in (1, 2, 3)), *HARD]


@pytest.fixture
def plan(tmp_path):
    def planned(name: str, seed: int, without: tuple[str, ...] = (), frozen_days: int | None = None):
        package, folder = tmp_path / "package", tmp_path / "plan"
        write_network(frozen(instance(name, seed), frozen_days), package)
        plan_package(package, folder, seed=1, work=6, without=without, report=False)
        return check_plan(package, folder)

    return planned


@pytest.mark.parametrize(("name", "seed"), CASES)
def test_the_planner_reaches_the_optimum_and_proves_no_more(name, seed, plan):
    verdict, best = plan(name, seed), optimum(name, seed).levels
    assert [violation.sentence for violation in verdict.violations] == []
    assert verdict.certified
    assert rank(verdict.levels) == rank(best)
    bounds = {certificate.name: certificate.claimed_bound for certificate in verdict.certificates}
    assert bounds["L1"] >= best["L1"] - 1e-6
    assert all(bounds[level] <= best[level] + 1e-3 for level in LEVELS[1:])


@pytest.mark.parametrize("name", ["XS-03", "XS-06", "XS-C21"])
def test_frozen_days_hold_for_planner_oracle_and_checker_alike(name, plan):
    verdict, best = plan(name, 1, frozen_days=6), exhaustive_optimum(frozen(instance(name, 1), 6), frozenset())
    assert [violation.sentence for violation in verdict.violations] == []
    assert verdict.certified
    assert (verdict.levels["L1"], verdict.levels["L2"]) == (best.levels["L1"], best.levels["L2"])
    assert (-verdict.levels["L1"], verdict.levels["L2"]) > (
        -optimum(name, 1).levels["L1"],
        optimum(name, 1).levels["L2"],
    )


def with_closed_tank(network: Network, tank_id: str, first_day: int, days: int) -> Network:
    """Return the country with a tank that takes no water from 09:50 on one day for so many days."""
    on = network.properties.horizon_start_on + timedelta(days=first_day)
    starts_at = datetime.combine(on, time(9, 50), ZoneInfo(network.properties.timezone)).astimezone(UTC)
    closure = TankClosure(
        tank_closure_id="REPAIR",
        tank_id=tank_id,
        starts_at=starts_at,
        ends_at=starts_at + timedelta(days=days),
        reason="repair",
    )
    return replace(network, tank_closures=(closure,))


@cache
def optimum_with_closed_tank(seed: int, closed: tuple[str, int, int]) -> Optimum:
    """The optimum of XS-C15 with a tank closed, searched for once."""
    found = exhaustive_optimum(with_closed_tank(instance("XS-C15", seed), *closed))
    assert found is not None
    return found


CLOSED = [("TANK-1", -1, 3), ("TANK-1", 1, 20), ("TANK-2", 0, 20), ("TANK-2", 2, 1)]


@pytest.mark.parametrize("closed", CLOSED, ids=str)
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_a_closed_tank_is_the_same_to_planner_oracle_and_checker(seed, closed, tmp_path):
    network = with_closed_tank(instance("XS-C15", seed), *closed)
    write_network(network, tmp_path / "package")
    plan_package(tmp_path / "package", tmp_path / "plan", seed=1, work=6, report=False)
    verdict, best = check_plan(tmp_path / "package", tmp_path / "plan"), optimum_with_closed_tank(seed, closed)
    assert [violation.sentence for violation in verdict.violations] == []
    assert verdict.certified
    assert rank(verdict.levels) == rank(best.levels)
    # what the oracle finds best the checker calls legal too
    assert not [found for found in check(network, best.plan).violations if found.constraint == "C15"]


def test_a_closed_tank_keeps_somebody_out():
    worse = [
        (seed, closed)
        for seed in (1, 2, 3)
        for closed in CLOSED
        if rank(optimum_with_closed_tank(seed, closed).levels) > rank(optimum("XS-C15", seed).levels)
    ]
    assert len({closed for _, closed in worse}) > 1
    assert len({seed for seed, _ in worse}) > 1


@pytest.mark.parametrize("name", SCARCE)
def test_the_planner_without_a_constraint_reaches_the_optimum_without_it(name, plan):
    verdict, best = plan(name, 1, (constraint_of(name),)), optimum(name, 1, frozenset({constraint_of(name)})).levels
    assert (verdict.levels["L1"], verdict.levels["L2"]) == (best["L1"], best["L2"])
    assert constraint_of(name) in {violation.constraint for violation in verdict.violations}
