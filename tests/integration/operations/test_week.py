"""The golden week of seed 1: a vial is lost, another is found, and every figure of the record can be found again."""

import csv
import json
import re
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from frictionless import Package

from doseline.checking import check_plan
from doseline.errors import UserError
from doseline.network import check_network, read_network, read_plan
from doseline.operations import run_week
from doseline.operations.chain import Chains
from doseline.operations.replanning.changes import Wording, changes
from doseline.operations.replanning.effects import effects_of
from doseline.operations.replanning.rolling import PLACED, ROAD, roll_forward
from doseline.operations.week.failing import choose_failure
from doseline.operations.week.holding import usable_span
from doseline.operations.week.page import week_page
from doseline.operations.week.telling import tables_of
from tests.support.pictures import PICTURES, standalone

pytestmark = pytest.mark.slow

LU177_HALF_LIFE_H = 159.528
"""6.647 d, as the country states it."""


@pytest.fixture(scope="module")
def told(week):
    return json.loads((week / "summary.json").read_text("utf-8"))


def rows(week, table):
    with (week / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def instant(text):
    return datetime.fromisoformat(text)


def test_the_record_is_a_valid_data_package(week):
    report = Package(str(week / "datapackage.json")).validate()
    assert report.valid, report.flatten(["rowNumber", "fieldName", "message"])
    assert json.loads((week / "datapackage.json").read_text("utf-8"))["doseline"]["kind"] == "week"


@pytest.mark.parametrize("when", ["before", "after", "stopped", "evening"])
def test_the_stranger_finds_nothing_wrong_with_any_plan(week, when):
    assert not check_network(week / f"country-{when}")
    verdict = check_plan(week / f"country-{when}", week / f"plan-{when}")
    assert (verdict.violations, verdict.certified) == ((), True)
    assert (week / f"plan-{when}" / "report.html").is_file()


def test_what_stages_the_story_is_said_and_marked(week):
    shut = [stop for stop in read_network(week / "country-before").stops if stop.kind == "supplier"]
    assert {stop.confidence for stop in shut} == {"assumption"}
    page = (week / "index.html").read_text("utf-8")
    (said,) = re.findall(r'<p class="notice">(.*?)</p>', page)
    assert "assumed to be shut from Wed 10 Mar to Wed 17 Mar" in said
    assert 'class="mark"' in said
    for when in ("before", "after"):
        report = (week / f"plan-{when}" / "report.html").read_text("utf-8")
        assert "assumed for the golden week: maintenance" in report
        assert "ASSUMED-GOLDEN-WEEK" in report


def test_the_page_tells_what_is_planned_from_what_is_done_and_names_its_lines(week, told):
    page = (week / "index.html").read_text("utf-8")
    story = page[page.index('id="story"') : page.index('id="changes"')]
    body = story[story.index("<tbody>") :]
    at = instant(told["present"])
    events = rows(week, "events")
    stati = re.findall(r"<td[^>]*>(done|planned|cancelled)</td></tr>", body)
    later = [row["status"] == "done" and instant(row["at"]) > at for row in events]
    assert [status == "planned" for status in stati] == later
    assert stati.count("cancelled") == sum(row["status"] == "cancelled" for row in events)
    assert "in the patient, at most" in story
    assert "slot:" not in page
    assert "batch:" not in page


def test_everybody_who_lost_a_vial_gets_another_one(week, told):
    before, after = (Chains(read_plan(week / f"plan-{when}")).by_cycle for when in ("before", "after"))
    batch = told["rejected"]["batch_id"]
    lost = {key for key, chain in before.items() if chain.batch and chain.batch.batch_id == batch}
    assert len(lost) == told["lost"] > 0
    assert told["absorbed"] == told["lost"]
    assert lost <= set(after)
    assert all(after[key].source != f"batch:{batch}" for key in after)
    changed = {(row["course_id"], int(row["cycle_number"])) for row in rows(week, "changes")}
    assert lost <= changed


def test_nothing_is_known_before_it_happens(week, told):
    """What the second plan decides anew, it decides after the rejection; what was decided stands."""
    at = instant(told["rejected"]["at"])
    before, after = read_plan(week / "plan-before"), read_plan(week / "plan-after")
    begun = {row.batch_id for row in before.batches}
    old = Chains(before).by_cycle
    for key, chain in Chains(after).by_cycle.items():
        order = chain.order.order_id if chain.order else ""
        has_left = chain.shipment.departs_at < at
        if has_left:
            assert chain.shipment == replace(
                old[key].shipment, packages=chain.shipment.packages, activity_mbq=chain.shipment.activity_mbq
            )
        if order.startswith((f"{ROAD}-", f"{PLACED}-")):
            assert order.endswith(f"{key[0]}-{key[1]}")
            assert chain.vial.calibration_at == old[key].vial.calibration_at
            assert chain.vial.activity_at_calibration_mbq == pytest.approx(old[key].vial.activity_at_calibration_mbq)
        elif chain.order is not None and chain.order.slot_id:
            assert chain.order.order_by_at >= at
        elif chain.irradiation is not None:
            assert chain.irradiation.starts_at >= at
        elif chain.batch is not None:
            assert chain.batch.batch_id in begun
        elif chain.order is not None:
            assert chain.order.order_id == old[key].order.order_id


def test_every_other_promise_keeps_its_place_and_hour(week, told):
    taken_back = set(told["promises_taken_back"])
    at = instant(told["rejected"]["at"])
    batch = told["rejected"]["batch_id"]
    after = Chains(read_plan(week / "plan-after")).by_cycle
    promised = 0
    for key, chain in Chains(read_plan(week / "plan-before")).by_cycle.items():
        given = chain.administration
        if given.administered_at < at or (chain.batch and chain.batch.batch_id == batch):
            continue
        promised += 1
        if f"{key[0]}-{key[1]}" in taken_back:
            continue
        kept = after[key].administration
        assert (kept.site_id, kept.place_id, kept.administered_at) == (
            given.site_id,
            given.place_id,
            given.administered_at,
        )
    assert len(taken_back) < 0.05 * promised


def test_only_the_product_that_failed_is_shuffled_and_nobody_is_called_in_at_once(week, told):
    """Of other products each promised vial is the same one; on the day of the rejection nothing is new."""
    at = instant(told["rejected"]["at"])
    before, after = (Chains(read_plan(week / f"plan-{when}")).by_cycle for when in ("before", "after"))
    kept = 0
    for key, chain in after.items():
        if chain.administration.administered_at.date() == at.date():
            assert before[key].administration.administered_at == chain.administration.administered_at
        old = before.get(key)
        if old is None or chain.vial.product_id == told["followed"]["product_id"]:
            continue
        kept += 1
        assert chain.vial.calibration_at == old.vial.calibration_at
        assert chain.vial.vial_id == old.vial.vial_id
    assert kept > 50


def test_a_lost_vial_and_the_one_in_its_place_have_two_names(week, told):
    followed = told["followed"]
    key = followed["course_id"], followed["cycle_number"]
    names = {Chains(read_plan(week / f"plan-{when}")).by_cycle[key].vial.vial_id for when in ("before", "after")}
    assert len(names) == 2


def test_the_administered_activity_is_what_a_hand_computes(week, told):
    """The vial holds 7.4 GBq at 14:00 of the day of administration; the residual of 150 MBq stays in it."""
    after = told["followed"]["after"]
    at = instant(after["administered_at"])
    assert at.utcoffset() == timedelta(0)
    # up to 28 March the clocks of Brussels show UTC + 1 h, from then on + 2 h
    filled_for = at.replace(hour=13 if at < datetime.fromisoformat("2027-03-28T01:00:00Z") else 12, minute=0)
    by_hand = 7400.0 * 2.0 ** (-((at - filled_for).total_seconds() / 3600.0) / LU177_HALF_LIFE_H) - 150.0
    assert after["administered_activity_mbq"] == pytest.approx(by_hand, rel=1e-9)
    (event,) = (row for row in rows(week, "events") if (row["kind"], row["plan"]) == ("administration", "after"))
    assert float(event["activity_mbq"]) == pytest.approx(by_hand, rel=1e-9)
    (home,) = (row for row in rows(week, "events") if (row["kind"], row["plan"]) == ("discharge", "after"))
    stay_h = (instant(home["at"]) - at).total_seconds() / 3600.0
    assert float(home["activity_mbq"]) == pytest.approx(by_hand * 2.0 ** (-stay_h / LU177_HALF_LIFE_H), rel=1e-9)


def test_the_story_runs_from_target_to_discharge_and_stops_at_the_rejection(week, told):
    events = rows(week, "events")
    assert [int(row["number"]) for row in events] == list(range(1, len(events) + 1))
    assert [instant(row["at"]) for row in events] == sorted(instant(row["at"]) for row in events)
    assert events[0]["kind"] == "irradiation_starts"
    assert (events[-1]["kind"], events[-1]["status"]) == ("discharge", "done")
    # a plan holds until the next one is made; of the one that the patient is treated by nothing is cancelled
    ends = {"before": told["rejected"]["at"], "after": told["stopped"]["at"], "stopped": told["evening"]["at"]}
    ends.pop(events[-1]["plan"], None)
    for row in events:
        cancelled = row["plan"] in ends and instant(row["at"]) >= instant(ends[row["plan"]])
        cancelled = cancelled and row["kind"] not in ("rejected", "planned_again", "told")
        assert row["status"] == ("cancelled" if cancelled else "done"), row
        assert row["who"]
    done = {row["kind"] for row in events if row["status"] == "done"}
    assert done >= {"rejected", "planned_again", "told", "certified", "arrival", "administration", "discharge"}


def test_the_activity_is_recorded_every_hour_without_a_jump(week):
    readings = rows(week, "activities")
    assert {row["holder"] for row in readings} == {"target", "vial", "patient"}
    for plan, holder in {(row["plan"], row["holder"]) for row in readings}:
        curve = [row for row in readings if (row["plan"], row["holder"]) == (plan, holder)]
        ats = [instant(row["at"]) for row in curve]
        assert all(timedelta(0) < later - earlier <= timedelta(hours=1) for earlier, later in pairwise(ats))
        if holder != "target":
            for earlier, later in pairwise(curve):
                hours = (instant(later["at"]) - instant(earlier["at"])).total_seconds() / 3600.0
                factor = 2.0 ** (-hours / LU177_HALF_LIFE_H)
                assert float(later["activity_mbq"]) == pytest.approx(float(earlier["activity_mbq"]) * factor, rel=1e-9)


def test_the_target_ends_with_the_activity_that_the_plan_states(week, told):
    plan = read_plan(week / "plan-before")
    batch = next(row for row in plan.batches if row.batch_id == told["rejected"]["batch_id"])
    irradiation = next(row for row in plan.irradiations if row.irradiation_id == batch.irradiation_id)
    (event,) = (row for row in rows(week, "events") if (row["kind"], row["plan"]) == ("irradiation_ends", "before"))
    assert float(event["activity_mbq"]) == pytest.approx(irradiation.end_of_bombardment_activity_mbq, rel=1e-6)


def test_each_change_has_a_reason_and_somebody_to_tell(week):
    for row in rows(week, "changes"):
        assert row["reason"].endswith(".")
        assert row["tell"]
        moved = bool(
            {"instant", "centre", "place", "discharge", "unserved", "served", "left_open"} & set(row["kind"].split(";"))
        )
        assert (f"patient of {row['course_id']}" in row["tell"].split(";")) == moved


@pytest.mark.nightly  # the tutorial shows what the software draws, so every change of the record is seen without it
def test_the_same_seed_gives_the_same_record(week, tmp_path):
    run_week(seed=1, out=tmp_path / "again")
    for table in ("events", "activities", "changes", "changes_stopped", "changes_evening"):
        assert (tmp_path / "again" / f"{table}.csv").read_bytes() == (week / f"{table}.csv").read_bytes()


def test_a_loss_that_nothing_absorbs_is_said_so(week, tmp_path):
    """The patient is taken out of the second plan by hand: the record then says that, and why."""
    from dataclasses import replace

    from doseline.journey import Unserved

    country, later = read_network(week / "country-before"), read_network(week / "country-after")
    before, after = read_plan(week / "plan-before"), read_plan(week / "plan-after")
    failure = choose_failure(country, before).hardest_hit_first(after)
    given = failure.followed.administration
    key = (given.course_id, given.cycle_number)
    missing = Unserved(
        course_id=key[0],
        cycle_number=key[1],
        product_id=given.product_id,
        due_at=given.due_at,
        window_end_at=given.window_end_at,
        weight=1,
        binding=("C06",),
        sentence="No delivery slot was left.",
    )
    kept = tuple(row for row in after.administrations if (row.course_id, row.cycle_number) != key)
    without = replace(after, administrations=kept, unserved=(*after.unserved, missing))
    assert failure.hardest_hit_first(without).followed.administration == given
    tables = tables_of(country, later, before, without, failure)
    (event,) = (row for row in tables["events"] if row.kind == "unserved")
    assert event.what.endswith("No delivery slot was left.")
    assert not any(row.kind == "administration" and row.status == "done" for row in tables["events"])
    (change,) = (row for row in tables["changes"] if (row.course_id, row.cycle_number) == key)
    assert change.kind == ("unserved",)
    assert "rejected" in change.reason
    assert change.reason.endswith("No delivery slot was left.")


def test_rolling_forward_keeps_every_promise_but_the_lost_ones(week):
    country, before = read_network(week / "country-before"), read_plan(week / "plan-before")
    failure = choose_failure(country, before)
    later = roll_forward(country, before, effects_of(country, before, [failure.event]))
    chains = Chains(before).by_cycle.values()
    past = [chain for chain in chains if chain.administration.administered_at < failure.at]
    assert len(later.past_administrations) == len(country.past_administrations) + len(past)
    assert later.properties.planned_at == failure.at
    ends = [row.properties.horizon_start_on + timedelta(days=row.properties.horizon_days) for row in (country, later)]
    assert ends[0] == ends[1]
    rejected = next(row for row in later.initial_batches if row.batch_id == failure.batch.batch_id)
    assert rejected.usable_activity_mbq == 0.0
    on_road = [
        chain
        for chain in chains
        if chain.administration.administered_at >= failure.at and chain.shipment.departs_at < failure.at
    ]
    assert on_road
    left = [row for row in later.initial_orders if row.shipment_id is not None]
    assert {(row.course_id, row.cycle_number): row.shipment_id for row in left} == {
        (chain.administration.course_id, chain.administration.cycle_number): chain.shipment.shipment_id
        for chain in on_road
    }
    shipments = {row.shipment_id: row for row in later.initial_shipments}
    assert shipments.keys() == {row.shipment_id for row in left}
    for chain in on_road:
        row = shipments[chain.shipment.shipment_id]
        assert (row.lane_id, row.departs_at, row.arrives_at) == (
            chain.shipment.lane_id,
            chain.shipment.departs_at,
            chain.shipment.arrives_at,
        )
    assert (later.lanes, later.departures, later.sites) == (country.lanes, country.departures, country.sites)


def test_the_reactor_that_stops_takes_the_vials_of_its_target(week, told):
    stopped, plan = told["stopped"], read_plan(week / "plan-after")
    at, ends_at = instant(stopped["at"]), instant(stopped["ends_at"])
    hit = {row.irradiation_id for row in plan.irradiations if row.starts_at < at < row.ends_at}
    batches = {row.batch_id for row in plan.batches if row.irradiation_id in hit}
    lost = {key for key, chain in Chains(plan).by_cycle.items() if chain.batch and chain.batch.batch_id in batches}
    assert len(lost) == stopped["lost"] > 0
    again = read_plan(week / "plan-stopped")
    assert stopped["absorbed"] == len(lost & Chains(again).by_cycle.keys())
    assert not any(row.starts_at < ends_at and row.ends_at > at for row in again.irradiations)
    changed = {(row["course_id"], int(row["cycle_number"])) for row in rows(week, "changes_stopped")}
    assert lost <= changed
    assert len(rows(week, "changes_stopped")) == stopped["changes"]


def test_the_vial_of_who_is_held_goes_to_who_stands_by(week, told):
    """The vial can be called back no longer, and whoever gets it was on the list and is legal at that hour."""
    evening = told["evening"]
    at, held = instant(evening["at"]), evening["held"]
    assert at.astimezone(ZoneInfo("Europe/Brussels")).strftime("%a %H:%M") == "Wed 16:10"
    before, after = (Chains(read_plan(week / f"plan-{when}")).by_cycle for when in ("stopped", "evening"))
    mine = before[held["course_id"], held["cycle_number"]]
    assert mine.administration.administered_at - at < timedelta(days=1)
    country = read_network(week / "country-evening")
    (order,) = (row for row in country.initial_orders if row.given_up and row.course_id == held["course_id"])
    assert order.state == "irrevocable"
    (called,) = evening["called_in"]
    hers = after[called["course_id"], called["cycle_number"]]
    assert hers.order.order_id == order.order_id
    assert called["course_id"] in evening["standby"]
    assert {row.course_id for row in country.standbys} == set(evening["standby"])
    was = before[called["course_id"], called["cycle_number"]]
    assert hers.administration.administered_at < was.administration.administered_at
    assert hers.administration.prescribed_activity_mbq == mine.administration.prescribed_activity_mbq
    (lab,) = (
        row for row in country.labs if row.course_id == called["course_id"] and row.taken_at > at - timedelta(days=5)
    )
    valid = next(row for row in country.regimens if row.product_id == hers.vial.product_id).labs_valid_d
    assert lab.taken_at <= hers.administration.administered_at <= lab.taken_at + timedelta(days=valid)
    (change,) = (row for row in rows(week, "changes_evening") if row["course_id"] == called["course_id"])
    assert held["course_id"] in change["reason"]
    assert "physician" in change["tell"]


def test_no_vial_that_the_evening_frees_is_lost(week, told):
    """Whoever is called in leaves an ordered vial behind: somebody else gets it and is told so, or it is unused."""
    evening = told["evening"]
    freed = {f"PLACED-{one['course_id']}-{one['cycle_number']}" for one in evening["called_in"]}
    plan = read_plan(week / "plan-evening")
    used = {chain.order.order_id: key for key, chain in Chains(plan).by_cycle.items() if chain.order}
    unused = {vial.order_id for vial in plan.vials if vial.use == "unused"}
    changed = {(row["course_id"], int(row["cycle_number"])): row for row in rows(week, "changes_evening")}
    assert freed
    for order_id in freed:
        if order_id in used:
            assert changed[used[order_id]]["after_source"] == f"order:{order_id}"
        else:
            assert order_id in unused
    assert told["in_window"]["end"] > 0


def test_a_vial_may_be_given_as_long_as_the_planner_says(week, told):
    """The span on the page is that of the planner's own window: the vial fits at its ends, and not a step outside."""
    country, plan = read_network(week / "country-stopped"), read_plan(week / "plan-stopped")
    held = told["evening"]["held"]
    chain = Chains(plan).by_cycle[held["course_id"], held["cycle_number"]]
    opens_at, closes_at = usable_span(country, chain)
    vial = chain.vial
    licences = {(row.site_id, row.product_id): row.margin_fraction for row in country.site_products}
    margin = 0.1 - licences[chain.administration.site_id, vial.product_id]

    def share(at):
        hours = (at - vial.calibration_at).total_seconds() / 3600.0
        return (vial.activity_at_calibration_mbq * 2.0 ** (-hours / LU177_HALF_LIFE_H) - 150.0) / 7400.0 - 1.0

    assert abs(share(closes_at)) == pytest.approx(margin, abs=1e-4)
    assert abs(share(opens_at)) <= margin + 1e-9
    ready_at = max(chain.shipment.arrives_at, vial.certified_at) + timedelta(hours=3)
    assert opens_at == ready_at or abs(share(opens_at)) == pytest.approx(margin, abs=1e-4)


@pytest.mark.parametrize("language", ["en", "nl", "fr", "de"])
def test_the_page_answers_the_questions_of_that_hour(week, told, language, tmp_path):
    from doseline.operations.week.holding import choose_hold
    from doseline.operations.week.stages import Stage

    stopped, evening = (
        (read_network(week / f"country-{when}"), read_plan(week / f"plan-{when}")) for when in ("stopped", "evening")
    )
    hold = choose_hold(*stopped)
    stage = Stage(
        name="evening", events=hold.events, country_before=stopped[0], before=stopped[1], country=evening[0],
        plan=evening[1], taken_back=frozenset(),
    )  # fmt: skip
    country, before, after = (
        read_network(week / "country-before"),
        *(read_plan(week / f"plan-{w}") for w in ("before", "after")),
    )
    failure = choose_failure(country, before).hardest_hit_first(after)
    tables = tables_of(country, read_network(week / "country-after"), before, after, failure, [stage])
    page = week_page(country, before, after, failure, tables, told, language, [stage], hold)
    section = page[page.index('id="evening"') : page.index('id="limits"')]
    for one in (told["evening"]["held"]["course_id"], *told["evening"]["standby"]):
        assert one in section
    assert section.count('class="drawing board"') == 2
    assert section.count(f">{told['evening']['called_in'][0]['course_id']}</text>") == 2


def test_what_becomes_of_the_followed_patient_in_the_end_is_that_of_the_last_plan(week, told):
    last = Chains(read_plan(week / "plan-evening")).by_cycle
    followed = told["followed"]
    given = last[followed["course_id"], followed["cycle_number"]].administration
    assert instant(followed["end"]["administered_at"]) == given.administered_at
    after = followed["after"]["administered_at"]
    assert followed["moved_again"] == (followed["end"]["administered_at"] != after)


def test_a_target_that_never_goes_into_the_stopped_reactor_is_told(week, told):
    """Its activity is nothing at all, which a logarithmic scale cannot show."""
    country = read_network(week / "country-before")
    before, after = read_plan(week / "plan-before"), read_plan(week / "plan-after")
    failure = choose_failure(country, before).hardest_hit_first(after)
    tables = tables_of(country, read_network(week / "country-after"), before, after, failure)
    cancelled = [replace(row, status="cancelled") if row.holder == "target" else row for row in tables["events"]]
    assert any(row.activity_mbq == 0.0 for row in cancelled)
    page = week_page(country, before, after, failure, {**tables, "events": cancelled}, told, "en")
    assert "Target into the reactor" in page


@pytest.mark.parametrize("name", PICTURES)
def test_the_pictures_of_the_tutorial_are_those_of_the_week(week, name):
    assert PICTURES[name].read_text("utf-8") == standalone((week / "index.html").read_text("utf-8"), name)


def test_a_folder_with_anything_else_is_left_alone(tmp_path):
    (tmp_path / "thesis.txt").write_text("years of work")
    with pytest.raises(UserError, match="holds what the record"):
        run_week(seed=1, out=tmp_path)
    assert [entry.name for entry in tmp_path.iterdir()] == ["thesis.txt"]


def test_a_week_that_fails_leaves_nothing_behind(tmp_path, monkeypatch):
    from doseline.operations.week import failing

    def lose(*_):
        raise UserError("Nothing can be lost.")

    monkeypatch.setattr(failing, "choose_failure", lose)
    with pytest.raises(UserError, match="Nothing can be lost"):
        run_week(seed=1, out=tmp_path / "week")
    assert list(tmp_path.iterdir()) == []


def test_only_what_was_promised_counts_as_a_promise_changed(week):
    found = rows(week, "changes")
    promised = sum(bool(row["before_at"]) for row in found)
    assert promised > 0
    page = (week / "index.html").read_text("utf-8")
    (said,) = re.findall(r"<dt>Promises changed</dt><dd><strong>(\d+)", page)
    assert said == str(promised)


def test_a_cycle_that_had_no_promise_and_is_given_now_is_counted_apart(week, told):
    country = read_network(week / "country-before")
    before, after = read_plan(week / "plan-before"), read_plan(week / "plan-after")
    failure = choose_failure(country, before).hardest_hit_first(after)
    effects = effects_of(country, before, [failure.event])
    kept = {(row.course_id, row.cycle_number) for row in after.administrations}
    missing = next(row for row in before.administrations if (row.course_id, row.cycle_number) in kept)
    fewer = replace(before, administrations=tuple(row for row in before.administrations if row is not missing))
    new = {(row.course_id, row.cycle_number) for row in changes(country, fewer, after, effects) if not row.before_at}
    usual = {(row.course_id, row.cycle_number) for row in changes(country, before, after, effects) if not row.before_at}
    assert new == usual | {(missing.course_id, missing.cycle_number)}
    tables = {
        **tables_of(country, read_network(week / "country-after"), fewer, after, failure),
        "changes": changes(country, fewer, after, effects),
    }
    page = week_page(country, fewer, after, failure, tables, told, "en")
    (said,) = re.findall(r"<dt>Promises changed</dt><dd><strong>(\d+).*?<span>([^<(]*)</span></dd>", page)
    assert said[0] == str(len(tables["changes"]) - len(new))
    assert said[1] == (
        "one more cycle, not given before, is given now"
        if len(new) == 1
        else f"{len(new)} more cycles, not given before, are given now"
    )


@pytest.mark.parametrize("language", ["nl", "fr", "de"])
def test_changes_are_told_with_names_in_the_language_of_the_page(week, language):
    country = read_network(week / "country-before")
    before, after = read_plan(week / "plan-before"), read_plan(week / "plan-after")
    failure = choose_failure(country, before).hardest_hit_first(after)
    wording = Wording.of(country, language)
    effects = effects_of(country, before, [failure.event])
    english, other = changes(country, before, after, effects), changes(country, before, after, effects, wording)
    assert len(english) == len(other)
    for one, two in zip(english, other, strict=True):
        assert one.reason != two.reason
        # "centre UZA" reads the same in French
        assert not {said for said in set(one.tell) & set(two.tell) if not said.startswith("centre ")}
        assert not any(site.site_id in said for said in two.tell for site in country.sites if "-" in site.site_id)
