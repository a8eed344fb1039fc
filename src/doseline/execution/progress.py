"""How long work says how far it is.

A function that takes long accepts a `Progress` and calls it; who called the function decides what becomes of it. The
command line shows a bar on standard error, so that standard output stays clean for `--json`; tests and libraries stay
silent.
"""

from types import TracebackType
from typing import TYPE_CHECKING, Protocol, Self, TextIO

if TYPE_CHECKING:
    from rich.progress import Progress as RichProgress
    from rich.progress import TaskID


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
    """Take progress and show nothing: the default everywhere."""


class TerminalProgress:
    """Progress bars on standard error; used as a context manager and given to the work as its `Progress`.

    Parameters
    ----------
    stream : TextIO, optional
        Where the bars go; standard error by default. A stream that is not a terminal gets no moving bars.

    Examples
    --------
    >>> from doseline.execution import InProcess
    >>> with TerminalProgress() as progress:
    ...     InProcess().map(abs, [-1, -2], progress=progress, what="taking magnitudes")
    [1, 2]
    """

    def __init__(self, stream: TextIO | None = None) -> None:
        self._stream = stream
        self._bars: RichProgress | None = None
        self._task_by_what: dict[str, TaskID] = {}

    def __enter__(self) -> Self:
        # rich is imported here: most commands end before they need a bar.
        from rich.console import Console
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

        console = Console(stderr=True) if self._stream is None else Console(file=self._stream)
        self._bars = Progress(
            TextColumn("{task.description}"),
            BarColumn(),
            MofNCompleteColumn(),
            TimeElapsedColumn(),
            console=console,
            disable=not console.is_terminal,
        )
        self._bars.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._bars is not None:
            self._bars.stop()
        self._bars = None
        self._task_by_what.clear()

    def __call__(self, *, done: int, total: int | None, what: str) -> None:
        """Move the bar named `what`, making it on the first call."""
        if self._bars is None:
            return
        if what not in self._task_by_what:
            self._task_by_what[what] = self._bars.add_task(what, total=total)
        self._bars.update(self._task_by_what[what], completed=done, total=total)
