"""Laws of decay that hold for every chain, every start and every time."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from doseline.physics import Chain, decay_factor, time_to_activity_h

half_lives_h = st.one_of(
    st.sampled_from([1.0, 1.0 + 1e-12, 1.0 + 1e-6, 159.528]),
    st.floats(min_value=-6, max_value=6).map(lambda x: 10.0**x),
)
times_h = st.one_of(st.just(0.0), st.floats(min_value=-5, max_value=4).map(lambda x: 10.0**x))


@st.composite
def closed_chains(draw):
    """A chain of 2 to 6 radioactive nuclides and one stable, in which nothing is lost."""
    n = draw(st.integers(2, 6))
    lives = {f"N{i}": draw(half_lives_h) for i in range(n)} | {"S": math.inf}
    branches = {}
    for i in range(n):
        later = [f"N{j}" for j in range(i + 1, n)] + ["S"]
        chosen = draw(st.lists(st.sampled_from(later), min_size=1, max_size=2, unique=True))
        share = draw(st.floats(0.01, 0.99)) if len(chosen) == 2 else 1.0
        branches[f"N{i}"] = dict(zip(chosen, (share, 1.0 - share), strict=False))
    return Chain(lives, branches)


@st.composite
def chains_with_start(draw):
    chain = draw(closed_chains())
    start = [draw(st.one_of(st.just(0.0), st.floats(1e-3, 1e3))) for _ in chain.nuclides]
    return chain, np.array(start)


def close(a, b):
    """Equal to the promised accuracy, above what a double can still tell from nothing."""
    return np.allclose(a, b, rtol=1e-9, atol=1e-250)


@given(chains_with_start(), times_h, times_h)
def test_decay_composes(case, first_h, second_h):
    chain, start = case
    in_two = chain.atoms(chain.atoms(start, first_h), second_h)
    # A later start within rounding of zero may differ in its last digits by far more than its value.
    assert close(in_two, chain.atoms(start, first_h + second_h))


@given(chains_with_start(), times_h)
def test_a_closed_chain_keeps_its_atoms(case, elapsed_h):
    chain, start = case
    assert chain.atoms(start, elapsed_h).sum() == pytest.approx(start.sum(), rel=1e-9)


@given(chains_with_start(), st.lists(times_h, min_size=1, max_size=20))
def test_amounts_are_never_negative(case, elapsed_h):
    chain, start = case
    assert (chain.atoms(start, elapsed_h) >= 0).all()
    assert (chain.activity_mbq(np.where(np.isfinite(chain.half_lives_h), start, 0.0), elapsed_h) >= 0).all()


@given(chains_with_start(), chains_with_start(), times_h, st.floats(0.01, 100.0))
def test_amounts_are_linear_in_the_start(case, other, elapsed_h, factor):
    chain, start = case
    second = np.resize(other[1], start.size)
    apart = chain.atoms(start, elapsed_h) + factor * chain.atoms(second, elapsed_h)
    assert close(chain.atoms(start + factor * second, elapsed_h), apart)


@given(chains_with_start(), st.lists(times_h, min_size=1, max_size=30))
def test_many_instants_are_the_same_as_one_by_one(case, elapsed_h):
    chain, start = case
    together = chain.atoms(start, elapsed_h)
    assert close(together, np.stack([chain.atoms(start, one) for one in elapsed_h], axis=1))


@settings(max_examples=30)
@given(chains_with_start(), times_h)
def test_the_fast_form_is_as_exact_as_the_sum_over_paths(case, elapsed_h):
    chain, start = case
    assert np.allclose(
        chain.atoms(start, elapsed_h), chain._exact(start, np.array([elapsed_h]))[:, 0], rtol=1e-10, atol=1e-250
    )


@given(half_lives_h, times_h, times_h)
def test_factors_compose_and_undo(half_life_h, first_h, second_h):
    both = decay_factor(half_life_h, first_h) * decay_factor(half_life_h, second_h)
    exponent = (first_h + second_h) / half_life_h
    if exponent < 900:
        assert both == pytest.approx(decay_factor(half_life_h, first_h + second_h), rel=1e-12 * (1 + exponent))
        assert decay_factor(half_life_h, first_h) * decay_factor(half_life_h, -first_h) == pytest.approx(1.0, rel=1e-12)


@given(half_lives_h, st.floats(1e-3, 1e6), st.floats(1e-3, 1e6))
def test_the_time_to_an_activity_leads_to_it(half_life_h, activity_mbq, target_mbq):
    elapsed_h = time_to_activity_h(half_life_h=half_life_h, activity_mbq=activity_mbq, target_activity_mbq=target_mbq)
    assert activity_mbq * decay_factor(half_life_h, elapsed_h) == pytest.approx(target_mbq, rel=1e-12)
