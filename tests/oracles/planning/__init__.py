"""The planning problem solved by trying everything: slow, obvious, and a stranger to the planner and the checker.

Written from docs/reference/problem.md alone. `exhaustive_optimum` gives the best levels of a small country and a plan
that reaches them; `dual` evaluates certificates by going through every schedule of every course.
"""

from tests.oracles.planning.search import Optimum, exhaustive_optimum

__all__ = ["Optimum", "exhaustive_optimum"]
