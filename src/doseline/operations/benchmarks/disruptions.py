"""What goes wrong in twelve weeks, drawn by a seed alone, so that it befalls whoever plans."""

import random
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from doseline.journey import Event
from doseline.network.model import Network, PlanPackage

__all__ = ["Disruption", "disruptions_of"]

FAILS_AFTER_D: Final = (7, 28)
"""Days of the horizon between which the batch that fails is looked for .."""

FAILS_WITHIN_D: Final = 10
""".. the first one of a line after a drawn day and within so many days; if there is none, nothing fails."""

SHUTS_AFTER_D: Final = (40, 60)
"""Days of the horizon between which an external supplier says that it shuts at the next midnight .."""

SHUT_FOR_D: Final = 7
""".. and for how many days. All four are assumptions: no registry of failures is open."""

TOLD_LOCAL: Final = time(12)


@dataclass(frozen=True, slots=True, kw_only=True)
class Disruption:
    """One thing that goes wrong.

    Attributes
    ----------
    kind : ``batch_failed`` or ``supplier_shut``
    subject_id : line whose batch fails, or supplier
    at : from when on a batch is looked for, or when the shutting becomes known
    """

    kind: str
    subject_id: str
    at: datetime

    def event(self, network: Network, plan: PlanPackage) -> Event | None:
        """Return the event that it is to a plan; None: it does not touch it.

        Parameters
        ----------
        network, plan : a country and its plan, the present before the disruption
        """
        properties = network.properties
        zone = ZoneInfo(properties.timezone)
        ends_on = properties.horizon_start_on + timedelta(days=properties.horizon_days)
        if self.at <= properties.planned_at or self.at.astimezone(zone).date() >= ends_on:
            return None
        if self.kind == "supplier_shut":
            next_on = self.at.astimezone(zone).date() + timedelta(days=1)
            starts_at, ends_at = (
                datetime.combine(on, time(), tzinfo=zone).astimezone(UTC)
                for on in (next_on, next_on + timedelta(days=SHUT_FOR_D))
            )
            return Event(
                event_id="SHUT",
                kind=self.kind,
                at=self.at,
                subject_id=self.subject_id,
                starts_at=starts_at,
                ends_at=ends_at,
            )
        made = sorted(
            (row.calibration_at, row.batch_id)
            for row in plan.batches
            if row.line_id == self.subject_id
            and row.irradiation_id
            and self.at <= row.calibration_at < self.at + timedelta(days=FAILS_WITHIN_D)
            and row.calibration_at.astimezone(zone).date() < ends_on
        )
        if not made:
            return None
        return Event(event_id="LOST", kind=self.kind, at=made[0][0], subject_id=made[0][1])


def disruptions_of(network: Network, seed: int) -> tuple[Disruption, ...]:
    """Return what goes wrong in a country: a batch of a line of its own fails, later a supplier shuts for a week.

    Parameters
    ----------
    network : the country
    seed : of the draw
    """
    rng = random.Random(seed)  # noqa: S311 - no secret
    lines = sorted(row.line_id for row in network.lines)
    selling = {row.supplier_id for row in network.slots}
    suppliers = sorted(row.supplier_id for row in network.suppliers if row.supplier_id in selling)
    zone = ZoneInfo(network.properties.timezone)

    def noon_after(days: tuple[int, int]) -> datetime:
        on = network.properties.horizon_start_on + timedelta(days=rng.randint(*days))
        return datetime.combine(on, TOLD_LOCAL, tzinfo=zone).astimezone(UTC)

    drawn = []
    if lines:
        line_id, at = rng.choice(lines), noon_after(FAILS_AFTER_D)
        drawn.append(Disruption(kind="batch_failed", subject_id=line_id, at=at))
    if suppliers:
        supplier_id, at = rng.choice(suppliers), noon_after(SHUTS_AFTER_D)
        drawn.append(Disruption(kind="supplier_shut", subject_id=supplier_id, at=at))
    return tuple(drawn)
