"""A lowered floor comes to just the cycles that were reached, however it is reckoned, and is as high as it can be."""

from dataclasses import replace
from fractions import Fraction
from types import SimpleNamespace

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from doseline.journey import RegionFloor
from doseline.planning.regions import RegionFloors
from tests.support.exhaustive import instance


@st.composite
def floors(draw):
    """A share, cycles demanded, given before, in window before, and reached: fewer than the share comes to, or not."""
    demanded, before = draw(st.integers(0, 400)), draw(st.integers(0, 4000))
    early = draw(st.integers(0, before))
    share = draw(st.one_of(st.integers(0, 100).map(lambda number: number / 100), st.floats(0.0, 1.0)))
    return share, demanded, before, early, draw(st.integers(0, demanded))


def exactly(share, demanded, before, early, reached):
    """Whether a share is reached, reckoned in whole fractions."""
    exact = Fraction(str(share))
    return reached >= exact * demanded or reached + early >= exact * (demanded + before)


@given(floors())
def test_a_lowered_floor_comes_to_what_was_reached(drawn):
    share, demanded, before, early, reached = drawn
    row = RegionFloor(
        region_id="S", in_window_share_min=share, given_before=before, in_window_before=early, source="XS",
        confidence="synthetic",
    )  # fmt: skip
    network = instance("XS-C22", 1)
    patient_id = next(row.patient_id for row in network.patients if row.catchment_id == "TOWN-B")
    demands = [SimpleNamespace(course=SimpleNamespace(patient_id=patient_id), cycles=[None] * demanded)]

    def of(floor):
        return RegionFloors(replace(network, region_floors=(floor,)), floors_rule=True)

    (needed,) = of(row).needed(demands)
    (lowered,) = of(row).lowered(demands, np.array([reached]))
    if reached >= needed:
        assert lowered == row
        return
    assert lowered.in_window_share_asked == share > lowered.in_window_share_min
    assert of(lowered).needed(demands).tolist() == [reached]
    assert of(lowered).aimed(demands).tolist() == [needed]
    kept = lowered.in_window_share_min
    assert exactly(kept, demanded, before, early, reached)
    assert reached == 0 or not exactly(kept, demanded, before, early, reached - 1)
