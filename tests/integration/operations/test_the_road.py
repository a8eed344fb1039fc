"""From a package with vials on the road to a checked plan: who gets them, and what the plan says of their shipment."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from doseline.checking import check_plan
from doseline.network import read_plan, write_network
from doseline.operations import plan_package
from tests.support.checking_country import local, utc
from tests.support.road import LEFT, road_country


@pytest.fixture
def planned(tmp_path):
    def plan(network, without=()):
        write_network(network, tmp_path / "package")
        plan_package(tmp_path / "package", tmp_path / "plan", seed=1, work=2, without=without, report=False)
        return read_plan(tmp_path / "plan"), check_plan(tmp_path / "package", tmp_path / "plan")

    return plan


def on_sunday(network):
    """The vials were made for Sunday, the day before the horizon, and the product tolerates a day."""
    orders = tuple(
        replace(row, intended_on=date(2027, 3, 14)) if row.shipment_id else row for row in network.initial_orders
    )
    products = tuple(replace(row, tolerance_fraction=0.2) for row in network.products)
    return replace(network, initial_orders=orders, products=products)


@pytest.mark.parametrize(
    "network",
    [
        road_country(),
        road_country(arrives_at=utc("2027-03-15 10:00") + timedelta(seconds=30)),
        road_country(departs_at=utc("2027-03-13 15:20"), arrives_at=local("2027-03-14 03:00")),
        on_sunday(road_country()),
    ],
    ids=["on time", "a little late", "in the hot lab", "made for the day before"],
)
def test_a_vial_on_the_road_is_given_on_the_first_day(network, planned):
    plan, verdict = planned(network)
    assert [violation.sentence for violation in verdict.violations] == []
    assert verdict.certified
    given = next(row for row in plan.administrations if row.course_id == "C5")
    vial = next(row for row in plan.vials if row.vial_id == given.vial_id)
    (left,) = network.initial_shipments
    assert (vial.order_id, vial.shipment_id) == ("IO5", left.shipment_id)
    assert local("2027-03-15 00:00") < given.administered_at < local("2027-03-16 00:00")
    assert given.administered_at >= left.arrives_at + timedelta(hours=1)
    shipment = next(row for row in plan.shipments if row.shipment_id == left.shipment_id)
    assert (shipment.departs_at, shipment.arrives_at, shipment.packages) == (left.departs_at, left.arrives_at, 2)


def test_a_vial_that_comes_too_late_is_waste_and_its_patient_gets_another(planned):
    """On Tuesday night it is too old; its shipment and its waste are in the plan all the same."""
    plan, verdict = planned(road_country(arrives_at=local("2027-03-16 15:00")))
    assert [violation.sentence for violation in verdict.violations] == []
    assert verdict.certified
    assert {row.order_id for row in plan.vials if row.use == "unused"} >= {"IO5", "IO6"}
    given = next(row for row in plan.administrations if row.course_id == "C5")
    assert given.administered_at > local("2027-03-23 00:00")
    assert next(row for row in plan.shipments if row.shipment_id == LEFT.shipment_id).packages == 2


def test_another_order_for_the_cycle_serves_when_the_vial_on_the_road_does_not(planned):
    """The vial that comes too late stands in the package beside the one that was ordered in its place."""
    network = road_country(arrives_at=local("2027-03-16 15:00"))
    late = next(row for row in network.initial_orders if row.order_id == "IO5")
    instead = replace(
        late,
        order_id="IO7",
        intended_on=date(2027, 3, 22),
        calibration_at=utc("2027-03-20 12:00"),
        dispatch_at=utc("2027-03-20 14:00"),
        certified_at=utc("2027-03-20 16:00"),
        shipment_id=None,
    )
    plan, verdict = planned(replace(network, initial_orders=(*network.initial_orders, instead)))
    assert [violation.sentence for violation in verdict.violations] == []
    assert verdict.certified
    given = next(row for row in plan.administrations if row.course_id == "C5")
    assert next(row for row in plan.vials if row.vial_id == given.vial_id).order_id == "IO7"
    assert {row.order_id for row in plan.vials if row.use == "unused"} >= {"IO5", "IO6"}


@pytest.mark.parametrize("constraint", ["C07", "C08"])
def test_no_constraint_left_out_frees_what_has_left(constraint, planned):
    plan, verdict = planned(road_country(arrives_at=local("2027-03-16 15:00")), (constraint,))
    assert {violation.constraint for violation in verdict.violations} <= {constraint}
    aboard = {row.order_id: row.use for row in plan.vials if row.shipment_id == LEFT.shipment_id}
    assert aboard == {"IO5": "unused", "IO6": "unused"}


def test_without_c06_a_vial_that_serves_nobody_is_left_out(planned):
    plan, _ = planned(road_country(), ("C06",))
    assert {row.order_id for row in plan.vials if row.shipment_id == LEFT.shipment_id} <= {"IO5"}
