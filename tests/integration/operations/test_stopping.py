"""A plan that is stopped, by a clock or by hand, leaves what it should."""

import json
import time

import pytest

from doseline.checking import check_plan
from doseline.demand import synthesise
from doseline.errors import UserError
from doseline.network import read_plan, write_network
from doseline.operations import plan_package, planning
from doseline.planning.problem import compile_problem
from doseline.planning.solve import Effort, solve_problem

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
    solve_problem(problem, effort=Effort(work=1, time_limit_s=0.5))  # kernels are loaded
    began = time.perf_counter()
    outcome = solve_problem(problem, effort=Effort(time_limit_s=LIMIT_S))
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
    verdict = check_plan(country, tmp_path / "plan")
    assert verdict.legal
    assert "did not end" in verdict.notes["plan"]
    assert read_plan(tmp_path / "plan").summary["finished"] is False


def test_no_first_plan_is_explained_where_that_would_take_the_time_of_the_search(country, tmp_path, monkeypatch):
    monkeypatch.setattr(planning, "SECONDS_A_REASON", 1000.0)
    short = plan_package(country, tmp_path / "short", time_limit_s=1.0, report=False)
    assert short["counts"]["unserved"] > 0
    assert short["first_checked_plan_s"] is None
    assert check_plan(country, tmp_path / "short").legal
    assert plan_package(country, tmp_path / "plan", work=2, report=False)["first_checked_plan_s"] is not None


def test_an_older_plan_stays_when_the_work_is_stopped(country, tmp_path):
    plan_package(country, tmp_path / "plan", work=2)
    before = {file.name: file.read_bytes() for file in (tmp_path / "plan").iterdir()}
    with pytest.raises(KeyboardInterrupt):
        plan_package(country, tmp_path / "plan", work=2, progress=stop_at_first_round)
    assert {file.name: file.read_bytes() for file in (tmp_path / "plan").iterdir()} == before
    assert read_plan(tmp_path / "plan").summary["finished"] is True


@pytest.mark.parametrize("name", ["XS-05", "BE-low"])
def test_a_timed_plan_can_be_made_again(name, tmp_path):
    write_network(synthesise(instance=name, seed=4), tmp_path / "country")
    timed = plan_package(tmp_path / "country", tmp_path / "timed", seed=3, time_limit_s=LIMIT_S, without=("C18",))
    again = plan_package(tmp_path / "country", tmp_path / "again", repeat=tmp_path / "timed")
    assert [again[key] for key in ("seed", "work", "pace", "without")] == [
        timed[key] for key in ("seed", "work", "pace", "without")
    ]
    tables = sorted((tmp_path / "timed").glob("*.csv"))
    assert len(tables) == (9 if name == "BE-low" else 8)  # Belgium has scanners
    for table in tables:
        assert (tmp_path / "again" / table.name).read_bytes() == table.read_bytes(), table.name
    assert (timed["unlike_repeated"], again["unlike_repeated"]) == (None, [])


def test_a_plan_that_cannot_be_made_again_is_said_to_differ(country, tmp_path):
    plan_package(country, tmp_path / "plan", work=1)
    table = tmp_path / "plan" / "unserved.csv"
    first_lines = table.read_text().splitlines(keepends=True)[:-1]
    table.write_text("".join(first_lines))  # as if another version had planned
    again = plan_package(country, tmp_path / "again", repeat=tmp_path / "plan")
    assert again["unlike_repeated"] == ["unserved"]


def test_only_the_plan_of_this_country_that_says_its_pace_is_made_again(country, tmp_path):
    write_network(synthesise(instance="XS-05", seed=2), tmp_path / "other")
    plan_package(tmp_path / "other", tmp_path / "plan", work=1)
    with pytest.raises(UserError, match="another package"):
        plan_package(country, tmp_path / "again", repeat=tmp_path / "plan")
    summary = json.loads((tmp_path / "plan" / "summary.json").read_text())
    (tmp_path / "plan" / "summary.json").write_text(json.dumps({**summary, "pace": None}))
    with pytest.raises(UserError, match="does not say how it was made"):
        plan_package(tmp_path / "other", tmp_path / "again", repeat=tmp_path / "plan")
    assert not (tmp_path / "again").exists()


@pytest.mark.parametrize("seed", [-1, 2**32, 2**63])
def test_a_seed_out_of_range_is_refused_before_anything_is_done(seed, country, tmp_path):
    with pytest.raises(UserError, match="no seed"):
        plan_package(country, tmp_path / "plan", seed=seed)
    assert not (tmp_path / "plan").exists()
