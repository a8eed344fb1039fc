"""What holds for every seed: an invented country, drawn again and again."""

import re
from collections import Counter
from dataclasses import replace
from datetime import timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as st

from doseline.demand.synthesis import synthesised
from doseline.network import Network
from tests.support.demand import static_country, with_parameters

COUNTRY = static_country()
ZONE = ZoneInfo("Europe/Brussels")
SEEDS = st.integers(min_value=0, max_value=2**63)
QUICK = settings(max_examples=8, deadline=None)


def drawn(seed, country=COUNTRY, **options) -> Network:
    return synthesised(country, instance="test", scenarios=("base",), seed=seed, **options)


def by_key(rows, name):
    return {getattr(row, name): row for row in rows}


@QUICK
@given(SEEDS)
def test_the_same_seed_gives_the_same_country(seed):
    assert drawn(seed) == drawn(seed)


@QUICK
@given(SEEDS)
def test_every_course_has_a_patient_and_what_its_state_asks_for(seed):
    network = drawn(seed)
    patients, given_of = by_key(network.patients, "patient_id"), Counter()
    for row in network.past_administrations:
        given_of[row.course_id] += 1
    regimens = by_key(network.regimens, "regimen_id")
    travel = {(row.catchment_id, row.site_id): row.travel_min for row in network.travel_times}
    assert len(patients) == len(network.courses)
    for course in network.courses:
        running = given_of[course.course_id] > 0
        assert (course.home_site_id is not None) is running
        assert given_of[course.course_id] < regimens[course.regimen_id].cycles
        assert course.weight == 2 + running + (course.trial_id is not None)
        catchment_id = patients[course.patient_id].catchment_id
        assert any(minutes <= course.max_travel_min for (one, _), minutes in travel.items() if one == catchment_id)
        if course.home_site_id is not None:
            assert travel[catchment_id, course.home_site_id] <= course.max_travel_min


@QUICK
@given(SEEDS)
def test_identifiers_cannot_be_taken_for_real_ones(seed):
    network = drawn(seed)
    assert all(re.fullmatch(r"P-\d{5}", row.patient_id) for row in network.patients)
    assert all(row.course_id == f"C-{row.patient_id[2:]}" for row in network.courses)
    # A Belgian national register number has eleven digits; nothing here holds more than eight in a row.
    for row in (*network.patients, *network.courses):
        assert not re.search(r"\d{9}", repr(row).replace(".", ""))


@QUICK
@given(SEEDS)
def test_history_lies_between_referral_and_present_and_keeps_the_intervals(seed):
    network = drawn(seed)
    courses, regimens = by_key(network.courses, "course_id"), by_key(network.regimens, "regimen_id")
    past = {}
    for row in network.past_administrations:
        past.setdefault(row.course_id, []).append(row)
    for course_id, rows in past.items():
        course = courses[course_id]
        regimen = regimens[course.regimen_id]
        assert [row.cycle_number for row in rows] == list(range(1, len(rows) + 1))
        assert {row.site_id for row in rows} == {course.home_site_id}
        ons = [row.administered_at.astimezone(ZONE).date() for row in rows]
        assert regimen.first_earliest_d <= (ons[0] - course.referred_on).days <= regimen.first_stop_d
        assert all(regimen.interval_min_d <= (b - a).days <= regimen.interval_max_d for a, b in pairwise(ons))
        assert rows[-1].administered_at < network.properties.planned_at
        assert all(abs(row.administered_activity_mbq / course.prescribed_activity_mbq - 1) < 0.1 for row in rows)


@QUICK
@given(SEEDS)
def test_no_course_has_lapsed_and_every_one_is_due_inside_the_horizon(seed):
    network = drawn(seed)
    regimens = by_key(network.regimens, "regimen_id")
    last = {row.course_id: row.administered_at.astimezone(ZONE).date() for row in network.past_administrations}
    start_on = network.properties.horizon_start_on
    end_on = start_on + timedelta(days=network.properties.horizon_days)
    for course in network.courses:
        regimen = regimens[course.regimen_id]
        if course.course_id in last:
            due_d, stop_d, begin_on = regimen.interval_due_d, regimen.interval_max_d, last[course.course_id]
        else:
            due_d, stop_d, begin_on = regimen.first_due_d, regimen.first_stop_d, course.referred_on
        assert begin_on + timedelta(days=stop_d) >= start_on
        assert begin_on + timedelta(days=due_d) < end_on


@QUICK
@given(SEEDS)
def test_labs_are_recent_and_those_withheld_have_a_date_to_come_back(seed):
    network = drawn(seed)
    courses, regimens = by_key(network.courses, "course_id"), by_key(network.regimens, "regimen_id")
    for row in network.labs:
        course = courses[row.course_id]
        assert regimens[course.regimen_id].labs_valid_d is not None
        assert timedelta(0) < network.properties.planned_at - row.taken_at < timedelta(days=7)
        assert row.taken_at.astimezone(ZONE).date() >= course.referred_on
        assert (row.outcome == "withhold") is (row.retest_on is not None)
        if row.retest_on is not None:
            assert 7 <= (row.retest_on - row.taken_at.astimezone(ZONE).date()).days <= 14


@QUICK
@given(SEEDS)
def test_orders_were_placed_after_referral_at_slots_whose_cut_off_has_passed(seed):
    network = drawn(seed)
    courses = by_key(network.courses, "course_id")
    slots = {(row.supplier_id, row.product_id, row.calibration_at): row for row in network.slots}
    placed = Counter()
    for order in network.initial_orders:
        if order.batch_id is not None:  # of a controlled line, and on the road: nobody orders those
            assert order.shipment_id is not None
            continue
        slot = slots[order.supplier_id, order.product_id, order.calibration_at]
        placed[slot.slot_id] += 1
        assert (slot.dispatch_at, slot.certified_at) == (order.dispatch_at, order.certified_at)
        assert slot.order_cutoff_at < network.properties.planned_at
        assert slot.order_cutoff_at.astimezone(ZONE).date() >= courses[order.course_id].referred_on
        lead = order.dispatch_at - network.properties.planned_at
        state = "irrevocable" if lead.days < 5 else "confirmed" if lead.days < 8 else "provisional"
        assert order.state == state
    patterns = by_key(network.slot_patterns, "slot_pattern_id")
    for slot in network.slots:
        assert slot.quantity + placed[slot.slot_id] == patterns[slot.slot_id.partition(".")[0]].quantity


@QUICK
@given(SEEDS)
def test_pins_stand_on_the_first_working_days_with_a_vial_that_will_come(seed):
    network = drawn(seed)
    state = {(row.course_id, row.cycle_number): row.state for row in network.initial_orders}
    line_products = {row.product_id for row in network.lines}
    regimens, courses = by_key(network.regimens, "regimen_id"), by_key(network.courses, "course_id")
    latest = by_key(network.labs, "course_id")
    start_on = network.properties.horizon_start_on
    assert network.pins
    for pin in network.pins:
        course = courses[pin.course_id]
        regimen = regimens[course.regimen_id]
        on = pin.administered_at.astimezone(ZONE).date()
        assert 0 <= (on - start_on).days < 5
        irrevocable = state.get((pin.course_id, pin.cycle_number)) == "irrevocable"
        assert irrevocable or regimen.product_id in line_products
        assert course.home_site_id == pin.site_id or regimen.cycles == 1
        lab = latest.get(pin.course_id)
        if regimen.labs_valid_d is not None and (on - start_on).days < regimen.labs_turnaround_d:
            assert lab.outcome == "fit"
        assert lab is None or lab.retest_on is None or lab.retest_on <= on


@QUICK
@given(SEEDS)
def test_more_demand_keeps_every_patient(seed):
    def people(network):
        names = by_key(network.patients, "patient_id")
        return Counter(
            (
                replace(course, course_id="", patient_id=""),
                replace(names[course.patient_id], patient_id=""),
                tuple(row.administered_at for row in network.past_administrations if row.course_id == course.course_id),
            )
            for course in network.courses
        )

    fewer, more = people(drawn(seed)), people(drawn(seed, with_parameters(COUNTRY, demand_factor=1.3)))
    assert fewer < more


@QUICK
@given(SEEDS)
def test_another_share_of_trials_changes_nobody_else(seed):
    plain, trials = drawn(seed), drawn(seed, with_parameters(COUNTRY, trial_fraction=0.4))
    assert trials.patients == plain.patients
    assert trials.past_administrations == plain.past_administrations
    assert sum(row.trial_id is not None for row in trials.courses) > sum(
        row.trial_id is not None for row in plain.courses
    )


@settings(max_examples=4, deadline=None)
@given(SEEDS)
def test_the_first_of_three_copies_is_the_country_itself(seed):
    def own(network):
        return Counter(
            (course.referred_on, course.home_site_id, course.prescribed_activity_mbq, course.regimen_id)
            for course in network.courses
            if (course.home_site_id or "").count(".") == 0
        )

    once, thrice = drawn(seed), drawn(seed, scale=3.0)
    assert not own(once) - own(thrice)
    assert len(thrice.slots) == 3 * len(once.slots)
    assert 2.0 < len(thrice.courses) / len(once.courses) < 4.0
