"""What prices prove, by going through every schedule of every course (problem.md: Certificates)."""

import math
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from doseline.journey import Course, Place
from doseline.network import Network
from tests.oracles.planning.candidates import Choice, choices
from tests.oracles.planning.clock import DAY, Clock
from tests.oracles.planning.demand import Cycle, days_late, demanded_cycles, past_of, price_of_date
from tests.oracles.planning.irradiation import irradiation_offers
from tests.oracles.planning.sitting import Sitting
from tests.oracles.planning.staff import Desk, Step, heads_on_duty
from tests.oracles.planning.supply import Source, batches_left, sources, under_way
from tests.oracles.planning.tail import Tail

Prices = Mapping[str, float]
Stay = tuple[datetime, datetime]
NOTHING: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Option:
    """One (site, pool, local date, source) of a cycle and what it uses of every row."""

    cycle: Cycle
    site_id: str
    pool: str
    day: date
    source_name: str
    uses: Mapping[str, float]
    shortest: frozenset[Stay]
    """The shortest stay of each instant: latest admission and earliest discharge."""


def pool_of(place: Place) -> str:
    return f"{place.site_id}/{';'.join(sorted(place.nuclides))}/{int(place.overnight)}"


class Dual:
    """Weak duality over one country."""

    def __init__(self, network: Network) -> None:
        self.network = network
        self.clock = Clock(network)
        self.tail = Tail(network, NOTHING)
        self.sources = {source.name: source for source in sources(network, NOTHING)}
        self.courses = [(course, demanded_cycles(network, course)) for course in network.courses]
        self.pinned = {(pin.course_id, pin.cycle_number) for pin in network.pins}
        self.options = {cycle.key: self._options(cycle) for _, cycles in self.courses for cycle in cycles}
        self._longest: dict[str, int] = {}

    def bound(self, level: str, prices: Prices, *, floor: float = 0.0, own_l1: float = 0) -> int:
        """The bound of L1 (no plan counts more), or of L2 or L3 (no plan with at least this L1 has less)."""
        value = self.value(level, prices, floor=floor, own_l1=own_l1)
        return math.floor(value + 1e-6) if level == "L1" else math.ceil(value - 1e-6)

    def value(self, level: str, prices: Prices, *, floor: float = 0.0, own_l1: float = 0) -> float:
        """The bound before it is rounded to a whole number."""
        if any(price < 0 for price in prices.values()):
            raise ValueError("prices are zero or more")
        paid = self._paid_by_option(prices)
        of_rows = sum(price * self.capacity(row) for row, price in prices.items() if price)
        if level == "L1":
            return of_rows + sum(
                max(self._in_window(s) - self._paid(course, s, prices, paid) for s in self.schedules(course, cycles))
                for course, cycles in self.courses
            )
        cost = self._changes if level == "L3" else self._days
        return (
            floor * own_l1
            - of_rows
            + sum(
                min(
                    cost(cycles, s) - floor * self._in_window(s) + self._paid(course, s, prices, paid)
                    for s in self.schedules(course, cycles)
                )
                for course, cycles in self.courses
            )
        )

    def rows(self) -> list[str]:
        """Every row that some option uses, and the tail rows of every course."""
        found = {row for options in self.options.values() for option in options for row in option.uses}
        for course, cycles in self.courses:
            for site_id in {option.site_id for cycle in cycles for option in self.options[cycle.key]}:
                found |= set(self._tail_uses(course, site_id))
        return sorted(row for row in found if self.capacity(row) < math.inf)

    def schedules(self, course: Course, cycles: list[Cycle]) -> Iterator[list[Option]]:
        """Every schedule: options of the first so many cycles, with all the pinned ones among them."""
        yield from self._schedules(course, cycles, [])

    def _schedules(self, course: Course, cycles: list[Cycle], given: list[Option]) -> Iterator[list[Option]]:
        if not any(cycle.key in self.pinned for cycle in cycles[len(given) :]):
            yield given
        if len(given) == len(cycles):
            return
        cycle = cycles[len(given)]
        for option in self.options[cycle.key]:
            if given:
                apart_d = (option.day - given[-1].day).days
                moves = option.site_id != given[-1].site_id
                if not cycle.regimen.interval_min_d <= apart_d <= cycle.regimen.interval_max_d:
                    continue
                if moves and not course.transfer_allowed:
                    continue
            yield from self._schedules(course, cycles, [*given, option])

    def _in_window(self, schedule: list[Option]) -> int:
        return sum(o.cycle.course.weight for o in schedule if o.day <= o.cycle.window_end)

    def _days(self, cycles: list[Cycle], schedule: list[Option]) -> int:
        given = [option.day for option in schedule]
        days = given + [self.clock.end_day] * (len(cycles) - len(given))
        return sum(cycle.course.weight * days_late(cycle, day) for cycle, day in zip(cycles, days, strict=True))

    def _changes(self, cycles: list[Cycle], schedule: list[Option]) -> int:
        """The price of the promises that a schedule changes, hours and places taken to be kept."""
        given = {option.cycle.key: option for option in schedule}
        price = 0
        for promise in self.network.promises:
            key = promise.course_id, promise.cycle_number
            if key not in {cycle.key for cycle in cycles}:
                continue
            if key not in given:
                price += promise.unserved_price
            elif given[key].site_id != promise.site_id:
                price += promise.centre_price
            elif given[key].day != self.clock.day_of(promise.administered_at):
                earlier = given[key].day < self.clock.day_of(promise.administered_at)
                price += price_of_date(promise, earlier=earlier)
        return price

    def _paid_by_option(self, prices: Prices) -> dict[int, float]:
        """What each option pays, the tail left out, by its identity: an option is in many schedules."""
        every = [option for options in self.options.values() for option in options]
        return {id(o): sum(prices.get(row, 0.0) * use for row, use in o.uses.items()) for o in every}

    def _paid(self, course: Course, schedule: list[Option], prices: Prices, by_option: dict[int, float]) -> float:
        paid = sum(by_option[id(option)] for option in schedule)
        if schedule:
            paid += sum(
                prices.get(row, 0.0) * use for row, use in self._tail_uses(course, schedule[-1].site_id).items()
            )
        return paid

    def _tail_uses(self, course: Course, site_id: str) -> dict[str, float]:
        """The load of a new course; of a running one only what moving it from its home changes."""
        if not past_of(self.network, course):
            return self.tail.load(course, site_id)
        if site_id == course.home_site_id or course.home_site_id is None:
            return {}
        uses: dict[str, float] = defaultdict(float)
        for row, load in self.tail.load(course, site_id).items():
            uses[row] += load
        for row, load in self.tail.load(course, course.home_site_id).items():
            uses[row] -= load
        return uses

    def _options(self, cycle: Cycle) -> list[Option]:
        grouped: dict[tuple[str, str, date, str], list[tuple[Choice, Sitting]]] = defaultdict(list)
        for choice in choices(self.network, cycle, NOTHING):
            if self.serves_one(choice):
                for sitting in choice.sittings:
                    key = (choice.site_id, pool_of(sitting.place), choice.day, choice.source.name)
                    grouped[key].append((choice, sitting))
        return [
            self._option(cycle, site_id, pool, day, source_name, rows)
            for (site_id, pool, day, source_name), rows in grouped.items()
        ]

    def _option(
        self,
        cycle: Cycle,
        site_id: str,
        pool: str,
        day: date,
        source_name: str,
        rows: list[tuple[Choice, Sitting]],
    ) -> Option:
        shortest: dict[datetime, Sitting] = {}
        for _, sitting in rows:
            known = shortest.get(sitting.administered_at)
            if known is None or sitting.ends_at < known.ends_at:
                shortest[sitting.administered_at] = sitting
        stays = list(shortest.values())
        return Option(
            cycle=cycle,
            site_id=site_id,
            pool=pool,
            day=day,
            source_name=source_name,
            uses=self._uses(cycle, site_id, pool, day, rows[0][0], stays),
            shortest=frozenset((stay.starts_at, stay.ends_at) for stay in stays),
        )

    def serves_one(self, choice: Choice) -> bool:
        """Whether source and lane carry this one vial at all."""
        source, lane = choice.source, choice.journey.lane
        if source.slot is not None and source.slot.quantity < 1:
            return False
        fits = lane.max_packages >= 1 and choice.activity_at_departure_mbq <= lane.max_activity_mbq + 1e-6
        if not fits and under_way(self.network, source) is None:
            return False
        return choice.activity_at_calibration_mbq <= self._largest_vial_mbq(source) + 1e-6

    def _largest_vial_mbq(self, source: Source) -> float:
        if source.initial_batch_id is not None:
            rows = self.network.initial_batches
            return next(row.usable_activity_mbq for row in rows if row.batch_id == source.initial_batch_id)
        if source.processing_on is not None:
            assert source.line is not None
            return self._largest_batch_mbq(source) if batches_left(self.network, source) else 0.0
        return math.inf

    def _largest_batch_mbq(self, source: Source) -> float:
        assert source.line is not None
        assert source.processing_starts_at is not None
        offers = irradiation_offers(self.network, source.line, source.processing_starts_at, NOTHING)
        return max(offer.usable_mbq for offer in offers)

    def _uses(
        self, cycle: Cycle, site_id: str, pool: str, day: date, choice: Choice, shortest: list[Sitting]
    ) -> dict[str, float]:
        uses: dict[str, float] = {}
        nights = [len(self.clock.nights(s.starts_at, s.ends_at)) for s in shortest]
        for night in range(min(nights)):
            uses[f"night|{pool}|{day + night * DAY}"] = 1.0
        if min(nights) >= 1:
            uses |= dict.fromkeys(self._runs(pool, day), 1.0)
        if max(nights) == 0 and self._fills_the_day(site_id, pool, day, shortest):
            uses[f"day|{pool}|{day}"] = 1.0
        if choice.source.slot is not None:
            uses[f"slot|{choice.source.slot.slot_id}"] = 1.0
        if choice.source.order is not None and choice.source.order.given_up:
            uses[f"order|{choice.source.order.order_id}"] = 1.0
        if choice.source.initial_batch_id is not None:
            uses[f"batch|{choice.source.initial_batch_id}"] = choice.activity_at_calibration_mbq
        if choice.source.processing_on is not None and choice.source.line is not None:
            row = f"line|{choice.source.line.line_id}|{choice.source.processing_on}"
            uses[row] = choice.activity_at_calibration_mbq
        return uses | self._staff(cycle, site_id, day, [stay.administered_at for stay in shortest])

    def _fills_the_day(self, site_id: str, pool: str, day: date, shortest: list[Sitting]) -> bool:
        """Whether no two such stays fit one after the other into the hours of a date."""
        treatment = self.clock.hours(site_id, "treatment", day)
        discharge = self.clock.hours(site_id, "discharge", day)
        if treatment is None or discharge is None:
            return False
        stay = min(sitting.ends_at - sitting.starts_at for sitting in shortest)
        cleaning = timedelta(hours=min(p.cleaning_h for p in self.network.places if pool_of(p) == pool))
        return 2 * (stay + cleaning) > discharge[1] - treatment[0] + cleaning

    def _staff(self, cycle: Cycle, site_id: str, day: date, instants: list[datetime]) -> dict[str, float]:
        desk, step_min = Desk(self.network, NOTHING), self.clock.step / timedelta(minutes=1)
        minutes: dict[str, float] = defaultdict(float)
        for task in self.network.tasks:
            if task.product_id != cycle.product.product_id or task.anchor != "administration":
                continue
            touched = [desk.steps(instant, task.from_min, task.to_min) for instant in instants]
            if all(self.clock.day_of(step) == day for steps in touched for step in steps):
                minutes[f"staff|{site_id}|{task.role}|{day}"] += task.heads * len(touched[0]) * step_min
        return minutes

    def capacity(self, row: str) -> float:
        """The capacity of a row."""
        kind, *parts = row.split("|")
        if kind.startswith("tail_"):
            running = self.tail.running[row]
            return self._most_of_whole(row, max(self.tail.capacity(row), running) - running)
        if kind == "slot":
            return next(slot.quantity for slot in self.network.slots if slot.slot_id == parts[0])
        if kind == "order":
            return 1
        if kind == "batch":
            return self._largest_vial_mbq(self.sources[f"batch:{parts[0]}"])
        if kind == "line":
            source = self.sources[f"line:{parts[0]}:{parts[1]}"]
            assert source.line is not None
            return batches_left(self.network, source) * self._largest_batch_mbq(source)
        if kind == "staff":
            return self._head_minutes(parts[0], parts[1], date.fromisoformat(parts[2]))
        places = [place for place in self.network.places if pool_of(place) == parts[0]]
        if kind == "day":
            return len(places)
        if kind == "run":
            return len(places) * self._longest_run(row)
        return sum(self._is_free_at_night(place, date.fromisoformat(parts[1])) for place in places)

    def _most_of_whole(self, row: str, left: float) -> float:
        """What is left, but where not all fit the largest load of whole courses that does: every sum is tried."""
        by_course = []
        for course, cycles in self.courses:
            sites = {option.site_id for cycle in cycles for option in self.options[cycle.key]}
            by_course.append({0.0, *(self._tail_uses(course, site_id).get(row, 0.0) for site_id in sites)})
        if sum(max(loads) for loads in by_course) <= left:
            return left
        sums = {0.0}
        for loads in by_course:
            sums = {round(total + load, 9) for total in sums for load in loads}
        return max(total for total in sums if total <= left + 1e-9)

    def _runs(self, pool: str, day: date) -> Iterator[str]:
        """Every run of 2 to 8 dates of the horizon with a date among them."""
        for days in range(2, 9):
            for before in range(days):
                first = day - before * DAY
                if self.clock.first_day <= first and first + days * DAY <= self.clock.end_day:
                    yield f"run|{pool}|{first}|{days}"

    def _longest_run(self, row: str) -> int:
        """The longest row of stays in one place: that of each stay is itself after the best row clean before it."""
        _, pool, first, _days = row.split("|")
        if row not in self._runs(pool, date.fromisoformat(first)) or pool not in map(pool_of, self.network.places):
            raise ValueError(f"{row} is not 2 to 8 dates of the horizon in a pool")
        if row not in self._longest:
            cleaning = timedelta(hours=min(place.cleaning_h for place in self.network.places if pool_of(place) == pool))
            using = [option for options in self.options.values() for option in options if row in option.uses]
            stays = {(starts_at, ends_at + cleaning) for option in using for starts_at, ends_at in option.shortest}
            rows: list[tuple[datetime, int]] = []
            for starts_at, clean_at in sorted(stays, key=lambda stay: stay[1]):
                rows.append((clean_at, 1 + max((count for free_at, count in rows if free_at <= starts_at), default=0)))
            self._longest[row] = max((count for _, count in rows), default=0)
        return self._longest[row]

    def _head_minutes(self, site_id: str, role: str, day: date) -> float:
        """Heads that are left in each step that begins on a date, times its minutes."""
        desk, minutes = Desk(self.network, NOTHING), 0.0
        at = self.clock.down_to_grid(self.clock.midnight(day))
        while at < self.clock.midnight(day + DAY):
            if at >= self.clock.midnight(day):
                step: Step = (site_id, role, at)
                left = heads_on_duty(self.network, step) - desk.held_heads(step)
                minutes += max(0, left) * (self.clock.step / timedelta(minutes=1))
            at += self.clock.step
        return minutes

    def _is_free_at_night(self, place: Place, day: date) -> bool:
        """Whether neither an initial stay (cleaning included) nor a closure touches the closing midnight of a date."""
        midnight = self.clock.midnight(day + DAY)
        cleaning = timedelta(hours=place.cleaning_h)
        taken = any(
            stay.place_id == place.place_id and stay.starts_at <= midnight <= stay.ends_at + cleaning
            for stay in self.network.initial_stays
        )
        shut = any(
            (row.place_id == place.place_id or (row.place_id is None and row.site_id == place.site_id))
            and row.starts_at <= midnight <= row.ends_at
            for row in self.network.closures
        )
        return not taken and not shut
