"""Promises: each of a cycle to come, at a place of its site, with prices that rise with what changes."""

from collections.abc import Iterator
from datetime import timedelta
from functools import partial
from itertools import pairwise
from typing import Final

from doseline.errors import Fault
from doseline.journey import Pin, Promise
from doseline.network.cells import instant_text
from doseline.network.folder import DESCRIPTOR
from doseline.network.model import Network
from doseline.network.sense.check import Check
from doseline.network.sense.people import horizon_of
from doseline.network.sense.pins import cycles_to_come

__all__ = ["CHECKS"]

_PRICES: Final = ("vial_price", "place_price", "hour_price", "date_price", "centre_price", "unserved_price")
"""From the smallest change to the largest."""


def _fault(number: int, column: str, given: object, allowed: str, remedy: str) -> Fault:
    return Fault(table="promises", row=number, column=column, given=given, allowed=allowed, remedy=remedy)


def _promised_cycles(network: Network) -> Iterator[Fault]:
    to_come = cycles_to_come(network)
    pinned = {(pin.course_id, pin.cycle_number) for pin in network.pins}
    for number, promise in enumerate(network.promises, start=1):
        cycles = to_come.get(promise.course_id)
        said = f"cycle {promise.cycle_number} of {promise.course_id}"
        if cycles is not None and promise.cycle_number not in cycles:
            listed = ", ".join(map(str, cycles)) or "none"
            yield _fault(
                number, "cycle_number", promise.cycle_number, "a cycle that the course has still to come",
                f"{promise.course_id} has {listed} to come: correct the promise or delete it.",
            )  # fmt: skip
        elif (promise.course_id, promise.cycle_number) in pinned:
            yield _fault(
                number, "cycle_number", said, "a cycle that is not pinned",
                "What is pinned stands at any price: delete the promise, or the row of pins.",
            )  # fmt: skip


def _promised_places(network: Network) -> Iterator[Fault]:
    site_of = {place.place_id: place.site_id for place in network.places}
    for number, promise in enumerate(network.promises, start=1):
        site_id = site_of.get(promise.place_id)
        if site_id is not None and site_id != promise.site_id:
            yield _fault(
                number, "place_id", promise.place_id, "a place of the promise's own site",
                f"{promise.place_id} is at {site_id}, the promise at {promise.site_id}: correct one of the two.",
            )  # fmt: skip


def _promised_instants(network: Network) -> Iterator[Fault]:
    begins_at, _ = horizon_of(network.properties)
    step_min = network.properties.step_min
    for number, promise in enumerate(network.promises, start=1):
        if (promise.administered_at - begins_at) % timedelta(minutes=step_min):
            yield _fault(
                number, "administered_at", instant_text(promise.administered_at),
                "an instant on the grid of step_min from the start of the horizon",
                f"Move it to the next multiple of {step_min} minutes.",
            )  # fmt: skip


def _rising_prices(network: Network) -> Iterator[Fault]:
    for number, promise in enumerate(network.promises, start=1):
        for smaller, larger in pairwise(_PRICES):
            if getattr(promise, smaller) is not None and getattr(promise, smaller) > getattr(promise, larger):
                yield _fault(
                    number, larger, getattr(promise, larger), f"at least {smaller}, {getattr(promise, smaller)}",
                    "A larger change never costs less: raise this price, or lower the other.",
                )  # fmt: skip


def _vials(network: Network) -> Iterator[Fault]:
    """Report sources of vials without a price, and prices without a source."""
    for number, promise in enumerate(network.promises, start=1):
        if (promise.vial_source is None) != (promise.vial_price is None):
            lacking = "vial_price" if promise.vial_price is None else "vial_source"
            yield _fault(
                number, lacking, None, "a value where the other of vial_source and vial_price has one",
                "Add it or empty the other.",
            )  # fmt: skip


def _in_order(network: Network) -> Iterator[Fault]:
    """Report vials of pins and promises that leave after they are given, and discharges before that."""
    told: dict[str, tuple[Pin | Promise, ...]] = {"pins": network.pins, "promises": network.promises}
    for table, rows in told.items():
        for number, row in enumerate(rows, start=1):
            fault, given_at = partial(Fault, table=table, row=number), row.administered_at
            if row.departs_at is not None and row.departs_at >= given_at:
                yield fault(
                    column="departs_at",
                    given=instant_text(row.departs_at),
                    allowed=f"before {instant_text(given_at)}",
                    remedy="The vial leaves before it is given: correct one of the two, or empty the cell.",
                )
            if row.ends_at is not None and row.ends_at < given_at:
                yield fault(
                    column="ends_at",
                    given=instant_text(row.ends_at),
                    allowed=f"not before {instant_text(given_at)}",
                    remedy="The patient leaves after the administration: correct one of the two, or empty the cell.",
                )


CHECKS: Final = (
    Check(faults=_promised_cycles, whole=(DESCRIPTOR, "past_administrations", "pins")),
    Check(faults=_promised_places),
    Check(faults=_promised_instants, whole=(DESCRIPTOR,)),
    Check(faults=_rising_prices),
    Check(faults=_vials),
    Check(faults=_in_order),
)
