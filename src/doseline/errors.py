"""What can go wrong, said so that a reader can act on it.

Every error that Doseline raises on purpose descends from `DoselineError`. The ones a user can mend descend from
`UserError` and say four things: what is wrong, what was given, what is allowed and what to do. Faults found in a data
package are collected first and raised together as one `BadPackage`.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

EXIT_DONE = 0
"""The work is done and nothing was found."""

EXIT_FINDING = 1
"""The work is done and there is a finding to read: a plan that breaks a rule, a bound that is not proved."""

EXIT_BAD_INPUT = 2
"""The input cannot be used; nothing was done."""


FOLDER = "package"
"""Table of a fault that concerns the folder as a whole: it is not there, or is no package."""


class DoselineError(Exception):
    """Root of every error that Doseline raises on purpose."""

    exit_code: int = EXIT_BAD_INPUT


class UserError(DoselineError):
    """An error that the person who gave the input can mend.

    Parameters
    ----------
    what : str
        One sentence: what is wrong, and where.
    given : object, optional
        The value that was given; shown with `repr` so that blanks and quotes are seen.
    allowed : str, optional
        What would have been accepted.
    remedy : str, optional
        What to do now, as an instruction.

    Examples
    --------
    >>> print(UserError("There is no such seed.", given=-1, allowed="0 or more", remedy="Pass --seed 1."))
    There is no such seed. Given: -1. Allowed: 0 or more. Pass --seed 1.
    """

    def __init__(
        self, what: str, *, given: object | None = None, allowed: str | None = None, remedy: str | None = None
    ) -> None:
        super().__init__(what)
        self.what = what
        self.given = given
        self.allowed = allowed
        self.remedy = remedy

    def __str__(self) -> str:
        return _sentences(self.what, self.given, self.allowed, self.remedy)

    def as_dict(self) -> dict[str, Any]:
        """Return the four parts, ready for `--json`; what was given becomes its text form."""
        given = None if self.given is None else str(self.given)
        return {"what": self.what, "given": given, "allowed": self.allowed, "remedy": self.remedy}

    def as_json(self) -> str:
        """Return `as_dict` as JSON text."""
        return json.dumps(self.as_dict(), ensure_ascii=False, indent=2)


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """One thing that is wrong in a table, with its place.

    Parameters
    ----------
    table : str
        Name of the table, as the data package names it.
    row : int or None
        Data row counted from 1, the header not counted; None when the fault concerns the whole table.
    column : str or None
        Column name; None when the fault concerns the whole row or table.
    given : object
        What stands there.
    allowed : str
        What may stand there.
    remedy : str
        What to do.

    Raises
    ------
    ValueError
        If `row` is below 1.
    """

    table: str
    row: int | None = None
    column: str | None = None
    given: object = None
    allowed: str = ""
    remedy: str = ""

    def __post_init__(self) -> None:
        if self.row is not None and self.row < 1:
            raise ValueError(f"Fault.row counts data rows from 1; given {self.row!r}.")

    @property
    def place(self) -> str:
        """Where the fault is, such as ``vials, row 3, column activity_mbq``."""
        parts = [self.table]
        if self.row is not None:
            parts.append(f"row {self.row}")
        if self.column is not None:
            parts.append(f"column {self.column}")
        return ", ".join(parts)

    def message(self) -> str:
        """Return the fault as readable sentences.

        Examples
        --------
        >>> Fault(table="places", row=2, column="beds", given=-1, allowed="1 or more", remedy="Correct it.").message()
        'places, row 2, column beds: given -1. Allowed: 1 or more. Correct it.'
        """
        given = "nothing given" if self.given is None else f"given {self.given!r}"
        return _sentences(f"{self.place}: {given}.", None, self.allowed, self.remedy)

    def as_dict(self) -> dict[str, Any]:
        """Return the fault as plain values for JSON; what was given becomes its text form."""
        return {
            "table": self.table,
            "row": self.row,
            "column": self.column,
            "given": None if self.given is None else str(self.given),
            "allowed": self.allowed,
            "remedy": self.remedy,
        }


_WHAT = {"country": "data package", "plan": "plan", "events": "file of events"}


class BadPackage(UserError):
    """A country, a plan or a file of events that cannot be used, with all of its faults at once.

    Parameters
    ----------
    package : str
        The folder or name of the package, as the user gave it.
    faults : iterable of Fault
        Every fault found; at least one. They are kept in a stable order: by table, row, column, then message.
    kind : str
        ``country``, ``plan`` or ``events``: what to do differs.

    Raises
    ------
    ValueError
        If there is no fault: a package without faults is not bad.
    """

    def __init__(self, package: str, faults: Iterable[Fault], kind: str = "country") -> None:
        self.package = package
        self.kind = kind
        self.faults: tuple[Fault, ...] = tuple(sorted(faults, key=_by_place))
        if not self.faults:
            raise ValueError(f"BadPackage needs at least one fault; none was given for {package!r}.")
        noun = "fault" if len(self.faults) == 1 else "faults"
        super().__init__(f"The {_WHAT[kind]} {package} has {len(self.faults)} {noun}.", remedy=self._remedy())

    def _remedy(self) -> str:
        if all(fault.table == FOLDER for fault in self.faults):
            return "Give the right folder, then run the command again."
        if self.kind == "events":
            return "Mend every place listed; the plan was left as it is."
        if self.kind == "plan":
            return "Mend every place listed, or plan again with `doseline plan`."
        return "Mend every place listed, then run `doseline network check` on it again."

    def __reduce__(self) -> tuple[type["BadPackage"], tuple[str, tuple[Fault, ...], str]]:
        # An exception travels between processes by calling its class with its arguments again.
        return type(self), (self.package, self.faults, self.kind)

    def __str__(self) -> str:
        listed = "\n".join(f"  - {fault.message()}" for fault in self.faults)
        return f"{self.what}\n{listed}\n{self.remedy}"

    def as_dict(self) -> dict[str, Any]:
        """Return the package, its faults in their stable order and the remedy."""
        return {
            "what": self.what,
            "package": self.package,
            "faults": [fault.as_dict() for fault in self.faults],
            "remedy": self.remedy,
        }


def _by_place(fault: Fault) -> tuple[str, int, str, str]:
    """Order key of a fault; a fault of the whole table (no row) comes before those of its rows."""
    return fault.table, fault.row or 0, fault.column or "", fault.message()


def _sentences(what: str, given: object | None, allowed: str | None, remedy: str | None) -> str:
    parts = [what]
    if given is not None:
        parts.append(f"Given: {given!r}.")
    if allowed:
        parts.append(f"Allowed: {allowed.removesuffix('.')}.")
    if remedy:
        parts.append(remedy)
    return " ".join(parts)
