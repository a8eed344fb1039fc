"""Why a cycle is not served: what binds in the plan at hand."""

from collections import Counter
from dataclasses import dataclass

from doseline.planning.arrays import LONG_AGO
from doseline.planning.kernels.diagnosis import BLOCKED_BY, blocked_by
from doseline.planning.kernels.state import State, empty_state
from doseline.planning.problem import Problem, initial_reactor_use

__all__ = ["Reason", "reasons_unserved"]

NO_VIAL = "no vial"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """Why one demanded cycle is not administered.

    Attributes
    ----------
    cycle : index of the cycle in the problem
    binding : constraints that bind, the most frequent first
    days : (constraint, centre days on which it binds) pairs
    candidate_days : centre days looked at
    site_id : the centre meant, if there is only one
    predecessor : whether it waits for an unserved cycle before it
    """

    cycle: int
    binding: tuple[str, ...]
    days: tuple[tuple[str, int], ...]
    candidate_days: int
    site_id: str | None
    predecessor: bool


def _first_open(problem: Problem, state: State, course: int) -> int:
    arrays = problem.arrays
    cycle = int(arrays.course_ptr[course])
    while cycle < arrays.course_ptr[course + 1] and state.cycles["place"][cycle] >= 0:
        cycle += 1
    return cycle


def _why(problem: Problem, state: State, bare: State, course: int, cycle: int) -> Reason:
    arrays = problem.arrays
    row = arrays.cycles[cycle]
    first = max(0, int(row["first_day"]))
    last = min(int(row["last_day"]), arrays.n_days - 1)
    previous = -1
    if cycle > arrays.course_ptr[course]:
        previous = int(state.cycles["day"][cycle - 1])
    elif arrays.courses["previous_day"][course] > LONG_AGO:
        previous = int(arrays.courses["previous_day"][course])
    if cycle > arrays.course_ptr[course] or previous > -1:
        first = max(first, previous + int(arrays.courses["min_days"][course]))
        last = min(last, previous + int(arrays.courses["max_days"][course]))
    counts: Counter[str] = Counter()
    looked = 0
    centres = range(arrays.centre_ptr[course], arrays.centre_ptr[course + 1])
    for centre in centres:
        begin, end = arrays.centres["tail_from"][centre], arrays.centres["tail_to"][centre]
        loads = arrays.centre_tails[begin:end]
        tail_full = cycle == arrays.course_ptr[course] and bool(
            (
                (loads["load"] > 0)
                & (state.tail_used[loads["row"]] + loads["load"] > arrays.tail_capacity[loads["row"]])
            ).any()
        )
        pair = int(arrays.centre_pair[arrays.centres["pair_from"][centre] + cycle - arrays.course_ptr[course]])
        for day in range(first, last + 1):
            looked += 1
            if tail_full:
                counts["C20"] += 1
                continue
            bits = blocked_by(arrays, problem.menu, state, bare, cycle, pair, day, int(arrays.courses["sex"][course]))
            if bits < 0:
                counts[NO_VIAL] += 1
            for position, identifier in enumerate(BLOCKED_BY):
                if bits > 0 and bits & (1 << position):
                    counts[identifier] += 1
    site_id = problem.sites[arrays.centres["site"][centres[0]]].site_id if len(centres) == 1 else None
    return Reason(
        cycle=cycle,
        binding=_binding(counts, looked, n_centres=len(centres)),
        days=tuple(counts.most_common()),
        candidate_days=looked,
        site_id=site_id,
        predecessor=False,
    )


def _binding(counts: Counter[str], looked: int, *, n_centres: int) -> tuple[str, ...]:
    if n_centres == 0:
        return ("C18",)
    if looked == 0:
        return ("C17",)
    named = [identifier for identifier, _ in counts.most_common() if identifier != NO_VIAL]
    if named:
        return tuple(named[:3])
    if counts[NO_VIAL]:
        return ("C06", "C08")
    # a day would take it on its own; its window or another course's hold keeps it out of the best plan
    return ("C17",)


def reasons_unserved(problem: Problem, state: State) -> list[Reason]:
    """One reason for each demanded cycle that the plan does not administer, in the order of the cycles."""
    bare = empty_state(problem.arrays, initial_reactor_use(problem))
    reasons = []
    for course in range(len(problem.demands)):
        first = _first_open(problem, state, course)
        end = int(problem.arrays.course_ptr[course + 1])
        if first == end:
            continue
        head = _why(problem, state, bare, course, first)
        reasons.append(head)
        for cycle in range(first + 1, end):
            reasons.append(
                Reason(
                    cycle=cycle,
                    binding=("C17", *(identifier for identifier in head.binding if identifier != "C17")),
                    days=(),
                    candidate_days=0,
                    site_id=head.site_id,
                    predecessor=True,
                )
            )
    return reasons
