"""Heads needed and heads on duty (problem.md: C11)."""

from collections import Counter
from datetime import datetime, timedelta

from doseline.network import Network
from tests.oracles.planning.clock import Clock, local_instant
from tests.oracles.planning.sitting import Sitting

Step = tuple[str, str, datetime]
"""Site, role and the start of a step of the grid."""


def heads_needed(network: Network, sitting: Sitting) -> Counter[Step]:
    """Heads that a stay needs at every step that one of its tasks touches."""
    clock = Clock(network)
    needed: Counter[Step] = Counter()
    for task in network.tasks:
        if task.product_id != sitting.cycle.product.product_id:
            continue
        anchor_at = sitting.administered_at if task.anchor == "administration" else sitting.ends_at
        instant = clock.down_to_grid(anchor_at + timedelta(minutes=task.from_min))
        while instant < anchor_at + timedelta(minutes=task.to_min):
            needed[sitting.place.site_id, task.role, instant] += task.heads
            instant += clock.step
    return needed


def heads_on_duty(network: Network, step: Step) -> int:
    """Heads whose roster covers a whole step."""
    clock = Clock(network)
    site_id, role, starts_at = step
    day = clock.day_of(starts_at)
    return sum(
        row.heads
        for row in network.rosters
        if (row.site_id, row.role, row.weekday) == (site_id, role, clock.row_of_day(day))
        and local_instant(day, row.starts_local, clock.zone) <= starts_at
        and starts_at + clock.step <= local_instant(day, row.ends_local, clock.zone)
    )
