"""Results stand on disk as they come, and names are what they say."""

import json

import pytest

from doseline.errors import UserError
from doseline.operations import benchmarks
from doseline.operations.benchmarks import growth, run_benchmarks
from doseline.operations.benchmarks.plans import TARGETS, _row, _worst
from doseline.operations.benchmarks.results import COLUMNS, Results
from doseline.operations.benchmarks.start_up import start_up_benchmark


def row(name: str, **more: object) -> dict[str, object]:
    return dict.fromkeys(COLUMNS) | {"name": name, "met": True} | more


def test_rows_are_written_one_by_one_and_survive_an_interruption(tmp_path, monkeypatch):
    path = tmp_path / "results" / "bench.json"

    def interrupted(size, progress):
        yield row("first", ours_s=1.5, ratio=float("inf"))
        assert [entry["name"] for entry in json.loads(path.read_text(encoding="utf-8"))] == ["first"]
        raise KeyboardInterrupt

    monkeypatch.setattr(benchmarks, "BENCHMARKS", {"slow": interrupted})
    with pytest.raises(KeyboardInterrupt):
        run_benchmarks(out=path)
    (kept,) = json.loads(path.read_text(encoding="utf-8"))
    assert list(kept)[: len(COLUMNS)] == list(COLUMNS)
    assert kept["ours_s"] == 1.5
    assert kept["ratio"] is None
    assert [entry.name for entry in path.parent.iterdir()] == ["bench.json"]


def test_names_choose_and_carry_a_size(monkeypatch):
    asked = []

    def remembering(name):
        def run(size, progress):
            asked.append((name, size))
            yield row(name)

        return run

    monkeypatch.setattr(benchmarks, "BENCHMARKS", {name: remembering(name) for name in ("a", "b")})
    assert [entry["name"] for entry in run_benchmarks(only=("b=20", "a"))] == ["b", "a"]
    assert asked == [("b", 20), ("a", None)]
    assert len(run_benchmarks()) == 2


@pytest.mark.parametrize("name", ["none", "chains=", "chains=0", "chains=many", "chains=-1", ""])
def test_an_unknown_benchmark_is_named_with_those_there_are(name):
    if name == "chains=":
        name = "chains= "
    with pytest.raises(UserError, match="plan-tight"):
        run_benchmarks(only=(name,))


def test_a_row_without_its_columns_is_refused():
    with pytest.raises(ValueError, match="target"):
        Results(None).add({"name": "x", "ours_s": 1.0, "peer": None, "peer_s": None, "ratio": None, "met": True})


def summary(in_window_gap=0.0, days_late_gap=0.01, first_s=0.5, certified=True, elapsed_s=9.9):
    return {
        "elapsed_s": elapsed_s,
        "first_checked_plan_s": first_s,
        "cold_elapsed_s": 12.0,
        "levels": [
            {"name": "L1", "value": 100, "bound": 100, "gap": in_window_gap},
            {"name": "L2", "value": 50, "bound": 49, "gap": days_late_gap},
        ],
        "counts": {"demanded_cycles": 60},
        "work": 7,
        "checked": True,
        "certified": certified,
    }


@pytest.mark.parametrize(
    ("changed", "certificates_s", "met"),
    [
        ({}, 1.9, True),
        ({}, 2.1, False),
        ({"in_window_gap": 0.001}, 1.9, False),
        ({"days_late_gap": 0.021}, 1.9, False),
        ({"first_s": 1.01}, 1.9, False),
        ({"first_s": None}, 1.9, False),
        ({"certified": False}, 1.9, False),
        ({"elapsed_s": 10.1}, 1.9, False),
    ],
)
def test_a_target_is_met_only_whole(changed, certificates_s, met):
    assert _row(1, summary(**changed), TARGETS["plan-base"], certificates_s)["met"] is met


def test_the_worst_seed_decides():
    rows = [_row(seed, summary(days_late_gap=gap), TARGETS["plan-base"], 1.0) for seed, gap in ((1, 0.01), (2, 0.03))]
    worst = _worst(rows, TARGETS["plan-base"])
    assert worst["L2_gap"] == 0.03
    assert worst["seeds_met"] == 1
    assert worst["met"] is False


def test_start_up_times_whole_processes():
    imported, helped = start_up_benchmark(1)
    assert imported["ours_s"] > 0.0
    assert helped["ours_s"] > imported["peer_s"] > 0.0


@pytest.mark.parametrize(
    ("small_needs_s", "large_takes_s", "met"), [(5.0, 40.0, True), (5.0, 75.1, False), (1e9, 40.0, False)]
)
def test_growth_is_counted_from_the_shortest_limit_that_does(monkeypatch, small_needs_s, large_takes_s, met):
    asked = []

    def timed(scale, seed, gaps, limit_s):
        asked.append((scale, limit_s, gaps))
        if scale == 1:
            reached = limit_s >= small_needs_s
            return {"elapsed_s": limit_s, "L1_gap": 0.0, "L2_gap": 0.04 if reached else 0.06}
        return {"elapsed_s": large_takes_s, "L1_gap": 0.01, "L2_gap": gaps[1]}

    monkeypatch.setattr(growth, "warm_up", lambda: None)
    monkeypatch.setattr(growth, "_timed", timed)
    (result,) = growth.growth_benchmark()

    limits_s = [limit_s for scale, limit_s, _ in asked if scale == 1]
    assert limits_s == [limit_s for limit_s in growth.LIMITS_S if limit_s <= small_needs_s]
    scale, large_limit_s, gaps = asked[-1]
    assert (scale, large_limit_s) == (10, 15 * limits_s[-1])
    assert gaps == (0.01, 0.05 if small_needs_s < 60 else 0.06)
    assert result["ratio"] == large_takes_s / limits_s[-1]
    assert result["met"] is met
