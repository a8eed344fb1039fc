"""Weak duality, evaluated slowly: whatever the prices, the bound never crosses the optimum of an XS instance."""

from dataclasses import replace
from functools import cache
from math import inf, nan

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from doseline.checking import check
from tests.oracles.planning.dual import Dual
from tests.oracles.planning.least import least_by_cycle, least_waste_mbq
from tests.support.exhaustive import MIXED, OTHERS, SCARCE, instance, optimum

PLAIN = [(name, seed) for name in (*SCARCE, *MIXED, *OTHERS) for seed in (1, 2)]
PER_UNIT = {"batch": 8500.0, "line": 8500.0, "staff": 120.0, "tail_staff": 2.0}
"""About what one patient uses of a row that is not counted in patients."""


@cache
def dual(name: str, seed: int) -> Dual:
    return Dual(instance(name, seed))


@st.composite
def priced(draw):
    """An instance, prices for a few of its rows, and a floor."""
    name, seed = draw(st.sampled_from(PLAIN))
    rows = dual(name, seed).rows()
    chosen = draw(st.lists(st.sampled_from(rows), max_size=8, unique=True))
    prices = {row: draw(st.floats(0, 4)) / PER_UNIT.get(row.split("|")[0], 1.0) for row in chosen}
    return name, seed, prices, draw(st.floats(0, 20))


@pytest.mark.parametrize(("name", "seed"), PLAIN)
def test_without_prices_the_bound_is_what_the_courses_could_have_alone(name, seed):
    levels = optimum(name, seed).levels
    assert dual(name, seed).bound("L1", {}) >= levels["L1"]
    assert dual(name, seed).bound("L2", {}) <= levels["L2"]


@given(priced())
@settings(max_examples=150)
def test_no_prices_cross_the_optimum(case):
    name, seed, prices, floor = case
    levels = optimum(name, seed).levels
    assert dual(name, seed).bound("L1", prices) >= levels["L1"]
    assert dual(name, seed).bound("L2", prices, floor=floor, own_l1=levels["L1"]) <= levels["L2"]


@pytest.mark.parametrize("name", [*SCARCE, *MIXED, *OTHERS])
def test_prices_sharpened_row_by_row_never_cross_the_optimum(name):
    """Prices picked to prove as much as they can would cross it first if a row were read too strictly."""
    levels = optimum(name, 1).levels
    for level, better, floor in (("L1", -1, 0.0), ("L2", 1, 0.0), ("L2", 1, 3.0)):
        prices: dict[str, float] = {}
        best = dual(name, 1).value(level, prices, floor=floor, own_l1=levels["L1"])
        for row in dual(name, 1).rows():
            for price in (1.0, 2.0, 4.0):
                tried = prices | {row: price / PER_UNIT.get(row.split("|")[0], 1.0)}
                value = dual(name, 1).value(level, tried, floor=floor, own_l1=levels["L1"])
                if better * (value - best) > 1e-9:
                    best, prices = value, tried
        bound = dual(name, 1).bound(level, prices, floor=floor, own_l1=levels["L1"])
        assert better * (levels[level] - bound) >= 0


@given(priced())
@settings(max_examples=100)
def test_the_checker_proves_the_same(case):
    name, seed, prices, floor = case
    best = optimum(name, seed)
    bounds = {
        "L1": dual(name, seed).bound("L1", prices),
        "L2": dual(name, seed).bound("L2", prices, floor=floor, own_l1=best.levels["L1"]),
    }
    claims = [{"name": level, "bound": bound, "prices": prices, "floor": floor} for level, bound in bounds.items()]
    plan = replace(best.plan, certificates={"schema_version": 1, "levels": claims})
    certificates = check(instance(name, seed), plan).certificates
    assert {certificate.name: certificate.reevaluated_bound for certificate in certificates} == bounds
    assert all(certificate.holds for certificate in certificates)


EXTREME = (5e-324, 1e-300, 1e-12, 1e-3, 1.0, 1e3, 1e6, 1e9, 1e9 + 1.0, 1e15, 1e300, 1.7e308, inf, nan)


@st.composite
def extremely_priced(draw):
    """An instance and prices of any size for many of its rows, runs that hold nobody included."""
    name, seed = draw(st.sampled_from(PLAIN))
    rows = dual(name, seed).rows()
    runs = [
        f"run|{row.split('|')[1]}|{row.split('|')[2]}|{days}" for row in rows if row[:5] == "night" for days in (2, 3)
    ]
    sizes = st.sampled_from(EXTREME[: draw(st.integers(4, len(EXTREME)))])
    chosen = draw(st.lists(st.sampled_from(rows + runs), max_size=40, unique=True))
    return name, seed, {row: draw(sizes) for row in chosen}, draw(st.sampled_from((0.0, *EXTREME)))


@given(extremely_priced())
@settings(max_examples=100)
def test_no_price_of_any_size_certifies_what_is_false(case):
    name, seed, prices, floor = case
    best = optimum(name, seed)
    claims = [
        {"name": "L1", "bound": best.levels["L1"] - 1, "prices": prices},
        {"name": "L2", "bound": best.levels["L2"] + 1, "prices": prices, "floor": floor},
    ]
    plan = replace(best.plan, certificates={"schema_version": 1, "levels": claims})
    l1, l2 = check(instance(name, seed), plan).certificates
    assert not l1.holds
    assert not l2.holds
    assert l1.reevaluated_bound is None or l1.reevaluated_bound >= best.levels["L1"]
    assert l2.reevaluated_bound is None or l2.reevaluated_bound <= best.levels["L2"]
    assert "Contradiction" not in l1.sentence + l2.sentence


def test_a_slot_s_price_proves_the_optimum_of_a_short_slot():
    """XS-C06 of seed 3: one vial on Monday for two patients, so one of them is out of its window."""
    name, seed = "XS-C06", 3
    slot = next(slot for slot in instance(name, seed).slots if slot.quantity == 1)
    weights = sorted(course.weight for course in instance(name, seed).courses)
    proved = dual(name, seed).bound("L1", {f"slot|{slot.slot_id}": float(weights[0])})
    assert dual(name, seed).bound("L1", {}) == sum(weights)
    assert proved == optimum(name, seed).levels["L1"] == weights[-1]


def test_a_price_below_zero_is_no_price():
    with pytest.raises(ValueError, match="zero or more"):
        dual("XS-C06", 3).bound("L1", {"slot|X": -1.0})


EVERY = [(name, seed) for name in (*SCARCE, *MIXED, *OTHERS) for seed in (1, 2, 3)]


@pytest.mark.parametrize(("name", "seed"), EVERY)
def test_what_cycles_need_at_least_is_what_the_checker_says_and_no_optimum_undercuts_it(name, seed):
    best = optimum(name, seed)
    expected = least_by_cycle(instance(name, seed), best.levels["L1"])
    claims = [{"name": level, "bound": 0.0, "rule": "per_cycle"} for level in expected]
    plan = replace(best.plan, certificates={"schema_version": 1, "levels": claims})
    found = {row.name: row.reevaluated_bound for row in check(instance(name, seed), plan).certificates}
    assert found == pytest.approx(expected, rel=1e-6, abs=1e-6)
    assert all(bound <= best.levels[level] + 1e-3 for level, bound in found.items())


@st.composite
def waste_priced(draw):
    """An instance, and prices of waste for a few of its rows."""
    name, seed = draw(st.sampled_from(PLAIN))
    rows = [row for row in dual(name, seed).rows() if not row.startswith("tail")]
    chosen = draw(st.lists(st.sampled_from(rows), max_size=8, unique=True))
    return name, seed, {row: draw(st.floats(0, 4000)) / PER_UNIT.get(row.split("|")[0], 1.0) for row in chosen}


@given(waste_priced())
@settings(max_examples=100)
def test_no_prices_of_waste_cross_the_optimum_and_the_checker_proves_the_same(case):
    name, seed, prices = case
    best = optimum(name, seed)
    bound = least_waste_mbq(dual(name, seed), best.levels["L1"], prices)
    assert bound <= best.levels["L4.1"] + 1e-3
    claim = {"name": "L4.1", "bound": bound, "rule": "per_cycle", "prices": prices}
    plan = replace(best.plan, certificates={"schema_version": 1, "levels": [claim]})
    (found,) = check(instance(name, seed), plan).certificates
    assert found.holds
    assert found.reevaluated_bound == pytest.approx(bound, rel=1e-6, abs=1e-6)
