"""What a site holds, step by step and thing by thing (problem.md: C14, C15, C16)."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from doseline.journey import EffluentLine, Licence, PastAdministration, Product, Tank, WasteStore
from doseline.network import Network
from tests.oracles.planning.clock import Clock
from tests.oracles.planning.demand import asked_mbq, prescribed_mbq
from tests.oracles.planning.sitting import Sitting
from tests.oracles.planning.supply import Source, activity_at, fill, half_life_h, hours, sources, under_way

if TYPE_CHECKING:
    from tests.oracles.planning.candidates import Choice

Given = list[tuple["Choice", Sitting]]

Excreted = tuple[tuple[float, float], ...]
"""Half-life (h) and activity (MBq) of each nuclide that a patient passes."""

ISOMER_HALF_LIFE_H = 160.4 * 24
ISOMER_TO_GROUND = 0.217
"""Of 177mLu, and the share of its decays that gives 177Lu (decay data of the product information: ICRP 107)."""


class Sites:
    """What the sites of one country may hold."""

    def __init__(self, network: Network, without: frozenset[str]) -> None:
        self.network, self.without = network, without
        self.steps = list(_steps(network))
        self._held: dict[tuple[int, int], list[float]] = {}
        self._lying: dict[str, list[float]] = {}
        self._flows: dict[tuple[int, int], Excreted] = {}
        self._taken: dict[tuple[Any, ...], bool] = {}
        self._bag_dates: dict[tuple[int, int], tuple[date, date]] = {}
        self.coming = [source for source in sources(network, frozenset()) if under_way(network, source) is not None]

    def hold(self, chosen: Sequence["Choice | None"], seated: Sequence[Sitting | None], *, whole: bool) -> bool:
        """Whether no site holds more than it may, and, if these are ``whole`` plans, every stay finds an open tank.

        A stay less may fill a tank later, and leave a vial on its way where it is: a part of a plan is judged only
        where nothing of that kind can be.
        """
        given = [(c, s) for c, s in zip(chosen, seated, strict=False) if c is not None and s is not None]
        return (
            ("C16" in self.without or all(self._store_holds(store, given) for store in self.network.waste_stores))
            and ("C14" in self.without or (bool(self.coming) and not whole) or self._licences_hold(given))
            and (
                not whole
                or "C15" in self.without
                or all(self._tanks_hold(line, given) for line in self.network.effluent_lines)
            )
        )

    def _licences_hold(self, given: Given) -> bool:
        used = {choice.source.name for choice, _ in given}
        for licence in self.network.licences:
            if not any(choice.site_id == licence.site_id for choice, _ in given):
                continue
            anyway = _left_of_the_past(self.network, licence, self.steps)
            there = list(anyway)
            mine = [one for one in given if one[0].site_id == licence.site_id and _nuclide(one) == licence.nuclide]
            for choice, sitting in mine:
                there = _sum(there, self._held_of(choice, sitting))
            for source in self.coming:
                assert source.order is not None
                at_site = source.order.destination_site_id == licence.site_id
                if at_site and _product(self.network, source).nuclide == licence.nuclide:
                    lying = self._lying_of(source)
                    anyway = _sum(anyway, lying)
                    if source.name not in used:
                        there = _sum(there, lying)
            limits = (max(licence.possession_mbq, mbq) for mbq in anyway)
            if mine and any(mbq > limit * (1 + 1e-9) for mbq, limit in zip(there, limits, strict=True)):
                return False
        return True

    def _lying_of(self, source: Source) -> list[float]:
        if source.name not in self._lying:
            self._lying[source.name] = [_lying(self.network, source, step_at) for step_at in self.steps]
        return self._lying[source.name]

    def _tanks_hold(self, line: EffluentLine, given: Given) -> bool:
        """Whether every stay of a line finds an open tank; the same stays are not run through twice."""
        mine = [(c, s) for c, s in given if s.place.effluent_line_id == line.effluent_line_id]
        mine.sort(key=lambda one: (one[1].administered_at, one[0].cycle.course.course_id, one[0].cycle.number))
        key = (line.effluent_line_id, *((s.administered_at, self._excreted_by(c, s)) for c, s in mine))
        if key not in self._taken:
            self._taken[key] = _tanks_hold(self.network, line, key[1:])
        return self._taken[key]

    def _excreted_by(self, choice: "Choice", sitting: Sitting) -> Excreted:
        key = (id(choice), id(sitting))
        if key not in self._flows:
            self._flows[key] = _excreted(self.network, choice, sitting)
        return self._flows[key]

    def _held_of(self, choice: "Choice", sitting: Sitting) -> list[float]:
        key = (id(choice), id(sitting))
        if key not in self._held:
            self._held[key] = _held(self.network, choice, sitting, self.steps)
        return self._held[key]

    def _store_holds(self, store: WasteStore, given: Given) -> bool:
        """Whether the bags of every date fit into a store."""
        if store.bag_litres is None or store.bag_kg is None or store.clearance_bq_per_g is None:
            return True
        dates = [self._dates_of(store, c, s) for c, s in given if c.site_id == store.site_id]
        old = list(_bags_of_the_past(self.network, store))
        for day in {day for day, _ in dates} | {day for day, _ in old if any(a <= day <= b for a, b in dates)}:
            bags = sum(first <= day <= last for first, last in (*dates, *old))
            if store.initial_litres + bags * store.bag_litres > store.volume_litres * (1 + 1e-9):
                return False
        return True

    def _dates_of(self, store: WasteStore, choice: "Choice", sitting: Sitting) -> tuple[date, date]:
        """First and last date on which a bag is in a store."""
        key = (id(choice), id(sitting))
        if key not in self._bag_dates:
            clock = Clock(self.network)
            at = sitting.administered_at
            leaves_at = _leaves_at(self.network, store, choice.cycle.product, at)
            self._bag_dates[key] = clock.day_of(at), clock.day_of(leaves_at)
        return self._bag_dates[key]


def _sum(one: list[float], other: list[float]) -> list[float]:
    return [a + b for a, b in zip(one, other, strict=True)]


def _nuclide(one: tuple["Choice", Sitting]) -> str:
    return one[0].cycle.product.nuclide


def _steps(network: Network) -> Iterator[datetime]:
    clock = Clock(network)
    step_at = clock.origin
    while step_at < clock.midnight(clock.end_day):
        yield step_at
        step_at += clock.step


def _product(network: Network, source: Source) -> Product:
    return next(row for row in network.products if row.product_id == source.product_id)


def _lying(network: Network, source: Source, step_at: datetime) -> float:
    """Activity in a step of a vial on its way that nobody gets (MBq)."""
    journey = under_way(network, source)
    assert journey is not None
    assert source.order is not None
    if journey.arrives_at >= step_at + Clock(network).step:
        return 0.0
    course = next(row for row in network.courses if row.course_id == source.order.course_id)
    product = _product(network, source)
    vial = fill(network, prescribed_mbq(course, source.order.cycle_number), product, source, None)
    return activity_at(network, product, source, vial, step_at)


def _held(network: Network, choice: "Choice", sitting: Sitting, steps: list[datetime]) -> list[float]:
    """Activity in each step of a vial, of the patient who had it and of what is left of it (MBq)."""
    cycle, at, clock = choice.cycle, sitting.administered_at, Clock(network)
    vial = fill(network, asked_mbq(cycle), cycle.product, choice.source, at)
    half_life, day = half_life_h(network, cycle.product), clock.day_of(at)
    whole_mbq = activity_at(network, cycle.product, choice.source, vial, at)
    given_mbq = _given_mbq(network, choice, sitting)
    held = []
    for step_at in steps:
        if step_at < at:
            is_there = choice.journey.arrives_at < step_at + clock.step
            since_h = (step_at - at) / hours(1)
            held.append(whole_mbq * 2.0 ** (-since_h / half_life) if is_there else 0.0)
            continue
        days = max(0, (clock.day_of(step_at) - day).days - 1)
        mbq = (whole_mbq - given_mbq) * 2.0 ** (-24 * days / half_life)
        if step_at < sitting.ends_at:
            mbq += given_mbq * _retained(network, cycle.product, step_at - at)
        held.append(mbq)
    return held


def _given_mbq(network: Network, choice: "Choice", sitting: Sitting) -> float:
    cycle, at = choice.cycle, sitting.administered_at
    if cycle.product.form == "stock_vial":
        return asked_mbq(cycle)
    vial = fill(network, asked_mbq(cycle), cycle.product, choice.source, at)
    return activity_at(network, cycle.product, choice.source, vial, at) - cycle.product.residual_mbq


def _retained(network: Network, product: Product, elapsed: timedelta) -> float:
    """Share of the administered activity that the patient still holds, decay included."""
    elapsed_h = elapsed / hours(1)
    for row in network.retention:
        if row.product_id == product.product_id:
            fast = 2.0 ** (-elapsed_h / row.fast_effective_half_life_h)
            slow = 2.0 ** (-elapsed_h / row.slow_effective_half_life_h)
            return row.fast_fraction * fast + (1 - row.fast_fraction) * slow
    return float(2.0 ** (-elapsed_h / half_life_h(network, product)))


def _product_given(network: Network, row: PastAdministration) -> Product:
    course = next(one for one in network.courses if one.course_id == row.course_id)
    regimen = next(one for one in network.regimens if one.regimen_id == course.regimen_id)
    product_id = regimen.product_id
    if row.cycle_number == 1 and regimen.first_product_id is not None:
        product_id = regimen.first_product_id
    return next(one for one in network.products if one.product_id == product_id)


def _left_of_the_past(network: Network, licence: Licence, steps: list[datetime]) -> list[float]:
    """Activity in each step of those treated before, and of what is left of their vials (MBq)."""
    clock, there = Clock(network), [0.0] * len(steps)
    half_lives = {row.nuclide: row.half_life_h for row in network.nuclides}
    for waste in network.initial_waste:
        if waste.site_id == licence.site_id and waste.nuclide == licence.nuclide:
            for number, step_at in enumerate(steps):
                elapsed_h = (step_at - waste.measured_at) / hours(1)
                if waste.arrives_at is None or waste.arrives_at < step_at + clock.step:
                    there[number] += waste.activity_mbq * 2.0 ** (-elapsed_h / half_lives[waste.nuclide])
    for row in network.past_administrations:
        product = _product_given(network, row)
        if row.site_id != licence.site_id or product.nuclide != licence.nuclide:
            continue
        day, half_life = clock.day_of(row.administered_at), half_life_h(network, product)
        for number, step_at in enumerate(steps):
            if step_at < row.administered_at:
                continue
            if row.stay_ends_at is not None and step_at < row.stay_ends_at:
                retained = _retained(network, product, step_at - row.administered_at)
                there[number] += row.administered_activity_mbq * retained
            days = max(0, (clock.day_of(step_at) - day).days - 1)
            there[number] += (row.left_mbq or 0.0) * 2.0 ** (-24 * days / half_life)
    return there


def _bags_of_the_past(network: Network, store: WasteStore) -> Iterator[tuple[date, date]]:
    """First and last date of each bag that was in a store before the plan."""
    clock = Clock(network)
    for row in network.past_administrations:
        if row.site_id == store.site_id and row.left_mbq is not None:
            leaves_at = _leaves_at(network, store, _product_given(network, row), row.administered_at)
            yield clock.day_of(row.administered_at), clock.day_of(leaves_at)


def _leaves_at(network: Network, store: WasteStore, product: Product, at: datetime) -> datetime:
    """Instant at which a bag leaves its store."""
    leaves_at, clearance_bq_per_g = at, store.clearance_bq_per_g
    assert clearance_bq_per_g is not None
    while _bag_bq_per_g(network, store, product, leaves_at - at) > clearance_bq_per_g:
        leaves_at += Clock(network).step
    return leaves_at


def _bag_bq_per_g(network: Network, store: WasteStore, product: Product, elapsed: timedelta) -> float:
    """Specific activity of a bag some time after its administration; Lu-177 and 177mLu only."""
    assert product.nuclide == "Lu-177"
    assert store.bag_kg is not None
    ground = 0.693147 / half_life_h(network, product)
    isomer = 0.693147 / ISOMER_HALF_LIFE_H
    elapsed_h = elapsed / hours(1)
    isomer_mbq = product.residual_mbq * (product.lu177m_fraction or 0.0)
    left = 2.718281828459045 ** (-ground * elapsed_h)
    isomer_left = 2.718281828459045 ** (-isomer * elapsed_h)
    grown_mbq = ISOMER_TO_GROUND * isomer_mbq * ground / (ground - isomer) * (isomer_left - left)
    mbq = product.residual_mbq * left + isomer_mbq * isomer_left + grown_mbq
    return float(mbq * 1e6 / (1000 * store.bag_kg))


class _Tanks:
    """The tanks of one line: what went into each and when, its litres, and when it was closed."""

    def __init__(self, network: Network, line: EffluentLine, tanks: list[Tank]) -> None:
        self.network, self.line, self.tanks = network, line, tanks
        self.inside: dict[str, list[tuple[datetime, Excreted]]] = {}
        clock = Clock(network)
        self.begin = clock.origin
        while self.begin + clock.step <= network.properties.planned_at:
            self.begin += clock.step
        self.litres = {tank.tank_id: tank.initial_litres for tank in tanks}
        self.closed_at: dict[str, datetime] = {}
        self.filling: Tank | None = None
        for tank in tanks:
            before = [(r.half_life_h, tank.initial_lu177_mbq) for r in network.nuclides if r.nuclide == "Lu-177"]
            half_lives = {row.nuclide: row.half_life_h for row in network.nuclides} | {"Lu-177m": ISOMER_HALF_LIFE_H}
            before += [
                (half_lives[row.nuclide], row.initial_mbq)
                for row in network.tank_contents
                if row.tank_id == tank.tank_id
            ]
            self.inside[tank.tank_id] = [(self.begin, tuple(before))]
            if tank.initial_litres <= 0:
                continue
            if tank.initial_state == "filling" or (tank.initial_state is None and self.filling is None):
                self.filling = tank
            else:
                self.closed_at[tank.tank_id] = self.begin
        self.seen_at: datetime | None = None

    def take(self, now: datetime, excreted: Excreted) -> bool:
        """Fill the tank that is open, or the next one; False if there is none."""
        self._shut(now)
        if self.filling is not None and not self._fits(self.filling, self.litres[self.filling.tank_id]):
            self.closed_at[self.filling.tank_id] = now
            self.filling = None
        if self.filling is None:
            empty = [
                tank
                for tank in self.tanks
                if self._is_empty(tank, now) and self._fits(tank, 0.0) and not self._is_shut(tank, now)
            ]
            if not empty:
                return False
            self.filling = empty[0]
            self.inside[self.filling.tank_id], self.litres[self.filling.tank_id] = [], 0.0
            self.closed_at.pop(self.filling.tank_id, None)
        self.litres[self.filling.tank_id] += self.line.flow_per_stay_litres
        self.inside[self.filling.tank_id].append((now, excreted))
        return True

    def _shut(self, now: datetime) -> None:
        """Look at every step since the last stay whether the tank that fills is closed, and close it there."""
        if not self.network.tank_closures:
            return
        clock = Clock(self.network)
        step_at = self.begin if self.seen_at is None else self.seen_at
        while step_at <= now:
            if self.filling is not None and self._is_shut(self.filling, step_at):
                self.closed_at[self.filling.tank_id] = step_at
                self.filling = None
            step_at += clock.step
        self.seen_at = now

    def _is_shut(self, tank: Tank, at: datetime) -> bool:
        rows = [row for row in self.network.tank_closures if row.tank_id == tank.tank_id]
        return any(row.starts_at <= at < row.ends_at for row in rows)

    def _fits(self, tank: Tank, litres: float) -> bool:
        return litres + self.line.flow_per_stay_litres <= tank.volume_litres + 1e-9

    def _is_empty(self, tank: Tank, now: datetime) -> bool:
        key = tank.tank_id
        if key not in self.closed_at:
            return self.litres[key] == 0
        return _is_discharged(self.network, self.line, self.litres[key], self.inside[key], self.closed_at[key], now)


def _tanks_hold(network: Network, line: EffluentLine, stays: Sequence[tuple[datetime, Excreted]]) -> bool:
    """Whether every stay of a line, in order of time, finds an open tank."""
    rows = sorted((row for row in network.tanks if row.effluent_line_id == line.effluent_line_id), key=_tank_id)
    if line.discharge_limit_bq_per_litre is None or not rows:
        return True
    tanks = _Tanks(network, line, rows)
    return all(tanks.take(at, excreted) for at, excreted in stays)


def _tank_id(tank: Tank) -> str:
    return tank.tank_id


def _is_discharged(
    network: Network,
    line: EffluentLine,
    litres: float,
    inside: list[tuple[datetime, Excreted]],
    closed_at: datetime,
    now: datetime,
) -> bool:
    """Whether a tank closed at an instant was discharged by another: clean enough at a step while the site treats."""
    clock = Clock(network)
    assert line.discharge_limit_bq_per_litre is not None
    step_at = clock.up_to_grid(closed_at)
    while step_at <= now:
        bq = 0.0
        for came_at, excreted in inside:
            since_h = (step_at - came_at) / hours(1)
            bq += 1e6 * sum(mbq * 2.0 ** (-since_h / half_life) for half_life, mbq in excreted)
        if bq <= line.discharge_limit_bq_per_litre * litres and clock.is_open(line.site_id, "treatment", step_at):
            return True
        step_at += clock.step
    return False


def _excreted(network: Network, choice: "Choice", sitting: Sitting) -> Excreted:
    """What a patient passes until discharge, as at the administration, and 177mLu with 177Lu."""
    product = choice.cycle.product
    given_mbq, stay = _given_mbq(network, choice, sitting), sitting.ends_at - sitting.administered_at
    share = 1.0
    if any(row.product_id == product.product_id for row in network.retention):
        undecayed = 2.0 ** ((stay / hours(1)) / half_life_h(network, product))
        share = max(0.0, 1 - _retained(network, product, stay) * undecayed)
    isomer_fraction = (product.lu177m_fraction or 0.0) if product.nuclide == "Lu-177" else 0.0
    return (
        (half_life_h(network, product), given_mbq * share),
        (ISOMER_HALF_LIFE_H, given_mbq * share * isomer_fraction),
    )
