"""Solve again from a plan at hand: everything is free to move, and what is found is checked by the stranger."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Final

import numpy as np

from doseline.planning import Outcome, Problem, plan_tables
from doseline.planning.kernels.construction import rebuild
from doseline.planning.kernels.search import search
from doseline.planning.kernels.state import State, empty_state
from doseline.planning.levels import Levels, better, levels_of
from doseline.planning.problem import initial_reactor_use
from doseline.planning.relaxation import Bound

if TYPE_CHECKING:
    from doseline.network.model import Network
    from doseline.operations.gaining.units import Unit
    from doseline.planning.arrays import Prices

__all__ = ["Found", "Pair", "improved", "is_legal", "taken_back"]

ROUND_MOVES: Final = 500
ROUNDS_A_WORK: Final = 8
"""Moves at one heat, and how often the heat falls in one round of work: as in the search of a plan."""

HEAT_D: Final = (2.0, 0.2)
NOISE_D: Final = (6.0, 2.0)
REWARD_D: Final = 1000.0
"""Days that a move may lose with one chance in e, random days added to a day's cost, days that a cycle in window is
worth: small steps from a plan that is good already, as where much was promised."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A plan found again.

    Attributes
    ----------
    problem, state : what was solved, and the plan
    levels : what regions lack to their floors, and its L1, L3 and L2
    """

    problem: Problem
    state: State
    levels: Levels

    @property
    def in_window(self) -> int:
        """L1: cycles in window by weight."""
        return self.levels[1]

    @property
    def cycles_in_window(self) -> int:
        """Cycles in window, each counted once."""
        given, window = self.state.cycles["day"], self.problem.arrays.cycles["window_day"]
        return int(((given >= 0) & (given <= window)).sum())

    @property
    def days_late(self) -> int:
        """L2: days of waiting by weight."""
        return self.levels[3]


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """The best plans known with a unit and without it.

    Attributes
    ----------
    given, without : with the unit, and without it; the same where the unit gains nothing
    legal : whether the stranger found no rule broken by the plan that was found with it
    """

    given: Found
    without: Found
    legal: bool


def improved(problem: Problem, state: State, prices: "Prices", *, work: int, seed: int) -> Found:
    """The best plan that the search finds from a legal one, never worse than that.

    The same work and seed give the same plan.

    Parameters
    ----------
    problem : a compiled problem
    state : a legal plan of it
    prices : of `search_prices`
    work : rounds
    seed : of the moves
    """
    here, best, draft = _copy(state), _copy(state), _copy(state)
    levels = levels_of(problem, state)
    slices = work * ROUNDS_A_WORK
    for number in range(slices if problem.n_cycles else 0):
        share = number / slices
        heat, noise = (first * (last / first) ** share for first, last in (HEAT_D, NOISE_D))
        draw = seed * 100_003 + number
        *reached, _ = search(
            problem.arrays, problem.menu, here, draft, ROUND_MOVES, draw, REWARD_D, heat, noise, prices
        )
        now = (int(reached[0]), int(reached[1]), int(reached[2]), int(reached[3]))
        if better(now, levels):
            best.cycles[:] = draft.cycles
            levels = now
    fresh = empty_state(problem.arrays, initial_reactor_use(problem))
    rebuild(problem.arrays, problem.menu, fresh, best)
    return Found(problem=problem, state=fresh, levels=levels_of(problem, fresh))


def _copy(state: State) -> State:
    return State._make(np.copy(column) for column in state)


def taken_back(found: Found, unit: "Unit", base: Problem) -> State:
    """A plan found with a unit, less all that may rest on the unit: legal in the country without it.

    Parameters
    ----------
    found : the plan
    unit : the unit
    base : the country without it
    """
    from doseline.planning.standing import state_of_plan

    plan, _ = plan_tables(_outcome(found), package_name="", package_sha256="")
    first: dict[str, int] = {}
    for row in unit.may_serve(plan, base.network):
        first[row.course_id] = min(row.cycle_number, first.get(row.course_id, row.cycle_number))
    # who loses a cycle loses those after it, for they hang on it
    kept = [
        (row, stay)
        for row, stay in zip(plan.administrations, plan.stays, strict=True)
        if row.cycle_number < first.get(row.course_id, row.cycle_number + 1)
    ]
    rows, stays = tuple(row for row, _ in kept), tuple(stay for _, stay in kept)
    return state_of_plan(base, replace(plan, administrations=rows, stays=stays))


def is_legal(found: Found, network: "Network") -> bool:
    """Whether the stranger finds no rule broken by a plan of a country.

    Parameters
    ----------
    found : the plan
    network : the country, perhaps another one than it was planned for: what does not exist there is no legal plan
    """
    from doseline.checking import check_plan
    from doseline.errors import BadPackage
    from doseline.network import package_sha256, write_network, write_plan

    with TemporaryDirectory(prefix="doseline-") as folder:
        country, draft = Path(folder) / "country", Path(folder) / "plan"
        write_network(network, country)
        plan, _ = plan_tables(
            _outcome(found), package_name=network.properties.instance, package_sha256=package_sha256(country)
        )
        write_plan(plan, draft)
        try:
            return not check_plan(country, draft).violations
        except BadPackage as unreadable:
            if unreadable.kind == "plan":
                return False
            raise


def _outcome(found: Found) -> Outcome:
    """A plan as one of which nothing but the trivial is proven."""
    names: Mapping[str, int] = {"L1": int(found.problem.cycle_weight.sum()), "L2": 0}
    if found.problem.arrays.promises_matter:
        names = {**names, "L3": 0}
    return Outcome(
        problem=found.problem,
        state=found.state,
        owed=found.levels[0],
        in_window=found.levels[1],
        changed=found.levels[2],
        days_late=found.levels[3],
        bounds={
            name: Bound(name=name, value=value, raw=float(value), prices={}, floor=0.0) for name, value in names.items()
        },
        work=0,
        elapsed_s=0.0,
        first_plan_s=0.0,
    )
