"""All commands, in the order in which help lists them."""

from typing import Annotated

import typer

from doseline.cli import network, planning, showing

__all__ = ["app"]

app = typer.Typer(
    name="doseline",
    help="Radioligand therapy from reactor to patient, on time: plan a whole country, check the plan, explain it.",
    epilog="Example: doseline demo --no-serve",
    no_args_is_help=False,
    add_completion=False,
    pretty_exceptions_enable=False,
)


def _show_version(value: bool) -> None:
    if value:
        from doseline import __version__

        typer.echo(f"doseline {__version__}")
        raise typer.Exit


@app.callback(invoke_without_command=True)
def _root(
    context: typer.Context,
    _version: Annotated[
        bool, typer.Option("--version", callback=_show_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    if context.invoked_subcommand is None:
        typer.echo(context.get_help())


app.command("demo", epilog="Example: doseline demo --no-serve -o out")(showing.demo)
app.command("week", epilog="Example: doseline week --seed 3 -o week-3")(showing.week)
app.add_typer(network.app, name="network")
app.command("plan", epilog="Example: doseline plan be-base -o plan --seed 1 --work 20")(planning.plan)
app.command("check", epilog="Example: doseline check be-base plan")(planning.check)
app.command("explain", epilog="Example: doseline explain plan --course C-00042")(planning.explain)
app.command("replan", epilog="Example: doseline replan plan --events events.json -o plan-2")(planning.replan)
app.command("offer", epilog="Example: doseline offer plan --regimen PLUVICTO-6 --catchment GENT --sex male")(
    planning.offer
)
app.command("bench", epilog="Example: doseline bench --only chains -o bench.json")(showing.bench)
