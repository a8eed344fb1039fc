"""Which vials cycles would get if only sources were scarce: a transport program, solved for its prices by GLOP."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

__all__ = ["VialProgram", "source_prices"]

F64 = NDArray[np.float64]
I64 = NDArray[np.int64]


@dataclass(frozen=True, slots=True, kw_only=True)
class VialProgram:
    """A vial for each part of a cycle, so that the parts weigh enough and no source gives more than it has.

    Attributes
    ----------
    cycle, row : of each way to get a vial, the row of its source or -1 where nobody else draws on it, shape (n_ways,)
    waste_mbq, use : what a way wastes, and uses of its row, shape (n_ways,)
    weight : of each cycle, shape (n_cycles,)
    capacity : of each row, shape (n_rows,)
    in_window : weight that the parts must reach
    """

    cycle: I64
    row: I64
    waste_mbq: F64
    use: F64
    weight: I64
    capacity: F64
    in_window: float


def source_prices(program: VialProgram, *, time_limit_s: float = np.inf) -> F64:
    """Waste (MBq) that one more unit of each row would save, shape (n_rows,); all 0 if time ran out.

    Parameters
    ----------
    program : which vials there are
    time_limit_s : seconds at most
    """
    from ortools.math_opt import (
        callback_pb2,
        model_parameters_pb2,
        model_pb2,
        parameters_pb2,
        result_pb2,
    )
    from ortools.math_opt.core.python import solver

    n_ways, n_cycles = program.cycle.shape[0], program.weight.shape[0]
    prices = np.zeros(program.capacity.shape[0])
    if n_ways == 0 or time_limit_s <= 0.0:
        return prices
    shared = np.flatnonzero(program.row >= 0)
    scarce, at_scarce = np.unique(program.row[shared], return_inverse=True)
    n_rows = n_cycles + scarce.shape[0] + 1
    ways = np.arange(n_ways)
    rows = np.concatenate([program.cycle, n_cycles + at_scarce, np.full(n_ways, n_rows - 1)])
    columns = np.concatenate([ways, shared, ways])
    values = np.concatenate([np.ones(n_ways), program.use[shared], program.weight[program.cycle].astype(np.float64)])
    proto = model_pb2.ModelProto()
    proto.variables.ids.extend(range(n_ways))
    proto.variables.lower_bounds.extend(np.zeros(n_ways))
    proto.variables.upper_bounds.extend(np.full(n_ways, np.inf))
    proto.variables.integers.extend([False] * n_ways)
    proto.linear_constraints.ids.extend(range(n_rows))
    proto.linear_constraints.lower_bounds.extend([*[-np.inf] * (n_rows - 1), program.in_window])
    proto.linear_constraints.upper_bounds.extend([*[1.0] * n_cycles, *program.capacity[scarce], np.inf])
    order = np.lexsort((columns, rows))
    proto.linear_constraint_matrix.row_ids.extend(rows[order])
    proto.linear_constraint_matrix.column_ids.extend(columns[order])
    proto.linear_constraint_matrix.coefficients.extend(values[order])
    worth = np.flatnonzero(program.waste_mbq)
    proto.objective.linear_coefficients.ids.extend(worth)
    proto.objective.linear_coefficients.values.extend(program.waste_mbq[worth])
    parameters = parameters_pb2.SolveParametersProto()
    if np.isfinite(time_limit_s):
        parameters.time_limit.FromMilliseconds(max(1, int(1000 * time_limit_s)))
    result = solver.solve(
        proto,
        parameters_pb2.SOLVER_TYPE_GLOP,
        parameters_pb2.SolverInitializerProto(),
        parameters,
        model_parameters_pb2.ModelSolveParametersProto(),
        None,
        callback_pb2.CallbackRegistrationProto(),
        None,
        None,
    )
    if result.termination.reason == result_pb2.TERMINATION_REASON_OPTIMAL:
        dual = np.array(result.solutions[0].dual_solution.dual_values.values)
        prices[scarce] = np.maximum(0.0, -dual[n_cycles:-1])
    return prices
