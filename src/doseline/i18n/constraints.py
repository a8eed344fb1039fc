"""What each constraint of the planning problem says to a planner when it binds."""

from typing import Final

from doseline.errors import UserError
from doseline.i18n.bundles import constraint_words
from doseline.i18n.catalogue import Messages

__all__ = ["CONSTRAINTS", "constraint_sentence"]

CONSTRAINTS: Final = tuple(constraint_words())
"""The constraints of the planning problem, ``C00`` first: those that have their words in ``constraints.toml``."""

_DETAILS: Final = ("product", "site")


def constraint_sentence(identifier: str, language: str, **details: str) -> str:
    """Say in one sentence why a constraint keeps a cycle from being given.

    Parameters
    ----------
    identifier : str
        ``C00`` .. ``C22``, as in the reference of the planning problem.
    language : str
        One of the four, or a regional form of one.
    **details : str
        ``product`` and ``site``, the names to say; left out, the sentence says "this product", "this centre".

    Raises
    ------
    UserError
        If the constraint or the language is unknown, or a detail is none of the two.

    Examples
    --------
    >>> constraint_sentence("C06", "en", product="Lutathera").partition(":")[0]
    'No delivery slot for Lutathera was left'
    """
    if identifier not in CONSTRAINTS:
        raise UserError("There is no such constraint.", given=identifier, allowed=", ".join(CONSTRAINTS))
    if unknown := sorted(set(details) - set(_DETAILS)):
        raise UserError(
            f"The sentence of {identifier} does not speak of this.", given=unknown, allowed=", ".join(_DETAILS)
        )
    messages = Messages(language)
    anything = {detail: messages(f"constraint-any-{detail}") for detail in _DETAILS}
    return messages(f"constraint-{identifier}", **{**anything, **details})
