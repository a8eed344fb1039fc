"""Belgium planned from disk to disk within its time, on several seeds."""

import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from doseline.execution import Progress, silent
from doseline.operations.benchmarks.results import Row

__all__ = ["TARGETS", "Target", "plan_benchmark"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """What an instance must reach.

    Attributes
    ----------
    time_limit_s : seconds after reading, with warm kernels
    gap_in_window, gap_days_late : gaps of L1 and L2
    first_plan_s : seconds until the first checked plan, or None
    """

    time_limit_s: float
    gap_in_window: float
    gap_days_late: float
    first_plan_s: float | None = None

    def __str__(self) -> str:
        first = "" if self.first_plan_s is None else f"first checked plan in {self.first_plan_s:g} s; "
        return (
            f"{first}L1 within {100 * self.gap_in_window:g} %, L2 within {100 * self.gap_days_late:g} % "
            f"in {self.time_limit_s:g} s"
        )


TARGETS: Final = {
    "BE-base": Target(time_limit_s=10.0, gap_in_window=0.0, gap_days_late=0.02, first_plan_s=1.0),
    "BE-tight": Target(time_limit_s=30.0, gap_in_window=0.01, gap_days_late=0.05),
}


def plan_benchmark(instance: str, *, seeds: int = 20, progress: Progress = silent) -> Iterator[Row]:
    """Plan an instance on seeds 1, 2, .. for as long as its target says; the last row is the worst of each figure.

    Parameters
    ----------
    instance : str
        A key of `TARGETS`.
    seeds : int
        Cohorts.
    progress : Progress
        Called before every seed.
    """
    from doseline.demand import synthesise
    from doseline.network import write_network
    from doseline.operations.planning import plan_package

    target = TARGETS[instance]
    rows: list[Row] = []
    with tempfile.TemporaryDirectory(prefix="doseline-bench-") as folder:
        for seed in range(1, seeds + 1):
            progress(done=seed - 1, total=seeds, what=f"planning {instance}")
            package = Path(folder) / f"{instance}-{seed}"
            write_network(synthesise(instance=instance, seed=seed), package)
            summary = plan_package(
                package, Path(folder) / f"plan-{seed}", time_limit_s=target.time_limit_s, report=False
            )
            rows.append(_row(instance, seed, summary, target))
            yield rows[-1]
    progress(done=seeds, total=seeds, what=f"planning {instance}")
    yield _worst(instance, rows, target)


def _row(instance: str, seed: int, summary: Mapping[str, Any], target: Target) -> Row:
    levels = {level["name"]: level for level in summary["levels"]}
    row = {
        "name": f"plan {instance}, seed {seed}",
        "ours_s": summary["elapsed_s"],
        "peer": None,
        "peer_s": None,
        "ratio": None,
        "target": str(target),
        "first_checked_plan_s": summary["first_checked_plan_s"],
        "cold_s": summary["cold_elapsed_s"],
        "L1": levels["L1"]["value"],
        "L1_bound": levels["L1"]["bound"],
        "L1_gap": levels["L1"]["gap"],
        "L2": levels["L2"]["value"],
        "L2_bound": levels["L2"]["bound"],
        "L2_gap": levels["L2"]["gap"],
        "demanded_cycles": summary["counts"]["demanded_cycles"],
        "work": summary["work"],
        "checked": summary["checked"],
        "certified": summary["certified"],
    }
    row["met"] = _met(row, target)
    return row


def _met(row: Row, target: Target) -> bool:
    in_time = target.first_plan_s is None or (
        row["first_checked_plan_s"] is not None and row["first_checked_plan_s"] <= target.first_plan_s
    )
    within = row["L1_gap"] <= target.gap_in_window and row["L2_gap"] <= target.gap_days_late
    in_time = in_time and row["ours_s"] <= target.time_limit_s
    return bool(in_time and within and row["checked"] and row["certified"])


def _worst(instance: str, rows: list[Row], target: Target) -> Row:
    worst = {
        column: max((row[column] for row in rows if row[column] is not None), default=None)
        for column in ("ours_s", "first_checked_plan_s", "cold_s", "L1_gap", "L2_gap")
    }
    return {
        "name": f"plan {instance}, worst of {len(rows)} seeds",
        "peer": None,
        "peer_s": None,
        "ratio": None,
        "target": str(target),
        "met": all(row["met"] for row in rows),
        "seeds_met": sum(row["met"] for row in rows),
    } | worst
