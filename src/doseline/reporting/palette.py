"""Colours, patterns and letters that tell things apart, with and without colour vision and on a grey print."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from markupsafe import Markup

from doseline.reporting.svg import tag

__all__ = [
    "ASSUMED_PATTERN",
    "DASHES",
    "INK",
    "SHADES",
    "STRAND",
    "Look",
    "is_dark",
    "looks",
    "patterns",
    "share_colour",
]

INK: Final = "#1d2b36"
"""Colour of text and thin lines."""

ASSUMED_PATTERN: Final = "url(#assumed)"
"""Fill that is laid over whatever rests on an assumption."""

# Mid-dark hues, each at least 4.5 to 1 against white, so that white letters on them are read. The orange and the olive
# meet for who does not see red or green (simulated): letters and patterns tell every two apart. None is blue: blue is
# the share in window, on the map and in bars.
_HUES: Final = ("#6b1f3f", "#a8480f", "#1b7f5c", "#7b3f98", "#7a6000", "#a3305f", "#3f6b1c", "#55606b")
_RISING: Final = "M-1,1 L1,-1 M0,6 L6,0 M5,7 L7,5"
_PATTERNS: Final = ("plain", "rising", "dots", "falling", "level", "grid", "upright", "plain")

STRAND: Final = "#3d4a54"
"""Colour of lines from somewhere to somewhere: a grey, since each hue stands for a product."""

DASHES: Final = (None, "9 3", "2 3", "9 3 2 3", "5 2", "14 3", "3 6", "1 2")
"""Dashes that tell lines apart."""

SHADES: Final = (("#e8c46a", 0.0), ("#9cc3c2", 0.8), ("#4f93ad", 0.9), ("#1f5583", 1.0))
"""Colours of a share, each with the least share that it stands for: ochre for few, then ever deeper blue."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """How one kind of thing looks: a colour, a pattern over it, and a letter on it."""

    hue: str
    pattern: str
    letter: str

    @property
    def overlay(self) -> str | None:
        """Fill of the pattern that goes over the colour; None where the colour stands alone."""
        return None if self.pattern == "plain" else f"url(#{self.pattern})"

    def swatch(self) -> Markup:
        """Return a small drawing of it for a legend; the word stands beside it."""
        return tag(
            "svg",
            tag("rect", width=26, height=16, rx=2, fill=self.hue),
            tag("rect", width=26, height=16, rx=2, fill=self.overlay) if self.overlay else Markup(),
            tag("text", self.letter, x=13, y=12, cls="letter", stroke=self.hue),
            viewBox="0 0 26 16",
            width=26,
            height=16,
            cls="swatch",
            aria_hidden="true",
        )


def looks(names: Sequence[str]) -> dict[str, Look]:
    """Give each name its look, in the order given; letters are the names' own where they are free.

    Examples
    --------
    >>> [look.letter for look in looks(["Lutathera", "Pluvicto", "LutaPSMA"]).values()]
    ['L', 'P', 'U']
    """
    given: dict[str, Look] = {}
    taken: set[str] = set()
    for number, name in enumerate(names):
        candidates = [*(sign.upper() for sign in name if sign.isalpha()), *"ABCDEFGHIJKLMNOPQRSTUVWXYZ"]
        letter = next((sign for sign in candidates if sign not in taken), "?")
        taken.add(letter)
        place = number % len(_HUES)
        given[name] = Look(hue=_HUES[place], pattern=_PATTERNS[place], letter=letter)
    return given


def share_colour(share_fraction: float) -> str:
    """Return the colour of a share."""
    return next(colour for colour, least in reversed(SHADES) if share_fraction >= least)


def is_dark(colour: str) -> bool:
    """Return whether the colour of a share is so dark that what lies over it must be light."""
    return colour in {SHADES[-1][0], SHADES[-2][0]}


def patterns() -> Markup:
    """Return the drawing without size that holds the patterns; a page carries it once, before it is used."""
    white: dict[str, str | float] = {"stroke": "#fff", "stroke_width": 1.1, "stroke_opacity": 0.55, "fill": "none"}
    shapes = {
        "rising": tag("path", d=_RISING, **white),
        "falling": tag("path", d="M-1,5 L1,7 M0,0 L6,6 M5,-1 L7,1", **white),
        "level": tag("path", d="M0,3 H6", **white),
        "upright": tag("path", d="M3,0 V6", **white),
        "grid": tag("path", d="M0,3 H6 M3,0 V6", **white),
        "dots": tag("circle", cx=3, cy=3, r=1.1, fill="#fff", fill_opacity=0.6),
        "assumed": tag("path", d=_RISING, stroke=INK, stroke_width=0.9, stroke_opacity=0.55),
        "closed": tag("path", d="M0,0 L6,6 M6,0 L0,6", stroke="#8a949c", stroke_width=0.7),
    }
    return tag(
        "svg",
        tag(
            "defs",
            *(
                tag("pattern", shape, id=name, width=6, height=6, patternUnits="userSpaceOnUse")
                for name, shape in shapes.items()
            ),
        ),
        width=0,
        height=0,
        cls="patterns",
        aria_hidden="true",
        focusable="false",
    )
