"""What an administration or a discharge asks of its centre: heads of a role, heads with a competence, devices."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations

from doseline.network import Network

__all__ = ["Ask", "Resource", "asks_by_product"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Resource:
    """Something that a centre has so many of.

    Attributes
    ----------
    constraint : C11 for heads, C12 for devices
    name : the role, or the kind of device
    one_of : only heads that hold at least one of these competences count; None: all heads of the role, or the device
    """

    constraint: str
    name: str
    one_of: frozenset[str] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask:
    """So many units of a resource, from one minute after an anchor to another."""

    resource: Resource
    anchor: str
    from_min: int
    to_min: int
    units: int


def asks_by_product(network: Network) -> Mapping[str, list[Ask]]:
    """Return what each product asks for: a task with a competence also asks heads of every set of competences with it.

    Tasks can be dealt out to heads who hold what each asks for if and only if no set of competences lacks heads.
    """
    asks: dict[str, list[Ask]] = defaultdict(list)
    sets = _sets_of_competences(network)
    competence_of = {
        (row.product_id, row.role, row.anchor, row.from_min): row.competence for row in network.task_competences
    }
    for task in network.tasks:
        competence = competence_of.get((task.product_id, task.role, task.anchor, task.from_min))
        for one_of in (None, *(one_of for one_of in sets.get(task.role, ()) if competence in one_of)):
            asks[task.product_id].append(
                Ask(
                    resource=Resource(constraint="C11", name=task.role, one_of=one_of),
                    anchor=task.anchor,
                    from_min=task.from_min,
                    to_min=task.to_min,
                    units=task.heads,
                )
            )
    for row in network.device_tasks:
        asks[row.product_id].append(
            Ask(
                resource=Resource(constraint="C12", name=row.kind),
                anchor=row.anchor,
                from_min=row.from_min,
                to_min=row.to_min,
                units=row.units,
            )
        )
    return {product_id: [ask for ask in rows if ask.from_min < ask.to_min] for product_id, rows in asks.items()}


def _sets_of_competences(network: Network) -> Mapping[str, list[frozenset[str]]]:
    """Return every set of the competences that tasks of a role ask for, by role."""
    used: dict[str, set[str]] = defaultdict(set)
    for row in network.task_competences:
        used[row.role].add(row.competence)
    return {role: list(_nonempty_sets(sorted(names))) for role, names in used.items()}


def _nonempty_sets(names: list[str]) -> Iterator[frozenset[str]]:
    for size in range(1, len(names) + 1):
        yield from map(frozenset, combinations(names, size))
