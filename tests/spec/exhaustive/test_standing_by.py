"""Vials that are given up and patients who stand by: the planner finds what the oracle finds, the checker agrees."""

from dataclasses import replace

import numpy as np
import pytest

from doseline.checking import check, check_plan
from doseline.demand.exhaustive.base import LUTETIUM
from doseline.journey import Standby
from doseline.network import Network, write_network
from doseline.operations import plan_package
from tests.oracles.planning import exhaustive_optimum
from tests.oracles.planning.dual import Dual
from tests.support.exhaustive import MIXED, SCARCE, instance

LEVELS = ("L1", "L2", "L4.1")


def left_over(name: str, seed: int) -> Network:
    """A mixed country in which a vial is given up, some days are frozen, and some of the patients stand by."""
    network, dice = instance(name, seed), np.random.default_rng([seed, int(name[-2:])])
    pinned = {pin.course_id for pin in network.pins}
    lost = next(row for row in network.initial_orders if row.course_id not in pinned)
    # the vial is for a centre that more patients may go to, and is made for what they get too
    orders = tuple(
        replace(row, given_up=True, product_id=LUTETIUM, state="irrevocable") if row is lost else row
        for row in network.initial_orders
    )
    listed = [row.course_id for row in network.courses if row.course_id not in pinned and dice.random() < 0.6]
    return replace(
        network,
        properties=replace(network.properties, frozen_days=int(dice.integers(0, 6))),
        products=tuple(replace(row, swappable=True) for row in network.products),
        standbys=tuple(
            Standby(course_id=course_id, notice_h=float(dice.choice((0.0, 6.0, 30.0, 80.0)))) for course_id in listed
        ),
        initial_orders=orders,
    )


@pytest.mark.parametrize("seed", [1, 2, 3])
@pytest.mark.parametrize("name", MIXED)
def test_the_planner_gives_what_is_left_over_as_the_oracle_does(name, seed, tmp_path):
    country = left_over(name, seed)
    best = exhaustive_optimum(country)
    assert best is not None
    write_network(country, tmp_path / "package")
    plan_package(tmp_path / "package", tmp_path / "plan", seed=1, work=6, report=False)
    verdict = check_plan(tmp_path / "package", tmp_path / "plan")
    assert [violation.sentence for violation in verdict.violations] == []
    assert verdict.certified
    found = [verdict.levels[level] for level in LEVELS]
    assert found == pytest.approx([best.levels[level] for level in LEVELS], abs=1e-3)
    bounds = {certificate.name: certificate.claimed_bound for certificate in verdict.certificates}
    assert bounds["L1"] >= best.levels["L1"] - 1e-6
    assert bounds["L2"] <= best.levels["L2"] + 1e-6
    assert bounds["L4.1"] <= best.levels["L4.1"] + 1e-6


def test_somewhere_a_vial_goes_to_another_patient_and_somebody_is_called_in():
    swapped = called = 0
    for name in MIXED:
        for seed in (1, 2, 3):
            country = left_over(name, seed)
            best = exhaustive_optimum(country)
            owners = {row.order_id: (row.course_id, row.cycle_number) for row in country.initial_orders}
            orders = {row.vial_id: row.order_id for row in best.plan.vials}
            starts_on, frozen = country.properties.horizon_start_on, country.properties.frozen_days
            pinned = {pin.course_id for pin in country.pins}
            for row in best.plan.administrations:
                owner = owners.get(orders[row.vial_id])
                swapped += owner not in (None, (row.course_id, row.cycle_number))
                early = (row.administered_at.date() - starts_on).days < frozen
                called += early and row.course_id not in pinned
    assert swapped >= 2
    assert called >= 3


@pytest.mark.parametrize("name", [*MIXED[:4], "XS-C21-standby"])
def test_the_row_of_a_vial_that_is_given_up_proves_the_same_to_the_checker(name):
    country = instance(name, 1) if name in SCARCE else left_over(name, 1)
    best, dual = exhaustive_optimum(country), Dual(country)
    rows = [row for row in dual.rows() if row.startswith("order|")]
    for level, price in (("L1", 1.0), ("L2", 4.0)):
        prices = dict.fromkeys(rows, price)
        bound = dual.bound(level, prices, floor=0.0, own_l1=best.levels["L1"])
        claim = {"name": level, "bound": bound, "prices": prices, "floor": 0.0}
        plan = replace(best.plan, certificates={"schema_version": 1, "levels": [claim]})
        (found,) = check(country, plan).certificates
        assert found.holds
        assert found.reevaluated_bound == bound


def test_a_price_for_an_order_that_nobody_gave_up_is_refused():
    country = instance("XS-C21-standby", 1)
    best = exhaustive_optimum(country)
    kept = replace(country, initial_orders=tuple(replace(row, given_up=None) for row in country.initial_orders))
    claim = {"name": "L1", "bound": 9.0, "prices": {"order|GIVEN-UP": 1.0}, "floor": 0.0}
    plan = replace(best.plan, certificates={"schema_version": 1, "levels": [claim]})
    (found,) = check(kept, plan).certificates
    assert not found.holds
