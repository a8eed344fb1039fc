"""Output folders: a command never writes into a folder that holds somebody else's files."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from doseline.cli.output import emit_message
from doseline.errors import UserError

__all__ = ["require_ours_or_free", "telling_what_is_replaced"]


def require_ours_or_free(path: Path) -> None:
    """Raise unless nothing stands at `path`, or an empty folder, or one that holds nothing but Doseline's output.

    Doseline's output is a package, or a folder with packages and reports beside them.

    Raises
    ------
    UserError
        If the folder holds something else.
    """
    if not path.exists():
        return
    from doseline.network.folder import kind_of_folder

    remedy = "Give another folder with -o; nothing was written."
    if not path.is_dir():
        raise UserError(f"{path} is a file, and the output is a folder.", remedy=remedy)
    entries = list(path.iterdir())
    ours = kind_of_folder(path) is not None or any(kind_of_folder(entry) is not None for entry in entries)
    if entries and not ours:
        raise UserError(
            f"The folder {path} holds files that Doseline did not write.",
            given=", ".join(sorted(entry.name for entry in entries)[:5]),
            allowed="a new or empty folder, or one with Doseline's own output",
            remedy=remedy,
        )


@contextmanager
def telling_what_is_replaced(path: Path) -> Iterator[None]:
    """Say on standard error, once the work inside is done, that an older package or plan at `path` was replaced."""
    from doseline.network.folder import kind_of_folder

    kind = kind_of_folder(path)
    yield
    if kind is not None:
        emit_message(f"Replaced the {kind} that stood in {path}.")
