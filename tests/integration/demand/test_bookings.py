"""The stranger reads the bookings as a plan: they can all be kept together."""

from dataclasses import replace
from datetime import timedelta

import pytest

from doseline.checking import check
from doseline.demand.belgium import belgium
from doseline.demand.outage import with_outage
from doseline.demand.synthesis import booked
from doseline.journey import Closure
from tests.support.booked_plan import plan_as_booked
from tests.support.demand import static_country


def scarce_transport():
    """Return the invented country with lanes that carry two vials, and one week of works at a centre."""
    country = static_country()
    works = Closure(
        closure_id="WORKS",
        site_id="H-EAST",
        place_id="S-H-EAST-1",
        starts_at=country.properties.planned_at,
        ends_at=country.properties.planned_at + timedelta(days=7),
        reason="Works",
    )
    lanes = tuple(replace(row, max_packages=2, max_activity_mbq=17_000.0) for row in country.lanes)
    return replace(country, lanes=lanes, closures=(works,))


INSTANCES = {
    "invented, scarce transport": (scarce_transport, ("base",), None),
    "invented": (static_country, ("base",), None),
    "invented, tight": (static_country, ("tight",), None),
    "invented, fewer beds": (static_country, ("low",), None),
    "BE-low": (belgium, ("low",), None),
    "BE-base": (belgium, ("base",), None),
    "BE-high": (belgium, ("high",), None),
    "BE-tight": (belgium, ("tight",), None),
    "BE-outage": (belgium, ("tight", "outage"), with_outage),
}


@pytest.fixture(params=[(name, seed) for name in INSTANCES for seed in (1, 2)], ids=str, scope="module")
def instance(request):
    name, seed = request.param
    country, scenarios, change = INSTANCES[name]
    return booked(country(), instance=name, scenarios=scenarios, seed=seed, change=change)


def key(booking):
    return booking.course.course_id, booking.cycle.cycle_number


def test_all_bookings_can_be_kept_together_but_for_labs_and_the_tail(instance):
    network, bookings = instance
    violations = check(network, plan_as_booked(network, bookings)).violations
    # People book before labs are known and without a look at scanners and the weeks after the horizon.
    assert [one for one in violations if one.constraint not in {"C13", "C17", "C20", "C21"}] == []
    pinned = {f"{pin.course_id}|{pin.cycle_number}" for pin in network.pins}
    assert [one for one in violations if one.constraint == "C21" or one.key in pinned] == []


def test_pins_can_be_kept_alone_within_every_constraint(instance):
    network, bookings = instance
    pinned = {(pin.course_id, pin.cycle_number) for pin in network.pins}
    stock = {row.product_id for row in network.products if row.form == "stock_vial"}
    regimens = {row.regimen_id: row.product_id for row in network.regimens}
    # Unused stock vials are left out of the plan: the bookings that use them go along.
    also = {key(one) for one in bookings if regimens[one.course.regimen_id] in stock}
    plan = plan_as_booked(network, [one for one in bookings if key(one) in pinned | also])
    # A booking is no slot of a scanner: the scans that follow are booked with the plan.
    violations = [one for one in check(network, plan).violations if one.constraint != "C13"]
    assert [one for one in violations if one.key not in {f"{course}|{cycle}" for course, cycle in also - pinned}] == []
    assert len(pinned) > 10


def test_bookings_take_each_place_once_a_day(instance):
    _, bookings = instance
    taken = [(one.place_id, one.on) for one in bookings]
    assert len(set(taken)) == len(taken)
