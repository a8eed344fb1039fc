"""Read a country or a plan from disk: everything, or all that is wrong with it."""

import gc
import hashlib
import json
from collections import deque
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from doseline.errors import BadPackage, Fault, UserError
from doseline.network.findings import Findings
from doseline.network.folder import DESCRIPTOR, bytes_of, package_files
from doseline.network.keys import check_primary_key, check_references
from doseline.network.model import COUNTRY_NOUNS, Network, PlanPackage, Properties
from doseline.network.opening import Opened, bytes_of_table, open_package, read_properties
from doseline.network.schema import NOUNS, Kind
from doseline.network.sense import faults_of_sense
from doseline.network.tables import WRONG, Table, read_table

__all__ = ["check_network", "package_sha256", "read_network", "read_plan", "require_made_for"]

_NO_PROPERTIES = Properties(
    country="",
    timezone="UTC",
    instance="",
    scenario="",
    seed=0,
    planned_at=datetime.min.replace(tzinfo=UTC),
    horizon_start_on=date.min,
    horizon_days=1,
    tail_weeks=0,
    step_min=1,
)
"""Stands in for properties that could not be read, so that the tables can be judged; no check reads it."""


def read_network(path: Path | str, *, static: bool = False) -> Network:
    """Read a country package.

    Parameters
    ----------
    path : Path or str
        Folder of the package.
    static : bool
        Whether the package is a country before a cohort is laid on it: without courses and slots.

    Returns
    -------
    Network
        The country; every check of `check_network` found nothing.

    Raises
    ------
    BadPackage
        With all faults at once, if there is any.

    Examples
    --------
    >>> from doseline.network.belgium import belgium_folder
    >>> read_network(belgium_folder(), static=True).properties.country
    'BE'
    """
    network, faults = _read_country(Path(path), static=static)
    if faults or network is None:
        raise BadPackage(str(path), faults)
    return network


def check_network(path: Path | str, *, static: bool = False) -> tuple[Fault, ...]:
    """Return every fault of a country package, as `read_network` would raise them; empty when there is none.

    Parameters
    ----------
    path : Path or str
        Folder of the package.
    static : bool
        Whether the package is a country before a cohort is laid on it: without courses and slots.

    Examples
    --------
    >>> from doseline.network.belgium import belgium_folder
    >>> check_network(belgium_folder(), static=True)
    ()
    """
    faults = _read_country(Path(path), static=static)[1]
    return BadPackage(str(path), faults).faults if faults else ()


def read_plan(path: Path | str) -> PlanPackage:
    """Read a plan.

    Only its form is checked: types, limits, keys and references between its own tables. Whether it keeps to the
    rules is the checker's to say.

    Parameters
    ----------
    path : Path or str
        Folder of the plan.

    Raises
    ------
    BadPackage
        With all faults at once, if there is any.
    """
    folder = Path(path)
    findings = Findings()
    with _without_collecting():
        opened = open_package(folder, "plan", findings)
        if opened is None:
            raise BadPackage(str(path), findings.faults(), "plan")
        tables = _read_tables(folder, opened, findings)
        _check_keys(tables, findings)
        package = _package_of_plan(opened.ours, findings)
        summary = _json_object(folder / "summary.json", findings)
        certificates = _json_object(folder / "certificates.json", findings)
        if findings.faults():
            raise BadPackage(str(path), findings.faults(), "plan")
        return PlanPackage(
            package_name=package["name"],
            package_sha256=package["sha256"],
            summary=summary,
            certificates=certificates,
            **{name: _rows("plan", table) for name, table in tables.items()},
        )


def require_made_for(plan: PlanPackage, sha256: str, plan_path: Path | str, package_path: Path | str) -> None:
    """Refuse a plan that was made for another package than the one at hand.

    Parameters
    ----------
    plan : PlanPackage
        The plan.
    sha256 : str
        Hash of the package at hand, of `package_sha256`.
    plan_path, package_path : Path or str
        Folders of both, as the message names them.

    Raises
    ------
    UserError
        If the plan names another package.
    """
    if plan.package_sha256 != sha256:
        raise UserError(
            f"The plan {plan_path} was made for another package than {package_path}.",
            given=f"the package has SHA-256 {sha256}",
            allowed=f"the plan's package {plan.package_name} with SHA-256 {plan.package_sha256}",
            remedy="Give the package that the plan was made for, or plan again.",
        )


def package_sha256(path: Path | str) -> str:
    """Return the hash that names the contents of a package: SHA-256 over the names and hashes of its files.

    The files are its CSV files and its descriptor; the hash is taken over lines ``name sha256`` sorted by name and
    joined by newlines.

    Parameters
    ----------
    path : Path or str
        Folder of the package.

    Raises
    ------
    BadPackage
        If there is no such folder, it has no descriptor or a file cannot be read.

    Examples
    --------
    >>> from doseline.network.belgium import belgium_folder
    >>> len(package_sha256(belgium_folder()))
    64
    """
    folder = Path(path)
    try:
        lines = [f"{name} {hashlib.sha256(content).hexdigest()}" for name, content in package_files(folder).items()]
    except OSError as error:
        missing = not folder.exists()
        given = str(path) if missing else error.strerror
        remedy = "Correct the path." if missing else "Give the folder of a data package."
        fault = Fault(table="package", given=given, allowed=f"a folder with {DESCRIPTOR}", remedy=remedy)
        raise BadPackage(str(path), [fault]) from error
    return hashlib.sha256("\n".join(lines).encode("utf-8")).hexdigest()


# --- how ----------------------------------------------------------------------------------------------------------


def _read_country(path: Path, *, static: bool) -> tuple[Network | None, tuple[Fault, ...]]:
    findings = Findings()
    with _without_collecting():
        opened = open_package(path, "country", findings)
        if opened is None:
            return None, findings.faults()
        properties = read_properties(opened.ours, findings)
        tables = _read_tables(path, opened, findings)
        broken = frozenset(name for name in COUNTRY_NOUNS if findings.touches(name))
        _check_keys(tables, findings)
        readable = {name: _readable(table) if name in broken else table for name, table in tables.items()}
        sound = {name: _rows("country", table) for name, table in readable.items()}
        network = Network(properties=properties or _NO_PROPERTIES, **sound)
        unknown = broken if properties else broken | {DESCRIPTOR}
        for fault in faults_of_sense(network, broken=unknown, static=static):
            findings.add(_in_file(fault, readable) if fault.table in broken else fault)
        return network if properties else None, findings.faults()


def _read_tables(path: Path, opened: Opened, findings: Findings) -> dict[str, Table]:
    tables = {}
    for name, schema in opened.tables.items():
        data = bytes_of_table(path / f"{name}.csv", findings)
        if data is not None:
            tables[name] = read_table(schema, data, findings)
    return tables


def _check_keys(tables: Mapping[str, Table], findings: Findings) -> None:
    for table in tables.values():
        check_primary_key(table, findings)
    for table in tables.values():
        check_references(table, tables, findings)


def _readable(table: Table) -> Table:
    """Return the table with the rows that could be read whole; with none if a column is missing."""
    missing = set(table.schema.columns) - set(table.columns)
    unread = {at for values in table.columns.values() for at, value in enumerate(values) if value is WRONG}
    kept = [at for at in range(0 if missing else len(table.numbers)) if at not in unread]
    return Table(
        schema=table.schema,
        columns={name: [table.columns[name][at] for at in kept] for name in table.schema.columns if not missing},
        numbers=[table.numbers[at] for at in kept],
        whole=False,
    )


def _in_file(fault: Fault, readable: Mapping[str, Table]) -> Fault:
    """Return a fault of sense with the number that its row has in the file: rows before it may be left out."""
    if fault.row is None or fault.table not in readable:
        return fault
    return replace(fault, row=readable[fault.table].numbers[fault.row - 1])


def _rows(kind: Kind, table: Table) -> tuple[Any, ...]:
    """Return one noun a row.

    The nouns are frozen and have no logic, so their slots are filled column by column, which is several times faster
    than calling the class once a row.
    """
    noun = NOUNS[kind][table.schema.name]
    rows: tuple[Any, ...] = tuple(object.__new__(noun) for _ in table.numbers)
    for name, values in table.columns.items():
        deque(map(getattr(noun, name).__set__, rows, values), maxlen=0)
    return rows


def _package_of_plan(ours: Mapping[str, Any], findings: Findings) -> Mapping[str, str]:
    package = ours.get("package")
    if isinstance(package, dict) and all(isinstance(package.get(name), str) for name in ("name", "sha256")):
        return package
    findings.add(
        Fault(
            table=DESCRIPTOR,
            column="doseline.package",
            given=json.dumps(package),
            allowed="an object with name and sha256",
            remedy="Write the plan again; it must name the package it was made for.",
        )
    )
    return {"name": "", "sha256": ""}


def _json_object(file: Path, findings: Findings) -> Mapping[str, object]:
    remedy = "Restore the file or write the plan again."
    try:
        value = json.loads(bytes_of(file).decode("utf-8"))
    except FileNotFoundError:
        findings.add(Fault(table=file.name, given="no such file", allowed="a JSON object", remedy=remedy))
        return {}
    except (OSError, ValueError, RecursionError) as error:
        findings.add(Fault(table=file.name, given=str(error), allowed="a JSON object in UTF-8", remedy=remedy))
        return {}
    if not isinstance(value, dict):
        findings.add(Fault(table=file.name, given=type(value).__name__, allowed="a JSON object", remedy=remedy))
        return {}
    return value


@contextmanager
def _without_collecting() -> Iterator[None]:
    """Hold the garbage collector while many objects are made that all stay: it would search them again and again."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()
