"""Every constraint the stranger judges: one line each.

A new constraint is a module and a line here; one on the hour of administration is a row of `starts`.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from doseline.checking import (
    activity,
    columns,
    courses,
    effluent,
    irradiation,
    material,
    orders,
    pins,
    places,
    possession,
    processing,
    regions,
    scans,
    staff,
    starts,
    stays,
    tables,
    tail,
    transport,
    trials,
    waste_store,
)
from doseline.checking.verdict import Violation
from doseline.checking.view import View

__all__ = ["CONSTRAINTS", "REMOVABLE", "Constraint", "violations"]

Check = Callable[[View], Iterator[Violation]]


@dataclass(frozen=True, slots=True)
class Constraint:
    """A constraint: its identifier, its name, and the functions that find violations of it."""

    constraint_id: str
    title: str
    checks: tuple[Check, ...]


CONSTRAINTS: tuple[Constraint, ...] = (
    Constraint("C00", "keys", (tables.keys_once, tables.references_known, tables.vials_used_once, tables.cycles_once)),
    Constraint(
        "C00", "columns of treatments", (columns.administrations_agree, columns.stays_agree, columns.unserved_agree)
    ),
    Constraint("C00", "columns of supply", (columns.vials_agree, columns.orders_agree, columns.production_agrees)),
    Constraint("C00", "columns of shipments", (columns.shipments_agree,)),
    Constraint("C00", "columns of scans", (scans.scans_agree,)),
    Constraint("C00", "lowered floors", (regions.lowered_floors_agree,)),
    Constraint("C01", "administered activity", (activity.administered_activity,)),
    Constraint("C02", "vial in time", (activity.vial_in_time,)),
    Constraint("C03", "activity of a batch", (activity.batch_activity,)),
    Constraint("C04", "irradiation", (irradiation.irradiation_allowed, irradiation.positions, irradiation.cooling)),
    Constraint("C05", "batches a day", (irradiation.batches_per_day,)),
    Constraint("C05", "staff and licence of lines", (processing.lines_manned, processing.licence_kept)),
    Constraint("C06", "slots", (orders.slots_open, orders.slots_quantity)),
    Constraint("C06", "initial orders", (orders.initial_orders_kept, orders.initial_orders_serve_their_own)),
    Constraint("C06", "unused vials", (orders.unused_vials,)),
    Constraint("C06", "chain of identity", (material.material_is_own, material.material_in_time)),
    Constraint("C07", "transport", (transport.departures, transport.routes, transport.on_the_road, transport.loads)),
    Constraint("C08", "reception", (transport.reception,)),
    Constraint("C09", "places", (places.place_suits, places.stays_apart, places.closed_places, places.rooms_shared)),
    Constraint("C10", "stays", (stays.admission, stays.discharge, stays.nights_covered)),
    Constraint("C11", "staff", (staff.heads_enough,)),
    Constraint("C12", "devices", (staff.devices_enough,)),
    Constraint("C13", "scans", (scans.scans_due, scans.scanner_suits, scans.scanner_hours)),
    Constraint("C13", "scanners", (scans.closed_scanners, scans.scans_apart, scans.weekly_hours)),
    Constraint("C14", "activity in possession", (possession.possession,)),
    Constraint("C15", "effluent tanks", (effluent.tanks_open,)),
    Constraint("C16", "waste stores", (waste_store.bags_stored,)),
    Constraint("C17", "courses", (courses.windows, courses.intervals, courses.labs, courses.patients_apart)),
    Constraint("C18", "centres", (courses.centres,)),
    Constraint("C19", "trials", (trials.places_held, trials.vials_held)),
    Constraint("C20", "tail load", (tail.tail_load,)),
    Constraint("C21", "pins", (pins.pins_kept, pins.frozen_days)),
    Constraint("C22", "regions", (regions.shares_reached,)),
    *(Constraint(rule.constraint_id, f"hours of {rule.title}", (rule.violations,)) for rule in starts.RULES),
)

REMOVABLE = tuple(dict.fromkeys(row.constraint_id for row in CONSTRAINTS if row.constraint_id != "C00"))
"""Identifiers of the constraints that a plan can be made without; what the tables say must agree always."""


def violations(view: View) -> Iterator[Violation]:
    """Yield every violation of every constraint; none stops at the first."""
    for constraint in CONSTRAINTS:
        for check in constraint.checks:
            yield from check(view)
