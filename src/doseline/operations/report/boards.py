"""The boards: for each centre its places over the weeks of the plan, who holds them and when they are closed."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from markupsafe import Markup

from doseline.journey import Administration, Place, Site, Stay
from doseline.operations.report.origins import origins
from doseline.operations.report.reading import Reading, is_place_assumed
from doseline.reporting import Block, Cell, Column, Drawing, Group, Legend, LegendItem, Section, Table, Text
from doseline.reporting.board import Bar, Board, Lane, Scale, draw_board
from doseline.reporting.hatching import hatched_box
from doseline.reporting.palette import ASSUMED_PATTERN, INK, Look
from doseline.reporting.svg import tag

__all__ = ["board_legend", "boards", "centre_board", "days_of"]


def boards(reading: Reading) -> Section:
    """Return the section with one board for each centre."""
    say = reading.say
    scale = days_of(reading)
    stays: dict[str, list[Stay]] = defaultdict(list)
    for stay in reading.plan.stays:
        stays[stay.site_id].append(stay)
    given = _given(reading)
    centres = (_centre(reading, site, stays[site.site_id], given, scale) for site in reading.centres)
    return Section(
        anchor="boards",
        title=say("report-boards"),
        lead=say("report-boards-lead"),
        blocks=(board_legend(reading), *_holidays(reading), *centres),
        wide=True,
    )


def centre_board(
    reading: Reading, site: Site, *, name: str, day_px: float, named: Collection[tuple[str, int]] = ()
) -> Drawing:
    """Return the board of one centre over the days of a reading, with its table.

    Parameters
    ----------
    reading : a country and a plan
    site : the centre
    name : of the drawing on its page
    day_px : width of a day
    named : courses and cycles whose bars bear the name of the course instead of the letter of the product
    """
    stays = [stay for stay in reading.plan.stays if stay.site_id == site.site_id]
    scale = replace(days_of(reading), day_px=day_px)
    return _drawing(reading, site, stays, _given(reading), scale, identifier=name, named=frozenset(named))


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


def board_legend(reading: Reading) -> Legend:
    """Return what the bars and shades of a board mean."""
    say = reading.say
    products = [
        LegendItem(picture=reading.looks[product.product_id].swatch(), text=product.name)
        for product in reading.product_order
    ]

    def box(*parts: Markup) -> Markup:
        return tag("svg", *parts, viewBox="0 0 16 16", width=16, height=16, cls="swatch", aria_hidden="true")

    ground = {"width": 16, "height": 16}
    strip = tag("rect", width=16, height=3, cls="free")
    hatch = hatched_box("falling", 0.0, 3.0, 16.0, 13.0, cls="free-lines")
    closed = box(tag("rect", fill="#e6e9ec", **ground), tag("rect", fill="url(#closed)", **ground))
    assumed = box(tag("rect", fill="#fff", stroke=INK, **ground), tag("rect", fill=ASSUMED_PATTERN, **ground))
    return Legend(
        title="",
        items=(
            *products,
            LegendItem(picture=box(tag("rect", cls="shade", **ground), strip), text=say("report-weekend")),
            LegendItem(picture=box(tag("rect", cls="holiday", **ground), hatch, strip), text=say("report-holiday")),
            LegendItem(picture=closed, text=say("report-closed")),
            LegendItem(picture=assumed, text=say("report-place-assumed")),
        ),
    )


def _holidays(reading: Reading) -> Iterator[Block]:
    """Name the holidays that the boards shade."""
    named = [
        reading.say("report-labelled", label=reading.write.day(row.date_on), text=row.name)
        for row in sorted(reading.network.holidays, key=lambda row: row.date_on)
        if reading.first_on <= row.date_on <= reading.last_on
    ]
    if named:
        yield Text(body=reading.say("report-holidays", holidays=reading.say.parts(named)), kind="note")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Hold:
    """What takes a place from one instant to another: one bar of the board, and one row of its table.

    A stay of the plan has a course, a cycle, a vial with where that comes from and when it is given, and the look of
    its product; what was there before and a closure have none of these.
    """

    starts_at: datetime
    ends_at: datetime
    what: str
    course: str = ""
    cycle: str = ""
    product: str = ""
    administered: str = ""
    vial: str = ""
    origin: str = ""
    scans: str = ""
    look: Look | None = None
    label: str = ""


Given = Mapping[tuple[str, int], tuple[Administration, str, str]]
"""What is given in a stay, by course and cycle, with the words for where its vial comes from and for its scans."""


def _given(reading: Reading) -> Given:
    found = origins(reading)
    scans: dict[tuple[str, int], list[str]] = defaultdict(list)
    for scan in sorted(reading.plan.scans, key=lambda scan: scan.scan_number):
        said = reading.say("report-scan-at", at=reading.write.local(scan.starts_at), scanner=scan.scanner_id)
        scans[scan.course_id, scan.cycle_number].append(said)
    return {
        key: (row, found.get(row.vial_id, ""), reading.say.parts(scans[key]))
        for row in reading.plan.administrations
        for key in ((row.course_id, row.cycle_number),)
    }


def _centre(reading: Reading, site: Site, stays: list[Stay], given: Given, scale: Scale) -> Block:
    places = _places(reading, site)
    note = reading.say(
        "report-board-note",
        beds=sum(place.overnight for place in places),
        chairs=sum(not place.overnight for place in places),
    )
    assumed = any(is_place_assumed(place) for place in places)
    drawing = _drawing(reading, site, stays, given, scale, identifier=f"board-{site.site_id}")
    return Group(title=site.name, note=note, assumed=assumed, blocks=(drawing,))


def _places(reading: Reading, site: Site) -> list[Place]:
    return sorted(
        (place for place in reading.network.places if place.site_id == site.site_id),
        key=lambda place: (not place.overnight, place.place_id),
    )


def _drawing(
    reading: Reading,
    site: Site,
    stays: list[Stay],
    given: Given,
    scale: Scale,
    *,
    identifier: str,
    named: frozenset[tuple[str, int]] = frozenset(),
) -> Drawing:
    say, places = reading.say, _places(reading, site)
    names = _short_names(reading, places)
    holds = {place.place_id: _holds(reading, place, stays, given, named) for place in places}
    title = say("report-board-title", site=site.name)
    picture = draw_board(
        Board(
            identifier=identifier,
            title=title,
            description=say("report-board-description", stays=len(stays), places=len(places)),
            scale=scale,
            lanes=[_lane(reading, place, names[place.place_id], holds[place.place_id]) for place in places],
        )
    )
    twin = _table(reading, title, [(names[place.place_id], place, holds[place.place_id]) for place in places])
    # That a place is there may be public; who lies in it, and when, is the plan's.
    return Drawing(
        picture=picture,
        label=title,
        caption=say("report-board-stays", stays=len(stays)),
        assumed=reading.is_assumed,
        twins=(twin,),
        twins_summary=say("report-as-table"),
        twins_on_paper=say("report-folded-in", rows=len(twin.rows), table="stays.csv"),
    )


def _table(reading: Reading, title: str, places: Sequence[tuple[str, Place, Sequence[_Hold]]]) -> Table:
    """Return the table of a board: a row for each bar, and one for each place that nothing takes."""
    say, write = reading.say, reading.write
    scanned = bool(reading.plan.scans)
    rows: list[Sequence[Cell | str]] = []
    for name, place, holds in places:
        cell = Cell(text=name, assumed=is_place_assumed(place))
        rows.extend(
            (
                cell,
                hold.what,
                hold.course,
                hold.cycle,
                hold.product,
                write.local(hold.starts_at),
                hold.administered,
                write.local(hold.ends_at),
                hold.vial,
                hold.origin,
                *((hold.scans,) if scanned else ()),
            )
            for hold in holds
        )
        if not holds:
            rows.append((cell, say("report-place-free"), *[""] * (9 if scanned else 8)))
    return Table(
        caption=title,
        columns=(
            Column(title=say("report-place"), whole=True, header=True),
            Column(title=say("report-what")),
            Column(title=say("report-course"), whole=True),
            Column(title=say("report-cycle"), align="number"),
            Column(title=say("report-product")),
            Column(title=say("report-shut-from"), whole=True, assumed=reading.is_assumed),
            Column(title=say("report-event-administration"), whole=True, assumed=reading.is_assumed),
            Column(title=say("report-shut-until"), whole=True, assumed=reading.is_assumed),
            Column(title=say("report-vial-key"), whole=True),
            Column(title=say("report-vial-from"), long=True),
            *((Column(title=say("report-scans"), long=True, assumed=reading.is_assumed),) if scanned else ()),
        ),
        rows=rows,
        visible_caption=False,
    )


def _short_names(reading: Reading, places: list[Place]) -> Mapping[str, str]:
    """Number the beds and the chairs of a centre each on their own."""
    names: dict[str, str] = {}
    counts = {True: 0, False: 0}
    for place in places:
        counts[place.overnight] += 1
        word = "report-bed" if place.kind == "bed" else "report-chair"
        names[place.place_id] = reading.say(word, number=counts[place.overnight])
    return names


def _lane(reading: Reading, place: Place, name: str, holds: Sequence[_Hold]) -> Lane:
    bars = [
        Bar(
            start_d=reading.local_d(hold.starts_at),
            end_d=reading.local_d(hold.ends_at),
            look=hold.look,
            title=_title(reading, hold),
            label=hold.label,
        )
        for hold in holds
    ]
    return Lane(label=name, bars=bars, by_day=not place.overnight, assumed=is_place_assumed(place))


def _title(reading: Reading, hold: _Hold) -> str:
    if hold.look is None:
        return hold.what
    cycle, at = f"{hold.course}, {hold.cycle}", reading.write.local(hold.starts_at)
    return reading.say("report-labelled", label=cycle, text=at)


def _holds(
    reading: Reading, place: Place, stays: list[Stay], given: Given, named: frozenset[tuple[str, int]]
) -> list[_Hold]:
    """Return what takes a place in the weeks of the plan, by its start."""
    holds = [*_stays(reading, place, stays, given, named), *_others(reading, place)]
    return sorted(
        (
            hold
            for hold in holds
            if reading.local_d(hold.ends_at) > 0.0 and reading.local_d(hold.starts_at) < reading.days
        ),
        key=lambda hold: hold.starts_at,
    )


def _stays(
    reading: Reading, place: Place, stays: list[Stay], given: Given, named: frozenset[tuple[str, int]]
) -> Iterator[_Hold]:
    for stay in stays:
        if stay.place_id == place.place_id and (stay.course_id, stay.cycle_number) in given:
            administration, origin, scans = given[stay.course_id, stay.cycle_number]
            yield _Hold(
                starts_at=stay.starts_at,
                ends_at=stay.ends_at,
                what=reading.say("report-stay"),
                course=stay.course_id,
                cycle=reading.write.integer(stay.cycle_number),
                product=reading.product_name(administration.product_id),
                administered=reading.write.local(administration.administered_at),
                vial=administration.vial_id,
                origin=origin,
                scans=scans,
                look=reading.looks[administration.product_id],
                label=stay.course_id if (stay.course_id, stay.cycle_number) in named else "",
            )


def _others(reading: Reading, place: Place) -> Iterator[_Hold]:
    """Closures of the place or of its site, and who was in it when the plan begins."""
    for closure in reading.network.closures:
        if closure.site_id == place.site_id and closure.place_id in {None, place.place_id}:
            what = reading.say("report-closed-why", reason=closure.reason)
            yield _Hold(starts_at=closure.starts_at, ends_at=closure.ends_at, what=what, label=closure.reason)
    for stay in reading.network.initial_stays:
        if stay.place_id == place.place_id:
            yield _Hold(starts_at=stay.starts_at, ends_at=stay.ends_at, what=reading.say("report-in-house"))
