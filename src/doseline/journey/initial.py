"""Nouns of the initial state: what is under way when planning begins.

One class a table, one field a column (docs/reference/problem.md); the Table Schema holds units and limits.
"""

from dataclasses import dataclass
from datetime import date, datetime

__all__ = [
    "InitialBatch",
    "InitialIrradiation",
    "InitialOrder",
    "InitialScan",
    "InitialShipment",
    "InitialStay",
    "InitialWaste",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class InitialOrder:
    """Orders already placed, one vial each; not part of a slot's quantity (table ``initial_orders``).

    Attributes
    ----------
    order_id : Key
    supplier_id : Supplier
    product_id : Product
    destination_site_id : Centre
    course_id : For this course
    cycle_number : and cycle
    state : irrevocable: will be delivered, used or not
    intended_on : Intended day
    calibration_at : Calibration time
    dispatch_at : Ready for the transporter
    certified_at : Certified
    batch_id : Initial batch that its vial is drawn from; empty: an external supplier's, or not known
    shipment_id : Initial shipment that its vial is in, for a vial on its way; empty: it has still to be sent
    given_up : Its patient may do without: it may go to another one with the same product and prescription
    irrevocable_at : A confirmed order can be given up until then; empty: always
    material_due_at : Last instant at which the patient's own material can come to the maker, who then begins; empty:
        made from nobody's own
    """

    order_id: str
    supplier_id: str
    product_id: str
    destination_site_id: str
    course_id: str
    cycle_number: int
    state: str
    intended_on: date
    calibration_at: datetime
    dispatch_at: datetime
    certified_at: datetime
    batch_id: str | None = None
    shipment_id: str | None = None
    given_up: bool | None = None
    irrevocable_at: datetime | None = None
    material_due_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class InitialShipment:
    """Shipments that left before the present; their vials are the initial orders that name them.

    They are rows of the table ``initial_shipments``.

    Attributes
    ----------
    shipment_id : Key
    lane_id : Lane
    departs_at : Left its origin, before the present
    arrives_at : Received by the centre, or expected there
    """

    shipment_id: str
    lane_id: str
    departs_at: datetime
    arrives_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class InitialBatch:
    """Batches made or in the making (table ``initial_batches``).

    Attributes
    ----------
    batch_id : Key
    line_id : Line
    calibration_at : Calibration time
    dispatch_at : Ready for the transporter
    certified_at : Certified
    usable_activity_mbq : Usable activity at calibration, what is promised to initial orders taken off (MBq)
    """

    batch_id: str
    line_id: str
    calibration_at: datetime
    dispatch_at: datetime
    certified_at: datetime
    usable_activity_mbq: float


@dataclass(frozen=True, slots=True, kw_only=True)
class InitialIrradiation:
    """Irradiations under way (table ``initial_irradiations``).

    Attributes
    ----------
    irradiation_id : Key
    line_id : Line
    starts_at : From
    ends_at : Until
    """

    irradiation_id: str
    line_id: str
    starts_at: datetime
    ends_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class InitialStay:
    """Places occupied at the start (table ``initial_stays``).

    Attributes
    ----------
    place_id : Place
    starts_at : Since
    ends_at : Until
    sex : Sex of the patient
    nuclide : Nuclide given; none: not radioactive
    """

    place_id: str
    starts_at: datetime
    ends_at: datetime
    sex: str
    nuclide: str


@dataclass(frozen=True, slots=True, kw_only=True)
class InitialScan:
    """Scans booked before the plan (table ``initial_scans``).

    Attributes
    ----------
    scanner_id : Scanner
    starts_at : From
    ends_at : Until
    course_id : Course of a patient who has been treated; empty: of anybody else, and it never moves
    cycle_number : Past administration that it follows; empty: as above
    scan_number : Which of its scans; empty: as above
    """

    scanner_id: str
    starts_at: datetime
    ends_at: datetime
    course_id: str | None = None
    cycle_number: int | None = None
    scan_number: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class InitialWaste:
    """Waste at centres at the start (table ``initial_waste``).

    Attributes
    ----------
    waste_id : Key
    site_id : Centre
    nuclide : Nuclide
    measured_at : Instant of its activity, not after the present
    activity_mbq : Activity then (MBq)
    arrives_at : Arrival at the centre of what is still on the road; empty: it is there
    """

    waste_id: str
    site_id: str
    nuclide: str
    measured_at: datetime
    activity_mbq: float
    arrives_at: datetime | None = None
