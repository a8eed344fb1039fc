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

__all__ = ["WHAT", "Teller", "story"]

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

    def tell(self, chain: Chain, *, rejected_at: datetime | None = None) -> Iterator[Event]:
        """Yield the events of a chain; what was to follow the rejection of its batch is cancelled."""
        for link in chain.links():
            if rejected_at is not None and link.kind == "certified":
                continue
            cancelled = rejected_at is not None and link.at >= rejected_at
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


def story(
    network: Network, failure: Failure, before: Activities, after: Activities | None, *, why_unserved: str
) -> Sequence[Event]:
    """Return every event of the followed patient, in order and numbered.

    Parameters
    ----------
    network : the country before, with the lanes of the second plan
    failure : the rejected batch
    before, after : activities along the first and the second chain; None: the second plan has none
    why_unserved : what keeps the patient from being served, where there is no second chain
    """
    chain = failure.followed
    events = list(Teller(network=network, activities=before, plan="before").tell(chain, rejected_at=failure.at))
    course = f"{chain.administration.course_id}-{chain.administration.cycle_number}"
    events.append(
        _said("rejected", failure.at, "before", "batch", failure.batch.batch_id, _origin_of(network, failure))
    )
    events.append(_said("planned_again", failure.at, "after", "plan", "plan-after", None))
    if after is None:
        unserved = _said("unserved", failure.at, "after", "cycle", course, None)
        events.append(replace(unserved, what=f"{unserved.what} {why_unserved}".strip()))
    events.append(_said("told", failure.at, "after", "cycle", course, chain.administration.site_id))
    if after is not None:
        events.extend(Teller(network=network, activities=after, plan="after").tell(after.chain))
    events.sort(key=lambda event: event.at)
    return [replace(event, number=number) for number, event in enumerate(events, start=1)]


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
