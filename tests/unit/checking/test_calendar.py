"""Local dates, holidays and the change to summer time, on 28 March 2027."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from doseline.checking.asks import Resource
from doseline.checking.calendar import Calendar, clock_minutes
from doseline.checking.duty import Duty
from doseline.journey import Holiday
from tests.support.checking_country import MARK, local, small_country, utc

CALENDAR = Calendar(small_country())


def test_a_date_of_the_change_has_23_hours():
    assert CALENDAR.midnight(date(2027, 3, 29)) - CALENDAR.midnight(date(2027, 3, 28)) == timedelta(hours=23)


def test_midnight_before_and_after_the_change():
    assert CALENDAR.midnight(date(2027, 3, 28)) == utc("2027-03-27 23:00")
    assert CALENDAR.midnight(date(2027, 3, 29)) == utc("2027-03-28 22:00")


def test_24_o_clock_is_the_next_midnight():
    assert clock_minutes("24:00") == 1440
    assert CALENDAR.instant(date(2027, 3, 28), 1440) == CALENDAR.midnight(date(2027, 3, 29))


@pytest.mark.parametrize(
    ("at", "is_open"),
    [
        ("2027-03-24 08:00", True),
        ("2027-03-24 16:00", True),
        ("2027-03-24 07:59", False),
        ("2027-03-24 16:01", False),
        ("2027-03-27 10:00", False),  # Saturday
        ("2027-03-29 10:00", False),  # Easter Monday
        ("2027-03-30 10:00", True),
    ],
)
def test_treatment_hours_hold_at_both_ends_and_not_on_a_holiday(at, is_open):
    assert CALENDAR.is_open("A", "treatment", local(at)) is is_open


def test_a_holiday_takes_the_rows_of_sunday():
    assert CALENDAR.weekday(date(2027, 3, 29)) == 7
    assert CALENDAR.is_open("B", "discharge", local("2027-03-29 17:00"))
    covered = small_country()
    assert not CALENDAR.has_night_cover("B", date(2027, 3, 26))  # a Friday
    friday = Holiday(date_on=date(2027, 3, 26), name="Good Friday", **MARK)
    assert Calendar(replace(covered, holidays=(*covered.holidays, friday))).has_night_cover("B", date(2027, 3, 26))


def test_nights_are_the_midnights_strictly_inside():
    midnight = local("2027-03-28 00:00")
    assert list(CALENDAR.nights(local("2027-03-27 09:00"), midnight)) == []
    assert list(CALENDAR.nights(midnight, local("2027-03-28 12:00"))) == []
    assert list(CALENDAR.nights(local("2027-03-27 09:00"), local("2027-03-29 11:00"))) == [
        date(2027, 3, 27),
        date(2027, 3, 28),
    ]


def test_the_grid_starts_at_local_midnight():
    assert CALENDAR.on_grid(local("2027-03-28 03:30"))
    assert not CALENDAR.on_grid(local("2027-03-28 03:40"))


def test_heads_of_a_roster_over_the_change_are_elapsed_minutes():
    network = small_country()
    night = replace(network.rosters[0], weekday=7, starts_local="00:00", ends_local="06:00", heads=2)
    duty = Duty(CALENDAR, [night])
    assert duty.head_minutes("A", "nurse", date(2027, 3, 28)) == 2 * 5 * 60
    assert duty.head_minutes("A", "nurse", date(2027, 3, 29)) == 2 * 6 * 60  # Easter Monday
    assert duty.head_minutes("A", "nurse", date(2027, 3, 30)) == 0


def test_a_roster_covers_only_whole_steps():
    network = small_country()
    odd = replace(network.rosters[0], weekday=1, starts_local="08:10", ends_local="09:40", heads=1)
    duty = Duty(CALENDAR, [odd])
    first = duty.first_step(local("2027-03-15 08:00"))
    nurses = Resource(constraint="C11", name="nurse")
    assert duty.units("A", nurses, first, first + 4).tolist() == [0, 1, 1, 0]


def test_steps_round_to_the_cells_that_an_interval_touches():
    duty = Duty(CALENDAR, [])
    assert duty.first_step(local("2027-03-15 00:29")) == 0
    assert duty.end_step(local("2027-03-15 00:29")) == 1
    assert duty.end_step(local("2027-03-15 00:30")) == 1
    assert duty.first_step(local("2027-03-14 23:59")) == -1
