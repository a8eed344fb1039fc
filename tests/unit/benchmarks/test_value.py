"""What value says of many seeds: medians, and of each measure the seed that speaks least for Doseline."""

import pytest

from doseline.demand import synthesise
from doseline.operations.benchmarks import BENCHMARKS
from doseline.operations.benchmarks.disruptions import FAILS_AFTER_D, SHUTS_AFTER_D, disruptions_of
from doseline.operations.benchmarks.ledger import Worth
from doseline.operations.benchmarks.value import _row, _summed_up


def worth(in_window, wasted_mbq, calls=4):
    return Worth(
        demanded=100,
        given=80,
        in_window=in_window,
        weighted_in_window=2 * in_window,
        days_late=10,
        wasted_mbq=wasted_mbq,
        calls=calls,
    )


def row(in_window, wasted_mbq, strict=60):
    sides = {
        "": (worth(in_window, wasted_mbq), 1.0),
        "_without": (worth(50, 2000.0), 0.1),
        "_strict": (worth(strict, 2000.0, calls=0), 0.1),
    }
    return _row("one", sides, disrupted=False)


@pytest.mark.parametrize(
    ("in_window", "wasted_mbq", "met"), [(55, 1000.0, True), (54, 1000.0, False), (55, 1001.0, False)]
)
def test_it_is_enough_with_a_tenth_more_in_window_and_half_the_waste(in_window, wasted_mbq, met):
    assert row(in_window, wasted_mbq)["met"] is met


def test_what_nobody_needs_without_doseline_has_no_ratio():
    one = row(55, 1000.0)
    assert one["in_window_to_strict"] == pytest.approx(55 / 60)
    assert one["calls_to_without"] == 1.0
    assert one["calls_to_strict"] is None
    assert one["wasted_gbq_per_cycle"] == pytest.approx(1.0 / 80)


def test_the_worst_of_each_measure_speaks_least_for_doseline():
    rows = [row(55, 900.0), row(60, 1200.0), row(70, 1000.0)]
    middle, worst = _summed_up("BE-outage", rows, disrupted=False)
    assert (middle["in_window"], middle["in_window_to_without"]) == (60, 1.2)
    assert (worst["in_window_to_without"], worst["wasted_gbq_to_without"]) == (1.1, 0.6)
    assert (middle["met"], worst["met"], worst["seeds_met"]) == (True, False, 2)


def test_the_seed_alone_says_what_goes_wrong():
    network = synthesise(instance="BE-low", seed=1)
    drawn = [disruptions_of(network, seed) for seed in (1, 1, 2)]
    assert drawn[0] == drawn[1] != drawn[2]
    failed, shut = drawn[0]
    assert (failed.kind, shut.kind) == ("batch_failed", "supplier_shut")
    start_on = network.properties.horizon_start_on
    assert FAILS_AFTER_D[0] <= (failed.at.date() - start_on).days <= FAILS_AFTER_D[1]
    assert SHUTS_AFTER_D[0] <= (shut.at.date() - start_on).days <= SHUTS_AFTER_D[1]


def test_value_can_be_asked_for():
    assert {"value", "value-base"} <= BENCHMARKS.keys()
