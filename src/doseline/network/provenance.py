"""Which figures a country states, where each comes from and which of them are assumptions.

A figure is a number in a row that states facts: one with a source and a confidence. Its own row in the table
``provenance`` comes before those of its row. An assumption is contagious: a figure derived from one, directly or
through others, is an assumption too, whatever its rows say.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from doseline.network.keys import key_text
from doseline.network.model import Network
from doseline.network.schema import schemas

__all__ = ["Assumptions", "Figure", "assumptions", "figures", "unsourced"]

_Id = tuple[str, str, str]
_ASSUMPTION = "assumption"


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One number of a country, with its origin.

    Attributes
    ----------
    table, key, field : its place; `key` is the primary key of the row, values joined by ``|``
    value : the number, in `unit`
    unit : its unit, empty when it has none
    source : key of the source it comes from
    confidence : verified, secondary, derived, assumption or synthetic, contagion included
    """

    table: str
    key: str
    field: str
    value: float
    unit: str
    source: str
    confidence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Assumptions:
    """The assumptions of a country.

    Attributes
    ----------
    figures : every figure that is an assumption or derived from one
    count_by_confidence : how many figures there are of each confidence, those of no figure left out
    count_by_table : how many assumptions each table holds, tables without left out
    """

    figures: tuple[Figure, ...]
    count_by_confidence: Mapping[str, int]
    count_by_table: Mapping[str, int]


def figures(network: Network) -> Sequence[Figure]:
    """Return every figure of a country with its resolved source and confidence, in the order of tables and rows.

    Parameters
    ----------
    network : Network
        The country. Numbers in primary keys, such as weekdays, are no figures.

    Examples
    --------
    >>> from doseline.demand import synthesise
    >>> network = synthesise(instance="XS-01", seed=1)
    >>> len(figures(network)), figures(network)[0].field
    (169, 'population')
    """
    own = {(row.table_name, row.key, row.field): (row.source, row.confidence) for row in network.provenance}
    infected = _infected(network, own)
    return tuple(_figures(network, own, infected))


def assumptions(network: Network) -> Assumptions:
    """Return the assumptions among a country's figures, with counts by confidence and by table.

    Parameters
    ----------
    network : Network
        The country.

    Examples
    --------
    >>> from doseline.demand import synthesise
    >>> network = synthesise(instance="XS-01", seed=1)
    >>> assumptions(network).count_by_confidence
    {'synthetic': 169}
    """
    every = figures(network)
    assumed = tuple(figure for figure in every if figure.confidence == _ASSUMPTION)
    return Assumptions(
        figures=assumed,
        count_by_confidence=dict(sorted(Counter(figure.confidence for figure in every).items())),
        count_by_table=dict(Counter(figure.table for figure in assumed)),
    )


def unsourced(network: Network) -> Sequence[Figure]:
    """Return the figures whose source is not in the table ``sources``; a country that was read has none.

    Parameters
    ----------
    network : Network
        The country.

    Examples
    --------
    >>> from doseline.demand import synthesise
    >>> network = synthesise(instance="XS-01", seed=1)
    >>> unsourced(network)
    ()
    """
    known = {source.source_id for source in network.sources}
    return tuple(figure for figure in figures(network) if figure.source not in known)


def _figures(network: Network, own: Mapping[_Id, tuple[str, str]], infected: set[_Id]) -> Iterator[Figure]:
    for name, table in schemas("country").items():
        if not table.states_facts:
            continue
        numbers = [
            field
            for field in table.fields
            if field.type in {"number", "integer"} and field.name not in table.primary_key
        ]
        for row in getattr(network, name):
            key = key_text(tuple(getattr(row, column) for column in table.primary_key))
            for field in numbers:
                value = getattr(row, field.name)
                if value is None:
                    continue
                place = (name, key, field.name)
                source, confidence = own.get(place, (row.source, row.confidence))
                yield Figure(
                    table=name,
                    key=key,
                    field=field.name,
                    value=value,
                    unit=field.unit,
                    source=source,
                    confidence=_ASSUMPTION if place in infected else confidence,
                )


def _infected(network: Network, own: Mapping[_Id, tuple[str, str]]) -> set[_Id]:
    """Return the places that are an assumption by themselves or through what they are derived from."""
    children: defaultdict[_Id, set[_Id]] = defaultdict(set)
    for row in network.provenance:
        for parent in (row.derived_from or "").split():
            table, _, rest = parent.partition("/")
            key, _, field = rest.rpartition("/")
            children[table, key, field].add((row.table_name, row.key, row.field))
    confidence_of_row = _confidence_of_rows(network, {table for table, _, _ in children})
    infected: set[_Id] = set()
    waiting = [place for place, (_, confidence) in own.items() if confidence == _ASSUMPTION]
    waiting += [place for place in children if place not in own and confidence_of_row.get(place[:2]) == _ASSUMPTION]
    while waiting:
        place = waiting.pop()
        if place not in infected:
            infected.add(place)
            waiting.extend(children.get(place, ()))
    return infected


def _confidence_of_rows(network: Network, tables: set[str]) -> Mapping[tuple[str, str], str]:
    """Return the confidence of each row of these tables by table and key."""
    return {
        (name, key_text(tuple(getattr(row, column) for column in table.primary_key))): row.confidence
        for name, table in schemas("country").items()
        if name in tables and table.states_facts
        for row in getattr(network, name)
    }
