"""Reasons are stated of cycles that are late or not given, each once, and name what there is."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from doseline.checking import Verdict, check
from doseline.journey import Closure, Stop
from doseline.network import Network, PlanPackage
from tests.support.checking import C1, C2, C3, NEW1, assemble
from tests.support.checking_country import MARK, local, small_country

UNSERVED: dict[str, Any] = {
    "course_id": "C4",
    "cycle_number": 2,
    "late": False,
    "cause": "binding",
    "on": None,
    "interval_min_d": None,
    "binding": ["C17"],
    "centres": ["A", "B"],
    "met": [{"what": ["C09"], "days": 3}],
    "orders": [{"order_id": "IO4", "centre": "A", "met": []}],
    "tail": [{"row": "tail_staff|A|nurse|1", "week_on": "2027-04-19"}],
    "open_until": None,
}
WORKS: dict[str, Any] = {
    "kind": "closure",
    "key": "CLOSED",
    "of": "A",
    "starts_at": "2027-04-05T00:00:00+02:00",
    "ends_at": "2027-04-07T00:00:00+02:00",
    "days": 2,
    "why": "works",
}
PAINTING: dict[str, Any] = {
    "kind": "closure",
    "key": "PAINTED",
    "of": "B",
    "place": "B2",
    "starts_at": "2027-07-01T08:00:00+02:00",
    "ends_at": "2027-07-01T18:00:00+02:00",
    "days": 1,
    "why": "painting",
}
OUTAGE: dict[str, Any] = {
    "kind": "reactor",
    "key": "OUT",
    "of": "BR",
    "starts_at": "2027-07-02T00:30:00+02:00",
    "ends_at": "2027-07-03T01:00:00+02:00",
    "days": 3,
    "why": "outage",
}
LATE: dict[str, Any] = {
    "course_id": "C1",
    "cycle_number": 1,
    "late": True,
    "cause": "no_earlier_day",
    "on": "2027-03-23",
    "interval_min_d": None,
    "binding": [],
    "centres": ["A"],
    "met": [],
    "orders": [],
    "tail": [],
    "open_until": None,
}


def late_country() -> Network:
    """The country with a shorter window, so that C1 is given after it, and disturbances after the horizon."""
    network = small_country()
    regimens = tuple(
        replace(row, first_window_end_d=15) if row.regimen_id == "PSMA" else row for row in network.regimens
    )
    painted = Closure(
        closure_id="PAINTED",
        site_id="B",
        place_id="B2",
        starts_at=local("2027-07-01 08:00"),
        ends_at=local("2027-07-01 18:00"),
        reason="painting",
    )
    out = Stop(
        stop_id="OUT",
        kind="reactor",
        ref_id="BR",
        starts_at=local("2027-07-02 00:30"),
        ends_at=local("2027-07-03 01:00"),
        reason="outage",
        **MARK,
    )
    return replace(network, regimens=regimens, closures=(*network.closures, painted), stops=(out,))


def plan_that_states(reasons: object, **changes: Any) -> tuple[Network, PlanPackage]:
    network = late_country()
    plan = assemble(network, [C1, C2, C3], [NEW1])
    return network, replace(plan, summary={"finished": True, "reasons": reasons}, **changes)


def verdict_of(reasons: object, **changes: Any) -> Verdict:
    return check(*plan_that_states(reasons, **changes))


def places_of(verdict: Verdict) -> set[tuple[str, str, str]]:
    return {(found.constraint, found.table, found.key) for found in verdict.violations}


def test_a_reason_for_each_cycle_that_is_late_or_not_given():
    verdict = verdict_of([LATE, UNSERVED])
    assert [violation.sentence for violation in verdict.violations] == []
    assert verdict.exit_code == 0


def test_a_plan_that_states_no_reasons_claims_nothing():
    network, plan = plan_that_states([])
    assert check(network, replace(plan, summary={"finished": True})).legal


@pytest.mark.parametrize(
    ("reasons", "key"),
    [
        ([], "reasons|C4|2"),
        ([LATE], "reasons|C4|2"),
        ([UNSERVED], "reasons|C1|1"),
        ([LATE, UNSERVED, UNSERVED], "reasons|C4|2"),
        ([LATE, {**UNSERVED, "course_id": "GHOST"}], "reasons|GHOST|2"),
        ([LATE, UNSERVED, {**UNSERVED, "course_id": "C3"}], "reasons|C3|2"),
        ([LATE, UNSERVED, {**UNSERVED, "cycle_number": 3}], "reasons|C4|3"),
        ([LATE, {**UNSERVED, "course_id": 4}], "reasons|1"),
        ([LATE, {**UNSERVED, "course_id": 4}], "reasons|1|course_id"),
        ([LATE, UNSERVED, "because"], "reasons|2"),
        ([{**LATE, "late": False}, UNSERVED], "reasons|C1|1|late"),
        ([LATE, {**UNSERVED, "late": True}], "reasons|C4|2|late"),
        ([LATE, {**UNSERVED, "late": "no"}], "reasons|1|late"),
        ([LATE, {**UNSERVED, "binding": ["C09"]}], "reasons|C4|2|binding"),
        ([LATE, {**UNSERVED, "binding": []}], "reasons|C4|2|binding"),
        ([{**LATE, "binding": ["C99"]}, UNSERVED], "reasons|C1|1|binding"),
        ([{**LATE, "binding": ["C09", "C09"]}, UNSERVED], "reasons|C1|1|binding"),
        ([LATE, {**UNSERVED, "centres": ["NOWHERE"]}], "reasons|C4|2|centres"),
        ([LATE, {**UNSERVED, "centres": ["X"]}], "reasons|C4|2|centres"),
        ([LATE, {**UNSERVED, "cause": "the weather"}], "reasons|1|cause"),
        ([{**LATE, "interval_min_d": 3}, UNSERVED], "reasons|C1|1|interval_min_d"),
        ([LATE, {**UNSERVED, "open_until": "2030-01-01"}], "reasons|C4|2|open_until"),
        ([LATE, {**UNSERVED, "orders": [{"order_id": "IO3"}]}], "reasons|C4|2|orders"),
        ([LATE, {**UNSERVED, "orders": [{"order_id": "IO4", "centre": "B"}]}], "reasons|C4|2|orders"),
        ([LATE, {**UNSERVED, "tail": [{"row": "tail_place"}]}], "reasons|C4|2|tail"),
        ([LATE, {**UNSERVED, "tail": [{"row": "head|A|1|all"}]}], "reasons|C4|2|tail"),
        ([LATE, {**UNSERVED, "tail": [{"row": "tail_vial|PSMA|6"}]}], "reasons|C4|2|tail"),
        ([LATE, {**UNSERVED, "tail": [{"row": "tail_vial|PSMA|1", "week_on": "2027-04-20"}]}], "reasons|C4|2|tail"),
        *(
            ([LATE, {**UNSERVED, "disturbances": [stated]}], "reasons|C4|2|disturbances")
            for stated in (
                {},
                {"kind": "closure"},
                {**WORKS, "key": "GHOST"},
                {**WORKS, "key": "OUT"},
                {**WORKS, "key": ["CLOSED"]},
                {**WORKS, "kind": "reactor"},
                {**WORKS, "of": "B"},
                {**WORKS, "place": "A1"},
                {**WORKS, "starts_at": "2027-04-04T00:00:00+02:00"},
                {**WORKS, "ends_at": "2027-04-06T22:00:00+00:00"},
                {**WORKS, "why": "holidays"},
                {**PAINTING, "place": None},
                {**PAINTING, "place": "B1"},
                {**OUTAGE, "kind": "closure"},
                {**OUTAGE, "kind": "line"},
                {**OUTAGE, "key": "CLOSED"},
                {**OUTAGE, "of": "L1"},
                {**OUTAGE, "place": "B1"},
                {**OUTAGE, "starts_at": "2027-07-02T00:30:00+01:00"},
                {**OUTAGE, "ends_at": "2027-07-03T01:01:00+02:00"},
                {**OUTAGE, "why": ""},
            )
        ),
        ([{**LATE, "disturbances": [WORKS, {**OUTAGE, "of": "L1"}]}, UNSERVED], "reasons|C1|1|disturbances"),
        ({}, "reasons"),
    ],
)
def test_a_reason_that_does_not_agree_is_named(reasons, key):
    verdict = verdict_of(reasons)
    assert ("C00", "summary.json", key) in places_of(verdict)
    assert {violation.table for violation in verdict.violations} == {"summary.json"}
    assert verdict.exit_code == 1


@pytest.mark.parametrize(
    "said",
    [
        {"met": [{"what": ["C99", "closure", "stopped_supplier"], "days": 4}]},
        {"orders": [{"order_id": "IO4", "met": [{"what": ["closure"], "days": 1}]}]},
        {"cause": "interval", "interval_min_d": 35, "open_until": "2027-04-05"},
    ],
)
def test_what_was_met_is_not_judged(said):
    assert verdict_of([LATE, {**UNSERVED, **said}]).legal


def test_a_disturbance_may_be_stated_as_the_country_has_it():
    told = [WORKS, {**WORKS, "place": None}, PAINTING, OUTAGE, {**OUTAGE, "place": None}]
    without_place = {name: value for name, value in PAINTING.items() if name != "place"}
    assert verdict_of([LATE, {**UNSERVED, "disturbances": [*told, without_place]}]).legal


def test_a_wrong_instant_of_a_disturbance_is_said_beside_the_right_one():
    stated = {**OUTAGE, "ends_at": "2027-07-03T01:01:00+02:00"}
    (violation,) = verdict_of([LATE, {**UNSERVED, "disturbances": [stated]}]).violations
    assert violation.found == "disturbances is 2027-07-03T01:01:00+02:00 as ends_at of OUT"
    assert violation.allowed == "2027-07-03T01:00:00+02:00"


@pytest.mark.parametrize("binding", [("C99", "FOO"), ("C09", "C99"), ("C00",), ("C09", "C09")])
def test_a_constraint_that_is_none_cannot_bind(binding):
    network, plan = plan_that_states([LATE, {**UNSERVED, "binding": list(binding)}])
    plan = replace(plan, unserved=tuple(replace(row, binding=binding) for row in plan.unserved))
    assert ("C00", "unserved", "C4|2") in places_of(check(network, plan))
    assert places_of(check(network, replace(plan, summary={}))) == {("C00", "unserved", "C4|2")}


def test_the_reason_of_a_cycle_in_no_table_is_named_beside_the_cycle():
    network, plan = plan_that_states([LATE, UNSERVED])
    found = places_of(check(network, replace(plan, unserved=())))
    assert {("C00", "administrations", "C4|2"), ("C00", "summary.json", "reasons|C4|2")} <= found


def test_a_reason_of_a_cycle_given_in_its_window_says_so():
    (violation,) = verdict_of([LATE, UNSERVED, {**UNSERVED, "course_id": "C3"}]).violations
    assert violation.found == "the cycle is given in its window"


def test_a_week_of_the_tail_begins_where_the_horizon_ends():
    properties = late_country().properties
    end_on = properties.horizon_start_on + timedelta(days=properties.horizon_days)
    assert end_on + timedelta(weeks=1) == date.fromisoformat(UNSERVED["tail"][0]["week_on"])
