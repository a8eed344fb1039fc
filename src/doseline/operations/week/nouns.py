"""Nouns of the record of a golden week: events and activities; its changes are those of every plan made again.

One class a table, one field a column; the Table Schemas beside this module hold units and limits.
"""

from dataclasses import dataclass
from datetime import datetime

from doseline.journey import Change

__all__ = ["NOUNS", "ActivityReading", "Event"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One thing that happened to the patient or the vial, or was to happen and did not (table ``events``).

    Attributes
    ----------
    number : Key, in the order of the instants
    at : When
    plan : Which plan made it so: the first one, or that after the rejection, the stop of the reactor or the hold
    status : done, or cancelled by what happened before
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
    plan : before, after, stopped or evening
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


NOUNS: dict[str, type] = {
    "events": Event,
    "activities": ActivityReading,
    "changes": Change,
    "changes_stopped": Change,
    "changes_evening": Change,
}
"""The noun of each table, in the order in which the record lists them."""
