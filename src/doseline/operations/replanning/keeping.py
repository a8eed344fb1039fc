"""Plan again after events, with every promise kept that can stand."""

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from doseline.execution import Progress, silent
from doseline.operations.replanning.effects import Cycle, cycle_of

if TYPE_CHECKING:
    from doseline.network.model import Network, PlanPackage
    from doseline.operations.replanning.effects import Effects

__all__ = ["Again", "plan_again"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Again:
    """A country after events and its plan.

    Attributes
    ----------
    country : as it is now
    plan : of what lies ahead
    taken_back : promises that no event broke and that could not stand any more
    """

    country: "Network"
    plan: "PlanPackage"
    taken_back: frozenset[Cycle]


def plan_again(
    country: "Network",
    before: "PlanPackage",
    effects: "Effects",
    *,
    country_path: Path,
    plan_path: Path,
    seed: int,
    work: int | None = None,
    time_limit_s: float | None = None,
    report: bool = True,
    language: str = "en",
    progress: Progress = silent,
    planner: Callable[[Path, Path], object] | None = None,
) -> Again:
    """Plan what lies ahead of events and write the country as it is then, and its plan.

    What is to be given within notice is pinned, and everything else promised at a price: the planner takes a promise
    back only where more cycles come into their window by it, and then the cheapest one. Pins that cannot stand any
    more, which the planner names, become promises too. Floors of regions that no plan was found to reach are lowered in
    the country, from what was asked for in the beginning, whatever an earlier plan lowered.

    Parameters
    ----------
    country, before : a country and its legal plan
    effects : of the events
    country_path, plan_path : folders to write
    seed, work, time_limit_s, report, language, progress : of the plan
    planner : who plans a country into a folder instead of Doseline, and may lower floors there; None: nobody, and the
        options above hold

    Raises
    ------
    PinsCannotStand
        If nothing that the events leave free makes room for what is pinned in the country itself.
    """
    from doseline.network import read_network, read_plan, write_network
    from doseline.operations.chain import Chains
    from doseline.operations.planning import plan_package
    from doseline.operations.replanning.rolling import roll_forward
    from doseline.planning import PinsCannotStand

    planner = planner or partial(
        plan_package,
        seed=seed,
        work=work,
        time_limit_s=time_limit_s,
        lowering=True,
        first=False,
        report=report,
        language=language,
        progress=progress,
    )
    cycles = tuple(map(cycle_of, Chains(before).by_cycle.values()))
    given = {(row.course_id, row.cycle_number): row.administered_at for row in before.administrations}
    broken = _with_later_cycles(cycles, effects.broken)
    ahead = {key for key in cycles if given[key] >= effects.at} | broken
    free = set(broken)
    while True:
        later = roll_forward(country, before, effects, free=free)
        write_network(later, country_path)
        try:
            planner(country_path, plan_path)
        except PinsCannotStand as refused:
            if free >= ahead:
                raise
            named = {course_id for course_id, _ in refused.cycles}
            free |= {key for key in ahead if key[0] in named} - free or ahead
            continue
        after = read_plan(plan_path)
        if after.lowered_floors:
            later = read_network(country_path)
        stand_by = frozenset(row.course_id for row in later.standbys)
        moved = _moved(before, after, ahead - broken, stand_by)
        return Again(country=later, plan=after, taken_back=frozenset(moved))


def _moved(
    before: "PlanPackage", after: "PlanPackage", promised: Collection[Cycle], stand_by: Collection[str]
) -> Iterator[Cycle]:
    """Yield the promised cycles that are given at another centre, place or instant, or not at all.

    Who stands by and comes earlier to the same centre has agreed to it: that takes no promise back.
    """
    now = {(row.course_id, row.cycle_number): row for row in after.administrations}
    for row in before.administrations:
        key = row.course_id, row.cycle_number
        given = now.get(key)
        called_in = (
            given is not None
            and row.course_id in stand_by
            and given.site_id == row.site_id
            and given.administered_at < row.administered_at
        )
        place = None if given is None else (given.site_id, given.place_id, given.administered_at)
        if key in promised and not called_in and place != (row.site_id, row.place_id, row.administered_at):
            yield key


def _with_later_cycles(cycles: Collection[Cycle], broken: Collection[Cycle]) -> set[Cycle]:
    """Return cycles whose promise is broken, and later ones of the same courses: these follow from them."""
    first: dict[str, int] = {}
    for course_id, number in broken:
        first[course_id] = min(number, first.get(course_id, number))
    return {key for key in cycles if key[0] in first and key[1] >= first[key[0]]}
