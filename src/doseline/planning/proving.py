"""What is proven of a plan, step by step beside the search, and the day plans and prices that lead it.

Two ways lead to prices. The smoothed dual (`solvers.smoothed`) comes within some tenths of a per cent of the best ones
in a time that grows with the courses. Linear programs (`solvers.lp`) then find the best ones, and day plans with them,
in a time that grows faster. A country that serves nearly everybody has programs that are soon solved: they come at
once. Where many are not served, or there are many courses, bounds by smoothing come first.
"""

import time
from collections.abc import Callable
from functools import cached_property
from typing import TYPE_CHECKING, Final

import numpy as np

from doseline.planning.arrays import SEARCH_REWARD, Prices
from doseline.planning.following import followed
from doseline.planning.kernels.promises import CHANGE_D
from doseline.planning.problem import Problem
from doseline.planning.promises import kept_plan
from doseline.planning.relaxation import Bound, ProvenPrices, Relaxation

if TYPE_CHECKING:
    from doseline.planning.kernels.state import State
    from doseline.planning.solvers.lp import DayPlan, DayProgram
    from doseline.planning.solvers.smoothed import SmoothDual
    from doseline.planning.solvers.through import Schedules

__all__ = [
    "L1_HEATS",
    "L2_HEATS",
    "REWARD",
    "SEARCH_HEATS",
    "SUM_HEATS",
    "Prover",
    "no_prices",
    "search_prices",
    "trivial_bounds",
]

COURSES_A_ROUND: Final = 127
"""Beside the first linear program go as many rounds of search as the courses over this number, to the power of .."""

PATIENCE: Final = 1.5
""".. this, by which the time of the program grows .."""

LATER_ROUNDS: Final = 8
""".. and beside any other step that many times fewer: a later program goes on from the basis of the first. A timed
search goes on until the step is done."""

MANY_COURSES: Final = 2000
"""Of so many courses bounds come by smoothing first."""

SUM_SHARE: Final = 0.5
"""Share of the time that is left which the weighted sum may take: of a short one something must remain for L1."""

REWARD: Final = 1000.0
"""Days late that one weighted cycle in window is worth when the search is cold: more than any plan can trade."""

TOLERATED: Final = 0.001
"""Days late for each demanded cycle by which a bound may miss what its linear program allows, and at least a day: the
last columns of a large country cost most and change nothing that one sees."""

MOVED: Final = 0.005
"""Share by which L1 must have moved before the bound of L2 is proven anew during the search."""

SEARCH_HEATS: Final = ((8.0, 12), (2.0, 16), (0.5, 40))
"""Temperatures (days late) of the prices that lead the search, and passes over all courses at each."""

SUM_HEATS: Final = ((0.25, 40), (0.12, 40))
"""The same for the weighted sum, before its program .."""

L1_HEATS: Final = ((0.1, 20), (0.03, 40), (0.01, 60), (0.003, 40), (0.001, 40))
""".. for L1, in weighted cycles .."""

L2_HEATS: Final = ((0.25, 30), (0.12, 40))
""".. and for L2."""

PROGRAM_PASSES: Final = 400
"""Passes over all courses that take as long as the linear programs do: no program begins for which no time is left. An
assumption, from Belgium."""


def no_prices(problem: Problem) -> Prices:
    """Nothing costs anything: the first source and the first centre come first, and everybody is worth giving."""
    arrays = problem.arrays
    return Prices(
        cell=np.zeros((arrays.pairs.shape[0], arrays.n_days)),
        entry_order=np.arange(problem.menu.entries.shape[0]),
        centre=np.arange(arrays.centres.shape[0]) - REWARD - arrays.centres.shape[0],
    )


def search_prices(problem: Problem) -> Prices:
    """The prices that lead the search of a problem, as if nothing had been promised."""
    from doseline.planning.solvers.smoothed import SmoothDual
    from doseline.planning.solvers.through import Schedules

    relaxation = Relaxation(problem)
    found = _softened(SmoothDual(Schedules(relaxation)), _nothing_priced(relaxation), SEARCH_HEATS, np.inf)
    return relaxation.prices(found.price, reward=found.floor)


def _nothing_priced(relaxation: Relaxation) -> ProvenPrices:
    nothing = np.zeros(relaxation.rows.capacity.shape[0])
    return ProvenPrices(level="sum", price=nothing, floor=SEARCH_REWARD, bound=-np.inf)


def _softened(
    dual: "SmoothDual", found: ProvenPrices, heats: tuple[tuple[float, int], ...], deadline: float
) -> ProvenPrices:
    """Cools the weighted sum; the last prices, not the best ones."""
    for heat, passes in heats:
        found = dual.climbed("sum", found, heat, passes, deadline=deadline)
    return found


def trivial_bounds(problem: Problem) -> dict[str, Bound]:
    """What holds without any price: every cycle that can be given at all is in window and on its first possible day."""
    total = int(problem.cycle_weight.sum())
    return {
        "L1": Bound(name="L1", value=total, raw=float(total), prices={}, floor=0.0),
        "L2": Bound(name="L2", value=0, raw=0.0, prices={}, floor=0.0),
        **({"L3": Bound(name="L3", value=0, raw=0.0, prices={}, floor=0.0)} if problem.arrays.promises_matter else {}),
    }


class Prover:
    """Bounds of the levels, step by step, and plans that follow linear programs.

    After the deadline no step goes on; what the prices at hand prove is proven all the same.

    Parameters
    ----------
    problem : a compiled problem
    trivial : its bounds without prices
    deadline : instant of `time.perf_counter`

    Attributes
    ----------
    prices : that lead the search
    """

    def __init__(self, problem: Problem, trivial: dict[str, Bound], deadline: float) -> None:
        self.problem, self.trivial, self.deadline = problem, trivial, deadline
        self._promised = problem.arrays.promises_matter
        self._tolerance = max(1.0, TOLERATED * problem.n_cycles)
        self._large = len(problem.demands) > MANY_COURSES
        self._level_1: ProvenPrices | None = None
        self._floored: dict[str, tuple[ProvenPrices, int]] = {}  # of L2 and L3, with the L1 that was asked for
        self._asked = -1
        self._steps: list[Callable[[int], None]] = []
        self._done = 0
        self._guide: DayPlan | None = None
        self._guided = False
        self._sum_is_cut_short = False
        self._pass_s = 0.0
        if self._promised:
            # what can stand of the promises is known without prices, and the search begins before there are any
            self.prices = no_prices(problem)
        else:
            self._sum = _nothing_priced(self.relaxation)
            # whatever the clock says, for the search depends on them
            self._soften(SEARCH_HEATS, np.inf)
            self.prices = self.relaxation.prices(self._sum.price, reward=SEARCH_REWARD)
        self.expect(crowded=False)

    def expect(self, *, crowded: bool) -> None:
        """Chooses the steps, before the first one: whether many cannot be served."""
        programs = [self._solve_sum, self._solve_in_window]
        if self._promised:
            self._steps = [*programs, self._solve_floored]
        elif crowded or self._large:
            self._steps = [self._smooth_in_window, self._smooth_days_late, self._smooth_sum, *programs]
            self._steps += [self._solve_floored, self._whole_days]
        else:
            # the day plan comes after the bounds, which may say that the plan at hand is good enough
            self._steps = [*programs, self._solve_floored, self._whole_days]

    @cached_property
    def relaxation(self) -> Relaxation:
        """The relaxation by days, built when it is first asked for."""
        return Relaxation(self.problem)

    @property
    def is_cut_short(self) -> bool:
        """Whether promises were to be placed by a whole day plan, and the clock left no time for one."""
        return self._promised and not self._guided

    @property
    def rounds_beside(self) -> int:
        """Rounds of search that go beside the next step where nobody looks at the clock."""
        return self._rounds_beside(self._done)

    def rounds_beside_all(self, rounds: int) -> int:
        """The same for the steps of so many rounds, without one for each."""
        return sum(self._rounds_beside(number) - 1 for number in range(min(rounds, len(self._steps))))

    def _rounds_beside(self, number: int) -> int:
        patient = max(1, int((len(self.problem.demands) / COURSES_A_ROUND) ** PATIENCE))
        first = number < len(self._steps) and self._steps[number] == self._solve_sum
        return patient if first else max(1, patient // LATER_ROUNDS)

    def wants(self, in_window: int, *, settled: bool) -> bool:
        """Whether another step would say more.

        Parameters
        ----------
        in_window : L1 of the plan at hand
        settled : whether its L2 is proven
        """
        if self._done < len(self._steps):
            return not self._is_long(self._steps[self._done]) or self._left_s() > PROGRAM_PASSES * self._pass_s
        # prices hold for every floor, and lose little where the floor moves little
        return abs(self._asked - in_window) > MOVED * in_window and not settled

    def advance(self, in_window: int) -> None:
        """Takes the next step for a plan of this L1."""
        step = self._steps[self._done] if self._done < len(self._steps) else self._floor_again
        step(in_window)
        self._done += 1

    def finish(self, in_window: int, *, closed: bool) -> None:
        """Proves what is not proven yet, for the L1 that was reached, unless its gaps are closed.

        Whatever the rounds, linear programs prove L1 in the end, if the clock allows; of many courses smoothing does.
        """
        if closed:
            return
        smoothed = self._large and not self._promised
        last = self._steps.index(self._smooth_days_late if smoothed else self._solve_in_window)
        while self._done <= last and self._left_s() > 0.0:
            self.advance(in_window)
        if self._level_1 is None:
            self._solve_in_window(in_window)
        if self._asked != in_window and ("L2" not in self._floored or self._left_s() > 0.0):
            self._floor_again(in_window)

    def bounds(self, in_window: int) -> dict[str, Bound]:
        """What is proven for a plan of this L1."""
        found = dict(self.trivial)
        if self._level_1 is not None:
            raw = self._level_1.bound
            named = self._level_1.named(self.relaxation)
            found["L1"] = _stronger(
                Bound(name="L1", value=int(np.floor(raw + 1e-6)), raw=raw, prices=named, floor=0.0),
                found["L1"],
                at_most=True,
            )
        for level, (prices, floor) in self._floored.items():
            # weak duality is linear in the floor: prices found for one L1 prove something for every other
            raw = prices.bound + prices.floor * (in_window - floor)
            named = prices.named(self.relaxation)
            found[level] = _stronger(
                Bound(name=level, value=int(np.ceil(raw - 1e-6)), raw=raw, prices=named, floor=prices.floor),
                found[level],
                at_most=False,
            )
        return found

    def guided(self) -> "State | None":
        """A plan that follows the last whole day plan, once; None if there is none to follow."""
        if self._guide is None:
            return None
        guide, self._guide = self._guide, None
        if self._promised:
            return kept_plan(self.problem, guide, self.prices, reward=REWARD)
        return followed(self.problem, guide, self.prices, reward=REWARD)

    @cached_property
    def _schedules(self) -> "Schedules":
        from doseline.planning.solvers.through import Schedules

        return Schedules(self.relaxation)

    @cached_property
    def _dual(self) -> "SmoothDual":
        from doseline.planning.solvers.smoothed import SmoothDual

        return SmoothDual(self._schedules)

    @cached_property
    def _program(self) -> "DayProgram":
        from doseline.planning.solvers.lp import DayProgram

        if self._promised:
            nothing = np.zeros(self.relaxation.rows.capacity.shape[0])
            return DayProgram(self._schedules, nothing, reward=REWARD, change=CHANGE_D)
        return DayProgram(self._schedules, self._sum.price, reward=SEARCH_REWARD)

    def _soften(self, heats: tuple[tuple[float, int], ...], deadline: float) -> None:
        """Cools the weighted sum, and sees how long a pass over all courses takes."""
        dual = self._dual
        passes, began = dual.passes, time.perf_counter()
        self._sum = _softened(dual, self._sum, heats, deadline)
        self._pass_s = (time.perf_counter() - began) / max(1, dual.passes - passes)

    def _smooth_sum(self, _: int) -> None:
        self._soften(SUM_HEATS, self.deadline)

    def _smooth_in_window(self, in_window: int) -> None:
        start = ProvenPrices(level="L1", price=self._sum.price / self._sum.floor, floor=0.0, bound=np.inf)
        # proven once the bound is less than one cycle above the plan
        good_enough = -(in_window + 1 - 2e-6)
        self._keep_in_window(
            self._dual.improved("L1", start, L1_HEATS, good_enough=good_enough, deadline=self.deadline)
        )

    def _smooth_days_late(self, in_window: int) -> None:
        self._asked = in_window
        known = self._floored.get("L2")
        found = self._dual.improved(
            "L2",
            known[0] if known else self._sum,
            L2_HEATS[-1:] if known else L2_HEATS,
            in_window=in_window,
            deadline=self.deadline,
        )
        self._keep(found, in_window)

    def _solve_sum(self, _: int) -> None:
        # the day plan that follows is worth more to promises than the bounds after it
        share = 1.0 if self._promised else SUM_SHARE
        tolerance = max(self._tolerance, 0.5 * CHANGE_D) if self._promised else self._tolerance
        summed = self._program.improve_sum(tolerance=tolerance, time_limit_s=share * self._left_s())
        self._sum_is_cut_short = summed.is_cut_short
        if self._promised:
            self.prices = self.relaxation.prices(summed.price, reward=REWARD)
            self._whole_days(0)

    def _solve_in_window(self, _: int) -> None:
        self._keep_in_window(self._program.improve_in_window(time_limit_s=self._left_s()))

    def _solve_floored(self, in_window: int) -> None:
        """Bounds of the levels after the first one, for an L1 that was reached."""
        program = self._program
        self._asked = in_window
        if self._promised:
            self._keep(program.improve_changes(in_window, time_limit_s=self._left_s()), in_window)
        found = program.improve_days_late(in_window, tolerance=self._tolerance, time_limit_s=self._left_s())
        self._keep(found, in_window)

    def _whole_days(self, _: int) -> None:
        """A day plan to be followed, unless the clock has cut it short: it would make the plan depend on the clock."""
        if self._sum_is_cut_short:
            return
        guide = self._program.integral(time_limit_s=self._left_s())
        self._guide = guide if self._left_s() > 0.0 else None
        self._guided = self._guided or self._guide is not None

    def _floor_again(self, in_window: int) -> None:
        """The bounds of the levels after the first one, for another L1, the way they were last found."""
        smoothed = "L2" in self._floored and "_program" not in self.__dict__
        (self._smooth_days_late if smoothed else self._solve_floored)(in_window)

    def _is_long(self, step: Callable[[int], None]) -> bool:
        """Whether a step is the first of those to which linear programs belong, after bounds by smoothing."""
        return step == self._smooth_sum

    def _left_s(self) -> float:
        return max(0.0, self.deadline - time.perf_counter())

    def _keep_in_window(self, found: ProvenPrices) -> None:
        if self._level_1 is None or found.bound <= self._level_1.bound:
            self._level_1 = found

    def _keep(self, found: ProvenPrices, floor: int) -> None:
        known = self._floored.get(found.level)
        if known is None or found.bound >= known[0].bound + known[0].floor * (floor - known[1]):
            self._floored[found.level] = found, floor


def _stronger(bound: Bound, trivial: Bound, *, at_most: bool) -> Bound:
    if at_most:
        return bound if bound.value <= trivial.value else trivial
    return bound if bound.value >= trivial.value else trivial
