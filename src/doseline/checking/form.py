"""Whether a JSON value has the form that its schema describes, by JSON Schema."""

import json
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from jsonschema.exceptions import ValidationError

__all__ = ["faults_of_form", "summary_schema"]

TOLERATED = frozenset({"required", "additionalProperties"})
"""A key that is absent claims nothing, and a plan of a later Doseline may say more."""


@cache
def summary_schema() -> Mapping[str, Any]:
    """Return the JSON Schema of ``summary.json``."""
    file = files("doseline.network") / "schemas" / "plan" / "summary.schema.json"
    found: Mapping[str, Any] = json.loads(file.read_text("utf-8"))
    return found


def faults_of_form(
    value: object, schema: Mapping[str, Any], passed_over: frozenset[str] = frozenset()
) -> Iterator[tuple[tuple[str, ...], object, str]]:
    """Yield place, value and what is allowed, for each part of a value that is not as its schema says.

    Parameters
    ----------
    value : what was read
    schema : its JSON Schema
    passed_over : keys of objects that are not looked at

    Examples
    --------
    >>> list(faults_of_form({"elapsed_s": -5}, {"properties": {"elapsed_s": {"type": "number", "minimum": 0}}}))
    [(('elapsed_s',), -5, 'at least 0')]
    """
    from jsonschema import Draft202012Validator

    for error in Draft202012Validator(schema).iter_errors(value):
        place = tuple(map(str, error.absolute_path))
        # the library says of a wrong name that it is a property too many: such keys are new, and no faults
        if error.validator not in TOLERATED and not passed_over.intersection(place):
            yield place, error.instance, _allowed(error)


def _allowed(error: "ValidationError") -> str:
    """Say what the rule that is broken allows."""
    rule = error.validator_value
    match error.validator:
        case "minimum":
            return f"at least {rule}"
        case "maximum":
            return f"at most {rule}"
        case "enum":
            return ", ".join(map(str, rule))
        case "type":
            return " or ".join([rule] if isinstance(rule, str) else rule)
        case "uniqueItems":
            return "each once"
        case "pattern":
            return f"a text that matches {rule}"
    return json.dumps(rule)
