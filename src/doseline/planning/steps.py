"""Minutes to steps of the grid, and record arrays from columns."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

__all__ = ["ceil_step", "floor_step", "records"]


def records(dtype: np.dtype[Any], /, **columns: object) -> NDArray[Any]:
    """A record array from its columns."""
    arrays = {name: np.asarray(column) for name, column in columns.items()}
    made = np.zeros(next(iter(arrays.values())).shape, dtype=dtype)
    for name, column in arrays.items():
        made[name] = column
    return made


def ceil_step(minutes: NDArray[np.number] | float, step: int) -> NDArray[np.int64]:
    """The first step at or after a minute."""
    return np.ceil(np.asarray(minutes, dtype=np.float64) / step - 1e-9).astype(np.int64)


def floor_step(minutes: NDArray[np.number] | float, step: int) -> NDArray[np.int64]:
    """The last step at or before a minute."""
    return np.floor(np.asarray(minutes, dtype=np.float64) / step + 1e-9).astype(np.int64)
