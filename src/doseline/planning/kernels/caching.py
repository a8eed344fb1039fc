"""How long what was compiled may be used."""

import re
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any

__all__ = ["kept", "sources_digest", "sources_of_kernels"]

IMPORTED = re.compile(r"^(?:from|import) (doseline\.planning[\w.]*)", re.MULTILINE)
"""What a module takes from its package as it is loaded; what only a type checker reads is indented."""

WRITES_KERNELS = "doseline.planning.kernels.compiling"


def sources_of_kernels(package: Path) -> list[Path]:
    """Every source file that compiled code can depend on: those with kernels, and all that these import.

    The rest of the package prepares what kernels read and reads what they leave; it may change and nothing is compiled
    anew.

    Parameters
    ----------
    package : folder of the package ``planning``
    """
    imported = {path: set(IMPORTED.findall(path.read_text(encoding="utf-8"))) for path in package.rglob("*.py")}
    kernels = package / "kernels"
    found = {path for path, names in imported.items() if WRITES_KERNELS in names or kernels in path.parents}
    waiting = list(found)
    while waiting:
        for name in imported[waiting.pop()]:
            path = package.joinpath(*name.split(".")[2:]).with_suffix(".py")
            if path in imported and path not in found:
                found.add(path)
                waiting.append(path)
    return sorted(found)


@cache
def sources_digest(package: Path = Path(__file__).parent.parent) -> str:
    """Digest of every source file that compiled code can depend on.

    Parameters
    ----------
    package : folder of the package ``planning``
    """
    digest = sha256()
    for path in sources_of_kernels(package):
        digest.update(f"{path.relative_to(package)}\n".encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()


def kept(compiled: Any) -> Any:
    """Keep what is compiled on disk until any source of a kernel changes.

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
