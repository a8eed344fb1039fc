"""From the bytes of a CSV file to its header and rows, or to faults that name the row where reading failed."""

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass

from doseline.errors import Fault
from doseline.network.findings import Findings

__all__ = ["Rows", "parse_rows"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rows:
    """The cells of a CSV file as text.

    Attributes
    ----------
    header : names of the columns
    cells : one list a row, each as long as the header
    numbers : number of each row in the file, counted from 1, the header not counted
    """

    header: list[str]
    cells: list[list[str]]
    numbers: Sequence[int]


def parse_rows(table: str, data: bytes, findings: Findings) -> Rows | None:
    """Return the header and the well-formed rows; every other row becomes a fault.

    Parameters
    ----------
    table : str
        Name of the table.
    data : bytes
        Contents of the file. A byte order mark is skipped.
    findings : Findings
        Takes the faults.

    Returns
    -------
    Rows or None
        None when the file is no text or has no header.
    """
    text = _text(table, data, findings)
    if text is None:
        return None
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    parsed: list[list[str]] = []
    try:
        # Rows that were read before an error are kept, so that their own faults are found too.
        parsed.extend(reader)
    except csv.Error as error:
        findings.add(_broken_row(table, len(parsed), str(error)))
    if not parsed or not any(parsed[0]):
        if not findings.touches(table):
            remedy = "Write the header line, or delete the file if the table may be absent."
            findings.add(Fault(table=table, given="an empty file", allowed="a header line", remedy=remedy))
        return None
    header = parsed[0]
    del parsed[0]
    return _of_one_width(table, header, parsed, findings)


def _text(table: str, data: bytes, findings: Findings) -> str | None:
    position = data.find(b"\0")
    if position >= 0:
        findings.add(
            Fault(
                table=table,
                row=_row_at(data, position),
                given=f"a NUL byte at byte {position}",
                allowed="CSV text in UTF-8",
                remedy="This is a binary or damaged file; export the table as CSV in UTF-8 again.",
            )
        )
        return None
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        findings.add(
            Fault(
                table=table,
                row=_row_at(data, error.start),
                given=f"byte 0x{data[error.start]:02x} at byte {error.start}, which is not UTF-8",
                allowed="CSV text in UTF-8",
                remedy="Save the file with encoding UTF-8.",
            )
        )
        return None


def _row_at(data: bytes, position: int) -> int | None:
    """Return the data row in which a byte stands, if lines are rows; None in the header."""
    return data.count(b"\n", 0, position) or None


def _broken_row(table: str, rows_read: int, what: str) -> Fault:
    return Fault(
        table=table,
        row=max(rows_read, 1),
        given=what,
        allowed="cells separated by commas, quotes closed and doubled inside a quoted cell",
        remedy="The file is cut off or a quote is not closed in this row; what follows was not read.",
    )


def _of_one_width(table: str, header: list[str], rows: list[list[str]], findings: Findings) -> Rows:
    width = len(header)
    wrong = [index for index, row in enumerate(rows) if len(row) != width]
    if not wrong:
        return Rows(header=header, cells=rows, numbers=range(1, len(rows) + 1))
    allowed = f"{width} cells, as in the header"
    for index in wrong:
        if not findings.only_counts(table, None, allowed):
            findings.add(_wrong_width(table, index + 1, rows[index], width, allowed))
    left_out = set(wrong)
    numbers = [number for number in range(1, len(rows) + 1) if number - 1 not in left_out]
    return Rows(header=header, cells=[rows[number - 1] for number in numbers], numbers=numbers)


def _wrong_width(table: str, number: int, row: list[str], width: int, allowed: str) -> Fault:
    if not row:
        remedy = "Delete the empty line."
    elif len(row) > width:
        remedy = "Take the surplus cells out; put quotes around a text that holds a comma."
    else:
        remedy = "Add the missing cells; the line may have been cut off."
    given = "1 cell" if len(row) == 1 else f"{len(row)} cells"
    return Fault(table=table, row=number, given=given, allowed=allowed, remedy=remedy)
