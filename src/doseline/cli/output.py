"""What commands print: results on standard output, messages on standard error."""

import json
import sys
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

__all__ = ["emit_json", "emit_mapping", "emit_message", "emit_table", "emit_text"]


def emit_json(value: object) -> None:
    """Print a value as JSON on standard output."""
    sys.stdout.write(json.dumps(value, ensure_ascii=False, indent=2, default=str) + "\n")


def emit_text(text: str) -> None:
    """Print a line on standard output."""
    sys.stdout.write(text + "\n")


def emit_message(text: str) -> None:
    """Print a line on standard error; if nobody reads it, nothing is lost."""
    try:
        sys.stderr.write(text + "\n")
        sys.stderr.flush()
    except BrokenPipeError:
        pass


_UNBOUNDED: Final = 100_000
"""Width of a table that no screen bounds."""


def emit_table(title: str, columns: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Print a table on standard output; numbers stand to the right.

    Nothing is cut: on a terminal what is too long for its column goes on below; into a file or a pipe a row is a line.
    """
    from rich.box import SIMPLE_HEAD
    from rich.console import Console
    from rich.markup import escape
    from rich.table import Table

    cells = [list(row) for row in rows]
    table = Table(title=escape(title), title_justify="left", header_style="bold", box=SIMPLE_HEAD)
    for position, column in enumerate(columns):
        numeric = bool(cells) and all(isinstance(row[position], int | float) for row in cells)
        table.add_column(escape(column), justify="right" if numeric else "left", overflow="fold")
    for row in cells:
        table.add_row(*(escape(_shown(cell)) for cell in row))
    console = Console(file=sys.stdout)
    if not console.is_terminal:
        console = Console(file=sys.stdout, width=_UNBOUNDED)
    console.print(table)


def emit_mapping(value: Mapping[str, Any], *, indent: int = 0) -> None:
    """Print a mapping for readers: one line a value, nested mappings indented, lists of mappings as tables."""
    margin = "  " * indent
    for name, item in value.items():
        label = str(name).replace("_", " ")
        if isinstance(item, Mapping):
            emit_text(f"{margin}{label}:")
            emit_mapping(item, indent=indent + 1)
        elif _is_list_of_mappings(item):
            columns = list(dict.fromkeys(column for row in item for column in row))
            titles = [str(column).replace("_", " ") for column in columns]
            emit_table(label, titles, ([row.get(column) for column in columns] for row in item))
        elif isinstance(item, list | tuple) and item:
            emit_text(f"{margin}{label}:")
            for entry in item:
                emit_text(f"{margin}  - {_shown(entry)}")
        else:
            emit_text(f"{margin}{label}: {_shown(item)}")


def _is_list_of_mappings(item: object) -> bool:
    return isinstance(item, list | tuple) and bool(item) and all(isinstance(row, Mapping) for row in item)


def _shown(cell: object) -> str:
    match cell:
        case None | [] | ():
            return "-"
        case bool():
            return "yes" if cell else "no"
        case float():
            return f"{cell:,.6g}" if abs(cell) < 1e6 else f"{cell:,.0f}"
        case int():
            return f"{cell:,}"
        case list() | tuple():
            return ", ".join(map(str, cell))
        case _:
            return str(cell)
