"""What a gap means: how much a better plan could still bring, at most."""

from doseline.i18n.catalogue import Messages
from doseline.i18n.formats import Formats

__all__ = ["gap_sentence"]


def gap_sentence(level: str, value: float, bound: float, say: Messages, write: Formats) -> str:
    """Say how much of a level could still be gained at most; that more can be gained at all is not said.

    Parameters
    ----------
    level : L1, cycles in window, or L2, days of waiting
    value, bound : what a plan reaches, and what no plan passes
    say, write : messages and formats of a language

    Examples
    --------
    >>> gap_sentence("L2", 993, 966, Messages("en"), Formats("en", "UTC"))
    'Of 993 days of waiting at most 27 could still be saved with as many in window, if any.'
    """
    if level == "L1":
        left = round(bound - value)
        return say("gap-window", left=left) if left > 0 else say("gap-window-none")
    left = round(value - bound)
    return say("gap-days", value=write.integer(value), left=left) if left > 0 else say("gap-days-none")
