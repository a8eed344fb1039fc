"""The first plan that reaches the floors of all regions is a whole plan, also where the search has found it."""

import numpy as np

from doseline.planning import Effort, compile_problem, solve_problem
from doseline.planning.kernels.construction import rebuild
from doseline.planning.kernels.state import empty_state
from doseline.planning.problem import initial_reactor_use
from tests.support.exhaustive import instance

SCRATCH = {"journal", "journal_cycle", "move"}
"""What moves leave behind."""


def test_the_first_plan_that_reaches_floors_uses_what_its_cycles_use():
    problem = compile_problem(instance("XS-C22", 1))
    told = []
    solve_problem(
        problem,
        effort=Effort(work=4),
        on_first_plan=lambda outcome: told.append((outcome.work, [np.copy(column) for column in outcome.state])),
    )
    ((work, state),) = told
    assert work > 0, "the plan constructed at the start must miss the floor, or this shows nothing"
    fresh = empty_state(problem.arrays, initial_reactor_use(problem))
    rebuild(problem.arrays, problem.menu, fresh, fresh._make(state))
    for name, found, expected in zip(fresh._fields, state, fresh, strict=True):
        if name not in SCRATCH:
            assert np.array_equal(found, expected), name
