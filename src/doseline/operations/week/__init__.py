"""The golden week: one seeded week end to end, from target to discharge, through a rejected batch."""

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from doseline.execution import Progress, silent

if TYPE_CHECKING:
    from doseline.network.model import Network, PlanPackage
    from doseline.operations.chain import Chain
    from doseline.operations.week.failing import Failure

__all__ = ["run_week"]

WORK = 4
"""Rounds of work of each of the two plans: four weeks are planned in a few seconds."""


def run_week(
    *, seed: int = 1, out: Path | str, language: str = "en", progress: Progress = silent
) -> Mapping[str, object]:
    """Run the golden week of a seed and write its whole record as a data package.

    Four weeks of Belgium are planned. A batch of the controlled line is rejected at the instant of its certification;
    the rest of the weeks is planned again from there, with nothing known before it happens and every other promise kept
    where it can be. The record follows the patient who is hit hardest, from the target of the first vial to discharge.

    Parameters
    ----------
    seed : of the patients and of the search
    out : folder of the record; an older record there is replaced in one step
    language : of the reports: en, nl, fr or de
    progress : called as the work gets on

    Returns
    -------
    the record's summary, as in ``summary.json``

    Raises
    ------
    UserError
        If there is no such language, something else stands in the folder, or no batch can be lost in the weeks of
        this seed.
    """
    from doseline.i18n import require_language
    from doseline.network import package_sha256, read_plan, write_network
    from doseline.operations.planning import plan_package
    from doseline.operations.week.country import week_country
    from doseline.operations.week.failing import choose_failure
    from doseline.operations.week.page import week_page
    from doseline.operations.week.record import staged, write_record
    from doseline.operations.week.telling import summarised, tables_of

    language = require_language(language)
    with staged(Path(out)) as folder:
        progress(done=0, total=4, what="the golden week")
        country = week_country(seed)
        write_network(country, folder / "country-before")
        plan_package(folder / "country-before", folder / "plan-before", seed=seed, work=WORK, language=language)
        progress(done=1, total=4, what="the golden week")
        before = read_plan(folder / "plan-before")
        failure = choose_failure(country, before)
        later, taken_back = _plan_again(country, before, failure, folder, seed=seed, language=language)
        progress(done=3, total=4, what="the golden week")
        after = read_plan(folder / "plan-after")
        failure = failure.hardest_hit_first(after)
        tables = tables_of(country, later, before, after, failure)
        summary = summarised(
            country, before, after, failure, tables, seed=seed, taken_back=taken_back, language=language
        )
        sha256 = {name: package_sha256(folder / name) for name in ("country-before", "country-after")}
        html = week_page(country, before, after, failure, tables, summary, language)
        write_record(folder, seed=seed, sha256=sha256, tables=tables, summary=summary, page=html)
        progress(done=4, total=4, what="the golden week")
    return summary


def _plan_again(
    country: "Network", before: "PlanPackage", failure: "Failure", folder: Path, *, seed: int, language: str
) -> tuple["Network", set[tuple[str, int]]]:
    """Plan the rest of the weeks; return the country then, and the promises that had to be taken back.

    Promises are kept by pins. Some cannot stand together any more: a start promised for later may not fit the weeks
    after the horizon once running courses have moved by days (C20). Those that the planner names are taken back. Who
    lost a vial stays at the same centre, unless it has no other vial, place or hour for them.
    """
    from doseline.network import read_plan, write_network
    from doseline.operations.chain import Chains
    from doseline.operations.planning import plan_package
    from doseline.operations.week.rolling import roll_forward
    from doseline.planning import PinsCannotStand

    chains = tuple(Chains(before).by_cycle.values())
    ahead = {_cycle(chain) for chain in chains if chain.administration.administered_at >= failure.at}
    lost = _with_later_cycles(chains, failure)
    free, held = set(lost), {course_id for course_id, _ in lost}
    while True:
        later = roll_forward(
            country, before, at=failure.at, rejected_batch_id=failure.batch.batch_id, free=free, held=held
        )
        write_network(later, folder / "country-after")
        try:
            plan_package(folder / "country-after", folder / "plan-after", seed=seed, work=WORK, language=language)
        except PinsCannotStand as refused:
            if free >= ahead:
                raise
            named = {course_id for course_id, _ in refused.cycles}
            free |= {key for key in ahead if key[0] in named} - free or ahead
            continue
        given = {(row.course_id, row.cycle_number) for row in read_plan(folder / "plan-after").administrations}
        homeless = {course_id for course_id, number in lost - given if (course_id, number - 1) not in lost} & held
        if not homeless:
            return later, free & ahead - lost
        held -= homeless


def _with_later_cycles(chains: tuple["Chain", ...], failure: "Failure") -> set[tuple[str, int]]:
    """Return the cycles that lose their vial, and later ones of the same courses: these follow from them."""
    first = {chain.administration.course_id: chain.administration.cycle_number for chain in failure.chains}
    return {key for key in map(_cycle, chains) if key[0] in first and key[1] >= first[key[0]]}


def _cycle(chain: "Chain") -> tuple[str, int]:
    return chain.administration.course_id, chain.administration.cycle_number
