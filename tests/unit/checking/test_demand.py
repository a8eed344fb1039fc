"""Demanded cycles and their windows, by hand."""

from dataclasses import replace
from datetime import date

import pytest

from doseline.checking.calendar import Calendar
from doseline.checking.demand import CourseDemand, derive_demand
from doseline.network import Network
from tests.support.checking_country import local, small_country


def demand_of(network: Network, course_id: str) -> CourseDemand:
    return derive_demand(network, Calendar(network))[course_id]


def given_at(network: Network, course_id: str, at: str) -> Network:
    rows = tuple(
        replace(row, administered_at=local(at)) if row.course_id == course_id else row
        for row in network.past_administrations
    )
    return replace(network, past_administrations=rows)


def test_a_new_course_counts_from_its_referral():
    (cycle,) = demand_of(small_country(), "C1").cycles
    assert (cycle.earliest_on, cycle.due_on) == (date(2027, 3, 15), date(2027, 3, 22))
    assert (cycle.window_end_on, cycle.stop_on) == (date(2027, 3, 29), date(2027, 4, 19))


def test_a_running_course_counts_from_its_last_administration():
    demand = demand_of(small_country(), "C2")
    (cycle,) = demand.cycles
    assert (demand.past_cycles, cycle.cycle_number) == (1, 2)
    assert (cycle.earliest_on, cycle.due_on) == (date(2027, 3, 22), date(2027, 3, 29))
    assert (cycle.window_end_on, cycle.stop_on) == (date(2027, 4, 5), date(2027, 5, 24))
    assert demand.due_on(3) == date(2027, 5, 24)


def test_the_last_date_is_local():
    """Half past eleven at night in Brussels is the same local date, though UTC may say otherwise in summer."""
    demand = demand_of(given_at(small_country(), "C2", "2027-02-01 00:15"), "C2")
    assert demand.cycles[0].due_on == date(2027, 3, 29)


@pytest.mark.parametrize(("last", "cycles"), [("2027-02-28", 1), ("2027-03-01", 0)])
def test_due_before_the_end_of_the_horizon(last, cycles):
    """C3 is due 42 days after: 11 April is the last date of the horizon."""
    country = replace(given_at(small_country(), "C3", f"{last} 14:00"), pins=())
    assert len(demand_of(country, "C3").cycles) == cycles


def test_what_is_pinned_is_demanded_when_it_is_due_later():
    country = given_at(small_country(), "C3", "2027-03-01 14:00")
    assert [cycle.cycle_number for cycle in demand_of(country, "C3").cycles] == [2]
    assert demand_of(replace(country, pins=()), "C3").cycles == ()


@pytest.mark.parametrize(("last", "cycles"), [("2027-01-04", 2), ("2027-01-03", 0)])
def test_a_course_past_its_stop_has_lapsed(last, cycles):
    """C3 stops 70 days after: on 15 March, the first date of the horizon, it is still demanded."""
    demand = demand_of(given_at(small_country(), "C3", f"{last} 14:00"), "C3")
    assert len(demand.cycles) == cycles
    assert demand.lapsed is (cycles == 0)


def test_a_course_of_which_the_next_cycle_is_due_later_has_not_lapsed():
    assert not demand_of(given_at(small_country(), "C3", "2027-03-10 14:00"), "C3").lapsed


def test_later_cycles_of_a_new_course():
    network = small_country()
    quick = replace(network.regimens[0], interval_min_d=6, interval_due_d=7, interval_window_end_d=9, interval_max_d=12)
    demand = demand_of(replace(network, regimens=(quick, network.regimens[1])), "C1")
    assert [cycle.due_on for cycle in demand.cycles] == [date(2027, 3, 22), date(2027, 3, 29), date(2027, 4, 5)]
    second = demand.cycles[1]
    assert (second.earliest_on, second.window_end_on, second.stop_on) == (
        date(2027, 3, 28),
        date(2027, 3, 31),
        date(2027, 4, 3),
    )
