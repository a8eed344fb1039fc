"""Write a country or a plan as a data package: whole or not at all, and always the same bytes for the same data."""

import csv
import io
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from doseline.errors import BadPackage, Fault
from doseline.network.cells import cell_writer
from doseline.network.descriptor import country_descriptor, json_bytes, plan_descriptor
from doseline.network.folder import COUNTRY, DESCRIPTOR, package_files, replace_folder
from doseline.network.model import Network, PlanPackage
from doseline.network.schema import Kind, TableSchema, schemas

__all__ = ["write_network", "write_plan"]


def write_network(network: Network, path: Path | str) -> None:
    """Write a country as a data package at `path`.

    The folder appears in one step; an older country package there is replaced in one step. Reading it back gives an
    equal `Network`: floats are written so that not a bit is lost. Tables that may be absent are left out when they
    have no rows and no other table refers to them.

    Parameters
    ----------
    network : Network
        The country. It is written as it is: whether it makes sense is `check_network`'s to say.
    path : Path or str
        The folder to write.

    Raises
    ------
    BadPackage
        If a value cannot be written so that it can be read back, such as an instant without zone.
    UserError
        If something other than a country package stands at `path`, or the disk refuses.

    Examples
    --------
    >>> from tempfile import TemporaryDirectory
    >>> from doseline.demand import synthesise
    >>> from doseline.network import read_network
    >>> network = synthesise(instance="XS-01", seed=1)
    >>> with TemporaryDirectory() as folder:
    ...     write_network(network, f"{folder}/xs-01")
    ...     read_network(f"{folder}/xs-01") == network
    True
    """
    target = Path(path)
    tables = _tables_to_write("country", network)
    contents = _tables_bytes(tables, network, shown=str(path))
    try:
        descriptor = country_descriptor(network.properties, tables)
    except ValueError as error:
        fault = Fault(table="properties", column="planned_at", given=network.properties.planned_at, allowed=str(error))
        raise BadPackage(str(path), [fault]) from None
    replace_folder(target, {DESCRIPTOR: json_bytes(descriptor), **contents}, kind="country")


def write_plan(
    plan: PlanPackage,
    path: Path | str,
    *,
    report_html: str | None = None,
    country: Path | str | None = None,
    written: Path | None = None,
) -> None:
    """Write a plan as a data package at `path`, with its certificates, summary and, if given, its report.

    Tables that may be absent are left out when they have no rows.

    Parameters
    ----------
    plan : PlanPackage
        The plan.
    path : Path or str
        The folder to write; an older plan there is replaced in one step.
    report_html : str, optional
        Contents of ``report.html``.
    country : Path or str, optional
        Folder of the plan's country, of which the plan is to hold a copy in its folder ``country``.
    written : Path, optional
        Folder in which the plan has been written already, with the same tables: they are copied.

    Raises
    ------
    BadPackage
        If a value cannot be written so that it can be read back.
    UserError
        If something other than a plan stands at `path`, or the disk refuses.
    """
    tables = _tables_to_write("plan", plan)
    if written is None:
        contents = _tables_bytes(tables, plan, shown=str(path))
    else:
        contents = {f"{table.name}.csv": (written / f"{table.name}.csv").read_bytes() for table in tables}
    descriptor = plan_descriptor(plan.package_name, plan.package_sha256, tables)
    files = {
        DESCRIPTOR: json_bytes(descriptor),
        "certificates.json": json_bytes(plan.certificates),
        "summary.json": json_bytes(plan.summary),
        **contents,
    }
    if report_html is not None:
        files["report.html"] = report_html.encode("utf-8")
    if country is not None:
        files |= {f"{COUNTRY}/{name}": content for name, content in package_files(country).items()}
    replace_folder(Path(path), files, kind="plan")


def _tables_to_write(kind: Kind, owner: Network | PlanPackage) -> tuple[TableSchema, ...]:
    known = schemas(kind)
    chosen = {name for name, table in known.items() if table.required or getattr(owner, name)}
    # A reference to a table that is not there is an error to every other reader of data packages.
    waiting = list(chosen)
    while waiting:
        for reference in known[waiting.pop()].references:
            if reference.table not in chosen:
                chosen.add(reference.table)
                waiting.append(reference.table)
    return tuple(table.used_by(getattr(owner, name)) for name, table in known.items() if name in chosen)


def _tables_bytes(tables: Iterable[TableSchema], owner: Network | PlanPackage, *, shown: str) -> dict[str, bytes]:
    faults: list[Fault] = []
    contents = {f"{table.name}.csv": _csv_bytes(table, getattr(owner, table.name), faults) for table in tables}
    if faults:
        raise BadPackage(shown, faults)
    return contents


def _csv_bytes(table: TableSchema, rows: Sequence[Any], faults: list[Fault]) -> bytes:
    columns = []
    for field in table.fields:
        write = cell_writer(field)
        values = [getattr(row, field.name) for row in rows]
        try:
            columns.append([write(value) for value in values])
        except (ValueError, TypeError, AttributeError, OverflowError):
            faults.extend(_unwritable(table.name, field.name, values, write))
            columns.append([""] * len(values))
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(table.columns)
    writer.writerows(zip(*columns, strict=True))
    return text.getvalue().encode("utf-8")


def _unwritable(table: str, column: str, values: Sequence[Any], write: Any) -> Iterable[Fault]:
    for number, value in enumerate(values, start=1):
        try:
            write(value)
        except (ValueError, TypeError, AttributeError, OverflowError) as error:
            remedy = "Correct the value before writing; nothing was written."
            yield Fault(table=table, row=number, column=column, given=value, allowed=str(error), remedy=remedy)
