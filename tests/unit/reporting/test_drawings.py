"""Boards, maps, curves and charts put things where they belong."""

import csv
import hashlib
import math
import re
import tomllib
from dataclasses import replace
from itertools import combinations, pairwise
from pathlib import Path

import pytest

import doseline.reporting
from doseline.reporting.board import Bar, Board, Lane, Scale, draw_board
from doseline.reporting.charts import Columns, _layers, draw_charts
from doseline.reporting.curve import Curve, Event, Phase, Stretch, draw_curve, line_swatch
from doseline.reporting.frames import HEIGHT_PX, WIDTH_PX
from doseline.reporting.maps import Leg, Map, Point, draw_map, outlines
from doseline.reporting.palette import looks
from doseline.reporting.share import Part, draw_share

GEOGRAPHY = Path(doseline.reporting.__file__).parent / "geography"
LOOK = looks(["Pluvicto"])["Pluvicto"]
SCALE = Scale(days=14, weeks={0: "wk 9", 7: "wk 10"}, free=[5, 6], holidays={3: "A holiday"}, label_px=100.0)


def board(*bars, by_day=False):
    lane = Lane(label="Bed 1", bars=bars, by_day=by_day)
    return str(draw_board(Board(identifier="b", title="T", description="D", scale=SCALE, lanes=[lane])))


def bar(start_d, end_d, **other):
    return Bar(start_d=start_d, end_d=end_d, look=LOOK, title=f"{start_d}", **other)


def boxes(svg):
    """(left, width) of every bar of the look."""
    return [
        (float(left), float(width))
        for left, width in re.findall(
            rf'<rect fill="{LOOK.hue}" rx="1.5" x="([\d.]+)" y="[\d.]+" width="([\d.]+)"', svg
        )
    ]


def test_a_stay_is_as_long_as_it_lasts():
    assert boxes(board(bar(1.0, 3.0))) == [(113.5, 27.0)]


def test_a_stay_that_began_before_the_board_is_cut_and_one_after_it_left_out():
    assert boxes(board(bar(-2.0, 1.0), bar(20.0, 21.0))) == [(100.0, 13.5)]


def test_a_short_stay_is_widened_but_never_over_the_next():
    (first, second) = boxes(board(bar(1.0, 1.1), bar(1.5, 2.5)))
    assert first[0] + first[1] < second[0]


def test_stays_of_one_day_stand_below_each_other_and_keep_their_letters():
    svg = board(bar(2.3, 2.5), bar(2.6, 2.8), bar(4.4, 4.5), by_day=True)
    first, second, third = boxes(svg)
    assert first == second
    assert first[1] == third[1] <= 13.5
    tops = [float(top) for top in re.findall(rf'<rect fill="{LOOK.hue}" rx="1.5" x="[\d.]+" y="([\d.]+)"', svg)]
    assert tops[0] + 15.0 < tops[1]
    assert tops[2] == tops[0]
    assert svg.count(">P</text>") == 3


def test_a_lane_is_as_high_as_its_fullest_day():
    one, two = board(bar(2.3, 2.5), by_day=True), board(bar(2.3, 2.5), bar(2.6, 2.8), by_day=True)
    heights = [float(re.search(r'viewBox="0 0 [\d.]+ ([\d.]+)"', svg)[1]) for svg in (one, two)]
    assert heights[1] - heights[0] == 16.0


def test_letters_appear_where_there_is_room():
    assert ">P</text>" in board(bar(1.0, 2.0))
    assert ">I-0413</text>" in board(bar(1.0, 8.0, label="I-0413"))
    assert ">I-0413</text>" not in board(bar(1.0, 2.0, label="I-0413"))


def test_a_closure_keeps_its_length_on_a_day_place():
    closed = Bar(start_d=1.0, end_d=9.0, look=None, title="renovation", label="renovation")
    assert 'width="108"' in board(closed, by_day=True)


def test_the_outline_is_the_file_that_its_source_describes():
    source = tomllib.loads((GEOGRAPHY / "low_countries.source.toml").read_text(encoding="utf-8"))
    data = (GEOGRAPHY / "low_countries.csv").read_bytes()
    assert hashlib.sha256(data).hexdigest() == source["sha256"]
    assert set(next(csv.reader(data.decode().splitlines()))) == set(source["columns"])


def test_belgium_holds_its_cities_and_not_its_neighbours():
    (ring,) = outlines()["BE"]

    def inside(x, y):
        crossings = [
            (x2 - x1) * (y - y1) / (y2 - y1) + x1 > x
            for (x1, y1), (x2, y2) in zip(ring, (*ring[1:], ring[0]), strict=True)
            if (y1 > y) != (y2 > y)
        ]
        return sum(crossings) % 2 == 1

    assert all(inside(*place) for place in [(4.35, 50.85), (5.57, 50.63), (3.72, 51.05), (5.81, 49.70)])
    assert not any(inside(*place) for place in [(4.48, 51.92), (6.13, 49.61), (3.06, 50.63), (6.08, 50.78)])


def point(label, longitude_deg, latitude_deg, **other):
    return Point(
        label=label, longitude_deg=longitude_deg, latitude_deg=latitude_deg, kind="centre", title=label, **other
    )


def test_a_place_outside_the_map_stands_at_its_edge():
    svg = str(
        draw_map(
            Map(identifier="m", title="T", description="D", country="BE", points=[point("Zaragoza", -0.89, 41.65)])
        )
    )
    ((x, y),) = re.findall(r'<circle fill="#fff" fill-opacity="0.92" cx="([\d.]+)" cy="([\d.]+)"', svg)
    assert 0 < float(x) < WIDTH_PX
    assert float(y) == pytest.approx(HEIGHT_PX - 14.0, abs=0.01)
    assert "rotate(" in svg


def test_names_of_neighbours_do_not_cover_each_other():
    points = [point("One long name", 4.40, 50.85), point("Other long name", 4.41, 50.86)]
    svg = str(draw_map(Map(identifier="m", title="T", description="D", country="BE", points=points)))
    heights = [float(y) for y in re.findall(r'y="([\d.]+)" text-anchor', svg)]
    sides = re.findall(r'text-anchor="(\w+)"', svg)
    assert sides[0] != sides[1] or abs(heights[0] - heights[1]) >= 12


def circles(svg):
    found = re.findall(r'<circle fill="#fff" fill-opacity="0.92" cx="([\d.]+)" cy="([\d.]+)" r="([\d.]+)"', svg)
    return [tuple(map(float, circle)) for circle in found]


def test_circles_of_neighbours_stand_beside_each_other():
    here = [point(name, 4.40 + 0.01 * step, 50.85, radius_px=20.0 - 5 * step) for step, name in enumerate("ABC")]
    alone = [point("D", 3.2, 51.2, radius_px=20.0)]
    found = circles(
        str(draw_map(Map(identifier="m", title="T", description="D", country="BE", points=[*here, *alone])))
    )
    assert len(found) == 4
    assert all(math.dist(one[:2], other[:2]) >= one[2] + other[2] for one, other in combinations(found, 2))
    assert (
        circles(str(draw_map(Map(identifier="m", title="T", description="D", country="BE", points=alone))))[0] in found
    )


def test_a_leg_ends_at_the_circle_that_had_to_give_way():
    crowd = [point("A", 4.40, 50.85, radius_px=20.0), point("B", 4.41, 50.85, radius_px=5.0)]
    leg = Leg(
        from_longitude_deg=3.0, from_latitude_deg=51.0, to_longitude_deg=4.41, to_latitude_deg=50.85, width_px=1.0
    )
    svg = str(draw_map(Map(identifier="m", title="T", description="D", country="BE", points=crowd, legs=[leg])))
    small = min(circles(svg), key=lambda circle: circle[2])
    end = re.search(r'd="M[^"]*Q[^ ]+ ([\d.]+),([\d.]+)"', svg)
    assert (float(end[1]), float(end[2])) == pytest.approx(small[:2], abs=0.1)


def test_a_supplier_and_a_reactor_on_one_spot_stand_side_by_side():
    both = [
        Point(label=kind, longitude_deg=5.095, latitude_deg=51.219, kind=kind, title=kind)
        for kind in ("supplier", "reactor")
    ]
    svg = str(draw_map(Map(identifier="m", title="T", description="D", country="BE", points=both)))
    square = float(re.search(r'<rect x="([\d.]+)" y="[\d.]+" width="10"', svg)[1]) + 5.0
    diamond = float(re.search(r'd="M([\d.]+),[\d.]+l7.5,7.5', svg)[1])
    assert abs(square - diamond) == pytest.approx(15.0, abs=0.1)


def test_an_assumed_place_is_hatched_and_its_outline_broken():
    sure = str(draw_map(Map(identifier="m", title="T", description="D", country="BE", points=[point("A", 4.4, 50.8)])))
    assumed = str(
        draw_map(
            Map(identifier="m", title="T", description="D", country="BE", points=[point("A", 4.4, 50.8, assumed=True)])
        )
    )
    assert "assumed" not in sure
    assert "stroke-dasharray" not in sure
    assert 'class="assumed"' in assumed
    assert "stroke-dasharray" in assumed


def curve(*, events=(), days=1, points=((0.0, 8000.0), (1.0, 7200.0))):
    return Curve(
        identifier="c",
        title="T",
        description="D",
        stretches=[Stretch(points=points, colour="#1f5583")],
        events=events,
        phases=[Phase(start_d=0.0, end_d=1.0, label="vial")],
        days={float(day): f"Wed {day} Mar" for day in range(days)},
        write_activity=lambda activity_mbq: f"{activity_mbq:.0f} MBq",
        axis_title="Activity",
    )


def events_at(*places):
    return [
        Event(number=number, at_d=at_d, activity_mbq=activity_mbq, title="")
        for number, (at_d, activity_mbq) in enumerate(places, start=1)
    ]


@pytest.mark.parametrize("days", [1, 2, 8, 15, 22, 40, 90])
def test_the_names_of_the_days_never_run_into_each_other(days):
    svg = str(draw_curve(curve(days=days, points=((0.0, 8000.0), (float(days), 7000.0)))))
    named = re.findall(r'<text x="([\d.]+)" y="[\d.]+" class="quiet middle">(Wed[^<]+)', svg)
    edges = sorted((float(x) - 3.1 * len(label), float(x) + 3.1 * len(label)) for x, label in named)
    assert named
    assert all(right < left for (_, right), (left, _) in pairwise(edges))
    assert len(named) == days or len(named) > 7


def test_the_scale_has_ticks_below_the_lowest_decade():
    svg = str(draw_curve(curve(points=((0.0, 2000.0), (1.0, 90_000.0)))))
    assert ">2000 MBq<" in svg
    assert ">5000 MBq<" in svg


def test_numbers_hide_neither_the_line_nor_each_other():
    svg = str(draw_curve(curve(events=events_at((0.5, 7590.0), (0.5, 6000.0), (0.505, 7586.0), (0.51, 7582.0)))))
    numbers = [(float(x), float(y)) for x, y in re.findall(r'<circle cx="([\d.]+)" cy="([\d.]+)" r="8.5"', svg)]
    dots = [(float(x), float(y)) for x, y in re.findall(r'<circle cx="([\d.]+)" cy="([\d.]+)" r="3"', svg)]
    assert len(numbers) == len(dots) == 4
    assert all(math.dist(one, other) > 17.0 for one, other in combinations(numbers, 2))
    assert all(math.dist(number, dot) > 11.0 for number in numbers for dot in dots)


def test_a_line_is_told_from_another_without_its_colour():
    lines = [Stretch(points=(), colour="#111"), Stretch(points=(), colour="#111", broken=True)]
    lines.append(Stretch(points=(), colour="#111", dashed=True))
    assert len({str(line_swatch(line)) for line in lines}) == 3


def test_an_event_without_activity_has_no_point_on_the_scale():
    svg = str(draw_curve(curve(events=events_at((0.0, 0.0), (0.5, 7590.0)))))
    assert svg.count('r="8.5"') == 2
    assert svg.count('r="3"') == 1


def test_the_curve_falls_and_its_events_lie_on_it():
    svg = str(draw_curve(curve(events=events_at((0.0, 8000.0), (-1.0, 0.0)))))
    ((x1, y1), (x2, y2)) = (point.split(",") for point in re.search(r'd="M([^"]+)" fill="none"', svg)[1].split("L"))
    assert float(x1) < float(x2)
    assert float(y1) < float(y2)
    dots = dict(re.findall(r'<circle cx="([\d.]+)" cy="([\d.]+)" r="3"', svg))
    assert float(y1) == pytest.approx(float(dots[min(dots, key=lambda x: abs(float(x) - float(x1)))]), abs=0.1)


def test_parts_are_as_wide_as_their_shares():
    parts = [Part(label="in", count=3, colour="#111111"), Part(label="out", count=1, colour="#222222")]
    svg = str(draw_share(parts, identifier="s", title="T", description="D"))
    wide, narrow = (float(width) for width in re.findall(r'width="([\d.]+)" height="27"', svg))
    assert wide / narrow == pytest.approx(3.0, abs=0.01)


COLUMNS = Columns(
    identifier="c",
    title="A & B",
    description="<one>",
    labels=["<b>", "2"],
    bars=[3, 1],
    ticks=[40, 2],
    rings=[1, 0],
    colour=LOOK.hue,
    y_title="Vials",
)


def test_a_chart_is_named_and_carries_no_script_or_style():
    svg = draw_charts([COLUMNS])["c"]
    assert '<title id="c-title">A &amp; B</title><desc id="c-desc">&lt;one&gt;</desc>' in svg
    assert svg.count('role="img"') == 1
    assert not re.search(r"<script|style=|<b>|xlink|\bon[a-z]+=", svg)


def test_the_specification_is_valid_though_the_report_does_not_ask():
    _layers(COLUMNS).to_dict(validate=True)


def test_a_chart_is_the_same_every_time_and_keeps_its_ids_to_itself():
    first = draw_charts([COLUMNS])["c"]
    assert draw_charts([COLUMNS])["c"] == first
    assert all(found.startswith("c-") for found in re.findall(r'\bid="([^"]+)"', first))


@pytest.mark.parametrize(("ticks", "limit"), [((), 4), ((5, 2), 6), ((40, 2), 7)])
def test_an_offer_far_above_everything_else_falls_outside_the_scale(ticks, limit):
    assert replace(COLUMNS, ticks=ticks).limit == limit


def test_no_chart_starts_no_engine():
    assert draw_charts([]) == {}
