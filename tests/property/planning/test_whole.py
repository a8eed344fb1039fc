"""What whole courses can load on a row of the tail, against every choice among them."""

from itertools import product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from doseline.demand import synthesise
from doseline.planning.problem import compile_problem
from doseline.planning.relaxation import Relaxation
from doseline.planning.whole import MOST_SUMS, PARTS, most_of_whole, whole_tail

VALUES = st.sampled_from([0.9, 0.81, 0.729, 0.9117, 0.93, 1.8, -0.9, -0.9117, 1.0])


def most(loads, capacity):
    values = sorted({round(load * PARTS) for load in loads})
    counts = [sum(round(load * PARTS) == value for load in loads) for value in values]
    return most_of_whole(np.array(values, dtype=np.int64), np.array(counts, dtype=np.int64), capacity)


@given(st.lists(VALUES, max_size=9), st.floats(0.0, 8.0))
def test_it_is_the_best_choice_of_loads(loads, capacity):
    sums = [
        sum(load for load, taken in zip(loads, chosen, strict=True) if taken)
        for chosen in product((0, 1), repeat=len(loads))
    ]
    best = max(total for total in sums if total <= capacity + 1e-9)
    found = most(loads, capacity)
    if sum(load for load in loads if load > 0) <= capacity:
        assert found == capacity
    else:
        assert best - 1e-8 <= found <= min(capacity, best + 1e-7)


def test_a_row_that_nobody_or_everybody_fits_stays_as_it_is():
    assert most([], 1.5) == 1.5
    assert most([0.9, 0.9], 1.9) == 1.9
    assert most([0.9], 0.5) == pytest.approx(0.0, abs=1e-8)


def test_a_row_with_too_many_sums_stays_as_it_is():
    loads = [1.0 + value / 1000 for value in range(20)]
    assert 2 ** (len(loads) - 1) > MOST_SUMS
    assert most(loads, 3.9) == 3.9
    assert most(loads[:10], 3.9) < 3.9


@pytest.mark.parametrize(("instance", "seed"), [("BE-base", 14), ("BE-tight", 2), ("XS-C20", 1)])
def test_the_rows_of_a_country_are_those_of_its_courses(instance, seed):
    problem = compile_problem(synthesise(instance=instance, seed=seed))
    arrays = problem.arrays
    whole = whole_tail(problem)
    assert (whole <= arrays.tail_capacity).all()
    assert (whole < arrays.tail_capacity - 0.05).any()
    assert (
        Relaxation(problem).rows.capacity[Relaxation(problem).rows.tail :][: whole.shape[0]].tolist() == whole.tolist()
    )
    for row in np.flatnonzero(whole < arrays.tail_capacity)[:200]:
        of_course = {}
        for centre in range(arrays.centres.shape[0]):
            for at in range(arrays.centres["tail_from"][centre], arrays.centres["tail_to"][centre]):
                if arrays.centre_tails["row"][at] == row:
                    of_course[problem.centre_course[centre]] = float(arrays.centre_tails["load"][at])
        assert whole[row] == pytest.approx(most(list(of_course.values()), arrays.tail_capacity[row]), abs=1e-9)
