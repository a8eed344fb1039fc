"""The hold at the last hour: a vial that cannot be called back goes to a patient who stands by, or to nobody."""

import json
from dataclasses import replace
from datetime import datetime
from functools import cache

import pytest

from doseline.checking import check_plan
from doseline.demand.exhaustive import build
from doseline.errors import BadPackage
from doseline.network import read_network, read_plan, write_network
from doseline.operations import plan_package, replan_plan
from doseline.operations.chain import Chains
from doseline.operations.replanning.changes import source_after

NAME = "XS-C21-standby"


@cache
def country():
    """The country before anything happens: the first patient has a vial on order, two others wait for a first one."""
    network = build(NAME, 1)
    held_id = network.initial_orders[0].course_id
    labs = tuple(
        replace(row, outcome="fit", retest_on=None) if row.course_id == held_id else row for row in network.labs
    )
    orders = tuple(replace(row, given_up=None) for row in network.initial_orders)
    properties = replace(network.properties, frozen_days=0)
    return replace(network, labs=labs, initial_orders=orders, standbys=(), properties=properties)


def people():
    """The patient with the vial, the one who stands by, and the other one."""
    held_id = country().initial_orders[0].course_id
    light, heavy = sorted((row for row in country().courses if row.course_id != held_id), key=lambda row: row.weight)
    return held_id, light.course_id, heavy.course_id


@pytest.fixture
def standing(tmp_path):
    write_network(country(), tmp_path / "small")
    plan_package(tmp_path / "small", tmp_path / "plan", seed=1, work=4, report=False)
    return tmp_path


def on(folder, at):
    """An instant on the local date on which the vial is to be given."""
    held_id, _, _ = people()
    given = next(row for row in read_plan(folder / "plan").administrations if row.course_id == held_id)
    return (
        given.administered_at.replace(hour=0, minute=0).isoformat().replace("T00:00", f"T{at}").replace("+00:00", "Z")
    )


def replanned(folder, *events):
    (folder / "events.json").write_text(json.dumps({"events": list(events)}), "utf-8")
    replan_plan(folder / "plan", folder / "events.json", folder / "again", work=4)
    verdict = check_plan(folder / "again" / "country", folder / "again")
    assert (verdict.violations, verdict.certified) == ((), True)
    return read_network(folder / "again" / "country"), read_plan(folder / "again")


def hold(folder, at="05:10", **more):
    held_id, _, _ = people()
    row = {"event_id": "HOLD", "kind": "labs_withheld", "at": on(folder, at), "subject_id": held_id}
    retest_on = (datetime.fromisoformat(row["at"]).date()).replace(day=28).isoformat()
    return {**row, "retest_on": retest_on, **more}


def stands_by(folder, course_id, notice_h=1.0, at="05:10"):
    return {
        "event_id": f"STANDBY-{course_id}", "kind": "standby_listed", "at": on(folder, at),
        "subject_id": course_id, "notice_h": notice_h,
    }  # fmt: skip


def vial_of(plan, course_id):
    row = next((row for row in plan.administrations if row.course_id == course_id), None)
    return None if row is None else next(vial for vial in plan.vials if vial.vial_id == row.vial_id)


def without_labs(folder, course_id):
    """Plan the country anew without known results of a patient, who is then legal only days later."""
    network = read_network(folder / "small")
    labs = tuple(row for row in network.labs if row.course_id != course_id)
    write_network(replace(network, labs=labs), folder / "small")
    plan_package(folder / "small", folder / "plan", seed=1, work=4, report=False)


def test_who_stands_by_gets_the_vial_of_a_patient_who_is_held_the_same_day(standing):
    held_id, light_id, heavy_id = people()
    without_labs(standing, heavy_id)
    later, plan = replanned(standing, stands_by(standing, light_id), hold(standing))
    (order,) = (row for row in later.initial_orders if row.course_id == held_id)
    assert order.given_up
    assert vial_of(plan, light_id).order_id == order.order_id
    said = next(row for row in plan.changes if row.course_id == light_id)
    assert held_id in said.reason
    assert said.event_id == "HOLD"
    assert any("physician" in one for one in said.tell)
    assert later.standbys[0].course_id == light_id


def test_without_anybody_who_stands_by_nobody_is_called_in_for_the_same_day(standing):
    _, light_id, heavy_id = people()
    later, plan = replanned(standing, hold(standing))
    present_on = later.properties.horizon_start_on
    assert all(row.administered_at.date() > present_on for row in plan.administrations)
    assert not later.standbys
    # the vial still serves the day after, for which a patient may be called in
    used = {vial_of(plan, course_id).order_id for course_id in (light_id, heavy_id) if vial_of(plan, course_id)}
    assert used & {row.order_id for row in later.initial_orders if row.given_up}


def test_who_needs_longer_than_the_vial_lasts_does_not_get_it(standing):
    _, light_id, _ = people()
    _, plan = replanned(standing, stands_by(standing, light_id, notice_h=200.0), hold(standing))
    vial = vial_of(plan, light_id)
    assert vial is None or vial.order_id != "GIVEN-UP" or vial.use != "administered"


def test_a_vial_of_a_product_that_may_not_be_swapped_goes_to_nobody(standing):
    _, light_id, _ = people()
    network = read_network(standing / "small")
    write_network(
        replace(network, products=tuple(replace(row, swappable=False) for row in network.products)), standing / "small"
    )
    plan_package(standing / "small", standing / "plan", seed=1, work=4, report=False)
    later, plan = replanned(standing, stands_by(standing, light_id), hold(standing))
    assert not any(row.given_up for row in later.initial_orders)
    (vial,) = (row for row in plan.vials if row.order_id == "GIVEN-UP")
    assert vial.use == "unused"


def test_who_was_called_in_stands_by_no_longer_the_day_after(standing):
    _, light_id, heavy_id = people()
    replanned(standing, stands_by(standing, light_id), stands_by(standing, heavy_id), hold(standing))
    again = read_plan(standing / "again")
    called = next(
        row.course_id for row in again.administrations if vial_of(again, row.course_id).order_id == "GIVEN-UP"
    )
    given_at = next(row.administered_at for row in again.administrations if row.course_id == called)
    late = given_at.isoformat().replace("+00:00", "Z").replace("T", "T").replace(":00:00Z", ":30:00Z")
    event = {"event_id": "E2", "kind": "standby_ended", "at": late, "subject_id": next(
        row.course_id for row in read_network(standing / "again" / "country").standbys if row.course_id != called
    )}  # fmt: skip
    (standing / "events.json").write_text(json.dumps({"events": [event]}), "utf-8")
    replan_plan(standing / "again", standing / "events.json", standing / "third", work=4)
    assert read_network(standing / "third" / "country").standbys == ()
    assert check_plan(standing / "third" / "country", standing / "third").exit_code == 0


@pytest.mark.parametrize(
    ("kind", "more", "column"),
    [
        ("standby_ended", {}, "subject_id"),
        ("standby_listed", {"notice_h": -1.0}, "notice_h"),
        ("standby_listed", {}, "notice_h"),
        ("labs_fit", {"taken_at": "2031-01-01T00:00:00Z"}, "taken_at"),
    ],
)
def test_events_that_make_no_sense_are_told(standing, kind, more, column):
    _, light_id, _ = people()
    event = {"event_id": "E1", "kind": kind, "at": on(standing, "05:10"), "subject_id": light_id, **more}
    (standing / "events.json").write_text(json.dumps({"events": [event]}), "utf-8")
    with pytest.raises(BadPackage) as raised:
        replan_plan(standing / "plan", standing / "events.json", standing / "again", work=2)
    assert column in {fault.column for fault in raised.value.faults}
    assert not (standing / "again").exists()


def test_blood_found_fit_makes_a_patient_legal_within_days(standing):
    _, light_id, heavy_id = people()
    without_labs(standing, light_id)
    without_labs(standing, heavy_id)
    _, plan = replanned(standing, stands_by(standing, light_id), hold(standing))
    assert vial_of(plan, light_id) is None or vial_of(plan, light_id).order_id != "GIVEN-UP"
    fit = {"event_id": "FIT", "kind": "labs_fit", "at": on(standing, "05:10"), "subject_id": light_id,
           "taken_at": on(standing, "04:00")}  # fmt: skip
    later, plan = replanned(standing, fit, stands_by(standing, light_id), hold(standing))
    assert any(row.course_id == light_id and row.outcome == "fit" for row in later.labs)
    assert vial_of(plan, light_id).order_id == "GIVEN-UP"


def test_the_vial_of_who_comes_earlier_goes_to_the_next(standing):
    _, light_id, heavy_id = people()
    _, plan = replanned(standing, stands_by(standing, heavy_id), hold(standing))
    assert vial_of(plan, heavy_id).order_id == "GIVEN-UP"
    assert vial_of(plan, light_id) is not None
    said = next(row for row in plan.changes if row.course_id == light_id)
    assert heavy_id in said.reason


def test_the_vial_of_somebody_else_is_another_vial_even_of_the_same_slot_and_hour(standing):
    """Who keeps the hour and gets the other label needs a new prescription, so that change is never left out."""
    chain = next(iter(Chains(read_plan(standing / "plan")).by_cycle.values()))
    given = chain.administration

    def named(order_id):
        return replace(chain, order=replace(chain.order, order_id=order_id, slot_id=None))

    own = f"PLACED-{given.course_id}-{given.cycle_number}"
    assert source_after(chain, named(own)) == source_after(chain, named(f"{own}-2")) == chain.source
    assert source_after(chain, named("PLACED-COURSE-9-1")) == "order:PLACED-COURSE-9-1"
    assert source_after(chain, named(f"{own}1")) == f"order:{own}1"
