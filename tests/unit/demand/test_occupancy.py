from dataclasses import replace
from datetime import UTC, datetime

import pytest

from doseline.demand.occupancy import Occupancy, Stay
from doseline.demand.treatment_days import TreatmentDays
from doseline.journey import Closure
from tests.support.demand import static_country

COUNTRY = static_country()


def occupancy(network=COUNTRY):
    return Occupancy(network, TreatmentDays(network))


def stay(starts_min=8 * 60, ends_min=11 * 60, **changes):
    plain = Stay(
        starts_min=starts_min,
        administered_min=starts_min + 30,
        ends_min=ends_min,
        overnight=ends_min > 1440,
        sex="male",
        nuclide="Lu-177",
        product_id="PSMA",
    )
    return replace(plain, **changes)


def test_chairs_are_taken_before_beds_and_each_place_once_a_day():
    desk = occupancy()
    found = []
    while (place := desk.free_place("H-SOUTH", stay())) is not None:
        desk.take(place, stay())
        found.append(place.place_id)
    assert found == ["S-H-SOUTH-1", "S-H-SOUTH-2", "S-H-SOUTH-3", "B-H-SOUTH-1", "B-H-SOUTH-2"]
    assert desk.free_place("H-SOUTH", stay(14 * 60, 17 * 60)) is None


def test_a_night_needs_a_bed_and_a_nuclide_its_place():
    desk = occupancy()
    assert desk.free_place("H-SOUTH", stay(ends_min=2 * 1440)).place_id == "B-H-SOUTH-1"
    assert desk.free_place("H-SOUTH", stay(nuclide="I-131")).place_id == "B-H-SOUTH-1"
    assert desk.free_place("H-SOUTH", stay(nuclide="Ac-225")) is None


def test_a_place_is_free_again_when_it_is_clean():
    desk = occupancy()
    beds = ("B-H-SOUTH-1", "B-H-SOUTH-2")
    over_night = stay(ends_min=1440 + 600)
    for _ in beds:
        desk.take(desk.free_place("H-SOUTH", over_night), over_night)
    next_day = stay(1440 + 719, 2 * 1440 + 600)
    assert desk.free_place("H-SOUTH", next_day) is None
    assert desk.free_place("H-SOUTH", replace(next_day, starts_min=1440 + 720)).place_id in beds


@pytest.mark.parametrize(("change", "shared"), [({}, True), ({"sex": "female"}, False), ({"nuclide": "I-131"}, False)])
def test_a_room_keeps_one_sex_and_one_nuclide(change, shared):
    desk = occupancy()
    first = stay(ends_min=1440 + 600)
    desk.take(desk.free_place("H-SOUTH", first), first)
    assert (desk.free_place("H-SOUTH", replace(first, **change)) is not None) is shared


def test_staff_that_is_busy_is_missed():
    desk = occupancy()
    place = COUNTRY.places[0]
    for _ in range(2):
        assert desk.has_staff("H-NORTH", stay())
        desk.take(place, stay())
    assert not desk.has_staff("H-NORTH", stay())  # two physicians
    assert desk.has_staff("H-NORTH", stay(9 * 60, 12 * 60))


def test_there_is_no_staff_outside_the_roster():
    assert not occupancy().has_staff("H-NORTH", stay(18 * 60, 21 * 60))
    assert not occupancy(replace(COUNTRY, rosters=())).has_staff("H-NORTH", stay())


def test_a_closed_site_has_no_place_and_a_closed_place_is_passed_over():
    closure = Closure(
        closure_id="X",
        site_id="H-SOUTH",
        starts_at=datetime(2027, 3, 1, 9, tzinfo=UTC),
        ends_at=datetime(2027, 3, 1, 10, tzinfo=UTC),
        reason="Works",
    )
    assert occupancy(replace(COUNTRY, closures=(closure,))).free_place("H-SOUTH", stay()) is None
    one = replace(closure, place_id="S-H-SOUTH-1")
    assert occupancy(replace(COUNTRY, closures=(one,))).free_place("H-SOUTH", stay()).place_id == "S-H-SOUTH-2"
