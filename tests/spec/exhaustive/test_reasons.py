"""What a plan says of the days tried for a cycle that is not given, counted again from its tables alone."""

from collections import Counter
from dataclasses import replace

import pytest

from doseline.network import Network, PlanPackage, read_plan, write_network
from doseline.operations import plan_package
from tests.oracles.planning.candidates import choices
from tests.oracles.planning.demand import all_cycles
from tests.support.exhaustive import instance

EVERYTHING = frozenset()


def with_few_vials(network: Network, quantity: int) -> Network:
    """The country in which each delivery slot holds no more than so many vials."""
    slots = tuple(replace(slot, quantity=min(slot.quantity, quantity)) for slot in network.slots)
    return replace(network, slots=slots)


def cycle_of(network: Network, reason: dict[str, object]):
    course = next(row for row in network.courses if row.course_id == reason["course_id"])
    return next(cycle for cycle in all_cycles(network, course) if cycle.number == reason["cycle_number"])


def counted_again(network: Network, plan: PlanPackage, reason: dict[str, object]) -> Counter[str]:
    """On how many days at a centre every vial that could serve is given to others, and on how many one is left."""
    orders = {order.order_id: order for order in plan.orders}
    drawn = Counter(orders[vial.order_id].slot_id for vial in plan.vials if vial.order_id)
    left: dict[tuple[str, object], bool] = {}
    for choice in choices(network, cycle_of(network, reason), EVERYTHING):
        slot = choice.source.slot
        assert slot is not None, "only countries with external suppliers are counted"
        here = choice.site_id, choice.day
        left[here] = left.get(here, False) or drawn[slot.slot_id] < slot.quantity
    return Counter("left" if is_left else "full" for is_left in left.values())


@pytest.fixture
def planned(tmp_path):
    def plan(network: Network) -> PlanPackage:
        write_network(network, tmp_path / "package")
        plan_package(tmp_path / "package", tmp_path / "plan", seed=1, work=2, report=False)
        return read_plan(tmp_path / "plan")

    return plan


def not_given(plan: PlanPackage) -> list[dict[str, object]]:
    """The reasons of cycles that are not given and wait for no other cycle."""
    return [row for row in plan.summary["reasons"] if not row["late"] and row["cause"] != "previous_cycle"]


@pytest.mark.parametrize("seed", [1, 2, 3])
@pytest.mark.parametrize("quantity", [1, 2, 9])
def test_slots_are_said_to_be_full_on_no_day_on_which_the_tables_have_a_vial_left(seed, quantity, planned):
    network = with_few_vials(instance("XS-C09", seed), quantity)
    plan = planned(network)
    for reason in not_given(plan):
        days = Counter({"+".join(row["what"]): row["days"] for row in reason["met"]})
        tables = counted_again(network, plan, reason)
        assert days["C09"] + days["C11"] == tables["left"]
        # a slot may be full on a day on which no stay would have fitted either
        assert tables["full"] <= days["C06"] <= sum(days.values()) - tables["left"]
        assert days["free"] == 0


def test_some_days_without_a_vial_and_others_without_a_place_are_told_apart(planned):
    plan = planned(with_few_vials(instance("XS-C09", 2), 2))
    (reason,) = not_given(plan)
    assert {"+".join(row["what"]): row["days"] for row in reason["met"]} == {"C06": 2, "no_vial": 2, "C09": 1, "C10": 1}
    (row,) = [row for row in plan.unserved if row.course_id == reason["course_id"]]
    assert "6 days were tried" in row.sentence
    assert "on 2 each delivery slot" in row.sentence
    assert "on 1 a vial was left, but no suitable place was free" in row.sentence


@pytest.mark.parametrize("name", ["XS-01", "XS-05"])
def test_the_vial_made_for_a_cycle_that_is_not_given_is_named_with_the_days_it_could_have_served(name, planned):
    network = instance(name, 1)
    plan = planned(network)
    unused = {vial.order_id for vial in plan.vials if vial.use == "unused"}
    (reason,) = [row for row in not_given(plan) if row["orders"]]
    (order,) = reason["orders"]
    assert order["order_id"] in unused
    served = {
        (choice.site_id, choice.day)
        for choice in choices(network, cycle_of(network, reason), EVERYTHING)
        if choice.source.order is not None and choice.source.order.order_id == order["order_id"]
    }
    assert order["met"] == [{"what": ["C20"], "days": len(served)}]


def test_blood_results_that_kept_a_cycle_from_its_first_days_are_its_reason(planned):
    network = instance("XS-03", 1)
    plan = planned(network)
    (reason,) = [row for row in not_given(plan) if row["cause"] == "withheld"]
    retests = [lab.retest_on for lab in network.labs if lab.course_id == reason["course_id"]]
    assert [str(on) for on in retests] == [reason["on"]]
    assert cycle_of(network, reason).earliest < retests[0]
    assert reason["binding"][0] == "C17"
    (row,) = [row for row in plan.unserved if row.course_id == reason["course_id"]]
    assert row.sentence.startswith("The blood results were withheld; the next test is on ")


def strict(network: Network) -> Network:
    """The country in which a first cycle is late on the day after it is due."""
    regimens = tuple(replace(row, first_window_end_d=row.first_due_d) for row in network.regimens)
    return replace(network, regimens=regimens)


@pytest.mark.parametrize("seed", [0, 1])
def test_devices_that_others_hold_are_named(seed, planned):
    plan = planned(strict(instance("XS-C12", seed)))
    (reason,) = plan.summary["reasons"]
    assert reason["late"]
    assert "C12" in reason["binding"]


def test_a_licence_that_has_ended_is_named(planned):
    plan = planned(instance("XS-C11-competence", 1))
    (reason,) = not_given(plan)
    assert "C11" in reason["binding"]
    days = Counter({"+".join(row["what"]): row["days"] for row in reason["met"]})
    assert days["C11"] >= 1
    assert "C09" not in days


@pytest.mark.parametrize(("name", "said"), [
    ("XS-C14", "its licence allows"), ("XS-C15", "no decay tank"), ("XS-C16", "the waste store")
])  # fmt: skip
def test_what_a_site_may_not_hold_is_said_of_the_cycles_that_it_keeps_out(name, said, planned):
    network = instance(name, 1)
    # a licence below one vial keeps everybody out
    plan = planned(replace(network, licences=tuple(replace(row, possession_mbq=100.0) for row in network.licences)))
    rule = name.removeprefix("XS-")
    kept_out = [row for row in plan.summary["reasons"] if rule in row["binding"]]
    assert kept_out
    assert all(any(rule in met["what"] for met in row["met"]) for row in kept_out)
    for row in plan.unserved:
        if rule in row.binding:
            assert said in row.sentence
