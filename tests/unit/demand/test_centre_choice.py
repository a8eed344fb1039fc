import math

import numpy as np
import pytest

from doseline.demand.centre_choice import CentreChoice
from doseline.demand.parameters import Parameters
from doseline.demand.treatment_days import TreatmentDays
from tests.support.demand import static_country

COUNTRY = static_country()
ON = COUNTRY.properties.horizon_start_on
CHOICE = CentreChoice(COUNTRY, Parameters(COUNTRY.demand_parameters), TreatmentDays(COUNTRY))


def test_reach_lists_the_centres_that_give_the_product_nearest_first():
    assert [row.site_id for row in CHOICE.reach("K-3", "PSMA", ON)] == ["H-SOUTH", "H-EAST", "H-NORTH"]
    assert [row.site_id for row in CHOICE.reach("K-3", "IODINE", ON)] == ["H-SOUTH", "H-NORTH"]


def test_shares_of_the_centres_follow_size_times_exp_of_travel():
    chances = (np.arange(20_000) + 0.5) / 20_000
    chosen = [CHOICE.choose("K-1", "PSMA", ON, 90.0, float(chance)) for chance in chances]
    pulls = {"H-NORTH": math.exp(-15 / 30), "H-SOUTH": math.exp(-60 / 30), "H-EAST": math.exp(-80 / 30)}
    for site_id, pull in pulls.items():
        assert chosen.count(site_id) / len(chosen) == pytest.approx(pull / sum(pulls.values()), abs=1e-3)


def test_nobody_goes_farther_than_the_travel_accepted():
    assert {CHOICE.choose("K-1", "PSMA", ON, 60.0, chance / 100) for chance in range(100)} == {"H-NORTH", "H-SOUTH"}


def test_the_nearest_centre_is_always_accepted():
    # 35 min to the nearest, rounded up to 45; IODINE is 50 min away, so an hour.
    assert CHOICE.accepted_min("K-4", "PSMA", ON, 30.0) == 45.0
    assert CHOICE.accepted_min("K-4", "IODINE", ON, 30.0) == 60.0
    assert CHOICE.accepted_min("K-4", "PSMA", ON, 90.0) == 90.0


def test_without_a_centre_there_is_nothing_to_accept():
    assert CHOICE.accepted_min("K-NOWHERE", "PSMA", ON, 90.0) is None
