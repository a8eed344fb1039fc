"""The stranger's own derivation of what is demanded: cycles, their windows and the weeks after."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from doseline.checking.calendar import Calendar
from doseline.journey import Course, PastAdministration, Product, Regimen
from doseline.network import Network
from doseline.quantities import mbq_from_kbq

__all__ = ["CourseDemand", "DemandedCycle", "derive_demand", "last_cycle"]


@dataclass(frozen=True, slots=True, kw_only=True)
class DemandedCycle:
    """One cycle that falls due inside the horizon, with its windows as local dates."""

    course_id: str
    cycle_number: int
    earliest_on: date
    due_on: date
    window_end_on: date
    stop_on: date

    @property
    def key(self) -> tuple[str, int]:
        """Course and cycle."""
        return self.course_id, self.cycle_number


@dataclass(frozen=True, slots=True, kw_only=True)
class CourseDemand:
    """A course with what it demands.

    Attributes
    ----------
    later_product : product of all cycles but, where that has one of its own, the first
    first_product : product of the first cycle, where it is another
    weight_kg : body weight of the patient; None when the patient is not known
    past_cycles : number of administrations already given
    last_on : local date of the last of them; None when there is none
    last_at : instant of the last of them
    cycles : the demanded cycles, in order
    lapsed : whether the next cycle had to stop before the horizon: nothing is demanded, now or later
    """

    course: Course
    regimen: Regimen
    later_product: Product
    first_product: Product | None
    weight_kg: float | None
    past_cycles: int
    last_on: date | None
    last_at: datetime | None
    cycles: tuple[DemandedCycle, ...]
    lapsed: bool = False

    def due_on(self, cycle_number: int) -> date:
        """Return the nominal due date of any later cycle."""
        return _due_on(self.course, self.regimen, self.past_cycles, self.last_on, cycle_number)

    def product_of(self, cycle_number: int) -> Product:
        """Return the product of a cycle."""
        if self.first_product is not None and cycle_number == 1:
            return self.first_product
        return self.later_product

    @property
    def products(self) -> tuple[Product, ...]:
        """Products of the demanded cycles, each once."""
        found = {product.product_id: product for product in (self.product_of(one.cycle_number) for one in self.cycles)}
        return tuple(found.values())

    def prescribed_mbq(self, cycle_number: int) -> float:
        """Return the activity prescribed for a cycle, in MBq: of a first product of its own what is usual."""
        course, first = self.course, self.first_product
        if first is not None and cycle_number == 1:
            by_weight_mbq = mbq_from_kbq((first.prescribed_kbq_per_kg or 0.0) * (self.weight_kg or 0.0))
            return by_weight_mbq if first.prescribed_activity_mbq is None else first.prescribed_activity_mbq
        if course.reduced_activity_mbq is not None and cycle_number >= (course.reduced_from_cycle or 0):
            return course.reduced_activity_mbq
        return course.prescribed_activity_mbq

    @property
    def last_demanded(self) -> int:
        """Number of the last demanded cycle; the number of past cycles when none is demanded."""
        return self.cycles[-1].cycle_number if self.cycles else self.past_cycles


def derive_demand(network: Network, calendar: Calendar) -> Mapping[str, CourseDemand]:
    """Return the demand of every course whose regimen and product are known, by course.

    A cycle that is pinned or promised is demanded whenever it is due. A course whose next cycle had to stop before the
    horizon has lapsed and demands nothing.
    """
    regimens = {regimen.regimen_id: regimen for regimen in network.regimens}
    products = {product.product_id: product for product in network.products}
    weights_kg = {patient.patient_id: patient.weight_kg for patient in network.patients}
    past: dict[str, list[PastAdministration]] = {}
    for given in network.past_administrations:
        past.setdefault(given.course_id, []).append(given)
    promised: dict[str, int] = {}
    keys = [(pin.course_id, pin.cycle_number) for pin in network.pins]
    keys += [(promise.course_id, promise.cycle_number) for promise in network.promises]
    for course_id, number in keys:
        promised[course_id] = max(number, promised.get(course_id, 0))
    demand: dict[str, CourseDemand] = {}
    for course in network.courses:
        regimen = regimens.get(course.regimen_id)
        product = products.get(regimen.product_id) if regimen else None
        first_id = regimen.first_product_id if regimen else None
        if regimen is None or product is None or (first_id is not None and first_id not in products):
            continue
        history = past.get(course.course_id, [])
        last = max(history, key=lambda row: row.cycle_number, default=None)
        last_on = calendar.date_of(last.administered_at) if last else None
        last_pinned = promised.get(course.course_id, 0)
        cycles, lapsed = _demanded(course, regimen, len(history), last_on, last_pinned, calendar)
        demand[course.course_id] = CourseDemand(
            course=course,
            regimen=regimen,
            later_product=product,
            first_product=products[first_id] if first_id is not None else None,
            weight_kg=weights_kg.get(course.patient_id),
            past_cycles=len(history),
            last_on=last_on,
            last_at=last.administered_at if last else None,
            cycles=cycles,
            lapsed=lapsed,
        )
    return demand


def _demanded(
    course: Course, regimen: Regimen, past_cycles: int, last_on: date | None, promised: int, calendar: Calendar
) -> tuple[tuple[DemandedCycle, ...], bool]:
    """Return the demanded cycles, and whether the course has lapsed."""
    cycles: list[DemandedCycle] = []
    for number in range(past_cycles + 1, last_cycle(course, regimen) + 1):
        cycle = _windows(course, regimen, number, _due_on(course, regimen, past_cycles, last_on, number))
        if not cycles and cycle.stop_on < calendar.horizon_start_on:
            return (), True
        if cycle.due_on >= calendar.horizon_end_on and number > promised:
            break
        cycles.append(cycle)
    return tuple(cycles), False


def last_cycle(course: Course, regimen: Regimen) -> int:
    """Return the number of the last cycle that a course is to have: it may have ended before its regimen does."""
    ends_with = course.last_cycle_number
    return regimen.cycles if ends_with is None or ends_with > regimen.cycles else ends_with


def _due_on(course: Course, regimen: Regimen, past_cycles: int, last_on: date | None, number: int) -> date:
    if course.nominal_due_on is not None:
        return course.nominal_due_on + timedelta(days=regimen.interval_due_d * (number - 1 - past_cycles))
    if last_on is not None:
        return last_on + timedelta(days=regimen.interval_due_d * (number - past_cycles))
    return course.referred_on + timedelta(days=regimen.first_due_d + regimen.interval_due_d * (number - 1))


def _windows(course: Course, regimen: Regimen, number: int, due_on: date) -> DemandedCycle:
    if number == 1:
        start_on = course.referred_on
        earliest_d, window_end_d, stop_d = regimen.first_earliest_d, regimen.first_window_end_d, regimen.first_stop_d
    else:
        start_on = due_on - timedelta(days=regimen.interval_due_d)
        earliest_d, window_end_d = regimen.interval_min_d, regimen.interval_window_end_d
        stop_d = regimen.interval_max_d
    return DemandedCycle(
        course_id=course.course_id,
        cycle_number=number,
        earliest_on=start_on + timedelta(days=earliest_d),
        due_on=due_on,
        window_end_on=start_on + timedelta(days=window_end_d),
        stop_on=start_on + timedelta(days=stop_d),
    )
