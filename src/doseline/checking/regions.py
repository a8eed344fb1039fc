"""C22: the least share of each region's demanded cycles that is given in window, and floors that were lowered."""

import math
from collections import Counter
from collections.abc import Iterator, Mapping

from doseline.checking.verdict import Violation
from doseline.checking.view import View
from doseline.journey import LoweredFloor, RegionFloor
from doseline.network.cells import instant_text

__all__ = ["floors_note", "lowered_floors_agree", "shares_reached"]

TINY = 1e-9
"""By how much a product of a share and a number of cycles may miss a whole number."""


def shares_reached(view: View) -> Iterator[Violation]:
    """C22: of the demanded cycles of patients who live in a region with a floor, so many are given in window."""
    if not view.network.region_floors:
        return
    home = _homes(view)
    in_window = {
        treatment.cycle.key
        for treatment in view.treatments
        if treatment.cycle is not None
        and view.calendar.date_of(treatment.administration.administered_at) <= treatment.cycle.window_end_on
    }
    demanded = Counter(home.values())
    given = Counter(home[key] for key in in_window)
    for floor in view.network.region_floors:
        region_id, share = floor.region_id, floor.in_window_share_min
        needed = _needed(floor, share, demanded[region_id])
        if given[region_id] < needed:
            asked = floor.in_window_share_asked
            lowered = "" if asked is None else f", lowered from {asked:g}"
            yield Violation(
                constraint="C22",
                table="administrations",
                key=region_id,
                found=f"{given[region_id]} of {demanded[region_id]} demanded cycles of {region_id} are given in window",
                allowed=f"at least {needed}, a share of {share:g}{lowered}",
            )


def lowered_floors_agree(view: View) -> Iterator[Violation]:
    """C00: ``lowered_floors`` tells of the floors that the country has lowered, and of those that earlier ones had."""
    now_at = view.network.properties.planned_at
    told = {row.region_id: row for row in view.plan.lowered_floors if row.replanned_at == now_at}
    due = _lowered(view)
    for region_id in sorted(told.keys() | due.keys()):
        found, allowed = told.get(region_id), due.get(region_id)
        if found != allowed:
            yield Violation(
                constraint="C00",
                table="lowered_floors",
                key=f"{instant_text(now_at)}|{region_id}",
                found=_said(found),
                allowed=f"as region_floors of the country has it, {_said(allowed)}",
            )
    for row in view.plan.lowered_floors:
        if row.replanned_at > now_at:
            yield Violation(
                constraint="C00",
                table="lowered_floors",
                key=f"{instant_text(row.replanned_at)}|{row.region_id}",
                found="a floor that a later plan lowered",
                allowed=f"plans until {instant_text(now_at)}, the present of this one",
            )


def floors_note(view: View) -> str | None:
    """Return what must be said of a plan whose country asked for more than it keeps to; None if none did."""
    lowered = _lowered(view)
    if not lowered:
        return None
    told = "; ".join(f"{region_id}: {_said(row)}" for region_id, row in lowered.items())
    return f"Floors are lowered, because no plan was found that reaches what was asked for. {told}."


def _homes(view: View) -> Mapping[tuple[str, int], str | None]:
    """Return the region of each demanded cycle."""
    region_of = {row.catchment_id: row.region_id for row in view.network.catchments}
    lives_in = {patient.patient_id: region_of.get(patient.catchment_id) for patient in view.patients.values()}
    return {key: lives_in.get(view.demand[cycle.course_id].course.patient_id) for key, cycle in view.cycles.items()}


def _lowered(view: View) -> Mapping[str, LoweredFloor]:
    """Return what a plan must tell of the floors that its country has lowered, by region."""
    if all(floor.in_window_share_asked is None for floor in view.network.region_floors):
        return {}
    demanded = Counter(_homes(view).values())
    return {
        floor.region_id: LoweredFloor(
            replanned_at=view.network.properties.planned_at,
            region_id=floor.region_id,
            in_window_share_asked=floor.in_window_share_asked,
            in_window_share_min=floor.in_window_share_min,
            asked_cycles=_needed(floor, floor.in_window_share_asked, demanded[floor.region_id]),
            kept_cycles=_needed(floor, floor.in_window_share_min, demanded[floor.region_id]),
        )
        for floor in view.network.region_floors
        if floor.in_window_share_asked is not None
    }


def _needed(floor: RegionFloor, share: float, demanded: int) -> int:
    """Return how many of the demanded cycles of a region a share of them comes to."""
    needed = math.ceil(share * demanded - TINY)
    if floor.given_before is not None:
        # early cycles count with these, but those that were late then are not held against these
        together = math.ceil(share * (demanded + floor.given_before) - TINY)
        needed = min(needed, together - (floor.in_window_before or 0))
    return max(0, needed)


def _said(row: LoweredFloor | None) -> str:
    if row is None:
        return "not lowered"
    return (
        f"{row.in_window_share_asked:g} asked for ({row.asked_cycles} cycles), "
        f"{row.in_window_share_min:g} kept to ({row.kept_cycles})"
    )
