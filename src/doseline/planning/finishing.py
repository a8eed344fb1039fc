"""What comes after the search: less waste, fewer shipments and less cost (L4) at no loss of the levels above."""

import time
from typing import Final

import numpy as np
from numpy.typing import NDArray

from doseline.pathway.radioactivity import half_lives_h
from doseline.pathway.supply import usable_mbq
from doseline.planning.kernels.ledger import Tariff, spent_by
from doseline.planning.kernels.saving import empty_desk, save
from doseline.planning.kernels.state import State
from doseline.planning.problem import Problem
from doseline.quantities import min_from_h

__all__ = ["finish", "slices_after", "tariff_of"]

F64 = NDArray[np.float64]

FEWEST_MOVES: Final = 4000
"""Moves after any search .."""

MOVES_A_ROUND: Final = 400
""".. and more for each round of it."""

SLICE_MOVES: Final = 200
"""Moves at one heat, after which a timed run looks at the clock."""

TIMED_SLICES: Final = 5
"""Slices at the first heat, by which a timed run counts how many there will be."""

FIRST_HEAT: Final = (300.0, 0.5, 100.0)
LAST_HEAT: Final = (1.0, 0.05, 1.0)
"""MBq, shipments and EUR that a move may spend more with one chance in e, at first and in the end: from the worth of a
vial some hours older to nothing to speak of."""


def tariff_of(problem: Problem) -> Tariff:
    """What vials waste, batches hold and departures cost, as the fourth level counts them.

    The waste of irrevocable orders that nobody gets is the same for all plans; a plan that uses one is spared it.

    Parameters
    ----------
    problem : a compiled problem
    """
    arrays, menu = problem.arrays, problem.menu
    half_life_h = half_lives_h(problem.network)
    of_product = np.array([min_from_h(half_life_h[product.nuclide]) for product in problem.products])
    waits_min = np.array([source.dispatch_min - source.calibration_min for source in problem.sources])
    bound = np.array([source.irrevocable and "C06" not in problem.without for source in problem.sources], dtype=bool)
    residual_mbq = np.array([0.0 if p.form == "stock_vial" else p.residual_mbq for p in problem.products])
    prescribed_mbq = np.array([key.prescribed_mbq for key in problem.pairs])
    pair = np.repeat(np.arange(menu.ptr.shape[0] - 1), np.diff(menu.ptr)) // arrays.n_days
    product = arrays.pairs["product"][pair]
    source = arrays.routes["source"][menu.entries["route"]]
    at_dispatch_mbq = menu.entries["at_calibration_mbq"] * np.exp2(-waits_min[source] / of_product[product])
    given_mbq = prescribed_mbq[pair] - residual_mbq[product]
    return Tariff(
        vial_mbq=np.where(bound[source], 0.0, at_dispatch_mbq) - given_mbq,
        held_mbq=_held_mbq(problem),
        fare_eur=np.array([departure.lane.cost_eur or 0.0 for departure in problem.departures], dtype=np.float64),
    )


def _held_mbq(problem: Problem) -> F64:
    """What a batch really holds by the irradiation that feeds it, also where the plan need not heed it (C03)."""
    if "C03" not in problem.without:
        return problem.arrays.options["usable"].copy()
    return np.array(
        [usable_mbq(problem.network, source, option) for source in problem.sources for option in source.options]
    )


def slices_after(rounds: int) -> int:
    """Slices of moves that come after so many rounds of search."""
    return (FEWEST_MOVES + MOVES_A_ROUND * rounds) // SLICE_MOVES


def finish(
    problem: Problem,
    state: State,
    *,
    seed: int,
    planned: int,
    done: int | None = None,
    time_limit_s: float | None = None,
) -> tuple[State, int, int]:
    """A plan at least as good on L1, L3 and L2, that wastes less, ships less or costs less, in this order.

    The same slices and seed give the same plan. Under a time limit as many are planned as fit into it by the time that
    the first ones took.

    Parameters
    ----------
    problem : a compiled problem
    state : a legal plan; it goes on from there, and is changed
    seed : of the moves
    planned : slices of moves by which it cools; under a time limit they are counted here
    done : slices of an earlier run that is repeated, or None: all
    time_limit_s : seconds at most, or None

    Returns
    -------
    the plan, and slices planned and done
    """
    tariff = tariff_of(problem)
    spent = np.zeros(3)
    spent_by(problem.arrays, state, tariff, spent)
    least = spent.copy()
    best = State._make(array.copy() for array in state)
    if not problem.n_cycles:
        return best, planned, 0
    desk = empty_desk()
    first, last = np.array(FIRST_HEAT), np.array(LAST_HEAT)
    began = time.perf_counter()
    number = 0
    while number < (planned if done is None else done):
        elapsed_s = time.perf_counter() - began
        if time_limit_s is not None and elapsed_s >= time_limit_s:
            break
        if time_limit_s is not None and number == TIMED_SLICES:
            planned = max(TIMED_SLICES, int(TIMED_SLICES * time_limit_s / elapsed_s))
        heat = first if number < TIMED_SLICES else first * (last / first) ** (number / planned)
        draw = seed * 100_003 + number
        save(problem.arrays, problem.menu, state, best, tariff, SLICE_MOVES, draw, heat, spent, least, desk)
        number += 1
    return best, planned, number
