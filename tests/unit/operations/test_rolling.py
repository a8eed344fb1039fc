"""What a plan has sent becomes what is on the road in the country some days later."""

from dataclasses import replace

import pytest

from doseline.checking import check
from doseline.journey import Event, InitialShipment
from doseline.network.sense import faults_of_sense
from doseline.operations.replanning.effects import effects_of
from doseline.operations.replanning.rolling import roll_forward
from tests.support.checking import C1, C2, C3, NEW1, assemble
from tests.support.checking_country import utc
from tests.support.road import C5, LEFT, road_country

COUNTRY = road_country()
PLAN = assemble(COUNTRY, [C1, C2, C3, C5], [NEW1])


def rolled(at, *, country=COUNTRY, failed="NONE"):
    event = Event(event_id="E1", kind="batch_failed", at=utc(at), subject_id=failed)
    return roll_forward(country, PLAN, effects_of(country, PLAN, [event]))


def in_flight(network):
    return {row.order_id: row.shipment_id for row in network.initial_orders if row.shipment_id}


def shipped(course_id):
    given = next(row for row in PLAN.administrations if row.course_id == course_id)
    vial = next(row for row in PLAN.vials if row.vial_id == given.vial_id)
    return next(row for row in PLAN.shipments if row.shipment_id == vial.shipment_id)


@pytest.mark.parametrize("at", ["2027-03-15 05:00", "2027-03-17 05:00", "2027-03-22 05:00", "2027-03-27 05:00"])
def test_what_is_on_the_road_makes_sense(at):
    later = rolled(at)
    tables = {"initial_orders", "initial_shipments", "initial_batches"}
    assert [fault for fault in faults_of_sense(later) if fault.table in tables] == []


def test_what_was_on_the_road_goes_on_also_when_nobody_is_promised_it():
    later = rolled("2027-03-15 05:00")
    assert in_flight(later) == {"IO5": LEFT.shipment_id, "IO6": LEFT.shipment_id}
    assert later.initial_shipments == (LEFT,)


def test_what_has_been_given_or_is_too_old_is_on_the_road_no_more():
    later = rolled("2027-03-17 05:00")
    assert in_flight(later) == {}
    assert later.initial_shipments == ()


def test_an_order_placed_before_keeps_its_name_when_it_leaves():
    later = rolled("2027-03-22 05:00")
    sent = shipped("C3")
    assert in_flight(later) == {"IO3": sent.shipment_id}
    assert later.initial_shipments == (
        InitialShipment(
            shipment_id=sent.shipment_id,
            lane_id=sent.lane_id,
            departs_at=sent.departs_at,
            arrives_at=sent.arrives_at,
        ),
    )
    assert next(row for row in later.initial_orders if row.order_id == "IO3").dispatch_at == (
        next(row for row in COUNTRY.initial_orders if row.order_id == "IO3").dispatch_at
    )


def test_a_vial_of_a_slot_that_has_left_is_an_order_of_its_own():
    later = rolled("2027-03-24 05:00")
    (order,) = [row for row in later.initial_orders if row.shipment_id]
    slot = next(row for row in COUNTRY.slots if row.slot_id == "SL1")
    assert (order.order_id, order.supplier_id, order.batch_id) == ("ROAD-C1-1", slot.supplier_id, None)
    assert (order.calibration_at, order.dispatch_at) == (slot.calibration_at, slot.dispatch_at)
    assert order.shipment_id == shipped("C1").shipment_id


def test_a_vial_of_a_batch_that_has_left_names_it_and_is_no_longer_in_it():
    later = rolled("2027-03-27 05:00")
    (order,) = [row for row in later.initial_orders if row.shipment_id]
    made = next(row for row in PLAN.batches if row.batch_id == "NEW1")
    assert (order.order_id, order.supplier_id, order.batch_id) == ("ROAD-C2-2", "NATION", "NEW1")
    left = next(row for row in later.initial_batches if row.batch_id == "NEW1")
    assert left.usable_activity_mbq == pytest.approx(made.usable_activity_mbq - made.allocated_activity_mbq)


def test_what_a_rejected_batch_gave_is_lost_on_the_road_as_well():
    orders = tuple(replace(row, batch_id="IB1") if row.shipment_id else row for row in COUNTRY.initial_orders)
    drawn = replace(COUNTRY, initial_orders=orders)
    later = rolled("2027-03-15 05:00", country=drawn, failed="IB1")
    assert in_flight(later) == {}
    assert [pin.course_id for pin in later.pins] == ["C1", "C2", "C3"]


def test_the_rest_of_the_plan_is_legal_in_the_country_that_it_leads_to():
    later = rolled("2027-03-15 05:00")
    properties = replace(later.properties, frozen_days=0)
    rest = assemble(replace(later, properties=properties), [C1, C2, C3, C5], [NEW1])
    orders = {row.order_id for row in rest.orders}
    assert orders >= {"IO3", "IO5", "IO6"}
    assert [one.sentence for one in check(replace(later, properties=properties), rest).violations] == []
