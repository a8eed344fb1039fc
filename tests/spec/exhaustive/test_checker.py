"""Two strangers agree: the checker finds the oracle's plan legal and computes the oracle's levels."""

import pytest

from doseline.checking import check
from doseline.demand.exhaustive import names
from tests.support.exhaustive import SCARCE, constraint_of, instance, optimum


@pytest.mark.parametrize("name", names())
@pytest.mark.parametrize("seed", [0, 1, 2])
def test_the_plan_is_legal_and_its_levels_are_the_same(name, seed):
    found = optimum(name, seed)
    verdict = check(instance(name, seed), found.plan)
    assert [violation.sentence for violation in verdict.violations] == []
    assert dict(verdict.levels) == pytest.approx(found.levels, rel=1e-9, abs=1e-6)


@pytest.mark.parametrize("name", SCARCE)
@pytest.mark.parametrize("seed", [0, 1, 2])
def test_a_plan_without_a_constraint_breaks_that_constraint(name, seed):
    freed = optimum(name, seed, frozenset({constraint_of(name)}))
    verdict = check(instance(name, seed), freed.plan)
    assert constraint_of(name) in {violation.constraint for violation in verdict.violations}
