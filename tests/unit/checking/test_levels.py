"""Levels of the small plan, by hand."""

from dataclasses import replace

import pytest

from doseline.checking import check
from doseline.checking.levels import gap
from doseline.network import Network
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


def with_costs_of(*lane_ids: str) -> Network:
    """The country with the costs of these lanes alone."""
    network = small_country()
    lanes = tuple(row if row.lane_id in lane_ids else replace(row, cost_eur=None) for row in network.lanes)
    return replace(network, lanes=lanes)


def test_a_lane_without_cost_counts_nothing_and_it_is_said():
    assert check(small_country(), PLAN).notes == {}
    verdict = check(with_costs_of("NB"), PLAN)
    assert verdict.levels["L4.3"] == 100.0
    assert verdict.notes == {"L4.3": "3 of 4 lanes have no cost and count 0"}


def test_a_cost_of_which_nothing_is_known_is_neither_nothing_nor_proved_to_be_the_least():
    claim = {"name": "L4.3", "bound": 0.0, "rule": "per_vial"}
    verdict = check(with_costs_of(), replace(PLAN, certificates={"schema_version": 1, "levels": [claim]}))
    assert verdict.levels["L4.3"] is None
    assert verdict.notes == {"L4.3": "not known: no lane has a cost"}
    assert "L4.3" not in verdict.gap
    assert not verdict.certified
    assert "no lane has a cost" in verdict.certificates[0].sentence


@pytest.mark.parametrize(
    ("stated", "keys"),
    [({}, []), ({"value": None, "bound": None, "gap": None}, []), ({"value": 0.0, "gap": 0}, ["gap", "value"])],
)
def test_of_a_cost_that_is_not_known_a_summary_claims_nothing(stated, keys):
    others = [{"name": name, "value": value} for name, value in LEVELS.items() if name != "L4.3"]
    plan = replace(PLAN, summary={"levels": [*others, {"name": "L4.3", **stated}]})
    assert [violation.key for violation in check(with_costs_of(), plan).violations] == [f"L4.3|{key}" for key in keys]


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
