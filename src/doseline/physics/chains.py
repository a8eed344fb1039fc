"""Decay and ingrowth of a chain of nuclides, branched or not, at many instants at once."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Final

import numpy as np
from numpy.typing import ArrayLike, NDArray

from doseline.errors import UserError
from doseline.physics.constants import LN2
from doseline.physics.nuclides import DEFAULT_DATA, load_nuclide_data
from doseline.physics.transfer import TransferGraph, propagate

Array = NDArray[np.float64]

RELATIVE_ACCURACY: Final = 1e-10
"""Largest relative error of a result above the smallest normal double, whatever the chain and the instant."""

_CHUNK: Final = 4_096
"""Instants evaluated together, so that the arrays stay in the cache."""

_PRODUCTS: Final = 250_000
"""Multiplications of one matrix product: more would make a BLAS start threads, which stall on a busy machine."""

_BRANCH_TOLERANCE: Final = 1e-6


class Chain:
    """A chain of nuclides, compiled once and then evaluated at any number of instants.

    Parameters
    ----------
    half_lives_h : mapping of str to float
        Half-life in h of every nuclide of the chain; ``inf`` for a stable one. Any order.
    branches : mapping of str to mapping of str to float
        Branch fractions by parent, then daughter; every daughter is a nuclide of the chain. Fractions of a parent may
        add up to less than one: the rest leaves the chain.

    Raises
    ------
    UserError
        If a half-life is not above zero, a fraction is outside 0 to 1, fractions of a parent exceed one, a daughter is
        unknown, a stable nuclide decays, or the chain runs in a circle.

    Notes
    -----
    The amounts are ``N(t) = C exp(-R t) C^-1 N(0)`` with the eigenvectors `C` of the triangular decay matrix, built
    in closed form (Bateman 1910; Amaku et al. 2010), so that a million instants cost one exponential per nuclide and
    one matrix product. Where its terms cancel (equal or nearly equal half-lives, first moments of an ingrowth) a bound
    carried along shows it, and those instants are evaluated by divided differences of the exponential instead, a sum
    of positive terms. The relative error of each result is below `RELATIVE_ACCURACY`.

    References
    ----------
    H. Bateman, Solution of a system of differential equations occurring in the theory of radioactive transformations,
    Proc. Cambridge Phil. Soc. 15 (1910) 423-427. M. Amaku, P. R. Pascholati and V. R. Vanin, Decay chain differential
    equations: solution through matrix algebra, Computer Physics Communications 181 (2010) 21-23,
    doi:10.1016/j.cpc.2009.08.011.

    Examples
    --------
    >>> chain = decay_chain("Yb-177")
    >>> chain.nuclides
    ('Yb-177', 'Lu-177', 'Hf-177')
    >>> chain.activity_mbq({"Yb-177": 1000.0}, 24.0).round(2).tolist()
    [0.17, 10.92, 0.0]
    """

    __slots__ = ("_branch_fractions", "_decay_per_h", "_eigen", "_graph", "half_lives_h", "nuclides")

    def __init__(self, half_lives_h: Mapping[str, float], branches: Mapping[str, Mapping[str, float]]) -> None:
        _check(half_lives_h, branches)
        self.nuclides: tuple[str, ...] = _topological(half_lives_h, branches)
        self.half_lives_h: Array = np.array([half_lives_h[nuclide] for nuclide in self.nuclides])
        self.half_lives_h.setflags(write=False)
        self._decay_per_h: Array = LN2 / self.half_lives_h
        place = {nuclide: index for index, nuclide in enumerate(self.nuclides)}
        edges = {
            (place[parent], place[daughter]): fraction
            for parent, to in branches.items()
            for daughter, fraction in to.items()
            if fraction > 0
        }
        self._graph = TransferGraph(n_nodes=len(self.nuclides), edges=tuple(edges))
        self._branch_fractions: Array = np.array(list(edges.values()), dtype=np.float64)
        self._eigen = _eigenvectors(self._graph, self._decay_per_h, self._transfer_per_h)

    @property
    def _transfer_per_h(self) -> Array:
        starts = [start for start, _ in self._graph.edges]
        rates: Array = self._decay_per_h[starts] * self._branch_fractions
        return rates

    def index(self, nuclide: str) -> int:
        """Return the row of `nuclide` in every result, or raise `UserError`."""
        if nuclide not in self.nuclides:
            raise UserError("The nuclide is not in the chain.", given=nuclide, allowed=", ".join(self.nuclides))
        return self.nuclides.index(nuclide)

    def activity_mbq(self, initial_activities_mbq: Mapping[str, float] | ArrayLike, elapsed_h: ArrayLike) -> Array:
        """Activity of every nuclide of the chain after each elapsed time.

        Parameters
        ----------
        initial_activities_mbq : mapping of str to float, or array of shape (n_nuclides,)
            Activities at time zero in MBq, zero or more; nuclides left out of a mapping start at zero.
        elapsed_h : float or array of any shape
            Times in h, zero or more, in any order.

        Returns
        -------
        array, shape (n_nuclides,) + shape of `elapsed_h`
            Activities in MBq, rows as in `nuclides`; a stable nuclide has zero.

        Raises
        ------
        UserError
            If a value is negative or not finite, or a stable nuclide is given an activity.
        """
        initial_mbq = self._initial(initial_activities_mbq, "MBq")
        if (initial_mbq[self._decay_per_h == 0] > 0).any():
            raise UserError("A stable nuclide was given an activity.", allowed="activities of radioactive nuclides")
        amounts = np.divide(initial_mbq, self._decay_per_h, out=np.zeros_like(initial_mbq), where=self._decay_per_h > 0)
        return self._evaluate(amounts, elapsed_h, scale=self._decay_per_h)

    def atoms(self, initial_atoms: Mapping[str, float] | ArrayLike, elapsed_h: ArrayLike) -> Array:
        """Number of atoms of every nuclide, stable ones included, after each elapsed time.

        Parameters and shapes are as for `activity_mbq`, with atoms (or moles) instead of MBq.
        """
        return self._evaluate(self._initial(initial_atoms, "atoms"), elapsed_h, scale=np.ones(len(self.nuclides)))

    def _initial(self, given: Mapping[str, float] | ArrayLike, unit: str) -> Array:
        if isinstance(given, Mapping):
            initial = np.zeros(len(self.nuclides))
            for nuclide, value in given.items():
                initial[self.index(nuclide)] = value
        else:
            initial = np.array(given, dtype=np.float64)
        if initial.shape != (len(self.nuclides),):
            raise UserError(
                "The start of the chain has not one value for each nuclide.",
                given=f"shape {initial.shape}",
                allowed=f"shape ({len(self.nuclides)},), in the order {', '.join(self.nuclides)}",
            )
        if not (np.isfinite(initial).all() and (initial >= 0).all()):
            raise UserError(
                "The start of the chain is not a set of amounts.",
                given=dict(zip(self.nuclides, initial.tolist(), strict=True)),
                allowed=f"finite numbers of {unit}, zero or more",
            )
        return initial

    def _evaluate(self, initial: Array, elapsed_h: ArrayLike, *, scale: Array) -> Array:
        """Amounts at each elapsed time, row i multiplied by ``scale[i]``."""
        elapsed = np.asarray(elapsed_h, dtype=np.float64)
        times = elapsed.ravel()
        if times.size and not (times.min() >= 0 and times.max() < np.inf):
            raise UserError(
                "A chain was asked for a time before its start, or for none.",
                given=times[~((times >= 0) & (times < np.inf))][0].item(),
                allowed="hours, zero or more",
                remedy="Choose an earlier start; the past of a chain cannot be told from its present.",
            )
        out = np.empty((len(self.nuclides), times.size))
        if self._eigen is None:
            for first in range(0, times.size, _CHUNK):
                part = slice(first, first + _CHUNK)
                out[:, part] = self._exact(initial, times[part]) * scale[:, None]
        else:
            self._by_eigenvectors(self._eigen, initial, times, scale, out)
        return out.reshape(len(self.nuclides), *elapsed.shape)

    def _by_eigenvectors(self, eigen: "_Eigen", initial: Array, times: Array, scale: Array, out: Array) -> None:
        """Fill `out` by the cheapest of three forms that is exact enough at each instant."""
        weights, weight_sizes = eigen.left @ initial, eigen.left_size @ initial
        active = np.flatnonzero(weight_sizes)
        terms = scale[:, None] * eigen.right[:, active] * weights[active]
        # An instant is exact enough where the rounding of the terms stays below the promised share of their sum.
        rounding = 4 * (len(self.nuclides) + 1) * np.finfo(np.float64).eps / RELATIVE_ACCURACY
        bounds = rounding * scale[:, None] * eigen.right_size[:, active] * weight_sizes[active]
        decay_per_h = self._decay_per_h[active]

        alone = bounds.copy()
        alone[np.count_nonzero(bounds, axis=1) <= 1] = 0.0  # a row of one term has nothing that could cancel
        doubtful = _sum_terms(np.exp, decay_per_h, np.vstack([terms, alone]), times, out)
        if doubtful.size:
            # Early on the terms nearly add up to the start; the sum of what each has lost since is then accurate.
            lost = np.empty((len(self.nuclides), doubtful.size))
            start = (scale * initial)[:, None]
            worse = _sum_terms(np.expm1, decay_per_h, np.vstack([terms, -bounds]), times[doubtful], lost, start=start)
            out[:, doubtful] = lost
            doubtful = doubtful[worse]
        for first in range(0, doubtful.size, _CHUNK):
            some = doubtful[first : first + _CHUNK]
            out[:, some] = self._exact(initial, times[some]) * scale[:, None]

    def _exact(self, initial: Array, times: Array) -> Array:
        """Amounts by the sum over paths; slower, and accurate for every chain and instant."""
        shape = (1, times.size)
        return propagate(
            self._graph,
            initial=np.tile(initial[:, None], shape),
            loss_per_h=np.tile(self._decay_per_h[:, None], shape),
            transfer_per_h=np.tile(self._transfer_per_h[:, None], shape),
            duration_h=times,
        )


def decay_chain(parents: str | Iterable[str], named_set: str = DEFAULT_DATA) -> Chain:
    """Return the chain of `parents` and all their progeny, with data of `named_set`; compiled once per process.

    Parameters
    ----------
    parents : str or iterable of str
        Nuclides such as ``Ac-225``.
    named_set : str
        Named set of nuclear data.

    Raises
    ------
    UserError
        If a nuclide or the set is unknown.

    Examples
    --------
    >>> decay_chain(["Lu-177m", "Lu-177"]).nuclides
    ('Lu-177m', 'Lu-177', 'Hf-177')
    """
    return _decay_chain((parents,) if isinstance(parents, str) else tuple(parents), named_set)


@cache
def _decay_chain(parents: tuple[str, ...], named_set: str) -> Chain:
    data = load_nuclide_data(named_set)
    nuclides = data.with_progeny(parents)
    return Chain(
        {nuclide: data.half_life_of(nuclide) for nuclide in nuclides},
        {nuclide: data.branches[nuclide] for nuclide in nuclides if nuclide in data.branches},
    )


def _check(half_lives_h: Mapping[str, float], branches: Mapping[str, Mapping[str, float]]) -> None:
    for nuclide, half_life in half_lives_h.items():
        if not half_life > 0:
            raise UserError(f"The half-life of {nuclide} is not above zero.", given=half_life, allowed="hours, or inf")
    for parent, to in branches.items():
        for nuclide in (parent, *to):
            if nuclide not in half_lives_h:
                raise UserError(
                    f"A branch of {parent} names a nuclide without half-life.",
                    given=nuclide,
                    allowed=", ".join(half_lives_h),
                )
        if to and half_lives_h[parent] == np.inf:
            raise UserError("A stable nuclide cannot decay.", given=parent, allowed="branches of radioactive nuclides")
        total = sum(to.values())
        if not all(0 <= fraction <= 1 for fraction in to.values()) or total > 1 + _BRANCH_TOLERANCE:
            raise UserError(
                f"The branches of {parent} are not shares of its decays.",
                given=dict(to),
                allowed="fractions from 0 to 1 that add up to one at most",
            )


def _topological(half_lives_h: Mapping[str, float], branches: Mapping[str, Mapping[str, float]]) -> tuple[str, ...]:
    """Parents before daughters; otherwise in the order given."""
    waiting = dict.fromkeys(half_lives_h, 0)
    for to in branches.values():
        for daughter in to:
            waiting[daughter] += 1
    ready = [nuclide for nuclide, parents in waiting.items() if parents == 0]
    order: list[str] = []
    while ready:
        order.append(ready.pop(0))
        for daughter in branches.get(order[-1], {}):
            waiting[daughter] -= 1
            if waiting[daughter] == 0:
                ready.append(daughter)
    if len(order) < len(half_lives_h):
        circle = [nuclide for nuclide in half_lives_h if nuclide not in order]
        raise UserError("The chain runs in a circle.", given=", ".join(circle), allowed="parents before daughters")
    return tuple(order)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Eigen:
    """Right eigenvectors in columns, left ones in rows, each with the size of the terms its entries were summed from.

    With the diagonals at one, the left matrix is the inverse of the right one.
    """

    right: Array
    right_size: Array
    left: Array
    left_size: Array


def _eigenvectors(graph: TransferGraph, decay_per_h: Array, transfer_per_h: Array) -> _Eigen | None:
    """Eigenvectors of the triangular decay matrix; None if two equal decay constants leave it without a full set."""
    n = graph.n_nodes
    inflow = np.zeros((n, n))
    for (start, end), rate in zip(graph.edges, transfer_per_h.tolist(), strict=True):
        inflow[end, start] = rate
    right = _lower_eigenvectors(inflow, decay_per_h)
    # Left eigenvectors are right ones of the transposed matrix, which is lower triangular when read backwards.
    left = _lower_eigenvectors(inflow.T[::-1, ::-1], decay_per_h[::-1])
    if right is None or left is None:
        return None
    (vectors, size), (left_vectors, left_size) = right, left
    return _Eigen(right=vectors, right_size=size, left=left_vectors[::-1, ::-1].T, left_size=left_size[::-1, ::-1].T)


def _lower_eigenvectors(inflow: Array, decay_per_h: Array) -> tuple[Array, Array] | None:
    n = decay_per_h.size
    vectors, sizes = np.eye(n), np.eye(n)
    for column in range(n):
        for row in range(column + 1, n):
            reach = inflow[row, column:row] @ sizes[column:row, column]
            if reach == 0:
                continue
            difference = decay_per_h[row] - decay_per_h[column]
            if difference == 0:
                return None
            vectors[row, column] = inflow[row, column:row] @ vectors[column:row, column] / difference
            sizes[row, column] = reach / abs(difference)
    return (vectors, sizes) if np.isfinite(sizes).all() else None


def _sum_terms(
    kernel: np.ufunc,
    decay_per_h: Array,
    terms_and_bounds: Array,
    times: Array,
    out: Array,
    *,
    start: Array | float = 0.0,
) -> NDArray[np.intp]:
    """Fill `out` with start + terms @ kernel(-decay_per_h * times); return the places where a bound is exceeded."""
    n = out.shape[0]
    chunk = max(1, min(_CHUNK, _PRODUCTS // (2 * n * max(1, decay_per_h.size))))
    factors = np.empty((decay_per_h.size, chunk))
    sums = np.empty((2 * n, chunk))
    doubtful = np.zeros(times.size, dtype=bool)
    for first in range(0, times.size, chunk):
        part = times[first : first + chunk]
        e, s = factors[:, : part.size], sums[:, : part.size]
        np.multiply(-decay_per_h[:, None], part, out=e)
        kernel(e, out=e)
        np.matmul(terms_and_bounds, e, out=s)
        values = out[:, first : first + part.size]
        np.add(s[:n], start, out=values)
        np.any(s[n:] > values, axis=0, out=doubtful[first : first + part.size])
    return np.flatnonzero(doubtful)
