"""What a plan has left at the sites goes on in the country some days later: it is judged as if no day lay between."""

import re
from dataclasses import replace
from datetime import date, timedelta

import pytest

from doseline.checking import check
from doseline.journey import Event
from doseline.network import Network, PlanPackage, read_network, read_plan, write_network
from doseline.operations import plan_package
from doseline.operations.replanning.effects import effects_of
from doseline.operations.replanning.rolling import roll_forward
from tests.support.exhaustive import instance

RULES = ("C14", "C15", "C16")


def narrow(network: Network, share: float) -> Network:
    """Return the country whose licences, tanks and stores are so much smaller, and whose limits are so much lower."""
    return replace(
        network,
        licences=tuple(replace(row, possession_mbq=share * row.possession_mbq) for row in network.licences),
        effluent_lines=tuple(
            replace(row, discharge_limit_bq_per_litre=share * row.discharge_limit_bq_per_litre)
            for row in network.effluent_lines
        ),
        waste_stores=tuple(
            replace(row, initial_litres=0.0, volume_litres=share * row.volume_litres) for row in network.waste_stores
        ),
    )


def rest_of(network: Network, plan: PlanPackage, later: Network) -> PlanPackage:
    """Return what is still ahead of a plan, its vials in the orders that the later country has for them."""
    now = later.properties.planned_at
    ahead = {(row.course_id, row.cycle_number) for row in plan.administrations if row.administered_at >= now}
    vials = {
        row.vial_id: (row.course_id, row.cycle_number)
        for row in plan.administrations
        if (row.course_id, row.cycle_number) in ahead
    }
    sent = {(row.course_id, row.cycle_number): row.order_id for row in later.initial_orders}
    slot_of = {row.order_id: row for row in plan.orders}
    orders, kept = {}, []
    for vial in plan.vials:
        if vial.vial_id not in vials:
            continue
        order = slot_of[vial.order_id]
        order_id = sent.get(vials[vial.vial_id])
        if order_id is not None:
            order = replace(order, order_id=order_id, slot_id=None)
        orders[order.order_id] = order
        kept.append(replace(vial, order_id=order.order_id))
    return replace(
        plan,
        administrations=tuple(row for row in plan.administrations if (row.course_id, row.cycle_number) in ahead),
        stays=tuple(row for row in plan.stays if (row.course_id, row.cycle_number) in ahead),
        vials=tuple(kept),
        orders=tuple(orders.values()),
    )


def found(network: Network, plan: PlanPackage, after_on: date) -> set[tuple[str, str, str]]:
    """Return what the checker finds at the sites on later dates than one."""
    rows = [row for row in check(network, plan).violations if row.constraint in RULES]
    dates = [re.search(r"\d{4}-\d\d-\d\d", row.found) for row in rows]
    return {
        (row.constraint, row.found, row.allowed)
        for row, on in zip(rows, dates, strict=True)
        if on is not None and date.fromisoformat(on[0]) > after_on
    }


@pytest.mark.parametrize("share", [1.0, 0.6, 0.3])
@pytest.mark.parametrize("name", ["XS-C14", "XS-C15", "XS-C16"])
def test_the_rest_of_a_plan_breaks_the_same_rules_as_it_did_before(name, share, tmp_path):
    write_network(instance(name, 1), tmp_path / "package")
    plan_package(
        tmp_path / "package", tmp_path / "plan", seed=1, work=6, report=False, without=RULES if share < 1.0 else ()
    )
    plan, network = read_plan(tmp_path / "plan"), narrow(read_network(tmp_path / "package"), share)
    hours = sorted({row.administered_at for row in plan.administrations})
    early = network.properties.planned_at + timedelta(hours=1)
    told = set()
    for now in (early, *(hour_at + timedelta(minutes=minutes) for hour_at in hours[:-1] for minutes in (-10, 10))):
        event = Event(event_id="E1", kind="batch_failed", at=now, subject_id="NONE")
        later = roll_forward(network, plan, effects_of(network, plan, [event]))
        after_on = later.properties.horizon_start_on
        of_rest = found(later, rest_of(network, plan, later), after_on)
        assert of_rest == found(network, plan, after_on)
        told |= of_rest
    assert bool(told) == (share < 1.0)
