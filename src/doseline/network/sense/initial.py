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


CHECKS: Final = (
    Check(faults=_spans),
    Check(faults=_irradiations),
    Check(faults=_stays_began, whole=(DESCRIPTOR,)),
    Check(faults=_stays_apart),
    Check(faults=_orders),
    Check(faults=_given_up, whole=("products",)),
    Check(faults=_can_be_given_up),
)
