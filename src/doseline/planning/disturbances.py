"""What closures and stops keep from a cycle: the same country is asked without them."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import cache, cached_property

import numpy as np
from numpy.typing import NDArray

from doseline.journey import Closure, Stop
from doseline.pathway.supply import Source
from doseline.planning.arrays import Arrays, Menu
from doseline.planning.kernels.diagnosis import blocked_days
from doseline.planning.kernels.state import State, empty_state
from doseline.planning.problem import Problem, closed_steps, compile_problem, initial_reactor_use

__all__ = ["RULE_OF", "Disturbances"]

RULE_OF = {
    "closure": "C09",
    "stopped_supplier": "C06",
    "stopped_reactor": "C04",
    "stopped_line": "C03",
    "material": "C06",
}
"""The constraint through which each kind of disturbance acts, and a patient's own material that comes too late."""


class Disturbances:
    """The closures and stops of a problem, and what would be without them.

    Closures are left out of the arrays at hand; the country without stops is compiled when it is first asked for. A
    country that has none never needs either.

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
        self._without: dict[tuple[Closure, ...], Arrays] = {}
        self._suited = cache(self._suited_places)

    def _open(self, closures: tuple[Closure, ...]) -> Arrays:
        """The arrays without some closures."""
        if closures not in self._without:
            network = self.problem.network
            left = tuple(one for one in network.closures if one not in closures)
            closed = closed_steps(replace(network, closures=left), self.problem)
            self._without[closures] = self.problem.arrays._replace(place_closed=closed)
        return self._without[closures]

    @cached_property
    def _running(self) -> Problem:
        return compile_problem(replace(self.problem.network, stops=()), without=self.problem.without)

    def closures_on(self, cycle: int, pair: int, days: range, sex: int) -> dict[int, tuple[Closure, ...]]:
        """The closures that keep a cycle out on each day on which they do, also if nobody else were treated.

        Those are the closures each of which keeps it out by itself. Where there is none, those that together keep it
        from some place; where the centre is closed altogether and no vial could come either, all that touch the day.

        Parameters
        ----------
        cycle, pair, days, sex : as the kernels know them
        """
        problem = self.problem
        here = self.closures.get(problem.sites[problem.arrays.pairs["site"][pair]].site_id)
        if not here:
            return {}

        @cache
        def fits(*without: Closure) -> NDArray[np.bool_]:
            arrays = self._open(without) if without else problem.arrays
            return _fits(arrays, problem.menu, self.bare, self.bare, cycle, pair, days, sex)

        barred = ~fits() & (fits(*here) | self._all_closed(pair, days))
        if not barred.any():
            return {}
        alone = {closure: fits(closure) for closure in here}
        suited = [one for one in here if one.place_id is None or one.place_id in self._suited(pair)] or here
        found = {}
        for at in np.flatnonzero(barred).tolist():
            decisive = tuple(closure for closure in here if alone[closure][at])
            together = dict.fromkeys(decisive)
            for closures in () if decisive else self._by_place(here):
                if fits(*closures)[at]:
                    together.update(dict.fromkeys(_needed(closures, fits, at)))
            found[days.start + at] = _widest(tuple(together)) or self._touching(suited, days.start + at)
        return found

    def _by_place(self, here: list[Closure]) -> Iterator[tuple[Closure, ...]]:
        """Yield, for each place of a centre that more than one closure concerns, all of them."""
        (site_id,) = {closure.site_id for closure in here}
        for place in self.problem.network.places:
            if place.site_id == site_id:
                closures = tuple(closure for closure in here if closure.place_id in (None, place.place_id))
                if len(closures) > 1:
                    yield closures

    def _all_closed(self, pair: int, days: range) -> NDArray[np.bool_]:
        """On which days every place of the centre is closed as long as it treats: then its vials do not matter."""
        arrays = self.problem.arrays
        site = int(arrays.pairs["site"][pair])
        closed = arrays.place_closed[arrays.place_ptr[site] : arrays.place_ptr[site + 1]]
        hours = arrays.site_days[site, days.start : days.stop]
        return np.array(
            [closed.size > 0 and closed[:, row["opens"] : row["closes"] + 1].all() for row in hours], dtype=np.bool_
        )

    def _suited_places(self, pair: int) -> frozenset[str]:
        """Places of the centre that could have the stay at all: with its nuclide, and over night if it takes one."""
        arrays = self.problem.arrays
        about = arrays.pairs[pair]
        hours = arrays.site_days[int(about["site"])]
        treats = hours["opens"] <= hours["closes"]
        longest = int((hours["leaves"] - hours["opens"])[treats].max(initial=0))
        night = int(about["lead_steps"]) + int(about["stay_steps"]) > longest
        places = range(int(arrays.place_ptr[about["site"]]), int(arrays.place_ptr[about["site"] + 1]))
        return frozenset(
            self.problem.place_ids[place]
            for place in places
            if arrays.place_nuclide_ok[place, about["nuclide"]] and (arrays.places["overnight"][place] or not night)
        )

    def _touching(self, here: list[Closure], day: int) -> tuple[Closure, ...]:
        """The closures that touch a day; where a stay only reaches into them, the next that begin."""
        calendar = self.problem.calendar
        begin, end = (calendar.instant(calendar.day_starts_min[at]) for at in (day, day + 1))
        touching = tuple(one for one in here if one.starts_at < end and one.ends_at > begin)
        later = sorted((one for one in here if one.starts_at >= end), key=lambda one: one.starts_at)
        return _widest(touching or tuple(one for one in later if one.starts_at == later[0].starts_at))

    def stops_on(
        self, state: State, cycle: int, pair: int, days: range, sex: int
    ) -> dict[int, tuple[tuple[str, Stop], ...]]:
        """The kind and the stop of each source that stops, on each day on which the cycle would fit if none did.

        Everybody else stays where the state has them, so a stop is not named where its vial would find no place.

        Parameters
        ----------
        state : of the plan at hand, or without any administration
        cycle, pair, days, sex : as the kernels know them
        """
        if not self.problem.network.stops:
            return {}
        running, stopped = self._running, self._stopped
        touched = np.flatnonzero(self._touched[pair, days.start : days.stop])
        if not touched.size:
            return {}
        days = days[touched[0] : touched[-1] + 1]
        begin, bare = pair * running.arrays.n_days + days.start, self._running_bare
        fits = _fits(running.arrays, running.menu, self._resumed(state), bare, cycle, pair, days, sex)
        found = {}
        for at in np.flatnonzero(fits).tolist():
            entries = running.menu.entries[running.menu.ptr[begin + at] : running.menu.ptr[begin + at + 1]]
            sources = running.arrays.routes["source"][entries["route"]].tolist()
            if stops := tuple(dict.fromkeys(one for source in sources for one in stopped.get(source, ()))):
                found[days.start + at] = stops
        return found

    @cached_property
    def _touched(self) -> NDArray[np.bool_]:
        """Whether a source that stops could serve a pair on a day, shape (n_pairs, n_days)."""
        running = self._running
        source = running.arrays.routes["source"][running.menu.entries["route"]]
        of_stopped = np.append(0, np.cumsum(np.isin(source, list(self._stopped))))[running.menu.ptr]
        touched: NDArray[np.bool_] = (np.diff(of_stopped) > 0).reshape(-1, running.arrays.n_days)
        return touched

    @cached_property
    def _running_bare(self) -> State:
        return empty_state(self._running.arrays, initial_reactor_use(self._running))

    @cached_property
    def _kept(self) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """The sources that stop nowhere, as they are counted in the country without stops and in the one at hand."""
        here = {source.key: index for index, source in enumerate(self.problem.sources)}
        kept = [(at, here[source.key]) for at, source in enumerate(self._running.sources) if source.key in here]
        there, at_hand = np.array(kept, dtype=np.int64).reshape(-1, 2).T
        return there, at_hand

    def _resumed(self, state: State) -> State:
        """The state in the country without stops: what stopped there is unused, all else as it is."""
        bare, (there, at_hand) = self._running_bare, self._kept
        sources = bare.sources.copy()
        sources[there] = state.sources[at_hand]
        return state._replace(sources=sources, departures=bare.departures, drawn=bare.drawn)

    @cached_property
    def _stopped(self) -> dict[int, tuple[tuple[str, Stop], ...]]:
        """What stops each source that there is only in the country without stops."""
        there = {source.key for source in self.problem.sources}
        return {
            index: tuple((f"stopped_{stop.kind}", stop) for stop in self._stops_of(source))
            for index, source in enumerate(self._running.sources)
            if source.key not in there
        }

    def _stops_of(self, source: Source) -> Iterator[Stop]:
        """Yield the stops that take a source away: those during all that it could need its maker for."""
        calendar = self.problem.calendar
        needed = {("supplier", source.supplier_id): [(source.dispatch_min, source.dispatch_min + 1)]}
        if source.line_id is not None:
            line = next(line for line in self.problem.network.lines if line.line_id == source.line_id)
            needed = {
                ("line", line.line_id): [(source.processing_min, source.dispatch_min)],
                ("reactor", line.reactor_id): [(option.starts_min, option.ends_min) for option in source.options],
            }
        for maker, spans in needed.items():
            mine = [
                (calendar.minute(stop.starts_at), calendar.minute(stop.ends_at), stop)
                for stop in self.problem.network.stops
                if (stop.kind, stop.ref_id) == maker
            ]
            hit = [[stop for begin, end, stop in mine if begin < last and first < end] for first, last in spans]
            if hit and all(hit):
                stops = dict.fromkeys(stop for stops in hit for stop in stops)
                yield from (stop for stop in stops if not any(_covers(other, stop) for other in stops))


def _fits(
    arrays: Arrays, menu: Menu, state: State, bare: State, cycle: int, pair: int, days: range, sex: int
) -> NDArray[np.bool_]:
    """On which days a cycle fits, shape (days,)."""
    blocked = np.zeros(len(days), dtype=np.int64)
    blocked_days(arrays, menu, state, bare, cycle, pair, days.start, sex, blocked)
    return np.equal(blocked, 0)


def _needed(closures: tuple[Closure, ...], fits: Callable[..., NDArray[np.bool_]], at: int) -> tuple[Closure, ...]:
    """Those of some closures that must all be left out so that the cycle fits: the shorter ones are spared first."""
    needed = list(closures)
    for closure in sorted(closures, key=lambda one: one.ends_at - one.starts_at):
        left = tuple(one for one in needed if one is not closure)
        if left and fits(*left)[at]:
            needed.remove(closure)
    return tuple(needed)


def _covers(one: Closure | Stop, other: Closure | Stop) -> bool:
    """Whether one begins no later and ends no sooner than another; of two that are the same the first key does."""
    same = (one.starts_at, one.ends_at) == (other.starts_at, other.ends_at)
    first = _key(one) < _key(other) if same else True
    return one is not other and first and one.starts_at <= other.starts_at and other.ends_at <= one.ends_at


def _key(one: Closure | Stop) -> str:
    return one.closure_id if isinstance(one, Closure) else one.stop_id


def _widest(closures: tuple[Closure, ...]) -> tuple[Closure, ...]:
    """Those that do not lie within another of them, of the same place or of the whole centre."""

    def hidden(one: Closure, other: Closure) -> bool:
        if other.place_id == one.place_id:
            return _covers(other, one)
        return other.place_id is None and other.starts_at <= one.starts_at and one.ends_at <= other.ends_at

    return tuple(one for one in closures if not any(hidden(one, other) for other in closures))
