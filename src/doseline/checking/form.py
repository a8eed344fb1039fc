"""Whether a JSON value has the form that its schema describes, in so much of JSON Schema as the schemas of plans use.

A key that is absent claims nothing, and a plan of a later Doseline may say more: `required` and keys that a schema does
not know are no faults.
"""

import json
import re
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files
from typing import Any

__all__ = ["IGNORED", "JUDGED", "faults_of_form", "summary_schema"]

JUDGED = frozenset({"type", "const", "enum", "minimum", "maximum", "pattern", "uniqueItems", "items", "properties"})
"""Keywords that are judged; `additionalProperties` is where it is a schema."""

IGNORED = frozenset({"$schema", "title", "description", "required", "additionalProperties"})

_NOUNS = {
    "array": "a list",
    "boolean": "true or false",
    "integer": "a whole number",
    "null": "null",
    "number": "a number",
    "object": "an object",
    "string": "a text",
}


@cache
def summary_schema() -> Mapping[str, Any]:
    """Return the JSON Schema of ``summary.json``."""
    file = files("doseline.network") / "schemas" / "plan" / "summary.schema.json"
    found: Mapping[str, Any] = json.loads(file.read_text("utf-8"))
    return found


def faults_of_form(
    value: object, schema: Mapping[str, Any], place: tuple[str, ...] = (), passed_over: frozenset[str] = frozenset()
) -> Iterator[tuple[tuple[str, ...], object, str]]:
    """Yield place, value and what is allowed, for each part of a value that is not as its schema says.

    Parameters
    ----------
    value : what was read
    schema : its JSON Schema
    place : where the value stands
    passed_over : keys of objects that are not looked at

    Examples
    --------
    >>> list(faults_of_form({"elapsed_s": -5}, {"properties": {"elapsed_s": {"type": "number", "minimum": 0}}}))
    [(('elapsed_s',), -5, 'at least 0')]
    """
    allowed = _allowed(value, schema)
    if allowed is not None:
        yield place, value, allowed
    elif isinstance(value, list):
        for index, part in enumerate(value):
            yield from faults_of_form(part, schema.get("items", {}), (*place, str(index)), passed_over)
    elif isinstance(value, Mapping):
        known, other = schema.get("properties", {}), schema.get("additionalProperties")
        for key, part in value.items():
            of_part = known.get(key, other)
            if isinstance(of_part, Mapping) and key not in passed_over:
                yield from faults_of_form(part, of_part, (*place, str(key)), passed_over)


def _allowed(value: object, schema: Mapping[str, Any]) -> str | None:
    """Return what is allowed in place of a value; None where the value itself is as its schema says."""
    types = schema.get("type", [])
    types = [types] if isinstance(types, str) else types
    if types and not any(_is(value, name) for name in types):
        return " or ".join(_NOUNS[name] for name in types)
    if "const" in schema and not _same(value, schema["const"]):
        return json.dumps(schema["const"])
    if "enum" in schema and not any(_same(value, one) for one in schema["enum"]):
        return ", ".join(map(str, schema["enum"]))
    if _is(value, "number"):
        if "minimum" in schema and value < schema["minimum"]:
            return f"at least {schema['minimum']}"
        if "maximum" in schema and value > schema["maximum"]:
            return f"at most {schema['maximum']}"
    if isinstance(value, str) and "pattern" in schema and not re.search(schema["pattern"], value):
        return f"a text that matches {schema['pattern']}"
    if isinstance(value, list) and schema.get("uniqueItems") and any(value.count(part) > 1 for part in value):
        return "each once"
    return None


def _is(value: object, name: str) -> bool:
    # True is a number in Python, not in JSON; 3.0 is a whole number there.
    match name:
        case "boolean":
            return isinstance(value, bool)
        case "integer":
            return not isinstance(value, bool) and (
                isinstance(value, int) or (isinstance(value, float) and value.is_integer())
            )
        case "number":
            return isinstance(value, int | float) and not isinstance(value, bool)
        case "string":
            return isinstance(value, str)
        case "array":
            return isinstance(value, list)
        case "object":
            return isinstance(value, Mapping)
    return value is None


def _same(found: object, expected: object) -> bool:
    return found == expected and isinstance(found, bool) == isinstance(expected, bool)
