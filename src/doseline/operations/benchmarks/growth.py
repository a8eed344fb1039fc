"""A country ten times the size against itself, to the same gap."""

import resource
import sys
import time
from collections.abc import Iterator
from typing import Any, Final

from doseline.execution import Progress, silent
from doseline.operations.benchmarks.plain import warm_up
from doseline.operations.benchmarks.results import Row

__all__ = ["growth_benchmark"]

INSTANCE: Final = "BE-base"
GAPS: Final = (0.01, 0.05)
"""Of L1 and L2, that both sizes are timed to."""

LIMITS_S: Final = (3.0, 4.0, 5.0, 6.5, 8.0, 10.0, 15.0, 30.0, 60.0)
"""A search cools over its time limit, so the time to a gap depends on the limit: the country at its own size takes the
first of these with which it reaches the gaps."""

GROWTH_PER_SIZE: Final = 1.5
"""Ten times the size in at most fifteen times the time."""


def growth_benchmark(*, scale: int = 10, seed: int = 1, progress: Progress = silent) -> Iterator[Row]:
    """Time a country, and one with `scale` times its patients, places, lines and suppliers, to the same gap.

    The clock runs from the tables in memory to the gap. The country at its own size has the shortest time limit that
    does; the large one has all the time that the target allows.

    Parameters
    ----------
    scale : int
        How many times the size.
    seed : int
        Of the cohorts.
    progress : Progress
        Called before each size.
    """
    warm_up()
    progress(done=0, total=2, what="growth")
    small = _timed(1, seed, GAPS, LIMITS_S[0])
    for limit_s in LIMITS_S[1:]:
        if _within(small, GAPS):
            break
        small = _timed(1, seed, GAPS, limit_s)
    gaps = (max(GAPS[0], small["L1_gap"]), max(GAPS[1], small["L2_gap"]))
    progress(done=1, total=2, what="growth")
    allowed = GROWTH_PER_SIZE * scale
    large = _timed(scale, seed, gaps, allowed * small["elapsed_s"])
    progress(done=2, total=2, what="growth")
    reached = _within(large, gaps)
    ratio = large["elapsed_s"] / small["elapsed_s"]
    yield {
        "name": f"{INSTANCE} {scale} times the size, to L1 gap {100 * gaps[0]:.3g} % and L2 gap {100 * gaps[1]:.3g} %",
        "ours_s": large["elapsed_s"],
        "peer": "Doseline at its own size",
        "peer_s": small["elapsed_s"],
        "ratio": ratio,
        "target": f"at most {allowed:g} times the time to the same gap",
        "met": _within(small, GAPS) and reached and ratio <= allowed,
        "ours_reached": reached,
        "ratio_is_a_lower_bound": not reached,
        "large": large,
        "small": small,
    }


def _within(run: dict[str, Any], gaps: tuple[float, float]) -> bool:
    return bool(run["L1_gap"] <= gaps[0] and run["L2_gap"] <= gaps[1])


def _timed(scale: int, seed: int, gaps: tuple[float, float], limit_s: float) -> dict[str, Any]:
    from doseline.demand import synthesise
    from doseline.planning import Effort, compile_problem, solve_problem

    network = synthesise(instance=INSTANCE, seed=seed, scale=float(scale))
    began = time.perf_counter()
    problem = compile_problem(network)
    compile_s = time.perf_counter() - began
    outcome = solve_problem(
        problem,
        effort=Effort(
            time_limit_s=max(1.0, limit_s - compile_s),
            gap_in_window=gaps[0],
            gap_days_late=gaps[1],
        ),
    )
    return {
        "elapsed_s": time.perf_counter() - began,
        "compile_s": compile_s,
        "first_plan_s": compile_s + outcome.first_plan_s,
        "L1_gap": outcome.gap("L1"),
        "L2_gap": outcome.gap("L2"),
        "demanded_cycles": problem.n_cycles,
        "places": len(problem.place_ids),
        "sites": len(problem.sites),
        "lines": len(network.lines),
        "suppliers": len(network.suppliers),
        "peak_memory_mb": _peak_memory_mb(),
    }


def _peak_memory_mb() -> float:
    """Most memory that this process ever held (MB)."""
    kilobytes_per_unit = 1.0 if sys.platform != "darwin" else 1 / 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * kilobytes_per_unit / 1024
