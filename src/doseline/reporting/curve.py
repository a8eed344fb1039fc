"""Activity against time on a logarithmic scale, with numbered events on it."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from markupsafe import Markup

from doseline.reporting.palette import INK
from doseline.reporting.scales import Linear, Logarithmic
from doseline.reporting.svg import drawing, tag

__all__ = ["Curve", "Event", "Phase", "Stretch", "draw_curve"]

WIDTH_PX: Final = 1100.0
HEIGHT_PX: Final = 380.0
_LEFT_PX: Final = 74.0
_RIGHT_PX: Final = 16.0
_TOP_PX: Final = 40.0
_BOTTOM_PX: Final = 32.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """A line through points of (time in d, activity in MBq); broken where it jumps.

    Attributes
    ----------
    points : in the order of time, each activity above zero
    label : what the line is, written above or below it as `label_at` says
    label_at : the time and activity at which the label stands, centred
    colour, kind : of the line; of its label, as the stylesheet knows it
    broken : whether it is dashed, for a jump rather than a decay
    """

    points: Sequence[tuple[float, float]]
    colour: str
    kind: str = ""
    label: str = ""
    label_at: tuple[float, float] | None = None
    broken: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """A numbered point; the table beside the drawing says what happened. An activity of 0 stands on the axis."""

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
    """Lines, events and phases over days; `days` gives the labels of the time axis."""

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
        *_events(curve.events, x, y),
        identifier=curve.identifier,
        width_px=WIDTH_PX,
        height_px=HEIGHT_PX,
        title=curve.title,
        description=curve.description,
        cls="curve",
    )


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
    for decade in y.decades():
        for step in (1, 2, 5):
            level = decade * step
            if not y.first <= level <= y.last:
                continue
            yield tag("line", x1=_LEFT_PX, x2=WIDTH_PX - _RIGHT_PX, y1=y(level), y2=y(level), cls="hair")
            yield tag("text", curve.write_activity(level), x=_LEFT_PX - 8.0, y=y(level) + 4.0, cls="quiet end")
    bottom = HEIGHT_PX - _BOTTOM_PX
    yield tag("line", x1=_LEFT_PX, x2=WIDTH_PX - _RIGHT_PX, y1=bottom, y2=bottom, cls="rule")
    for day, label in curve.days.items():
        yield tag("line", x1=x(day), x2=x(day), y1=bottom, y2=bottom + 5.0, cls="rule")
        yield tag("text", label, x=x(day), y=bottom + 18.0, cls="quiet middle")


def _stretch(stretch: Stretch, x: Linear, y: Logarithmic) -> Iterator[Markup]:
    path = "M" + "L".join(f"{x(time):.1f},{y(activity):.1f}" for time, activity in stretch.points)
    dash = "2 4" if stretch.broken else None
    yield tag("path", d=path, fill="none", stroke=stretch.colour, stroke_width=2.4, stroke_dasharray=dash)
    if stretch.label and stretch.label_at:
        time, activity = stretch.label_at
        yield tag("text", stretch.label, x=x(time), y=y(activity), cls=f"strong halo middle {stretch.kind}".strip())


def _events(events: Sequence[Event], x: Linear, y: Logarithmic) -> Iterator[Markup]:
    last_px = -100.0
    raised = 0
    for event in sorted(events, key=lambda event: event.at_d):
        left = x(event.at_d)
        height = y(event.activity_mbq) if event.activity_mbq > 0.0 else y.start_px
        # Events of one morning would hide each other: their numbers climb.
        raised = raised + 1 if left - last_px < 19.0 else 0
        last_px = left
        above = height - 20.0 - 18.0 * raised
        yield tag(
            "g",
            tag("title", event.title),
            tag("line", x1=left, x2=left, y1=height, y2=above, stroke=INK, stroke_width=0.8),
            tag("circle", cx=left, cy=height, r=3.0, fill=INK),
            tag("circle", cx=left, cy=above, r=8.5, fill="#fff", stroke=INK, stroke_width=1.2),
            tag("text", str(event.number), x=left, y=above + 4.0, cls="strong middle"),
        )
