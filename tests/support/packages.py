"""Change a written package as somebody would who makes a mistake in it."""

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any


def read_rows(folder: Path, table: str) -> list[list[str]]:
    """Return the rows of a table as text, the header first."""
    return list(csv.reader(io.StringIO((folder / f"{table}.csv").read_text("utf-8"), newline="")))


def write_rows(folder: Path, table: str, rows: list[list[str]]) -> None:
    """Write the rows of a table, the header first."""
    text = io.StringIO(newline="")
    csv.writer(text, lineterminator="\n").writerows(rows)
    (folder / f"{table}.csv").write_text(text.getvalue(), "utf-8")


def set_cell(folder: Path, table: str, row: int, column: str, text: str) -> None:
    """Write a text into a cell; rows count from 1, the header not counted."""
    rows = read_rows(folder, table)
    rows[row][rows[0].index(column)] = text
    write_rows(folder, table, rows)


def rename_column(folder: Path, table: str, old: str, new: str) -> None:
    """Give a column another name."""
    rows = read_rows(folder, table)
    rows[0][rows[0].index(old)] = new
    write_rows(folder, table, rows)


def drop_column(folder: Path, table: str, column: str) -> None:
    """Take a column out."""
    rows = read_rows(folder, table)
    position = rows[0].index(column)
    write_rows(folder, table, [row[:position] + row[position + 1 :] for row in rows])


def change_bytes(folder: Path, name: str, change: Callable[[bytes], bytes]) -> None:
    """Change the bytes of a file."""
    file = folder / name
    file.write_bytes(change(file.read_bytes()))


def change_descriptor(folder: Path, change: Callable[[dict[str, Any]], object]) -> None:
    """Change the descriptor in place."""
    file = folder / "datapackage.json"
    descriptor = json.loads(file.read_text("utf-8"))
    change(descriptor)
    file.write_text(json.dumps(descriptor), "utf-8")
