"""Thin commands over the same functions that a program calls."""

from collections.abc import Sequence
from typing import NoReturn

__all__ = ["main"]


def main(arguments: Sequence[str] | None = None) -> NoReturn:
    """Run the command line and leave with its exit code.

    Parameters
    ----------
    arguments : sequence of str, optional
        What stands after ``doseline``; by default what this process was started with.
    """
    import sys

    from doseline.cli.running import run

    sys.exit(run(sys.argv[1:] if arguments is None else list(arguments)))
