"""Whether events speak of what is there, and of what can still be changed."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

from doseline.errors import BadPackage, Fault
from doseline.journey import Event
from doseline.network.cells import instant_text, value_text
from doseline.network.events import EVENT_KINDS
from doseline.network.model import Network, PlanPackage
from doseline.network.sense.road import LONGEST_ON_ROAD_D
from doseline.network.tables import near
from doseline.operations.replanning.effects import Cycle, broken_by_then, row_key
from doseline.operations.replanning.fitting import Fitting
from doseline.operations.replanning.repeats import told_of_the_plan, told_twice
from doseline.pathway.calendar import Calendar

__all__ = ["require_known"]

_LONGEST_D: Final = 3660
"""Nothing stops or closes for longer, and no new instant lies further away."""

_ENDED_BY: Final = {
    "batch": ("batch_failed",),
    "vial": ("vial_broken",),
    "course": ("patient_stopped",),
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
    unknown = list(_unknown(events, network, plan))
    # what earlier events of the file broke was not given at its hour; of what is not there nothing can be reckoned
    broken = [frozenset[Cycle]()] * len(events) if unknown else broken_by_then(network, plan, events)
    twice = dict(told_twice(events, network, plan))
    faults = [
        *unknown,
        *_unfit(events, network, plan, broken),
        *_untimely(events, network, plan, broken),
        *_contradictory(events, network, plan),
        *_said_before(events, network),
        *_withheld_too(events, network),
        *_at_its_present(events, plan),
    ]
    # an event that is to be deleted has no other faults to mend
    faults = [*twice.values(), *(fault for fault in faults if fault.row not in twice)]
    if faults:
        raise BadPackage(str(shown), faults, "events")


def _unknown(events: Collection[Event], network: Network, plan: PlanPackage) -> Iterator[Fault]:
    known = _known(network, plan)
    for number, event in enumerate(events, start=1):
        subject = EVENT_KINDS[event.kind].subject
        if subject == "new course":
            yield from _taken(number, event, known)
            known["course"].add(event.subject_id)
            known["patient"].add(event.patient_id or "")
        elif event.subject_id not in known[subject]:
            meant = near(event.subject_id, known[subject])
            yield Fault(
                table="events",
                row=number,
                column="subject_id",
                given=event.subject_id,
                allowed=f"a {subject} of the plan or its country",
                remedy=f"Did you mean {meant}?" if meant else f"Name a {subject} that is there.",
            )


def _taken(number: int, event: Event, known: Mapping[str, Collection[str]]) -> Iterator[Fault]:
    """Yield the keys of a new patient that somebody has already."""
    for noun, column, given in (
        ("course", "subject_id", event.subject_id),
        ("patient", "patient_id", event.patient_id),
    ):
        if given in known[noun]:
            yield Fault(
                table="events",
                row=number,
                column=column,
                given=given,
                allowed=f"a {noun} that is not there yet",
                remedy="Give the new one a key of its own.",
            )


def _known(network: Network, plan: PlanPackage) -> Mapping[str, set[str]]:
    batches = {row.batch_id for row in plan.batches} | {row.batch_id for row in network.initial_batches}
    vials = {row.vial_id for row in plan.vials}
    return {
        "batch": batches,
        "vial": vials,
        "batch or vial": batches | vials,
        "patient": {row.patient_id for row in network.patients},
        "shipment": {row.shipment_id for row in plan.shipments},
        "supplier": {row.supplier_id for row in network.suppliers},
        "line": {row.line_id for row in network.lines},
        "reactor": {row.reactor_id for row in network.reactors},
        "centre": {row.site_id for row in network.sites if row.kind == "hospital"},
        "place": {row.place_id for row in network.places},
        "scanner": {row.scanner_id for row in network.scanners},
        "tank": {row.tank_id for row in network.tanks},
        "course": {row.course_id for row in network.courses},
    }


def _untimely(
    events: Collection[Event], network: Network, plan: PlanPackage, broken: Sequence[frozenset[Cycle]]
) -> Iterator[Fault]:
    timing = _Timing(network, plan)
    for number, (event, not_given) in enumerate(zip(events, broken, strict=True), start=1):
        for column, allowed, remedy in (*timing.of_all(event), *timing.of_kind(event, not_given)):
            given = value_text(getattr(event, column))
            yield Fault(table="events", row=number, column=column, given=given, allowed=allowed, remedy=remedy)


Untimely = tuple[str, str, str]
"""Column, what is allowed there, and what to do."""


class _Timing:
    """When things of a plan happen, and so when events may."""

    def __init__(self, network: Network, plan: PlanPackage) -> None:
        self.calendar = Calendar(network)
        self.planned_at = network.properties.planned_at
        self.step = timedelta(minutes=network.properties.step_min)
        self.starts_at = self._midnight(0)
        self.begins_at = max(self.planned_at, self.starts_at)
        # on the last date nothing is left to plan: nobody is called in for the same day
        self.ends_at = self._midnight(self.calendar.horizon_days - 1)
        self.departs_at = {row.shipment_id: row.departs_at for row in plan.shipments}
        self.arrives_at = {row.shipment_id: row.arrives_at for row in plan.shipments}
        self.made_at = {row.vial_id: row.calibration_at for row in plan.vials}
        self.vials_certified_at = {row.vial_id: row.certified_at for row in plan.vials}
        batch_of = {row.order_id: row.batch_id for row in network.initial_orders}
        of_batch = {row.vial_id: row.batch_id or batch_of.get(row.order_id or "") for row in plan.vials}
        self.of_batch = {vial_id: batch_id for vial_id, batch_id in of_batch.items() if batch_id is not None}
        self.given = {row.vial_id: row for row in plan.administrations}
        self.certified_at = {row.batch_id: row.certified_at for row in network.initial_batches}
        self.certified_at |= {row.batch_id: row.certified_at for row in plan.batches}
        self.usable_mbq = {row.batch_id: row.usable_activity_mbq for row in network.initial_batches}
        self.usable_mbq |= {row.batch_id: row.usable_activity_mbq for row in plan.batches}
        begun_at = {row.irradiation_id: row.starts_at for row in plan.irradiations}
        self.begun_at = {row.batch_id: begun_at.get(row.irradiation_id or "") for row in plan.batches}

    def _midnight(self, day: int) -> datetime:
        return self.calendar.instant(self.calendar.day_starts_min[day])

    def of_all(self, event: Event) -> Iterator[Untimely]:
        """Yield what is wrong with the instants that events of several kinds have."""
        if not self.begins_at <= event.at < self.ends_at:
            span = f"from {instant_text(self.begins_at)}, the present, to before {instant_text(self.ends_at)}"
            remedy = "What happened before the plan is in its country already, and its last date is not planned again."
            yield "at", f"{span}, its last date", remedy
        elif (self._midnight(self.calendar.day_of(self.calendar.local_date(event.at))) - self.starts_at) % self.step:
            minutes = self.step // timedelta(minutes=1)
            remedy = "The clocks have changed since the plan was made: plan the country of that day anew."
            yield "at", f"a date whose midnight lies on the plan's grid of {minutes} min", remedy
        if event.ends_at is not None and event.ends_at <= event.at:
            yield "ends_at", f"after {instant_text(event.at)}, when it became known", "Delete what is over."
        for column in ("starts_at", "ends_at", "instead_at", "taken_at"):
            value = getattr(event, column)
            if value is not None and abs(value - self.planned_at) > timedelta(days=_LONGEST_D):
                yield column, f"within {_LONGEST_D} d of the plan", "Correct the instant."

    def of_kind(self, event: Event, not_given: Collection[Cycle]) -> Iterator[Untimely]:
        """Yield what is wrong with an event of its kind, where some cycles were not given at their hour."""
        match EVENT_KINDS[event.kind].subject:
            case "batch or vial" if event.subject_id in self.made_at:
                yield from self._of_vial(event, not_given)
                yield from self._certified_late(event, self.vials_certified_at)
            case "batch" | "batch or vial":
                yield from self._of_batch(event)
                yield from self._certified_late(event, self.certified_at)
            case "vial":
                yield from self._of_vial(event, not_given)
            case "shipment":
                yield from self._of_shipment(event)
        if event.taken_at is not None and event.taken_at > event.at:
            yield "taken_at", f"not after {instant_text(event.at)}, when it became known", "Correct the instant."
        on = self.calendar.local_date(event.at)
        if event.retest_on is not None and event.retest_on < on:
            yield "retest_on", f"not before {on.isoformat()}, when it became known", "Correct the date."

    def _of_batch(self, event: Event) -> Iterator[Untimely]:
        begun_at = self.begun_at.get(event.subject_id)
        if begun_at is not None and event.at <= begun_at:
            remedy = "There is nothing of it yet; what keeps it from being made is a stop."
            yield "at", f"after {instant_text(begun_at)}, when its irradiation begins", remedy
        usable_mbq, left_mbq = self.usable_mbq.get(event.subject_id), event.usable_activity_mbq
        if left_mbq is not None and usable_mbq is not None and left_mbq > usable_mbq:
            yield "usable_activity_mbq", f"at most what it had, {usable_mbq:.6g} MBq", "Correct the figure."

    def _certified_late(self, event: Event, planned_at: Mapping[str, datetime]) -> Iterator[Untimely]:
        certified_at = planned_at.get(event.subject_id)
        if event.instead_at is None or certified_at is None:
            return
        if event.subject_id in self.of_batch:
            batch_id = self.of_batch[event.subject_id]
            yield "subject_id", f"the batch of the vial, {batch_id}", "It is certified with its batch: name that."
        if certified_at <= event.at:
            yield "at", f"before {instant_text(certified_at)}, when it is certified", "It was certified by then."
        if event.instead_at <= certified_at:
            yield "instead_at", f"after {instant_text(certified_at)}, as planned", "Correct the instant."

    def _of_vial(self, event: Event, not_given: Collection[Cycle]) -> Iterator[Untimely]:
        made_at, given = self.made_at.get(event.subject_id), self.given.get(event.subject_id)
        if made_at is not None and made_at > event.at:
            yield "at", f"not before {instant_text(made_at)}, when it is calibrated", "There is no such vial yet."
        if given is None or (given.course_id, given.cycle_number) in not_given:
            return
        if given.administered_at < event.at:
            given_at = instant_text(given.administered_at)
            yield "at", f"not after {given_at}, when it is given", "It was given by then."

    def _of_shipment(self, event: Event) -> Iterator[Untimely]:
        departs_at, arrives_at = (known.get(event.subject_id) for known in (self.departs_at, self.arrives_at))
        if departs_at is not None and departs_at > event.at:
            yield "at", f"after {instant_text(departs_at)}, when it leaves", "It has not left yet: correct the instant."
        if event.instead_at is not None and arrives_at is not None and event.instead_at <= arrives_at:
            yield "instead_at", f"after {instant_text(arrives_at)}, as planned", "Correct the instant."
        if event.instead_at is None or departs_at is None:
            return
        if event.instead_at - departs_at > timedelta(days=LONGEST_ON_ROAD_D):
            allowed = f"at most {LONGEST_ON_ROAD_D} d after {instant_text(departs_at)}, when it left"
            yield "instead_at", allowed, "Correct the instant; if nothing comes, tell vial_broken of each of its vials."


def _said_before(events: Collection[Event], network: Network) -> Iterator[Fault]:
    keys = {row.stop_id for row in network.stops} | {row.closure_id for row in network.closures}
    keys |= {row.absence_id for row in network.absences}
    keys |= {row.scanner_closure_id for row in network.scanner_closures}
    keys |= {row.tank_closure_id for row in network.tank_closures}
    results = {(row.course_id, row.taken_at) for row in network.labs}
    for number, event in enumerate(events, start=1):
        if row_key(event) in keys or (event.kind == "labs_withheld" and (event.subject_id, event.at) in results):
            yield Fault(
                table="events",
                row=number,
                column="event_id",
                given=event.event_id,
                allowed="an event that the country of the plan does not hold yet",
                remedy="It was told of this very instant before: delete it, or correct its instant or its event_id.",
            )


def _withheld_too(events: Collection[Event], network: Network) -> Iterator[Fault]:
    """Yield results that are fit of blood of whose instant another result withholds the treatment."""
    withheld = {(row.course_id, row.taken_at) for row in network.labs if row.outcome == "withhold"}
    withheld |= {(event.subject_id, event.at) for event in events if event.kind == "labs_withheld"}
    for number, event in enumerate(events, start=1):
        if event.kind == "labs_fit" and event.taken_at is not None and (event.subject_id, event.taken_at) in withheld:
            yield Fault(
                table="events",
                row=number,
                column="taken_at",
                given=instant_text(event.taken_at),
                allowed=f"an instant of which no result withholds {event.subject_id}",
                remedy="No result takes that one back, its date holds: delete this event, or correct the instant.",
            )


def _at_its_present(events: Collection[Event], plan: PlanPackage) -> Iterator[Fault]:
    """Yield the last event where it became known when the plan was made again: their records would be one."""
    last = max((event.at for event in events), default=None)
    if plan.events and last is not None and last <= plan.events[-1].at:
        yield Fault(
            table="events",
            row=len(events),
            column="at",
            given=instant_text(last),
            allowed=f"for the last event an instant after {instant_text(plan.events[-1].at)}, the plan's own last one",
            remedy="Tell it a second later, or put the events of both into one file and replan the plan before.",
        )


def _unfit(
    events: Collection[Event], network: Network, plan: PlanPackage, broken: Sequence[frozenset[Cycle]]
) -> Iterator[Fault]:
    fitting = Fitting(network, plan)
    for number, (event, not_given) in enumerate(zip(events, broken, strict=True), start=1):
        for column, allowed, remedy in fitting.unfit(event, not_given):
            given = value_text(getattr(event, column))
            yield Fault(table="events", row=number, column=column, given=given, allowed=allowed, remedy=remedy)


def _contradictory(events: Collection[Event], network: Network, plan: PlanPackage) -> Iterator[Fault]:
    vials = {row.vial_id for row in plan.vials}
    ended: dict[tuple[str, str], str] = {
        ("batch", telling.event.subject_id): telling.place
        for telling in told_of_the_plan(network, plan)
        if telling.event.kind in _ENDED_BY["batch"]
    }
    said: dict[tuple[str, str], int] = {}
    for number, event in enumerate(events, start=1):
        subject = EVENT_KINDS[event.kind].subject
        if subject == "batch or vial":
            subject = "vial" if event.subject_id in vials else "batch"
        key = subject, event.subject_id
        earlier = ended.get(key)
        if earlier is not None:
            yield Fault(
                table="events",
                row=number,
                column="subject_id",
                given=event.subject_id,
                allowed=f"a {subject} that is still there after {earlier}",
                remedy="Delete one of the two.",
            )
        if event.kind in _ENDED_BY.get(subject, ()):
            ended.setdefault(key, f"event {number}")
        twice = said.get((event.kind, event.subject_id))
        if twice is not None and event.starts_at is None and earlier is None and subject != "new course":
            yield Fault(
                table="events",
                row=number,
                column="subject_id",
                given=event.subject_id,
                allowed=f"said once: event {twice} says {event.kind} of it too",
                remedy="Keep the one that holds.",
            )
        said.setdefault((event.kind, event.subject_id), number)
