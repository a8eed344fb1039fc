"""How long work says how far it is.

A function that takes long accepts a `Progress` and calls it; who called the function decides what becomes of it. The
command line shows a bar on standard error, so that standard output stays clean for `--json`; tests and libraries stay
silent.
"""

import time
from collections.abc import Callable
from types import TracebackType
from typing import TYPE_CHECKING, Final, Protocol, Self, TextIO

if TYPE_CHECKING:
    from rich.console import Console
    from rich.progress import Progress as RichProgress
    from rich.progress import TaskID


QUIET_S: Final = 10.0
"""Least time between two lines about the same thing where there is no terminal."""


class Progress(Protocol):
    """What long work calls each time that it got further."""

    def __call__(self, *, done: int, total: int | None, what: str) -> None:
        """Say that `done` of `total` pieces are complete.

        Parameters
        ----------
        done : int
            Pieces completed so far, from 0.
        total : int or None
            Pieces in all; None when nobody can know.
        what : str
            What is being done, in a few words; calls with the same words move the same bar.
        """
        ...


def silent(*, done: int, total: int | None, what: str) -> None:
    """Take progress and show nothing: the default everywhere.

    Parameters
    ----------
    done, total : int
        Pieces done, of how many.
    what : str
        What is done.
    """


class TerminalProgress:
    """Progress on standard error; used as a context manager and given to the work as its `Progress`.

    A terminal gets moving bars. A file or a pipe gets a line when something new begins, and one now and then after.

    Parameters
    ----------
    stream : TextIO, optional
        Where it goes; standard error by default.
    clock : callable, optional
        Seconds of a clock that never goes back.

    Examples
    --------
    >>> from doseline.execution import InProcess
    >>> with TerminalProgress() as progress:
    ...     InProcess().map(abs, [-1, -2], progress=progress, what="taking magnitudes")
    [1, 2]
    """

    def __init__(self, stream: TextIO | None = None, clock: Callable[[], float] = time.monotonic) -> None:
        self._stream = stream
        self._clock = clock
        self._lines: Console | None = None
        self._said_at: dict[str, float] = {}
        self._bars: RichProgress | None = None
        self._task_by_what: dict[str, TaskID] = {}

    def __enter__(self) -> Self:
        # rich is imported here: most commands end before they need a bar.
        from rich.console import Console
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

        console = Console(stderr=True) if self._stream is None else Console(file=self._stream)
        if not console.is_terminal:
            self._lines = console
            return self
        self._bars = Progress(
            TextColumn("{task.description}"),
            BarColumn(),
            MofNCompleteColumn(),
            TimeElapsedColumn(),
            console=console,
        )
        self._bars.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._bars is not None:
            self._bars.stop()
        self._bars = self._lines = None
        self._task_by_what.clear()
        self._said_at.clear()

    def __call__(self, *, done: int, total: int | None, what: str) -> None:
        """Move the bar named `what`, making it on the first call; or write a line."""
        if self._lines is not None:
            self._say(self._lines, done, total, what)
        if self._bars is None:
            return
        if what not in self._task_by_what:
            self._task_by_what[what] = self._bars.add_task(what, total=total)
        self._bars.update(self._task_by_what[what], completed=done, total=total)

    def _say(self, lines: "Console", done: int, total: int | None, what: str) -> None:
        """Write a line, but not too often."""
        now = self._clock()
        if now - self._said_at.get(what, -QUIET_S) < QUIET_S:
            return
        far = f": {done} of {total}" if total and done else f": {done}" if done else ""
        self._said_at[what] = now
        lines.print(f"{what}{far} ..", highlight=False, markup=False, soft_wrap=True)
