"""Rows of what batches share while they are in process at one site: heads of a role, licensed activity (C05)."""

from collections import defaultdict
from collections.abc import Iterator

import numpy as np

from doseline.network.model import Network
from doseline.pathway.calendar import Calendar
from doseline.pathway.processing import Processing
from doseline.pathway.supply import Source
from doseline.planning.arrays import PROCESS
from doseline.planning.steps import records

__all__ = ["bq_from_mbq", "process_arrays"]

_Row = tuple[int, int]
"""How much of a row a source takes: units whatever it makes, and 1 if the activity it makes besides."""


def bq_from_mbq(activity_mbq: float) -> int:
    """Whole Bq: sums of them are exact, so that what is taken back leaves nothing behind."""
    return round(1e6 * activity_mbq)


def process_arrays(
    network: Network, calendar: Calendar, sources: list[Source], without: frozenset[str]
) -> dict[str, object]:
    """What batches that could be made take of what they share; rows that cannot bind are left out.

    Between the starts of batches and the changes of shifts nothing more comes into process. So there is one row for
    each of these instants at which more batches could be in process than can.
    """
    found: dict[tuple[str, frozenset[int]], int] = {}
    uses: dict[tuple[str, frozenset[int]], dict[int, _Row]] = {}
    if "C05" not in without:
        lines = [index for index, source in enumerate(sources) if source.kind == "line"]
        processing = Processing(network, calendar)
        for what, active, left in [
            *_staff_rows(processing, sources, lines),
            *_licence_rows(network, processing, sources, lines),
        ]:
            key = what, frozenset(active)
            found[key] = min(left, found.get(key, left))
            uses[key] = active
    of_source: dict[int, list[tuple[int, int, int]]] = defaultdict(list)
    for number, key in enumerate(found):
        for source, (units, by_activity) in uses[key].items():
            of_source[source].append((number, units, by_activity))
    counts = [len(of_source.get(index, ())) for index in range(len(sources))]
    flat = [row for index in range(len(sources)) for row in of_source.get(index, ())]
    columns = np.array(flat, dtype=np.int64).reshape(-1, 3).T
    return {
        "process_ptr": np.concatenate([[0], np.cumsum(counts)]).astype(np.int64),
        "processes": records(PROCESS, row=columns[0], units=columns[1], by_activity=columns[2]),
        "process_capacity": np.array(list(found.values()), dtype=np.int64),
    }


def _staff_rows(
    processing: Processing, sources: list[Source], lines: list[int]
) -> Iterator[tuple[str, dict[int, _Row], int]]:
    """Yield name, takers and capacity of the rows of heads."""
    members: dict[tuple[str, str], dict[int, int]] = defaultdict(dict)
    for index in lines:
        for role, heads in processing.staff.get(sources[index].line_id or "", {}).items():
            members[sources[index].site_id, role][index] = heads
    for (site_id, role), heads_of in members.items():
        instants = {
            minute
            for index in heads_of
            for minute in processing.moments(site_id, role, sources[index].processing_min, sources[index].dispatch_min)
        }
        for minute in sorted(instants):
            active = {
                index: (heads, 0)
                for index, heads in heads_of.items()
                if sources[index].processing_min <= minute < sources[index].dispatch_min
            }
            left = processing.heads_left(site_id, role, minute)
            if sum(heads for heads, _ in active.values()) > left:
                yield role, active, left


def _licence_rows(
    network: Network, processing: Processing, sources: list[Source], lines: list[int]
) -> Iterator[tuple[str, dict[int, _Row], int]]:
    """Yield name, takers and capacity (Bq) of the rows of activity."""
    nuclides = {product.product_id: product.nuclide for product in network.products}
    members: dict[tuple[str, str], list[int]] = defaultdict(list)
    for index in lines:
        members[sources[index].site_id, nuclides[sources[index].product_id]].append(index)
    for key, indices in members.items():
        if key not in processing.licences_mbq:
            continue
        licence_bq = bq_from_mbq(processing.licences_mbq[key])
        for minute in sorted({sources[index].processing_min for index in indices}):
            active = [i for i in indices if sources[i].processing_min <= minute < sources[i].dispatch_min]
            most = sum(max(bq_from_mbq(option.in_process_mbq) for option in sources[i].options) for i in active)
            if most > licence_bq:
                yield key[1], dict.fromkeys(active, (0, 1)), licence_bq
