"""Sense of the initial state: what is under way when planning begins."""

import math
from collections.abc import Iterator
from itertools import pairwise
from typing import Final

from doseline.errors import Fault
from doseline.network.cells import instant_text
from doseline.network.folder import DESCRIPTOR
from doseline.network.model import Network
from doseline.network.sense.check import Check, before
from doseline.network.sense.people import horizon_of
from doseline.quantities import h_from_timedelta, timedelta_from_h

__all__ = ["CHECKS"]

_LONGEST_RATIO: Final = 3.0
"""How many times the longest irradiation of its line one under way may last. An assumption of Doseline: a target may
stay in longer than the line plans, where a reactor ran on, and a month mistyped is off by 28 days or more."""


def _spans(network: Network) -> Iterator[Fault]:
    yield from before(network, "initial_irradiations", "starts_at", "ends_at")
    yield from before(network, "initial_stays", "starts_at", "ends_at")
    yield from before(network, "initial_scans", "starts_at", "ends_at")


def _irradiations(network: Network) -> Iterator[Fault]:
    longest_h = {line.line_id: line.irradiation_max_h for line in network.lines}
    for number, row in enumerate(network.initial_irradiations, start=1):
        limit_h = _LONGEST_RATIO * longest_h.get(row.line_id, math.inf)
        lasts_h = h_from_timedelta(row.ends_at - row.starts_at)
        if lasts_h > limit_h:
            yield Fault(
                table="initial_irradiations",
                row=number,
                column="ends_at",
                given=instant_text(row.ends_at),
                allowed=f"at most {_LONGEST_RATIO:g} times the irradiation_max_h of its line after starts_at",
                remedy=f"It lasts {lasts_h:g} h, and {row.line_id} irradiates at most "
                f"{limit_h / _LONGEST_RATIO:g} h: correct starts_at or ends_at.",
            )


def _stays_began(network: Network) -> Iterator[Fault]:
    begins_at = max(horizon_of(network.properties)[0], network.properties.planned_at)
    for number, stay in enumerate(network.initial_stays, start=1):
        if stay.starts_at >= begins_at:
            yield Fault(
                table="initial_stays",
                row=number,
                column="starts_at",
                given=instant_text(stay.starts_at),
                allowed="before the horizon and the present",
                remedy=f"Planning begins at {instant_text(begins_at)}; a later stay is planned, or pinned in pins.",
            )


def _stays_apart(network: Network) -> Iterator[Fault]:
    cleaning_h_of = {place.place_id: place.cleaning_h for place in network.places}
    ordered = sorted(enumerate(network.initial_stays, start=1), key=lambda row: (row[1].place_id, row[1].starts_at))
    for (_, one), (number, other) in pairwise(ordered):
        if one.place_id != other.place_id:
            continue
        clean_at = one.ends_at + timedelta_from_h(cleaning_h_of.get(one.place_id, 0.0))
        if other.starts_at < clean_at:
            yield Fault(
                table="initial_stays",
                row=number,
                column="starts_at",
                given=instant_text(other.starts_at),
                allowed="after the stay before it in the place has ended and the place is clean",
                remedy=f"{one.place_id} is clean at {instant_text(clean_at)}: correct one of the two stays.",
            )


def _orders(network: Network) -> Iterator[Fault]:
    regimens = {regimen.regimen_id: regimen for regimen in network.regimens}
    regimen_of = {course.course_id: regimens.get(course.regimen_id) for course in network.courses}
    for number, order in enumerate(network.initial_orders, start=1):
        regimen = regimen_of.get(order.course_id)
        product = None if regimen is None else regimen.product_of(order.cycle_number)
        if product is not None and product != order.product_id:
            yield Fault(
                table="initial_orders",
                row=number,
                column="product_id",
                given=order.product_id,
                allowed="the product of the course it is for",
                remedy=f"{order.course_id} is treated with {product}: correct the product or the course.",
            )


def _given_up(network: Network) -> Iterator[Fault]:
    swappable = {product.product_id for product in network.products if product.swappable}
    for number, order in enumerate(network.initial_orders, start=1):
        if order.given_up and order.product_id not in swappable:
            yield Fault(
                table="initial_orders",
                row=number,
                column="given_up",
                given="true",
                allowed="false: a vial of this product may not go to another patient",
                remedy=f"{order.product_id} is not swappable in products: correct one of the two.",
            )


def _can_be_given_up(network: Network) -> Iterator[Fault]:
    for number, order in enumerate(network.initial_orders, start=1):
        if order.irrevocable_at is not None and order.state == "irrevocable":
            yield Fault(
                table="initial_orders",
                row=number,
                column="irrevocable_at",
                given=instant_text(order.irrevocable_at),
                allowed="nothing for an order that is irrevocable",
                remedy="Delete it, or correct the state.",
            )
        elif order.irrevocable_at is not None and order.irrevocable_at <= network.properties.planned_at:
            yield Fault(
                table="initial_orders",
                row=number,
                column="irrevocable_at",
                given=instant_text(order.irrevocable_at),
                allowed=f"after {instant_text(network.properties.planned_at)}, the present",
                remedy="The order is irrevocable by now: say so in its state, and delete the instant.",
            )


def _treated(network: Network) -> Iterator[Fault]:
    """Report scans of treated patients that follow nothing given, that no protocol asks for, or that come twice."""
    given = {(row.course_id, row.cycle_number) for row in network.past_administrations}
    regimen_of = {row.regimen_id: row for row in network.regimens}
    regimens = {row.course_id: regimen_of.get(row.regimen_id) for row in network.courses}
    asked = {(row.product_id, row.scan_number) for row in network.scan_protocols}
    booked: set[tuple[str, int, int]] = set()
    for number, scan in enumerate(network.initial_scans, start=1):
        course_id, cycle, scan_number = scan.course_id, scan.cycle_number, scan.scan_number
        if course_id is None and cycle is None and scan_number is None:
            continue
        if course_id is None or cycle is None or scan_number is None:
            column = "course_id" if course_id is None else "cycle_number" if cycle is None else "scan_number"
            yield _scan_fault(
                number, column, None, "course_id, cycle_number and scan_number, or none of them",
                "Say which scan it is, or leave all three empty: then it never moves.",
            )  # fmt: skip
            continue
        regimen = regimens.get(course_id)
        if (course_id, cycle) not in given:
            yield _scan_fault(
                number, "cycle_number", cycle, "a cycle in past_administrations",
                f"{course_id} has not had it: promised_scans has the scans of cycles to come.",
            )  # fmt: skip
        elif regimen is not None and (regimen.product_of(cycle), scan_number) not in asked:
            yield _scan_fault(
                number, "scan_number", scan_number, "a scan that scan_protocols has for the product of the cycle",
                f"None such follows {regimen.product_of(cycle)}: correct the number, or leave the three empty.",
            )  # fmt: skip
        elif (course_id, cycle, scan_number) in booked:
            yield _scan_fault(
                number, "scan_number", scan_number, "each scan of a patient once",
                f"Scan {scan_number} after cycle {cycle} of {course_id} is booked in another row: delete one of them.",
            )  # fmt: skip
        booked.add((course_id, cycle, scan_number))


def _scan_fault(number: int, column: str, given: object, allowed: str, remedy: str) -> Fault:
    return Fault(table="initial_scans", row=number, column=column, given=given, allowed=allowed, remedy=remedy)


CHECKS: Final = (
    Check(faults=_spans),
    Check(faults=_treated, whole=("past_administrations", "regimens", "scan_protocols")),
    Check(faults=_irradiations),
    Check(faults=_stays_began, whole=(DESCRIPTOR,)),
    Check(faults=_stays_apart),
    Check(faults=_orders),
    Check(faults=_given_up, whole=("products",)),
    Check(faults=_can_be_given_up),
)
