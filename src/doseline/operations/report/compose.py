"""The report as a whole: the opening, its sections, and the page that holds them."""

from collections.abc import Sequence
from os import PathLike
from pathlib import Path

from doseline.journey import Change
from doseline.network import Network, PlanPackage
from doseline.operations.report.boards import boards
from doseline.operations.report.changes import changed
from doseline.operations.report.foundations import foundations
from doseline.operations.report.headline import opening
from doseline.operations.report.landscape import landscape
from doseline.operations.report.late import late
from doseline.operations.report.level_table import levels
from doseline.operations.report.orders import orders
from doseline.operations.report.reading import Reading, read_for_report
from doseline.operations.report.supply import supply, supply_charts
from doseline.operations.report.thread import one_vial
from doseline.operations.report.transfers import transfers
from doseline.operations.report.unserved import unserved
from doseline.operations.report.waits import waits, waits_charts
from doseline.reporting import Page, Words, render
from doseline.reporting.charts import draw_charts

__all__ = ["render_report", "write_report"]


def write_report(network: Network, plan: PlanPackage, path: str | PathLike[str], language: str = "en") -> None:
    """Write the report of a plan as one HTML file.

    Parameters
    ----------
    network : Network
        The country the plan was made for.
    plan : PlanPackage
        The plan, with its summary and certificates.
    path : path
        Where the file goes; an existing one is replaced.
    language : str
        ``en``, ``nl``, ``fr`` or ``de``.

    Raises
    ------
    UserError
        If the language is none of the four.
    """
    Path(path).write_text(render_report(network, plan, language), encoding="utf-8")


def render_report(
    network: Network, plan: PlanPackage, language: str = "en", told: Sequence[Change] | None = None
) -> str:
    """Return the report of a plan as HTML that needs no network and no script; see `write_report`.

    A plan that was made again begins with what happened and what it changes, ``told`` in the language.
    """
    reading = read_for_report(network, plan, language)
    drawn = draw_charts([*supply_charts(reading), *waits_charts(reading)])
    say = reading.say
    return render(
        Page(
            language=reading.write.language,
            title=say("report-title", country=reading.country_name),
            kicker=_kicker(reading),
            subtitle=_subtitle(reading),
            opening=opening(reading),
            sections=(
                *(() if told is None else (changed(reading, told),)),
                levels(reading),
                landscape(reading),
                boards(reading),
                supply(reading, drawn),
                one_vial(reading),
                unserved(reading),
                late(reading),
                waits(reading, drawn),
                transfers(reading),
                orders(reading),
                foundations(reading),
            ),
            closing=say("report-closing"),
            words=Words(
                skip=say("report-skip"),
                contents=say("report-contents"),
                mark=say("report-mark"),
                mark_meaning=say("report-mark-meaning"),
            ),
        )
    )


def _kicker(reading: Reading) -> str:
    properties = reading.network.properties
    return reading.say(
        "report-kicker", instance=properties.instance, scenario=properties.scenario, seed=str(properties.seed)
    )


def _subtitle(reading: Reading) -> str:
    return reading.say(
        "report-subtitle",
        first=reading.write.date(reading.first_on),
        last=reading.write.date(reading.last_on),
        planned=reading.write.local(reading.network.properties.planned_at),
    )
