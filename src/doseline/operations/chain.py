"""The chain of one administration: everything between the target and the patient's way home that a plan knows."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from doseline.journey import Administration, Batch, Irradiation, Order, Shipment, Stay, Vial
from doseline.network.model import PlanPackage

__all__ = ["Chain", "Chains", "Link"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """One step of a chain.

    Attributes
    ----------
    at : when
    kind : ``irradiation_starts``, ``irradiation_ends``, ``processing_starts``, ``calibration``, ``order_by``,
        ``certified``, ``departure``, ``arrival``, ``admission``, ``administration`` or ``discharge``
    subject : irradiation, batch, order, vial, shipment or stay
    subject_id : its key
    """

    at: datetime
    kind: str
    subject: str
    subject_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Chain:
    """What belongs to one administration; irradiation and batch are None for an external supplier's vial."""

    administration: Administration
    stay: Stay
    vial: Vial
    shipment: Shipment | None
    order: Order | None
    batch: Batch | None
    irradiation: Irradiation | None

    @property
    def source(self) -> str:
        """Where the vial comes from, as the planning problem names it: ``slot:ID``, ``order:ID`` or ``batch:ID``."""
        if self.batch is not None:
            return f"batch:{self.batch.batch_id}"
        if self.order is None:
            return ""
        return f"slot:{self.order.slot_id}" if self.order.slot_id else f"order:{self.order.order_id}"

    @property
    def departs_at(self) -> datetime | None:
        """When the vial leaves; None where it needs no transport."""
        return None if self.shipment is None else self.shipment.departs_at

    def is_made_by(self, at: datetime) -> bool:
        """Return whether nobody can change any more what is in the vial: it has left, or is ordered for good."""
        if self.shipment is not None and self.shipment.departs_at < at:
            return True
        if self.order is None:
            return False
        # what was placed before the plan is bound from when it can be given up no longer
        bound_at = self.order.order_by_at or self.order.irrevocable_at
        return self.order.state == "irrevocable" or (bound_at is not None and bound_at < at)

    def links(self) -> tuple[Link, ...]:
        """Return every step of the chain, the earliest first."""
        found = [*self._made(), *self._sent(), *self._stayed()]
        # what happens at one instant keeps the order of the chain
        return tuple(sorted(found, key=lambda link: link.at))

    def _made(self) -> list[Link]:
        found = []
        if self.irradiation is not None:
            key = self.irradiation.irradiation_id
            found.append(
                Link(at=self.irradiation.starts_at, kind="irradiation_starts", subject="irradiation", subject_id=key)
            )
            found.append(
                Link(at=self.irradiation.ends_at, kind="irradiation_ends", subject="irradiation", subject_id=key)
            )
        if self.batch is not None and self.batch.processing_starts_at is not None:
            at = self.batch.processing_starts_at
            found.append(Link(at=at, kind="processing_starts", subject="batch", subject_id=self.batch.batch_id))
        if self.order is not None and self.order.order_by_at is not None:
            key = self.order.order_id
            found.append(Link(at=self.order.order_by_at, kind="order_by", subject="order", subject_id=key))
        return found

    def _sent(self) -> list[Link]:
        vial = self.vial
        found = [
            Link(at=vial.calibration_at, kind="calibration", subject="vial", subject_id=vial.vial_id),
            Link(at=vial.certified_at, kind="certified", subject="vial", subject_id=vial.vial_id),
        ]
        if self.shipment is not None:
            key = self.shipment.shipment_id
            found.append(Link(at=self.shipment.departs_at, kind="departure", subject="shipment", subject_id=key))
            found.append(Link(at=self.shipment.arrives_at, kind="arrival", subject="shipment", subject_id=key))
        return found

    def _stayed(self) -> list[Link]:
        given, stay = self.administration, self.stay
        key = f"{given.course_id}-{given.cycle_number}"
        return [
            Link(at=stay.starts_at, kind="admission", subject="stay", subject_id=key),
            Link(at=given.administered_at, kind="administration", subject="vial", subject_id=given.vial_id),
            Link(at=stay.ends_at, kind="discharge", subject="stay", subject_id=key),
        ]


class Chains:
    """The chains of a plan, by course and cycle.

    Parameters
    ----------
    plan : PlanPackage
        A plan whose tables agree (C00).
    """

    def __init__(self, plan: PlanPackage) -> None:
        self._stays = {(row.course_id, row.cycle_number): row for row in plan.stays}
        self._vials = {row.vial_id: row for row in plan.vials}
        self._shipments = {row.shipment_id: row for row in plan.shipments}
        self._orders = {row.order_id: row for row in plan.orders}
        self._batches = {row.batch_id: row for row in plan.batches}
        self._irradiations = {row.irradiation_id: row for row in plan.irradiations}
        self._by_cycle = {(row.course_id, row.cycle_number): self._chain(row) for row in plan.administrations}

    @property
    def by_cycle(self) -> Mapping[tuple[str, int], Chain]:
        """Every chain by its course and cycle, in the order of the administrations."""
        return self._by_cycle

    def _chain(self, given: Administration) -> Chain:
        vial = self._vials[given.vial_id]
        batch = self._batches.get(vial.batch_id or "")
        return Chain(
            administration=given,
            stay=self._stays[given.course_id, given.cycle_number],
            vial=vial,
            shipment=self._shipments.get(vial.shipment_id or ""),
            order=self._orders.get(vial.order_id or ""),
            batch=batch,
            irradiation=self._irradiations.get((batch.irradiation_id if batch else None) or ""),
        )
