"""Nouns of demand: patients, courses and their history.

One class a table, one field a column (docs/reference/problem.md); the Table Schema holds units and limits.
"""

from dataclasses import dataclass
from datetime import date, datetime

__all__ = [
    "Course",
    "Lab",
    "PastAdministration",
    "Patient",
    "Pin",
    "Promise",
    "PromisedScan",
    "Standby",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Patient:
    """Synthetic patients (table ``patients``).

    Attributes
    ----------
    patient_id : Key
    sex : Sex
    birth_year : Year of birth
    weight_kg : Body weight (kg)
    catchment_id : Where the patient lives
    """

    patient_id: str
    sex: str
    birth_year: int
    weight_kg: float
    catchment_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Course:
    """Courses of treatment (table ``courses``).

    Attributes
    ----------
    course_id : Key
    patient_id : Patient
    regimen_id : Regimen
    referred_on : Date of referral (tumour board)
    home_site_id : Centre of a running course
    transfer_allowed : May change centre within the course
    max_travel_min : Longest travel the patient accepts (min)
    weight : Priority weight
    prescribed_activity_mbq : Prescribed activity a cycle; 0: the product is not radioactive (MBq)
    trial_id : Trial, if any
    home_since_on : Since when home_site_id is the centre of the course though its last past administration was not
        there; empty: it was there
    last_cycle_number : Last cycle of a course that ended before its regimen did; 0: none; empty: the regimen says
    reduced_from_cycle : First cycle for which reduced_activity_mbq is prescribed; empty: none
    reduced_activity_mbq : Prescribed activity from reduced_from_cycle on (MBq)
    nominal_due_on : Nominal due date of the next cycle, as an earlier plan had it; empty: counted from the last past
        administration or the referral
    """

    course_id: str
    patient_id: str
    regimen_id: str
    referred_on: date
    transfer_allowed: bool
    max_travel_min: float
    weight: int
    prescribed_activity_mbq: float
    home_site_id: str | None = None
    trial_id: str | None = None
    home_since_on: date | None = None
    last_cycle_number: int | None = None
    reduced_from_cycle: int | None = None
    reduced_activity_mbq: float | None = None
    nominal_due_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PastAdministration:
    """Administrations already given (table ``past_administrations``).

    Attributes
    ----------
    course_id : Course
    cycle_number : Cycle
    site_id : Centre
    administered_at : Instant
    administered_activity_mbq : Activity (MBq)
    left_mbq : Left of its vial at that instant, in a bag of waste at the centre; empty: of what was there at the start
        (MBq)
    stay_ends_at : End of its stay, until which its activity is at the centre and about which it needs heads and
        devices; empty: the patient is not counted
    """

    course_id: str
    cycle_number: int
    site_id: str
    administered_at: datetime
    administered_activity_mbq: float
    left_mbq: float | None = None
    stay_ends_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Lab:
    """Latest laboratory results (table ``labs``).

    Attributes
    ----------
    course_id : Course
    taken_at : Taken
    outcome : Decision of the physician
    retest_on : withhold: not before this date
    """

    course_id: str
    taken_at: datetime
    outcome: str
    retest_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Pin:
    """Promised administrations that must stand (table ``pins``).

    Attributes
    ----------
    course_id : Course
    cycle_number : Cycle
    site_id : Centre
    place_id : Place
    administered_at : Instant
    vial_source : Where its vial comes from, as in promises; empty: from anywhere; no rule
    departs_at : When its vial leaves; no rule
    ends_at : Discharge; no rule
    """

    course_id: str
    cycle_number: int
    site_id: str
    place_id: str
    administered_at: datetime
    vial_source: str | None = None
    departs_at: datetime | None = None
    ends_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Promise:
    """Promised administrations that may change at a price (table ``promises``).

    Attributes
    ----------
    course_id : Course
    cycle_number : Cycle
    site_id : Centre
    place_id : Place
    administered_at : Instant
    place_price : What another place at the same hour costs
    hour_price : What another hour of the same local date costs
    date_price : What another local date at the same centre costs
    centre_price : What another centre costs, whatever the date
    unserved_price : What it costs if the cycle is not given
    earlier_price : What an earlier local date at the same centre costs; empty: what any other date does
    vial_source : Where its vial was to come from: slot:ID, order:ID, batch:ID or, of a batch
        not begun, line:ID:DATE of its processing; empty: from anywhere
    vial_price : What another source of the vial costs at the same hour in the same place; empty: nothing
    departs_at : When its vial was to leave; another departure costs nothing
    ends_at : Discharge; another one costs nothing
    """

    course_id: str
    cycle_number: int
    site_id: str
    place_id: str
    administered_at: datetime
    place_price: int
    hour_price: int
    date_price: int
    centre_price: int
    unserved_price: int
    earlier_price: int | None = None
    vial_source: str | None = None
    vial_price: int | None = None
    departs_at: datetime | None = None
    ends_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PromisedScan:
    """Promised scans, kept where a legal plan can keep them (table ``promised_scans``).

    Attributes
    ----------
    course_id : Course
    cycle_number : Cycle whose administration it follows
    scan_number : Which of its scans
    scanner_id : Scanner
    starts_at : From
    """

    course_id: str
    cycle_number: int
    scan_number: int
    scanner_id: str
    starts_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Standby:
    """Patients who have agreed to be called in for their next cycle at short notice (table ``standbys``).

    Attributes
    ----------
    course_id : Course
    notice_h : They can be at their centre so long after they are called (h)
    """

    course_id: str
    notice_h: float
