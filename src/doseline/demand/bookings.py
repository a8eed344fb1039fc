"""The bookings that people made before planning began, as each centre makes them alone: its first free place."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from doseline.demand.cohort import Cohort, InHouse
from doseline.demand.deliveries import Deliveries, Delivery, Run
from doseline.demand.local_time import local_midnight, zone_named
from doseline.demand.occupancy import Occupancy, Stay
from doseline.demand.treatment_days import TreatmentDays
from doseline.journey import Course, InitialBatch, InitialOrder, InitialShipment, InitialStay, Lab, Pin, Slot
from doseline.network.model import Network
from doseline.pathway import Cycle

__all__ = [
    "BOOKED_DAYS",
    "FROZEN_WORKING_DAYS",
    "Booking",
    "book",
    "initial_orders",
    "initial_shipments",
    "initial_stays",
    "less_what_has_left",
    "pins",
]

BOOKED_DAYS = 14
"""Cycles due within so many days of the start have been booked."""

FROZEN_WORKING_DAYS = 5
"""The first working days stand: patients have been told, and vials are on their way."""

IRREVOCABLE_D = 5
"""An order is irrevocable when its vial is dispatched within so many days of the present (an assumption)."""

CONFIRMED_D = 8
"""Beyond that and within so many days it is confirmed, later provisional (an assumption)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Booking:
    """One cycle as people booked it.

    Attributes
    ----------
    course, cycle : whose
    site_id, place_id, on : where, and on which local date
    stay : admission, administration and discharge
    delivery, run : its vial, and the departure that brings it
    """

    course: Course
    cycle: Cycle
    site_id: str
    place_id: str
    on: date
    stay: Stay
    delivery: Delivery
    run: Run


def initial_stays(network: Network, in_house: tuple[InHouse, ...], occupancy: Occupancy) -> tuple[InitialStay, ...]:
    """Put those who are still in house into places, first free place first; whom no place can hold has gone home."""
    zone = zone_named(network.properties.timezone)
    rows = []
    for guest in sorted(in_house, key=lambda row: (row.starts_at, row.site_id, row.ends_at, row.sex, row.nuclide)):
        overnight = guest.starts_at.astimezone(zone).date() != guest.ends_at.astimezone(zone).date()
        stay = Stay(
            starts_min=occupancy.minute(guest.starts_at),
            administered_min=occupancy.minute(guest.starts_at),
            ends_min=occupancy.minute(guest.ends_at),
            overnight=overnight,
            sex=guest.sex,
            nuclide=guest.nuclide,
            product_id="",
        )
        place = occupancy.free_place(guest.site_id, stay)
        if place is not None:
            occupancy.lie(place, stay)
            rows.append(
                InitialStay(
                    place_id=place.place_id,
                    starts_at=guest.starts_at,
                    ends_at=guest.ends_at,
                    sex=guest.sex,
                    nuclide=guest.nuclide,
                )
            )
    return tuple(sorted(rows, key=lambda row: (row.place_id, row.starts_at)))


def book(
    network: Network,
    cohort: Cohort,
    next_cycles: dict[str, Cycle],
    *,
    days: TreatmentDays,
    occupancy: Occupancy,
    deliveries: Deliveries,
) -> tuple[Booking, ...]:
    """Book every next cycle due within two weeks, by due date, without a look at the other centres.

    The days are tried from the due date on, then back from it to the earliest; on each the first instant at which a
    vial whose order cut-off has passed can be given, a place is free and staff is there. Who finds nothing is left to
    the planner. Labs are not known when people book.

    Parameters
    ----------
    network, cohort, next_cycles
        The country, the cohort, and the next cycle of each course that demands one.
    days, occupancy, deliveries
        What is open, taken and on offer; the last two are filled up.
    """
    last_on = network.properties.horizon_start_on + timedelta(days=BOOKED_DAYS)
    courses = {course.course_id: course for course in cohort.courses}
    sexes = {patient.patient_id: patient.sex for patient in cohort.patients}
    desk = _Desk(network, days, occupancy, deliveries)
    due = sorted(
        (cycle for cycle in next_cycles.values() if cycle.due_on < last_on),
        key=lambda cycle: (cycle.due_on, cycle.course_id),
    )
    booked = []
    for cycle in due:
        course = courses[cycle.course_id]
        booking = desk.booking(course, cycle, cohort.chosen_site_ids[cycle.course_id], sexes[course.patient_id])
        if booking is not None:
            booked.append(booking)
    return tuple(booked)


def initial_orders(network: Network, bookings: tuple[Booking, ...]) -> tuple[InitialOrder, ...]:
    """Return an order for each booking whose vial comes from a slot or has left; others need none."""
    lines = {row.line_id: row for row in network.lines}
    rows: list[InitialOrder] = []
    for booking in bookings:
        origin = booking.delivery.supply.origin
        if not isinstance(origin, Slot) and not booking.run.has_left:
            continue
        supplier_id = origin.supplier_id if isinstance(origin, Slot) else lines[origin.line_id].supplier_id
        rows.append(
            InitialOrder(
                order_id=f"O-{len(rows) + 1:05d}",
                supplier_id=supplier_id,
                product_id=booking.delivery.supply.product_id,
                destination_site_id=booking.site_id,
                course_id=booking.course.course_id,
                cycle_number=booking.cycle.cycle_number,
                state=_state(origin.dispatch_at, network.properties.planned_at),
                intended_on=booking.on,
                calibration_at=origin.calibration_at,
                dispatch_at=origin.dispatch_at,
                certified_at=origin.certified_at,
                batch_id=origin.batch_id if isinstance(origin, InitialBatch) else None,
                shipment_id=_shipment(network, booking.run).shipment_id if booking.run.has_left else None,
            )
        )
    return tuple(rows)


def initial_shipments(network: Network, bookings: tuple[Booking, ...]) -> tuple[InitialShipment, ...]:
    """Return the departures before the present that carry somebody's vial."""
    left = {(row.departs_at, row.shipment_id): row for row in _shipments(network, bookings)}
    return tuple(left[key] for key in sorted(left))


def less_what_has_left(batches: tuple[InitialBatch, ...], bookings: tuple[Booking, ...]) -> tuple[InitialBatch, ...]:
    """Return the batches with what is still in them: a vial that has left is drawn already."""
    drawn_mbq: dict[str, float] = defaultdict(float)
    for booking in bookings:
        origin = booking.delivery.supply.origin
        if isinstance(origin, InitialBatch) and booking.run.has_left:
            drawn_mbq[origin.batch_id] += booking.delivery.activity_mbq
    return tuple(
        replace(batch, usable_activity_mbq=max(0.0, round(batch.usable_activity_mbq - drawn_mbq[batch.batch_id], 3)))
        for batch in batches
    )


def pins(network: Network, bookings: tuple[Booking, ...], labs: tuple[Lab, ...]) -> tuple[Pin, ...]:
    """Return the bookings of the first working days that stand.

    Only those that can still be kept: labs that are needed are fit and valid at the instant, the vial is irrevocable
    or of a batch. A first cycle stands only where no later one follows, so that a promise never starts a course which
    the weeks after the horizon might not carry.
    """
    latest = {lab.course_id: lab for lab in labs}
    regimens = {row.regimen_id: row for row in network.regimens}
    origin_at = local_midnight(network.properties.horizon_start_on, zone_named(network.properties.timezone))
    turnaround_ends = network.properties.horizon_start_on
    frozen = frozen_dates(network)
    rows = []
    for booking in bookings:
        regimen = regimens[booking.course.regimen_id]
        continues = booking.course.home_site_id is not None or regimen.cycles == 1
        at = origin_at + timedelta(minutes=booking.stay.administered_min)
        needs_labs = regimen.labs_valid_d is not None and booking.on < turnaround_ends + timedelta(
            days=regimen.labs_turnaround_d
        )
        lab = latest.get(booking.course.course_id)
        fit = _fit(lab, at, booking.on, regimen.labs_valid_d, needed=needs_labs)
        if booking.on in frozen and continues and fit and _kept(booking, network.properties.planned_at):
            rows.append(
                Pin(
                    course_id=booking.course.course_id,
                    cycle_number=booking.cycle.cycle_number,
                    site_id=booking.site_id,
                    place_id=booking.place_id,
                    administered_at=at,
                )
            )
    return tuple(sorted(rows, key=lambda row: (row.course_id, row.cycle_number)))


def frozen_dates(network: Network) -> frozenset[date]:
    """Return the first five working days of the horizon: Monday to Friday, no public holiday."""
    holidays = {row.date_on for row in network.holidays}
    found: list[date] = []
    on = network.properties.horizon_start_on
    while len(found) < FROZEN_WORKING_DAYS:
        if on.isoweekday() <= 5 and on not in holidays:
            found.append(on)
        on += timedelta(days=1)
    return frozenset(found)


class _Desk:
    """A booking desk that tries days, then instants, vials and places, and takes the first that fits."""

    def __init__(self, network: Network, days: TreatmentDays, occupancy: Occupancy, deliveries: Deliveries) -> None:
        self._days = days
        self._occupancy = occupancy
        self._deliveries = deliveries
        self._products = {row.regimen_id: row.product_id for row in network.regimens}
        self._nuclides = {row.product_id: row.nuclide for row in network.products}
        self._start_on = network.properties.horizon_start_on
        self._zone = zone_named(network.properties.timezone)
        self._full: set[tuple[str, str, date, str]] = set()

    def booking(self, course: Course, cycle: Cycle, site_id: str, sex: str) -> Booking | None:
        """Return the first booking that fits, now taken, or None."""
        product_id = self._products[course.regimen_id]
        for on in self._dates(cycle):
            key = (site_id, product_id, on, sex)
            offers = self._offers(course, site_id, product_id, on)
            if offers and key not in self._full and self._days.gives(site_id, product_id, on):
                booking = self._on_date(course, cycle, site_id, sex, on, offers)
                if booking is not None:
                    return booking
                self._full.add(key)
        return None

    def _dates(self, cycle: Cycle) -> Iterator[date]:
        first = max(cycle.earliest_on, self._start_on)
        wished = max(cycle.due_on, self._start_on)
        last = min(cycle.stop_on, self._start_on + timedelta(days=BOOKED_DAYS + 7))
        for day in range((last - wished).days + 1):
            yield wished + timedelta(days=day)
        for day in range(1, (wished - first).days + 1):
            yield wished - timedelta(days=day)

    def _offers(self, course: Course, site_id: str, product_id: str, on: date) -> list[Delivery]:
        """Return the vials still to be had that could have been ordered after the referral."""
        referred_at = local_midnight(course.referred_on, self._zone)
        return [
            delivery
            for delivery in self._deliveries.for_date(site_id, product_id, course.prescribed_activity_mbq, on)
            if delivery.supply.left >= delivery.uses()
            and (not isinstance(delivery.supply.origin, Slot) or delivery.supply.origin.order_cutoff_at > referred_at)
        ]

    def _on_date(
        self, course: Course, cycle: Cycle, site_id: str, sex: str, on: date, offers: list[Delivery]
    ) -> Booking | None:
        product_id = self._products[course.regimen_id]
        midnight_min = self._occupancy.minute(local_midnight(on, self._zone))
        referred_at = local_midnight(course.referred_on, self._zone)
        for wall in self._days.stays(site_id, product_id, on, course.prescribed_activity_mbq):
            stay = Stay(
                starts_min=midnight_min + wall.starts_min,
                administered_min=midnight_min + wall.administered_min,
                ends_min=midnight_min + wall.ends_min,
                overnight=wall.nights > 0,
                sex=sex,
                nuclide=self._nuclides[product_id],
                product_id=product_id,
            )
            for delivery in offers:
                if not delivery.opens_min <= stay.administered_min <= delivery.closes_min:
                    continue
                run = delivery.run_for(stay.administered_min)
                place = None if run is None else self._occupancy.free_place(site_id, stay)
                if run is None or place is None or not self._occupancy.has_staff(site_id, stay):
                    continue
                if run.has_left and run.departs_min < self._occupancy.minute(referred_at):
                    continue
                delivery.send(run)
                self._occupancy.take(place, stay)
                return Booking(
                    course=course,
                    cycle=cycle,
                    site_id=site_id,
                    place_id=place.place_id,
                    on=on,
                    stay=stay,
                    delivery=delivery,
                    run=run,
                )
        return None


def _shipments(network: Network, bookings: tuple[Booking, ...]) -> Iterator[InitialShipment]:
    for booking in bookings:
        if booking.run.has_left:
            yield _shipment(network, booking.run)


def _shipment(network: Network, run: Run) -> InitialShipment:
    origin_at = local_midnight(network.properties.horizon_start_on, zone_named(network.properties.timezone))
    departs_at = origin_at + timedelta(minutes=run.departs_min)
    return InitialShipment(
        shipment_id=f"S-{run.lane.lane_id}-{departs_at:%Y%m%dT%H%M}",
        lane_id=run.lane.lane_id,
        departs_at=departs_at,
        arrives_at=origin_at + timedelta(minutes=run.arrives_min),
    )


def _state(dispatch_at: datetime, planned_at: datetime) -> str:
    if dispatch_at < planned_at + timedelta(days=IRREVOCABLE_D):
        return "irrevocable"
    return "confirmed" if dispatch_at < planned_at + timedelta(days=CONFIRMED_D) else "provisional"


def _kept(booking: Booking, planned_at: datetime) -> bool:
    origin = booking.delivery.supply.origin
    return not isinstance(origin, Slot) or _state(origin.dispatch_at, planned_at) == "irrevocable"


def _fit(lab: Lab | None, at: datetime, on: date, valid_d: int | None, *, needed: bool) -> bool:
    if lab is not None and lab.outcome == "withhold" and lab.retest_on is not None and on < lab.retest_on:
        return False
    if not needed:
        return True
    if lab is None or lab.outcome != "fit" or valid_d is None:
        return False
    return lab.taken_at <= at <= lab.taken_at + timedelta(days=valid_d)
