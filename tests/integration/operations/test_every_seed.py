"""Planner and checker agree on twenty seeds of each Belgian instance."""

import pytest

from doseline.checking import check_plan
from doseline.demand import synthesise
from doseline.network import write_network
from doseline.operations import plan_package
from doseline.operations.planning import REMOVABLE

ROUNDS = 4
INSTANCES = ("BE-low", "BE-base", "BE-high", "BE-tight")
FEW, ALL = (1,), range(1, 21)


def assert_they_agree(instance: str, seed: int, folder) -> None:
    write_network(synthesise(instance=instance, seed=seed), folder / "country")
    summary = plan_package(folder / "country", folder / "plan", seed=1, work=ROUNDS, report=False)
    verdict = check_plan(folder / "country", folder / "plan")
    assert [violation.sentence for violation in verdict.violations] == []
    assert verdict.certified
    for level in summary["levels"]:
        found = verdict.levels[level["name"]]
        assert found == (None if level["value"] is None else pytest.approx(level["value"], rel=1e-9))


@pytest.mark.slow
@pytest.mark.parametrize("instance", ["BE-low", "BE-high"])
@pytest.mark.parametrize("seed", FEW)
def test_planner_and_checker_agree(instance, seed, tmp_path):
    assert_they_agree(instance, seed, tmp_path)


@pytest.mark.nightly
@pytest.mark.parametrize("seed", ALL)
@pytest.mark.parametrize("instance", INSTANCES)
def test_planner_and_checker_agree_on_every_seed(instance, seed, tmp_path):
    assert_they_agree(instance, seed, tmp_path)


BINDS = {f"C{number:02d}" for number in range(1, 23)} - {"C15", "C16"}
"""Of these a plan of Belgium uses what was left out. Nobody knows a limit for effluent or waste there."""


def assert_it_is_planned_without(constraint: str, folder) -> None:
    write_network(synthesise(instance="BE-base", seed=23), folder / "country")
    summary = plan_package(folder / "country", folder / "plan", work=1, without=(constraint,), report=False)
    broken = {violation.constraint for violation in check_plan(folder / "country", folder / "plan").violations}
    assert summary["without"] == [constraint]
    assert constraint in broken or constraint not in BINDS
    assert broken <= {constraint, "C00"}


@pytest.mark.slow
@pytest.mark.parametrize("constraint", ["C07"])
def test_belgium_is_planned_without_a_constraint(constraint, tmp_path):
    assert_it_is_planned_without(constraint, tmp_path)


@pytest.mark.nightly
@pytest.mark.parametrize("constraint", sorted(REMOVABLE - {"C07"}))
def test_belgium_is_planned_without_any_constraint(constraint, tmp_path):
    assert_it_is_planned_without(constraint, tmp_path)
