"""Belgium planned from disk to disk within its time, on several seeds."""

import tempfile
import time
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
    instance : a named instance
    time_limit_s : seconds after reading, with warm kernels
    gap_in_window, gap_days_late : gaps of L1 and L2
    first_plan_s : seconds until the first checked plan, or None
    """

    instance: str
    time_limit_s: float
    gap_in_window: float
    gap_days_late: float
    first_plan_s: float | None = None

    def __str__(self) -> str:
        first = "" if self.first_plan_s is None else f"first checked plan in {self.first_plan_s:g} s; "
        return (
            f"{first}L1 within {100 * self.gap_in_window:g} %, L2 within {100 * self.gap_days_late:g} % "
            f"in {self.time_limit_s:g} s; certificates in {CERTIFICATES_S:g} s"
        )


CERTIFICATES_S: Final = 2.0
"""Seconds in which the certificates of a plan are to be re-evaluated."""

TARGETS: Final = {
    "plan-base": Target(instance="BE-base", time_limit_s=10.0, gap_in_window=0.0, gap_days_late=0.02, first_plan_s=1.0),
    "plan-tight": Target(instance="BE-tight", time_limit_s=30.0, gap_in_window=0.01, gap_days_late=0.05),
    "plan-tight-10": Target(instance="BE-tight", time_limit_s=10.0, gap_in_window=0.005, gap_days_late=0.05),
    "plan-outage-10": Target(instance="BE-outage", time_limit_s=10.0, gap_in_window=0.005, gap_days_late=0.05),
    "plan-tight-60": Target(instance="BE-tight", time_limit_s=60.0, gap_in_window=0.002, gap_days_late=0.02),
    "plan-outage-60": Target(instance="BE-outage", time_limit_s=60.0, gap_in_window=0.002, gap_days_late=0.02),
}


def plan_benchmark(name: str, *, seeds: int = 20, progress: Progress = silent) -> Iterator[Row]:
    """Plan an instance on seeds 1, 2, .. for as long as its target says; the last row is the worst of each figure.

    Parameters
    ----------
    name : str
        A key of `TARGETS`.
    seeds : int
        Cohorts.
    progress : Progress
        Called before every seed.
    """
    from doseline.demand import synthesise
    from doseline.network import write_network
    from doseline.operations.planning import plan_package

    target = TARGETS[name]
    instance = target.instance
    rows: list[Row] = []
    with tempfile.TemporaryDirectory(prefix="doseline-bench-") as folder:
        for seed in range(1, seeds + 1):
            progress(done=seed - 1, total=seeds, what=f"planning {instance}")
            package = Path(folder) / f"{instance}-{seed}"
            write_network(synthesise(instance=instance, seed=seed), package)
            plan = Path(folder) / f"plan-{seed}"
            summary = plan_package(package, plan, time_limit_s=target.time_limit_s, report=False)
            rows.append(_row(seed, summary, target, _certificates_s(package, plan)))
            yield rows[-1]
    progress(done=seeds, total=seeds, what=f"planning {instance}")
    yield _worst(rows, target)


def _certificates_s(package: Path, plan: Path) -> float:
    """Seconds in which the checker re-evaluates the certificates of a plan, when it has judged everything else."""
    from doseline.checking.certificates import evaluate_certificates
    from doseline.checking.levels import recomputed_levels
    from doseline.checking.view import View
    from doseline.network import read_network, read_plan

    view = View(read_network(package), read_plan(plan))
    levels = recomputed_levels(view)
    started = time.perf_counter()
    evaluate_certificates(view, levels, legal=True)
    return time.perf_counter() - started


def _row(seed: int, summary: Mapping[str, Any], target: Target, certificates_s: float) -> Row:
    levels = {level["name"]: level for level in summary["levels"]}
    row = {
        "name": f"plan {target.instance} in {target.time_limit_s:g} s, seed {seed}",
        "ours_s": summary["elapsed_s"],
        "peer": None,
        "peer_s": None,
        "ratio": None,
        "target": str(target),
        "first_checked_plan_s": summary["first_checked_plan_s"],
        "cold_s": summary["cold_elapsed_s"],
        "certificates_s": round(certificates_s, 3),
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
    in_time = in_time and row["ours_s"] <= target.time_limit_s and row["certificates_s"] <= CERTIFICATES_S
    return bool(in_time and within and row["checked"] and row["certified"])


def _worst(rows: list[Row], target: Target) -> Row:
    worst = {
        column: max((row[column] for row in rows if row[column] is not None), default=None)
        for column in ("ours_s", "first_checked_plan_s", "cold_s", "certificates_s", "L1_gap", "L2_gap")
    }
    return {
        "name": f"plan {target.instance} in {target.time_limit_s:g} s, worst of {len(rows)} seeds",
        "peer": None,
        "peer_s": None,
        "ratio": None,
        "target": str(target),
        "met": all(row["met"] for row in rows),
        "seeds_met": sum(row["met"] for row in rows),
    } | worst
