"""The Table Schemas that ship inside: which columns a table has, in which unit and within which limits.

The JSON files under ``schemas/`` are the source of truth; this module reads them once. Custom properties start with
``doseline:``, as Table Schema allows: ``doseline:list`` is the separator of a cell with several values,
``doseline:references`` the ``table.column`` that each of a cell's values must name, ``doseline:wildcard`` a value that
stands for all of them, ``doseline:besides`` one that needs no row, ``doseline:required`` whether a package must have
the table, ``doseline:optional`` whether the table may leave out the column, whose cells are empty then.
"""

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from typing import Any, Final, Literal

from doseline.network.model import COUNTRY_NOUNS, PLAN_NOUNS

__all__ = ["NOUNS", "SCHEMA_VERSION", "Field", "Kind", "Reference", "TableSchema", "schemas"]

SCHEMA_VERSION: Final = 3
"""Version of the table schemas that this Doseline reads and writes."""

Kind = Literal["country", "plan"]

NOUNS: Final[Mapping[Kind, Mapping[str, type]]] = {"country": COUNTRY_NOUNS, "plan": PLAN_NOUNS}
"""The noun of each table, in the order in which a package lists its tables."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One column: its type, unit and limits.

    Attributes
    ----------
    name : column name, with its unit as suffix
    type : Table Schema type: string, integer, number, boolean, date or datetime
    unit : unit of the figures, empty when there is none
    required : whether a cell may not be empty
    pattern : what the whole of a cell must match, or None
    enum : the values allowed; empty: any
    minimum, maximum : limits that are allowed themselves, or None
    exclusive_minimum, exclusive_maximum : limits that are not allowed themselves, or None
    separator : separator of a cell with several values, or None
    optional : whether a table may leave the column out
    """

    name: str
    type: str
    unit: str = ""
    required: bool = False
    pattern: re.Pattern[str] | None = None
    enum: tuple[str, ...] = ()
    minimum: float | None = None
    maximum: float | None = None
    exclusive_minimum: float | None = None
    exclusive_maximum: float | None = None
    separator: str | None = None
    optional: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Reference:
    """A column whose values must stand in a column of another table.

    Attributes
    ----------
    field : the referring column
    table, column : where its values must stand
    wildcard : a value that stands for all, or None
    besides : a value that is allowed though no row has it, or None
    """

    field: str
    table: str
    column: str
    wildcard: str | None = None
    besides: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TableSchema:
    """One table of a package.

    Attributes
    ----------
    name, title : names for the machine and for the reader
    required : whether a package must have the table even without rows
    fields : its columns in the order in which they are written
    primary_key : columns that together name a row
    references : columns whose values must stand elsewhere
    json : the Table Schema as it ships, to be copied into a descriptor
    """

    name: str
    title: str
    required: bool
    fields: tuple[Field, ...]
    primary_key: tuple[str, ...]
    references: tuple[Reference, ...]
    json: Mapping[str, Any]

    @property
    def columns(self) -> tuple[str, ...]:
        """Names of the columns, in order."""
        return tuple(field.name for field in self.fields)

    def used_by(self, rows: Iterable[object]) -> "TableSchema":
        """Return the schema without the optional columns in which no row has a value."""
        every = tuple(rows)
        left_out = {
            field.name
            for field in self.fields
            if field.optional and all(getattr(row, field.name) is None for row in every)
        }
        if not left_out:
            return self
        kept = [raw for raw in self.json["fields"] if raw["name"] not in left_out]
        fields = tuple(field for field in self.fields if field.name not in left_out)
        keys = [key for key in self.json.get("foreignKeys", ()) if key["fields"] not in left_out]
        json = {**self.json, "fields": kept} | ({"foreignKeys": keys} if "foreignKeys" in self.json else {})
        return replace(self, fields=fields, json=json)

    @property
    def states_facts(self) -> bool:
        """Whether each row states facts: it then has a source and a confidence."""
        return {"source", "confidence"} <= set(self.columns) and self.name not in {"provenance", "scenarios"}


@cache
def schemas(kind: Kind) -> Mapping[str, TableSchema]:
    """Return the schema of every table of a kind of package, by name, in the order in which a package lists them."""
    folder = files("doseline.network") / "schemas" / kind
    return {name: _table(json.loads((folder / f"{name}.json").read_text("utf-8"))) for name in NOUNS[kind]}


def _table(raw: Mapping[str, Any]) -> TableSchema:
    return TableSchema(
        name=raw["name"],
        title=raw["title"],
        required=raw["doseline:required"],
        fields=tuple(_field(field) for field in raw["fields"]),
        primary_key=tuple(raw.get("primaryKey", ())),
        references=tuple(_references(raw)),
        json=raw,
    )


def _field(raw: Mapping[str, Any]) -> Field:
    constraints = raw.get("constraints", {})
    return Field(
        name=raw["name"],
        type=raw["type"],
        unit=raw.get("unit", ""),
        required=constraints.get("required", False),
        pattern=re.compile(constraints["pattern"]) if "pattern" in constraints else None,
        enum=tuple(constraints.get("enum", ())),
        minimum=constraints.get("minimum"),
        maximum=constraints.get("maximum"),
        exclusive_minimum=constraints.get("exclusiveMinimum"),
        exclusive_maximum=constraints.get("exclusiveMaximum"),
        separator=raw.get("doseline:list"),
        optional=raw.get("doseline:optional", False),
    )


def _references(raw: Mapping[str, Any]) -> list[Reference]:
    plain = [
        Reference(field=key["fields"], table=key["reference"]["resource"], column=key["reference"]["fields"])
        for key in raw.get("foreignKeys", ())
    ]
    for field in raw["fields"]:
        if "doseline:references" in field:
            table, _, column = field["doseline:references"].partition(".")
            wildcard, besides = field.get("doseline:wildcard"), field.get("doseline:besides")
            plain.append(Reference(field=field["name"], table=table, column=column, wildcard=wildcard, besides=besides))
    return plain
