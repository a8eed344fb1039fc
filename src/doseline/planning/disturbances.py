"""What closures and stops keep from a cycle: the same country is asked without them."""

from dataclasses import replace
from functools import cached_property

import numpy as np

from doseline.journey import Closure, Stop
from doseline.pathway.supply import Source
from doseline.planning.kernels.diagnosis import blocked_days
from doseline.planning.kernels.state import State, empty_state
from doseline.planning.problem import Problem, compile_problem, initial_reactor_use

__all__ = ["RULE_OF", "Disturbances"]

RULE_OF = {"closure": "C09", "stopped_supplier": "C06", "stopped_reactor": "C04", "stopped_line": "C03"}
"""The constraint through which each kind of disturbance acts."""


class Disturbances:
    """The closures and stops of a problem, and what would be without them.

    The country without them is compiled when it is first asked for; a country that has none never needs it.

    Parameters
    ----------
    problem : of the plan at hand
    bare : its state without any administration
    """

    def __init__(self, problem: Problem, bare: State) -> None:
        self.problem, self.bare = problem, bare
        self.closures: dict[str, list[Closure]] = {}
        for closure in problem.network.closures if "C09" not in problem.without else ():
            self.closures.setdefault(closure.site_id, []).append(closure)

    @cached_property
    def _open(self) -> tuple[Problem, State]:
        opened = compile_problem(replace(self.problem.network, closures=()), without=self.problem.without)
        return opened, empty_state(opened.arrays, initial_reactor_use(opened))

    @cached_property
    def _running(self) -> Problem:
        return compile_problem(replace(self.problem.network, stops=()), without=self.problem.without)

    def closures_on(self, cycle: int, pair: int, days: range, sex: int) -> dict[int, Closure]:
        """The closure that keeps a cycle out on each day on which one does, also if nobody else were treated.

        Parameters
        ----------
        cycle, pair, days, sex : as the kernels know them
        """
        problem, bare = self.problem, self.bare
        here = self.closures.get(problem.sites[problem.arrays.pairs["site"][pair]].site_id)
        if not here:
            return {}
        opened, empty = self._open
        blocked, otherwise = np.zeros((2, len(days)), dtype=np.int64)
        blocked_days(problem.arrays, problem.menu, bare, bare, cycle, pair, days.start, sex, blocked)
        blocked_days(opened.arrays, opened.menu, empty, empty, cycle, pair, days.start, sex, otherwise)
        found = {}
        for day in (days.start + np.flatnonzero((blocked != 0) & (otherwise == 0))).tolist():
            begin = problem.calendar.instant(problem.calendar.day_starts_min[day])
            # a stay may reach into a closure that begins on a later day
            found[day] = min((one for one in here if one.ends_at > begin), key=lambda one: one.starts_at)
        return found

    def stops(self, pair: int, day: int) -> tuple[tuple[str, Stop], ...]:
        """The kind and the stop of each source that could give a vial on a day if it did not stop.

        Parameters
        ----------
        pair, day : as the kernels know them
        """
        if not self.problem.network.stops:
            return ()
        running, stopped = self._running, self._stopped
        cell = pair * running.arrays.n_days + day
        entries = running.menu.entries[running.menu.ptr[cell] : running.menu.ptr[cell + 1]]
        sources = running.arrays.routes["source"][entries["route"]].tolist()
        return tuple(dict.fromkeys(stopped[source] for source in sources if source in stopped))

    @cached_property
    def _stopped(self) -> dict[int, tuple[str, Stop]]:
        """What stops each source that there is only in the country without stops."""
        there = {source.key for source in self.problem.sources}
        found = {}
        for index, source in enumerate(self._running.sources):
            stop = None if source.key in there else self._stop_of(source)
            if stop is not None:
                found[index] = (f"stopped_{stop.kind}", stop)
        return found

    def _stop_of(self, source: Source) -> Stop | None:
        """The last stop of the maker of a source that begins before its vials would have left."""
        network = self.problem.network
        owners = {("supplier", source.supplier_id)}
        if source.line_id is not None:
            line = next(line for line in network.lines if line.line_id == source.line_id)
            owners = {("line", line.line_id), ("reactor", line.reactor_id)}
        left_at = self.problem.calendar.instant(source.dispatch_min)
        mine = [stop for stop in network.stops if (stop.kind, stop.ref_id) in owners and stop.starts_at <= left_at]
        return max(mine, key=lambda one: one.starts_at, default=None)
