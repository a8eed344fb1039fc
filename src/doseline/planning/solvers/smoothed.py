"""Prices from the smoothed dual: a quasi-Newton method at falling temperatures.

The dual of the relaxation by days has kinks wherever two choices cost the same, and near its best prices nearly all do.
Smoothed by a temperature it has none, and L-BFGS-B (Byrd, Lu, Nocedal, Zhu 1995, SIAM Journal on Scientific Computing
16, 1190-1208) climbs it in a few dozen passes over the courses, each of which costs as much as one bound. Each
temperature begins where the one before it ended. The work grows with the courses, unlike that of a linear program.
"""

import time
from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from doseline.planning.kernels.smoothing import NOT_GIVEN, Choices, soft_dual
from doseline.planning.relaxation import ProvenPrices, Relaxation
from doseline.planning.solvers.day_model import expand
from doseline.planning.solvers.through import Schedules

__all__ = ["SmoothDual"]

F64 = NDArray[np.float64]

MEMORY: Final = 20
"""Steps of which L-BFGS-B remembers the curvature."""

NEAR_HEATS: Final = 60.0
NEAR_UNITS: Final = 1.0
"""Temperatures over the best schedule of its course, and units of the level more, beyond which a treatment is left out
of a climb: it has no share, unless prices move far. The next climb looks at all of them again."""

FLOOR_UNITS: Final = 30.0
"""Cycles in window by which the floor's slope counts as that of one row."""


class _Late(Exception):
    """The deadline has passed."""


def _choices(relaxation: Relaxation, cell: NDArray[np.int64]) -> Choices:
    """What the courses of a relaxation can choose from; no days yet."""
    arrays = relaxation.problem.arrays
    courses, cycles, centres = arrays.courses, arrays.cycles, arrays.centres
    course = relaxation.problem.cycle_course.astype(np.int64)
    course_ptr = arrays.course_ptr.astype(np.int64)
    pinned_last = np.full(courses.shape[0], -1, dtype=np.int64)
    pinned = np.flatnonzero(cycles["pinned"])
    np.maximum.at(pinned_last, course[pinned], pinned - course_ptr[course[pinned]])
    n_centres = np.diff(arrays.centre_ptr)
    return Choices(
        course_ptr=course_ptr,
        centre_ptr=arrays.centre_ptr.astype(np.int64),
        weight=courses["weight"].astype(np.float64),
        shortest=courses["min_days"].astype(np.int64),
        longest=courses["max_days"].astype(np.int64),
        merged=courses["transfer"] & (n_centres > 1),
        pinned_last=pinned_last,
        due=cycles["due_day"].astype(np.int64),
        window=cycles["window_day"].astype(np.int64),
        chain=centres["pair_from"].astype(np.int64),
        pair=arrays.centre_pair.astype(np.int64),
        begin=np.zeros(arrays.centre_pair.shape[0], dtype=np.int64),
        finish=np.full(arrays.centre_pair.shape[0], -1, dtype=np.int64),
        cell=cell,
        option_ptr=np.append(relaxation.cells.ptr[cell], relaxation.cells.pool.shape[0]).astype(np.int64),
        live=np.arange(cell.shape[0]),
    )


class SmoothDual:
    """The smoothed dual of one relaxation.

    Parameters
    ----------
    schedules : of the relaxation, which judge all prices in the end

    Attributes
    ----------
    passes : over all courses until now
    """

    def __init__(self, schedules: Schedules) -> None:
        self.schedules, self.passes = schedules, 0
        relaxation = schedules.relaxation
        rows, arrays = relaxation.rows, relaxation.problem.arrays
        self._limited = np.flatnonzero(np.isfinite(rows.capacity))
        self._capacity, self._scale = rows.capacity[self._limited], rows.scale[self._limited]
        cell = schedules.cell
        self._uses, self._choices = schedules.uses, _choices(relaxation, cell)
        course = relaxation.problem.centre_course.astype(np.int64)
        n_cycles = np.diff(arrays.course_ptr)[course]
        first_of_course = arrays.centres["pair_from"][arrays.centre_ptr[course]].astype(np.int64)
        of_centre, nth = expand(np.zeros(course.shape[0], dtype=np.int64), n_cycles.astype(np.int64) - 1)
        self._merged = self._choices.merged[course[of_centre]]
        """Of each chain: whether its course may change its centre, and the same cycle's chain at the first centre."""
        self._turn = first_of_course[of_centre] + nth
        self._cell_price = np.full((arrays.pairs.shape[0], arrays.n_days), NOT_GIVEN)
        self._mass = np.empty(self._cell_price.shape)
        self._option_mass = np.empty(relaxation.cells.pool.shape[0])
        self._cell_mass, self._centre_mass = np.empty(cell.shape[0]), np.empty(arrays.centres.shape[0])
        self._look_at(np.ones(schedules.treatments.chain.shape[0], dtype=np.bool_))

    def improved(
        self,
        level: str,
        start: ProvenPrices,
        heats: Sequence[tuple[float, int]],
        *,
        in_window: int | None = None,
        good_enough: float = np.inf,
        deadline: float = np.inf,
    ) -> ProvenPrices:
        """The best prices of a level that a row of climbs, one from the other, ends with, or those of the start.

        Parameters
        ----------
        level, start, in_window, deadline : as `climbed` takes them
        heats : temperatures, falling, each with its passes over all courses
        good_enough : bound (L1: negated) at which to stop
        """
        best = self._judged(level, start.price, start.floor, in_window)
        last = start
        for heat, passes in heats:
            if self._signed(best) >= good_enough or time.perf_counter() >= deadline:
                break
            last = self.climbed(level, last, heat, passes, in_window=in_window, deadline=deadline, wide=last is start)
            if self._signed(last) > self._signed(best):
                best = last
        return best

    def climbed(
        self,
        level: str,
        start: ProvenPrices,
        heat: float,
        passes: int,
        *,
        in_window: int | None = None,
        deadline: float = np.inf,
        wide: bool = False,
    ) -> ProvenPrices:
        """The best prices of a level at one temperature.

        Parameters
        ----------
        level : ``L1``, ``L2``, or ``sum`` for days late less ``start.floor`` for each weighted cycle in window
        start : prices and price of L1 to begin from, in the unit of the level
        heat : temperature, in the unit of the level
        passes : over all courses, but for those of the last step
        in_window : L1 that plans must reach, for ``L2``
        deadline : instant of `time.perf_counter` after which no pass begins
        wide : whether to look at all treatments, as where the prices are not of this level; not only at those near
            enough to the best of their courses
        """
        from scipy.optimize import Bounds, minimize
        from threadpoolctl import threadpool_limits

        n, floored = self._limited.shape[0], in_window is not None
        if wide:
            self._look_at(np.ones(self.schedules.treatments.chain.shape[0], dtype=np.bool_))
        else:
            excess = self.schedules.excess(start.price, *self._costs(level, start.floor)).treatment
            self._look_at(excess < NEAR_HEATS * heat + NEAR_UNITS)
        at = start.price[self._limited] * self._scale
        if floored:
            at = np.append(at, start.floor * FLOOR_UNITS)
        last = at

        def fallen(here: F64) -> tuple[float, F64]:
            nonlocal last
            if time.perf_counter() >= deadline:
                raise _Late
            last = here.copy()
            price, floor = self._read(here, start)
            worth, use, reached = self.value(price, self._costs(level, floor), heat)
            slope = np.empty(here.shape[0])
            slope[:n] = (self._capacity - use[self._limited]) / self._scale
            if in_window is not None:
                worth += floor * in_window
                slope[n] = (reached - in_window) / FLOOR_UNITS
            return -worth, slope

        try:
            # vectors of this size are no work for several threads, which would take the processor from the search
            with threadpool_limits(limits=1, user_api="blas"):
                last = minimize(
                    fallen,
                    at,
                    jac=True,
                    method="L-BFGS-B",
                    bounds=Bounds(np.zeros(at.shape[0]), np.full(at.shape[0], np.inf)),
                    options={"maxfun": passes, "maxcor": MEMORY, "ftol": 0.0, "gtol": 1e-9},
                ).x
        except _Late:
            pass
        price, floor = self._read(last, start)
        return self._judged(level, price, floor, in_window)

    def _look_at(self, near: NDArray[np.bool_]) -> None:
        """Leaves out treatments, but for those between others of the same chain."""
        treatments, choices = self.schedules.treatments, self._choices
        chain, day = treatments.chain[near], treatments.day[near]
        n_chains, n_days = choices.pair.shape[0], self._cell_price.shape[1]
        begin, finish = np.full(n_chains, n_days, dtype=np.int64), np.full(n_chains, -1, dtype=np.int64)
        np.minimum.at(begin, chain, day)
        np.maximum.at(finish, chain, day)
        # where a course may change its centre all centres have the days of all
        turn = np.where(self._merged, self._turn, np.arange(n_chains))
        np.minimum.at(begin, turn, begin)
        np.maximum.at(finish, turn, finish)
        begin, finish = begin[turn], finish[turn]
        day = treatments.day
        within = (begin[treatments.chain] <= day) & (day <= finish[treatments.chain])
        looked_at = np.zeros(self._cell_price.size, dtype=np.bool_)
        looked_at[treatments.cell[within]] = True
        self._choices = choices._replace(
            begin=begin, finish=finish, live=np.flatnonzero(looked_at[choices.cell]).astype(np.int64)
        )
        self._option_mass[:] = 0.0
        self._cell_mass[:] = 0.0

    def value(self, price: F64, costs: tuple[float, float], heat: float) -> tuple[float, F64, float]:
        """The smoothed dual at prices.

        Parameters
        ----------
        price : of every row, at least 0, shape (n_rows,)
        costs : reward of a weighted cycle in window, and cost of a weighted day late
        heat : temperature, in the unit of the costs

        Returns
        -------
        its value, what is used of every row, and the L1 that is reached
        """
        self.passes += 1
        worth, reached = soft_dual(
            self._choices,
            *self._uses.prices(price),
            *costs,
            heat,
            self._cell_price,
            self._mass,
            self._option_mass,
            self._cell_mass,
            self._centre_mass,
        )
        worth -= float(price[self._limited] @ self._capacity)
        return worth, self._uses.used(self._option_mass, self._cell_mass, self._centre_mass), reached

    def _read(self, at: F64, start: ProvenPrices) -> tuple[F64, float]:
        """Prices of all rows, and of L1, from where a climb is."""
        n = self._limited.shape[0]
        price = np.zeros(start.price.shape[0])
        price[self._limited] = np.maximum(0.0, at[:n]) / self._scale
        return price, start.floor if at.shape[0] == n else max(0.0, float(at[n])) / FLOOR_UNITS

    @staticmethod
    def _signed(proven: ProvenPrices) -> float:
        """The bound, as what is to be raised."""
        return -proven.bound if proven.level == "L1" else proven.bound

    @staticmethod
    def _costs(level: str, floor: float) -> tuple[float, float]:
        """Reward of a weighted cycle in window, and cost of a weighted day late."""
        return (1.0, 0.0) if level == "L1" else (floor, 1.0)

    def _judged(self, level: str, price: F64, floor: float, in_window: int | None) -> ProvenPrices:
        bound = self.schedules.excess(price, *self._costs(level, floor)).bound + floor * (in_window or 0)
        return ProvenPrices(level=level, price=price, floor=floor, bound=-bound if level == "L1" else bound)
