"""Divided differences of the exponential, accurate for nodes that coincide, nearly coincide or lie far apart.

The amount of the last nuclide of a chain is a divided difference: with decay constants `r_1 ... r_k`,
`N_k(t) = N_1(0) r_1 ... r_{k-1} t^{k-1} exp[-r_1 t, ..., -r_k t]`. Written so, equal half-lives are no special case.
"""

from typing import Final

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]

_MAX_TERMS: Final = 400


def exp_divided_difference(nodes: Array) -> Array:
    """Divided difference of exp at `nodes`, column by column.

    Parameters
    ----------
    nodes : array, shape (k, m)
        k nodes for each of m columns, in any order; finite.

    Returns
    -------
    array, shape (m,)
        `exp[x_1, ..., x_k]`, positive. Relative error below 1e-12 for k up to 12 and any spread of the nodes, as long
        as the result is a normal double.

    Notes
    -----
    Wide spread: Newton's recurrence, which loses less than a digit a level there. Narrow spread: the series
    `exp(x_1) sum_p h_p(x - x_1) / (p + k - 1)!` around the smallest node with the complete homogeneous symmetric
    polynomials `h_p`; each term is positive, so nothing cancels.

    References
    ----------
    A. McCurdy, K. C. Ng and B. N. Parlett, Accurate computation of divided differences of the exponential function,
    Mathematics of Computation 43 (168) (1984) 501-528.

    Examples
    --------
    >>> float(exp_divided_difference(np.array([[0.0], [0.0], [0.0]]))[0])
    0.5
    """
    ascending = np.sort(np.asarray(nodes, dtype=np.float64), axis=0)
    return _cell(ascending, 0, ascending.shape[0] - 1, {})


def _cell(x: Array, first: int, last: int, known: dict[tuple[int, int], Array]) -> Array:
    """Divided difference over nodes `first` to `last`; `known` keeps what the recurrence shares."""
    if (first, last) in known:
        return known[first, last]
    value: Array
    if first == last:
        value = np.exp(x[first])
    else:
        span = x[last] - x[first]
        narrow = span <= 1.0 + (last - first)
        if narrow.all():
            value = _series(x[first : last + 1])
        else:
            rise = _cell(x, first + 1, last, known) - _cell(x, first, last - 1, known)
            value = np.divide(rise, span, out=np.zeros_like(span), where=~narrow)
            if narrow.any():
                value[narrow] = _series(x[first : last + 1, narrow])
    known[first, last] = value
    return value


def _series(x: Array) -> Array:
    """Divided difference by its positive series; `x` ascending with a narrow spread, shape (k, m)."""
    order = x.shape[0] - 1
    y = x[1:] - x[0]
    # h[j] holds h_p of the first j + 1 of the offsets, scaled by 1 / (p + order)!.
    h = np.zeros_like(y)
    scale = 1.0
    for factor in range(2, order + 1):
        scale /= factor
    h[:] = scale
    total = h[-1].copy()
    for p in range(1, _MAX_TERMS):
        h *= y / (p + order)
        for row in range(1, order):  # np.cumsum along the first axis takes five times as long
            h[row] += h[row - 1]
        term = h[-1]
        total += term
        if (term <= 1e-17 * total).all():
            break
    value: Array = np.exp(x[0]) * total
    return value
