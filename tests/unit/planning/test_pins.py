"""Pins that cannot be given are all named, with their rows and what each lacks."""

from dataclasses import replace

import numpy as np
import pytest

from doseline.demand import synthesise
from doseline.journey import Pin
from doseline.planning import Effort, PinsCannotStand, compile_problem, solve_problem
from doseline.planning import pins as module
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


@pytest.mark.slow
def test_what_comes_before_a_pin_is_given_too(monkeypatch):
    """A pin on a later cycle alone: the cycles before it are demanded, and without them the pin would be illegal."""
    network = synthesise(instance="BE-base", seed=1)
    outcome = solve_problem(compile_problem(network), effort=Effort(work=1))
    problem, state = outcome.problem, outcome.state
    pinned = {(pin.course_id, pin.cycle_number) for pin in network.pins}
    later = []
    for course, demand in enumerate(problem.demands):
        first = int(problem.arrays.course_ptr[course])
        for at, cycle in enumerate(demand.cycles[1:], start=first + 1):
            before = (cycle.course_id, cycle.cycle_number - 1)
            if (
                state.cycles["place"][at] >= 0
                and before not in pinned
                and (cycle.course_id not in {p.course_id for p in later})
            ):
                site = problem.sites[problem.arrays.centres["site"][state.cycles["centre"][at]]].site_id
                given_at = problem.calendar.instant(int(state.cycles["step"][at]) * problem.calendar.step_min)
                place_id = problem.place_ids[state.cycles["place"][at]]
                later.append(
                    Pin(
                        course_id=cycle.course_id,
                        cycle_number=cycle.cycle_number,
                        site_id=site,
                        place_id=place_id,
                        administered_at=given_at,
                    )
                )
    promised = compile_problem(replace(network, pins=(*network.pins, *later[:12])))
    for found in (pinned_state(promised), solve_problem(promised, effort=Effort(work=1)).state):
        for course in np.unique(promised.cycle_course[promised.arrays.cycles["pinned"]]):
            first, end = promised.arrays.course_ptr[course : course + 2]
            given = found.cycles["place"][first:end] >= 0
            last = int(np.flatnonzero(promised.arrays.cycles["pinned"][first:end]).max())
            assert given[: last + 1].all()
            days = found.cycles["day"][first : first + last + 1]
            assert (np.diff(days) >= promised.arrays.courses["min_days"][course]).all()
            assert (np.diff(days) <= promised.arrays.courses["max_days"][course]).all()

    # where one of them finds no day, the pin after it is named with the cycle that it lacks
    monkeypatch.setattr(module, "_give_before", lambda *_: False)
    with pytest.raises(PinsCannotStand) as caught:
        pinned_state(promised)
    assert caught.value.cycles == {(pin.course_id, pin.cycle_number) for pin in later[:12]}
    assert all("which comes before it, finds no day" in fault.remedy for fault in caught.value.faults)
