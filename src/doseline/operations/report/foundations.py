"""What the plan rests on: every assumption, and what made it: versions, seed, hashes and work."""

from collections.abc import Iterator, Mapping
from datetime import datetime

from doseline import __version__
from doseline.operations.report.reading import Reading
from doseline.reporting import Block, Cell, Column, Definitions, Group, Section, Table, Text
from doseline.reporting.maps import has_outline

__all__ = ["foundations"]


def foundations(reading: Reading) -> Section:
    """Return the section of assumptions and origin."""
    say = reading.say
    blocks: list[Block] = [Text(body=say("report-signing"), kind="notice")]
    if reading.ledger.items:
        blocks += [_assumptions(reading), Text(body=say("report-concern-note"), kind="note")]
    else:
        blocks.append(Text(body=say("report-no-assumptions")))
    blocks.append(Group(title=say("report-origin"), blocks=(Definitions(items=tuple(_origin(reading))),)))
    return Section(
        anchor="assumptions", title=say("report-assumptions"), lead=say("report-assumptions-lead"), blocks=blocks
    )


def _assumptions(reading: Reading) -> Table:
    say, write = reading.say, reading.write
    rows = [
        (
            Cell(text=item.source, assumed=True),
            say(f"report-concern-{item.concern}"),
            ", ".join(_counted(reading, table, count) for table, count in item.rows.items()),
            write.integer(sum(item.rows.values())),
            write.integer(item.children),
            Cell(text=item.citation, language="en"),
        )
        for item in reading.ledger.items
    ]
    return Table(
        caption=say("report-assumptions-caption", assumptions=len(rows), safety=reading.ledger.safety_relevant),
        columns=(
            Column(title=say("report-source"), whole=True, header=True),
            Column(title=say("report-concern")),
            Column(title=say("report-table"), long=True),
            Column(title=say("report-rows"), align="number"),
            Column(title=say("report-children"), align="number"),
            Column(title=say("report-citation"), long=True),
        ),
        rows=rows,
    )


def _counted(reading: Reading, table: str, rows: int) -> str:
    name = reading.say(f"table-{table.replace('_', '-')}")
    return f"{name} ({reading.write.integer(rows)})"


def _origin(reading: Reading) -> Iterator[tuple[str, str]]:
    say, write = reading.say, reading.write
    properties, summary = reading.network.properties, reading.plan.summary
    unknown = say("report-not-stated")
    yield say("report-instance"), f"{properties.instance}, {properties.scenario}"
    yield say("report-seed"), str(properties.seed)
    search_seed = summary.get("seed")
    yield say("report-search-seed"), str(search_seed) if isinstance(search_seed, int) else unknown
    yield say("report-planned-at"), _instant(reading, properties.planned_at)
    yield say("report-package"), reading.plan.package_name
    yield "SHA-256", reading.plan.package_sha256
    work, elapsed_s = summary.get("work"), summary.get("elapsed_s")
    yield say("report-work"), write.integer(work) if isinstance(work, int | float) else unknown
    yield (
        say("report-elapsed"),
        f"{write.decimal(elapsed_s)}\N{NO-BREAK SPACE}s" if isinstance(elapsed_s, int | float) else unknown,
    )
    versions = summary.get("versions")
    if isinstance(versions, Mapping):
        yield say("report-versions"), ", ".join(f"{name} {version}" for name, version in versions.items())
    else:
        yield say("report-versions"), unknown
    yield say("report-written-by"), f"doseline {__version__}"
    if has_outline(reading.network.properties.country):
        yield say("report-outline"), "Natural Earth 4.1.0"


def _instant(reading: Reading, at: datetime) -> str:
    return f"{reading.write.local(at)} ({reading.write.utc(at)} UTC)"
