"""The form of a summary is judged as JSON Schema judges it."""

from collections.abc import Iterator, Mapping
from typing import Any

import jsonschema
import pytest

from doseline.checking.form import IGNORED, JUDGED, faults_of_form, summary_schema


def parts_of(schema: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """A schema and all within it."""
    yield schema
    inner = [*schema.get("properties", {}).values(), schema.get("items"), schema.get("additionalProperties")]
    for part in inner:
        if isinstance(part, Mapping):
            yield from parts_of(part)


PARTS = [part for part in parts_of(summary_schema()) if "properties" not in part]
VALUES = [None, True, False, 0, -5, 1, 3.0, 2.5, -0.1, 2**32, "", "C09", "c9", "L1", "late", "binding"]
VALUES += [[], ["C09"], ["C09", "C09"], ["x"], [[1], [1]], {}, {"doseline": "0.1.0"}, {"PSMA": -1}, {"PSMA": "2"}]


def test_every_keyword_of_the_schema_is_judged_or_left_out_on_purpose():
    assert {keyword for part in parts_of(summary_schema()) for keyword in part} <= JUDGED | IGNORED


@pytest.mark.parametrize("value", VALUES, ids=repr)
def test_it_judges_as_the_library_does(value):
    for part in PARTS:
        schema = {key: rule for key, rule in part.items() if key != "required"}
        assert (not list(faults_of_form(value, schema))) == jsonschema.Draft202012Validator(schema).is_valid(value)


def test_every_fault_is_named_with_its_place():
    value = {"elapsed_s": -5, "versions": {"numpy": 2}, "reasons": [{"late": False, "cause": "rain"}]}
    assert [(place, found) for place, found, _ in faults_of_form(value, summary_schema())] == [
        (("elapsed_s",), -5),
        (("versions", "numpy"), 2),
        (("reasons", "0", "cause"), "rain"),
    ]


def test_what_is_absent_or_new_is_no_fault():
    assert list(faults_of_form({"new": 1, "reasons": [{"disturbances": 3}]}, summary_schema())) == []


def test_keys_can_be_passed_over():
    value = {"reasons": [{"met": "sun", "orders": [{"met": 1, "centre": 2}]}]}
    found = [place for place, *_ in faults_of_form(value, summary_schema(), passed_over=frozenset({"met"}))]
    assert found == [("reasons", "0", "orders", "0", "centre")]
