"""Why a cycle is not served, or served late: what binds in the plan at hand."""

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import numpy as np
from numpy.typing import NDArray

from doseline.journey import Closure, Stop
from doseline.planning.arrays import LONG_AGO
from doseline.planning.bought_up import BoughtUp
from doseline.planning.disturbances import RULE_OF, Disturbances
from doseline.planning.kernels.days import span
from doseline.planning.kernels.diagnosis import BLOCKED_BY, NO_VIAL_AT_ALL, blocked_days
from doseline.planning.kernels.placement import begin_move, pair_of, remove_cycle, undo_to
from doseline.planning.kernels.state import State, empty_state
from doseline.planning.problem import Problem, initial_reactor_use

__all__ = ["Reason", "reasons_late", "reasons_unserved", "record_of"]

Met = tuple[str, ...]
"""What keeps a cycle out at a centre on a day: the first rule that does, or several where each vial meets another."""

Tally = tuple[tuple[Met, int], ...]
"""On how many days each of them was met, the most frequent first."""

CLOSED: Met = ("closed",)
NO_VIAL: Met = ("no_vial",)
FREE: Met = ("free",)
"""No rule: the centre treats nobody that day, no vial can come at all, the cycle would fit."""

BOUGHT_UP: Met = ("C06",)
"""Others have had all vials of the slots; without anybody else, and so before they ordered, it would fit."""

CLOSURE: Met = ("closure",)
TAIL: Met = ("C20",)
RESULTS: Met = ("C17",)
SUPPLY = frozenset({"C03", "C04", "C05", "C06", "C07"})
RULES_NAMED = 3

TINY = 1e-9
"""By which a row of the tail may be exceeded."""

WEEK = {"tail_place": 2, "tail_vial": 2, "tail_staff": 3}
"""Where the key of a row of the tail names its week."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """Why one demanded cycle is not administered, or not in its window.

    Attributes
    ----------
    cycle : index of the cycle in the problem
    is_late : whether it is given, after its window
    cause : what decides it: ``pinned``, ``interval``, ``withheld``, ``overdue``, ``frozen``, ``no_earlier_day``,
        ``binding`` or ``previous_cycle``
    on_day : the day from which the cause lets it be given; of a pinned one its day; None where nothing is to be said
    binding : constraints that bind, the most frequent first
    met : (what keeps it out, on how many days) pairs, the most frequent first; each day tried at a centre counts once,
        and days on which the centre treats nobody only where there are no others
    orders : what an irrevocable order made for the cycle meets: its key, its centre, and pairs for the days tried on
        which its vial could be used
    site_ids : the centres tried
    disturbances : closures and stops among what was met with on how many of the days, the most frequent first
    tail_rows : rows of the weeks after the horizon that are full
    next_day : first day after the horizon on which dates and intervals let an unserved cycle be given
    """

    cycle: int
    is_late: bool = False
    cause: str
    on_day: int | None = None
    binding: tuple[str, ...]
    met: Tally = ()
    orders: tuple[tuple[str, str, Tally], ...] = ()
    site_ids: tuple[str, ...] = ()
    disturbances: tuple[tuple[Closure | Stop, int], ...] = ()
    tail_rows: tuple[str, ...] = ()
    next_day: int | None = None


@dataclass(kw_only=True)
class _Looked:
    """What was met on the days tried at the centres, and on those on which the vial of an order could be used."""

    counts: Counter[Met]
    of_order: Mapping[int, Counter[Met]]
    tail_rows: dict[str, None]
    disturbances: Counter[Closure | Stop]

    def in_order(self) -> tuple[tuple[Closure | Stop, int], ...]:
        """Return the disturbances, those that keep it out on most days first, and then the earliest."""
        return tuple(sorted(self.disturbances.items(), key=lambda item: (-item[1], item[0].starts_at)))


class _Reading:
    """A plan with what is asked of it again and again."""

    def __init__(self, problem: Problem, state: State, bought_up: BoughtUp | None) -> None:
        self.problem, self.arrays = problem, problem.arrays
        self.bought_up = bought_up or BoughtUp(problem, state)
        self.state = State._make(column.copy() for column in state)
        self.bare = empty_state(problem.arrays, initial_reactor_use(problem))
        self.disturbances = Disturbances(problem, self.bare)
        network, calendar = problem.network, problem.calendar
        self.pinned = {(pin.course_id, pin.cycle_number) for pin in network.pins}
        self.frozen_days = network.properties.frozen_days
        if "C21" in problem.without:
            self.pinned, self.frozen_days = set(), 0
        self.orders: dict[tuple[str, int], list[int]] = defaultdict(list)
        for index, source in enumerate(problem.sources):
            if source.kind == "order" and source.irrevocable and "C06" not in problem.without:
                self.orders[source.course_id or "", source.cycle_number].append(index)
        self.retests: dict[str, int] = {}
        for lab in network.labs:
            if lab.outcome != "fit" and lab.retest_on is not None and "C17" not in problem.without:
                day = calendar.day_of(lab.retest_on)
                self.retests[lab.course_id] = max(day, self.retests.get(lab.course_id, day))

    def previous_day(self, course: int, cycle: int) -> int:
        """Day of the administration before this one; LONG_AGO if there is none."""
        if cycle > self.arrays.course_ptr[course]:
            return int(self.state.cycles["day"][cycle - 1])
        return int(self.arrays.courses["previous_day"][course])

    def retest_day(self, course: int) -> int:
        """Day of the next blood test where the last result was withheld; LONG_AGO where nothing is withheld."""
        return self.retests.get(self.problem.demands[course].course.course_id, LONG_AGO)

    def days(self, course: int, cycle: int) -> tuple[int, int]:
        """First and last day on which the dates of the cycle and the one before it let it be given."""
        first, last = span(self.arrays, cycle, self.previous_day(course, cycle))
        return int(first), int(last)

    def next_day(self, course: int, cycle: int, previous: int) -> int:
        """First day after the horizon on which the cycle can be given, after one on day ``previous``."""
        interval = int(self.arrays.courses["min_days"][course])
        begin = int(self.arrays.cycles["first_day"][cycle])
        return max(self.arrays.n_days, previous + interval, begin, self.retest_day(course))

    def centres(self, course: int) -> range:
        """Centres that the course may go to."""
        return range(int(self.arrays.centre_ptr[course]), int(self.arrays.centre_ptr[course + 1]))

    def site_ids(self, course: int) -> tuple[str, ...]:
        """Their keys."""
        sites = self.problem.sites
        return tuple(sites[self.arrays.centres["site"][centre]].site_id for centre in self.centres(course))

    def pair(self, course: int, cycle: int, centre: int) -> int:
        """Pair of a cycle at a centre."""
        arrays = self.arrays
        return int(arrays.centre_pair[arrays.centres["pair_from"][centre] + cycle - arrays.course_ptr[course]])

    def entries(self, pair: int, day: int) -> NDArray[Any]:
        """Menu of a pair on a day."""
        cell = pair * self.arrays.n_days + day
        return self.problem.menu.entries[self.problem.menu.ptr[cell] : self.problem.menu.ptr[cell + 1]]

    def met(
        self,
        state: State,
        course: int,
        cycle: int,
        centre: int,
        days: range,
        *,
        tail_full: bool = False,
        told: Counter[Closure | Stop] | None = None,
    ) -> list[Met]:
        """What keeps a cycle out at a centre on each of the days, or that nothing does.

        The closures and stops among it are counted in ``told``.
        """
        if not days:
            return []
        arrays, pair = self.arrays, self.pair(course, cycle, centre)
        told = Counter() if told is None else told
        sex = int(arrays.courses["sex"][course])
        blocked = np.zeros(len(days), dtype=np.int64)
        blocked_days(arrays, self.problem.menu, state, self.bare, cycle, pair, days.start, sex, blocked)
        hours = arrays.site_days[arrays.centres["site"][centre]]
        closures = self.disturbances.closures_on(cycle, pair, days, sex)
        stops = self.disturbances.stops_on(state, cycle, pair, days, sex)
        without_vial = NO_VIAL_AT_ALL in blocked
        alone = self.disturbances.stops_on(self.bare, cycle, pair, days, sex) if without_vial else {}
        found = []
        for day, bits in zip(days, blocked.tolist(), strict=True):
            if hours["opens"][day] > hours["closes"][day]:
                found.append(CLOSED)
            elif tail_full:
                found.append(TAIL)
            elif day in closures:
                told.update(closures[day])
                found.append(CLOSURE)
            elif bits == NO_VIAL_AT_ALL:
                barred = tuple(sorted(self.problem.barred.get((pair, day), ())))
                full = BOUGHT_UP if self.bought_up.slots_on(pair, day) else ()
                found.append(barred or _stopped(alone.get(day, ()), told) or full or NO_VIAL)
            elif not self._has_results(cycle, pair, day):
                found.append(RESULTS)
            else:
                met = tuple(name for position, name in enumerate(BLOCKED_BY) if bits & (1 << position))
                stopped = _stopped(stops.get(day, ()), told) if SUPPLY.intersection(met) else ()
                if met and self.bought_up.slots_on(pair, day):
                    met = tuple(dict.fromkeys((*BOUGHT_UP, *met)))
                found.append(met + stopped or FREE)
        return found

    def _has_results(self, cycle: int, pair: int, day: int) -> bool:
        """Whether valid blood results can be there at some hour at which a vial can be used."""
        entries, row = self.entries(pair, day), self.arrays.cycles[cycle]
        if self.arrays.day_first_step[day] >= row["resume_step"]:
            return bool(entries.shape[0])  # new ones can be there before the day begins
        on_file = (entries["first_step"] <= row["lab_last_step"]) & (entries["last_step"] >= row["lab_first_step"])
        return bool(np.any(on_file | (entries["last_step"] >= row["resume_step"])))

    def full_tail_rows(self, course: int, centre: int) -> list[str]:
        """Rows of the weeks after the horizon that a course would overfill if it ended at a centre."""
        change: dict[int, float] = defaultdict(float)
        current = int(self.state.course_tail[course])
        if current == centre:
            return []
        for at, sign in ((centre, 1.0), (current, -1.0)):
            if at >= 0:
                begin, end = self.arrays.centres["tail_from"][at], self.arrays.centres["tail_to"][at]
                loads = self.arrays.centre_tails[begin:end]
                for row, load in zip(loads["row"].tolist(), loads["load"].tolist(), strict=True):
                    change[row] += sign * load
        used, capacity = self.state.tail_used, self.arrays.tail_capacity
        full = (row for row, load in change.items() if load > TINY and used[row] + load > capacity[row] + TINY)
        return [self.problem.tail.keys[row] for row in full]

    def look(self, course: int, cycle: int, first: int, last: int, *, ends: bool) -> _Looked:
        """What binds from one day to another at all centres of a course; ``ends``: none of its cycles comes after."""
        orders = self.orders_for(course, cycle)
        looked = _Looked(
            counts=Counter(), of_order={source: Counter() for source in orders}, tail_rows={}, disturbances=Counter()
        )
        for centre in self.centres(course):
            full = self.full_tail_rows(course, centre) if ends else []
            looked.tail_rows.update(dict.fromkeys(full))
            days = range(first, last + 1)
            told = looked.disturbances
            mets = self.met(self.state, course, cycle, centre, days, tail_full=bool(full), told=told)
            for day, met in zip(days, mets, strict=True):
                looked.counts[met] += 1
                for source in orders:
                    routes = self.entries(self.pair(course, cycle, centre), day)["route"]
                    looked.of_order[source][met] += int(np.any(self.arrays.routes["source"][routes] == source))
        if set(looked.counts) != {CLOSED}:
            del looked.counts[CLOSED]
        return looked

    def orders_for(self, course: int, cycle: int) -> list[int]:
        """Irrevocable orders made for a cycle."""
        demand = self.problem.demands[course]
        number = demand.cycles[cycle - int(self.arrays.course_ptr[course])].cycle_number
        return self.orders.get((demand.course.course_id, number), [])

    def orders_of(self, course: int, cycle: int, looked: _Looked) -> tuple[tuple[str, str, Tally], ...]:
        """What the irrevocable orders made for a cycle met."""
        return tuple(
            (
                self.problem.sources[source].identifier,
                self.problem.sources[source].destination_site_id or "",
                _tally(looked.of_order[source]),
            )
            for source in self.orders_for(course, cycle)
        )

    def decides(self, course: int, cycle: int) -> int | None:
        """Day of the next blood test, where it is what sets the first day of the cycle."""
        arrays = self.arrays
        nominal = self.problem.demands[course].cycles[cycle - int(arrays.course_ptr[course])]
        otherwise = max(
            self.frozen_days,
            self.problem.calendar.day_of(nominal.earliest_on),
            self.previous_day(course, cycle) + int(arrays.courses["min_days"][course]),
        )
        retest = self.retest_day(course)
        return retest if retest > otherwise else None

    def first_possible(self, course: int, cycle: int, first: int, last: int) -> int:
        """First day on which the cycle could be given if there were nobody else."""
        days = range(first, last)
        mets = (self.met(self.bare, course, cycle, centre, days) for centre in self.centres(course))
        return min((days[at] for met in mets for at, one in enumerate(met) if one in (FREE, BOUGHT_UP)), default=last)


def _stopped(stops: tuple[tuple[str, Stop], ...], told: Counter[Closure | Stop]) -> Met:
    """Count the stops of a day and return their kinds."""
    told.update(stop for _, stop in stops)
    return tuple(dict.fromkeys(kind for kind, _ in stops))


def _first_open(problem: Problem, state: State, course: int) -> int:
    arrays = problem.arrays
    cycle = int(arrays.course_ptr[course])
    while cycle < arrays.course_ptr[course + 1] and state.cycles["place"][cycle] >= 0:
        cycle += 1
    return cycle


def _why(reading: _Reading, course: int, cycle: int, next_day: int) -> Reason:
    first, last = reading.days(course, cycle)
    site_ids = reading.site_ids(course)
    looked = reading.look(course, cycle, first, last, ends=True)
    retest = reading.decides(course, cycle)
    return Reason(
        cycle=cycle,
        cause="binding" if retest is None else "withheld",
        on_day=retest,
        binding=_binding(looked.counts, n_centres=len(site_ids), withheld=retest is not None),
        met=_tally(looked.counts),
        orders=reading.orders_of(course, cycle, looked),
        site_ids=site_ids,
        disturbances=looked.in_order(),
        tail_rows=tuple(looked.tail_rows),
        next_day=next_day,
    )


def _tally(counts: Counter[Met]) -> Tally:
    return tuple((met, days) for met, days in counts.most_common() if days)


def _named(counts: Counter[Met]) -> tuple[str, ...]:
    """Rules that keep it out, by the days on which they do."""
    days: Counter[str] = Counter()
    for met, count in counts.items():
        if met not in (CLOSED, NO_VIAL, FREE):
            days.update(dict.fromkeys((RULE_OF.get(one, one) for one in met), count))
    return tuple(identifier for identifier, _ in days.most_common(RULES_NAMED))


def _binding(counts: Counter[Met], *, n_centres: int, withheld: bool) -> tuple[str, ...]:
    if n_centres == 0:
        return ("C18",)
    if not counts:
        return ("C17",)
    named = _named(counts)
    if withheld:
        return ("C17", *(identifier for identifier in named if identifier != "C17"))
    if not named and counts[NO_VIAL]:
        return ("C06", "C08")
    if not named and counts[CLOSED]:
        return ("C10",)
    # the table of a plan wants a rule even where each day that is left would take the cycle
    return named or ("C17",)


def reasons_unserved(problem: Problem, state: State, bought_up: BoughtUp | None = None) -> list[Reason]:
    """One reason for each demanded cycle that the plan does not administer, in the order of the cycles.

    Parameters
    ----------
    problem, state : the country and its plan
    bought_up : of the same; None: found anew
    """
    reading = _Reading(problem, state, bought_up)
    reasons = []
    for course in range(len(problem.demands)):
        first = _first_open(problem, state, course)
        end = int(problem.arrays.course_ptr[course + 1])
        if first == end:
            continue
        next_day = reading.next_day(course, first, reading.previous_day(course, first))
        head = _why(reading, course, first, next_day)
        reasons.append(head)
        for cycle in range(first + 1, end):
            next_day = reading.next_day(course, cycle, next_day)
            reasons.append(
                Reason(
                    cycle=cycle,
                    cause="previous_cycle",
                    binding=("C17", *(identifier for identifier in head.binding if identifier != "C17")),
                    site_ids=head.site_ids,
                    disturbances=head.disturbances,
                    tail_rows=head.tail_rows,
                    next_day=next_day,
                )
            )
    return reasons


def reasons_late(problem: Problem, state: State, bought_up: BoughtUp | None = None) -> list[Reason]:
    """One reason for each cycle that the plan administers after its window, in the order of the cycles.

    Parameters
    ----------
    problem, state : the country and its plan
    bought_up : of the same; None: found anew
    """
    reading = _Reading(problem, state, bought_up)
    given = state.cycles["place"] >= 0
    late = given & (state.cycles["day"] > problem.arrays.cycles["window_day"])
    return [_why_late(reading, cycle) for cycle in range(problem.n_cycles) if late[cycle]]


def _why_late(reading: _Reading, cycle: int) -> Reason:
    problem, state = reading.problem, reading.state
    course = int(problem.cycle_course[cycle])
    given_day = int(state.cycles["day"][cycle])
    cause, on_day = _cause(reading, course, cycle, given_day)
    if cause == "pinned":
        site_ids = reading.site_ids(course)
        return Reason(cycle=cycle, is_late=True, cause=cause, on_day=on_day, binding=("C21",), site_ids=site_ids)
    earliest, _ = reading.days(course, cycle)
    first = max(earliest, int(problem.arrays.cycles["due_day"][cycle]), -1 if on_day is None else on_day)
    begin_move(state)
    sex = int(problem.arrays.courses["sex"][course])
    remove_cycle(problem.arrays, problem.menu, state, cycle, int(pair_of(problem.arrays, state, cycle)), sex)
    end = int(problem.arrays.course_ptr[course + 1])
    ends = cycle + 1 == end or state.cycles["place"][cycle + 1] < 0
    looked = reading.look(course, cycle, first, given_day - 1, ends=ends)
    binding = _named(looked.counts)
    if cause == "no_earlier_day" and on_day is not None:
        # what keeps it from the days before decides, and may be a closure or a stop
        before = reading.look(course, cycle, max(earliest, 0), on_day - 1, ends=False)
        looked.disturbances.update(before.disturbances)
        deciding = _binding(before.counts, n_centres=len(reading.site_ids(course)), withheld=False)
        binding = tuple(dict.fromkeys((*deciding, *binding)))[:RULES_NAMED]
    undo_to(problem.arrays, problem.menu, state, 0)
    return Reason(
        cycle=cycle,
        is_late=True,
        cause=cause,
        on_day=on_day,
        binding=binding,
        met=_tally(looked.counts),
        site_ids=reading.site_ids(course),
        disturbances=looked.in_order(),
        tail_rows=tuple(looked.tail_rows),
    )


def _cause(reading: _Reading, course: int, cycle: int, given_day: int) -> tuple[str, int | None]:
    """What decides that a cycle cannot be in window, and from which day on it lets the cycle be given."""
    problem, arrays = reading.problem, reading.arrays
    demand = problem.demands[course]
    number = demand.cycles[cycle - int(arrays.course_ptr[course])].cycle_number
    if (demand.course.course_id, number) in reading.pinned:
        return "pinned", given_day
    window = int(arrays.cycles["window_day"][cycle])
    after_previous = reading.previous_day(course, cycle) + int(arrays.courses["min_days"][course])
    if after_previous > max(window, -1) and reading.previous_day(course, cycle) > LONG_AGO:
        return "interval", after_previous
    retest = reading.retest_day(course)
    if retest > window:
        return "withheld", retest
    first, _ = reading.days(course, cycle)
    possible = reading.first_possible(course, cycle, first, given_day)
    if window < 0:
        return "overdue", possible
    if window < reading.frozen_days:
        return "frozen", possible
    return ("no_earlier_day", possible) if possible > window else ("binding", None)


def record_of(problem: Problem, reason: Reason) -> dict[str, object]:
    """Say a reason in keys and local dates, as ``summary.json`` carries it."""
    course = int(problem.cycle_course[reason.cycle])
    demand, calendar = problem.demands[course], problem.calendar
    cycle = demand.cycles[reason.cycle - int(problem.arrays.course_ptr[course])]
    end_on = calendar.date_of(calendar.horizon_days)
    reachable = reason.next_day is not None and calendar.date_of(reason.next_day) <= cycle.window_end_on
    return {
        "course_id": cycle.course_id,
        "cycle_number": cycle.cycle_number,
        "late": reason.is_late,
        "cause": reason.cause,
        "on": None if reason.on_day is None else calendar.date_of(reason.on_day).isoformat(),
        "interval_min_d": demand.regimen.interval_min_d if reason.cause == "interval" else None,
        "binding": list(reason.binding),
        "centres": list(reason.site_ids),
        "met": _met(reason.met),
        "orders": [{"order_id": key, "centre": site, "met": _met(met)} for key, site, met in reason.orders],
        "disturbances": [_disturbance(problem, one, days) for one, days in reason.disturbances],
        "tail": [
            {"row": row, "week_on": (end_on + timedelta(weeks=_week(row))).isoformat()} for row in reason.tail_rows
        ],
        "open_until": cycle.window_end_on.isoformat() if reachable else None,
    }


def _met(met: Tally) -> list[dict[str, object]]:
    return [{"what": list(what), "days": days} for what, days in met]


def _disturbance(problem: Problem, one: Closure | Stop, days: int) -> dict[str, object]:
    begins, ends = (at.astimezone(problem.calendar.timezone) for at in (one.starts_at, one.ends_at))
    return {
        "kind": "closure" if isinstance(one, Closure) else one.kind,
        "key": one.closure_id if isinstance(one, Closure) else one.stop_id,
        "of": one.site_id if isinstance(one, Closure) else one.ref_id,
        "place": one.place_id if isinstance(one, Closure) else None,
        "starts_at": begins.isoformat(),
        "ends_at": ends.isoformat(),
        "days": days,
        "why": one.reason,
    }


def _week(row: str) -> int:
    return int(row.split("|")[WEEK[row.partition("|")[0]]])
