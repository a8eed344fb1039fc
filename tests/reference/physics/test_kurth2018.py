"""Dose rates and excretion of 177Lu-PSMA-617 (Kurth et al., EJNMMI Research 8 (2018) 32, 10.1186/s13550-018-0386-4).

50 patients, 6.3 GBq, dose rates at 2 m; about 50 % excreted after 4 h and 70 % after 12 h; effective half-life 40.5 h.
"""

import math

import pytest

from doseline.evidence import load_table
from doseline.physics import (
    decay_factor,
    dose_rate_usv_per_h,
    fit_biexponential,
    half_life_h,
    load_dose_rate_constant,
    load_retention,
    time_below_h,
)

RATES = load_table("patient_dose_rates").where(cohort="kurth2018")
POINTS = (RATES["elapsed_h"], RATES["dose_rate_usv_per_h"], RATES["standard_deviation_usv_per_h"])


def test_the_slope_from_one_to_three_days_is_the_effective_half_life():
    rate = dict(zip(RATES["elapsed_h"], RATES["dose_rate_usv_per_h"], strict=True))
    slope_h = (72 - 24) * math.log(2) / math.log(rate[24] / rate[72])
    assert slope_h == pytest.approx(40.2, abs=0.05)
    reported = load_table("effective_half_lives").where(cohort="kurth2018")
    assert slope_h == pytest.approx(reported["effective_half_life_h"][0], rel=0.01)


@pytest.mark.parametrize(("elapsed_h", "excreted_fraction"), [(4.0, 0.50), (12.0, 0.70)])
def test_the_excretion_model_gives_the_excreted_shares(elapsed_h, excreted_fraction):
    retention = load_retention("kurth2018_excretion")
    in_body_fraction = retention.retained_fraction(elapsed_h) / decay_factor(half_life_h("Lu-177"), elapsed_h)
    assert 1 - in_body_fraction == pytest.approx(excreted_fraction, abs=1e-5)


def test_the_dose_rate_model_is_the_fit_of_the_four_points():
    model = load_retention("kurth2018_dose_rate")
    fast_h, slow_h = model.effective_half_lives_h
    fit = fit_biexponential(*POINTS, fast_half_life_h=fast_h, slow_half_life_h=slow_h)
    assert fit.degrees_of_freedom == 2
    assert max(map(abs, fit.residuals)) < 0.03  # uSv/h: less than the last digit printed
    assert fit.retention("Lu-177 PSMA-617").phase_fractions == pytest.approx(model.phase_fractions, abs=1e-6)


def test_the_four_points_alone_do_not_determine_the_fast_phase():
    """Only the point at 2 h touches it: left free, it runs to a dose rate at time zero that no patient shows."""
    fit = fit_biexponential(*POINTS)
    assert fit.degrees_of_freedom == 0
    assert fit.half_lives_h[0] < 1.0
    assert sum(fit.amplitudes) * 2**2 / 6.3 > 2 * load_dose_rate_constant().high_95_usv_m2_per_gbq_h
    assert fit.half_lives_h[1] == pytest.approx(40.5, abs=0.5)


def test_the_fit_starts_within_the_spread_of_230_patients():
    """Bellamy et al. 2022 (10.1093/rpd/ncac187): 3.7 uSv/h per GBq at 1 m, 95 % interval 2.4 to 5.8."""
    fast_h, slow_h = load_retention("kurth2018_dose_rate").effective_half_lives_h
    fit = fit_biexponential(*POINTS, fast_half_life_h=fast_h, slow_half_life_h=slow_h)
    constant = load_dose_rate_constant()
    at_one_metre_per_gbq = sum(fit.amplitudes) * 2**2 / 6.3
    assert constant.low_95_usv_m2_per_gbq_h < at_one_metre_per_gbq < constant.high_95_usv_m2_per_gbq_h
    assert at_one_metre_per_gbq == pytest.approx(3.07, abs=0.01)


@pytest.mark.parametrize(("elapsed_h", "rate"), [(2, 16.9), (24, 7.5), (48, 5.2), (72, 3.3)])
def test_scaled_to_one_metre_and_a_full_activity(elapsed_h, rate):
    """Inverse square and activity only: measured rate x (2 m / 1 m)^2 x 7.4 GBq / 6.3 GBq."""
    row = RATES["elapsed_h"].tolist().index(elapsed_h)
    assert RATES["dose_rate_usv_per_h"][row] * 4 * 7.4 / 6.3 == pytest.approx(rate, abs=0.06)


def test_a_patient_starts_at_27_and_the_upper_one_is_under_20_after_four_to_five_hours():
    """7.4 GBq at 1 m. The 20 uSv/h rule belongs to 131I; a stay is not computed from it."""
    constant, retention = load_dose_rate_constant(), load_retention("kurth2018_excretion")
    mean = dose_rate_usv_per_h(
        administered_activity_mbq=7400.0,
        elapsed_h=0.0,
        retention=retention,
        constant_usv_m2_per_gbq_h=constant.mean_usv_m2_per_gbq_h,
    )
    assert mean.item() == pytest.approx(27.4, abs=0.05)
    upper_h = time_below_h(
        20.0,
        administered_activity_mbq=7400.0,
        retention=retention,
        constant_usv_m2_per_gbq_h=constant.high_95_usv_m2_per_gbq_h,
    )
    assert 4.0 < upper_h < 5.0


def test_the_point_source_is_twice_the_patient():
    """7.64 uSv m2/(GBq h) makes 56.5 uSv/h of 7.4 GBq at 1 m; Bellamy et al. 2022 call it too high by two."""
    point = load_dose_rate_constant("point_source").mean_usv_m2_per_gbq_h
    assert point * 7.4 == pytest.approx(56.5, abs=0.05)
    assert point / load_dose_rate_constant().mean_usv_m2_per_gbq_h == pytest.approx(2.0, abs=0.1)
