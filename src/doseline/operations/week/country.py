"""The country of the golden week: the first weeks of Belgium, with everybody in it."""

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from doseline.demand import synthesise
from doseline.network.model import Network
from doseline.operations.week.rolling import busy_stops

__all__ = ["HORIZON_DAYS", "INSTANCE", "week_country"]

HORIZON_DAYS: Final = 28
"""Long enough for a target to become a vial (five days in the reactor at least) and for a lost one to be replaced."""

INSTANCE: Final = "BE-week"


def week_country(seed: int) -> Network:
    """Return BE-base of a seed, cut to its first four weeks; what is due later is not demanded here."""
    network = synthesise(instance="BE-base", seed=seed)
    properties = replace(network.properties, instance=INSTANCE, horizon_days=HORIZON_DAYS)
    ends_on = properties.horizon_start_on + timedelta(days=HORIZON_DAYS)
    ends_at = datetime.combine(ends_on, time(), tzinfo=ZoneInfo(properties.timezone)).astimezone(UTC)
    pins = tuple(pin for pin in network.pins if pin.administered_at < ends_at)
    lines = {line.line_id: line for line in network.lines}
    busy = busy_stops(network.initial_batches, lines, properties.planned_at)
    return replace(network, properties=properties, pins=pins, stops=(*network.stops, *busy))
