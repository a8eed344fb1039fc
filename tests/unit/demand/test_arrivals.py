from dataclasses import replace
from datetime import timedelta

import numpy as np
import pytest

from doseline.demand.arrivals import LAYER_PER_YEAR, layers, referral_window, yearly_rate
from doseline.demand.parameters import Parameters
from doseline.demand.streams import Streams
from doseline.errors import UserError
from tests.support.demand import static_country, with_parameters

COUNTRY = static_country()
PSMA = next(row for row in COUNTRY.regimens if row.product_id == "PSMA")


def referrals(network, seed, factor=1.0):
    found = layers(network, Parameters(network.demand_parameters), Streams(seed=seed), factor=factor)
    return [(layer, row, on) for layer in found for row, on in layer.kept]


def test_the_rates_of_all_catchments_sum_to_incidence_times_eligible_times_uptake():
    parameters = Parameters(COUNTRY.demand_parameters)
    rates = [yearly_rate(COUNTRY, parameters, PSMA, row) for row in COUNTRY.catchments]
    assert sum(rates) == pytest.approx(2.5 * 300.0 * 0.8 * 0.5)
    assert rates[0] / rates[1] == pytest.approx(600_000 / 400_000)


def test_uptake_of_a_region_and_the_demand_factor_multiply_the_rate():
    changed = with_parameters(COUNTRY, uptake_factor=1.5, demand_factor=2.0)
    parameters, catchment = Parameters(changed.demand_parameters), COUNTRY.catchments[0]
    plain = yearly_rate(COUNTRY, Parameters(COUNTRY.demand_parameters), PSMA, catchment)
    assert yearly_rate(changed, parameters, PSMA, catchment) == pytest.approx(3.0 * plain)


def test_the_window_reaches_back_to_the_longest_course_and_ends_with_the_last_due_date():
    first_on, last_on = referral_window(COUNTRY, PSMA)
    start_on = COUNTRY.properties.horizon_start_on
    assert start_on - first_on == timedelta(days=90 + 5 * 70)
    assert last_on + timedelta(days=14) == start_on + timedelta(days=83)


def test_numbers_are_those_of_a_poisson_process():
    counts = [len([one for one in referrals(COUNTRY, seed) if one[0].regimen == PSMA]) for seed in range(60)]
    first_on, last_on = referral_window(COUNTRY, PSMA)
    expected = 2.5 * 300.0 * 0.8 * 0.5 * ((last_on - first_on).days + 1) / 365.25
    # The mean of 60 draws has a standard error of sqrt(expected / 60); four of them is one error in 16,000 tests.
    assert abs(np.mean(counts) - expected) < 4.0 * np.sqrt(expected / 60)
    assert 0.5 < np.var(counts, ddof=1) / expected < 1.8


def test_referrals_fall_on_working_days_inside_the_window():
    for layer, _, on in referrals(COUNTRY, 3):
        first_on, last_on = referral_window(COUNTRY, layer.regimen)
        assert on.isoweekday() <= 5
        assert first_on - timedelta(days=2) <= on <= last_on


def test_referrals_spread_evenly_over_the_window():
    ons = [on for seed in range(10) for layer, _, on in referrals(COUNTRY, seed) if layer.regimen == PSMA]
    first_on, last_on = referral_window(COUNTRY, PSMA)
    middle = first_on + (last_on - first_on) / 2
    share = np.mean([on < middle for on in ons])
    assert abs(share - 0.5) < 4.0 * 0.5 / np.sqrt(len(ons))


@pytest.mark.parametrize("factor", [1.2, 2.0])
def test_more_demand_keeps_every_patient_and_adds_some(factor):
    def keys(network):
        return {
            (layer.regimen.regimen_id, layer.catchment.catchment_id, layer.number, row, on)
            for layer, row, on in referrals(network, 5)
        }

    fewer, more = keys(COUNTRY), keys(with_parameters(COUNTRY, demand_factor=factor))
    assert fewer < more


def test_a_product_without_incidence_has_no_patients():
    rows = tuple(
        row for row in COUNTRY.demand_parameters if row.scope != "IODINE" or row.parameter != "incidence_per_year"
    )
    found = referrals(replace(COUNTRY, demand_parameters=rows), 1)
    assert found
    assert "IODINE" not in {layer.regimen.product_id for layer, _, _ in found}


def test_layers_never_hold_more_than_their_rate():
    parameters = Parameters(COUNTRY.demand_parameters)
    for layer in layers(COUNTRY, parameters, Streams(seed=1)):
        assert layer.number < yearly_rate(COUNTRY, parameters, layer.regimen, layer.catchment) / LAYER_PER_YEAR
        assert len(layer.kept) <= layer.count


def test_a_negative_seed_is_refused():
    with pytest.raises(UserError, match="seed"):
        Streams(seed=-1)


def test_a_missing_parameter_says_which_row_to_add():
    with pytest.raises(UserError, match="gravity_scale_min") as refused:
        Parameters(()).value("gravity_scale_min")
    assert "demand_parameters.csv" in str(refused.value)


def test_a_products_own_row_goes_before_the_row_for_all():
    changed = with_parameters(COUNTRY, male_fraction=0.3)
    assert Parameters(changed.demand_parameters).value("male_fraction", "PSMA") == 0.3
    assert Parameters(COUNTRY.demand_parameters).value("male_fraction", "PSMA") == 1.0
    assert Parameters(()).value("uptake_factor", "R-NORTH", default=1.0) == 1.0
