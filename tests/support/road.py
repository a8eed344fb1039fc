"""The small country with two vials on the road when planning begins: one for C5, one for C4, who cannot use it."""

from dataclasses import replace
from datetime import date
from typing import Any

from doseline.journey import Departure, InitialShipment, Lab, Patient
from doseline.network import Network
from tests.support.checking import C3, Choice
from tests.support.checking_country import MARK, course, local, small_country, utc

LEFT = InitialShipment(
    shipment_id="LEFT",
    lane_id="XA",
    departs_at=local("2027-03-14 20:00", "Europe/Helsinki"),
    arrives_at=local("2027-03-15 08:00"),
)

C5 = Choice(
    course_id="C5",
    cycle_number=2,
    place_id="A1",
    starts_at=local("2027-03-15 13:00"),
    administered_at=local("2027-03-15 14:00"),
    ends_at=local("2027-03-15 18:30"),
    source="order:IO5",
    lane_id=LEFT.lane_id,
    departs_at=LEFT.departs_at,
)
"""On the first Monday, with the vial that left on Sunday."""

NIGHT = local("2027-03-15 01:30", "Europe/Helsinki")
"""A departure of lane XA-NIGHT that is still to come, and in time for C5."""


def road_country(**changes: Any) -> Network:
    """Return the country on Sunday night, `changes` made in the shipment that has left."""
    network = small_country()
    made = next(order for order in network.initial_orders if order.order_id == C3.source.partition(":")[2])
    on_its_way: dict[str, Any] = {
        "intended_on": date(2027, 3, 15),
        "calibration_at": utc("2027-03-13 12:00"),
        "dispatch_at": utc("2027-03-13 14:00"),
        "certified_at": utc("2027-03-13 16:00"),
        "shipment_id": LEFT.shipment_id,
    }
    past = next(row for row in network.past_administrations if row.course_id == "C3")
    lane = next(row for row in network.lanes if row.lane_id == "XA")
    return replace(
        network,
        properties=replace(network.properties, planned_at=utc("2027-03-14 22:00")),
        lanes=(*network.lanes, replace(lane, lane_id="XA-NIGHT", transit_h=8.0)),
        departures=(
            *network.departures,
            Departure(lane_id="XA-NIGHT", weekday=1, departs_local="01:30", **MARK),
        ),
        patients=(
            *network.patients,
            Patient(patient_id="P5", sex="male", birth_year=1950, weight_kg=80.0, catchment_id="K1"),
        ),
        courses=(*network.courses, course("C5", "PSMA", date(2027, 1, 4), home_site_id="A")),
        past_administrations=(
            *network.past_administrations,
            replace(past, course_id="C5", administered_at=local("2027-02-01 14:00")),
        ),
        labs=(*network.labs, Lab(course_id="C5", taken_at=local("2027-03-11 09:00"), outcome="fit")),
        initial_orders=(
            *network.initial_orders,
            replace(made, order_id="IO5", course_id="C5", **on_its_way),
            replace(made, order_id="IO6", course_id="C4", **on_its_way),
        ),
        initial_shipments=(replace(LEFT, **changes),),
    )
