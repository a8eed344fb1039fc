"""Who is not served, and why: by what binds, by region, then one by one."""

from collections import Counter
from collections.abc import Sequence
from typing import Final

from doseline.i18n import CONSTRAINTS, constraint_sentence
from doseline.operations.report.reading import Reading
from doseline.reporting import Block, Cell, Column, Disclosure, Group, Section, Table, Text
from doseline.reporting.share import draw_meter

__all__ = ["unserved"]

_FEW: Final = 40
"""So many cycles are listed at once; more wait behind a line."""


def unserved(reading: Reading) -> Section:
    """Return the section with the reasons, the regions and the list."""
    say = reading.say
    blocks: list[Block] = []
    if reading.plan.unserved:
        blocks.append(Group(title=say("report-binding"), assumed=reading.is_assumed, blocks=(_binding(reading),)))
    else:
        blocks.append(Text(body=say("report-none-unserved"), assumed=reading.is_assumed))
    if disturbed := _disturbed(reading):
        blocks.append(Group(title=say("report-disturbed"), assumed=reading.is_assumed, blocks=(disturbed,)))
    if reading.demanded:
        lead = Text(body=say("report-regions-note"), kind="note")
        blocks.append(Group(title=say("report-regions"), blocks=(_regions(reading), lead)))
    if reading.plan.lowered_floors:
        note = Text(body=say("change-floors-note"), kind="note")
        blocks.append(Group(title=say("change-floors"), blocks=(_lowered_floors(reading), note)))
    if reading.plan.unserved:
        summary = say("report-unserved-list", cycles=len(reading.plan.unserved))
        few = len(reading.plan.unserved) <= _FEW
        on_paper, listed = say("report-printed-briefly"), (_list(reading),)
        blocks.append(Disclosure(summary=summary, blocks=listed, is_open=few, is_printed=True, on_paper=on_paper))
    return Section(anchor="unserved", title=say("report-not-served"), lead=say("report-not-served-lead"), blocks=blocks)


def _sentence(reading: Reading, identifier: str) -> str:
    if identifier not in CONSTRAINTS:
        return reading.say("report-unknown-constraint")
    return constraint_sentence(identifier, reading.write.language)


def _binding(reading: Reading) -> Table:
    say, write = reading.say, reading.write
    every = Counter(identifier for row in reading.plan.unserved for identifier in row.binding)
    alone = Counter(row.binding[0] for row in reading.plan.unserved if len(row.binding) == 1)
    nothing = sum(not row.binding for row in reading.plan.unserved)
    rows: list[Sequence[Cell | str]] = [
        (identifier, _sentence(reading, identifier), write.integer(count), write.integer(alone[identifier]))
        for identifier, count in sorted(every.items(), key=lambda item: (-item[1], item[0]))
    ]
    if nothing:
        rows.append(("–", say("report-no-single-reason"), write.integer(nothing), ""))
    return Table(
        caption=say("report-binding-caption"),
        columns=(
            Column(title=say("report-constraint"), header=True),
            Column(title=say("report-meaning"), long=True),
            Column(title=say("report-cycles"), align="number", assumed=reading.is_assumed),
            Column(title=say("report-alone"), align="number", assumed=reading.is_assumed),
        ),
        rows=rows,
    )


def _disturbed(reading: Reading) -> Table | None:
    """Return the closures and stops that late or missing cycles met, if they met any."""
    say, write = reading.say, reading.write
    late = [row for row in reading.plan.administrations if not row.in_window]
    found = reading.reasons.disturbed(late, reading.plan.unserved, reading.names(""))
    if not found:
        return None
    return Table(
        caption=say("report-disturbed-caption"),
        columns=(
            Column(title=say("report-disturbed-what"), header=True, long=True),
            Column(title=say("report-late"), align="number", assumed=reading.is_assumed),
            Column(title=say("report-unserved"), align="number", assumed=reading.is_assumed),
        ),
        rows=[(one.sentence, write.integer(one.late), write.integer(one.unserved)) for one in found],
    )


def _regions(reading: Reading) -> Table:
    say, write = reading.say, reading.write
    names = {region.region_id: region.name for region in reading.network.regions}
    demanded = Counter(reading.regions.get(row.course_id, "") for row in reading.demanded)
    served = Counter(reading.regions.get(row.course_id, "") for row in reading.plan.administrations if row.in_window)
    missed = Counter(reading.regions.get(row.course_id, "") for row in reading.plan.unserved)
    waiting_d = Counter[str]()
    for row in reading.demanded:
        waiting_d[reading.regions.get(row.course_id, "")] += reading.waiting_d(row)
    rows = [
        (
            names.get(key) or say("report-no-region"),
            write.integer(demanded[key]),
            write.integer(served[key]),
            Cell(text=write.percent(served[key] / demanded[key]), picture=draw_meter(served[key] / demanded[key])),
            write.integer(missed[key]),
            write.decimal(waiting_d[key] / demanded[key]),
        )
        for key in sorted(demanded, key=lambda key: names.get(key, ""))
    ]
    assumed = reading.is_assumed
    return Table(
        caption=say("report-regions-caption"),
        columns=(
            Column(title=say("report-region"), header=True),
            Column(title=say("report-demanded"), align="number", assumed=reading.is_demand_assumed),
            Column(title=say("report-in-window"), align="number", assumed=assumed),
            Column(title=say("report-share"), align="number", assumed=assumed),
            Column(title=say("report-unserved"), align="number", assumed=assumed),
            Column(title=say("report-mean-wait"), align="number", assumed=assumed),
        ),
        rows=rows,
    )


def _lowered_floors(reading: Reading) -> Table:
    """Return the floors that this plan and those before it lowered, the last ones first."""
    say, write = reading.say, reading.write
    names = {region.region_id: region.name for region in reading.network.regions}
    return Table(
        caption=say("change-floors"),
        columns=(
            Column(title=say("report-region"), header=True),
            Column(title=say("change-floor-at"), whole=True),
            Column(title=say("change-floor-asked"), align="number"),
            Column(title=say("change-floor-kept"), align="number"),
            Column(title=say("change-floor-asked-cycles"), align="number"),
            Column(title=say("change-floor-kept-cycles"), align="number"),
        ),
        rows=[
            (
                names.get(row.region_id, row.region_id),
                write.local(row.replanned_at),
                write.percent(row.in_window_share_asked),
                write.percent(row.in_window_share_min),
                write.integer(row.asked_cycles),
                write.integer(row.kept_cycles),
            )
            for row in sorted(reading.plan.lowered_floors, key=lambda row: row.replanned_at, reverse=True)
        ],
        visible_caption=False,
    )


def _list(reading: Reading) -> Table:
    say, write = reading.say, reading.write
    names = {region.region_id: region.name for region in reading.network.regions}
    rows = [
        (
            row.course_id,
            write.integer(row.cycle_number),
            reading.product_name(row.product_id),
            names.get(reading.regions.get(row.course_id, ""), "–"),
            write.day(reading.local_on(row.due_at)),
            write.day(reading.local_on(row.window_end_at)),
            write.integer(reading.waiting_d(row)),
            ", ".join(row.binding) or "–",
            reading.why_unserved(row),
        )
        for row in sorted(reading.plan.unserved, key=lambda row: (row.due_at, row.course_id, row.cycle_number))
    ]
    return Table(
        caption=say("report-not-served"),
        columns=(
            Column(title=say("report-course"), header=True),
            Column(title=say("report-cycle"), align="number"),
            Column(title=say("report-product")),
            Column(title=say("report-region")),
            Column(title=say("report-due"), whole=True, assumed=reading.is_demand_assumed),
            Column(title=say("report-window-end"), whole=True, assumed=reading.is_demand_assumed),
            Column(title=say("report-waiting-days"), align="number", assumed=reading.is_assumed),
            Column(title=say("report-constraint")),
            Column(title=say("report-why"), assumed=reading.is_assumed, long=True),
        ),
        rows=rows,
        visible_caption=False,
    )
