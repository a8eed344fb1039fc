"""The table of levels: what each counts, what the plan reached, its bound, its gap, and what the bound is worth."""

from dataclasses import replace

import pytest

from doseline.i18n import LANGUAGES
from doseline.network import PlanPackage
from doseline.operations.report import render_report
from tests.support.pages import table_of
from tests.support.report import make_network, make_plan

NETWORK = make_network(courses=40)
PLAN = make_plan(NETWORK)
NAMES = [
    "L1 · In window",
    "L2 · Days of waiting",
    "L4.1 · Activity wasted",
    "L4.2 · Shipments",
    "L4.3 · Cost of transport",
]


def html(plan=PLAN, network=NETWORK, language="en", **bounds):
    levels = [{"name": name.replace("_", "."), "bound": bound} for name, bound in bounds.items()]
    certificates = {"schema_version": 1, "levels": levels} if levels else plan.certificates
    return render_report(network, replace(plan, certificates=certificates), language)


def rows(**options):
    return {row["Level"]: row for row in table_of(html(**options), "Levels")}


IN_WINDOW = sum(row.in_window for row in PLAN.administrations)
SHIPMENTS = len(PLAN.shipments)


def test_every_level_stands_in_order_with_its_value_and_unit():
    found = rows()
    assert list(found) == NAMES
    assert found[NAMES[0]]["This plan"] == str(IN_WINDOW)
    assert found[NAMES[2]]["This plan"] == "184 GBq"
    assert found[NAMES[3]]["This plan"] == str(SHIPMENTS)
    assert found[NAMES[4]]["This plan"] == "61,340 EUR"


def test_a_bound_stands_with_its_gap_as_a_percentage():
    found = rows(L1=IN_WINDOW + 6, L4_1=150_000.0, L4_2=float(SHIPMENTS), L4_3=10_000.0)
    assert found[NAMES[0]]["Gap"] == f"{6 / (IN_WINDOW + 6):.2%}"
    assert "between this one and the bound" in found[NAMES[0]]["What the bound is worth"]
    assert (found[NAMES[2]]["Bound"], found[NAMES[2]]["Gap"]) == ("150 GBq", "22.82%")
    assert found[NAMES[3]]["Gap"] == "0%"
    assert "no plan does better" in found[NAMES[3]]["What the bound is worth"]
    assert (found[NAMES[4]]["Bound"], found[NAMES[4]]["Gap"]) == ("10,000 EUR", "over 100%")
    assert "says little" in found[NAMES[4]]["What the bound is worth"]
    assert (found[NAMES[1]]["Bound"], found[NAMES[1]]["Gap"]) == ("not known", "not known")


def test_a_bound_that_the_plan_passes_proves_nothing():
    found = rows(L1=IN_WINDOW - 1, L4_2=SHIPMENTS + 1)
    for name in (NAMES[0], NAMES[3]):
        assert "its certificate is wrong" in found[name]["What the bound is worth"]
    assert "Proven" not in str(found)


def test_the_opening_gives_the_gap_of_waiting_too():
    assert "at least 1 in any plan as good in window (gap over 100%)" in html(L2=1.0)
    assert "its certificate is wrong" in html(L2=1e6)


def test_a_value_that_is_not_stated_is_not_known_and_lanes_without_a_cost_are_told():
    lanes = tuple(replace(lane, cost_eur=None) for lane in NETWORK.lanes[:2])
    network = replace(NETWORK, lanes=(*lanes, *NETWORK.lanes[2:]))
    found = rows(plan=replace(PLAN, summary={}), network=network, L4_3=5.0)[NAMES[4]]
    assert (found["This plan"], found["Bound"], found["Gap"]) == ("not known",) * 3
    assert f"2 of {len(network.lanes)} lanes state no cost" in found["What it counts"]


def test_bounds_that_were_not_re_evaluated_are_said_to_be_so():
    assert "nothing here is proven" not in html()
    assert "nothing here is proven" in html(plan=replace(PLAN, summary={}))
    assert "nothing here is proven" not in html(plan=replace(PLAN, summary={}, certificates={}))


def test_weights_are_told_where_courses_differ():
    heavy = replace(NETWORK, courses=tuple(replace(course, weight=3) for course in NETWORK.courses))
    assert "weight of its course" in rows(network=heavy)[NAMES[0]]["What it counts"]
    assert "weight of its course" not in rows()[NAMES[0]]["What it counts"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_empty_plan_has_levels_in_every_language(language):
    empty = PlanPackage(package_name="empty", package_sha256="0" * 64)
    text = html(
        plan=empty, network=replace(NETWORK, courses=(), patients=(), past_administrations=()), language=language
    )
    assert "L4.3" in text.partition('id="levels"')[2].partition("</section>")[0]
