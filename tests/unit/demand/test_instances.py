from dataclasses import replace

import pytest

from doseline.demand import instance_names, synthesise
from doseline.demand.cohort import weight_of
from doseline.demand.outage import with_outage
from doseline.errors import UserError
from tests.support.demand import static_country


def test_the_five_belgian_instances_come_first():
    assert instance_names()[:5] == ("BE-low", "BE-base", "BE-high", "BE-tight", "BE-outage")
    assert len(set(instance_names())) == len(instance_names())


def test_an_unknown_name_lists_those_that_exist():
    with pytest.raises(UserError, match="BE-base") as refused:
        synthesise(instance="BE-bse", seed=1)
    assert "'BE-bse'" in str(refused.value)


def test_small_instances_have_one_size():
    small = next(name for name in instance_names() if name.startswith("XS-"))
    assert synthesise(instance=small, seed=1).properties.instance == small
    with pytest.raises(UserError, match="one size"):
        synthesise(instance=small, seed=1, scale=2.0)


def test_weights_are_two_for_new_three_for_running_and_one_more_in_a_trial():
    weights = [weight_of(running=running, in_trial=trial) for running in (False, True) for trial in (False, True)]
    assert weights == [2, 3, 3, 4]


def test_an_outage_takes_the_first_cycle_that_starts_later_and_the_largest_supplier():
    reactor, supplier = with_outage(static_country()).stops
    assert (reactor.kind, reactor.ref_id, reactor.starts_at.date().isoformat()) == ("reactor", "BR2", "2027-03-30")
    assert (supplier.kind, supplier.ref_id) == ("supplier", "S-FAR")
    assert supplier.starts_at.isoformat() == "2027-03-21T23:00:00+00:00"
    assert supplier.ends_at.isoformat() == "2027-04-18T22:00:00+00:00"  # four weeks on, in summer time


@pytest.mark.parametrize(("table", "what"), [("reactor_cycles", "BR2"), ("slot_patterns", "external supplier")])
def test_an_outage_needs_something_to_stop(table, what):
    with pytest.raises(UserError, match=what):
        with_outage(replace(static_country(), **{table: ()}))
