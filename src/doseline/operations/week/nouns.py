"""Nouns of the record of a golden week: events, activities, changes.

One class a table, one field a column; the Table Schemas beside this module hold units and limits.
"""

from dataclasses import dataclass
from datetime import datetime

__all__ = ["NOUNS", "ActivityReading", "Change", "Event"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One thing that happened to the patient or the vial, or was to happen and did not (table ``events``).

    Attributes
    ----------
    number : Key, in the order of the instants
    at : When
    plan : Which plan made it so: before or after the batch was rejected
    status : done, or cancelled by the rejection
    kind : What happened, one word
    subject : What it happened to
    subject_id : Its key
    what : What happened, in words
    who : Whose hands; a role, for there is nobody behind a synthetic patient
    site_id : Where; empty on the road
    holder : What the activity is in
    activity_mbq : Activity at that instant (MBq)
    """

    number: int
    at: datetime
    plan: str
    status: str
    kind: str
    subject: str
    subject_id: str
    what: str
    who: str
    site_id: str | None = None
    holder: str | None = None
    activity_mbq: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ActivityReading:
    """The activity of the target, a vial or the patient at one instant (table ``activities``).

    Attributes
    ----------
    plan : before or after
    at : When
    holder : target, vial or patient
    subject_id : Irradiation, vial or course
    activity_mbq : Activity (MBq)
    """

    plan: str
    at: datetime
    holder: str
    subject_id: str
    activity_mbq: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One cycle that the second plan changes, with its reason and who must be told (table ``changes``).

    Attributes
    ----------
    course_id : Course
    cycle_number : Cycle
    product_id : Product
    kind : instant, place, centre, vial, unserved, served or left_open, joined by ;
    days_later : Local days from the old administration to the new one; negative is earlier
    in_window : Whether the new administration is in its window
    reason : Why, in words
    tell : Who must be told, joined by ;
    before_site_id : Centre before
    before_at : Administration before
    before_source : Source of the vial before
    after_site_id : Centre after
    after_at : Administration after
    after_source : Source of the vial after
    """

    course_id: str
    cycle_number: int
    product_id: str
    kind: tuple[str, ...]
    reason: str
    tell: tuple[str, ...]
    days_later: int | None = None
    in_window: bool | None = None
    before_site_id: str | None = None
    before_at: datetime | None = None
    before_source: str | None = None
    after_site_id: str | None = None
    after_at: datetime | None = None
    after_source: str | None = None


NOUNS: dict[str, type] = {"events": Event, "activities": ActivityReading, "changes": Change}
"""The noun of each table, in the order in which the record lists them."""
