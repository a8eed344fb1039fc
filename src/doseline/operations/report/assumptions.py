"""The ledger of assumptions: what a country's figures rest on, what is derived from it, and what it may harm."""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Final, Literal

from doseline.journey import Provenance
from doseline.network import Network, assumptions
from doseline.network.keys import key_text
from doseline.network.schema import schemas

__all__ = ["SAFETY_TABLES", "Assumption", "Ledger", "read_ledger"]

SAFETY_TABLES: Final = frozenset(
    {
        "effluent_lines",
        "licences",
        "nuclides",
        "products",
        "regimens",
        "retention",
        "stay_rules",
        "tanks",
        "waste_stores",
    }
)
"""Tables whose figures, when wrong, may harm a person: activity, intervals, release, waste. The rest moves capacity."""

_DEMAND_TABLES: Final = frozenset({"catchments", "demand_parameters", "regions", "travel_times"})

Figure = tuple[str, str, str]
"""Table, key of the row, field; the field ``*`` is the row."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Assumption:
    """What one declared source assumes.

    Attributes
    ----------
    source : key of the declared source
    citation : what the source says
    rows : for each table, how many of its rows, or single fields of them, rest on it
    children : figures computed from these, at any remove
    concern : what a wrong value would touch; safety where any of its tables does
    """

    source: str
    citation: str
    rows: Mapping[str, int]
    children: int
    concern: Literal["safety", "demand", "capacity"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Ledger:
    """All assumptions of a country. Nothing here is signed: only a named person of a site signs a value.

    Attributes
    ----------
    items : safety first, then by source
    figures : how many numbers of the country are assumptions, derived ones included
    rows : for each table, the keys of the rows that rest on an assumption themselves
    """

    items: tuple[Assumption, ...]
    figures: int
    rows: Mapping[str, frozenset[str]]

    @property
    def safety_relevant(self) -> int:
        """How many of the assumptions concern safety."""
        return sum(item.concern == "safety" for item in self.items)

    def touches(self, *tables: str) -> bool:
        """Return whether any row of these tables is assumed: a figure made from them is then an assumption too."""
        return any(self.rows.get(table) for table in tables)

    def holds(self, table: str, key: str) -> bool:
        """Return whether this row is assumed."""
        return key in self.rows.get(table, frozenset())


def read_ledger(network: Network) -> Ledger:
    """Collect the assumptions of a country, with all that is derived from each.

    A row's confidence holds for all its fields; a row of ``provenance`` overrides it for one. What provenance derives
    from an assumption, directly or through other figures, counts as a child of it.
    """
    citations = {source.source_id: source.citation for source in network.sources}
    held: dict[str, set[Figure]] = {}
    for table, key, source in _assumed_rows(network):
        held.setdefault(source, set()).add((table, key, "*"))
    for row in network.provenance:
        if row.confidence == "assumption":
            held.setdefault(row.source, set()).add((row.table_name, row.key, row.field))
    children = _children(network.provenance)
    items = [
        Assumption(
            source=source,
            citation=citations.get(source, source),
            rows=dict(sorted(Counter(table for table, _, _ in figures).items())),
            children=len(_descendants(figures, children)),
            concern=_concern({table for table, _, _ in figures}),
        )
        for source, figures in held.items()
    ]
    rows: dict[str, set[str]] = {}
    for figures in held.values():
        for table, key, _ in figures:
            rows.setdefault(table, set()).add(key)
    return Ledger(
        items=tuple(sorted(items, key=lambda item: (item.concern != "safety", item.source))),
        figures=len(assumptions(network).figures),
        rows={table: frozenset(keys) for table, keys in rows.items()},
    )


def _concern(tables: Collection[str]) -> Literal["safety", "demand", "capacity"]:
    if not SAFETY_TABLES.isdisjoint(tables):
        return "safety"
    return "demand" if _DEMAND_TABLES.issuperset(tables) else "capacity"


def _assumed_rows(network: Network) -> Iterator[tuple[str, str, str]]:
    for table, schema in schemas("country").items():
        if not schema.states_facts:
            continue
        for row in getattr(network, table):
            if row.confidence == "assumption":
                yield table, key_text(tuple(getattr(row, name) for name in schema.primary_key)), row.source


def _children(provenance: Collection[Provenance]) -> dict[tuple[str, str], set[Figure]]:
    """For each row that something is derived from, the figures derived from it."""
    children: dict[tuple[str, str], set[Figure]] = {}
    for row in provenance:
        for parent in (row.derived_from or "").split():
            table, _, rest = parent.partition("/")
            key, _, _ = rest.rpartition("/")
            children.setdefault((table, key), set()).add((row.table_name, row.key, row.field))
    return children


def _descendants(figures: set[Figure], children: Mapping[tuple[str, str], set[Figure]]) -> set[Figure]:
    found: set[Figure] = set()
    waiting = [(table, key) for table, key, _ in figures]
    while waiting:
        for figure in children.get(waiting.pop(), set()):
            if figure not in found and figure not in figures:
                found.add(figure)
                waiting.append(figure[:2])
    return found
