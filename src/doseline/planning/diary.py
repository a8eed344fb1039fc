"""The diaries of scanners: who is scanned when, and who gives way so that somebody else can have an hour."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Sequence
from typing import Any, Final

from numpy.typing import NDArray

__all__ = ["Diary", "Slot"]

Slot = tuple[int, int]
"""Index of a scanner, and step of the grid at which a scan begins."""

_FREE: Final = -1

_DEPTH: Final = 3
"""How many scans may give way one after the other so that one gets the slot that it asks for."""

_TRIES: Final = 300
"""How many times at most somebody is asked to give way for one scan."""


class Diary:
    """Scans on the scanners of a country, one at a time, within the hours that each has in a week.

    Parameters
    ----------
    left_s : seconds of each week that are left for them, shape (n_scanners, n_weeks)
    week_of_step : week of each step of the grid, shape (n_steps,)
    choices : the slots that a scan may have, by its number, the best first; the diary asks each time and for few

    Attributes
    ----------
    slots : slot of each scan, by its number; None: it has none
    """

    def __init__(
        self, *, left_s: NDArray[Any], week_of_step: NDArray[Any], choices: Callable[[int], Sequence[Slot]]
    ) -> None:
        self.slots: list[Slot | None] = []
        self._choices = choices
        self._week: list[int] = week_of_step.tolist()
        self._left_s: list[list[int]] = left_s.tolist()
        self._there = [[_FREE] * len(self._week) for _ in self._left_s]
        self._of_week: dict[tuple[int, int], set[int]] = defaultdict(set)
        self._steps: list[int] = []
        self._seconds: list[int] = []
        self._stays: set[int] = set()
        self._journal: list[tuple[int, Slot | None]] = []
        self._tries = 0

    def enter(self, *, steps: int, seconds: int) -> int:
        """Enter a scan that has no slot yet, and return its number.

        Parameters
        ----------
        steps, seconds : for which it keeps its scanner busy, and which it takes of the week
        """
        self._steps.append(steps)
        self._seconds.append(seconds)
        self.slots.append(None)
        return len(self.slots) - 1

    def take(self, number: int, slot: Slot, *, stays: bool = False) -> bool:
        """Give a scan a slot if nobody has it, and say so; it keeps it whatever comes, if it stays."""
        if not self._is_free(number, slot):
            return False
        self._put(number, slot)
        if stays:
            self._stays.add(number)
        return True

    def keep(self, number: int, slot: Slot) -> bool:
        """Give a scan a slot that it keeps whatever comes, and say whether it could be had.

        Those who have the slot, or the hours of its week, get other slots; where they can have none nothing changes.
        """
        self._tries, self._journal = _TRIES, []
        if self.slots[number] != slot and not self._settle(number, slot, _DEPTH):
            return False
        self._stays.add(number)
        return True

    def find(self, number: int) -> bool:
        """Give a scan the best slot that can be had, and say whether there is one."""
        self._tries, self._journal = _TRIES, []
        return self._place(number, _DEPTH)

    def improve(self, number: int) -> None:
        """Give a scan a better slot than it has, if one is free."""
        for slot in self._choices(number):
            if slot == self.slots[number]:
                return
            if self._is_free(number, slot):
                self._put(number, slot)
                return

    def _put(self, number: int, slot: Slot | None) -> None:
        """Move a scan to a slot, or out of the diary."""
        before = self.slots[number]
        self._journal.append((number, before))
        if before is not None:
            self._mark(number, before, _FREE)
        if slot is not None:
            self._mark(number, slot, number)
        self.slots[number] = slot

    def _mark(self, number: int, slot: Slot, there: int) -> None:
        scanner, at = slot
        row, week = self._there[scanner], self._week[at]
        end = min(at + self._steps[number], len(row))
        row[at:end] = [there] * (end - at)
        if there == _FREE:
            self._left_s[scanner][week] += self._seconds[number]
            self._of_week[scanner, week].discard(number)
        else:
            self._left_s[scanner][week] -= self._seconds[number]
            self._of_week[scanner, week].add(number)

    def _undo(self, mark: int) -> None:
        """Put everybody back where they were when the journal had so many entries."""
        undone = self._journal[mark:]
        self._journal = self._journal[:mark]
        for number, slot in reversed(undone):
            self._put(number, slot)
        del self._journal[mark:]

    def _in_slot(self, number: int, slot: Slot) -> set[int]:
        """Return who else has a part of a slot."""
        scanner, at = slot
        return {other for other in self._there[scanner][at : at + self._steps[number]] if other not in (_FREE, number)}

    def _short_s(self, number: int, slot: Slot, gone: Collection[int]) -> int:
        """Return the seconds that lack in the week of a slot once some, and the scan itself, have left their slots."""
        scanner, at = slot
        here = self._of_week[scanner, self._week[at]]
        freed = sum(self._seconds[other] for other in (*gone, number) if other in here)
        return self._seconds[number] - freed - self._left_s[scanner][self._week[at]]

    def _is_free(self, number: int, slot: Slot) -> bool:
        return not self._in_slot(number, slot) and self._short_s(number, slot, ()) <= 0

    def _ways(self, number: int, slot: Slot) -> Iterator[set[int]]:
        """Yield sets of scans that would have to leave their slots for one to have a slot; nobody who stays."""
        there = self._in_slot(number, slot)
        if there & self._stays:
            return
        short_s = self._short_s(number, slot, there)
        if short_s <= 0:
            yield there
            return
        scanner, at = slot
        others = self._of_week[scanner, self._week[at]] - there - self._stays - {number}
        later_first = sorted(others, key=lambda other: (self.slots[other], other), reverse=True)
        for other in later_first:
            if self._seconds[other] >= short_s:
                yield there | {other}
        several: set[int] = set()
        for other in later_first:
            several.add(other)
            if sum(self._seconds[one] for one in several) >= short_s:
                break
        else:
            return
        if len(several) > 1:
            yield there | several

    def _settle(self, number: int, slot: Slot, depth: int) -> bool:
        """Give a scan a slot, and those who are in its way others, as far as a chain of so many may go."""
        for others in self._ways(number, slot):
            if (others and not depth) or not self._tries:
                continue
            self._tries -= 1
            mark = len(self._journal)
            for other in others:
                self._put(other, None)
            self._put(number, slot)
            self._stays.add(number)
            fits = all(self._place(other, depth - 1) for other in sorted(others))
            self._stays.discard(number)
            if fits:
                return True
            self._undo(mark)
        return False

    def _place(self, number: int, depth: int) -> bool:
        """Give a scan its best free slot, else one whose scans can have others."""
        choices = self._choices(number)
        for slot in choices:
            if self._is_free(number, slot):
                self._put(number, slot)
                return True
        return depth > 0 and any(self._settle(number, slot, depth) for slot in choices)
