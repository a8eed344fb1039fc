"""Sense of pins: what was promised is still to come, in the horizon, and can be kept by who and what is there.

Only what needs no planning is judged: centres, hours, staff, labs, and stays too close in one place. Whether all pins
together find their vials and heads is the planner's to say.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from doseline.errors import Fault
from doseline.journey import Absence, Course, Pin, Regimen, Roster
from doseline.network.cells import instant_text
from doseline.network.clock import clock_minutes
from doseline.network.folder import DESCRIPTOR
from doseline.network.model import Network, Properties
from doseline.network.sense.check import Check
from doseline.network.sense.people import horizon_of, past_of
from doseline.quantities import timedelta_from_h

__all__ = ["CHECKS", "cycles_to_come"]

_HOLIDAY_WEEKDAY: Final = 7
_DAY_MIN: Final = 1440
_INSTANT: Final = timedelta(microseconds=1)


def _lapsed(properties: Properties, course: Course, regimen: Regimen, last_on: date | None) -> bool:
    """Whether the next cycle of a course, last given on a date or never, had to stop before the horizon."""
    if course.nominal_due_on is not None:
        stop_on = course.nominal_due_on + timedelta(days=regimen.interval_max_d - regimen.interval_due_d)
    elif last_on is not None:
        stop_on = last_on + timedelta(days=regimen.interval_max_d)
    else:
        stop_on = course.referred_on + timedelta(days=regimen.first_stop_d)
    return stop_on < properties.horizon_start_on


def cycles_to_come(network: Network) -> dict[str, range]:
    """Return the numbers of the cycles that each course has still to come, whose regimen is known; of a lapsed none."""
    zone = ZoneInfo(network.properties.timezone)
    regimen_of = {regimen.regimen_id: regimen for regimen in network.regimens}
    past = past_of(network)
    to_come = {}
    for course in network.courses:
        regimen = regimen_of.get(course.regimen_id)
        if regimen is not None:
            rows = past.get(course.course_id, [])
            last_on = rows[-1][1].administered_at.astimezone(zone).date() if rows else None
            lapsed = _lapsed(network.properties, course, regimen, last_on)
            last_cycle = regimen.cycles if course.last_cycle_number is None else course.last_cycle_number
            cycles = range(len(rows) + 1, min(regimen.cycles, last_cycle) + 1)
            to_come[course.course_id] = range(0) if lapsed else cycles
    return to_come


def _pinned_cycles(network: Network) -> Iterator[Fault]:
    to_come = cycles_to_come(network)
    for number, pin in enumerate(network.pins, start=1):
        cycles = to_come.get(pin.course_id)
        if cycles is not None and pin.cycle_number not in cycles:
            listed = ", ".join(map(str, cycles)) or "none"
            yield _pin_fault(
                number, "cycle_number", pin.cycle_number, "a cycle that the course has still to come",
                f"{pin.course_id} has {listed} to come: correct the pin or delete it.",
            )  # fmt: skip


def _pinned_places(network: Network) -> Iterator[Fault]:
    site_of = {place.place_id: place.site_id for place in network.places}
    for number, pin in enumerate(network.pins, start=1):
        site = site_of.get(pin.place_id)
        if site is not None and site != pin.site_id:
            yield _pin_fault(
                number, "place_id", pin.place_id, "a place of the pin's own site",
                f"{pin.place_id} is at {site}, the pin at {pin.site_id}: correct one of the two.",
            )  # fmt: skip


def _pinned_instants(network: Network) -> Iterator[Fault]:
    for number, pin in enumerate(network.pins, start=1):
        yield from _pinned_instant(network.properties, number, pin.administered_at)


def _pinned_instant(properties: Properties, number: int, administered_at: datetime) -> Iterator[Fault]:
    begins_at, ends_at = horizon_of(properties)
    given = instant_text(administered_at)
    if not begins_at <= administered_at < ends_at:
        yield _pin_fault(
            number, "administered_at", given, "an instant in the horizon",
            f"The horizon is {instant_text(begins_at)} to {instant_text(ends_at)}: correct the pin or delete it.",
        )  # fmt: skip
    elif (administered_at - begins_at) % timedelta(minutes=properties.step_min):
        yield _pin_fault(
            number, "administered_at", given, "an instant on the grid of step_min from the start of the horizon",
            f"Move it to the next multiple of {properties.step_min} minutes.",
        )  # fmt: skip


def _pin_fault(number: int, column: str, given: object, allowed: str, remedy: str) -> Fault:
    return Fault(table="pins", row=number, column=column, given=given, allowed=allowed, remedy=remedy)


def _pins_of_courses(network: Network) -> Iterator[tuple[int, Pin, Course, Regimen]]:
    """Yield each pin, with the number of its row, whose course and regimen are there."""
    course_of = {course.course_id: course for course in network.courses}
    regimen_of = {regimen.regimen_id: regimen for regimen in network.regimens}
    for number, pin in enumerate(network.pins, start=1):
        course = course_of.get(pin.course_id)
        regimen = None if course is None else regimen_of.get(course.regimen_id)
        if course is not None and regimen is not None:
            yield number, pin, course, regimen


class _Days:
    """Local dates and clock times of a country, and the weekday whose hours and rosters hold on a date."""

    def __init__(self, network: Network) -> None:
        self._zone = ZoneInfo(network.properties.timezone)
        self._holidays = {row.date_on for row in network.holidays}

    def local(self, at: datetime) -> datetime:
        return at.astimezone(self._zone)

    def weekday(self, on: date) -> int:
        return _HOLIDAY_WEEKDAY if on in self._holidays else on.isoweekday()


def _pinned_hours(network: Network) -> Iterator[Fault]:
    days = _Days(network)
    hours = {(row.site_id, row.weekday): row for row in network.opening_hours if row.service == "treatment"}
    for number, pin in enumerate(network.pins, start=1):
        local = days.local(pin.administered_at)
        row = hours.get((pin.site_id, days.weekday(local.date())))
        if row is None or not row.opens_local <= f"{local:%H:%M}" <= row.closes_local:
            said = f"{row.opens_local} to {row.closes_local}" if row else "closed"
            yield _pin_fault(
                number, "administered_at", instant_text(pin.administered_at), "an instant in the hours of treatment",
                f"By opening_hours {pin.site_id} treats on {local:%A %Y-%m-%d}: {said}. Mend them or delete the pin.",
            )  # fmt: skip


def _pinned_staff(network: Network) -> Iterator[Fault]:
    days, step_min = _Days(network), network.properties.step_min
    tasks = defaultdict(list)
    for task in network.tasks:
        if task.anchor == "administration":
            tasks[task.product_id].append(task)
    rosters: defaultdict[tuple[str, str, int], list[Roster]] = defaultdict(list)
    for roster in network.rosters:
        rosters[roster.site_id, roster.role, roster.weekday].append(roster)
    for number, pin, _course, regimen in _pins_of_courses(network):
        local = days.local(pin.administered_at)
        at_min = 60 * local.hour + local.minute
        needed: Counter[tuple[str, int]] = Counter()
        for task in tasks[regimen.product_of(pin.cycle_number)]:
            first, last = (at_min + task.from_min) // step_min, -(-(at_min + task.to_min) // step_min)
            needed.update({(task.role, step): task.heads for step in range(first, last)})
        lacking = {
            role
            for (role, step), heads in needed.items()
            # what reaches into another date, or lies on one with a change of the clocks, is the planner's to judge
            if 0 <= step * step_min < _DAY_MIN
            and local.utcoffset() == local.replace(hour=0, minute=0).utcoffset()
            and heads
            > _heads(rosters[pin.site_id, role, days.weekday(local.date())], step * step_min, step_min)
            - _absent(network.absences, pin, role, timedelta(minutes=step * step_min - at_min), step_min)
        }
        for role in sorted(lacking):
            yield _pin_fault(
                number, "administered_at", instant_text(pin.administered_at),
                "an instant at which rosters have the heads that tasks need",
                f"By rosters {pin.site_id} has too few of the role {role} on {local:%A %Y-%m-%d} around {local:%H:%M}. "
                "Mend them or delete the pin.",
            )  # fmt: skip


def _heads(rosters: list[Roster], from_min: int, step_min: int) -> int:
    """Return the heads of the rosters that cover a whole step."""
    return sum(
        roster.heads
        for roster in rosters
        if clock_minutes(roster.starts_local) <= from_min and from_min + step_min <= clock_minutes(roster.ends_local)
    )


def _absent(absences: Iterable[Absence], pin: Pin, role: str, later: timedelta, step_min: int) -> int:
    """Return the heads absent in a step that begins so much later than a pin."""
    begins_at = pin.administered_at + later
    return sum(
        row.heads
        for row in absences
        if (row.site_id, row.role) == (pin.site_id, role)
        and row.starts_at < begins_at + timedelta(minutes=step_min)
        and row.ends_at > begins_at
    )


def _pinned_labs(network: Network) -> Iterator[Fault]:
    days = _Days(network)
    taken = defaultdict(list)
    for lab in network.labs:
        if lab.outcome == "fit":
            taken[lab.course_id].append(lab.taken_at)
    for number, pin, course, regimen in _pins_of_courses(network):
        new_labs_on = network.properties.horizon_start_on + timedelta(days=regimen.labs_turnaround_d)
        at = pin.administered_at
        if regimen.labs_valid_d is None or days.local(at).date() >= new_labs_on:
            continue
        valid = timedelta_from_h(24.0 * regimen.labs_valid_d)
        if not any(since <= at <= since + valid for since in taken[course.course_id]):
            yield _pin_fault(
                number, "course_id", course.course_id,
                "a course with a fit result in labs that is valid at the pinned instant",
                f"labs has none of the {regimen.labs_valid_d} d before {instant_text(at)}, a new one comes too late: "
                "add it or delete the pin.",
            )  # fmt: skip


def _pinned_although_withheld(network: Network) -> Iterator[Fault]:
    days = _Days(network)
    until: dict[str, date] = {}
    for lab in network.labs:
        if lab.outcome == "withhold" and lab.retest_on is not None:
            until[lab.course_id] = max(lab.retest_on, until.get(lab.course_id, lab.retest_on))
    for number, pin, course, _regimen in _pins_of_courses(network):
        retest_on = until.get(course.course_id)
        if retest_on is not None and days.local(pin.administered_at).date() < retest_on:
            yield _pin_fault(
                number, "administered_at", instant_text(pin.administered_at),
                "an instant from the retest_on of the course's labs on",
                f"By labs {course.course_id} is withheld until {retest_on}: correct one of the two or delete the pin.",
            )  # fmt: skip


def _pinned_centres(network: Network) -> Iterator[Fault]:
    """Report pins at a centre to which the course may not go."""
    days = _Days(network)
    catchment_of = {patient.patient_id: patient.catchment_id for patient in network.patients}
    way_min = {(row.catchment_id, row.site_id): row.travel_min for row in network.travel_times}
    offers = {(row.site_id, row.product_id): row for row in network.site_products}
    for number, pin, course, regimen in _pins_of_courses(network):
        on = days.local(pin.administered_at).date()
        product_id = regimen.product_of(pin.cycle_number)
        offer = offers.get((pin.site_id, product_id))
        if offer is None or not (offer.valid_from_on or on) <= on <= (offer.valid_until_on or on):
            yield _pin_fault(
                number, "site_id", pin.site_id, "a centre that has the product of the course on the date",
                f"site_products has no {product_id} of {pin.site_id} on {on}: mend one of the two.",
            )  # fmt: skip
        stays = course.home_site_id is not None and not course.transfer_allowed
        way = way_min.get((catchment_of.get(course.patient_id, ""), pin.site_id))
        if stays and pin.site_id != course.home_site_id:
            yield _pin_fault(
                number, "site_id", pin.site_id, "the course's home_site_id, for it may not change its centre",
                f"{course.course_id} goes on at {course.home_site_id}: correct the pin or allow the transfer.",
            )  # fmt: skip
        elif pin.site_id != course.home_site_id and way is not None and way > course.max_travel_min:
            yield _pin_fault(
                number, "site_id", pin.site_id, "a centre within the course's max_travel_min",
                f"It is {way:g} min away, and {course.course_id} accepts {course.max_travel_min:g}: correct one.",
            )  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Stay:
    """The shortest stay of a pin: the place is taken from ``starts_at`` to ``ends_at`` and clean at ``clean_at``."""

    number: int
    pin: Pin
    starts_at: datetime
    ends_at: datetime
    clean_at: datetime


def _stays_of_pins(network: Network) -> Iterator[_Stay]:
    """Yield the stay of each pin, as short as rules of stay that need no dose rate let it be."""
    rules = {(row.site_id, row.product_id): row for row in network.stay_rules}
    cleaning_h_of = {place.place_id: place.cleaning_h for place in network.places}
    for number, pin, _course, regimen in _pins_of_courses(network):
        product_id = regimen.product_of(pin.cycle_number)
        rule = rules.get((pin.site_id, product_id)) or rules.get(("*", product_id))
        if rule is None or pin.place_id not in cleaning_h_of:
            continue
        stay_h = max(rule.licence_minimum_h, rule.urine_collection_h, rule.infusion_h + rule.observation_h)
        ends_at = pin.administered_at + timedelta_from_h(stay_h)
        yield _Stay(
            number,
            pin,
            pin.administered_at - timedelta_from_h(rule.admission_lead_h),
            ends_at,
            ends_at + timedelta_from_h(cleaning_h_of[pin.place_id]),
        )


def _pinned_together(network: Network) -> Iterator[Fault]:
    """Report pins in a place that another pin, or whoever is there already, cannot have left clean by then."""
    cleaning_h_of = {place.place_id: place.cleaning_h for place in network.places}
    spans: defaultdict[str, list[tuple[datetime, datetime, int, str]]] = defaultdict(list)
    for stay in network.initial_stays:
        clean_at = stay.ends_at + timedelta_from_h(cleaning_h_of.get(stay.place_id, 0.0))
        spans[stay.place_id].append((stay.starts_at, clean_at, 0, "whoever initial_stays has there"))
    for one in _stays_of_pins(network):
        named = f"{one.pin.course_id} of row {one.number}"
        spans[one.pin.place_id].append((one.starts_at, one.clean_at, one.number, named))
    for place_id, rows in spans.items():
        rows.sort()
        _, clean_at, first, named = rows[0]
        for starts_at, next_clean_at, number, next_named in rows[1:]:
            if starts_at < clean_at and (number or first):
                yield _pin_fault(
                    number or first, "place_id", place_id, "a place that is free and clean by the pinned instant",
                    f"{named} leaves it clean at {instant_text(clean_at)} at the earliest: move one or delete it.",
                )  # fmt: skip
            # a long stay may reach over several others
            if next_clean_at > clean_at:
                clean_at, first, named = next_clean_at, number, next_named


def _pinned_open(network: Network) -> Iterator[Fault]:
    """Report pins whose stay meets a closure, a night without cover, or a place that is not for it."""
    days = _Days(network)
    product_of = {row.product_id: row for row in network.products}
    regimen_of = {course.course_id: regimen for _, _, course, regimen in _pins_of_courses(network)}
    place_of = {place.place_id: place for place in network.places}
    covered = {(row.site_id, row.weekday) for row in network.covers if row.night_cover}
    for stay in _stays_of_pins(network):
        pin, place = stay.pin, place_of[stay.pin.place_id]
        for closure in network.closures:
            here = closure.place_id == pin.place_id or (closure.place_id is None and closure.site_id == pin.site_id)
            if here and closure.starts_at < stay.ends_at and stay.starts_at < closure.ends_at:
                yield _pin_fault(
                    stay.number, "administered_at", instant_text(pin.administered_at), "a stay that meets no closure",
                    f"{closure.closure_id} closes it to {instant_text(closure.ends_at)}: move the pin or delete it.",
                )  # fmt: skip
        product = product_of.get(regimen_of[pin.course_id].product_of(pin.cycle_number))
        if product is not None and product.nuclide not in place.nuclides:
            yield _pin_fault(
                stay.number, "place_id", pin.place_id, f"a place that allows {product.nuclide}",
                f"{pin.place_id} allows {', '.join(place.nuclides)}: correct the pin or the place.",
            )  # fmt: skip
        on, until = (days.local(at).date() for at in (stay.starts_at, stay.ends_at - _INSTANT))
        nights = [on + timedelta(days=night) for night in range((until - on).days)]
        if nights and not place.overnight:
            yield _pin_fault(
                stay.number, "place_id", pin.place_id, "a place that is overnight, for a stay past midnight",
                f"The stay lasts until {instant_text(stay.ends_at)} at least: correct the pin or the place.",
            )  # fmt: skip
        for night in nights:
            if (pin.site_id, days.weekday(night)) not in covered:
                yield _pin_fault(
                    stay.number, "administered_at", instant_text(pin.administered_at),
                    "a stay all of whose nights have night_cover",
                    f"covers has none of {pin.site_id} for the night of {night:%A %Y-%m-%d}: mend it or move the pin.",
                )  # fmt: skip


def _pinned_intervals(network: Network) -> Iterator[Fault]:
    """Report pins too soon or too late after the cycle before them, given or pinned."""
    days = _Days(network)
    given = {
        (row.course_id, row.cycle_number): days.local(row.administered_at).date()
        for row in network.past_administrations
    }
    for pin in network.pins:
        given.setdefault((pin.course_id, pin.cycle_number), days.local(pin.administered_at).date())
    for number, pin, course, regimen in _pins_of_courses(network):
        before_on = given.get((pin.course_id, pin.cycle_number - 1))
        on = days.local(pin.administered_at).date()
        if pin.cycle_number > regimen.cycles:
            continue
        if before_on is None:
            yield from _pinned_early(number, pin, course, regimen, given, on)
            continue
        if not regimen.interval_min_d <= (on - before_on).days <= regimen.interval_max_d:
            yield _pin_fault(
                number, "administered_at", instant_text(pin.administered_at),
                f"{regimen.interval_min_d} to {regimen.interval_max_d} d after the cycle before it",
                f"Cycle {pin.cycle_number - 1} of {course.course_id} is on {before_on}, {(on - before_on).days} d "
                "before: correct one of the two.",
            )  # fmt: skip


def _pinned_early(
    number: int, pin: Pin, course: Course, regimen: Regimen, given: dict[tuple[str, int], date], on: date
) -> Iterator[Fault]:
    """Report a pin too soon or too late for the cycles that are still to come before it."""
    earlier = [cycle for cycle in range(1, pin.cycle_number) if (pin.course_id, cycle) in given]
    if earlier:
        steps, since_on = pin.cycle_number - earlier[-1], given[pin.course_id, earlier[-1]]
        least_d, most_d = steps * regimen.interval_min_d, steps * regimen.interval_max_d
    else:
        steps, since_on = pin.cycle_number - 1, course.referred_on
        least_d = regimen.first_earliest_d + steps * regimen.interval_min_d
        most_d = regimen.first_stop_d + steps * regimen.interval_max_d
    if not least_d <= (on - since_on).days <= most_d:
        yield _pin_fault(
            number, "administered_at", instant_text(pin.administered_at),
            f"{least_d} to {most_d} d after the referral, or after the last cycle given before it",
            f"{course.course_id} would have it {(on - since_on).days} d after {since_on}: correct one of the two.",
        )  # fmt: skip


def _pinned_past(network: Network) -> Iterator[Fault]:
    planned_at = network.properties.planned_at
    is_ahead = planned_at < horizon_of(network.properties)[1]
    for number, pin in enumerate(network.pins, start=1):
        if is_ahead and pin.administered_at < planned_at:
            yield _pin_fault(
                number, "administered_at", instant_text(pin.administered_at), "not before the package's planned_at",
                f"The present is {instant_text(planned_at)}: what is over belongs into past_administrations.",
            )  # fmt: skip


CHECKS: Final = (
    Check(faults=_pinned_cycles, whole=(DESCRIPTOR, "past_administrations")),
    Check(faults=_pinned_places),
    Check(faults=_pinned_instants, whole=(DESCRIPTOR,)),
    Check(faults=_pinned_hours, whole=(DESCRIPTOR, "opening_hours", "holidays")),
    Check(faults=_pinned_staff, whole=(DESCRIPTOR, "rosters", "holidays")),
    Check(faults=_pinned_labs, whole=(DESCRIPTOR, "labs")),
    Check(faults=_pinned_although_withheld, whole=(DESCRIPTOR,)),
    Check(faults=_pinned_centres, whole=(DESCRIPTOR, "site_products", "travel_times")),
    Check(faults=_pinned_together, whole=(DESCRIPTOR,)),
    Check(faults=_pinned_open, whole=(DESCRIPTOR, "covers", "holidays", "products")),
    Check(faults=_pinned_intervals, whole=(DESCRIPTOR,)),
    Check(faults=_pinned_past, whole=(DESCRIPTOR,)),
)
