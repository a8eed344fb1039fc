"""Collect faults without drowning in them: one kind of fault in a million rows is listed a few times and counted."""

from collections import Counter
from collections.abc import Iterable
from typing import Final

from doseline.errors import Fault

__all__ = ["LISTED_PER_KIND", "Findings"]

LISTED_PER_KIND: Final = 20
"""How many faults of one kind are listed for one column of one table; the rest is counted in one more fault."""


class Findings:
    """Faults found so far, listed up to `LISTED_PER_KIND` for each table, column and kind, and counted beyond.

    Two faults are of one kind when they allow the same.

    Examples
    --------
    >>> findings = Findings()
    >>> for row in range(1, 101):
    ...     findings.add(Fault(table="places", row=row, column="kind", given="sofa", allowed="one of bed, chair"))
    >>> len(findings.faults()), findings.faults()[-1].given
    (21, '80 more rows with a fault of this kind, not listed')
    """

    def __init__(self) -> None:
        self._listed: list[Fault] = []
        self._count_by_kind: Counter[tuple[str, str | None, str]] = Counter()
        self._remedy_by_kind: dict[tuple[str, str | None, str], str] = {}
        self._tables: set[str] = set()

    def add(self, fault: Fault) -> None:
        """Take one fault."""
        kind = (fault.table, fault.column, fault.allowed)
        if self._count_by_kind[kind] < LISTED_PER_KIND:
            self._listed.append(fault)
            self._remedy_by_kind.setdefault(kind, fault.remedy)
        self._count_by_kind[kind] += 1
        self._tables.add(fault.table)

    def extend(self, faults: Iterable[Fault]) -> None:
        """Take several faults."""
        for fault in faults:
            self.add(fault)

    def only_counts(self, table: str, column: str | None, allowed: str) -> bool:
        """Return whether enough faults of this kind are listed, and if so count one more.

        Where a table may be wrong in a million rows, asking first saves making what is not listed.
        """
        kind = (table, column, allowed)
        if self._count_by_kind[kind] < LISTED_PER_KIND:
            return False
        self._count_by_kind[kind] += 1
        return True

    def touches(self, table: str) -> bool:
        """Return whether a fault was found in the table."""
        return table in self._tables

    def faults(self) -> tuple[Fault, ...]:
        """Return the listed faults, then one for each kind that has more than are listed."""
        rests = [
            Fault(
                table=table,
                column=column,
                given=f"{count - LISTED_PER_KIND} more rows with a fault of this kind, not listed",
                allowed=allowed,
                remedy=self._remedy_by_kind[table, column, allowed],
            )
            for (table, column, allowed), count in self._count_by_kind.items()
            if count > LISTED_PER_KIND
        ]
        return (*self._listed, *rests)
