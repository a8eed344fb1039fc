"""C06, chain of identity: what is made from a patient's own material is made after its collection, for that patient."""

from collections.abc import Iterator
from datetime import datetime

from doseline.checking.facts import Treatment
from doseline.checking.verdict import Violation
from doseline.checking.view import View
from doseline.quantities import timedelta_from_h

__all__ = ["material_in_time", "material_is_own"]


def material_is_own(view: View) -> Iterator[Violation]:
    """C06: a vial made from somebody's own material names the course, and serves no other."""
    for vial in view.vials.values():
        origin, user = view.origins.get(vial.vial_id), view.user_of_vial.get(vial.vial_id)
        product = view.products.get(origin.product_id) if origin else None
        if origin is None or product is None:
            continue
        whose = vial.material_course_id
        ordered_for = origin.initial_order.course_id if origin.initial_order else None
        if product.own_material_h is None:
            if whose is not None:
                yield _vial(vial.vial_id, f"is made from material of course {whose}", "from nobody's own")
        elif whose is None:
            yield _vial(vial.vial_id, "does not say from whose material it is made", "the course of one patient")
        elif user is not None and user.course_id != whose:
            found = f"is made from material of course {whose} and given to course {user.course_id}"
            yield _vial(vial.vial_id, found, f"{whose} alone")
        elif ordered_for not in (None, whose):
            yield _vial(vial.vial_id, f"is made from material of course {whose}", f"that of {ordered_for}, its order's")


def material_in_time(view: View) -> Iterator[Violation]:
    """C06: the cycle before, which collects the material, leaves its maker time to have it before he begins."""
    for treatment in view.treatments:
        filled = treatment.filled
        if filled is None or filled.product.own_material_h is None or filled.origin.material_due_at is None:
            continue
        collected_at = _collected_at(view, treatment)
        vial_id, due_at = treatment.administration.vial_id, filled.origin.material_due_at
        latest_at = due_at - timedelta_from_h(filled.product.own_material_h)
        if collected_at is None:
            found = "is made from material that no cycle before has collected"
            yield _vial(vial_id, found, f"a cycle before it, until {view.calendar.said(latest_at)}")
        elif collected_at > latest_at:
            found = f"is made from {view.calendar.said(due_at)} on from material collected"
            yield _vial(
                vial_id,
                f"{found} at {view.calendar.said(collected_at)}",
                f"collected until {view.calendar.said(latest_at)}",
            )


def _collected_at(view: View, treatment: Treatment) -> datetime | None:
    row, demand = treatment.administration, treatment.demand
    before = view.administrations.get((row.course_id, row.cycle_number - 1))
    if before is not None:
        return before.administered_at
    return demand.last_at if demand is not None and demand.past_cycles == row.cycle_number - 1 else None


def _vial(key: str, found: str, allowed: str) -> Violation:
    return Violation(constraint="C06", table="vials", key=key, found=found, allowed=allowed)
