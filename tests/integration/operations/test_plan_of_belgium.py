"""A real plan of Belgium: its JSON files are of their form, and its report says what its tables hold."""

import json
import re
from collections import Counter
from html import unescape

import jsonschema
import pytest

from doseline.network import read_network, read_plan
from doseline.operations import explain_plan
from doseline.operations.report.reading import read_for_report
from doseline.operations.report.supply import weeks_of
from tests.oracles.report import mean_waits, product_of, read_rows, region_of, transfers
from tests.support.pages import table_of
from tests.support.plan_reference import json_schema

pytestmark = pytest.mark.slow


@pytest.mark.parametrize("name", ["summary", "certificates"])
def test_the_json_files_of_a_plan_are_of_their_form(planned, name):
    schema = json_schema(name)
    jsonschema.Draft202012Validator.check_schema(schema)
    written = json.loads((planned / "plan" / f"{name}.json").read_text("utf-8"))
    jsonschema.validate(written, schema)


def test_a_form_that_is_broken_is_noticed(planned):
    certificates = json.loads((planned / "plan" / "certificates.json").read_text("utf-8"))
    certificates["levels"][0]["prices"]["night|A/Lu-177/1|2027-03-01"] = -1.0
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(certificates, json_schema("certificates"))
    summary = json.loads((planned / "plan" / "summary.json").read_text("utf-8"))
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate({**summary, "checked": "yes"}, json_schema("summary"))


def test_the_summary_counts_what_the_tables_hold(planned):
    plan = read_plan(planned / "plan")
    counts = plan.summary["counts"]
    assert counts["administrations"] == len(plan.administrations)
    assert counts["in_window"] == sum(row.in_window for row in plan.administrations)
    assert counts["unserved"] == len(plan.unserved)
    assert counts["administrations_by_product"] == Counter(row.product_id for row in plan.administrations)


def test_the_report_of_a_real_plan_reads_its_levels_and_its_verdict(planned):
    summary = read_plan(planned / "plan").summary
    body = re.sub(r"<style>.*?</style>", "", (planned / "plan" / "report.html").read_text("utf-8"), flags=re.DOTALL)
    shown = " ".join(unescape(re.sub(r"<[^>]+>", " ", body)).split())
    counts, levels = summary["counts"], {level["name"]: level for level in summary["levels"]}
    assert f"{counts['in_window']} of {counts['demanded_cycles']} demanded cycles are given in their window" in shown
    assert f"worth more than {levels['L1']['bound']:,.0f}" in shown
    assert f"{levels['L2']['value']:,.0f}" in shown
    assert "no rule is broken" in shown
    assert "has not been re-evaluated" not in shown


def test_no_week_uses_more_vials_than_it_offers(planned):
    reading = read_for_report(read_network(planned / "country"), read_plan(planned / "plan"), "en")
    for product in reading.product_order:
        weeks = weeks_of(reading, product)
        assert all(used <= offered for used, offered in zip(weeks.used, weeks.offered, strict=True)), product.name
        given = sum(row.product_id == product.product_id for row in reading.plan.administrations)
        assert sum(weeks.used) == given


def test_every_change_of_centre_is_told_with_its_travel(planned):
    country, plan = planned / "country", planned / "plan"
    expected = transfers(country, plan)
    assert expected
    extra_min = [after_min - before_min for *_, before_min, after_min in expected]
    farther_min = [minutes for minutes in extra_min if minutes > 0]
    found = explain_plan(plan)["transfers"]
    assert (found["cycles"], found["farther"]) == (len(expected), len(farther_min))
    assert found["mean_farther_min"] == pytest.approx(sum(farther_min) / len(farther_min))
    assert found["mean_extra_min"] == pytest.approx(sum(extra_min) / len(extra_min))
    names = {row["site_id"]: row["name"] for row in read_rows(country, "sites")}
    shown = table_of((plan / "report.html").read_text("utf-8"), "Patients who change hospital")
    assert [list(row.values())[:2] + list(row.values())[3:7] for row in shown] == [
        [course, cycle, names[before], names[now], f"{before_min:.0f}", f"{after_min:.0f}"]
        for course, cycle, before, now, before_min, after_min in expected
    ]


def test_mean_waits_are_those_of_the_tables(planned):
    country, plan = planned / "country", planned / "plan"
    html = (plan / "report.html").read_text("utf-8")
    for caption, name in (("Demand and service", region_of(country)), ("Waits by product", product_of(country))):
        expected = {group: f"{all_d:.1f}" for group, (_, _, all_d) in mean_waits(country, plan, name).items()}
        rows = table_of(html, caption)
        assert {next(iter(row.values())): row["Mean wait of all, days"] for row in rows} == expected


def test_every_cycle_that_is_not_given_is_explained(planned):
    found = explain_plan(planned / "plan")
    plan = read_plan(planned / "plan")
    assert found["country_found"]
    assert len(found["unserved"]) == len(plan.unserved)
    named = {identifier for row in plan.unserved for identifier in row.binding}
    assert {row["constraint"] for row in found["binding"]} == named
    course_id = plan.administrations[0].course_id
    statuses = {cycle["status"] for cycle in explain_plan(planned / "plan", course_id=course_id)["cycles"]}
    assert statuses <= {"in window", "late", "not given"}


def test_every_late_cycle_is_explained_by_what_the_country_says(planned):
    plan, country = read_plan(planned / "plan"), read_network(planned / "country")
    found = explain_plan(planned / "plan")["late"]
    late = {(row.course_id, row.cycle_number) for row in plan.administrations if not row.in_window}
    assert late
    assert {(row["course_id"], row["cycle_number"]) for row in found["rows"]} == late
    pins = {(pin.course_id, pin.cycle_number) for pin in country.pins}
    retests = {lab.course_id: lab.retest_on.isoformat() for lab in country.labs if lab.retest_on}
    stated = {(row["course_id"], row["cycle_number"]): row for row in plan.summary["reasons"]}
    assert {"pinned", "withheld"} <= {row["cause"] for row in found["rows"]}
    for row in found["rows"]:
        key = row["course_id"], row["cycle_number"]
        assert (row["cause"] == "pinned") == (key in pins)
        if row["cause"] == "withheld":
            assert stated[key]["on"] == retests[row["course_id"]]
            assert row["window_end_on"] < stated[key]["on"] <= row["given_on"]
    page = (planned / "plan" / "report.html").read_text("utf-8")
    assert all(f">{course_id}<" in page for course_id, _ in late)
