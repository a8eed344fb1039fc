"""Small problems are tried again: also one in which there is nothing to try."""

from dataclasses import replace

from doseline.demand.exhaustive import build
from doseline.planning import Effort, compile_problem, solve_problem


def test_a_country_in_which_nobody_is_to_come_has_an_empty_plan():
    nobody = replace(build("XS-01", 1), patients=(), courses=(), labs=(), past_administrations=(), initial_orders=())
    outcome = solve_problem(compile_problem(replace(nobody, pins=(), initial_stays=())), effort=Effort(work=2))
    assert (outcome.in_window, outcome.days_late, outcome.unserved) == (0, 0, 0)
