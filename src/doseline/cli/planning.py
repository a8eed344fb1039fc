"""``doseline plan``, ``check``, ``explain``, ``replan`` and ``offer``."""

from datetime import datetime
from pathlib import Path
from typing import Annotated, Any

import typer

from doseline.cli.folders import telling_what_is_replaced
from doseline.cli.operation import operation
from doseline.cli.options import Json, Language, Package, PackageNeeded, Plan, PlanNeeded, Seed
from doseline.cli.output import emit_json, emit_mapping, emit_table, emit_text
from doseline.errors import EXIT_FINDING

__all__ = ["check", "explain", "offer", "plan", "replan"]

_HERE = Path()
_PLAN = Path("plan")
_AGAIN = Path("plan-again")


def plan(
    package: Package = _HERE,
    out: Annotated[Path, typer.Option("-o", "--out", help="Folder of the plan.")] = _PLAN,
    seed: Seed = 1,
    work: Annotated[
        int | None, typer.Option("--work", min=1, help="Stop after so much work; the same work, the same plan.")
    ] = None,
    time_limit: Annotated[
        float | None, typer.Option("--time-limit", min=0.1, help="Stop after so many seconds.")
    ] = None,
    repeat: Annotated[
        Path | None,
        typer.Option("--repeat", help="Make this earlier plan again, also if a time limit ended it; with its seed."),
    ] = None,
    without: Annotated[
        list[str] | None, typer.Option("--without", help="Leave a constraint out, such as C09; may be repeated.")
    ] = None,
    language: Language = "en",
    json: Json = False,
) -> None:
    """Plan a country: who is treated where and when, with which vial; with a proof of how good the plan is.

    Leaves with 1 where an earlier plan was to be made again and the tables differ.
    """
    if (work, time_limit, repeat).count(None) < 2:
        raise typer.BadParameter("Give one of --work, --time-limit and --repeat.", param_hint="--work")
    if repeat is not None and without:
        raise typer.BadParameter("The earlier plan says what it left out.", param_hint="--without")
    from doseline.execution import TerminalProgress

    plan_package = operation("plan_package")
    with telling_what_is_replaced(out), TerminalProgress() as progress:
        summary = plan_package(
            package,
            out,
            seed=seed,
            work=work,
            time_limit_s=time_limit,
            repeat=repeat,
            without=tuple(without or ()),
            language=language,
            progress=progress,
        )
    if json:
        emit_json(summary)
    else:
        from doseline.cli.headlines import plan_lines

        for line in plan_lines(summary, out, language, package):
            emit_text(line)
    if summary["unlike_repeated"]:
        raise typer.Exit(EXIT_FINDING)


def check(
    package: PackageNeeded,
    plan: PlanNeeded,
    json: Json = False,
) -> None:
    """Check a plan against its country by a program that shares no code with the planner.

    Leaves with 0 when the plan keeps every rule and its bounds are proved, with 1 when not, with 2 when one cannot be
    read.
    """
    from doseline.checking import check_plan

    verdict = check_plan(package, plan)
    if json:
        emit_json(verdict.as_dict())
    else:
        _show(verdict.as_dict())
    raise typer.Exit(verdict.exit_code)


def explain(
    plan: Plan = _HERE,
    course: Annotated[
        str | None, typer.Option("--course", help="Explain one course alone; its patient's key will do.")
    ] = None,
    centre: Annotated[
        str | None, typer.Option("--centre", help="Only this centre: its key, or part of its name.")
    ] = None,
    product: Annotated[
        str | None, typer.Option("--product", help="Only this product: its key, or part of its name.")
    ] = None,
    package: Annotated[
        Path | None,
        typer.Option("--package", help="Folder of the country.", show_default="the one beside the plan, if any"),
    ] = None,
    gain: Annotated[
        bool, typer.Option("--gain", help="Say what one more place, head, scanner hour or vial would gain.")
    ] = False,
    most: Annotated[
        int | None, typer.Option("--most", help="With --gain: units tried at most.", show_default="10")
    ] = None,
    work: Annotated[
        int | None, typer.Option("--work", help="With --gain: rounds of search for each unit.", show_default="4")
    ] = None,
    language: Language = "en",
    json: Json = False,
) -> None:
    """Explain why patients are late or not served: what decides it, where, for whom; or one course from target on.

    With --gain: at which centre, in which week, one more place, head, scanner hour or vial would serve more patients in
    time, each confirmed by solving again; that takes a while.
    """
    if course is not None and (centre or product):
        raise typer.BadParameter("Give --course alone, or --centre and --product.", param_hint="--course")
    if course is not None and gain:
        raise typer.BadParameter("Give --course or --gain.", param_hint="--course")
    if not gain and (most, work) != (None, None):
        raise typer.BadParameter("They go with --gain.", param_hint="--most, --work")
    if gain:
        _gain(plan, package, centre, product, {"most": most, "work": work}, language, json=json)
        return
    from doseline.cli.explained import emit_course, emit_explanation

    explanation = operation("explain_plan")(
        plan, course_id=course, package_path=package, centre=centre, product=product, language=language
    )
    if json:
        emit_json(explanation)
    elif course is None:
        emit_explanation(explanation)
    else:
        emit_course(explanation)


def _gain(
    plan: Path,
    package: Path | None,
    centre: str | None,
    product: str | None,
    bounds: dict[str, int | None],
    language: str,
    *,
    json: bool,
) -> None:
    from doseline.execution import TerminalProgress

    gains_of_plan = operation("gains_of_plan")
    with TerminalProgress() as progress:
        found = gains_of_plan(
            plan,
            package_path=package,
            centre=centre,
            product=product,
            language=language,
            progress=progress,
            **{name: number for name, number in bounds.items() if number is not None},
        )
    if json:
        emit_json(found)
    else:
        from doseline.cli.gained import emit_gains

        emit_gains(found)


def replan(
    plan: PlanNeeded,
    events: Annotated[Path, typer.Option("--events", help="File of what happened since, JSON.")],
    out: Annotated[Path, typer.Option("-o", "--out", help="Folder of the new plan.")] = _AGAIN,
    package: Annotated[
        Path | None,
        typer.Option("--package", help="Folder of the country.", show_default="the one inside or beside the plan"),
    ] = None,
    seed: Seed = 1,
    work: Annotated[int | None, typer.Option("--work", min=1, help="Stop after so much work.")] = None,
    time_limit: Annotated[
        float | None, typer.Option("--time-limit", min=0.1, help="Stop after so many seconds.")
    ] = None,
    language: Language = "en",
    json: Json = False,
) -> None:
    """Plan again after something happened: a batch failed, a supplier is shut, a place is closed, blood is not fit.

    What can stand stands; every change has a reason and names who must be told. The new plan holds its country.
    """
    if work is not None and time_limit is not None:
        raise typer.BadParameter("Give one of --work and --time-limit.", param_hint="--work")
    from doseline.execution import TerminalProgress

    replan_plan = operation("replan_plan")
    with telling_what_is_replaced(out), TerminalProgress() as progress:
        summary = replan_plan(
            plan,
            events,
            out,
            package_path=package,
            seed=seed,
            work=work,
            time_limit_s=time_limit,
            language=language,
            progress=progress,
        )
    if json:
        emit_json(summary)
    else:
        from doseline.cli.headlines import replan_lines

        for line in replan_lines(summary, out, language):
            emit_text(line)


def offer(
    plan: PlanNeeded,
    regimen: Annotated[str, typer.Option("--regimen", help="Regimen of the course.")],
    catchment: Annotated[str, typer.Option("--catchment", help="Where the patient lives.")],
    sex: Annotated[str, typer.Option("--sex", help="female or male: it says who may share a room.")],
    weight: Annotated[
        float | None, typer.Option("--weight", min=1.0, max=500.0, help="Body weight (kg), where a product needs it.")
    ] = None,
    referred_on: Annotated[
        datetime | None, typer.Option("--referred-on", formats=["%Y-%m-%d"], help="Date of the referral.")
    ] = None,
    max_travel: Annotated[float | None, typer.Option("--max-travel", min=0.0, help="Farthest way (min).")] = None,
    package: Annotated[Path | None, typer.Option("--package", help="Folder of the country.")] = None,
    starts: Annotated[int, typer.Option("--starts", min=1, max=20, help="Offers of one centre at most.")] = 3,
    language: Language = "en",
    json: Json = False,
) -> None:
    """Offer the best slots of a whole course to a new patient on a plan that stands, with nobody else moved."""
    found = operation("offer_slots")(
        plan,
        regimen=regimen,
        catchment=catchment,
        sex=sex,
        weight_kg=weight,
        referred_on=referred_on.date() if referred_on else None,
        max_travel_min=max_travel,
        package_path=package,
        starts=starts,
    )
    if json:
        emit_json(found)
    else:
        from doseline.cli.headlines import offer_lines

        for line in offer_lines(found, language):
            emit_text(line)


_LEVELS = {
    "L1": "cycles in window, by priority",
    "L3": "changes of promises, by price",
    "L2": "days of waiting, by priority",
    "L4.1": "activity wasted, MBq",
    "L4.2": "shipments",
    "L4.3": "cost, EUR",
}
"""What each level counts."""


def _show(verdict: dict[str, Any]) -> None:
    violations, levels, gaps = verdict.pop("violations"), verdict.pop("levels"), verdict.pop("gap")
    proofs = {row["name"]: row for row in verdict.pop("certificates")}
    if violations:
        emit_text("Violations")
        for row in violations:
            emit_text(f"  {row['sentence']}")
        emit_text("")
    emit_table(
        "Levels",
        ["level", "counts", "value", "claimed bound", "proved bound", "holds", "gap"],
        [
            [
                name,
                _LEVELS.get(name, ""),
                levels.get(name),
                *(proofs.get(name, {}).get(key) for key in ("claimed_bound", "reevaluated_bound", "holds")),
                _gap(gaps.get(name)),
            ]
            for name in dict.fromkeys([*levels, *proofs])
        ],
    )
    for row in proofs.values():
        if not row["holds"]:
            emit_text(f"{row['name']}: {row['sentence']}")
    emit_mapping(verdict)


def _gap(gap: float | None) -> str | None:
    """Write a gap, a ratio to the bound; where the bound says next to nothing, so does the gap."""
    if gap is None:
        return None
    return f"{gap:.2%}" if gap <= 1.0 else "over 100%"
