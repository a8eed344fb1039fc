"""Rows of results, on disk after each of them."""

import json
import math
import os
from pathlib import Path
from typing import Any

__all__ = ["COLUMNS", "Results", "Row"]

Row = dict[str, Any]

COLUMNS = ("name", "ours_s", "peer", "peer_s", "ratio", "target", "met")
"""What every row has, in this order; None where a row has no peer."""


class Results:
    """The rows so far.

    Parameters
    ----------
    path : Path or None
        Where they are kept; None: nowhere.
    """

    def __init__(self, path: Path | None) -> None:
        self.path = path
        self.rows: list[Row] = []

    def add(self, row: Row) -> None:
        """Add a row and replace the file in one step."""
        missing = [column for column in COLUMNS if column not in row]
        if missing:
            raise ValueError(f"A row of results lacks {', '.join(missing)}.")
        self.rows.append({column: row[column] for column in COLUMNS} | row)
        if self.path is not None:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            draft = self.path.with_name(f".{self.path.name}.{os.getpid()}")
            draft.write_text(json.dumps([_plain(row) for row in self.rows], indent=2) + "\n", encoding="utf-8")
            draft.replace(self.path)


def _plain(value: Any) -> Any:
    """Numbers that JSON knows: an infinite or undefined one is null."""
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    if isinstance(value, bool | str | int) or value is None:
        return value
    number = float(value)
    return number if math.isfinite(number) else None
