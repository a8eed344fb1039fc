"""A board of lanes over days: beds and chairs, reactor positions, whatever is taken from one day to another.

Times are days since the first day of the board by the local clock (1.5 is noon of the second day), so that a day is as
wide as any other, in the weeks when the clock changes too.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import accumulate
from typing import Final

from markupsafe import Markup

from doseline.reporting.hatching import hatched_box
from doseline.reporting.palette import Look
from doseline.reporting.svg import drawing, tag

__all__ = ["Bar", "Board", "Lane", "Scale", "draw_board"]

_DAY_PX: Final = 13.5
_LANE_PX: Final = 21.0
_BAR_PX: Final = 15.0
_ROW_PX: Final = 16.0
_HEAD_PX: Final = 22.0
_STRIP_PX: Final = 3.0
_LETTER_PX: Final = 10.0
_LEAST_PX: Final = 4.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """Something from one time to another; `look` None is a closure, drawn grey and crossed."""

    start_d: float
    end_d: float
    look: Look | None
    title: str
    label: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Lane:
    """One row of the board.

    Attributes
    ----------
    label : its name, at the left
    bars : what lies in it
    by_day : each bar is as wide as its day, and those of one day stand below each other in their order; for lanes
        whose bars never pass midnight and would be too thin to see at their true length
    assumed : whether the lane itself is an assumption; its name is hatched
    """

    label: str
    bars: Sequence[Bar]
    by_day: bool = False
    assumed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Scale:
    """The days of a board.

    Attributes
    ----------
    days : number of days
    weeks : days at which a week begins, with the label of each
    free : days that are shaded as weekends, below a dark strip
    holidays : days that are shaded and hatched as holidays, with their names
    label_px : width of the names at the left
    day_px : width of a day
    """

    days: int
    weeks: Mapping[int, str]
    free: Sequence[int] = ()
    holidays: Mapping[int, str] = field(default_factory=dict)
    label_px: float = 92.0
    day_px: float = _DAY_PX

    def x(self, day_d: float) -> float:
        """Return where a time lies, in px."""
        return self.label_px + min(max(day_d, 0.0), float(self.days)) * self.day_px

    @property
    def width_px(self) -> float:
        """Width of the whole board."""
        return self.label_px + self.days * self.day_px + 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Board:
    """A board: its lanes over its days, with words for who does not see it."""

    identifier: str
    title: str
    description: str
    scale: Scale
    lanes: Sequence[Lane]


def draw_board(board: Board) -> Markup:
    """Return the board as a drawing."""
    tops_px = list(accumulate((_height_px(lane) for lane in board.lanes), initial=_HEAD_PX))
    height_px = tops_px[-1] + 1.0
    return drawing(
        *_ground(board.scale, height_px),
        *(
            part
            for lane, top_px in zip(board.lanes, tops_px[:-1], strict=True)
            for part in _lane(lane, board.scale, top_px)
        ),
        identifier=board.identifier,
        width_px=board.scale.width_px,
        height_px=height_px,
        title=board.title,
        description=board.description,
        cls="board",
    )


def _height_px(lane: Lane) -> float:
    rows = 1 + max((row for _, row in _by_day(lane.bars)), default=0) if lane.by_day else 1
    return _LANE_PX + (rows - 1) * _ROW_PX


def _ground(scale: Scale, height_px: float) -> Iterator[Markup]:
    below = {"y": _HEAD_PX, "height": height_px - _HEAD_PX, "width": scale.day_px}
    strip = {"y": _HEAD_PX - _STRIP_PX, "height": _STRIP_PX, "width": scale.day_px}
    for day in scale.free:
        yield tag("rect", x=scale.x(day), cls="shade", **below)
    for day, name in scale.holidays.items():
        yield tag("rect", tag("title", name), x=scale.x(day), cls="holiday", **below)
        yield hatched_box("falling", scale.x(day), _HEAD_PX, scale.day_px, height_px - _HEAD_PX, cls="free-lines")
    # The tints are faint, so that bars stand out; who does not see them reads the strip above the day.
    for day in sorted({*scale.free, *scale.holidays}):
        yield tag("rect", x=scale.x(day), cls="free", **strip)
    for day, label in scale.weeks.items():
        x = scale.x(day)
        yield tag("line", x1=x, x2=x, y1=6.0, y2=height_px, cls="rule")
        yield tag("text", label, x=x + 4.0, y=14.0, cls="quiet")


def _lane(lane: Lane, scale: Scale, top_px: float) -> Iterator[Markup]:
    middle_px = top_px + _LANE_PX / 2
    yield tag("line", x1=0.0, x2=scale.width_px, y1=top_px, y2=top_px, cls="hair")
    if lane.assumed:
        yield hatched_box("rising", 0.0, top_px + 3.0, 7.0, _height_px(lane) - 6.0, cls="assumed")
    yield tag("text", lane.label, x=12.0, y=middle_px + 4.0)
    bars = [bar for bar in lane.bars if bar.end_d > 0.0 and bar.start_d < scale.days]
    first_px = top_px + (_LANE_PX - _BAR_PX) / 2
    if not lane.by_day:
        for bar, (left, right) in zip(bars, _extents(bars, scale), strict=True):
            yield _bar(bar, left, right, first_px, _BAR_PX)
        return
    for bar, row in _by_day(bars):
        if bar.look is None:  # a closure keeps its true length, over all rows: it may span days that hold nothing else
            yield _bar(bar, scale.x(bar.start_d), scale.x(bar.end_d), first_px, _height_px(lane) - _LANE_PX + _BAR_PX)
        else:
            left = scale.x(int(bar.start_d)) + 1.0
            yield _bar(bar, left, left + scale.day_px - 1.5, first_px + row * _ROW_PX, _BAR_PX)


def _by_day(bars: Sequence[Bar]) -> list[tuple[Bar, int]]:
    """Return each bar with its row: those of one day stand below each other in their order."""
    seen: Counter[int] = Counter()
    rows = []
    for bar in bars:
        rows.append((bar, 0 if bar.look is None else seen[int(bar.start_d)]))
        seen[int(bar.start_d)] += bar.look is not None
    return rows


def _extents(bars: Sequence[Bar], scale: Scale) -> list[tuple[float, float]]:
    """Where each bar begins and ends, in px; short ones are widened as far as the next one lets them."""
    extents = []
    starts = [scale.x(bar.start_d) for bar in bars]
    for bar, left in zip(bars, starts, strict=True):
        following = min((start for start in starts if start > left), default=scale.width_px)
        right = max(scale.x(bar.end_d), min(left + _LETTER_PX + 1.0, following - 1.0), left + _LEAST_PX)
        extents.append((left, right))
    return extents


def _bar(bar: Bar, left_px: float, right_px: float, top_px: float, height_px: float) -> Markup:
    box = {"x": left_px, "y": top_px, "width": right_px - left_px, "height": height_px}
    if bar.look is None:
        return tag(
            "g",
            tag("title", bar.title),
            tag("rect", fill="#e6e9ec", **box),
            tag("rect", fill="url(#closed)", **box),
            *_words(_fitting(bar.label, right_px - left_px), left_px, right_px, top_px, cls="quiet halo middle"),
        )
    shown = _fitting(bar.label, right_px - left_px) or _fitting(bar.look.letter, right_px - left_px)
    return tag(
        "g",
        tag("title", bar.title),
        tag("rect", fill=bar.look.hue, rx=1.5, **box),
        hatched_box(bar.look.pattern, left_px, top_px, right_px - left_px, height_px),
        *_words(shown, left_px, right_px, top_px, cls="letter", stroke=bar.look.hue),
    )


def _fitting(text: str, width_px: float) -> str:
    """Return the text if the bar has room for it, else nothing."""
    return text if width_px >= (_LETTER_PX - 3.0) * max(1, len(text)) else ""


def _words(
    text: str, left_px: float, right_px: float, top_px: float, *, cls: str, stroke: str | None = None
) -> Iterator[Markup]:
    if text:
        yield tag("text", text, x=(left_px + right_px) / 2, y=top_px + _BAR_PX / 2 + 3.5, cls=cls, stroke=stroke)
