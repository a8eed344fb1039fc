"""Administrations, as a plan or a promise has them, written as the kernels see them."""

from collections import defaultdict
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import numpy as np
from numpy.typing import NDArray

from doseline.journey import Pin, Promise, PromisedScan, Scan
from doseline.planning.kernels.state import empty_state
from doseline.planning.problem import Problem, initial_reactor_use
from doseline.planning.scanning import slots_of

__all__ = ["Turn", "Turns", "turns_told"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """An administration with its stay and the way of its vial.

    Attributes
    ----------
    course_id, cycle_number : cycle
    site_id, place_id : where
    administered_at, ends_at : administration and discharge
    source : where its vial comes from
    departs_at : when the vial leaves
    """

    course_id: str
    cycle_number: int
    site_id: str
    place_id: str
    administered_at: datetime
    ends_at: datetime
    source: str
    departs_at: datetime


class Turns:
    """Writes turns into records of cycles (``State.cycles``).

    Parameters
    ----------
    problem : compiled from a country
    names : of its sources, as turns name them, in their order
    """

    def __init__(self, problem: Problem, names: Sequence[str]) -> None:
        self._problem, self._names = problem, names
        self._course_of = {demand.course.course_id: index for index, demand in enumerate(problem.demands)}
        self._site_of = {site.site_id: index for index, site in enumerate(problem.sites)}
        self._place_of = {place_id: index for index, place_id in enumerate(problem.place_ids)}
        self._departs_min = [departure.departs_min for departure in problem.departures]

    def write(self, turn: Turn, scans: Sequence[Scan | PromisedScan], cycles: NDArray[Any]) -> None:
        """Write a turn with the scans that follow it into the record of its cycle.

        Raises
        ------
        LookupError
            If the country does not offer the vial, the place, the centre or the scanner for it; nothing is written.
        """
        problem, arrays = self._problem, self._problem.arrays
        course = self._course_of[turn.course_id]
        number = turn.cycle_number - problem.demands[course].cycles[0].cycle_number
        site = self._site_of[turn.site_id]
        centres = range(int(arrays.centre_ptr[course]), int(arrays.centre_ptr[course + 1]))
        centre = next((one for one in centres if arrays.centres["site"][one] == site), -1)
        if centre < 0:
            raise LookupError(f"{turn.site_id} is no centre of {turn.course_id}")
        step = problem.calendar.minute(turn.administered_at) // problem.calendar.step_min
        day = int(arrays.day_of_step[step])
        pair = int(arrays.centre_pair[arrays.centres["pair_from"][centre] + number])
        found = {
            "entry": self._entry(turn, pair * arrays.n_days + day, step),
            "centre": centre,
            "place": self._place_of[turn.place_id],
            "step": step,
            "end": problem.calendar.minute(turn.ends_at) // problem.calendar.step_min,
            "day": day,
            "scans": slots_of(problem.network, problem.calendar, arrays, arrays.pairs[pair], scans),
        }
        for name, value in found.items():
            cycles[name][int(arrays.course_ptr[course]) + number] = value

    def _entry(self, turn: Turn, cell: int, step: int) -> int:
        """The entry of the menu that brings the vial of a turn."""
        arrays, menu = self._problem.arrays, self._problem.menu
        departs_min = self._problem.calendar.minute(turn.departs_at)
        first, end = int(menu.ptr[cell]), int(menu.ptr[cell + 1])
        about = menu.entries[first:end]
        inside = np.flatnonzero((about["first_step"] <= step) & (step <= about["last_step"]))
        ways = arrays.routes[about["route"][inside]]
        for entry, source, departure in zip(inside, ways["source"], ways["departure"], strict=True):
            if self._names[source] == turn.source and abs(self._departs_min[departure] - departs_min) < 1.0:
                return first + int(entry)
        raise LookupError(f"no way to bring the vial of {turn.course_id} from {turn.source} to {turn.site_id}")


def turns_told(problem: Problem) -> NDArray[Any]:
    """Records of cycles as pins and promises tell them: vial, departure, discharge and scans included.

    The entry is -1 where nothing was told, or not all of it, or what was told is offered no more; shape (n_cycles,).
    """
    cycles = empty_state(problem.arrays, initial_reactor_use(problem)).cycles
    scans: dict[tuple[str, int], list[PromisedScan]] = defaultdict(list)
    for scan in problem.network.promised_scans:
        scans[scan.course_id, scan.cycle_number].append(scan)
    turns = Turns(problem, [source.key for source in problem.sources])
    told: tuple[Pin | Promise, ...] = (*problem.network.pins, *problem.network.promises)
    calendar, n_steps = problem.calendar, problem.arrays.leave_next.shape[1]
    for row in told:
        if row.vial_source is None or row.ends_at is None or row.departs_at is None:
            continue
        if calendar.minute(row.ends_at) // calendar.step_min >= n_steps:
            continue  # kernels do not look whether a step is on the grid
        turn = Turn(
            course_id=row.course_id,
            cycle_number=row.cycle_number,
            site_id=row.site_id,
            place_id=row.place_id,
            administered_at=row.administered_at,
            ends_at=row.ends_at,
            source=row.vial_source,
            departs_at=row.departs_at,
        )
        with suppress(LookupError):
            turns.write(turn, scans[row.course_id, row.cycle_number], cycles)
    return cycles
