"""Read one evidence table and refuse it unless everything it promises is true."""

import csv
import hashlib
import io
import math
import tomllib
from collections.abc import Iterable, Mapping
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from doseline.errors import Fault, UserError
from doseline.evidence.table import Confidence, EvidenceTable, Source
from doseline.evidence.units import promised_unit

TABLES: Final = Path(__file__).parent / "tables"
_HEAD: Final = ("title", "status", "licence", "sha256", "transcribed_by", "checked_by", "key", "sources", "columns")
_SOURCE: Final = ("citation", "identifier", "edition")


class BadEvidence(UserError):
    """An evidence table that cannot be trusted, with all of its faults at once.

    Parameters
    ----------
    table : str
        Name of the table.
    faults : iterable of Fault
        Every fault found; at least one.
    """

    def __init__(self, table: str, faults: Iterable[Fault]) -> None:
        self.table = table
        self.faults = tuple(faults)
        super().__init__(
            f"The evidence table {table} cannot be trusted.",
            remedy="Mend each place against the source it names, then state the new sha256 in its .source.toml.",
        )

    def __reduce__(self) -> tuple[type["BadEvidence"], tuple[str, tuple[Fault, ...]]]:
        # An exception travels between processes by calling its class with its arguments again.
        return type(self), (self.table, self.faults)

    def __str__(self) -> str:
        listed = "\n".join(f"  - {fault.message()}" for fault in self.faults)
        return f"{self.what}\n{listed}\n{self.remedy}"

    def as_dict(self) -> dict[str, Any]:
        """Return the table, its faults and the remedy."""
        return {
            "what": self.what,
            "table": self.table,
            "faults": [fault.as_dict() for fault in self.faults],
            "remedy": self.remedy,
        }


def available_tables(folder: Path = TABLES) -> tuple[str, ...]:
    """Return the names of the tables in `folder`, sorted.

    Parameters
    ----------
    folder : Path
        Where tables are; those that ship inside by default.

    Examples
    --------
    >>> "half_lives" in available_tables()
    True
    """
    return tuple(sorted(path.stem for path in folder.glob("*.csv")))


@cache
def load_table(name: str, folder: Path = TABLES) -> EvidenceTable:
    """Return the evidence table `name`, checked against its own source file.

    The hash, the columns, the unit in each column's name, every cell, the source of every row and the absence of
    duplicates are checked. A table is read once per process.

    Parameters
    ----------
    name : str
        File name without ending, such as ``half_lives``.
    folder : Path, optional
        Where the table lies; the tables that ship with Doseline by default.

    Raises
    ------
    UserError
        If there is no such table.
    BadEvidence
        If the table breaks any of its promises; lists every fault.

    Examples
    --------
    >>> load_table("half_lives").units["half_life_h"]
    'h'
    """
    path = folder / f"{name}.csv"
    source_path = folder / f"{name}.source.toml"
    if not (path.is_file() and source_path.is_file()):
        raise UserError(
            "There is no such evidence table; a table is a .csv beside its .source.toml.",
            given=name,
            allowed=", ".join(available_tables(folder)),
        )
    head = tomllib.loads(source_path.read_text(encoding="utf-8"))
    content = path.read_bytes()
    faults = _head_faults(name, head)
    if faults:
        raise BadEvidence(name, faults)
    faults += _hash_faults(name, content, head["sha256"])
    faults += _unit_faults(name, head["columns"])
    header, *rows = csv.reader(io.StringIO(content.decode("utf-8")))
    if header != list(head["columns"]):
        faults.append(
            Fault(
                table=name, given=", ".join(header), allowed=f"the columns {', '.join(head['columns'])}, in this order"
            )
        )
        raise BadEvidence(name, faults)
    columns: dict[str, tuple[str, ...] | NDArray[np.float64]] = {}
    for index, (column, about) in enumerate(head["columns"].items()):
        cells = tuple(row[index].strip() if index < len(row) else "" for row in rows)
        faults += _empty_faults(name, column, cells, optional=about.get("optional", False))
        if about["kind"] == "text":
            columns[column] = cells
        else:
            columns[column] = _numbers(name, column, cells, faults)
    faults += _row_faults(name, rows, len(header), columns, head)
    if faults:
        raise BadEvidence(name, faults)
    return EvidenceTable(
        name=name,
        title=head["title"],
        status=head["status"],
        licence=head["licence"],
        sha256=head["sha256"],
        transcribed_by=head["transcribed_by"],
        checked_by=head["checked_by"],
        columns=columns,
        units={column: about["unit"] for column, about in head["columns"].items() if "unit" in about},
        sources={key: Source(**source) for key, source in head["sources"].items()},
    )


def _head_faults(name: str, head: Mapping[str, Any]) -> list[Fault]:
    table = f"{name}.source.toml"
    faults = [Fault(table=table, column=key, allowed="a value") for key in _HEAD if key not in head]
    if faults:
        return faults
    if head["status"] not in ("sourced", "assumption"):
        faults.append(Fault(table=table, column="status", given=head["status"], allowed="sourced or assumption"))
    for key, source in head["sources"].items():
        missing = [part for part in _SOURCE if not source.get(part)]
        faults += [Fault(table=table, column=f"sources.{key}.{part}", allowed="a value") for part in missing]
    for column in ("source", "confidence"):
        if column not in head["columns"]:
            faults.append(Fault(table=table, column=f"columns.{column}", allowed="this column in every table"))
    for column, about in head["columns"].items():
        if about.get("kind") not in ("float", "text"):
            faults.append(
                Fault(table=table, column=f"columns.{column}.kind", given=about.get("kind"), allowed="float or text")
            )
    return faults


def _hash_faults(name: str, content: bytes, stated: str) -> list[Fault]:
    found = hashlib.sha256(content).hexdigest()
    if found == stated:
        return []
    return [
        Fault(
            table=f"{name}.csv",
            given=f"sha256 {found}",
            allowed=f"sha256 {stated}, as its source file states",
            remedy="Compare every changed cell with its source before you state the new hash.",
        )
    ]


def _unit_faults(name: str, columns: Mapping[str, Mapping[str, Any]]) -> list[Fault]:
    return [
        Fault(
            table=name,
            column=column,
            given=about.get("unit"),
            allowed=f"a name that ends in its unit; this one promises {promised_unit(column)}",
        )
        for column, about in columns.items()
        if about["kind"] == "float" and (promised_unit(column) is None or promised_unit(column) != about.get("unit"))
    ]


def _empty_faults(name: str, column: str, cells: tuple[str, ...], *, optional: bool) -> list[Fault]:
    if optional:
        return []
    return [
        Fault(table=name, row=row, column=column, allowed="a value", remedy="Fill it, or mark the column optional.")
        for row, cell in enumerate(cells, start=1)
        if not cell
    ]


def _numbers(name: str, column: str, cells: tuple[str, ...], faults: list[Fault]) -> NDArray[np.float64]:
    values = np.full(len(cells), math.nan)
    for index, cell in enumerate(cells):
        if not cell:
            continue
        with suppress(ValueError):
            values[index] = float(cell)
        if math.isnan(values[index]):
            faults.append(Fault(table=name, row=index + 1, column=column, given=cell, allowed="a number"))
    values.setflags(write=False)
    return values


def _row_faults(
    name: str,
    rows: list[list[str]],
    width: int,
    columns: Mapping[str, tuple[str, ...] | NDArray[np.float64]],
    head: Mapping[str, Any],
) -> list[Fault]:
    faults = [
        Fault(table=name, row=number, given=f"{len(row)} cells", allowed=f"{width} cells")
        for number, row in enumerate(rows, start=1)
        if len(row) != width
    ]
    confidences = [confidence.value for confidence in Confidence]
    seen: dict[tuple[object, ...], int] = {}
    for number in range(1, len(rows) + 1):
        source, confidence = columns["source"][number - 1], columns["confidence"][number - 1]
        if source not in head["sources"]:
            faults.append(
                Fault(table=name, row=number, column="source", given=source, allowed=", ".join(head["sources"]))
            )
        if confidence not in confidences:
            faults.append(
                Fault(table=name, row=number, column="confidence", given=confidence, allowed=", ".join(confidences))
            )
        key = tuple(columns[column][number - 1] for column in head["key"])
        if key in seen:
            faults.append(
                Fault(table=name, row=number, given=key, allowed=f"each key once; row {seen[key]} has it already")
            )
        seen.setdefault(key, number)
    return faults
