"""Waste of 74 MBq 177Lu in one kilogram; the limits are those of the case and nobody's policy.

With 0.02 % of 177mLu the published times are those of 177mLu against its own limit, 177Lu not being limited beside it.
Tolerance: half of the last digit printed.
"""

import math

import pytest

from doseline.physics import isomer_mixture_mbq, limit_sum, time_to_limits_h
from doseline.quantities import d_from_h


def test_pure_lutetium_to_100_bq_per_g():
    assert d_from_h(time_to_limits_h({"Lu-177": 74.0}, 1000.0, {"Lu-177": 100.0})) == pytest.approx(63.4, abs=0.05)


@pytest.mark.parametrize(("limit_bq_per_g", "days"), [(10.0, 90.7), (1.0, 623.6)])
def test_the_isomer_decides_how_long(limit_bq_per_g, days):
    """The second time is printed as 624 d."""
    waste = isomer_mixture_mbq(74.0, 0.0002)
    limits = {"Lu-177m": limit_bq_per_g, "Lu-177": math.inf}
    assert d_from_h(time_to_limits_h(waste, 1000.0, limits)) == pytest.approx(days, abs=0.05)


def test_counting_both_nuclides_takes_longer():
    """At 90.7 d there are still 5.8 Bq/g of first 177Lu, and 177mLu feeds more."""
    waste = isomer_mixture_mbq(74.0, 0.0002)
    both = {"Lu-177m": 10.0, "Lu-177": 10.0}
    assert limit_sum(waste, 1000.0, both, 90.7 * 24).item() > 1.5
    assert d_from_h(time_to_limits_h(waste, 1000.0, both)) > 120
