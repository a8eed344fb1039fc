"""What the Belgian package states, against what was published; each test names the publication."""

import csv
import math
from datetime import date, timedelta
from itertools import pairwise

import pytest

from doseline.evidence import load_table
from tests.support.belgium import SCENARIOS, beds, belgium, courses_per_year, demand_parameter, in_scenario


def product(product_id):
    return next(row for row in belgium().products if row.product_id == product_id)


def half_life_h(nuclide):
    return next(row.half_life_h for row in belgium().nuclides if row.nuclide == nuclide)


@pytest.mark.parametrize("scenario", SCENARIOS)
@pytest.mark.parametrize(
    ("site", "count"),
    [
        ("CHU-LIEGE", 8),  # Le journal du medecin, 2025
        ("BORDET", 5),  # Artsenkrant and bx1.be, 30 April 2022
        ("UZA", 2),  # maguza.be
    ],
)
def test_published_room_counts_hold_in_every_scenario(scenario, site, count):
    assert beds(scenario)[site] == count


def test_only_published_rooms_are_called_verified():
    verified = [row.site_id for row in belgium().places if row.confidence == "verified"]
    assert {site: verified.count(site) for site in verified} == {
        "CHU-LIEGE": 8,
        "BORDET": 5,
        "UZA": 2,
        "MARIA-MIDDELARES": 1,  # "a dedicated therapy room", news of AZ Maria Middelares, 2021
    }


def test_rooms_rise_from_low_to_high_and_never_fall_below_what_is_published():
    low, base, high = (beds(name) for name in ("low", "base", "high"))
    assert set(low) == set(base) == set(high)
    assert all(low[site] <= base[site] <= high[site] for site in base)
    assert sum(low.values()) < sum(base.values()) < sum(high.values())
    # German therapy beds scaled to Belgium are about 110 (Zippel et al., Nuklearmedizin 2021;60:216, and longer legal
    # stays there): a benchmark from above.
    assert sum(high.values()) < 110
    assert beds("tight") == base


@pytest.mark.parametrize(
    ("product_id", "volume_ml", "hours"),
    [
        ("PLUVICTO", "volume_max_ml", 120.7),
        ("PLUVICTO", "volume_min_ml", 3.1),
        ("LUTATHERA", "volume_max_ml", 51.4),
        ("LUTATHERA", "volume_min_ml", 5.7),
    ],
)
def test_the_fill_limits_give_the_hours_the_manufacturer_can_fill_for(product_id, volume_ml, hours):
    """ln(concentration x volume / 7,400 MBq) / lambda, from the summaries of product characteristics."""
    row = product(product_id)
    activity_mbq = row.concentration_mbq_per_ml * getattr(row, volume_ml)
    after_h = half_life_h(row.nuclide) * math.log2(activity_mbq / row.prescribed_activity_mbq)
    assert after_h == pytest.approx(hours, abs=0.05)


def test_pluvicto_may_be_given_until_its_largest_fill_has_decayed():
    assert product("PLUVICTO").shelf_life_h == 120  # Gazzetta Ufficiale, 18 February 2025


def test_half_lives_are_those_of_the_cited_table():
    table = load_table("half_lives")
    published = dict(zip(table.text("nuclide"), table["half_life_h"].tolist(), strict=True))
    lu177 = table.where(named_set="product_information")
    published["Lu-177"] = lu177["half_life_h"].item()
    for row in belgium().nuclides:
        assert row.half_life_h == pytest.approx(published[row.nuclide], rel=1e-12), row.nuclide


@pytest.mark.parametrize(("elapsed_h", "at_2_m_usv_per_h"), [(2, 3.6), (24, 1.6), (48, 1.1), (72, 0.7)])
def test_retention_of_pluvicto_follows_the_published_dose_rates(elapsed_h, at_2_m_usv_per_h):
    """J. Kurth et al., EJNMMI Research 8 (2018) 32: 6.3 GBq, at 2 m; brought to 1 m by the inverse square."""
    published = at_2_m_usv_per_h * 4 / 6.3
    assert _dose_rate_per_gbq("PLUVICTO", elapsed_h) == pytest.approx(published, rel=0.06)


def test_retention_of_pluvicto_follows_the_published_excretion():
    """Kurth 2018: about 50 % excreted at 4 h and 70 % at 12 h, effective half-life of the rest 40.5 h."""
    assert 1 - _retained("PLUVICTO", 4) * 2 ** (4 / half_life_h("Lu-177")) == pytest.approx(0.50, abs=0.005)
    assert 1 - _retained("PLUVICTO", 12) * 2 ** (12 / half_life_h("Lu-177")) == pytest.approx(0.70, abs=0.07)
    assert _row("PLUVICTO").slow_effective_half_life_h == 40.5


def test_lutathera_does_not_borrow_the_kinetics_of_psma():
    psma, dotatate = _row("PLUVICTO"), _row("LUTATHERA")
    for name in ("fast_fraction", "fast_effective_half_life_h", "slow_effective_half_life_h"):
        assert getattr(dotatate, name) != getattr(psma, name)
    assert dotatate.confidence == "assumption"


def test_an_iodine_patient_of_3700_mbq_may_leave_after_two_nights():
    """The 20 uSv/h rule at 1 m is met before the 48 h of the base stay, so that the longest of the rules is 48 h."""
    rule = next(row for row in belgium().stay_rules if row.product_id == "I131")
    assert rule.dose_rate_limit_usv_per_h == 20
    assert _dose_rate_per_gbq("I131", 48) * 3.7 < 20 < _dose_rate_per_gbq("I131", 24) * 3.7
    assert {row.product_id for row in belgium().stay_rules if row.dose_rate_limit_usv_per_h} == {"I131"}


@pytest.mark.parametrize("scenario", ["low", "base", "high", "tight"])
def test_uza_keeps_prrt_patients_24_hours_in_every_scenario(scenario):
    """maguza.be."""
    rules = {(row.site_id, row.product_id): row for row in in_scenario(scenario).stay_rules}
    assert rules["UZA", "LUTATHERA"].licence_minimum_h == 24


def test_stays_grow_from_low_to_high_at_every_centre():
    low, base, high = (
        {(row.site_id, row.product_id): row.licence_minimum_h for row in in_scenario(name).stay_rules}
        for name in ("low", "base", "high")
    )
    published = {("UZA", "LUTATHERA"), ("*", "RA223")}  # RA223 patients go home within the hour
    for key in base.keys() - published:
        assert low[key] < base[key] < high[key], key
    assert {key for key, hours in low.items() if hours == 6} == {
        (site, product_id)
        for site in ("BORDET", "UZ-LEUVEN", "UZ-GENT")
        for product_id in ("LUTATHERA", "PLUVICTO", "LUPSMA-HM")
    }


@pytest.mark.parametrize("scenario", ["low", "base", "high", "tight"])
def test_a_scenario_leaves_a_sound_package(scenario, tmp_path):
    from doseline.network import check_network, write_network

    write_network(in_scenario(scenario), tmp_path / "BE")
    assert not check_network(tmp_path / "BE", static=True)


@pytest.mark.parametrize(
    ("regimen_id", "cycles", "days"),
    [("PLUVICTO-6", 6, (35, 42, 49, 70)), ("LUTATHERA-4", 4, (49, 56, 63, 112))],
)
def test_regimens_are_those_of_the_product_information(regimen_id, cycles, days):
    row = next(row for row in belgium().regimens if row.regimen_id == regimen_id)
    assert row.cycles == cycles
    assert (row.interval_min_d, row.interval_due_d, row.interval_window_end_d, row.interval_max_d) == days


def test_63_percent_of_pluvicto_courses_reach_the_sixth_administration():
    """PSMAfore (pluvicto-hcp.com): 63 % received all six, so the median is six."""
    row = next(row for row in belgium().regimens if row.regimen_id == "PLUVICTO-6")
    reach_last = row.continuation_fraction ** (row.cycles - 1)
    assert reach_last == pytest.approx(demand_parameter("last_cycle_fraction", "PLUVICTO"), abs=0.001)
    assert reach_last == pytest.approx(0.63, abs=0.001)
    assert reach_last > 0.5


def br2_cycles():
    return [row for row in belgium().reactor_cycles if row.reactor_id == "BR2"]


@pytest.mark.parametrize("year", [2026, 2027])
def test_br2_runs_six_cycles_of_35_days_a_year(year):
    """210 days a year (SCK CEN annual report 2019, euronuclear.org), cycles of 35 days (SCK CEN news, 2022)."""
    cycles = [row for row in br2_cycles() if row.starts_at.year == year]
    assert len(cycles) == 6
    assert all(row.ends_at - row.starts_at == timedelta(days=35) for row in cycles)
    assert sum((row.ends_at - row.starts_at).days for row in cycles) == 210


def test_reactor_cycles_of_one_reactor_do_not_overlap():
    for reactor in belgium().reactors:
        rows = sorted((r.starts_at, r.ends_at) for r in belgium().reactor_cycles if r.reactor_id == reactor.reactor_id)
        assert rows, reactor.reactor_id
        assert all(earlier[1] < later[0] for earlier, later in pairwise(rows))


def test_br2_stands_still_for_more_than_three_weeks_inside_the_spring_of_2027():
    ends = [row.ends_at.date() for row in br2_cycles()]
    starts = [row.starts_at.date() for row in br2_cycles()]
    breaks = [(end, min(start for start in starts if start > end)) for end in ends if end < max(starts)]
    assert [(off, on) for off, on in breaks if date(2027, 3, 1) < off and on < date(2027, 5, 24)] == [
        (date(2027, 3, 30), date(2027, 4, 25))
    ]


@pytest.mark.parametrize("year", [2026, 2027, 2028])
def test_public_holidays_are_those_of_the_holidays_library(year):
    import holidays

    expected = {day for day in holidays.country_holidays("BE", years=year) if day.year == year}
    assert {row.date_on for row in belgium().holidays if row.date_on.year == year} == expected


def test_the_spring_of_2027_has_its_holidays():
    names = {row.date_on: row.name for row in belgium().holidays}
    assert names[date(2027, 3, 29)] == "Easter Monday"
    assert names[date(2027, 5, 6)] == "Ascension Day"
    assert names[date(2027, 5, 17)] == "Pentecost Monday"


def test_growth_of_prostate_diagnoses_is_58_per_mille_a_year():
    """(12,699 / 9,050) ** (1 / 6) - 1 = 5.8 %; Belgian Cancer Registry 2022 and Het Laatste Nieuws 2020."""
    then = demand_parameter("prostate_diagnoses_2016_per_year", "*")
    now = demand_parameter("prostate_diagnoses_2022_per_year", "*")
    growth = demand_parameter("prostate_diagnoses_growth_fraction_per_year", "*")
    assert (1 + growth) ** 6 == pytest.approx(now / then, rel=1e-3)
    assert growth == pytest.approx(0.058, abs=0.0005)


def test_demand_doubles_by_2027():
    """Novartis Belgium and press, 2025. With 2024 as the reference year the growth is 26 % a year."""
    assert demand_parameter("demand_doubling_factor", "*") == 2
    growth = demand_parameter("growth_fraction_per_year", "*")
    assert (1 + growth) ** demand_parameter("demand_doubling_years", "*") == pytest.approx(2, rel=0.001)
    for product_id in ("PLUVICTO", "LUTATHERA"):
        assert courses_per_year(product_id, "tight") == pytest.approx(2 * courses_per_year(product_id))


def test_gep_net_incidence_lies_between_its_published_estimates():
    """RARECARE 25 per million: 294; Dutch 850 scaled: 594; gastric 60.5 a year over 8.9 %: 680."""
    low, high = (demand_parameter(f"gep_net_incidence_{end}_per_year", "*") for end in ("low", "high"))
    population = sum(row.population for row in belgium().regions)
    assert low == pytest.approx(25e-6 * population, rel=0.001)
    assert high == pytest.approx(60.5 / 0.089, rel=0.001)
    assert low < demand_parameter("incidence_per_year", "LUTATHERA") < high


def test_regions_are_the_sums_of_their_catchments_and_of_11760000_people():
    for region in belgium().regions:
        inside = [row.population for row in belgium().catchments if row.region_id == region.region_id]
        assert region.population == sum(inside)
    assert sum(row.population for row in belgium().regions) == 11_760_000
    assert len(belgium().catchments) == 43  # arrondissements


def test_every_file_is_plain_csv_without_carriage_returns():
    from doseline.network.belgium import belgium_folder

    for file in belgium_folder().glob("*.csv"):
        text = file.read_bytes()
        assert b"\r" not in text, file.name
        widths = {len(row) for row in csv.reader(text.decode("utf-8").splitlines())}
        assert len(widths) == 1, file.name


def _row(product_id):
    return next(row for row in belgium().retention if row.product_id == product_id)


def _retained(product_id, elapsed_h):
    row = _row(product_id)
    fast = row.fast_fraction * 2 ** (-elapsed_h / row.fast_effective_half_life_h)
    return fast + (1 - row.fast_fraction) * 2 ** (-elapsed_h / row.slow_effective_half_life_h)


def _dose_rate_per_gbq(product_id, elapsed_h):
    return _row(product_id).dose_rate_usv_per_h_per_gbq * _retained(product_id, elapsed_h)
