"""Divided differences of exp against arbitrary precision, at nodes that coincide, nearly coincide or lie far apart."""

import math

import mpmath
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from doseline.physics.divided_difference import exp_divided_difference

nodes = st.lists(
    st.one_of(
        st.sampled_from([0.0, -1.0, -1.0 - 1e-9, -3.0]),
        st.floats(min_value=-9, max_value=2.7).map(lambda x: -(10.0**x)),
    ),
    min_size=1,
    max_size=10,
)


def exact(values):
    """Textbook sum with 600 digits; coinciding nodes are moved apart by less than a double can see."""
    with mpmath.workdps(600):
        apart = [mpmath.mpf(value) + mpmath.mpf(10) ** -40 * position for position, value in enumerate(values)]
        return sum(
            mpmath.exp(x) / mpmath.fprod(x - y for other, y in enumerate(apart) if other != position)
            for position, x in enumerate(apart)
        )


@given(nodes)
def test_ten_nodes_keep_thirteen_digits(values):
    expected = exact(values)
    found = exp_divided_difference(np.array(values)[:, None])[0]
    assert float(abs(mpmath.mpf(found) - expected) / expected) < 1e-13


@pytest.mark.parametrize("k", range(1, 11))
def test_equal_nodes_give_the_derivative(k):
    assert exp_divided_difference(np.zeros((k, 1)))[0] == pytest.approx(1 / math.factorial(k - 1), rel=1e-15)
