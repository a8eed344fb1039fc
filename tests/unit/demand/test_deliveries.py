from dataclasses import replace
from datetime import date, timedelta

import pytest

from doseline.demand.deliveries import Deliveries
from doseline.demand.slots import dated_slots
from doseline.demand.treatment_days import TreatmentDays
from tests.support.demand import static_country

STATIC = static_country()
COUNTRY = replace(STATIC, slots=dated_slots(STATIC))
TUESDAY = date(2027, 3, 2)
MIDNIGHT_MIN = 1440


def on_tuesday(network=COUNTRY, product="PSMA", site="H-SOUTH", prescribed_mbq=7400.0, on=TUESDAY):
    return Deliveries(network, (), TreatmentDays(network)).for_date(site, product, prescribed_mbq, on)


def test_vials_of_a_date_come_from_slots_that_can_still_leave_and_reach_it():
    # Monday's vials leave on Monday evening and arrive on Tuesday at 7:00, certified at 1:00; Friday's are still good.
    found = [one.supply.origin.slot_id for one in on_tuesday()]
    assert found == ["PSMA-1.2027-03-01", "PSMA-5.2027-02-26"]


def test_a_vial_holds_the_prescription_at_the_hour_for_which_it_is_filled():
    monday = on_tuesday()[0]
    # Calibrated at 13:00 in Brussels, filled for 11:00 on the next day: 22 h of decay with a half-life of 159.5 h.
    assert monday.activity_mbq == pytest.approx(7400.0 * 2 ** (22 / 159.5))


def test_the_window_keeps_tolerance_less_margin_and_a_minute():
    monday = on_tuesday()[0]
    given = [
        monday.activity_mbq * 2 ** (-(minute - monday.calibration_min) / 60 / 159.5)
        for minute in (monday.opens_min, monday.closes_min)
    ]
    assert all(abs(one / 7400.0 - 1) < 0.08 for one in given)
    assert given[1] == pytest.approx(0.92 * 7400.0, rel=2e-4)


def test_preparation_follows_arrival():
    monday = on_tuesday()[0]
    arrival_min = MIDNIGHT_MIN + 7 * 60  # 20:00 in London and ten hours
    assert monday.run_for(arrival_min + 29) is None
    assert monday.run_for(arrival_min + 30).arrives_min == arrival_min


def test_what_is_given_on_the_first_day_left_before_the_present():
    monday = on_tuesday(on=date(2027, 3, 1))
    # Monday's departure arrives on Tuesday; Friday's and Sunday's vials came before.
    assert monday
    assert all(run.has_left for one in monday for run in one.runs)
    planned_at = COUNTRY.properties.planned_at
    assert all(one.supply.origin.dispatch_at < planned_at for one in monday)


def test_a_vial_of_a_later_day_leaves_as_late_as_it_can():
    noon = MIDNIGHT_MIN + 12 * 60
    assert not on_tuesday()[0].run_for(noon).has_left


def test_a_closed_reception_takes_no_package():
    hours = tuple(
        replace(row, opens_local="09:00") if row.service == "reception" else row for row in COUNTRY.opening_hours
    )
    assert on_tuesday(replace(COUNTRY, opening_hours=hours)) == ()


@pytest.mark.parametrize("limit", [{"max_packages": 1}, {"max_activity_mbq": 9000.0}])
def test_a_full_departure_takes_no_more(limit):
    lanes = tuple(replace(row, **limit) for row in COUNTRY.lanes)
    monday = on_tuesday(replace(COUNTRY, lanes=lanes))[0]
    noon = MIDNIGHT_MIN + 12 * 60
    monday.send(monday.run_for(noon))
    assert monday.run_for(noon) is None


def test_a_sent_vial_is_taken_off_its_slot():
    deliveries = Deliveries(COUNTRY, (), TreatmentDays(COUNTRY))
    monday = deliveries.for_date("H-SOUTH", "PSMA", 7400.0, TUESDAY)[0]
    before = deliveries.left_quantity()["PSMA-1.2027-03-01"]
    monday.send(monday.run_for(MIDNIGHT_MIN + 12 * 60))
    assert deliveries.left_quantity()["PSMA-1.2027-03-01"] == before - 1


def test_slots_that_can_still_be_ordered_are_left_to_the_planner():
    planned_at = COUNTRY.properties.planned_at
    passed = {row.slot_id for row in COUNTRY.slots if row.order_cutoff_at < planned_at}
    assert set(Deliveries(COUNTRY, (), TreatmentDays(COUNTRY)).left_quantity()) == passed


def test_a_volume_out_of_limits_rules_a_date_out():
    # 8.14 mL on Tuesday: with at least 9 mL a Monday's vial serves Friday, not Tuesday.
    products = tuple(replace(row, volume_min_ml=9.0) if row.product_id == "PSMA" else row for row in COUNTRY.products)
    changed = replace(COUNTRY, products=products)
    assert "PSMA-1.2027-03-01" not in [one.supply.origin.slot_id for one in on_tuesday(changed)]
    friday = on_tuesday(changed, on=TUESDAY + timedelta(days=3))
    assert "PSMA-1.2027-03-01" in [one.supply.origin.slot_id for one in friday]


def test_a_package_is_handed_over_before_the_departure():
    # Ready at 14:00 in London: six hours before the departure of 20:00, not seven.
    for hours, comes in ((6.0, True), (6.1, False)):
        lanes = tuple(replace(row, handover_cutoff_h=hours) for row in COUNTRY.lanes)
        found = [one.supply.origin.slot_id for one in on_tuesday(replace(COUNTRY, lanes=lanes))]
        assert ("PSMA-1.2027-03-01" in found) is comes


def test_nothing_is_prepared_before_it_is_certified():
    slots = tuple(replace(row, certified_at=row.calibration_at + timedelta(hours=22)) for row in COUNTRY.slots)
    monday = on_tuesday(replace(COUNTRY, slots=slots))[0]
    assert monday.opens_min == MIDNIGHT_MIN + 11 * 60 + 30
