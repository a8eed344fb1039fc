"""Depth first through every choice of every demanded cycle, keeping the lexicographically best plan."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import timedelta

from doseline.journey import Course
from doseline.network import Network, PlanPackage
from tests.oracles.planning.batches import Bench, NewBatch
from tests.oracles.planning.candidates import Choice, choices, within_travel
from tests.oracles.planning.clock import Clock
from tests.oracles.planning.demand import (
    Cycle,
    days_late,
    demanded_cycles,
    past_of,
    prescribed_mbq,
    price_of_date,
)
from tests.oracles.planning.plan import as_plan
from tests.oracles.planning.radioactivity import Sites
from tests.oracles.planning.regions import Floors
from tests.oracles.planning.scans import scan_slots
from tests.oracles.planning.sitting import Sitting, collide, held_for_others
from tests.oracles.planning.staff import Desk, Unit
from tests.oracles.planning.supply import Source, activity_at, fill, material_due_at, sources, under_way
from tests.oracles.planning.tail import Tail

Levels = tuple[int, int, int, float, int, float]
"""Minus L1, L3, L2, L4.1 (MBq), L4.2, L4.3 (EUR): smaller is better, the first that differs decides."""


@dataclass(frozen=True)
class Optimum:
    """The best levels of a country and one plan that reaches them; what regions lack to lowered floors comes first."""

    levels: dict[str, float]
    plan: PlanPackage
    lacking: int


def exhaustive_optimum(
    network: Network, without: frozenset[str] = frozenset(), *, package_name: str = "", package_sha256: str = ""
) -> Optimum | None:
    """Solve the planning problem by trying everything; None if no plan is legal (pins that cannot stand).

    A branch is left only when even the best imaginable rest of it cannot beat the best plan so far. Vectors of levels
    are added and compared lexicographically; that order survives addition, so the sum of the best vectors of the
    cycles still to come is a bound.
    """
    search = _Search(network, frozenset(without))
    search.descend([])
    if search.best is None:
        return None
    in_window, changed, late_d, waste_mbq, shipments, cost_eur = search.best
    levels = {"L1": -in_window, "L2": late_d, "L4.1": waste_mbq, "L4.2": shipments, "L4.3": cost_eur}
    if network.promises:
        levels["L3"] = changed
    plan = as_plan(
        network, search.cycles, search.best_chosen, search.best_seated, search.best_batches, frozenset(without),
        package_name=package_name, package_sha256=package_sha256,
    )  # fmt: skip
    return Optimum(levels=levels, plan=plan, lacking=search.best_lacking)


def unused_irrevocable(network: Network, without: frozenset[str]) -> dict[tuple[str, int], list[tuple[Source, float]]]:
    """The irrevocable orders by course and cycle, with their activity at dispatch, waste if nobody gets them."""
    found: dict[tuple[str, int], list[tuple[Source, float]]] = defaultdict(list)
    for source in sources(network, without):
        order = source.order
        if order is None or order.state != "irrevocable" or "C06" in without:
            continue
        course = next(row for row in network.courses if row.course_id == order.course_id)
        product = next(row for row in network.products if row.product_id == order.product_id)
        vial = fill(network, prescribed_mbq(course, order.cycle_number), product, source, None)
        sent_mbq = activity_at(network, product, source, vial, source.dispatch_at)
        found[order.course_id, order.cycle_number].append((source, sent_mbq))
    return found


def _is_given_up(source: Source) -> bool:
    return source.order is not None and bool(source.order.given_up)


class _Search:
    def __init__(self, network: Network, without: frozenset[str]) -> None:
        self.network = network
        self.without = without
        self.cycles = [cycle for course in network.courses for cycle in demanded_cycles(network, course)]
        self.tail = Tail(network, without)
        self.bench = Bench(network, without)
        self.sites = Sites(network, without)
        self.floors = Floors(network, self.cycles, self.without)
        self.pinned = set() if "C21" in without else {(pin.course_id, pin.cycle_number) for pin in network.pins}
        self.irrevocable = unused_irrevocable(network, without)
        demanded = {cycle.key for cycle in self.cycles}
        self.lost_mbq = sum(mbq for key, rows in self.irrevocable.items() if key not in demanded for _, mbq in rows)
        given_up = [(source, mbq) for rows in self.irrevocable.values() for source, mbq in rows if _is_given_up(source)]
        self.given_up_mbq = {source.name: mbq for source, mbq in given_up}
        self.branches = [self._branches(cycle) for cycle in self.cycles]
        self.rest = self._best_rest()
        self.best: Levels | None = None
        self.best_lacking = 0
        self.best_chosen: list[Choice | None] = []
        self.best_seated: list[Sitting | None] = []
        self.best_batches: list[NewBatch] = []
        self._collisions: dict[tuple[int, int], bool] = {}
        self._scanned: dict[object, bool] = {}
        self._needed: dict[int, Counter[Unit]] = {}
        self.desk = Desk(network, self.without)

    def _branches(self, cycle: Cycle) -> list[Choice | None]:
        """The choices of a cycle, best first, and leaving it unserved unless it is pinned."""
        found: list[Choice | None] = [*self._allowed(choices(self.network, cycle, self.without))]
        if cycle.key not in self.pinned:
            found.append(None)
        return sorted(found, key=lambda choice: self._vector(cycle, choice))

    def _allowed(self, found: list[Choice]) -> Iterator[Choice]:
        """The choices with stays in places that are not held for somebody else (C19)."""
        for choice in found:
            stays = choice.sittings
            if "C19" not in self.without:
                stays = [sitting for sitting in stays if not held_for_others(self.network, sitting)]
            if stays:
                yield replace(choice, sittings=stays)

    def _vector(self, cycle: Cycle, choice: Choice | None) -> Levels:
        """What one cycle adds to the levels by itself."""
        unused_mbq = sum(
            mbq
            for source, mbq in self.irrevocable.get(cycle.key, [])
            if source.name in self.given_up_mbq or choice is None or choice.source.name != source.name
        )
        if choice is None:
            late_d = cycle.course.weight * days_late(cycle, Clock(self.network).end_day)
            return 0, self._change(cycle, None), late_d, unused_mbq, 0, 0.0
        weight = cycle.course.weight
        in_window = weight if choice.day <= cycle.window_end else 0
        late_d = weight * days_late(cycle, choice.day)
        saved_mbq = self.given_up_mbq.get(choice.source.name, 0.0)
        waste_mbq = choice.waste_mbq + unused_mbq - saved_mbq
        return -in_window, self._change(cycle, choice), late_d, waste_mbq, 0, 0.0

    def _change(self, cycle: Cycle, choice: Choice | None) -> int:
        """The price of a cycle's promise that changes, its hour and place left aside."""
        for promise in self.network.promises:
            if (promise.course_id, promise.cycle_number) == cycle.key:
                if choice is None:
                    return promise.unserved_price
                if choice.site_id != promise.site_id:
                    return promise.centre_price
                promised_on = Clock(self.network).day_of(promise.administered_at)
                return 0 if choice.day == promised_on else price_of_date(promise, earlier=choice.day < promised_on)
        return 0

    def _move(self, choice: Choice, sitting: Sitting) -> int:
        """The price of another hour, place or vial at the promised centre on the promised date."""
        for promise in self.network.promises:
            if (promise.course_id, promise.cycle_number) == sitting.cycle.key:
                dates = [Clock(self.network).day_of(at) for at in (promise.administered_at, sitting.administered_at)]
                if sitting.place.site_id != promise.site_id or dates[0] != dates[1]:
                    return 0
                if sitting.administered_at != promise.administered_at:
                    return promise.hour_price
                if sitting.place.place_id != promise.place_id:
                    return promise.place_price
                return 0 if promise.vial_source in (None, choice.source.name) else promise.vial_price or 0
        return 0

    def _least_moved(self, chosen: list[Choice | None]) -> tuple[int, list[Sitting | None]]:
        """The seats that change least of the promised hours and places, with the price of that."""
        best: tuple[int, list[Sitting | None]] | None = None

        def descend(seated: list[Sitting | None], price: int) -> None:
            nonlocal best
            if best is not None and price >= best[0]:
                return
            if len(seated) == len(chosen):
                best = price, seated
                return
            choice = chosen[len(seated)]
            if choice is None:
                descend([*seated, None], price)
                return
            for sitting in sorted(choice.sittings, key=lambda sitting, choice=choice: self._move(choice, sitting)):
                fits = self._stands(sitting, [other for other in seated if other is not None])
                if fits and self._material_comes(choice, [*seated, sitting]):
                    descend([*seated, sitting], price + self._move(choice, sitting))

        descend([], 0)
        assert best is not None
        return best

    def _best_rest(self) -> list[Levels]:
        """For each number of decided cycles, the sum of the best vectors of the others."""
        rest: list[Levels] = [(0, 0, 0, 0.0, 0, 0.0)]
        for cycle, branches in zip(reversed(self.cycles), reversed(self.branches), strict=True):
            best = min((self._vector(cycle, choice) for choice in branches), default=(0, 0, 0, 0.0, 0, 0.0))
            rest.append(_add(rest[-1], best))
        return rest[::-1]

    def descend(self, decided: list[tuple[Choice | None, Sitting | None]]) -> None:
        """Decide the next cycle in every way."""
        chosen = [choice for choice, _ in decided]
        seated = [sitting for _, sitting in decided]
        if len(chosen) == len(self.cycles):
            self._keep(chosen, seated)
            return
        for choice in self.branches[len(chosen)]:
            longer = [*chosen, choice]
            if not self._may_beat(longer) or not self._chain_holds(longer) or not self._supply_holds(longer):
                continue
            if not self.floors.can_be_reached(longer):
                continue
            if not self.tail.is_legal(self._last_sites(longer)):
                continue
            seats = self._seat(longer, [*seated])
            if seats is not None:
                self.descend(list(zip(longer, seats, strict=True)))

    def _keep(self, chosen: list[Choice | None], seated: list[Sitting | None]) -> None:
        batches = self.bench.cheapest(*self._new_vials(chosen))
        assert batches is not None
        levels = _add(self._sum(chosen), (0, 0, 0, sum(batch.waste_mbq for batch in batches), 0, 0.0))
        lacking = self.floors.lacking(chosen)
        if self.network.promises and self._beats(lacking, levels):
            moved, seated = self._least_moved(chosen)
            levels = _add(levels, (0, moved, 0, 0.0, 0, 0.0))
        if self._beats(lacking, levels):
            self.best_lacking = lacking
            self.best, self.best_chosen, self.best_seated, self.best_batches = levels, chosen, seated, batches

    def _beats(self, lacking: int, levels: Levels) -> bool:
        """Whether a plan is better than the best so far: first by what regions lack to what was asked for."""
        return self.best is None or (lacking, _rounded(levels)) < (self.best_lacking, _rounded(self.best))

    def _sum(self, chosen: list[Choice | None]) -> Levels:
        """The levels of the decided cycles, without what new batches waste."""
        total: Levels = (0, 0, 0, self.lost_mbq, 0, 0.0)
        for cycle, choice in zip(self.cycles, chosen, strict=False):
            total = _add(total, self._vector(cycle, choice))
        begun = [under_way(self.network, source) for rows in self.irrevocable.values() for source, _ in rows]
        made = [*(journey for journey in begun if journey), *(choice.journey for choice in chosen if choice)]
        journeys = {(journey.lane.lane_id, journey.departs_at): journey for journey in made}
        cost_eur = sum(journey.lane.cost_eur or 0.0 for journey in journeys.values())
        return _add(total, (0, 0, 0, 0.0, len(journeys), cost_eur))

    def _may_beat(self, chosen: list[Choice | None]) -> bool:
        """Whether the best imaginable completion is better than the best plan so far."""
        if self.best is None:
            return True
        bound = _add(self._sum(chosen), self.rest[len(chosen)])
        vials, lines = self._new_vials(chosen)
        to_come = self.branches[len(chosen) :]
        for name, source in lines.items():
            most_mbq = sum(mbq for _, mbq in vials[name]) + sum(
                max((c.activity_at_calibration_mbq for c in branches if c and c.source.name == name), default=0.0)
                for branches in to_come
            )
            bound = _add(bound, (0, 0, 0, self.bench.least_waste_mbq(source, most_mbq), 0, 0.0))
        return self._beats(self.floors.lacking(chosen), bound)

    def _chain_holds(self, chosen: list[Choice | None]) -> bool:
        """C17 and C18 between the last decided cycle and the one before it of the same course."""
        here = len(chosen) - 1
        cycle, choice = self.cycles[here], chosen[here]
        if choice is None or here == 0 or self.cycles[here - 1].course is not cycle.course:
            return True
        before = chosen[here - 1]
        if before is None:
            return False
        if not any(self._material_comes(choice, [sitting, None]) for sitting in before.sittings):
            return False
        apart_d = (choice.day - before.day).days
        regimen = cycle.regimen
        if "C17" in self.without:
            if apart_d < 1:
                return False
        elif not regimen.interval_min_d <= apart_d <= regimen.interval_max_d:
            return False
        if "C18" in self.without or choice.site_id == before.site_id:
            return True
        is_home = choice.site_id == cycle.course.home_site_id
        return cycle.course.transfer_allowed and (is_home or within_travel(self.network, cycle, choice.site_id))

    def _supply_holds(self, chosen: list[Choice | None]) -> bool:
        """C03 to C07 between the vials."""
        given = [choice for choice in chosen if choice is not None]
        return (
            self._slots_hold(given)
            and self._initial_batches_hold(given)
            and self._shipments_hold(given)
            and self.bench.cheapest(*self._new_vials(chosen)) is not None
        )

    def _slots_hold(self, given: list[Choice]) -> bool:
        if "C06" in self.without:
            return True
        ordered = Counter(choice.source.name for choice in given)
        within = all(ordered[c.source.name] <= c.source.slot.quantity for c in given if c.source.slot is not None)
        return within and all(ordered[c.source.name] == 1 for c in given if c.source.order is not None)

    def _initial_batches_hold(self, given: list[Choice]) -> bool:
        if "C03" in self.without:
            return True
        usable = {f"batch:{row.batch_id}": row.usable_activity_mbq for row in self.network.initial_batches}
        taken: dict[str, float] = defaultdict(float)
        for choice in given:
            if choice.source.name in usable:
                taken[choice.source.name] += choice.activity_at_calibration_mbq
        return all(mbq <= usable[name] + 1e-6 for name, mbq in taken.items())

    def _shipments_hold(self, given: list[Choice]) -> bool:
        if "C07" in self.without:
            return True
        loads: dict[tuple[str, object], list[Choice]] = defaultdict(list)
        for choice in given:
            if under_way(self.network, choice.source) is not None:
                continue
            loads[choice.journey.lane.lane_id, choice.journey.departs_at].append(choice)
        return all(
            len(load) <= load[0].journey.lane.max_packages
            and sum(choice.activity_at_departure_mbq for choice in load) <= load[0].journey.lane.max_activity_mbq + 1e-6
            for load in loads.values()
        )

    def _new_vials(self, chosen: list[Choice | None]) -> tuple[dict[str, list[tuple[int, float]]], dict[str, Source]]:
        """The vials of new batches as (number of the cycle, activity), by source."""
        vials: dict[str, list[tuple[int, float]]] = defaultdict(list)
        lines: dict[str, Source] = {}
        for number, choice in enumerate(chosen):
            if choice is not None and choice.source.processing_on is not None:
                vials[choice.source.name].append((number, choice.activity_at_calibration_mbq))
                lines[choice.source.name] = choice.source
        return vials, lines

    def _last_sites(self, chosen: list[Choice | None]) -> dict[str, str | None]:
        """The centre of the last administration of every course that is decided whole."""
        open_: set[str] = {cycle.course.course_id for cycle in self.cycles[len(chosen) :]}
        settled: list[Course] = [course for course in self.network.courses if course.course_id not in open_]
        last: dict[str, str | None] = {course.course_id: None for course in settled}
        for cycle, choice in zip(self.cycles, chosen, strict=False):
            if choice is not None and cycle.course.course_id in last:
                last[cycle.course.course_id] = choice.site_id
        return last

    def _seat(self, chosen: list[Choice | None], seated: list[Sitting | None]) -> list[Sitting | None] | None:
        """Stays for all the choices that stand together; first by adding one to those found, then from scratch."""
        return self._seat_rest(chosen, seated) or (self._seat_rest(chosen, []) if seated else None)

    def _seat_rest(self, chosen: list[Choice | None], seated: list[Sitting | None]) -> list[Sitting | None] | None:
        if len(seated) == len(chosen):
            whole = len(chosen) == len(self.cycles)
            return seated if not whole or self.sites.hold(chosen, seated, whole=True) else None
        choice = chosen[len(seated)]
        if choice is None:
            return self._seat_rest(chosen, [*seated, None])
        for sitting in choice.sittings:
            if self._stands(sitting, [other for other in seated if other is not None]):
                longer = [*seated, sitting]
                if not self._material_comes(choice, longer):
                    continue
                found = self._seat_rest(chosen, longer) if self.sites.hold(chosen, longer, whole=False) else None
                if found is not None:
                    return found
        return None

    def _material_comes(self, choice: Choice, seated: list[Sitting | None]) -> bool:
        """C06 for what is made from the patient's own material: the cycle before collected it early enough."""
        due_at = material_due_at(choice.source)
        if due_at is None or choice.cycle.product.own_material_h is None or "C06" in self.without:
            return True
        past = past_of(self.network, choice.cycle.course)
        if len(past) == choice.cycle.number - 1:
            collected_at = past[-1].administered_at if past else None
        else:
            before = seated[-2]
            collected_at = before.administered_at if before is not None else None
        return (
            collected_at is not None and collected_at + timedelta(hours=choice.cycle.product.own_material_h) <= due_at
        )

    def _stands(self, sitting: Sitting, others: list[Sitting]) -> bool:
        if any(self._collide(sitting, other) for other in others):
            return False
        if not self._scans_fit([*others, sitting]):
            return False
        needed = Counter(self._units(sitting))
        steps = {step for step, _ in needed}
        for other in others:
            for (step, competence), units in self._units(other).items():
                if step in steps:
                    needed[step, competence] += units
        return self.desk.suffices(needed)

    def _scans_fit(self, sittings: list[Sitting]) -> bool:
        """Whether the scans after all these administrations find slots; the place of a stay does not matter to them."""
        if not self.network.scan_protocols:
            return True
        key = tuple((sitting.cycle.key, sitting.place.site_id, sitting.administered_at) for sitting in sittings)
        if key not in self._scanned:
            self._scanned[key] = scan_slots(self.network, sittings, self.without) is not None
        return self._scanned[key]

    def _collide(self, one: Sitting, other: Sitting) -> bool:
        key = (id(one), id(other))
        if key not in self._collisions:
            self._collisions[key] = collide(self.network, one, other, self.without)
        return self._collisions[key]

    def _units(self, sitting: Sitting) -> Counter[Unit]:
        if id(sitting) not in self._needed:
            self._needed[id(sitting)] = self.desk.needed(sitting)
        return self._needed[id(sitting)]


def _add(one: Levels, other: Levels) -> Levels:
    return (
        one[0] + other[0], one[1] + other[1], one[2] + other[2], one[3] + other[3], one[4] + other[4],
        one[5] + other[5],
    )  # fmt: skip


def _rounded(levels: Levels) -> Levels:
    """Levels to a kBq, so that sums in another order count as equal."""
    return levels[0], levels[1], levels[2], round(levels[3], 3), levels[4], round(levels[5], 6)
