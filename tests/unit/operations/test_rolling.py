"""What a plan has sent becomes what is on the road in the country some days later."""

from dataclasses import replace
from datetime import timedelta

import pytest

from doseline.checking import check
from doseline.journey import Event, InitialShipment, Lab, RegionFloor
from doseline.network.sense import faults_of_sense
from doseline.operations.replanning.changes import changes
from doseline.operations.replanning.effects import effects_of
from doseline.operations.replanning.rolling import roll_forward
from tests.support.checking import C1, C2, C3, NEW1, assemble
from tests.support.checking_country import MARK, utc
from tests.support.road import C5, LEFT, road_country
from tests.support.scanned import SCANS, scan, scanned_country, scanned_plan
from tests.support.tanks import with_tank

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


def test_a_vial_that_came_and_that_nobody_got_is_waste_at_its_centre_for_good():
    later = rolled("2027-03-17 05:00")
    vial = next(row for row in PLAN.vials if row.use == "unused" and row.shipment_id == LEFT.shipment_id)
    (waste,) = later.initial_waste
    lane = next(row for row in COUNTRY.lanes if row.lane_id == LEFT.lane_id)
    assert (waste.waste_id, waste.site_id) == (f"WASTE-{vial.vial_id}", lane.destination_site_id)
    assert (waste.measured_at, waste.activity_mbq) == (vial.calibration_at, vial.activity_at_calibration_mbq)
    assert [fault for fault in faults_of_sense(later) if fault.table == "initial_waste"] == []
    assert rolled("2027-03-22 05:00").initial_waste == (waste,)


def test_who_was_treated_is_in_the_house_until_the_stay_ends_and_leaves_the_rest_of_the_vial():
    later = rolled("2027-03-27 05:00")
    (past,) = [row for row in later.past_administrations if row.course_id == "C1"]
    given = next(row for row in PLAN.administrations if row.course_id == "C1")
    vial = next(row for row in PLAN.vials if row.vial_id == given.vial_id)
    half_life_h = next(row.half_life_h for row in COUNTRY.nuclides if row.nuclide == "Lu-177")
    elapsed_h = (given.administered_at - vial.calibration_at) / timedelta(hours=1)
    there_mbq = vial.activity_at_calibration_mbq * 2 ** (-elapsed_h / half_life_h)
    assert past.left_mbq == pytest.approx(there_mbq - given.administered_activity_mbq)
    assert past.stay_ends_at == next(row.ends_at for row in PLAN.stays if row.course_id == "C1")


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
    # it is not turned back: it arrives, and is waste from then on
    vials = {row.vial_id for row in PLAN.vials if row.shipment_id == LEFT.shipment_id}
    assert {row.waste_id for row in later.initial_waste} == {f"WASTE-{vial_id}" for vial_id in vials}
    assert {row.arrives_at for row in later.initial_waste} == {LEFT.arrives_at}
    assert [fault for fault in faults_of_sense(later) if fault.table == "initial_waste"] == []
    assert later.pins == ()
    assert {row.course_id for row in later.promises} == {"C1", "C2", "C3", "C5"}


def test_the_rest_of_the_plan_is_legal_in_the_country_that_it_leads_to():
    later = rolled("2027-03-15 05:00")
    properties = replace(later.properties, frozen_days=0)
    rest = assemble(replace(later, properties=properties), [C1, C2, C3, C5], [NEW1])
    orders = {row.order_id for row in rest.orders}
    assert orders >= {"IO3", "IO5", "IO6"}
    assert [one.sentence for one in check(replace(later, properties=properties), rest).violations] == []


QUARANTINE = replace(
    COUNTRY,
    initial_batches=tuple(
        replace(row, certified_at=utc("2027-03-19 10:00")) if row.batch_id == "IB1" else row
        for row in COUNTRY.initial_batches
    ),
)
"""The country in which the vials of IB1 leave before it is certified."""

EARLY = replace(
    C2,
    starts_at=C2.starts_at - timedelta(days=7),
    administered_at=C2.administered_at - timedelta(days=7),
    ends_at=C2.ends_at - timedelta(days=7),
    source="batch:IB1",
    departs_at=C2.departs_at - timedelta(days=7),
)
"""On Saturday the 20th at nine in UTC, with a vial of IB1 that leaves on the 19th at five, in quarantine."""


def certified_late(at, instead_at, also_at=None):
    """The plan with a vial in quarantine, and the effects of its batch being certified late."""
    plan = assemble(QUARANTINE, [C1, EARLY, C3, C5])
    assert {row.constraint for row in check(QUARANTINE, plan).violations} <= {"C17"}
    late = Event(event_id="E1", kind="certification_late", at=utc(at), subject_id="IB1", instead_at=utc(instead_at))
    later = Event(event_id="E2", kind="batch_failed", at=utc(also_at or at), subject_id="NONE")
    effects = effects_of(QUARANTINE, plan, [late, later])
    return effects, roll_forward(QUARANTINE, plan, effects)


@pytest.mark.parametrize("at", ["2027-03-18 18:00", "2027-03-19 08:00"])
def test_a_vial_in_quarantine_goes_on_while_its_batch_waits_for_its_certificate(at):
    effects, later = certified_late(at, "2027-03-20 07:00", "2027-03-19 12:00")
    assert (effects.broken, effects.held_back) == ({}, frozenset())
    (order,) = [row for row in later.initial_orders if row.course_id == "C2"]
    assert order.shipment_id is not None
    assert (order.dispatch_at, order.certified_at) == (utc("2027-03-18 17:00"), utc("2027-03-20 07:00"))
    assert [fault for fault in faults_of_sense(later) if fault.table == "initial_orders"] == []


def test_a_vial_in_quarantine_that_is_certified_too_late_for_its_hour_is_still_on_the_road():
    """Nine in UTC less two hours of preparation: seven is in time, half past seven is not."""
    effects, later = certified_late("2027-03-19 08:00", "2027-03-20 07:30")
    assert effects.hit.keys() == {("C2", 2)}
    assert "IB1" in {row.batch_id for row in later.initial_orders if row.shipment_id}
    assert ("C2", 2) not in {(row.course_id, row.cycle_number) for row in later.pins}


def test_a_vial_that_waits_for_its_certificate_has_not_left():
    """IB1 of the country is sent once certified: what was to leave at five has not, when that comes at eight."""
    plan = assemble(COUNTRY, [C1, EARLY, C3, C5])
    late = Event(
        event_id="E1", kind="certification_late", at=utc("2027-03-18 16:00"), subject_id="IB1",
        instead_at=utc("2027-03-19 08:00"),
    )  # fmt: skip
    later = Event(event_id="E2", kind="batch_failed", at=utc("2027-03-19 12:00"), subject_id="NONE")
    effects = effects_of(COUNTRY, plan, [late, later])
    assert effects.hit.keys() == effects.held_back == {("C2", 2)}
    rolled_on = roll_forward(COUNTRY, plan, effects)
    assert [row for row in rolled_on.initial_orders if row.course_id == "C2"] == []
    (batch,) = [row for row in rolled_on.initial_batches if row.batch_id == "IB1"]
    assert (batch.dispatch_at, batch.certified_at) == (utc("2027-03-19 08:00"),) * 2
    assert batch.usable_activity_mbq == 9500.0


def test_the_vial_of_an_external_supplier_can_be_certified_late():
    late = Event(
        event_id="E1", kind="certification_late", at=utc("2027-03-20 13:00"), subject_id="V3",
        instead_at=utc("2027-03-22 08:00"),
    )  # fmt: skip
    later = roll_forward(COUNTRY, PLAN, effects_of(COUNTRY, PLAN, [late]))
    (order,) = [row for row in later.initial_orders if row.order_id == "IO3"]
    assert (order.certified_at, order.dispatch_at) == (utc("2027-03-22 08:00"), utc("2027-03-20 14:00"))


def test_what_happens_to_people_is_in_their_rows():
    def after(kind, subject_id, at="2027-03-19 08:00", **more):
        event = Event(event_id="E1", kind=kind, at=utc(at), subject_id=subject_id, **more)
        later = roll_forward(COUNTRY, PLAN, effects_of(COUNTRY, PLAN, [event]))
        assert [fault.table for fault in faults_of_sense(later) if fault.table in {"courses", "patients"}] == []
        return next(row for row in later.courses if row.course_id == subject_id)

    assert after("patient_stopped", "C3").last_cycle_number == 1
    assert after("patient_stopped", "C1").last_cycle_number == 0
    moved = after("patient_transferred", "C3", site_id="B")
    assert (moved.home_site_id, str(moved.home_since_on), moved.transfer_allowed) == ("B", "2027-03-19", False)
    reduced = after("activity_reduced", "C1", at="2027-03-15 08:00", prescribed_activity_mbq=6000.0)
    assert (reduced.reduced_from_cycle, reduced.reduced_activity_mbq) == (1, 6000.0)
    assert reduced.prescribed_activity_mbq == 7400.0


def test_a_second_reduction_follows_the_first():
    first = Event(
        event_id="E1", kind="activity_reduced", at=utc("2027-03-15 08:00"), subject_id="C3", prescribed_activity_mbq=7e3
    )
    once = roll_forward(COUNTRY, PLAN, effects_of(COUNTRY, PLAN, [first]))
    (course,) = [row for row in once.courses if row.course_id == "C3"]
    assert (course.prescribed_activity_mbq, course.reduced_from_cycle, course.reduced_activity_mbq) == (7.4e3, 3, 7e3)
    # cycle 2 is given on the 22nd
    second = replace(first, at=utc("2027-03-23 08:00"), prescribed_activity_mbq=6e3)
    twice = roll_forward(once, PLAN, effects_of(once, PLAN, [second]))
    (course,) = [row for row in twice.courses if row.course_id == "C3"]
    assert (course.prescribed_activity_mbq, course.reduced_from_cycle, course.reduced_activity_mbq) == (7.4e3, 3, 6e3)


UNTIL_AT = utc("2027-03-20 12:00")
CALLABLE = replace(
    COUNTRY,
    slots=tuple(replace(row, irrevocable_at=UNTIL_AT) if row.slot_id == "SL1" else row for row in COUNTRY.slots),
)


def placed(at):
    """The order of C1 in the country some days later, where the order of its slot can be given up for some days."""
    orders = [replace(row, irrevocable_at=UNTIL_AT) if row.slot_id == "SL1" else row for row in PLAN.orders]
    plan = replace(PLAN, orders=tuple(orders))
    assert not check(CALLABLE, plan).violations
    event = Event(event_id="E1", kind="batch_failed", at=utc(at), subject_id="NONE")
    later = roll_forward(CALLABLE, plan, effects_of(CALLABLE, plan, [event]))
    return next((row for row in later.initial_orders if row.course_id == "C1"), None)


def test_an_order_that_stands_is_confirmed_as_long_as_it_can_be_given_up_and_then_irrevocable():
    (new,) = (row for row in PLAN.orders if row.slot_id == "SL1")
    assert new.state == "provisional"
    for at in ("2027-03-15 05:00", "2027-03-18 05:00"):
        confirmed = placed(at)
        assert (confirmed.state, confirmed.irrevocable_at) == ("confirmed", UNTIL_AT)
    irrevocable = placed("2027-03-21 05:00")
    assert (irrevocable.state, irrevocable.irrevocable_at) == ("irrevocable", None)


def slot_of(network, slot_id="SL1"):
    return next(row for row in network.slots if row.slot_id == slot_id)


def test_a_slot_that_says_nothing_binds_at_its_cut_off():
    """The cut-off of SL1 is a week before its vials are calibrated."""
    cutoff_at = slot_of(COUNTRY).order_cutoff_at
    assert slot_of(COUNTRY).irrevocable_at is None
    for at, state, until_at in (
        (cutoff_at - timedelta(hours=1), "confirmed", cutoff_at),
        (cutoff_at, "irrevocable", None),
        (cutoff_at + timedelta(hours=1), "irrevocable", None),
    ):
        order = next(row for row in rolled(at.isoformat()[:16]).initial_orders if row.course_id == "C1")
        assert (order.order_id, order.state, order.irrevocable_at) == ("PLACED-C1-1", state, until_at)


def test_an_order_that_was_confirmed_is_called_back_until_its_cut_off_as_if_it_had_not_been():
    cutoff_at = slot_of(COUNTRY).order_cutoff_at
    first = rolled((cutoff_at - timedelta(hours=9)).isoformat()[:16])
    plan = assemble(first, [replace(C1, source="order:PLACED-C1-1"), C2, C3], [NEW1])
    assert slot_of(first).quantity == slot_of(COUNTRY).quantity - 1
    stopped = Event(event_id="E1", kind="patient_stopped", at=cutoff_at - timedelta(hours=1), subject_id="C1")
    for at, called_back in ((stopped.at, True), (cutoff_at, True), (cutoff_at + timedelta(hours=1), False)):
        event = replace(stopped, at=at)
        direct = roll_forward(COUNTRY, PLAN, effects_of(COUNTRY, PLAN, [event]))
        second = roll_forward(first, plan, effects_of(first, plan, [event]))
        assert [row for row in second.initial_orders if row.course_id == "C1"] == [
            row for row in direct.initial_orders if row.course_id == "C1"
        ]
        assert (not any(row.course_id == "C1" for row in second.initial_orders)) == called_back
        assert slot_of(second) == slot_of(direct)


def test_a_vial_of_a_confirmed_order_is_made_once_the_order_can_be_called_back_no_longer():
    cutoff_at = slot_of(COUNTRY).order_cutoff_at
    first = rolled((cutoff_at - timedelta(hours=9)).isoformat()[:16])
    plan = assemble(first, [replace(C1, source="order:PLACED-C1-1"), C2, C3], [NEW1])
    for at, from_cycle in ((cutoff_at - timedelta(hours=1), 1), (cutoff_at + timedelta(hours=1), 2)):
        reduced = Event(event_id="E1", kind="activity_reduced", at=at, subject_id="C1", prescribed_activity_mbq=6000.0)
        assert effects_of(first, plan, [reduced]).reduced == {"C1": (from_cycle, 6000.0)}


def test_an_initial_order_becomes_irrevocable_when_it_can_be_given_up_no_longer():
    waiting = tuple(
        replace(row, state="confirmed", irrevocable_at=UNTIL_AT) if row.order_id == "IO3" else row
        for row in COUNTRY.initial_orders
    )
    country = replace(COUNTRY, initial_orders=waiting)
    orders = [
        replace(row, state="confirmed", irrevocable_at=UNTIL_AT) if row.order_id == "IO3" else row
        for row in PLAN.orders
    ]
    plan = replace(PLAN, orders=tuple(orders))
    found = []
    for at in ("2027-03-18 05:00", "2027-03-20 15:00"):
        event = Event(event_id="E1", kind="batch_failed", at=utc(at), subject_id="NONE")
        later = roll_forward(country, plan, effects_of(country, plan, [event]))
        found += [(row.state, row.irrevocable_at) for row in later.initial_orders if row.order_id == "IO3"]
    assert found == [("confirmed", UNTIL_AT), ("irrevocable", None)]


def test_only_an_order_whose_promise_breaks_or_whose_patient_stands_by_is_given_up():
    swappable, bound = (
        replace(COUNTRY, products=tuple(replace(row, swappable=may) for row in COUNTRY.products))
        for may in (True, False)
    )
    at = utc("2027-03-21 14:10")
    hold = Event(event_id="E1", kind="labs_withheld", at=at, subject_id="C3", retest_on=at.date() + timedelta(days=9))
    listed = Event(event_id="E0", kind="standby_listed", at=at, subject_id="C1", notice_h=4.0)

    def given_up(country, *events):
        later = roll_forward(country, PLAN, effects_of(country, PLAN, events))
        return {row.course_id for row in later.initial_orders if row.given_up}

    assert given_up(bound, hold) == set()
    assert given_up(swappable, hold) == {"C3"}
    assert given_up(swappable, listed, hold) == {"C1", "C3"}
    promises = {
        row.course_id: row
        for row in roll_forward(swappable, PLAN, effects_of(swappable, PLAN, [listed, hold])).promises
    }
    assert promises["C1"].earlier_price == 0
    assert promises["C2"].earlier_price is None


@pytest.mark.parametrize("starts_at", ["2027-03-24 06:00", "2027-03-25 12:00"])
def test_what_a_tank_took_before_it_was_known_to_be_closed_is_in_it(starts_at):
    country = with_tank(COUNTRY)
    strict = tuple(replace(row, discharge_limit_bq_per_litre=1.0) for row in country.effluent_lines)
    country = replace(country, effluent_lines=strict)
    closed = Event(
        event_id="E1", kind="tank_closed", at=utc("2027-03-25 12:00"), subject_id="TANK-0", starts_at=utc(starts_at),
        ends_at=utc("2027-03-27 12:00"),
    )  # fmt: skip
    later = roll_forward(country, PLAN, effects_of(country, PLAN, [closed]))
    (tank,) = later.tanks
    stays = [row for row in PLAN.stays if row.place_id == "A1" and row.starts_at < closed.at]
    assert stays
    assert (tank.initial_litres, tank.initial_state) == (60.0 * len(stays), "closed")
    assert tank.initial_lu177_mbq > 0.0


def test_what_was_given_in_window_counts_for_its_region():
    region_id = COUNTRY.catchments[0].region_id
    floor = RegionFloor(region_id=region_id, in_window_share_min=0.5, **MARK)
    country = replace(COUNTRY, region_floors=(floor,))
    (row,) = rolled("2027-03-27 05:00", country=country).region_floors
    past = [one for one in PLAN.administrations if one.administered_at < utc("2027-03-27 05:00")]
    assert (row.given_before, row.in_window_before) == (len(past), sum(one.in_window for one in past))
    assert row.given_before


def test_a_floor_that_was_lowered_is_asked_for_anew():
    region_id = COUNTRY.catchments[0].region_id
    floor = RegionFloor(region_id=region_id, in_window_share_min=0.25, in_window_share_asked=0.5, **MARK)
    (row,) = rolled("2027-03-27 05:00", country=replace(COUNTRY, region_floors=(floor,))).region_floors
    assert (row.in_window_share_min, row.in_window_share_asked) == (0.5, None)


def test_what_was_not_given_because_a_cycle_before_it_was_not_is_no_past():
    """C3 is held on the 22nd; what it was to have on the 24th has been sent and waits for it at the centre."""

    def as_c3(row):
        return replace(row, course_id="C3", cycle_number=3) if row.course_id == "C1" else row

    plan = replace(PLAN, administrations=tuple(map(as_c3, PLAN.administrations)), stays=tuple(map(as_c3, PLAN.stays)))
    held = Event(
        event_id="E1", kind="labs_withheld", at=utc("2027-03-21 14:10"), subject_id="C3",
        retest_on=utc("2027-03-23 00:00").date(),
    )  # fmt: skip
    other = Event(event_id="E2", kind="batch_failed", at=utc("2027-03-25 08:00"), subject_id="NONE")
    swappable = replace(COUNTRY, products=tuple(replace(row, swappable=True) for row in COUNTRY.products))
    later = roll_forward(swappable, plan, effects_of(swappable, plan, [held, other]))
    assert [row.cycle_number for row in later.past_administrations if row.course_id == "C3"] == [1]
    assert {row.cycle_number for row in later.promises if row.course_id == "C3"} == {2, 3}
    orders = {row.cycle_number: row for row in later.initial_orders if row.course_id == "C3"}
    order = orders[3]
    assert (order.order_id, order.shipment_id, order.given_up) == ("ROAD-C3-3", shipped("C1").shipment_id, True)
    tables = {"past_administrations", "promises", "initial_orders", "initial_waste"}
    assert [fault for fault in faults_of_sense(later) if fault.table in tables] == []


def test_an_old_fit_result_takes_away_no_other():
    """Blood that was fit weeks ago is no reason against what is promised for today."""
    no_labs = replace(COUNTRY, labs=())
    fit = Event(
        event_id="E1", kind="labs_fit", at=utc("2027-03-15 05:00"), subject_id="C3", taken_at=utc("2027-03-05 08:00")
    )
    today = Event(event_id="E2", kind="batch_failed", at=utc("2027-03-22 05:00"), subject_id="NONE")
    later = roll_forward(no_labs, PLAN, effects_of(no_labs, PLAN, [fit, today]))
    assert [row.course_id for row in later.pins] == ["C3"]
    assert {row.taken_at for row in later.labs if row.course_id == "C3"} > {fit.taken_at}
    assert [fault for fault in faults_of_sense(later) if fault.table in {"pins", "labs"}] == []


def test_a_result_that_is_told_again_stands_once():
    (known,) = (row for row in COUNTRY.labs if row.course_id == "C3")
    fit = Event(
        event_id="E1", kind="labs_fit", at=utc("2027-03-15 05:00"), subject_id="C3", taken_at=known.taken_at
    )  # fmt: skip
    later = roll_forward(COUNTRY, PLAN, effects_of(COUNTRY, PLAN, [fit]))
    assert [row for row in later.labs if row.course_id == "C3"] == [known]


def test_a_fit_result_takes_no_withheld_one_back():
    taken_at = utc("2027-03-15 04:00")
    unfit = Lab(course_id="C3", taken_at=taken_at, outcome="withhold", retest_on=utc("2027-04-01 00:00").date())
    known = replace(COUNTRY, labs=(unfit,))
    fit = Event(event_id="E1", kind="labs_fit", at=utc("2027-03-15 05:00"), subject_id="C3", taken_at=taken_at)
    later = roll_forward(known, PLAN, effects_of(known, PLAN, [fit]))
    assert [row for row in later.labs if row.course_id == "C3"] == [unfit]


def test_nothing_is_promised_to_a_course_whose_latest_date_has_passed():
    """C3 had its first cycle on 8 February, and the second no later than 42 days after it, on 22 March: it is held."""
    regimens = tuple(
        replace(row, interval_window_end_d=42, interval_max_d=42) if row.regimen_id == "PSMA" else row
        for row in COUNTRY.regimens
    )
    strict = replace(COUNTRY, regimens=regimens)
    held = Event(
        event_id="E1", kind="labs_withheld", at=utc("2027-03-21 14:10"), subject_id="C3",
        retest_on=utc("2027-03-24 00:00").date(),
    )  # fmt: skip
    other = Event(event_id="E2", kind="batch_failed", at=utc("2027-03-26 08:00"), subject_id="NONE")
    effects = effects_of(strict, PLAN, [held, other])
    later = roll_forward(strict, PLAN, effects)
    assert [fault for fault in faults_of_sense(later) if fault.table == "promises"] == []
    assert {row.course_id for row in later.promises} == {"C2"}
    rest = replace(PLAN, administrations=(), unserved=())
    (told,) = (row for row in changes(later, PLAN, rest, effects) if row.course_id == "C3")
    assert (told.kind, told.event_id) == (("unserved",), "E1")
    assert told.reason.startswith("The blood results withhold the treatment")
    assert told.reason.endswith("so the course cannot go on as planned.")


def test_a_result_that_was_told_stands_where_one_would_be_supposed():
    """The blood of the last working morning was found unfit by an earlier file; C3 is promised for today."""
    last_morning = utc("2027-03-19 07:00")
    unfit = Lab(course_id="C3", taken_at=last_morning, outcome="withhold", retest_on=utc("2027-04-01 00:00").date())
    known = replace(COUNTRY, labs=(unfit,))
    today = Event(event_id="E1", kind="batch_failed", at=utc("2027-03-22 05:00"), subject_id="NONE")
    supposed = roll_forward(replace(COUNTRY, labs=()), PLAN, effects_of(COUNTRY, PLAN, [today])).labs
    assert ("C3", last_morning, "fit") in {(row.course_id, row.taken_at, row.outcome) for row in supposed}
    later = roll_forward(known, PLAN, effects_of(known, PLAN, [today]))
    assert [row for row in later.labs if row.course_id == "C3"] == [unfit]


def test_a_vial_that_got_too_old_by_events_weeks_later_is_waste_and_no_order():
    held = Event(
        event_id="E1", kind="labs_withheld", at=utc("2027-03-21 14:10"), subject_id="C3",
        retest_on=utc("2027-03-23 00:00").date(),
    )  # fmt: skip
    other = Event(event_id="E2", kind="batch_failed", at=utc("2027-04-02 08:00"), subject_id="NONE")
    later = roll_forward(COUNTRY, PLAN, effects_of(COUNTRY, PLAN, [held, other]))
    vial = next(row for row in PLAN.vials if row.vial_id == "V3")
    assert [row.waste_id for row in later.initial_waste].count(f"WASTE-{vial.vial_id}") == 1
    assert vial.order_id not in {row.order_id for row in later.initial_orders}


@pytest.mark.parametrize(("stopped", "at"), [((), "2027-03-23 09:00"), (("C1",), "2027-03-23 12:30")])
def test_a_scan_booked_anew_may_have_the_slot_of_a_course_that_ends(stopped, at):
    """The scan of C3 cannot be made at noon; half past one is nearest, and promised to C1."""
    country = scanned_country()
    plan = scanned_plan(scan("C1", 1, "2027-03-23 13:30"), SCANS[1])
    shut = Event(
        event_id="E1", kind="scanner_closed", at=utc("2027-03-23 07:00"), subject_id="A-SPECT",
        starts_at=utc("2027-03-23 10:00"), ends_at=utc("2027-03-23 12:30"),
    )  # fmt: skip
    ends = [Event(event_id="E2", kind="patient_stopped", at=shut.at, subject_id=course_id) for course_id in stopped]
    later = roll_forward(country, plan, effects_of(country, plan, [shut, *ends]))
    assert [row.starts_at for row in later.initial_scans if row.course_id == "C3"] == [utc(at)]
    assert {row.course_id for row in later.promised_scans} == {"C1"} - set(stopped)


@pytest.mark.parametrize(
    ("at", "c1", "c2"),
    [
        ("2027-03-15 05:00", "order:PLACED-C1-1", "line:L1:2027-03-25"),
        ("2027-03-23 05:00", "order:PLACED-C1-1", "batch:NEW1"),
        ("2027-03-24 05:00", "order:ROAD-C1-1", "batch:NEW1"),
    ],
)
def test_a_promise_says_where_its_vial_comes_from_now(at, c1, c2):
    """A batch that is not begun is any run of its line on that day."""
    later = rolled(at)
    told = {row.course_id: row for row in (*later.pins, *later.promises)}
    assert (told["C1"].vial_source, told["C2"].vial_source) == (c1, c2)
    stays = {row.course_id: row for row in PLAN.stays}
    for course_id, row in told.items():
        assert row.ends_at == stays[course_id].ends_at
        assert row.departs_at == shipped(course_id).departs_at


def test_a_promise_of_a_vial_that_is_lost_names_no_source():
    broken = Event(event_id="E1", kind="vial_broken", at=utc("2027-03-15 05:00"), subject_id="V1")
    later = roll_forward(COUNTRY, PLAN, effects_of(COUNTRY, PLAN, [broken]))
    (promise,) = (row for row in later.promises if row.course_id == "C1")
    assert (promise.vial_source, promise.vial_price, promise.departs_at) == (None, None, None)


def test_who_goes_home_or_whose_vial_leaves_at_another_hour_is_told():
    effects = effects_of(
        COUNTRY, PLAN, [Event(event_id="E1", kind="batch_failed", at=utc("2027-03-15 05:00"), subject_id="-")]
    )
    hour = timedelta(hours=1)
    sent = shipped("C3").shipment_id
    after = replace(
        PLAN,
        stays=tuple(replace(row, ends_at=row.ends_at + hour * (row.course_id == "C1")) for row in PLAN.stays),
        shipments=tuple(
            replace(row, departs_at=row.departs_at - hour * (row.shipment_id == sent)) for row in PLAN.shipments
        ),
    )
    assert changes(COUNTRY, PLAN, PLAN, effects) == []
    told = {row.course_id: row for row in changes(COUNTRY, PLAN, after, effects)}
    home = next(row.ends_at for row in PLAN.stays if row.course_id == "C1")
    assert told["C1"].kind == ("discharge",)
    assert told["C1"].before_at == told["C1"].after_at
    assert f"{home + hour:%H:%M}"[-2:] in told["C1"].reason
    assert any("C1" in one for one in told["C1"].tell)
    assert told["C3"].kind == ("departure",)
    assert not any("patient" in one for one in told["C3"].tell)
    assert any("transporter" in one for one in told["C3"].tell)
    # where an event stands behind the row, the reason begins with it
    unfit = Event(
        event_id="E1", kind="labs_withheld", at=effects.at, subject_id="C1", retest_on=utc("2027-03-20 00:00").date()
    )  # fmt: skip
    (held,) = (
        row for row in changes(COUNTRY, PLAN, after, replace(effects, hit={("C1", 1): unfit})) if row.course_id == "C1"
    )
    assert (held.kind, held.event_id) == (("discharge",), "E1")
    assert held.reason.startswith("The blood results withhold the treatment")
    assert held.reason.endswith(told["C1"].reason)
