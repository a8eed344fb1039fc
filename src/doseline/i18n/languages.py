"""The four languages of Doseline, and how a wish for one is met."""

from collections.abc import Mapping
from typing import Final

from doseline.errors import UserError

__all__ = ["LANGUAGES", "LOCALES", "require_language"]

LANGUAGES: Final = ("en", "nl", "fr", "de")
"""The languages, the one of the sources first."""

LOCALES: Final[Mapping[str, str]] = {"en": "en_GB", "nl": "nl_BE", "fr": "fr_BE", "de": "de_BE"}
"""Whose numbers, dates and plurals a language follows."""


def require_language(language: str) -> str:
    """Return the language that meets the wish, or raise.

    A regional form is met by its language: ``nl-BE`` and ``nl_NL`` by ``nl``. There is no other fallback: a language
    that Doseline does not speak is refused and never replaced by English in silence.

    Parameters
    ----------
    language : str
        What is wished for, such as ``nl`` or ``nl-BE``.

    Raises
    ------
    UserError
        If the language is none of the four.

    Examples
    --------
    >>> require_language("fr-BE")
    'fr'
    """
    plain = language.replace("_", "-").partition("-")[0].lower()
    if plain not in LANGUAGES:
        raise UserError(
            "Doseline does not speak this language.",
            given=language,
            allowed=", ".join(LANGUAGES),
            remedy="Choose one of these.",
        )
    return plain
