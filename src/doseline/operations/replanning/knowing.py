"""Whether events speak of what is there, and of what can still be changed."""

from collections.abc import Collection, Iterator, Mapping
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

from doseline.errors import BadPackage, Fault
from doseline.journey import Event
from doseline.network.cells import instant_text
from doseline.network.events import EVENT_KINDS
from doseline.network.model import Network, PlanPackage
from doseline.network.tables import near
from doseline.pathway.calendar import Calendar

__all__ = ["require_known"]

_LONGEST_D: Final = 3660
"""Nothing stops or closes for longer, and no new instant lies further away."""

_ENDED_BY: Final = {
    "batch": ("batch_failed",),
    "vial": ("vial_broken",),
}
"""Kinds after which nothing more can happen to their subject."""


def require_known(events: Collection[Event], network: Network, plan: PlanPackage, *, shown: Path | str) -> None:
    """Refuse events that name what is not there, lie in the past or contradict each other.

    Parameters
    ----------
    events : in the order in which they became known
    network, plan : the country and the plan that stands in it
    shown : the file of the events, as the message names it

    Raises
    ------
    BadPackage
        With all faults at once.
    """
    faults = [*_unknown(events, network, plan), *_untimely(events, network, plan), *_contradictory(events)]
    if faults:
        raise BadPackage(str(shown), faults, "events")


def _unknown(events: Collection[Event], network: Network, plan: PlanPackage) -> Iterator[Fault]:
    known = _known(network, plan)
    for number, event in enumerate(events, start=1):
        subject = EVENT_KINDS[event.kind].subject
        if event.subject_id not in known[subject]:
            meant = near(event.subject_id, known[subject])
            yield Fault(
                table="events",
                row=number,
                column="subject_id",
                given=event.subject_id,
                allowed=f"a {subject} of the plan or its country",
                remedy=f"Did you mean {meant}?" if meant else f"Name a {subject} that is there.",
            )


def _known(network: Network, plan: PlanPackage) -> Mapping[str, Collection[str]]:
    return {
        "batch": {row.batch_id for row in plan.batches} | {row.batch_id for row in network.initial_batches},
        "vial": {row.vial_id for row in plan.vials},
        "shipment": {row.shipment_id for row in plan.shipments},
        "supplier": {row.supplier_id for row in network.suppliers},
        "line": {row.line_id for row in network.lines},
        "reactor": {row.reactor_id for row in network.reactors},
        "centre": {row.site_id for row in network.sites if row.kind == "hospital"},
        "place": {row.place_id for row in network.places},
        "course": {row.course_id for row in network.courses},
    }


def _untimely(events: Collection[Event], network: Network, plan: PlanPackage) -> Iterator[Fault]:
    timing = _Timing(network, plan)
    for number, event in enumerate(events, start=1):
        for column, allowed, remedy in (*timing.of_all(event), *timing.of_kind(event)):
            value = getattr(event, column)
            given = instant_text(value) if isinstance(value, datetime) else value.isoformat()
            yield Fault(table="events", row=number, column=column, given=given, allowed=allowed, remedy=remedy)


Untimely = tuple[str, str, str]
"""Column, what is allowed there, and what to do."""


class _Timing:
    """When things of a plan happen, and so when events may."""

    def __init__(self, network: Network, plan: PlanPackage) -> None:
        self.calendar = Calendar(network)
        self.planned_at = network.properties.planned_at
        starts_at, ends_at = self.calendar.day_starts_min[0], self.calendar.day_starts_min[self.calendar.horizon_days]
        self.begins_at = max(self.planned_at, self.calendar.instant(starts_at))
        self.ends_at = self.calendar.instant(ends_at)
        self.departs_at = {row.shipment_id: row.departs_at for row in plan.shipments}
        self.given_at = {row.vial_id: row.administered_at for row in plan.administrations}
        certified_at = {row.batch_id: row.certified_at for row in network.initial_batches}
        self.usual_at = {
            "certification_late": certified_at | {row.batch_id: row.certified_at for row in plan.batches},
            "shipment_late": {row.shipment_id: row.arrives_at for row in plan.shipments},
        }

    def of_all(self, event: Event) -> Iterator[Untimely]:
        """Yield what is wrong with the instants that events of several kinds have."""
        if not self.begins_at <= event.at < self.ends_at:
            span = (
                f"from {instant_text(self.begins_at)}, the present of the plan, to before {instant_text(self.ends_at)}"
            )
            yield "at", f"{span}, its end", "What happened before the plan is in its country already."
        if event.ends_at is not None and event.ends_at <= event.at:
            yield "ends_at", f"after {instant_text(event.at)}, when it became known", "Delete what is over."
        for column in ("starts_at", "ends_at", "instead_at"):
            value = getattr(event, column)
            if value is not None and abs(value - self.planned_at) > timedelta(days=_LONGEST_D):
                yield column, f"within {_LONGEST_D} d of the plan", "Correct the instant."

    def of_kind(self, event: Event) -> Iterator[Untimely]:
        """Yield what is wrong with an event of its kind."""
        usual_at = self.usual_at.get(event.kind, {}).get(event.subject_id)
        if event.instead_at is not None and usual_at is not None and event.instead_at <= usual_at:
            yield "instead_at", f"after {instant_text(usual_at)}, as planned", "Correct the instant."
        left_at = self.departs_at.get(event.subject_id)
        if event.kind == "shipment_late" and left_at is not None and left_at > event.at:
            yield "at", f"after {instant_text(left_at)}, when it leaves", "It has not left yet: correct the instant."
        used_at = self.given_at.get(event.subject_id)
        if event.kind == "vial_broken" and used_at is not None and used_at < event.at:
            yield "at", f"not after {instant_text(used_at)}, when it is given", "It was given by then."
        on = self.calendar.local_date(event.at)
        if event.retest_on is not None and event.retest_on < on:
            yield "retest_on", f"not before {on.isoformat()}, when it became known", "Correct the date."


def _contradictory(events: Collection[Event]) -> Iterator[Fault]:
    ended: dict[tuple[str, str], int] = {}
    said: dict[tuple[str, str], int] = {}
    for number, event in enumerate(events, start=1):
        subject = EVENT_KINDS[event.kind].subject
        key = subject, event.subject_id
        earlier = ended.get(key)
        if earlier is not None:
            yield Fault(
                table="events",
                row=number,
                column="subject_id",
                given=event.subject_id,
                allowed=f"a {subject} that is still there after event {earlier}",
                remedy="Delete one of the two.",
            )
        if event.kind in _ENDED_BY.get(subject, ()):
            ended.setdefault(key, number)
        twice = said.get((event.kind, event.subject_id))
        if twice is not None and event.starts_at is None and earlier is None:
            yield Fault(
                table="events",
                row=number,
                column="subject_id",
                given=event.subject_id,
                allowed=f"said once: event {twice} says {event.kind} of it too",
                remedy="Keep the one that holds.",
            )
        said.setdefault((event.kind, event.subject_id), number)
