"""Apply a scenario: a named set of overrides in the table ``scenarios``."""

import tempfile
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from doseline.errors import BadPackage, Fault, UserError
from doseline.journey import Provenance, ScenarioOverride
from doseline.network.cells import Refused, cell_reader, value_text
from doseline.network.keys import key_text
from doseline.network.model import Network
from doseline.network.reading import read_network
from doseline.network.schema import Field, TableSchema, schemas
from doseline.network.tables import near
from doseline.network.writing import write_network

__all__ = ["apply_scenario", "write_scenario"]

_BASE = "base"


def apply_scenario(network: Network, name: str) -> Network:
    """Return the country as it is in a scenario.

    The overrides of the scenario are applied in their order, and are gone from ``scenarios``: applied, they would
    count twice. Those of other scenarios stay, for one that follows. Each changed figure gets the source and
    confidence of its override, in ``provenance``. Rows about a deleted row in ``provenance`` and ``scenarios`` go with
    it; rows of other tables that refer to it are the scenario's own to delete, and `check_network` finds those it
    forgot.

    Parameters
    ----------
    network : Network
        The country; it is not changed.
    name : str
        Name of the scenario; ``base`` without overrides changes nothing.

    Raises
    ------
    UserError
        If there is no such scenario.
    BadPackage
        If an override names no row or gives a value that its column does not allow; all such faults at once.

    Examples
    --------
    >>> from doseline.network import read_network
    >>> from doseline.network.belgium import belgium_folder
    >>> candidates = read_network(belgium_folder(), static=True)
    >>> len(candidates.places), len(apply_scenario(candidates, "low").places)
    (78, 48)
    """
    known = {row.scenario for row in network.scenarios} | {_BASE, network.properties.scenario}
    if name not in known:
        similar = near(name, known)
        raise UserError(
            f"There is no scenario {name}.",
            given=name,
            allowed="one of " + ", ".join(sorted(known)),
            remedy=f"Did you mean {similar}?" if similar else "Name one of them, or add it to the table scenarios.",
        )
    faults: list[Fault] = []
    tables: dict[str, tuple[Any, ...]] = {}
    for number, override in enumerate(network.scenarios, start=1):
        if override.scenario == name:
            _override(network, tables, override, number, faults)
    if faults:
        raise BadPackage(f"{network.properties.country}-{network.properties.instance}", faults)
    changed = replace(network, properties=replace(network.properties, scenario=name), **tables)
    return _without_overrides(changed, (row for row in changed.scenarios if row.scenario == name))


def write_scenario(path: Path | str, name: str, out: Path | str, *, static: bool = False) -> None:
    """Write a country as it is in a scenario as a package of its own.

    Its descriptor names the scenario. Its table ``scenarios`` is empty: overrides are told against the country to
    which none is applied, and would be applied twice.

    Parameters
    ----------
    path : Path or str
        Folder of the package whose table ``scenarios`` holds the overrides; it is only read.
    name : str
        Name of the scenario.
    out : Path or str
        Folder to write; it appears in one step, after every check passed.
    static : bool
        Whether the package is a country before a cohort is laid on it: without courses and slots.

    Raises
    ------
    UserError
        If the package holds no overrides or not this scenario, `out` is the package itself or holds something else.
    BadPackage
        If the package has faults, or would have some in the scenario.
    """
    network = read_network(path, static=static)
    if not network.scenarios:
        raise UserError(
            f"The package {path} holds no scenarios.",
            given=name,
            allowed="a package with rows in the table scenarios",
            remedy=f"It is a country in its scenario {network.properties.scenario}: use it as it is.",
        )
    if Path(path).resolve() == Path(out).resolve():
        raise UserError(
            f"The package {path} would be lost: in its place only its scenario {name} would be left.",
            given=str(out),
            remedy="Give another folder with -o; nothing was written.",
        )
    try:
        applied = apply_scenario(network, name)
        applied = _without_overrides(applied, applied.scenarios)
        with tempfile.TemporaryDirectory(prefix="doseline-scenario-") as temporary:
            write_network(applied, Path(temporary))
            read_network(temporary, static=static)
    except BadPackage as bad:
        raise BadPackage(f"{path} (in its scenario {name}; rows count what that leaves)", bad.faults) from None
    write_network(applied, out)


def _without_overrides(network: Network, overrides: Iterable[ScenarioOverride]) -> Network:
    """Return the country without these rows of ``scenarios`` and what ``provenance`` says about them."""
    schema = schemas("country")["scenarios"]
    gone = {_key(schema, row) for row in overrides}
    return replace(
        network,
        scenarios=tuple(row for row in network.scenarios if _key(schema, row) not in gone),
        provenance=tuple(row for row in network.provenance if row.table_name != "scenarios" or row.key not in gone),
    )


def _override(
    network: Network, tables: dict[str, tuple[Any, ...]], override: ScenarioOverride, number: int, faults: list[Fault]
) -> None:
    def rows_of(table: str) -> tuple[Any, ...]:
        rows: tuple[Any, ...] = tables.get(table, getattr(network, table))
        return rows

    schema = schemas("country").get(override.table_name)
    if schema is None:
        faults.append(_fault(number, "table_name", override.table_name, "a table of the package"))
        return
    rows = rows_of(schema.name)
    touched = {key for row in rows if (key := _key(schema, row)) == override.key or override.key == "*"}
    if not touched and override.key != "*":
        faults.append(_fault(number, "key", override.key, f"the key of a row of {schema.name}"))
    elif override.operation == "delete":
        tables[schema.name] = tuple(row for row in rows if _key(schema, row) not in touched)
        for about in ("provenance", "scenarios"):
            tables[about] = tuple(
                row for row in rows_of(about) if row.table_name != schema.name or row.key not in touched
            )
    else:
        field = next((field for field in schema.fields if field.name == override.field), None)
        if field is None or field.name in schema.primary_key:
            faults.append(_fault(number, "field", override.field, f"a field of {schema.name} outside its key"))
            return
        try:
            change = _change(field, override)
            tables[schema.name] = tuple(
                replace(row, **{field.name: change(getattr(row, field.name))}) if _key(schema, row) in touched else row
                for row in rows
            )
        except Refused as refused:
            faults.append(_fault(number, "value", override.value, refused.allowed))
            return
        if schema.states_facts:
            tables["provenance"] = _with_marks(rows_of("provenance"), schema, touched, override)


def _change(field: Field, override: ScenarioOverride) -> Callable[[Any], Any]:
    """Return what the override makes of a value; a missing value stays missing when it is multiplied."""
    read = cell_reader(field)
    if override.operation == "set":
        value = read(override.value or "")
        return lambda _: value
    if field.type not in {"number", "integer"}:
        raise Refused("set or delete; only a number can be multiplied", "")
    factor = cell_reader(Field(name="value", type="number", required=True))(override.value or "")

    def multiply(value: float | None) -> Any:
        if value is None:
            return None
        product = value * factor
        return read(value_text(round(product) if field.type == "integer" else float(product)))

    return multiply


def _with_marks(
    provenance: Iterable[Provenance], schema: TableSchema, touched: set[str], override: ScenarioOverride
) -> tuple[Provenance, ...]:
    """Return the provenance with the override as the origin of what it changed."""
    marks: Mapping[str, Provenance] = {
        key: Provenance(
            table_name=schema.name,
            key=key,
            field=override.field,
            source=override.source,
            confidence=override.confidence,
            formula=f"scenario {override.scenario}: {override.operation} {override.value or ''}".strip(),
        )
        for key in sorted(touched)
    }
    kept = (
        row
        for row in provenance
        if (row.table_name, row.field) != (schema.name, override.field) or row.key not in marks
    )
    return (*kept, *marks.values())


def _key(schema: TableSchema, row: object) -> str:
    return key_text(tuple(getattr(row, name) for name in schema.primary_key))


def _fault(number: int, column: str, given: object, allowed: str) -> Fault:
    remedy = "Correct the override or delete it."
    return Fault(table="scenarios", row=number, column=column, given=given, allowed=allowed, remedy=remedy)
