"""The tables of a plan from what the search decided."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from doseline.journey import Administration, Batch, Irradiation, Order, Shipment, Stay, Unserved, Vial
from doseline.network import Network, PlanPackage
from tests.oracles.planning.clock import Clock
from tests.oracles.planning.demand import Cycle, asked_mbq, days_late, prescribed_mbq
from tests.oracles.planning.scans import scan_slots
from tests.oracles.planning.supply import Journey, Source, activity_at, administered_mbq, fill, sources, under_way

if TYPE_CHECKING:
    from tests.oracles.planning.batches import NewBatch
    from tests.oracles.planning.candidates import Choice
    from tests.oracles.planning.sitting import Sitting

REMOVABLE = tuple(f"C{n:02d}" for n in range(1, 23))


def as_plan(
    network: Network,
    cycles: Sequence[Cycle],
    chosen: Sequence["Choice | None"],
    seated: Sequence["Sitting | None"],
    batches: Sequence["NewBatch"],
    without: frozenset[str],
    *,
    package_name: str,
    package_sha256: str,
) -> PlanPackage:
    """All tables; every number is computed again here from the choice and its stay."""
    batch_of = {number: f"{b.source.line.line_id}-{b.source.processing_on}-{k}" for k, b in enumerate(batches)
                for number in b.vials if b.source.line}  # fmt: skip
    shipment_of: dict[tuple[str, object], str] = {}
    packed: dict[str, list[float]] = defaultdict(list)
    allocated: dict[str, float] = defaultdict(float)
    administrations, vials, stays, unserved, shipments = [], [], [], [], []
    orders: dict[str, list[Order]] = defaultdict(list)
    clock = Clock(network)
    for number, (cycle, choice, sitting) in enumerate(zip(cycles, chosen, seated, strict=True)):
        course_id = cycle.course.course_id
        if choice is None or sitting is None:
            unserved.append(
                Unserved(
                    course_id=course_id,
                    cycle_number=cycle.number,
                    product_id=cycle.product.product_id,
                    due_at=clock.midnight(cycle.due),
                    window_end_at=clock.midnight(cycle.window_end),
                    weight=cycle.course.weight,
                    binding=REMOVABLE,
                    sentence="The best plan leaves this cycle out; the oracle does not ask why.",
                )
            )
            continue
        source = choice.source
        filled = fill(network, asked_mbq(cycle), cycle.product, source, sitting.administered_at)
        vial_id = f"vial-{course_id}-{cycle.number}"
        departure = (choice.journey.lane.lane_id, choice.journey.departs_at)
        if departure not in shipment_of:
            left_in = source.order.shipment_id if source.order is not None else None
            shipment_of[departure] = left_in or f"shipment-{len(shipment_of) + 1}"
        shipment_id = shipment_of[departure]
        packed[shipment_id].append(choice.activity_at_departure_mbq)
        batch_id = source.initial_batch_id or batch_of.get(number)
        order = _order(source, choice.site_id)
        if order is not None:
            orders[order.order_id].append(order)
        if batch_id is not None:
            allocated[batch_id] += filled.activity_at_calibration_mbq
        administrations.append(
            Administration(
                course_id=course_id,
                cycle_number=cycle.number,
                product_id=cycle.product.product_id,
                site_id=choice.site_id,
                place_id=sitting.place.place_id,
                vial_id=vial_id,
                administered_at=sitting.administered_at,
                prescribed_activity_mbq=asked_mbq(cycle),
                administered_activity_mbq=administered_mbq(network, cycle, source, filled, sitting.administered_at),
                due_at=clock.midnight(cycle.due),
                window_end_at=clock.midnight(cycle.window_end),
                days_late=days_late(cycle, choice.day),
                in_window=choice.day <= cycle.window_end,
            )
        )
        vials.append(
            Vial(
                vial_id=vial_id,
                product_id=cycle.product.product_id,
                calibration_at=source.calibration_at,
                intended_at=filled.intended_at,
                activity_at_calibration_mbq=filled.activity_at_calibration_mbq,
                certified_at=source.certified_at,
                use="administered",
                order_id=None if order is None else order.order_id,
                batch_id=batch_id,
                shipment_id=shipment_id,
                volume_ml=filled.volume_ml,
                material_course_id=None if cycle.product.own_material_h is None else course_id,
            )
        )
        stays.append(
            Stay(
                course_id=course_id,
                cycle_number=cycle.number,
                site_id=choice.site_id,
                place_id=sitting.place.place_id,
                starts_at=sitting.starts_at,
                ends_at=sitting.ends_at,
                clean_at=sitting.clean_at,
            )
        )
    journeys: dict[tuple[str, object], Journey] = {
        (c.journey.lane.lane_id, c.journey.departs_at): c.journey for c in chosen if c is not None
    }
    if "C06" not in without:
        for order, vial, left, at_departure_mbq in _unused(network, without, set(orders)):
            orders[order.order_id].append(order)
            vials.append(vial)
            if left is not None and vial.shipment_id is not None:
                journeys[left.lane.lane_id, left.departs_at] = left
                shipment_of[left.lane.lane_id, left.departs_at] = vial.shipment_id
                packed[vial.shipment_id].append(at_departure_mbq)
    for key, shipment_id in shipment_of.items():
        shipments.append(
            Shipment(
                shipment_id=shipment_id,
                lane_id=journeys[key].lane.lane_id,
                departs_at=journeys[key].departs_at,
                arrives_at=journeys[key].arrives_at,
                packages=len(packed[shipment_id]),
                activity_mbq=sum(packed[shipment_id]),
            )
        )
    return PlanPackage(
        package_name=package_name or network.properties.instance,
        package_sha256=package_sha256,
        administrations=tuple(administrations),
        vials=tuple(vials),
        stays=tuple(stays),
        scans=tuple(scan_slots(network, [sitting for sitting in seated if sitting is not None], without) or ()),
        orders=tuple(_together(rows) for rows in orders.values()),
        batches=(*_initial_batches(network, allocated), *_new_batches(batches)),
        irradiations=_irradiations(batches),
        shipments=tuple(shipments),
        unserved=tuple(unserved),
    )


def _order(source: Source, site_id: str) -> Order | None:
    """The order of one vial at an external supplier; orders at one slot for one centre are one order."""
    if source.order is not None:
        return Order(
            order_id=source.order.order_id,
            supplier_id=source.order.supplier_id,
            product_id=source.order.product_id,
            destination_site_id=source.order.destination_site_id,
            state=source.order.state,
            vials=1,
            irrevocable_at=source.order.irrevocable_at,
        )
    if source.slot is not None:
        return Order(
            order_id=f"{source.slot.slot_id}-{site_id}",
            slot_id=source.slot.slot_id,
            supplier_id=source.slot.supplier_id,
            product_id=source.slot.product_id,
            destination_site_id=site_id,
            state="provisional",
            vials=1,
            order_by_at=source.slot.order_cutoff_at,
            irrevocable_at=source.slot.irrevocable_at,
        )
    return None


def _together(rows: list[Order]) -> Order:
    first = rows[0]
    return Order(
        order_id=first.order_id,
        slot_id=first.slot_id,
        supplier_id=first.supplier_id,
        product_id=first.product_id,
        destination_site_id=first.destination_site_id,
        state=first.state,
        vials=len(rows),
        order_by_at=first.order_by_at,
        irrevocable_at=first.irrevocable_at,
    )


def _unused(
    network: Network, without: frozenset[str], used: set[str]
) -> list[tuple[Order, Vial, Journey | None, float]]:
    """The irrevocable orders that serve nobody, each with its vial, and the way it is on with its activity there."""
    found = []
    for source in sources(network, without):
        order_row = source.order
        if order_row is None or order_row.state != "irrevocable" or order_row.order_id in used:
            continue
        course = next(row for row in network.courses if row.course_id == order_row.course_id)
        product = next(row for row in network.products if row.product_id == order_row.product_id)
        filled = fill(network, prescribed_mbq(course, order_row.cycle_number), product, source, None)
        order = _order(source, order_row.destination_site_id)
        assert order is not None
        vial = Vial(
            vial_id=f"vial-{order.order_id}",
            product_id=product.product_id,
            calibration_at=source.calibration_at,
            intended_at=filled.intended_at,
            activity_at_calibration_mbq=filled.activity_at_calibration_mbq,
            certified_at=source.certified_at,
            use="unused",
            order_id=order.order_id,
            shipment_id=order_row.shipment_id,
            volume_ml=filled.volume_ml,
            material_course_id=None if product.own_material_h is None else order_row.course_id,
        )
        left = under_way(network, source)
        sent_mbq = activity_at(network, product, source, filled, left.departs_at) if left else 0.0
        found.append((order, vial, left, sent_mbq))
    return found


def _initial_batches(network: Network, allocated: Mapping[str, float]) -> tuple[Batch, ...]:
    """The initial batches that the plan draws from."""
    return tuple(
        Batch(
            batch_id=row.batch_id,
            line_id=row.line_id,
            calibration_at=row.calibration_at,
            dispatch_at=row.dispatch_at,
            certified_at=row.certified_at,
            usable_activity_mbq=row.usable_activity_mbq,
            allocated_activity_mbq=allocated[row.batch_id],
        )
        for row in network.initial_batches
        if row.batch_id in allocated
    )


def _new_batches(batches: Sequence["NewBatch"]) -> tuple[Batch, ...]:
    return tuple(
        Batch(
            batch_id=f"{batch.source.line.line_id}-{batch.source.processing_on}-{number}",
            line_id=batch.source.line.line_id,
            irradiation_id=f"irradiation-{number}",
            processing_starts_at=batch.source.processing_starts_at,
            calibration_at=batch.source.calibration_at,
            dispatch_at=batch.source.dispatch_at,
            certified_at=batch.source.certified_at,
            usable_activity_mbq=batch.offer.usable_mbq,
            allocated_activity_mbq=batch.allocated_mbq,
        )
        for number, batch in enumerate(batches)
        if batch.source.line is not None
    )


def _irradiations(batches: Sequence["NewBatch"]) -> tuple[Irradiation, ...]:
    return tuple(
        Irradiation(
            irradiation_id=f"irradiation-{number}",
            line_id=batch.source.line.line_id,
            reactor_id=batch.source.line.reactor_id,
            starts_at=batch.offer.starts_at,
            ends_at=batch.offer.ends_at,
            end_of_bombardment_activity_mbq=batch.offer.end_of_bombardment_mbq,
        )
        for number, batch in enumerate(batches)
        if batch.source.line is not None
    )
