"""C21: what was promised stands."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from doseline.checking.facts import CycleKey, said_cycle
from doseline.checking.verdict import Violation
from doseline.checking.view import View
from doseline.quantities import timedelta_from_h

__all__ = ["called_from", "frozen_days", "pins_kept"]


def frozen_days(view: View) -> Iterator[Violation]:
    """C21: on the frozen dates only what is pinned is administered, and who stands by, not before they can be there."""
    frozen = view.network.properties.frozen_days
    thawed_on = view.calendar.horizon_start_on + timedelta(days=frozen)
    pinned = {(pin.course_id, pin.cycle_number) for pin in view.network.pins}
    for key, row in view.administrations.items():
        called_at = called_from(view, key)
        if called_at is not None and row.administered_at >= called_at:
            continue
        if key not in pinned and view.calendar.date_of(row.administered_at) < thawed_on:
            found = f"not pinned, and given at {view.calendar.said(row.administered_at)}"
            allowed = f"from {thawed_on} on, after {frozen} frozen days"
            yield Violation(
                constraint="C21", table="administrations", key=said_cycle(key), found=found, allowed=allowed
            )


def called_from(view: View, key: CycleKey) -> datetime | None:
    """Return from when on the next cycle of a patient on the standby list may be given; None: not on the list."""
    for row in view.network.standbys:
        if row.course_id == key[0]:
            given = sum(past.course_id == key[0] for past in view.network.past_administrations)
            if given + 1 == key[1]:
                return view.network.properties.planned_at + timedelta_from_h(row.notice_h)
    return None


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
