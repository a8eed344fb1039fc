"""C22: the least share of each region's demanded cycles that is given in window."""

import math
from collections import Counter
from collections.abc import Iterator

from doseline.checking.verdict import Violation
from doseline.checking.view import View

__all__ = ["shares_reached"]

TINY = 1e-9
"""By how much a product of a share and a number of cycles may miss a whole number."""


def shares_reached(view: View) -> Iterator[Violation]:
    """C22: of the demanded cycles of patients who live in a region with a floor, so many are given in window."""
    if not view.network.region_floors:
        return
    region_of = {row.catchment_id: row.region_id for row in view.network.catchments}
    lives_in = {patient.patient_id: region_of.get(patient.catchment_id) for patient in view.patients.values()}
    home = {key: lives_in.get(view.demand[cycle.course_id].course.patient_id) for key, cycle in view.cycles.items()}
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
        needed = math.ceil(share * demanded[region_id] - TINY)
        if floor.given_before is not None:
            # early cycles count with these, but those that were late then are not held against these
            together = math.ceil(share * (demanded[region_id] + floor.given_before) - TINY)
            needed = min(needed, together - (floor.in_window_before or 0))
        if given[region_id] < needed:
            yield Violation(
                constraint="C22",
                table="administrations",
                key=region_id,
                found=f"{given[region_id]} of {demanded[region_id]} demanded cycles of {region_id} are given in window",
                allowed=f"at least {needed}, a share of {share:g}",
            )
