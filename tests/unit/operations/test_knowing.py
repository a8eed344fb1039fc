"""Events that speak of what is not there, of what is over, or against each other."""

from dataclasses import fields, replace
from datetime import date, timedelta

import pytest

from doseline.errors import BadPackage
from doseline.journey import Event, Lab, PastEvent
from doseline.operations.replanning.effects import effects_of
from doseline.operations.replanning.knowing import require_known
from doseline.operations.replanning.rolling import roll_forward
from tests.support.checking import C1, C2, C3, NEW1, assemble
from tests.support.checking_country import NEW_PATIENT, utc
from tests.support.road import C5, road_country
from tests.support.scanned import scanned_country
from tests.support.tanks import with_tank

COUNTRY = with_tank(replace(road_country(), scanners=scanned_country().scanners))
PLAN = assemble(COUNTRY, [C1, C2, C3, C5], [NEW1])


def event(kind, subject_id, at="2027-03-22 08:00", event_id="E1", **more):
    spans = {name: utc(value) if name.endswith("_at") else value for name, value in more.items()}
    return Event(event_id=event_id, kind=kind, at=utc(at), subject_id=subject_id, **spans)


def faults(*events, country=COUNTRY):
    try:
        require_known(events, country, PLAN, shown="events.json")
    except BadPackage as bad:
        return [(fault.row, fault.column) for fault in bad.faults]
    return []


SPAN = {"starts_at": "2027-03-23 00:00", "ends_at": "2027-03-24 00:00"}


@pytest.mark.parametrize(
    ("kind", "known", "more"),
    [
        ("batch_failed", "IB1", {}),
        ("vial_broken", "V3", {}),
        ("shipment_late", "S3", {"instead_at": "2027-03-22 09:00"}),
        ("supplier_shut", "XTERN", SPAN),
        ("line_stopped", "L1", SPAN),
        ("reactor_stopped", "BR", SPAN),
        ("site_closed", "A", SPAN),
        ("place_closed", "A1", SPAN),
        ("scanner_closed", "A-SPECT", SPAN),
        ("tank_closed", "TANK-0", SPAN),
        ("labs_withheld", "C1", {"retest_on": date(2027, 3, 22)}),
        ("labs_fit", "C1", {"taken_at": "2027-03-20 08:00"}),
        ("standby_listed", "C1", {"notice_h": 4.0}),
        ("patient_stopped", "C1", {}),
        ("patient_transferred", "C1", {"site_id": "B"}),
        ("head_absent", "A", {"role": "nurse", "heads": 1, **SPAN}),
        ("activity_reduced", "C1", {"prescribed_activity_mbq": 6000.0}),
    ],
)
def test_what_is_named_must_be_there(kind, known, more):
    assert faults(event(kind, known, **more)) == []
    assert faults(event(kind, "NOBODY", **more)) == [(1, "subject_id")]


@pytest.mark.parametrize("at", ["2027-03-14 21:59", "2027-04-10 22:00", "2026-03-22 08:00"])
def test_events_before_the_plan_or_after_its_end_are_refused(at):
    assert (1, "at") in faults(event("batch_failed", "NEW1", at))


def test_what_comes_late_comes_later_than_it_should():
    assert faults(event("shipment_late", "S3", instead_at="2027-03-22 07:00")) == [(1, "instead_at")]
    assert faults(event("certification_late", "NEW1", instead_at="2027-03-25 17:00")) == [(1, "instead_at")]
    assert faults(event("certification_late", "NEW1", instead_at="2047-03-25 17:00")) == [(1, "instead_at")]


def test_a_shipment_is_late_only_on_the_road_and_a_vial_breaks_only_before_it_is_given():
    assert faults(event("shipment_late", "S1", instead_at="2027-03-26 08:00")) == [(1, "at")]
    assert faults(event("vial_broken", "V3", at="2027-03-23 08:00")) == [(1, "at")]
    assert faults(event("vial_broken", "V-IO6", at="2027-03-23 08:00")) == []


def test_nothing_happens_to_what_is_not_made_yet():
    assert faults(event("batch_failed", "NEW1", at="2027-03-20 01:00")) == [(1, "at")]
    assert faults(event("batch_failed", "NEW1", at="2027-03-20 01:30")) == []
    assert faults(event("batch_short", "NEW1", usable_activity_mbq=11_700.0)) == [(1, "usable_activity_mbq")]
    late = event("certification_late", "IB1", at="2027-03-19 08:00", instead_at="2027-03-20 08:00")
    assert faults(late) == [(1, "at")]
    assert faults(event("vial_broken", "V1")) == [(1, "at")]


def test_the_grid_of_the_plan_must_hold_on_the_day_of_the_event():
    """With steps of four hours a midnight after the clocks have changed lies between two steps."""
    coarse = replace(COUNTRY, properties=replace(COUNTRY.properties, step_min=240))
    assert faults(event("batch_failed", "IB1", at="2027-03-27 08:00"), country=coarse) == []
    assert faults(event("batch_failed", "IB1", at="2027-03-29 08:00"), country=coarse) == [(1, "at")]


def test_what_was_told_at_the_same_instant_before_is_told_once():
    closed = event("place_closed", "A1", **SPAN)
    later = roll_forward(COUNTRY, PLAN, effects_of(COUNTRY, PLAN, [closed]))
    with pytest.raises(BadPackage, match="does not hold yet"):
        require_known([closed], later, PLAN, shown="events.json")
    require_known([event("place_closed", "A1", at="2027-03-22 08:30", **SPAN)], later, PLAN, shown="events.json")


def test_what_is_over_when_it_becomes_known_is_no_event():
    assert faults(event("site_closed", "A", starts_at="2027-03-20 00:00", ends_at="2027-03-21 00:00")) == [
        (1, "ends_at")
    ]
    assert faults(event("labs_withheld", "C1", retest_on=date(2027, 3, 21))) == [(1, "retest_on")]


def test_events_that_contradict_each_other_are_refused():
    failed = event("batch_failed", "NEW1")
    again = event("batch_failed", "NEW1", event_id="E2")
    late = event("certification_late", "NEW1", event_id="E2", instead_at="2027-03-26 17:00")
    assert faults(failed, again) == [(2, "event_id")]
    assert faults(failed, late) == [(2, "subject_id")]
    assert faults(late, again) == []
    assert faults(late, replace(late, event_id="E3", at=utc("2027-03-22 09:00"))) == [(2, "subject_id")]


CLOSED = event("place_closed", "A1", **SPAN)
ABSENT = event("head_absent", "A", role="nurse", heads=1, **SPAN)


@pytest.mark.parametrize("told", [CLOSED, ABSENT], ids=lambda told: told.kind)
def test_the_same_event_under_another_key_is_told_twice(told):
    again = replace(told, event_id="E2")
    with pytest.raises(BadPackage, match=rf"event 1 of this file, E1, says {told.kind} of A.* already.*Delete it"):
        require_known([told, again], COUNTRY, PLAN, shown="events.json")
    assert faults(told, again, replace(told, event_id="E3")) == [(2, "event_id"), (3, "event_id")]


def test_what_differs_in_its_instant_its_span_or_its_reason_is_another_event():
    others = (
        {"at": utc("2027-03-22 09:00")},
        {"reason": "a leak"},
        {"ends_at": utc("2027-03-25 00:00")},
    )
    for other in others:
        assert faults(CLOSED, replace(CLOSED, event_id="E2", **other)) == []


@pytest.mark.parametrize(
    "told",
    [event("batch_failed", "NEW1"), event("vial_broken", "V3"), event("patient_stopped", "C1")],
    ids=lambda told: told.kind,
)
def test_what_happens_once_is_told_once_whatever_the_instant(told):
    assert faults(told, replace(told, event_id="E2", at=told.at + timedelta(minutes=30))) == [(2, "event_id")]


def test_what_an_earlier_plan_was_made_for_is_told_once():
    """The country is the one after the failure: the batch is in it, with nothing left."""
    failed = event("batch_failed", "NEW1")
    later = roll_forward(COUNTRY, PLAN, effects_of(COUNTRY, PLAN, [failed]))
    again = replace(PLAN, events=(failed,), batches=())
    with pytest.raises(BadPackage, match=r"event E1 of the replan of 2027-03-22T08:00:00Z says batch_failed of NEW1"):
        require_known([replace(failed, at=utc("2027-03-23 08:00"))], later, again, shown="events.json")
    told = {column.name: getattr(failed, column.name) for column in fields(failed)}
    past = replace(PLAN, past_events=(PastEvent(replanned_at=utc("2027-03-22 09:00"), **told),), batches=())
    with pytest.raises(BadPackage, match=r"of the replan of 2027-03-22T09:00:00Z"):
        require_known([failed], later, past, shown="events.json")
    late = event("certification_late", "NEW1", event_id="E2", at="2027-03-23 08:00", instead_at="2027-03-26 17:00")
    with pytest.raises(BadPackage, match=r"a batch that is still there after event E1 of the replan"):
        require_known([late], later, again, shown="events.json")


def test_a_vial_that_has_the_key_of_a_broken_one_is_another_vial():
    broken = event("vial_broken", "V3")
    again = replace(PLAN, events=(broken,))
    require_known([replace(broken, at=utc("2027-03-22 09:00"))], COUNTRY, again, shown="events.json")


def test_what_an_earlier_event_of_the_file_kept_from_being_given_may_still_be_spoken_of():
    """C3 is to have its second cycle on the 22nd; withheld, it has it still to come the day after, and so its vial."""
    country = replace(COUNTRY, regimens=tuple(replace(row, cycles=2) for row in COUNTRY.regimens))
    withheld = event("labs_withheld", "C3", retest_on=date(2027, 3, 29))
    for later in (
        event("patient_stopped", "C3", at="2027-03-23 08:00", event_id="E2"),
        event("vial_broken", "V3", at="2027-03-23 08:00", event_id="E2"),
    ):
        assert faults(later, country=country)
        assert faults(withheld, later, country=country) == []


def test_all_faults_are_told_at_once():
    assert faults(
        event("batch_failed", "NOBODY", at="2026-01-01 00:00"),
        event("shipment_late", "S3", instead_at="2027-03-22 07:00"),
    ) == [(1, "at"), (1, "subject_id"), (2, "instead_at")]


NEW = {**NEW_PATIENT, "referred_on": date(2027, 3, 15)}


def test_a_new_patient_has_keys_of_its_own_and_names_what_is_there():
    assert faults(event("patient_added", "C9", **NEW)) == []
    assert faults(event("patient_added", "C1", **{**NEW, "patient_id": "P1"})) == [(1, "patient_id"), (1, "subject_id")]
    twice = [event("patient_added", "C9", event_id=key, **NEW) for key in ("E1", "E2")]
    assert faults(*twice) == [(2, "event_id")]
    assert faults(twice[0], replace(twice[1], subject_id="C8")) == [(2, "patient_id")]
    assert faults(event("patient_added", "C9", **{**NEW, "catchment_id": "K9", "regimen_id": "NO"})) == [
        (1, "catchment_id"),
        (1, "regimen_id"),
    ]
    assert faults(event("patient_added", "C9", site_id="X", **NEW)) == [(1, "site_id")]
    assert faults(event("patient_added", "C9", trial_id="NO", **NEW)) == [(1, "trial_id")]
    assert faults(event("patient_added", "C9", **{**NEW, "birth_year": 2028})) == [(1, "birth_year")]
    assert faults(event("patient_added", "C9", **{**NEW, "referred_on": date(2027, 3, 23)})) == [(1, "referred_on")]
    assert faults(event("patient_added", "C9", **{**NEW, "referred_on": date(2027, 1, 1)})) == [(1, "referred_on")]


def test_later_events_may_speak_of_the_new_patient():
    new = event("patient_added", "C9", **NEW)
    assert faults(new, event("patient_transferred", "C9", event_id="E2", site_id="B")) == []
    assert faults(event("patient_transferred", "C9", site_id="B"), replace(new, event_id="E2")) == [(1, "subject_id")]


def test_what_is_told_of_a_new_patient_without_a_regimen_is_told_once_there_is_one():
    new = event("patient_added", "C9", **{**NEW, "regimen_id": "NO"})
    for kind, more in (("labs_fit", {"taken_at": "2027-03-22 07:00"}), ("patient_stopped", {})):
        assert faults(new, event(kind, "C9", event_id="E2", **more)) == [(1, "regimen_id")]


def test_nothing_more_happens_to_a_course_that_has_ended():
    stopped = event("patient_stopped", "C1")
    moved = event("patient_transferred", "C1", event_id="E2", site_id="B")
    assert faults(stopped, moved) == [(2, "subject_id")]
    later = roll_forward(COUNTRY, PLAN, effects_of(COUNTRY, PLAN, [stopped]))
    with pytest.raises(BadPackage, match="a course that has not ended"):
        require_known([event("patient_stopped", "C1", at="2027-03-22 09:00")], later, PLAN, shown="events.json")


def test_a_patient_goes_to_another_centre_that_has_the_product():
    assert faults(event("patient_transferred", "C3", site_id="A")) == [(1, "site_id")]
    assert faults(event("patient_transferred", "C3", site_id="N")) == [(1, "site_id")]


def test_an_activity_is_reduced_and_by_no_slip_of_the_unit():
    for told_mbq in (7400.0, 8000.0, 6.0):
        assert faults(event("activity_reduced", "C1", prescribed_activity_mbq=told_mbq)) == [
            (1, "prescribed_activity_mbq")
        ]


def test_no_more_heads_are_absent_than_there_are():
    assert faults(event("head_absent", "A", role="nurse", heads=2, **SPAN)) == [(1, "heads")]
    assert faults(event("head_absent", "A", role="physicist", heads=1, **SPAN)) == [(1, "heads")]
    one = event("head_absent", "A", role="nurse", heads=1, **SPAN)
    assert faults(one, replace(one, event_id="E2", reason="ill as well")) == [(2, "heads")]
    assert faults(one, replace(one, event_id="E2", role="physician")) == []


def test_the_vial_of_a_batch_is_certified_with_it():
    late = event("certification_late", "V2", at="2027-03-25 16:00", instead_at="2027-03-26 17:00")
    assert faults(late) == [(1, "subject_id")]
    external = event("certification_late", "V3", at="2027-03-20 13:00", instead_at="2027-03-22 11:00")
    assert faults(external) == []
    assert faults(replace(external, at=utc("2027-03-20 17:00"))) == [(1, "at")]


def test_a_result_that_is_valid_no_more_is_no_event():
    """Results of PSMA are valid for 14 days; LUT asks for none."""
    old = event("labs_fit", "C3", taken_at="2027-03-08 07:00")
    assert faults(old) == [(1, "taken_at")]
    with pytest.raises(BadPackage, match=r"at most 14 d before 2027-03-22T08:00:00Z, when it became known"):
        require_known([old], COUNTRY, PLAN, shown="events.json")
    assert faults(event("labs_fit", "C3", taken_at="2027-03-08 08:00")) == []
    for course_id in ("C2", "C3"):
        assert (1, "taken_at") in faults(event("labs_fit", course_id, taken_at="1950-03-08 08:00"))
    assert faults(event("labs_fit", "C2", taken_at="2027-03-01 08:00")) == []


def test_blood_that_withholds_is_not_fit_as_well():
    withheld = event("labs_withheld", "C3", at="2027-03-20 08:00", retest_on=date(2027, 4, 1))
    fit = event("labs_fit", "C3", event_id="E2", taken_at="2027-03-20 08:00")
    assert faults(withheld, fit) == [(2, "taken_at")]
    assert faults(withheld, replace(fit, taken_at=utc("2027-03-20 07:00"))) == []
    lab = Lab(course_id="C3", taken_at=utc("2027-03-20 08:00"), outcome="withhold", retest_on=date(2027, 4, 1))
    assert faults(fit, country=replace(COUNTRY, labs=(*COUNTRY.labs, lab))) == [(1, "taken_at")]


def test_a_plan_that_was_made_again_is_made_again_at_a_later_instant():
    """Two replans of one instant would leave one record."""
    told = event("site_closed", "A", **SPAN)
    again = replace(PLAN, events=(told,))
    for at, expected in (("2027-03-22 08:00", [(1, "at")]), ("2027-03-22 08:01", [])):
        more = event("place_closed", "A1", at=at, event_id="E2", **SPAN)
        try:
            require_known([more], COUNTRY, again, shown="events.json")
        except BadPackage as bad:
            found = [(fault.row, fault.column) for fault in bad.faults]
        else:
            found = []
        assert found == expected


@pytest.mark.parametrize("given_mbq", [1.0, 7.4, 74_000.0])
def test_a_new_patient_with_an_activity_that_cannot_be_is_a_fault_of_the_event(given_mbq):
    told = event("patient_added", "C9", **{**NEW, "prescribed_activity_mbq": given_mbq})
    assert faults(event("batch_failed", "NOBODY"), replace(told, event_id="E2")) == [
        (1, "subject_id"),
        (2, "prescribed_activity_mbq"),
    ]
    with pytest.raises(BadPackage, match=r"events, row 1, column prescribed_activity_mbq: .*check figure and unit"):
        require_known([told], COUNTRY, PLAN, shown="events.json")


def test_a_shipment_that_comes_years_later_is_a_fault_of_the_event():
    assert faults(event("shipment_late", "S3", instead_at="2027-04-04 17:00")) == []
    late = event("shipment_late", "S3", instead_at="2030-04-04 17:00")
    assert faults(late) == [(1, "instead_at")]
    with pytest.raises(BadPackage, match=r"at most 14 d after 2027-03-21T18:00:00Z, when it left.*vial_broken"):
        require_known([late], COUNTRY, PLAN, shown="events.json")


def test_a_new_test_years_later_is_a_fault_of_the_event():
    assert faults(event("labs_withheld", "C3", retest_on=date(2028, 3, 22))) == []
    assert faults(event("labs_withheld", "C3", retest_on=date(2037, 3, 22))) == [(1, "retest_on")]
