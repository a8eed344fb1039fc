"""A bound that is claimed stronger than its certificate proves is handed out as it was proved, with a warning."""

import json
import time
from dataclasses import replace

import pytest

from doseline.checking import check_plan
from doseline.network import package_sha256, write_network
from doseline.operations.planning import Desk
from doseline.planning import Effort, compile_problem, solve_problem
from tests.support.exhaustive import instance


def test_a_bound_claimed_too_strong_is_handed_out_as_it_was_proved(tmp_path):
    network = instance("XS-C17", 1)
    write_network(network, tmp_path / "package")
    sha256 = package_sha256(tmp_path / "package")
    outcome = solve_problem(compile_problem(network), effort=Effort(work=3))
    honest = outcome.bounds["L2"].value
    claimed = replace(outcome, bounds={**outcome.bounds, "L2": replace(outcome.bounds["L2"], value=honest + 5)})
    now = time.perf_counter()
    desk = Desk(network, tmp_path / "package", tmp_path / "plan", sha256, 1, frozenset(), now, now, None)
    with pytest.warns(UserWarning, match=f"do not prove .L2 {honest + 5}."):
        summary = desk.hand_in(claimed, report=False, language="en")
    (level,) = [
        row for row in json.loads((tmp_path / "plan" / "summary.json").read_text())["levels"] if row["name"] == "L2"
    ]
    assert level["bound"] == honest
    assert level["gap"] == pytest.approx(abs(level["value"] - honest) / max(honest, 0.01 * outcome.problem.n_cycles))
    assert summary["certified"]
    verdict = check_plan(tmp_path / "package", tmp_path / "plan")
    assert verdict.certified
    assert verdict.legal
