"""One bar that shows what became of a whole, and the small meters of a table's cells."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from markupsafe import Markup

from doseline.reporting.palette import INK
from doseline.reporting.svg import drawing, tag

__all__ = ["Part", "draw_meter", "draw_share", "swatch"]

_WIDTH_PX: Final = 1232.0
_HEIGHT_PX: Final = 28.0
_METER_PX: Final = 64.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One part of the whole: its name, its count, its colour and a pattern over it."""

    label: str
    count: int
    colour: str
    pattern: str | None = None


def draw_share(parts: Sequence[Part], *, identifier: str, title: str, description: str) -> Markup:
    """Return the parts side by side, each as wide as its share; none that counts is thinner than can be seen."""
    whole = sum(part.count for part in parts)
    pieces: list[Markup] = []
    left = 0.5
    for part in parts:
        if not part.count:
            continue
        width = max(3.0, (_WIDTH_PX - 1.0) * part.count / whole)
        box = {"x": left, "y": 0.5, "width": min(width, _WIDTH_PX - 0.5 - left), "height": _HEIGHT_PX - 1.0}
        pieces.append(tag("rect", fill=part.colour, stroke=INK, **box))
        if part.pattern:
            pieces.append(tag("rect", fill=part.pattern, **box))
        left += width
    return drawing(
        *pieces,
        identifier=identifier,
        width_px=_WIDTH_PX,
        height_px=_HEIGHT_PX,
        title=title,
        description=description,
        cls="whole-width",
    )


def swatch(part: Part) -> Markup:
    """Return a small drawing of a part for a legend."""
    box = {"x": 0.5, "y": 0.5, "width": 15, "height": 15}
    return tag(
        "svg",
        tag("rect", fill=part.colour, stroke=INK, **box),
        tag("rect", fill=part.pattern, **box) if part.pattern else Markup(),
        viewBox="0 0 16 16",
        width=16,
        height=16,
        cls="swatch",
        aria_hidden="true",
    )


def draw_meter(share_fraction: float) -> Markup:
    """Return a small bar for the cell of a table; the figure stands beside it."""
    return tag(
        "svg",
        tag("rect", x=0.5, y=0.5, width=_METER_PX - 1.0, height=9, fill="#fff", stroke="#7f8c96"),
        tag("rect", x=1.0, y=1.0, width=max(0.0, share_fraction * (_METER_PX - 2.0)), height=8, fill="#1f5583"),
        viewBox=f"0 0 {_METER_PX:.0f} 10",
        width=_METER_PX,
        height=10,
        cls="meter",
        aria_hidden="true",
    )
