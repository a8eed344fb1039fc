"""Hatching drawn as lines of its own, for the many bars of a board and the circles of a map.

A fill with an SVG pattern looks the same, but printing makes a picture of each use: hundreds of them made a report of
some twelve megabytes. Legends, with few uses, keep the patterns of `palette.patterns`.
"""

import math
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Final

from markupsafe import Markup

from doseline.reporting.svg import tag

__all__ = ["hatched_box", "hatched_disc"]

_STEP_PX: Final = 6.0
"""Distance between lines, as in the patterns."""

Line = tuple[float, float, float, float]
"""Its two ends: x, y, x, y."""

Edges = tuple[float, float, float, float]
"""Left, top, right and bottom of a box."""


def hatched_box(pattern: str, x: float, y: float, width: float, height: float, *, cls: str = "over") -> Markup:
    """Return the lines of a pattern within a box; nothing for ``plain``."""
    edges = (x, y, x + width, y + height)
    if pattern not in _PATTERNS:
        return Markup()
    return _path(_PATTERNS[pattern](edges), cls=f"{cls} dots" if pattern == "dots" else cls)


def hatched_disc(x: float, y: float, radius: float, *, cls: str) -> Markup:
    """Return rising lines within a disc."""
    lines = []
    reach = radius * math.sqrt(2.0)
    for level in _levels(x + y - reach, x + y + reach):
        off = (level - x - y) / 2.0  # of the line's middle from the disc's, along each axis
        half = math.sqrt(max(0.0, radius * radius / 2.0 - off * off))
        if half > 0.5:
            lines.append((x + off - half, y + off + half, x + off + half, y + off - half))
    return _path(lines, cls=cls)


def _rising(edges: Edges) -> Iterator[Line]:
    """Yield lines on which x + y is a whole number of steps."""
    left, top, right, bottom = edges
    for level in _levels(left + top, right + bottom):
        x1, x2 = max(left, level - bottom), min(right, level - top)
        yield x1, level - x1, x2, level - x2


def _falling(edges: Edges) -> Iterator[Line]:
    """Yield lines on which y - x is a whole number of steps."""
    left, top, right, bottom = edges
    for level in _levels(top - right, bottom - left):
        x1, x2 = max(left, top - level), min(right, bottom - level)
        yield x1, x1 + level, x2, x2 + level


def _levels(low: float, high: float) -> Iterator[float]:
    for number in range(math.ceil(low / _STEP_PX), math.floor(high / _STEP_PX) + 1):
        yield number * _STEP_PX


def _level(edges: Edges) -> Iterator[Line]:
    left, top, right, bottom = edges
    for y in _between(top, bottom):
        yield left, y, right, y


def _upright(edges: Edges) -> Iterator[Line]:
    left, top, right, bottom = edges
    for x in _between(left, right):
        yield x, top, x, bottom


def _dots(edges: Edges) -> Iterator[Line]:
    """Yield lines without length: their round ends are the dots."""
    left, top, right, bottom = edges
    for x in _between(left, right):
        for y in _between(top, bottom):
            yield x, y, x, y


def _between(first: float, last: float) -> Iterator[float]:
    """Yield places a step apart, the first one half a step from the edge."""
    place = first + _STEP_PX / 2.0
    while place < last:
        yield place
        place += _STEP_PX


def _grid(edges: Edges) -> Iterator[Line]:
    yield from _level(edges)
    yield from _upright(edges)


_PATTERNS: Final[Mapping[str, Callable[[Edges], Iterator[Line]]]] = {
    "rising": _rising,
    "falling": _falling,
    "level": _level,
    "upright": _upright,
    "grid": _grid,
    "dots": _dots,
}


def _path(lines: Iterable[Line], *, cls: str) -> Markup:
    steps = [f"M{_short(x1)},{_short(y1)}L{_short(x2)},{_short(y2)}" for x1, y1, x2, y2 in lines]
    return tag("path", d="".join(steps), cls=cls) if steps else Markup()


def _short(number: float) -> str:
    return f"{number:.1f}".removesuffix(".0")
