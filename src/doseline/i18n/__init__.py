"""Messages, numbers and dates in four languages."""

from doseline.i18n.catalogue import Messages
from doseline.i18n.constraints import CONSTRAINTS, constraint_sentence
from doseline.i18n.disturbances import Told, tell_disturbances
from doseline.i18n.floors import floor_sentence
from doseline.i18n.formats import Formats
from doseline.i18n.gap import gap_sentence
from doseline.i18n.languages import LANGUAGES, require_language
from doseline.i18n.names import Names, short_name
from doseline.i18n.reasons import CAUSES, cause_words, reason_sentence

__all__ = [
    "CAUSES",
    "CONSTRAINTS",
    "LANGUAGES",
    "Formats",
    "Messages",
    "Names",
    "Told",
    "cause_words",
    "constraint_sentence",
    "floor_sentence",
    "gap_sentence",
    "reason_sentence",
    "require_language",
    "short_name",
    "tell_disturbances",
]
