"""Where the country of a plan is, and whether the plan is legal there.

It is the one that was named, else the one inside the plan, else one beside it.
"""

from pathlib import Path
from typing import TYPE_CHECKING

from doseline.errors import UserError

if TYPE_CHECKING:
    from doseline.network import PlanPackage

__all__ = ["countries_near", "country_of", "find_country", "require_legal"]


def find_country(plan_path: Path, plan: "PlanPackage", package_path: Path | str | None) -> Path | None:
    """Return the folder of a plan's country, or None where none is found; known by its hash.

    Raises
    ------
    UserError
        If a country was named and the plan was made for another one.
    """
    from doseline.network import package_sha256, require_made_for

    if package_path is not None:
        require_made_for(plan, package_sha256(package_path), plan_path, package_path)
        return Path(package_path)
    return next((folder for folder in countries_near(plan_path) if package_sha256(folder) == plan.package_sha256), None)


def country_of(plan_path: Path, plan: "PlanPackage", package_path: Path | str | None) -> Path:
    """Return the folder of a plan's country.

    Raises
    ------
    UserError
        If it is not there, or another one was named.
    """
    found = find_country(plan_path, plan, package_path)
    if found is None:
        raise UserError(
            f"The country of the plan {plan_path} is not there.",
            given=", ".join(folder.name for folder in countries_near(plan_path)) or "no country near the plan",
            allowed=f"the package {plan.package_name} with SHA-256 {plan.package_sha256}, inside the plan or beside it",
            remedy="Name its folder with --package.",
        )
    return found


def countries_near(plan_path: Path) -> list[Path]:
    """Return the folders inside a plan and beside it that hold a country."""
    from doseline.network.folder import COUNTRY, kind_of_folder

    beside = sorted(plan_path.resolve().parent.iterdir())
    return [folder for folder in (plan_path.resolve() / COUNTRY, *beside) if kind_of_folder(folder) == "country"]


def require_legal(folder: Path, plan_path: Path | str, *, known: str) -> None:
    """Refuse a plan that breaks a rule.

    Parameters
    ----------
    folder : of the plan's country
    plan_path : folder of the plan
    known : what is asked of the plan, and known of a legal one alone

    Raises
    ------
    UserError
        With the first rule that it breaks.
    """
    from doseline.checking import broken_rules

    broken = broken_rules(folder, plan_path)
    if broken:
        raise UserError(
            f"The plan {plan_path} breaks a rule: {broken[0].sentence}",
            allowed=f"a legal plan, of which it is known {known}",
            remedy=f"See all of it with `doseline check {folder} {plan_path}`, and plan again.",
        )
