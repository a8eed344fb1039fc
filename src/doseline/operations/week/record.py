"""The record of a golden week as a folder: a data package of its own, with both countries and both plans inside."""

import csv
import io
import json
import os
import shutil
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import fields
from importlib.resources import files
from pathlib import Path
from typing import Any, Final

from doseline.errors import UserError
from doseline.network.cells import value_text
from doseline.network.folder import DESCRIPTOR, exchange, may_be_replaced
from doseline.network.schema import Kind, schemas
from doseline.operations.week.nouns import NOUNS

__all__ = ["PACKAGES", "schema_of", "staged", "write_record"]

SCHEMA_VERSION: Final = 2

PACKAGES: Final[Mapping[str, Kind]] = {
    "country-before": "country",
    "plan-before": "plan",
    "country-after": "country",
    "plan-after": "plan",
    "country-stopped": "country",
    "plan-stopped": "plan",
    "country-evening": "country",
    "plan-evening": "plan",
}
"""The packages that may stand inside a record; one of its weeks may lack those of what did not happen in it."""

PLAN_TABLES: Final = {"changes": "changes", "changes_stopped": "changes", "changes_evening": "changes"}
"""Tables of the record that are those of a plan, with the name that they have there."""

_OURS: Final = frozenset({DESCRIPTOR, "summary.json", "index.html", *PACKAGES, *(f"{table}.csv" for table in NOUNS)})


def schema_of(table: str) -> Mapping[str, Any]:
    """Return the Table Schema of a table of the record."""
    if table in PLAN_TABLES:
        return {**schemas("plan")[PLAN_TABLES[table]].json, "name": table}
    folder = files("doseline.operations.week") / "schemas"
    schema: dict[str, Any] = json.loads((folder / f"{table}.json").read_text("utf-8"))
    return schema


@contextmanager
def staged(path: Path) -> Iterator[Path]:
    """Give a folder to write a record in; it takes its place at `path` whole when all went well, else not at all.

    Raises
    ------
    UserError
        If anything but an older record stands at `path`.
    """
    target = Path(os.path.realpath(path))
    replaces = _record_stands(target, shown=path)
    target.parent.mkdir(parents=True, exist_ok=True)
    folder = Path(tempfile.mkdtemp(prefix=f".{target.name}.new-", dir=target.parent))
    folder.chmod(0o755)
    try:
        yield folder
        if replaces:
            exchange(folder, target)
        else:
            folder.rename(target)
    finally:
        # After an exchange this is the old record, after a failure the unfinished new one.
        shutil.rmtree(folder, ignore_errors=True)


def _record_stands(target: Path, *, shown: Path) -> bool:
    if not os.path.lexists(target):
        return False
    remedy = "Give another folder; nothing was written."
    if not target.is_dir():
        raise UserError(f"{shown} is a file, and a record is a folder.", remedy=remedy)
    names = sorted(entry.name for entry in target.iterdir())
    if not names:
        return False
    foreign = [name for name in names if name not in _OURS]
    if foreign or DESCRIPTOR not in names:
        raise UserError(
            f"The folder {shown} holds what the record of a week does not.",
            given=", ".join(foreign or names),
            allowed="a new or empty folder, or one with an older record",
            remedy=remedy,
        )
    for name, kind in PACKAGES.items():
        may_be_replaced(target / name, kind, shown=shown / name)
    return True


def write_record(
    folder: Path,
    *,
    seed: int,
    sha256: Mapping[str, str],
    tables: Mapping[str, Sequence[object]],
    summary: Mapping[str, object],
    page: str,
) -> None:
    """Write the record's own files beside its packages.

    Parameters
    ----------
    folder : where both countries and both plans stand already
    seed : seed of the week
    sha256 : hash of each country inside
    tables : rows of events, activities and changes
    summary : contents of ``summary.json``
    page : contents of ``index.html``
    """
    descriptor = {
        "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
        "name": f"golden-week-{seed}",
        "title": f"Golden week of seed {seed}",
        "keywords": ["doseline", "week"],
        "doseline": {
            "kind": "week",
            "schema_version": SCHEMA_VERSION,
            "seed": seed,
            "packages": {
                name: {"kind": kind, "path": name} | ({"sha256": sha256[name]} if name in sha256 else {})
                for name, kind in PACKAGES.items()
                if (folder / name).is_dir()
            },
        },
        "resources": [_resource(table) for table in tables],
    }
    for table, rows in tables.items():
        (folder / f"{table}.csv").write_text(_csv(table, rows), encoding="utf-8", newline="")
    (folder / "summary.json").write_text(_json(summary), encoding="utf-8")
    (folder / "index.html").write_text(page, encoding="utf-8")
    (folder / DESCRIPTOR).write_text(_json(descriptor), encoding="utf-8")


def _resource(table: str) -> dict[str, Any]:
    schema = schema_of(table)
    return {
        "name": table,
        "path": f"{table}.csv",
        "title": schema["title"],
        "type": "table",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "schema": schema,
    }


def _csv(table: str, rows: Sequence[object]) -> str:
    columns = [field["name"] for field in schema_of(table)["fields"]]
    known = {field.name for field in fields(NOUNS[table])}
    assert set(columns) == known, f"the schema of {table} and its noun differ"  # noqa: S101 - both are ours
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows([value_text(getattr(row, column)) for column in columns] for row in rows)
    return text.getvalue()


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, indent=1, allow_nan=False) + "\n"
