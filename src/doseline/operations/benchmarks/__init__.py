"""Benchmarks that time Doseline and a peer in one run."""

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, Final

from doseline.errors import UserError
from doseline.execution import Progress, silent
from doseline.operations.benchmarks.results import Results, Row

__all__ = ["BENCHMARKS", "run_benchmarks"]

Benchmark = Callable[[int | None, Progress], Iterator[Row]]


def _chains(size: int | None, _: Progress) -> Iterator[Row]:
    from doseline.operations.benchmarks.chains import chain_benchmark

    yield chain_benchmark(size or 1_000_000)


def _start_up(size: int | None, _: Progress) -> Iterator[Row]:
    from doseline.operations.benchmarks.start_up import start_up_benchmark

    yield from start_up_benchmark(size or 5)


def _plan(name: str) -> Benchmark:
    def run(size: int | None, progress: Progress) -> Iterator[Row]:
        from doseline.operations.benchmarks.plans import plan_benchmark

        yield from plan_benchmark(name, seeds=size or 20, progress=progress)

    return run


def _peers(instance: str) -> Benchmark:
    def run(size: int | None, progress: Progress) -> Iterator[Row]:
        from doseline.operations.benchmarks.plain import peer_benchmark

        yield from peer_benchmark(instance, seeds=size or 1, progress=progress)

    return run


def _replans(size: int | None, progress: Progress) -> Iterator[Row]:
    from doseline.operations.benchmarks.replans import replan_benchmark

    yield from replan_benchmark(disruptions=size or 25, progress=progress)


def _offers(size: int | None, progress: Progress) -> Iterator[Row]:
    from doseline.operations.benchmarks.offers import offer_benchmark

    yield from offer_benchmark(newcomers=size or 100, progress=progress)


def _value(instance: str) -> Benchmark:
    def run(size: int | None, progress: Progress) -> Iterator[Row]:
        from doseline.operations.benchmarks.value import value_benchmark

        yield from value_benchmark(instance, seeds=size or 5, progress=progress)

    return run


def _growth(size: int | None, progress: Progress) -> Iterator[Row]:
    from doseline.operations.benchmarks.growth import growth_benchmark

    yield from growth_benchmark(scale=size or 10, progress=progress)


BENCHMARKS: Final[dict[str, Benchmark]] = {
    "start-up": _start_up,
    "chains": _chains,
    **{
        name: _plan(name)
        for name in (
            "plan-base",
            "plan-tight",
            "plan-tight-10",
            "plan-outage-10",
            "plan-tight-60",
            "plan-outage-60",
        )
    },
    "replans": _replans,
    "offers": _offers,
    "peers-base": _peers("BE-base"),
    "peers-tight": _peers("BE-tight"),
    "growth": _growth,
    "value": _value("BE-outage"),
    "value-base": _value("BE-base"),
}
"""Benchmarks by name, quick ones first."""


def run_benchmarks(
    *, only: Sequence[str] = (), out: Path | str | None = None, progress: Progress = silent
) -> list[dict[str, Any]]:
    """Run benchmarks one after another and write the rows as they come, so that whoever interrupts keeps what was done.

    Parameters
    ----------
    only : sequence of str
        Names of `BENCHMARKS`, all if empty. ``plan-base=20`` takes twenty seeds, ``chains=1000`` a thousand instants,
        ``growth=4`` a country four times the size.
    out : Path or str, optional
        ``bench.json``; replaced after every row.
    progress : Progress
        Called before every benchmark and while it runs.

    Returns
    -------
    list of dict
        One row a result: `name`, `ours_s`, `peer`, `peer_s`, `ratio`, `target`, `met`, and what belongs to it.

    Raises
    ------
    UserError
        If a name is unknown or its size is no whole number above zero.
    """
    chosen = [_parsed(text) for text in only] or [(name, None) for name in BENCHMARKS]
    results = Results(None if out is None else Path(out))
    for number, (name, size) in enumerate(chosen):
        progress(done=number, total=len(chosen), what="benchmarks")
        for row in BENCHMARKS[name](size, progress):
            results.add(row)
    progress(done=len(chosen), total=len(chosen), what="benchmarks")
    return results.rows


def _parsed(text: str) -> tuple[str, int | None]:
    name, _, size = text.partition("=")
    if name not in BENCHMARKS or (size and (not size.isdecimal() or int(size) < 1)):
        raise UserError(
            "There is no benchmark like this.",
            given=text,
            allowed=", ".join(BENCHMARKS) + "; each may be followed by = and a size of one or more",
            remedy="name one of those, or none to run them all",
        )
    return name, int(size) if size else None
