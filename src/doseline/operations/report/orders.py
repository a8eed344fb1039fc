"""The orders to place: by supplier, the next deadline first."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Final

from doseline.journey import Administration, InitialOrder, Order, Unserved
from doseline.operations.report.origins import recipients_by_order
from doseline.operations.report.reading import Reading
from doseline.operations.report.road import on_the_road
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
    blocks = [*_free_days(reading), *groups, *on_the_road(reading), *_unused(reading)] or [
        Text(body=say("report-no-orders"))
    ]
    return Section(anchor="orders", title=say("report-orders"), lead=say("report-orders-lead"), blocks=blocks)


def _deadline(order: Order) -> tuple[datetime, str]:
    return order.order_by_at or _LAST, order.order_id


def _supplier(reading: Reading, name: str, rows: Sequence[Order]) -> Group:
    say = reading.say
    new = [order for order in rows if order.order_by_at is not None]
    unused = {vial.order_id for vial in reading.plan.vials if vial.use == "unused"}
    placed = [order for order in rows if order.order_by_at is None and order.order_id not in unused]
    blocks: list[Block] = []
    title = say("report-orders-of", supplier=name)
    if len(new) > _SHOWN:
        shown = say("report-orders-shown", shown=_SHOWN, orders=len(new))
        caption = say("report-labelled", label=title, text=shown)
        blocks.append(_table(reading, caption, new[:_SHOWN], visible_caption=True))
        summary = say("report-orders-later", orders=len(new) - _SHOWN)
        blocks.append(_folded(reading, summary, _table(reading, title, new[_SHOWN:])))
    elif new:
        blocks.append(_table(reading, title, new))
    if placed:
        summary = say("report-orders-placed", orders=len(placed))
        blocks.append(_folded(reading, summary, _table(reading, title, placed)))
    vials = sum(order.vials for order in new)
    note = say("report-orders-count", orders=len(new), vials=vials)
    return Group(title=name, note=note, assumed=reading.is_assumed, blocks=blocks)


def _folded(reading: Reading, summary: str, table: Table) -> Disclosure:
    on_paper = reading.say("report-folded-in", rows=len(table.rows), table="orders.csv")
    return Disclosure(summary=summary, blocks=(table,), on_paper=on_paper)


def _is_free(reading: Reading, day: date) -> bool:
    return day.isoweekday() > 5 or any(row.date_on == day for row in reading.network.holidays)


def _working_day_before(reading: Reading, at: datetime | None) -> str:
    """Write the last working day before a deadline on a free day, when nobody is there to keep it; else nothing."""
    if at is None or not _is_free(reading, reading.local_on(at)):
        return ""
    day = reading.local_on(at)
    while _is_free(reading, day):
        day -= timedelta(days=1)
    return reading.write.day(day)


def _free_days(reading: Reading) -> Iterator[Block]:
    deadlines = [order.order_by_at for order in reading.plan.orders if order.order_by_at is not None]
    free = sum(_is_free(reading, reading.local_on(at)) for at in deadlines)
    if free:
        orders, written = reading.write.integer(len(deadlines)), reading.write.integer(free)
        body = reading.say("report-orders-free-days", free=written, orders=orders)
        yield Text(body=body, kind="note", assumed=reading.is_assumed)


def _unused(reading: Reading) -> Iterator[Block]:
    """Yield the vials that were ordered and are not given, each with the reason."""
    say, write = reading.say, reading.write
    orders = {order.order_id: order for order in reading.plan.orders}
    names = {row.supplier_id: row.name for row in reading.network.suppliers}
    initial = {order.order_id: order for order in reading.network.initial_orders}
    rows = []
    for vial in sorted(reading.plan.vials, key=lambda vial: (vial.calibration_at, vial.vial_id)):
        order = orders.get(vial.order_id or "")
        if vial.use != "unused" or order is None:
            continue
        meant = initial.get(order.order_id)
        rows.append(
            (
                order.order_id,
                names.get(order.supplier_id, order.supplier_id),
                reading.product_name(vial.product_id),
                reading.site_name(order.destination_site_id),
                write.local(vial.calibration_at),
                f"{meant.course_id}, {meant.cycle_number}" if meant else "–",
                _why_unused(reading, meant),
            )
        )
    if not rows:
        return
    assumed = reading.is_assumed
    table = Table(
        caption=say("report-unused-note"),
        columns=(
            Column(title=say("report-order"), header=True),
            Column(title=say("report-supplier-name")),
            Column(title=say("report-product")),
            Column(title=say("report-centre")),
            Column(title=say("report-calibration"), whole=True, assumed=assumed),
            Column(title=say("report-course"), whole=True),
            Column(title=say("report-why"), assumed=assumed, long=True),
        ),
        rows=rows,
    )
    yield Group(title=say("report-unused-vials"), assumed=assumed, blocks=(table,))


def _why_unused(reading: Reading, meant: InitialOrder | None) -> str:
    say, write = reading.say, reading.write
    if meant is None:
        return say("report-unused-surplus")
    waiting = next((row for row in reading.plan.unserved if _is_of(row, meant)), None)
    if waiting is not None:
        return reading.why_unserved(waiting)
    sentences = [
        say("report-unused-withheld", retest=write.day(lab.retest_on))
        for lab in reading.network.labs
        if lab.course_id == meant.course_id
        and lab.outcome == "withhold"
        and lab.retest_on is not None
        and lab.retest_on > meant.intended_on
    ]
    given = next((row for row in reading.plan.administrations if _is_of(row, meant)), None)
    if given is not None:
        sentences.append(say("report-unused-elsewhere", at=write.local(given.administered_at)))
    return " ".join(sentences) or say("report-unused-surplus")


def _is_of(row: Administration | Unserved, order: InitialOrder) -> bool:
    return (row.course_id, row.cycle_number) == (order.course_id, order.cycle_number)


def _table(reading: Reading, caption: str, rows: Sequence[Order], *, visible_caption: bool = False) -> Table:
    say, write = reading.say, reading.write
    slots = {slot.slot_id: slot for slot in reading.network.slots}
    initial = {order.order_id: order for order in reading.network.initial_orders}
    left = {order.order_id for order in initial.values() if order.shipment_id}
    recipients = recipients_by_order(reading)
    before = [_working_day_before(reading, order.order_by_at) for order in rows]
    has_free_day = any(before)
    body = []
    for order, working_day in zip(rows, before, strict=True):
        slot = slots.get(order.slot_id or "") or initial.get(order.order_id)
        body.append(
            (
                write.local(order.order_by_at) if order.order_by_at else "–",
                *((working_day,) if has_free_day else ()),
                reading.product_name(order.product_id),
                reading.site_name(order.destination_site_id),
                write.integer(order.vials),
                write.local(slot.calibration_at) if slot else "–",
                recipients.get(order.order_id, "–"),
                say("report-state-road" if order.order_id in left else f"report-state-{order.state}"),
                order.order_id,
            )
        )
    assumed = reading.is_assumed
    working_day_before = Column(title=say("report-order-before-free-day"), whole=True, assumed=assumed)
    return Table(
        caption=caption,
        columns=(
            Column(title=say("report-order-by"), whole=True, header=True, assumed=assumed),
            *((working_day_before,) if has_free_day else ()),
            Column(title=say("report-product")),
            Column(title=say("report-centre")),
            Column(title=say("report-vials"), align="number", assumed=assumed),
            Column(title=say("report-calibration"), whole=True, assumed=assumed),
            Column(title=say("report-for-whom")),
            Column(title=say("report-state")),
            Column(title=say("report-order")),
        ),
        rows=body,
        visible_caption=visible_caption,
    )
