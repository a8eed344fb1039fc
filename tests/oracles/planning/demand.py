"""The demanded cycles and their dates (problem.md: Demand)."""

from dataclasses import dataclass
from datetime import date, timedelta

from doseline.journey import Course, PastAdministration, Patient, Product, Promise, Regimen
from doseline.network import Network
from tests.oracles.planning.clock import Clock


@dataclass(frozen=True)
class Cycle:
    """One cycle of a course, demanded or later."""

    course: Course
    patient: Patient
    product: Product
    regimen: Regimen
    number: int
    due: date
    earliest: date
    window_end: date
    stop: date

    @property
    def key(self) -> tuple[str, int]:
        return self.course.course_id, self.number


def past_of(network: Network, course: Course) -> list[PastAdministration]:
    """The administrations that a course has had, in the order of its cycles."""
    rows = [row for row in network.past_administrations if row.course_id == course.course_id]
    return sorted(rows, key=lambda row: row.cycle_number)


def last_cycle(course: Course, regimen: Regimen) -> int:
    """The last cycle that a course is to have."""
    return min(regimen.cycles, 12 if course.last_cycle_number is None else course.last_cycle_number)


def prescribed_mbq(course: Course, number: int) -> float:
    """The activity prescribed for a cycle."""
    if course.reduced_from_cycle and course.reduced_activity_mbq and number >= course.reduced_from_cycle:
        return course.reduced_activity_mbq
    return course.prescribed_activity_mbq


def price_of_date(promise: Promise, *, earlier: bool) -> int:
    """What another date at the promised centre costs."""
    return promise.earlier_price if earlier and promise.earlier_price is not None else promise.date_price


def asked_mbq(cycle: Cycle) -> float:
    """The activity prescribed for a cycle; of a first product of its own what is usual."""
    if cycle.number > 1 or cycle.regimen.first_product_id is None:
        return prescribed_mbq(cycle.course, cycle.number)
    if cycle.product.prescribed_activity_mbq is not None:
        return cycle.product.prescribed_activity_mbq
    return (cycle.product.prescribed_kbq_per_kg or 0.0) * cycle.patient.weight_kg / 1000


def all_cycles(network: Network, course: Course) -> list[Cycle]:
    """Every cycle of a course that is still to come, whenever it is due."""
    clock = Clock(network)
    patient = next(row for row in network.patients if row.patient_id == course.patient_id)
    regimen = next(row for row in network.regimens if row.regimen_id == course.regimen_id)
    products = {row.product_id: row for row in network.products}
    past = past_of(network, course)
    cycles = []
    for number in range(len(past) + 1, last_cycle(course, regimen) + 1):
        if course.nominal_due_on is not None:
            due = course.nominal_due_on + timedelta(days=regimen.interval_due_d * (number - len(past) - 1))
        elif past:
            last_day = clock.day_of(past[-1].administered_at)
            due = last_day + timedelta(days=regimen.interval_due_d * (number - len(past)))
        else:
            due = course.referred_on + timedelta(days=regimen.first_due_d + regimen.interval_due_d * (number - 1))
        earliest = due - timedelta(days=regimen.interval_due_d - regimen.interval_min_d)
        window_end = due + timedelta(days=regimen.interval_window_end_d - regimen.interval_due_d)
        stop = due + timedelta(days=regimen.interval_max_d - regimen.interval_due_d)
        if number == 1:
            earliest = course.referred_on + timedelta(days=regimen.first_earliest_d)
            window_end = course.referred_on + timedelta(days=regimen.first_window_end_d)
            stop = course.referred_on + timedelta(days=regimen.first_stop_d)
        is_first_of_its_own = number == 1 and regimen.first_product_id is not None
        product = products[regimen.first_product_id if is_first_of_its_own else regimen.product_id]
        cycles.append(
            Cycle(
                course=course, patient=patient, product=product, regimen=regimen, number=number,
                due=due, earliest=earliest, window_end=window_end, stop=stop,
            )
        )  # fmt: skip
    return cycles


def demanded_cycles(network: Network, course: Course) -> list[Cycle]:
    """The cycles of a course that the plan must give or leave unserved."""
    clock = Clock(network)
    cycles = all_cycles(network, course)
    if not cycles or cycles[0].stop < clock.first_day:
        return []
    pinned = [row.cycle_number for row in (*network.pins, *network.promises) if row.course_id == course.course_id]
    return [cycle for cycle in cycles if cycle.due < clock.end_day or cycle.number <= max(pinned, default=0)]


def days_late(cycle: Cycle, day: date) -> int:
    return max(0, (day - cycle.due).days)
