"""Activity against time on a logarithmic scale, with numbered events on it."""

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from markupsafe import Markup

from doseline.reporting.palette import INK
from doseline.reporting.scales import Linear, Logarithmic
from doseline.reporting.svg import drawing, tag

__all__ = ["Curve", "Event", "Phase", "Stretch", "draw_curve", "line_swatch"]

WIDTH_PX: Final = 1100.0
HEIGHT_PX: Final = 380.0
_LEFT_PX: Final = 74.0
_RIGHT_PX: Final = 16.0
_TOP_PX: Final = 40.0
_BOTTOM_PX: Final = 32.0
_LETTER_PX: Final = 6.2
_GAP_PX: Final = 10.0
_NUMBER_PX: Final = 8.5
"""Radius of the circle of a number."""
_TOP_ROW_PX: Final = 50.0
_AROUND: Final = tuple(
    (reach_px * across, reach_px * down)
    for reach_px in (20.0, 38.0, 56.0, 74.0)
    for across, down in ((0.0, -1.0), (0.0, 1.0), (0.7, -0.7), (-0.7, -0.7), (0.7, 0.7), (-0.7, 0.7), (1.0, 0.0))
)
"""Where the number of an event may stand, seen from its point; the first ones are the nearest and best."""
_ON_TOP: Final = tuple((0.0, 19.0 * down) for down in range(12))
"""Where the number of an event without activity may stand on its line, seen from the top of it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """A line through points of (time in d, activity in MBq); broken where it jumps.

    Attributes
    ----------
    points : in the order of time, each activity above zero
    label : what the line is, written above or below it as `label_at` says
    label_at : the time and activity at which the label stands, centred
    colour, kind : of the line; of its label, as the stylesheet knows it
    broken : whether it is dotted, for a jump rather than a decay
    dashed : whether it is drawn in dashes, to tell it from another line without its colour
    """

    points: Sequence[tuple[float, float]]
    colour: str
    kind: str = ""
    label: str = ""
    label_at: tuple[float, float] | None = None
    broken: bool = False
    dashed: bool = False

    @property
    def dash(self) -> str | None:
        """Dots and dashes of the line; None where it is drawn through."""
        return "2 4" if self.broken else "9 3" if self.dashed else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """A numbered point; the table beside the drawing says what happened.

    A logarithmic scale has no place for an activity of 0: such an event is a line through its instant, numbered on top.
    """

    number: int
    at_d: float
    activity_mbq: float
    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Phase:
    """A span of time with its name above the lines."""

    start_d: float
    end_d: float
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Curve:
    """Lines, events and phases over days; `days` names the days of the axis, and as many are written as have room."""

    identifier: str
    title: str
    description: str
    stretches: Sequence[Stretch]
    events: Sequence[Event]
    phases: Sequence[Phase]
    days: Mapping[float, str]
    write_activity: Callable[[float], str]
    axis_title: str


def draw_curve(curve: Curve) -> Markup:
    """Return the curve as a drawing."""
    times = [time for stretch in curve.stretches for time, _ in stretch.points] + [event.at_d for event in curve.events]
    activities = [activity for stretch in curve.stretches for _, activity in stretch.points]
    margin_d = (max(times) - min(times)) * 0.015
    x = Linear(first=min(times) - margin_d, last=max(times) + margin_d, start_px=_LEFT_PX, end_px=WIDTH_PX - _RIGHT_PX)
    y = Logarithmic(
        first=min(activities) * 0.6, last=max(activities) * 1.7, start_px=HEIGHT_PX - _BOTTOM_PX, end_px=_TOP_PX
    )
    return drawing(
        *_phases(curve, x),
        *_axes(curve, x, y),
        *(part for stretch in curve.stretches for part in _stretch(stretch, x, y)),
        *_events(curve, x, y),
        identifier=curve.identifier,
        width_px=WIDTH_PX,
        height_px=HEIGHT_PX,
        title=curve.title,
        description=curve.description,
        cls="curve",
    )


def line_swatch(stretch: Stretch) -> Markup:
    """Return a small drawing of a line for a legend."""
    line = tag("path", d="M0,8H34", stroke=stretch.colour, stroke_width=2.4, stroke_dasharray=stretch.dash)
    return tag("svg", line, viewBox="0 0 34 16", width=34, height=16, cls="swatch", aria_hidden="true")


def _phases(curve: Curve, x: Linear) -> Iterator[Markup]:
    for number, phase in enumerate(curve.phases):
        left, right = x(phase.start_d), x(phase.end_d)
        height = HEIGHT_PX - _BOTTOM_PX - 20.0
        fill = "#f0f4f6" if number % 2 == 0 else "#fff"
        yield tag("rect", x=left, y=20.0, width=right - left, height=height, fill=fill)
        if right - left > 6.0 * len(phase.label):
            yield tag("text", phase.label, x=(left + right) / 2, y=33.0, cls="quiet middle")


def _axes(curve: Curve, x: Linear, y: Logarithmic) -> Iterator[Markup]:
    yield tag("text", curve.axis_title, x=0.0, y=12.0, cls="quiet")
    lowest, *others = y.decades() or (10.0 ** math.ceil(math.log10(y.first)),)
    for decade in (lowest / 10.0, lowest, *others):
        for step in (1, 2, 5):
            level = decade * step
            if not y.first <= level <= y.last:
                continue
            yield tag("line", x1=_LEFT_PX, x2=WIDTH_PX - _RIGHT_PX, y1=y(level), y2=y(level), cls="hair")
            yield tag("text", curve.write_activity(level), x=_LEFT_PX - 8.0, y=y(level) + 4.0, cls="quiet end")
    bottom = HEIGHT_PX - _BOTTOM_PX
    yield tag("line", x1=_LEFT_PX, x2=WIDTH_PX - _RIGHT_PX, y1=bottom, y2=bottom, cls="rule")
    written = _written(curve.days, x)
    for day in curve.days:
        length_px = 5.0 if day in written else 3.0
        yield tag("line", x1=x(day), x2=x(day), y1=bottom, y2=bottom + length_px, cls="rule")
    for day, label in written.items():
        yield tag("text", label, x=x(day), y=bottom + 18.0, cls="quiet middle")


def _written(days: Mapping[float, str], x: Linear) -> dict[float, str]:
    """Return the days whose names are written: every one, or every second, third .. so that none runs into the next."""
    named = sorted(days.items())
    room_px = [_LETTER_PX * len(label) + _GAP_PX for _, label in named]
    for every in range(1, len(named)):
        chosen = range(0, len(named), every)
        if all(
            x(named[right][0]) - x(named[left][0]) >= (room_px[left] + room_px[right]) / 2
            for left, right in pairwise(chosen)
        ):
            return dict(named[::every])
    return dict(named[:1])


def _stretch(stretch: Stretch, x: Linear, y: Logarithmic) -> Iterator[Markup]:
    path = "M" + "L".join(f"{x(time):.1f},{y(activity):.1f}" for time, activity in stretch.points)
    yield tag("path", d=path, fill="none", stroke=stretch.colour, stroke_width=2.4, stroke_dasharray=stretch.dash)
    if stretch.label and stretch.label_at:
        time, activity = stretch.label_at
        yield tag("text", stretch.label, x=x(time), y=y(activity), cls=f"strong halo middle {stretch.kind}".strip())


def _events(curve: Curve, x: Linear, y: Logarithmic) -> Iterator[Markup]:
    events = sorted(curve.events, key=lambda event: (event.at_d, event.number))
    dots = [(x(event.at_d), y(event.activity_mbq)) for event in events if event.activity_mbq > 0.0]
    taken = [*dots, *(point for stretch in curve.stretches for point in _along(stretch, x, y))]
    for event in events:
        left_px = x(event.at_d)
        has_activity = event.activity_mbq > 0.0
        foot_px = y(event.activity_mbq) if has_activity else HEIGHT_PX - _BOTTOM_PX
        steps = _AROUND if has_activity else _ON_TOP
        origin = (left_px, foot_px if has_activity else _TOP_ROW_PX)
        at = _free(origin, steps, taken)
        taken.extend([at, (at[0] - _NUMBER_PX, at[1]), (at[0] + _NUMBER_PX, at[1])])
        dash = None if has_activity else "1 3"
        yield tag(
            "g",
            tag("title", event.title),
            tag(
                "line", x1=left_px, x2=at[0], y1=foot_px, y2=at[1], stroke=INK, stroke_width=0.8, stroke_dasharray=dash
            ),
            tag("circle", cx=left_px, cy=foot_px, r=3.0, fill=INK) if has_activity else Markup(),
            tag("circle", cx=at[0], cy=at[1], r=_NUMBER_PX, fill="#fff", stroke=INK, stroke_width=1.2),
            tag("text", str(event.number), x=at[0], y=at[1] + 4.0, cls="strong middle"),
        )


Spot = tuple[float, float]


def _along(stretch: Stretch, x: Linear, y: Logarithmic) -> Iterator[Spot]:
    """Yield spots along a line, near enough to each other that no number can slip through between them."""
    for (time, activity), (next_time, next_activity) in pairwise(stretch.points):
        here, there = (x(time), y(activity)), (x(next_time), y(next_activity))
        steps = max(1, round(math.dist(here, there) / 4.0))
        for step in range(steps + 1):
            part = step / steps
            yield here[0] + part * (there[0] - here[0]), here[1] + part * (there[1] - here[1])


def _free(origin: Spot, steps: Sequence[Spot], taken: Sequence[Spot]) -> Spot:
    """Return the first spot around an event where its number hides nothing; without one, where it hides least."""
    spots = [(origin[0] + across_px, origin[1] + down_px) for across_px, down_px in steps]
    inside = [
        spot
        for spot in spots
        if _LEFT_PX - 2.0 <= spot[0] <= WIDTH_PX - _NUMBER_PX and 46.0 <= spot[1] <= HEIGHT_PX - _BOTTOM_PX - 10.0
    ]

    def hidden(spot: Spot) -> int:
        return sum(math.dist(spot, other) < _NUMBER_PX + 3.0 for other in taken)

    return min(inside or spots, key=hidden)
