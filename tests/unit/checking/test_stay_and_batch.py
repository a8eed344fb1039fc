"""Length of a stay, lengths of an irradiation and activity of a batch, by hand."""

from dataclasses import replace
from datetime import timedelta

import pytest

from doseline.checking.production import length_is_allowed, lengths_h, made_batch, usable_activity_mbq
from doseline.checking.stay_length import StayRules, dose_rate_time_h
from doseline.physics.activation import end_of_bombardment_activity_mbq
from tests.support.checking_country import small_country, utc

NETWORK = small_country()
RULES = StayRules.of(NETWORK)
(LINE,), (REACTOR,) = NETWORK.lines, NETWORK.reactors
(RETENTION,) = NETWORK.retention
ONE = replace(RETENTION, fast_fraction=0.0, slow_effective_half_life_h=10.0, dose_rate_usv_per_h_per_gbq=4.0)


@pytest.mark.parametrize(
    ("limit_usv_per_h", "time_h"), [(40.0, 0.0), (32.0, 0.0), (16.0, 10.0), (8.0, 20.0), (1.0, 50.0)]
)
def test_one_half_life_halves_the_dose_rate(limit_usv_per_h, time_h):
    """8 GBq at 4 uSv/h per GBq are 32 uSv/h at once."""
    assert dose_rate_time_h(ONE, 8000.0, limit_usv_per_h) == pytest.approx(time_h, abs=1e-9)


def test_two_shares_leave_each_at_its_own_pace():
    time_h = dose_rate_time_h(RETENTION, 7400.0, 14.5)
    rate = 3.6 * 7.4 * (0.5 * 2 ** (-time_h / 2.0) + 0.5 * 2 ** (-time_h / 60.0))
    assert rate == pytest.approx(14.5, rel=1e-9)


def test_the_longest_reason_rules_and_the_grid_rounds_up():
    assert RULES.stay_min("A", "PSMA", 7400.0) == 270  # infusion and observation
    assert RULES.stay_min("B", "LUT", 7400.0) == 24 * 60  # its own row: urine
    assert RULES.stay_min("A", "LUT", 7400.0) == 270  # the row for all sites
    assert RULES.stay_min("A", "PSMA", 12_000.0) == 600  # dose rate: 20.2 uSv/h after 9.5 h, 19.9 after 10
    assert StayRules.of(replace(NETWORK, retention=())).stay_min("A", "PSMA", 7400.0) is None
    assert RULES.stay_min("A", "NONE", 7400.0) is None


def test_lengths_are_whole_steps_up_to_the_longest():
    assert list(lengths_h(LINE)) == [120.0, 144.0, 168.0]
    assert list(lengths_h(replace(LINE, irradiation_step_h=20.0))) == [120.0, 140.0, 160.0]
    assert list(lengths_h(replace(LINE, irradiation_max_h=120.0))) == [120.0]
    assert length_is_allowed(LINE, timedelta(hours=144))
    assert not length_is_allowed(LINE, timedelta(hours=145))


def test_a_batch_is_what_its_target_gives_at_calibration():
    made = made_batch(LINE, utc("2027-03-25 07:00"))
    assert (made.calibration_at, made.dispatch_at) == (utc("2027-03-25 13:00"), utc("2027-03-25 17:00"))
    target = end_of_bombardment_activity_mbq("Yb-176", 0.04, 0.99, [[1e14, 120.0]], cooling_h=12.0)
    usable_mbq = usable_activity_mbq(
        LINE, REACTOR, utc("2027-03-20 01:00"), utc("2027-03-25 01:00"), made.calibration_at
    )
    assert usable_mbq == pytest.approx(0.8 * float(target) - 200.0, rel=1e-12)


def test_samples_never_take_more_than_there_is():
    poor = replace(LINE, target_mass_g=1e-6)
    at = (utc("2027-03-20 01:00"), utc("2027-03-25 01:00"), utc("2027-03-25 13:00"))
    assert usable_activity_mbq(poor, REACTOR, *at) == 0.0
