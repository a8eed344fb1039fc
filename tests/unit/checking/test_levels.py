"""Levels of the small plan, by hand."""

from dataclasses import replace

import pytest

from doseline.checking import check
from doseline.checking.levels import gap
from tests.support.checking import C1, C2, C3, NEW1, assemble, legal_plan
from tests.support.checking_country import local, small_country

PLAN = legal_plan()
LEVELS = check(small_country(), PLAN).levels


def test_weight_in_window():
    assert LEVELS["L1"] == 2 + 1 + 1


def test_weighted_days_after_due():
    """C1 weighs 2 and is two days late, C4 counts from 29 March to 12 April; C2 and C3 are not late."""
    assert LEVELS["L2"] == 2 * 2 + 14


def test_waste_is_what_leaves_suppliers_and_reaches_no_patient():
    """Vials are filled for 21, 42 and 45 h after dispatch and keep 100 MBq each; one of 44 h is left over."""
    (batch,) = PLAN.batches
    kept_mbq = batch.usable_activity_mbq - batch.allocated_activity_mbq
    sent_mbq = [7400.0 * 2.0 ** (elapsed_h / 159.528) for elapsed_h in (21.0, 42.0, 45.0, 44.0)]
    assert LEVELS["L4.1"] == pytest.approx(sum(sent_mbq) - 3 * (7400.0 - 100.0) + kept_mbq, rel=1e-12)


def test_shipments_and_their_cost():
    assert (LEVELS["L4.2"], LEVELS["L4.3"]) == (3, 400.0 + 100.0 + 400.0)


def test_a_lane_without_cost_counts_nothing():
    network = small_country()
    network = replace(network, lanes=tuple(replace(lane, cost_eur=None) for lane in network.lanes))
    assert check(network, PLAN).levels["L4.3"] == 0.0


def test_late_is_not_in_window():
    late = replace(
        C1,
        starts_at=local("2027-03-30 09:00"),
        administered_at=local("2027-03-30 10:00"),
        ends_at=local("2027-03-30 14:30"),
    )
    levels = check(small_country(), assemble(small_country(), [late, C2, C3], [NEW1])).levels
    assert (levels["L1"], levels["L2"]) == (2, 2 * 8 + 14)


def test_gap_is_relative_to_the_bound_and_never_to_less_than_a_hundredth_of_demand():
    assert gap(90.0, 100.0, 1000) == pytest.approx(0.1)
    assert gap(1.0, 0.0, 1000) == pytest.approx(0.1)
    assert gap(0.0, 0.0, 0) == 0.0
    assert gap(1.0, 0.0, 0) > 1e9
