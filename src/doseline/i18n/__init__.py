"""Messages, numbers and dates in four languages."""

from doseline.i18n.catalogue import Messages
from doseline.i18n.constraints import CONSTRAINTS, constraint_sentence
from doseline.i18n.formats import Formats
from doseline.i18n.languages import LANGUAGES, require_language

__all__ = ["CONSTRAINTS", "LANGUAGES", "Formats", "Messages", "constraint_sentence", "require_language"]
