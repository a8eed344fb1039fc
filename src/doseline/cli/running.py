"""Run one command: every way in which it can end becomes a message and an exit code, never a traceback.

0 done, 1 a finding, 2 bad input; 130 after Ctrl-C; 141 when who reads the output has gone, as the shell counts it.
"""

import os
import sys
from collections.abc import Sequence
from typing import Final

import typer

from doseline.cli.output import emit_json, emit_message
from doseline.errors import EXIT_BAD_INPUT, EXIT_DONE, DoselineError, UserError

__all__ = ["EXIT_INTERRUPTED", "EXIT_PIPE_CLOSED", "run"]

EXIT_INTERRUPTED: Final = 130
"""Stopped by Ctrl-C: 128 + SIGINT."""

EXIT_PIPE_CLOSED: Final = 141
"""Nobody reads the output any more: 128 + SIGPIPE."""

# typer may carry its own copy of click, so the base of all usage errors is found through the one it makes public.
_UsageError: Final = next(base for base in typer.BadParameter.__mro__ if base.__name__ == "ClickException")


def run(arguments: Sequence[str]) -> int:
    """Run the command that the arguments name and return its exit code."""
    as_json = "--json" in arguments
    try:
        code = _run(arguments, as_json=as_json)
        sys.stdout.flush()
    except BrokenPipeError:
        _forget_output()
        return EXIT_PIPE_CLOSED
    return code


def _run(arguments: Sequence[str], *, as_json: bool) -> int:
    from doseline.cli.commands import app

    command = typer.main.get_command(app)
    try:
        ended = command.main(list(arguments), prog_name="doseline", standalone_mode=False)
    except (KeyboardInterrupt, typer.Abort):
        return _interrupted()
    except DoselineError as error:
        _report(error if isinstance(error, UserError) else UserError(str(error)), as_json=as_json)
        return error.exit_code
    except Exception as error:
        if isinstance(error, _UsageError):
            _report(_as_user_error(error), as_json=as_json)
            return EXIT_BAD_INPUT
        raise
    except SystemExit:
        # Outside its standalone mode typer leaves like this for a closed pipe alone.
        raise BrokenPipeError from None
    if ended == EXIT_INTERRUPTED:
        return _interrupted()
    return ended if isinstance(ended, int) else EXIT_DONE


def _report(error: UserError, *, as_json: bool) -> None:
    if as_json:
        emit_json(error.as_dict())
    else:
        emit_message(f"doseline: {error}")


def _as_user_error(error: Exception) -> UserError:
    what: str = error.format_message() if hasattr(error, "format_message") else str(error)
    context = getattr(error, "ctx", None)
    what += "" if what.endswith((".", "?", "!")) else "."
    command = "doseline" if context is None else context.command_path
    return UserError(what, remedy=f"`{command} --help` says what is possible.")


def _interrupted() -> int:
    emit_message("doseline: stopped; what was written before is whole.")
    return EXIT_INTERRUPTED


def _forget_output() -> None:
    """Send what is still buffered nowhere, so that leaving does not complain about the closed pipe again."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except BrokenPipeError:
            os.dup2(nowhere, stream.fileno())
