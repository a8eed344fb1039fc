"""The form of a summary is judged as JSON Schema judges it, but for what is absent or new."""

from doseline.checking.form import faults_of_form, summary_schema


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
