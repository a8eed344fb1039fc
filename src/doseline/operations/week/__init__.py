"""The golden week: one seeded week end to end, from target to discharge, through a rejected batch."""

from collections.abc import Mapping
from pathlib import Path

from doseline.execution import Progress, silent

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
    from doseline.operations.replanning.effects import effects_of
    from doseline.operations.replanning.keeping import plan_again
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
        again = plan_again(
            country,
            before,
            effects_of(country, before, [failure.event]),
            country_path=folder / "country-after",
            plan_path=folder / "plan-after",
            seed=seed,
            work=WORK,
            language=language,
        )
        later, after = again.country, again.plan
        progress(done=3, total=4, what="the golden week")
        failure = failure.hardest_hit_first(after)
        tables = tables_of(country, later, before, after, failure)
        summary = summarised(
            country, before, after, failure, tables, seed=seed, taken_back=again.taken_back, language=language
        )
        sha256 = {name: package_sha256(folder / name) for name in ("country-before", "country-after")}
        html = week_page(country, before, after, failure, tables, summary, language)
        write_record(folder, seed=seed, sha256=sha256, tables=tables, summary=summary, page=html)
        progress(done=4, total=4, what="the golden week")
    return summary
