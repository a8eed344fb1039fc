"""How long patients wait after their due date, by product."""

from collections import Counter
from collections.abc import Mapping
from typing import Final

from markupsafe import Markup

from doseline.journey import Product
from doseline.operations.report.reading import Reading
from doseline.reporting import Block, Column, Disclosure, Drawing, Gallery, Section, Table, Text
from doseline.reporting.charts import Columns

__all__ = ["waits", "waits_charts"]

_LONGEST_D: Final = 28
"""Waits from here on share one bar."""


def waits_charts(reading: Reading) -> list[Columns]:
    """Return one histogram of days after the due date for each product that is given; all on one scale of days."""
    return [_chart(reading, product) for product in _given(reading)]


def _given(reading: Reading) -> list[Product]:
    given = {row.product_id for row in reading.plan.administrations}
    return [product for product in reading.product_order if product.product_id in given]


def _chart(reading: Reading, product: Product) -> Columns:
    say = reading.say
    counts, days = _counts(reading, product.product_id), _days(reading, product.product_id)
    return Columns(
        identifier=f"waits-{product.product_id}",
        title=product.name,
        description=say("report-waits-summary", cycles=len(days), none=sum(day == 0 for day in days), longest=days[-1]),
        labels=[_label(day) for day in range(_LONGEST_D + 1)],
        bars=[counts[day] for day in range(_LONGEST_D + 1)],
        colour=reading.looks[product.product_id].hue,
        x_title=say("report-days-after-due"),
        y_title=say("report-cycles-by-root"),
        by_root=True,
        height_px=110,
    )


def waits(reading: Reading, drawn: Mapping[str, Markup]) -> Section:
    """Return the section; `drawn` holds the charts of `waits_charts` by their identifier."""
    say = reading.say
    table = (_by_product(reading),) if reading.demanded else ()
    blocks: tuple[Block, ...] = (*table, Text(body=say("report-no-administrations")))
    if reading.plan.administrations:
        drawings = [
            Drawing(
                picture=drawn[f"waits-{product.product_id}"],
                label=product.name,
                caption=product.name,
                assumed=reading.is_assumed,
                wide=False,
            )
            for product in _given(reading)
        ]
        twin = _table(reading)
        summary, on_paper = say("report-as-table"), say("report-folded", rows=len(twin.rows))
        blocks = (
            *table,
            Gallery(drawings=drawings),
            Text(body=_caption(reading), kind="note", assumed=reading.is_assumed),
            Disclosure(summary=summary, blocks=(twin,), on_paper=on_paper),
        )
    return Section(anchor="waits", title=say("report-waits"), lead=say("report-waits-lead"), blocks=blocks)


def _counts(reading: Reading, product_id: str) -> Counter[int]:
    return Counter(min(day, _LONGEST_D) for day in _days(reading, product_id))


def _label(days: int) -> str:
    return f"{days}+" if days == _LONGEST_D else str(days)


def _days(reading: Reading, product_id: str) -> list[int]:
    return sorted(row.days_late for row in reading.plan.administrations if row.product_id == product_id)


def _caption(reading: Reading) -> str:
    """Say what the bars count, and how many cycles are in none of them."""
    caption = reading.say("report-waits-caption", longest=_LONGEST_D)
    if not reading.plan.unserved:
        return caption
    return " ".join((caption, reading.say("report-waits-left-out", cycles=len(reading.plan.unserved))))


def _by_product(reading: Reading) -> Table:
    say, assumed = reading.say, reading.is_assumed
    figures = (
        "report-administrations",
        "report-on-time",
        "report-nine-of-ten",
        "report-longest",
        "report-mean-wait-given",
        "report-unserved",
        "report-mean-wait-unserved",
        "report-mean-wait",
    )
    return Table(
        caption=say("report-waits-table"),
        columns=(
            Column(title=say("report-product"), header=True),
            *(Column(title=say(title), align="number", assumed=assumed) for title in figures),
        ),
        rows=[_row(reading, product) for product in reading.product_order],
    )


def _row(reading: Reading, product: Product) -> list[str]:
    write, given = reading.write, _days(reading, product.product_id)
    unserved = [reading.waiting_d(row) for row in reading.plan.unserved if row.product_id == product.product_id]
    return [
        product.name,
        write.integer(len(given)),
        write.percent(sum(day == 0 for day in given) / len(given)) if given else "–",
        write.integer(given[(9 * len(given) - 1) // 10]) if given else "–",
        write.integer(given[-1]) if given else "–",
        _mean(reading, given),
        write.integer(len(unserved)),
        _mean(reading, unserved),
        _mean(reading, given + unserved),
    ]


def _mean(reading: Reading, days: list[int]) -> str:
    return reading.write.decimal(sum(days) / len(days)) if days else "–"


def _table(reading: Reading) -> Table:
    say, write = reading.say, reading.write
    products = _given(reading)
    counts = [_counts(reading, product.product_id) for product in products]
    rows = [
        (_label(day), *(write.integer(count[day]) for count in counts))
        for day in range(_LONGEST_D + 1)
        if any(count[day] for count in counts)
    ]
    figures = [
        Column(title=reading.product_name(product.product_id), align="number", assumed=reading.is_assumed)
        for product in products
    ]
    return Table(
        caption=say("report-waits"),
        columns=(Column(title=say("report-days-after-due"), header=True), *figures),
        rows=rows,
        visible_caption=False,
    )
