"""Supply against demand: vials offered, used and asked for week by week, and the controlled line's own timeline."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from markupsafe import Markup

from doseline.journey import InitialIrradiation, Irradiation, Line, Product, Slot, Vial
from doseline.operations.report.boards import days_of
from doseline.operations.report.origins import recipients_by_batch
from doseline.operations.report.reading import Reading
from doseline.reporting import (
    Block,
    Cell,
    Column,
    Disclosure,
    Drawing,
    Gallery,
    Group,
    Legend,
    LegendItem,
    Section,
    Table,
    Text,
)
from doseline.reporting.board import Bar, Board, Lane, draw_board
from doseline.reporting.charts import Columns
from doseline.reporting.palette import INK, Look
from doseline.reporting.svg import tag

__all__ = ["Weeks", "supply", "supply_charts", "weeks_of"]

_REACTOR = Look(hue="#5d6b77", pattern="plain", letter="")


@dataclass(frozen=True, slots=True, kw_only=True)
class Weeks:
    """Vials of one product, a number for each week of the horizon; offered is 0 without an offer."""

    offered: Sequence[int]
    used: Sequence[int]
    demanded: Sequence[int]


def weeks_of(reading: Reading, product: Product) -> Weeks:
    """Count the vials of a product week by week.

    Offered and used count the same vials in the same week: the one in which the vial is ready to leave its supplier;
    what left before the horizon counts in its first week. So no week uses more than it offers.

    Offered: the vials of a slot that can be ordered when the plan is made, the orders already placed, and of each batch
    its vials in this plan and what its usable activity left over would fill of the product's mean vial. Used: the vials
    that are administered. Demanded: by the due date; what fell due before the horizon counts in its first week.
    """
    offered: Counter[int] = Counter()
    for at, vials in _offers(reading, product):
        offered[_week(reading, at)] += vials
    ready_at = _ready_at(reading)
    used = Counter(
        _week(reading, ready_at(vial))
        for vial in reading.plan.vials
        if vial.product_id == product.product_id and vial.use == "administered"
    )
    demanded = Counter(_week(reading, row.due_at) for row in reading.demanded if row.product_id == product.product_id)
    numbers = range(len(reading.weeks))
    return Weeks(
        offered=[offered[number] for number in numbers],
        used=[used[number] for number in numbers],
        demanded=[demanded[number] for number in numbers],
    )


def _week(reading: Reading, at: datetime) -> int:
    return max(0, reading.week_of(reading.local_on(at)))


def _offers(reading: Reading, product: Product) -> Iterator[tuple[datetime, int]]:
    """Yield for each source of a product when its vials are ready to leave, and how many they are."""
    for slot in reading.network.slots:
        if slot.product_id == product.product_id and _is_open(reading, slot):
            yield slot.dispatch_at, slot.quantity
    for order in reading.network.initial_orders:
        if order.product_id == product.product_id:
            yield order.dispatch_at, 1
    yield from _from_batches(reading, product)


def _is_open(reading: Reading, slot: Slot) -> bool:
    """Whether a slot can be ordered from when the plan is made: before its deadline, and its supplier does not stop."""
    return slot.order_cutoff_at >= reading.network.properties.planned_at and not any(
        stop.kind == "supplier"
        and stop.ref_id == slot.supplier_id
        and stop.starts_at <= slot.dispatch_at < stop.ends_at
        for stop in reading.network.stops
    )


def _from_batches(reading: Reading, product: Product) -> Iterator[tuple[datetime, int]]:
    lines = {line.line_id for line in reading.network.lines if line.product_id == product.product_id}
    filled: dict[str, list[float]] = defaultdict(list)
    for vial in reading.plan.vials:
        if vial.batch_id and vial.product_id == product.product_id:
            filled[vial.batch_id].append(vial.activity_at_calibration_mbq)
    if not filled:
        return
    vials = [activity_mbq for batch in filled.values() for activity_mbq in batch]
    mean_mbq = sum(vials) / len(vials)
    for batch in reading.plan.batches:
        if batch.line_id in lines:
            left_mbq = max(0.0, batch.usable_activity_mbq - sum(filled[batch.batch_id]))
            yield batch.dispatch_at, len(filled[batch.batch_id]) + int(left_mbq / mean_mbq)


def _ready_at(reading: Reading) -> Callable[[Vial], datetime]:
    """Return what tells of a vial when it is ready to leave: with its slot, its order placed before or its batch."""
    slots = {slot.slot_id: slot.dispatch_at for slot in reading.network.slots}
    placed = {order.order_id: order.dispatch_at for order in reading.network.initial_orders}
    batches = {batch.batch_id: batch.dispatch_at for batch in reading.plan.batches}
    orders = {
        order.order_id: slots.get(order.slot_id or "") or placed.get(order.order_id) for order in reading.plan.orders
    }

    def ready_at(vial: Vial) -> datetime:
        return orders.get(vial.order_id or "") or batches.get(vial.batch_id or "") or vial.calibration_at

    return ready_at


def supply_charts(reading: Reading) -> list[Columns]:
    """Return one chart for each demanded product."""
    return [_chart(reading, product, weeks_of(reading, product)) for product in reading.product_order]


def _chart(reading: Reading, product: Product, weeks: Weeks) -> Columns:
    say, write = reading.say, reading.write
    return Columns(
        identifier=f"supply-{product.product_id}",
        title=product.name,
        description=say(
            "report-supply-description",
            offered=write.integer(sum(weeks.offered)),
            used=write.integer(sum(weeks.used)),
            demanded=write.integer(sum(weeks.demanded)),
        ),
        labels=[write.week(monday) for monday in reading.weeks],
        bars=weeks.used,
        ticks=weeks.offered,
        rings=weeks.demanded,
        colour=reading.looks[product.product_id].hue,
        y_title=say("report-vials"),
    )


def supply(reading: Reading, drawn: Mapping[str, Markup]) -> Section:
    """Return the section; `drawn` holds the charts of `supply_charts` by their identifier."""
    say = reading.say
    drawings = [_product(reading, product, drawn[f"supply-{product.product_id}"]) for product in reading.product_order]
    return Section(
        anchor="supply",
        title=say("report-supply"),
        lead=say("report-supply-lead"),
        blocks=(
            _key(reading),
            Text(body=say("report-supply-note"), kind="note", assumed=reading.is_assumed),
            Gallery(drawings=drawings),
            *_shut(reading),
            *(_line(reading, line) for line in reading.network.lines),
        ),
        wide=True,
    )


def _key(reading: Reading) -> Legend:
    def sign(part: Markup) -> Markup:
        return tag("svg", part, viewBox="0 0 18 16", width=18, height=16, cls="swatch", aria_hidden="true")

    bar = sign(tag("rect", x=4, y=2, width=10, height=14, fill="#6d7b86"))
    tick = sign(tag("path", d="M0,8H18", stroke=INK, stroke_width=2))
    ring = sign(tag("circle", cx=9, cy=8, r=3.5, fill="#fff", stroke=INK, stroke_width=1.4))
    signs = [(bar, "report-used-long"), (tick, "report-offered-long"), (ring, "report-demanded-long")]
    return Legend(
        title="", items=[LegendItem(picture=picture, text=reading.say(message)) for picture, message in signs]
    )


def _product(reading: Reading, product: Product, picture: Markup) -> Drawing:
    say, write = reading.say, reading.write
    weeks = weeks_of(reading, product)
    rows = [
        (write.week(monday), write.integer(offered), write.integer(used), write.integer(demanded))
        for monday, offered, used, demanded in zip(
            reading.weeks, weeks.offered, weeks.used, weeks.demanded, strict=True
        )
    ]
    assumed = reading.is_assumed
    table = Table(
        caption=product.name,
        columns=(
            Column(title=say("report-week-from"), header=True),
            Column(title=say("report-offered"), align="number", assumed=assumed),
            Column(title=say("report-used"), align="number", assumed=assumed),
            Column(title=say("report-demanded"), align="number", assumed=reading.is_demand_assumed),
        ),
        rows=rows,
        visible_caption=False,
    )
    return Drawing(
        picture=picture,
        label=product.name,
        caption=product.name,
        twins=(table,),
        twins_summary=say("report-as-table"),
        twins_on_paper=say("report-folded", rows=len(rows)),
        assumed=assumed,
        wide=False,
    )


def _shut(reading: Reading) -> Iterator[Block]:
    """Yield the table of the suppliers that stop, if any does; each row with the mark of what it rests on."""
    say, write = reading.say, reading.write
    names = {row.supplier_id: row.name for row in reading.network.suppliers}
    rows = [
        (
            names.get(stop.ref_id, stop.ref_id),
            Cell(text=write.local(stop.starts_at), assumed=reading.ledger.holds("stops", stop.stop_id)),
            Cell(text=write.local(stop.ends_at), assumed=reading.ledger.holds("stops", stop.stop_id)),
            Cell(text=stop.reason, language="en"),
        )
        for stop in sorted(reading.network.stops, key=lambda stop: (stop.starts_at, stop.stop_id))
        if stop.kind == "supplier"
    ]
    if rows:
        table = Table(
            caption=say("report-shut-caption"),
            columns=(
                Column(title=say("report-supplier-name"), header=True),
                Column(title=say("report-shut-from"), whole=True),
                Column(title=say("report-shut-until"), whole=True),
                Column(title=say("report-why")),
            ),
            rows=rows,
        )
        yield Group(title=say("report-shut-suppliers"), blocks=(table,))


def _line(reading: Reading, line: Line) -> Block:
    say = reading.say
    name = reading.product_name(line.product_id)
    title = say("report-line-title", product=name)
    rows = list(_rows(reading, line))
    board = Board(
        identifier=f"line-{line.line_id}",
        title=title,
        description=say(
            "report-line-description", batches=len(reading.plan.batches), irradiations=len(reading.plan.irradiations)
        ),
        scale=days_of(reading),
        lanes=[_lane(reading, row) for row in rows],
    )
    twin, batches = _twin(reading, title, rows), _batches(reading, line)
    blocks: list[Block] = [
        Drawing(
            picture=draw_board(board),
            label=title,
            caption=say("report-line-caption"),
            assumed=reading.is_assumed,
            twins=(twin,),
            twins_summary=say("report-as-table"),
            twins_on_paper=say("report-folded", rows=len(twin.rows)),
        ),
    ]
    if batches.rows:
        summary = say("report-batches-as-table", batches=len(batches.rows))
        on_paper = say("report-folded-in", rows=len(batches.rows), table="batches.csv")
        blocks.append(Disclosure(summary=summary, blocks=(batches,), on_paper=on_paper))
    return Group(title=title, blocks=blocks, assumed=reading.ledger.holds("lines", line.line_id))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Span:
    """Something of the line from one instant to another: one bar of its board, and one row of its table."""

    starts_at: datetime
    ends_at: datetime
    key: str
    look: Look | None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Row:
    """One lane of the board of a line: its name, what lies in it, and whether it rests on an assumption."""

    label: str
    spans: Sequence[_Span]
    assumed: bool = False


def _rows(reading: Reading, line: Line) -> Iterator[_Row]:
    """Yield the reactor, its positions, the batches and the stops, each with what lies in the weeks of the plan."""
    say, look, network = reading.say, reading.looks[line.product_id], reading.network

    def spans(found: Iterable[tuple[datetime, datetime, str]], look: Look | None) -> list[_Span]:
        return [
            _Span(starts_at=start, ends_at=end, key=key, look=look)
            for start, end, key in found
            if reading.local_d(end) > 0.0 and reading.local_d(start) < reading.days
        ]

    cycles = [row for row in network.reactor_cycles if row.reactor_id == line.reactor_id]
    yield _Row(
        label=next((row.name for row in network.reactors if row.reactor_id == line.reactor_id), line.reactor_id),
        spans=spans(((row.starts_at, row.ends_at, row.reactor_cycle_id) for row in cycles), _REACTOR),
        assumed=any(reading.ledger.holds("reactor_cycles", row.reactor_cycle_id) for row in cycles),
    )
    under_way: list[Irradiation | InitialIrradiation] = [*network.initial_irradiations, *reading.plan.irradiations]
    irradiations = sorted(
        (row.starts_at, row.ends_at, row.irradiation_id) for row in under_way if row.line_id == line.line_id
    )
    for number, position in enumerate(_positions(irradiations), start=1):
        yield _Row(label=say("report-position", number=number), spans=spans(position, look))
    made = sorted(
        (row.processing_starts_at or row.calibration_at, row.dispatch_at, row.batch_id)
        for row in reading.plan.batches
        if row.line_id == line.line_id
    )
    yield _Row(label=say("report-batches"), spans=spans(made, look))
    stops = [
        (row.starts_at, row.ends_at, row.reason)
        for row in network.stops
        if row.ref_id in {line.reactor_id, line.line_id, line.supplier_id}
    ]
    if stops:
        yield _Row(label=say("report-stops"), spans=spans(stops, None))


def _lane(reading: Reading, row: _Row) -> Lane:
    def bar(span: _Span) -> Bar:
        start_d, end_d = reading.local_d(span.starts_at), reading.local_d(span.ends_at)
        span_words = f"{reading.write.local(span.starts_at)} – {reading.write.local(span.ends_at)}"
        title = reading.say("report-labelled", label=span.key, text=span_words)
        return Bar(start_d=start_d, end_d=end_d, look=span.look, title=title, label=span.key)

    return Lane(label=row.label, bars=[bar(span) for span in row.spans], assumed=row.assumed)


def _twin(reading: Reading, title: str, rows: Sequence[_Row]) -> Table:
    """Return the table of the board: a row for each bar."""
    say, write, assumed = reading.say, reading.write, reading.is_assumed
    return Table(
        caption=title,
        columns=(
            Column(title=say("report-where"), header=True),
            Column(title=say("report-what")),
            Column(title=say("report-shut-from"), whole=True, assumed=assumed),
            Column(title=say("report-shut-until"), whole=True, assumed=assumed),
        ),
        rows=[
            (
                Cell(text=row.label, assumed=row.assumed),
                span.key,
                write.local(span.starts_at),
                write.local(span.ends_at),
            )
            for row in rows
            for span in row.spans
        ],
        visible_caption=False,
    )


def _positions(spans: Sequence[tuple[datetime, datetime, str]]) -> list[list[tuple[datetime, datetime, str]]]:
    """Put irradiations that overlap into different rows; which position holds which is not part of a plan."""
    rows: list[list[tuple[datetime, datetime, str]]] = []
    for span in spans:
        free = next((row for row in rows if row[-1][1] <= span[0]), None)
        if free is None:
            rows.append(free := [])
        free.append(span)
    return rows


def _batches(reading: Reading, line: Line) -> Table:
    say, write = reading.say, reading.write
    irradiations = {row.irradiation_id: row for row in reading.plan.irradiations}
    vials = Counter(vial.batch_id for vial in reading.plan.vials)
    recipients = recipients_by_batch(reading)
    rows = []
    for batch in sorted(reading.plan.batches, key=lambda row: row.calibration_at):
        if batch.line_id != line.line_id:
            continue
        irradiation = irradiations.get(batch.irradiation_id or "")
        length = (irradiation.ends_at - irradiation.starts_at) / timedelta(days=1) if irradiation else None
        share = batch.allocated_activity_mbq / batch.usable_activity_mbq if batch.usable_activity_mbq else 0.0
        rows.append(
            (
                batch.batch_id,
                write.local(irradiation.starts_at) if irradiation else "–",
                Cell(text=write.decimal(length) if length is not None else "–"),
                write.activity(irradiation.end_of_bombardment_activity_mbq) if irradiation else "–",
                write.local(batch.calibration_at),
                write.activity(batch.usable_activity_mbq),
                write.integer(vials[batch.batch_id]),
                write.percent(share),
                recipients.get(batch.batch_id, "–"),
            )
        )
    assumed = reading.is_assumed
    return Table(
        caption=say("report-batches"),
        columns=(
            Column(title=say("report-batch"), header=True),
            Column(title=say("report-irradiation-starts"), assumed=assumed),
            Column(title=say("report-irradiation-days"), align="number", assumed=assumed),
            Column(title=say("report-end-of-bombardment"), align="number", assumed=assumed),
            Column(title=say("report-calibration"), assumed=assumed),
            Column(title=say("report-usable"), align="number", assumed=assumed),
            Column(title=say("report-vials"), align="number", assumed=assumed),
            Column(title=say("report-allocated"), align="number", assumed=assumed),
            Column(title=say("report-for-whom"), long=True),
        ),
        rows=rows,
        visible_caption=False,
    )
