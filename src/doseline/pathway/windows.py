"""Which cycles fall due, and between which local dates each may be given."""

from dataclasses import dataclass
from datetime import date, timedelta

from doseline.journey import Course, Regimen
from doseline.network.model import Network
from doseline.pathway.calendar import Calendar
from doseline.quantities import mbq_from_kbq

__all__ = ["CourseDemand", "Cycle", "Prescriptions", "demanded_cycles", "nominal_due_on"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Cycle:
    """One demanded cycle with its nominal dates, which never move with the plan.

    Attributes
    ----------
    course_id, cycle_number : key
    earliest_on, due_on, window_end_on, stop_on : local dates
    """

    course_id: str
    cycle_number: int
    earliest_on: date
    due_on: date
    window_end_on: date
    stop_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class CourseDemand:
    """A course with what it demands in the horizon and what it will need after it.

    Attributes
    ----------
    course, regimen : nouns
    cycles_given : past administrations
    last_on : local date of the last one
    last_at_min : minute of the grid at which it was given; None: there was none
    cycles : demanded cycles, in order
    tail : (week after the horizon, number of the cycle, expected cycles) of each cycle that may come after it
    """

    course: Course
    regimen: Regimen
    cycles_given: int
    last_on: date | None
    last_at_min: int | None
    cycles: tuple[Cycle, ...]
    tail: tuple[tuple[int, int, float], ...]

    @property
    def product_ids(self) -> tuple[str, ...]:
        """Products of the demanded cycles, each once."""
        return tuple(dict.fromkeys(self.regimen.product_of(cycle.cycle_number) for cycle in self.cycles))


class Prescriptions:
    """What is prescribed for each cycle of each course.

    Parameters
    ----------
    network : Network
        The country.
    """

    def __init__(self, network: Network) -> None:
        self._regimens = {regimen.regimen_id: regimen for regimen in network.regimens}
        self._products = {product.product_id: product for product in network.products}
        self._weight_kg = {patient.patient_id: patient.weight_kg for patient in network.patients}

    def mbq(self, course: Course, cycle_number: int) -> float:
        """Return the prescribed activity of a cycle (MBq).

        A physician may have reduced it from some cycle on. A first product of its own is given as it usually is.
        """
        first_id = self._regimens[course.regimen_id].first_product_id
        if cycle_number == 1 and first_id is not None:
            first = self._products[first_id]
            if first.prescribed_activity_mbq is not None:
                return first.prescribed_activity_mbq
            return mbq_from_kbq((first.prescribed_kbq_per_kg or 0.0) * self._weight_kg[course.patient_id])
        from_cycle, reduced_mbq = course.reduced_from_cycle, course.reduced_activity_mbq
        if from_cycle is None or reduced_mbq is None or cycle_number < from_cycle:
            return course.prescribed_activity_mbq
        return reduced_mbq


def nominal_due_on(course: Course, regimen: Regimen, number: int, *, given: int, last_on: date | None) -> date:
    """Return the nominal due date of a cycle.

    Parameters
    ----------
    course : Course
    regimen : Regimen
        Its regimen.
    number : int
        Of a cycle that has still to come.
    given : int
        Past administrations of the course.
    last_on : date or None
        Local date of the last of them; None: there was none.

    Returns
    -------
    date
        The interval after the cycle before it, from where an earlier plan had the next one; where none had, from the
        last administration or the referral.
    """
    if course.nominal_due_on is not None:
        return course.nominal_due_on + timedelta(days=regimen.interval_due_d * (number - given - 1))
    if last_on is not None:
        return last_on + timedelta(days=regimen.interval_due_d * (number - given))
    return course.referred_on + timedelta(days=regimen.first_due_d + regimen.interval_due_d * (number - 1))


def _cycle(course: Course, regimen: Regimen, number: int, given: int, last_on: date | None) -> Cycle:
    first = number == 1 and last_on is None
    due_on = nominal_due_on(course, regimen, number, given=given, last_on=last_on)

    def nominal(first_d: int, interval_d: int) -> date:
        if first:
            return course.referred_on + timedelta(days=first_d)
        return due_on + timedelta(days=interval_d - regimen.interval_due_d)

    return Cycle(
        course_id=course.course_id,
        cycle_number=number,
        earliest_on=nominal(regimen.first_earliest_d, regimen.interval_min_d),
        due_on=due_on,
        window_end_on=nominal(regimen.first_window_end_d, regimen.interval_window_end_d),
        stop_on=nominal(regimen.first_stop_d, regimen.interval_max_d),
    )


def demanded_cycles(network: Network, calendar: Calendar) -> tuple[CourseDemand, ...]:
    """Every course that demands a cycle in the horizon or loads the weeks after it, in the order of the courses.

    What is promised is demanded, even where it is due beyond the horizon. A course whose next cycle had to be given
    before the horizon has lapsed: it demands nothing and loads nothing.

    Parameters
    ----------
    network : Network
        The country.
    calendar : Calendar
        Of the same country.

    Examples
    --------
    >>> from doseline.demand import synthesise
    >>> network = synthesise(instance="XS-01", seed=1)
    >>> first = demanded_cycles(network, Calendar(network))[0]
    >>> first.course.course_id, [(cycle.cycle_number, f"{cycle.due_on}") for cycle in first.cycles]
    ('COURSE-1', [(2, '2027-03-18')])
    """
    regimens = {regimen.regimen_id: regimen for regimen in network.regimens}
    given: dict[str, tuple[int, date, int]] = {}
    for past in sorted(network.past_administrations, key=lambda row: (row.course_id, row.cycle_number)):
        last_at_min = calendar.minute(past.administered_at)
        given[past.course_id] = (past.cycle_number, calendar.local_date(past.administered_at), last_at_min)
    promised: dict[str, int] = {}
    keys = [(pin.course_id, pin.cycle_number) for pin in network.pins]
    keys += [(promise.course_id, promise.cycle_number) for promise in network.promises]
    for course_id, number in keys:
        promised[course_id] = max(number, promised.get(course_id, 0))
    end_on = calendar.date_of(calendar.horizon_days)
    tail_weeks = network.properties.tail_weeks
    demands = []
    for course in network.courses:
        regimen = regimens[course.regimen_id]
        n_given, last_on, last_min = given.get(course.course_id, (0, None, None))
        ends_with = regimen.cycles if course.last_cycle_number is None else course.last_cycle_number
        numbers = range(n_given + 1, min(regimen.cycles, ends_with) + 1)
        every = [_cycle(course, regimen, number, n_given, last_on) for number in numbers]
        if not every or every[0].stop_on < calendar.start_on:
            continue
        last = promised.get(course.course_id, 0)
        cycles = tuple(cycle for cycle in every if cycle.due_on < end_on or cycle.cycle_number <= last)
        tail = []
        for cycle in every[len(cycles) :]:
            week = (cycle.due_on - end_on).days // 7
            if week < tail_weeks:
                expected = regimen.continuation_fraction ** (cycle.cycle_number - n_given - len(cycles))
                tail.append((week, cycle.cycle_number, expected))
        demands.append(
            CourseDemand(
                course=course,
                regimen=regimen,
                cycles_given=n_given,
                last_on=last_on,
                last_at_min=last_min,
                cycles=cycles,
                tail=tuple(tail),
            )
        )
    return tuple(demands)
