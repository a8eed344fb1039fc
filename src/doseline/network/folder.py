"""Write a folder whole or not at all.

The files are written into a sibling folder and reach the disk there; then one rename puts the folder in place. Where
a package is replaced, the two folders change names in one step of the operating system (Linux ``renameat2`` with
``RENAME_EXCHANGE``), so that a kill at any instant leaves the old package or the new one, whole. A file system that
cannot exchange gets two renames; a kill between them leaves the old package beside its place, and reading says where.
"""

import ctypes
import errno
import json
import os
import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from doseline.errors import UserError
from doseline.network.schema import NOUNS, Kind

__all__ = [
    "COUNTRY",
    "DESCRIPTOR",
    "bytes_of",
    "exchange",
    "kind_of_folder",
    "may_be_replaced",
    "package_files",
    "previous_of",
    "replace_folder",
]

DESCRIPTOR: Final = "datapackage.json"
"""File name of a package's descriptor."""

COUNTRY: Final = "country"
"""Name of the folder of a plan that holds a copy of its country, where it has one."""

_ALSO_OURS: Final[Mapping[Kind, frozenset[str]]] = {
    "country": frozenset({DESCRIPTOR}),
    "plan": frozenset({DESCRIPTOR, "certificates.json", "summary.json", "report.html", COUNTRY}),
}
_AT_FDCWD: Final = -100
_RENAME_EXCHANGE: Final = 2


def replace_folder(path: Path, files: Mapping[str, bytes], *, kind: Kind) -> None:
    """Put a folder with these files at `path`, replacing a package of the same kind, in one step.

    Parameters
    ----------
    path : Path
        Where the folder goes. Nothing may stand there but an empty folder or a package of the same kind.
    files : mapping of str to bytes
        Contents by file name; a name may lead into one folder inside, ``country/places.csv``.
    kind : {"country", "plan"}
        Kind of package that may be replaced.

    Raises
    ------
    UserError
        If something else stands at `path`, or the disk refuses; what stood there is then untouched.
    """
    target = Path(os.path.realpath(path))
    replaces = may_be_replaced(target, kind, shown=path)
    temporary: Path | None = None
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        temporary = Path(tempfile.mkdtemp(prefix=f".{target.name}.new-", dir=target.parent))
        temporary.chmod(0o777 & ~_umask())
        for name, content in files.items():
            (temporary / name).parent.mkdir(exist_ok=True)
            _write_through(temporary / name, content)
        for folder in {(temporary / name).parent for name in files} | {temporary}:
            _sync_folder(folder)
        if replaces:
            exchange(temporary, target)
        else:
            temporary.rename(target)
        _sync_folder(target.parent)
    except OSError as error:
        raise UserError(
            f"The package {path} cannot be written: {error.strerror or error}. What stood there before is untouched.",
            remedy="Free the disk or choose a folder in which you may write.",
        ) from error
    finally:
        # After an exchange this is the old package, after a failure the unfinished new one.
        if temporary is not None:
            shutil.rmtree(temporary, ignore_errors=True)


def bytes_of(file: Path) -> bytes:
    """Return the contents of a file.

    Raises
    ------
    OSError
        If it cannot be read, or is a pipe or a device, which may never end.
    """
    if file.exists() and not (file.is_file() or file.is_dir()):
        raise OSError(errno.EINVAL, "a pipe or a device, not a file")
    return file.read_bytes()


def package_files(path: Path | str) -> Mapping[str, bytes]:
    """Return the files that make a package, its tables and its descriptor, by name and in the order of the names.

    Raises
    ------
    OSError
        If one cannot be read.
    """
    folder = Path(path)
    return {file.name: bytes_of(file) for file in sorted([*folder.glob("*.csv"), folder / DESCRIPTOR])}


def kind_of_folder(path: Path) -> Kind | None:
    """Return the kind of Doseline package that a folder holds, or None when it holds none that can be recognised."""
    try:
        descriptor = json.loads(bytes_of(path / DESCRIPTOR))
    except (OSError, ValueError, RecursionError):
        return None
    ours = descriptor.get("doseline") if isinstance(descriptor, dict) else None
    kind = ours.get("kind") if isinstance(ours, dict) else None
    return next((known for known in NOUNS if known == kind), None)


def previous_of(path: Path) -> Path:
    """Return where an old package stands for the instant of a replacement by two renames."""
    return path.parent / f".{path.name}.previous"


def may_be_replaced(target: Path, kind: Kind, *, shown: Path) -> bool:
    """Return whether a package of this kind stands at the target; `shown` is its path as the user gave it.

    Raises
    ------
    UserError
        If anything stands there that is not ours to replace.
    """
    if not os.path.lexists(target):
        return False
    if not target.is_dir():
        raise UserError(
            f"{shown} is a file, and a package is a folder.",
            remedy="Give the name of a new folder; nothing was written.",
        )
    names = sorted(entry.name for entry in target.iterdir())
    if not names:
        return False
    found = kind_of_folder(target)
    if found != kind:
        what = "not a Doseline package" if found is None else f"a Doseline package of kind {found}"
        raise UserError(
            f"The folder {shown} is {what}, so it is not replaced.",
            allowed=f"a new or empty folder, or one with a Doseline package of kind {kind}",
            remedy="Give another folder; nothing was written.",
        )
    ours = _ALSO_OURS[kind] | {f"{table}.csv" for table in NOUNS[kind]}
    foreign = [name for name in names if name not in ours]
    if foreign:
        raise UserError(
            f"The package {shown} also holds what Doseline did not write, so it is not replaced.",
            given=", ".join(foreign),
            remedy="Move these files elsewhere or give another folder; nothing was written.",
        )
    if kind == "plan":
        may_be_replaced(target / COUNTRY, "country", shown=shown / COUNTRY)
    return True


def exchange(new: Path, old: Path) -> None:
    """Let two folders change names, in one step where the system can."""
    if _rename_exchange(new, old):
        return
    previous = previous_of(old)
    shutil.rmtree(previous, ignore_errors=True)
    old.rename(previous)
    try:
        new.rename(old)
    except BaseException:
        previous.rename(old)
        raise
    previous.rename(new)


def _rename_exchange(one: Path, other: Path) -> bool:
    """Exchange two names in one step; return False where the system or the file system cannot."""
    try:
        renameat2 = ctypes.CDLL(None, use_errno=True).renameat2
    except (OSError, AttributeError):
        return False
    renameat2.argtypes = (ctypes.c_int, ctypes.c_char_p, ctypes.c_int, ctypes.c_char_p, ctypes.c_uint)
    status: int = renameat2(_AT_FDCWD, os.fsencode(one), _AT_FDCWD, os.fsencode(other), _RENAME_EXCHANGE)
    return status == 0


def _write_through(path: Path, content: bytes) -> None:
    with path.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def _sync_folder(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _umask() -> int:
    # There is no way to ask for the mask without setting it.
    mask = os.umask(0)
    os.umask(mask)
    return mask
