"""What courses load on the weeks after the horizon, by hand."""

from dataclasses import replace
from datetime import timedelta

import pytest

from doseline.checking import check
from doseline.checking.tail import Tail
from doseline.checking.view import View
from doseline.network import Network
from tests.support.checking import C1, C2, C3, NEW1, assemble, legal_plan
from tests.support.checking_country import course, local, small_country

HORIZON_END_ON = small_country().properties.horizon_start_on + timedelta(days=28)


def tail_of(network: Network) -> tuple[Tail, View]:
    view = View(network, legal_plan(network))
    return Tail(view.network, view.calendar, view.demand, view.stay_rules), view


def with_vials_a_week(network: Network, vials_per_week: float) -> Network:
    return replace(
        network, tail_supply=tuple(replace(row, vials_per_week=vials_per_week) for row in network.tail_supply)
    )


def with_a_lapsed_course() -> Network:
    """C5 had its first cycle on 16 November, and the second had to be given by 25 January."""
    network = small_country()
    past = replace(network.past_administrations[-1], course_id="C5", administered_at=local("2026-11-16 14:00"))
    lapsed = course("C5", "PSMA", past.administered_at.date() - timedelta(days=35), patient_id="P4", home_site_id="A")
    return replace(
        network, courses=(*network.courses, lapsed), past_administrations=(*network.past_administrations, past)
    )


def test_each_cycle_goes_on_with_the_same_fraction_of_those_before():
    """C1 is due on 22 March, then every 42 days, and nine of ten go on each time: 3 May, 14 June, 26 July."""
    network = small_country()
    network = replace(network, properties=replace(network.properties, tail_weeks=16))
    tail, view = tail_of(network)
    product = view.demand["C1"].later_product
    expected = {(3, product): 0.9, (9, product): 0.81, (15, product): 0.729}
    assert tail.expected_cycles(view.demand["C1"]) == pytest.approx(expected)


def test_a_lapsed_course_is_expected_no_more():
    network = with_a_lapsed_course()
    tail, view = tail_of(network)
    lapsed = view.demand["C5"]
    assert lapsed.lapsed
    assert (lapsed.due_on(5) - HORIZON_END_ON).days // 7 == 3, "it would be due beside C1 and C3"
    assert tail.expected_cycles(lapsed) == {}


def test_a_lapsed_course_takes_no_vial_of_the_others():
    """C1 and C3 expect 0.9 vials each in the week that begins on 3 May."""
    network = with_vials_a_week(with_a_lapsed_course(), 1.8)
    assert [one.sentence for one in check(network, assemble(network, [C1, C2, C3], [NEW1])).violations] == []
    fewer = with_vials_a_week(network, 1.7)
    assert {one.key for one in check(fewer, assemble(fewer, [C1, C2, C3], [NEW1])).violations} == {"tail_vial|PSMA|3"}


def test_nights_have_a_row_of_their_own():
    """C2 stays overnight at B, where it collects its urine for a day."""
    network = small_country()
    network = replace(network, properties=replace(network.properties, tail_weeks=8))
    tail, view = tail_of(network)
    places = {str(row): load for row, load in tail.load(view.demand["C2"], "B").items() if row.kind == "tail_place"}
    assert places == pytest.approx({"tail_place|B|6|all": 0.9, "tail_place|B|6|overnight": 0.9})
