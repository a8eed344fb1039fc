"""Find an operation by its name when a command runs, so that `doseline --help` loads none of them."""

from collections.abc import Callable
from importlib import import_module
from typing import Any

from doseline.errors import UserError

__all__ = ["operation"]


def operation(name: str) -> Callable[..., Any]:
    """Return the function of this name in `doseline.operations`.

    Raises
    ------
    UserError
        If this version of Doseline does not have it.
    """
    found = getattr(import_module("doseline.operations"), name, None)
    if not callable(found):
        raise UserError(
            f"This version of Doseline has no {name}.", remedy="Install a version that has it; nothing was done."
        )
    function: Callable[..., Any] = found
    return function
