"""General solvers on the plain model of the relaxation by days, to compare with.

CP-SAT and HiGHS, both from OR-Tools, solve the same day model as integers, in levels, with the same first plan as
their hint and two threads each. They have the easier job: days and counts instead of quarter-hours, rooms and vehicles;
a solution of theirs would still have to be sequenced.
"""

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import NDArray

from doseline.planning.gap import gap
from doseline.planning.solvers.day_model import (
    ADMITTED,
    ADMITTED_ROW,
    KEY_BITS,
    KEY_MASK,
    MASS,
    START,
    STOCK,
    STOCK_ROW,
    DayModel,
    build_day_model,
    treatments_of,
)
from doseline.planning.solvers.lp import THREADS, highs_parameters, model_proto

if TYPE_CHECKING:
    from scipy.sparse import csr_matrix

    from doseline.planning.kernels.state import State
    from doseline.planning.relaxation import Relaxation

__all__ = ["PEERS", "PeerLevel", "PeerRun", "hint_of", "solve_plain"]

F64 = NDArray[np.float64]

SCALE: Final = 1000
"""Fractional rows are counted in thousandths for CP-SAT: uses rounded down, capacities up, so that nothing is lost."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PeerLevel:
    """What a peer reached on one level.

    Attributes
    ----------
    value, bound : of the level; NaN if none was found
    gap : of the two, by the definition of the problem; infinite without a value
    elapsed_s : seconds in the solver until it stopped, at the gap or at its limit
    reached : whether the gap asked for was reached
    hint_kept : whether the value is at least as good as the hint's
    """

    value: float
    bound: float
    gap: float
    elapsed_s: float
    reached: bool
    hint_kept: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class PeerRun:
    """Both levels of one peer.

    Attributes
    ----------
    name : the peer with its version and threads, and what it solved
    in_window, days_late : levels L1 and, with L1 held at what it reached, L2; None if there was no time or no plan
    build_s : seconds to build the models, not counted in the levels
    n_columns, n_rows, n_entries : size of the model
    """

    name: str
    in_window: PeerLevel
    days_late: PeerLevel | None
    build_s: float
    n_columns: int
    n_rows: int
    n_entries: int

    @property
    def elapsed_s(self) -> float:
        """Seconds in the solver over both levels."""
        return self.in_window.elapsed_s + (self.days_late.elapsed_s if self.days_late else 0.0)

    @property
    def reached(self) -> bool:
        """Whether both gaps were reached."""
        return self.in_window.reached and self.days_late is not None and self.days_late.reached


def hint_of(relaxation: "Relaxation", model: DayModel, state: "State") -> F64:
    """A plan as values of every column of the full model, shape (n_columns,).

    Parameters
    ----------
    relaxation : of the problem
    model : over all treatments and options
    state : a legal plan
    """
    from scipy.sparse.linalg import spsolve

    arrays, cells = relaxation.problem.arrays, relaxation.cells
    treatments = model.treatments
    n_x, n_y = treatments.cell.shape[0], model.option.shape[0]
    values = np.zeros(model.n_columns)
    given = np.flatnonzero(state.cycles["place"] >= 0)
    cycles = state.cycles[given]
    key = (treatments.cycle * (arrays.centres.shape[0] + 1) + treatments.centre) * arrays.n_days + treatments.day
    order = np.argsort(key)
    wanted = (given * (arrays.centres.shape[0] + 1) + cycles["centre"]) * arrays.n_days + cycles["day"]
    x = order[np.minimum(np.searchsorted(key[order], wanted), n_x - 1)]
    known = key[x] == wanted
    x, cycles = x[known], cycles[known]
    values[x] = 1.0
    route = relaxation.problem.menu.entries["route"][cycles["entry"]]
    source = arrays.routes["source"][route]
    pool = arrays.places["pool"][cycles["place"]]
    at_option = np.full(cells.pool.shape[0], -1, dtype=np.int64)
    at_option[model.option] = np.arange(n_y)
    for cell, from_source, in_pool in zip(treatments.cell[x], source, pool, strict=True):
        for option in range(cells.ptr[cell], cells.ptr[cell + 1]):
            if cells.source[option] == from_source and cells.pool[option] == in_pool:
                values[n_x + at_option[option]] += 1.0
    kind = model.column_key >> KEY_BITS
    used = np.searchsorted(model.column_key[kind == MASS] & KEY_MASK, treatments.cell[x])
    values[kind == MASS] = np.bincount(used, minlength=int((kind == MASS).sum()))
    # a course begins once, and loads the tail of the centre of its last administration
    course = relaxation.problem.cycle_course[treatments.cycle[x]]
    last = np.flatnonzero(np.append(course[1:] != course[:-1], True)) if x.size else np.zeros(0, dtype=np.int64)
    begun = np.searchsorted(model.column_key[kind == START] & KEY_MASK, treatments.centre[x[last]])
    starts = np.flatnonzero(kind == START)
    values[starts[begun]] = 1.0
    for columns, rows in ((STOCK, STOCK_ROW), (ADMITTED, ADMITTED_ROW)):
        running = np.flatnonzero(kind == columns)
        if running.size:
            block = model.matrix[np.flatnonzero(model.row_key >> KEY_BITS == rows)]
            rest = -(block[:, : n_x + n_y] @ values[: n_x + n_y])
            values[running] = np.round(spsolve(block[:, running].tocsc(), rest))
    return values


def solve_plain(
    peer: str,
    relaxation: "Relaxation",
    state: "State",
    *,
    gap_in_window: float,
    gap_days_late: float,
    time_limit_s: float,
) -> PeerRun:
    """Both levels of the plain model by one peer, to the gaps or to its time limit.

    Parameters
    ----------
    peer : ``cp-sat`` or ``highs``
    relaxation : of the problem
    state : our greedy first plan, their hint
    gap_in_window, gap_days_late : gaps at which a level is done
    time_limit_s : seconds in the solver over both levels
    """
    began = time.perf_counter()
    model = build_day_model(relaxation, treatments_of(relaxation), once=True)
    hint = hint_of(relaxation, model, state)
    build_s = time.perf_counter() - began
    run = PEERS[peer]
    n_cycles = relaxation.problem.n_cycles
    first = run(model, model.in_window, 0.0, None, hint, gap_in_window, time_limit_s, n_cycles)
    in_window, solution = first
    left = time_limit_s - in_window.elapsed_s
    days_late = None
    if solution is not None and left > 0.0:
        floor = round(in_window.value)
        days_late, _ = run(model, -model.saved_days, model.undone_days, floor, solution, gap_days_late, left, n_cycles)
    return PeerRun(
        name=_name(peer),
        in_window=in_window,
        days_late=days_late,
        build_s=build_s,
        n_columns=model.n_columns,
        n_rows=model.row_lower.shape[0],
        n_entries=int(model.matrix.nnz),
    )


def _name(peer: str) -> str:
    from importlib.metadata import version

    solver = {"cp-sat": "CP-SAT", "highs": "HiGHS by MathOpt"}[peer]
    return f"{solver}, OR-Tools {version('ortools')}, {THREADS} threads, days only, our first plan as hint"


def _level(
    value: float, bound: float, target: float, elapsed_s: float, n_cycles: int, hinted: float, *, first: bool
) -> PeerLevel:
    found = np.isfinite(value)
    # weights are integers: the bound may be rounded towards the value
    rounded = (np.floor(bound + 1e-6) if first else np.ceil(bound - 1e-6)) if np.isfinite(bound) else bound
    remaining = gap(value, rounded, n_cycles) if found and np.isfinite(rounded) else np.inf
    kept = found and (value >= hinted - 1e-6 if first else value <= hinted + 1e-6)
    return PeerLevel(
        value=value,
        bound=float(rounded),
        gap=float(remaining),
        elapsed_s=elapsed_s,
        reached=bool(remaining <= target + 1e-9),
        hint_kept=bool(kept),
    )


def _cp_sat(
    model: DayModel,
    cost: F64,
    offset: float,
    floor: int | None,
    hint: F64,
    gap: float,
    time_limit_s: float,
    n_cycles: int,
) -> tuple[PeerLevel, F64 | None]:
    from ortools.sat.python import cp_model

    first = floor is None
    plain = cp_model.CpModel()
    most = _whole_bounds(model)
    variables = [plain.new_int_var(0, int(most[column]), "") for column in range(model.n_columns)]
    matrix, lower, upper = _whole_rows(model)
    for row in range(matrix.shape[0]):
        at = slice(matrix.indptr[row], matrix.indptr[row + 1])
        total = cp_model.LinearExpr.weighted_sum(
            [variables[column] for column in matrix.indices[at]], [int(value) for value in matrix.data[at]]
        )
        plain.add_linear_constraint(total, int(lower[row]), int(upper[row]))
    weighed = np.flatnonzero(cost)
    total = cp_model.LinearExpr.weighted_sum(
        [variables[column] for column in weighed], [int(value) for value in cost[weighed]]
    )
    if first:
        plain.maximize(total)
    else:
        won = np.flatnonzero(model.in_window)
        kept = cp_model.LinearExpr.weighted_sum(
            [variables[column] for column in won], [int(value) for value in model.in_window[won]]
        )
        plain.add(kept >= int(floor or 0))
        plain.minimize(total + int(offset))
    for column, value in enumerate(hint):
        plain.add_hint(variables[column], int(value))
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = THREADS
    solver.parameters.max_time_in_seconds = time_limit_s
    solver.parameters.relative_gap_limit = gap / (1.0 + gap)
    solver.parameters.absolute_gap_limit = max(1e-4, 0.01 * n_cycles * gap)
    began = time.perf_counter()
    status = solver.solve(plain)
    elapsed_s = time.perf_counter() - began
    hinted = float(cost @ hint) + offset
    if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        return _level(np.nan, solver.best_objective_bound, gap, elapsed_s, n_cycles, hinted, first=first), None
    found = np.array([solver.value(variable) for variable in variables], dtype=np.float64)
    level = _level(solver.objective_value, solver.best_objective_bound, gap, elapsed_s, n_cycles, hinted, first=first)
    return level, found


def _whole_bounds(model: DayModel) -> F64:
    """Upper bounds that are integers: counts and masses by the treatments of their cell, the rest by one."""
    most = np.where(np.isfinite(model.upper), model.upper, 1.0)
    most[model.column_key >> KEY_BITS == ADMITTED] = float(model.treatments.cell.shape[0])
    n_x, n_y = model.treatments.cell.shape[0], model.option.shape[0]
    used, treated = np.unique(model.treatments.cell, return_counts=True)
    most[n_x + n_y : n_x + n_y + used.shape[0]] = treated
    most[n_x : n_x + n_y] = treated[model.option_cell]
    return most


def _whole_rows(model: DayModel) -> tuple["csr_matrix", F64, F64]:
    """The rows in integers: fractional ones in thousandths, uses rounded down, capacities up."""
    matrix = model.matrix.copy()
    row = np.repeat(np.arange(matrix.shape[0]), np.diff(matrix.indptr))
    broken = np.abs(matrix.data - np.round(matrix.data)) > 1e-9
    fractional = np.zeros(matrix.shape[0], dtype=bool)
    fractional[row[broken]] = True
    scale = np.where(fractional, SCALE, 1.0)
    matrix.data = np.floor(matrix.data * scale[row] + 1e-9)
    far = float(2**40)
    lower = np.where(np.isfinite(model.row_lower), model.row_lower, -far)
    upper = np.where(np.isfinite(model.row_upper), np.ceil(model.row_upper * scale - 1e-9), far)
    return matrix, lower, upper


def _highs(
    model: DayModel,
    cost: F64,
    offset: float,
    floor: int | None,
    hint: F64,
    gap: float,
    time_limit_s: float,
    n_cycles: int,
) -> tuple[PeerLevel, F64 | None]:
    from ortools.math_opt import (
        callback_pb2,
        model_parameters_pb2,
        parameters_pb2,
    )
    from ortools.math_opt.core.python import solver

    first = floor is None
    proto, _, _ = model_proto(model, cost, floor, integer=True)
    proto.objective.maximize = first
    proto.objective.offset = offset
    parameters = highs_parameters(time_limit_s, parallel=True)
    parameters.relative_gap_tolerance = gap / (1.0 + gap)
    parameters.absolute_gap_tolerance = max(0.999, 0.01 * n_cycles * gap)
    hints = model_parameters_pb2.ModelSolveParametersProto()
    start = hints.solution_hints.add()
    start.variable_values.ids.extend(range(model.n_columns))
    start.variable_values.values.extend(hint)
    began = time.perf_counter()
    result = solver.solve(
        proto,
        parameters_pb2.SOLVER_TYPE_HIGHS,
        parameters_pb2.SolverInitializerProto(),
        parameters,
        hints,
        None,
        callback_pb2.CallbackRegistrationProto(),
        None,
        None,
    )
    elapsed_s = time.perf_counter() - began
    hinted = float(cost @ hint) + offset
    bounds = result.termination.objective_bounds
    if not result.solutions:
        return _level(np.nan, bounds.dual_bound, gap, elapsed_s, n_cycles, hinted, first=first), None
    found = np.round(np.array(result.solutions[0].primal_solution.variable_values.values))
    value = float(result.solutions[0].primal_solution.objective_value)
    return _level(value, bounds.dual_bound, gap, elapsed_s, n_cycles, hinted, first=first), found


PEERS: Final = {"cp-sat": _cp_sat, "highs": _highs}
