"""One table in memory, column by column: typed values, and a fault for every cell that its schema does not allow.

A column is read through a memo from text to value, so that each distinct text is parsed and checked once and equal
texts share one value: that is what makes a million rows quick.
"""

import difflib
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from doseline.errors import Fault
from doseline.network.cells import Refused, cell_reader
from doseline.network.findings import Findings
from doseline.network.parsing import parse_rows
from doseline.network.schema import Field, TableSchema

__all__ = ["WRONG", "Table", "near", "read_table"]

WRONG: Final[Any] = type("Wrong", (), {"__repr__": lambda _self: "WRONG", "__slots__": ()})()
"""Stands for a cell that could not be read; its fault is reported already."""

_UNITS: Final = (
    *("bq", "kbq", "mbq", "gbq", "tbq", "ci", "mci", "uci", "h", "min", "s", "d", "days", "hours", "minutes", "weeks"),
    *("g", "mg", "kg", "ml", "l", "litres", "eur", "cents", "usd", "deg", "rad", "fraction", "percent", "pct"),
    *("usv_per_h", "msv_per_h", "kbq_per_kg", "mbq_per_kg", "mbq_per_ml", "gbq_per_ml", "local", "utc", "at", "on"),
)
_BY_LENGTH: Final = sorted(_UNITS, key=len, reverse=True)
_SUFFIX: Final = re.compile(rf"(?P<stem>.+?)_(?P<unit>{'|'.join(_BY_LENGTH)})")


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """The values of a table by column.

    Attributes
    ----------
    schema : its schema
    columns : values of each column that could be read, `WRONG` where a cell could not
    numbers : number of each row in the file, counted from 1
    whole : whether every row and column of the file is here
    """

    schema: TableSchema
    columns: dict[str, list[Any]]
    numbers: Sequence[int]
    whole: bool


def read_table(schema: TableSchema, data: bytes, findings: Findings) -> Table:
    """Return the table that a CSV file holds; what its schema does not allow goes to `findings`."""
    rows = parse_rows(schema.name, data, findings)
    if rows is None:
        return Table(schema=schema, columns={}, numbers=(), whole=False)
    _check_header(schema, rows.header, findings)
    whole = not findings.touches(schema.name)
    texts = list(zip(*rows.cells, strict=True)) or [()] * len(rows.header)
    position = {name: index for index, name in reversed(list(enumerate(rows.header)))}
    columns = {
        field.name: _read_column(schema.name, field, texts[position[field.name]], rows.numbers, findings)
        for field in schema.fields
        if field.name in position
    }
    left_out = [field.name for field in schema.fields if field.optional and field.name not in position]
    columns |= {name: [None] * len(rows.numbers) for name in left_out}
    return Table(schema=schema, columns=columns, numbers=rows.numbers, whole=whole)


class _Memo(dict[str, Any]):
    """Value of each distinct text of a column; what is refused is kept with the reason."""

    __slots__ = ("read", "refused")

    def __init__(self, field: Field) -> None:
        super().__init__()
        self.read = cell_reader(field)
        self.refused: dict[str, Refused] = {}

    def __missing__(self, text: str) -> Any:
        try:
            value = self.read(text)
        except Refused as refused:
            self.refused[text] = refused
            value = WRONG
        self[text] = value
        return value


def _read_column(
    table: str, field: Field, texts: Sequence[str], numbers: Sequence[int], findings: Findings
) -> list[Any]:
    memo = _Memo(field)
    values = list(map(memo.__getitem__, texts))
    if not memo.refused:
        return values
    for number, text in zip(numbers, texts, strict=True):
        refused = memo.refused.get(text)
        if refused is None or findings.only_counts(table, field.name, refused.allowed):
            continue
        findings.add(
            Fault(
                table=table,
                row=number,
                column=field.name,
                given=_short(text),
                allowed=refused.allowed,
                remedy=refused.remedy,
            )
        )
    return values


def _short(text: str) -> str:
    return text if len(text) <= 80 else f"{text[:77]}..."


# --- the header ---------------------------------------------------------------------------------------------------


def _check_header(schema: TableSchema, header: Sequence[str], findings: Findings) -> None:
    missing = [field.name for field in schema.fields if field.name not in header and not field.optional]
    other = next((sign for sign in (";", "\t", "|") if len(header) == 1 and sign in header[0]), None)
    if missing and other is not None:
        findings.add(
            Fault(
                table=schema.name,
                given=_short(header[0]),
                allowed=f"cells separated by commas, not by {other!r}",
                remedy="Save the file with commas between the cells.",
            )
        )
        return
    explained: set[str] = set()
    for name in dict.fromkeys(header):
        if header.count(name) > 1:
            findings.add(_repeated_column(schema, name, header.count(name)))
        if name not in schema.columns:
            findings.add(_unknown_column(schema, name, missing, explained))
    for name in missing:
        if name not in explained:
            remedy = "Add the column; leave a cell of it empty only where the schema allows it."
            findings.add(Fault(table=schema.name, column=name, allowed="a column of this name", remedy=remedy))


def _repeated_column(schema: TableSchema, name: str, count: int) -> Fault:
    return Fault(
        table=schema.name,
        column=name,
        given=f"{count} columns of this name",
        allowed="one column of each name",
        remedy="Delete or rename the surplus columns.",
    )


def _unknown_column(schema: TableSchema, name: str, missing: Sequence[str], explained: set[str]) -> Fault:
    allowed = "one of " + ", ".join(schema.columns)
    meant = _other_unit(schema, name, missing)
    if meant is not None:
        explained.add(meant.name)
        allowed = f"{meant.name}, in {meant.unit or meant.type}"
        remedy = f"The unit in the name is wrong: convert the values and name the column {meant.name}."
    else:
        similar = near(name.strip().lower(), missing) or near(name.strip().lower(), schema.columns)
        explained.update({similar} & set(missing))
        remedy = f"Did you mean {similar}? Rename or delete the column." if similar else "Delete the column."
    return Fault(table=schema.name, column=name or None, given=_short(name), allowed=allowed, remedy=remedy)


def _other_unit(schema: TableSchema, name: str, missing: Sequence[str]) -> Field | None:
    """Return the column that the name means, if it differs in nothing but the unit."""
    given = _SUFFIX.fullmatch(name.strip().lower())
    for field in schema.fields:
        wanted = _SUFFIX.fullmatch(field.name)
        if field.name not in missing or wanted is None:
            continue
        stem = wanted["stem"]
        if name.strip().lower() == stem or (given is not None and given["stem"] == stem):
            return field
    return None


def near(name: str, known: Iterable[str]) -> str:
    """Return the known name that is most like the given one, or an empty text when none is."""
    return next(iter(difflib.get_close_matches(name, list(known), n=1, cutoff=0.6)), "")
