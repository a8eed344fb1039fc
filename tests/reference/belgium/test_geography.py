"""Where Belgium's hospitals and patients are, and how far apart."""

import pytest

from tests.support.belgium import belgium, demand_parameter, great_circle_km

# The extreme points of the country, rounded outwards (general knowledge).
LATITUDES, LONGITUDES = (49.49, 51.51), (2.54, 6.41)


def position(row):
    return row.latitude_deg, row.longitude_deg


def inside(row):
    return LATITUDES[0] < row.latitude_deg < LATITUDES[1] and LONGITUDES[0] < row.longitude_deg < LONGITUDES[1]


def hospitals():
    return [row for row in belgium().sites if row.kind == "hospital"]


def test_hospitals_and_catchments_lie_in_belgium():
    assert len(hospitals()) == 18
    assert [row.site_id for row in hospitals() if not inside(row)] == []
    assert [row.catchment_id for row in belgium().catchments if not inside(row)] == []


def test_a_site_has_a_region_exactly_where_it_lies_in_belgium():
    for row in belgium().sites:
        assert (row.region_id is not None) == inside(row), row.site_id
        assert (row.timezone == "Europe/Brussels") == inside(row), row.site_id


def test_a_hospital_lies_in_the_region_of_the_nearest_chief_towns():
    """Coordinates exchanged or a region misspelt would show: of the three nearest catchments one shares the region."""
    for hospital in hospitals():
        nearest = sorted(belgium().catchments, key=lambda row: great_circle_km(position(row), position(hospital)))[:3]
        assert hospital.region_id in {row.region_id for row in nearest}, hospital.site_id
        assert great_circle_km(position(nearest[0]), position(hospital)) < 20, hospital.site_id


def test_travel_times_follow_the_documented_formula_for_every_pair():
    detour = demand_parameter("road_detour_factor", "*")
    speed_km_per_h = demand_parameter("road_speed_km_per_h", "*")
    access_min = demand_parameter("road_access_min", "*")
    sites = {row.site_id: position(row) for row in hospitals()}
    catchments = {row.catchment_id: position(row) for row in belgium().catchments}
    assert {(row.catchment_id, row.site_id) for row in belgium().travel_times} == {
        (catchment, site) for catchment in catchments for site in sites
    }
    for row in belgium().travel_times:
        km = great_circle_km(catchments[row.catchment_id], sites[row.site_id])
        expected = access_min + km * detour / speed_km_per_h * 60
        assert row.travel_min == pytest.approx(expected, abs=0.51), (row.catchment_id, row.site_id)


@pytest.mark.parametrize("product_id", ["LUTATHERA", "PLUVICTO", "LUPSMA-HM", "RA223", "I131"])
def test_everybody_lives_within_the_accepted_travel_of_a_centre(product_id):
    centres = {row.site_id for row in belgium().site_products if row.product_id == product_id}
    nearest = {}
    for row in belgium().travel_times:
        if row.site_id in centres:
            nearest[row.catchment_id] = min(row.travel_min, nearest.get(row.catchment_id, 1440))
    far = {name: minutes for name, minutes in nearest.items() if minutes > demand_parameter("max_travel_min", "*")}
    assert not far
    # Those who accept only a short journey must not be many: at most 3 % of the people live farther than that.
    people = {row.catchment_id: row.population for row in belgium().catchments}
    short = demand_parameter("short_travel_min", "*")
    assert sum(people[name] for name in nearest if nearest[name] > short) < 0.03 * sum(people.values())
