"""Scans that were promised: whose treatment stays keeps the hour of the scan, unless somebody else would have none."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from doseline.planning.diary import Diary, Slot
from doseline.planning.kernels.construction import rebuild
from doseline.planning.kernels.state import State, empty_state
from doseline.planning.problem import Problem, initial_reactor_use
from doseline.planning.scanning import WEEK_D, promised_slots, scan_numbers

__all__ = ["keep_promised_scans"]

NOWHERE: Final[Slot] = (-1, -1)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Kind:
    """A scan that must follow every administration of a product at a centre: a record of ``Arrays.scans``.

    Attributes
    ----------
    earliest, latest : steps after the administration between which it begins
    steps, seconds : for which it keeps a scanner busy, and which it takes of the week
    uses : the row of ``Arrays.scan_next`` by the index of each scanner that can make it
    """

    earliest: int
    latest: int
    steps: int
    seconds: int
    uses: Mapping[int, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Scan:
    """A scan that must follow an administration of the plan.

    Attributes
    ----------
    cycle, position : which cycle it follows, and which of its scans it is
    kind : what holds of all scans like it
    at : step of the administration
    booked : slot that it has in the plan
    promised : slot that was promised, on a scanner that can make the scan; None: none was
    stays : whether the administration is at the centre and the instant that were promised
    """

    cycle: int
    position: int
    kind: _Kind
    at: int
    booked: Slot
    promised: Slot | None
    stays: bool


def keep_promised_scans(problem: Problem, plan: State) -> State:
    """Return a plan with its scans where ``promised_scans`` has them, wherever that can be.

    The search books each scan as early as it can: it knows of no promise of a scan, for no level prices it. Here every
    scan that was promised gets its slot back, first those after an administration that stays where it was. Whoever has
    that slot, and was promised another or none, gets the best slot that is left; where there is none, and none can be
    made by moving a few others, the promise gives way. Scans that cannot have their slots come as near to them as is
    free. Nothing else of the plan changes.

    Parameters
    ----------
    problem : a compiled problem
    plan : a legal plan of it

    Returns
    -------
    State
        The same administrations, with their scans.
    """
    wanted = plan._replace(cycles=plan.cycles.copy())
    if problem.network.promised_scans and problem.arrays.scans.shape[0]:
        _Keeping(problem, wanted.cycles).keep()
    state = empty_state(problem.arrays, initial_reactor_use(problem))
    rebuild(problem.arrays, problem.menu, state, wanted)
    return state


class _Keeping:
    """The scans of a plan, and the diaries of the scanners into which they go."""

    def __init__(self, problem: Problem, cycles: NDArray[Any]) -> None:
        self.problem, self.arrays, self.cycles = problem, problem.arrays, cycles
        self.n_steps = self.arrays.scan_next.shape[1]
        self.scans = list(self._scans())
        self.waiting = [number for number, scan in enumerate(self.scans) if self._can_be(scan)]

    def keep(self) -> None:
        """Book the scans anew, and note their slots in the cycles of the plan."""
        diary = self._all_at_once() or self._one_by_one()
        for number, scan in enumerate(self.scans):
            if scan.promised is not None and diary.slots[number] != scan.promised:
                diary.improve(number)
        for scan, slot in zip(self.scans, diary.slots, strict=True):
            assert slot is not None  # noqa: S101 - each scan had a slot, and gives it up for another only
            self.cycles["scans"][scan.cycle, scan.position] = scan.kind.uses[slot[0]] * self.n_steps + slot[1]

    def _all_at_once(self) -> Diary | None:
        """Give every promised slot first and then the others; None where somebody finds nothing left so."""
        diary = self._diary()
        self.waiting.sort(key=lambda number: not self.scans[number].stays)
        for number in self.waiting:
            diary.take(number, self.scans[number].promised or NOWHERE, stays=True)
        left = [number for number, slot in enumerate(diary.slots) if slot is None]
        left = [number for number in left if not diary.take(number, self.scans[number].booked)]
        return diary if all(diary.find(number) for number in left) else None

    def _one_by_one(self) -> Diary:
        """Begin with the slots of the plan, which all have, and go back to one promise after the other."""
        diary = self._diary()
        for number, scan in enumerate(self.scans):
            diary.take(number, scan.booked)
        self.waiting.sort(key=lambda number: (not self.scans[number].stays, self._moves(number)))
        waiting = self.waiting
        while waiting:
            left = [number for number in waiting if not diary.keep(number, self.scans[number].promised or NOWHERE)]
            if len(left) == len(waiting):
                break
            waiting = left  # whoever went back may have made room for others
        return diary

    def _moves(self, number: int) -> bool:
        return self.scans[number].booked != self.scans[number].promised

    def _diary(self) -> Diary:
        """Return empty diaries into which every scan is entered."""
        arrays = self.arrays
        week_of_step = (arrays.day_of_step[: self.n_steps] + arrays.first_weekday) // WEEK_D
        choices: Callable[[int], list[Slot]] = cache(self._choices)
        diary = Diary(left_s=arrays.scanner_left_s, week_of_step=week_of_step, choices=choices)
        for scan in self.scans:
            diary.enter(steps=scan.kind.steps, seconds=scan.kind.seconds)
        return diary

    def _scans(self) -> Iterator[_Scan]:
        arrays, problem = self.arrays, self.problem
        promised, numbers = promised_slots(problem.network, problem.calendar), scan_numbers(problem.network)
        kinds, scanner_of = self._kinds(), arrays.scan_uses.tolist()
        cycles = np.flatnonzero(self.cycles["place"] >= 0)
        given, about = self.cycles[cycles], arrays.cycles[cycles]
        first = arrays.course_ptr[about["course"]]
        pairs = arrays.pairs[arrays.centre_pair[arrays.centres["pair_from"][given["centre"]] + cycles - first]]
        stays = (pairs["site"] == about["promised_site"]) & (given["step"] == about["promised_step"])
        columns = (cycles, first, about["course"], pairs["product"], given["step"], stays | about["pinned"])
        rows = pairs["site"] * arrays.n_products + pairs["product"]
        ends = zip(arrays.scan_ptr[rows].tolist(), arrays.scan_ptr[rows + 1].tolist(), strict=True)
        for (cycle, before, course, product, at, is_there), (begin, end), slots in zip(
            zip(*(column.tolist() for column in columns), strict=True), ends, given["scans"].tolist(), strict=True
        ):
            demand, asked = problem.demands[course], numbers.get(problem.products[product].product_id, ())
            for position in range(end - begin):
                kind, (use, step) = kinds[begin + position], divmod(slots[position], self.n_steps)
                number = demand.cycles[cycle - before].cycle_number
                slot = promised.get((demand.course.course_id, number, asked[position]))
                yield _Scan(
                    cycle=cycle,
                    position=position,
                    kind=kind,
                    at=at,
                    booked=(scanner_of[use], step),
                    promised=slot if slot is not None and slot[0] in kind.uses else None,
                    stays=is_there,
                )

    def _kinds(self) -> list[_Kind]:
        scanner_of = self.arrays.scan_uses.tolist()
        return [
            _Kind(
                earliest=earliest,
                latest=latest,
                steps=steps,
                seconds=seconds,
                uses={scanner_of[use]: use for use in range(use_from, use_to)},
            )
            for earliest, latest, steps, seconds, use_from, use_to in self.arrays.scans.tolist()
        ]

    def _can_be(self, scan: _Scan) -> bool:
        """Whether what was promised lies in the window of a scan, and its scanner is there for it then."""
        if scan.promised is None:
            return False
        scanner, step = scan.promised
        begin, end = scan.at + scan.kind.earliest, min(scan.at + scan.kind.latest, self.n_steps - 1)
        return begin <= step <= end and bool(self.arrays.scan_next[scan.kind.uses[scanner], step] == step)

    def _choices(self, number: int) -> list[Slot]:
        """Every slot that a scan could have if nobody else were there, the nearest to its promise first."""
        scan = self.scans[number]
        begin, end = scan.at + scan.kind.earliest, min(scan.at + scan.kind.latest, self.n_steps - 1)
        every = np.arange(begin, end + 1)
        fine = {
            scanner: every[self.arrays.scan_next[use, begin : end + 1] == every]
            for scanner, use in scan.kind.uses.items()
        }
        scanners = np.repeat(list(fine), [steps.shape[0] for steps in fine.values()])
        steps = np.concatenate([*fine.values(), every[:0]])
        wanted = scan.promised or (NOWHERE[0], begin)
        order = np.lexsort((steps, scanners, scanners != wanted[0], np.abs(steps - wanted[1])))
        return list(zip(scanners[order].tolist(), steps[order].tolist(), strict=True))
