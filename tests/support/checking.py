"""A legal plan of the small country, and the whole plan that follows from anybody's decisions.

The arithmetic is written out here once more: it is what a hand would put into the tables.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from typing import Any

from doseline.checking.calendar import Calendar
from doseline.checking.demand import CourseDemand, derive_demand
from doseline.journey import (
    Administration,
    Batch,
    InitialOrder,
    Irradiation,
    Order,
    Shipment,
    Stay,
    Unserved,
    Vial,
)
from doseline.network import Network, PlanPackage
from doseline.physics.activation import end_of_bombardment_activity_mbq
from tests.support.checking_country import local, small_country, utc

HOUR = timedelta(hours=1)


@dataclass(frozen=True, kw_only=True)
class Choice:
    """What somebody decides about one cycle; all else in a plan follows from it.

    `source` is ``slot:ID``, ``order:ID``, ``batch:ID`` or ``new:ID`` of a `Made`.
    """

    course_id: str
    cycle_number: int
    place_id: str
    starts_at: datetime
    administered_at: datetime
    ends_at: datetime
    source: str
    lane_id: str
    departs_at: datetime


@dataclass(frozen=True, kw_only=True)
class Made:
    """A new batch: its line, its irradiation and the start of its processing."""

    batch_id: str
    line_id: str
    starts_at: datetime
    ends_at: datetime
    processing_starts_at: datetime


C1 = Choice(
    course_id="C1",
    cycle_number=1,
    place_id="A1",
    starts_at=local("2027-03-24 09:00"),
    administered_at=local("2027-03-24 10:00"),
    ends_at=local("2027-03-24 14:30"),
    source="slot:SL1",
    lane_id="XA",
    departs_at=local("2027-03-23 20:00", "Europe/Helsinki"),
)
C2 = Choice(
    course_id="C2",
    cycle_number=2,
    place_id="B1",
    starts_at=local("2027-03-27 09:00"),
    administered_at=local("2027-03-27 10:00"),
    ends_at=local("2027-03-28 11:00"),
    source="new:NEW1",
    lane_id="NB",
    departs_at=local("2027-03-26 06:00"),
)
C3 = Choice(
    course_id="C3",
    cycle_number=2,
    place_id="A1",
    starts_at=local("2027-03-22 13:00"),
    administered_at=local("2027-03-22 14:00"),
    ends_at=local("2027-03-22 18:30"),
    source="order:IO3",
    lane_id="XA",
    departs_at=local("2027-03-21 20:00", "Europe/Helsinki"),
)
NEW1 = Made(
    batch_id="NEW1",
    line_id="L1",
    starts_at=utc("2027-03-20 01:00"),
    ends_at=utc("2027-03-25 01:00"),
    processing_starts_at=local("2027-03-25 08:00"),
)


def legal_plan(network: Network | None = None) -> PlanPackage:
    """Return a legal plan of the small country."""
    return assemble(network or small_country(), [C1, C2, C3], [NEW1])


def assemble(network: Network, choices: Sequence[Choice], made: Sequence[Made] = ()) -> PlanPackage:
    """Return the whole plan that follows from decisions; it need not be legal."""
    return _Assembly(network=network, made={row.batch_id: row for row in made}).plan(choices)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Source:
    calibration_at: datetime
    certified_at: datetime
    intended_on: date | None = None
    order_id: str | None = None
    batch_id: str | None = None


@dataclass(kw_only=True)
class _Assembly:
    network: Network
    made: dict[str, Made]
    administrations: list[Administration] = field(default_factory=list)
    vials: list[Vial] = field(default_factory=list)
    stays: list[Stay] = field(default_factory=list)
    orders: dict[str, Order] = field(default_factory=dict)
    shipments: dict[tuple[str, datetime], list[Vial]] = field(default_factory=lambda: defaultdict(list))
    taken_mbq: dict[str, float] = field(default_factory=lambda: defaultdict(float))

    def __post_init__(self) -> None:
        network = self.network
        self.calendar = Calendar(network)
        self.demand = derive_demand(network, self.calendar)
        self.products = {row.product_id: row for row in network.products}
        self.lines = {row.line_id: row for row in network.lines}
        self.slots = {row.slot_id: row for row in network.slots}
        self.initial_orders = {row.order_id: row for row in network.initial_orders}
        self.initial_batches = {row.batch_id: row for row in network.initial_batches}
        self.left = {row.shipment_id: row for row in network.initial_shipments}
        self.places = {row.place_id: row for row in network.places}
        self.half_lives_h = {row.nuclide: row.half_life_h for row in network.nuclides}

    def plan(self, choices: Sequence[Choice]) -> PlanPackage:
        for number, choice in enumerate(choices, 1):
            self._choose(number, choice)
        for row in self.network.initial_orders:
            if row.state == "irrevocable" and row.order_id not in self.orders:
                self._leave_over(row)
        shipments = [self._ship(number, *row) for number, row in enumerate(self.shipments.items(), 1)]
        return PlanPackage(
            package_name="small",
            package_sha256="0" * 64,
            administrations=tuple(self.administrations),
            vials=tuple(self.vials),
            stays=tuple(self.stays),
            orders=tuple(self.orders.values()),
            batches=(*self._initial_rows(), *(self._batch(row) for row in self.made.values())),
            irradiations=tuple(self._irradiation(row) for row in self.made.values()),
            shipments=tuple(shipments),
            unserved=tuple(self._unserved({(choice.course_id, choice.cycle_number) for choice in choices})),
        )

    def _choose(self, number: int, choice: Choice) -> None:
        demand = self.demand[choice.course_id]
        source = self._source(choice)
        intended_on = source.intended_on or choice.administered_at.astimezone(self.calendar.zone).date()
        vial = self._vial(f"V{number}", demand, source, intended_on, choice.administered_at)
        self.shipments[choice.lane_id, choice.departs_at].append(vial)
        if source.batch_id is not None:
            self.taken_mbq[source.batch_id] += vial.activity_at_calibration_mbq
        self._administer(choice, demand, vial)

    def _source(self, choice: Choice) -> _Source:
        kind, ref = choice.source.split(":")
        site_id = self.places[choice.place_id].site_id
        if kind == "slot":
            slot, order_id = self.slots[ref], f"O-{ref}-{site_id}"
            before = self.orders[order_id].vials if order_id in self.orders else 0
            self.orders[order_id] = Order(
                order_id=order_id,
                slot_id=ref,
                supplier_id=slot.supplier_id,
                product_id=slot.product_id,
                destination_site_id=site_id,
                state="provisional",
                vials=before + 1,
                order_by_at=slot.order_cutoff_at,
                irrevocable_at=slot.irrevocable_at,
            )
            return _Source(calibration_at=slot.calibration_at, certified_at=slot.certified_at, order_id=order_id)
        if kind == "order":
            made = self.initial_orders[ref]
            self.orders[ref] = _initial_order(made)
            return _Source(
                calibration_at=made.calibration_at,
                certified_at=made.certified_at,
                intended_on=made.intended_on,
                order_id=ref,
            )
        if kind == "batch":
            batch = self.initial_batches[ref]
            return _Source(calibration_at=batch.calibration_at, certified_at=batch.certified_at, batch_id=ref)
        line = self.lines[self.made[ref].line_id]
        calibration_at = self.made[ref].processing_starts_at + line.processing_h * HOUR
        return _Source(calibration_at=calibration_at, certified_at=calibration_at + line.qc_h * HOUR, batch_id=ref)

    def _vial(
        self, vial_id: str, demand: CourseDemand, source: _Source, intended_on: date, at: datetime | None
    ) -> Vial:
        product = demand.later_product
        if product.form == "stock_vial":
            activity = (product.concentration_mbq_per_ml or 0.0) * (product.volume_max_ml or 0.0)
            intended_at = at or source.calibration_at
        else:
            intended_at = local(f"{intended_on} {product.fill_reference_local}", self.network.properties.timezone)
            hours = (intended_at - source.calibration_at) / HOUR
            activity = demand.course.prescribed_activity_mbq * 2.0 ** (hours / self.half_lives_h[product.nuclide])
        return Vial(
            vial_id=vial_id,
            product_id=product.product_id,
            order_id=source.order_id,
            batch_id=source.batch_id,
            calibration_at=source.calibration_at,
            intended_at=intended_at,
            activity_at_calibration_mbq=activity,
            volume_ml=activity / product.concentration_mbq_per_ml if product.concentration_mbq_per_ml else None,
            certified_at=source.certified_at,
            use="administered" if at else "unused",
        )

    def _decayed(self, vial: Vial, at: datetime) -> float:
        half_life_h = self.half_lives_h[self.products[vial.product_id].nuclide]
        return vial.activity_at_calibration_mbq * 2.0 ** (-((at - vial.calibration_at) / HOUR) / half_life_h)

    def _administer(self, choice: Choice, demand: CourseDemand, vial: Vial) -> None:
        cycle = next(one for one in demand.cycles if one.cycle_number == choice.cycle_number)
        on = choice.administered_at.astimezone(self.calendar.zone).date()
        place, product = self.places[choice.place_id], demand.later_product
        prescribed = demand.course.prescribed_activity_mbq
        given = self._decayed(vial, choice.administered_at) - product.residual_mbq
        key: dict[str, Any] = {
            "course_id": choice.course_id,
            "cycle_number": choice.cycle_number,
            "site_id": place.site_id,
            "place_id": choice.place_id,
        }
        self.administrations.append(
            Administration(
                **key,
                product_id=product.product_id,
                vial_id=vial.vial_id,
                administered_at=choice.administered_at,
                prescribed_activity_mbq=prescribed,
                administered_activity_mbq=prescribed if product.form == "stock_vial" else given,
                due_at=self.calendar.midnight(cycle.due_on),
                window_end_at=self.calendar.midnight(cycle.window_end_on),
                days_late=max(0, (on - cycle.due_on).days),
                in_window=on <= cycle.window_end_on,
            )
        )
        clean_at = choice.ends_at + place.cleaning_h * HOUR
        self.stays.append(Stay(**key, starts_at=choice.starts_at, ends_at=choice.ends_at, clean_at=clean_at))

    def _ship(self, number: int, departure: tuple[str, datetime], aboard: list[Vial]) -> Shipment:
        lane_id, departs_at = departure
        lane = next(row for row in self.network.lanes if row.lane_id == lane_id)
        left = next((row for row in self.left.values() if (row.lane_id, row.departs_at) == departure), None)
        shipment_id = left.shipment_id if left else f"S{number}"
        self.vials.extend(replace(vial, shipment_id=shipment_id) for vial in aboard)
        return Shipment(
            shipment_id=shipment_id,
            lane_id=lane_id,
            departs_at=departs_at,
            arrives_at=left.arrives_at if left else departs_at + lane.transit_h * HOUR,
            packages=len(aboard),
            activity_mbq=sum(self._decayed(vial, departs_at) for vial in aboard),
        )

    def _leave_over(self, made: InitialOrder) -> None:
        self.orders[made.order_id] = _initial_order(made)
        source = _Source(calibration_at=made.calibration_at, certified_at=made.certified_at, order_id=made.order_id)
        vial_id = f"V-{made.order_id}"
        vial = self._vial(vial_id, self.demand[made.course_id], source, made.intended_on, None)
        if made.shipment_id is None:
            self.vials.append(vial)
        else:
            left = self.left[made.shipment_id]
            self.shipments[left.lane_id, left.departs_at].append(vial)

    def _initial_rows(self) -> list[Batch]:
        return [
            Batch(
                batch_id=batch_id,
                line_id=self.initial_batches[batch_id].line_id,
                calibration_at=self.initial_batches[batch_id].calibration_at,
                dispatch_at=self.initial_batches[batch_id].dispatch_at,
                certified_at=self.initial_batches[batch_id].certified_at,
                usable_activity_mbq=self.initial_batches[batch_id].usable_activity_mbq,
                allocated_activity_mbq=taken_mbq,
            )
            for batch_id, taken_mbq in self.taken_mbq.items()
            if batch_id in self.initial_batches
        ]

    def _activity(self, row: Made, after_h: float) -> float:
        line = self.lines[row.line_id]
        reactor = next(one for one in self.network.reactors if one.reactor_id == line.reactor_id)
        flux = [[reactor.flux_per_cm2_s, (row.ends_at - row.starts_at) / HOUR]]
        return float(
            end_of_bombardment_activity_mbq(
                line.target_nuclide, line.target_mass_g, line.enrichment_fraction, flux, cooling_h=after_h
            )
        )

    def _batch(self, row: Made) -> Batch:
        line: Any = self.lines[row.line_id]
        calibration_at = row.processing_starts_at + line.processing_h * HOUR
        at_calibration = self._activity(row, (calibration_at - row.ends_at) / HOUR)
        return Batch(
            batch_id=row.batch_id,
            line_id=row.line_id,
            irradiation_id=f"I-{row.batch_id}",
            processing_starts_at=row.processing_starts_at,
            calibration_at=calibration_at,
            dispatch_at=calibration_at + line.qc_h * HOUR,
            certified_at=calibration_at + line.qc_h * HOUR,
            usable_activity_mbq=line.yield_fraction * at_calibration - line.qc_sample_mbq,
            allocated_activity_mbq=self.taken_mbq[row.batch_id],
        )

    def _irradiation(self, row: Made) -> Irradiation:
        return Irradiation(
            irradiation_id=f"I-{row.batch_id}",
            line_id=row.line_id,
            reactor_id=self.lines[row.line_id].reactor_id,
            starts_at=row.starts_at,
            ends_at=row.ends_at,
            end_of_bombardment_activity_mbq=self._activity(row, 0.0),
        )

    def _unserved(self, chosen: set[tuple[str, int]]) -> list[Unserved]:
        return [
            Unserved(
                course_id=cycle.course_id,
                cycle_number=cycle.cycle_number,
                product_id=demand.later_product.product_id,
                due_at=self.calendar.midnight(cycle.due_on),
                window_end_at=self.calendar.midnight(cycle.window_end_on),
                weight=demand.course.weight,
                binding=("C17",),
                sentence="not chosen",
            )
            for demand in self.demand.values()
            for cycle in demand.cycles
            if cycle.key not in chosen
        ]


def _initial_order(made: InitialOrder) -> Order:
    return Order(
        order_id=made.order_id,
        supplier_id=made.supplier_id,
        product_id=made.product_id,
        destination_site_id=made.destination_site_id,
        state=made.state,
        vials=1,
        irrevocable_at=made.irrevocable_at,
    )
