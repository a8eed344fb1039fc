"""Runs prove the same fast and slowly on the instances whose optimum is known, and never more than is true.

Most of these instances treat within the day; so each is also taken with nights for all, and solved again.
"""

from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from random import Random

import pytest

from doseline.checking.certificates.bounds import Bounds
from doseline.checking.view import View
from doseline.demand.exhaustive import names
from doseline.journey import NightCover
from doseline.network import Network
from tests.oracles.planning import Optimum, exhaustive_optimum
from tests.oracles.planning.dual import Dual, pool_of
from tests.support.exhaustive import TABLED_SEEDS, instance, optimum

PER_UNIT = {"batch": 8500.0, "line": 8500.0, "staff": 120.0, "tail_staff": 2.0}
"""About what one patient uses of a row that is not counted in patients."""

STAYS_H = {"as it is": None, "20 h": 20.0, "27 h": 27.0}
LONGEST = ("XS-08", "27 h")
"""Its optimum takes half a minute to search for."""

COVERED = (1, 2, 3, 4, 5, 7)
CASES = [
    pytest.param(name, seed, stay, marks=[pytest.mark.nightly] if (name, stay) == LONGEST else [])
    for stay in STAYS_H
    for seed in (TABLED_SEEDS if stay != "27 h" else (1,))
    for name in names()
]


def with_nights(network: Network, stay_h: float) -> Network:
    """The instance with longer stays, beds for the night, cover on every night but Saturday's, and no promises."""
    mark = {"source": network.places[0].source, "confidence": network.places[0].confidence}
    hospitals = [site.site_id for site in network.sites if site.kind == "hospital"]
    covers = (NightCover(site_id=site, weekday=day, night_cover=True, **mark) for site in hospitals for day in COVERED)
    return replace(
        network,
        stay_rules=tuple(replace(rule, licence_minimum_h=stay_h) for rule in network.stay_rules),
        places=tuple(replace(place, overnight=True) for place in network.places),
        covers=tuple(covers),
        pins=(),
    )


@cache
def case(name: str, seed: int, stay: str) -> tuple[Network, Dual, Optimum]:
    stay_h = STAYS_H[stay]
    if stay_h is None:
        return instance(name, seed), Dual(instance(name, seed)), optimum(name, seed)
    network = with_nights(instance(name, seed), stay_h)
    best = exhaustive_optimum(network)
    assert best is not None
    return network, Dual(network), best


def drawn(rows: list[str], random: Random) -> Mapping[str, float]:
    """Prices of some runs and, now and then, of some other rows."""
    runs = [row for row in rows if row.startswith("run|")]
    others = [row for row in rows if not row.startswith("run|")]
    chosen = random.sample(runs, min(random.choice((1, 3, 20)), len(runs)))
    chosen += random.sample(others, min(random.choice((0, 0, 8)), len(others)))
    dearest = random.choice((0.5, 2.0, 20.0))
    return {row: random.uniform(0.0, dearest) / PER_UNIT.get(row.split("|")[0], 1.0) for row in chosen}


@pytest.mark.parametrize(("name", "seed", "stay"), CASES)
def test_runs_prove_the_same_and_never_too_much(name, seed, stay):
    network, slow, best = case(name, seed, stay)
    levels, random = best.levels, Random(f"{name} {seed} {stay}")  # noqa: S311 - the same prices on every run
    fast = Bounds(View(network, best.plan), levels["L1"])
    for _ in range(6):
        prices, floor = drawn(slow.rows(), random), random.uniform(0.0, 20.0)
        in_window = slow.bound("L1", prices)
        late_d = slow.bound("L2", prices, floor=floor, own_l1=levels["L1"])
        assert (fast.l1(prices), fast.l2(prices, floor)) == (in_window, late_d)
        assert in_window >= levels["L1"]
        assert late_d <= levels["L2"]


def taken(slow: Dual, best: Optimum, row: str) -> int:
    """How many administrations of a plan are of options that use a row, whatever their source is."""
    places = {place.place_id: pool_of(place) for place in slow.network.places}
    count = 0
    for given in best.plan.administrations:
        day, pool = slow.clock.day_of(given.administered_at), places[given.place_id]
        options = slow.options[given.course_id, given.cycle_number]
        uses = [row in option.uses for option in options if (option.pool, option.day) == (pool, day)]
        assert uses
        count += all(uses)
    return count


@pytest.mark.parametrize("stay", [stay for stay, stay_h in STAYS_H.items() if stay_h is not None])
def test_the_best_plans_fit_into_runs_and_fill_some(stay):
    full = 0
    for name in names():
        _, slow, best = case(name, 1, stay)
        for row in (row for row in slow.rows() if row.startswith("run|")):
            count, capacity = taken(slow, best, row), slow.capacity(row)
            assert count <= capacity
            full += count == capacity
    assert full
