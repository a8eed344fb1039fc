"""The benchmark of offers asks as a planner does, on a small country."""

from doseline.operations.benchmarks import offers


def test_every_newcomer_is_answered_and_the_slowest_counts(monkeypatch):
    monkeypatch.setattr(offers, "INSTANCES", ("XS-01",))
    (row,) = offers.offer_benchmark(newcomers=5)
    assert row["name"] == "offers on XS-01, slowest of 5 newcomers"
    assert row["offers"] > 0
    assert 0.0 < row["median_s"] <= row["ours_s"]
    assert row["met"] is (row["within_target"] == 5)
