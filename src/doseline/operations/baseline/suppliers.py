"""Whom a centre rings for a vial: its usual supplier first, the others in turn."""

from collections import defaultdict

import numpy as np
from numpy.typing import NDArray

from doseline.planning.problem import Problem

__all__ = ["calling_order"]


def calling_order(problem: Problem) -> NDArray[np.int64]:
    """The menu as a centre goes through it, as ``Prices.entry_order`` says it, shape (n_entries,).

    A vial that is ordered or on its way already is taken before a new one is asked for. The usual supplier of a product
    is the one with the most vials of it in the horizon; the others follow by what they offer.

    Parameters
    ----------
    problem : a compiled problem
    """
    n_entries = problem.menu.entries.shape[0]
    rank = _ranks(problem)
    of_source = np.array(
        [0 if source.kind == "order" else 1 + rank[source.product_id, source.supplier_id] for source in problem.sources]
    )
    source = problem.arrays.routes["source"][problem.menu.entries["route"]]
    cell = np.repeat(np.arange(problem.menu.ptr.shape[0] - 1), np.diff(problem.menu.ptr))
    # equals keep the order of the menu
    return np.lexsort((np.arange(n_entries), of_source[source], cell)).astype(np.int64)


def _ranks(problem: Problem) -> dict[tuple[str, str], int]:
    """Place of each supplier among those of a product, 0 the one with the most vials on offer."""
    offered: dict[str, dict[str, float]] = defaultdict(lambda: defaultdict(float))
    largest_mbq = {
        product.product_id: max(
            (
                demand.course.prescribed_activity_mbq
                for demand in problem.demands
                if demand.regimen.product_id == product.product_id
            ),
            default=0.0,
        )
        or 1.0
        for product in problem.products
    }
    for source in problem.sources:
        vials = source.quantity or source.usable_mbq / largest_mbq[source.product_id]
        offered[source.product_id][source.supplier_id] += 0.0 if source.kind == "order" else vials
    return {
        (product_id, supplier_id): place
        for product_id, vials in offered.items()
        for place, supplier_id in enumerate(sorted(vials, key=lambda one: (-vials[one], one)))
    }
