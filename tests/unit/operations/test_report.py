"""What the report of a plan says: the right counts, the right claims, the right marks, in four languages."""

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from html import unescape

import pytest

from doseline.errors import UserError
from doseline.i18n import LANGUAGES
from doseline.journey import Course, InitialOrder, Lab, Provenance, Scan, Stop, Unserved
from doseline.network import PlanPackage
from doseline.operations.report import render_report, write_report
from doseline.operations.report.assumptions import read_ledger
from doseline.operations.report.levels import read_levels, read_verdict
from doseline.operations.report.reading import read_for_report
from doseline.operations.report.supply import weeks_of
from doseline.operations.report.thread import choose_thread, target_activities
from doseline.operations.report.unserved import unserved
from doseline.reporting.palette import SHADES
from tests.support.checking import C1, C2, C3, NEW1, assemble
from tests.support.report import make_network, make_plan
from tests.support.road import C5, road_country

NETWORK = make_network(courses=40)
PLAN = make_plan(NETWORK)


def reading(plan=PLAN, network=NETWORK, language="en"):
    return read_for_report(network, plan, language)


def words(html):
    """The text that a reader sees, one blank between words."""
    body = re.sub(r"<style>.*?</style>", "", html, flags=re.DOTALL)
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", body)).split())


def with_certificate(bound, **summary):
    certificates = {"schema_version": 1, "levels": [{"name": "L1", "bound": bound, "prices": {}, "floor": 0.0}]}
    return replace(PLAN, certificates=certificates, summary=summary)


@pytest.fixture(scope="module")
def html():
    return render_report(NETWORK, PLAN)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_table_of_a_board_says_when_the_scans_after_a_stay_are(language):
    given = PLAN.administrations[0]
    scan = Scan(
        course_id=given.course_id,
        cycle_number=given.cycle_number,
        scan_number=1,
        site_id=given.site_id,
        scanner_id="CAMERA-7",
        starts_at=given.administered_at + timedelta(hours=24),
        ends_at=given.administered_at + timedelta(hours=25),
    )
    scanned = words(render_report(NETWORK, replace(PLAN, scans=(scan,)), language=language))
    at = reading(language=language).write.local(scan.starts_at)
    assert f"{at} (CAMERA-7)" in scanned
    assert "CAMERA-7" not in words(render_report(NETWORK, PLAN, language=language))


def test_the_headline_counts_what_the_tables_hold(html):
    served = sum(row.in_window for row in PLAN.administrations)
    demanded = len(PLAN.administrations) + len(PLAN.unserved)
    assert f"{served} of {demanded} demanded cycles are given in their window" in words(html)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_renders_whole(language):
    html = render_report(NETWORK, PLAN, language)
    assert f'<html lang="{language}">' in html
    assert html.count("<section ") == 11
    assert "{" not in words(html)
    ids = re.findall(r'\bid="([^"]+)"', html)
    assert len(ids) == len(set(ids))
    named = {key for keys in re.findall(r'aria-labelledby="([^"]+)"', html) for key in keys.split()}
    assert named <= set(ids)


def test_other_languages_leave_no_english_behind():
    english = {line for line in re.split(r"(?<=[.:]) ", words(render_report(NETWORK, PLAN))) if line.count(" ") > 5}
    for language in ("nl", "fr", "de"):
        text = words(render_report(NETWORK, PLAN, language))
        left = [line for line in english if line in text]
        assert not left


def test_late_cycles_are_listed_with_their_cause():
    late = next(row for row in PLAN.administrations if row.in_window)
    row = replace(late, in_window=False, days_late=9)
    given = tuple(row if one is late else replace(one, in_window=True) for one in PLAN.administrations)
    stated = {
        "course_id": row.course_id,
        "cycle_number": row.cycle_number,
        "late": True,
        "cause": "withheld",
        "on": "2027-03-12",
        "interval_min_d": None,
        "binding": [],
        "centres": [row.site_id],
        "tail": [],
        "open_until": None,
    }
    plan = replace(PLAN, administrations=given, summary={**PLAN.summary, "reasons": [stated]})
    text = words(render_report(NETWORK, plan))
    assert "Who is treated late, and why" in text
    assert "blood results 1" in text
    assert "The blood results were withheld; the next test is on Fri 12 Mar, after the end of its window." in text
    silent = words(render_report(NETWORK, replace(plan, summary={})))
    assert "The plan does not state why." in silent
    on_time = tuple(replace(one, in_window=True) for one in given)
    assert "No cycle is given after its window." in words(
        render_report(NETWORK, replace(PLAN, administrations=on_time))
    )


def test_a_plan_made_without_a_rule_is_not_said_to_break_none():
    text = words(render_report(NETWORK, with_certificate(99, checked=True, certified=True, without=["C20"])))
    assert "Checked Yes by a checker that shares nothing with the planner, without C20, as it was made" in text
    assert "no rule is broken" not in text


def test_the_page_is_written_to_a_file(tmp_path, html):
    write_report(NETWORK, PLAN, tmp_path / "report.html", language="en-GB")
    assert (tmp_path / "report.html").read_text(encoding="utf-8") == html


def test_an_unknown_language_is_refused_before_anything_is_written(tmp_path):
    with pytest.raises(UserError, match="does not speak"):
        write_report(NETWORK, PLAN, tmp_path / "report.html", language="it")
    assert not list(tmp_path.iterdir())


def test_proven_is_only_said_with_a_bound():
    served = int(read_levels(reading())["L1"].value)
    bare = words(render_report(NETWORK, replace(PLAN, certificates={})))
    assert "Proven" not in bare
    assert "No bound is known" in bare
    best = words(render_report(NETWORK, with_certificate(served, checked=True, certified=True)))
    assert "no plan gives more in window" in best
    assert "has not been re-evaluated" not in best
    unsure = words(render_report(NETWORK, with_certificate(served + 2, checked=True)))
    assert f"no plan gives more than {served + 2} in window" in unsure
    assert "has not been re-evaluated" in unsure


def test_a_bound_below_the_plan_s_own_value_proves_nothing():
    text = words(render_report(NETWORK, with_certificate(3, checked=True, certified=True)))
    assert "its certificate is wrong, and nothing is proven" in text
    assert "Proven" not in text


def test_with_priorities_the_bound_is_told_in_their_points():
    heavy = replace(NETWORK, courses=tuple(replace(course, weight=3) for course in NETWORK.courses))
    value = 3 * sum(row.in_window for row in PLAN.administrations)
    text = words(render_report(heavy, with_certificate(value + 5, checked=True, certified=True)))
    assert f"counted by priority, this plan is worth {value} in window" in text
    assert "Days of waiting, by priority" in text
    assert f"{len(heavy.courses)} courses weigh 3" in text
    assert "of this worth is left to gain" in text
    best = words(render_report(heavy, with_certificate(value, checked=True, certified=True)))
    assert "nothing is left to gain in window" in best


@pytest.mark.parametrize(
    ("summary", "verdict", "said"),
    [
        ({"checked": True, "certified": True}, (True, True), "Checked Yes"),
        ({"checked": False, "certified": False}, (False, False), "do not use this plan"),
        ({"checked": True}, (True, None), "Checked Yes"),
        ({}, (None, None), "Checked Not yet"),
        ({"checked": "yes"}, (None, None), "Checked Not yet"),
    ],
)
def test_the_verdict_is_the_checker_s_or_none(summary, verdict, said):
    plan = replace(PLAN, summary=summary)
    found = read_verdict(reading(plan))
    assert (found.legal, found.certified) == verdict
    assert said in words(render_report(NETWORK, plan))


def test_a_plan_without_a_constraint_says_so_first(html):
    text = words(render_report(NETWORK, replace(PLAN, summary={"checked": True, "without": ["C09", "C11"]})))
    assert "made without C09, C11: it answers a question and must not be followed" in text
    assert "must not be followed" not in words(html)


def test_levels_are_counted_as_the_problem_defines_them():
    network = NETWORK
    end = network.properties.horizon_start_on + timedelta(days=network.properties.horizon_days)
    late = sum(row.days_late for row in PLAN.administrations)
    waiting = sum((end - reading().local_on(row.due_at)).days for row in PLAN.unserved)
    level = read_levels(reading())["L2"]
    assert level.value == late + waiting
    bound = PLAN.certificates["levels"][1]["bound"]
    assert level.gap_fraction == pytest.approx(abs(level.value - bound) / max(bound, 0.01 * len(reading().demanded)))
    assert read_levels(reading())["L4.2"].value == len(PLAN.shipments)
    stated = replace(PLAN, summary={"levels": [{"name": "L4.1", "value": 12.5}]})
    assert read_levels(reading(stated))["L4.1"].value == 12.5
    assert list(read_levels(reading(replace(PLAN, summary={})))) == ["L1", "L2", "L4.2"]


def test_a_plan_without_anything_is_told_as_such():
    empty = replace(NETWORK, courses=(), patients=(), past_administrations=())
    plan = PlanPackage(package_name="empty", package_sha256="0" * 64)
    text = words(render_report(empty, plan))
    assert "nothing to plan" in text
    assert "No vial is administered" in text
    assert "not stated" in text


def test_words_of_the_data_are_escaped():
    evil = "<img src=x onerror=alert(1)>"
    network = replace(NETWORK, sites=tuple(replace(site, name=evil, city=evil) for site in NETWORK.sites))
    html = render_report(network, PLAN)
    assert "<img" not in html
    assert "&lt;img src=x" in html


def test_unserved_cycles_show_the_planner_s_sentence_or_the_constraint_s():
    row = Unserved(
        course_id=NETWORK.courses[0].course_id,
        cycle_number=9,
        product_id="PLUVICTO",
        due_at=PLAN.administrations[0].due_at,
        window_end_at=PLAN.administrations[0].window_end_at,
        weight=1,
        binding=("C06", "C99"),
        sentence="The planner's own words.",
    )
    plan = replace(PLAN, unserved=(row,))
    english, dutch = (words(render_report(NETWORK, plan, language)) for language in ("en", "nl"))
    assert "The planner's own words." in english
    assert "The planner's own words." not in dutch
    assert "Geen leveringsmoment voor Pluvicto was nog vrij" in dutch
    assert "This constraint has no sentence of its own." in english


def test_the_colour_of_a_product_means_nothing_else():
    html = render_report(NETWORK, PLAN)
    drawn = html[html.index('<section id="map"') : html.index('<section id="boards"')]
    hues = {look.hue for look in reading().looks.values()}
    assert not hues & set(re.findall(r"#[0-9a-f]{6}", drawn))
    assert not hues & {colour for colour, _ in SHADES}


def test_the_orders_say_how_many_of_them_are_shown():
    order = next(row for row in PLAN.orders if row.order_by_at is not None)
    rows = tuple(replace(order, order_id=f"O-{number}") for number in range(12))
    text = words(render_report(NETWORK, replace(PLAN, orders=rows)))
    assert ": 10 of 12 shown" in text
    assert (
        "2 orders with later deadlines 2 rows, not printed: open this part before printing, or see orders.csv." in text
    )
    assert "of 10 shown" not in words(render_report(NETWORK, replace(PLAN, orders=rows[:10])))


def test_many_unserved_cycles_wait_behind_a_line():
    def opened(count):
        rows = tuple(replace(PLAN.unserved[0], cycle_number=number) for number in range(1, count + 1))
        return unserved(reading(replace(PLAN, unserved=rows))).blocks[-1].is_open

    assert opened(40)
    assert not opened(41)


def test_weekly_counts_add_up():
    for product in NETWORK.products:
        weeks = weeks_of(reading(), product)
        given = sum(row.product_id == product.product_id for row in PLAN.administrations)
        missed = sum(row.product_id == product.product_id for row in PLAN.unserved)
        assert sum(weeks.used) == given
        assert sum(weeks.demanded) == given + missed


@pytest.mark.parametrize("product", NETWORK.products, ids=lambda product: product.product_id)
def test_no_week_uses_more_vials_than_it_offers(product):
    weeks = weeks_of(reading(), product)
    assert all(used <= offered for used, offered in zip(weeks.used, weeks.offered, strict=True))
    assert sum(weeks.used) > 0


def test_what_cannot_be_ordered_is_not_offered():
    product = next(row for row in NETWORK.products if row.product_id == "PLUVICTO")
    slot = next(row for row in NETWORK.slots if row.product_id == "PLUVICTO" and row.calibration_at.day == 16)
    stop = Stop(
        stop_id="SHUT",
        kind="supplier",
        ref_id=slot.supplier_id,
        starts_at=slot.dispatch_at - timedelta(hours=1),
        ends_at=slot.dispatch_at + timedelta(hours=1),
        reason="maintenance",
        source="X",
        confidence="synthetic",
    )
    late = replace(slot, order_cutoff_at=NETWORK.properties.planned_at - timedelta(hours=1))
    shut = replace(NETWORK, stops=(*NETWORK.stops, stop))
    passed = replace(NETWORK, slots=tuple(late if row == slot else row for row in NETWORK.slots))
    before = weeks_of(reading(), product).offered
    for network in (shut, passed):
        after = weeks_of(reading(network=network), product).offered
        assert [b - a for a, b in zip(after, before, strict=True)] == [0, 0, slot.quantity, *[0] * 9]


def test_a_supplier_that_stops_is_told_with_the_mark_of_its_row():
    stop = Stop(
        stop_id="SHUT",
        kind="supplier",
        ref_id="SUP-A",
        starts_at=PLAN.administrations[0].due_at,
        ends_at=PLAN.administrations[0].due_at + timedelta(days=3),
        reason="assumed for a story",
        source="assumed-capacity",
        confidence="assumption",
    )
    sure = replace(stop, stop_id="KNOWN", reason="announced", confidence="verified")
    html = render_report(replace(NETWORK, stops=(*NETWORK.stops, stop, sure)), PLAN)
    rows = {
        re.sub(r"<[^>]+>", "", row[3]): row
        for row in re.findall(r"<th scope=\"row\">([^<]+)</th>" + 3 * r"<td[^>]*>(.*?)</td>", html)
    }
    assert '<span lang="en">' in rows["announced"][3]
    assert 'class="mark"' in rows["assumed for a story"][1]
    assert 'class="mark"' not in rows["announced"][1]
    assert "Suppliers that stop" not in render_report(NETWORK, PLAN)


def test_a_vial_counts_in_the_week_in_which_its_slot_sends_it():
    product = next(row for row in NETWORK.products if row.product_id == "PLUVICTO")
    vial = next(row for row in PLAN.vials if row.product_id == "PLUVICTO")
    order = next(row for row in PLAN.orders if row.order_id == vial.order_id)
    slot = next(row for row in NETWORK.slots if row.slot_id == order.slot_id)
    late = replace(
        PLAN,
        administrations=tuple(
            replace(row, administered_at=row.administered_at + timedelta(days=7)) for row in PLAN.administrations
        ),
    )
    week = max(0, reading().week_of(reading().local_on(slot.dispatch_at)))
    assert weeks_of(reading(), product).used[week] > 0
    assert weeks_of(reading(late), product).used == weeks_of(reading(), product).used


def test_orders_already_placed_count_as_offered():
    product = next(row for row in NETWORK.products if row.product_id == "PLUVICTO")
    slot = next(row for row in NETWORK.slots if row.product_id == "PLUVICTO" and row.calibration_at.day == 16)
    order = InitialOrder(
        order_id="I-1",
        supplier_id=slot.supplier_id,
        product_id="PLUVICTO",
        destination_site_id="UZA",
        course_id="K0000",
        cycle_number=1,
        state="irrevocable",
        intended_on=reading().local_on(slot.calibration_at),
        calibration_at=slot.calibration_at,
        dispatch_at=slot.dispatch_at,
        certified_at=slot.certified_at,
    )
    before = weeks_of(reading(), product).offered
    after = weeks_of(reading(network=replace(NETWORK, initial_orders=(order,))), product).offered
    assert [b - a for a, b in zip(before, after, strict=True)] == [0, 0, 1, *[0] * 9]


def test_a_deadline_on_a_free_day_names_the_working_day_before():
    order = next(row for row in PLAN.orders if row.order_by_at is not None)
    saturday = datetime(2027, 3, 6, 11, tzinfo=UTC)
    easter_monday = datetime(2027, 3, 29, 10, tzinfo=UTC)
    rows = [replace(order, order_id=f"O-{day:%d}", order_by_at=day) for day in (saturday, easter_monday)]
    text = words(render_report(NETWORK, replace(PLAN, orders=tuple(rows))))
    assert "Sat 6 Mar, 12:00 Fri 5 Mar" in text
    assert "Mon 29 Mar, 12:00 Fri 26 Mar" in text
    assert "2 of 2 deadlines fall on a weekend or a public holiday" in text


def test_a_vial_that_is_ordered_and_not_given_is_listed_with_its_reason():
    given = PLAN.administrations[0]
    placed = InitialOrder(
        order_id="I-1",
        supplier_id="SUP-A",
        product_id=given.product_id,
        destination_site_id=given.site_id,
        course_id=given.course_id,
        cycle_number=given.cycle_number,
        state="irrevocable",
        intended_on=reading().first_on,
        calibration_at=given.administered_at,
        dispatch_at=given.administered_at,
        certified_at=given.administered_at,
    )
    order = replace(PLAN.orders[0], order_id="I-1", slot_id=None, order_by_at=None, state="irrevocable")
    vial = replace(PLAN.vials[0], vial_id="V-I-1", order_id="I-1", batch_id=None, use="unused")
    lab = Lab(
        course_id=given.course_id,
        taken_at=NETWORK.properties.planned_at,
        outcome="withhold",
        retest_on=reading().first_on + timedelta(days=9),
    )
    network = replace(NETWORK, initial_orders=(placed,), labs=(lab,))
    plan = replace(PLAN, orders=(*PLAN.orders, order), vials=(*PLAN.vials, vial))
    text = words(render_report(network, plan))
    listed = text[text.index("Vials ordered that will not be given") :]
    assert "Blood results withhold the cycle until Wed 10 Mar." in listed
    assert "The cycle gets another vial" in listed
    assert "Vials ordered that will not be given" not in words(render_report(NETWORK, PLAN))
    missing = Unserved(
        course_id=given.course_id,
        cycle_number=given.cycle_number,
        product_id=given.product_id,
        due_at=given.due_at,
        window_end_at=given.window_end_at,
        weight=1,
        binding=("C17",),
        sentence="The reason of the cycle itself.",
    )
    without = replace(plan, administrations=plan.administrations[1:], unserved=(*plan.unserved, missing))
    text = words(render_report(network, without))
    assert "The reason of the cycle itself." in text[text.index("Vials ordered that will not be given") :]


def test_vials_on_the_road_are_listed_with_their_way_and_whether_they_are_given():
    network = road_country()
    plan = assemble(network, [C1, C2, C3, C5], [NEW1])
    text = words(render_report(network, plan))
    listed = text[text.index("Vials on the road when the plan begins") :]
    assert "LEFT IO5 PSMA X – A Sun 14 Mar, 19:00 Mon 15 Mar, 08:00 C5, 2 Mon 15 Mar, 14:00" in listed
    assert "LEFT IO6 PSMA X – A Sun 14 Mar, 19:00 Mon 15 Mar, 08:00 C4, 2 not given" in listed
    assert "on its way IO5" in text
    assert "Vials on the road" not in words(render_report(NETWORK, PLAN))


def test_the_thread_of_a_vial_on_the_road_runs_from_before_the_weeks():
    network = road_country()
    plan = assemble(network, [C5])
    thread = choose_thread(read_for_report(network, plan, "en"))
    assert thread.shipment.shipment_id == "LEFT"
    text = words(render_report(network, plan))
    assert "Departure" in text[text.index("One vial") :]


def test_the_vial_shown_comes_from_the_controlled_line_when_there_is_one():
    thread = choose_thread(reading())
    assert thread.irradiation is not None
    assert thread.vial.batch_id == thread.batch.batch_id
    assert thread.administration.vial_id == thread.vial.vial_id
    outside = replace(PLAN, vials=tuple(vial for vial in PLAN.vials if vial.batch_id is None))
    assert choose_thread(reading(outside)).irradiation is None
    assert "An external supplier shows neither" in words(render_report(NETWORK, outside))


def test_the_target_s_activity_builds_up_to_the_plan_s_own_figure_and_then_decays():
    thread = choose_thread(reading())
    points = target_activities(reading(), thread)
    ended = thread.irradiation.ends_at
    inside = [activity for at, activity in points if at <= ended]
    after = [activity for at, activity in points if at > ended + timedelta(hours=12)]
    assert inside == sorted(inside)
    assert inside[-1] == pytest.approx(thread.irradiation.end_of_bombardment_activity_mbq)
    assert after == sorted(after, reverse=True)
    assert points[-1][0] == thread.batch.calibration_at


def test_the_ledger_counts_assumptions_and_their_children():
    ledger = read_ledger(NETWORK)
    by_source = {item.source: item for item in ledger.items}
    assert by_source.keys() == {"assumed-capacity", "assumed-stay"}
    assert by_source["assumed-capacity"].rows["rooms"] == sum(room.confidence == "assumption" for room in NETWORK.rooms)
    assert by_source["assumed-capacity"].children == sum(row.derived_from is not None for row in NETWORK.provenance)
    assert ledger.safety_relevant == sum(item.concern == "safety" for item in ledger.items) > 0
    assert [item.concern for item in ledger.items][: ledger.safety_relevant] == ["safety"] * ledger.safety_relevant
    assert ledger.touches("places")
    assert not ledger.touches("sites")
    assert not ledger.holds("places", "UZA-B1")
    assert ledger.holds("places", "UZ-GENT-B1")


def test_a_grandchild_of_an_assumption_is_counted():
    def derived(field, parent):
        return Provenance(
            table_name="products",
            key="XOFIGO",
            field=field,
            source="press",
            confidence="derived",
            derived_from=parent,
        )

    chain = (
        derived("shelf_life_h", "stay_rules/*|XOFIGO/infusion_h"),
        derived("residual_mbq", "products/XOFIGO/shelf_life_h"),
    )
    ledger = read_ledger(replace(NETWORK, provenance=chain))
    assert {item.source: item.children for item in ledger.items}["assumed-stay"] == 2


def test_without_assumptions_no_figure_is_marked():
    def sure(rows):
        return tuple(replace(row, confidence="verified") for row in rows)

    tables = ("rooms", "places", "stay_rules", "products", "slots", "lanes", "reactor_cycles", "lines", "stops")
    network = replace(NETWORK, provenance=(), **{table: sure(getattr(NETWORK, table)) for table in tables})
    html = render_report(network, PLAN)
    assert 'class="mark"' not in html
    assert "The plan rests on no assumption." in words(html)


def test_one_assumed_field_does_not_make_a_verified_place_an_assumption():
    field = Provenance(
        table_name="places", key="UZA-B1", field="cleaning_h", source="assumed-stay", confidence="assumption"
    )
    network = replace(NETWORK, provenance=(field,))
    assert read_ledger(network).holds("places", "UZA-B1")
    headings = re.findall(r"<h3>(.*?)</h3>", render_report(network, PLAN))
    assert not any('class="mark"' in text for text in headings if text.startswith("UZA"))


def test_the_centres_with_assumed_rooms_carry_the_mark(html):
    headings = re.findall(r"<h3>(.*?)</h3>", html)
    marked = {text.partition("<")[0] for text in headings if 'class="mark"' in text}
    assert "UZ Gent" in marked
    assert "UZA" not in marked


def heads(html, title):
    return re.findall(rf'<th scope="col"[^>]*>{title}(.*?)</th>', html)


def test_what_is_demanded_carries_the_mark_of_what_it_rests_on(html):
    assert heads(html, "Demanded")
    assert not any('class="mark"' in rest for rest in heads(html, "Demanded"))
    regimen = replace(NETWORK.regimens[0], source="assumed-capacity", confidence="assumption")
    html = render_report(replace(NETWORK, regimens=(regimen, *NETWORK.regimens[1:])), PLAN)
    for title in ("Demanded", "In window", "Due", "Window ends"):
        assert heads(html, title)
        assert all('class="mark"' in rest for rest in heads(html, title)), title


def test_the_stays_of_a_place_that_is_surely_there_are_assumed_all_the_same(html):
    board = html[html.index('id="board-UZA-title"') :]
    caption = re.search(r"<figcaption>(.*?)</figcaption>", board)[1]
    assert caption.startswith("Stays in these weeks")
    assert 'class="mark"' in caption
    assert all('class="mark"' in rest for rest in heads(html, "Admission"))


def test_it_stays_small_with_many_administrations():
    network = make_network(courses=700)
    plan = make_plan(network)
    assert len(plan.administrations) > 600
    assert len(render_report(network, plan).encode()) < 3_000_000


def test_courses_of_unknown_region_are_counted_too():
    stranger = Course(
        course_id="K-STRANGER",
        patient_id="nobody",
        regimen_id="R-PLUVICTO",
        referred_on=NETWORK.properties.horizon_start_on,
        transfer_allowed=False,
        max_travel_min=60.0,
        weight=1,
        prescribed_activity_mbq=7400.0,
    )
    row = replace(PLAN.administrations[0], course_id="K-STRANGER")
    network = replace(NETWORK, courses=(*NETWORK.courses, stranger))
    text = words(render_report(network, replace(PLAN, administrations=(*PLAN.administrations, row))))
    assert "region not stated" in text
