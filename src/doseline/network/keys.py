"""Keys: each row of a table has its own, and what refers to a row of another table finds it."""

from collections.abc import Mapping

from doseline.errors import Fault
from doseline.network.cells import value_text
from doseline.network.findings import Findings
from doseline.network.schema import Reference
from doseline.network.tables import WRONG, Table, near

__all__ = ["check_primary_key", "check_references", "key_text"]


def key_text(values: tuple[object, ...]) -> str:
    """Write a primary key as provenance and scenarios do: its values joined by ``|``.

    Examples
    --------
    >>> key_text(("UZ-LEUVEN", "Lu-177"))
    'UZ-LEUVEN|Lu-177'
    """
    return "|".join(value_text(value) for value in values)


def check_primary_key(table: Table, findings: Findings) -> None:
    """Report every row whose primary key stands in an earlier row."""
    columns = [table.columns.get(name) for name in table.schema.primary_key]
    present = [column for column in columns if column is not None]
    if not columns or len(present) < len(columns):
        return
    keys = list(zip(*present, strict=True))
    if len(set(keys)) == len(keys):
        return
    row_of: dict[tuple[object, ...], int] = {}
    for number, key in zip(table.numbers, keys, strict=True):
        if any(value is WRONG for value in key):
            continue
        first = row_of.setdefault(key, number)
        if first != number:
            findings.add(
                Fault(
                    table=table.schema.name,
                    row=number,
                    column=table.schema.primary_key[0] if len(key) == 1 else None,
                    given=key_text(key),
                    allowed=f"a key of its own in {', '.join(table.schema.primary_key)}",
                    remedy=f"Row {first} has the same key: delete one of the two or give it another key.",
                )
            )


def check_references(table: Table, tables: Mapping[str, Table], findings: Findings) -> None:
    """Report every value that names a row which is not there.

    A reference to a table that could not be read whole is not judged: the row may be one that was not read.
    """
    for reference in table.schema.references:
        values = table.columns.get(reference.field)
        target = tables.get(reference.table)
        if values is None or (findings.touches(reference.table) if target is None else not target.whole):
            continue
        known = set(target.columns[reference.column]) if target is not None else set()
        if WRONG in known:
            continue
        known.update(value for value in (reference.wildcard, reference.besides) if value is not None)
        unknown = {value: absent for value in set(values) if (absent := _absent(value, known))}
        if unknown:
            _report(table, reference, values, unknown, known, findings)


def _absent(value: object, known: set[object]) -> tuple[object, ...]:
    """Return those of a cell's values that are not known."""
    if value is None or value is WRONG:
        return ()
    parts = value if isinstance(value, tuple) else (value,)
    return tuple(part for part in parts if part not in known)


def _report(
    table: Table,
    reference: Reference,
    values: list[object],
    unknown: Mapping[object, tuple[object, ...]],
    known: set[object],
    findings: Findings,
) -> None:
    allowed = f"a {reference.column} of the table {reference.table}"
    if reference.wildcard is not None:
        allowed += f", or {reference.wildcard} for all"
    if reference.besides is not None:
        allowed += f", or {reference.besides}"
    for number, value in zip(table.numbers, values, strict=True):
        for absent in unknown.get(value, ()):
            if findings.only_counts(table.schema.name, reference.field, allowed):
                continue
            similar = near(str(absent), map(str, known))
            remedy = f"Add it to {reference.table} or correct it here."
            findings.add(
                Fault(
                    table=table.schema.name,
                    row=number,
                    column=reference.field,
                    given=absent,
                    allowed=allowed,
                    remedy=f"Did you mean {similar}? {remedy}" if similar else remedy,
                )
            )
