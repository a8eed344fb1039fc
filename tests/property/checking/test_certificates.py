"""The fast evaluation of certificates proves what the slow one proves, whatever the country says.

The countries are the small one on a coarse grid with the change to summer time and a holiday in it, altered at random.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from math import inf
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from doseline.checking import check
from doseline.checking.certificates.bounds import Bounds
from doseline.checking.view import View
from doseline.journey import (
    Closure,
    Device,
    DeviceTask,
    Lab,
    LineStaff,
    Pin,
    ProductionLicence,
    Qualification,
    Roster,
    TaskCompetence,
)
from doseline.network import Network, PlanPackage
from tests.oracles.planning.dual import Dual
from tests.support.checking import C1, C2, C3, NEW1, assemble
from tests.support.checking_country import MARK, course, local, slot, small_country, utc

Alteration = Callable[[Network], Network]
PER_UNIT = {"batch": 8500.0, "line": 8500.0, "staff": 120.0, "tail_staff": 2.0}
"""About what one patient uses of a row that is not counted in patients."""

EMPTY = PlanPackage(package_name="-", package_sha256="0" * 64)


def coarse() -> Network:
    """Two weeks in steps of two hours, with a transferable running course and a new one that may travel."""
    network = small_country()
    moving = course("C5", "LUT", date(2027, 1, 4), patient_id="P1", home_site_id="B", weight=3)
    moving = replace(moving, transfer_allowed=True, max_travel_min=300.0)
    new = replace(course("C6", "PSMA", date(2027, 3, 1)), patient_id="P2", max_travel_min=300.0, weight=2)
    past = replace(network.past_administrations[0], course_id="C5", administered_at=local("2027-01-25 10:00"))
    return replace(
        network,
        properties=replace(network.properties, step_min=120, horizon_start_on=date(2027, 3, 18), horizon_days=14),
        courses=(*network.courses, moving, new),
        past_administrations=(*network.past_administrations, past),
        labs=(*network.labs, *(replace(network.labs[0], course_id=new_id) for new_id in ("C1", "C6"))),
        slots=(*network.slots, *(slot(f"S{day}", utc(f"2027-03-{day} 12:00"), quantity=1) for day in (21, 27, 28))),
    )


def rows(table: str, key: str | None = None, **changes: object) -> Alteration:
    """Change every row of a table, or those with a value."""

    def altered(network: Network) -> Network:
        changed = tuple(
            replace(row, **changes) if key is None or key in [getattr(row, name) for name in row.__slots__] else row
            for row in getattr(network, table)
        )
        return replace(network, **{table: changed})

    return altered


def plus(table: str, row: object) -> Alteration:
    return lambda network: replace(network, **{table: (*getattr(network, table), row)})


def but_wednesday(network: Network) -> Network:
    covers = tuple(replace(row, night_cover=row.weekday != 3) for row in network.covers)
    return replace(network, covers=covers)


CLOSED_B1 = Closure(
    closure_id="CB1",
    site_id="B",
    place_id="B1",
    starts_at=local("2027-03-26 12:00"),
    ends_at=local("2027-03-27 00:00"),
    reason="-",
)
PIN_C6 = Pin(course_id="C6", cycle_number=1, site_id="A", place_id="A2", administered_at=local("2027-03-24 12:00"))
GUEST = {"starts_at": local("2027-03-26 10:00"), "ends_at": local("2027-03-27 12:00")}
ALTERATIONS: dict[str, Alteration] = {
    "quick cycles": rows("regimens", interval_min_d=3, interval_due_d=5, interval_window_end_d=7, interval_max_d=12),
    "own tasks meet": lambda n: rows("tasks", "discharge", from_min=-180)(
        rows("stay_rules", observation_h=0.5, urine_collection_h=0.0, dose_rate_limit_usv_per_h=None)(n)
    ),
    "a night for all": rows("stay_rules", licence_minimum_h=20.0),
    "day beds": rows("stay_rules", urine_collection_h=0.0),
    "a male guest": rows("initial_stays", sex="male", **GUEST),
    "a guest of another nuclide": rows("initial_stays", nuclide="I-131", **GUEST),
    "a light lane": rows("lanes", max_activity_mbq=8300.0),
    "stock vials": rows(
        "products", "PSMA", form="stock_vial", fill_reference_local=None, volume_max_ml=9.5, shelf_life_h=100.0
    ),
    "a narrow tolerance": rows("products", tolerance_fraction=0.045),
    "a long cleaning": rows("places", cleaning_h=5.0),
    "labs that run out": rows("labs", "fit", taken_at=local("2027-03-08 15:00")),
    "labs of a new course": plus("labs", Lab(course_id="C6", taken_at=local("2027-03-09 11:00"), outcome="fit")),
    "a retest": plus(
        "labs", Lab(course_id="C6", taken_at=utc("2027-03-11 09:00"), outcome="withhold", retest_on=date(2027, 3, 27))
    ),
    "a closure": plus("closures", CLOSED_B1),
    "a pin": plus("pins", PIN_C6),
    "two heads": rows("rosters", heads=2),
    "half a working day": rows("rosters", ends_local="13:00"),
    "long hours": rows("opening_hours", opens_local="00:00", closes_local="24:00"),
    "other nights covered": but_wednesday,
    "one licence": rows("site_products", "A", valid_from_on=date(2027, 3, 25)),
    "a richer line": rows("lines", irradiation_step_h=10.0, qc_sample_mbq=9000.0),
    "no room in the reactor": rows("initial_irradiations", ends_at=utc("2027-03-24 00:00")),
    "a poor tail": rows("tail_supply", vials_per_week=0.5),
}


@given(st.lists(st.sampled_from(sorted(ALTERATIONS)), max_size=5, unique=True), st.randoms(use_true_random=False))
@settings(max_examples=20)
def test_fast_and_slow_prove_the_same(names: list[str], random: Random):
    network = coarse()
    for name in names:
        network = ALTERATIONS[name](network)
    slow, fast = Dual(network), Bounds(View(network, EMPTY), 3.0)
    runs = [row for row in slow.rows() if row.startswith("run|")]
    rest = sorted(set(slow.rows()) - set(runs))
    impossible = any(next(slow.schedules(*course), None) is None for course in slow.courses)
    for count in (0, 5, 25, 25, 100):
        chosen = random.sample(rest, min(count, len(rest))) + random.sample(runs, min(count // 2, len(runs)))
        prices = {row: random.uniform(0.0, 3.0) / PER_UNIT.get(row.split("|")[0], 1.0) for row in chosen}
        floor = random.uniform(0.0, 5.0)
        if impossible:  # a pinned cycle that nothing can serve: no plan at all, and every bound holds
            assert (fast.l1(prices), fast.l2(prices, floor)) == (-inf, inf)
        else:
            assert fast.l1(prices) == slow.bound("L1", prices)
            assert fast.l2(prices, floor) == slow.bound("L2", prices, floor=floor, own_l1=3.0)


def with_hands(network: Network) -> Network:
    """Nurses need a competence for administrations, which some hold on some days; discharges need one of a kind."""
    asked = {(task.product_id, task.role, task.anchor, task.from_min) for task in network.tasks if task.role == "nurse"}
    return replace(
        network,
        task_competences=tuple(
            TaskCompetence(
                product_id=product_id, role=role, anchor=anchor, from_min=from_min, competence=anchor, **MARK
            )
            for product_id, role, anchor, from_min in sorted(asked)
        ),
        qualifications=tuple(
            Qualification(
                qualification_id=f"{site_id}-{until_local}",
                site_id=site_id,
                role="nurse",
                competences=competences,
                weekdays=tuple("12345"),
                starts_local="07:00",
                ends_local=until_local,
                heads=1,
                valid_until_on=date(2027, 3, 31),
                **MARK,
            )
            for site_id in "AB"
            for until_local, competences in (("12:30", ("administration",)), ("18:00", ("administration", "discharge")))
        ),
        devices=tuple(Device(site_id=site_id, kind="meter", units=site_id == "B", **MARK) for site_id in "AB"),
        device_tasks=(
            DeviceTask(product_id="LUT", kind="meter", anchor="discharge", from_min=-30, to_min=10, units=1, **MARK),
        ),
    )


def with_operators(network: Network) -> Network:
    """The line has its operator on three weekdays, and the targets of its longest irradiation are not licensed."""
    shifts = (
        Roster(
            site_id="N",
            role="technologist",
            weekday=weekday,
            starts_local="08:00",
            ends_local="18:00" if weekday != 3 else "17:30",
            heads=1,
            **MARK,
        )
        for weekday in (2, 3, 4)
    )
    return replace(
        network,
        rosters=(*network.rosters, *shifts),
        line_staff=(LineStaff(line_id="L1", role="technologist", heads=1, **MARK),),
        production_licences=(ProductionLicence(site_id="N", nuclide="Lu-177", licence_mbq=18_000.0, **MARK),),
    )


ALTERATIONS["competences and devices"] = with_hands
ALTERATIONS["operators and a licence"] = with_operators

SMALL = small_country()
PLAN = assemble(SMALL, [C1, C2, C3], [NEW1])
LEVELS = check(SMALL, PLAN).levels
ROWS = Dual(replace(SMALL, properties=replace(SMALL.properties, step_min=60))).rows()


@given(st.dictionaries(st.sampled_from(ROWS), st.floats(0.0, 4.0)), st.floats(0.0, 10.0))
def test_no_prices_cross_a_legal_plan(prices: dict[str, float], floor: float):
    bounds = Bounds(View(SMALL, PLAN), LEVELS["L1"])
    scaled = {row: price / PER_UNIT.get(row.split("|")[0], 1.0) for row, price in prices.items()}
    assert bounds.l1(scaled) >= LEVELS["L1"]
    assert bounds.l2(scaled, floor) <= LEVELS["L2"]


@pytest.mark.parametrize("name", sorted(ALTERATIONS))
def test_every_alteration_alters_something(name: str):
    assert ALTERATIONS[name](coarse()) != coarse()
