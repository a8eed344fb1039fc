"""From a problem to a plan with bounds: construct, price, search, in rounds of fixed work."""

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from doseline.errors import UserError
from doseline.planning.kernels.placement import apply_cycle, remove_cycle
from doseline.planning.kernels.polish import polish
from doseline.planning.kernels.search import construct, place_pins, plan_values, rebuild, search
from doseline.planning.kernels.state import State, empty_state
from doseline.planning.problem import Problem, initial_reactor_use
from doseline.planning.relaxation import SEARCH, Bound, Prices, Relaxation

__all__ = ["Effort", "Outcome", "gap", "solve"]

SEARCH_MOVES = 600
"""Moves of the search in one round."""

ASCENT_STEPS = 100
"""Subgradient steps in one round."""

LARGEST = 6
"""Courses that one move of the search takes out at most, about."""

NOISE = 3.0
"""Mean random days that the search adds to a day's cost, at most."""

SEARCH_REWARD = 30.0
"""Days late that a weighted cycle in window is worth to the prices that lead the search."""

FIRST_HEATS = (16.0, 8.0, 4.0, 2.0, 1.0, 0.5)
LATER_HEATS = (0.5, 0.25)
STEPS_A_HEAT = 10
REWARD = 1000.0
"""Days late that one weighted cycle in window is worth when the search is cold: more than any plan can trade."""

IncumbentCallback = Callable[["Outcome"], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Effort:
    """How long to work.

    Attributes
    ----------
    work : rounds at most (reproducible)
    time_limit_s : seconds at most, or None
    gap_in_window, gap_days_late : stop when both gaps are at or below these
    """

    work: int = 60
    time_limit_s: float | None = None
    gap_in_window: float = 0.0
    gap_days_late: float = 0.0


@dataclass(kw_only=True)
class Outcome:
    """A plan under construction with what is proven of it.

    Attributes
    ----------
    problem, state : the problem, and where every cycle is
    in_window, days_late : levels L1 and L2
    bounds : bounds of L1 and L2
    work : rounds done
    elapsed_s, first_plan_s : seconds since the start, and until the first plan
    """

    problem: Problem
    state: State
    in_window: int
    days_late: int
    bounds: dict[str, Bound]
    work: int
    elapsed_s: float
    first_plan_s: float

    def gap(self, name: str) -> float:
        """Gap of a level (PLANNING: over the bound, but at least a hundredth of the demanded cycles)."""
        value = self.in_window if name == "L1" else self.days_late
        return gap(value, self.bounds[name].value, self.problem.n_cycles)


def gap(value: float, bound: float, n_cycles: int) -> float:
    """``|value - bound| / max(|bound|, 0.01 n_cycles)``.

    >>> gap(98, 100, 200)
    0.02
    """
    return abs(value - bound) / max(abs(bound), 0.01 * n_cycles, 1e-12)


def _no_prices(problem: Problem) -> Prices:
    arrays = problem.arrays
    return Prices(
        cell=np.zeros((arrays.pairs.shape[0], arrays.n_days)),
        source=np.zeros(arrays.sources.shape[0]),
        centre=np.arange(arrays.centres.shape[0], dtype=np.float64),
    )


def _pin_order(problem: Problem) -> NDArray[np.int64]:
    """Pinned cycles, those with the fewest sources first, then by day: who has no choice chooses before the others."""
    arrays, menu = problem.arrays, problem.menu
    keys = []
    for cycle in np.flatnonzero(arrays.cycles["pinned"]):
        course = problem.cycle_course[cycle]
        sources: set[int] = set()
        at = 0
        for centre in range(arrays.centre_ptr[course], arrays.centre_ptr[course + 1]):
            pair = arrays.centre_pair[arrays.centres["pair_from"][centre] + cycle - arrays.course_ptr[course]]
            at = int(arrays.pairs["fixed_step"][pair])
            if 0 <= at < arrays.day_of_step.shape[0] and arrays.day_of_step[at] < arrays.n_days:
                cell = pair * arrays.n_days + int(arrays.day_of_step[at])
                routes = menu.entries["route"][menu.ptr[cell] : menu.ptr[cell + 1]]
                sources.update(arrays.routes["source"][routes].tolist())
        keys.append((len(sources), at, int(cycle)))
    return np.array([cycle for _, _, cycle in sorted(keys)], dtype=np.int64)


def _make_room(problem: Problem, state: State, cycle: int, pinned: NDArray[np.int64]) -> bool:
    """Gives a pinned cycle by moving another pinned one to another vial source."""
    arrays, menu = problem.arrays, problem.menu
    for other in pinned:
        if other == cycle or state.cycles["place"][other] < 0:
            continue
        course = int(problem.cycle_course[other])
        before = state.cycles[other].copy()
        sex = int(arrays.courses["sex"][course])
        first = int(arrays.course_ptr[course])
        pair = int(arrays.centre_pair[arrays.centres["pair_from"][before["centre"]] + other - first])
        remove_cycle(arrays, menu, state, other, pair, sex)
        failed = np.full(2, -1, dtype=np.int64)
        both = np.array([cycle, other], dtype=np.int64)
        no_price = np.zeros(arrays.sources.shape[0])
        if place_pins(arrays, menu, state, both, problem.cycle_course, no_price, failed) == 0:
            return True
        for placed in both:
            if state.cycles["place"][placed] >= 0:
                mine = int(problem.cycle_course[placed])
                centre = int(state.cycles["centre"][placed])
                its_pair = int(
                    arrays.centre_pair[arrays.centres["pair_from"][centre] + placed - arrays.course_ptr[mine]]
                )
                remove_cycle(arrays, menu, state, placed, its_pair, int(arrays.courses["sex"][mine]))
        apply_cycle(
            arrays,
            menu,
            state,
            other,
            int(before["centre"]),
            pair,
            sex,
            int(before["place"]),
            int(before["step"]),
            int(before["end"]),
            int(before["entry"]),
        )
    return False


def _pinned_state(problem: Problem) -> State:
    """A plan that holds the pinned cycles alone."""
    state = empty_state(problem.arrays, initial_reactor_use(problem))
    order = _pin_order(problem)
    failed = np.full(order.shape[0], -1, dtype=np.int64)
    no_price = np.zeros(problem.arrays.sources.shape[0])
    n_failed = place_pins(
        problem.arrays, problem.menu, state, order, problem.cycle_course, no_price, failed
    )
    lost = [int(cycle) for cycle in failed[:n_failed] if not _make_room(problem, state, int(cycle), order)]
    if lost:
        keys = [problem.demands[problem.cycle_course[cycle]].course.course_id for cycle in lost]
        raise UserError(
            "Pinned administrations cannot stand.",
            given=f"pins of the courses {', '.join(keys[:20])}" + (" .." if len(keys) > 20 else ""),
            allowed="pins that each have a vial, a place, heads and their window, and do not contradict each other",
            remedy="Take these pins out, or mend what they need.",
        )
    return state


def _constructed(problem: Problem, prices: Prices, reward: float, worth: float = np.inf) -> State:
    """A plan constructed course by course under prices, on top of the pins."""
    arrays = problem.arrays
    state = _pinned_state(problem)
    first = arrays.course_ptr[:-1]
    order = np.lexsort((arrays.cycles["window_day"][first], -arrays.courses["weight"])).astype(np.int32)
    construct(arrays, problem.menu, state, order, reward, worth, prices.cell, prices.source, prices.centre)
    if worth < np.inf:
        construct(arrays, problem.menu, state, order, reward, np.inf, prices.cell, prices.source, prices.centre)
    return state


def _fresh(problem: Problem, cycles: State) -> State:
    state = empty_state(problem.arrays, initial_reactor_use(problem))
    rebuild(problem.arrays, problem.menu, state, cycles)
    return state


def _polished(problem: Problem, state: State) -> State:
    """The same administrations with less waste and fewer shipments (L4)."""
    polish(problem.arrays, problem.menu, state, problem.cycle_course, _extra_waste_mbq(problem), 6)
    return state


def _extra_waste_mbq(problem: Problem) -> NDArray[np.float64]:
    """What taking a vial from each menu entry wastes, as far as it differs between the entries of one cycle (MBq).

    A stock vial wastes what is left after drawing, counted on noon of its day here; an irrevocable order that is used is not wasted.
    """
    arrays, menu = problem.arrays, problem.menu
    extra = np.zeros(menu.entries.shape[0])
    half_life_min = {nuclide.nuclide: 60.0 * nuclide.half_life_h for nuclide in problem.network.nuclides}
    calibration = np.array([source.calibration_min for source in problem.sources], dtype=np.float64)
    irrevocable = np.array([source.irrevocable for source in problem.sources], dtype=bool)
    cells = np.repeat(np.arange(menu.ptr.shape[0] - 1), np.diff(menu.ptr))
    product_of_entry = arrays.pairs["product"][cells // arrays.n_days]
    day = cells % arrays.n_days
    source = arrays.routes["source"][menu.entries["route"]]
    at_noon = problem.calendar.day_starts_min[day] + 720.0
    for index, product in enumerate(problem.products):
        mine = product_of_entry == index
        if product.form == "stock_vial":
            elapsed = at_noon[mine] - calibration[source[mine]]
            left = menu.entries["at_calibration_mbq"][mine] * np.exp2(-elapsed / half_life_min[product.nuclide])
            extra[mine] = left
    used = irrevocable[source]
    extra[used] -= menu.entries["at_calibration_mbq"][used]
    return extra


def _copy_state(state: State) -> State:
    return State(*(array.copy() for array in state))


def solve(
    problem: Problem,
    *,
    seed: int = 1,
    effort: Effort | None = None,
    on_first_plan: IncumbentCallback | None = None,
    progress: Callable[[Outcome], None] | None = None,
) -> Outcome:
    """The best plan found within an effort, with proven bounds of L1 and L2.

    The search runs in one thread and the bounds in another, in rounds that exchange values and prices, so that the same work gives
    the same plan whatever the clock says.

    Parameters
    ----------
    problem : a compiled problem
    seed : of the search
    effort : when to stop
    on_first_plan, progress : called with the outcome after the first plan and after every round
    """
    effort = effort or Effort()
    started = time.perf_counter()
    state = _constructed(problem, _no_prices(problem), REWARD)
    in_window, days_late = plan_values(problem.arrays, state)
    first_plan_s = time.perf_counter() - started
    trivial = _trivial_bounds(problem)
    outcome = Outcome(
        problem=problem,
        state=_copy_state(state),
        in_window=in_window,
        days_late=days_late,
        bounds=trivial,
        work=0,
        elapsed_s=first_plan_s,
        first_plan_s=first_plan_s,
    )
    if on_first_plan is not None:
        on_first_plan(outcome)
    relaxation = Relaxation(problem)

    def bounds(steps: int) -> None:
        """Steps on the level that is not proven yet; both in turn while L1 is open."""
        if "L1" not in proven or (outcome.gap("L1") > 0.0 and not relaxation.settled("L1")):
            relaxation.improve("L1", in_window=outcome.in_window, days_late=outcome.days_late, iterations=steps)
            proven["L1"] = _stronger(relaxation.bound("L1"), trivial["L1"], at_most=True)
        relaxation.improve("L2", in_window=outcome.in_window, days_late=outcome.days_late, iterations=steps)

    proven: dict[str, Bound] = {}
    relaxation.soften(reward=SEARCH_REWARD, heats=FIRST_HEATS, iterations=STEPS_A_HEAT)
    prices = relaxation.prices(SEARCH)
    state = _constructed(problem, prices, SEARCH_REWARD, SEARCH_REWARD)
    won, late = plan_values(problem.arrays, state)
    if (won, -late) > (outcome.in_window, -outcome.days_late):
        outcome.state, outcome.in_window, outcome.days_late = _copy_state(state), int(won), int(late)
    best = _copy_state(state)
    rounds = effort.work
    with ThreadPoolExecutor(max_workers=1) as pool:
        for number in range(rounds):
            if _done(outcome, effort, started):
                break
            share = (
                number / max(1, rounds)
                if effort.time_limit_s is None
                else min(1.0, (time.perf_counter() - started) / effort.time_limit_s)
            )
            heat = 6.0 * (0.05) ** share
            reward = min(REWARD, SEARCH_REWARD * (REWARD / SEARCH_REWARD) ** share)
            future = pool.submit(bounds, ASCENT_STEPS)
            won, late, _ = search(
                problem.arrays,
                problem.menu,
                state,
                best,
                SEARCH_MOVES,
                seed * 100_003 + number,
                reward,
                reward,
                heat,
                heat,
                SEARCH_REWARD,
                NOISE,
                LARGEST,
                prices.cell,
                prices.source,
                prices.centre,
            )
            future.result()
            if (won, -late) > (outcome.in_window, -outcome.days_late):
                outcome.in_window, outcome.days_late = int(won), int(late)
                outcome.state = _copy_state(best)
            outcome.bounds = {"L1": proven["L1"], "L2": _stronger(relaxation.bound("L2"), trivial["L2"], at_most=False)}
            outcome.work = number + 1
            outcome.elapsed_s = time.perf_counter() - started
            if progress is not None:
                progress(outcome)
    bounds(ASCENT_STEPS)
    outcome.bounds = {"L1": proven["L1"], "L2": _stronger(relaxation.bound("L2"), trivial["L2"], at_most=False)}
    outcome.state = _polished(problem, _fresh(problem, outcome.state))
    outcome.elapsed_s = time.perf_counter() - started
    return outcome


def _done(outcome: Outcome, effort: Effort, started: float) -> bool:
    if effort.time_limit_s is not None and time.perf_counter() - started >= effort.time_limit_s:
        return True
    return outcome.gap("L1") <= effort.gap_in_window and outcome.gap("L2") <= effort.gap_days_late


def _trivial_bounds(problem: Problem) -> dict[str, Bound]:
    """What holds without any price: every cycle that can be given at all is in window and on its first possible day."""
    total = int(problem.cycle_weight.sum())
    return {
        "L1": Bound(name="L1", value=total, raw=float(total), prices={}, floor=0.0),
        "L2": Bound(name="L2", value=0, raw=0.0, prices={}, floor=0.0),
    }


def _stronger(bound: Bound, trivial: Bound, *, at_most: bool) -> Bound:
    if at_most:
        return bound if bound.value <= trivial.value else trivial
    return bound if bound.value >= trivial.value else trivial
