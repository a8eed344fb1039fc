"""Options and arguments that several commands share."""

from pathlib import Path
from typing import Annotated

import typer

__all__ = ["Json", "Language", "Package", "PackageNeeded", "Plan", "PlanNeeded", "Seed", "Static"]

Json = Annotated[bool, typer.Option("--json", help="Print the result as JSON, for machines.")]
Language = Annotated[str, typer.Option("--language", help="Language of what is written: en, nl, fr or de.")]
Package = Annotated[Path, typer.Argument(help="Folder of the country package.", show_default="this folder")]
Plan = Annotated[Path, typer.Argument(help="Folder of the plan.", show_default="this folder")]
PackageNeeded = Annotated[Path, typer.Argument(help="Folder of the country package.")]
PlanNeeded = Annotated[Path, typer.Argument(help="Folder of the plan.")]
Seed = Annotated[
    int,
    typer.Option("--seed", min=0, max=2**32 - 1, help="Seed of everything random; the same seed, the same result."),
]
Static = Annotated[bool, typer.Option("--static", help="The country has no cohort and no slots yet.")]
