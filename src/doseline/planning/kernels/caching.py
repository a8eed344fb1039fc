"""How long what was compiled may be used."""

from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any

__all__ = ["kept", "sources_digest"]


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


def kept(compiled: Any) -> Any:
    """Keep what is compiled on disk until any source changes.

    A kernel is compiled together with those that it calls, but numba asks only whether the function's own file has
    changed, so that an old body of a callee would run on unseen. Here the digest of all sources is part of the version
    of what is kept, which numba reads before all else: nothing is read that names what is no longer there.

    Parameters
    ----------
    compiled : a numba dispatcher
    """
    compiled.enable_caching()
    file = compiled._cache._cache_file  # noqa: SLF001 - numba has no public way to say it
    file._version = f"{file._version} {sources_digest()}"  # noqa: SLF001
    return compiled
