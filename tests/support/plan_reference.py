"""Render what docs/reference/plan.md says of a plan's tables and JSON files from their schemas.

Run ``python -m tests.support.plan_reference`` after a change of a schema.
"""

import json
from collections.abc import Iterator, Mapping
from importlib.resources import files
from pathlib import Path
from typing import Any

from doseline.network.schema import schemas

PAGE = Path(__file__).resolve().parents[2] / "docs" / "reference" / "plan.md"
BEGIN = "<!-- the rest of this page is rendered from the schemas -->"


def json_schema(name: str) -> Mapping[str, Any]:
    """Return the JSON Schema of ``summary`` or ``certificates``."""
    folder = files("doseline.network") / "schemas" / "plan"
    found: dict[str, Any] = json.loads((folder / f"{name}.schema.json").read_text("utf-8"))
    return found


def rendered() -> str:
    """Return the tables of the page as Markdown."""
    tables = "\n".join(_tables())
    parts = [f"## Tables\n\n| table | holds | key | columns |\n|---|---|---|---|\n{tables}\n"]
    for name in ("summary", "certificates"):
        schema = json_schema(name)
        parts.append(
            f"## {name}.json {{#{name}}}\n\n| key | type | meaning |\n|---|---|---|\n" + "\n".join(_keys(schema)) + "\n"
        )
    return "\n".join(parts)


def page(text: str) -> str:
    """Return the page with its tables rendered anew."""
    return text[: text.index(BEGIN)] + BEGIN + "\n\n" + rendered()


def _tables() -> Iterator[str]:
    for name, table in schemas("plan").items():
        key = ", ".join(f"`{column}`" for column in table.primary_key)
        columns = ", ".join(f"`{column}`" for column in table.columns if column not in table.primary_key)
        yield f"| [{name}](package.md#plan-{name}) | {table.title} | {key} | {columns} |"


def _keys(schema: Mapping[str, Any], prefix: str = "") -> Iterator[str]:
    for key, value in schema["properties"].items():
        name = f"{prefix}{key}"
        yield f"| `{name}` | {_type(value)} | {value.get('description', '').replace('|', chr(92) + '|')} |"
        items = value.get("items", {})
        for inner in [value, items, *items.get("oneOf", ())]:
            if "properties" in inner:
                yield from _keys(inner, f"{name}." if inner is value else f"{name}[].")


def _type(value: Mapping[str, Any]) -> str:
    if "const" in value:
        return f"`{json.dumps(value['const'])}`"
    if "enum" in value:
        return ", ".join(map(str, value["enum"]))
    kind = value.get("type", "")
    return " or ".join(kind) if isinstance(kind, list) else kind


if __name__ == "__main__":
    PAGE.write_text(page(PAGE.read_text("utf-8")), "utf-8")
