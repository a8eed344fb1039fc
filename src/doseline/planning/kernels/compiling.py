"""How kernels are compiled, and how long what was compiled may be used."""

from collections.abc import Callable
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import ParamSpec, TypeVar

import numba as nb

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


def kernel(function: Callable[P, R]) -> Callable[P, R]:
    """Compile a function at its first call, and keep the result on disk until any kernel changes.

    A kernel is compiled together with those that it calls, but numba asks only whether the function's own file has
    changed, so that an old body of a callee would run on unseen. Here the stamp is the digest of all sources.
    """
    compiled = nb.njit(cache=True, nogil=True)(function)
    kept = getattr(compiled, "_cache", None)
    file = getattr(kept, "_cache_file", None)
    if file is not None:  # there is none where compiling is switched off
        file._source_stamp = sources_digest()  # noqa: SLF001 - numba has no public way to say it
    return compiled
