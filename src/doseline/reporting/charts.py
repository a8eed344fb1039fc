"""Charts of columns over weeks or days, drawn on this machine by Vega-Lite through Altair.

The engine starts slowly, so the charts of a report are drawn in one go.
"""

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from markupsafe import Markup, escape

from doseline.reporting.palette import INK

__all__ = ["Columns", "draw_charts"]

_FONT: Final = "system-ui, sans-serif"
_OPENING: Final = re.compile(r"<svg [^>]*>")
_SIZE: Final = re.compile(r'width="([0-9.]+)" height="([0-9.]+)"')
_CLIP: Final = re.compile(r'id="(clip[0-9]+)"')
# What only a tool that reads the marks one by one would use: the drawing is read as one picture.
_READ_ALOUD: Final = re.compile(r' (?:aria-[a-z]+|role)="[^"]*"')
_GREY: Final = "#aab4bc"
_LINE_PX: Final = 16.0
"""Room that a name on an axis needs."""

_CONFIG: Final[dict[str, Any]] = {
    "aria": False,
    "background": "transparent",
    "font": _FONT,
    "view": {"stroke": None},
    "axis": {
        "labelColor": INK,
        "titleColor": "#51606c",
        "titleFontWeight": "normal",
        "labelFontSize": 11,
        "titleFontSize": 11,
        "gridColor": "#e3e8ec",
        "domainColor": _GREY,
        "tickColor": _GREY,
    },
    "axisX": {"grid": False},
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Columns:
    """A chart of columns, with ticks and rings over them where it compares.

    Attributes
    ----------
    identifier : unique in the page
    title, description : what the chart is, and what it shows, for who does not see it
    labels : one for each column
    bars : height of each column, a count
    ticks, rings : a short line and a ring above each column, or nothing
    colour : of the columns
    x_title, y_title : names of the axes; the first may be empty
    by_root : whether heights go with the square root, so that a few are seen beside many; `y_title` must say so
    width_px, height_px : size of the plot without its axes
    """

    identifier: str
    title: str
    description: str
    labels: Sequence[str]
    bars: Sequence[int]
    colour: str
    y_title: str
    x_title: str = ""
    ticks: Sequence[int] = ()
    rings: Sequence[int] = ()
    by_root: bool = False
    width_px: int = 300
    height_px: int = 120

    @property
    def limit(self) -> int:
        """Top of the scale: ticks far above everything else must not press the rest flat, so they may fall outside."""
        top = max([1, *self.bars, *self.rings])
        return min(max([top, *self.ticks]), 2 * top) + 1

    @property
    def root_levels(self) -> list[int]:
        """Levels named on a square-root scale: 1, 2, 5, 10, .. from the top down, where there is room for them."""
        levels, free_px = [0], float(self.height_px)
        for level in sorted((step * 10**power for power in range(7) for step in (1, 2, 5)), reverse=True):
            at_px = self.height_px * math.sqrt(level / self.limit)
            if level <= self.limit and _LINE_PX <= at_px <= free_px:
                levels.append(level)
                free_px = at_px - _LINE_PX
        return sorted(levels)


def draw_charts(charts: Sequence[Columns]) -> dict[str, Markup]:
    """Draw all the charts and return each by its identifier."""
    if not charts:
        return {}
    import vl_convert

    # Validation takes longer than the drawing; that the specification is valid is a matter for the tests.
    return {
        chart.identifier: _named(vl_convert.vegalite_to_svg(_layers(chart).to_dict(validate=False)), chart)
        for chart in charts
    }


def _layers(columns: Columns) -> Any:
    """Return the Altair chart."""
    import altair as alt

    series = {"bar": columns.bars, "tick": columns.ticks, "ring": columns.rings}
    values = [
        {"label": label, **{name: numbers[place] for name, numbers in series.items() if numbers}}
        for place, label in enumerate(columns.labels)
    ]
    x = alt.X("label:N", sort=list(columns.labels), title=columns.x_title or None)
    y = alt.Y("bar:Q", title=columns.y_title)
    base = alt.Chart(alt.InlineData(values=values)).encode(
        x=x.axis(labelAngle=0, labelOverlap="greedy", labelSeparation=8, ticks=False).scale(
            paddingInner=0.25, paddingOuter=0.1
        )
    )
    domain = [0, columns.limit]
    y = (
        y.axis(values=columns.root_levels, format="d").scale(type="sqrt", domain=domain)
        if columns.by_root
        else y.axis(tickMinStep=1, format="d", tickCount=4).scale(domain=domain)
    )
    layers = [base.mark_bar(color=columns.colour).encode(y=y)]
    if columns.ticks:
        layers.append(
            base.mark_tick(color=INK, thickness=2, bandSize=22, opacity=1, clip=True).encode(y="tick:Q"),
        )
    if columns.rings:
        ring = base.mark_point(color=INK, fill="#fff", size=38, opacity=1, strokeWidth=1.4)
        layers.append(ring.encode(y="ring:Q"))
    size = {"width": columns.width_px, "height": columns.height_px}
    return alt.layer(*layers).properties(**size).configure(**_CONFIG)


def _named(svg: str, chart: Columns) -> Markup:
    """Give the drawing its title and description, and take away what would be read mark by mark."""
    svg = _READ_ALOUD.sub("", svg)
    # The engine numbers its clipping paths through its whole life: the numbers of two reports would differ, and those
    # of two engines could meet on one page.
    for number, clip in enumerate(dict.fromkeys(_CLIP.findall(svg))):
        svg = re.sub(rf"\b{clip}\b", f"{chart.identifier}-clip-{number}", svg)
    size = _SIZE.search(svg)
    if size is None:
        raise ValueError(f"The drawing of {chart.identifier} states no size: {svg[:120]!r}")
    width, height = size.groups()
    name, title, description = chart.identifier, escape(chart.title), escape(chart.description)
    opening = (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="drawing" viewBox="0 0 {width} {height}" width="{width}"'
        f' height="{height}" role="img" aria-labelledby="{name}-title {name}-desc">'
        f'<title id="{name}-title">{title}</title><desc id="{name}-desc">{description}</desc>'
    )
    return Markup(_OPENING.sub(lambda _: opening, svg, count=1))  # noqa: S704 - made by our own engine from escaped words
