"""Patients who change hospital: how many, how much farther they travel, then one by one."""

from typing import Final

from doseline.operations.report.reading import Reading
from doseline.operations.transfers import Transfers, transfers_of
from doseline.reporting import Block, Column, Disclosure, Section, Table, Text

__all__ = ["transfers"]

_FEW: Final = 40
"""So many changes are listed at once; more wait behind a line."""


def transfers(reading: Reading) -> Section:
    """Return the section with the counts, what they mean, and the list."""
    say = reading.say
    found = transfers_of(reading.plan, reading.network)
    blocks: tuple[Block, ...] = (Text(body=say("report-transfers-none"), assumed=reading.is_assumed),)
    if found.rows:
        summary = say("report-transfers-list", changes=len(found.rows))
        blocks = (
            Text(body=_counts(reading, found), assumed=reading.is_assumed),
            Text(body=say("report-transfers-why"), kind="note"),
            Disclosure(summary=summary, blocks=(_list(reading, found),), is_open=len(found.rows) <= _FEW),
        )
    return Section(anchor="transfers", title=say("report-transfers"), lead=say("report-transfers-lead"), blocks=blocks)


def _counts(reading: Reading, found: Transfers) -> str:
    say, write = reading.say, reading.write
    sentences = [say("report-transfers-count", changes=len(found.rows))]
    if found.mean_extra_min is not None:
        farther_min = write.decimal(found.mean_farther_min or 0.0)
        sentences.append(say("report-transfers-farther", changes=found.farther, minutes=farther_min))
        way = "shorter" if found.mean_extra_min < 0.0 else "longer"
        sentences.append(say("report-transfers-mean", way=way, minutes=write.decimal(abs(found.mean_extra_min))))
    return " ".join(sentences)


def _list(reading: Reading, found: Transfers) -> Table:
    say, write, assumed = reading.say, reading.write, reading.is_assumed
    is_travel_assumed = reading.ledger.touches("travel_times")
    return Table(
        caption=say("report-transfers"),
        columns=(
            Column(title=say("report-course"), header=True),
            Column(title=say("report-cycle"), align="number"),
            Column(title=say("report-product")),
            Column(title=say("report-centre-before"), assumed=assumed),
            Column(title=say("report-centre-now"), assumed=assumed),
            Column(title=say("report-travel-before"), align="number", assumed=is_travel_assumed),
            Column(title=say("report-travel-now"), align="number", assumed=is_travel_assumed),
            Column(title=say("report-given"), whole=True, assumed=assumed),
        ),
        rows=[
            (
                row.administration.course_id,
                write.integer(row.administration.cycle_number),
                reading.product_name(row.administration.product_id),
                reading.site_name(row.from_site_id),
                reading.site_name(row.administration.site_id),
                _minutes(reading, row.before_min),
                _minutes(reading, row.after_min),
                write.local(row.administration.administered_at),
            )
            for row in found.rows
        ],
        visible_caption=False,
    )


def _minutes(reading: Reading, travel_min: float | None) -> str:
    return "–" if travel_min is None else reading.write.integer(travel_min)
