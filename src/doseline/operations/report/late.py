"""Who is treated late, and why: by what decided it, then one by one."""

from collections import Counter
from typing import Final

from doseline.journey import Administration
from doseline.operations.report.reading import Reading
from doseline.reporting import Block, Column, Disclosure, Section, Table, Text

__all__ = ["late"]

_FEW: Final = 40
"""So many cycles are listed at once; more wait behind a line."""


def late(reading: Reading) -> Section:
    """Return the section with the causes and the list."""
    say = reading.say
    rows = sorted(
        (row for row in reading.plan.administrations if not row.in_window),
        key=lambda row: (row.due_at, row.course_id, row.cycle_number),
    )
    blocks: tuple[Block, ...] = (Text(body=say("report-none-late"), assumed=reading.is_assumed),)
    if rows:
        summary = say("report-late-list", cycles=len(rows))
        blocks = (
            _causes(reading, rows),
            Disclosure(
                summary=summary,
                blocks=(_list(reading, rows),),
                is_open=len(rows) <= _FEW,
                is_printed=True,
                on_paper=say("report-printed-briefly"),
            ),
        )
    return Section(anchor="late", title=say("report-late-title"), lead=say("report-late-lead"), blocks=blocks)


def _causes(reading: Reading, rows: list[Administration]) -> Table:
    say, write = reading.say, reading.write
    counts = Counter(reading.reasons.cause_words(row) for row in rows)
    return Table(
        caption=say("report-late-causes"),
        columns=(
            Column(title=say("report-cause"), header=True),
            Column(title=say("report-cycles"), align="number", assumed=reading.is_assumed),
        ),
        rows=[(cause, write.integer(count)) for cause, count in counts.most_common()],
    )


def _list(reading: Reading, rows: list[Administration]) -> Table:
    say, write, assumed = reading.say, reading.write, reading.is_assumed
    return Table(
        caption=say("report-late-title"),
        columns=(
            Column(title=say("report-course"), header=True),
            Column(title=say("report-cycle"), align="number"),
            Column(title=say("report-product")),
            Column(title=say("report-centre"), assumed=assumed),
            Column(title=say("report-due"), whole=True, assumed=reading.is_demand_assumed),
            Column(title=say("report-window-end"), whole=True, assumed=reading.is_demand_assumed),
            Column(title=say("report-given"), whole=True, assumed=assumed),
            Column(title=say("report-waiting-days"), align="number", assumed=assumed),
            Column(title=say("report-cause"), assumed=assumed),
            Column(title=say("report-why"), assumed=assumed, long=True),
        ),
        rows=[
            (
                row.course_id,
                write.integer(row.cycle_number),
                reading.product_name(row.product_id),
                reading.site_name(row.site_id),
                write.day(reading.local_on(row.due_at)),
                write.day(reading.local_on(row.window_end_at)),
                write.day(reading.local_on(row.administered_at)),
                write.integer(row.days_late),
                reading.reasons.cause_words(row),
                reading.reasons.late(row, reading.names(row.product_id)),
            )
            for row in rows
        ],
        visible_caption=False,
    )
