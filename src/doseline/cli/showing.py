"""``doseline demo``, ``week`` and ``bench``."""

import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any

import typer

from doseline.cli.folders import require_ours_or_free
from doseline.cli.operation import operation
from doseline.cli.options import Json, Language, Seed
from doseline.cli.output import emit_json, emit_table, emit_text

__all__ = ["bench", "demo", "week"]

_DEMO = Path("doseline-demo")
_BENCH = Path("bench.json")
_HIGHEST_PORT = 65535


def demo(
    no_serve: Annotated[
        bool, typer.Option("--no-serve", help="Do the work and leave; do not serve the report.")
    ] = False,
    out: Annotated[Path, typer.Option("-o", "--out", help="Folder of the package, the plan and the report.")] = _DEMO,
    port: Annotated[
        int | None,
        typer.Option(
            "--port",
            min=0,
            max=_HIGHEST_PORT,
            help="Port of the report on this machine; 0: any.",
            show_default="8000, or a free one",
        ),
    ] = None,
    language: Language = "en",
    json: Json = False,
) -> None:
    """Plan Belgium low, base and high, check the plans by the stranger, run the golden week, and show it all here."""
    from doseline.execution import TerminalProgress

    require_ours_or_free(out)
    run_demo = operation("run_demo")
    bars = TerminalProgress()

    def announce(result: Mapping[str, Any], address: str | None) -> None:
        # The bars are done, and a served folder would keep them on the screen.
        bars.__exit__(None, None, None)
        if json:
            emit_json({**result, "address": address})
        else:
            from doseline.cli.headlines import demo_lines

            for line in demo_lines(result, address, language):
                emit_text(line)
        sys.stdout.flush()

    with bars:
        run_demo(out=out, serve=not no_serve, port=port, progress=bars, announce=announce, language=language)


def week(
    seed: Seed = 1,
    out: Annotated[
        Path | None, typer.Option("-o", "--out", help="Folder of the record.", show_default="week-SEED")
    ] = None,
    language: Language = "en",
    json: Json = False,
) -> None:
    """Run the golden week: one patient from target to discharge, through a rejected batch."""
    from doseline.execution import TerminalProgress

    target = Path(f"week-{seed}") if out is None else out
    require_ours_or_free(target)
    run_week = operation("run_week")
    with TerminalProgress() as progress:
        result = run_week(seed=seed, out=target, language=language, progress=progress)
    if json:
        emit_json(result)
    else:
        from doseline.cli.headlines import week_lines

        for line in week_lines(result, target, language):
            emit_text(line)


def bench(
    only: Annotated[
        list[str] | None, typer.Option("--only", help="Run the benchmarks of this name; may be repeated.")
    ] = None,
    out: Annotated[Path, typer.Option("-o", "--out", help="File of the results.")] = _BENCH,
    json: Json = False,
) -> None:
    """Time Doseline and a peer side by side, and write the ratios."""
    from doseline.execution import TerminalProgress

    run_benchmarks = operation("run_benchmarks")
    with TerminalProgress() as progress:
        rows = run_benchmarks(only=tuple(only or ()), out=out, progress=progress)
    if json:
        emit_json(rows)
    elif rows:
        from doseline.operations.benchmarks.results import COLUMNS
        from doseline.operations.benchmarks.value import VALUE_COLUMNS, value_cells

        columns = list(COLUMNS)  # the file has the rest: sizes, gaps, how it was measured
        emit_table("Benchmarks", columns, [[row.get(column) for column in columns] for row in rows])
        worth = [cells for cells in map(value_cells, rows) if cells is not None]
        if worth:
            emit_table("Value", VALUE_COLUMNS, worth)
        emit_text(f"Wrote {out}.")
