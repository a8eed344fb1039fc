"""Minutes to steps of the grid, and record arrays from columns."""

import math
from typing import Any, overload

import numpy as np
from numpy.typing import NDArray

__all__ = ["ceil_step", "covered", "floor_step", "records"]


def records(dtype: np.dtype[Any], /, **columns: object) -> NDArray[Any]:
    """A record array from its columns."""
    arrays = {name: np.asarray(column) for name, column in columns.items()}
    made = np.zeros(next(iter(arrays.values())).shape, dtype=dtype)
    for name, column in arrays.items():
        made[name] = column
    return made


@overload
def ceil_step(minutes: float, step: int) -> int: ...


@overload
def ceil_step(minutes: NDArray[np.number], step: int) -> NDArray[np.int64]: ...


def ceil_step(minutes: NDArray[np.number] | float, step: int) -> NDArray[np.int64] | int:
    """The first step at or after a minute."""
    if not isinstance(minutes, np.ndarray):
        return math.ceil(minutes / step - 1e-9)
    return np.ceil(np.asarray(minutes, dtype=np.float64) / step - 1e-9).astype(np.int64)


@overload
def floor_step(minutes: float, step: int) -> int: ...


@overload
def floor_step(minutes: NDArray[np.number], step: int) -> NDArray[np.int64]: ...


def floor_step(minutes: NDArray[np.number] | float, step: int) -> NDArray[np.int64] | int:
    """The last step at or before a minute."""
    if not isinstance(minutes, np.ndarray):
        return math.floor(minutes / step + 1e-9)
    return np.floor(np.asarray(minutes, dtype=np.float64) / step + 1e-9).astype(np.int64)


def covered(begins: NDArray[np.int64], ends: NDArray[np.int64], n_steps: int) -> NDArray[np.int64]:
    """How many of some spans, from one step to before another, each step lies in; shape (n_steps,)."""
    begins, ends = np.clip(begins, 0, n_steps), np.clip(ends, 0, n_steps)
    whole = begins < ends
    change = np.bincount(begins[whole], minlength=n_steps + 1) - np.bincount(ends[whole], minlength=n_steps + 1)
    return np.cumsum(change[:n_steps])
