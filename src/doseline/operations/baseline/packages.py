"""Bookings from disk to disk, as plans that `doseline check` judges like any other."""

import time
from collections.abc import Collection, Mapping
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from doseline.network.model import Network, PlanPackage
    from doseline.operations.replanning.effects import Effects
    from doseline.operations.replanning.keeping import Again

__all__ = ["book_package", "rebook"]


def book_package(
    package_path: Path | str,
    plan_path: Path | str,
    *,
    rung: Collection[tuple[str, int]] = (),
    vials: Mapping[tuple[str, int], str] | None = None,
    late: bool = True,
    lowering: bool = False,
) -> Mapping[str, object]:
    """Book a country first come, first served, and write the plan, checked.

    Parameters
    ----------
    package_path : the country
    plan_path : folder of the plan; an older plan there is replaced in one step
    rung : promised cycles, as course and number, that cannot stand; their patients are rung up in turn
    vials : source of the vial of each promised cycle: slot, order or batch; None: of none
    late : whether a centre that has nothing free inside the window books the first free place after it
    lowering : whether floors of regions that the bookings miss are lowered in the folder of the country

    Returns
    -------
    the plan's summary, as in ``summary.json``; its bounds are those that hold of every plan

    Raises
    ------
    PinsCannotStand
        If pinned administrations cannot be given.
    IllegalPlan
        If the checker refuses the bookings.
    """
    from doseline.network import package_sha256, read_network
    from doseline.operations.baseline.booking import booked_outcome
    from doseline.operations.planning import Desk
    from doseline.planning import compile_problem

    began = time.perf_counter()
    network = read_network(package_path)
    sha256 = package_sha256(package_path)
    started = time.perf_counter()
    desk = Desk(network, Path(package_path), Path(plan_path), sha256, 0, frozenset(), began, started, None)
    outcome = booked_outcome(compile_problem(network), rung, vials=vials or {}, late=late, lowering=lowering)
    desk.elapsed_s = time.perf_counter() - started
    return desk.hand_in(outcome, report=False, language="en")


def rebook(
    country: "Network",
    before: "PlanPackage",
    effects: "Effects",
    *,
    country_path: Path,
    plan_path: Path,
    late: bool = True,
) -> "Again":
    """Ring up everybody whose promise events break, in turn, and write the country as it is then, and its plan.

    Parameters
    ----------
    country, before : a country and its legal plan
    effects : of the events
    country_path, plan_path : folders to write
    late : as in `book_package`
    """
    from doseline.operations.chain import Chains
    from doseline.operations.replanning.keeping import plan_again

    vials = {key: chain.source.partition(":")[2] for key, chain in Chains(before).by_cycle.items()}
    return plan_again(
        country,
        before,
        effects,
        country_path=country_path,
        plan_path=plan_path,
        seed=0,
        planner=partial(book_package, rung=frozenset(effects.broken), vials=vials, late=late, lowering=True),
    )
