"""Whether events say what another event has said already: in their own file, or in that of an earlier plan."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Final

from doseline.errors import Fault
from doseline.journey import Event
from doseline.network.cells import instant_text
from doseline.network.model import Network, PlanPackage

__all__ = ["ONCE", "told_of_the_plan", "told_twice"]

ONCE: Final = frozenset({"batch_failed", "vial_broken", "patient_stopped", "patient_added"})
"""Kinds that can happen to their subject once, whenever they become known."""

_CONTENT: Final = tuple(column.name for column in fields(Event) if column.name != "event_id")
"""What an event says; its key is only what it is called."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Telling:
    """Where an event was told.

    Attributes
    ----------
    event : what was told
    place : as a message names it
    """

    event: Event
    place: str


Said = tuple[object, ...]
"""What an event says, such that two that say the same are equal."""


def told_twice(events: Collection[Event], network: Network, plan: PlanPackage) -> Iterator[tuple[int, Fault]]:
    """Yield number and fault of each event that says what was told before; the first one to say it is none.

    Parameters
    ----------
    events : in the order in which they became known
    network, plan : the country and the plan that stands in it, with the events that it and earlier ones were made for
    """
    told = {_said(telling.event): telling for telling in told_of_the_plan(network, plan)}
    for number, event in enumerate(events, start=1):
        said = _said(event)
        earlier = told.get(said)
        if earlier is None:
            told[said] = Telling(event=event, place=f"event {number} of this file, {event.event_id},")
            continue
        yield (
            number,
            Fault(
                table="events",
                row=number,
                column="event_id",
                given=event.event_id,
                allowed=f"what was not told yet: {earlier.place} says {event.kind} of {event.subject_id} already",
                remedy=_remedy(event),
            ),
        )


def told_of_the_plan(network: Network, plan: PlanPackage) -> Iterator[Telling]:
    """Yield what was told before a plan and still speaks of the same things: keys of vials and batches come back."""
    rows: list[tuple[Event, datetime]] = [(event, event.replanned_at) for event in plan.past_events]
    rows += [(event, plan.events[-1].at) for event in plan.events]
    made_anew = {row.vial_id for row in plan.vials}
    made_anew |= {row.batch_id for row in plan.batches} - {row.batch_id for row in network.initial_batches}
    for event, replanned_at in rows:
        if event.kind in ("vial_broken", "batch_failed") and event.subject_id in made_anew:
            continue
        place = f"event {event.event_id} of the replan of {instant_text(replanned_at)}"
        yield Telling(event=event, place=place)


def _said(event: Event) -> Said:
    if event.kind in ONCE:
        return event.kind, event.subject_id
    return tuple(getattr(event, name) for name in _CONTENT)


_REMEDIES: Final[Mapping[str, str]] = {
    "head_absent": "Delete it. If another head is absent too, say so in one event with more heads, or give the other "
    "its own starts_at, ends_at or reason.",
    "patient_added": "Delete it, or give another patient keys of its own.",
}


def _remedy(event: Event) -> str:
    if event.kind in _REMEDIES:
        return _REMEDIES[event.kind]
    return "Delete it." if event.kind in ONCE else "Delete it; if something else happened, correct what differs."
