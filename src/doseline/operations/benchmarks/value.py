"""What Doseline is worth: the same weeks and the same failures, planned by it and booked as people do without it."""

import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from itertools import product
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, Any, Final

from doseline.execution import Progress, silent
from doseline.operations.benchmarks.results import Row
from doseline.quantities import gbq_from_mbq

if TYPE_CHECKING:
    from doseline.network.model import Network
    from doseline.operations.benchmarks.disruptions import Disruption
    from doseline.operations.benchmarks.ledger import Worth
    from doseline.operations.replanning.keeping import Again

__all__ = ["VALUE_COLUMNS", "value_benchmark", "value_cells"]

TIME_LIMITS_S: Final = {"BE-outage": 30.0}
"""Seconds for the first plan: those of the target of BE-tight, of which BE-outage is the one with stops .."""

TIME_LIMIT_S: Final = 10.0
""".. and of the target of BE-base. A plan after a failure has these seconds too."""

MORE_IN_WINDOW: Final = 0.10
WASTED: Final = 0.5
TARGET: Final = f"{100 * MORE_IN_WINDOW:g} % more cycles in window, {WASTED:g} times the wasted activity"
PEER: Final = "first come, first served"

OTHERS: Final = ("_without", "_strict")
"""Those who do without Doseline: who books late if need be, and who sends away whom he cannot book in window."""

MEASURES: Final = ("in_window", "days_late", "wasted_gbq", "calls")
"""What is compared, as people speak of it .."""

COMPARED: Final = (*MEASURES, "wasted_gbq_per_cycle")
""".. and what says more of it."""

VALUE_COLUMNS: Final = ("with Doseline / without / strict", *MEASURES)
"""Columns of the table that the command prints beside that of times."""

Planner = Callable[[Path, Path], object]
Replanner = Callable[..., "Again"]


def value_benchmark(instance: str, *, seeds: int = 5, progress: Progress = silent) -> Iterator[Row]:
    """Plan and book an instance on seeds 1, 2, .. before and after failures; the last rows are medians and worst.

    Parameters
    ----------
    instance : str
        Name of an instance.
    seeds : int
        Cohorts; that of the failures is the same.
    progress : Progress
        Called before every seed.
    """
    rows: list[Row] = []
    with tempfile.TemporaryDirectory(prefix="doseline-bench-") as folder:
        for seed in range(1, seeds + 1):
            progress(done=seed - 1, total=seeds, what=f"planning and booking {instance}")
            for row in _rows(instance, seed, Path(folder) / str(seed)):
                rows.append(row)
                yield row
    progress(done=seeds, total=seeds, what=f"planning and booking {instance}")
    for disrupted in (False, True):
        yield from _summed_up(instance, [row for row in rows if row["disrupted"] == disrupted], disrupted=disrupted)


def value_cells(row: Mapping[str, Any]) -> list[str] | None:
    """Return the cells of a row under `VALUE_COLUMNS`: values of all sides, or ratios if a row has those alone.

    Parameters
    ----------
    row : of any benchmark; None is returned for one of another
    """
    if "disrupted" not in row:
        return None
    cells = [row["name"]]
    for measure in MEASURES:
        if measure in row:
            cells.append(" / ".join(f"{row[measure + side]:.10g}" for side in ("", *OTHERS)))
        else:
            ratios = [row[f"{measure}_to{other}"] for other in OTHERS]
            cells.append(" / ".join("-" if ratio is None else f"{ratio:.2f} times" for ratio in ratios))
    return cells


def _rows(instance: str, seed: int, folder: Path) -> Iterator[Row]:
    from doseline.demand import synthesise
    from doseline.network import read_network, write_network
    from doseline.operations.baseline import book_package, rebook
    from doseline.operations.benchmarks.disruptions import disruptions_of
    from doseline.operations.planning import plan_package, warm_up
    from doseline.operations.replanning.keeping import plan_again

    country = folder / "country"
    write_network(synthesise(instance=instance, seed=seed), country)
    network = read_network(country)
    drawn = disruptions_of(network, seed)
    warm_up()

    again = partial(plan_again, seed=1, time_limit_s=TIME_LIMIT_S, report=False)
    sides: dict[str, tuple[Planner, Replanner]] = {
        "": (partial(plan_package, time_limit_s=TIME_LIMITS_S.get(instance, TIME_LIMIT_S), report=False), again),
        "_without": (book_package, rebook),
        "_strict": (partial(book_package, late=False), partial(rebook, late=False)),
    }
    lived = {
        side: _lived(network, country, folder / f"side{side}", plan, replan, drawn)
        for side, (plan, replan) in sides.items()
    }
    for number, what in enumerate(("first plan", "with failures")):
        name = f"value {instance}, seed {seed}, {what}"
        yield _row(name, {side: found[number] for side, found in lived.items()}, disrupted=number > 0)


def _lived(
    network: "Network",
    country: Path,
    folder: Path,
    plan: Planner,
    replan: Replanner,
    drawn: "Sequence[Disruption]",
) -> "list[tuple[Worth, float]]":
    """What comes of the first plan if nothing goes wrong, and of all plans if something does, with their times."""
    from doseline.network import read_plan
    from doseline.operations.benchmarks.ledger import Ledger
    from doseline.operations.replanning.effects import effects_of

    started = time.perf_counter()
    plan(country, folder / "plan")
    elapsed_s = time.perf_counter() - started
    before = read_plan(folder / "plan")
    undisturbed = Ledger(network).to_the_end(network, before)
    found = [(undisturbed, elapsed_s)]
    ledger = Ledger(network)
    for number, disruption in enumerate(drawn):
        event = disruption.event(network, before)
        if event is None:
            continue
        effects = effects_of(network, before, [event])
        started = time.perf_counter()
        paths = {"country_path": folder / f"country-{number}", "plan_path": folder / f"plan-{number}"}
        now = replan(network, before, effects, **paths)
        elapsed_s += time.perf_counter() - started
        ledger.until(network, before, effects, now.plan)
        network, before = now.country, now.plan
    found.append((ledger.to_the_end(network, before), elapsed_s))
    return found


def _row(name: str, sides: "Mapping[str, tuple[Worth, float]]", *, disrupted: bool) -> Row:
    """Return a row with what is compared of all sides, and how Doseline stands to those who do without."""
    row: Row = {
        "name": name,
        "ours_s": sides[""][1],
        "peer": PEER,
        "peer_s": sides["_without"][1],
        "ratio": None,
        "target": TARGET,
        "disrupted": disrupted,
        "demanded": sides[""][0].demanded,
    }
    for side, (worth, _) in sides.items():
        row |= {
            f"in_window{side}": worth.in_window,
            f"days_late{side}": worth.days_late,
            f"wasted_gbq{side}": round(gbq_from_mbq(worth.wasted_mbq), 3),
            f"calls{side}": worth.calls,
            f"given{side}": worth.given,
            f"weighted_in_window{side}": worth.weighted_in_window,
            f"wasted_gbq_per_cycle{side}": round(gbq_from_mbq(worth.wasted_mbq) / max(1, worth.given), 4),
        }
    for measure, other in product(COMPARED, OTHERS):
        without = row[f"{measure}{other}"]
        row[f"{measure}_to{other}"] = row[measure] / without if without else None
    row["met"] = _is_enough(row)
    return row


def _is_enough(row: Row) -> bool:
    more, wasted = row["in_window_to_without"], row["wasted_gbq_to_without"]
    return more is not None and more >= 1.0 + MORE_IN_WINDOW and wasted is not None and wasted <= WASTED


def _summed_up(instance: str, rows: list[Row], *, disrupted: bool) -> Iterator[Row]:
    """Medians over the seeds, and the seed on which each measure speaks least for Doseline."""
    what = "with failures" if disrupted else "first plan"
    ratios = [f"{measure}_to{other}" for measure, other in product(COMPARED, OTHERS)]
    for name, of_many in (("median", median), ("worst", None)):
        summed: Row = {
            "name": f"value {instance}, {what}, {name} of {len(rows)} seeds",
            "ours_s": max(row["ours_s"] for row in rows),
            "peer": PEER,
            "peer_s": max(row["peer_s"] for row in rows),
            "ratio": None,
            "target": TARGET,
            "disrupted": disrupted,
        }
        for measure, side in product(COMPARED, ("", *OTHERS) if of_many else ()):
            summed[f"{measure}{side}"] = median(row[f"{measure}{side}"] for row in rows)
        for ratio in ratios:
            known = [row[ratio] for row in rows if row[ratio] is not None]
            least = min if ratio.startswith("in_window") else max
            summed[ratio] = (of_many or least)(known) if known else None
        summed["met"] = _is_enough(summed) if of_many else all(row["met"] for row in rows)
        summed["seeds_met"] = sum(row["met"] for row in rows)
        yield summed
