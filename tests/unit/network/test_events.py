"""Reading a file of events: all faults at once, each with its place and what to do."""

import json

import pytest

from doseline.errors import BadPackage
from doseline.network.events import EVENT_KINDS, read_events

GOOD = {"event_id": "E1", "kind": "batch_failed", "at": "2027-03-30T04:00:00Z", "subject_id": "B-1"}
SPAN = {"starts_at": "2027-04-01T00:00:00Z", "ends_at": "2027-04-03T00:00:00Z"}


def faults(tmp_path, content):
    file = tmp_path / "events.json"
    file.write_text(content if isinstance(content, str) else json.dumps(content), "utf-8")
    try:
        read_events(file)
    except BadPackage as bad:
        return [(fault.row, fault.column) for fault in bad.faults]
    return []


def test_events_are_read_in_their_order(tmp_path):
    file = tmp_path / "events.json"
    later = {
        **GOOD,
        "event_id": "E2",
        "kind": "site_closed",
        "at": "2027-03-30T06:00:00+02:00",
        **SPAN,
        "reason": "fire",
    }
    file.write_text(json.dumps({"events": [GOOD, later]}), "utf-8")
    first, second = read_events(file)
    assert (first.kind, first.subject_id, first.reason) == ("batch_failed", "B-1", None)
    assert (second.event_id, second.at, second.reason) == ("E2", first.at, "fire")
    assert (second.ends_at - second.starts_at).days == 2
    file.write_text(json.dumps([GOOD]), "utf-8")
    assert read_events(file) == (first,)


@pytest.mark.parametrize(
    "content",
    [
        "",
        "{",
        "[]",
        "3",
        '"x"',
        "null",
        '{"events": []}',
        '{"events": 3}',
        '{"event": []}',
        "[" * 100_000,
        "\x00\x01",
        '["\\ud83d"]',
        '{"events": [{"event_id": "E1", "event_id": "E2"}]}',
        '{"events": [{}], "event": [{}]}',
    ],
)
def test_a_file_that_holds_no_events_is_one_fault(tmp_path, content):
    assert faults(tmp_path, content) == [(None, None)]


def test_a_file_that_is_not_there_is_said_so(tmp_path):
    with pytest.raises(BadPackage, match=r"(?s)Correct the path.*the plan was left as it is") as raised:
        read_events(tmp_path / "nowhere.json")
    assert raised.value.kind == "events"
    with pytest.raises(BadPackage, match="a file of events"):
        read_events(tmp_path)


def test_all_faults_are_told_at_once(tmp_path):
    rows = [
        {**GOOD, "at": "2027-03-30T04:00:00", "color": "red"},
        {**GOOD, "kind": "batch_fails"},
        {**GOOD, "event_id": "E3", "kind": "batch_short", "usable_activity_mbq": -1},
        {**GOOD, "event_id": "E4", "kind": "place_closed", "starts_at": SPAN["starts_at"], "retest_on": "2027-04-01"},
        {"event_id": "E5", "kind": "vial_broken", "at": 3},
    ]
    assert set(faults(tmp_path, rows)) == {
        (1, "at"),
        (1, "color"),
        (2, "event_id"),
        (2, "kind"),
        (3, "usable_activity_mbq"),
        (4, "ends_at"),
        (4, "retest_on"),
        (5, "at"),
        (5, "subject_id"),
    }
    assert faults(tmp_path, [GOOD, 3, None]) == [(2, None), (3, None)]


@pytest.mark.parametrize(
    ("column", "value", "said"),
    [
        ("event_id", 5, "given 5. Allowed: a text in quotes"),
        ("event_id", True, "given True. Allowed: a text in quotes"),
        ("subject_id", ["B-1"], "given '[\"B-1\"]'. Allowed: a text in quotes"),
        ("reason", {"a": 1}, "given '{\"a\": 1}'. Allowed: a text in quotes"),
        ("at", 3, "Allowed: an instant in quotes"),
        ("usable_activity_mbq", "12", "given '12'. Allowed: a number, in MBq. Write the figure alone, without quotes"),
        ("usable_activity_mbq", True, "given True. Allowed: a number, in MBq"),
    ],
)
def test_a_value_of_another_type_is_refused_with_what_to_write(tmp_path, column, value, said):
    row = {**GOOD, "kind": "batch_short", "usable_activity_mbq": 12}
    assert faults(tmp_path, [row]) == []
    assert faults(tmp_path, [{**row, column: value}]) == [(1, column)]
    with pytest.raises(BadPackage) as raised:
        read_events(tmp_path / "events.json")
    assert said in str(raised.value)


def test_values_of_other_types_are_told_with_all_other_faults(tmp_path):
    new = {**GOOD, "kind": "patient_added", "heads": "1", "transfer_allowed": "true", "referred_on": 20270329}
    rows = [{**GOOD, "event_id": 1, "reason": 2}, {**GOOD, "event_id": "E2", "kind": "batch_fails"}, new]
    found = faults(tmp_path, rows)
    assert {(1, "event_id"), (1, "reason"), (2, "kind"), (3, "heads"), (3, "transfer_allowed")} < set(found)
    assert found.count((3, "referred_on")) == 1
    assert (3, "patient_id") in found


def test_events_out_of_order_and_spans_that_end_before_they_begin_are_refused(tmp_path):
    earlier = {**GOOD, "event_id": "E2", "at": "2027-03-29T04:00:00Z"}
    assert faults(tmp_path, [GOOD, earlier]) == [(2, "at")]
    backwards = {**GOOD, "kind": "site_closed", "starts_at": SPAN["ends_at"], "ends_at": SPAN["starts_at"]}
    assert faults(tmp_path, [backwards]) == [(1, "ends_at")]


@pytest.mark.parametrize("kind", EVENT_KINDS)
def test_each_kind_asks_for_what_it_needs(tmp_path, kind):
    needs = EVENT_KINDS[kind].needs
    bare = {"event_id": "E1", "kind": kind, "at": GOOD["at"], "subject_id": "X"}
    assert faults(tmp_path, [bare]) == [(1, name) for name in sorted(needs)]
    whole = {**SPAN, "instead_at": SPAN["ends_at"], "usable_activity_mbq": 5000, "retest_on": "2027-04-02"}
    whole |= {"site_id": "A", "role": "nurse", "heads": 1, "prescribed_activity_mbq": 6000, "patient_id": "P9"}
    whole |= {"sex": "male", "birth_year": 1950, "weight_kg": 80.5, "catchment_id": "K1", "regimen_id": "R"}
    whole |= {"referred_on": "2027-03-29", "max_travel_min": 60, "weight": 3, "transfer_allowed": True, "trial_id": "T"}
    whole |= {"taken_at": "2027-03-29T07:00:00Z", "notice_h": 2.5}
    may_have = EVENT_KINDS[kind].may_have
    assert faults(tmp_path, [{**bare, **{name: whole[name] for name in (*needs, *may_have)}}]) == []
    surplus = sorted(whole.keys() - {*needs, *may_have})
    assert faults(tmp_path, [{**bare, **whole}]) == [(1, name) for name in surplus]


@pytest.mark.parametrize("text", ["a\r\nb", "a\rb", "\x00", "a\x1b[0m", "x" * 2_001])
def test_a_text_that_no_table_or_sentence_can_hold_is_told_at_its_place_alone(tmp_path, text):
    assert faults(tmp_path, [{**GOOD, "reason": text}]) == [(1, "reason")]
    assert faults(tmp_path, [GOOD, {**GOOD, "event_id": f"E2{text}"}]) == [(2, "event_id")]


def test_a_reason_may_have_lines(tmp_path):
    (tmp_path / "lines.json").write_text(json.dumps([{**GOOD, "reason": "platelets\nand weight"}]), "utf-8")
    (told,) = read_events(tmp_path / "lines.json")
    assert told.reason == "platelets\nand weight"
