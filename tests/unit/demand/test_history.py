from collections import Counter
from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

import numpy as np
import pytest

from doseline.demand.history import history_of
from doseline.demand.parameters import Parameters
from doseline.demand.treatment_days import TreatmentDays
from doseline.journey import Holiday
from tests.support.demand import MARK, static_country, with_parameters

COUNTRY = static_country()
PSMA = next(row for row in COUNTRY.regimens if row.product_id == "PSMA")
START_ON = COUNTRY.properties.horizon_start_on


def history(network=COUNTRY, regimen=PSMA, referred_on=date(2026, 6, 1), draws=None, start_on=START_ON):
    return history_of(
        regimen=regimen,
        referred_on=referred_on,
        site_id="H-SOUTH",
        prescribed_mbq=7400.0,
        days=TreatmentDays(network),
        parameters=Parameters(network.demand_parameters),
        draws=np.full((regimen.cycles, 5), 0.5) if draws is None else draws,
        start_on=start_on,
    )


def punctual():
    return with_parameters(COUNTRY, late_fraction=0.0)


def test_a_punctual_course_is_given_on_its_due_dates():
    given = history(punctual(), referred_on=date(2026, 9, 7)).given
    # 14 days after a Monday, then every 42 days: all Mondays, and none of them a holiday.
    assert [one.on for one in given] == [date(2026, 9, 21) + timedelta(days=42 * n) for n in range(4)]


def test_a_due_date_at_the_weekend_moves_to_the_next_day_on_which_the_centre_can_treat():
    given = history(punctual(), referred_on=date(2026, 9, 5)).given
    assert given[0].on == date(2026, 9, 21)  # the due date, 19 September, is a Saturday


def test_a_holiday_is_no_day_of_treatment():
    closed = replace(punctual(), holidays=(Holiday(date_on=date(2026, 9, 21), name="Fair", **MARK),))
    assert history(closed, referred_on=date(2026, 9, 7)).given[0].on == date(2026, 9, 22)


def test_nothing_is_given_on_or_after_the_start_of_the_horizon():
    found = history(punctual(), referred_on=START_ON - timedelta(days=14))
    assert found.given == ()
    assert found.goes_on


def test_a_whole_course_in_the_past_does_not_go_on():
    found = history(punctual(), referred_on=date(2025, 9, 1))
    assert len(found.given) == PSMA.cycles
    assert not found.goes_on


def test_a_patient_who_drops_out_does_not_go_on():
    draws = np.full((PSMA.cycles, 5), 0.5)
    draws[1, 3] = 0.95  # above the continuation of 0.9
    found = history(punctual(), draws=draws)
    assert len(found.given) == 2
    assert not found.goes_on


def test_delay_never_passes_the_longest_interval():
    draws = np.full((PSMA.cycles, 5), 0.5)
    draws[:, 0], draws[:, 1] = 0.0, 0.999_999
    given = history(with_parameters(COUNTRY, late_mean_d=50.0), draws=draws, referred_on=date(2026, 2, 2)).given
    gaps = [(after.on - before.on).days for before, after in pairwise(given)]
    assert gaps
    assert set(gaps) <= {69, 70}


def test_a_course_that_can_never_be_treated_is_lost():
    closed = replace(COUNTRY, opening_hours=())
    found = history(closed)
    assert found.given == ()
    assert not found.goes_on


@pytest.mark.parametrize("seed", [1, 2])
def test_intervals_and_share_of_cycles_follow_the_regimen(seed):
    rng = np.random.default_rng(seed)
    # A start late enough that every course is over, so that drop-out alone decides how many cycles were given.
    courses = [
        history(draws=draw, start_on=date(2028, 6, 1), referred_on=date(2026, 3, 2) + timedelta(days=int(day)))
        for draw, day in zip(rng.random((1500, PSMA.cycles, 5)), rng.integers(0, 300, 1500), strict=True)
    ]
    for course in courses:
        for before, after in pairwise(course.given):
            assert PSMA.interval_min_d <= (after.on - before.on).days <= PSMA.interval_max_d
    given = Counter(len(course.given) for course in courses)
    for number in range(1, PSMA.cycles):
        reached = sum(count for cycles, count in given.items() if cycles >= number)
        went_on = sum(count for cycles, count in given.items() if cycles > number)
        assert abs(went_on / reached - 0.9) < 4.0 * np.sqrt(0.9 * 0.1 / reached)


def test_given_activity_is_within_the_tolerance_of_the_product():
    given = history(draws=np.random.default_rng(1).random((PSMA.cycles, 5))).given
    assert all(0.9 < one.activity_ratio < 1.1 for one in given)
