"""From a problem to a plan with bounds: construct, price, search, in rounds of fixed work."""

import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np

from doseline.planning.arrays import SEARCH_REWARD, Prices
from doseline.planning.finishing import finish, slices_after
from doseline.planning.gap import gap
from doseline.planning.kernels.construction import (
    construct,
    rebuild,
    relieve,
)
from doseline.planning.kernels.search import search
from doseline.planning.kernels.state import State, empty_state
from doseline.planning.least import Least, least_of_level_4
from doseline.planning.levels import Levels, better, keeps_floors, levels_of, require_floors, with_floors_kept
from doseline.planning.pace import PERMILLE, SLICES, ByClock, ByPace, ByWork, Pace, Pacer, Round, Stretch
from doseline.planning.pins import pinned_state
from doseline.planning.problem import Problem, initial_reactor_use
from doseline.planning.promised_scans import keep_promised_scans
from doseline.planning.promises import kept_plan, return_promises
from doseline.planning.proving import REWARD, Prover, no_prices, trivial_bounds
from doseline.planning.relaxation import Bound
from doseline.planning.restless import SMALL, finished_again, tried_again

__all__ = ["Effort", "Outcome", "constructed", "solve_problem"]

CROWDED = 0.85
"""A country is crowded if its first plan gives less than this share of its cycles in window."""

SEARCH_MOVES = 4000
"""Moves of the search in one round."""

FINISHING = 0.08
"""Share of a time limit that is kept for saving activity and shipments after the search .."""

CLOSING = 0.02
""".. and for what comes after that."""

LEAST_CLOSING_S = 0.2
"""Seconds that are kept for both at least, of a short limit at most half: proofs take so long whatever the limit."""

FIRST_REWARD = 100.0
"""Days late that a weighted cycle in window is worth to the search while it is hot."""

GUIDED = 0.9
"""Share of its effort by which a search counts as further on that goes on from a plan which follows a day plan: hot
moves would lose what is good in it."""

IN_VAIN = 6
"""After so many rounds in which all regions together lack no fewer cycles to their floors these count as out of reach,
where they may be lowered. An assumption: a round of Belgium takes some tenths of a second."""

IncumbentCallback = Callable[["Outcome"], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Cooling:
    """How a search cools: from the first value to the second while its effort is spent, in equal ratios.

    Attributes
    ----------
    heat : days that a move may lose with one chance in e
    noise : mean random days that are added to a day's cost, at most
    reward : days late that a weighted cycle in window is worth
    """

    heat: tuple[float, float]
    noise: tuple[float, float]
    reward: tuple[float, float] = (FIRST_REWARD, REWARD)


QUIET = _Cooling(heat=(25.0, 0.2), noise=(12.0, 3.0))
"""Where nearly everybody is served only days are to be won: small steps in the end."""

BUSY = _Cooling(heat=(10.0, 0.3), noise=(30.0, 10.0))
"""Where many are not served it matters most who is: large steps."""

CALM = _Cooling(heat=(2.0, 0.2), noise=(6.0, 2.0), reward=(REWARD, REWARD))
"""Where much is promised little should move: small steps from the plan that keeps what it can."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Effort:
    """How long to work.

    Attributes
    ----------
    work : rounds, unless a time limit or a pace says more
    time_limit_s : seconds at most, or None
    pace : of an earlier run, to repeat it, or None
    gap_in_window, gap_days_late : stop when both gaps are at or below these
    """

    work: int = 60
    time_limit_s: float | None = None
    pace: Pace | None = None
    gap_in_window: float = 0.0
    gap_days_late: float = 0.0


@dataclass(kw_only=True)
class Outcome:
    """A plan under construction with what is proven of it.

    Attributes
    ----------
    problem, state : the problem, and where every cycle is
    owed : cycles in window that regions lack to the floors asked for (C22); 0 unless one of them was lowered
    in_window, changed, days_late : levels L1, L3 (0 where nothing was promised) and L2
    bounds : bounds of L1 and L2, and of L3 where something was promised
    least : bounds of the fourth level by the options of every cycle; None before the end
    work : rounds done
    pace : how they went on; None before the end
    elapsed_s, first_plan_s : seconds since the start, and until the first plan
    """

    problem: Problem
    state: State
    owed: int
    in_window: int
    changed: int
    days_late: int
    bounds: dict[str, Bound]
    work: int
    elapsed_s: float
    first_plan_s: float
    least: Least | None = None
    pace: Pace | None = None

    @property
    def unserved(self) -> int:
        """How many demanded cycles the plan does not give."""
        return int(np.count_nonzero(self.state.cycles["place"] < 0))

    def gap(self, name: str) -> float:
        """Gap of a level (PLANNING: over the bound, but at least a hundredth of the demanded cycles)."""
        value = {"L1": self.in_window, "L2": self.days_late, "L3": self.changed}[name]
        return gap(value, self.bounds[name].value, self.problem.n_cycles)


def constructed(problem: Problem, prices: Prices, reward: float) -> State:
    """A plan constructed course by course under prices, on top of the pins.

    Parameters
    ----------
    problem : a compiled problem
    prices : of what treatments use
    reward : days late that a weighted cycle in window is worth
    """
    arrays = problem.arrays
    state = pinned_state(problem)
    first = arrays.course_ptr[:-1]
    order = np.lexsort((arrays.cycles["window_day"][first], -arrays.courses["weight"])).astype(np.int64)
    construct(arrays, problem.menu, state, order, reward, prices)
    # one that began elsewhere by a pin may come home to weeks that were given to others
    relieve(arrays, problem.menu, state)
    return state


def _fresh(problem: Problem, cycles: State) -> State:
    state = empty_state(problem.arrays, initial_reactor_use(problem))
    rebuild(problem.arrays, problem.menu, state, cycles)
    return state


def _copy_state(state: State) -> State:
    return State._make(array.copy() for array in state)


def solve_problem(
    problem: Problem,
    *,
    seed: int = 1,
    effort: Effort | None = None,
    lowering: bool = False,
    on_first_plan: IncumbentCallback | None = None,
    progress: Callable[[Outcome], None] | None = None,
) -> Outcome:
    """The best plan found within an effort, with proven bounds of L1 and L2.

    The search runs in one thread and the bounds in another, in rounds that exchange values and prices, so that the same
    work gives the same plan whatever the clock says.

    Parameters
    ----------
    problem : a compiled problem
    seed : of the search
    effort : when to stop
    lowering : whether floors of regions that no plan was found to reach are lowered to what the best one does: the
        problem of the outcome then has other floors. Before they are, the search goes on beyond its effort as long as
        all regions together come nearer to them
    on_first_plan, progress : called with the outcome after the first plan that reaches the floors of all regions, and
        after every round

    Raises
    ------
    PinsCannotStand
        If pinned administrations cannot be given.
    FloorsNotReached
        If no plan was found in which every region has the share that it must, and floors may not be lowered.
    """
    effort = effort or Effort()
    started = time.perf_counter()
    trivial = trivial_bounds(problem)
    deadline = np.inf if effort.time_limit_s is None else started + _search_s(effort.time_limit_s)
    promised = problem.arrays.promises_matter
    if promised:
        state = kept_plan(problem, None, no_prices(problem), reward=REWARD)
    else:
        state = constructed(problem, no_prices(problem), REWARD)
    owed, in_window, changed, days_late = levels_of(problem, state)
    first_plan_s = time.perf_counter() - started
    outcome = Outcome(
        problem=problem,
        state=_copy_state(state),
        owed=owed,
        in_window=in_window,
        changed=changed,
        days_late=days_late,
        bounds=trivial,
        work=0,
        elapsed_s=first_plan_s,
        first_plan_s=first_plan_s,
    )
    told = keeps_floors(problem, state)  # a plan below the floors of regions is no plan yet
    if told and on_first_plan is not None:
        on_first_plan(outcome)
    prover = Prover(problem, trivial, deadline)
    if not promised:
        state = constructed(problem, prover.prices, SEARCH_REWARD)
        _adopt(outcome, state)
    crowded = outcome.in_window < CROWDED * trivial["L1"].value
    prover.expect(crowded=crowded)
    cooling = CALM if promised else BUSY if crowded else QUIET
    searches = [_Search(problem, state, prover.prices, cooling, each) for each in (seed, seed + 7919)]
    pacer = _pacer(effort, prover.rounds_beside_all(effort.work), started, deadline)
    rounds: list[Round] = []
    floors = _OutOfReach(outcome.owed)
    with ThreadPoolExecutor(max_workers=1) as pool:
        while pacer.goes_on(len(rounds)) and not _good_enough(outcome, effort, owing=lowering and floors.given_up):
            rounds.append(_round(len(rounds), outcome, searches, prover, pacer, pool))
            outcome.bounds = prover.bounds(outcome.in_window)
            outcome.work = len(rounds)
            outcome.elapsed_s = time.perf_counter() - started
            floors.look(outcome.owed)
            if not told and keeps_floors(problem, outcome.state):
                told, outcome.first_plan_s = True, outcome.elapsed_s
                if on_first_plan is not None:
                    # of the best plan a search keeps the cycles alone
                    outcome.state = _fresh(problem, outcome.state)
                    on_first_plan(outcome)
            if progress is not None:
                progress(outcome)
        if lowering and effort.pace is None:
            prover = _go_on_for_floors(floors, rounds, outcome, searches, prover, pool, progress)
    again = _tried_again(outcome, prover.prices, seed)
    outcome.bounds = prover.bounds(outcome.in_window)
    prover.finish(outcome.in_window, closed=_good_enough(outcome, effort, owing=True))
    outcome.pace = _finish(outcome, again, rounds, effort, seed)
    outcome.owed, outcome.in_window, outcome.changed, outcome.days_late = levels_of(problem, outcome.state)
    if lowering:
        outcome.problem = with_floors_kept(problem, outcome.state)
    else:
        require_floors(problem, outcome.state)
    outcome.bounds = prover.bounds(outcome.in_window)
    closing_s = np.inf if effort.time_limit_s is None else CLOSING * effort.time_limit_s
    outcome.least = least_of_level_4(prover.relaxation, outcome.in_window, time_limit_s=closing_s)
    outcome.elapsed_s = time.perf_counter() - started
    return outcome


def _tried_again(outcome: Outcome, prices: Prices, seed: int) -> list[State]:
    """The best plans of a small problem, which the outcome then has one of; of a larger one none."""
    problem = outcome.problem
    if problem.n_cycles > SMALL:
        return []
    plans = tried_again(problem, _fresh(problem, outcome.state), prices, seed=seed, copied=_copy_state)
    _adopt(outcome, plans[0])
    return plans


def _finish(outcome: Outcome, again: list[State], rounds: list[Round], effort: Effort, seed: int) -> Pace:
    """Make the plan waste less, or the one of several that wastes least; return how everything went on."""
    problem = outcome.problem
    left_s = None if effort.time_limit_s is None else FINISHING * effort.time_limit_s
    planned, done = (effort.pace.planned, effort.pace.done) if effort.pace else (slices_after(outcome.work), None)
    plan, planned, done = finish(
        problem, _fresh(problem, outcome.state), seed=seed, planned=planned, done=done, time_limit_s=left_s
    )
    if again:
        plan = finished_again(problem, plan, again, seed=seed, rebuilt=lambda state: _fresh(problem, state))
    outcome.state = keep_promised_scans(problem, plan)
    return_promises(problem, outcome.state)
    return Pace(rounds=tuple(rounds), planned=planned, done=done)


def _search_s(time_limit_s: float) -> float:
    """Seconds of a time limit in which plans are searched for."""
    closing_s = max((FINISHING + CLOSING) * time_limit_s, LEAST_CLOSING_S)
    return max(time_limit_s - closing_s, 0.5 * time_limit_s)


def _pacer(effort: Effort, beside: int, started: float, deadline: float) -> Pacer:
    if effort.pace is not None:
        return ByPace(effort.pace)
    if effort.time_limit_s is not None:
        return ByClock(started, effort.time_limit_s, deadline)
    # a proof takes longer than a round; the search does not wait for it with folded hands
    return ByWork(effort.work, beside)


def _round(
    number: int,
    outcome: Outcome,
    searches: list["_Search"],
    prover: Prover,
    pacer: Pacer,
    pool: ThreadPoolExecutor,
) -> Round:
    """One round: the first search beside the next step of the proof, or beside the second search."""
    proving: Future[None] | None = None
    second: Future[Stretch] | None = None
    beside = prover.rounds_beside
    if pacer.proves(number) and prover.wants(outcome.in_window, settled=outcome.gap("L2") <= 0.0):
        proving = pool.submit(prover.advance, outcome.in_window)
    else:
        second = pool.submit(searches[1].run, number, 0, pacer.second(number), pacer.deadline)
    first: list[Stretch] = []
    for stretch in pacer.first(number, proving, beside):
        at = sum(done.slices for done in first)
        first.append(searches[0].run(number, at, stretch, pacer.deadline))
    if proving is not None:
        proving.result()
    searched = None if second is None else second.result()
    guided = prover.guided() if pacer.follows(number) else None
    for search_ in searches:
        search_.prices = prover.prices
    _exchange(outcome, searches, guided)
    return Round(first=tuple(first), second=searched, followed=guided is not None)


class _OutOfReach:
    """Watches whether all regions together still come nearer to their floors.

    Parameters
    ----------
    owed : cycles in window that they lack in the beginning
    """

    def __init__(self, owed: int) -> None:
        self._owed, self._in_vain = owed, 0

    def look(self, owed: int) -> None:
        """Looks at what they lack after another round."""
        self._in_vain = 0 if owed < self._owed else self._in_vain + 1
        self._owed = owed

    @property
    def given_up(self) -> bool:
        """Whether nothing is left to be hoped for: they lack nothing, or came no nearer for long."""
        return self._owed == 0 or self._in_vain >= IN_VAIN


def _go_on_for_floors(
    floors: _OutOfReach,
    rounds: list[Round],
    outcome: Outcome,
    searches: list["_Search"],
    prover: Prover,
    pool: ThreadPoolExecutor,
    progress: Callable[["Outcome"], None] | None,
) -> Prover:
    """Add rounds until floors are reached or out of reach, whatever the clock says; return who proves from then on."""

    def looked() -> None:
        floors.look(outcome.owed)
        outcome.work = len(rounds)
        if progress is not None:
            progress(outcome)

    if not floors.given_up and prover.is_cut_short:
        # from the beginning, for what was cut short depends on the clock
        deadline, prover = prover.deadline, Prover(prover.problem, prover.trivial, np.inf)
        rounds.append(_round_led(outcome, searches, prover))
        prover.deadline = deadline
        looked()
    while not floors.given_up:
        rounds.append(_round_for_floors(len(rounds), outcome, searches, pool))
        looked()
    return prover


def _round_led(outcome: Outcome, searches: list["_Search"], prover: Prover) -> Round:
    """One round without moves: the first linear program from its beginning to its end, and the plan that follows it."""
    prover.advance(outcome.in_window)
    for search_ in searches:
        search_.prices = prover.prices
    guided = prover.guided()
    _exchange(outcome, searches, guided)
    return Round(first=(Stretch(PERMILLE, 0),), second=None, followed=guided is not None)


def _round_for_floors(number: int, outcome: Outcome, searches: list["_Search"], pool: ThreadPoolExecutor) -> Round:
    """One round more, whatever the clock says: one search as warm as it began, one as cold as it ended."""
    cold = pool.submit(searches[1].run, number, 0, Stretch(PERMILLE, SLICES), np.inf)
    warm = searches[0].run(number, 0, Stretch(0, SLICES), np.inf)
    second = cold.result()
    _exchange(outcome, searches, None)
    return Round(first=(warm,), second=second, followed=False)


def _exchange(outcome: Outcome, searches: list["_Search"], guided: State | None) -> None:
    """Keeps the best plan found, and lets one search go on from a plan that follows a program."""
    for search_ in searches:
        _adopt(outcome, search_.best, search_.levels)
    if guided is not None:
        searches[0].offer(guided)
        # where much is promised the steps are small all along
        refine = searches[1].offer if outcome.problem.arrays.promises_matter else searches[1].refine
        refine(guided)
        _adopt(outcome, guided)


def _adopt(outcome: Outcome, state: State, levels: Levels | None = None) -> None:
    """Keeps a plan if it is better than the one at hand."""
    levels = levels or levels_of(outcome.problem, state)
    if better(levels, (outcome.owed, outcome.in_window, outcome.changed, outcome.days_late)):
        outcome.state = _copy_state(state)
        outcome.owed, outcome.in_window, outcome.changed, outcome.days_late = levels


class _Search:
    """One search with its current and its best plan."""

    def __init__(self, problem: Problem, state: State, prices: Prices, cooling: _Cooling, seed: int) -> None:
        self.problem, self.prices, self.cooling, self.seed = problem, prices, cooling, seed
        self.state, self.best = _copy_state(state), _copy_state(state)
        self._found = _copy_state(state)  # the kernel leaves the best plan of each round here
        self.levels = levels_of(problem, state)
        self._ahead = 0.0

    def offer(self, state: State) -> None:
        """Goes on from another plan if that is better than the best so far."""
        levels = levels_of(self.problem, state)
        if better(levels, self.levels):
            self.state, self.best = _copy_state(state), _copy_state(state)
            self.levels = levels

    def refine(self, state: State) -> None:
        """Goes on from another plan, better or not, with small steps from now on."""
        self.offer(state)
        self.state = _copy_state(state)
        self._ahead = GUIDED

    def run(self, number: int, at: int, stretch: Stretch, deadline: float) -> Stretch:
        """Moves for a stretch of a round, which begins at its slice ``at``; how far it came before the deadline."""
        done = 0
        while done < stretch.slices and time.perf_counter() < deadline:
            self._move((number, at + done), self._ahead + (1.0 - self._ahead) * stretch.permille / PERMILLE)
            done += 1
        return Stretch(stretch.permille, done)

    def _move(self, draw: tuple[int, int], share: float) -> None:
        heat, noise, reward = (
            first * (last / first) ** share
            for first, last in (self.cooling.heat, self.cooling.noise, self.cooling.reward)
        )
        *found, _ = search(
            self.problem.arrays,
            self.problem.menu,
            self.state,
            self._found,
            SEARCH_MOVES // SLICES,
            self.seed * 100_003 + draw[0] + 1_000 * draw[1],
            reward,
            heat,
            noise,
            self.prices,
        )
        levels = (int(found[0]), int(found[1]), int(found[2]), int(found[3]))
        if better(levels, self.levels):
            self.best.cycles[:] = self._found.cycles
            self.levels = levels


def _good_enough(outcome: Outcome, effort: Effort, *, owing: bool) -> bool:
    """Whether the gaps are closed, and regions have what was asked for, unless they may go on owing it."""
    settled = (
        (outcome.owed == 0 or owing)
        and outcome.gap("L1") <= effort.gap_in_window
        and outcome.gap("L2") <= effort.gap_days_late
    )
    return settled and ("L3" not in outcome.bounds or outcome.gap("L3") == 0.0)
