"""The best slots of a whole course for one new patient after another, on a plan of Belgium that stands."""

import random
import statistics
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from doseline.execution import Progress, silent
from doseline.operations.benchmarks.results import Row

__all__ = ["offer_benchmark"]

INSTANCES: Final = ("BE-base", "BE-tight")
PLANNED_WORK: Final = 4
"""Rounds for the plan that stands."""

TARGET_S: Final = 0.1
WEIGHT_KG: Final = 75.0
"""Body weight of everybody who asks; it matters only where a product is prescribed by it."""


def offer_benchmark(*, newcomers: int = 100, progress: Progress = silent) -> Iterator[Row]:
    """Ask for slots for so many newcomers on a plan of each instance; a row tells the slowest answer.

    Parameters
    ----------
    newcomers : int
        Patients who ask, each with a regimen, a home and a sex by chance; nobody takes what is offered.
    progress : Progress
        Called before every instance.
    """
    with tempfile.TemporaryDirectory(prefix="doseline-bench-") as name:
        for number, instance in enumerate(INSTANCES):
            progress(done=number, total=len(INSTANCES), what="offering slots")
            yield _row(Path(name) / instance, instance, newcomers)
    progress(done=len(INSTANCES), total=len(INSTANCES), what="offering slots")


def _row(folder: Path, instance: str, newcomers: int) -> Row:
    from doseline.demand import synthesise
    from doseline.network import read_plan, write_network
    from doseline.operations.offering import SEXES, newcomer
    from doseline.operations.planning import plan_package
    from doseline.planning.standing import StandingPlan

    network = synthesise(instance=instance, seed=1)
    write_network(network, folder / "country")
    plan_package(folder / "country", folder / "plan", work=PLANNED_WORK, report=False)
    started = time.perf_counter()
    standing = StandingPlan(network, read_plan(folder / "plan"))
    ready_s = time.perf_counter() - started
    dice = random.Random(instance)  # noqa: S311 - no secret
    regimens = sorted(row.regimen_id for row in network.regimens)
    catchments = sorted(row.catchment_id for row in network.catchments)
    took_s, offers = [], 0
    for _ in range(newcomers):
        patient, course = newcomer(
            network, dice.choice(regimens), dice.choice(catchments), dice.choice(SEXES), WEIGHT_KG, None, None
        )
        started = time.perf_counter()
        offers += len(standing.offers(patient, course, starts=3))
        took_s.append(time.perf_counter() - started)
    return {
        "name": f"offers on {instance}, slowest of {newcomers} newcomers",
        "ours_s": max(took_s),
        "peer": None,
        "peer_s": None,
        "ratio": None,
        "target": f"each in {TARGET_S:g} s",
        "met": max(took_s) <= TARGET_S,
        "median_s": statistics.median(took_s),
        "ready_s": ready_s,
        "within_target": sum(one_s <= TARGET_S for one_s in took_s),
        "offers": offers,
    }
