"""The one seam through which many pieces of work run.

Replications, scenarios, regions and image batches are lists of independent pieces. Code that has such a list asks an
`Executor` to map a function over it and does not know where the pieces run. `InProcess` runs them one after another;
an executor on a cluster fits behind the same protocol.
"""

from collections.abc import Callable, Iterable
from threading import Event
from typing import Any, Protocol, TypeVar

from doseline.errors import EXIT_FINDING, DoselineError
from doseline.execution.progress import Progress, silent

Item = TypeVar("Item")
Result = TypeVar("Result")


class Cancelled(DoselineError):
    """The work was asked to stop before its end.

    Parameters
    ----------
    results : list
        Results of the first pieces, in the order of the items: what a second run need not do again.
    total : int
        Pieces in all.
    """

    exit_code = EXIT_FINDING

    def __init__(self, results: list[Any], total: int) -> None:
        super().__init__(results, total)
        self.results = results
        self.total = total

    def __str__(self) -> str:
        return f"Cancelled after {len(self.results)} of {self.total} pieces."


class Executor(Protocol):
    """Runs a function over independent items."""

    def map(
        self,
        fn: Callable[[Item], Result],
        items: Iterable[Item],
        *,
        progress: Progress = silent,
        what: str = "working",
        cancel: Event | None = None,
    ) -> list[Result]:
        """Return ``fn(item)`` for each item, in the order of the items, wherever and whenever each ran.

        Parameters
        ----------
        fn : callable
            A pure function of one item; on a cluster it is sent elsewhere, so it is defined at the top of a module.
        items : iterable
            The pieces; read to the end before the first one starts, because progress needs their number.
        progress : Progress
            Called with 0 before the first piece and after each piece.
        what : str
            What is being done, in a few words.
        cancel : threading.Event, optional
            Looked at before each piece; once set, no further piece starts.

        Raises
        ------
        Cancelled
            If `cancel` was set before all pieces were done; it carries the results so far.
        """
        ...


class InProcess:
    """Runs the pieces one after another in this process.

    Examples
    --------
    >>> InProcess().map(abs, [-3, 2])
    [3, 2]
    """

    def map(
        self,
        fn: Callable[[Item], Result],
        items: Iterable[Item],
        *,
        progress: Progress = silent,
        what: str = "working",
        cancel: Event | None = None,
    ) -> list[Result]:
        """Return ``fn(item)`` for each item, in order; see `Executor.map`."""
        pieces = list(items)
        results: list[Result] = []
        progress(done=0, total=len(pieces), what=what)
        for piece in pieces:
            if cancel is not None and cancel.is_set():
                raise Cancelled(results, len(pieces))
            results.append(fn(piece))
            progress(done=len(results), total=len(pieces), what=what)
        return results
