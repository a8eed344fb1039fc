"""A cited table in memory: columns, sources and who has checked it."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from doseline.errors import UserError

TextColumn = tuple[str, ...]
NumberColumn = NDArray[np.float64]


class Confidence(StrEnum):
    """How sure we are of one row."""

    SOURCED = "sourced"
    SECONDARY = "secondary"
    DERIVED = "derived"
    ASSUMPTION = "assumption"


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Where a row comes from.

    Parameters
    ----------
    citation : str
        Author, title, place, year.
    identifier : str
        DOI, ISBN or report number.
    edition : str
        Edition or year.
    locator : str
        Table, page or section; empty when the whole is meant.
    """

    citation: str
    identifier: str
    edition: str
    locator: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class EvidenceTable:
    """A checked table in columns: numbers as read-only arrays, text as tuples.

    Parameters
    ----------
    name, title : str
        Name of the file without ending, and what it holds.
    status : str
        ``sourced`` or ``assumption``: the standing of the table as a whole.
    licence, sha256, transcribed_by, checked_by : str
        As the source file states them; an empty `checked_by` means unsigned.
    columns : mapping
        Column name to its values, all of length `n_rows`.
    units : mapping
        Column name to unit, for the numeric columns.
    sources : mapping
        Source key to `Source`.
    """

    name: str
    title: str
    status: str
    licence: str
    sha256: str
    transcribed_by: str
    checked_by: str
    columns: Mapping[str, TextColumn | NumberColumn]
    units: Mapping[str, str]
    sources: Mapping[str, Source]

    @property
    def n_rows(self) -> int:
        """Number of rows."""
        return len(self.columns["source"])

    @property
    def signed(self) -> bool:
        """Whether a named person has checked the table against its sources."""
        return bool(self.checked_by)

    def __getitem__(self, column: str) -> NumberColumn:
        """Return a numeric column, shape (n_rows,); a cell left empty is NaN."""
        values = self._column(column)
        if isinstance(values, tuple):
            raise UserError(f"Column {column} of table {self.name} holds text.", remedy="Read it with .text(...).")
        return values

    def text(self, column: str) -> TextColumn:
        """Return a text column; a cell left empty is an empty string."""
        values = self._column(column)
        if not isinstance(values, tuple):
            raise UserError(f"Column {column} of table {self.name} holds numbers.", remedy="Read it with [...].")
        return values

    def where(self, **equal: str | tuple[str, ...]) -> "EvidenceTable":
        """Return the rows whose text columns hold the given value, or one of the given values.

        Raises
        ------
        UserError
            If no row is left: an empty selection is never what a caller meant.
        """
        keep = np.ones(self.n_rows, dtype=bool)
        for column, wanted in equal.items():
            allowed = {wanted} if isinstance(wanted, str) else set(wanted)
            keep &= np.array([cell in allowed for cell in self.text(column)], dtype=bool)
        if not keep.any():
            known = {column: sorted(set(self.text(column))) for column in equal}
            raise UserError(
                f"No row of the evidence table {self.name} matches.",
                given=equal,
                allowed="; ".join(f"{column}: {', '.join(values)}" for column, values in known.items()),
                remedy="Name one of these, or add a row with its source (docs/how-to/add-a-nuclide.md).",
            )
        return self._take(keep)

    def _column(self, column: str) -> TextColumn | NumberColumn:
        if column not in self.columns:
            raise UserError(
                f"The evidence table {self.name} has no such column.", given=column, allowed=", ".join(self.columns)
            )
        return self.columns[column]

    def _take(self, keep: NDArray[np.bool_]) -> "EvidenceTable":
        rows = np.flatnonzero(keep).tolist()
        columns: dict[str, TextColumn | NumberColumn] = {}
        for name, values in self.columns.items():
            columns[name] = tuple(values[row] for row in rows) if isinstance(values, tuple) else _frozen(values[keep])
        return EvidenceTable(
            name=self.name,
            title=self.title,
            status=self.status,
            licence=self.licence,
            sha256=self.sha256,
            transcribed_by=self.transcribed_by,
            checked_by=self.checked_by,
            columns=columns,
            units=self.units,
            sources=self.sources,
        )


def _frozen(values: NumberColumn) -> NumberColumn:
    values.setflags(write=False)
    return values
