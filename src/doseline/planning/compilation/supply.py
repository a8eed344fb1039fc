"""Sources of vials as the kernels see them, and who has and who gives each product."""

import numpy as np

from doseline.network.model import Network
from doseline.pathway.supply import Source
from doseline.planning.arrays import (
    DEPARTURE,
    OPTION,
    SOURCE,
    SOURCE_BATCH,
    SOURCE_LINE,
    SOURCE_ORDER,
    SOURCE_SLOT,
    WHENEVER_MIN,
)
from doseline.planning.compilation.transport import Departure
from doseline.planning.processing import bq_from_mbq
from doseline.planning.steps import records

__all__ = ["KINDS", "UNLIMITED", "named_sources", "sites_giving", "sources_of_products", "supply_arrays"]

KINDS = {"slot": SOURCE_SLOT, "order": SOURCE_ORDER, "batch": SOURCE_BATCH, "line": SOURCE_LINE}

UNLIMITED = 10**6
"""More packages and positions than anybody uses: nothing limits them."""


def named_sources(sources: list[Source]) -> dict[str, int]:
    """The first source of each name, as promises name them: batches of one line and day have one name."""
    named: dict[str, int] = {}
    for index, source in enumerate(sources):
        named.setdefault(source.key, index)
    return named


def supply_arrays(
    network: Network, sources: list[Source], departures: list[Departure], without: frozenset[str]
) -> dict[str, object]:
    """The fields of ``Arrays`` about sources, reactors and departures."""
    reactors = {reactor.reactor_id: index for index, reactor in enumerate(network.reactors)}
    lines = {line.line_id: line for line in network.lines}
    option_ptr = np.zeros(len(sources) + 1, dtype=np.int64)
    np.cumsum([len(source.options) for source in sources], out=option_ptr[1:])
    options = [option for source in sources for option in source.options]
    unlimited = "C07" in without
    named = named_sources(sources)
    return {
        "sources": records(
            SOURCE,
            kind=[KINDS[source.kind] for source in sources],
            alike=[named[source.key] for source in sources],
            quantity=[source.quantity for source in sources],
            option_from=option_ptr[:-1],
            option_to=option_ptr[1:],
            reactor=[reactors[lines[source.line_id].reactor_id] if source.line_id else -1 for source in sources],
            usable=[source.usable_mbq for source in sources],
            under_way=[source.shipment is not None for source in sources],
            collected_min=[
                WHENEVER_MIN if source.collected_min is None else source.collected_min for source in sources
            ],
        ),
        "options": records(
            OPTION,
            start=[option.starts_min for option in options],
            end=[option.ends_min for option in options],
            usable=[option.usable_mbq for option in options],
            in_process_bq=[bq_from_mbq(option.in_process_mbq) for option in options],
        ),
        "reactor_positions": np.array(
            [UNLIMITED if "C04" in without else reactor.positions for reactor in network.reactors] or [0],
            dtype=np.int64,
        ),
        "departures": records(
            DEPARTURE,
            # what has left is full as it is: its limits hinder nobody
            packages=[
                UNLIMITED if unlimited or departure.shipment else departure.lane.max_packages
                for departure in departures
            ],
            activity=[
                1e15 if unlimited or departure.shipment else departure.lane.max_activity_mbq for departure in departures
            ],
        ),
    }


def sources_of_products(products: dict[str, int], sources: list[Source]) -> list[list[int]]:
    """Sources of each product that are not yet somebody's."""
    of_product: list[list[int]] = [[] for _ in products]
    for index, source in enumerate(sources):
        if source.kind != "order":
            of_product[products[source.product_id]].append(index)
    return of_product


def sites_giving(network: Network, products: dict[str, int], sites: dict[str, int]) -> list[list[int]]:
    """Sites that may give each product."""
    giving: list[list[int]] = [[] for _ in products]
    for row in network.site_products:
        if row.product_id in products and row.site_id in sites:
            giving[products[row.product_id]].append(sites[row.site_id])
    return [sorted(sites_of) for sites_of in giving]
