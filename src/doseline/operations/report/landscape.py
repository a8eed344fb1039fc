"""The map: where the administrations are, how many came in time, and which numbers of rooms are only assumed."""

import math
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Final, Literal

from markupsafe import Markup

from doseline.journey import Site
from doseline.operations.report.reading import Reading, is_place_assumed
from doseline.reporting import Cell, Column, Drawing, Legend, LegendItem, Section, Table, Text
from doseline.reporting.maps import Leg, Map, Point, draw_map
from doseline.reporting.palette import ASSUMED_PATTERN, INK, SHADES, STRANDS, share_colour
from doseline.reporting.svg import tag

__all__ = ["landscape"]

_LARGEST_PX: Final = 26.0
_SMALLEST_PX: Final = 5.0
_EMPTY: Final = "#fff"


def landscape(reading: Reading) -> Section:
    """Return the section with the map and its table."""
    say = reading.say
    return Section(
        anchor="map",
        title=say("report-map"),
        lead=say("report-map-lead"),
        blocks=(
            _legend(reading),
            Drawing(
                picture=draw_map(
                    Map(
                        identifier="belgium",
                        title=say("report-map"),
                        description=say("report-map-description"),
                        points=(*_centres(reading), *_sources(reading)),
                        legs=tuple(_legs(reading)),
                    )
                ),
                label=say("report-map"),
                caption=say("report-map-caption"),
                assumed=reading.is_assumed,
                twin=_table(reading),
                twin_summary=say("report-as-table"),
            ),
            Text(body=say("report-map-no-ranking"), kind="note"),
        ),
    )


def _rooms_assumed(reading: Reading, site_id: str) -> bool:
    """Whether the number of places of a site is assumed: that any of its places is there at all."""
    return any(is_place_assumed(place) for place in reading.network.places if place.site_id == site_id)


def _counts(reading: Reading) -> tuple[Counter[str], Counter[str]]:
    given = Counter(row.site_id for row in reading.plan.administrations)
    in_window = Counter(row.site_id for row in reading.plan.administrations if row.in_window)
    return given, in_window


def _centres(reading: Reading) -> Iterator[Point]:
    given, in_window = _counts(reading)
    most = max(given.values(), default=1)
    for site in reading.centres:
        count = given[site.site_id]
        # The area of the circle, not its width, goes with the count.
        radius_px = max(_SMALLEST_PX, _LARGEST_PX * math.sqrt(count / most))
        yield Point(
            label=site.name.partition(" (")[0],
            longitude_deg=site.longitude_deg,
            latitude_deg=site.latitude_deg,
            kind="centre",
            title=f"{site.name}: {count}",
            radius_px=radius_px,
            colour=share_colour(in_window[site.site_id] / count) if count else _EMPTY,
            assumed=_rooms_assumed(reading, site.site_id),
        )


def _sources(reading: Reading) -> Iterator[Point]:
    """Suppliers that send something in this plan, and reactors that irradiate for a line of the country."""
    lanes = {lane.lane_id: lane for lane in reading.network.lanes}
    senders = {lanes[row.lane_id].origin_site_id for row in reading.plan.shipments if row.lane_id in lanes}
    reactors = {line.reactor_id for line in reading.network.lines}
    irradiating = {reactor.site_id for reactor in reading.network.reactors if reactor.reactor_id in reactors}
    strands = _strands(reading)
    kinds: list[tuple[Literal["supplier", "reactor"], set[str]]] = [("supplier", senders), ("reactor", irradiating)]
    for kind, keys in kinds:
        for site in (reading.sites[key] for key in sorted(keys) if key in reading.sites):
            yield _source(site, kind, strands[site.site_id][0] if kind == "supplier" else None)


def _strands(reading: Reading) -> Mapping[str, tuple[str, str | None]]:
    """Return the colour and the dashes of the lines from each site that sends something, by site."""
    lanes = {lane.lane_id: lane for lane in reading.network.lanes}
    senders = sorted({lanes[row.lane_id].origin_site_id for row in reading.plan.shipments if row.lane_id in lanes})
    return {site_id: STRANDS[number % len(STRANDS)] for number, site_id in enumerate(senders)}


def _source(site: Site, kind: Literal["supplier", "reactor"], colour: str | None) -> Point:
    return Point(
        colour=colour,
        label=site.name.partition(" (")[0],
        longitude_deg=site.longitude_deg,
        latitude_deg=site.latitude_deg,
        kind=kind,
        title=f"{site.name}, {site.city}",
    )


def _legs(reading: Reading) -> Iterator[Leg]:
    lanes = {lane.lane_id: lane for lane in reading.network.lanes}
    sent = Counter(row.lane_id for row in reading.plan.shipments if row.lane_id in lanes)
    most = max(sent.values(), default=1)
    strands = _strands(reading)
    for lane_id, shipments in sorted(sent.items()):
        colour, dash = strands[lanes[lane_id].origin_site_id]
        origin, end = reading.sites[lanes[lane_id].origin_site_id], reading.sites[lanes[lane_id].destination_site_id]
        yield Leg(
            from_longitude_deg=origin.longitude_deg,
            from_latitude_deg=origin.latitude_deg,
            to_longitude_deg=end.longitude_deg,
            to_latitude_deg=end.latitude_deg,
            width_px=0.6 + 1.9 * shipments / most,
            colour=colour,
            dash=dash,
        )


def _disc(fill: str, *, assumed: bool = False) -> Markup:
    ring = {"cx": 8, "cy": 8, "r": 6.5}
    return tag(
        "svg",
        tag("circle", fill=fill, stroke=INK, stroke_dasharray="3 2" if assumed else None, **ring),
        tag("circle", fill=ASSUMED_PATTERN, **ring) if assumed else Markup(),
        viewBox="0 0 16 16",
        width=16,
        height=16,
        cls="swatch",
        aria_hidden="true",
    )


def _strand(colour: str, dash: str | None) -> Markup:
    square = tag("rect", x=1, y=3, width=10, height=10, fill=colour)
    line = tag("path", d="M12,8H44", fill="none", stroke=colour, stroke_width=2, stroke_dasharray=dash)
    return tag("svg", square, line, viewBox="0 0 44 16", width=44, height=16, cls="swatch", aria_hidden="true")


def _diamond() -> Markup:
    mark = tag("path", d="M8,0.5l7.5,7.5l-7.5,7.5l-7.5,-7.5Z", fill="#b3570e")
    return tag("svg", mark, viewBox="0 0 16 16", width=16, height=16, cls="swatch", aria_hidden="true")


def _legend(reading: Reading) -> Legend:
    say, write = reading.say, reading.write
    bounds = [least for _, least in SHADES] + [None]
    shades = []
    for (colour, least), upper in zip(SHADES, bounds[1:], strict=True):
        if upper is None:
            text = say("report-share-all")
        elif least == 0.0:
            text = say("report-share-below", share=write.percent(upper, digits=0))
        else:
            text = say("report-share-from", share=write.percent(least, digits=0))
        shades.append(LegendItem(picture=_disc(colour), text=text))
    return Legend(
        title=say("report-in-window"),
        items=(
            *shades,
            LegendItem(picture=_disc(_EMPTY, assumed=True), text=say("report-rooms-assumed")),
            *(
                LegendItem(picture=_strand(*strand), text=reading.site_name(site_id).partition(" (")[0])
                for site_id, strand in _strands(reading).items()
            ),
            LegendItem(picture=_diamond(), text=say("report-reactor")),
        ),
    )


def _table(reading: Reading) -> Table:
    say, write = reading.say, reading.write
    given, in_window = _counts(reading)
    beds: Counter[str] = Counter()
    chairs: Counter[str] = Counter()
    for place in reading.network.places:
        (beds if place.overnight else chairs)[place.site_id] += 1
    regions = {region.region_id: region.name for region in reading.network.regions}
    rows = []
    for site in reading.centres:
        key, assumed = site.site_id, _rooms_assumed(reading, site.site_id)
        count = given[key]
        rows.append(
            (
                site.name,
                site.city,
                regions.get(site.region_id or "", ""),
                Cell(text=write.integer(beds[key]), assumed=assumed),
                Cell(text=write.integer(chairs[key]), assumed=assumed),
                write.integer(count),
                write.integer(in_window[key]),
                write.percent(in_window[key] / count) if count else "–",
            )
        )
    computed = reading.is_assumed
    return Table(
        caption=say("report-map-table"),
        columns=(
            Column(title=say("report-centre"), header=True),
            Column(title=say("report-city")),
            Column(title=say("report-region")),
            Column(title=say("report-beds"), align="number"),
            Column(title=say("report-chairs"), align="number"),
            Column(title=say("report-administrations"), align="number", assumed=computed),
            Column(title=say("report-in-window"), align="number", assumed=computed),
            Column(title=say("report-share"), align="number", assumed=computed),
        ),
        rows=rows,
    )
