"""How kernels are compiled, and how long what was compiled may be used."""

from collections.abc import Callable
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any, ParamSpec, TypeVar, cast

from numba.core import config
from numba.core.registry import CPUDispatcher

from doseline.planning.kernels.lending import lend

__all__ = ["kernel", "sources_digest"]

P = ParamSpec("P")
R = TypeVar("R")


@cache
def sources_digest(package: Path = Path(__file__).parent.parent) -> str:
    """Digest of every source file that kernels are written in: the package ``planning``.

    Parameters
    ----------
    package : folder with the sources
    """
    digest = sha256()
    for path in sorted(package.rglob("*.py")):
        digest.update(f"{path.relative_to(package)}\n".encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()


class _Kernel(CPUDispatcher):  # type: ignore[misc]
    """A compiled function to which Python lends its named tuples."""

    def __call__(self, *arguments: Any) -> Any:
        return super().__call__(*map(lend, arguments))


def kernel(function: Callable[P, R]) -> Callable[P, R]:
    """Compile a function at its first call, and keep the result on disk until any kernel changes.

    A kernel is compiled together with those that it calls, but numba asks only whether the function's own file has
    changed, so that an old body of a callee would run on unseen. Here the stamp is the digest of all sources.

    No kernel returns an array of a named tuple that it was lent, or keeps one.
    """
    if config.DISABLE_JIT:
        return function
    compiled = _Kernel(function, targetoptions={"nopython": True, "nogil": True})
    compiled.enable_caching()
    compiled._cache._cache_file._source_stamp = sources_digest()  # noqa: SLF001 - numba has no public way to say it
    return cast(Callable[P, R], compiled)
