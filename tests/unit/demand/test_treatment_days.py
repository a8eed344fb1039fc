from dataclasses import replace
from datetime import date, timedelta

from doseline.demand.treatment_days import TreatmentDays
from doseline.journey import Holiday
from tests.support.demand import MARK, static_country

COUNTRY = static_country()
MONDAY = date(2027, 3, 1)


def test_a_day_stay_is_admitted_and_discharged_inside_the_hours():
    every = TreatmentDays(COUNTRY).stays("H-SOUTH", "PSMA", MONDAY, 7400.0)
    # Half an hour of lead, infusion 0.5 h and observation 2 h; admission from 8:00, discharge to 18:00.
    assert (every[0].starts_min, every[0].administered_min, every[0].ends_min) == (8 * 60, 8 * 60 + 30, 11 * 60)
    by_day = [stay for stay in every if stay.nights == 0]
    assert (by_day[-1].administered_min, by_day[-1].ends_min) == (15 * 60 + 30, 18 * 60)
    assert every[-1].administered_min == 16 * 60


def test_a_stay_without_room_for_its_discharge_on_the_day_needs_a_covered_night():
    days = TreatmentDays(COUNTRY)
    late = [stay for stay in days.stays("H-NORTH", "PSMA", MONDAY, 7400.0) if stay.administered_min == 15 * 60 + 45]
    assert late[0].ends_min == 1440 + 8 * 60
    assert late[0].nights == 1
    uncovered = TreatmentDays(replace(COUNTRY, covers=()))
    assert all(stay.nights == 0 for stay in uncovered.stays("H-NORTH", "PSMA", MONDAY, 7400.0))


def test_three_nights_fit_no_start_on_wednesday_where_friday_night_has_no_cover():
    days = TreatmentDays(COUNTRY)
    # 60 h from Wednesday 8:30 end on Friday 20:30, after the last discharge: the patient would stay to Monday.
    wednesday = MONDAY + timedelta(days=2)
    assert days.stays("H-SOUTH", "IODINE", wednesday, 3700.0) == ()
    assert days.stays("H-SOUTH", "IODINE", MONDAY, 3700.0)


def test_a_covered_weekend_reaches_to_the_next_discharge():
    friday = MONDAY + timedelta(days=4)
    stay = TreatmentDays(COUNTRY).stays("H-NORTH", "IODINE", friday, 3700.0)[0]
    # Discharge works to Sunday; 60 h from Friday 8:30 are Sunday 20:30, past 18:00, so Monday morning.
    assert stay.ends_min == 3 * 1440 + 8 * 60
    assert stay.nights == 3


def test_a_holiday_takes_the_rows_of_sunday():
    days = TreatmentDays(replace(COUNTRY, holidays=(Holiday(date_on=MONDAY, name="Fair", **MARK),)))
    assert days.weekday_row(MONDAY) == 7
    assert days.stays("H-SOUTH", "PSMA", MONDAY, 7400.0) == ()
    assert days.reception("H-SOUTH", MONDAY) is None


def test_a_licence_holds_on_its_dates_alone():
    licences = tuple(
        replace(row, valid_from_on=MONDAY, valid_until_on=MONDAY + timedelta(days=1)) for row in COUNTRY.site_products
    )
    days = TreatmentDays(replace(COUNTRY, site_products=licences))
    open_on = [on for day in range(-1, 3) if days.gives("H-SOUTH", "PSMA", on := MONDAY + timedelta(days=day))]
    assert open_on == [MONDAY, MONDAY + timedelta(days=1)]
    assert not days.gives("H-EAST", "IODINE", MONDAY)


def test_a_sites_own_stay_rule_goes_before_the_rule_for_all():
    own = replace(COUNTRY.stay_rules[0], site_id="H-SOUTH", observation_h=4.0)
    days = TreatmentDays(replace(COUNTRY, stay_rules=(*COUNTRY.stay_rules, own)))
    assert days.stays("H-SOUTH", "PSMA", MONDAY, 7400.0)[0].ends_min == 13 * 60
    assert days.stays("H-EAST", "PSMA", MONDAY, 7400.0)[0].ends_min == 11 * 60
