"""C19: places held for a trial, and vials that a supplier delivers for a trial alone."""

from collections.abc import Iterator
from datetime import timedelta

from doseline.checking.verdict import Violation
from doseline.checking.view import View

__all__ = ["own_trial", "places_held", "vials_held"]


def places_held(view: View) -> Iterator[Violation]:
    """C19: on the dates on which a place is held for a trial, nobody else is in it."""
    for treatment in view.treatments if view.network.trial_slots else ():
        stay, place, demand = treatment.stay, treatment.place, treatment.demand
        if stay is None or place is None or demand is None:
            continue
        on = view.calendar.date_of(stay.starts_at)
        last_at = max(stay.starts_at, stay.ends_at - timedelta.resolution)
        last_on = min(view.calendar.date_of(last_at), on + timedelta(days=view.network.properties.horizon_days))
        while on <= last_on:
            for slot in view.network.trial_slots:
                here = slot.site_id == place.site_id and slot.place_id in (None, place.place_id)
                if here and slot.holds_on(on) and slot.trial_id != demand.course.trial_id:
                    yield Violation(
                        constraint="C19",
                        table="stays",
                        key=treatment.key,
                        found=f"is in place {place.place_id} on {on}",
                        allowed=f"courses of {slot.trial_id}, for which {slot.trial_slot_id} holds it",
                    )
            on += timedelta(days=1)


def vials_held(view: View) -> Iterator[Violation]:
    """C19: a trial's own vials go to its courses alone, and these get no others, but for orders made before."""
    owners = {(row.supplier_id, row.product_id): row.trial_id for row in view.network.trial_supply}
    for treatment in view.treatments if owners else ():
        if treatment.filled is None or treatment.demand is None or treatment.filled.origin.kind == "order":
            continue
        origin = treatment.filled.origin
        owner = owners.get((origin.supplier_id, origin.product_id), "") if origin.kind == "slot" else ""
        trial = own_trial(
            view,
            treatment.demand.course.trial_id,
            treatment.demand.product_of(treatment.administration.cycle_number).product_id,
        )
        if owner != trial:
            yield Violation(
                constraint="C19",
                table="administrations",
                key=treatment.key,
                found=f"a vial of {origin.kind} {origin.ref_id}, {f'for {owner} alone' if owner else 'for all others'}",
                allowed=f"vials for {trial}" if trial else "vials for all others",
            )


def own_trial(view: View, trial_id: str | None, product_id: str) -> str:
    """Return the trial if vials of a product are delivered for it alone; empty if not."""
    own = any(row.trial_id == trial_id and row.product_id == product_id for row in view.network.trial_supply)
    return trial_id or "" if own else ""
