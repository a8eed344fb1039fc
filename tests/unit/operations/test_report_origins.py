"""The report says which vial goes to whom, from whom and when: at each centre, at each order and at each batch."""

from dataclasses import replace

import pytest

from doseline.i18n import LANGUAGES
from doseline.operations.report.boards import boards
from doseline.operations.report.orders import orders
from doseline.operations.report.origins import origins, recipients_by_batch, recipients_by_order
from doseline.operations.report.reading import read_for_report
from doseline.operations.report.supply import supply, supply_charts
from doseline.operations.report.thread import choose_thread, one_vial
from doseline.reporting import Disclosure, Drawing, Group, Table, Text
from doseline.reporting.charts import draw_charts
from tests.support.checking import C1, C2, C3, NEW1, assemble
from tests.support.checking_country import small_country
from tests.support.report import make_network, make_plan
from tests.support.road import C5, road_country

NETWORK = make_network(courses=40)
PLAN = make_plan(NETWORK)
FOUND = read_for_report(NETWORK, PLAN, "en")


def small(network, *choices, made=()):
    return read_for_report(network, assemble(network, choices, made), "en")


def told(found):
    """Where the vial of each course comes from."""
    words = origins(found)
    return {row.course_id: words[row.vial_id] for row in found.plan.administrations}


def tables(blocks):
    for block in blocks:
        match block:
            case Table():
                yield block
            case Drawing():
                yield from block.twins
            case Disclosure() | Group():
                yield from tables(block.blocks)


def column(table, title):
    place = [one.title for one in table.columns].index(title)
    return [cell if isinstance(cell, str) else cell.text for cell in (row[place] for row in table.rows)]


def test_a_vial_is_of_a_slot_of_an_order_placed_before_or_of_a_batch():
    network = small_country()
    found = small(network, C1, C2, C3, made=(NEW1,))
    names = {row.supplier_id: row.name for row in network.suppliers}
    placed = next(order for order in network.initial_orders if order.order_id == "IO3")
    slot = next(slot for slot in network.slots if slot.slot_id == "SL1")
    line = next(line for line in network.lines if line.line_id == found.plan.batches[0].line_id)
    assert told(found) == {
        "C1": f"{names[slot.supplier_id]}: delivery slot SL1",
        "C2": f"{names[line.supplier_id]}: batch NEW1",
        "C3": f"{names[placed.supplier_id]}: order IO3",
    }


def test_a_vial_that_had_left_is_on_its_way_and_names_its_batch():
    network = road_country()
    assert told(small(network, C5))["C5"].endswith(": order IO5, on its way")
    drawn = tuple(
        replace(order, batch_id="B-OLD") if order.order_id == "IO5" else order for order in network.initial_orders
    )
    found = told(small(replace(network, initial_orders=drawn), C5))
    assert found["C5"].endswith(": order IO5, batch B-OLD, on its way")


def test_a_source_that_the_country_does_not_know_is_told_by_its_keys():
    plan = replace(FOUND.plan, orders=(), batches=())
    words = origins(replace(FOUND, plan=plan))
    assert len(words) == len(plan.vials)
    assert all(words.values())


def test_the_boards_give_each_administration_its_instant_its_vial_and_its_source():
    twins = list(tables(boards(FOUND).blocks))
    shown = {
        (course, cycle): (at, vial, origin)
        for twin in twins
        for course, cycle, at, vial, origin in zip(
            *(column(twin, title) for title in ("Course", "Cycle", "Administration", "Vial", "Comes from")), strict=True
        )
        if course
    }
    words = origins(FOUND)
    assert shown == {
        (row.course_id, str(row.cycle_number)): (
            FOUND.write.local(row.administered_at),
            row.vial_id,
            words[row.vial_id],
        )
        for row in PLAN.administrations
    }


def test_the_instants_of_a_board_carry_their_mark():
    twin = next(tables(boards(FOUND).blocks))
    marked = {one.title for one in twin.columns if one.assumed}
    assert marked == {"From", "Administration", "Until"}


def test_an_order_names_whom_its_vials_are_for():
    shown = {}
    for table in tables(orders(FOUND).blocks):
        if "For whom" in [one.title for one in table.columns]:
            shown |= dict(zip(column(table, "Order"), column(table, "For whom"), strict=True))
    assert shown == recipients_by_order(FOUND)
    vials = {order.order_id: order.vials for order in PLAN.orders}
    assert {key: len(words.split("; ")) for key, words in shown.items()} == vials


def test_an_order_that_nobody_gets_names_nobody():
    found = small(road_country(), C5)
    unused = next(vial.order_id for vial in found.plan.vials if vial.use == "unused")
    assert unused not in recipients_by_order(found)


def test_a_batch_names_whom_its_vials_are_for_centre_by_centre():
    section = supply(FOUND, draw_charts(supply_charts(FOUND)))
    (table,) = (table for table in tables(section.blocks) if "For whom" in [one.title for one in table.columns])
    shown = dict(zip(column(table, "Batch"), column(table, "For whom"), strict=True))
    assert shown == recipients_by_batch(FOUND)
    for vial in PLAN.vials:
        if vial.batch_id:
            row = next(row for row in PLAN.administrations if row.vial_id == vial.vial_id)
            assert f"{row.course_id}, {row.cycle_number}" in shown[vial.batch_id]
            assert f"{FOUND.site_name(row.site_id)}: " in shown[vial.batch_id]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_vial_shown_says_for_whom_it_is(language):
    found = read_for_report(NETWORK, PLAN, language)
    thread = choose_thread(found)
    said = next(block.body for block in one_vial(found).blocks if isinstance(block, Text))
    assert thread.administration.course_id in said
    assert thread.vial.vial_id in said
    assert origins(found)[thread.vial.vial_id] in said
