"""How long patients wait after their due date, by product."""

from collections import Counter
from collections.abc import Mapping
from typing import Any

from doseline.operations.report.reading import Reading
from doseline.reporting import Block, Column, Drawing, Section, Table, Text
from doseline.reporting.charts import Chart

__all__ = ["waits", "waits_charts"]

_LONGEST_D = 28
"""Waits from here on share one bar."""


def waits_charts(reading: Reading) -> list[Chart]:
    """Return the histogram of days after the due date, one row of bars for each product."""
    import altair

    if not reading.plan.administrations:
        return []
    say = reading.say
    counts = Counter(
        (row.product_id, min(row.days_late, _LONGEST_D)) for row in reading.plan.administrations
    )
    values = [
        {"product": reading.product_name(product), "days": _label(days), "cycles": cycles}
        for (product, days), cycles in sorted(counts.items())
    ]
    present = [product for product in reading.product_order if any(key[0] == product.product_id for key in counts)]
    names = [reading.product_name(product.product_id) for product in present]
    hues = [reading.looks[product.product_id].hue for product in present]
    longest = max(days for _, days in counts)
    axis: Any = altair.X("days:N", sort=[_label(day) for day in range(_LONGEST_D + 1)], title=say("report-days-after-due"))
    axis = axis.axis(labelAngle=0, ticks=False).scale(domain=[_label(day) for day in range(longest + 1)])
    chart = (
        altair.Chart(altair.Data(values=values))
        .mark_bar(stroke="#fff", strokeWidth=0.5)
        .encode(
            x=axis,
            y=altair.Y("cycles:Q", title=say("report-cycles")).axis(tickMinStep=1, format="d"),
            color=altair.Color("product:N", legend=None).scale(domain=names, range=hues),
        )
        .properties(width=400, height=90)
        .facet(
            row=altair.Row("product:N", sort=names, title=None).header(
                labelAngle=0, labelAlign="left", labelAnchor="start", labelOrient="top", labelFontSize=12, labelColor="#1d2b36"
            ),
            spacing=10,
        )
        .resolve_scale(y="independent")
    )
    description = "; ".join(
        f"{reading.product_name(product.product_id)}: {_summary(reading, product.product_id)}" for product in present
    )
    return [Chart(identifier="waits", title=say("report-waits"), description=description, chart=chart)]


def waits(reading: Reading, drawn: Mapping[str, Any]) -> Section:
    """Return the section; `drawn` holds the chart of `waits_charts`."""
    say = reading.say
    blocks: tuple[Block, ...] = (Text(body=say("report-no-administrations")),)
    if "waits" in drawn:
        blocks = (
            _quantiles(reading),
            Drawing(
                picture=drawn["waits"],
                label=say("report-waits"),
                caption=say("report-waits-caption", longest=_LONGEST_D),
                twin=_table(reading),
                twin_summary=say("report-as-table"),
                assumed=reading.is_assumed,
            ),
        )
    return Section(anchor="waits", title=say("report-waits"), lead=say("report-waits-lead"), blocks=blocks)


def _label(days: int) -> str:
    return f"{days}+" if days == _LONGEST_D else str(days)


def _days(reading: Reading, product_id: str) -> list[int]:
    return sorted(row.days_late for row in reading.plan.administrations if row.product_id == product_id)


def _summary(reading: Reading, product_id: str) -> str:
    days = _days(reading, product_id)
    return reading.say(
        "report-waits-summary", cycles=len(days), none=sum(day == 0 for day in days), longest=days[-1] if days else 0
    )


def _quantiles(reading: Reading) -> Table:
    say, write = reading.say, reading.write
    rows = []
    for product in reading.product_order:
        days = _days(reading, product.product_id)
        if not days:
            continue
        rows.append(
            (
                product.name,
                write.integer(len(days)),
                write.percent(sum(day == 0 for day in days) / len(days)),
                write.decimal(sum(days) / len(days)),
                write.integer(days[(9 * len(days) - 1) // 10]),
                write.integer(days[-1]),
            )
        )
    assumed = reading.is_assumed
    return Table(
        caption=say("report-waits-table"),
        columns=(
            Column(title=say("report-product"), header=True),
            Column(title=say("report-administrations"), align="number", assumed=assumed),
            Column(title=say("report-on-time"), align="number", assumed=assumed),
            Column(title=say("report-mean-wait"), align="number", assumed=assumed),
            Column(title=say("report-nine-of-ten"), align="number", assumed=assumed),
            Column(title=say("report-longest"), align="number", assumed=assumed),
        ),
        rows=rows,
    )


def _table(reading: Reading) -> Table:
    say, write = reading.say, reading.write
    counts = Counter((row.product_id, min(row.days_late, _LONGEST_D)) for row in reading.plan.administrations)
    present = [product for product in reading.product_order if any(key[0] == product.product_id for key in counts)]
    rows = [
        (_label(day), *(write.integer(counts[product.product_id, day]) for product in present))
        for day in range(_LONGEST_D + 1)
        if any(counts[product.product_id, day] for product in present)
    ]
    return Table(
        caption=say("report-waits"),
        columns=(
            Column(title=say("report-days-after-due"), header=True),
            *(Column(title=reading.product_name(p.product_id), align="number", assumed=reading.is_assumed) for p in present),
        ),
        rows=rows,
        visible_caption=False,
    )
