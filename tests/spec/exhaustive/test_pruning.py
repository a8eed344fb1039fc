"""The oracle leaves no branch in which a better plan hides: with every bound taken away it finds the same levels."""

import pytest

from tests.oracles.planning import search
from tests.support.exhaustive import SCARCE, instance, optimum, rank

SMALL = (
    "XS-C02",
    "XS-C03",
    "XS-C04",
    "XS-C05",
    "XS-C06",
    "XS-C06-road",
    "XS-C07",
    "XS-C08",
    "XS-C10",
    "XS-C17",
    "XS-C18",
    "XS-C21",
)


def test_the_small_instances_are_instances():
    assert set(SMALL) <= set(SCARCE)


@pytest.mark.parametrize("name", SMALL)
def test_bounds_hide_nothing(name, monkeypatch):
    bounded = optimum(name, 1)
    monkeypatch.setattr(search._Search, "_may_beat", lambda _search, _chosen: True)
    free = search.exhaustive_optimum(instance(name, 1))
    assert free is not None
    assert rank(free.levels) == rank(bounded.levels)
