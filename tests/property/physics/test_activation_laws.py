"""Laws of activation: more flux makes more while nothing burns, splitting a step changes nothing, no flux is decay."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from doseline.physics import decay_chain, irradiate, load_cross_sections, load_nuclide_data

targets = st.sampled_from(["Yb-176", "Lu-176"])
fluxes = st.floats(1e12, 3e15)
durations_h = st.floats(0.1, 1000.0)
histories = st.lists(st.tuples(st.one_of(st.just(0.0), fluxes), durations_h), min_size=1, max_size=4)


@given(targets, st.tuples(fluxes, fluxes), durations_h)
def test_yield_is_linear_in_flux_without_burn_up(target, two_fluxes, duration_h):
    steps = [[[flux, duration_h]] for flux in two_fluxes]
    both = irradiate(target, 1.0, 1.0, steps, target_burn_up=False, product_burn_up=False).activity_mbq()
    assert both[1] * two_fluxes[0] == pytest.approx(both[0] * two_fluxes[1], rel=1e-12)
    assert (both[1] - both[0]) * (two_fluxes[1] - two_fluxes[0]) >= 0


@given(targets, fluxes, durations_h)
def test_burn_up_only_ever_takes_away(target, flux, duration_h):
    burnt = irradiate(target, 1.0, 1.0, [[flux, duration_h]]).activity_mbq()
    assert burnt <= irradiate(target, 1.0, 1.0, [[flux, duration_h]], product_burn_up=False).activity_mbq()


@given(fluxes)
def test_activity_saturates_at_the_rate_of_capture(flux):
    """After many half-lives without burn-up as many atoms decay as are made, in 177Yb and in 177Lu alike."""
    end = irradiate("Yb-176", 1.0, 1.0, [[flux, 60 * 159.528]], target_burn_up=False, product_burn_up=False)
    made_per_s = end.atoms[0] * flux * load_cross_sections().capture_cross_section_barn("Yb-176", "Yb-177") * 1e-24
    assert end.activity_mbq("Lu-177") * 1e6 == pytest.approx(made_per_s, rel=1e-12)
    assert end.activity_mbq("Yb-177") * 1e6 == pytest.approx(made_per_s, rel=1e-12)


@given(targets, histories, st.floats(0.01, 0.99))
def test_splitting_a_step_changes_nothing(target, history, share):
    flux, duration_h = history[0]
    split = [(flux, share * duration_h), (flux, (1 - share) * duration_h), *history[1:]]
    whole, parts = irradiate(target, 1.0, 0.99, history), irradiate(target, 1.0, 0.99, split)
    assert parts.atoms == pytest.approx(whole.atoms, rel=1e-10)


@given(targets, histories, st.floats(0.0, 500.0))
def test_a_stopped_reactor_is_cooling(target, history, pause_h):
    paused = irradiate(target, 1.0, 0.99, [*history, (0.0, pause_h)])
    assert paused.atoms == pytest.approx(irradiate(target, 1.0, 0.99, history).after_cooling(pause_h).atoms, rel=1e-12)


@given(targets, fluxes, durations_h, st.floats(0.0, 500.0))
def test_cooling_is_the_decay_of_the_chain(target, flux, duration_h, cooling_h):
    end = irradiate(target, 1.0, 0.99, [[flux, duration_h]])
    chain = decay_chain(["Yb-177", "Lu-177m"])
    start = {nuclide: atoms for nuclide, atoms in zip(end.nuclides, end.atoms, strict=True) if nuclide != target}
    cooled = end.after_cooling(cooling_h)
    for nuclide in start:
        expected = chain.atoms(start, cooling_h)[chain.index(nuclide)]
        assert cooled.atoms[end.nuclides.index(nuclide)] == pytest.approx(expected, rel=1e-9)


@given(targets, st.lists(histories, min_size=2, max_size=5))
def test_many_options_are_the_same_as_one_by_one(target, options):
    longest = max(len(option) for option in options)
    filled = np.array([[*option, *[(0.0, 0.0)] * (longest - len(option))] for option in options])
    together = irradiate(target, 1.0, 0.99, filled)
    apart = [irradiate(target, 1.0, 0.99, option).activity_mbq().item() for option in options]
    assert together.activity_mbq() == pytest.approx(np.array(apart), rel=1e-12)


@given(targets, histories)
def test_no_atom_comes_from_nothing(target, history):
    fresh = irradiate(target, 1.0, 1.0, [(0.0, 0.0)]).atoms.sum()
    assert irradiate(target, 1.0, 1.0, history).atoms.sum() <= fresh * (1 + 1e-12)
    data = load_nuclide_data()
    assert data.half_life_of("Yb-177") < data.half_life_of("Lu-177")
