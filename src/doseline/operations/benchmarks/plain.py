"""Doseline against general solvers on their plain model, to the same gap in the same run."""

import time
from collections.abc import Iterator
from copy import deepcopy
from typing import TYPE_CHECKING, Final

from doseline.execution import Progress, silent
from doseline.operations.benchmarks.plans import TARGETS
from doseline.operations.benchmarks.results import Row

if TYPE_CHECKING:
    from doseline.planning import Outcome
    from doseline.planning.kernels.state import State
    from doseline.planning.solvers.peers import PeerRun

__all__ = ["peer_benchmark", "warm_up"]

LIMIT_S: Final = 60.0
"""Seconds that a peer gets at most; one that needs longer makes the ratio a lower bound."""

SOURCE: Final = "docs/explanation/peers.md: the plain model, its size and what the peers need not do"


def warm_up() -> None:
    """Load or compile every kernel on a country of four patients."""
    from doseline.demand import synthesise
    from doseline.planning import Effort, compile_problem, solve_problem

    solve_problem(compile_problem(synthesise(instance="XS-01", seed=1)), effort=Effort(work=1, gap_in_window=-1.0))


def peer_benchmark(
    instance: str, *, seeds: int = 1, limit_s: float = LIMIT_S, progress: Progress = silent
) -> Iterator[Row]:
    """Time both sides to the gaps of the target, or to the gaps that ours reached if those are wider.

    Both begin with the compiled problem. The peers get our greedy first plan as their hint, the finished day options
    and their finished model: building it is not counted.

    Parameters
    ----------
    instance : str
        A named instance with a target.
    seeds : int
        Cohorts 1, 2, ..
    limit_s : float
        Seconds for each peer; ours gets those of its target.
    progress : Progress
        Called before each solver.
    """
    from doseline.demand import synthesise
    from doseline.planning import Effort, compile_problem, solve_problem
    from doseline.planning.relaxation import Relaxation
    from doseline.planning.solvers.peers import PEERS, solve_plain

    target = TARGETS[f"plan-{instance.removeprefix('BE-')}"]
    warm_up()
    for seed in range(1, seeds + 1):
        progress(done=seed - 1, total=seeds, what=f"peers on {instance}")
        network = synthesise(instance=instance, seed=seed)
        began = time.perf_counter()
        problem = compile_problem(network)
        compile_s = time.perf_counter() - began
        states: list[State] = []

        def keep(outcome: "Outcome", states: "list[State]" = states) -> None:
            states.append(deepcopy(outcome.state))

        outcome = solve_problem(
            problem,
            effort=Effort(
                time_limit_s=target.time_limit_s,
                gap_in_window=target.gap_in_window,
                gap_days_late=target.gap_days_late,
            ),
            on_first_plan=keep,
        )
        relaxation = Relaxation(problem)
        gap_in_window = max(target.gap_in_window, outcome.gap("L1"))
        gap_days_late = max(target.gap_days_late, outcome.gap("L2"))
        for peer in PEERS:
            run = solve_plain(
                peer,
                relaxation,
                states[0],
                gap_in_window=gap_in_window,
                gap_days_late=gap_days_late,
                time_limit_s=limit_s,
            )
            yield _row(instance, seed, outcome, run, (gap_in_window, gap_days_late), compile_s)
    progress(done=seeds, total=seeds, what=f"peers on {instance}")


def _row(
    instance: str, seed: int, outcome: "Outcome", run: "PeerRun", gaps: tuple[float, float], compile_s: float
) -> Row:
    target = TARGETS[f"plan-{instance.removeprefix('BE-')}"]
    ours_reached = gaps == (target.gap_in_window, target.gap_days_late)
    late = run.days_late
    return {
        "name": f"{instance}, seed {seed}, to L1 gap {100 * gaps[0]:.3g} % and L2 gap {100 * gaps[1]:.3g} %",
        "ours_s": outcome.elapsed_s,
        "peer": run.name,
        "peer_s": run.elapsed_s,
        "ratio": run.elapsed_s / outcome.elapsed_s,
        "target": "the same gap in less time",
        "met": bool(ours_reached and run.elapsed_s > outcome.elapsed_s),
        "peer_reached": run.reached,
        "ratio_is_a_lower_bound": not run.reached,
        "source": SOURCE,
        "ours_L1": outcome.in_window,
        "ours_L1_bound": outcome.bounds["L1"].value,
        "ours_L2": outcome.days_late,
        "ours_L2_bound": outcome.bounds["L2"].value,
        "ours_reached_target": ours_reached,
        "compile_s": compile_s,
        "peer_L1": run.in_window.value,
        "peer_L1_bound": run.in_window.bound,
        "peer_L1_s": run.in_window.elapsed_s,
        "peer_L2": None if late is None else late.value,
        "peer_L2_bound": None if late is None else late.bound,
        "peer_L2_s": None if late is None else late.elapsed_s,
        "peer_kept_hint": run.in_window.hint_kept,
        "peer_build_s": run.build_s,
        "n_columns": run.n_columns,
        "n_rows": run.n_rows,
        "n_entries": run.n_entries,
        "demanded_cycles": outcome.problem.n_cycles,
    }
