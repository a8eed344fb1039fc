"""Prices from the linear program of the relaxation by days: GLOP on the columns that matter, until none is missing.

The program has some hundred thousand columns, of which a solution needs a few thousand. It is solved on the treatments
and options that given prices make nearly best; its prices are judged over *all* columns by the cheapest schedule of
every course (weak duality, a few milliseconds); the treatments that they make attractive are added, and the simplex
method goes on from the basis it had. A bound is proven after every round, so the work may stop at any time. Between
rounds the best proven prices and the new ones are mixed, as in weighted Dantzig-Wolfe decomposition (Wentges 1997,
International Transactions in Operational Research 4, 151-162), for the prices of a program that lacks columns swing.

First comes one weighted sum of the levels, ``reward`` days late for each weighted cycle in window: of all columns few
are nearly best in it, while on L1 alone half of them are equally good. Its basis then serves both levels.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, Protocol

import numpy as np
from numpy.typing import NDArray

from doseline.errors import DoselineError
from doseline.planning.relaxation import ProvenPrices
from doseline.planning.solvers.day_model import DayModel, build_day_model
from doseline.planning.solvers.through import Excess, Schedules

if TYPE_CHECKING:
    from doseline.planning.relaxation import Relaxation

__all__ = ["THREADS", "DayPlan", "DayProgram", "LinearPrices", "highs_parameters", "lp_prices", "model_proto"]

F64 = NDArray[np.float64]
I64 = NDArray[np.int64]
Mask = NDArray[np.bool_]

REWARD: Final = 30.0
"""Days late that a weighted cycle in window is worth in the weighted sum, unless told otherwise."""

SHORTFALL_DAYS: Final = 10_000.0
"""Cost of missing the floor of L1 by one, so that a program that lacks columns still has a solution."""

FLOOR_KEY: Final = 1 << 60
MIXES: Final = (1.0, 0.7, 0.4, 0.2, 0.07)
"""Shares of the new prices that are tried against the best proven ones."""

FIRST_TREATMENTS, FIRST_OPTIONS = 2.0, 0.5
NEAR_BEST, NEAR_NEW = 1.0, 0.1
"""Columns are added below these excesses (days late), at the best prices and at the newest."""

NODES: Final = 200
"""Nodes of branch and bound for a whole day plan."""

THREADS: Final = 2
"""Threads of HiGHS, of all calls in a process."""

WHOLE: Final = 1e-6
"""A treatment of which no more than this share is missing counts as given in whole."""

WHOLE_REWARD: Final = 100.0
"""Days late that a weighted cycle in window is worth to a whole day plan: more than programs trade, little enough that
the gap of the solver still sees days."""

WHOLE_GAP: Final = 1e-5

FEW_STEPS: Final = 0.003
"""Share of the rows: where the program before took fewer steps than that, the next one is expected to."""

SHORT: Final = 1e-6
"""Days late that a course must gain by columns that are not there."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LinearPrices(ProvenPrices):
    """What one level's linear program says.

    Attributes
    ----------
    value : optimum over the columns at hand: what the bound rises to when no column is missing
    rounds, steps : programs solved; steps of the simplex method
    is_cut_short : whether the time was over before the bound met the value
    n_rows, n_columns : size of the last program
    elapsed_s : all told
    """

    value: float
    rounds: int
    steps: int
    is_cut_short: bool
    n_rows: int
    n_columns: int
    elapsed_s: float


@dataclass(frozen=True, slots=True, kw_only=True)
class _Basis:
    column_key: I64
    column: I64
    row_key: I64
    row: I64


@dataclass(frozen=True, slots=True, kw_only=True)
class _Solution:
    value: float
    price: F64
    floor: float
    steps: int


@dataclass(frozen=True, slots=True, kw_only=True)
class DayPlan:
    """Who is treated where on which day: one entry an administration, shape (n,)."""

    cycle: I64
    centre: I64
    day: I64


class _Judge(Protocol):
    """What prices are worth over all columns, or over those at hand (``kept``)."""

    def __call__(self, price: F64, floor: float, /, *, kept: bool = False) -> Excess: ...


@dataclass(slots=True)
class _Best:
    price: F64
    floor: float
    bound: float


class DayProgram:
    """The linear program of one relaxation, with the columns and the basis that it has so far.

    Parameters
    ----------
    schedules : of a relaxation
    price : of its rows, from anywhere: the better, the fewer columns are needed
    reward : days late that a weighted cycle in window is worth at these prices
    change : days late that a change of price 1 of a promise is worth
    """

    def __init__(self, schedules: Schedules, price: F64, reward: float = REWARD, change: float = 0.0) -> None:
        self.schedules = schedules
        self.relaxation, self.treatments = schedules.relaxation, schedules.treatments
        self._course = self.relaxation.problem.cycle_course[self.treatments.cycle]
        self.reward, self.change = reward, change
        excess = self._excess(price, reward, 1.0, change)
        self._best = _Best(price=price.copy(), floor=reward, bound=excess.bound)
        self._keep = excess.treatment < FIRST_TREATMENTS
        self._keep_options = excess.option < FIRST_OPTIONS
        self._basis: _Basis | None = None
        self._steps = -1
        self._given = np.zeros(self.treatments.cycle.shape[0])
        self.share = self._given.copy()
        """How much of each treatment the weighted sum gives, 0 to 1, shape (n_treatments,)."""

    def _excess(self, price: F64, reward: float, lateness: float, change: float = 0.0, *, kept: bool = False) -> Excess:
        return self.schedules.excess(
            price,
            reward,
            lateness,
            change,
            keep=self._keep if kept else None,
            keep_options=self._keep_options if kept else None,
        )

    def improve_sum(self, *, tolerance: float = 1.0, time_limit_s: float = np.inf, rounds: int = 30) -> LinearPrices:
        """Goes on with the weighted sum until its bound is within ``tolerance`` days of what its columns allow."""

        def judged(price: F64, _: float, *, kept: bool = False) -> Excess:
            return self._excess(price, self.reward, 1.0, self.change, kept=kept)

        found = self._improve(
            "sum",
            lambda model: model.saved_days + self.reward * model.in_window + self.change * model.saved_change,
            judged,
            self._best,
            None,
            max(1.0, self.change),
            tolerance,
            time_limit_s,
            rounds,
        )
        self.share = self._given.copy()
        return found

    def improve_in_window(
        self, *, tolerance: float = 0.05, time_limit_s: float = np.inf, rounds: int = 30
    ) -> LinearPrices:
        """An upper bound of L1 from where the program is."""

        def judged(price: F64, _: float, *, kept: bool = False) -> Excess:
            return self._excess(price, 1.0, 0.0, kept=kept)

        start = _Best(price=self._best.price / max(1.0, self.reward), floor=0.0, bound=-np.inf)
        start.bound = judged(start.price, 0.0).bound
        return self._improve(
            "L1", lambda model: model.in_window, judged, start, None, 0.01, tolerance, time_limit_s, rounds
        )

    def improve_days_late(
        self, in_window: int, *, tolerance: float = 1.0, time_limit_s: float = np.inf, rounds: int = 30
    ) -> LinearPrices:
        """A lower bound of L2 over plans with at least this L1, from where the program is."""

        def judged(price: F64, floor: float, *, kept: bool = False) -> Excess:
            excess = self._excess(price, floor, 1.0, kept=kept)
            excess.bound += floor * in_window
            return excess

        start = _Best(price=self._best.price, floor=self.reward, bound=-np.inf)
        start.bound = judged(start.price, start.floor).bound
        return self._improve(
            "L2", lambda model: model.saved_days, judged, start, in_window, 1.0, tolerance, time_limit_s, rounds
        )

    def improve_changes(
        self, in_window: int, *, tolerance: float = 0.5, time_limit_s: float = np.inf, rounds: int = 30
    ) -> LinearPrices:
        """A lower bound of L3 over plans with at least this L1, from where the program is."""

        def judged(price: F64, floor: float, *, kept: bool = False) -> Excess:
            excess = self._excess(price, floor, 0.0, 1.0, kept=kept)
            excess.bound += floor * in_window
            return excess

        unit = 1.0 / max(1.0, self.change)
        start = _Best(price=unit * self._best.price, floor=unit * self.reward, bound=-np.inf)
        start.bound = judged(start.price, start.floor).bound
        return self._improve(
            "L3", lambda model: model.saved_change, judged, start, in_window, unit, tolerance, time_limit_s, rounds
        )

    def integral(self, *, nodes: int = NODES, time_limit_s: float = np.inf) -> DayPlan | None:
        """A day plan close to the weighted sum: HiGHS on the courses that it splits, the others stay as they are.

        What the linear program gives in whole is kept and the rest is rounded as well as can be (RENS, Berthold 2014,
        Mathematical Programming Computation 6, 33-54).

        Parameters
        ----------
        nodes : of branch and bound at most
        time_limit_s : seconds at most

        Returns
        -------
        the plan, or None if none was found or no weighted sum was solved
        """
        from ortools.math_opt import callback_pb2, model_parameters_pb2, parameters_pb2
        from ortools.math_opt.core.python import solver

        whole, part = self.share > 1.0 - WHOLE, (self.share > WHOLE) & (self.share <= 1.0 - WHOLE)
        if not (whole.any() or part.any()):
            return None
        split = np.zeros(self.relaxation.problem.arrays.courses.shape[0], dtype=bool)
        split[self._course[part]] = True
        excess = self._excess(self._best.price, self._best.floor, 1.0, self.change)
        keep = whole | (split[self._course] & (part | (excess.treatment < FIRST_TREATMENTS)))
        model = build_day_model(self.relaxation, self.treatments, keep=keep, keep_options=self._keep_options, once=True)
        worth = model.saved_days + self.change * model.saved_change
        reward = max(WHOLE_REWARD, self.reward)
        proto, _, _ = model_proto(model, worth + reward * model.in_window, integer=True)
        parameters = highs_parameters(time_limit_s, parallel=False)
        parameters.node_limit = nodes
        parameters.relative_gap_tolerance = WHOLE_GAP
        result = solver.solve(
            proto,
            parameters_pb2.SOLVER_TYPE_HIGHS,
            parameters_pb2.SolverInitializerProto(),
            parameters,
            model_parameters_pb2.ModelSolveParametersProto(),
            None,
            callback_pb2.CallbackRegistrationProto(),
            None,
            None,
        )
        if not result.solutions:
            return None
        values = np.array(result.solutions[0].primal_solution.variable_values.values)
        given = np.flatnonzero(values[: model.treatments.cycle.shape[0]] > 0.5)
        cycle, centre, day = (getattr(model.treatments, name)[given] for name in ("cycle", "centre", "day"))
        return DayPlan(cycle=cycle, centre=centre, day=day)

    def _improve(
        self,
        level: str,
        objective: Callable[[DayModel], F64],
        judged: "_Judge",
        best: _Best,
        floor: int | None,
        unit: float,
        tolerance: float,
        time_limit_s: float,
        rounds: int,
    ) -> LinearPrices:
        began = time.perf_counter()
        sign = -1.0 if level == "L1" else 1.0
        steps, done, value = 0, 0, np.inf
        model, late = None, False
        while done < rounds:
            left = time_limit_s - (time.perf_counter() - began)
            late = left <= 0.0
            if late:
                break
            model = build_day_model(self.relaxation, self.treatments, keep=self._keep, keep_options=self._keep_options)
            solution = self._solve(model, objective(model), floor, left)
            if solution is None:
                late = True
                break
            done += 1
            steps += solution.steps
            value = _undone(model, level, self.change) - solution.value
            newest = judged(solution.price, solution.floor)
            mixed = self._mix(best, solution, newest, judged)
            if value - mixed.bound < tolerance:
                break
            # many columns are as good as the best; those are missing whose course would do better with more of them
            short = judged(solution.price, solution.floor, kept=True).least > newest.least + SHORT * unit
            self._add(newest, mixed, unit, short)
        return LinearPrices(
            level=level,
            price=best.price.copy(),
            floor=self.reward if level == "sum" else best.floor,
            bound=sign * best.bound,
            value=sign * value,
            rounds=done,
            steps=steps,
            is_cut_short=late,
            n_rows=0 if model is None else model.row_lower.shape[0],
            n_columns=0 if model is None else model.n_columns,
            elapsed_s=time.perf_counter() - began,
        )

    @staticmethod
    def _mix(best: _Best, solution: _Solution, newest: Excess, judged: "_Judge") -> Excess:
        """Moves ``best`` to the best mix of itself and the new prices; returns what is dear there."""
        found: Excess | None = None
        price, floor = best.price, best.floor
        for share in MIXES:
            mixed = share * solution.price + (1.0 - share) * price
            mixed_floor = share * solution.floor + (1.0 - share) * floor
            here = newest if share == 1.0 else judged(mixed, mixed_floor)
            if here.bound > best.bound:
                best.price, best.floor, best.bound, found = mixed, mixed_floor, here.bound, here
        return found if found is not None else judged(best.price, best.floor)

    def _add(self, newest: Excess, best: Excess, unit: float, short: Mask) -> None:
        near = (newest.treatment < NEAR_NEW * unit) | (best.treatment < NEAR_BEST * unit)
        self._keep = self._keep | (near & short[self._course])
        self._keep_options = self._keep_options | (newest.option < NEAR_NEW * unit) | (best.option < NEAR_BEST * unit)

    def _solve(self, model: DayModel, objective: F64, floor: int | None, time_limit_s: float) -> _Solution | None:
        """The program on the columns at hand, from the last basis; None if time ran out."""
        from ortools.glop.parameters_pb2 import GlopParameters
        from ortools.math_opt import (
            callback_pb2,
            model_parameters_pb2,
            parameters_pb2,
            result_pb2,
            solution_pb2,
        )
        from ortools.math_opt.core.python import solver

        proto, column_key, row_key = model_proto(model, objective, floor)
        parameters = parameters_pb2.SolveParametersProto()
        if np.isfinite(time_limit_s):
            parameters.time_limit.FromMilliseconds(max(1, int(1000 * time_limit_s)))
        hints = model_parameters_pb2.ModelSolveParametersProto()
        if self._basis is not None:
            parameters.glop.use_preprocessing = False
            if self._steps <= FEW_STEPS * row_key.shape[0]:
                # the norms of steepest edges take longer to compute than a handful of steps gains by them
                parameters.glop.optimization_rule = parameters.glop.feasibility_rule = GlopParameters.DEVEX
            basis = hints.initial_basis
            basis.variable_status.ids.extend(range(column_key.shape[0]))
            basis.variable_status.values.extend(
                _matched(
                    column_key, self._basis.column_key, self._basis.column, solution_pb2.BASIS_STATUS_AT_LOWER_BOUND
                ).tolist()
            )
            basis.constraint_status.ids.extend(range(row_key.shape[0]))
            basis.constraint_status.values.extend(
                _matched(row_key, self._basis.row_key, self._basis.row, solution_pb2.BASIS_STATUS_BASIC).tolist()
            )
            basis.basic_dual_feasibility = solution_pb2.SOLUTION_STATUS_UNDETERMINED
        result = solver.solve(
            proto,
            parameters_pb2.SOLVER_TYPE_GLOP,
            parameters_pb2.SolverInitializerProto(),
            parameters,
            hints,
            None,
            callback_pb2.CallbackRegistrationProto(),
            None,
            None,
        )
        reason = result.termination.reason
        if reason != result_pb2.TERMINATION_REASON_OPTIMAL:
            limits = (result_pb2.TERMINATION_REASON_FEASIBLE, result_pb2.TERMINATION_REASON_NO_SOLUTION_FOUND)
            if reason in limits or np.isfinite(time_limit_s):
                return None
            raise DoselineError(f"GLOP did not solve the relaxation by days: {result.termination.detail}")
        answer = result.solutions[0]
        self._steps = int(result.solve_stats.simplex_iterations)
        self._basis = _Basis(
            column_key=column_key,
            column=np.array(answer.basis.variable_status.values, dtype=np.int64),
            row_key=row_key,
            row=np.array(answer.basis.constraint_status.values, dtype=np.int64),
        )
        kept = np.flatnonzero(self._keep)
        self._given[:] = 0.0
        self._given[kept] = np.array(answer.primal_solution.variable_values.values)[: kept.shape[0]]
        dual = np.array(answer.dual_solution.dual_values.values)
        price = np.zeros(self.relaxation.rows.capacity.shape[0])
        price[model.resource] = np.maximum(0.0, dual[: model.resource.shape[0]])
        return _Solution(
            value=float(answer.primal_solution.objective_value),
            price=price,
            floor=0.0 if floor is None else max(0.0, -float(dual[-1])),
            steps=self._steps,
        )


def _undone(model: DayModel, level: str, change: float) -> float:
    """What a level, or the weighted sum, amounts to if nothing is given."""
    if level == "L1":
        return 0.0
    if level == "L3":
        return model.undone_change
    return model.undone_days + (change * model.undone_change if level == "sum" else 0.0)


def _matched(keys: I64, known: I64, status: I64, otherwise: int) -> I64:
    """Status of each key that is known, else the default."""
    if not known.shape[0]:
        return np.full(keys.shape, otherwise, dtype=np.int64)
    order = np.argsort(known)
    at = np.minimum(np.searchsorted(known[order], keys), known.shape[0] - 1)
    found = order[at]
    return np.where(known[found] == keys, status[found], otherwise)


def highs_parameters(time_limit_s: float, *, parallel: bool) -> Any:
    """Parameters of MathOpt for HiGHS.

    HiGHS keeps one pool of threads in a process and refuses a call that asks for another number, so all calls ask for
    the same, whether they use them or not. MathOpt refuses its own ``threads`` for HiGHS; HiGHS takes the option by
    its own name.

    Parameters
    ----------
    time_limit_s : seconds at most, or infinite
    parallel : whether to use the threads
    """
    from ortools.math_opt import parameters_pb2

    parameters = parameters_pb2.SolveParametersProto()
    if np.isfinite(time_limit_s):
        parameters.time_limit.FromMilliseconds(max(1, int(1000 * time_limit_s)))
    parameters.highs.int_options["threads"] = THREADS
    parameters.highs.string_options["parallel"] = "on" if parallel else "off"
    return parameters


def model_proto(
    model: DayModel, objective: F64, floor: int | None = None, *, integer: bool = False
) -> tuple[Any, I64, I64]:
    """The model for MathOpt, maximised, and the keys of its columns and rows.

    Parameters
    ----------
    model : of the relaxation
    objective : over its columns
    floor : least L1, which may be missed at a high cost unless ``integer``
    integer : whether treatments and counts are integers
    """
    from ortools.math_opt import model_pb2

    n_columns, n_rows = model.n_columns, model.row_lower.shape[0]
    entries = model.matrix.tocoo()
    rows, columns, values = entries.row, entries.col, entries.data
    upper, lower_rows, upper_rows = model.upper, model.row_lower, model.row_upper
    column_key, row_key = model.column_key, model.row_key
    if floor is not None:
        won = np.flatnonzero(model.in_window)
        rows = np.concatenate([rows, np.full(won.shape[0], n_rows)])
        columns = np.concatenate([columns, won])
        values = np.concatenate([values, model.in_window[won]])
        lower_rows, upper_rows = np.append(lower_rows, float(floor)), np.append(upper_rows, np.inf)
        row_key = np.append(row_key, FLOOR_KEY)
        if not integer:
            rows, columns, values = np.append(rows, n_rows), np.append(columns, n_columns), np.append(values, 1.0)
            upper, objective = np.append(upper, np.inf), np.append(objective, -SHORTFALL_DAYS)
            column_key = np.append(column_key, FLOOR_KEY)
            n_columns += 1
        n_rows += 1
    proto = model_pb2.ModelProto()
    proto.variables.ids.extend(range(n_columns))
    proto.variables.lower_bounds.extend(np.zeros(n_columns))
    proto.variables.upper_bounds.extend(upper)
    proto.variables.integers.extend(
        (np.arange(n_columns) < model.n_integers).tolist() if integer else [False] * n_columns
    )
    proto.linear_constraints.ids.extend(range(n_rows))
    proto.linear_constraints.lower_bounds.extend(lower_rows)
    proto.linear_constraints.upper_bounds.extend(upper_rows)
    order = np.lexsort((columns, rows))
    proto.linear_constraint_matrix.row_ids.extend(rows[order])
    proto.linear_constraint_matrix.column_ids.extend(columns[order])
    proto.linear_constraint_matrix.coefficients.extend(values[order])
    worth = np.flatnonzero(objective)
    proto.objective.maximize = True
    proto.objective.linear_coefficients.ids.extend(worth)
    proto.objective.linear_coefficients.values.extend(objective[worth])
    return proto, column_key, row_key


def lp_prices(
    relaxation: "Relaxation",
    level: str,
    in_window: int,
    *,
    price: F64 | None = None,
    reward: float = REWARD,
    tolerance: float = 0.5,
    time_limit_s: float = np.inf,
) -> LinearPrices:
    """Prices of one level from scratch: the weighted sum, then the level.

    Parameters
    ----------
    relaxation : of the problem
    level : ``L1`` or ``L2``
    in_window : L1 that plans must reach (for ``L2``)
    price : prices to start from, good at the reward; None: all zero, which keeps more columns
    reward : days late that a weighted cycle in window is worth in the weighted sum
    tolerance : of the bound, in the level's unit
    time_limit_s : seconds at most
    """
    began = time.perf_counter()
    start = np.zeros(relaxation.rows.capacity.shape[0]) if price is None else price
    program = DayProgram(Schedules(relaxation), start, reward)
    program.improve_sum(time_limit_s=time_limit_s)
    left = time_limit_s - (time.perf_counter() - began)
    if level == "L1":
        return program.improve_in_window(tolerance=tolerance, time_limit_s=left)
    return program.improve_days_late(in_window, tolerance=tolerance, time_limit_s=left)
