"""The boards: for each centre its places over the weeks of the plan, who holds them and when they are closed."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import timedelta

from markupsafe import Markup

from doseline.journey import Place, Site, Stay
from doseline.operations.report.reading import Reading, is_place_assumed
from doseline.reporting import Block, Column, Drawing, Group, Legend, LegendItem, Section, Table
from doseline.reporting.board import Bar, Board, Lane, Scale, draw_board
from doseline.reporting.palette import ASSUMED_PATTERN, INK
from doseline.reporting.svg import tag

__all__ = ["boards", "days_of"]


def boards(reading: Reading) -> Section:
    """Return the section with one board for each centre."""
    say = reading.say
    scale = days_of(reading)
    stays: dict[str, list[Stay]] = defaultdict(list)
    for stay in reading.plan.stays:
        stays[stay.site_id].append(stay)
    return Section(
        anchor="boards",
        title=say("report-boards"),
        lead=say("report-boards-lead"),
        blocks=(_legend(reading), *(_centre(reading, site, stays[site.site_id], scale) for site in reading.centres)),
    )


def days_of(reading: Reading, label_px: float = 92.0) -> Scale:
    """Return the days of the plan as the scale of a board, with its weeks, weekends and holidays."""
    say, write = reading.say, reading.write
    weeks = {
        7 * number: say("report-week", number=monday.isocalendar().week, day=write.week(monday))
        for number, monday in enumerate(reading.weeks)
    }
    dates = [reading.first_on + timedelta(days=day) for day in range(reading.days)]
    holidays = {row.date_on: row.name for row in reading.network.holidays}
    return Scale(
        days=reading.days,
        weeks=weeks,
        free=[day for day, on in enumerate(dates) if on.isoweekday() > 5],
        holidays={day: holidays[on] for day, on in enumerate(dates) if on in holidays},
        label_px=label_px,
    )


def _legend(reading: Reading) -> Legend:
    say = reading.say
    products = [
        LegendItem(picture=reading.looks[product.product_id].swatch(), text=product.name)
        for product in reading.product_order
    ]

    def box(*parts: Markup) -> Markup:
        return tag("svg", *parts, viewBox="0 0 16 16", width=16, height=16, cls="swatch", aria_hidden="true")

    ground = {"width": 16, "height": 16}
    closed = box(tag("rect", fill="#e6e9ec", **ground), tag("rect", fill="url(#closed)", **ground))
    assumed = box(tag("rect", fill="#fff", stroke=INK, **ground), tag("rect", fill=ASSUMED_PATTERN, **ground))
    return Legend(
        title="",
        items=(
            *products,
            LegendItem(picture=box(tag("rect", cls="shade", **ground)), text=say("report-weekend")),
            LegendItem(picture=box(tag("rect", cls="holiday", **ground)), text=say("report-holiday")),
            LegendItem(picture=closed, text=say("report-closed")),
            LegendItem(picture=assumed, text=say("report-place-assumed")),
        ),
    )


def _centre(reading: Reading, site: Site, stays: list[Stay], scale: Scale) -> Block:
    say, write = reading.say, reading.write
    places = sorted(
        (place for place in reading.network.places if place.site_id == site.site_id),
        key=lambda place: (not place.overnight, place.place_id),
    )
    names = _short_names(reading, places)
    products = {(row.course_id, row.cycle_number): row.product_id for row in reading.plan.administrations}
    title = say("report-board-title", site=site.name)
    picture = draw_board(
        Board(
            identifier=f"board-{site.site_id}",
            title=title,
            description=say("report-board-description", stays=len(stays), places=len(places)),
            scale=scale,
            lanes=[_lane(reading, place, names, stays, products) for place in places],
        )
    )
    assumed = any(is_place_assumed(place) for place in places)
    note = say(
        "report-board-note",
        beds=sum(place.overnight for place in places),
        chairs=sum(not place.overnight for place in places),
    )
    rows = [
        (
            names.get(stay.place_id, stay.place_id),
            stay.course_id,
            write.integer(stay.cycle_number),
            reading.product_name(products.get((stay.course_id, stay.cycle_number), "")),
            write.local(stay.starts_at),
            write.local(stay.ends_at),
        )
        for stay in sorted(stays, key=lambda stay: (stay.starts_at, stay.place_id))
    ]
    twin = Table(
        caption=title,
        columns=(
            Column(title=say("report-place"), whole=True, header=True),
            Column(title=say("report-course")),
            Column(title=say("report-cycle"), align="number"),
            Column(title=say("report-product")),
            Column(title=say("report-admission"), whole=True, assumed=reading.is_assumed),
            Column(title=say("report-discharge"), whole=True, assumed=reading.is_assumed),
        ),
        rows=rows,
        visible_caption=False,
    )
    # That a place is there may be public; who lies in it, and when, is the plan's.
    drawing = Drawing(
        picture=picture,
        label=title,
        caption=say("report-board-stays", stays=len(stays)),
        assumed=reading.is_assumed,
        twin=twin,
        twin_summary=say("report-as-table"),
    )
    return Group(title=site.name, note=note, assumed=assumed, blocks=(drawing,))


def _short_names(reading: Reading, places: list[Place]) -> Mapping[str, str]:
    """Number the beds and the chairs of a centre each on their own."""
    names: dict[str, str] = {}
    counts = {True: 0, False: 0}
    for place in places:
        counts[place.overnight] += 1
        word = "report-bed" if place.kind == "bed" else "report-chair"
        names[place.place_id] = reading.say(word, number=counts[place.overnight])
    return names


def _lane(
    reading: Reading,
    place: Place,
    names: Mapping[str, str],
    stays: list[Stay],
    products: Mapping[tuple[str, int], str],
) -> Lane:
    bars = [
        Bar(
            start_d=reading.local_d(stay.starts_at),
            end_d=reading.local_d(stay.ends_at),
            look=reading.looks[products[stay.course_id, stay.cycle_number]],
            title=f"{stay.course_id}, {stay.cycle_number}: {reading.write.local(stay.starts_at)}",
        )
        for stay in stays
        if stay.place_id == place.place_id and (stay.course_id, stay.cycle_number) in products
    ]
    bars.extend(_held(reading, place))
    return Lane(
        label=names[place.place_id],
        bars=sorted(bars, key=lambda bar: bar.start_d),
        by_day=not place.overnight,
        assumed=is_place_assumed(place),
    )


def _held(reading: Reading, place: Place) -> Iterator[Bar]:
    """Closures of the place or of its site, and who was in it when the plan begins."""
    for closure in reading.network.closures:
        if closure.site_id == place.site_id and closure.place_id in {None, place.place_id}:
            yield Bar(
                start_d=reading.local_d(closure.starts_at),
                end_d=reading.local_d(closure.ends_at),
                look=None,
                title=closure.reason,
                label=closure.reason,
            )
    for stay in reading.network.initial_stays:
        if stay.place_id == place.place_id:
            title = reading.say("report-in-house")
            start_d, end_d = reading.local_d(stay.starts_at), reading.local_d(stay.ends_at)
            yield Bar(start_d=start_d, end_d=end_d, look=None, title=title)
