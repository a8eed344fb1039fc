"""The first page of the demonstration: three scenarios side by side, and where everything is."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from doseline.i18n import Formats, Messages
from doseline.network.cells import parse_instant
from doseline.reporting import Block, Cell, Column, Disclosure, Page, Section, Table, Text, Words, render

__all__ = ["demo_page"]


def demo_page(
    plans: Mapping[str, Mapping[str, Any]],
    week: Mapping[str, Any] | None,
    tables: Mapping[str, Sequence[str]],
    *,
    language: str,
    seed: int,
    finished: bool,
) -> str:
    """Return ``index.html`` of a demonstration.

    Parameters
    ----------
    plans : summary of each plan that stands, by its instance, the headline's first
    week : summary of the golden week, or None
    tables : names of the tables in each folder of the demonstration
    language : en, nl, fr or de
    seed : of everything random
    finished : whether all of it stands
    """
    say, write = Messages(language), Formats(language, "UTC")
    opening: list[Block] = []
    if plans:
        counts = next(iter(plans.values()))["counts"]
        served, demanded = counts["in_window"], counts["demanded_cycles"]
        claim = say(
            "demo-claim",
            served=write.integer(served),
            demanded=write.integer(demanded),
            share=write.percent(served / demanded if demanded else 1.0),
        )
        opening.append(Text(body=claim, kind="claim", assumed=True))
    if week is not None:
        opening.append(Text(body=_lost_batch(week, say, language), assumed=True))
    opening.append(Text(body=say("page-mark-explained"), kind="note", assumed=True))
    if not finished:
        opening.append(Text(body=say("demo-working"), kind="notice"))
    three = Section(
        anchor="three",
        title=say("demo-three"),
        lead=say("demo-three-lead"),
        blocks=(_scenarios(plans, say, write), Text(body=say("demo-priority"), kind="note")),
    )
    folders = [_tables(folder, names, say) for folder, names in tables.items()]
    where = Section(anchor="open", title=say("demo-open"), blocks=(_places(plans, week, say), *folders))
    return render(
        Page(
            language=write.language,
            title=say("demo-title"),
            kicker=say("demo-kicker", seed=str(seed)),
            subtitle=say("demo-subtitle"),
            opening=opening,
            sections=(three, where),
            closing=say("report-closing"),
            words=Words(
                skip=say("report-skip"),
                contents=say("report-contents"),
                mark=say("report-mark"),
                mark_meaning=say("report-mark-meaning"),
            ),
        )
    )


def _lost_batch(week: Mapping[str, Any], say: Messages, language: str) -> str:
    write = Formats(language, week["timezone"])
    return say(
        "week-claim",
        at=write.local(parse_instant(week["rejected"]["at"])),
        batch=week["rejected"]["batch_id"],
        lost=write.integer(week["lost"]),
        absorbed=write.integer(week["absorbed"]),
        window=write.integer(week["absorbed_in_window"]),
    )


def _scenarios(plans: Mapping[str, Mapping[str, Any]], say: Messages, write: Formats) -> Table:
    return Table(
        caption=say("demo-three"),
        columns=(
            Column(title=say("demo-scenario"), header=True, whole=True),
            Column(title=say("demo-demanded"), align="number", assumed=True),
            Column(title=say("demo-in-window"), align="number", assumed=True),
            Column(title=say("demo-share"), align="number", assumed=True),
            Column(title=say("demo-late"), align="number", assumed=True),
            Column(title=say("demo-unserved"), align="number", assumed=True),
            Column(title=say("demo-gap"), align="number", assumed=True),
            Column(title=say("demo-waiting"), align="number", assumed=True),
            Column(title=say("demo-waiting-gap"), align="number", assumed=True),
            Column(title=say("demo-checked")),
        ),
        rows=[
            _row(name, summary, say, write)
            for name, summary in sorted(plans.items(), key=lambda item: item[1]["counts"]["demanded_cycles"])
        ],
        visible_caption=False,
    )


def _row(name: str, summary: Mapping[str, Any], say: Messages, write: Formats) -> tuple[Cell | str, ...]:
    counts = summary["counts"]
    levels = {level["name"]: level for level in summary["levels"]}
    demanded = counts["demanded_cycles"]
    return (
        Cell(text=name, href=f"plan-{name}/report.html"),
        write.integer(demanded),
        write.integer(counts["in_window"]),
        write.percent(counts["in_window"] / demanded if demanded else 1.0),
        write.integer(counts["late"]),
        write.integer(counts["unserved"]),
        write.percent(levels["L1"]["gap"], digits=2),
        write.integer(levels["L2"]["value"]),
        write.percent(levels["L2"]["gap"], digits=1),
        say("demo-yes" if summary["checked"] and summary["certified"] else "demo-no"),
    )


def _places(plans: Mapping[str, Mapping[str, Any]], week: Mapping[str, Any] | None, say: Messages) -> Table:
    def rows() -> Iterator[tuple[Cell, str]]:
        if week is not None:
            yield Cell(text=say("demo-open-week"), href="week/index.html"), say("demo-holds-week")
        for name in plans:
            report = f"plan-{name}/report.html"
            yield Cell(text=say("demo-open-report", scenario=name), href=report), say("demo-holds-report")

    return Table(
        caption=say("demo-open"),
        columns=(Column(title=say("demo-what"), header=True), Column(title=say("demo-holds"))),
        rows=list(rows()),
        visible_caption=False,
    )


def _tables(folder: str, names: Sequence[str], say: Messages) -> Disclosure:
    """Return the tables of a folder, each with a link and a line."""
    title = say("demo-tables", folder=folder)
    files = [(f"{name}.csv", f"table-{name.replace('_', '-')}") for name in names]
    table = Table(
        caption=title,
        columns=(Column(title=say("demo-what"), header=True, whole=True), Column(title=say("demo-holds"))),
        rows=[
            (Cell(text=file, href=f"{folder}/{file}"), say(holds))
            for file, holds in (*files, ("datapackage.json", "demo-holds-descriptor"))
        ],
        visible_caption=False,
    )
    return Disclosure(summary=title, blocks=(table,), on_paper=say("report-folded", rows=len(table.rows)))
