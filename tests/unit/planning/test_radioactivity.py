"""What sites may hold, compiled: which licences, stores and tanks can hinder anybody at all, and for how long."""

from dataclasses import replace

import numpy as np
import pytest

from doseline.network import Network
from doseline.pathway.radioactivity import bag_kept_h
from doseline.planning.problem import compile_problem
from tests.support.exhaustive import instance

HALF_LIFE_H = 159.528


def licensed(network: Network, possession_mbq: float) -> Network:
    return replace(network, licences=tuple(replace(row, possession_mbq=possession_mbq) for row in network.licences))


def test_a_licence_that_a_vial_for_everybody_does_not_reach_is_no_row():
    network = instance("XS-C14", 0)
    tight, wide = compile_problem(network), compile_problem(licensed(network, 1e6))
    assert set(tight.arrays.pairs["licence"]) == {0}
    assert set(wide.arrays.pairs["licence"]) == {-1}


def test_a_vial_on_its_way_is_there_whatever_the_licence():
    problem = compile_problem(licensed(instance("XS-C14", 1), 100.0))
    there_bq = problem.arrays.under_way_bq[0]
    arrives = int(np.flatnonzero(there_bq)[0])
    assert problem.calendar.step_min * arrives <= 9 * 60 < problem.calendar.step_min * (arrives + 1)
    decayed = np.exp2(-problem.calendar.step_min / 60 / HALF_LIFE_H)
    assert there_bq[arrives + 1] == pytest.approx(there_bq[arrives] * decayed)


def test_stores_and_tanks_with_room_for_everybody_are_no_rows():
    store, line = instance("XS-C16", 0), instance("XS-C15", 0)
    large = replace(store, waste_stores=tuple(replace(row, volume_litres=1000.0) for row in store.waste_stores))
    deep = replace(line, tanks=tuple(replace(row, volume_litres=1000.0) for row in line.tanks))
    assert compile_problem(store).arrays.store_bags[:, 0].tolist() == [1]
    assert compile_problem(large).arrays.store_bags.tolist() == []
    assert compile_problem(line).arrays.tank_lines.shape == (1,)
    assert compile_problem(deep).arrays.tank_lines.shape == (0,)


def test_each_rule_can_be_left_out():
    for name in ("XS-C14", "XS-C15", "XS-C16"):
        arrays = compile_problem(instance(name, 0), without=frozenset({name.removeprefix("XS-")})).arrays
        assert arrays.licences.shape[0] + arrays.store_bags.shape[0] + arrays.tank_lines.shape[0] == 0


def test_a_bag_is_kept_for_as_many_half_lives_as_it_takes_and_longer_with_177mlu():
    network = instance("XS-C16", 0)
    (store,), product = network.waste_stores, next(row for row in network.products if row.nuclide == "Lu-177")
    store = replace(store, clearance_bq_per_g=product.residual_mbq * 1e6 / (1000 * store.bag_kg) / 4)
    assert bag_kept_h(store, replace(product, lu177m_fraction=0.0)) == pytest.approx(2 * HALF_LIFE_H, rel=1e-6)
    assert bag_kept_h(store, replace(product, lu177m_fraction=0.1)) > 2.5 * HALF_LIFE_H
    assert bag_kept_h(store, replace(product, residual_mbq=0.0)) == 0.0
