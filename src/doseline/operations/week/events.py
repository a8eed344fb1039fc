"""The story of one patient and the vials meant for them, event by event."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from doseline.network.model import Network
from doseline.operations.chain import Chain, Link
from doseline.operations.week.activity import Activities
from doseline.operations.week.failing import Failure
from doseline.operations.week.nouns import Event

__all__ = ["WHAT", "Teller", "Told", "replaced_at", "same_chain", "story"]

WHAT: Final = {
    "irradiation_starts": "The target goes into the reactor.",
    "irradiation_ends": "The target comes out of the reactor.",
    "processing_starts": "Processing of the target starts.",
    "order_by": "Last instant to order the vial; it is ordered.",
    "calibration": "The instant for which the label of the vial states its activity.",
    "certified": "The batch is certified.",
    "departure": "The transporter takes the package.",
    "arrival": "The package is received and its papers are filed.",
    "admission": "The patient is admitted.",
    "administration": "The vial is administered.",
    "discharge": "The patient goes home.",
    "rejected": "The batch is rejected: no vial of it may be given.",
    "reactor_stopped": "The reactor stops; the targets in it come to nothing.",
    "planned_again": "The rest of the weeks is planned again.",
    "told": "The patient, the centre and the transporter are told.",
    "unserved": "No vial and day could be found in these weeks.",
}
"""What an event of each kind says in the record."""

_WHO: Final = {
    "irradiation_starts": "reactor operator",
    "irradiation_ends": "reactor operator",
    "processing_starts": "production line",
    "order_by": "radiopharmacist",
    "calibration": "supplier",
    "certified": "qualified person",
    "departure": "transporter",
    "arrival": "radiopharmacist",
    "admission": "nurse",
    "administration": "physician",
    "discharge": "medical physicist",
    "rejected": "qualified person",
    "reactor_stopped": "reactor operator",
    "planned_again": "planner of the hub",
    "told": "planner of the hub",
    "unserved": "planner of the hub",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Teller:
    """Tells a chain as events.

    Attributes
    ----------
    network : the country
    activities : activities along the chain
    plan : before or after
    """

    network: Network
    activities: Activities
    plan: str

    def tell(
        self, chain: Chain, *, rejected_at: datetime | None = None, until_at: datetime | None = None
    ) -> Iterator[Event]:
        """Yield the events of a chain; what was to follow the rejection of its batch, or another plan, is cancelled."""
        for link in chain.links():
            if rejected_at is not None and link.kind == "certified":
                continue
            ends_at = rejected_at or until_at
            cancelled = ends_at is not None and link.at >= ends_at
            holder, activity_mbq = self._activity(chain, link)
            yield Event(
                number=1,
                at=link.at,
                plan=self.plan,
                status="cancelled" if cancelled else "done",
                kind=link.kind,
                subject=link.subject,
                subject_id=link.subject_id,
                what=WHAT[link.kind],
                who=_WHO[link.kind],
                site_id=self._site(chain, link),
                holder=holder,
                activity_mbq=activity_mbq,
            )

    def _activity(self, chain: Chain, link: Link) -> tuple[str | None, float | None]:
        match link.kind:
            case "irradiation_starts" | "irradiation_ends" | "processing_starts":
                return "target", self.activities.target_mbq(link.at)
            case "order_by":
                return None, None
            case "administration":
                return "patient", chain.administration.administered_activity_mbq
            case "discharge":
                return "patient", self.activities.patient_mbq(link.at)
            case _:
                return "vial", self.activities.vial_mbq(link.at)

    def _site(self, chain: Chain, link: Link) -> str | None:
        match link.kind:
            case "irradiation_starts" | "irradiation_ends" if chain.irradiation:
                reactors = {row.reactor_id: row.site_id for row in self.network.reactors}
                return reactors.get(chain.irradiation.reactor_id)
            case "processing_starts" | "calibration" | "certified" | "departure":
                return self._origin(chain)
            case _:
                return chain.administration.site_id

    def _origin(self, chain: Chain) -> str | None:
        lanes = {row.lane_id: row.origin_site_id for row in self.network.lanes}
        return lanes.get(chain.shipment.lane_id) if chain.shipment else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What a plan that was made again says of the followed patient.

    Attributes
    ----------
    name : of the plan: after, stopped or evening
    at : its present
    activities : along the chain; None: the patient is not served
    why_unserved : what keeps the patient from it then
    stopped : key of the reactor, where it was made because that has stopped
    """

    name: str
    at: datetime
    activities: Activities | None
    why_unserved: str = ""
    stopped: str | None = None


def story(network: Network, failure: Failure, before: Activities, plans: Sequence[Told]) -> Sequence[Event]:
    """Return every event of the followed patient, in order and numbered.

    Parameters
    ----------
    network : the country before, with the lanes of the later plans
    failure : the rejected batch
    before : activities along the first chain
    plans : the plans that were made again, that after the rejection first
    """
    chain = failure.followed
    events = list(Teller(network=network, activities=before, plan="before").tell(chain, rejected_at=failure.at))
    course = f"{chain.administration.course_id}-{chain.administration.cycle_number}"
    site_id = chain.administration.site_id
    events.append(
        _said("rejected", failure.at, "before", "batch", failure.batch.batch_id, _origin_of(network, failure))
    )
    for index, told in enumerate(plans):
        moves = index == 0 or not same_chain(plans[index - 1].activities, told.activities)
        if told.stopped is not None:
            events.append(_said("reactor_stopped", told.at, told.name, "reactor", told.stopped, None))
        events.append(_said("planned_again", told.at, told.name, "plan", f"plan-{told.name}", None))
        if not moves:
            continue
        if told.activities is None:
            unserved = _said("unserved", told.at, told.name, "cycle", course, None)
            events.append(replace(unserved, what=f"{unserved.what} {told.why_unserved}".strip()))
        events.append(_said("told", told.at, told.name, "cycle", course, site_id))
        if told.activities is not None:
            until_at = replaced_at(plans, index)
            teller = Teller(network=network, activities=told.activities, plan=told.name)
            events.extend(teller.tell(told.activities.chain, until_at=until_at))
    events.sort(key=lambda event: event.at)
    return [replace(event, number=number) for number, event in enumerate(events, start=1)]


def replaced_at(plans: Sequence[Told], index: int) -> datetime | None:
    """Return when a later plan says something else of the patient than the one at an index; None: none does."""
    for later in plans[index + 1 :]:
        if not same_chain(plans[index].activities, later.activities):
            return later.at
    return None


def same_chain(one: Activities | None, other: Activities | None) -> bool:
    """Whether two plans give the patient the same vial at the same instant in the same place, or neither any."""
    if one is None or other is None:
        return one is other
    first, second = (
        (
            chain.administration.administered_at,
            chain.administration.place_id,
            chain.vial.calibration_at,
            chain.shipment.departs_at if chain.shipment else None,
        )
        for chain in (one.chain, other.chain)
    )
    return first == second


def _origin_of(network: Network, failure: Failure) -> str | None:
    suppliers = {row.supplier_id: row.site_id for row in network.suppliers}
    return next((suppliers[row.supplier_id] for row in network.lines if row.line_id == failure.batch.line_id), None)


def _said(kind: str, at: datetime, plan: str, subject: str, key: str, site_id: str | None) -> Event:
    return Event(
        number=1,
        at=at,
        plan=plan,
        status="done",
        kind=kind,
        subject=subject,
        subject_id=key,
        what=WHAT[kind],
        who=_WHO[kind],
        site_id=site_id,
    )
