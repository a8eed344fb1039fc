from dataclasses import replace

import pytest

from doseline.demand.outage import with_outage
from doseline.demand.shortfall import Shortfall, shortfall_of
from doseline.demand.synthesis import synthesised
from doseline.journey import Stop
from tests.support.demand import static_country

NETWORK = synthesised(static_country(), instance="test", scenarios=("base",), seed=1)


def test_vials_on_offer_are_those_of_open_slots_and_placed_orders():
    found = shortfall_of(NETWORK)
    planned_at, ends_on = NETWORK.properties.planned_at, "2027-05-24"
    for product in ("PSMA", "DOTA", "RADIUM", "IODINE"):
        slots = [row for row in NETWORK.slots if row.product_id == product and row.order_cutoff_at >= planned_at]
        offered = sum(row.quantity for row in slots if row.dispatch_at.date().isoformat() < ends_on)
        ordered = sum(row.product_id == product for row in NETWORK.initial_orders)
        assert found.vials[product] == offered + ordered


def test_without_slots_lines_and_orders_nothing_can_be_served():
    bare = replace(NETWORK, slots=(), initial_orders=(), lines=(), initial_batches=())
    found = shortfall_of(bare)
    assert found.unserved == found.cycles == shortfall_of(NETWORK).cycles


def test_a_stopped_supplier_offers_nothing_while_it_is_stopped():
    slot = max(NETWORK.slots, key=lambda row: row.order_cutoff_at < NETWORK.properties.planned_at)
    always = Stop(
        stop_id="X",
        kind="supplier",
        ref_id="S-FAR",
        starts_at=min(row.dispatch_at for row in NETWORK.slots),
        ends_at=max(row.dispatch_at for row in NETWORK.slots),
        reason="Fire",
        source="X",
        confidence="synthetic",
    )
    found = shortfall_of(replace(NETWORK, stops=(always,)))
    assert found.vials[slot.product_id] == sum(row.product_id == slot.product_id for row in NETWORK.initial_orders)


def test_a_lost_reactor_cycle_costs_vials_of_the_line():
    assert shortfall_of(with_outage(NETWORK)).vials["HOME"] < shortfall_of(NETWORK).vials["HOME"]


def test_nights_needed_are_the_fewest_of_a_stay():
    found = shortfall_of(NETWORK)
    # 60 h after an administration between 8:30 and 16:00 take two nights at the least: out by 18:00, in at 8:00.
    assert found.nights_needed == 3 * found.demanded["IODINE"]
    assert found.nights == 12 * (7 * 2 + 4 * 2 + 4 * 2)


@pytest.mark.parametrize(("vials", "nights", "unserved"), [(8, 9, 2), (8, 4, 6), (20, 10, 0)])
def test_the_shorter_of_vials_and_nights_counts(vials, nights, unserved):
    found = Shortfall(demanded={"X": 10}, vials={"X": vials}, nights_needed=10, nights=nights)
    assert found.unserved == unserved


def test_a_surplus_of_one_product_is_no_help_to_another():
    found = Shortfall(demanded={"X": 10, "Y": 5}, vials={"X": 100}, nights_needed=0, nights=0)
    assert found.without_vial == 5
