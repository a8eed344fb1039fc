"""The orders to place: by supplier, the next deadline first."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Final

from doseline.journey import Order
from doseline.operations.report.reading import Reading
from doseline.reporting import Block, Column, Disclosure, Group, Section, Table, Text

__all__ = ["orders"]

_SHOWN: Final = 10
_LAST: Final = datetime.max.replace(tzinfo=UTC)


def orders(reading: Reading) -> Section:
    """Return the section with one table for each supplier."""
    say = reading.say
    by_supplier: dict[str, list[Order]] = defaultdict(list)
    for order in reading.plan.orders:
        by_supplier[order.supplier_id].append(order)
    names = {row.supplier_id: row.name for row in reading.network.suppliers}
    groups: list[Block] = [
        _supplier(reading, names.get(key, key), sorted(rows, key=_deadline))
        for key, rows in sorted(by_supplier.items(), key=lambda item: _deadline(min(item[1], key=_deadline)))
    ]
    blocks = groups or [Text(body=say("report-no-orders"))]
    return Section(anchor="orders", title=say("report-orders"), lead=say("report-orders-lead"), blocks=blocks)


def _deadline(order: Order) -> tuple[datetime, str]:
    return order.order_by_at or _LAST, order.order_id


def _supplier(reading: Reading, name: str, rows: Sequence[Order]) -> Group:
    say = reading.say
    new = [order for order in rows if order.order_by_at is not None]
    placed = [order for order in rows if order.order_by_at is None]
    blocks: list[Block] = []
    if new:
        blocks.append(_table(reading, say("report-orders-of", supplier=name), new[:_SHOWN]))
    if len(new) > _SHOWN:
        rest = _table(reading, say("report-orders-of", supplier=name), new[_SHOWN:])
        blocks.append(Disclosure(summary=say("report-orders-later", orders=len(new) - _SHOWN), blocks=(rest,)))
    if placed:
        table = _table(reading, say("report-orders-of", supplier=name), placed)
        blocks.append(Disclosure(summary=say("report-orders-placed", orders=len(placed)), blocks=(table,)))
    vials = sum(order.vials for order in new)
    note = say("report-orders-count", orders=len(new), vials=vials)
    return Group(title=name, note=note, assumed=reading.is_assumed, blocks=blocks)


def _table(reading: Reading, caption: str, rows: Sequence[Order]) -> Table:
    say, write = reading.say, reading.write
    slots = {slot.slot_id: slot for slot in reading.network.slots}
    initial = {order.order_id: order for order in reading.network.initial_orders}
    body = []
    for order in rows:
        slot = slots.get(order.slot_id or "") or initial.get(order.order_id)
        body.append(
            (
                write.local(order.order_by_at) if order.order_by_at else "–",
                reading.product_name(order.product_id),
                reading.site_name(order.destination_site_id),
                write.integer(order.vials),
                write.local(slot.calibration_at) if slot else "–",
                say(f"report-state-{order.state}"),
                order.order_id,
            )
        )
    assumed = reading.is_assumed
    return Table(
        caption=caption,
        columns=(
            Column(title=say("report-order-by"), whole=True, header=True, assumed=assumed),
            Column(title=say("report-product")),
            Column(title=say("report-centre")),
            Column(title=say("report-vials"), align="number", assumed=assumed),
            Column(title=say("report-calibration"), whole=True, assumed=assumed),
            Column(title=say("report-state")),
            Column(title=say("report-order")),
        ),
        rows=body,
        visible_caption=False,
    )
