"""C09: places, their cleaning, closures and rooms."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from doseline.checking.facts import said_cycle
from doseline.checking.verdict import Violation
from doseline.checking.view import View
from doseline.journey import Place, Room
from doseline.quantities import timedelta_from_h

__all__ = ["closed_places", "place_suits", "rooms_shared", "stays_apart"]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Occupation:
    """Somebody in a place: a stay of the plan (with a key) or one from before (without)."""

    place: Place
    starts_at: datetime
    ends_at: datetime
    key: str | None
    sex: str | None
    nuclide: str | None

    @property
    def clean_at(self) -> datetime:
        return self.ends_at + timedelta_from_h(self.place.cleaning_h)

    @property
    def said(self) -> str:
        return f"the stay of {self.key}" if self.key else "a stay from before the plan"


def place_suits(view: View) -> Iterator[Violation]:
    """C09: the place is at the centre, allows the nuclide and, past a local midnight, the night."""
    for treatment in view.treatments:
        place, stay = treatment.place, treatment.stay
        if place is None:
            continue
        if place.site_id != treatment.administration.site_id:
            found = f"place {place.place_id} is at {place.site_id}"
            yield _stay(treatment.key, found, f"a place at {treatment.administration.site_id}")
        if treatment.product is not None and treatment.product.nuclide not in place.nuclides:
            found = f"{treatment.product.nuclide} in place {place.place_id}"
            yield _stay(treatment.key, found, ", ".join(place.nuclides))
        if stay is not None and not place.overnight and any(view.calendar.nights(stay.starts_at, stay.ends_at)):
            found = f"stays past midnight in place {place.place_id}"
            yield _stay(treatment.key, found, "an overnight place")


def stays_apart(view: View) -> Iterator[Violation]:
    """C09: stays in a place never overlap, its cleaning included."""
    for occupations in _by_place(view).values():
        last: _Occupation | None = None
        for occupation in sorted(occupations, key=lambda one: (one.starts_at, one.clean_at)):
            if last is not None and occupation.starts_at < last.clean_at and (occupation.key or last.key):
                found = f"starts at {view.calendar.said(occupation.starts_at)} in place {occupation.place.place_id}"
                allowed = f"not before {view.calendar.said(last.clean_at)}, when it is clean after {last.said}"
                yield _stay(occupation.key or last.key or "", found, allowed)
            if last is None or occupation.clean_at > last.clean_at:
                last = occupation


def closed_places(view: View) -> Iterator[Violation]:
    """C09: no stay overlaps a closure of its place or site; without C10 one has no length and overlaps nothing."""
    if not view.network.closures:
        return
    for row in view.stays.values():
        if row.starts_at >= row.ends_at:
            continue
        place = view.places.get(row.place_id)
        for closure in view.network.closures:
            here = closure.place_id == row.place_id or (
                closure.place_id is None and place is not None and closure.site_id == place.site_id
            )
            if here and closure.starts_at < row.ends_at and closure.ends_at > row.starts_at:
                found = f"is in place {row.place_id} from {view.calendar.said(row.starts_at)}"
                allowed = f"outside closure {closure.closure_id} ({closure.reason})"
                yield _stay(said_cycle((row.course_id, row.cycle_number)), found, allowed)


def rooms_shared(view: View) -> Iterator[Violation]:
    """C09: stays at the same time in one room keep its rules on sex and nuclide."""
    by_room: dict[str, list[_Occupation]] = defaultdict(list)
    for occupations in _by_place(view).values():
        for occupation in occupations:
            by_room[occupation.place.room_id].append(occupation)
    for room_id, occupations in by_room.items():
        room = view.rooms.get(room_id)
        if room is None or not (room.same_sex or room.one_nuclide):
            continue
        present: list[_Occupation] = []
        for occupation in sorted(occupations, key=lambda one: (one.starts_at, one.ends_at)):
            present = [other for other in present if other.ends_at > occupation.starts_at]
            yield from _conflicts(room, occupation, present)
            present.append(occupation)


def _conflicts(room: Room, occupation: _Occupation, present: list[_Occupation]) -> Iterator[Violation]:
    for rule, holds in (("sex", room.same_sex), ("nuclide", room.one_nuclide)):
        mine = getattr(occupation, rule)
        for other in present:
            theirs = getattr(other, rule)
            if holds and None not in (mine, theirs) and mine != theirs and (occupation.key or other.key):
                found = f"{mine} in room {room.room_id} at the same time as {other.said} ({theirs})"
                yield _stay(occupation.key or other.key or "", found, f"one {rule} in the room")
                break


def _by_place(view: View) -> dict[str, list[_Occupation]]:
    occupations: list[_Occupation] = []
    for before in view.network.initial_stays:
        place = view.places.get(before.place_id)
        if place is not None:
            occupations.append(
                _Occupation(
                    place=place,
                    starts_at=before.starts_at,
                    ends_at=before.ends_at,
                    key=None,
                    sex=before.sex,
                    nuclide=before.nuclide,
                )
            )
    for row in view.stays.values():
        place, demand = view.places.get(row.place_id), view.demand.get(row.course_id)
        patient = view.patients.get(demand.course.patient_id) if demand else None
        if place is not None:
            occupations.append(
                _Occupation(
                    place=place,
                    starts_at=row.starts_at,
                    ends_at=row.ends_at,
                    key=said_cycle((row.course_id, row.cycle_number)),
                    sex=patient.sex if patient else None,
                    nuclide=demand.product_of(row.cycle_number).nuclide if demand else None,
                )
            )
    occupations.sort(key=lambda one: one.place.place_id)
    return {place_id: list(group) for place_id, group in groupby(occupations, key=lambda one: one.place.place_id)}


def _stay(key: str, found: str, allowed: str) -> Violation:
    return Violation(constraint="C09", table="stays", key=key, found=found, allowed=allowed)
