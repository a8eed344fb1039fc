"""Published volumes and activities of Pluvicto and Lutathera give the published times.

Pluvicto: summary of product characteristics, 1,000 MBq/mL at calibration, 7.5 to 12.5 mL, 7,400 MBq at administration,
177Lu half-life 6.647 d. Lutathera: summary of product characteristics (EU register, January 2024), 370 MBq/mL, 20.5 to
25.0 mL, 7,400 MBq. Tolerance: half of the last digit printed.
"""

import pytest

from doseline.physics import decay_factor, fillable_window_h, half_life_h, tolerance_window_h

LU177_H = half_life_h("Lu-177")


@pytest.mark.parametrize(
    ("smallest_ml", "largest_ml", "mbq_per_ml", "earliest_h", "latest_h"),
    [(7.5, 12.5, 1000.0, 3.1, 120.7), (20.5, 25.0, 370.0, 5.7, 51.4)],
    ids=["Pluvicto", "Lutathera"],
)
def test_times_the_manufacturer_can_fill_for(smallest_ml, largest_ml, mbq_per_ml, earliest_h, latest_h):
    window = fillable_window_h(
        smallest_volume_ml=smallest_ml,
        largest_volume_ml=largest_ml,
        activity_concentration_mbq_per_ml=mbq_per_ml,
        prescribed_activity_mbq=7400.0,
        half_life_h=LU177_H,
    )
    assert window.earliest_h == pytest.approx(earliest_h, abs=0.05)
    assert window.latest_h == pytest.approx(latest_h, abs=0.05)


def test_ten_percent_is_a_day_each_way():
    window = tolerance_window_h(half_life_h=LU177_H, tolerance_fraction=0.1)
    assert window.earliest_h == pytest.approx(-21.9, abs=0.05)
    assert window.latest_h == pytest.approx(24.2, abs=0.06)  # 24.249: printed as 24.2


@pytest.mark.parametrize(
    ("elapsed_h", "factor"),
    [(6, 0.9743), (12, 0.9492), (24, 0.9010), (48, 0.8118), (72, 0.7314), (96, 0.6589), (120, 0.5937)],
)
def test_decay_factors_of_lutetium(elapsed_h, factor):
    assert decay_factor(LU177_H, float(elapsed_h)) == pytest.approx(factor, abs=5e-5)


@pytest.mark.parametrize(("elapsed_h", "activity_gbq"), [(-24.0, 8.213), (24.0, 6.667)])
def test_seven_point_four_gbq_a_day_before_and_after(elapsed_h, activity_gbq):
    assert 7.4 * decay_factor(LU177_H, elapsed_h) == pytest.approx(activity_gbq, abs=5e-4)
