"""What a plan says of a region whose floor was lowered, in words."""

from collections.abc import Mapping
from typing import Any

from doseline.i18n.catalogue import Messages
from doseline.i18n.formats import Formats

__all__ = ["floor_sentence"]


def floor_sentence(floor: Mapping[str, Any], say: Messages, write: Formats) -> str:
    """Say what was asked for in a region, what is kept to instead, and that no more than a search speaks for it.

    Parameters
    ----------
    floor : of ``floors_lowered`` in ``summary.json``
    say, write : messages, and numbers, in the language

    Examples
    --------
    >>> floor = {"region": "South", "in_window_share_asked": 0.5, "in_window_share_min": 0.25}
    >>> floor |= {"asked_cycles": 2, "kept_cycles": 1}
    >>> floor_sentence(floor, Messages("en"), Formats("en", "UTC")).partition("). ")[0]
    'Floor lowered, South: 50.0% of its cycles were asked for in window, 25.0% are kept to (cycles: 1 instead of 2'
    """
    return say(
        "change-floor-lowered",
        region=floor["region"],
        asked=write.percent(floor["in_window_share_asked"]),
        kept=write.percent(floor["in_window_share_min"]),
        asked_cycles=write.integer(floor["asked_cycles"]),
        kept_cycles=write.integer(floor["kept_cycles"]),
    )
