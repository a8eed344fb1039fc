"""Promises at a price: after a disturbance the planner changes as little as the oracle, and proves no more."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from zoneinfo import ZoneInfo

import numpy as np
import pytest

from doseline.checking import check, check_plan
from doseline.demand.exhaustive import names
from doseline.journey import Closure, Course, Promise
from doseline.network import Network, write_network
from doseline.operations import plan_package
from tests.oracles.planning import Optimum, exhaustive_optimum
from tests.oracles.planning.dual import Dual
from tests.support.exhaustive import MIXED, instance, optimum

PER_UNIT = {"batch": 8500.0, "line": 8500.0, "staff": 120.0, "tail_staff": 2.0}
"""About what one patient uses of a row that is not counted in patients."""

CASES = [(name, seed) for name in names() for seed in (1, 2)]


def source_of(network: Network, kept: Optimum, vial_id: str) -> str:
    """Where a vial of a plan comes from, as a promise names it."""
    vial = next(row for row in kept.plan.vials if row.vial_id == vial_id)
    if vial.batch_id in {row.batch_id for row in network.initial_batches}:
        return f"batch:{vial.batch_id}"
    for batch in kept.plan.batches:
        if batch.batch_id == vial.batch_id:
            on = batch.processing_starts_at.astimezone(ZoneInfo(network.properties.timezone)).date()
            return f"line:{batch.line_id}:{on}"
    order = next(row for row in kept.plan.orders if row.order_id == vial.order_id)
    return f"slot:{order.slot_id}" if order.slot_id else f"order:{order.order_id}"


def promised(network: Network, kept: Optimum, dice: np.random.Generator) -> Network:
    """The country in which everything that a plan gives and nobody has pinned is promised, at prices of chance."""
    pinned = {(pin.course_id, pin.cycle_number) for pin in network.pins}
    promises = []
    for row in kept.plan.administrations:
        prices = sorted(dice.choice((0, 1, 1, 2, 3, 5, 8, 13), size=6).tolist())
        source = source_of(network, kept, row.vial_id) if dice.random() < 0.8 else None
        if (row.course_id, row.cycle_number) not in pinned:
            promises.append(
                Promise(
                    course_id=row.course_id, cycle_number=row.cycle_number, site_id=row.site_id,
                    place_id=row.place_id, administered_at=row.administered_at, place_price=prices[1],
                    hour_price=prices[2], date_price=prices[3], centre_price=prices[4], unserved_price=prices[5],
                    earlier_price=(None, 0, prices[2])[dice.integers(3)], vial_source=source,
                    vial_price=prices[0] if source else None,
                )
            )  # fmt: skip
    return replace(network, promises=tuple(promises), courses=tuple(delayed(network, dice)))


def delayed(network: Network, dice: np.random.Generator) -> Iterator[Course]:
    """The courses; the last cycle of some that nobody has pinned was given some days before or after its date."""
    regimens = {row.regimen_id: row for row in network.regimens}
    last_on = {row.course_id: row.administered_at.date() for row in network.past_administrations}
    pinned = {pin.course_id for pin in network.pins}
    for course in network.courses:
        if course.course_id in last_on.keys() - pinned and dice.random() < 0.5:
            due_d = regimens[course.regimen_id].interval_due_d + int(dice.integers(-3, 4))
            yield replace(course, nominal_due_on=last_on[course.course_id] + timedelta(days=due_d))
        else:
            yield course


def disturbed(network: Network, kept: Optimum, dice: np.random.Generator) -> Network:
    """A vial less at a slot or in a batch that somebody uses, or a closed place in which somebody was to lie."""
    kind = ("slot", "place")[dice.integers(2)]
    used = {row.slot_id for row in kept.plan.orders if row.slot_id}
    if kind == "slot" and used:
        lost = sorted(used)[dice.integers(len(used))]
        slots = [replace(row, quantity=row.quantity - 1) if row.slot_id == lost else row for row in network.slots]
        return replace(network, slots=tuple(slots))
    free = [stay for stay in kept.plan.stays if not any(pin.place_id == stay.place_id for pin in network.pins)]
    if not free:
        return network
    stay = free[dice.integers(len(free))]
    closure = Closure(
        closure_id="LOST", site_id=stay.site_id, place_id=stay.place_id, starts_at=stay.starts_at,
        ends_at=stay.ends_at, reason="repair",
    )  # fmt: skip
    return replace(network, closures=(*network.closures, closure))


def case(name: str, seed: int) -> tuple[Network, Optimum]:
    dice = np.random.default_rng([seed, names().index(name)])
    before = optimum(name, seed)
    country = promised(disturbed(instance(name, seed), before, dice), before, dice)
    best = exhaustive_optimum(country)
    assert best is not None, "pins of this instance stand whatever is disturbed"
    return country, best


@pytest.mark.parametrize(("name", "seed"), CASES)
def test_the_planner_changes_no_more_than_it_must(name, seed, tmp_path):
    country, best = case(name, seed)
    write_network(country, tmp_path / "package")
    plan_package(tmp_path / "package", tmp_path / "plan", seed=1, work=6, report=False)
    verdict = check_plan(tmp_path / "package", tmp_path / "plan")
    assert [violation.sentence for violation in verdict.violations] == []
    assert verdict.certified
    found = [verdict.levels.get(level, 0.0) for level in ("L1", "L3", "L2")]
    assert found == [best.levels.get(level, 0.0) for level in ("L1", "L3", "L2")]
    bounds = {certificate.name: certificate.claimed_bound for certificate in verdict.certificates}
    assert bounds.get("L3", 0.0) <= best.levels.get("L3", 0.0) + 1e-6
    assert list(verdict.levels)[:2] == ["L1", "L3" if country.promises else "L2"]


@pytest.mark.parametrize("name", MIXED)
def test_prices_of_rows_prove_the_same_to_the_checker_and_never_too_much(name):
    country, best = case(name, 1)
    dual, dice = Dual(country), np.random.default_rng(5)
    rows = dual.rows()
    for floor in (0.0, 1.0, 6.0):
        prices = {rows[at]: float(dice.choice((0.5, 1.0, 4.0))) / PER_UNIT.get(rows[at].split("|")[0], 1.0)
                  for at in dice.choice(len(rows), size=min(4, len(rows)), replace=False)}  # fmt: skip
        bound = dual.bound("L3", prices, floor=floor, own_l1=best.levels["L1"])
        assert bound <= best.levels["L3"]
        claim = {"name": "L3", "bound": bound, "prices": prices, "floor": floor}
        plan = replace(best.plan, certificates={"schema_version": 1, "levels": [claim]})
        (found,) = check(country, plan).certificates
        assert found.holds
        assert found.reevaluated_bound == bound


def test_a_claim_that_passes_the_plan_is_refused():
    country, best = case("XS-03", 1)
    claim = {"name": "L3", "bound": best.levels["L3"] + 1, "prices": {}, "floor": 0.0}
    plan = replace(best.plan, certificates={"schema_version": 1, "levels": [claim]})
    (found,) = check(country, plan).certificates
    assert not found.holds
