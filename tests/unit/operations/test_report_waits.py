"""Mean waits in the report: every demanded cycle counts, as the CSV tables give its days."""

from dataclasses import replace

import pytest

from doseline.network import write_network, write_plan
from doseline.operations.report import render_report
from tests.oracles.report import mean_waits, product_of, region_of
from tests.support.pages import table_of
from tests.support.report import make_network, make_plan

NETWORK = make_network(courses=120)
PLAN = make_plan(NETWORK)
BY_REGION = "Demand and service by the region"
BY_PRODUCT = "Waits by product"


@pytest.fixture(scope="module")
def folders(tmp_path_factory):
    folder = tmp_path_factory.mktemp("waits")
    write_network(NETWORK, folder / "country")
    write_plan(PLAN, folder / "plan")
    return folder / "country", folder / "plan"


@pytest.fixture(scope="module")
def html():
    return render_report(NETWORK, PLAN)


def test_the_mean_wait_of_a_region_counts_who_is_not_given(folders, html):
    expected = mean_waits(*folders, region_of(folders[0]))
    shown = {row["Region"]: row["Mean wait of all, days"] for row in table_of(html, BY_REGION)}
    assert shown == {name: f"{all_d:.1f}" for name, (_, _, all_d) in expected.items()}
    assert any(f"{given_d:.1f}" != shown[name] for name, (given_d, _, _) in expected.items())


def test_waits_are_told_of_the_given_of_the_others_and_of_all(folders, html):
    expected = mean_waits(*folders, product_of(folders[0]))
    titles = ("Mean wait, given", "Mean wait, not given", "Mean wait of all, days")
    shown = {row["Product"]: [row[title] for title in titles] for row in table_of(html, BY_PRODUCT)}
    assert shown.keys() == expected.keys()
    for name, means_d in expected.items():
        assert [text.replace("–", "0.0") for text in shown[name]] == [f"{mean_d:.1f}" for mean_d in means_d]


def test_a_product_of_which_nothing_is_given_waits_too():
    product = PLAN.unserved[0].product_id
    given = tuple(row for row in PLAN.administrations if row.product_id != product)
    row = table_of(render_report(NETWORK, replace(PLAN, administrations=given)), BY_PRODUCT)
    name = next(one.name for one in NETWORK.products if one.product_id == product)
    (row,) = (one for one in row if one["Product"] == name)
    assert (row["Administrations"], row["Without a wait"], row["Mean wait, given"]) == ("0", "–", "–")
    assert row["Mean wait, not given"] == row["Mean wait of all, days"] != "–"
    nothing = render_report(NETWORK, replace(PLAN, administrations=()))
    assert {one["Administrations"] for one in table_of(nothing, BY_PRODUCT)} == {"0"}


def test_the_charts_say_how_many_they_leave_out(html):
    assert f"{len(PLAN.unserved)} cycles that are not given are in no bar" in html
    assert "in no bar" not in render_report(NETWORK, replace(PLAN, unserved=()))
