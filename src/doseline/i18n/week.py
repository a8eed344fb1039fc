"""A golden week in words."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from doseline.i18n.catalogue import Messages
from doseline.i18n.formats import Formats

__all__ = ["end_of_the_followed"]


def end_of_the_followed(followed: Mapping[str, Any], say: Messages, write: Formats) -> str:
    """Say what becomes of the followed patient in the end, where a later plan moves the cycle once more.

    Parameters
    ----------
    followed : of the record's ``summary.json``
    say, write : messages, and numbers and dates, in the language
    """
    end = followed["end"]
    if end is None:
        return say("week-end-unserved")
    return say("week-end-served", at=write.local(datetime.fromisoformat(end["administered_at"])), site=end["site"])
