"""When the reactor stops in the golden week."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from doseline.journey import Event, InitialIrradiation, Irradiation
from doseline.network.model import Network, PlanPackage
from doseline.pathway.calendar import Calendar

__all__ = ["STOPPED_DAYS", "ReactorStop", "choose_stop"]

STOPPED_DAYS: Final = 4
"""For so many days the reactor stands still. An assumption of the story."""

_BEFORE_END: Final = timedelta(days=1)
"""So long before a target is to come out the reactor stops: late enough to hurt."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReactorStop:
    """A reactor that stops with a target in it.

    Attributes
    ----------
    reactor_id : the reactor
    at : when, known at once
    ends_at : when it runs again
    """

    reactor_id: str
    at: datetime
    ends_at: datetime

    @property
    def event(self) -> Event:
        """The stop as an event."""
        return Event(
            event_id="STOPPED",
            kind="reactor_stopped",
            at=self.at,
            subject_id=self.reactor_id,
            starts_at=self.at,
            ends_at=self.ends_at,
            reason="assumed for the golden week",
        )


def choose_stop(network: Network, plan: PlanPackage) -> ReactorStop | None:
    """Choose a stop that hits the next target under way: a day before that is to come out; None: there is no target.

    Parameters
    ----------
    network, plan : the country after the rejection, and its plan
    """
    reactors = {row.line_id: row.reactor_id for row in network.lines}
    calendar = Calendar(network)
    # the last two dates are left: whatever happens then, nothing can be planned again
    latest_at = calendar.instant(calendar.day_starts_min[calendar.horizon_days - 2])
    rows: tuple[Irradiation | InitialIrradiation, ...] = (*plan.irradiations, *network.initial_irradiations)
    later = [row for row in rows if network.properties.planned_at < row.ends_at - _BEFORE_END < latest_at]
    if not later:
        return None
    hit = min(later, key=lambda row: (row.ends_at, row.irradiation_id))
    at = hit.ends_at - _BEFORE_END
    return ReactorStop(reactor_id=reactors[hit.line_id], at=at, ends_at=at + timedelta(days=STOPPED_DAYS))
