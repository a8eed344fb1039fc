"""Which keys a reader means who gives a key, or part of a name."""

from collections.abc import Mapping

from doseline.errors import UserError

__all__ = ["keys_meant"]


def keys_meant(said: str, names: Mapping[str, str], what: str) -> set[str]:
    """Return the keys that a reader means: the key itself, else every one whose name holds what is said.

    Parameters
    ----------
    said : what the reader gave
    names : of every key
    what : what they are keys of, as the message says it

    Raises
    ------
    UserError
        If there is none.
    """
    wanted = said.casefold()
    found = {key for key in names if key.casefold() == wanted}
    found = found or {key for key, name in names.items() if wanted in name.casefold()}
    if not found:
        raise UserError(
            f"The plan has no such {what}.",
            given=said,
            allowed=", ".join(f"{key} ({name})" for key, name in sorted(names.items())),
            remedy="Give a key, or part of a name.",
        )
    return found
