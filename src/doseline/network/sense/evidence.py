"""Sense of the tables about figures: provenance, sources and scenarios."""

from collections.abc import Callable, Iterator, Mapping
from typing import Final

from doseline.errors import Fault
from doseline.network.cells import Refused, cell_reader
from doseline.network.folder import DESCRIPTOR
from doseline.network.keys import key_text
from doseline.network.model import Network
from doseline.network.schema import Field, TableSchema, schemas
from doseline.network.sense.check import Check
from doseline.network.tables import near

__all__ = ["CHECKS"]

_TRUSTED: Final = frozenset({"verified", "secondary"})
_UNTRUSTED_SOURCES: Final = frozenset({"assumption", "synthetic"})


class _Figures:
    """Which tables, rows and fields there are; the keys of a table are gathered once.

    Any key may stand in a table that is not whole.
    """

    def __init__(self, network: Network, broken: frozenset[str]) -> None:
        self._network = network
        self._broken = broken
        self._keys: dict[str, frozenset[str]] = {}

    def keys(self, table: TableSchema) -> frozenset[str]:
        if table.name not in self._keys:
            rows = getattr(self._network, table.name)
            self._keys[table.name] = frozenset(
                key_text(tuple(getattr(row, name) for name in table.primary_key)) for row in rows
            )
        return self._keys[table.name]

    def fault(
        self, place: Callable[..., Fault], table: str, key: str, field: str, *, wildcard: str | None = None
    ) -> Fault | None:
        """Return what is wrong with the name of a figure; `place` makes the fault."""
        known = schemas("country")
        if table not in known:
            return place("table_name", table, "a table of the package", near(table, known))
        if key != wildcard and table not in self._broken and key not in self.keys(known[table]):
            wanted = "|".join(known[table].primary_key)
            return place("key", key, f"the key of a row, {wanted} joined by |", near(key, self.keys(known[table])))
        if field not in known[table].columns:
            return place("field", field, "a field of the table", near(field, known[table].columns))
        return None


def _placer(table: str, row: int) -> Callable[..., Fault]:
    def place(column: str, given: object, allowed: str, similar: str = "") -> Fault:
        remedy = (
            f"Did you mean {similar}? Correct it or delete the row." if similar else "Correct it or delete the row."
        )
        return Fault(table=table, row=row, column=column, given=given, allowed=allowed, remedy=remedy)

    return place


def _provenance(network: Network, broken: frozenset[str]) -> Iterator[Fault]:
    figures = _Figures(network, broken)
    for number, row in enumerate(network.provenance, start=1):
        place = _placer("provenance", number)
        fault = figures.fault(place, row.table_name, row.key, row.field)
        if fault is not None:
            yield fault
        for parent in (row.derived_from or "").split():
            parts = parent.split("/")
            if len(parts) != 3 or figures.fault(place, *parts) is not None:
                yield place("derived_from", parent, "figures of the package, each as table/key/field, joined by blanks")


def _sources(network: Network) -> Iterator[Fault]:
    kind_of = {source.source_id: source.kind for source in network.sources}
    for name, table in schemas("country").items():
        if "confidence" not in table.columns:
            continue
        for number, row in enumerate(getattr(network, name), start=1):
            kind = kind_of.get(row.source)
            if row.confidence in _TRUSTED and kind in _UNTRUSTED_SOURCES:
                yield Fault(
                    table=name,
                    row=number,
                    column="confidence",
                    given=row.confidence,
                    allowed="assumption, derived or synthetic where the source is itself an assumption or synthetic",
                    remedy=f"The source {row.source} is of kind {kind}: name a public source or lower the confidence.",
                )


def _scenarios(network: Network, broken: frozenset[str]) -> Iterator[Fault]:
    figures = _Figures(network, broken)
    fields = {name: {field.name: field for field in table.fields} for name, table in schemas("country").items()}
    for number, row in enumerate(network.scenarios, start=1):
        place = _placer("scenarios", number)
        if row.operation == "delete":
            some_field = schemas("country")[row.table_name].columns[0] if row.table_name in fields else row.field
            fault = figures.fault(place, row.table_name, row.key, some_field, wildcard="*")
        else:
            fault = figures.fault(place, row.table_name, row.key, row.field, wildcard="*")
            if fault is None and row.field in schemas("country")[row.table_name].primary_key:
                fault = place("field", row.field, "a field outside the primary key; a key names the row and stays")
            if fault is None:
                fault = _value_fault(place, row.operation, row.value, fields[row.table_name], row.field)
        if fault is not None:
            yield fault


def _unapplied(network: Network) -> Iterator[Fault]:
    """Report overrides of the scenario that the descriptor names: the country is called by it but is not in it."""
    named = network.properties.scenario
    number = next((number for number, row in enumerate(network.scenarios, start=1) if row.scenario == named), None)
    if number is not None:
        yield Fault(
            table="scenarios",
            row=number,
            column="scenario",
            given=named,
            allowed="a scenario other than the one in the descriptor, for these overrides are not applied",
            remedy=f"Name in doseline.scenario what the country is without them, such as none, and run "
            f"`doseline network apply PACKAGE --scenario {named} -o OUT`; if its figures hold them already, delete "
            f"the rows of {named}.",
        )


def _value_fault(
    place: Callable[..., Fault], operation: str, value: str | None, fields: Mapping[str, Field], name: str
) -> Fault | None:
    field = fields[name]
    if operation == "multiply":
        if field.type not in {"number", "integer"}:
            return place("operation", operation, "set or delete; only a number can be multiplied")
        field = Field(name="value", type="number", required=True)
    try:
        cell_reader(field)(value or "")
    except Refused as refused:
        return place("value", value, f"{refused.allowed}, for {name}")
    return None


CHECKS: Final = (
    Check(faults=_provenance, told=True),
    Check(faults=_sources),
    Check(faults=_scenarios, told=True),
    Check(faults=_unapplied, whole=(DESCRIPTOR,)),
)
