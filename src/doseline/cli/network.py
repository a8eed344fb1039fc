"""``doseline network``: check, show, make, upgrade country packages and apply their scenarios."""

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any

import typer

from doseline.cli.folders import telling_what_is_replaced
from doseline.cli.options import Json, Package, PackageNeeded, Seed, Static
from doseline.cli.output import emit_json, emit_mapping, emit_message, emit_table, emit_text

__all__ = ["app"]

app = typer.Typer(
    help="Check, show, make and upgrade country packages, and apply their scenarios.",
    epilog="Example: doseline network synth --instance BE-base --seed 1 -o be-base",
    no_args_is_help=True,
)

_HERE = Path()


@app.command("check", epilog="Example: doseline network check be-base")
def check(package: Package = _HERE, static: Static = False, json: Json = False) -> None:
    """Check a country package: form, keys and sense. Every fault is listed, with its place and what to do."""
    from doseline.errors import BadPackage
    from doseline.network import check_network, package_sha256

    faults = check_network(package, static=static)
    if faults:
        raise BadPackage(str(package), faults)
    sha256 = package_sha256(package)
    if json:
        emit_json({"package": str(package), "sha256": sha256, "faults": []})
    else:
        emit_text(f"{package} is a sound country package.\nsha256 {sha256}")


@app.command("show", epilog="Example: doseline network show be-base")
def show(package: Package = _HERE, static: Static = False, json: Json = False) -> None:
    """Show a country: its centres, suppliers and courses, and how many of its figures are assumptions."""
    from doseline.network import read_network, summarise

    summary = summarise(read_network(package, static=static))
    if json:
        emit_json(summary)
    else:
        _show(summary)


@app.command("synth", epilog="Example: doseline network synth --instance BE-base --seed 1 -o be-base")
def synth(
    instance: Annotated[str, typer.Option("--instance", help="Name of the instance.")] = "BE-base",
    seed: Seed = 1,
    out: Annotated[
        Path | None, typer.Option("-o", "--out", help="Folder to write.", show_default="the instance's name")
    ] = None,
    scale: Annotated[float, typer.Option("--scale", help="Size of the country; 10 is ten Belgiums.")] = 1.0,
    json: Json = False,
) -> None:
    """Make a named instance: a country with synthetic patients, slots and an initial state."""
    from doseline.demand import synthesise
    from doseline.network import package_sha256, summarise, write_network

    target = Path(instance.lower()) if out is None else out
    emit_message(f"Making {instance}, seed {seed} ..")
    network = synthesise(instance=instance, seed=seed, scale=scale)
    with telling_what_is_replaced(target):
        write_network(network, target)
    counts = summarise(network)["counts"]
    if json:
        emit_json({"package": str(target), "sha256": package_sha256(target), "counts": counts})
    else:
        emit_text(f"Wrote {target}: {counts['courses']:,} courses at {counts['centres']} centres. All are synthetic.")


@app.command("apply", epilog="Example: doseline network apply my-country --scenario low -o my-country-low")
def apply(
    package: PackageNeeded,
    scenario: Annotated[str, typer.Option("--scenario", help="Name of the scenario, as the table scenarios has it.")],
    out: Annotated[Path, typer.Option("-o", "--out", help="Folder of the country in that scenario.")],
    static: Static = False,
    json: Json = False,
) -> None:
    """Write a country as it is in one of its scenarios, as a package that can be planned; the first is only read."""
    from doseline.network import package_sha256, write_scenario

    with telling_what_is_replaced(out):
        write_scenario(package, scenario, out, static=static)
    if json:
        emit_json({"package": str(out), "sha256": package_sha256(out), "scenario": scenario})
    else:
        emit_text(f"Wrote {out}: {package} in its scenario {scenario}.")


@app.command("add-centre", epilog="Example: doseline network add-centre be-base --like UZA --site UZ-NEW -o be-more")
def add_centre(
    package: PackageNeeded,
    like: Annotated[str, typer.Option("--like", help="Centre whose rows are taken over.")],
    site: Annotated[str, typer.Option("--site", help="Key of the new centre.")],
    out: Annotated[Path, typer.Option("-o", "--out", help="Folder to write; it may be that of the country.")],
    name: Annotated[str | None, typer.Option("--name", help="Its name.", show_default="its key")] = None,
    static: Static = False,
    json: Json = False,
) -> None:
    """Write a country with one more centre, like another in all that it has; its rows are assumptions to be mended."""
    from doseline.network import package_sha256, write_with_centre

    with telling_what_is_replaced(out):
        rows = write_with_centre(package, out, like=like, site_id=site, name=name or site, static=static)
    if json:
        emit_json({"package": str(out), "sha256": package_sha256(out), "site_id": site, "rows": rows})
    else:
        said = ", ".join(f"{table} {count}" for table, count in rows.items())
        emit_text(f"Wrote {out}, with a centre {site} like {like}. Rows to look at: {said}.")


@app.command("upgrade", epilog="Example: doseline network upgrade old-package -o new-package")
def upgrade(
    package: PackageNeeded,
    out: Annotated[Path, typer.Option("-o", "--out", help="Folder of the upgraded package.")],
    json: Json = False,
) -> None:
    """Write a package that follows older table schemas anew, following the present ones."""
    from doseline.network import package_sha256, upgrade_network

    upgrade_network(package, out)
    if json:
        emit_json({"package": str(out), "sha256": package_sha256(out)})
    else:
        emit_text(f"Wrote {out}.")


def _show(summary: Mapping[str, Any]) -> None:
    for name in ("centres", "suppliers", "products"):
        rows = summary[name]
        if rows:
            columns = [column.replace("_", " ") for column in rows[0]]
            emit_table(name.capitalize(), columns, [list(row.values()) for row in rows])
    emit_mapping({"properties": summary["properties"], "counts": summary["counts"]})
    figures = summary["figures"]
    assumed = figures["by_confidence"].get("assumption", 0)
    emit_text(f"figures: {figures['total']:,}, of which {assumed:,} are assumptions or derived from one")
    emit_mapping({"by_confidence": figures["by_confidence"]}, indent=1)
