"""Every drawing of the report has a table that says the same: as many rows as marks, and the same order of sizes."""

import re
from dataclasses import replace
from datetime import timedelta

import pytest

from doseline.journey import Closure, InitialStay
from doseline.operations.report import render_report
from doseline.operations.report.boards import boards
from doseline.operations.report.landscape import landscape
from doseline.operations.report.reading import read_for_report
from doseline.operations.report.supply import supply, supply_charts
from doseline.operations.report.waits import waits, waits_charts
from doseline.reporting import Drawing, Gallery, Group
from doseline.reporting.charts import draw_charts
from tests.support.report import make_network, make_plan

NETWORK = make_network(courses=40)
PLAN = make_plan(NETWORK)
STARTS_AT = min(stay.starts_at for stay in PLAN.stays)
PLACE = next(place for place in NETWORK.places if place.site_id == "UZA" and place.overnight)
BUSY = replace(
    NETWORK,
    closures=(
        Closure(
            closure_id="SHUT",
            site_id="UZA",
            place_id=None,
            starts_at=STARTS_AT + timedelta(days=20),
            ends_at=STARTS_AT + timedelta(days=22),
            reason="renovation",
        ),
        Closure(
            closure_id="PAST",
            site_id="UZA",
            place_id=None,
            starts_at=STARTS_AT - timedelta(days=90),
            ends_at=STARTS_AT - timedelta(days=80),
            reason="long ago",
        ),
    ),
    initial_stays=(
        InitialStay(
            place_id=PLACE.place_id,
            starts_at=STARTS_AT - timedelta(days=2),
            ends_at=STARTS_AT + timedelta(days=1),
            sex="female",
            nuclide="Lu-177",
        ),
    ),
)


def reading(network=BUSY):
    return read_for_report(network, PLAN, "en")


def drawings(blocks):
    for block in blocks:
        if isinstance(block, Drawing):
            yield block
        elif isinstance(block, Group):
            yield from drawings(block.blocks)
        elif isinstance(block, Gallery):
            yield from block.drawings


def text(cell):
    return cell if isinstance(cell, str) else cell.text


def marks(drawing):
    """The bars of a board, or the marks of a map: each is a group with a title of its own."""
    return re.findall(r"<g><title>([^<]*)</title>", drawing.picture)


def test_the_map_has_a_row_for_each_mark_and_each_lane():
    (drawing,) = drawings(landscape(reading()).blocks)
    centres, sources, lanes = drawing.twins
    assert len(marks(drawing)) == len(centres.rows) + len(sources.rows)
    assert {title.partition(":")[0] for title in marks(drawing)} >= {text(row[0]) for row in centres.rows}
    widths = [
        float(width) for width in re.findall(r'<path d="M[^"]*Q[^"]*"[^>]*stroke-width="([\d.]+)"', drawing.picture)
    ]
    shipments = [int(row[2]) for row in lanes.rows]
    assert sum(shipments) == len(PLAN.shipments)
    # A lane is as wide as its shipments: the same order, and the same width for the same number.
    assert len(set(zip(widths, shipments, strict=True))) == len(set(shipments))
    assert sorted(widths) == [width for _, width in sorted(zip(shipments, widths, strict=True))]
    assert sum(int(row[3]) for row in sources.rows if row[3] != "–") == len(PLAN.shipments)


def test_a_board_has_a_row_for_each_bar_and_each_empty_place():
    named = dict.fromkeys(site.name for site in reading().centres)
    for drawing, site in zip(drawings(boards(reading()).blocks), named, strict=True):
        (twin,) = drawing.twins
        empty = [row for row in twin.rows if row[1] == "not taken in these weeks"]
        assert len(marks(drawing)) == len(twin.rows) - len(empty), site
        assert {text(row[0]) for row in twin.rows} == set(re.findall(r">((?:Bed|Chair) \d+)</text>", drawing.picture))


def test_the_table_of_a_board_tells_closures_and_who_was_there_before():
    whole = render_report(BUSY, PLAN)
    assert "closed: renovation" in whole
    assert "closed: long ago" not in whole
    drawing = next(drawing for drawing in drawings(boards(reading()).blocks) if drawing.label == "Board of UZA")
    told = [row[1] for row in drawing.twins[0].rows]
    assert told.count("patient in house when the plan begins") == 1
    assert told.count("closed: renovation") == sum(place.site_id == "UZA" for place in BUSY.places)


def test_the_table_of_a_line_has_a_row_for_each_bar():
    found = reading()
    section = supply(found, draw_charts(supply_charts(found)))
    drawing = next(drawing for drawing in drawings(section.blocks) if "Position 1" in drawing.picture)
    (twin,) = drawing.twins
    assert len(marks(drawing)) == len(twin.rows)
    for title, row in zip(marks(drawing), twin.rows, strict=True):
        assert title == f"{row[1]}: {row[2]} – {row[3]}"
    assert {row.irradiation_id for row in PLAN.irradiations} < {row[1] for row in twin.rows}
    assert {text(row[0]) for row in twin.rows} >= {"Batches", "Position 1"}


def bars(picture, hue):
    """Heights of the bars of a chart that are not empty, from left to right."""
    paths = re.findall(rf'<path[^>]*d="M([\d.]+),[\d.]+h[\d.]+v([\d.]+)h-[\d.]+Z"[^>]*fill="{hue}"', picture)
    return [float(height) for _, height in sorted(paths, key=lambda path: float(path[0])) if float(height) > 0.0]


def test_a_chart_of_supply_has_a_bar_for_each_week_with_vials():
    found = reading()
    section = supply(found, draw_charts(supply_charts(found)))
    for product, drawing in zip(found.product_order, drawings(section.blocks), strict=False):
        used = [int(row[2]) for row in drawing.twins[0].rows if row[2] != "0"]
        heights = bars(drawing.picture, found.looks[product.product_id].hue)
        assert [height / heights[0] for height in heights] == pytest.approx([count / used[0] for count in used])


def test_a_chart_of_waits_shows_few_cycles_beside_many():
    found = reading()
    drawn = draw_charts(waits_charts(found))
    table = waits(found, drawn).blocks[-1].blocks[0]
    for place, product in enumerate(found.product_order, start=1):
        counts = [int(row[place]) for row in table.rows if row[place] != "0"]
        heights = bars(drawn[f"waits-{product.product_id}"], found.looks[product.product_id].hue)
        roots = [(count / counts[0]) ** 0.5 for count in counts]
        assert [height / heights[0] for height in heights] == pytest.approx(roots, rel=1e-3)
        assert min(heights) > 4.0
