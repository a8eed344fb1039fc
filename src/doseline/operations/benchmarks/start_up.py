"""How long Doseline takes to start, as whole processes against a bare interpreter."""

import statistics
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

from doseline.errors import UserError
from doseline.operations.benchmarks.results import Row

__all__ = ["start_up_benchmark"]

_IMPORT_TARGET_S: Final = 0.3
_HELP_TARGET_S: Final = 0.5


def start_up_benchmark(repeats: int = 5) -> Iterator[Row]:
    """Time ``import doseline`` and ``doseline --help``.

    The median of the repeats counts, after one start that fills the caches of the disk; runs of the interpreter alone
    stand between them. What the import adds is the difference of the medians.

    Parameters
    ----------
    repeats : int
        Processes of each kind.
    """
    bare = [sys.executable, "-c", "pass"]
    importing = [sys.executable, "-c", "import doseline"]
    helping = [*_command(), "--help"]
    for command in (bare, importing, helping):
        _seconds(command)
    timed: dict[str, list[float]] = {"bare": [], "import": [], "help": []}
    for _ in range(repeats):
        timed["bare"].append(_seconds(bare))
        timed["import"].append(_seconds(importing))
        timed["help"].append(_seconds(helping))
    bare_s, import_s, help_s = (statistics.median(timed[kind]) for kind in ("bare", "import", "help"))
    python = f"Python {sys.version.split()[0]} alone"
    added_s = import_s - bare_s
    common = {"peer": python, "peer_s": bare_s, "repeats": repeats}
    yield {
        "name": "import doseline",
        "ours_s": import_s,
        "ratio": import_s / bare_s,
        "target": f"adds under {_IMPORT_TARGET_S} s",
        "met": added_s < _IMPORT_TARGET_S,
        "added_s": added_s,
    } | common
    yield {
        "name": "doseline --help",
        "ours_s": help_s,
        "ratio": help_s / bare_s,
        "target": f"answers in {_HELP_TARGET_S} s",
        "met": help_s <= _HELP_TARGET_S,
    } | common


def _command() -> list[str]:
    """The command beside this interpreter, or its function where the package is not installed."""
    beside = Path(sys.executable).parent / "doseline"
    if beside.exists():
        return [str(beside)]
    return [sys.executable, "-c", "import sys; from doseline.cli import main; sys.exit(main())"]


def _seconds(command: Sequence[str]) -> float:
    began = time.perf_counter()
    done = subprocess.run(  # noqa: S603 - our own commands, no shell
        list(command), capture_output=True, text=True, check=False
    )
    elapsed_s = time.perf_counter() - began
    if done.returncode != 0:
        raise UserError("A process to be timed failed.", given=" ".join(command), allowed=done.stderr[-500:])
    return elapsed_s
