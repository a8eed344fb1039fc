"""A map of a country with marks on it.

The outline ships for Belgium alone, from Natural Earth (``geography/low_countries.source.toml``). The map of another
country is a bare sheet around its centres.
"""

import csv
import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from itertools import combinations
from typing import Final, Literal

from markupsafe import Markup

from doseline.reporting.frames import BELGIUM, HEIGHT_PX, WIDTH_PX, Frame, frame_around
from doseline.reporting.hatching import hatched_disc
from doseline.reporting.palette import INK, is_dark
from doseline.reporting.svg import drawing, tag

__all__ = ["Leg", "Map", "Point", "draw_map", "has_outline", "outlines"]

_OUTLINED: Final = "BE"
"""The country whose outline ships; its neighbours are cut off at the edge of its map."""
_SIDE_PX: Final = 15.0
_LETTER_PX: Final = 5.9
_LINE_PX: Final = 13.0
_STEPS: Final = 200
"""By so many small pushes circles are moved apart."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """One mark on the map.

    Attributes
    ----------
    label : its name, written beside it
    longitude_deg, latitude_deg : where it is; outside the map the mark stands at the edge with an arrow
    kind : ``centre``, a circle; ``supplier``, a square; ``reactor``, a diamond
    radius_px : size of a circle
    colour : fill; None is white for a circle and the colour of ink for a square
    assumed : whether it is hatched and its outline broken
    title : what a pointer shows over it
    """

    label: str
    longitude_deg: float
    latitude_deg: float
    kind: Literal["centre", "supplier", "reactor"]
    title: str
    radius_px: float = 6.0
    colour: str | None = None
    assumed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Leg:
    """A line from one place to another, as wide as what goes along it; dashes say from whom."""

    from_longitude_deg: float
    from_latitude_deg: float
    to_longitude_deg: float
    to_latitude_deg: float
    width_px: float
    colour: str = "#9aa7b1"
    dash: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Map:
    """A map: points and legs, the country that they are of (its ISO code), and words for who does not see it."""

    identifier: str
    title: str
    description: str
    points: Sequence[Point]
    country: str
    legs: Sequence[Leg] = ()


def has_outline(country: str) -> bool:
    """Whether the outline of a country ships, and is drawn on its map."""
    return country == _OUTLINED


@lru_cache
def outlines() -> dict[str, tuple[tuple[tuple[float, float], ...], ...]]:
    """Return for each country its closed rings of (longitude, latitude), in degrees."""
    text = (files("doseline.reporting") / "geography" / "low_countries.csv").read_text(encoding="utf-8")
    rings: dict[tuple[str, str], list[tuple[float, float]]] = {}
    for row in csv.DictReader(text.splitlines()):
        point = float(row["longitude_deg"]), float(row["latitude_deg"])
        rings.setdefault((row["country"], row["ring"]), []).append(point)
    countries: dict[str, tuple[tuple[tuple[float, float], ...], ...]] = {}
    for (country, _), points in rings.items():
        countries[country] = (*countries.get(country, ()), tuple(points))
    return countries


def draw_map(chart: Map) -> Markup:
    """Return the map as a drawing; large marks lie below small ones, names above all."""
    ordered = sorted(chart.points, key=lambda point: (point.kind != "centre", -point.radius_px, point.label))
    frame = _frame(chart)
    places = _apart(frame, ordered)
    stands = {
        (point.longitude_deg, point.latitude_deg): place
        for point, place in zip(ordered, places, strict=True)
        if point.kind != "reactor"
    }
    return drawing(
        tag("rect", width=WIDTH_PX, height=HEIGHT_PX, fill="#e9eff3"),
        *_land(frame, chart.country),
        *(_leg(frame, leg, stands) for leg in chart.legs),
        *(part for point, place in zip(ordered, places, strict=True) for part in _leader(frame, point, place)),
        *(_mark(frame, point, x, y) for point, (x, y) in zip(ordered, places, strict=True)),
        *_names(ordered, places),
        identifier=chart.identifier,
        width_px=WIDTH_PX,
        height_px=HEIGHT_PX,
        title=chart.title,
        description=chart.description,
        cls="map",
    )


def _frame(chart: Map) -> Frame:
    """Return what the map shows: the outline that ships, else what holds the centres; all marks where it has none.

    Suppliers and reactors may lie a continent away: they stand at the edge rather than squeeze the centres together.
    """
    if has_outline(chart.country) or not chart.points:
        return BELGIUM
    centres = [point for point in chart.points if point.kind == "centre"]
    return frame_around([(point.longitude_deg, point.latitude_deg) for point in centres or chart.points])


def _land(frame: Frame, lit: str) -> Iterator[Markup]:
    if not has_outline(lit):
        return
    for country in sorted(outlines(), key=lambda name: name == lit):
        steps = []
        for ring in outlines()[country]:
            points = " ".join(f"{x:.1f},{y:.1f}" for x, y in (frame.project(*point) for point in ring))
            steps.append(f"M{points}Z")
        colours = {"fill": "#fff", "stroke": "#7f8c96"} if country == lit else {"fill": "#f3f4f4", "stroke": "#c9d0d5"}
        yield tag("path", d="".join(steps), stroke_width=1.2, stroke_linejoin="round", **colours)


def _leg(frame: Frame, leg: Leg, stands: Mapping[tuple[float, float], tuple[float, float]]) -> Markup:
    """Return a leg between the marks of its ends, which need not stand where the places lie."""
    (x1, y1), (x2, y2) = (
        stands.get(end) or frame.stand(*end)
        for end in ((leg.from_longitude_deg, leg.from_latitude_deg), (leg.to_longitude_deg, leg.to_latitude_deg))
    )
    # A slight bend keeps the legs of neighbouring centres apart.
    bend_x, bend_y = (x1 + x2) / 2 + (y2 - y1) * 0.08, (y1 + y2) / 2 - (x2 - x1) * 0.08
    path = f"M{x1:.1f},{y1:.1f}Q{bend_x:.1f},{bend_y:.1f} {x2:.1f},{y2:.1f}"
    line: dict[str, str | float | None] = {
        "stroke": leg.colour,
        "stroke_opacity": 0.6,
        "stroke_width": leg.width_px,
        "stroke_dasharray": leg.dash,
    }
    return tag("path", d=path, fill="none", **line)


def _leader(frame: Frame, point: Point, place: tuple[float, float]) -> Iterator[Markup]:
    """Yield a thin line to where a centre lies if its circle had to leave that place."""
    lies = _place(frame, point)
    if point.kind == "centre" and math.dist(lies, place) > point.radius_px:
        yield tag("line", x1=lies[0], y1=lies[1], x2=place[0], y2=place[1], stroke=INK, stroke_width=0.8)
        yield tag("circle", cx=lies[0], cy=lies[1], r=1.8, fill=INK)


def _place(frame: Frame, point: Point) -> tuple[float, float]:
    return frame.stand(point.longitude_deg, point.latitude_deg)


def _apart(frame: Frame, points: Sequence[Point]) -> list[tuple[float, float]]:
    """Where the marks stand: circles beside each other, a supplier and a reactor on one spot side by side."""
    circles = iter(_circles(frame, [point for point in points if point.kind == "centre"]))
    places: list[tuple[float, float]] = []
    sources: list[tuple[float, float]] = []
    for point in points:
        x, y = next(circles) if point.kind == "centre" else _place(frame, point)
        while point.kind != "centre" and any(math.dist((x, y), other) < _SIDE_PX for other in sources):
            x += _SIDE_PX
        if point.kind != "centre":
            sources.append((x, y))
        places.append((x, y))
    return places


def _circles(frame: Frame, points: Sequence[Point]) -> list[tuple[float, float]]:
    """Where circles stand: each where its place lies, or as little beside it as keeps it clear of the others."""
    places = [_place(frame, point) for point in points]
    for _ in range(_STEPS):
        clear = True
        for (i, one), (j, other) in combinations(enumerate(points), 2):
            (x1, y1), (x2, y2) = places[i], places[j]
            apart_px = math.hypot(x2 - x1, y2 - y1)
            lacking_px = one.radius_px + other.radius_px + 1.5 - apart_px
            if lacking_px <= 0.0:
                continue
            clear = False
            along = ((x2 - x1) / apart_px, (y2 - y1) / apart_px) if apart_px else (1.0, 0.0)
            # The smaller circle gives way more.
            share = other.radius_px / (one.radius_px + other.radius_px)
            places[i] = x1 - along[0] * lacking_px * share, y1 - along[1] * lacking_px * share
            places[j] = x2 + along[0] * lacking_px * (1.0 - share), y2 + along[1] * lacking_px * (1.0 - share)
        if clear:
            break
    return places


def _is_outside(frame: Frame, point: Point) -> bool:
    return _place(frame, point) != frame.project(point.longitude_deg, point.latitude_deg)


def _mark(frame: Frame, point: Point, x: float, y: float) -> Markup:
    shape: list[Markup] = []
    if point.kind == "centre":
        round_ = {"cx": x, "cy": y, "r": point.radius_px}
        line: dict[str, str | float | None] = {
            "stroke": INK,
            "stroke_width": 1.3,
            "stroke_dasharray": "3 2" if point.assumed else None,
        }
        fill = point.colour or "#fff"
        shape.append(tag("circle", fill=fill, fill_opacity=0.92, **round_, **line))
        if point.assumed:
            cls = "assumed-light" if is_dark(fill) else "assumed"
            shape.append(hatched_disc(x, y, point.radius_px, cls=cls))
    elif point.kind == "supplier":
        shape.append(tag("rect", x=x - 5.0, y=y - 5.0, width=10, height=10, fill=point.colour or INK, stroke="#fff"))
    else:
        shape.append(
            tag(
                "path",
                d=f"M{x:.1f},{y - 7.5:.1f}l7.5,7.5l-7.5,7.5l-7.5,-7.5Z",
                fill="#fff",
                stroke=INK,
                stroke_width=1.6,
            )
        )
    if _is_outside(frame, point):
        true_x, true_y = frame.project(point.longitude_deg, point.latitude_deg)
        angle_deg = math.degrees(math.atan2(true_y - y, true_x - x))
        arrow = tag("path", d="M7,0h5m-3,-3l3,3l-3,3", fill="none", stroke=INK, stroke_width=1.4)
        shape.append(tag("g", arrow, transform=f"translate({x:.1f},{y:.1f}) rotate({angle_deg:.0f})"))
    return tag("g", tag("title", point.title), *shape)


Box = tuple[float, float, float, float]


def _names(points: Sequence[Point], places: Sequence[tuple[float, float]]) -> Iterator[Markup]:
    """Write each name on the first free side of its mark, the most crowded marks last."""
    taken: list[Box] = [
        (x - point.radius_px, y - point.radius_px, x + point.radius_px, y + point.radius_px)
        for point, (x, y) in zip(points, places, strict=True)
    ]
    for point, (x, y) in zip(points, places, strict=True):
        reach = point.radius_px + 3.0 if point.kind == "centre" else 10.0
        width_px = _LETTER_PX * len(point.label)
        sides = _sides(x, y, reach, width_px)
        box, anchor = min(sides, key=lambda side: _clash(side[0], taken))
        taken.append(box)
        text_x = {"start": box[0], "middle": (box[0] + box[2]) / 2, "end": box[2]}[anchor]
        yield tag("text", point.label, x=text_x, y=box[3] - 3.0, text_anchor=anchor, cls="halo")


def _sides(x: float, y: float, reach: float, width_px: float) -> list[tuple[Box, str]]:
    half = _LINE_PX / 2
    right, left = x + reach, x - reach
    slant = reach * 0.7
    return [
        ((right, y - half, right + width_px, y + half), "start"),
        ((left - width_px, y - half, left, y + half), "end"),
        ((x - width_px / 2, y - reach - _LINE_PX, x + width_px / 2, y - reach), "middle"),
        ((x - width_px / 2, y + reach, x + width_px / 2, y + reach + _LINE_PX), "middle"),
        ((x + slant, y - slant - _LINE_PX, x + slant + width_px, y - slant), "start"),
        ((x + slant, y + slant, x + slant + width_px, y + slant + _LINE_PX), "start"),
        ((x - slant - width_px, y - slant - _LINE_PX, x - slant, y - slant), "end"),
        ((x - slant - width_px, y + slant, x - slant, y + slant + _LINE_PX), "end"),
    ]


def _clash(box: Box, taken: Sequence[Box]) -> float:
    """Area of the box that others hold already or that lies outside the map, in square px."""
    left, top, right, bottom = box
    inside = max(0.0, min(right, WIDTH_PX) - max(left, 0.0)) * max(0.0, min(bottom, HEIGHT_PX) - max(top, 0.0))
    clash = 4.0 * ((right - left) * (bottom - top) - inside)
    for other in taken:
        width = min(right, other[2]) - max(left, other[0])
        height = min(bottom, other[3]) - max(top, other[1])
        if width > 0 and height > 0:
            clash += width * height
    return clash
