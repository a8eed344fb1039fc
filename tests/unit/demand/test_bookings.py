"""What people booked before planning began becomes orders; of vials that have left, shipments and emptier batches."""

from dataclasses import replace
from datetime import UTC, date, datetime
from types import SimpleNamespace as Some

from doseline.demand.bookings import initial_orders, initial_shipments, less_what_has_left
from doseline.demand.deliveries import Delivery, Run, Supply
from doseline.journey import InitialBatch
from tests.support.demand import static_country

COUNTRY = static_country()
LINE = COUNTRY.lines[0]
ORIGIN = next(row.site_id for row in COUNTRY.suppliers if row.supplier_id == LINE.supplier_id)
LANE = next(row for row in COUNTRY.lanes if row.origin_site_id == ORIGIN)
MADE_AT = datetime(2027, 2, 27, 6, tzinfo=UTC)
BATCH = InitialBatch(
    batch_id="B",
    line_id=LINE.line_id,
    calibration_at=MADE_AT,
    dispatch_at=MADE_AT,
    certified_at=MADE_AT,
    usable_activity_mbq=20_000.0,
)
SUNDAY = Run(lane=LANE, departs_min=-300, arrives_min=90.0, has_left=True)
MONDAY = Run(lane=LANE, departs_min=300, arrives_min=690.0)


def booking(run: Run, course_id: str) -> Some:
    delivery = Delivery(
        supply=Supply(origin=BATCH, product_id=LINE.product_id, site_id=LANE.origin_site_id, left=20_000.0),
        calibration_min=0,
        activity_mbq=7500.0,
        opens_min=0.0,
        closes_min=0.0,
        runs=(run,),
        preparation_min=0.0,
        half_life_min=9570.0,
    )
    course, cycle = Some(course_id=course_id), Some(cycle_number=2)
    on, site_id = date(2027, 3, 1), LANE.destination_site_id
    return Some(course=course, cycle=cycle, site_id=site_id, on=on, delivery=delivery, run=run)


BOOKED = (booking(SUNDAY, "C-1"), booking(MONDAY, "C-2"), booking(SUNDAY, "C-3"))


def test_a_vial_of_a_batch_is_an_order_once_it_has_left():
    orders = initial_orders(COUNTRY, BOOKED)
    assert [(row.order_id, row.course_id) for row in orders] == [("O-00001", "C-1"), ("O-00002", "C-3")]
    assert {(row.supplier_id, row.batch_id, row.state) for row in orders} == {(LINE.supplier_id, "B", "irrevocable")}


def test_what_left_with_one_departure_is_one_shipment():
    (left,) = initial_shipments(COUNTRY, BOOKED)
    assert {row.shipment_id for row in initial_orders(COUNTRY, BOOKED)} == {left.shipment_id}
    assert left.lane_id == LANE.lane_id
    assert left.departs_at == datetime(2027, 2, 28, 18, tzinfo=UTC)
    assert left.arrives_at == datetime(2027, 3, 1, 0, 30, tzinfo=UTC)


def test_what_has_left_is_no_longer_in_its_batch():
    assert less_what_has_left((BATCH,), BOOKED) == (replace(BATCH, usable_activity_mbq=5000.0),)
    assert less_what_has_left((BATCH,), BOOKED[1:2]) == (BATCH,)
