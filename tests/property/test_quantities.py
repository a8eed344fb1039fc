"""Units round-trip, for floats and for arrays of any shape."""

import re

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from doseline import quantities

PAIR = re.compile(r"(?P<to>[a-z0-9]+)_from_(?P<of>[a-z0-9]+)")
NOT_ARRAYS = {"timedelta"}
PAIRS = sorted(
    (match["to"], match["of"])
    for match in map(PAIR.fullmatch, vars(quantities))
    if match and not {match["to"], match["of"]} & NOT_ARRAYS
)

# Smaller than 1e-200 a conversion may reach the subnormal numbers and lose digits there.
sizes = st.floats(min_value=1e-200, max_value=1e200)


@pytest.mark.parametrize(("to", "of"), PAIRS)
@given(value=sizes)
def test_every_conversion_has_its_way_back(to, of, value):
    there, back = getattr(quantities, f"{to}_from_{of}"), getattr(quantities, f"{of}_from_{to}")
    assert back(there(value)) == pytest.approx(value, rel=1e-15)


@given(values=hnp.arrays(np.float64, hnp.array_shapes(max_dims=3, max_side=4), elements=sizes))
def test_an_array_converts_element_by_element_and_keeps_its_shape(values):
    for to, of in PAIRS:
        convert = getattr(quantities, f"{to}_from_{of}")
        converted = convert(values)
        assert converted.shape == values.shape
        assert converted.flat[0] == convert(float(values.flat[0]))
