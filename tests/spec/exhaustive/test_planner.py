"""The planner finds the oracle's optimum on every XS instance, and none of its bounds crosses it."""

import pytest

from doseline.checking import check_plan
from doseline.demand.exhaustive import names
from doseline.network import write_network
from doseline.operations import plan_package
from tests.support.exhaustive import SCARCE, constraint_of, instance, optimum

CASES = [(name, seed) for name in names() for seed in (1, 2)]


@pytest.fixture
def plan(tmp_path):
    def planned(name: str, seed: int, without: tuple[str, ...] = ()):
        package, folder = tmp_path / "package", tmp_path / "plan"
        write_network(instance(name, seed), package)
        plan_package(package, folder, seed=1, work=6, without=without, report=False)
        return check_plan(package, folder)

    return planned


@pytest.mark.parametrize(("name", "seed"), CASES)
def test_the_planner_reaches_the_optimum_and_proves_no_more(name, seed, plan):
    verdict, best = plan(name, seed), optimum(name, seed).levels
    assert [violation.sentence for violation in verdict.violations] == []
    assert verdict.certified
    assert (verdict.levels["L1"], verdict.levels["L2"]) == (best["L1"], best["L2"])
    bounds = {certificate.name: certificate.claimed_bound for certificate in verdict.certificates}
    assert bounds["L1"] >= best["L1"] - 1e-6
    assert bounds["L2"] <= best["L2"] + 1e-6


@pytest.mark.parametrize("name", SCARCE)
def test_the_planner_without_a_constraint_reaches_the_optimum_without_it(name, plan):
    verdict, best = plan(name, 1, (constraint_of(name),)), optimum(name, 1, frozenset({constraint_of(name)})).levels
    assert (verdict.levels["L1"], verdict.levels["L2"]) == (best["L1"], best["L2"])
    assert constraint_of(name) in {violation.constraint for violation in verdict.violations}
