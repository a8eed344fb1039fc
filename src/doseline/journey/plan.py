"""Nouns of a plan: what happens to every cycle and vial.

One class a table, one field a column (docs/reference/problem.md); the Table Schema holds units and limits.
"""

from dataclasses import dataclass
from datetime import datetime

__all__ = [
    "Administration",
    "Batch",
    "Irradiation",
    "Order",
    "Scan",
    "Shipment",
    "Stay",
    "Unserved",
    "Vial",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Administration:
    """Who is treated where and when, with which vial (table ``administrations``).

    Attributes
    ----------
    course_id : Course
    cycle_number : Cycle
    product_id : Product
    site_id : Centre
    place_id : Place
    vial_id : Vial
    administered_at : Start of administration
    prescribed_activity_mbq : Prescribed (MBq)
    administered_activity_mbq : Expected: vial at the instant less residual (MBq)
    due_at : Nominal due date, start of the local day
    window_end_at : Last local day in window, its start
    days_late : Local days after the due date
    in_window : Given by the last day of its window
    """

    course_id: str
    cycle_number: int
    product_id: str
    site_id: str
    place_id: str
    vial_id: str
    administered_at: datetime
    prescribed_activity_mbq: float
    administered_activity_mbq: float
    due_at: datetime
    window_end_at: datetime
    days_late: int
    in_window: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Vial:
    """Vials (table ``vials``).

    Attributes
    ----------
    vial_id : Key
    product_id : Product
    order_id : Order, for external suppliers
    batch_id : Batch, for controlled lines
    shipment_id : Shipment
    calibration_at : Calibration time
    intended_at : Instant for which it is filled
    activity_at_calibration_mbq : Activity at calibration (MBq)
    volume_ml : Fill, where the product states a concentration (mL)
    certified_at : Certified
    use : What becomes of it
    material_course_id : Course whose patient's own material it is made from: nobody else may get it; empty: made from
        nobody's own
    """

    vial_id: str
    product_id: str
    calibration_at: datetime
    intended_at: datetime
    activity_at_calibration_mbq: float
    certified_at: datetime
    use: str
    order_id: str | None = None
    batch_id: str | None = None
    shipment_id: str | None = None
    volume_ml: float | None = None
    material_course_id: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Stay:
    """Stays (table ``stays``).

    Attributes
    ----------
    course_id : Course
    cycle_number : Cycle
    site_id : Centre
    place_id : Place
    starts_at : Admission
    ends_at : Discharge
    clean_at : Place free again
    """

    course_id: str
    cycle_number: int
    site_id: str
    place_id: str
    starts_at: datetime
    ends_at: datetime
    clean_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Scan:
    """Scans after administrations (table ``scans``).

    Attributes
    ----------
    course_id : Course
    cycle_number : Cycle
    scan_number : 1, 2, ..
    site_id : Centre
    scanner_id : Scanner
    starts_at : From
    ends_at : Until
    """

    course_id: str
    cycle_number: int
    scan_number: int
    site_id: str
    scanner_id: str
    starts_at: datetime
    ends_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """Orders at external suppliers (table ``orders``).

    Attributes
    ----------
    order_id : Key; an initial order keeps its own
    slot_id : Slot; empty for an initial order
    supplier_id : Supplier
    product_id : Product
    destination_site_id : Centre
    state : State; new orders are provisional
    vials : Vials
    order_by_at : Last instant to order; empty for an initial order
    irrevocable_at : It can be given up until then; empty: until order_by_at
    """

    order_id: str
    supplier_id: str
    product_id: str
    destination_site_id: str
    state: str
    vials: int
    slot_id: str | None = None
    order_by_at: datetime | None = None
    irrevocable_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """Batches of controlled lines (table ``batches``).

    Attributes
    ----------
    batch_id : Key; an initial batch keeps its own
    line_id : Line
    irradiation_id : Irradiation; empty for an initial batch
    processing_starts_at : Start of processing; empty for an initial batch
    calibration_at : Calibration time, end of processing
    dispatch_at : Ready for the transporter
    certified_at : Certified
    usable_activity_mbq : Usable at calibration (MBq)
    allocated_activity_mbq : Taken by vials, at calibration (MBq)
    """

    batch_id: str
    line_id: str
    calibration_at: datetime
    dispatch_at: datetime
    certified_at: datetime
    usable_activity_mbq: float
    allocated_activity_mbq: float
    irradiation_id: str | None = None
    processing_starts_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Irradiation:
    """Irradiations (table ``irradiations``).

    Attributes
    ----------
    irradiation_id : Key
    line_id : Line
    reactor_id : Reactor
    starts_at : In
    ends_at : Out
    end_of_bombardment_activity_mbq : Product activity in the target at ends_at (MBq)
    """

    irradiation_id: str
    line_id: str
    reactor_id: str
    starts_at: datetime
    ends_at: datetime
    end_of_bombardment_activity_mbq: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Shipment:
    """Shipments (table ``shipments``).

    Attributes
    ----------
    shipment_id : Key
    lane_id : Lane
    departs_at : Departure
    arrives_at : Arrival
    packages : Packages, one a vial
    activity_mbq : Activity at departure (MBq)
    """

    shipment_id: str
    lane_id: str
    departs_at: datetime
    arrives_at: datetime
    packages: int
    activity_mbq: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Unserved:
    """Demanded cycles without an administration, and why (table ``unserved``).

    Attributes
    ----------
    course_id : Course
    cycle_number : Cycle
    product_id : Product
    due_at : Nominal due date
    window_end_at : Last day in window
    weight : Priority weight
    binding : Constraints that bind, joined by ;
    sentence : Why, in words
    """

    course_id: str
    cycle_number: int
    product_id: str
    due_at: datetime
    window_end_at: datetime
    weight: int
    binding: tuple[str, ...]
    sentence: str
