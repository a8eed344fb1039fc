"""The public face of planning: a country in, a plan out."""

import pytest

import doseline.planning as planning
from doseline.demand import synthesise


def test_a_country_is_planned_with_what_the_package_shows():
    problem = planning.compile_problem(synthesise(instance="XS-C09", seed=1))
    outcome = planning.solve_problem(problem, effort=planning.Effort(work=1))
    plan, levels = planning.plan_tables(outcome, package_name="XS-C09", package_sha256="0" * 64)
    assert len(plan.administrations) + len(plan.unserved) == problem.n_cycles
    assert [level.name for level in levels] == ["L1", "L2", "L4.1", "L4.2", "L4.3"]


def test_what_the_package_does_not_have_is_an_attribute_error():
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        _ = planning.nothing
