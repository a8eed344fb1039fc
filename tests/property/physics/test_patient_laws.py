"""Laws of dose rate, waste and vials."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from doseline.physics import (
    Retention,
    ambient_dose_equivalent_usv,
    decay_factor,
    dose_rate_usv_per_h,
    expected_administered_activity_mbq,
    fillable_window_h,
    limit_sum,
    time_below_h,
    time_to_limits_h,
    tolerance_window_h,
    volume_to_fill_ml,
)
from doseline.quantities import gbq_from_mbq, mbq_from_gbq

activities_mbq = st.floats(10.0, 20_000.0)


@st.composite
def retentions(draw):
    fast = draw(st.floats(0.0, 1.0))
    return Retention(
        kinetics_of="synthetic",
        phase_fractions=(fast, 1.0 - fast),
        effective_half_lives_h=(draw(st.floats(0.2, 10.0)), draw(st.floats(10.0, 160.0))),
    )


@given(retentions(), activities_mbq, st.floats(0.05, 100.0), st.floats(1.0, 5.0))
def test_the_dose_rate_meets_the_limit_when_it_is_said_to(retention, activity_mbq, limit_usv_per_h, distance_m):
    case = {
        "administered_activity_mbq": activity_mbq,
        "retention": retention,
        "constant_usv_m2_per_gbq_h": 3.7,
        "distance_m": distance_m,
    }
    from_h = time_below_h(limit_usv_per_h, **case)
    then = dose_rate_usv_per_h(elapsed_h=from_h, **case).item()
    assert then <= limit_usv_per_h * (1 + 1e-9)
    if from_h > 0:
        assert then == pytest.approx(limit_usv_per_h, rel=1e-9)


@given(retentions(), activities_mbq, st.floats(0.0, 100.0), st.floats(0.0, 400.0))
def test_doses_add_up_over_intervals(retention, activity_mbq, first_h, length_h):
    case = {"administered_activity_mbq": activity_mbq, "retention": retention, "constant_usv_m2_per_gbq_h": 3.7}
    parts = [(0.0, first_h), (first_h, first_h + length_h), (first_h + length_h, math.inf)]
    total = sum(ambient_dose_equivalent_usv(from_h=start, to_h=end, **case) for start, end in parts)
    assert total == pytest.approx(ambient_dose_equivalent_usv(**case), rel=1e-9)


@given(retentions(), st.floats(0.5, 5.0), activities_mbq)
def test_the_dose_rate_falls_with_the_square_of_the_distance(retention, distance_m, activity_mbq):
    case = {"administered_activity_mbq": activity_mbq, "retention": retention, "constant_usv_m2_per_gbq_h": 3.7}
    near = dose_rate_usv_per_h(elapsed_h=3.0, distance_m=distance_m, **case)
    far = dose_rate_usv_per_h(elapsed_h=3.0, distance_m=2 * distance_m, **case)
    assert near.item() == pytest.approx(4 * far.item(), rel=1e-12)


@given(activities_mbq, st.floats(0.0, 0.01), st.floats(1.0, 1000.0), st.floats(0.1, 100.0))
def test_waste_stays_within_limits_from_the_time_said(activity_mbq, isomer_fraction, ground_limit, isomer_limit):
    waste = {"Lu-177": activity_mbq, "Lu-177m": activity_mbq * isomer_fraction}
    limits = {"Lu-177": ground_limit, "Lu-177m": isomer_limit}
    from_h = time_to_limits_h(waste, 1000.0, limits)
    later_h = from_h + np.geomspace(1e-6, 1e5, 200)
    assert (limit_sum(waste, 1000.0, limits, later_h) <= 1 + 1e-9).all()
    if from_h > 0:
        assert limit_sum(waste, 1000.0, limits, from_h).item() == pytest.approx(1.0, rel=1e-6)


@given(st.floats(0.0, 0.3), st.floats(0.0, 1.0), st.floats(1.0, 1000.0))
def test_a_vial_is_within_tolerance_at_the_ends_of_its_window(tolerance, share_kept, half_life_h):
    margin = tolerance * share_kept
    window = tolerance_window_h(half_life_h=half_life_h, tolerance_fraction=tolerance, margin_fraction=margin)
    assert window.earliest_h <= 0 <= window.latest_h
    assert decay_factor(half_life_h, window.earliest_h) == pytest.approx(1 + tolerance - margin, rel=1e-12)
    assert decay_factor(half_life_h, window.latest_h) == pytest.approx(1 - tolerance + margin, rel=1e-12)


@given(activities_mbq, st.floats(100.0, 2000.0), st.floats(-24.0, 150.0))
def test_the_volume_to_fill_holds_what_was_prescribed(prescribed_mbq, concentration, elapsed_h):
    volume_ml = volume_to_fill_ml(
        prescribed_activity_mbq=prescribed_mbq,
        activity_concentration_mbq_per_ml=concentration,
        elapsed_h=elapsed_h,
        half_life_h=159.528,
    )
    given_mbq = expected_administered_activity_mbq(
        vial_activity_mbq=volume_ml * concentration, elapsed_h=elapsed_h, half_life_h=159.528
    )
    assert given_mbq == pytest.approx(prescribed_mbq, rel=1e-12)
    window = fillable_window_h(
        smallest_volume_ml=volume_ml,
        largest_volume_ml=volume_ml,
        activity_concentration_mbq_per_ml=concentration,
        prescribed_activity_mbq=prescribed_mbq,
        half_life_h=159.528,
    )
    assert window.latest_h == pytest.approx(elapsed_h, abs=1e-9)


@given(activities_mbq)
def test_units_round_trip(activity_mbq):
    assert mbq_from_gbq(gbq_from_mbq(activity_mbq)) == pytest.approx(activity_mbq, rel=1e-15)
