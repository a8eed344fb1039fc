"""Bring a package that follows older table schemas to the present ones.

Each step brings a package, as text, from one version to the next; the result is read and checked as any package is
before it is written. What each version changed stands in ``docs/how-to/upgrade-a-package.md``.
"""

import csv
import io
import json
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from doseline.errors import BadPackage, UserError
from doseline.network.cells import Refused, cell_reader
from doseline.network.findings import Findings
from doseline.network.folder import DESCRIPTOR, kind_of_folder
from doseline.network.opening import bytes_of_table, read_descriptor
from doseline.network.parsing import parse_rows
from doseline.network.reading import read_network
from doseline.network.schema import SCHEMA_VERSION, Field
from doseline.network.writing import write_network
from doseline.quantities import mbq_from_gbq

__all__ = ["upgrade_network"]

_DAYS_PER_WEEK: Final = 7


@dataclass(slots=True, kw_only=True)
class _Package:
    """A package as text, changed by the steps.

    Attributes
    ----------
    ours : the object ``doseline`` of the descriptor
    headers : names of the columns of each table
    rows : cells of each table
    """

    ours: dict[str, Any]
    headers: dict[str, list[str]]
    rows: dict[str, list[list[str]]]

    def rename(self, table: str, old: str, new: str, change: Callable[[str], str] = str) -> None:
        """Rename a column and change each of its cells; a column that is not there is left to the check."""
        header = self.headers.get(table, [])
        if old not in header or new in header:
            return
        position = header.index(old)
        header[position] = new
        for row in self.rows[table]:
            row[position] = change(row[position])


def upgrade_network(path: Path | str, out: Path | str) -> None:
    """Write a country package that follows older table schemas anew, following the present ones.

    Parameters
    ----------
    path : Path or str
        The older package; it is only read, unless `out` is the same folder.
    out : Path or str
        Folder of the upgraded package; it appears in one step, after every check passed.

    Raises
    ------
    BadPackage
        If the package cannot be read, or still has faults after the upgrade.
    UserError
        If it follows the present schemas already or newer ones, or `out` holds something else.
    """
    folder = Path(path)
    package = _read(folder)
    version = package.ours.get("schema_version")
    if version == SCHEMA_VERSION:
        raise UserError(
            f"The package {path} follows version {SCHEMA_VERSION} already.",
            remedy="Use it as it is; nothing was written.",
        )
    if isinstance(version, bool) or not isinstance(version, int) or version not in _STEPS:
        raise UserError(
            f"The package {path} cannot be upgraded from its version.",
            given=version,
            allowed="a version from " + ", ".join(map(str, _STEPS)),
            remedy="Correct doseline.schema_version, or install a newer Doseline if a newer one wrote the package.",
        )
    while version < SCHEMA_VERSION:
        _STEPS[version](package)
        version += 1
        package.ours["schema_version"] = version
    with tempfile.TemporaryDirectory(prefix="doseline-upgrade-") as temporary:
        _write(package, Path(temporary))
        try:
            network = read_network(temporary, static=not package.rows.get("courses"))
        except BadPackage as bad:
            raise BadPackage(f"{path} (after its upgrade)", bad.faults) from None
    write_network(network, out)


def _to_version_1(package: _Package) -> None:
    package.rename("slots", "vials", "quantity")
    package.rename("courses", "prescribed_activity_gbq", "prescribed_activity_mbq", _mbq_text)
    weeks = package.ours.pop("horizon_weeks", None)
    if isinstance(weeks, int):
        package.ours["horizon_days"] = weeks * _DAYS_PER_WEEK


def _to_version_2(package: _Package) -> None:
    """Give every stop a source: a package that stated none can only have assumed it."""
    header, rows = package.headers.get("stops"), package.rows.get("stops")
    if not header or not rows or {"source", "confidence"} & set(header):
        return
    header += ["source", "confidence"]
    for row in rows:
        row += [_UNSTATED["source_id"], "assumption"]
    sources = package.headers.get("sources", [])
    known = {cell for row in package.rows.get("sources", []) for cell in row}
    if _UNSTATED.keys() <= set(sources) and _UNSTATED["source_id"] not in known:
        package.rows["sources"].append([_UNSTATED.get(column, "") for column in sources])


def _to_version_3(package: _Package) -> None:
    """Say of no initial order that it is on its way or of a batch: the older tables had no place for it."""
    header = package.headers.get("initial_orders")
    if not header:
        return
    added = [column for column in ("batch_id", "shipment_id") if column not in header]
    header += added
    for row in package.rows["initial_orders"]:
        row.extend([""] * len(added))


_UNSTATED: Final = {
    "source_id": "ASSUMED-STOPS",
    "citation": "Assumption: stops of a package of version 1, which states no source for them. Class: capacity",
    "kind": "assumption",
}
"""The source of stops whose package states none."""

_STEPS: Final[Mapping[int, Callable[[_Package], None]]] = {0: _to_version_1, 1: _to_version_2, 2: _to_version_3}
"""The step from each older version to the next."""


def _mbq_text(text: str) -> str:
    try:
        activity_gbq = cell_reader(Field(name="prescribed_activity_gbq", type="number", required=True))(text)
    except Refused:
        return text  # the check reports it at its place
    return repr(mbq_from_gbq(activity_gbq))


def _read(folder: Path) -> _Package:
    findings = Findings()
    descriptor = read_descriptor(folder, findings)
    if descriptor is None:
        raise BadPackage(str(folder), findings.faults())
    if kind_of_folder(folder) != "country":
        raise UserError(f"{folder} is no country package.", remedy="Give the folder of a country package.")
    package = _Package(ours=dict(descriptor["doseline"]), headers={}, rows={})
    for file in sorted(folder.glob("*.csv")):
        data = bytes_of_table(file, findings)
        rows = None if data is None else parse_rows(file.stem, data, findings)
        if rows is not None:
            package.headers[file.stem], package.rows[file.stem] = rows.header, rows.cells
    if findings.faults():
        raise BadPackage(str(folder), findings.faults())
    return package


def _write(package: _Package, folder: Path) -> None:
    names = list(package.headers)
    resources = [{"name": name, "path": f"{name}.csv"} for name in names]
    (folder / DESCRIPTOR).write_text(json.dumps({"doseline": package.ours, "resources": resources}), "utf-8")
    for name in names:
        text = io.StringIO(newline="")
        writer = csv.writer(text, lineterminator="\n")
        writer.writerow(package.headers[name])
        writer.writerows(package.rows[name])
        (folder / f"{name}.csv").write_bytes(text.getvalue().encode("utf-8"))
