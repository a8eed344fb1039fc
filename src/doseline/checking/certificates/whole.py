"""What whole courses can load on a row of the weeks after the horizon: nobody is started by a tenth."""

import math
from collections import Counter, defaultdict
from functools import cached_property
from typing import Final

import numpy as np

from doseline.checking.certificates.offers import Offers
from doseline.checking.demand import CourseDemand
from doseline.checking.tail import Tail, TailRow
from doseline.checking.view import View

__all__ = ["WholeCourses"]

_BILLIONTHS: Final = 1_000_000_000
_MOST_COMBINATIONS: Final = 100_000


class WholeCourses:
    """The largest load of whole courses that fits on each row of the tail.

    Parameters
    ----------
    view : View
        Country and plan.
    offers : Offers
        Where each course could go.
    tail : Tail
        The weeks after the horizon.
    """

    def __init__(self, view: View, offers: Offers, tail: Tail) -> None:
        self._view = view
        self._offers = offers
        self._tail = tail
        self._known: dict[TailRow, float] = {}

    def most(self, row: TailRow) -> float:
        """Return what courses that the plan may start or move can load on a row at most, the running load left out.

        That is the largest sum of loads, each taken once, that is no more than what the running courses leave. Loads
        are counted in whole billionths; for each of them one more is allowed, and added at the end. Where the numbers
        of courses with each load, the most frequent left aside, could be combined in more than 100,000 ways, it is
        what the running courses leave.
        """
        if row not in self._known:
            left = self._tail.limit(row) - self._tail.running.get(row, 0.0)
            self._known[row] = min(left, self._largest(self._loads.get(row, Counter()), left))
        return self._known[row]

    @cached_property
    def _loads(self) -> dict[TailRow, Counter[int]]:
        """How many courses could add each load to a row, in billionths."""
        alike: Counter[tuple[object, ...]] = Counter()
        one_of: dict[tuple[object, ...], CourseDemand] = {}
        for demand in self._view.demand.values():
            if demand.cycles and self._tail.expected_cycles(demand):
                home_site_id = demand.course.home_site_id if demand.past_cycles else None
                like: tuple[object, ...] = self._tail.like(demand), home_site_id, *self._offers.sites(demand)
                alike[like] += 1
                one_of[like] = demand
        found: dict[TailRow, Counter[int]] = defaultdict(Counter)
        for like, courses in alike.items():
            for row, load in self._could_add(one_of[like]):
                if load:
                    found[row][load] += courses
        return found

    def _could_add(self, demand: CourseDemand) -> set[tuple[TailRow, int]]:
        """What a course could add to a row, in billionths, at any of its sites."""
        home_site_id = demand.course.home_site_id if demand.past_cycles else None
        given_back = self._tail.load(demand, home_site_id) if home_site_id is not None else {}
        could: set[tuple[TailRow, int]] = set()
        for site_id in self._offers.sites(demand):
            if site_id == home_site_id:
                continue
            here = self._tail.load(demand, site_id)
            could.update((row, round((load - given_back.get(row, 0.0)) * _BILLIONTHS)) for row, load in here.items())
            could.update((row, round(-load * _BILLIONTHS)) for row, load in given_back.items() if row not in here)
        return could

    @staticmethod
    def _largest(loads: Counter[int], left: float) -> float:
        courses = loads.total()
        if not math.isfinite(left) or not loads:
            return left
        limit = math.floor(left * _BILLIONTHS) + courses
        if sum(load * count for load, count in loads.items() if load > 0) <= limit:
            return left
        frequent, most = max(((load, count) for load, count in loads.items() if load > 0), key=lambda item: item[1])
        others = {load: count for load, count in loads.items() if load != frequent}
        if math.prod(count + 1 for count in others.values()) > _MOST_COMBINATIONS:
            return left
        # what is given back comes first, so that whatever is then too much stays too much
        reached = np.array([sum(load * count for load, count in others.items() if load < 0)], dtype=np.int64)
        for load, count in others.items():
            steps = abs(load) * np.arange(count + 1, dtype=np.int64)
            reached = np.unique(np.add.outer(reached, steps))
            reached = reached[reached <= limit]
        reached += frequent * np.clip((limit - reached) // frequent, 0, most)
        return (int(reached.max()) + courses) / _BILLIONTHS
