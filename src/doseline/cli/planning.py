"""``doseline plan``, ``check`` and ``explain``."""

from pathlib import Path
from typing import Annotated

import typer

from doseline.cli.explained import emit_course, emit_explanation
from doseline.cli.headlines import plan_lines
from doseline.cli.operation import operation
from doseline.cli.options import Json, Language, Package, Plan, Seed
from doseline.cli.output import emit_json, emit_mapping, emit_table, emit_text

__all__ = ["check", "explain", "plan"]

_HERE = Path()
_PLAN = Path("plan")


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
    without: Annotated[
        list[str] | None, typer.Option("--without", help="Leave a constraint out, such as C09; may be repeated.")
    ] = None,
    language: Language = "en",
    json: Json = False,
) -> None:
    """Plan a country: who is treated where and when, with which vial; with a proof of how good the plan is."""
    if work is not None and time_limit is not None:
        raise typer.BadParameter("Give --work or --time-limit, not both.", param_hint="--time-limit")
    from doseline.execution import TerminalProgress

    plan_package = operation("plan_package")
    with TerminalProgress() as progress:
        summary = plan_package(
            package,
            out,
            seed=seed,
            work=work,
            time_limit_s=time_limit,
            without=tuple(without or ()),
            language=language,
            progress=progress,
        )
    if json:
        emit_json(summary)
    else:
        for line in plan_lines(summary, out):
            emit_text(line)


def check(
    package: Package,
    plan: Plan,
    json: Json = False,
) -> None:
    """Check a plan against its country by a program that shares no code with the planner.

    Leaves with 0 when the plan keeps every rule and its bounds are proved, with 1 when not, with 2 when it cannot be
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
    course: Annotated[str | None, typer.Option("--course", help="Explain one course alone.")] = None,
    package: Annotated[
        Path | None,
        typer.Option("--package", help="Folder of the country.", show_default="the one beside the plan, if any"),
    ] = None,
    language: Language = "en",
    json: Json = False,
) -> None:
    """Explain why patients are not served in time: what binds, where, and for whom; or one course from target on."""
    explanation = operation("explain_plan")(plan, course_id=course, package_path=package, language=language)
    if json:
        emit_json(explanation)
    elif course is None:
        emit_explanation(explanation)
    else:
        emit_course(explanation)


def _show(verdict: dict[str, object]) -> None:
    violations = verdict.pop("violations")
    certificates = verdict.pop("certificates")
    for title, rows in (("Violations", violations), ("Certificates", certificates)):
        if isinstance(rows, list) and rows:
            columns = [column for column in rows[0] if column != "sentence"]
            emit_table(title, columns, [[row[column] for column in columns] for row in rows])
    for row in certificates if isinstance(certificates, list) else ():
        if not row["holds"]:
            emit_text(f"{row['name']}: {row['sentence']}")
    emit_mapping(verdict)
