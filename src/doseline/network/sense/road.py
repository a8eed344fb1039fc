"""Sense of what is on the road when planning begins: shipments that have left, and the orders whose vials they carry.

What has happened is taken as it was: whether a van left by its timetable, or came in the hours of reception, is no
fault. Nor is a vial that nobody can use: that is waste, and the planner's to show.
"""

from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from typing import Final

from doseline.errors import Fault
from doseline.journey import InitialBatch, InitialOrder, Lane
from doseline.network.cells import instant_text, value_text
from doseline.network.folder import DESCRIPTOR
from doseline.network.model import Network
from doseline.network.sense.check import Check, before

__all__ = ["CHECKS", "LONGEST_ON_ROAD_D"]

LONGEST_ON_ROAD_D: Final = 14
"""How long a shipment may be on its way (d). An assumption of Doseline: a vial that is weeks late has decayed, and a
month mistyped is off by 28 days or more."""


def _spans(network: Network) -> Iterator[Fault]:
    yield from before(network, "initial_shipments", "departs_at", "arrives_at")


def _arrive(network: Network) -> Iterator[Fault]:
    for number, row in enumerate(network.initial_shipments, start=1):
        if row.arrives_at - row.departs_at > timedelta(days=LONGEST_ON_ROAD_D):
            yield _shipment(
                number, "arrives_at", instant_text(row.arrives_at), f"at most {LONGEST_ON_ROAD_D} d after departs_at",
                f"departs_at is {instant_text(row.departs_at)}: correct one of the two.",
            )  # fmt: skip


def _have_left(network: Network) -> Iterator[Fault]:
    planned_at = instant_text(network.properties.planned_at)
    for number, row in enumerate(network.initial_shipments, start=1):
        if row.departs_at >= network.properties.planned_at:
            yield _shipment(
                number, "departs_at", instant_text(row.departs_at), f"before planned_at, {planned_at}",
                "What leaves later is planned: correct the instant, or delete the row and empty shipment_id of its "
                "orders.",
            )  # fmt: skip


def _one_a_departure(network: Network) -> Iterator[Fault]:
    first: dict[object, str] = {}
    for number, row in enumerate(network.initial_shipments, start=1):
        other = first.setdefault((row.lane_id, row.departs_at), row.shipment_id)
        if other != row.shipment_id:
            yield _shipment(
                number, "departs_at", instant_text(row.departs_at), "one shipment for each departure of a lane",
                f"{other} leaves {row.lane_id} at that instant: give its orders one shipment_id and delete the other.",
            )  # fmt: skip


def _carry_vials(network: Network) -> Iterator[Fault]:
    most = {lane.lane_id: lane.max_packages for lane in network.lanes}
    aboard = Counter(order.shipment_id for order in network.initial_orders)
    for number, row in enumerate(network.initial_shipments, start=1):
        packages = aboard[row.shipment_id]
        if not packages:
            yield _shipment(
                number, "shipment_id", row.shipment_id, "a shipment_id that initial_orders names",
                "Name it in the orders whose vials it carries, or delete the row.",
            )  # fmt: skip
        elif packages > most.get(row.lane_id, packages):
            yield _shipment(
                number, "shipment_id", f"{packages} vials in {row.shipment_id}",
                f"at most the max_packages of {row.lane_id}",
                f"The lane takes {most[row.lane_id]}: correct it, or the shipment_id of the orders.",
            )  # fmt: skip


def _orders_in_shipments(network: Network) -> Iterator[Fault]:
    shipments = {row.shipment_id: row for row in network.initial_shipments}
    lanes = {row.lane_id: row for row in network.lanes}
    site_of = {row.supplier_id: row.site_id for row in network.suppliers}
    for number, order in enumerate(network.initial_orders, start=1):
        if order.shipment_id is None:
            continue
        if order.state != "irrevocable":
            yield _order(
                number, "state", order.state, "irrevocable for a vial on its way",
                f"It has left in {order.shipment_id} and cannot be called back: correct state, or empty shipment_id.",
            )  # fmt: skip
        shipment = shipments.get(order.shipment_id)
        if shipment is None:
            continue
        if order.dispatch_at > shipment.departs_at:
            yield _order(
                number, "dispatch_at", instant_text(order.dispatch_at), f"not after {shipment.shipment_id} departs",
                f"It departs at {instant_text(shipment.departs_at)}: correct one of the two.",
            )  # fmt: skip
        lane = lanes.get(shipment.lane_id)
        if lane is not None:
            yield from _on_its_way(number, order, lane, site_of.get(order.supplier_id))


def _on_its_way(number: int, order: InitialOrder, lane: Lane, origin_site_id: str | None) -> Iterator[Fault]:
    if origin_site_id is not None and origin_site_id != lane.origin_site_id:
        yield _order(
            number, "supplier_id", order.supplier_id, f"a supplier at {lane.origin_site_id}, where its shipment left",
            f"{order.supplier_id} is at {origin_site_id}: correct it, the shipment_id or the shipment's lane.",
        )  # fmt: skip
    if order.destination_site_id != lane.destination_site_id:
        yield _order(
            number, "destination_site_id", order.destination_site_id,
            f"{lane.destination_site_id}, where its shipment goes",
            f"{order.shipment_id} travels on {lane.lane_id}: correct one of the two.",
        )  # fmt: skip


def _orders_of_batches(network: Network) -> Iterator[Fault]:
    batches = {row.batch_id: row for row in network.initial_batches}
    lines = {row.line_id: row for row in network.lines}
    for number, order in enumerate(network.initial_orders, start=1):
        batch = batches.get(order.batch_id or "")
        line = lines.get(batch.line_id) if batch else None
        if batch is None or line is None:
            continue
        expected = {"supplier_id": line.supplier_id, "product_id": line.product_id, **_instants(batch)}
        for column, value in expected.items():
            given = getattr(order, column)
            if given != value:
                yield _order(
                    number, column, value_text(given), f"{value_text(value)}, as its batch {batch.batch_id} has it",
                    "Correct it or batch_id.",
                )  # fmt: skip


def _instants(batch: InitialBatch) -> dict[str, object]:
    return {
        "calibration_at": batch.calibration_at,
        "dispatch_at": batch.dispatch_at,
        "certified_at": batch.certified_at,
    }


def _shipment(number: int, column: str, given: object, allowed: str, remedy: str) -> Fault:
    return Fault(table="initial_shipments", row=number, column=column, given=given, allowed=allowed, remedy=remedy)


def _order(number: int, column: str, given: object, allowed: str, remedy: str) -> Fault:
    return Fault(table="initial_orders", row=number, column=column, given=given, allowed=allowed, remedy=remedy)


CHECKS: Final = (
    Check(faults=_spans),
    Check(faults=_arrive),
    Check(faults=_have_left, whole=(DESCRIPTOR,)),
    Check(faults=_one_a_departure),
    Check(faults=_carry_vials, whole=("initial_orders",)),
    Check(faults=_orders_in_shipments),
    Check(faults=_orders_of_batches),
)
