"""Shapes, edges and special cases of the physics functions."""

import math
from datetime import UTC, datetime, timedelta

import numpy as np
import pytest

from doseline.errors import UserError
from doseline.operations.benchmarks.chains import chain_benchmark
from doseline.physics import (
    Chain,
    Retention,
    activity_at,
    decay_chain,
    decay_factor,
    end_of_bombardment_activity_mbq,
    irradiate,
    load_retention,
    time_below_h,
    time_integrated_activity_mbq_h,
    time_to_limits_h,
)
from doseline.physics.transfer import TransferGraph
from doseline.quantities import Activity


def test_results_take_the_shape_of_the_times():
    chain = decay_chain("Ra-223")
    n = len(chain.nuclides)
    assert chain.activity_mbq({"Ra-223": 1.0}, 5.0).shape == (n,)
    assert chain.activity_mbq({"Ra-223": 1.0}, np.ones((2, 3))).shape == (n, 2, 3)
    assert chain.activity_mbq({"Ra-223": 1.0}, []).shape == (n, 0)


def test_time_zero_gives_back_the_start_exactly():
    chain = decay_chain("Ac-225")
    start = {"Ac-225": 10.0, "Bi-213": 3.0}
    found = dict(zip(chain.nuclides, chain.activity_mbq(start, 0.0), strict=True))
    assert found == pytest.approx({nuclide: start.get(nuclide, 0.0) for nuclide in chain.nuclides}, rel=1e-15, abs=0.0)


def test_more_instants_than_one_chunk_in_any_order():
    chain = decay_chain("Mo-99")
    times_h = np.random.default_rng(3).permutation(np.linspace(0.0, 300.0, 10_001))
    found = chain.activity_mbq({"Mo-99": 1000.0}, times_h)
    assert found[0] == pytest.approx(1000.0 * decay_factor(65.932, times_h), rel=1e-12)


def test_equal_half_lives_follow_t_times_exp():
    chain = Chain({"A": 10.0, "B": 10.0}, {"A": {"B": 1.0}})
    rate = math.log(2) / 10
    times_h = np.array([0.0, 1e-6, 1.0, 100.0])
    assert chain.activity_mbq({"A": 5.0}, times_h)[1] == pytest.approx(
        5.0 * rate * times_h * np.exp(-rate * times_h), rel=1e-14
    )


def test_the_first_moments_of_an_ingrowth_keep_their_digits():
    """A chain of five with times a billionth of its half-lives: the last member goes with t ** 4 / 4!."""
    lives = {name: 100.0 + step for step, name in enumerate("ABCDE")}
    chain = Chain(lives, {a: {b: 1.0} for a, b in zip("ABCD", "BCDE", strict=True)})
    time_h = 1e-7
    rates = [math.log(2) / life for life in lives.values()]
    expected = math.prod(rates[:4]) * time_h**4 / 24
    assert chain.atoms({"A": 1.0}, time_h)[-1] == pytest.approx(expected, rel=1e-8)


def test_transient_and_secular_equilibrium():
    generator = decay_chain("Ge-68")
    germanium, gallium = generator.activity_mbq({"Ge-68": 1000.0}, 48.0)[:2]
    assert gallium / germanium == pytest.approx(1 / (1 - 1.1307 / 6505.2), rel=1e-9)


def test_a_nuclide_that_leaves_the_chain_is_lost():
    chain = Chain({"A": 1.0, "B": math.inf}, {"A": {"B": 0.9}})
    assert chain.atoms({"A": 1.0}, 100.0)[1] == pytest.approx(0.9)


def test_an_activity_moves_to_another_instant_and_back():
    calibrated_at = datetime(2026, 3, 29, 0, 30, tzinfo=UTC)
    activity = Activity(nuclide="Lu-177", activity_mbq=7400.0, reference_at=calibrated_at)
    later = activity_at(activity, calibrated_at + timedelta(days=6.647))
    assert later.activity_mbq == pytest.approx(3700.0)
    assert activity_at(later, calibrated_at).activity_mbq == pytest.approx(7400.0)


def test_many_paths_are_refused_in_words():
    ladder = tuple((i, j) for i in range(20) for j in range(i + 1, 20))
    with pytest.raises(UserError, match="too many paths"):
        TransferGraph(n_nodes=20, edges=ladder).paths()


def test_options_of_mass_and_cooling_come_out_in_one_array():
    masses_g = np.array([0.5, 1.0, 2.0])
    found = end_of_bombardment_activity_mbq("Yb-176", masses_g, 0.99, [[1e14, 168.0]], cooling_h=[0.0, 24.0, 48.0])
    assert found.shape == (3,)
    one = end_of_bombardment_activity_mbq("Yb-176", 1.0, 0.99, [[1e14, 168.0]], cooling_h=24.0)
    assert found[1] == pytest.approx(one.item(), rel=1e-14)


def test_ytterbium_goes_on_feeding_after_the_end_of_bombardment():
    end = irradiate("Yb-176", 1.0, 0.99, [[1e14, 10.0]])
    assert end.after_cooling(10.0).activity_mbq() > end.activity_mbq()


def test_the_product_of_the_ytterbium_route_is_carrier_free():
    end = irradiate("Yb-176", 1.0, 0.99, [[1e14, 168.0]])
    assert end.specific_activity_mbq_per_g() == pytest.approx(4107.7e6, abs=0.05e6)


def test_mass_of_unreacted_lutetium_counts():
    """An unburnt milligram: specific activity is activity over the mass that went in, to the loss of a percent."""
    end = irradiate("Lu-176", 1e-3, 0.5, [[1e12, 24.0]])
    assert end.specific_activity_mbq_per_g() == pytest.approx(end.activity_mbq() / 1e-3, rel=1e-3)


def test_below_the_limit_from_the_start():
    vial = Retention(kinetics_of="a vial", phase_fractions=(1.0,), effective_half_lives_h=(159.528,))
    case = {"administered_activity_mbq": 1000.0, "retention": vial, "constant_usv_m2_per_gbq_h": 3.7}
    assert time_below_h(3.7, **case) == 0.0
    assert time_below_h(1.85, **case) == pytest.approx(159.528)


def test_a_vial_has_the_tiac_of_its_nuclide():
    """T1/2 / ln 2 = 230.2 h for 177Lu; no region may exceed it."""
    vial = Retention(kinetics_of="a vial", phase_fractions=(1.0,), effective_half_lives_h=(159.528,))
    assert time_integrated_activity_mbq_h(1.0, vial) == pytest.approx(230.2, abs=0.05)
    assert load_retention("kurth2018_excretion").time_integrated_activity_coefficient_h() < 230.2


def test_the_last_crossing_counts_where_progeny_grows_in():
    """Pure 177mLu feeds 177Lu: within limits at first, above them later, and within again for good."""
    waste, limits = {"Lu-177m": 1.0}, {"Lu-177m": math.inf, "Lu-177": 150.0}
    days = time_to_limits_h(waste, 1000.0, limits) / 24
    assert days == pytest.approx(160.4 * math.log2(0.217 / (1 - 6.647 / 160.4) * 1000 / 150), rel=1e-3)


def test_waste_within_limits_needs_no_time():
    assert time_to_limits_h({"Lu-177": 1e-6}, 1000.0, {"Lu-177": 100.0}) == 0.0
    assert time_to_limits_h({"Lu-177": 0.0}, 1000.0, {"Lu-177": 100.0}) == 0.0


def test_the_benchmark_says_when_its_peer_is_missing(monkeypatch):
    monkeypatch.setitem(__import__("sys").modules, "radioactivedecay", None)
    with pytest.raises(UserError, match="make dev"):
        chain_benchmark(10)
