"""Every table that ships is checked, cited and consistent with what it was transcribed from."""

import math

import pytest

from doseline.evidence import available_tables, load_table
from doseline.physics import decay_chain, load_nuclide_data

HOURS = {
    "ns": 1 / 3.6e12,
    "us": 1 / 3.6e9,
    "ms": 1 / 3.6e6,
    "s": 1 / 3600,
    "min": 1 / 60,
    "h": 1.0,
    "d": 24.0,
    "ky": 31556926e3 / 3600,
}
THERAPY = [
    "Yb-177",
    "Lu-177",
    "Lu-177m",
    "Yb-175",
    "Ra-223",
    "Rn-219",
    "Po-215",
    "Pb-211",
    "Bi-211",
    "Tl-207",
    "Po-211",
    "I-131",
    "Xe-131m",
    "Ac-225",
    "Fr-221",
    "At-217",
    "Bi-213",
    "Po-213",
    "Tl-209",
    "Pb-209",
    "Ge-68",
    "Ga-68",
    "Mo-99",
    "Tc-99m",
    "Tc-99",
    "Tb-161",
    "Y-90",
    "Pb-212",
    "Bi-212",
    "Po-212",
    "Tl-208",
    "Cu-64",
    "F-18",
    "In-111",
]


@pytest.mark.parametrize("name", available_tables())
def test_a_table_loads_and_nobody_has_forged_a_signature(name):
    table = load_table(name)
    assert table.n_rows > 0
    assert not table.signed
    assert set(table.text("source")) == set(table.sources)


def test_half_lives_in_hours_are_the_published_ones():
    table = load_table("half_lives")
    for published, unit, hours in zip(
        table.text("half_life_as_published"), table.text("unit_as_published"), table["half_life_h"], strict=True
    ):
        if published == "stable":
            assert hours == math.inf
        else:
            assert hours == pytest.approx(float(published) * HOURS[unit], rel=1e-15)


@pytest.mark.parametrize("named_set", ["product_information", "nubase2020"])
def test_every_chain_of_therapy_ends_in_stable_nuclides(named_set):
    data = load_nuclide_data(named_set)
    for nuclide in THERAPY:
        chain = decay_chain(nuclide, named_set)
        lost = [
            name
            for name in chain.nuclides
            if not data.branches.get(name) and chain.half_lives_h[chain.index(name)] < math.inf
        ]
        assert not lost
    for parent, to in data.branches.items():
        assert sum(to.values()) == pytest.approx(1.0, abs=1e-9), parent


def test_the_sets_differ_in_lutetium_only():
    default, alternative = load_nuclide_data(), load_nuclide_data("nubase2020")
    assert {n for n in default.half_life_h if default.half_life_h[n] != alternative.half_life_h[n]} == {"Lu-177"}
    assert {n for n in default.branches if default.branches[n] != alternative.branches[n]} == {"Lu-177m"}
    assert (default.half_life_of("Lu-177"), alternative.half_life_of("Lu-177")) == (159.528, 159.4632)


def test_atomic_masses_come_from_the_mass_excess():
    """Mass number + excess / 931,494.10242 keV (CODATA 2018)."""
    table = load_table("atomic_masses")
    for nuclide, excess_kev, mass_u in zip(
        table.text("nuclide"), table["mass_excess_kev"], table["atomic_mass_u"], strict=True
    ):
        number = int(nuclide.split("-")[1].rstrip("m"))
        assert mass_u == pytest.approx(number + excess_kev / 931494.10242, abs=1e-7)


def test_feeding_of_the_isomers_follows_from_the_decay_schemes():
    """ENSDF: what reaches the 163.93 keV level of 131Xe equals what leaves it; the 142.68 keV level of 99Tc."""
    data = load_nuclide_data()
    into_xenon = 0.39 + 0.815 * (0.33 * 1.24 + 0.441 * 1.00883)
    assert 100 * data.branches["I-131"]["Xe-131m"] == pytest.approx(into_xenon, abs=0.005)
    out_of_xenon = 0.815 * 0.0259 * 51.5
    assert out_of_xenon == pytest.approx(into_xenon, abs=0.005)
    gammas = 9.84 * 1.00902 + 0.026 + 0.436 * 1.004 + 35.3 * 1.000585 + 0.006 + 0.012 + 0.0089
    assert 100 * data.branches["Mo-99"]["Tc-99m"] == pytest.approx(82.2 + 0.122 * gammas, abs=0.01)
