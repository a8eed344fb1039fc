"""Pins that cannot be given are all named, with their rows and what each lacks."""

from dataclasses import replace

import pytest

from doseline.planning import PinsCannotStand, compile_problem
from doseline.planning.pins import pinned_state
from tests.support.checking_country import small_country

COUNTRY = small_country()
ROW = next(number for number, pin in enumerate(COUNTRY.pins, start=1) if pin.course_id == "C3")


def refused(**changes):
    with pytest.raises(PinsCannotStand) as caught:
        pinned_state(compile_problem(replace(COUNTRY, **changes)))
    return caught.value


@pytest.mark.parametrize(
    ("changes", "lack"),
    [
        ({"rosters": ()}, "rosters"),
        ({"lanes": (), "departures": (), "initial_shipments": ()}, "no vial"),
        (
            {"initial_orders": (), "slots": (), "initial_batches": (), "initial_irradiations": (), "lines": ()},
            "no vial",
        ),
        ({"places": tuple(replace(place, nuclides=("Ra-223",)) for place in COUNTRY.places)}, "places"),
    ],
    ids=["no heads", "no lanes", "no vials", "no place for the nuclide"],
)
def test_each_pin_is_named_with_its_row_and_what_it_lacks(changes, lack):
    error = refused(**changes)
    (fault,) = error.faults
    assert (fault.table, fault.row) == ("pins", ROW)
    assert "C3" in fault.given
    assert lack in fault.remedy
    assert error.cycles == {("C3", COUNTRY.pins[ROW - 1].cycle_number)}
    assert f"pins, row {ROW}: given" in str(error)
    assert error.as_dict()["faults"] == [fault.as_dict()]


def test_pins_that_stand_are_given():
    problem = compile_problem(COUNTRY)
    assert (pinned_state(problem).cycles["place"] >= 0).sum() == len(COUNTRY.pins)
