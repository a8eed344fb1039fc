"""The vials that were on the road when the plan began: where each is, for whom, and whether that patient gets it."""

from collections.abc import Iterator

from doseline.operations.report.reading import Reading
from doseline.reporting import Block, Column, Group, Table

__all__ = ["on_the_road"]


def on_the_road(reading: Reading) -> Iterator[Block]:
    """Yield the table of the vials that had left, by arrival; nothing when none had."""
    say, write = reading.say, reading.write
    shipments = {row.shipment_id: row for row in reading.network.initial_shipments}
    lanes = {row.lane_id: row for row in reading.network.lanes}
    vials = {vial.order_id: vial.vial_id for vial in reading.plan.vials}
    given = {row.vial_id: row.administered_at for row in reading.plan.administrations}
    left = [
        (shipments[order.shipment_id], order)
        for order in reading.network.initial_orders
        if order.shipment_id in shipments
    ]
    rows = []
    for shipment, order in sorted(left, key=lambda row: (row[0].arrives_at, row[0].shipment_id, row[1].order_id)):
        administered_at = given.get(vials.get(order.order_id, ""))
        origin, centre = lanes[shipment.lane_id].origin_site_id, order.destination_site_id
        rows.append(
            (
                shipment.shipment_id,
                order.batch_id or order.order_id,
                reading.product_name(order.product_id),
                f"{reading.site_name(origin)} – {reading.site_name(centre)}",
                write.local(shipment.departs_at),
                write.local(shipment.arrives_at),
                f"{order.course_id}, {order.cycle_number}",
                write.local(administered_at) if administered_at else say("report-road-not-given"),
            )
        )
    if not rows:
        return
    table = Table(
        caption=say("report-road-note"),
        columns=(
            Column(title=say("report-shipment"), header=True),
            Column(title=say("report-road-from")),
            Column(title=say("report-product")),
            Column(title=say("report-road-way"), long=True),
            Column(title=say("report-event-departure"), whole=True),
            Column(title=say("report-event-arrival"), whole=True),
            Column(title=say("report-course"), whole=True),
            Column(title=say("report-event-administration"), whole=True, assumed=reading.is_assumed),
        ),
        rows=rows,
    )
    yield Group(
        title=say("report-road"), note=say("report-road-count", vials=len(rows)), assumed=reading.is_assumed,
        blocks=(table,),
    )  # fmt: skip
