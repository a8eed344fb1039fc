"""The golden week: seeded weeks end to end, through a rejected batch, a stopped reactor and a hold at the last hour."""

from collections.abc import Mapping
from pathlib import Path

from doseline.execution import Progress, silent

__all__ = ["run_week"]

WORK = 8
"""Rounds of work of each plan: five weeks are planned in a few seconds, and replans of them mostly proven best."""


def run_week(
    *, seed: int = 1, out: Path | str, language: str = "en", progress: Progress = silent
) -> Mapping[str, object]:
    """Run the golden week of a seed and write its whole record as a data package.

    Five weeks of Belgium are planned. A batch of the controlled line is rejected at the instant of its certification,
    days later the reactor stops with a target in it, and at ten past four somebody who was to be treated tomorrow is
    held, whose vial can be called back no longer. Each time the rest is planned again from there, with nothing known
    before it happens and every other promise kept where it can be. The record follows the patient whom the rejection
    hits hardest, from the target of the first vial to discharge.

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
    from functools import partial

    from doseline.i18n import require_language
    from doseline.network import package_sha256, read_plan, write_network
    from doseline.operations.planning import plan_package
    from doseline.operations.week.country import week_country
    from doseline.operations.week.failing import choose_failure
    from doseline.operations.week.holding import choose_hold
    from doseline.operations.week.page import week_page
    from doseline.operations.week.record import staged, write_record
    from doseline.operations.week.stages import Stage, made_again
    from doseline.operations.week.stopping import choose_stop
    from doseline.operations.week.telling import summarised, tables_of

    language = require_language(language)
    with staged(Path(out)) as folder:
        steps = 6
        progress(done=0, total=steps, what="the golden week")
        country = week_country(seed)
        write_network(country, folder / "country-before")
        plan_package(folder / "country-before", folder / "plan-before", seed=seed, work=WORK, language=language)
        progress(done=1, total=steps, what="the golden week")
        before = read_plan(folder / "plan-before")
        failure = choose_failure(country, before)
        again = partial(made_again, folder=folder, seed=seed, work=WORK, language=language)
        first = again("after", [failure.event], country, before)
        failure = failure.hardest_hit_first(first.plan)
        progress(done=2, total=steps, what="the golden week")
        stages: list[Stage] = []
        stop = choose_stop(first.country, first.plan)
        if stop is not None:
            stages.append(again("stopped", [stop.event], first.country, first.plan))
        progress(done=3, total=steps, what="the golden week")
        last = stages[-1] if stages else first
        hold = choose_hold(last.country, last.plan)
        if hold is not None:
            stages.append(again("evening", hold.events, last.country, last.plan))
        progress(done=5, total=steps, what="the golden week")
        tables = tables_of(country, first.country, before, first.plan, failure, stages)
        summary = summarised(
            country,
            before,
            first.plan,
            failure,
            tables,
            seed=seed,
            taken_back=first.taken_back,
            language=language,
            stages=stages,
            hold=hold,
        )
        sha256 = {path.name: package_sha256(path) for path in sorted(folder.glob("country-*"))}
        html = week_page(country, before, first.plan, failure, tables, summary, language, stages, hold)
        write_record(folder, seed=seed, sha256=sha256, tables=tables, summary=summary, page=html)
        progress(done=steps, total=steps, what="the golden week")
    return summary
