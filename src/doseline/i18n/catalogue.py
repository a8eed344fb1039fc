"""A message in one language: found or refused, never half filled."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from doseline.errors import UserError
from doseline.i18n.bundles import bundle
from doseline.i18n.languages import require_language

__all__ = ["Messages"]


@dataclass(frozen=True, slots=True)
class Messages:
    """The messages of one language; call it with a message's identifier and arguments.

    Parameters
    ----------
    language : str
        One of the four, or a regional form of one.

    Examples
    --------
    >>> Messages("nl-BE")("report-skip")
    'Naar de inhoud'
    """

    language: str

    def __post_init__(self) -> None:
        object.__setattr__(self, "language", require_language(self.language))

    def __call__(self, identifier: str, **arguments: str | float) -> str:
        """Return the message filled with its arguments.

        Raises
        ------
        UserError
            If the language has no such message, or the message asks for an argument that was not given. Another
            language is never put in its place.
        """
        if not self.has(identifier):
            raise UserError(
                f"There is no message {identifier!r} in the language {self.language!r}.",
                remedy="Add it to the message files of all four languages.",
            )
        messages = bundle(self.language)
        pattern = messages.get_message(identifier).value
        assert pattern is not None  # noqa: S101 - `has` has just said so
        text, errors = messages.format_pattern(pattern, arguments)
        if errors:
            raise UserError(
                f"The message {identifier!r} in the language {self.language!r} could not be filled: {errors[0]}.",
                given=sorted(arguments),
                remedy="Give every argument that the message names.",
            )
        # An abbreviation at the end of a sentence, as in "5. Apr.", lends it its full stop.
        return re.sub(r"(?<=\w)\.\.(?=\s|$)", ".", str(text))

    def parts(self, parts: Iterable[str]) -> str:
        """Return parts of one sentence, set apart by semicolons as the language writes them.

        Examples
        --------
        >>> Messages("en").parts(["on 3 days", "on 2 days"])
        'on 3 days; on 2 days'
        """
        return ("\N{NO-BREAK SPACE}; " if self.language == "fr" else "; ").join(parts)

    def has(self, identifier: str) -> bool:
        """Return whether the language has a message of this identifier."""
        messages = bundle(self.language)
        return messages.has_message(identifier) and messages.get_message(identifier).value is not None
