"""How kernels are compiled."""

from collections.abc import Callable
from typing import Any, ParamSpec, TypeVar, cast

from numba.core import config
from numba.core.registry import CPUDispatcher

from doseline.planning.kernels.caching import kept
from doseline.planning.kernels.lending import lend

__all__ = ["kernel"]

P = ParamSpec("P")
R = TypeVar("R")


class _Kernel(CPUDispatcher):  # type: ignore[misc]
    """A compiled function to which Python lends its named tuples."""

    def __call__(self, *arguments: Any) -> Any:
        return super().__call__(*map(lend, arguments))


def kernel(function: Callable[P, R]) -> Callable[P, R]:
    """Compile a function at its first call, and keep the result on disk until any kernel changes.

    No kernel returns an array of a named tuple that it was lent, or keeps one.
    """
    if config.DISABLE_JIT:
        return function
    return cast(Callable[P, R], kept(_Kernel(function, targetoptions={"nopython": True, "nogil": True})))
