from dataclasses import replace
from datetime import UTC, datetime, timedelta

from doseline.demand.slots import dated_slots
from tests.support.demand import static_country

COUNTRY = static_country()


def test_a_pattern_gives_one_slot_a_week_from_two_weeks_before_to_one_after_the_horizon():
    slots = dated_slots(COUNTRY)
    assert len(slots) == len(COUNTRY.slot_patterns) * 15
    assert min(slot.calibration_at for slot in slots).date().isoformat() == "2027-02-15"
    assert max(slot.calibration_at for slot in slots).date().isoformat() == "2027-05-28"
    assert len({slot.slot_id for slot in slots}) == len(slots)


def test_clock_times_are_those_of_the_suppliers_site_in_winter_and_summer():
    slots = {slot.slot_id: slot for slot in dated_slots(COUNTRY)}
    # 12:00 in London: UTC in winter, an hour earlier from 28 March 2027.
    assert slots["PSMA-1.2027-03-22"].calibration_at == datetime(2027, 3, 22, 12, tzinfo=UTC)
    assert slots["PSMA-1.2027-03-29"].calibration_at == datetime(2027, 3, 29, 11, tzinfo=UTC)


def test_dispatch_certification_and_cut_off_are_true_hours_from_calibration():
    for slot in dated_slots(COUNTRY):
        assert slot.dispatch_at - slot.calibration_at == timedelta(hours=2)
        assert slot.certified_at - slot.calibration_at == timedelta(hours=12)
        assert slot.calibration_at - slot.order_cutoff_at == timedelta(hours=240)


def test_quantity_and_source_come_from_the_pattern():
    patterns = tuple(replace(row, quantity=7) for row in COUNTRY.slot_patterns)
    assert {slot.quantity for slot in dated_slots(replace(COUNTRY, slot_patterns=patterns))} == {7}
    assert {slot.source for slot in dated_slots(COUNTRY)} == {"invented"}
