"""Runs of stays: what one place can hold within a few dates, counted by hand."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from doseline.checking import check
from doseline.checking.certificates.bounds import Bounds
from doseline.checking.view import View
from doseline.journey import Departure, Lab, NightCover, OpeningHours, Pin
from doseline.network import Network, PlanPackage
from tests.oracles.planning import exhaustive_optimum
from tests.oracles.planning.dual import Dual
from tests.support.checking_country import MARK, course, local, small_country

EMPTY = PlanPackage(package_name="-", package_sha256="0" * 64)
WEEK = range(1, 8)
POOL = "B/Lu-177/1"


def run(days: int, first: str = "2027-03-22", pool: str = POOL) -> str:
    return f"run|{pool}|{first}|{days}"


def one_bed(count: int = 1, last_interval_d: int = 60, **rule: Any) -> Network:
    """One bed for stays of 24 h after an hour, two hours of cleaning, 8 to 16 h every day, and plenty of vials.

    The courses, of weight 1, may have their second cycle from Monday 22 March 2027 on, 49 days after their first.
    """
    network = small_country()
    regimen = replace(
        next(row for row in network.regimens if row.regimen_id == "LUT"),
        interval_due_d=50,
        interval_window_end_d=last_interval_d,
        interval_max_d=last_interval_d,
    )
    one = replace(network.past_administrations[0], site_id="B", administered_at=local("2027-02-01 10:00"))
    services = (("treatment", "08:00", "16:00"), ("discharge", "08:00", "16:00"), ("reception", "00:00", "24:00"))
    return replace(
        network,
        properties=replace(network.properties, step_min=60),
        opening_hours=tuple(
            OpeningHours(site_id="B", service=service, weekday=day, opens_local=opens, closes_local=closes, **MARK)
            for service, opens, closes in services
            for day in WEEK
        ),
        covers=tuple(NightCover(site_id="B", weekday=day, night_cover=True, **MARK) for day in WEEK),
        rosters=(),
        tasks=(),
        closures=(),
        holidays=(),
        initial_stays=(),
        initial_orders=(),
        pins=(),
        labs=(),
        slots=(),
        lines=tuple(replace(row, processing_weekdays=()) for row in network.lines),
        places=tuple(place for place in network.places if place.place_id == "B1"),
        products=tuple(replace(row, shelf_life_h=500.0) for row in network.products),
        stay_rules=(replace(network.stay_rules[2], **rule),),
        regimens=(regimen,),
        departures=(Departure(lane_id="NB", weekday=5, departs_local="00:00", **MARK),),
        lanes=tuple(replace(row, max_packages=9, max_activity_mbq=1e6) for row in network.lanes),
        initial_batches=tuple(replace(row, usable_activity_mbq=1e6) for row in network.initial_batches),
        courses=tuple(
            course(f"C{number}", "LUT", date(2027, 1, 4), home_site_id="B") for number in range(1, count + 1)
        ),
        past_administrations=tuple(replace(one, course_id=f"C{number}") for number in range(1, count + 1)),
    )


def bounds(network: Network) -> Bounds:
    return Bounds(View(network, EMPTY), 0.0)


def capacity(network: Network, row: str) -> float:
    """At a price that nobody pays the bound is the capacity, and at most a few courses that go elsewhere."""
    price = 1e6
    return bounds(network).l1({row: price}) // price


@pytest.mark.parametrize(("days", "most"), [(2, 2), (3, 3), (4, 3), (5, 4), (6, 5), (7, 6), (8, 6)])
def test_three_hours_a_day_later(days, most):
    """Admitted on Monday at 8, Tuesday at 11, Wednesday at 14, and not on Thursday at 17 but on Friday at 8 again."""
    assert capacity(one_bed(), run(days)) == most
    assert Dual(one_bed()).capacity(run(days)) == most


def beds(*cleaning_h: float) -> Network:
    network = one_bed()
    place = network.places[0]
    places = tuple(replace(place, place_id=f"B{n}", cleaning_h=hours) for n, hours in enumerate(cleaning_h))
    return replace(network, places=places)


def for_the_day() -> Network:
    network = one_bed()
    return replace(network, places=tuple(replace(place, overnight=False) for place in network.places))


def hours(network: Network, service: str, opens: str, closes: str, days: range = WEEK) -> Network:
    rows = tuple(
        replace(row, opens_local=opens, closes_local=closes) if row.service == service and row.weekday in days else row
        for row in network.opening_hours
    )
    return replace(network, opening_hours=rows)


def without(network: Network, service: str, *weekdays: int) -> Network:
    rows = tuple(row for row in network.opening_hours if not (row.service == service and row.weekday in weekdays))
    return replace(network, opening_hours=rows)


def shorter_elsewhere() -> Network:
    """A second course with a stay of 20 h: admitted at 8, clean at 7, and so at 8 on every day."""
    network = one_bed(2)
    rule = replace(network.stay_rules[0], product_id="PSMA", urine_collection_h=20.0)
    products = tuple(replace(row, volume_max_ml=1e3) for row in network.products)
    lines = (*network.lines, replace(network.lines[0], line_id="L2", product_id="PSMA"))
    batches = (*network.initial_batches, replace(network.initial_batches[0], batch_id="IB2", line_id="L2"))
    courses = (network.courses[0], replace(network.courses[1], regimen_id="PSMA"))
    regimens = (*network.regimens, replace(network.regimens[0], regimen_id="PSMA", product_id="PSMA"))
    return replace(
        network,
        products=products,
        lines=lines,
        initial_batches=batches,
        stay_rules=(*network.stay_rules, rule),
        courses=courses,
        regimens=regimens,
    )


CASES: dict[str, tuple[Callable[[], Network], str, int]] = {
    "two beds": (lambda: beds(2.0, 2.0), run(4), 6),
    # Cleaned in an hour: 8, 10, 12, 14, 8 ..; of both beds, though one takes longer.
    "the shortest cleaning": (lambda: beds(2.0, 1.0), run(4), 8),
    # Clean at 10:20, so admitted at 11, and clean at 13:20, so at 14, on steps of an hour.
    "cleaning between two steps": (lambda: beds(4 / 3), run(4), 3),
    # Nobody leaves before 12: clean at 14, admitted at 14, clean at 17, and on the fourth day at 8 again.
    "late discharge": (lambda: hours(one_bed(), "discharge", "12:00", "16:00"), run(4), 3),
    # Nobody leaves on Tuesday: from Monday to Wednesday at 8, clean at 10, to Thursday at 11.
    "no discharge on a Tuesday": (lambda: without(one_bed(), "discharge", 2), run(3), 2),
    "no treatment on three days": (lambda: without(one_bed(), "treatment", 2, 3, 4), run(4), 1),
    "no night cover": (lambda: replace(one_bed(), covers=()), run(4), 0),
    # The first cycle after 49 days and not more: only Monday is a date of any option.
    "one date for all": (lambda: one_bed(last_interval_d=50), run(4), 2),
    "before any option": (one_bed, run(7, "2027-03-15"), 0),
    "into the first options": (one_bed, run(8, "2027-03-15"), 1),
    "to the end of the horizon": (lambda: one_bed(last_interval_d=90), run(2, "2027-04-10"), 0),
    # 25 h from admission: over the change to summer time the clock shows one hour more, 8 - 12 - 15.
    "the change to summer time": (one_bed, run(3, "2027-03-27"), 3),
    "the change to summer time, four": (one_bed, run(4, "2027-03-27"), 3),
    "a shorter stay of another product": (shorter_elsewhere, run(8), 8),
    # From 9 to 15 on the day itself, from 11 over the night: dates on which an option may give no night do not count.
    "some instants without a night": (lambda: one_bed(urine_collection_h=6.0), run(4), 0),
    "a bed for the day": (for_the_day, run(4, pool="B/Lu-177/0"), 0),
}


@pytest.mark.parametrize("case", CASES)
def test_by_hand(case):
    build, row, most = CASES[case]
    assert capacity(build(), row) == most
    assert Dual(build()).capacity(row) == most


def test_a_day_that_labs_cut_has_its_own_options():
    """From noon on 22 March every instant gives a night; on the day after, with fresh labs, those before 11 do not."""
    network = one_bed(urine_collection_h=6.0)
    lab = Lab(course_id="C1", taken_at=local("2027-03-22 12:00"), outcome="fit")
    regimens = (replace(network.regimens[0], labs_valid_d=14, labs_turnaround_d=8),)
    network = replace(network, labs=(lab,), regimens=regimens)
    assert capacity(network, run(4)) == Dual(network).capacity(run(4)) == 1
    assert capacity(network, run(4, "2027-03-23")) == Dual(network).capacity(run(4, "2027-03-23")) == 0


def test_a_pin_leaves_one_instant():
    """Promised for 11 on Monday: admitted at 10, and nothing else on any date."""
    network = one_bed()
    pin = Pin(course_id="C1", cycle_number=2, site_id="B", place_id="B1", administered_at=local("2027-03-22 11:00"))
    network = replace(network, pins=(pin,))
    assert bounds(network).l1({run(4): 1.0}) == 1.0 + 1.0 - 1.0
    assert bounds(network).l1({run(4, "2027-03-23"): 1.0}) == 1.0


def test_where_a_run_binds_it_proves_the_optimum():
    """Four courses, four nights, four dates and one bed: three can be served, and only the run says so."""
    network = one_bed(4, last_interval_d=52)
    best = exhaustive_optimum(network)
    assert best is not None
    nights = {f"night|{POOL}|2027-03-{day}": 1.0 for day in range(22, 26)}
    assert bounds(network).l1(nights) == 4.0
    assert bounds(network).l1({run(4): 1.0}) == best.levels["L1"] == 3.0
    assert Dual(network).bound("L1", {run(4): 1.0}) == 3


def test_days_late_where_a_run_binds():
    """Due on 23 March: a fourth course unserved waits 20 days, so a price of 19 for a place in the run proves 19."""
    network = one_bed(4, last_interval_d=52)
    best = exhaustive_optimum(network)
    assert best is not None
    proved = Bounds(View(network, EMPTY), 3.0).l2({run(4): 19.0}, 0.0)
    assert proved == Dual(network).bound("L2", {run(4): 19.0}, own_l1=3) == 4 * 19 - 3 * 19
    assert proved <= best.levels["L2"]


@pytest.mark.parametrize("price", [0.0, 1.0])
@pytest.mark.parametrize(
    ("row", "said"),
    [
        (run(1), "2 to 8"),
        (run(9), "2 to 8"),
        (f"{run(4)}.0", "2 to 8"),
        (f"run|{POOL}|2027-03-22", "2 to 8"),
        (f"{run(4)}|5", "2 to 8"),
        ("run", "2 to 8"),
        (run(4, "soon"), "no row"),
        (run(4, pool="C/Lu-177/1"), "no pool 'C/Lu-177/1'"),
        (run(2, "2027-03-14"), "leaves the horizon, which is 2027-03-15 to 2027-04-11"),
        (run(2, "2027-04-11"), "leaves the horizon"),
        (run(8, "2027-04-05"), "leaves the horizon"),
    ],
)
def test_a_run_that_is_none_fails_the_certificate(row, said, price):
    level = {"name": "L1", "bound": 4, "prices": {row: price}}
    plan = replace(EMPTY, certificates={"schema_version": 1, "levels": [level]})
    (verdict,) = check(small_country(), plan).certificates
    assert not verdict.holds
    assert verdict.reevaluated_bound is None
    assert said in verdict.sentence


def test_the_edges_of_the_horizon_are_in_it():
    prices = {run(2, "2027-03-15"): 1.0, run(8, "2027-04-04"): 1.0}
    level = {"name": "L1", "bound": 100, "prices": prices}
    plan = replace(EMPTY, certificates={"schema_version": 1, "levels": [level]})
    (verdict,) = check(small_country(), plan).certificates
    assert verdict.holds


def test_only_runs_that_carry_a_price_are_computed(monkeypatch):
    of_country = bounds(one_bed())
    asked: list[tuple[str, int, int]] = []
    monkeypatch.setattr(of_country._runs, "most", lambda *key: asked.append(key) or 1)
    of_country.l1({run(4): 0.0, run(5): 1.0})
    assert asked == [(POOL, 7, 5)]
