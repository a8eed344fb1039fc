"""Prices from the linear program of the relaxation by days, solved by GLOP on the columns that matter."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from doseline.planning.solvers.day_model import DayModel, Treatments, build_day_model, treatments_of
from doseline.planning.solvers.through import Excess, excess_of

if TYPE_CHECKING:
    from doseline.planning.relaxation import Relaxation

__all__ = ["LinearPrices", "lp_prices", "solve_lp"]

F64 = NDArray[np.float64]
Mask = NDArray[np.bool_]
DEAREST_COLUMNS = 400_000


@dataclass(frozen=True, slots=True, kw_only=True)
class LinearPrices:
    """What a linear program says.

    Attributes
    ----------
    level : L1 or L2
    price : of every row of the relaxation, at least 0, shape (n_rows,), in the relaxation's units
    floor : price of L1 (L2 only)
    value : optimum of the program: of all columns an upper bound of L1 or a lower bound of L2, of some columns an estimate
    bound : what the prices prove by weak duality, over all columns, before rounding
    n_columns, n_rows, rounds : size of the last program, programs solved
    elapsed_s : all told, model and pricing included
    """

    level: str
    price: F64
    floor: float
    value: float
    bound: float
    n_columns: int
    n_rows: int
    rounds: int
    elapsed_s: float
