"""A summary says of a plan what the checker finds, or it is named; what it leaves out it does not claim."""

from copy import deepcopy
from dataclasses import replace
from math import inf, nan
from typing import Any

import pytest

from doseline.checking import Verdict, check
from doseline.checking.levels import gap
from doseline.network import assumptions
from tests.support.checking import legal_plan
from tests.support.checking_country import small_country

COUNTRY = small_country()
PLAN = legal_plan()
LEVELS = check(COUNTRY, PLAN).levels
BOUNDS = {"L1": 5.0, "L2": 17.0, "L4.1": 200.0, "L4.2": 1.0, "L4.3": 90.0}
CERTIFICATES: dict[str, Any] = {
    "schema_version": 1,
    "levels": [
        {"name": "L1", "bound": 5.0, "prices": {}, "floor": 0.0},
        {"name": "L2", "bound": 17.0, "prices": {}, "floor": 1.0},
        *({"name": name, "bound": BOUNDS[name], "rule": "per_vial"} for name in ("L4.1", "L4.2", "L4.3")),
    ],
}
MARKED = assumptions(COUNTRY)
SUMMARY: dict[str, Any] = {
    "instance": COUNTRY.properties.instance,
    "scenario": COUNTRY.properties.scenario,
    "cohort_seed": COUNTRY.properties.seed,
    "seed": 77,
    "work": 3,
    "elapsed_s": 0.5,
    "without": [],
    "levels": [
        {"name": name, "value": value, "bound": BOUNDS[name], "gap": gap(value, BOUNDS[name], 4)}
        for name, value in LEVELS.items()
    ],
    "counts": {
        "demanded_cycles": 4,
        "administrations": 3,
        "in_window": 3,
        "late": 0,
        "unserved": 1,
        "vials": 4,
        "unused_vials": 1,
        "orders": 3,
        "batches": 1,
        "shipments": 3,
        "administrations_by_product": {"LUT": 1, "PSMA": 2},
    },
    "assumptions": {
        "assumed_figures": len(MARKED.figures),
        "figures_by_confidence": dict(MARKED.count_by_confidence),
        "assumed_by_table": dict(MARKED.count_by_table),
        "signed": 0,
    },
    "medical_device": False,
    "signed": False,
}


def verdict_of(summary: dict[str, Any], certificates: dict[str, Any] = CERTIFICATES) -> Verdict:
    return check(COUNTRY, replace(PLAN, summary=summary, certificates=certificates))


def with_part(*place: str | int, value: object) -> dict[str, Any]:
    """The summary with one value replaced."""
    summary = deepcopy(SUMMARY)
    part: Any = summary
    for key in place[:-1]:
        part = part[key]
    part[place[-1]] = value
    return summary


def without_part(*place: str | int) -> dict[str, Any]:
    """The summary without one key."""
    summary = deepcopy(SUMMARY)
    part: Any = summary
    for key in place[:-1]:
        part = part[key]
    del part[place[-1]]
    return summary


def test_a_summary_that_says_what_is_found():
    verdict = verdict_of(SUMMARY)
    assert verdict.legal, [violation.sentence for violation in verdict.violations]
    assert verdict.certified
    assert verdict.exit_code == 0


@pytest.mark.parametrize(
    ("summary", "key"),
    [
        (with_part("levels", 0, "value", value=5.0), "L1"),
        (with_part("levels", 0, "value", value=None), "L1"),
        (with_part("levels", 0, "value", value=True), "L1"),
        (without_part("levels", 2, "value"), "L4.1"),
        (with_part("levels", 0, "bound", value=LEVELS["L1"]), "L1|bound"),
        (with_part("levels", 1, "bound", value=18.0), "L2|bound"),
        (with_part("levels", 1, "bound", value="17"), "L2|bound"),
        (with_part("levels", 0, "gap", value=0.0), "L1|gap"),
        (with_part("levels", 0, "gap", value="0"), "L1|gap"),
        (with_part("levels", 0, "name", value="L3"), "L3"),
        (without_part("levels", 3), "L4.2"),
        (with_part("levels", value=[*SUMMARY["levels"], SUMMARY["levels"][0]]), "L1"),
        (with_part("levels", value=[]), "L2"),
        (with_part("levels", value={}), "levels"),
        (with_part("levels", value=[4.0]), "levels"),
        (with_part("instance", value="MARS"), "instance"),
        (with_part("scenario", value="calm"), "scenario"),
        (with_part("cohort_seed", value=78), "cohort_seed"),
        (with_part("signed", value=True), "signed"),
        (with_part("medical_device", value=True), "medical_device"),
        *((with_part("counts", name, value=99_999), f"counts|{name}") for name in SUMMARY["counts"]),
        (with_part("counts", "unserved", value=True), "counts|unserved"),
        (with_part("counts", value=[3]), "counts"),
        (with_part("assumptions", "assumed_figures", value=99_999), "assumptions|assumed_figures"),
        (with_part("assumptions", "assumed_by_table", value={"lanes": 1}), "assumptions|assumed_by_table"),
        (with_part("assumptions", "signed", value=3), "assumptions|signed"),
        (with_part("without", value=["C99"]), "without"),
        (with_part("without", value=["C00"]), "without"),
        (with_part("without", value=["C09", "C09"]), "without"),
        (with_part("without", value="C09"), "without"),
        (with_part("elapsed_s", value=inf), "elapsed_s"),
        (with_part("elapsed_s", value=-5), "elapsed_s"),
        (with_part("cold_elapsed_s", value="long"), "cold_elapsed_s"),
        (with_part("seed", value=-1), "seed"),
        (with_part("work", value=2.5), "work"),
        (with_part("finished", value="yes"), "finished"),
        (with_part("checked", value="yes"), "checked"),
        (with_part("synthetic_patients", value=1), "synthetic_patients"),
        (with_part("versions", value={"doseline": 1}), "versions|doseline"),
    ],
)
def test_what_is_not_so_is_named(summary, key):
    verdict = verdict_of(summary)
    assert ("C00", "summary.json", key) in {(v.constraint, v.table, v.key) for v in verdict.violations}
    assert {violation.table for violation in verdict.violations} == {"summary.json"}
    assert verdict.exit_code == 1


def test_levels_in_another_order_are_named():
    found = verdict_of(with_part("levels", value=SUMMARY["levels"][::-1])).violations
    assert [(violation.key, violation.allowed) for violation in found] == [("levels", ", ".join(LEVELS))]


@pytest.mark.parametrize("name", ["value", "bound", "gap"])
@pytest.mark.parametrize("number", [nan, inf, -inf])
def test_what_is_no_finite_number_is_named(name, number):
    found = verdict_of(with_part("levels", 0, name, value=number)).violations
    assert f"levels|0|{name}" in {violation.key for violation in found}


@pytest.mark.parametrize(
    "certificates",
    [{}, {"schema_version": 1, "levels": []}, {"schema_version": 1, "levels": CERTIFICATES["levels"][2:]}],
)
def test_a_bound_without_a_certificate_is_not_proved(certificates):
    verdict = verdict_of(SUMMARY, certificates)
    found = {violation.key: violation.sentence for violation in verdict.violations}
    assert {"L1|bound", "L2|bound"} <= set(found)
    assert "is not proved" in found["L2|bound"]
    assert not verdict.certified
    assert verdict.exit_code == 1
    assert {"L1", "L2"} <= {claim.name for claim in verdict.certificates if not claim.holds}
    assert "L1" not in verdict.gap


def test_a_summary_that_claims_nothing_needs_no_proof():
    for summary in ({}, {"levels": [{"name": name, "value": value} for name, value in LEVELS.items()]}):
        verdict = verdict_of(summary, {})
        assert verdict.legal
        assert not verdict.certified, "nothing is proved"
        assert verdict.exit_code == 0


@pytest.mark.parametrize("key", ["levels", "counts", "assumptions", "without", "instance", "seed", "signed"])
def test_a_key_that_is_absent_claims_nothing(key):
    assert verdict_of(without_part(key)).legal


def test_a_constraint_that_was_left_out_is_judged_all_the_same():
    plan = replace(PLAN, stays=(), summary=with_part("without", value=["C09", "C10"]), certificates=CERTIFICATES)
    assert not check(COUNTRY, plan).legal
    assert verdict_of(with_part("without", value=["C09"])).legal


def claiming(*, checked: object, certified: object) -> dict[str, Any]:
    return {**SUMMARY, "checked": checked, "certified": certified}


def keys_of(verdict: Verdict) -> set[str]:
    return {violation.key for violation in verdict.violations}


def test_a_plan_that_is_legal_and_proved_may_say_so():
    assert verdict_of(claiming(checked=True, certified=True)).legal
    assert verdict_of({**SUMMARY, "checked": True}).legal
    assert verdict_of({**SUMMARY, "certified": True}).legal


def test_a_plan_not_yet_checked_claims_neither():
    assert verdict_of(claiming(checked=False, certified=False) | {"finished": False}).legal
    finished = verdict_of(claiming(checked=False, certified=False) | {"finished": True})
    assert {"checked", "certified"} <= keys_of(finished)


@pytest.mark.parametrize(
    ("checked", "certified", "key"), [(False, True, "checked"), (True, False, "certified"), (0, True, "checked")]
)
def test_a_plan_that_is_better_than_it_says_is_named(checked, certified, key):
    assert key in keys_of(verdict_of(claiming(checked=checked, certified=certified)))


def test_a_plan_that_breaks_a_rule_and_says_it_is_checked_is_named():
    plan = replace(PLAN, stays=(), certificates=CERTIFICATES)
    found = check(COUNTRY, replace(plan, summary=claiming(checked=True, certified=False)))
    assert "checked" in keys_of(found)
    without = with_part("without", value=["C09", "C10"]) | {"checked": True}
    assert "checked" in keys_of(check(COUNTRY, replace(PLAN, administrations=(), summary=without)))


def test_a_plan_made_without_a_constraint_is_checked_for_all_others():
    closed = replace(COUNTRY, places=tuple(replace(row, nuclides=("I-131",)) for row in COUNTRY.places))
    summary = {"without": ["C09"], "checked": True}
    verdict = check(closed, replace(PLAN, summary=summary))
    assert {violation.constraint for violation in verdict.violations} == {"C09"}
    assert "checked" in keys_of(check(closed, replace(PLAN, summary={"without": [], "checked": True})))


@pytest.mark.parametrize("certificates", [{}, {"schema_version": 1, "levels": CERTIFICATES["levels"][2:]}])
def test_a_plan_that_is_not_proved_and_says_it_is_certified_is_named(certificates):
    assert "certified" in keys_of(verdict_of(claiming(checked=False, certified=True), certificates))


def test_a_bound_that_fails_leaves_no_plan_certified():
    certificates = deepcopy(CERTIFICATES)
    certificates["levels"][0]["bound"] = 3.0
    summary = claiming(checked=True, certified=True)
    summary["levels"][0] = {"name": "L1", "value": LEVELS["L1"]}
    assert {"certified"} == keys_of(verdict_of(summary, certificates)) & {"checked", "certified"}
