"""C21: what was promised stands."""

from collections.abc import Iterator
from datetime import timedelta

from doseline.checking.facts import said_cycle
from doseline.checking.verdict import Violation
from doseline.checking.view import View

__all__ = ["frozen_days", "pins_kept"]


def frozen_days(view: View) -> Iterator[Violation]:
    """C21: on the frozen dates only what is pinned is administered."""
    frozen = view.network.properties.frozen_days
    thawed_on = view.calendar.horizon_start_on + timedelta(days=frozen)
    pinned = {(pin.course_id, pin.cycle_number) for pin in view.network.pins}
    for key, row in view.administrations.items():
        if key not in pinned and view.calendar.date_of(row.administered_at) < thawed_on:
            found = f"not pinned, and given at {view.calendar.said(row.administered_at)}"
            allowed = f"from {thawed_on} on, after {frozen} frozen days"
            yield Violation(
                constraint="C21", table="administrations", key=said_cycle(key), found=found, allowed=allowed
            )


def pins_kept(view: View) -> Iterator[Violation]:
    """C21: a pinned cycle is administered at its site, in its place, at its instant."""
    for pin in view.network.pins:
        key = said_cycle((pin.course_id, pin.cycle_number))
        row = view.administrations.get((pin.course_id, pin.cycle_number))
        promised = f"{pin.site_id}, place {pin.place_id}, {view.calendar.said(pin.administered_at)}"
        if row is None:
            found = "a promised administration is missing"
        elif (row.site_id, row.place_id, row.administered_at) != (pin.site_id, pin.place_id, pin.administered_at):
            found = f"given at {row.site_id}, place {row.place_id}, {view.calendar.said(row.administered_at)}"
        else:
            continue
        yield Violation(constraint="C21", table="administrations", key=key, found=found, allowed=promised)
