"""A plan that is stopped, by a clock or by hand, leaves what it should."""

import time

import pytest

from doseline.checking import check_plan
from doseline.demand import synthesise
from doseline.network import read_plan, write_network
from doseline.operations import plan_package
from doseline.planning.problem import compile_problem
from doseline.planning.solve import Effort, solve

LIMIT_S = 3.0
SLACK_S = 3.0
"""A busy machine is given so much more; the linear program of this country alone takes longer."""


@pytest.fixture
def country(tmp_path):
    write_network(synthesise(instance="XS-05", seed=1), tmp_path / "country")
    return tmp_path / "country"


def stop_at_first_round(**told):
    if told["what"] == "planning":
        raise KeyboardInterrupt


@pytest.mark.slow
def test_a_time_limit_holds_and_what_is_proven_by_then_is_certified(tmp_path):
    network = synthesise(instance="BE-tight", seed=2)
    problem = compile_problem(network)
    solve(problem, effort=Effort(work=1, time_limit_s=0.5))  # kernels are loaded
    began = time.perf_counter()
    outcome = solve(problem, effort=Effort(work=10**6, time_limit_s=LIMIT_S))
    assert time.perf_counter() - began < LIMIT_S + SLACK_S
    assert outcome.days_late >= outcome.bounds["L2"].value > 0
    write_network(network, tmp_path / "country")
    plan_package(tmp_path / "country", tmp_path / "plan", time_limit_s=LIMIT_S, report=False)
    verdict = check_plan(tmp_path / "country", tmp_path / "plan")
    assert verdict.legal
    assert verdict.certified


def test_the_first_plan_stays_when_the_work_is_stopped(country, tmp_path):
    with pytest.raises(KeyboardInterrupt):
        plan_package(country, tmp_path / "plan", progress=stop_at_first_round)
    assert check_plan(country, tmp_path / "plan").legal
    assert read_plan(tmp_path / "plan").summary["finished"] is False


def test_an_older_plan_stays_when_the_work_is_stopped(country, tmp_path):
    plan_package(country, tmp_path / "plan", work=2)
    before = {file.name: file.read_bytes() for file in (tmp_path / "plan").iterdir()}
    with pytest.raises(KeyboardInterrupt):
        plan_package(country, tmp_path / "plan", work=2, progress=stop_at_first_round)
    assert {file.name: file.read_bytes() for file in (tmp_path / "plan").iterdir()} == before
    assert read_plan(tmp_path / "plan").summary["finished"] is True
