"""Who was treated before counts at a site: patients in the house, what is left of vials, bags, what tanks hold."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from itertools import product
from zoneinfo import ZoneInfo

import pytest

from doseline.checking import check, check_plan
from doseline.journey import InitialWaste, PastAdministration, TankContent
from doseline.network import Network, write_network
from doseline.operations import plan_package
from tests.oracles.planning import exhaustive_optimum
from tests.support.exhaustive import constraint_of, instance, rank

BEFORE_LEAVING = {"anchor": "discharge", "from_min": -120, "to_min": 0}
ALL_DAY = (10, 12, 14, 16, 18, 20)


def instant(network: Network, day: int, hour: int) -> datetime:
    on = network.properties.horizon_start_on + timedelta(days=day)
    return datetime.combine(on, time(hour), ZoneInfo(network.properties.timezone)).astimezone(UTC)


def treated(
    network: Network,
    days: int,
    left_mbq: float,
    stay_d: int,
    given_mbq: float = 7300.0,
    *,
    name: str = "BEFORE",
    leaves_h: int = 16,
) -> Network:
    """Return the country in which one more patient was treated at the first centre so many days before the horizon."""
    patient = replace(network.patients[0], patient_id=name)
    course = replace(network.courses[0], course_id=name, patient_id=name, last_cycle_number=1)
    course = replace(course, home_site_id="CENTRE-A")
    given = PastAdministration(
        course_id=name,
        cycle_number=1,
        site_id="CENTRE-A",
        administered_at=instant(network, -days, 10),
        administered_activity_mbq=given_mbq,
        left_mbq=left_mbq,
        stay_ends_at=instant(network, stay_d - days, leaves_h),
    )
    return replace(
        network,
        patients=(*network.patients, patient),
        courses=(*network.courses, course),
        past_administrations=(*network.past_administrations, given),
    )


def leaving(network: Network, days: Iterable[int], hours: Iterable[int]) -> Network:
    """Return the country where patients, treated nine days before it begins, leave the first centre at some hours.

    Whoever leaves needs for two hours before that what an administration needs: a nurse, her competence, a pump.
    Nurses are there all day.
    """
    for day, hour in product(days, hours):
        network = treated(network, 9, 0.0, day + 9, name=f"BEFORE-{day}-{hour}", leaves_h=hour)
    tasks = {row.product_id: row for row in network.tasks if row.role == "nurse"}
    skills = {row.product_id: row for row in network.task_competences if row.from_min == tasks[row.product_id].from_min}
    return replace(
        network,
        rosters=tuple(replace(row, starts_local="08:00", ends_local="20:00") for row in network.rosters),
        qualifications=tuple(replace(row, starts_local="08:00", ends_local="20:00") for row in network.qualifications),
        tasks=(*network.tasks, *(replace(row, **BEFORE_LEAVING) for row in tasks.values())),
        task_competences=(
            *network.task_competences,
            *(replace(row, anchor="discharge", from_min=-120) for row in skills.values()),
        ),
        device_tasks=(*network.device_tasks, *(replace(row, **BEFORE_LEAVING) for row in network.device_tasks)),
    )


def licensed(network: Network, possession_mbq: float) -> Network:
    return replace(network, licences=tuple(replace(row, possession_mbq=possession_mbq) for row in network.licences))


def wasteful(network: Network, arrives_at: datetime | None = None) -> Network:
    """Return the country with a vial that nobody got, three weeks old, there or still to arrive."""
    waste = InitialWaste(
        waste_id="OLD",
        site_id="CENTRE-A",
        nuclide="Lu-177",
        measured_at=instant(network, -21, 10),
        activity_mbq=9000.0 if arrives_at is None else 40_000.0,
        arrives_at=arrives_at,
    )
    return replace(network, initial_waste=(waste,))


def served(network: Network, given: int, in_window: int) -> Network:
    """Return the country whose region has had so many cycles before, some of them in window."""
    (floor,) = network.region_floors
    floor = replace(floor, in_window_share_min=0.5, given_before=given, in_window_before=in_window)
    return replace(network, region_floors=(floor,))


def kept_longer(network: Network) -> Network:
    """Return the country whose bags are kept some ten days longer."""
    stores = tuple(replace(row, clearance_bq_per_g=(row.clearance_bq_per_g or 0.0) / 8) for row in network.waste_stores)
    return replace(network, waste_stores=stores)


def forgotten(network: Network) -> Network:
    """Return the country in which nothing is left of what was before."""
    past = tuple(replace(row, left_mbq=None, stay_ends_at=None) for row in network.past_administrations)
    tanks = tuple(replace(row, initial_litres=0.0, initial_lu177_mbq=0.0, initial_state=None) for row in network.tanks)
    return replace(network, past_administrations=past, tanks=tanks, tank_contents=(), initial_waste=())


def filled(network: Network, states: tuple[str | None, str | None], litres: tuple[float, float]) -> Network:
    """Return the country whose two tanks are so full at the start, 177mLu in the second."""
    tanks = tuple(
        replace(tank, initial_state=state, initial_litres=volume, initial_lu177_mbq=4000.0 if volume else 0.0)
        for tank, state, volume in zip(network.tanks, states, litres, strict=True)
    )
    contents = (TankContent(tank_id="TANK-2", nuclide="Lu-177m", initial_mbq=4.0),) if litres[1] else ()
    return replace(network, tanks=tanks, tank_contents=contents)


def late(network: Network, hours: int) -> Network:
    """Return the country whose present lies some hours after its first midnight."""
    planned_at = instant(network, 0, 0) + timedelta(hours=hours)
    return replace(network, properties=replace(network.properties, planned_at=planned_at))


BEFORE = {
    "patient in the house": ("XS-C14", lambda network: treated(licensed(network, 7900.0), 9, 0.0, 18, 36_000.0)),
    "waste of a vial": ("XS-C14", lambda network: treated(network, 9, 20_000.0, 1)),
    "more than the licence": ("XS-C14", lambda network: treated(network, 9, 90_000.0, 2)),
    "waste in the hot laboratory": ("XS-C14", lambda network: wasteful(licensed(network, 7900.0))),
    "waste still to arrive": ("XS-C14", lambda network: wasteful(licensed(network, 7900.0), instant(network, 3, 9))),
    "waste that comes too late": (
        "XS-C14",
        lambda network: wasteful(licensed(network, 7900.0), instant(network, network.properties.horizon_days + 1, 9)),
    ),
    "bag in the store": ("XS-C16", lambda network: treated(kept_longer(network), 9, 50.0, 1)),
    "bag that has left": ("XS-C16", lambda network: treated(network, 90, 50.0, 1)),
    "second tank fills": ("XS-C15", lambda network: filled(network, ("closed", "filling"), (80.0, 20.0))),
    "both are closed": ("XS-C15", lambda network: filled(network, ("closed", "closed"), (80.0, 80.0))),
    "the first fills, unsaid": ("XS-C15", lambda network: filled(network, (None, None), (20.0, 80.0))),
    "a region that was served": ("XS-C22", lambda network: served(network, 3, 3)),
    "a region that was not": ("XS-C22", lambda network: served(network, 3, 0)),
    "a nurse sees them out": ("XS-C11", lambda network: leaving(network, range(1, 3), ALL_DAY)),
    "a nurse sees some out": ("XS-C11", lambda network: leaving(network, range(1, 8), (10, 14, 20))),
    "a competent nurse does": ("XS-C11-competence", lambda network: leaving(network, range(1, 3), ALL_DAY)),
    "a pump until they leave": ("XS-C12", lambda network: leaving(network, range(1, 3), (10, 16))),
    "the present is later": (
        "XS-C15",
        lambda network: late(filled(network, ("closed", "closed"), (80.0, 80.0)), 7),
    ),
}
FREE = {
    "waste that comes too late",
    "bag that has left",
    "the present is later",
    "a region that was served",
    "a region that was not",
}
"""What keeps nobody out."""

SEEDS = (0, 1)


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("before", BEFORE)
def test_what_was_before_is_the_same_to_planner_oracle_and_checker(before, seed, tmp_path):
    name, changed = BEFORE[before]
    network = changed(instance(name, seed))
    write_network(network, tmp_path / "package")
    plan_package(tmp_path / "package", tmp_path / "plan", seed=1, work=6, report=False)
    verdict, best = check_plan(tmp_path / "package", tmp_path / "plan"), exhaustive_optimum(network)
    assert [violation.sentence for violation in verdict.violations] == []
    assert verdict.certified
    assert rank(verdict.levels) == rank(best.levels)
    # what the oracle finds best the checker calls legal too
    assert not [found for found in check(network, best.plan).violations if found.constraint == constraint_of(name)]


@pytest.mark.parametrize("before", [key for key in BEFORE if key not in FREE])
def test_what_was_before_keeps_somebody_out(before):
    name, changed = BEFORE[before]
    countries = [changed(instance(name, seed)) for seed in SEEDS]
    assert any(
        rank(exhaustive_optimum(network).levels) > rank(exhaustive_optimum(forgotten(network)).levels)
        for network in countries
    )


def test_what_a_region_had_in_window_before_frees_others_and_what_it_had_late_binds_nobody():
    network = instance("XS-C22", 1)
    bound, freed, late = (
        rank(exhaustive_optimum(served(network, *before)).levels) for before in ((0, 0), (3, 3), (3, 0))
    )
    assert freed < bound == late
