"""The map: where the administrations are, how many came in time, and which numbers of rooms are only assumed."""

import math
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Final, Literal

from markupsafe import Markup

from doseline.journey import Lane, Site
from doseline.operations.report.reading import Reading, is_place_assumed
from doseline.reporting import Cell, Column, Drawing, Legend, LegendItem, Section, Table, Text
from doseline.reporting.maps import Leg, Map, Point, draw_map, has_outline
from doseline.reporting.palette import ASSUMED_PATTERN, DASHES, INK, SHADES, STRAND, share_colour
from doseline.reporting.svg import tag

__all__ = ["landscape"]

_LARGEST_PX: Final = 26.0
_SMALLEST_PX: Final = 5.0
_EMPTY: Final = "#fff"

Kind = Literal["supplier", "reactor"]


def landscape(reading: Reading) -> Section:
    """Return the section with the map and its tables."""
    say, country = reading.say, reading.network.properties.country
    caption = [say("report-map-caption"), *([say("report-map-outline")] if has_outline(country) else [])]
    twins = (_table(reading), *_sources_table(reading), *_lanes_table(reading))
    return Section(
        anchor="map",
        title=say("report-map"),
        lead=say("report-map-lead"),
        blocks=(
            _legend(reading),
            Drawing(
                picture=draw_map(
                    Map(
                        identifier="country-map",
                        title=say("report-map"),
                        description=say("report-map-description", country=reading.country_name),
                        country=country,
                        points=(*_centres(reading), *(_source(*source) for source in _sources(reading))),
                        legs=tuple(_legs(reading)),
                    )
                ),
                label=say("report-map"),
                caption=" ".join(caption),
                assumed=reading.is_assumed,
                twins=twins,
                twins_summary=say("report-as-table"),
                twins_on_paper=say("report-folded", rows=sum(len(twin.rows) for twin in twins)),
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
            title=reading.say("report-labelled", label=site.name, text=reading.write.integer(count)),
            radius_px=radius_px,
            colour=share_colour(in_window[site.site_id] / count) if count else _EMPTY,
            assumed=_rooms_assumed(reading, site.site_id),
        )


def _sent(reading: Reading) -> list[tuple[Lane, int]]:
    """Return the lanes that something is sent along in this plan, each with its number of shipments."""
    sent = Counter(row.lane_id for row in reading.plan.shipments)
    return [(lane, sent[lane.lane_id]) for lane in sorted(reading.network.lanes, key=_lane_id) if sent[lane.lane_id]]


def _lane_id(lane: Lane) -> str:
    return lane.lane_id


def _sources(reading: Reading) -> list[tuple[Site, Kind]]:
    """Return suppliers that send something in this plan, and reactors that irradiate for a line of the country."""
    senders = {lane.origin_site_id for lane, _ in _sent(reading)}
    reactors = {line.reactor_id for line in reading.network.lines}
    irradiating = {reactor.site_id for reactor in reading.network.reactors if reactor.reactor_id in reactors}
    kinds: list[tuple[Kind, set[str]]] = [("supplier", senders), ("reactor", irradiating)]
    return [(reading.sites[key], kind) for kind, keys in kinds for key in sorted(keys) if key in reading.sites]


def _dashes(reading: Reading) -> Mapping[str, str | None]:
    """Return the dashes of the lines from each site that sends something, by site."""
    senders = sorted({lane.origin_site_id for lane, _ in _sent(reading)})
    return {site_id: DASHES[number % len(DASHES)] for number, site_id in enumerate(senders)}


def _with_city(site: Site) -> str:
    """Return the name of a site with its city, once: many a name ends in it."""
    return site.name if site.city in site.name else f"{site.name}, {site.city}"


def _source(site: Site, kind: Kind) -> Point:
    return Point(
        label=site.name.partition(" (")[0],
        longitude_deg=site.longitude_deg,
        latitude_deg=site.latitude_deg,
        kind=kind,
        title=_with_city(site),
    )


def _legs(reading: Reading) -> Iterator[Leg]:
    sent, dashes = _sent(reading), _dashes(reading)
    most = max((shipments for _, shipments in sent), default=1)
    for lane, shipments in sent:
        origin, end = reading.sites[lane.origin_site_id], reading.sites[lane.destination_site_id]
        yield Leg(
            from_longitude_deg=origin.longitude_deg,
            from_latitude_deg=origin.latitude_deg,
            to_longitude_deg=end.longitude_deg,
            to_latitude_deg=end.latitude_deg,
            width_px=0.6 + 1.9 * shipments / most,
            colour=STRAND,
            dash=dashes[lane.origin_site_id],
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


def _strand(dash: str | None) -> Markup:
    square = tag("rect", x=1, y=3, width=10, height=10, fill=INK)
    line = tag("path", d="M12,8H44", fill="none", stroke=STRAND, stroke_width=2, stroke_dasharray=dash)
    return tag("svg", square, line, viewBox="0 0 44 16", width=44, height=16, cls="swatch", aria_hidden="true")


def _diamond() -> Markup:
    mark = tag("path", d="M8,1l7,7l-7,7l-7,-7Z", fill="#fff", stroke=INK, stroke_width=1.6)
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
                LegendItem(picture=_strand(dash), text=reading.site_name(site_id).partition(" (")[0])
                for site_id, dash in _dashes(reading).items()
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


def _sources_table(reading: Reading) -> Iterator[Table]:
    """Yield the table of the squares and diamonds, with what each sends."""
    say, write = reading.say, reading.write
    sent: Counter[str] = Counter()
    for lane, shipments in _sent(reading):
        sent[lane.origin_site_id] += shipments
    rows = [
        (
            Cell(text=site.name, assumed=reading.ledger.holds("sites", site.site_id)),
            say("report-supplier" if kind == "supplier" else "report-reactor"),
            site.city,
            write.integer(sent[site.site_id]) if kind == "supplier" else "–",
        )
        for site, kind in _sources(reading)
    ]
    if rows:
        yield Table(
            caption=say("report-sources-table"),
            columns=(
                Column(title=say("report-supplier-name"), header=True),
                Column(title=say("report-what")),
                Column(title=say("report-city")),
                Column(title=say("report-shipments"), align="number", assumed=reading.is_assumed),
            ),
            rows=rows,
        )


def _lanes_table(reading: Reading) -> Iterator[Table]:
    """Yield the table of the lines, with the shipments that make each as wide as it is."""
    say, write = reading.say, reading.write
    rows = [
        (
            reading.site_name(lane.origin_site_id),
            reading.site_name(lane.destination_site_id),
            write.integer(shipments),
        )
        for lane, shipments in _sent(reading)
    ]
    if rows:
        yield Table(
            caption=say("report-lanes-table"),
            columns=(
                Column(title=say("report-lane-from"), header=True),
                Column(title=say("report-lane-to")),
                Column(title=say("report-shipments"), align="number", assumed=reading.is_assumed),
            ),
            rows=rows,
        )
