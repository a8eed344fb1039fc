"""What left before the present is a fact: its vials stay in it and serve their own, and no timetable judges it."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from doseline.checking import check
from doseline.journey import Order
from doseline.network import Network, PlanPackage
from tests.support.checking import C1, C2, C3, NEW1, Choice, assemble
from tests.support.checking_country import local, utc
from tests.support.road import C5, LEFT, NIGHT, road_country

Case = tuple[Network, PlanPackage]
HOUR = timedelta(hours=1)


def plan_of(network: Network, *choices: Choice) -> PlanPackage:
    return assemble(network, choices or [C1, C2, C3, C5], [NEW1])


def violated(network: Network, plan: PlanPackage) -> set[str]:
    return {violation.constraint for violation in check(network, plan).violations}


def shipment_says(**changes: object) -> Callable[[], Case]:
    """Change what the plan says of the shipment that has left, its activity kept right for the instant."""

    def tampered() -> Case:
        network = road_country()
        plan = plan_of(network)
        shipments = tuple(
            replace(row, **changes) if row.shipment_id == LEFT.shipment_id else row for row in plan.shipments
        )
        assert shipments != plan.shipments
        return network, replace(plan, shipments=shipments)

    return tampered


def said_otherwise(**changes: object) -> Callable[[], Case]:
    """Plan as if the shipment had left otherwise, all columns in agreement, and judge by how it did."""

    def tampered() -> Case:
        other = road_country(**changes)
        moved = replace(
            C5, lane_id=other.initial_shipments[0].lane_id, departs_at=other.initial_shipments[0].departs_at
        )
        return road_country(), plan_of(other, C1, C2, C3, moved)

    return tampered


def sent_anew() -> Case:
    """C5 gets the vial that left on Sunday by a departure that is still to come, and in time."""
    return road_country(), plan_of(road_country(), C1, C2, C3, replace(C5, lane_id="XA-NIGHT", departs_at=NIGHT))


def put_aboard() -> Case:
    """The vial of C3 is put into the shipment that left a week before it was made."""
    network = road_country()
    orders = tuple(replace(row, shipment_id=None) if row.order_id == "IO6" else row for row in network.initial_orders)
    network = replace(network, initial_orders=orders)
    return network, plan_of(network, C1, C2, replace(C3, departs_at=LEFT.departs_at), C5)


def slipped_aboard() -> Case:
    """The vial of C5 was ready for the shipment that has left, and was not put into it."""
    network = road_country()
    orders = tuple(replace(row, shipment_id=None) if row.order_id == "IO5" else row for row in network.initial_orders)
    network = replace(network, initial_orders=orders)
    return network, plan_of(network)


def another_patient() -> Case:
    """The vial of C5 is given to a twin of the same prescription."""
    network = road_country()
    twin = replace(network.courses[-1], course_id="C6", patient_id="P1")
    past, labs = replace(network.past_administrations[-1], course_id="C6"), replace(network.labs[-1], course_id="C6")
    network = replace(
        network,
        courses=(*network.courses, twin),
        past_administrations=(*network.past_administrations, past),
        labs=(*network.labs, labs),
    )
    return network, plan_of(network, C1, C2, C3, replace(C5, course_id="C6"))


def forgotten() -> Case:
    """The plan knows nothing of the vial that nobody can use."""
    network = road_country()
    orders = tuple(row for row in network.initial_orders if row.order_id != "IO6")
    return network, plan_of(replace(network, initial_orders=orders))


def left_at_home() -> Case:
    """The vial that nobody can use is in the plan, and not on the road."""
    network = road_country()
    orders = tuple(replace(row, shipment_id=None) if row.order_id == "IO6" else row for row in network.initial_orders)
    return network, plan_of(replace(network, initial_orders=orders))


def comes_too_late() -> Case:
    """The shipment comes half an hour after preparation should begin."""
    network = road_country(arrives_at=local("2027-03-15 13:30"))
    return network, plan_of(network)


CASES: list[tuple[str, str, Callable[[], Case]]] = [
    ("C00", "another departure", said_otherwise(departs_at=LEFT.departs_at - HOUR)),
    ("C00", "another arrival", said_otherwise(arrives_at=LEFT.arrives_at - HOUR)),
    ("C00", "another lane", said_otherwise(lane_id="XA-NIGHT")),
    ("C00", "a package fewer", shipment_says(packages=1)),
    ("C00", "less activity", shipment_says(activity_mbq=9000.0)),
    ("C06", "another patient", another_patient),
    ("C06", "forgotten", forgotten),
    ("C07", "sent anew", sent_anew),
    ("C07", "put aboard afterwards", put_aboard),
    ("C07", "slipped aboard afterwards, though it was ready", slipped_aboard),
    ("C07", "left at home", left_at_home),
    ("C08", "prepared before it comes", comes_too_late),
]


def test_the_untouched_plan_is_legal_and_shows_what_is_on_the_road():
    network = road_country()
    plan = plan_of(network)
    assert [violation.sentence for violation in check(network, plan).violations] == []
    (left,) = [row for row in plan.shipments if row.shipment_id == LEFT.shipment_id]
    assert left.packages == 2
    assert {vial.use for vial in plan.vials if vial.shipment_id == LEFT.shipment_id} == {"administered", "unused"}


@pytest.mark.parametrize(
    ("constraint", "tampering"), [(c, t) for c, _, t in CASES], ids=[f"{c} {n}" for c, n, _ in CASES]
)
def test_a_tampering_is_named_by_its_constraint_alone(constraint, tampering):
    network, plan = tampering()
    assert {violation.constraint for violation in check(network, plan).violations} == {constraint}, [
        violation.sentence for violation in check(network, plan).violations
    ]


def test_a_vial_of_the_road_given_at_another_centre_is_named():
    network = road_country()
    elsewhere = replace(C5, place_id="B1", starts_at=C5.starts_at - HOUR, administered_at=C5.administered_at - HOUR)
    assert {"C06", "C07"} <= violated(network, plan_of(network, C1, C2, C3, elsewhere))


def test_a_shipment_that_the_plan_leaves_out_is_named():
    network = road_country()
    plan = plan_of(network)
    shipments = tuple(row for row in plan.shipments if row.shipment_id != LEFT.shipment_id)
    assert violated(network, replace(plan, shipments=shipments)) == {"C00"}


@pytest.mark.parametrize(
    "changes",
    [
        {"departs_at": utc("2027-03-14 03:17")},
        {"arrives_at": local("2027-03-15 06:10")},
        {"departs_at": utc("2027-03-13 18:00"), "arrives_at": utc("2027-03-14 05:00")},
        {"departs_at": utc("2027-03-13 14:00")},
    ],
    ids=["by no timetable", "while nobody receives", "in the hot lab on a Sunday", "without time to hand over"],
)
def test_how_it_left_and_came_is_not_for_the_plan_to_answer(changes):
    network = road_country(**changes)
    moved = replace(C5, departs_at=network.initial_shipments[0].departs_at)
    assert violated(network, plan_of(network, C1, C2, C3, moved)) == set()


def test_what_was_aboard_is_not_for_the_plan_to_answer():
    network = road_country(lane_id="XA-NIGHT")
    lanes = tuple(
        replace(row, max_activity_mbq=1.0, max_packages=1) if row.lane_id == "XA-NIGHT" else row
        for row in network.lanes
    )
    network = replace(network, lanes=lanes)
    assert violated(network, plan_of(network, C1, C2, C3, replace(C5, lane_id="XA-NIGHT"))) == set()


def test_a_vial_drawn_from_a_batch_takes_nothing_more_of_it():
    """Its order says from which batch; what is left in that is what other vials may have."""
    network = road_country(lane_id="NA")
    batch = replace(
        network.initial_batches[0],
        calibration_at=utc("2027-03-13 12:00"),
        dispatch_at=utc("2027-03-13 14:00"),
        certified_at=utc("2027-03-13 14:00"),
        usable_activity_mbq=0.0,
    )
    orders = tuple(
        replace(row, supplier_id="NATION", batch_id="IB1", certified_at=batch.certified_at) if row.shipment_id else row
        for row in network.initial_orders
    )
    network = replace(network, initial_batches=(batch,), initial_orders=orders)
    plan = plan_of(network, C1, C2, C3, replace(C5, lane_id="NA"))
    assert violated(network, plan) == set()
    assert [row.batch_id for row in plan.batches] == ["NEW1"]
    assert (
        Order(
            order_id="IO5",
            supplier_id="NATION",
            product_id="PSMA",
            destination_site_id="A",
            state="irrevocable",
            vials=1,
        )
        in plan.orders
    )
