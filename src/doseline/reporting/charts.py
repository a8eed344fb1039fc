"""Statistical charts as SVG, drawn on this machine by Vega-Lite: several in one go, for the engine starts slowly."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from markupsafe import Markup, escape

from doseline.reporting.palette import INK

__all__ = ["Chart", "draw_charts"]

_FONT: Final = "system-ui, sans-serif"
_OPENING: Final = re.compile(r"<svg [^>]*>")
_SIZE: Final = re.compile(r'width="([0-9.]+)" height="([0-9.]+)"')
# What only a tool that reads the marks one by one would use: the drawing is read as one picture.
_READ_ALOUD: Final = re.compile(r' (?:aria-[a-z]+|role)="[^"]*"')

_CONFIG: Final[Mapping[str, Any]] = {
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
        "domainColor": "#aab4bc",
        "tickColor": "#aab4bc",
    },
    "axisX": {"grid": False},
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart:
    """An Altair chart with the words for who does not see it.

    Attributes
    ----------
    identifier : unique in the page
    title, description : what the chart is, and what it shows
    chart : an ``altair`` chart
    """

    identifier: str
    title: str
    description: str
    chart: Any


def draw_charts(charts: Sequence[Chart]) -> dict[str, Markup]:
    """Draw all the charts and return each by its identifier."""
    if not charts:
        return {}
    import vl_convert

    drawn = {}
    for chart in charts:
        # Validation takes longer than the drawing; what could be wrong in a specification is a matter for the tests.
        specification = chart.chart.configure(**_CONFIG).to_dict(validate=False)
        drawn[chart.identifier] = _named(vl_convert.vegalite_to_svg(specification), chart)
    return drawn


def _named(svg: str, chart: Chart) -> Markup:
    """Give the drawing its title and description, and take away what would be read mark by mark."""
    svg = _READ_ALOUD.sub("", svg)
    size = _SIZE.search(svg)
    if size is None:
        raise ValueError(f"The drawing of {chart.identifier} states no size: {svg[:120]!r}")
    width, height = size.groups()
    name = chart.identifier
    opening = (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="drawing" viewBox="0 0 {width} {height}" width="{width}"'
        f' height="{height}" role="img" aria-labelledby="{name}-title {name}-desc">'
        f'<title id="{name}-title">{escape(chart.title)}</title><desc id="{name}-desc">{escape(chart.description)}</desc>'
    )
    return Markup(_OPENING.sub(lambda _: opening, svg, count=1))  # noqa: S704 - made by our own engine from escaped words
