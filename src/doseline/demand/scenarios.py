"""Apply a named scenario: overrides that set, multiply or delete rows of the static tables."""

from collections.abc import Sequence
from dataclasses import fields, replace
from datetime import date, datetime
from types import UnionType
from typing import Any, get_args, get_origin, get_type_hints

from doseline.errors import UserError
from doseline.journey import Provenance, ScenarioOverride
from doseline.network.model import COUNTRY_NOUNS, Network
from doseline.network.schema import schemas

__all__ = ["apply_scenario"]


def apply_scenario(network: Network, scenario: str) -> Network:
    """Return `network` with the overrides of `scenario` applied, row by row in the order of the table.

    Each overridden field gets a row of provenance with the override's source and confidence, so that the mark of an
    assumption goes along; provenance of deleted rows goes with them.

    Parameters
    ----------
    network : Network
        The country; a scenario without rows leaves it as it is.
    scenario : str
        Name of the scenario.

    Raises
    ------
    UserError
        If an override names an unknown table or field, meets no row, or carries a value that does not fit the field.
    """
    for override in network.scenarios:
        if override.scenario == scenario:
            network = _apply(network, override)
    return network


def _apply(network: Network, override: ScenarioOverride) -> Network:
    name = override.table_name
    if name not in COUNTRY_NOUNS:
        raise _refused(override, "table_name", name, "one of " + ", ".join(sorted(COUNTRY_NOUNS)))
    rows: Sequence[Any] = getattr(network, name)
    met = [_meets(row, override) for row in rows]
    if not any(met):
        raise _refused(override, "key", override.key, f"the key of a row of {name}, or * for all rows")
    if override.operation == "delete":
        changed = tuple(row for row, hit in zip(rows, met, strict=True) if not hit)
    else:
        changed = tuple(_changed(row, override) if hit else row for row, hit in zip(rows, met, strict=True))
    tables: dict[str, Any] = {name: changed}
    return replace(network, provenance=_provenance(network, override), **tables)


def _provenance(network: Network, override: ScenarioOverride) -> tuple[Provenance, ...]:
    """Return the rows of provenance once an override holds."""
    deletes, every = override.operation == "delete", override.key == "*"
    kept = tuple(
        row
        for row in network.provenance
        if row.table_name != override.table_name
        or not (every or row.key == override.key)
        or not (deletes or row.field == override.field)
    )
    if deletes:
        return kept
    own = Provenance(
        table_name=override.table_name,
        key=override.key,
        field=override.field,
        source=override.source,
        confidence=override.confidence,
        formula=f"scenario {override.scenario}: {override.operation} {override.value}",
    )
    return (*kept, own)


def _meets(row: object, override: ScenarioOverride) -> bool:
    """Tell whether an override means `row`: its key, or ``*`` for all rows."""
    columns = schemas("country")[override.table_name].primary_key
    return override.key in ("*", "|".join(str(getattr(row, column)) for column in columns))


def _changed(row: Any, override: ScenarioOverride) -> Any:
    hints = get_type_hints(COUNTRY_NOUNS[override.table_name])
    if override.field not in {column.name for column in fields(row)}:
        raise _refused(override, "field", override.field, "a field of " + override.table_name)
    kind = _kind_of(hints[override.field])
    old = getattr(row, override.field)
    if override.operation == "multiply":
        return replace(row, **{override.field: _product(old, kind, override)})
    new = None if override.value is None else _parsed(override.value, kind, override)
    return replace(row, **{override.field: new})


def _kind_of(hint: Any) -> Any:
    """Return the type of a field, with the ``| None`` of an optional one taken off."""
    if get_origin(hint) is UnionType:
        return next(kind for kind in get_args(hint) if kind is not type(None))
    return hint


def _product(old: Any, kind: Any, override: ScenarioOverride) -> Any:
    if kind not in (int, float) or override.value is None:
        raise _refused(override, "operation", "multiply", "multiply with a number, on a number")
    if old is None:
        return None
    scaled = old * float(override.value)
    return round(scaled) if kind is int else scaled


def _parsed(text: str, kind: Any, override: ScenarioOverride) -> Any:
    try:
        if kind is bool:
            return {"true": True, "false": False}[text.lower()]
        if kind in (int, float, str):
            return kind(text)
        if kind in (date, datetime):
            return kind.fromisoformat(text.replace("Z", "+00:00"))
        return tuple(part for part in text.split(";") if part)
    except (KeyError, ValueError) as error:
        raise _refused(override, "value", text, f"a value of the field {override.field}") from error


def _refused(override: ScenarioOverride, column: str, given: object, allowed: str) -> UserError:
    place = f"scenario {override.scenario}, table {override.table_name}, key {override.key}, field {override.field}"
    return UserError(
        f"An override of the scenarios table cannot be applied ({place}): its {column} does not fit.",
        given=given,
        allowed=allowed,
        remedy="Correct the row in scenarios.csv.",
    )
