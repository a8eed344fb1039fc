"""Open a package: its descriptor, the properties in it and the files that it lists."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, Final
from zoneinfo import ZoneInfo

from doseline.errors import Fault
from doseline.network.cells import Refused, parse_date, parse_instant
from doseline.network.findings import Findings
from doseline.network.folder import DESCRIPTOR, bytes_of, previous_of
from doseline.network.model import Properties
from doseline.network.schema import SCHEMA_VERSION, Kind, TableSchema, schemas
from doseline.network.tables import near

__all__ = ["Opened", "bytes_of_table", "known_timezone", "open_package", "read_descriptor", "read_properties"]

_COUNTRY: Final = re.compile(r"[A-Z]{2}")
_MINUTES_PER_HOUR: Final = 60
_MINUTES_PER_DAY: Final = 1440
_LONGEST_HORIZON_D: Final = 3660


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """What a descriptor says.

    Attributes
    ----------
    ours : the object ``doseline`` of the descriptor
    tables : schema of each table that the package holds, by name
    """

    ours: Mapping[str, Any]
    tables: Mapping[str, TableSchema]


def open_package(path: Path, kind: Kind, findings: Findings) -> Opened | None:
    """Return what the descriptor says, or None when nothing further can be read."""
    descriptor = read_descriptor(path, findings)
    if descriptor is None:
        return None
    ours = descriptor.get("doseline")
    if not isinstance(ours, dict):
        remedy = "This is a data package of something else; give a Doseline package."
        findings.add(
            _fault("doseline", None if ours is None else _json(ours), "an object with kind and schema_version", remedy)
        )
        return None
    if ours.get("kind") != kind:
        remedy = "Give the package of the country." if kind == "country" else "Give the folder of the plan."
        findings.add(_fault("doseline.kind", _json(ours.get("kind")), kind, remedy))
        return None
    if not _version_can_be_read(ours.get("schema_version"), path, kind, findings):
        return None
    resources = descriptor.get("resources")
    if not isinstance(resources, list):
        findings.add(_fault("resources", _json(resources), "a list of tables", "List the tables of the package."))
        return None
    return Opened(ours=ours, tables=_tables(path, kind, resources, findings))


# --- the file -----------------------------------------------------------------------------------------------------


def read_descriptor(path: Path, findings: Findings) -> dict[str, Any] | None:
    """Return the descriptor of a package as it stands, or None when there is none that can be read."""
    allowed = f"a folder with {DESCRIPTOR}"
    if not path.exists():
        remedy = "Correct the path."
        if previous_of(path).is_dir():
            remedy = f"Writing was interrupted: the old package is whole in {previous_of(path)}; rename it back."
        findings.add(Fault(table="package", given=str(path), allowed=allowed, remedy=remedy))
        return None
    if not path.is_dir():
        remedy = "This is a file; give the folder it is in, or unpack it first."
        findings.add(Fault(table="package", given=str(path), allowed=allowed, remedy=remedy))
        return None
    file = path / DESCRIPTOR
    try:
        data = bytes_of(file)
    except FileNotFoundError:
        remedy = "Give the folder of a data package, or restore its descriptor."
        findings.add(Fault(table=DESCRIPTOR, given="no such file", allowed=allowed, remedy=remedy))
        return None
    except OSError as error:
        findings.add(_unreadable(DESCRIPTOR, error))
        return None
    return _parsed(data, findings)


def _parsed(data: bytes, findings: Findings) -> dict[str, Any] | None:
    remedy = "The descriptor is damaged; restore it or write the package again."
    try:
        descriptor = json.loads(data.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        findings.add(Fault(table=DESCRIPTOR, given=str(error), allowed="JSON in UTF-8", remedy=remedy))
        return None
    if not isinstance(descriptor, dict):
        findings.add(Fault(table=DESCRIPTOR, given=_json(descriptor), allowed="a JSON object", remedy=remedy))
        return None
    return descriptor


def _version_can_be_read(version: object, path: Path, kind: Kind, findings: Findings) -> bool:
    if isinstance(version, bool) or not isinstance(version, int) or version < 0:
        findings.add(
            _fault(
                "doseline.schema_version",
                _json(version),
                f"the whole number {SCHEMA_VERSION}",
                "Write the version of the table schemas that the package follows.",
            )
        )
        return False
    if version > SCHEMA_VERSION:
        findings.add(
            _fault(
                "doseline.schema_version",
                version,
                f"{SCHEMA_VERSION}; newer ones are refused, not guessed",
                "A newer Doseline wrote this package: install it to read the package.",
            )
        )
    elif version < SCHEMA_VERSION:
        findings.add(
            _fault(
                "doseline.schema_version",
                version,
                str(SCHEMA_VERSION),
                f"Run `doseline network upgrade {path} -o NEW` and read NEW."
                if kind == "country"
                else "Upgrade its country with `doseline network upgrade`, and plan that again.",
            )
        )
    return version == SCHEMA_VERSION


# --- the tables that it lists -------------------------------------------------------------------------------------


def _tables(path: Path, kind: Kind, resources: list[object], findings: Findings) -> dict[str, TableSchema]:
    known = schemas(kind)
    listed: dict[str, TableSchema] = {}
    for position, resource in enumerate(resources, start=1):
        name = _listed_table(position, resource, known, findings)
        if name in listed:
            findings.add(_fault("resources", name, "each table once", "Delete the second mention."))
        if name is not None:
            listed[name] = known[name]
    for name, table in known.items():
        if table.required and name not in listed:
            findings.add(
                Fault(
                    table=name,
                    allowed="this table, with or without rows",
                    remedy=f"Add {name}.csv and list it in {DESCRIPTOR}.",
                )
            )
    for file in sorted(path.glob("*.csv")):
        if file.stem not in listed and not findings.touches(file.stem):
            remedy = f"List it as a resource in {DESCRIPTOR} or delete the file; it would be overlooked."
            findings.add(_fault("resources", file.name, "every CSV file of the folder listed", remedy))
    return {name: table for name, table in known.items() if name in listed}


def _listed_table(position: int, resource: object, known: Mapping[str, TableSchema], findings: Findings) -> str | None:
    place = f"resources.{position}"
    if not isinstance(resource, dict) or not isinstance(resource.get("name"), str):
        findings.add(_fault(place, _json(resource), "an object with name and path", "Name the table."))
        return None
    name: str = resource["name"]
    if name not in known:
        similar = near(name, known)
        remedy = f"Did you mean {similar}? Rename the table." if similar else "Take the table out of the package."
        findings.add(_fault(f"{place}.name", name, "one of " + ", ".join(known), remedy))
        return None
    wanted = {"path": f"{name}.csv", "encoding": "utf-8"}
    for property_name, value in wanted.items():
        given = resource.get(property_name, value if property_name == "encoding" else None)
        if given != value:
            remedy = f"Keep the table in {name}.csv, as UTF-8, beside the descriptor."
            findings.add(_fault(f"{place}.{property_name}", _json(given), value, remedy))
    _check_inline_schema(place, resource.get("schema"), known[name], findings)
    return name


def _check_inline_schema(place: str, inline: object, table: TableSchema, findings: Findings) -> None:
    """Report a type or a unit in the descriptor that is not the one Doseline reads the column in."""
    fields = inline.get("fields") if isinstance(inline, dict) else None
    by_name = {field.name: field for field in table.fields}
    for given in fields if isinstance(fields, list) else ():
        name = given.get("name") if isinstance(given, dict) else None
        field = by_name.get(name) if isinstance(name, str) else None
        if field is None:
            continue
        for what, ours in (("type", field.type), ("unit", field.unit)):
            theirs = given.get(what, ours)
            if theirs != ours:
                remedy = f"Give {table.name}.{field.name} in {ours or 'no unit'} and say so in the descriptor."
                findings.add(_fault(f"{place}.schema.{field.name}.{what}", _json(theirs), ours or "no unit", remedy))


def bytes_of_table(file: Path, findings: Findings) -> bytes | None:
    """Return the contents of a table's file, or None when it cannot be read."""
    try:
        return bytes_of(file)
    except OSError as error:
        remedy = f"Restore {file.name}, or take the table out of {DESCRIPTOR} if it may be absent."
        given = "no such file" if isinstance(error, FileNotFoundError) else error.strerror
        findings.add(Fault(table=file.stem, given=given, allowed=f"the file {file.name}", remedy=remedy))
        return None


# --- the properties of a country ----------------------------------------------------------------------------------


def read_properties(ours: Mapping[str, Any], findings: Findings) -> Properties | None:
    """Return the properties of a country, or None when one of them cannot be used."""
    take = _Taker(ours, findings)
    country = take.matching("country", _COUNTRY, "an ISO 3166 code of two capitals such as BE")
    timezone = take.timezone("timezone")
    instance, scenario = take.name("instance"), take.name("scenario")
    seed = take.whole("seed", 0, 2**63 - 1)
    planned_at = take.instant("planned_at")
    horizon_start_on = take.date("horizon_start_on")
    horizon_days = take.whole("horizon_days", 1, _LONGEST_HORIZON_D)
    tail_weeks = take.whole("tail_weeks", 0, 520)
    step_min = take.step("step_min")
    frozen_days = take.whole("frozen_days", 0, _LONGEST_HORIZON_D) if "frozen_days" in ours else 0
    unknown = sorted(set(ours) - {*Properties.__dataclass_fields__, "kind"})
    for name in unknown:
        similar = near(name, Properties.__dataclass_fields__)
        remedy = f"Did you mean {similar}? Rename or delete it." if similar else "Delete it."
        findings.add(_fault(f"doseline.{name}", _json(ours[name]), "a property of a country", remedy))
    if take.failed or unknown:
        return None
    return Properties(
        country=country,
        timezone=timezone,
        instance=instance,
        scenario=scenario,
        seed=seed,
        planned_at=planned_at,
        horizon_start_on=horizon_start_on,
        horizon_days=horizon_days,
        tail_weeks=tail_weeks,
        step_min=step_min,
        frozen_days=frozen_days,
    )


def known_timezone(name: str) -> bool:
    """Return whether a name is one of the IANA time zones.

    Examples
    --------
    >>> known_timezone("Europe/Brussels"), known_timezone("Europe/Bruges")
    (True, False)
    """
    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        return False
    return True


class _Taker:
    """Takes properties one by one; a fault is reported and leaves a stand-in that nobody reads."""

    def __init__(self, ours: Mapping[str, Any], findings: Findings) -> None:
        self._ours = ours
        self._findings = findings
        self.failed = False

    def _refuse(self, name: str, allowed: str, remedy: str) -> None:
        self.failed = True
        self._findings.add(_fault(f"doseline.{name}", _json(self._ours.get(name)), allowed, remedy))

    def name(self, name: str) -> str:
        value = self._ours.get(name)
        if not isinstance(value, str) or not value.strip():
            self._refuse(name, "a name", f"Write the {name} in the descriptor.")
            return ""
        return value

    def matching(self, name: str, pattern: re.Pattern[str], allowed: str) -> str:
        value = self._ours.get(name)
        if not isinstance(value, str) or not pattern.fullmatch(value):
            self._refuse(name, allowed, f"Write the {name} in the descriptor.")
            return ""
        return value

    def timezone(self, name: str) -> str:
        value = self._ours.get(name)
        if not isinstance(value, str) or not known_timezone(value):
            self._refuse(name, "an IANA time zone such as Europe/Brussels", "Write the name as IANA spells it.")
            return ""
        return value

    def whole(self, name: str, least: int, most: int) -> int:
        value = self._ours.get(name)
        if isinstance(value, bool) or not isinstance(value, int) or not least <= value <= most:
            self._refuse(name, f"a whole number from {least} to {most}", "Correct the number.")
            return least
        return value

    def step(self, name: str) -> int:
        value = self._ours.get(name)
        whole = value if isinstance(value, int) and not isinstance(value, bool) else 0
        if not 1 <= whole <= _MINUTES_PER_DAY or (_MINUTES_PER_HOUR % whole and whole % _MINUTES_PER_HOUR):
            self._refuse(
                name, "minutes that divide 60, or a multiple of 60 up to 1440", "Take 15, 30 or 60, for example."
            )
            return 1
        return whole

    def instant(self, name: str) -> datetime:
        value = self._ours.get(name)
        try:
            return parse_instant(value if isinstance(value, str) else "")
        except Refused as refused:
            self._refuse(name, refused.allowed, refused.remedy)
            return datetime.min.replace(tzinfo=UTC)

    def date(self, name: str) -> date:
        value = self._ours.get(name)
        try:
            return parse_date(value if isinstance(value, str) else "")
        except Refused as refused:
            self._refuse(name, refused.allowed, refused.remedy)
            return date.min


def _fault(column: str, given: object, allowed: str, remedy: str) -> Fault:
    return Fault(table=DESCRIPTOR, column=_printable(column), given=given, allowed=allowed, remedy=remedy)


def _unreadable(table: str, error: OSError) -> Fault:
    given = error.strerror or str(error)
    return Fault(table=table, given=given, allowed="a file that can be read", remedy="Mend its permissions.")


def _json(value: object) -> str | None:
    """Return a value of the descriptor as it would be shown, cut to a line."""
    if value is None:
        return None
    text = _printable(value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=str))
    return text if len(text) <= 80 else f"{text[:77]}..."


def _printable(text: str) -> str:
    """Return the text with what no terminal can show (half of a surrogate pair) written as an escape."""
    return text.encode("utf-8", "backslashreplace").decode("utf-8")
