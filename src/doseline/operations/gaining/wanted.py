"""Where late cycles and those not given meet a full resource of which one more unit can be tried."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from numpy.typing import NDArray

from doseline.operations.gaining.units import Head, MorePlace, ScannerHour, Unit, Vial, week_of
from doseline.planning.arrays import BY_COMPETENCE, SOURCE_SLOT
from doseline.planning.bought_up import BoughtUp
from doseline.planning.hands import ROLES
from doseline.planning.kernels.days import span
from doseline.planning.kernels.diagnosis import BLOCKED_BY, blocked_days
from doseline.planning.kernels.placement import begin_move, pair_of, remove_cycle, undo_to
from doseline.planning.kernels.state import State, empty_state
from doseline.planning.problem import Problem, initial_reactor_use

if TYPE_CHECKING:
    from doseline.network.model import PlanPackage

__all__ = ["TRIED", "Wanted", "wanted_units"]

TRIED: Final = ("C06", "C09", "C11", "C13")
"""Constraints of which one more unit can be tried: vials of a slot, places, heads, scanner hours."""

HELD_BACK: Final = frozenset({"pinned", "previous_cycle"})
"""Causes of which no unit makes an end."""


@dataclass(slots=True, kw_only=True)
class Wanted:
    """One more unit, and who could use it.

    Attributes
    ----------
    unit : the unit
    in_window : priority weight of the cycles that it meets on a day in their window, by cycle
    cycles : the same of all cycles that it meets
    days : days tried on which it is what they lack
    """

    unit: Unit
    in_window: dict[int, int] = field(default_factory=dict)
    cycles: dict[int, int] = field(default_factory=dict)
    days: int = 0

    def weight(self) -> tuple[int, int, int]:
        """How much it is wanted: by weight in window, by weight, by days."""
        return sum(self.in_window.values()), sum(self.cycles.values()), self.days


def wanted_units(
    problem: Problem,
    state: State,
    plan: "PlanPackage",
    *,
    site_ids: Collection[str] | None = None,
    product_ids: Collection[str] | None = None,
) -> list[Wanted]:
    """The units that late cycles and those not given lack: the most wanted of each kind in turn.

    Vials are lacked by a whole country and places by a centre, so that by weight alone vials would come first for long.
    Which cycles, and which constraints bind for them, the plan states; on which days and where is asked of the plan as
    it stands. Of the slots of one supplier, product and week the most wanted one stands for all.

    Parameters
    ----------
    problem, state : the country and the plan, as the kernels see them
    plan : the same plan with the reasons that it states
    site_ids : only units of these centres; a vial belongs to none
    product_ids : only cycles of these products
    """
    found: dict[Unit, Wanted] = {}
    looking = _Looking(problem, state)
    for reason in _stated(plan):
        cycle = looking.cycle_of.get((reason["course_id"], reason["cycle_number"]))
        binding = frozenset(TRIED).intersection(reason["binding"])
        if cycle is None or not binding or reason["cause"] in HELD_BACK:
            continue
        if product_ids is not None and looking.product_id(cycle) not in product_ids:
            continue
        for unit, day in looking.lacking(cycle, binding):
            if site_ids is not None and _site_id(problem, unit) not in site_ids:
                continue
            wanted = found.setdefault(unit, Wanted(unit=unit))
            weight = int(problem.cycle_weight[cycle])
            wanted.cycles[cycle] = weight
            if day <= problem.arrays.cycles["window_day"][cycle]:
                wanted.in_window[cycle] = weight
            wanted.days += 1
    ordered = sorted(
        found.values(), key=lambda one: (*(-part for part in one.weight()), one.unit.week_on, one.unit.key)
    )
    return list(_in_turn(_one_of_alike(problem, ordered)))


def _stated(plan: "PlanPackage") -> list[Mapping[str, Any]]:
    stated = plan.summary.get("reasons")
    return stated if isinstance(stated, list) else []


def _site_id(problem: Problem, unit: Unit) -> str | None:
    if isinstance(unit, MorePlace):
        return next(row.site_id for row in problem.network.places if row.place_id == unit.like_place_id)
    return unit.site_id if isinstance(unit, Head | ScannerHour) else None


def _in_turn(ordered: Iterable[Wanted]) -> Iterator[Wanted]:
    """Yield the first of each kind, then the second, and so on; those of one turn in their order."""
    turns: Counter[str] = Counter()
    by_turn = defaultdict(list)
    for wanted in ordered:
        by_turn[turns[wanted.unit.kind]].append(wanted)
        turns[wanted.unit.kind] += 1
    for turn in sorted(by_turn):
        yield from by_turn[turn]


def _one_of_alike(problem: Problem, ordered: list[Wanted]) -> Iterator[Wanted]:
    slots = {row.slot_id: row for row in problem.network.slots}
    seen = set()
    for wanted in ordered:
        if isinstance(wanted.unit, Vial):
            slot = slots[wanted.unit.slot_id]
            alike = slot.supplier_id, slot.product_id, wanted.unit.week_on
            if alike in seen:
                continue
            seen.add(alike)
        yield wanted


class _Looking:
    """A plan that is asked, day by day, which resource is full."""

    def __init__(self, problem: Problem, state: State) -> None:
        self.problem, self.arrays = problem, problem.arrays
        self.state = State._make(column.copy() for column in state)
        self.bare = empty_state(problem.arrays, initial_reactor_use(problem))
        self.bought_up = BoughtUp(problem, state)
        self.zone = problem.calendar.timezone
        self.cycle_of = {
            (demand.course.course_id, cycle.cycle_number): int(first) + number
            for demand, first in zip(problem.demands, problem.arrays.course_ptr[:-1], strict=True)
            for number, cycle in enumerate(demand.cycles)
        }
        self.scanner_ids = [row.scanner_id for row in problem.network.scanners if row.site_id in self._site_ids()]
        self.slots = {row.slot_id: row for row in problem.network.slots}

    def _site_ids(self) -> set[str]:
        return {site.site_id for site in self.problem.sites}

    def product_id(self, cycle: int) -> str:
        """The product of a cycle."""
        demand = self.problem.demands[int(self.problem.cycle_course[cycle])]
        first = int(self.problem.arrays.course_ptr[self.problem.cycle_course[cycle]])
        return demand.regimen.product_of(demand.cycles[cycle - first].cycle_number)

    def lacking(self, cycle: int, binding: frozenset[str]) -> Iterator[tuple[Unit, int]]:
        """The units that a cycle lacks and the days on which it does, at every centre that its course may go to."""
        arrays, state = self.arrays, self.state
        course = int(self.problem.cycle_course[cycle])
        sex, given = int(arrays.courses["sex"][course]), int(state.cycles["place"][cycle]) >= 0
        first, last = self._days(course, cycle)
        if given:
            first = max(first, int(arrays.cycles["due_day"][cycle]))
            last = int(state.cycles["day"][cycle]) - 1
            begin_move(state)
            remove_cycle(arrays, self.problem.menu, state, cycle, int(pair_of(arrays, state, cycle)), sex)
        if first <= last:
            for centre in range(int(arrays.centre_ptr[course]), int(arrays.centre_ptr[course + 1])):
                pair = self._pair(course, cycle, centre)
                blocked = np.zeros(last - first + 1, dtype=np.int64)
                blocked_days(arrays, self.problem.menu, state, self.bare, cycle, pair, first, sex, blocked)
                for day, bits in enumerate(blocked.tolist(), start=first):
                    rules = binding.intersection(_rules(bits))
                    if bits and self.bought_up.slots_on(pair, day):
                        rules |= binding & {"C06"}
                    yield from ((unit, day) for unit in self._units(pair, day, rules))
        if given:
            undo_to(arrays, self.problem.menu, state, 0)

    def _days(self, course: int, cycle: int) -> tuple[int, int]:
        after = int(self.arrays.courses["previous_day"][course])
        if cycle > self.arrays.course_ptr[course]:
            after = int(self.state.cycles["day"][cycle - 1])
        first, last = span(self.arrays, cycle, after)
        return max(0, int(first)), int(last)

    def _pair(self, course: int, cycle: int, centre: int) -> int:
        arrays = self.arrays
        return int(arrays.centre_pair[arrays.centres["pair_from"][centre] + cycle - arrays.course_ptr[course]])

    def _units(self, pair: int, day: int, rules: frozenset[str]) -> Iterator[Unit]:
        site_id = self.problem.sites[int(self.arrays.pairs["site"][pair])].site_id
        week_on = week_of(self.problem.calendar.date_of(day))
        if "C09" in rules and (like := self._like(pair)) is not None:
            yield MorePlace(week_on=week_on, like_place_id=like)
        if "C11" in rules:
            yield from (Head(week_on=week_on, site_id=site_id, role=role) for role in self._busy(pair, day))
        if "C13" in rules:
            yield from self._scanners(site_id, pair, day)
        if "C06" in rules:
            yield from self._vials(pair, day)

    def _like(self, pair: int) -> str | None:
        """The place that one more is like: it takes the product, and nights where the stay has one."""
        problem, key = self.problem, self.problem.pairs[pair]
        site, product = problem.sites[int(self.arrays.pairs["site"][pair])], problem.products[key.product]
        night = problem.tail.per_cycle.overnight(site.site_id, product.product_id, key.prescribed_mbq)
        fit = [
            row
            for row in problem.network.places
            if row.site_id == site.site_id and product.nuclide in row.nuclides and (row.overnight or not night)
        ]
        # the plainest that does: by day a chair before a bed, and one that takes more nuclides before one for few
        fit.sort(key=lambda row: (row.overnight, -len(row.nuclides), row.place_id))
        return fit[0].place_id if fit else None

    def _busy(self, pair: int, day: int) -> Iterator[str]:
        """Roles that the product asks for and of which at some step of the day heads are there, but none is left.

        Where heads are left, but none who holds a competence that is asked for, it is the roles that must hold one.
        """
        arrays, product = self.arrays, int(self.arrays.pairs["product"][pair])
        first = int(arrays.pairs["site"][pair]) * arrays.n_hands
        row = int(arrays.pairs["site"][pair]) * arrays.n_products + product
        steps = slice(int(arrays.day_first_step[day]), int(arrays.day_first_step[day + 1]))
        asked: dict[int, int] = defaultdict(int)
        for task in arrays.tasks[arrays.task_ptr[row] : arrays.task_ptr[row + 1]]:
            asked[int(task["row"])] = max(asked[int(task["row"])], int(task["heads"]))
        roles = [number for number in asked if number < len(ROLES)]
        on_duty = {number: arrays.heads[first + number, steps] > 0 for number in roles}
        anybody = np.any(list(on_duty.values()), axis=0)

        def is_short(number: int, there: NDArray[np.bool_]) -> bool:
            left = arrays.heads[first + number, steps] - self.state.staff_used[first + number, steps]
            return bool(np.any(there & (left < asked[number])))

        busy = {ROLES[number] for number in roles if is_short(number, on_duty[number])}
        skilled = [number for number in asked if arrays.hand_rule[first + number] == BY_COMPETENCE]
        if any(is_short(number, anybody) for number in skilled):
            product_id = self.problem.products[product].product_id
            busy |= {task.role for task in self.problem.network.task_competences if task.product_id == product_id}
        yield from sorted(busy)

    def _scanners(self, site_id: str, pair: int, day: int) -> Iterator[ScannerHour]:
        """Scanners whose hours of a week in which a scan may fall are too few for it."""
        arrays, calendar = self.arrays, self.problem.calendar
        row = int(arrays.pairs["site"][pair]) * arrays.n_products + int(arrays.pairs["product"][pair])
        left_s = arrays.scanner_left_s - self.state.scanner_used_s
        found: dict[tuple[int, str], None] = {}
        for scan in arrays.scans[arrays.scan_ptr[row] : arrays.scan_ptr[row + 1]]:
            opens = int(arrays.day_first_step[day])
            closes = int(arrays.day_first_step[day + 1])
            since, until = (self._week(step) for step in (opens + int(scan["earliest"]), closes + int(scan["latest"])))
            for week in range(since, until + 1):
                for use in arrays.scan_uses[int(scan["use_from"]) : int(scan["use_to"])]:
                    if left_s[int(use), week] < scan["seconds"]:
                        found[week, self.scanner_ids[int(use)]] = None
        for week, scanner_id in found:
            monday = calendar.start_on + timedelta(days=7 * week - arrays.first_weekday)
            yield ScannerHour(week_on=monday, site_id=site_id, scanner_id=scanner_id)

    def _week(self, step: int) -> int:
        """The week of a step, Monday to Sunday, as scanners count them."""
        days = self.arrays.day_of_step
        return (int(days[min(step, days.shape[0] - 1)]) + self.arrays.first_weekday) // 7

    def _vials(self, pair: int, day: int) -> Iterator[Vial]:
        """Full slots of which a vial could be used on the day, unless their last hour to order is past."""
        arrays, menu = self.arrays, self.problem.menu
        cell = pair * arrays.n_days + day
        routes = menu.entries["route"][int(menu.ptr[cell]) : int(menu.ptr[cell + 1])]
        full = [
            self.problem.sources[source].identifier
            for source in dict.fromkeys(arrays.routes["source"][routes].tolist())
            if arrays.sources["kind"][source] == SOURCE_SLOT
            and self.state.sources["count"][source] >= arrays.sources["quantity"][source]
        ]
        for slot_id in (*full, *self.bought_up.slots_on(pair, day)):
            slot = self.slots[slot_id]
            yield Vial(week_on=week_of(slot.calibration_at.astimezone(self.zone).date()), slot_id=slot.slot_id)


def _rules(bits: int) -> Iterator[str]:
    """Constraints of the bits that the diagnosis sets; none where no vial can come at all."""
    if bits > 0:
        yield from (name for position, name in enumerate(BLOCKED_BY) if bits & (1 << position))
