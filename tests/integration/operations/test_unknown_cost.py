"""A cost that nobody knows is told as not known, by planner and checker alike; one that is known in part, as such."""

import json
from dataclasses import replace

import pytest

from doseline.checking import check_plan
from doseline.cli.headlines import plan_lines
from doseline.demand.exhaustive import build
from doseline.network import write_network
from doseline.operations import plan_package


@pytest.fixture
def planned(tmp_path):
    """Plan a small instance of which only the first so many lanes have a cost."""

    def made(known):
        network = build("XS-01", 1)
        lanes = tuple(row if at < known else replace(row, cost_eur=None) for at, row in enumerate(network.lanes))
        write_network(replace(network, lanes=lanes), tmp_path / "country")
        plan_package(tmp_path / "country", tmp_path / "plan", work=1, report=False)
        summary = json.loads((tmp_path / "plan" / "summary.json").read_text())
        return len(lanes), summary, check_plan(tmp_path / "country", tmp_path / "plan")

    return made


def test_no_lane_has_a_cost(planned, tmp_path):
    _, summary, verdict = planned(0)
    level = summary["levels"][-1]
    assert level == {
        "name": "L4.3", "value": None, "bound": None, "gap": None, "note": "not known: no lane has a cost",
    }  # fmt: skip
    certificates = json.loads((tmp_path / "plan" / "certificates.json").read_text())
    assert [entry["name"] for entry in certificates["levels"]] == ["L1", "L2", "L4.1", "L4.2"]
    assert (verdict.exit_code, verdict.certified, verdict.levels["L4.3"]) == (0, True, None)
    assert verdict.notes == {"L4.3": level["note"]}
    assert "Cost of transport: not known, for no lane has a cost." in list(plan_lines(summary, tmp_path))


def test_one_lane_has_a_cost(planned):
    lanes, summary, verdict = planned(1)
    assert summary["levels"][-1]["note"] == f"{lanes - 1} of {lanes} lanes have no cost and count 0"
    assert verdict.notes == {"L4.3": summary["levels"][-1]["note"]}
    assert verdict.exit_code == 0


def test_every_lane_has_a_cost(planned):
    lanes, summary, verdict = planned(99)
    assert summary["levels"][-1]["note"] is None
    assert (verdict.notes, verdict.exit_code) == ({}, 0)
    assert lanes > 1
