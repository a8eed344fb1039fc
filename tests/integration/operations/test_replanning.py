"""Plan again from disk to disk: every kind of event leads to a legal plan that says what it changes."""

import json
from dataclasses import replace
from datetime import datetime
from functools import cache

import pytest

from doseline.checking import check_plan
from doseline.cli.running import run
from doseline.errors import BadPackage, UserError
from doseline.network import check_network, package_sha256, read_network, read_plan, write_network, write_plan
from doseline.network.events import EVENT_KINDS
from doseline.operations import explain_plan, replan_plan
from tests.support.checking import C1, C2, C3, NEW1, assemble
from tests.support.checking_country import NEW_PATIENT
from tests.support.road import C5, road_country
from tests.support.scanned import scanned_country, scanned_plan
from tests.support.tanks import with_tank

WEEK = {"starts_at": "2027-03-22T00:00:00Z", "ends_at": "2027-03-24T00:00:00Z"}
NEW = {**NEW_PATIENT, "regimen_id": "LUT", "referred_on": "2027-03-12"}
EVENTS = {
    "batch_failed": ("NEW1", "2027-03-25T17:00:00Z", {}),
    "batch_short": ("NEW1", "2027-03-25T17:00:00Z", {"usable_activity_mbq": 4000.0}),
    "certification_late": ("NEW1", "2027-03-25T16:00:00Z", {"instead_at": "2027-03-27T20:00:00Z"}),
    "vial_broken": ("V3", "2027-03-22T08:10:00Z", {}),
    "shipment_late": ("LEFT", "2027-03-15T06:00:00Z", {"instead_at": "2027-03-16T08:00:00Z"}),
    "supplier_shut": ("XTERN", "2027-03-17T08:00:00Z", WEEK),
    "line_stopped": ("L1", "2027-03-17T08:00:00Z", {**WEEK, "ends_at": "2027-03-26T00:00:00Z"}),
    "reactor_stopped": ("BR", "2027-03-21T08:00:00Z", WEEK),
    "site_closed": ("A", "2027-03-17T08:00:00Z", WEEK),
    "place_closed": ("A1", "2027-03-17T08:00:00Z", WEEK),
    "tank_closed": ("TANK-0", "2027-03-17T08:00:00Z", WEEK),
    "labs_withheld": ("C3", "2027-03-21T14:10:00Z", {"retest_on": "2027-03-25"}),
    "patient_stopped": ("C3", "2027-03-21T14:10:00Z", {}),
    "patient_transferred": ("C3", "2027-03-19T14:10:00Z", {"site_id": "B"}),
    "patient_added": ("C9", "2027-03-19T14:10:00Z", NEW),
    "head_absent": ("A", "2027-03-19T14:10:00Z", {"role": "nurse", "heads": 1, **WEEK}),
    "activity_reduced": ("C1", "2027-03-15T08:00:00Z", {"prescribed_activity_mbq": 7000.0}),
}

BROKEN = dict.fromkeys(EVENTS, "C2") | {"shipment_late": "C5", "supplier_shut": "C1"}
BROKEN |= dict.fromkeys(["vial_broken", "site_closed", "place_closed", "tank_closed", "labs_withheld"], "C3")
BROKEN |= dict.fromkeys(["patient_stopped", "patient_transferred", "head_absent"], "C3")
BROKEN |= {"patient_added": "C9", "activity_reduced": "C1"}
FIRST = {"C1", "C9"}
STANDING = {"patient_added", "activity_reduced"}


@cache
def legal():
    country = with_tank(road_country())
    return country, assemble(country, [C1, C2, C3, C5], [NEW1])


@pytest.fixture
def standing(tmp_path):
    country, plan = legal()
    write_network(country, tmp_path / "small")
    write_plan(replace(plan, package_sha256=package_sha256(tmp_path / "small")), tmp_path / "plan")
    return tmp_path


def told(folder, *events):
    (folder / "events.json").write_text(json.dumps({"events": list(events)}), "utf-8")
    return folder / "events.json"


def one(kind, **changes):
    subject_id, at, more = EVENTS[kind]
    return {"event_id": "E1", "kind": kind, "at": at, "subject_id": subject_id, **more, **changes}


def replanned(folder, *events, **options):
    return replan_plan(folder / "plan", told(folder, *events), folder / "again", work=2, **options)


def promises(plan):
    return {(row.course_id, row.cycle_number): (row.place_id, row.administered_at) for row in plan.administrations}


def test_every_kind_of_event_is_planned_again():
    others = {"scanner_closed", "labs_fit", "standby_listed", "standby_ended"}
    assert set(EVENTS) | others == set(EVENT_KINDS)


@pytest.mark.parametrize("kind", EVENTS)
def test_an_event_leads_to_a_legal_plan_that_says_what_it_changes(standing, kind):
    summary = replanned(standing, one(kind))
    again = standing / "again"
    assert not check_network(again / "country")
    verdict = check_plan(again / "country", again)
    assert (verdict.violations, verdict.certified) == ((), True)
    before, after = read_plan(standing / "plan"), read_plan(again)
    (event,) = after.events
    assert (event.kind, event.subject_id) == (kind, EVENTS[kind][0])
    said = {(row.course_id, row.cycle_number): row for row in after.changes}
    broken = {key for key, row in said.items() if row.event_id == "E1"}
    assert broken == {(BROKEN[kind], 1 if BROKEN[kind] in FIRST else 2)}
    assert summary["replanned"]["broken"] == (kind not in STANDING)
    taken_back = set(summary["replanned"]["promises_taken_back"])
    for key, promise in promises(before).items():
        if promise[1] >= event.at and key not in broken and f"{key[0]}-{key[1]}" not in taken_back:
            assert promises(after)[key] == promise
    assert all(row.reason.endswith(".") and row.tell for row in after.changes)


def test_a_closed_scanner_takes_no_scan_and_whoever_had_one_gets_another(tmp_path):
    country = scanned_country()
    write_network(country, tmp_path / "small")
    write_plan(replace(scanned_plan(), package_sha256=package_sha256(tmp_path / "small")), tmp_path / "plan")
    span = {"starts_at": "2027-03-23T08:00:00Z", "ends_at": "2027-03-24T08:00:00Z"}
    summary = replanned(
        tmp_path,
        {"event_id": "E1", "kind": "scanner_closed", "at": "2027-03-17T08:00:00Z", "subject_id": "A-SPECT", **span},
    )
    assert summary["replanned"]["broken"] == 1
    again = tmp_path / "again"
    verdict = check_plan(again / "country", again)
    assert (verdict.violations, verdict.certified) == ((), True)
    plan = read_plan(again)
    assert ("C3", 2) in {(row.course_id, row.cycle_number) for row in plan.scans}
    closed_at, open_at = (datetime.fromisoformat(span[name]) for name in ("starts_at", "ends_at"))
    assert all(scan.ends_at <= closed_at or scan.starts_at >= open_at for scan in plan.scans)


def test_what_was_given_before_the_events_is_past(standing):
    replanned(standing, one("batch_failed"))
    later = read_network(standing / "again" / "country")
    given = {(row.course_id, row.cycle_number) for row in later.past_administrations}
    assert given >= {("C1", 1), ("C3", 2), ("C5", 2)}
    assert ("C2", 2) not in given


def test_a_cycle_that_an_event_kept_from_being_given_is_not_past_when_another_event_comes_later(standing):
    failed = one("batch_failed", event_id="E2")
    replanned(standing, one("place_closed", ends_at="2027-03-25T00:00:00Z"), failed)
    later = read_network(standing / "again" / "country")
    assert ("C3", 2) not in {(row.course_id, row.cycle_number) for row in later.past_administrations}
    changes = {(row.course_id, row.cycle_number): row.event_id for row in read_plan(standing / "again").changes}
    assert changes["C3", 2] == "E1"
    assert changes["C2", 2] == "E2"


def test_a_plan_made_again_can_be_made_again_and_explained(standing):
    replanned(standing, one("labs_withheld"))
    events = told(standing, one("vial_broken", subject_id="V1", at="2027-03-24T07:00:00Z"))
    again = read_plan(standing / "again")
    (vial_id,) = (row.vial_id for row in again.administrations if row.course_id == "C1")
    events = told(standing, one("vial_broken", subject_id=vial_id, at="2027-03-24T07:00:00Z"))
    replan_plan(standing / "again", events, standing / "again", work=2)
    assert check_plan(standing / "again" / "country", standing / "again").exit_code == 0
    assert explain_plan(standing / "again")["country_found"]


@pytest.mark.parametrize(("at", "wasted"), [("2027-03-15T09:00:00Z", 0), ("2027-03-17T09:00:00Z", 1)])
def test_an_order_wastes_the_same_whether_a_plan_was_made_in_between_or_not(standing, at, wasted):
    """The cut-off of the vial of C1 is on the 16th; until then nobody had to order it."""
    stopped = one("patient_stopped", subject_id="C1", at=at)
    direct = replanned(standing, stopped)
    listed = {"event_id": "E1", "kind": "standby_listed", "at": "2027-03-15T06:00:00Z", "subject_id": "C2"}
    replanned(standing, {**listed, "notice_h": 4.0})
    (order,) = (row for row in read_network(standing / "again" / "country").initial_orders if row.course_id == "C1")
    assert order.state == "confirmed"
    later = replan_plan(standing / "again", told(standing, stopped), standing / "again", work=2)
    orders = [row for row in read_plan(standing / "again").orders if row.order_id.startswith("PLACED-C1")]
    assert len(orders) == wasted
    assert later["counts"]["unused_vials"] == direct["counts"]["unused_vials"]
    assert later["levels"] == direct["levels"]


def test_a_failure_is_told_once_in_a_chain_of_plans(standing):
    replanned(standing, one("batch_failed"))
    before = {file.name: file.read_bytes() for file in (standing / "again").iterdir() if file.is_file()}
    with pytest.raises(BadPackage, match="event E1 of the replan of 2027-03-25T17:00:00Z says batch_failed of NEW1"):
        replan_plan(standing / "again", standing / "events.json", standing / "again", work=2)
    assert {file.name: file.read_bytes() for file in (standing / "again").iterdir() if file.is_file()} == before
    # what else happens leaves it told
    events = told(standing, one("place_closed", at="2027-03-26T09:00:00Z", ends_at="2027-04-02T00:00:00Z"))
    replan_plan(standing / "again", events, standing / "again", work=2)
    events = told(standing, one("batch_failed", event_id="E7", at="2027-03-26T10:00:00Z"))
    with pytest.raises(BadPackage, match="event E1 of the replan of 2027-03-25T17:00:00Z says batch_failed of NEW1"):
        replan_plan(standing / "again", events, standing / "again", work=2)


def test_events_are_numbered_anew_each_day(standing):
    replanned(standing, one("place_closed"))
    events = told(standing, one("place_closed", subject_id="A2", at="2027-03-18T09:00:00Z"))
    replan_plan(standing / "again", events, standing / "again", work=2)
    later = read_network(standing / "again" / "country")
    assert [row.closure_id for row in later.closures if row.closure_id.endswith("-E1")] == [
        "EVENT-20270317T080000-E1",
        "EVENT-20270318T090000-E1",
    ]


def test_nothing_is_written_where_events_make_no_sense(standing):
    before = {file.name: file.read_bytes() for file in (standing / "plan").iterdir()}
    with pytest.raises(BadPackage) as raised:
        replanned(
            standing,
            one("vial_broken", subject_id="V-9"),
            one("place_closed", subject_id="Z", event_id="E2", at="2027-03-22T09:00:00Z"),
        )
    assert [(fault.row, fault.column) for fault in raised.value.faults] == [(1, "subject_id"), (2, "subject_id")]
    assert sorted(path.name for path in standing.iterdir()) == ["events.json", "plan", "small"]
    assert {file.name: file.read_bytes() for file in (standing / "plan").iterdir()} == before


def test_an_illegal_plan_is_no_promise(standing):
    _, plan = legal()
    moved = [replace(row, place_id="B2") if row.course_id == "C1" else row for row in plan.administrations]
    sha256 = package_sha256(standing / "small")
    write_plan(replace(plan, administrations=tuple(moved), package_sha256=sha256), standing / "plan")
    with pytest.raises(UserError, match="breaks a rule"):
        replanned(standing, one("batch_failed"))
    assert not (standing / "again").exists()


def test_a_plan_of_another_country_is_refused(standing):
    country, _ = legal()
    write_network(replace(country, holidays=()), standing / "other")
    with pytest.raises(UserError, match="made for another package"):
        replanned(standing, one("batch_failed"), package_path=standing / "other")
    (standing / "small" / "holidays.csv").write_text("", "utf-8")
    with pytest.raises(UserError, match="is not there"):
        replanned(standing, one("batch_failed"))


def test_the_command_says_what_breaks_and_who_must_be_told(standing, capsys):
    events = told(standing, one("vial_broken"))
    arguments = [
        "replan",
        str(standing / "plan"),
        "--events",
        str(events),
        "-o",
        str(standing / "again"),
        "--work",
        "2",
    ]
    assert run(arguments) == 0
    said = capsys.readouterr().out
    assert "until Mon 22 Mar, 09:10 breaks one promise" in said
    assert "one lost a vial" in said or "1 lost a vial" in said
    assert str(standing / "again" / "changes.csv") in said
    assert run([*arguments, "--json", "--language", "nl"]) == 0
    assert json.loads(capsys.readouterr().out)["replanned"]["broken"] == 1


@pytest.mark.parametrize("language", ["en", "nl", "fr", "de"])
def test_the_report_begins_with_what_happened_and_whom_to_tell(standing, language):
    replanned(standing, one("vial_broken", reason="it fell <from> the trolley"), language=language)
    page = (standing / "again" / "report.html").read_text("utf-8")
    section = page[page.index('id="changes"') : page.index('id="levels"')]
    assert "it fell &lt;from&gt; the trolley" in section
    assert "V3" in section
    assert "C3-2" in section
    assert str(len(read_plan(standing / "again").changes)) in section
