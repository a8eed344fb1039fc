"""Plan again after events: what can stand stands, the rest finds another vial, day or place, and all is told why."""

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from doseline.errors import BadPackage
from doseline.execution import Progress, silent

if TYPE_CHECKING:
    from doseline.network.model import PlanPackage
    from doseline.operations.replanning.effects import Effects
    from doseline.operations.replanning.keeping import Again

__all__ = ["replan_plan"]


def replan_plan(
    plan_path: Path | str,
    events_path: Path | str,
    out: Path | str,
    *,
    package_path: Path | str | None = None,
    seed: int = 1,
    work: int | None = None,
    time_limit_s: float | None = None,
    language: str = "en",
    progress: Progress = silent,
) -> Mapping[str, object]:
    """Make a plan again after events and write it, checked, with its country, the events and what has changed.

    The present is the instant at which the last event became known. What the plan did until then is done, what events
    break is planned anew, and every other promise keeps its place, hour and vial where it can. Floors of regions that
    no plan was found to reach are lowered, and the new plan says which.

    Parameters
    ----------
    plan_path : folder of the plan
    events_path : file of the events, JSON
    out : folder of the new plan; an older plan there is replaced in one step, or not at all
    package_path : the country of the plan; None: the one inside the plan, or beside it
    seed, work, time_limit_s : of the search
    language : of the report: en, nl, fr or de
    progress : called as the work gets on

    Returns
    -------
    the new plan's summary, as in ``summary.json``; it has ``replanned`` beside what every plan says

    Raises
    ------
    BadPackage
        If the plan, its country or the file of events has faults: all of them.
    UserError
        If the plan breaks a rule, its country is not there, or something else stands in the folder: before any work.
    """
    import tempfile

    from doseline.i18n import require_language
    from doseline.network import read_network, read_plan
    from doseline.network.events import read_events
    from doseline.network.folder import may_be_replaced
    from doseline.operations.countries import country_of, require_legal
    from doseline.operations.replanning.effects import effects_of
    from doseline.operations.replanning.keeping import plan_again
    from doseline.operations.replanning.knowing import require_known

    language = require_language(language)
    target = Path(out)
    may_be_replaced(target.resolve(), "plan", shown=target)
    progress(done=0, total=None, what="reading")
    before = read_plan(plan_path)
    events = read_events(events_path)
    folder = country_of(Path(plan_path), before, package_path)
    country = read_network(folder)
    require_known(events, country, before, shown=events_path)
    require_legal(folder, plan_path, known="what was promised")
    effects = effects_of(country, before, events)
    with tempfile.TemporaryDirectory(prefix="doseline-") as desk:
        try:
            again = plan_again(
                country,
                before,
                effects,
                country_path=Path(desk) / "country",
                plan_path=Path(desk) / "plan",
                seed=seed,
                work=work,
                time_limit_s=time_limit_s,
                report=False,
                progress=progress,
            )
        except BadPackage as bad:
            # the country that the events lead to cannot be; nobody can look into it any more
            raise BadPackage(f"{events_path} (in the country that it leads to)", bad.faults, "events") from None
        return _hand_in(target, again, before, effects, Path(desk), language)


def _hand_in(
    out: Path, again: "Again", before: "PlanPackage", effects: "Effects", desk: Path, language: str
) -> Mapping[str, object]:
    from dataclasses import replace

    from doseline.network import read_plan, write_plan
    from doseline.network.cells import instant_text
    from doseline.operations.replanning.changes import Wording, changes, told_before
    from doseline.operations.report import render_report

    changed = tuple(changes(again.country, before, again.plan, effects))
    past = [row for row in before.administrations if row.administered_at < effects.at]
    past = [row for row in past if (row.course_id, row.cycle_number) not in effects.broken]
    demanded = {(row.course_id, row.cycle_number) for row in before.administrations}
    demanded |= {(row.course_id, row.cycle_number) for row in before.unserved}
    given = {(row.course_id, row.cycle_number) for row in again.plan.administrations}
    in_window = {(row.course_id, row.cycle_number) for row in again.plan.administrations if row.in_window}
    regions = {row.region_id: row.name for row in again.country.regions}
    summary = {
        **again.plan.summary,
        "replanned": {
            "at": instant_text(effects.at),
            "timezone": again.country.properties.timezone,
            "events": len(effects.events),
            "broken": len(effects.broken),
            "lost_vials": len(effects.lost),
            "given_all_the_same": len(effects.broken.keys() & given),
            "changes": len(changed),
            "floors_lowered": [
                {
                    "region_id": row.region_id,
                    "region": regions[row.region_id],
                    "in_window_share_asked": row.in_window_share_asked,
                    "in_window_share_min": row.in_window_share_min,
                    "asked_cycles": row.asked_cycles,
                    "kept_cycles": row.kept_cycles,
                }
                for row in again.plan.lowered_floors
            ],
            "scans_moved": sum(len(row.after_scans or ()) for row in changed if set(row.kind) <= {"scan", "scan_lost"}),
            "scans_lost": sum(
                len(row.before_scans or ()) - len(row.after_scans or ()) for row in changed if "scan_lost" in row.kind
            ),
            "promises_taken_back": sorted(f"{course_id}-{number}" for course_id, number in again.taken_back),
            "in_window_before": sum(row.in_window for row in before.administrations),
            # cycles of patients who came with the events were nobody's to give before
            "in_window_after": sum(row.in_window for row in past) + len(in_window & demanded),
        },
    }
    past_events, past_changes = told_before(before)
    # a plan that is made again at its own present takes the place of that one
    lowered_before = [row for row in before.lowered_floors if row.replanned_at < effects.at]
    plan = replace(
        again.plan,
        summary=summary,
        events=effects.events,
        changes=changed,
        past_events=past_events,
        past_changes=past_changes,
        lowered_floors=(*lowered_before, *again.plan.lowered_floors),
    )
    told = changes(again.country, before, again.plan, effects, Wording.of(again.country, language))
    html = render_report(again.country, plan, language, told)
    # what cannot be read again takes nobody's place
    write_plan(plan, desk / "whole")
    read_plan(desk / "whole")
    write_plan(plan, out, report_html=html, country=desk / "country", written=desk / "whole")
    return summary
