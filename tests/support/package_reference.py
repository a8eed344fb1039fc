"""Render the tables of docs/reference/package.md from the Table Schemas, and give Belgium those of its own tables.

Run ``python -m tests.support.package_reference`` after a change of a schema.
"""

import json
from pathlib import Path
from typing import Any

from doseline.network.schema import Field, Kind, TableSchema, schemas

PAGE = Path(__file__).resolve().parents[2] / "docs" / "reference" / "package.md"
BELGIUM = Path(__file__).resolve().parents[2] / "src" / "doseline" / "network" / "belgium" / "datapackage.json"
BEGIN = "<!-- the tables below are rendered from the Table Schemas -->"


def rendered() -> str:
    """Return the tables of a country and of a plan as Markdown."""
    kinds: list[tuple[Kind, str]] = [("country", "Tables of a country"), ("plan", "Tables of a plan")]
    parts = []
    for kind, title in kinds:
        parts.append(f"## {title}\n")
        parts.extend(_table(kind, table) for table in schemas(kind).values())
    return "\n".join(parts)


def page(text: str) -> str:
    """Return the page with its tables rendered anew."""
    return text[: text.index(BEGIN)] + BEGIN + "\n\n" + rendered()


def descriptor(text: str) -> str:
    """Return the descriptor of Belgium with the present schema of every table that has another."""
    package: dict[str, Any] = json.loads(text)
    for resource in package["resources"]:
        table = schemas("country")[resource["name"]]
        # a column that may be absent is in both the schema and the file, or in neither
        if resource["schema"] not in (table.json, table.used_by(()).json):
            resource["schema"] = table.used_by(()).json
    return json.dumps(package, indent=1) + "\n"


def _table(kind: Kind, table: TableSchema) -> str:
    needed = "" if table.required else " May be absent."
    key = ", ".join(f"`{name}`" for name in table.primary_key)
    lines = [
        f"### {table.name} {{#{kind}-{table.name}}}\n",
        f"{table.title}. Key: {key}.{needed}\n",
        "| column | type | unit | allowed | meaning |",
        "|---|---|---|---|---|",
    ]
    raw = {field["name"]: field for field in table.json["fields"]}
    for field in table.fields:
        cells = [f"`{field.name}`", field.type, field.unit, _allowed(table, field), raw[field.name]["description"]]
        lines.append("| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |")
    return "\n".join(lines) + "\n"


def _allowed(table: TableSchema, field: Field) -> str:
    parts = [] if field.required else ["column may be absent" if field.optional else "may be empty"]
    if field.enum:
        parts.append(", ".join(field.enum))
    bounds = (
        ("at least", field.minimum),
        ("more than", field.exclusive_minimum),
        ("at most", field.maximum),
        ("less than", field.exclusive_maximum),
    )
    parts += [f"{word} {bound:g}" for word, bound in bounds if bound is not None]
    if field.separator:
        parts.append(f"joined by `{field.separator}`")
    for reference in table.references:
        if reference.field == field.name:
            wildcard = f" or `{reference.wildcard}`" if reference.wildcard else ""
            parts.append(f"`{reference.table}.{reference.column}`{wildcard}")
    return "; ".join(parts)


if __name__ == "__main__":
    PAGE.write_text(page(PAGE.read_text("utf-8")), "utf-8")
    BELGIUM.write_text(descriptor(BELGIUM.read_text("utf-8")), "utf-8")
