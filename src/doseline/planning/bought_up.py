"""Slots of which earlier orders have taken every vial: nobody can have one more, but they are why."""

from collections import defaultdict
from dataclasses import replace
from functools import cached_property

import numpy as np

from doseline.planning.kernels.state import State
from doseline.planning.problem import Problem, compile_problem

__all__ = ["BoughtUp"]


class BoughtUp:
    """On which days a vial of a slot that is bought up could be used, if there were one.

    A search need not know of such slots, so its problem has none of them. The country with nothing but these, and those
    who lack a cycle or get one late, is compiled when it is first asked for.

    Parameters
    ----------
    problem, state : the country and its plan, as the kernels see them
    """

    def __init__(self, problem: Problem, state: State) -> None:
        self._problem = problem
        late = (state.cycles["place"] < 0) | (state.cycles["day"] > problem.arrays.cycles["due_day"])
        lacking = np.unique(problem.cycle_course[late]).tolist()
        self._courses = {problem.demands[course].course.course_id for course in lacking}

    def slots_on(self, pair: int, day: int) -> tuple[str, ...]:
        """Keys of the slots that are bought up and whose vials could be used by a pair of the problem on a day."""
        return self._slots.get((self._key(self._problem, pair), day), ())

    @staticmethod
    def _key(problem: Problem, pair: int) -> tuple[int, float, int, str]:
        """What a vial of a slot depends on, of a pair: its product, prescribed activity, site and trial."""
        key = problem.pairs[pair]
        return key.product, key.prescribed_mbq, key.site, key.trial

    @cached_property
    def _slots(self) -> dict[tuple[tuple[int, float, int, str], int], tuple[str, ...]]:
        network = self._problem.network
        slots = tuple(replace(slot, quantity=1) for slot in network.slots if slot.quantity == 0)
        if not slots or not self._courses or "C06" in self._problem.without:
            return {}
        alone = replace(
            network,
            slots=slots,
            courses=tuple(row for row in network.courses if row.course_id in self._courses),
            past_administrations=tuple(row for row in network.past_administrations if row.course_id in self._courses),
            initial_orders=(),
            initial_batches=(),
            pins=(),
        )
        offered = compile_problem(alone, without=self._problem.without)
        found = defaultdict(list)
        for pair in range(len(offered.pairs)):
            key, first = self._key(offered, pair), pair * offered.arrays.n_days
            for day in range(offered.arrays.n_days):
                begin, end = offered.menu.ptr[first + day], offered.menu.ptr[first + day + 1]
                routes = offered.menu.entries["route"][begin:end]
                for source in np.unique(offered.arrays.routes["source"][routes]).tolist():
                    if offered.sources[source].kind == "slot":
                        found[key, day].append(offered.sources[source].identifier)
        return {where: tuple(dict.fromkeys(keys)) for where, keys in found.items()}
