import pytest

from doseline.demand.scaling import copies_of, enlarge
from doseline.errors import UserError
from tests.support.demand import static_country

COUNTRY = static_country()


def test_a_scale_of_one_changes_nothing():
    assert enlarge(COUNTRY, 1.0) == COUNTRY


def test_three_copies_have_three_of_everything_under_names_of_their_own():
    big = enlarge(COUNTRY, 3.0)
    for table in ("catchments", "sites", "places", "lanes", "departures", "lines", "suppliers", "slot_patterns"):
        rows = getattr(big, table)
        assert len(rows) == 3 * len(getattr(COUNTRY, table))
        assert len(set(rows)) == len(rows)
    assert big.lines[1].line_id == "HOME-LINE.2"
    assert big.lines[1].reactor_id == "BR2.2"
    assert big.lanes[0] == COUNTRY.lanes[0]
    assert {row.destination_site_id for row in big.lanes} == {
        f"{row.destination_site_id}{suffix}" for row in COUNTRY.lanes for suffix in ("", ".2", ".3")
    }


def test_rules_for_all_sites_products_and_regimens_stand_once():
    big = enlarge(COUNTRY, 3.0)
    assert big.stay_rules == COUNTRY.stay_rules
    assert big.products == COUNTRY.products
    assert big.regimens == COUNTRY.regimens


def test_populations_and_weekly_supply_grow_with_the_copies():
    big = enlarge(COUNTRY, 3.0)
    assert sum(row.population for row in big.regions) == 3 * sum(row.population for row in COUNTRY.regions)
    assert sum(row.population for row in big.catchments) == sum(row.population for row in big.regions)
    assert big.tail_supply[0].vials_per_week == 3 * COUNTRY.tail_supply[0].vials_per_week


def test_what_goes_beyond_whole_copies_multiplies_the_vials():
    half_more = enlarge(COUNTRY, 1.5)
    assert len(half_more.sites) == len(COUNTRY.sites)
    assert [row.quantity for row in half_more.slot_patterns] == [
        round(1.5 * row.quantity) for row in COUNTRY.slot_patterns
    ]


@pytest.mark.parametrize(("scale", "copies"), [(0.2, 1), (1.0, 1), (1.9, 1), (2.0, 2), (10.0, 10)])
def test_copies_are_whole(scale, copies):
    assert copies_of(scale) == copies


@pytest.mark.parametrize("scale", [0.0, -1.0, float("nan"), 1001.0])
def test_a_useless_scale_is_refused(scale):
    with pytest.raises(UserError, match="scale"):
        enlarge(COUNTRY, scale)
