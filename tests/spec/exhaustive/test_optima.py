"""The optima of the XS instances, as tabled; and that each constraint binds where it should."""

from dataclasses import replace
from zoneinfo import ZoneInfo

import pytest

from tests.oracles.planning import exhaustive_optimum
from tests.support.exhaustive import (
    BEGIN,
    LEVELS,
    MIXED,
    OTHERS,
    PAGE,
    REMOVABLE,
    SCARCE,
    TABLED_SEEDS,
    constraint_of,
    instance,
    optimum,
    page_with,
    rank,
    read_table,
    rendered,
)

ROWS = read_table()
RELAXED = [(name, constraint) for name in (*SCARCE, *MIXED, *OTHERS) for constraint in REMOVABLE]
LONG = {
    ("XS-C09", "C02"),
    ("XS-C12", "C07"),
    *(("XS-C15", constraint) for constraint in ("C02", "C07", "C09", "C17")),
    ("XS-C22", "C02"),
    *((name, constraint) for name in (*MIXED[3:], *OTHERS) for constraint in REMOVABLE),
}
"""Without it there are so many ways that trying them all takes long, or one more of many of a kind."""


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row['instance']}-{row['seed']}-{row['without'] or 'all'}")
def test_the_optimum_is_the_tabled_one(row):
    levels = optimum(row["instance"], int(row["seed"]), frozenset({row["without"]} - {""})).levels
    assert levels == {level: pytest.approx(float(row[level]), rel=1e-6, abs=1e-3) for level in LEVELS}


def test_every_instance_is_tabled_with_every_seed_and_without_its_constraint():
    expected = {(name, str(seed), "") for name in (*SCARCE, *MIXED, *OTHERS) for seed in TABLED_SEEDS}
    expected |= {(name, str(seed), constraint_of(name)) for name in SCARCE for seed in TABLED_SEEDS}
    assert {(row["instance"], row["seed"], row["without"]) for row in ROWS} == expected


def test_every_removable_constraint_has_an_instance():
    assert {constraint_of(name) for name in SCARCE} == set(REMOVABLE)


def test_the_page_shows_the_table():
    assert BEGIN in PAGE.read_text(encoding="utf-8")
    stale = "The page is stale; run: python -m tests.support.exhaustive"
    assert page_with(rendered(ROWS)) == PAGE.read_text(encoding="utf-8"), stale


@pytest.mark.parametrize("name", SCARCE)
@pytest.mark.parametrize("seed", range(4))
def test_the_constraint_binds(name, seed):
    assert rank(optimum(name, seed, frozenset({constraint_of(name)})).levels) < rank(optimum(name, seed).levels)


@pytest.mark.nightly
@pytest.mark.parametrize("name", SCARCE)
@pytest.mark.parametrize("seed", range(4, 60))
def test_the_constraint_binds_on_every_seed(name, seed):
    assert rank(optimum(name, seed, frozenset({constraint_of(name)})).levels) < rank(optimum(name, seed).levels)


@pytest.mark.parametrize("seed", range(6))
def test_a_vial_on_the_road_serves_the_first_day_and_nothing_else_could(seed):
    road = instance("XS-C06-road", seed)
    bare = exhaustive_optimum(replace(road, initial_orders=(), initial_shipments=()))
    found = optimum("XS-C06-road", seed)
    given_at = min(row.administered_at for row in found.plan.administrations)
    start_on = road.properties.horizon_start_on
    assert given_at.astimezone(ZoneInfo(road.properties.timezone)).date() == start_on
    assert {row.shipment_id for row in found.plan.shipments} > {"LEFT"}
    assert rank(found.levels)[:2] < rank(bare.levels)[:2]


def never_worse(name: str, constraint: str) -> bool:
    return rank(optimum(name, 1, frozenset({constraint})).levels) <= rank(optimum(name, 1).levels)


@pytest.mark.parametrize(("name", "constraint"), [case for case in RELAXED if case not in LONG])
def test_removing_a_constraint_never_worsens_the_optimum(name, constraint):
    assert never_worse(name, constraint)


@pytest.mark.nightly
@pytest.mark.parametrize(("name", "constraint"), [case for case in RELAXED if case in LONG])
def test_removing_a_constraint_never_worsens_the_optimum_of_any_instance(name, constraint):
    assert never_worse(name, constraint)
