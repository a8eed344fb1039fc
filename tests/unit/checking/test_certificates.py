"""What certificates prove of the small country, row by row and by hand."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from doseline.checking import CertificateVerdict, check
from doseline.checking.certificates.bounds import Bounds
from doseline.checking.view import View
from doseline.journey import Pin
from doseline.network import Network, PlanPackage
from tests.support.checking import C1, C2, C3, NEW1, assemble, legal_plan
from tests.support.checking_country import course, local, small_country

PLAN = legal_plan()


def bounds(network: Network | None = None, plan: PlanPackage = PLAN, in_window: float = 4.0) -> Bounds:
    return Bounds(View(network or small_country(), plan), in_window)


def verdicts(*levels: dict[str, Any], network: Network | None = None) -> tuple[CertificateVerdict, ...]:
    plan = replace(PLAN, certificates={"schema_version": 1, "levels": list(levels)})
    return check(network or small_country(), plan).certificates


def with_twins(count: int, **changes: object) -> Network:
    """The country with more courses like the first."""
    network = small_country()
    twins = tuple(replace(network.courses[0], course_id=f"T{number}", **changes) for number in range(count))
    return replace(network, courses=(*network.courses, *twins))


def test_without_prices_every_course_takes_its_best():
    """C1 weighs 2, C2 and C3 weigh 1; C4 is withheld until after the horizon."""
    assert bounds().l1({}) == 4.0


def test_what_holds_without_prices_is_proved_by_the_demand_alone_and_what_is_stronger_by_every_option():
    demanded = bounds().without_prices("L1")
    assert demanded > 4.0
    plain, stronger, wrong = (
        verdicts({"name": "L1", "bound": bound, "prices": {}})[0] for bound in (demanded, 4.0, 3.0)
    )
    assert (plain.holds, plain.reevaluated_bound) == (True, demanded)
    assert (stronger.holds, stronger.reevaluated_bound) == (True, 4.0)
    assert (wrong.holds, wrong.reevaluated_bound) == (False, 4.0)
    (free,) = verdicts({"name": "L1", "bound": demanded, "prices": {"run|NOWHERE|2027-03-15|3": 0.0}})
    assert not free.holds, "a row that does not exist is refused even when it is free"
    (days,) = verdicts({"name": "L2", "bound": 0.0, "prices": {}, "floor": 0.0})
    assert (days.holds, days.reevaluated_bound) == (True, 0.0)


def test_a_scarce_slot_has_its_price():
    """Three courses of weight 2 and one slot of two vials in their windows: 4, and 2 for C2 and C3."""
    network = with_twins(2)
    assert bounds(network).l1({}) == 8.0
    assert bounds(network).l1({"slot|SL1": 2.0}) == 6.0


def test_a_scarce_night_has_its_price():
    """Two beds; on 27 March a stay needs the night, as on every day, and LUT is given at B only overnight."""
    prices = {f"night|B/Lu-177/1|{date(2027, 3, day)}": 1.0 for day in range(15, 32)}
    assert bounds().l1(prices) == 4.0 - 1.0 + 16 * 2.0 + 1.0


def test_a_guest_from_before_takes_the_night_of_its_place():
    one, other = ({f"night|B/Lu-177/1|2027-03-{day}": 0.1} for day in (15, 16))
    assert bounds().l1(one | {"slot|SL1": 0.85}) == 4.0  # 4 - 0.85 + 0.1 x 1 + 2 x 0.85 = 4.95
    assert bounds().l1(other | {"slot|SL1": 0.85}) == 5.0  # 4 - 0.85 + 0.1 x 2 + 2 x 0.85 = 5.05


@pytest.mark.parametrize(
    ("row", "capacity"),
    [
        ("night|B/Lu-177/1|2027-03-15", 1),
        ("night|B/Lu-177/1|2027-03-16", 2),
        ("night|A/Lu-177/0|2027-04-04", 0),
        ("night|A/Lu-177/0|2027-04-05", 0),
        ("night|A/Lu-177/0|2027-04-06", 0),
        ("night|A/Lu-177/0|2027-04-07", 2),
        ("day|A/Lu-177/0|2027-04-05", 2),
        ("slot|SL1", 2),
        ("batch|IB1", 9500),
        ("line|L1|2027-03-21", 0),  # a Sunday
        ("line|L1|2027-03-30", 0),  # after the reactor's cycle
        ("staff|A|nurse|2027-03-24", 780),
        ("staff|A|nurse|2027-03-29", 0),  # Easter Monday
        ("staff|B|nurse|2027-03-28", 780),
        ("tail_vial|PSMA|0", 10),
        ("tail_place|A|5|all", 8),
        ("tail_place|A|5|overnight", 0),
        ("tail_staff|A|physician|5", 45),
    ],
)
def test_capacities(row, capacity):
    """A price so high that nobody pays it adds its capacity to what the others are worth."""
    free, priced = bounds().l1({}), bounds().l1({row: 1e6})
    assert 1e6 * capacity <= priced <= 1e6 * capacity + free


def test_a_line_s_capacity_is_its_longest_irradiation():
    longest = assemble(small_country(), [C1, C2, C3], [replace(NEW1, starts_at=local("2027-03-18 02:00"))])
    priced = bounds().l1({"line|L1|2027-03-25": 1.0})
    assert priced == pytest.approx(longest.batches[0].usable_activity_mbq, abs=5.0)


def test_running_courses_are_in_the_tail_already():
    """C3 loads PSMA's fourth week with 0.9 of its third cycle; C1 would add 0.9 of its second, too dear at 9 for 2."""
    network = replace(small_country(), tail_supply=())
    assert bounds(network).l1({"tail_vial|PSMA|3": 1.0}) == float("inf")
    assert bounds().l1({"tail_vial|PSMA|3": 10.0}) == 10 * (10 - 0.9) + 2


def test_a_running_course_that_moves_pays_where_it_goes_and_is_paid_for_where_it_was():
    """C5 may leave B for A: there it frees place, so a price on B's tail alone is worth its load once more."""
    network = small_country()
    moving = course("C5", "LUT", date(2027, 1, 4), patient_id="P1", home_site_id="B", weight=3, transfer_allowed=True)
    past = replace(network.past_administrations[0], course_id="C5", administered_at=local("2027-01-25 10:00"))
    network = replace(
        network,
        courses=(*network.courses, replace(moving, max_travel_min=300.0)),
        past_administrations=(*network.past_administrations, past),
    )
    stays = bounds(replace(network, courses=(*network.courses[:-1], replace(moving, max_travel_min=5.0))))
    price = {f"tail_place|B|{week}|all": 1.0 for week in range(6)}
    assert bounds(network).l1(price) > stays.l1(price)


def test_days_late_and_unserved():
    """C1 could be given on 24 March at the earliest (2 x 2 days), C4 waits 14 days until the end of the horizon."""
    assert bounds().l2({}, 0.0) == 18.0
    assert bounds().l2({}, 100.0) == 18.0


def test_the_floor_prices_what_level_one_holds():
    """At least 6 of 8: two of three twins on time, the third on 7 April from the second slot, 16 days late."""
    network = with_twins(2)
    assert bounds(network, in_window=6.0).l2({"slot|SL1": 0.0}, 0.0) == 14 + 3 * 4
    assert bounds(network, in_window=6.0).l2({"slot|SL1": 28.0}, 0.0) == 14 + 2 * 4 + 32


def test_a_pin_that_nothing_can_serve_leaves_no_plan():
    pin = Pin(course_id="C4", cycle_number=2, site_id="A", place_id="A1", administered_at=local("2027-03-24 10:00"))
    network = replace(small_country(), pins=(*small_country().pins, pin))
    assert bounds(network).l1({}) == float("-inf")
    assert bounds(network).l2({}, 1.0) == float("inf")


def test_the_rule_per_vial():
    """L1 of 4 and a heaviest weight of 2 need two administrations: two residuals, one shipment, the cheapest lane."""
    names = ("L4.1", "L4.2", "L4.3")
    assert [bounds().per_vial(name) for name in names] == [200.0, 1.0, 90.0]
    assert [bounds(in_window=0.0).per_vial(name) for name in names] == [0.0, 0.0, 0.0]


def test_five_administrations_in_packages_of_two_need_three_shipments():
    assert bounds(in_window=9.0).per_vial("L4.2") == 3.0
    assert bounds(in_window=9.0).per_vial("L4.3") == 270.0


def test_a_lane_of_unknown_cost_may_cost_nothing():
    network = small_country()
    network = replace(network, lanes=(replace(network.lanes[0], cost_eur=None), *network.lanes[1:]))
    assert bounds(network).per_vial("L4.3") == 0.0


def at_dispatch_mbq(hours: float) -> float:
    """7400 MBq of Lu-177 so many hours before."""
    return 7400.0 * 2.0 ** (hours / 159.528)


@pytest.mark.parametrize(
    ("in_window", "served_mbq"),
    [
        (0.0, 0.0),
        (1.0, 0.0),
        (2.0, (at_dispatch_mbq(20) - 7300.0) / 2.0),
        (3.0, at_dispatch_mbq(20) - 7300.0),
        (4.0, at_dispatch_mbq(20) - 7300.0 + at_dispatch_mbq(18) - 7300.0),
    ],
)
def test_what_cycles_waste_at_least(in_window, served_mbq):
    """Orders for C3 and C4 leave 45 and 44 h before noon, and C3 takes its own, which saves the 7300 MBq that it gives.

    C1 weighs 2 and waits 20 h for noon after the second slot, C2 weighs 1 and waits 18 h after the line.
    """
    ordered_mbq = at_dispatch_mbq(45) + at_dispatch_mbq(44) - 7300.0
    assert bounds(in_window=in_window).per_cycle("L4.1", {}) == pytest.approx(ordered_mbq + served_mbq, rel=1e-9)


def test_a_price_of_a_vial_tells_how_much_its_slot_saves():
    """C1 and two twins want the one vial of the second slot; whoever has one of the first wastes more: 21 h, not 20."""
    network = with_twins(2)
    network = replace(
        network, slots=tuple(replace(slot, quantity=1 + (slot.slot_id == "SL1")) for slot in network.slots)
    )
    free, dearer_mbq = bounds(network, in_window=8.0), at_dispatch_mbq(21) - at_dispatch_mbq(20)
    second = next(slot.slot_id for slot in network.slots if slot.slot_id != "SL1")
    gained = free.per_cycle("L4.1", {f"slot|{second}": dearer_mbq}) - free.per_cycle("L4.1", {})
    assert gained == pytest.approx(2 * dearer_mbq, rel=1e-6)


def test_what_cycles_ship_and_cost_at_least():
    """C1 of weight 2 and C3 may share a shipment from X to A for 400 EUR, C2 has one from N to B for 100 EUR alone."""
    weights = (0.0, 1.0, 2.0, 3.0, 4.0)
    assert [bounds(in_window=weight).per_cycle("L4.2", {}) for weight in weights] == [0.0, 1.0, 1.0, 1.0, 2.0]
    assert [bounds(in_window=weight).per_cycle("L4.3", {}) for weight in weights] == [0.0, 100.0, 200.0, 300.0, 500.0]


def test_a_lane_of_unknown_cost_may_cost_a_cycle_nothing():
    network = small_country()
    network = replace(network, lanes=(replace(network.lanes[0], cost_eur=None), *network.lanes[1:]))
    assert bounds(network).per_cycle("L4.3", {}) == 100.0


@pytest.mark.parametrize(
    ("level", "holds"),
    [
        ({"name": "L4.1", "bound": 12130.8, "rule": "per_cycle"}, True),
        ({"name": "L4.1", "bound": 12131.0, "rule": "per_cycle"}, False),
        ({"name": "L4.2", "bound": 2, "rule": "per_cycle"}, True),
        ({"name": "L4.2", "bound": 3, "rule": "per_cycle"}, False),
        ({"name": "L4.3", "bound": 500.0, "rule": "per_cycle"}, True),
        ({"name": "L2", "bound": 0, "rule": "per_cycle"}, False),
        ({"name": "L4.1", "bound": 0, "rule": "per_cycle", "prices": {"slot|SL1": 1.0}}, True),
        ({"name": "L4.1", "bound": 0, "rule": "per_cycle", "prices": {"slot|NONE": 1.0}}, False),
        ({"name": "L4.1", "bound": 0, "rule": "per_cycle", "prices": {"slot|SL1": -1.0}}, False),
        ({"name": "L4.2", "bound": 0, "rule": "per_cycle", "prices": {"slot|SL1": 1.0}}, False),
        ({"name": "L1", "bound": 4, "prices": {}}, True),
        ({"name": "L1", "bound": 5, "prices": {}}, True),
        ({"name": "L1", "bound": 3, "prices": {}}, False),
        ({"name": "L2", "bound": 18, "prices": {}, "floor": 1.0}, True),
        ({"name": "L2", "bound": 17, "prices": {}, "floor": 1.0}, True),
        ({"name": "L2", "bound": 19, "prices": {}, "floor": 1.0}, False),
        ({"name": "L4.1", "bound": 200.0, "rule": "per_vial"}, True),
        ({"name": "L4.1", "bound": 200.1, "rule": "per_vial"}, False),
        ({"name": "L4.2", "bound": 2, "rule": "per_vial"}, False),
        ({"name": "L1", "bound": 4, "prices": {"slot|SL1": -1.0}}, False),
        ({"name": "L1", "bound": 4, "prices": {"slot|SL1": float("nan")}}, False),
        ({"name": "L1", "bound": 4, "prices": {"slot|SL1": "1"}}, False),
        ({"name": "L1", "bound": 4, "prices": {"slot|NONE": 1.0}}, False),
        ({"name": "L1", "bound": 4, "prices": {"night|NONE|2027-03-24": 1.0}}, False),
        ({"name": "L1", "bound": 4, "prices": {"night|B/Lu-177/1|then": 1.0}}, False),
        ({"name": "L1", "bound": 4, "prices": {"tail_place|A|9|all": 1.0}}, False),
        ({"name": "L1", "bound": 4, "prices": {"tail_vial|NONE|0": 1.0}}, False),
        ({"name": "L1", "bound": 4, "prices": {"staff|NONE|nurse|2027-03-24": 1.0}}, False),
        ({"name": "L1", "bound": 4, "prices": {"luck": 1.0}}, False),
        ({"name": "L1", "bound": 4, "prices": []}, False),
        ({"name": "L2", "bound": 18, "prices": {}, "floor": -1.0}, False),
        ({"name": "L1", "bound": 4, "rule": "per_vial"}, False),
        ({"name": "L4.1", "bound": 0, "rule": "magic"}, False),
        ({"name": "L4.1", "bound": 0, "prices": {}}, False),
        ({"name": "L1", "prices": {}}, False),
    ],
)
def test_a_claim_holds_only_when_it_is_proved(level, holds):
    (verdict,) = verdicts(level)
    assert verdict.holds is holds, verdict.sentence


@pytest.mark.parametrize(
    "row",
    [
        "night|NOWHERE/Lu-177/1|2027-03-17",
        "night|B/Lu-177/1|2027-03-14",  # the day before the horizon
        "night|B/Lu-177/1|20270317",  # not how the row is written
        "night|B/Lu-177/1|9999-12-31",
        "night|B/Lu-177/1|0001-01-01",
        "night|B/Lu-177/1|2027-03-17|1",
        "night|B/Lu-177/1",
        "day|B/Lu-177/1|2027-04-12",  # the day after the horizon
        "day|NOWHERE/Lu-177/0|2027-03-17",
        "run|NOWHERE|2027-03-15|3",
        "run|B/Lu-177/1|2027-03-15|9",
        "run|B/Lu-177/1|2027-04-11|2",
        "run|B/Lu-177/1|0001-01-01|2",
        "slot|NONE",
        "slot|SL1|1",
        "batch|NONE",
        "line|NONE|2027-03-25",
        "line|L1|2028-03-25",
        "line|L1|0001-01-01",
        "staff|NOWHERE|nurse|2027-03-24",
        "staff|A|porter|2027-03-24",
        "staff|A|nurse|2026-03-24",
        "tail_place|A|06|all",
        "tail_place|A|9|all",
        "tail_place|A|5|some",
        "tail_place|A|5",
        "tail_vial|NONE|0",
        "tail_vial|PSMA|-1",
        "tail_staff|A|porter|5",
        "luck",
        "",
    ],
)
@pytest.mark.parametrize("price", [0.0, 1.0])
def test_a_row_that_does_not_exist_is_refused_whatever_its_price(row, price):
    (verdict,) = verdicts({"name": "L1", "bound": 99, "prices": {row: price}})
    assert not verdict.holds
    assert "The certificate is not valid" in verdict.sentence
    assert row.split("|")[-1] in verdict.sentence


RUNS = [f"run|B/Lu-177/1|{date(2027, 3, day)}|{days}" for day in range(15, 30) for days in (2, 3)]
NIGHTS = [f"night|B/Lu-177/1|{date(2027, 3, day)}" for day in range(15, 32)]


@pytest.mark.parametrize("price", [1e9 + 1.0, 1e300, 1.7e308, float("inf"), float("nan"), 10**400])
@pytest.mark.parametrize(
    "rows", [RUNS, NIGHTS, ["slot|SL1"], ["tail_vial|PSMA|3", "tail_vial|PSMA|4"], ["line|L1|2027-03-25"]]
)
def test_a_price_above_the_highest_is_refused_and_its_row_named(rows, price):
    """Sums of such prices overflow, and infinity less infinity hid what a course is worth."""
    prices = dict.fromkeys(rows, price)
    for level in ({"name": "L1", "bound": 0}, {"name": "L2", "bound": 99, "floor": 0.0}):
        (verdict,) = verdicts(level | {"prices": prices})
        assert not verdict.holds
        assert verdict.reevaluated_bound is None
        assert f"of row '{rows[0]}' is not a number from 0 to 1e+09" in verdict.sentence


@pytest.mark.parametrize("rows", [RUNS, NIGHTS, [*RUNS, *NIGHTS, "slot|SL1"]])
@pytest.mark.parametrize("price", [1e9, 1e6, 5e-324])
def test_the_highest_and_the_lowest_prices_prove_nothing_false(rows, price):
    own = check(small_country(), PLAN).levels
    l1, l2 = verdicts(
        {"name": "L1", "bound": own["L1"] - 1, "prices": dict.fromkeys(rows, price)},
        {"name": "L2", "bound": own["L2"] + 1, "prices": dict.fromkeys(rows, price), "floor": 0.0},
    )
    assert not l1.holds
    assert not l2.holds
    assert l1.reevaluated_bound >= own["L1"]
    assert l2.reevaluated_bound <= own["L2"]


def test_small_prices_are_not_lost_behind_large_ones():
    """A night at a ten millionth after one at a thousand million: nobody who needs the second pays for the first."""
    high, low = {"night|B/Lu-177/1|2027-03-16": 1e9}, {"night|B/Lu-177/1|2027-03-27": 1e-7}
    alone, both = bounds().l1(low), bounds().l1(high | low)
    assert alone == 4.0
    assert both - 2e9 == pytest.approx(alone, abs=1e-3)


@pytest.mark.parametrize("floor", [float("inf"), float("nan"), 1.7e308, 1.1e9, 10**400])
def test_a_floor_above_the_highest_price_is_refused(floor):
    (verdict,) = verdicts({"name": "L2", "bound": 99, "prices": {}, "floor": floor})
    assert not verdict.holds
    assert "floor" in verdict.sentence


@pytest.mark.parametrize("bound", [float("inf"), float("-inf"), float("nan"), 10**400])
def test_a_claim_that_is_no_finite_number_is_refused(bound):
    (verdict,) = verdicts({"name": "L1", "bound": bound, "prices": {}})
    assert not verdict.holds
    assert "no bound that is a finite number" in verdict.sentence


def test_a_bound_that_is_infinite_proves_nothing():
    """Nothing limits the row, and a pin that nothing can serve leaves no plan at all."""
    unlimited = replace(small_country(), tail_supply=())
    (verdict,) = verdicts({"name": "L1", "bound": 9, "prices": {"tail_vial|PSMA|3": 1.0}}, network=unlimited)
    assert (verdict.holds, verdict.reevaluated_bound) == (False, None)
    pin = Pin(course_id="C4", cycle_number=2, site_id="A", place_id="A1", administered_at=local("2027-03-24 10:00"))
    pinned = replace(small_country(), pins=(*small_country().pins, pin))
    (verdict,) = verdicts({"name": "L1", "bound": 0, "prices": {}}, network=pinned)
    assert (verdict.holds, verdict.reevaluated_bound) == (False, None)
    assert "at most -inf" in verdict.sentence


def test_a_level_with_two_certificates_is_refused():
    first, second = verdicts(*2 * [{"name": "L1", "bound": 4, "prices": {}}])
    assert first.holds
    assert not second.holds


@pytest.mark.parametrize(("name", "proved"), [("L1", 3.0), ("L2", 19.0)])
def test_a_bound_that_excludes_a_legal_plan_is_named_as_broken(name, proved, monkeypatch):
    monkeypatch.setattr(Bounds, "l1", lambda *_: proved)
    monkeypatch.setattr(Bounds, "l2", lambda *_: proved)
    level = {"name": name, "bound": proved, "prices": {"slot|SL1": 1.0}}
    (verdict,) = verdicts(level)
    assert (verdict.holds, verdict.reevaluated_bound) == (False, None)
    assert verdict.sentence.startswith("Contradiction: this plan is legal")
    illegal = replace(PLAN, shipments=(), certificates={"schema_version": 1, "levels": [level]})
    assert check(small_country(), illegal).certificates[0].holds, "a plan that is not legal may pass any bound"


@pytest.mark.parametrize(
    "certificates", [{"levels": []}, {"schema_version": 2, "levels": []}, {"schema_version": 1, "levels": {}}]
)
def test_an_unknown_form_proves_nothing(certificates):
    (verdict,) = check(small_country(), replace(PLAN, certificates=certificates)).certificates
    assert not verdict.holds


def test_a_broken_certificate_is_a_finding_though_the_plan_is_legal():
    plan = replace(PLAN, certificates={"schema_version": 1, "levels": [{"name": "L1", "bound": 3, "prices": {}}]})
    verdict = check(small_country(), plan)
    assert verdict.legal
    assert not verdict.certified
    assert verdict.exit_code == 1
    assert verdict.gap == {"L1": 0.0}  # of the bound that is proved, not of the one that is claimed
