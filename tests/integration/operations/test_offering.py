"""Offers to a new patient: what is offered can be given beside the whole standing plan, and the plan stays as it is."""

from collections import Counter
from dataclasses import replace
from datetime import date, timedelta

import pytest

from doseline.checking import check, check_plan
from doseline.cli.headlines import offer_lines
from doseline.demand import synthesise
from doseline.errors import UserError
from doseline.journey import Pin, RegionFloor
from doseline.network import read_plan, write_network
from doseline.operations import offer_slots, plan_package
from doseline.planning import compile_problem
from doseline.planning.levels import levels_of
from doseline.planning.standing import Leaves, StandingPlan, state_of_plan
from tests.support.offered import with_newcomer, with_offer

CASES = [("XS-01", 1), ("XS-03", 2), ("XS-05", 1), ("XS-07", 3), ("XS-09", 1)]


def planned(tmp_path, name, seed):
    network = synthesise(instance=name, seed=seed)
    write_network(network, tmp_path / "package")
    plan_package(tmp_path / "package", tmp_path / "plan", seed=1, work=4, report=False)
    return network, read_plan(tmp_path / "plan")


def pins_of(plan):
    return [
        Pin(course_id=row.course_id, cycle_number=row.cycle_number, site_id=row.site_id, place_id=row.place_id,
            administered_at=row.administered_at)
        for row in plan.administrations
    ]  # fmt: skip


@pytest.mark.parametrize(("name", "seed"), CASES)
def test_a_plan_read_from_disk_is_the_plan_that_was_made(name, seed, tmp_path):
    network, plan = planned(tmp_path, name, seed)
    problem = compile_problem(network)
    value = {level["name"]: level["value"] for level in plan.summary["levels"]}
    assert levels_of(problem, state_of_plan(problem, plan)) == (0, value["L1"], 0, value["L2"])


@pytest.mark.parametrize(("name", "seed"), CASES)
def test_every_offer_can_be_given_beside_everything_that_is_planned(name, seed, tmp_path):
    network, plan = planned(tmp_path, name, seed)
    first = network.courses[0]
    patient = next(row for row in network.patients if row.patient_id == first.patient_id)
    newcomer = replace(patient, patient_id="NEW")
    referred_on = network.properties.horizon_start_on
    course = replace(first, course_id="NEW", patient_id="NEW", referred_on=referred_on, home_site_id=None)
    offers = StandingPlan(network, plan).offers(newcomer, course, starts=2)
    standing = pins_of(plan)
    for offer in offers:
        pins = [
            Pin(course_id="NEW", cycle_number=slot.cycle_number, site_id=offer.site_id, place_id=slot.place_id,
                administered_at=slot.administered_at)
            for slot in offer.slots
        ]  # fmt: skip
        country = replace(
            network, patients=(*network.patients, newcomer), courses=(*network.courses, course),
            pins=(*standing, *pins),
        )  # fmt: skip
        write_network(country, tmp_path / "with")
        plan_package(tmp_path / "with", tmp_path / "both", seed=1, work=1, report=False)
        assert check_plan(tmp_path / "with", tmp_path / "both").legal
    assert [offer.rank for offer in offers] == sorted(offer.rank for offer in offers)


def test_offers_are_told_with_names_and_nothing_is_written(tmp_path):
    network, _ = planned(tmp_path, "XS-01", 1)
    before = sorted(path.name for path in (tmp_path / "plan").iterdir())
    regimen, catchment = network.regimens[0].regimen_id, network.catchments[0].catchment_id
    found = offer_slots(
        tmp_path / "plan", regimen=regimen.lower(), catchment=catchment.lower(), sex="female", weight_kg=70.0,
        referred_on=date(2027, 3, 15),
    )  # fmt: skip
    assert found["asked"]["regimen"] == regimen
    assert found["others_moved"] == 0
    assert sorted(path.name for path in (tmp_path / "plan").iterdir()) == before


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"regimen": "NOTHING"}, "no regimen of this key"),
        ({"catchment": "ATLANTIS"}, "no catchment of this key"),
        ({"sex": "unknown"}, "female or male"),
        (
            {"referred_on": date(1900, 1, 1)},
            r"1900-01-01'\. Allowed: 20.* to 20.*: the plan's present .*Correct --ref",
        ),
        ({"referred_on": date(2199, 1, 1)}, r"2199-01-01'\. Allowed: 20.* to 20.*and its last date .*Correct --ref"),
    ],
)
def test_what_the_country_does_not_know_is_said(wrong, said, tmp_path):
    network, _ = planned(tmp_path, "XS-01", 1)
    asked = {"regimen": network.regimens[0].regimen_id, "catchment": network.catchments[0].catchment_id, "sex": "male"}
    with pytest.raises(UserError, match=said):
        offer_slots(tmp_path / "plan", **(asked | wrong))


def without(network, course):
    """The country before a patient came."""
    return replace(
        network,
        patients=tuple(row for row in network.patients if row.patient_id != course.patient_id),
        courses=tuple(row for row in network.courses if row is not course),
    )


def broken_by(network, plan, patient, course, offer, **blind):
    """Constraints that a plan breaks once an offer is taken, exactly as it was made; reasons and sums aside."""
    taken = with_offer(replace(network, **blind), plan, patient, course, offer)
    judged = check(with_newcomer(network, patient, course), taken)
    return {violation.constraint for violation in judged.violations} - {"C00"}


BLIND = {
    "XS-C05-line": {"line_staff": (), "production_licences": ()},
    "XS-C14": {"licences": ()},
    "XS-C15": {"tanks": ()},
    "XS-C16": {"waste_stores": ()},
}
"""Countries in which a rule binds, and the rows without which nobody would know of it."""


@pytest.mark.parametrize("seed", [0, 1, 2])
@pytest.mark.parametrize("name", BLIND)
def test_no_offer_takes_what_lines_licences_tanks_and_stores_do_not_have(name, seed, tmp_path):
    network = synthesise(instance=name, seed=seed)
    course = network.courses[-1]
    patient = next(row for row in network.patients if row.patient_id == course.patient_id)
    before = without(network, course)
    write_network(before, tmp_path / "package")
    plan_package(tmp_path / "package", tmp_path / "plan", seed=1, work=4, report=False)
    plan = read_plan(tmp_path / "plan")
    offers = StandingPlan(before, plan).offers(patient, course)
    assert [broken_by(before, plan, patient, course, offer) for offer in offers] == [set()] * len(offers)
    unaware = StandingPlan(replace(before, **BLIND[name]), plan).offers(patient, course)
    assert {name[3:6]} in [broken_by(before, plan, patient, course, offer, **BLIND[name]) for offer in unaware]


def test_no_offer_leaves_a_region_below_its_floor(tmp_path):
    network = synthesise(instance="XS-01", seed=1)
    course = network.courses[2]
    patient = next(row for row in network.patients if row.patient_id == course.patient_id)
    before = without(network, course)
    before = replace(
        before,
        courses=tuple(row for row in before.courses if row.course_id == "COURSE-4"),
        patients=tuple(row for row in before.patients if row.patient_id == "PATIENT-4"),
        past_administrations=(), labs=(), pins=(), initial_orders=(), initial_shipments=(),
        region_floors=(RegionFloor(region_id="R", in_window_share_min=1.0, source="XS", confidence="synthetic"),),
    )  # fmt: skip
    write_network(before, tmp_path / "package")
    plan_package(tmp_path / "package", tmp_path / "plan", seed=1, work=4, report=False)
    plan = read_plan(tmp_path / "plan")
    found = []
    for days in range(12):
        late = replace(course, referred_on=course.referred_on - timedelta(days=days))
        offers = StandingPlan(before, plan).offers(patient, late)
        unaware = StandingPlan(replace(before, region_floors=()), plan).offers(patient, late)
        assert [offer for offer in unaware if not broken_by(before, plan, patient, late, offer)] == offers
        found += [broken_by(before, plan, patient, late, offer) for offer in unaware]
    assert {"C22"} in found
    assert set() in found


def test_a_vial_in_flight_and_a_licence_are_no_obstacle_to_an_offer(tmp_path):
    network, plan = planned(tmp_path, "XS-C14", 1)
    assert network.initial_shipments
    assert network.licences
    newcomer = replace(network.patients[0], patient_id="NEW")
    course = replace(network.courses[0], course_id="NEW", patient_id="NEW")
    for offer in StandingPlan(network, plan).offers(newcomer, course):
        assert broken_by(network, plan, newcomer, course, offer) == set()


def test_what_an_offer_leaves_to_others_is_counted(tmp_path):
    network, plan = planned(tmp_path, "XS-C09", 1)
    standing = StandingPlan(network, plan)
    newcomer = replace(network.patients[0], patient_id="NEW")
    course = replace(network.courses[0], course_id="NEW", patient_id="NEW", max_travel_min=90.0)
    offers = standing.offers(newcomer, course)
    assert {offer.site_id for offer in offers} == {"CENTRE-B"}
    drawn = Counter(order.slot_id for order in plan.orders for vial in plan.vials if vial.order_id == order.order_id)
    quantity = {slot.slot_id: slot.quantity for slot in network.slots}
    for offer in offers:
        (slot,) = offer.slots
        slot_id = slot.source.removeprefix("slot:")
        # CENTRE-B has one place, and it is out of reach of those who wait
        assert slot.leaves == Leaves(vials=quantity[slot_id] - drawn[slot_id] - 1, places=0, waiting=0)
    near = replace(network, courses=tuple(replace(row, max_travel_min=90.0) for row in network.courses))
    waiting = StandingPlan(near, plan).offers(newcomer, course)[0].slots[0].leaves.waiting
    assert waiting == len(plan.unserved) == 2


@pytest.mark.parametrize("language", ["en", "nl", "fr", "de"])
def test_what_is_left_to_others_is_said(language, tmp_path):
    planned(tmp_path, "XS-C09", 1)
    found = offer_slots(
        tmp_path / "plan", regimen="LU-VIAL", catchment="TOWN-A", sex="female", referred_on=date(2027, 2, 24)
    )
    lines = list(offer_lines(found, language))
    assert found["offers"]
    assert len(lines) == 1 + 3 * len(found["offers"])
    assert not any("{" in line for line in lines)
