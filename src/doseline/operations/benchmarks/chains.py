"""Decay chains at many instants, against a loop over radioactivedecay with the same nuclear data."""

import time
from typing import Any, Final

import numpy as np

from doseline.errors import UserError
from doseline.physics import Chain

_TARGET_RATIO: Final = 1_000.0
_MAX_DIFFERENCE: Final = 1e-9
_PARENT: Final = "Th-229"
_INITIAL_MBQ: Final = 10.0
_FIRST_H: Final = 0.1
_LAST_H: Final = 1_000.0


def chain_benchmark(
    n_instants: int = 1_000_000, *, n_peer_instants: int = 400, n_compared_instants: int = 20, seed: int = 0
) -> dict[str, Any]:
    """Time the chain of 229Th, the mother of 225Ac, ten nuclides, at `n_instants`, and a loop over radioactivedecay.

    The half-lives and branches of the peer are injected into ours, so that only the methods differ. The peer is timed
    on `n_peer_instants` and its time extrapolated linearly, which `peer_s_is_extrapolated` says.

    Parameters
    ----------
    n_instants : int
        Instants at which ours is timed, drawn uniformly from 0.1 h to 1,000 h.
    n_peer_instants : int
        Instants at which the peer is timed.
    n_compared_instants : int
        Instants at which the results are compared, evenly spaced in the logarithm from 0.1 h to 1,000 h.
    seed : int
        Seed of the instants.

    Returns
    -------
    dict
        One entry of ``bench.json``. `max_relative_difference` compares with the high-precision mode of the peer,
        over all radioactive nuclides: its double-precision mode, which is the one timed, cancels early in
        an ingrowth.

    Raises
    ------
    UserError
        If radioactivedecay is not installed, or a number of instants is below one.
    """
    if min(n_instants, n_peer_instants, n_compared_instants) < 1:
        raise UserError(
            "A benchmark needs instants.",
            given=(n_instants, n_peer_instants, n_compared_instants),
            allowed="one or more of each",
        )
    try:
        import radioactivedecay as rd
    except ImportError:
        raise UserError(
            "The benchmark of decay chains compares with radioactivedecay, which is not installed.",
            remedy="Run `make dev`, or install radioactivedecay, and run the benchmark again.",
        ) from None
    chain = chain_of_peer(rd, _PARENT)
    rng = np.random.default_rng(seed)
    elapsed_h = rng.uniform(_FIRST_H, _LAST_H, n_instants)
    chain.activity_mbq({_PARENT: _INITIAL_MBQ}, elapsed_h[:1000])
    ours_s = np.inf
    for _ in range(3):
        start = time.perf_counter()
        chain.activity_mbq({_PARENT: _INITIAL_MBQ}, elapsed_h)
        ours_s = min(ours_s, time.perf_counter() - start)

    inventory = rd.Inventory({_PARENT: _INITIAL_MBQ}, "MBq")
    inventory.decay(1.0, "h")
    start = time.perf_counter()
    for elapsed in elapsed_h[:n_peer_instants].tolist():
        inventory.decay(elapsed, "h").activities("MBq")
    peer_s = (time.perf_counter() - start) * n_instants / min(n_peer_instants, n_instants)
    exact = rd.InventoryHP({_PARENT: _INITIAL_MBQ}, "MBq")
    difference = _max_relative_difference(chain, exact, n_compared_instants)
    difference_of_peer = _max_relative_difference(chain, inventory, n_compared_instants)
    ratio = peer_s / ours_s
    return {
        "name": "decay chain of 229Th (225Ac)",
        "n_nuclides": len(chain.nuclides),
        "n_instants": n_instants,
        "ours_s": ours_s,
        "peer": f"radioactivedecay {rd.__version__}, a loop over Inventory.decay",
        "peer_s": peer_s,
        "peer_s_is_extrapolated": True,
        "n_peer_instants": n_peer_instants,
        "ratio": ratio,
        "target": _TARGET_RATIO,
        "max_relative_difference": difference,
        "max_relative_difference_is_to": "radioactivedecay InventoryHP (320 digits)",
        "max_relative_difference_to_timed_peer": difference_of_peer,
        "max_relative_difference_allowed": _MAX_DIFFERENCE,
        "met": bool(ratio >= _TARGET_RATIO and difference <= _MAX_DIFFERENCE),
    }


def _max_relative_difference(chain: Chain, inventory: Any, n_instants: int) -> float:
    """Largest relative difference over the radioactive nuclides at instants from a few minutes to weeks."""
    largest = 0.0
    for elapsed in np.geomspace(_FIRST_H, _LAST_H, n_instants):
        theirs = inventory.decay(float(elapsed), "h").activities("MBq")
        ours = chain.activity_mbq({_PARENT: _INITIAL_MBQ}, elapsed)
        for nuclide, activity_mbq, half_life_h in zip(chain.nuclides, ours, chain.half_lives_h, strict=True):
            if np.isfinite(half_life_h):
                largest = max(largest, abs(float(activity_mbq) / float(theirs[nuclide]) - 1.0))
    return largest


def chain_of_peer(rd: Any, parent: str) -> Chain:
    """Return our chain of `parent` with the half-lives and branches of `rd`, the module radioactivedecay."""
    half_lives_h: dict[str, float] = {}
    branches: dict[str, dict[str, float]] = {}
    waiting = [parent]
    for nuclide in waiting:
        data = rd.Nuclide(nuclide)
        half_lives_h[nuclide] = data.half_life("h")
        daughters = [name for name in data.progeny() if name != "SF"]
        branches[nuclide] = dict(zip(daughters, data.branching_fractions(), strict=False))
        waiting += [name for name in daughters if name not in waiting]
    return Chain(half_lives_h, branches)
