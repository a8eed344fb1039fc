"""Amounts that move along a directed acyclic graph at constant rates, exactly.

Decay chains and activation are the same thing here: each node loses at a rate and passes part of what it loses on.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from doseline.errors import UserError
from doseline.physics.divided_difference import exp_divided_difference

Array = NDArray[np.float64]

_MAX_PATHS: Final = 20_000


@dataclass(frozen=True, slots=True, kw_only=True)
class TransferGraph:
    """Nodes in topological order and the edges between them.

    Parameters
    ----------
    n_nodes : int
        Number of nodes; node 0 to `n_nodes` - 1.
    edges : sequence of (int, int)
        From a node to a later node; each pair once.

    Raises
    ------
    UserError
        If an edge does not lead to a later node, or there are more than 20,000 paths.
    """

    n_nodes: int
    edges: tuple[tuple[int, int], ...]

    def __post_init__(self) -> None:
        for start, end in self.edges:
            if not 0 <= start < end < self.n_nodes:
                raise UserError(
                    "An edge of a transfer graph does not lead to a later node.",
                    given=(start, end),
                    allowed=f"two nodes below {self.n_nodes}, the second after the first",
                )

    def paths(self) -> tuple[tuple[int, ...], ...]:
        """Return every path as the indices of its edges, those of a single edge first."""
        starting: dict[int, list[int]] = {}
        for index, (start, _) in enumerate(self.edges):
            starting.setdefault(start, []).append(index)
        found: list[tuple[int, ...]] = [(index,) for index in range(len(self.edges))]
        for path in found:
            found.extend((*path, index) for index in starting.get(self.edges[path[-1]][1], ()))
            if len(found) > _MAX_PATHS:
                raise UserError(
                    "The chain branches into too many paths.",
                    allowed=f"at most {_MAX_PATHS} paths",
                    remedy="Leave out branches that cannot matter.",
                )
        return tuple(found)


def propagate(
    graph: TransferGraph, *, initial: Array, loss_per_h: Array, transfer_per_h: Array, duration_h: Array
) -> Array:
    """Amounts after `duration_h` at constant rates, column by column.

    Solves ``dN_i/dt = -loss_i N_i + sum_j transfer_ji N_j`` by summing over the paths of the graph. Every term of the
    sum is positive, so small amounts keep their relative accuracy.

    Parameters
    ----------
    graph : TransferGraph
        Nodes and edges.
    initial : array, shape (n_nodes, m)
        Amounts at the start; zero or more.
    loss_per_h : array, shape (n_nodes, m)
        Rate at which each node loses what it has; zero for a sink.
    transfer_per_h : array, shape (n_edges, m)
        Rate along each edge; at most the loss of its first node if nothing is to be created.
    duration_h : array, shape (m,)
        Duration; zero or more.

    Returns
    -------
    array, shape (n_nodes, m)
        Amounts at the end.
    """
    exponents = -loss_per_h * duration_h
    moved = transfer_per_h * duration_h
    amounts = initial * np.exp(exponents)
    for path in graph.paths():
        nodes = _nodes(graph, path)
        if not initial[nodes[0]].any():
            continue
        amount = initial[nodes[0]] * exp_divided_difference(exponents[nodes])
        for edge in path:
            amount *= moved[edge]
        amounts[nodes[-1]] += amount
    return amounts


def _nodes(graph: TransferGraph, path: Sequence[int]) -> list[int]:
    return [graph.edges[path[0]][0], *(graph.edges[edge][1] for edge in path)]
