"""Country and plan joined by their keys, so that every constraint reads one row of facts.

A broken reference leaves a gap (None) here: `tables` names it, and the other constraints pass over it.
"""

from collections.abc import Hashable, Iterable, Mapping
from datetime import date, datetime
from functools import cached_property
from math import inf
from typing import TypeVar

from doseline.checking.calendar import Calendar, clock_minutes
from doseline.checking.demand import CourseDemand, DemandedCycle, derive_demand
from doseline.checking.facts import CycleKey, Filled, Origin, Treatment, decayed_mbq
from doseline.checking.production import made_batch
from doseline.checking.stay_length import StayRules
from doseline.journey import NO_NUCLIDE, Administration, Product, Vial
from doseline.network import Network, PlanPackage

__all__ = ["View", "first_by"]

Row = TypeVar("Row")
Key = TypeVar("Key", bound=Hashable)


class View:
    """Country and plan with their indexes.

    Parameters
    ----------
    network : Network
        The country.
    plan : PlanPackage
        The plan to judge.
    """

    def __init__(self, network: Network, plan: PlanPackage) -> None:
        self.network = network
        self.plan = plan
        self.calendar = Calendar(network)
        self.demand: Mapping[str, CourseDemand] = derive_demand(network, self.calendar)
        self.stay_rules = StayRules.of(network)
        self.sites = {row.site_id: row for row in network.sites}
        self.places = {row.place_id: row for row in network.places}
        self.rooms = {row.room_id: row for row in network.rooms}
        self.scanners = {row.scanner_id: row for row in network.scanners}
        self.patients = {row.patient_id: row for row in network.patients}
        self.products = {row.product_id: row for row in network.products}
        self.half_lives_h = {row.nuclide: row.half_life_h for row in network.nuclides} | {NO_NUCLIDE: inf}
        self.suppliers = {row.supplier_id: row for row in network.suppliers}
        self.slots = {row.slot_id: row for row in network.slots}
        self.lanes = {row.lane_id: row for row in network.lanes}
        self.lines = {row.line_id: row for row in network.lines}
        self.reactors = {row.reactor_id: row for row in network.reactors}
        self.initial_orders = {row.order_id: row for row in network.initial_orders}
        self.initial_shipments = {row.shipment_id: row for row in network.initial_shipments}
        self.initial_batches = {row.batch_id: row for row in network.initial_batches}
        self.orders = first_by((row.order_id, row) for row in plan.orders)
        self.batches = first_by((row.batch_id, row) for row in plan.batches)
        self.irradiations = first_by((row.irradiation_id, row) for row in plan.irradiations)
        self.shipments = first_by((row.shipment_id, row) for row in plan.shipments)
        self.vials = first_by((row.vial_id, row) for row in plan.vials)
        self.stays = first_by(((row.course_id, row.cycle_number), row) for row in plan.stays)
        self.administrations = first_by(((row.course_id, row.cycle_number), row) for row in plan.administrations)

    @cached_property
    def cycles(self) -> Mapping[CycleKey, DemandedCycle]:
        """Every demanded cycle by course and number."""
        return {cycle.key: cycle for demand in self.demand.values() for cycle in demand.cycles}

    @cached_property
    def origins(self) -> Mapping[str, Origin]:
        """Origin of each vial whose references lead to one, by vial."""
        found = ((vial.vial_id, self._origin(vial)) for vial in self.vials.values())
        return {vial_id: origin for vial_id, origin in found if origin is not None}

    @cached_property
    def user_of_vial(self) -> Mapping[str, Administration]:
        """First administration that uses each vial, by vial."""
        return first_by((row.vial_id, row) for row in self.plan.administrations)

    @cached_property
    def filled(self) -> Mapping[str, Filled]:
        """Each vial with what it should hold, where course, product and origin are known, by vial."""
        found = ((vial_id, self._filled(self.vials[vial_id], origin)) for vial_id, origin in self.origins.items())
        return {vial_id: filled for vial_id, filled in found if filled is not None}

    @cached_property
    def treatments(self) -> tuple[Treatment, ...]:
        """Every administration with what its keys lead to, in the order of the plan."""
        return tuple(self._treatment(row) for row in self.plan.administrations)

    def fill_at(self, product: Product, on: date) -> datetime | None:
        """Return the instant for which a vial intended for a local date is filled; None for a stock vial."""
        if product.form == "stock_vial" or product.fill_reference_local is None:
            return None
        return self.calendar.instant(on, clock_minutes(product.fill_reference_local))

    def fill_mbq(
        self, product: Product, prescribed_mbq: float, calibration_at: datetime, intended_at: datetime | None
    ) -> float | None:
        """Return the activity at calibration that a vial is filled with, in MBq; None when the product cannot say."""
        if product.form == "stock_vial":
            if product.concentration_mbq_per_ml is None or product.volume_max_ml is None:
                return None
            return product.concentration_mbq_per_ml * product.volume_max_ml
        half_life_h = self.half_lives_h.get(product.nuclide)
        if half_life_h is None or intended_at is None:
            return None
        return decayed_mbq(prescribed_mbq, intended_at, calibration_at, half_life_h)

    def _origin(self, vial: Vial) -> Origin | None:
        if (vial.order_id is None) == (vial.batch_id is None):
            return None
        return self._ordered(vial.order_id) if vial.order_id is not None else self._batched(vial.batch_id)

    def _ordered(self, order_id: str) -> Origin | None:
        order = self.orders.get(order_id)
        if order is None:
            return None
        made = self.initial_orders.get(order_id)
        row = made or (self.slots.get(order.slot_id) if order.slot_id is not None else None)
        if row is None:
            return None
        return Origin(
            kind="order" if made else "slot",
            ref_id=order_id if made else str(order.slot_id),
            supplier_id=row.supplier_id,
            product_id=row.product_id,
            calibration_at=row.calibration_at,
            dispatch_at=row.dispatch_at,
            certified_at=row.certified_at,
            initial_order=made,
            material_due_at=row.material_due_at,
        )

    def _batched(self, batch_id: str | None) -> Origin | None:
        batch = self.batches.get(batch_id or "")
        line = self.lines.get(batch.line_id) if batch else None
        if batch is None or line is None:
            return None
        initial = self.initial_batches.get(batch.batch_id)
        if initial is not None:
            line = self.lines.get(initial.line_id, line)
            calibration_at, dispatch_at, certified_at = (
                initial.calibration_at,
                initial.dispatch_at,
                initial.certified_at,
            )
        elif batch.processing_starts_at is not None:
            made = made_batch(line, batch.processing_starts_at)
            calibration_at, dispatch_at, certified_at = made.calibration_at, made.dispatch_at, made.dispatch_at
        else:
            return None
        return Origin(
            kind="batch" if initial else "line",
            ref_id=batch.batch_id if initial else line.line_id,
            supplier_id=line.supplier_id,
            product_id=line.product_id,
            calibration_at=calibration_at,
            dispatch_at=dispatch_at,
            certified_at=certified_at,
        )

    def _filled(self, vial: Vial, origin: Origin) -> Filled | None:
        product = self.products.get(origin.product_id)
        user = self.user_of_vial.get(vial.vial_id)
        made = origin.initial_order
        one = user or made
        demand = self.demand.get(one.course_id) if one else None
        if one is None or product is None or demand is None or product.nuclide not in self.half_lives_h:
            return None
        intended_at: datetime | None = None
        if product.form == "stock_vial":
            intended_at = user.administered_at if user else None
        elif made is not None:
            intended_at = self.fill_at(product, made.intended_on)
        elif user is not None:
            intended_at = self.fill_at(product, self.calendar.date_of(user.administered_at))
        prescribed_mbq = demand.prescribed_mbq(one.cycle_number)
        activity_mbq = self.fill_mbq(product, prescribed_mbq, origin.calibration_at, intended_at)
        if activity_mbq is None:
            return None
        return Filled(
            vial=vial,
            origin=origin,
            product=product,
            intended_at=intended_at,
            activity_mbq=activity_mbq,
            half_life_h=self.half_lives_h[product.nuclide],
        )

    def _treatment(self, row: Administration) -> Treatment:
        demand = self.demand.get(row.course_id)
        stay = self.stays.get((row.course_id, row.cycle_number))
        vial = self.vials.get(row.vial_id)
        shipment = self.shipments.get(vial.shipment_id) if vial and vial.shipment_id else None
        return Treatment(
            administration=row,
            demand=demand,
            cycle=self.cycles.get((row.course_id, row.cycle_number)),
            product=demand.product_of(row.cycle_number) if demand else None,
            stay=stay,
            place=self.places.get(stay.place_id if stay else row.place_id),
            filled=self.filled.get(row.vial_id),
            shipment=shipment,
            lane=self.lanes.get(shipment.lane_id) if shipment else None,
        )


def first_by(pairs: Iterable[tuple[Key, Row]]) -> dict[Key, Row]:
    """Return the first row of each key: a repeated one is named by `tables` and judged once."""
    found: dict[Key, Row] = {}
    for key, row in pairs:
        found.setdefault(key, row)
    return found
