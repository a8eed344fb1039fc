"""The fast functions of physics agree with their slow, obvious twins."""

import numpy as np
import pytest

from doseline.physics import Chain, decay_chain, irradiate, load_cross_sections, load_nuclide_data, load_retention
from tests.oracles.physics.activation import lutetium_atoms, ytterbium_atoms
from tests.oracles.physics.decay import atoms_by_ode

BRANCHED = (
    {"A": 50.0, "B": 3.0, "C": 3.0, "D": 700.0, "E": 12.0, "F": np.inf},
    {
        "A": {"B": 0.6, "C": 0.3, "F": 0.1},
        "B": {"D": 1.0},
        "C": {"D": 0.25, "E": 0.75},
        "D": {"E": 0.5},
        "E": {"F": 1.0},
    },
)
EQUAL = (
    {"A": 10.0, "B": 10.0, "C": 10.000001, "D": 10.0, "E": np.inf},
    {"A": {"B": 1.0}, "B": {"C": 1.0}, "C": {"D": 1.0}, "D": {"E": 1.0}},
)
HISTORY = [(1e14, 100.0), (0.0, 48.0), (4e14, 30.0), (0.0, 0.0), (2e14, 200.0)]


@pytest.mark.parametrize("chain", [BRANCHED, EQUAL], ids=["branched", "equal half-lives"])
@pytest.mark.parametrize("elapsed_h", [0.0, 0.5, 20.0, 300.0])
def test_chain_agrees_with_the_differential_equation(chain, elapsed_h):
    half_lives_h, branches = chain
    start = {"A": 1000.0, "C": 10.0}
    fast = Chain(half_lives_h, branches)
    slow = atoms_by_ode(half_lives_h, branches, start, elapsed_h)
    assert dict(zip(fast.nuclides, fast.atoms(start, elapsed_h), strict=True)) == pytest.approx(
        slow, rel=1e-6, abs=1e-6
    )


def test_chain_of_molybdenum_agrees_with_the_differential_equation():
    fast = decay_chain("Mo-99")
    data = load_nuclide_data()
    half_lives_h = {name: data.half_life_of(name) for name in fast.nuclides}
    slow = atoms_by_ode(half_lives_h, data.branches, {"Mo-99": 1.0}, 30.0)
    assert dict(zip(fast.nuclides, fast.atoms({"Mo-99": 1.0}, 30.0), strict=True)) == pytest.approx(slow, rel=1e-7)


def test_ytterbium_target_agrees_with_the_differential_equation():
    data, barn = load_nuclide_data(), load_cross_sections().capture_cross_section_barn
    end = irradiate("Yb-176", 1.0, 0.99, HISTORY)
    fresh = irradiate("Yb-176", 1.0, 0.99, [(0.0, 0.0)]).atoms[0].item()
    slow = ytterbium_atoms(
        fresh,
        HISTORY,
        half_lives_h=dict(data.half_life_h),
        target_barn=barn("Yb-176", "Yb-177"),
        product_barn=barn("Lu-177", "Lu-178"),
    )
    assert dict(zip(end.nuclides, end.atoms, strict=True)) == pytest.approx(slow, rel=1e-6)


def test_lutetium_target_agrees_with_the_differential_equation():
    data, barn = load_nuclide_data(), load_cross_sections().capture_cross_section_barn
    end = irradiate("Lu-176", 1e-3, 0.82, HISTORY)
    fresh = irradiate("Lu-176", 1e-3, 0.82, [(0.0, 0.0)]).atoms[0].item()
    slow = lutetium_atoms(
        fresh,
        HISTORY,
        half_lives_h=dict(data.half_life_h),
        isomer_to_ground_fraction=data.branches["Lu-177m"]["Lu-177"],
        ground_barn=barn("Lu-176", "Lu-177"),
        isomer_barn=barn("Lu-176", "Lu-177m"),
        ground_burnt_barn=barn("Lu-177", "Lu-178"),
        isomer_burnt_barn=barn("Lu-177m", "Lu-178"),
    )
    assert dict(zip(end.nuclides, end.atoms, strict=True)) == pytest.approx(slow, rel=1e-6)


def test_residence_agrees_with_a_sum_over_small_steps():
    retention = load_retention("kurth2018_excretion")
    edges_h = np.linspace(2.0, 500.0, 500_001)
    middles_h = (edges_h[1:] + edges_h[:-1]) / 2
    summed = float((retention.retained_fraction(middles_h) * np.diff(edges_h)).sum())
    assert retention.time_integrated_activity_coefficient_h(2.0, 500.0) == pytest.approx(summed, rel=1e-9)
