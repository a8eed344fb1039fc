"""The outage of BE-outage: one reactor cycle lost and one external supplier shut for four weeks."""

from dataclasses import replace
from datetime import timedelta

from doseline.demand.local_time import local_midnight, zone_named
from doseline.errors import UserError
from doseline.journey import ReactorCycle, Source, Stop, Supplier
from doseline.network.model import Network

__all__ = ["with_outage"]

SHUT_AFTER_D = 21
"""The supplier shuts three weeks into the horizon, when what was ordered before has been delivered."""

SHUT_FOR_D = 28
"""Production at two sites was suspended on 5 May 2022 and came back early in June 2022."""

_REACTOR = "BR2"

_ASSUMED = Source(
    source_id="ASSUMED-OUTAGE",
    citation="Assumption of the scenario outage: which reactor cycle is lost, and which supplier shuts for how long. "
    "Class: capacity. Owner: the coordination hub",
    kind="assumption",
)


def with_outage(network: Network) -> Network:
    """Return `network` with two stops more.

    The reactor loses the first whole cycle that starts after the present, as BR2 lost the one due on 28 October 2022.
    The external supplier with the most vials a week is shut for four weeks.

    Raises
    ------
    UserError
        If no cycle of BR2 starts inside the horizon, or no external supplier has a slot pattern.
    """
    cycle = _lost_cycle(network)
    supplier = _largest_supplier(network)
    zone = zone_named(network.properties.timezone)
    shut_on = network.properties.horizon_start_on + timedelta(days=SHUT_AFTER_D)
    stops = (
        Stop(
            stop_id=f"OUTAGE-{cycle.reactor_cycle_id}",
            kind="reactor",
            ref_id=cycle.reactor_id,
            starts_at=cycle.starts_at,
            ends_at=cycle.ends_at,
            reason="Scenario outage: one reactor cycle lost",
            source=_ASSUMED.source_id,
            confidence="assumption",
        ),
        Stop(
            stop_id=f"OUTAGE-{supplier.supplier_id}",
            kind="supplier",
            ref_id=supplier.supplier_id,
            starts_at=local_midnight(shut_on, zone),
            ends_at=local_midnight(shut_on + timedelta(days=SHUT_FOR_D), zone),
            reason="Scenario outage: supplier shut for four weeks",
            source=_ASSUMED.source_id,
            confidence="assumption",
        ),
    )
    return replace(network, sources=(*network.sources, _ASSUMED), stops=network.stops + stops)


def _lost_cycle(network: Network) -> ReactorCycle:
    properties = network.properties
    ends_at = properties.planned_at + timedelta(days=properties.horizon_days)
    cycles = [
        cycle
        for cycle in network.reactor_cycles
        if cycle.reactor_id.startswith(_REACTOR) and properties.planned_at <= cycle.starts_at < ends_at
    ]
    if not cycles:
        raise UserError(
            f"The outage needs a cycle of {_REACTOR} that starts inside the horizon, and there is none.",
            given=f"{len(network.reactor_cycles)} reactor cycles",
            allowed=f"a cycle of {_REACTOR} starting between {properties.planned_at} and {ends_at}",
            remedy="Add the cycle to reactor_cycles.csv.",
        )
    return min(cycles, key=lambda cycle: cycle.starts_at)


def _largest_supplier(network: Network) -> Supplier:
    weekly = {
        supplier.supplier_id: sum(
            pattern.quantity for pattern in network.slot_patterns if pattern.supplier_id == supplier.supplier_id
        )
        for supplier in network.suppliers
        if supplier.control == "external"
    }
    if not any(weekly.values()):
        raise UserError(
            "The outage needs an external supplier with a slot pattern, and there is none.",
            given=f"{len(network.suppliers)} suppliers",
            allowed="at least one row of slot_patterns for an external supplier",
            remedy="Add the pattern to slot_patterns.csv.",
        )
    return max(
        (supplier for supplier in network.suppliers if supplier.supplier_id in weekly),
        key=lambda supplier: weekly[supplier.supplier_id],
    )
