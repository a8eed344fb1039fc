"""A lost batch of Belgium planned around, on several cohorts: how soon, how many in window, how much changes."""

import random
import tempfile
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from doseline.execution import Progress, silent
from doseline.operations.benchmarks.results import Row

if TYPE_CHECKING:
    from doseline.network.model import PlanPackage

__all__ = ["replan_benchmark"]

COHORTS: Final = 5
"""Cohorts whose plans lose batches in turn."""

PLANNED_WORK: Final = 8
"""Rounds for the plan that loses a batch."""

SMALLEST: Final = 3
"""Vials that a batch gives at least whose loss is looked at."""

TIME_LIMIT_S: Final = 1.0
L1_GAP: Final = 0.005
CHANGES: Final = 1.3
TARGET: Final = (
    f"in {TIME_LIMIT_S:g} s L1 within {100 * L1_GAP:g} % of its bound and at most {CHANGES:g} times the least changes"
)


def replan_benchmark(*, disruptions: int = 25, progress: Progress = silent) -> Iterator[Row]:
    """Lose a batch of a plan of BE-base and plan again, so many times; the last row is the worst of each figure.

    The bounds of L1 and L3 stand for the plan that a fresh start would find and for an exact model of the fewest
    changes: no plan in window passes the first, and none with as many in window changes less than the second.

    Parameters
    ----------
    disruptions : int
        Batches lost, each from the plan of one of a few cohorts.
    progress : Progress
        Called before every one.
    """
    rows: list[Row] = []
    with tempfile.TemporaryDirectory(prefix="doseline-bench-") as name:
        for number in range(disruptions):
            progress(done=number, total=disruptions, what="losing batches of BE-base")
            rows.append(_row(Path(name), number))
            yield rows[-1]
    progress(done=disruptions, total=disruptions, what="losing batches of BE-base")
    yield _worst(rows)


def _plan(folder: Path, cohort: int) -> Path:
    from doseline.demand import synthesise
    from doseline.network import write_network
    from doseline.operations.planning import plan_package

    package, plan = folder / f"country-{cohort}", folder / f"plan-{cohort}"
    if not plan.exists():
        write_network(synthesise(instance="BE-base", seed=cohort), package)
        plan_package(package, plan, work=PLANNED_WORK, report=False)
    return plan


def _row(folder: Path, number: int) -> Row:
    import json
    import time

    from doseline.network import read_plan
    from doseline.network.cells import instant_text
    from doseline.operations.replanning import replan_plan

    cohort = 1 + number % COHORTS
    plan = _plan(folder, cohort)
    batch, vials = _lost(read_plan(plan), number)
    event = {"event_id": "LOST", "kind": "batch_failed", "at": instant_text(batch.calibration_at)}
    events = folder / "events.json"
    events.write_text(json.dumps({"events": [event | {"subject_id": batch.batch_id}]}), encoding="utf-8")
    country = folder / f"country-{cohort}"
    started = time.perf_counter()
    summary = replan_plan(plan, events, folder / "again", package_path=country, time_limit_s=TIME_LIMIT_S)
    whole_s = time.perf_counter() - started
    return _measured(summary, f"replan BE-base, seed {cohort}, {batch.batch_id} lost", vials, whole_s)


def _lost(plan: "PlanPackage", number: int) -> tuple[Any, int]:
    """A batch with some vials, by chance, and how many those are."""
    vials = Counter(vial.batch_id for vial in plan.vials if vial.batch_id)
    batches = [batch for batch in plan.batches if vials[batch.batch_id] >= SMALLEST and batch.irradiation_id]
    batch = random.Random(number).choice(sorted(batches, key=lambda row: row.batch_id))  # noqa: S311 - no secret
    return batch, vials[batch.batch_id]


def _measured(summary: Mapping[str, Any], name: str, vials: int, whole_s: float) -> Row:
    levels = {level["name"]: level for level in summary["levels"]}
    first, third = levels["L1"], levels["L3"]
    changes = third["value"] / max(1.0, third["bound"])
    row: Row = {
        "name": name,
        "ours_s": summary["elapsed_s"],
        "peer": None,
        "peer_s": None,
        "ratio": None,
        "target": TARGET,
        "whole_s": round(whole_s, 3),
        "vials_lost": vials,
        "L1": first["value"],
        "L1_bound": first["bound"],
        "L1_gap": first["gap"],
        "L3": third["value"],
        "L3_bound": third["bound"],
        "changes_to_bound": changes,
        "changes": summary["replanned"]["changes"],
        "in_window_before": summary["replanned"]["in_window_before"],
        "in_window_after": summary["replanned"]["in_window_after"],
    }
    in_time = row["ours_s"] <= TIME_LIMIT_S
    row["met"] = bool(
        in_time and row["L1_gap"] <= L1_GAP and changes <= CHANGES and summary["checked"] and summary["certified"]
    )
    return row


def _worst(rows: list[Row]) -> Row:
    worst = {column: max(row[column] for row in rows) for column in ("ours_s", "whole_s", "L1_gap", "changes_to_bound")}
    return {
        "name": f"replan BE-base, worst of {len(rows)} lost batches",
        "peer": None,
        "peer_s": None,
        "ratio": None,
        "target": TARGET,
        "met": all(row["met"] for row in rows),
        "seeds_met": sum(row["met"] for row in rows),
    } | worst
