"""A plan made again keeps the hours of scans, and tells of each that it cannot keep, treated patients included."""

import json
from dataclasses import replace
from datetime import timedelta

import pytest

from doseline.checking import check_plan
from doseline.cli.running import run
from doseline.network import check_network, package_sha256, read_network, read_plan, write_network, write_plan
from doseline.operations import replan_plan
from tests.oracles.planning.scans import scans_that_may_be
from tests.support.checking_country import NEW_PATIENT, local
from tests.support.scanned import SCANS, scan, scanned_country, scanned_plan

C1_1, C3_2 = ("C1", 1), ("C3", 2)
NEW = {**NEW_PATIENT, "referred_on": "2027-03-12"}


def standing(folder, plan=None, **tables):
    write_network(scanned_country(**tables), folder / "small")
    plan = plan or scanned_plan()
    write_plan(replace(plan, package_sha256=package_sha256(folder / "small")), folder / "plan")
    return folder


def event(kind, subject_id, at, **more):
    return {"event_id": "E1", "kind": kind, "at": utc_text(at), "subject_id": subject_id, **more}


def utc_text(at):
    return local(at).isoformat().replace("+00:00", "Z")


def closed(subject_id, at, begins, ends, kind="scanner_closed", **more):
    return event(kind, subject_id, at, starts_at=utc_text(begins), ends_at=utc_text(ends), **more)


def replanned(folder, *events, plan="plan", **options):
    (folder / "events.json").write_text(json.dumps({"events": list(events)}), "utf-8")
    summary = replan_plan(folder / plan, folder / "events.json", folder / "again", work=1, **options)
    again = folder / "again"
    assert not check_network(again / "country")
    verdict = check_plan(again / "country", again)
    assert (verdict.violations, verdict.certified) == ((), True)
    return summary["replanned"], read_network(again / "country"), read_plan(again)


def slots(scans):
    return {(row.course_id, row.cycle_number): (row.scanner_id, row.starts_at) for row in scans}


def change_of(plan, key):
    (found,) = (row for row in plan.changes if (row.course_id, row.cycle_number) == key)
    return found


@pytest.mark.parametrize(
    "happened",
    [event("patient_added", "C9", "2027-03-17 09:00", **NEW), event("vial_broken", "V2", "2027-03-26 20:00")],
    ids=lambda case: case["kind"],
)
def test_the_scan_of_a_treatment_that_stays_keeps_its_hour(tmp_path, happened):
    """A first fit would scan C1 on the Thursday at eight and C3 on the Tuesday at ten."""
    summary, country, plan = replanned(standing(tmp_path), happened)
    booked = {**slots(row for row in country.initial_scans if row.course_id), **slots(plan.scans)}
    assert {key: slot for key, slot in booked.items() if key in (C1_1, C3_2)} == slots(SCANS)
    assert (summary["scans_moved"], summary["scans_lost"]) == (0, 0)
    assert not any("scan" in row.kind for row in plan.changes)


def test_a_scan_of_a_cycle_to_come_moves_as_little_as_its_closed_scanner_makes_it(tmp_path):
    shut = closed("A-SPECT", "2027-03-17 09:00", "2027-03-23 11:00", "2027-03-23 13:30")
    summary, country, plan = replanned(standing(tmp_path), shut)
    # a scan of forty minutes that ends by eleven begins at ten: half past one is nearer to twelve
    assert slots(plan.scans) == slots([SCANS[0], scan("C3", 2, "2027-03-23 13:30")])
    assert {row.starts_at for row in country.promised_scans} == {row.starts_at for row in SCANS}
    row = change_of(plan, C3_2)
    assert (row.kind, row.event_id, row.days_later) == (("scan",), "E1", 0)
    assert row.before_scans == ("1@A-SPECT@2027-03-23T11:00:00Z",)
    assert row.after_scans == ("1@A-SPECT@2027-03-23T12:30:00Z",)
    assert row.reason == "Scanner A-SPECT takes nobody at the hour of the scan."
    assert row.tell == ("patient of C3", "centre A")
    assert (summary["scans_moved"], summary["scans_lost"]) == (1, 0)


@pytest.mark.parametrize("kind", ["scanner_closed", "site_closed"])
def test_the_scan_of_a_treated_patient_is_booked_anew_where_it_cannot_be_made(tmp_path, kind):
    subject = "A-SPECT" if kind == "scanner_closed" else "A"
    shut = closed(subject, "2027-03-23 08:00", "2027-03-23 09:00", "2027-03-23 20:00", kind=kind)
    summary, country, plan = replanned(standing(tmp_path), shut)
    (booked,) = (row for row in country.initial_scans if row.course_id)
    assert (booked.course_id, booked.cycle_number, booked.scan_number) == ("C3", 2, 1)
    assert (booked.scanner_id, booked.starts_at) == ("A-SPECT", local("2027-03-24 08:00"))
    assert slots(plan.scans) == slots([SCANS[0]])
    row = change_of(plan, C3_2)
    assert (row.kind, row.event_id, row.product_id) == (("scan",), "E1", "PSMA")
    assert row.after_scans == ("1@A-SPECT@2027-03-24T07:00:00Z",)
    assert row.before_at == row.after_at == local("2027-03-22 14:00")
    assert row.reason.endswith("at the hour of the scan.")
    assert row.tell == ("patient of C3", "centre A")
    assert (summary["scans_moved"], summary["scans_lost"], len(plan.changes)) == (1, 0, 1)


def test_the_scan_of_a_treated_patient_that_finds_no_hour_is_told_as_lost(tmp_path, capsys):
    shut = closed("A-SPECT", "2027-03-23 08:00", "2027-03-23 09:00", "2027-03-24 18:00")
    summary, country, plan = replanned(standing(tmp_path), shut)
    assert not [row for row in country.initial_scans if row.course_id]
    row = change_of(plan, C3_2)
    assert (row.kind, row.event_id) == (("scan_lost",), "E1")
    assert (row.before_scans, row.after_scans) == (("1@A-SPECT@2027-03-23T11:00:00Z",), None)
    assert "which ends Wed 24 Mar, 18:00: the scan cannot be made." in row.reason
    assert row.tell == ("patient of C3", "centre A", "physician of A, for the scan that is lost")
    assert (summary["scans_moved"], summary["scans_lost"]) == (0, 1)
    given = next(one for one in country.past_administrations if (one.course_id, one.cycle_number) == C3_2)
    assert not [
        slot for slot in scans_that_may_be(country, given, 1) if slot.starts_at >= country.properties.planned_at
    ]
    arguments = ["replan", str(tmp_path / "plan"), "--events", str(tmp_path / "events.json"), "--work", "1"]
    assert run([*arguments, "-o", str(tmp_path / "said")]) == 0
    assert "One scan of a patient who has been treated has no hour left" in capsys.readouterr().out


def test_a_scan_that_was_booked_anew_can_be_booked_anew_again(tmp_path):
    first = closed("A-SPECT", "2027-03-23 08:00", "2027-03-23 09:00", "2027-03-23 20:00")
    replanned(standing(tmp_path), first)
    second = closed("A-SPECT", "2027-03-24 07:00", "2027-03-24 07:00", "2027-03-24 10:30", event_id="E2")
    _, country, plan = replanned(tmp_path, second, plan="again")
    (booked,) = (row for row in country.initial_scans if row.course_id)
    assert booked.starts_at == local("2027-03-24 10:30")
    assert change_of(plan, C3_2).before_scans == ("1@A-SPECT@2027-03-24T07:00:00Z",)
    assert [row.kind for row in plan.past_changes] == [("scan",)]
    third = closed("A-SPECT", "2027-03-24 08:00", "2027-03-24 09:00", "2027-03-24 19:00", event_id="E3")
    _, country, plan = replanned(tmp_path, third, plan="again")
    assert change_of(plan, C3_2).kind == ("scan_lost",)
    assert [row.kind for row in plan.past_changes] == [("scan",), ("scan",)]
    fourth = closed("A-SPECT", "2027-03-24 08:30", "2027-03-24 09:00", "2027-03-24 19:30", event_id="E4")
    _, _, plan = replanned(tmp_path, fourth, plan="again")
    assert C3_2 not in {(row.course_id, row.cycle_number) for row in plan.changes}  # once is enough


def test_a_scan_that_was_made_before_the_events_stays_as_it_was(tmp_path):
    shut = closed("A-SPECT", "2027-03-23 13:00", "2027-03-23 11:00", "2027-03-23 20:00")
    _, country, plan = replanned(standing(tmp_path), shut)
    (booked,) = (row for row in country.initial_scans if row.course_id)
    assert booked.starts_at == SCANS[1].starts_at
    assert plan.changes == ()


def test_a_treatment_given_between_two_events_is_given_though_its_scan_cannot_be_made(tmp_path):
    shut = closed("A-SPECT", "2027-03-22 08:00", "2027-03-23 09:00", "2027-03-23 20:00")
    later = event("patient_added", "C9", "2027-03-22 18:00", **NEW) | {"event_id": "E2"}
    summary, country, plan = replanned(standing(tmp_path), shut, later)
    assert C3_2 in {(row.course_id, row.cycle_number) for row in country.past_administrations}
    assert change_of(plan, C3_2).event_id == "E1"
    assert (summary["broken"], summary["scans_moved"]) == (0, 1)


def test_who_stays_treated_at_the_hour_but_not_where_the_scan_was_promised_is_told(tmp_path):
    """The plan says another hour than first fit; after a second replan the promise is that of the first."""
    moved = replace(
        SCANS[0], starts_at=local("2027-03-25 13:00"), ends_at=local("2027-03-25 13:00") + timedelta(minutes=40)
    )
    _, _, plan = replanned(
        standing(tmp_path, scanned_plan(moved, SCANS[1])), event("patient_added", "C9", "2027-03-17 09:00", **NEW)
    )
    assert slots(plan.scans)[C1_1] == ("A-SPECT", local("2027-03-25 13:00"))


@pytest.mark.parametrize("language", ["en", "nl", "fr", "de"])
def test_the_report_says_when_a_scan_was_and_when_it_is(tmp_path, language):
    shut = closed("A-SPECT", "2027-03-23 08:00", "2027-03-23 09:00", "2027-03-23 20:00")
    replanned(standing(tmp_path), shut, language=language)
    page = (tmp_path / "again" / "report.html").read_text("utf-8")
    section = page[page.index('id="changes"') : page.index('id="levels"')]
    assert "12:00 (A-SPECT)" in section
    assert "08:00 (A-SPECT)" in section
