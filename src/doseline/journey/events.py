"""Nouns of a plan that is made again: what happened, and what that changes of what was promised.

One class a table, one field a column; the Table Schema holds units and limits.
"""

from dataclasses import dataclass
from datetime import date, datetime

__all__ = ["Change", "Event", "LoweredFloor", "PastChange", "PastEvent"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """Something that happened after a plan was made, and because of which it is made again (table ``events``).

    Attributes
    ----------
    event_id : Key
    kind : What happened
    at : When it became known
    subject_id : Batch, vial, shipment, supplier, line, reactor, centre, place or course, as the kind says
    starts_at : From
    ends_at : Until
    instead_at : The new instant of what comes later than it should
    usable_activity_mbq : What is left of a batch at its calibration (MBq)
    retest_on : Not before this date
    taken_at : When the blood was taken
    notice_h : Can be at the centre so long after being called (h)
    site_id : Centre to which a patient goes or is to go
    role : Role that lacks heads
    heads : Heads that are absent
    prescribed_activity_mbq : Prescribed activity a cycle (MBq)
    patient_id : Patient; a key that is new
    sex : Sex
    birth_year : Year of birth
    weight_kg : Body weight (kg)
    catchment_id : Where the patient lives
    regimen_id : Regimen
    referred_on : Date of referral (tumour board)
    max_travel_min : Longest travel the patient accepts (min)
    weight : Priority weight
    transfer_allowed : May change centre within the course; empty: no
    trial_id : Trial, if any
    reason : Why
    """

    event_id: str
    kind: str
    at: datetime
    subject_id: str
    starts_at: datetime | None = None
    ends_at: datetime | None = None
    instead_at: datetime | None = None
    usable_activity_mbq: float | None = None
    retest_on: date | None = None
    taken_at: datetime | None = None
    notice_h: float | None = None
    site_id: str | None = None
    role: str | None = None
    heads: int | None = None
    prescribed_activity_mbq: float | None = None
    patient_id: str | None = None
    sex: str | None = None
    birth_year: int | None = None
    weight_kg: float | None = None
    catchment_id: str | None = None
    regimen_id: str | None = None
    referred_on: date | None = None
    max_travel_min: float | None = None
    weight: int | None = None
    transfer_allowed: bool | None = None
    trial_id: str | None = None
    reason: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One cycle that a plan changes of an earlier one, with its reason and who must be told (table ``changes``).

    Attributes
    ----------
    course_id : Course
    cycle_number : Cycle
    product_id : Product
    kind : instant, place, centre, vial, activity, scan, discharge, departure, unserved, served, ended, left_open
        or scan_lost, joined by ;
    reason : Why, in words
    tell : Who must be told, joined by ;
    event_id : Event that broke the promise; empty: it follows from others
    days_later : Local days from the old administration to the new one; negative is earlier
    in_window : Whether the new administration is in its window
    before_site_id : Centre before
    before_at : Administration before
    before_source : Source of the vial before
    after_site_id : Centre after
    after_at : Administration after
    after_source : Source of the vial after
    before_scans : Scans that change, as they were: number, scanner and instant, joined by @ and ;
    after_scans : Scans that change, as they are now, in the same way; one that is lost or falls away is not there
    """

    course_id: str
    cycle_number: int
    product_id: str
    kind: tuple[str, ...]
    reason: str
    tell: tuple[str, ...]
    event_id: str | None = None
    days_later: int | None = None
    in_window: bool | None = None
    before_site_id: str | None = None
    before_at: datetime | None = None
    before_source: str | None = None
    after_site_id: str | None = None
    after_at: datetime | None = None
    after_source: str | None = None
    before_scans: tuple[str, ...] | None = None
    after_scans: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PastEvent(Event):
    """An event for which an earlier plan was made (table ``past_events``).

    Attributes
    ----------
    replanned_at : Present of the plan that was made for it
    """

    replanned_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class PastChange(Change):
    """One cycle that an earlier plan changed (table ``past_changes``).

    Attributes
    ----------
    replanned_at : Present of the plan that was made for it
    """

    replanned_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class LoweredFloor:
    """A floor of a region that was lowered: no plan was found that reaches it (table ``lowered_floors``).

    Attributes
    ----------
    replanned_at : Present of the plan that lowered it: this one or one before it
    region_id : Region
    in_window_share_asked : Share of the demanded cycles of its patients in window that was asked for
    in_window_share_min : Share that the plan keeps to instead
    asked_cycles : Demanded cycles in window that the share asked for comes to
    kept_cycles : Demanded cycles in window that the share kept to comes to
    """

    replanned_at: datetime
    region_id: str
    in_window_share_asked: float
    in_window_share_min: float
    asked_cycles: int
    kept_cycles: int
