"""The form of a summary is judged as JSON Schema judges it, but for what is absent or new."""

import pytest

from doseline.checking.form import faults_of_form, summary_schema
from doseline.network import PLAN_NOUNS


def test_every_fault_is_named_with_its_place():
    value = {"elapsed_s": -5, "versions": {"numpy": 2}, "reasons": [{"late": False, "cause": "rain"}], "signed": True}
    found = {place: (given, allowed) for place, given, allowed in faults_of_form(value, summary_schema())}
    assert found.keys() == {("elapsed_s",), ("versions", "numpy"), ("reasons", "0", "cause"), ("signed",)}
    assert found["elapsed_s",] == (-5, "at least 0")
    assert found["versions", "numpy"] == (2, "string")
    assert found["reasons", "0", "cause"][0] == "rain"
    assert "interval" in found["reasons", "0", "cause"][1]
    assert found["signed",] == (True, "false")


def test_what_is_absent_or_new_is_no_fault():
    assert list(faults_of_form({"new": 1, "reasons": [{"weather": 3}]}, summary_schema())) == []


def test_keys_can_be_passed_over():
    value = {"reasons": [{"met": "sun", "orders": [{"met": 1, "centre": 2}]}]}
    found = [place for place, *_ in faults_of_form(value, summary_schema(), passed_over=frozenset({"met"}))]
    assert found == [("reasons", "0", "orders", "0", "centre")]


def test_the_tables_unlike_an_earlier_plan_are_tables_of_a_plan():
    def allowed(tables):
        return list(faults_of_form({"unlike_repeated": tables}, summary_schema())) == []

    assert allowed(None)
    assert allowed(list(PLAN_NOUNS))
    assert all(not allowed([table]) for table in ("summary", "places", "Vials", "", None))
    assert not allowed(["vials", "vials"])


@pytest.mark.parametrize("given", ["tomorrow", "", "2027-3-1", "01-03-2027", "20270301", "2027-03-01T08:00:00Z"])
def test_dates_of_reasons_are_dates(given):
    def reason(on):
        return {"on": on, "open_until": on, "tail": [{"week_on": on}]}

    assert list(faults_of_form({"reasons": [reason("2027-03-01")]}, summary_schema())) == []
    found = [place[2:] for place, *_ in faults_of_form({"reasons": [reason(given)]}, summary_schema())]
    assert sorted(found) == [
        ("on",),
        ("open_until",),
        ("tail", "0", "week_on"),
    ]


@pytest.mark.parametrize(
    "given", ["2027-03-01", "2027-03-01T08:00:00", "2027-03-01T08:00:00Z", "2027-03-01T08:00+01:00", ""]
)
def test_instants_of_disturbances_have_their_offset(given):
    def reasons(at):
        return {"reasons": [{"disturbances": [{"starts_at": at, "ends_at": at}]}]}

    assert list(faults_of_form(reasons("2027-03-01T08:00:00+01:00"), summary_schema())) == []
    found = [place[4:] for place, *_ in faults_of_form(reasons(given), summary_schema())]
    assert sorted(found) == [("ends_at",), ("starts_at",)]


def test_a_reason_without_a_date_has_none():
    assert list(faults_of_form({"reasons": [{"on": None, "open_until": None}]}, summary_schema())) == []
