"""What each kind of event breaks of a plan that is known by hand, and what it leaves alone."""

from dataclasses import replace
from datetime import date

import pytest

from doseline.journey import Event
from doseline.network.events import EVENT_KINDS
from doseline.operations.replanning.effects import broken_by_then, effects_of
from tests.support.checking import C1, C2, C3, NEW1, assemble
from tests.support.checking_country import NEW_PATIENT, utc
from tests.support.road import C5, road_country
from tests.support.scanned import SCANS, scanned_country
from tests.support.tanks import with_tank

COUNTRY = with_tank(replace(road_country(), scanners=scanned_country().scanners))
PLAN = replace(assemble(COUNTRY, [C1, C2, C3, C5], [NEW1]), scans=SCANS)
C1_1, C2_2, C3_2, C5_2 = ("C1", 1), ("C2", 2), ("C3", 2), ("C5", 2)


def event(kind, subject_id, at, **more):
    spans = {name: utc(value) if name.endswith("_at") else value for name, value in more.items()}
    return Event(event_id="E1", kind=kind, at=utc(at), subject_id=subject_id, **spans)


def week(starts_at, ends_at):
    return {"starts_at": starts_at, "ends_at": ends_at}


DAY = week("2027-03-22 07:00", "2027-03-22 19:00")
EVENING = week("2027-03-22 17:15", "2027-03-22 17:30")
NEW = {**NEW_PATIENT, "referred_on": date(2027, 3, 15)}

CASES = [
    (event("batch_failed", "NEW1", "2027-03-25 17:00"), {C2_2}, set()),
    (event("batch_failed", "IB1", "2027-03-18 17:00"), set(), set()),
    (event("batch_short", "NEW1", "2027-03-25 17:00", usable_activity_mbq=9000.0), {C2_2}, set()),
    (event("batch_short", "NEW1", "2027-03-25 17:00", usable_activity_mbq=9100.0), set(), set()),
    (event("certification_late", "NEW1", "2027-03-25 16:00", instead_at="2027-03-25 19:00"), set(), set()),
    (event("certification_late", "NEW1", "2027-03-25 16:00", instead_at="2027-03-26 04:00"), set(), {C2_2}),
    (event("certification_late", "NEW1", "2027-03-26 06:00", instead_at="2027-03-27 08:30"), set(), {C2_2}),
    (event("certification_late", "NEW1", "2027-03-25 16:00", instead_at="2027-04-08 16:00"), {C2_2}, set()),
    (event("vial_broken", "V3", "2027-03-22 08:00"), {C3_2}, set()),
    (event("vial_broken", "V-IO6", "2027-03-15 08:00"), set(), set()),
    (event("shipment_late", "LEFT", "2027-03-15 06:00", instead_at="2027-03-15 12:00"), set(), set()),
    (event("shipment_late", "LEFT", "2027-03-15 06:00", instead_at="2027-03-16 08:00"), set(), {C5_2}),
    (
        event("supplier_shut", "XTERN", "2027-03-17 08:00", **week("2027-03-20 00:00", "2027-03-22 00:00")),
        {C3_2},
        set(),
    ),
    (
        event("supplier_shut", "XTERN", "2027-03-17 08:00", **week("2027-03-20 00:00", "2027-03-24 00:00")),
        {C1_1, C3_2},
        set(),
    ),
    (
        event("supplier_shut", "XTERN", "2027-03-22 08:00", **week("2027-03-20 00:00", "2027-03-22 20:00")),
        set(),
        set(),
    ),
    (event("line_stopped", "L1", "2027-03-17 08:00", **week("2027-03-25 16:00", "2027-03-26 16:00")), {C2_2}, set()),
    (event("line_stopped", "L1", "2027-03-17 08:00", **week("2027-03-25 17:00", "2027-03-26 16:00")), set(), set()),
    (event("reactor_stopped", "BR", "2027-03-22 08:00", **week("2027-03-22 08:00", "2027-03-23 08:00")), {C2_2}, set()),
    (event("reactor_stopped", "BR", "2027-03-25 08:00", **week("2027-03-25 02:00", "2027-03-27 08:00")), set(), set()),
    (event("place_closed", "A1", "2027-03-17 08:00", **week("2027-03-22 00:00", "2027-03-23 00:00")), set(), {C3_2}),
    (event("place_closed", "A2", "2027-03-17 08:00", **week("2027-03-22 00:00", "2027-03-23 00:00")), set(), set()),
    (
        event("scanner_closed", "A-SPECT", "2027-03-17 08:00", **week("2027-03-23 08:00", "2027-03-23 11:30")),
        set(),
        {C3_2},
    ),
    (
        event("scanner_closed", "A-SPECT", "2027-03-17 08:00", **week("2027-03-23 11:40", "2027-03-25 08:00")),
        set(),
        set(),
    ),
    (event("tank_closed", "TANK-0", "2027-03-17 08:00", **DAY), set(), {C3_2}),
    (event("tank_closed", "TANK-0", "2027-03-17 08:00", **EVENING), set(), set()),
    (
        event("site_closed", "A", "2027-03-17 08:00", **week("2027-03-14 00:00", "2027-03-25 00:00")),
        set(),
        {C1_1, C3_2},
    ),
    (event("labs_withheld", "C3", "2027-03-21 14:10", retest_on=date(2027, 3, 29)), set(), {C3_2}),
    (event("labs_withheld", "C3", "2027-03-21 14:10", retest_on=date(2027, 3, 22)), set(), set()),
    (event("labs_fit", "C3", "2027-03-21 14:10", taken_at="2027-03-21 08:00"), set(), set()),
    (event("standby_listed", "C3", "2027-03-21 14:10", notice_h=2.0), set(), set()),
    (event("standby_ended", "C3", "2027-03-21 14:10"), set(), set()),
    (event("certification_late", "V3", "2027-03-20 13:00", instead_at="2027-03-22 11:00"), set(), set()),
    (event("certification_late", "V3", "2027-03-20 13:00", instead_at="2027-03-22 13:00"), set(), {C3_2}),
    (event("certification_late", "V3", "2027-03-20 13:00", instead_at="2027-03-25 13:00"), {C3_2}, set()),
    (event("patient_stopped", "C3", "2027-03-21 14:10"), set(), {C3_2}),
    (event("patient_stopped", "C3", "2027-03-22 13:30"), set(), set()),
    (event("patient_transferred", "C3", "2027-03-21 14:10", site_id="B"), set(), {C3_2}),
    (event("patient_transferred", "C2", "2027-03-21 14:10", site_id="B"), set(), set()),
    (event("patient_added", "C9", "2027-03-21 14:10", **NEW), set(), set()),
    (event("activity_reduced", "C1", "2027-03-15 08:00", prescribed_activity_mbq=6000.0), set(), set()),
    (event("head_absent", "A", "2027-03-17 08:00", role="nurse", heads=1, **DAY), set(), {C3_2}),
    (event("head_absent", "A", "2027-03-17 08:00", role="physicist", heads=1, **DAY), set(), set()),
    (event("head_absent", "A", "2027-03-17 08:00", role="physician", heads=1, **EVENING), set(), set()),
    (event("head_absent", "A", "2027-03-17 08:00", role="nurse", heads=1, **EVENING), set(), {C3_2}),
]


@pytest.mark.parametrize(("happened", "lost", "hit"), CASES, ids=lambda case: getattr(case, "kind", None))
def test_an_event_breaks_just_the_promises_that_cannot_stand(happened, lost, hit):
    effects = effects_of(COUNTRY, PLAN, [happened])
    assert (effects.lost.keys(), effects.hit.keys()) == (lost, hit)
    assert set(effects.broken.values()) <= {happened}
    assert effects.at == happened.at


def test_every_kind_of_event_is_among_the_cases():
    assert {case[0].kind for case in CASES} == set(EVENT_KINDS)


def test_a_lost_vial_outweighs_what_else_happens_to_a_cycle():
    closed = event("place_closed", "A1", "2027-03-22 08:00", **week("2027-03-22 00:00", "2027-03-23 00:00"))
    broken = event("vial_broken", "V3", "2027-03-22 08:00")
    effects = effects_of(COUNTRY, PLAN, [closed, broken])
    assert (effects.lost, effects.hit) == ({C3_2: broken}, {})


def test_of_a_batch_with_less_the_weightiest_keep_their_vial():
    """Two vials of one batch, room for one: the heavier course keeps it, and of equals the earlier."""
    other = replace(C1, source="new:NEW1", lane_id="NA", departs_at=C2.departs_at)
    plan = assemble(COUNTRY, [other, C2, C3, C5], [NEW1])
    short = event("batch_short", "NEW1", "2027-03-20 17:00", usable_activity_mbq=9100.0)
    assert effects_of(COUNTRY, plan, [short]).lost.keys() == {C2_2}
    heavier = [replace(row, weight=9) if row.course_id == "C2" else row for row in COUNTRY.courses]
    assert effects_of(replace(COUNTRY, courses=tuple(heavier)), plan, [short]).lost.keys() == {C1_1}


def test_a_vial_that_nobody_can_change_is_given_as_it_is():
    """The vial of C3 is on order for good, that of C1 until its cut-off on the 16th: only later ones are made anew."""
    reduced = {"prescribed_activity_mbq": 6000.0}
    effects = effects_of(COUNTRY, PLAN, [event("activity_reduced", "C3", "2027-03-15 08:00", **reduced)])
    assert (effects.reduced, effects.noted) == ({"C3": (3, 6000.0)}, {})
    told = event("activity_reduced", "C1", "2027-03-15 08:00", **reduced)
    effects = effects_of(COUNTRY, PLAN, [told])
    assert (effects.reduced, effects.noted) == ({"C1": (1, 6000.0)}, {C1_1: told})
    effects = effects_of(COUNTRY, PLAN, [event("activity_reduced", "C1", "2027-03-17 08:00", **reduced)])
    assert (effects.reduced, effects.noted) == ({"C1": (2, 6000.0)}, {})


C3_3 = ("C3", 3)


def as_c3(row):
    """What C1 gets on 24 March, as the third cycle of C3."""
    return replace(row, course_id="C3", cycle_number=3) if row.course_id == "C1" else row


TWO_CYCLES = replace(PLAN, administrations=tuple(map(as_c3, PLAN.administrations)), stays=tuple(map(as_c3, PLAN.stays)))
"""C3 has its second cycle on 22 March and its third on the 24th."""


def test_without_a_cycle_none_after_it_was_given_whose_hour_has_passed():
    withheld = event("labs_withheld", "C3", "2027-03-21 14:10", retest_on=date(2027, 3, 23))
    elsewhere = event("place_closed", "B1", "2027-03-25 08:00", **week("2027-03-25 10:00", "2027-03-25 12:00"))
    before = replace(elsewhere, at=utc("2027-03-24 08:00"))
    assert effects_of(COUNTRY, TWO_CYCLES, [withheld, before]).broken == {C3_2: withheld}
    assert effects_of(COUNTRY, TWO_CYCLES, [withheld, elsewhere]).hit == {C3_2: withheld, C3_3: withheld}
    assert effects_of(COUNTRY, TWO_CYCLES, [elsewhere]).broken == {}
    assert broken_by_then(COUNTRY, TWO_CYCLES, [withheld, before, elsewhere]) == [set(), {C3_2}, {C3_2, C3_3}]


def test_a_vial_that_was_not_given_at_its_hour_can_still_be_lost():
    """The centre closes, and NEW1, of which C2 was to have a vial on the 27th, fails when that hour has passed."""
    closed = event("site_closed", "B", "2027-03-26 17:00", **week("2027-03-27 00:00", "2027-03-28 00:00"))
    failed = event("batch_failed", "NEW1", "2027-03-29 08:00")
    assert effects_of(COUNTRY, PLAN, [failed]).lost == {}
    assert effects_of(COUNTRY, PLAN, [closed, failed]).lost == {C2_2: closed}


def test_an_activity_is_reduced_from_the_cycle_that_was_not_given():
    withheld = event("labs_withheld", "C3", "2027-03-15 14:10", retest_on=date(2027, 3, 23))
    reduced = event("activity_reduced", "C3", "2027-03-24 08:00", prescribed_activity_mbq=6000.0)
    plan = replace(
        PLAN,
        shipments=tuple(replace(row, departs_at=utc("2027-03-25 08:00")) for row in PLAN.shipments),
        orders=tuple(replace(row, state="confirmed") for row in PLAN.orders),
    )
    assert effects_of(COUNTRY, plan, [reduced]).reduced == {"C3": (3, 6000.0)}
    assert effects_of(COUNTRY, plan, [withheld, reduced]).reduced == {"C3": (2, 6000.0)}


def test_what_comes_before_a_new_result_of_whoever_is_withheld_breaks_unless_a_fit_one_is_known():
    """New results are known after eight days; that of C3 of 11 March is valid until the 25th."""
    withheld = event("labs_withheld", "C3", "2027-03-21 14:10", retest_on=date(2027, 3, 22))
    no_labs = replace(COUNTRY, labs=())
    assert effects_of(COUNTRY, PLAN, [withheld]).hit == {}
    assert effects_of(no_labs, PLAN, [withheld]).hit == {C3_2: withheld}
    fit = event("labs_fit", "C3", "2027-03-22 07:00", taken_at="2027-03-22 06:00")
    assert effects_of(no_labs, PLAN, [withheld, fit]).hit == {}
    earlier = replace(withheld, at=utc("2027-03-15 05:00"), retest_on=date(2027, 3, 16))
    assert effects_of(no_labs, PLAN, [replace(earlier, at=utc("2027-03-14 05:00"))]).hit == {}
    # whoever was treated since was fit again, and is fit for the next cycle as anybody is
    later = event("place_closed", "B1", "2027-03-23 18:00", **week("2027-03-25 10:00", "2027-03-25 12:00"))
    assert effects_of(no_labs, TWO_CYCLES, [earlier, later]).withheld == set()
    assert effects_of(no_labs, TWO_CYCLES, [earlier, later]).broken == {}


def test_a_vial_that_is_lost_is_made_anew_for_less():
    """The vial of C3 is on order for good: with less it is made anew only where it is lost, before or after."""
    reduced = event("activity_reduced", "C3", "2027-03-22 08:00", prescribed_activity_mbq=6000.0)
    broken = replace(event("vial_broken", "V3", "2027-03-22 08:00"), event_id="E2")
    assert effects_of(COUNTRY, PLAN, [reduced]).reduced == {"C3": (3, 6000.0)}
    assert effects_of(COUNTRY, PLAN, [broken, reduced]).reduced == {"C3": (2, 6000.0)}
    assert effects_of(COUNTRY, PLAN, [reduced, broken]).reduced == {"C3": (2, 6000.0)}


def test_where_heads_are_absent_the_weightiest_keep_theirs():
    """Two administrations at one hour want two nurses; with one absent of two, the heavier course keeps the other."""
    two = [replace(row, heads=2) if row.site_id == "A" else row for row in COUNTRY.rosters]
    country = replace(COUNTRY, rosters=tuple(two))
    other = replace(C1, starts_at=C3.starts_at, administered_at=C3.administered_at, ends_at=C3.ends_at, place_id="A2")
    plan = assemble(country, [other, C2, C3, C5], [NEW1])
    absent = event("head_absent", "A", "2027-03-17 08:00", role="nurse", heads=1, **DAY)
    assert effects_of(country, plan, [absent]).hit.keys() == {C3_2}
    heavier = [replace(row, weight=9) if row.course_id == "C3" else row for row in country.courses]
    assert effects_of(replace(country, courses=tuple(heavier)), plan, [absent]).hit.keys() == {C1_1}


def test_where_heads_are_absent_whoever_is_in_the_house_is_seen_out_first():
    """Two nurses see two patients out at one hour; with one absent, the one who was treated first has the other."""
    two = [replace(row, heads=2) if row.site_id == "A" else row for row in COUNTRY.rosters]
    country = replace(COUNTRY, rosters=tuple(two))
    absent = event("head_absent", "A", "2027-03-22 16:00", role="nurse", heads=1, **EVENING)
    treated = replace(C1, starts_at=utc("2027-03-22 14:00"), administered_at=utc("2027-03-22 15:00"), place_id="A2")
    later = replace(C3, administered_at=utc("2027-03-22 16:15"))
    assert effects_of(country, assemble(country, [C2, later, C5], [NEW1]), [absent]).hit == {}
    plan = assemble(country, [replace(treated, ends_at=C3.ends_at), C2, later, C5], [NEW1])
    assert effects_of(country, plan, [absent]).hit.keys() == {C3_2}
    # so does whoever an earlier plan treated
    of_c3 = [
        replace(row, stay_ends_at=C3.ends_at) if row.course_id == "C3" else row for row in country.past_administrations
    ]
    known = replace(country, past_administrations=tuple(of_c3))
    assert effects_of(known, assemble(known, [C2, later, C5], [NEW1]), [absent]).hit.keys() == {C3_2}
