"""Offers to a new patient: what is offered can be given beside the whole standing plan, and the plan stays as it is."""

from dataclasses import replace
from datetime import date

import pytest

from doseline.checking import check_plan
from doseline.demand import synthesise
from doseline.errors import UserError
from doseline.journey import Pin
from doseline.network import read_plan, write_network
from doseline.operations import offer_slots, plan_package
from doseline.planning import compile_problem
from doseline.planning.levels import levels_of
from doseline.planning.standing import StandingPlan, state_of_plan

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
    ],
)
def test_what_the_country_does_not_know_is_said(wrong, said, tmp_path):
    network, _ = planned(tmp_path, "XS-01", 1)
    asked = {"regimen": network.regimens[0].regimen_id, "catchment": network.catchments[0].catchment_id, "sex": "male"}
    with pytest.raises(UserError, match=said):
        offer_slots(tmp_path / "plan", **(asked | wrong))
