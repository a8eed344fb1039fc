"""Read a file of events: what happened after a plan was made. All faults at once, none of them guessed away.

The file is JSON: an object with a list ``events``, each an object whose keys are the columns of the table ``events`` of
a plan. Which of them an event has, its kind says.
"""

import csv
import io
import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any, Final

from doseline.errors import BadPackage, Fault
from doseline.journey import Event
from doseline.network.cells import instant_text
from doseline.network.findings import Findings
from doseline.network.folder import bytes_of
from doseline.network.keys import check_primary_key
from doseline.network.schema import TableSchema, schemas
from doseline.network.tables import WRONG, Table, near, read_table

__all__ = ["EVENT_KINDS", "EventKind", "read_events"]

TABLE: Final = "events"

_MOST: Final = 10_000
"""Events in one file at most: a disaster has hundreds."""

_CONTROL: Final = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")
"""Characters that no text of an event may have; tabs and new lines it may."""

_LONGEST_KEY: Final = 200
_LONGEST_REASON: Final = 2_000
"""Characters of a reason, and of any other text, at most: they stand in sentences."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EventKind:
    """What an event of one kind tells.

    Attributes
    ----------
    subject : what its ``subject_id`` names
    needs : columns that it must have beside those that every event has
    may_have : columns that it may have besides
    """

    subject: str
    needs: tuple[str, ...] = ()
    may_have: tuple[str, ...] = ()


_SPAN: Final = ("starts_at", "ends_at")
_OF_PATIENT: Final = (
    *("patient_id", "sex", "birth_year", "weight_kg", "catchment_id"),
    *("regimen_id", "referred_on", "max_travel_min", "weight", "prescribed_activity_mbq"),
)
"""What a patient and a course must say of themselves."""

EVENT_KINDS: Final[Mapping[str, EventKind]] = {
    "batch_failed": EventKind(subject="batch"),
    "batch_short": EventKind(subject="batch", needs=("usable_activity_mbq",)),
    "certification_late": EventKind(subject="batch or vial", needs=("instead_at",)),
    "vial_broken": EventKind(subject="vial"),
    "shipment_late": EventKind(subject="shipment", needs=("instead_at",)),
    "supplier_shut": EventKind(subject="supplier", needs=_SPAN),
    "line_stopped": EventKind(subject="line", needs=_SPAN),
    "reactor_stopped": EventKind(subject="reactor", needs=_SPAN),
    "site_closed": EventKind(subject="centre", needs=_SPAN),
    "place_closed": EventKind(subject="place", needs=_SPAN),
    "scanner_closed": EventKind(subject="scanner", needs=_SPAN),
    "tank_closed": EventKind(subject="tank", needs=_SPAN),
    "labs_withheld": EventKind(subject="course", needs=("retest_on",)),
    "labs_fit": EventKind(subject="course", needs=("taken_at",)),
    "standby_listed": EventKind(subject="course", needs=("notice_h",)),
    "standby_ended": EventKind(subject="course"),
    "patient_stopped": EventKind(subject="course"),
    "patient_transferred": EventKind(subject="course", needs=("site_id",)),
    "patient_added": EventKind(
        subject="new course", needs=_OF_PATIENT, may_have=("site_id", "transfer_allowed", "trial_id")
    ),
    "head_absent": EventKind(subject="centre", needs=("role", "heads", *_SPAN)),
    "activity_reduced": EventKind(subject="course", needs=("prescribed_activity_mbq",)),
}
"""Every kind of event."""

_OF_EVERY_KIND: Final = frozenset({"event_id", "kind", "at", "subject_id", "reason"})


def read_events(path: Path | str) -> tuple[Event, ...]:
    """Read a file of events.

    Only its form is checked. Whether what the events name is there is for those to say who know the plan.

    Parameters
    ----------
    path : Path or str
        The file.

    Raises
    ------
    BadPackage
        With all faults at once, if there is any.
    """
    findings = Findings()
    schema = schemas("plan")[TABLE]
    objects = _objects(Path(path), findings)
    table = _table(schema, objects, findings)
    if not findings.faults() or table.columns:
        check_primary_key(table, findings)
        findings.extend(_faults_of_kind(table, objects))
    if findings.faults():
        raise BadPackage(str(path), findings.faults(), "events")
    events = tuple(
        Event(**{name: values[at] for name, values in table.columns.items()}) for at in range(len(table.numbers))
    )
    faults = list(_faults_of_time(events))
    if faults:
        raise BadPackage(str(path), faults, "events")
    return events


# --- the file -----------------------------------------------------------------------------------------------------


def _objects(path: Path, findings: Findings) -> Sequence[Mapping[str, Any]]:
    allowed = 'JSON in UTF-8: {"events": [{"event_id": .., "kind": .., "at": .., "subject_id": ..}, ..]}'
    try:
        value = json.loads(bytes_of(path).decode("utf-8-sig"), object_pairs_hook=_once)
        json.dumps(value, ensure_ascii=False).encode("utf-8")  # half a character is no text
    except FileNotFoundError:
        findings.add(Fault(table=TABLE, given=str(path), allowed="a file of events", remedy="Correct the path."))
        return ()
    except OSError as error:
        findings.add(
            Fault(table=TABLE, given=error.strerror or str(error), allowed="a file of events", remedy="Give a file.")
        )
        return ()
    except (ValueError, RecursionError) as error:
        findings.add(Fault(table=TABLE, given=str(error), allowed=allowed, remedy="Correct the file."))
        return ()
    rows = value.get("events") if isinstance(value, dict) else value
    for name in value if isinstance(value, dict) and rows is not None else ():
        if name != "events":
            findings.add(Fault(table=TABLE, given=name, allowed=allowed, remedy="Delete it, or put it into an event."))
    if not isinstance(rows, list) or not rows:
        given = "an empty list" if rows == [] else json.dumps(value)[:80]
        findings.add(Fault(table=TABLE, given=given, allowed=allowed, remedy="List at least one event."))
        return ()
    if len(rows) > _MOST:
        findings.add(Fault(table=TABLE, given=f"{len(rows)} events", allowed=f"at most {_MOST}", remedy="Give fewer."))
        return ()
    for number, row in enumerate(rows, start=1):
        if not isinstance(row, dict):
            findings.add(
                Fault(table=TABLE, row=number, given=json.dumps(row)[:80], allowed="an object", remedy="Correct it.")
            )
    return [row if isinstance(row, dict) else {} for row in rows]


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Return an object whose keys stand once each: of two values nobody knows which one holds."""
    found = dict(pairs)
    if len(found) < len(pairs):
        twice = next(name for name, count in Counter(name for name, _ in pairs).items() if count > 1)
        raise ValueError(f"the key {twice!r} stands twice in one object")
    return found


def _table(schema: TableSchema, objects: Sequence[Mapping[str, Any]], findings: Findings) -> Table:
    """Return the objects as a table, by the reader of every table."""
    if not objects or findings.faults():
        return Table(schema=schema, columns={}, numbers=(), whole=False)
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(schema.columns)
    other_types = [*_faults_of_type(schema, objects), *_faults_of_text(objects)]
    findings.extend(other_types)
    for number, row in enumerate(objects, start=1):
        writer.writerow([_cell(row.get(name)) for name in schema.columns])
        for name in row:
            if name not in schema.columns:
                meant = near(name, schema.columns)
                remedy = f"Did you mean {meant}?" if meant else "Delete it."
                allowed = "one of " + ", ".join(schema.columns)
                findings.add(Fault(table=TABLE, row=number, column=name, given=name, allowed=allowed, remedy=remedy))
    found = Findings()
    table = read_table(schema, text.getvalue().encode("utf-8"), found)
    # what is of another type is told once, not also by the limits of its column
    told = {(fault.row, fault.column) for fault in other_types}
    findings.extend(fault for fault in found.faults() if (fault.row, fault.column) not in told)
    return table


_WRITTEN: Final[Mapping[str, tuple[tuple[type, ...], str, str]]] = {
    "string": ((str,), "a text in quotes", 'Write it as one text, such as "A-1".'),
    "date": ((str,), "a date in quotes", 'Write it as a text, such as "2027-03-30".'),
    "datetime": ((str,), "an instant in quotes", 'Write it as a text, such as "2027-03-30T04:00:00Z".'),
    "number": ((int, float), "a number", "Write the figure alone, without quotes: 12 or 7400.0."),
    "integer": ((int, float), "a whole number", "Write the figure alone, without quotes: 12."),
    "boolean": ((bool,), "true or false", "Write true or false, without quotes."),
}
"""How JSON writes each type of a column: its types in Python, what is allowed and what to do."""


def _faults_of_type(schema: TableSchema, objects: Sequence[Mapping[str, Any]]) -> Iterator[Fault]:
    """Yield values whose JSON type is not that of their column: which of two meanings they have nobody knows."""
    for number, row in enumerate(objects, start=1):
        for field in schema.fields:
            types, allowed, remedy = _WRITTEN[field.type]
            value = row.get(field.name)
            # for Python true is a number, for JSON it is none
            is_meant = isinstance(value, types) and isinstance(value, bool) == (field.type == "boolean")
            if value not in (None, "") and not is_meant:
                unit = f", in {field.unit}" if field.unit else ""
                yield Fault(
                    table=TABLE,
                    row=number,
                    column=field.name,
                    given=value if isinstance(value, str | int | float) else json.dumps(value, ensure_ascii=False)[:80],
                    allowed=allowed + unit,
                    remedy=remedy,
                )


def _faults_of_text(objects: Sequence[Mapping[str, Any]]) -> Iterator[Fault]:
    """Yield texts that no table can hold, or no sentence."""
    for number, row in enumerate(objects, start=1):
        for name, value in row.items():
            if not isinstance(value, str):
                continue
            most = _LONGEST_REASON if name == "reason" else _LONGEST_KEY
            if _CONTROL.search(value):
                allowed = "a text without control characters; a new line is \\n alone"
                given = json.dumps(value[:80])
                yield Fault(table=TABLE, row=number, column=name, given=given, allowed=allowed, remedy="Delete them.")
            elif len(value) > most:
                given = f"{value[:40]}.. ({len(value)} characters)"
                allowed = f"at most {most} characters"
                yield Fault(table=TABLE, row=number, column=name, given=given, allowed=allowed, remedy="Shorten it.")


def _cell(value: object) -> str:
    if value is None:
        return ""
    return _CONTROL.sub(" ", value) if isinstance(value, str) else json.dumps(value)


# --- what the kinds say -------------------------------------------------------------------------------------------


def _faults_of_kind(table: Table, objects: Sequence[Mapping[str, Any]]) -> Iterator[Fault]:
    for number, kind in zip(table.numbers, table.columns["kind"], strict=True):
        if kind is WRONG:
            continue
        needs, may_have = EVENT_KINDS[kind].needs, EVENT_KINDS[kind].may_have
        row = objects[number - 1]
        for name in needs:
            if row.get(name) in (None, ""):
                yield Fault(table=TABLE, row=number, column=name, allowed=f"a value: {kind} needs it", remedy="Add it.")
        for name in table.schema.columns:
            if row.get(name) not in (None, "") and name not in {*_OF_EVERY_KIND, *needs, *may_have}:
                allowed = f"nothing: {kind} has " + (", ".join((*needs, *may_have)) or "none of its own")
                yield Fault(table=TABLE, row=number, column=name, given=row[name], allowed=allowed, remedy="Delete it.")


def _faults_of_time(events: Sequence[Event]) -> Iterator[Fault]:
    for number, (one, other) in enumerate(pairwise(events), start=2):
        if other.at < one.at:
            yield Fault(
                table=TABLE,
                row=number,
                column="at",
                given=instant_text(other.at),
                allowed=f"not before {instant_text(one.at)}, the instant of the event before it",
                remedy="List the events in the order in which they became known.",
            )
    for number, event in enumerate(events, start=1):
        if event.starts_at is not None and event.ends_at is not None and event.ends_at <= event.starts_at:
            yield Fault(
                table=TABLE,
                row=number,
                column="ends_at",
                given=instant_text(event.ends_at),
                allowed=f"after starts_at, {instant_text(event.starts_at)}",
                remedy="Correct one of the two.",
            )
