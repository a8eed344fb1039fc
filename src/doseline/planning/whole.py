"""What whole courses can load on a row of the tail: it is filled by so many courses, not by parts of them.

A linear program gives the last tenth of a row to a tenth of a course, which no plan can do. Its capacity for a bound is
therefore the largest load of whole courses that fits, found by going through all of them: the loads of one row take few
values, for courses of one regimen load alike.
"""

from typing import Final

import numpy as np
from numpy.typing import NDArray

from doseline.planning.problem import Problem

__all__ = ["PARTS", "most_of_whole", "whole_tail"]

PARTS: Final = 10**9
"""Loads are counted in whole parts of one over this."""

MOST_SUMS: Final = 100_000
"""A row with more sums than that, the most frequent load left aside, stays as it is."""

F64 = NDArray[np.float64]
I64 = NDArray[np.int64]


def whole_tail(problem: Problem) -> F64:
    """What whole courses can load on each row of the tail, at most its capacity, shape (n_rows,).

    Parameters
    ----------
    problem : a compiled problem
    """
    arrays = problem.arrays
    most: F64 = arrays.tail_capacity.copy()
    tails = arrays.centre_tails
    course = np.repeat(problem.centre_course, arrays.centres["tail_to"] - arrays.centres["tail_from"])
    parts = np.rint(tails["load"] * PARTS).astype(np.int64)
    # a course that may go to several centres loads a row at most once
    once = np.unique(np.stack([tails["row"], parts, course]), axis=1)
    loads, counts = np.unique(once[:2], axis=1, return_counts=True)
    bounds = np.searchsorted(loads[0], np.arange(most.shape[0] + 1))
    for row in np.flatnonzero((np.diff(bounds) > 0) & np.isfinite(most)):
        here = slice(bounds[row], bounds[row + 1])
        most[row] = most_of_whole(loads[1, here], counts[here], float(most[row]))
    return most


def most_of_whole(parts: I64, counts: I64, capacity: float) -> float:
    """The largest sum of whole loads that fits into a capacity.

    Parameters
    ----------
    parts : each value that a load takes, in 1 / `PARTS`, shape (n_values,); negative ones give back
    counts : how many loads have it, shape (n_values,)
    capacity : at least 0

    Returns
    -------
    the sum, with what rounding may have hidden, but no more than the capacity

    Examples
    --------
    >>> most_of_whole(np.array([900_000_000]), np.array([5]), 2.0)
    1.800000005
    """
    rounding = int(counts.sum())
    limit = int(np.floor(capacity * PARTS)) + rounding
    if int(parts[parts > 0] @ counts[parts > 0]) <= limit:
        return capacity
    positive = np.flatnonzero(parts > 0)
    last = positive[np.argmax(counts[positive])]
    others = np.delete(np.arange(parts.shape[0]), last)
    if float(np.prod(counts[others] + 1.0)) > MOST_SUMS:
        return capacity
    sums = np.zeros(1, dtype=np.int64)
    for value in others:
        sums = np.add.outer(sums, parts[value] * np.arange(counts[value] + 1)).ravel()
    room = limit - sums
    more = np.minimum(room // parts[last], counts[last])
    fitting = (sums + more * parts[last])[room >= 0]
    return min(capacity, (int(fitting.max()) + rounding) / PARTS)
