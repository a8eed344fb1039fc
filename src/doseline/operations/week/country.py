"""The country of the golden week: the first weeks of Belgium, with everybody in it, and one supplier shut."""

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from doseline.demand import synthesise
from doseline.journey import Source, Stop
from doseline.network.model import Network

__all__ = ["HORIZON_DAYS", "INSTANCE", "STAGED", "week_country"]

HORIZON_DAYS: Final = 35
"""Long enough for a target to become a vial (five days in the reactor at least) and for a lost one to be replaced."""

INSTANCE: Final = "BE-week"

SHUT_DAYS: Final = 9, 17
"""Days of the horizon between which the suppliers that compete with the national line are shut, so that it is used."""

STAGED: Final = Source(
    source_id="ASSUMED-GOLDEN-WEEK",
    citation="Assumption of the golden week, for its story alone: the other makers of what the controlled line makes "
    "are shut for some days, so that patients depend on its targets. Class: capacity. Owner: the supplier",
    kind="assumption",
)
"""What the days on which those suppliers are shut rest on."""


def week_country(seed: int) -> Network:
    """Return BE-base of a seed, cut to its first four weeks; what is due later is not demanded here.

    The external suppliers of what a controlled line makes are shut for a while in the middle (an assumption of this
    story), so that patients depend on targets that are irradiated in it.
    """
    network = synthesise(instance="BE-base", seed=seed)
    properties = replace(network.properties, instance=INSTANCE, horizon_days=HORIZON_DAYS)
    ends_on = properties.horizon_start_on + timedelta(days=HORIZON_DAYS)
    ends_at = datetime.combine(ends_on, time(), tzinfo=ZoneInfo(properties.timezone)).astimezone(UTC)
    pins = tuple(pin for pin in network.pins if pin.administered_at < ends_at)
    shut = _shut_competitors(network)
    sources = (*network.sources, STAGED) if shut else network.sources
    return replace(network, properties=properties, sources=sources, pins=pins, stops=(*network.stops, *shut))


def _shut_competitors(network: Network) -> tuple[Stop, ...]:
    own = {line.product_id for line in network.lines}
    zone = ZoneInfo(network.properties.timezone)
    starts_at, ends_at = (
        datetime.combine(network.properties.horizon_start_on + timedelta(days=day), time(), tzinfo=zone).astimezone(UTC)
        for day in SHUT_DAYS
    )
    return tuple(
        Stop(
            stop_id=f"GOLDEN-WEEK-{supplier_id}",
            kind="supplier",
            ref_id=supplier_id,
            starts_at=starts_at,
            ends_at=ends_at,
            reason="assumed for the golden week: maintenance",
            source=STAGED.source_id,
            confidence="assumption",
        )
        for supplier_id in sorted({slot.supplier_id for slot in network.slots if slot.product_id in own})
    )
