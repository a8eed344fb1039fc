"""Nouns of supply: reactor, line, slot, lane.

One class a table, one field a column (docs/reference/problem.md); the Table Schema holds units and limits.
"""

from dataclasses import dataclass
from datetime import datetime

__all__ = [
    "Departure",
    "Lane",
    "Line",
    "LineStaff",
    "ProductionLicence",
    "Reactor",
    "ReactorCycle",
    "Slot",
    "SlotPattern",
    "Stop",
    "Supplier",
    "TailSupply",
    "TrialSupply",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Supplier:
    """Who supplies (table ``suppliers``).

    Attributes
    ----------
    supplier_id : Key
    name : Name
    site_id : Where it dispatches from
    control : external: offers slots; controlled: plans its irradiations and batches with us
    source : Where the row's figures come from
    confidence : How far the row's figures can be trusted; provenance may override it for one field
    """

    supplier_id: str
    name: str
    site_id: str
    control: str
    source: str
    confidence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Slot:
    """Slots that external suppliers offer (table ``slots``).

    Attributes
    ----------
    slot_id : Key
    supplier_id : Supplier
    product_id : Product
    order_cutoff_at : Last instant to order
    calibration_at : Calibration time of its vials
    dispatch_at : Ready for the transporter
    certified_at : Certified by the qualified person
    quantity : Vials that can still be ordered
    material_due_at : Last instant at which the patient's own material can come to the maker, who then begins; empty:
        made from nobody's own
    source : Where the row's figures come from
    confidence : How far the row's figures can be trusted; provenance may override it for one field
    irrevocable_at : An order can be given up until then; empty: until its cut-off
    """

    slot_id: str
    supplier_id: str
    product_id: str
    order_cutoff_at: datetime
    calibration_at: datetime
    dispatch_at: datetime
    certified_at: datetime
    quantity: int
    source: str
    confidence: str
    irrevocable_at: datetime | None = None
    material_due_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SlotPattern:
    """Weekly pattern from which an instance's slots are laid out (table ``slot_patterns``).

    Attributes
    ----------
    slot_pattern_id : Key
    supplier_id : Supplier
    product_id : Product
    weekday : Weekday of calibration
    calibration_local : Local time of calibration at the supplier's site
    dispatch_after_h : Dispatch after calibration (h)
    certified_after_h : Certification after calibration (h)
    order_cutoff_before_h : Order cut-off before calibration (h)
    quantity : Vials each week
    source : Where the row's figures come from
    confidence : How far the row's figures can be trusted; provenance may override it for one field
    """

    slot_pattern_id: str
    supplier_id: str
    product_id: str
    weekday: int
    calibration_local: str
    dispatch_after_h: float
    certified_after_h: float
    order_cutoff_before_h: float
    quantity: int
    source: str
    confidence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Lane:
    """Transport lanes (table ``lanes``).

    Attributes
    ----------
    lane_id : Key
    origin_site_id : From
    destination_site_id : To
    transporter : Transporter
    transit_h : Door to door (h)
    handover_cutoff_h : Package handed over so long before departure (h)
    max_packages : Packages on one departure
    max_activity_mbq : Activity on one departure (MBq)
    cost_eur : Cost of one departure; empty: unknown (EUR)
    source : Where the row's figures come from
    confidence : How far the row's figures can be trusted; provenance may override it for one field
    """

    lane_id: str
    origin_site_id: str
    destination_site_id: str
    transporter: str
    transit_h: float
    handover_cutoff_h: float
    max_packages: int
    max_activity_mbq: float
    source: str
    confidence: str
    cost_eur: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Departure:
    """Weekly departures of a lane, local time at its origin (table ``departures``).

    Attributes
    ----------
    lane_id : Lane
    weekday : Weekday
    departs_local : Local time
    source : Where the row's figures come from
    confidence : How far the row's figures can be trusted; provenance may override it for one field
    """

    lane_id: str
    weekday: int
    departs_local: str
    source: str
    confidence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Reactor:
    """Reactors (table ``reactors``).

    Attributes
    ----------
    reactor_id : Key
    name : Name
    site_id : Site
    positions : Positions for our targets at one time
    flux_per_cm2_s : Thermal flux there (1/(cm2 s))
    source : Where the row's figures come from
    confidence : How far the row's figures can be trusted; provenance may override it for one field
    """

    reactor_id: str
    name: str
    site_id: str
    positions: int
    flux_per_cm2_s: float
    source: str
    confidence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReactorCycle:
    """Operating cycles of reactors (table ``reactor_cycles``).

    Attributes
    ----------
    reactor_cycle_id : Key
    reactor_id : Reactor
    starts_at : Reactor on
    ends_at : Reactor off
    source : Where the row's figures come from
    confidence : How far the row's figures can be trusted; provenance may override it for one field
    """

    reactor_cycle_id: str
    reactor_id: str
    starts_at: datetime
    ends_at: datetime
    source: str
    confidence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """Controlled production lines (table ``lines``).

    Attributes
    ----------
    line_id : Key
    supplier_id : Supplier, control = controlled
    product_id : Product
    reactor_id : Reactor that irradiates its targets
    target_nuclide : Target
    target_mass_g : Mass of one target (g)
    enrichment_fraction : Enrichment (1)
    irradiation_min_h : Shortest irradiation (h)
    irradiation_max_h : Longest irradiation (h)
    irradiation_step_h : Step of the durations the planner offers (h)
    cooling_h : From end of irradiation to the start of processing, at least (h)
    processing_h : Processing; calibration time is its end (h)
    qc_h : Quality control after processing; certified and ready for dispatch at its end (h)
    yield_fraction : Radiochemical yield (1)
    qc_sample_mbq : Activity taken by samples (MBq)
    processing_starts_local : Local time at which processing starts
    processing_weekdays : Weekdays 1..7 joined by ;
    batches_per_day : Batches whose processing starts on one day (1/d)
    source : Where the row's figures come from
    confidence : How far the row's figures can be trusted; provenance may override it for one field
    """

    line_id: str
    supplier_id: str
    product_id: str
    reactor_id: str
    target_nuclide: str
    target_mass_g: float
    enrichment_fraction: float
    irradiation_min_h: float
    irradiation_max_h: float
    irradiation_step_h: float
    cooling_h: float
    processing_h: float
    qc_h: float
    yield_fraction: float
    qc_sample_mbq: float
    processing_starts_local: str
    processing_weekdays: tuple[str, ...]
    batches_per_day: int
    source: str
    confidence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LineStaff:
    """Heads that a line needs from the start of processing to dispatch (table ``line_staff``).

    Attributes
    ----------
    line_id : Line
    role : Role; its rosters are those of the site of the line's supplier
    heads : Heads for each batch
    source : Where the row's figures come from
    confidence : How far the row's figures can be trusted; provenance may override it for one field
    """

    line_id: str
    role: str
    heads: int
    source: str
    confidence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ProductionLicence:
    """Activity that the lines of a site may have in process at one time (table ``production_licences``).

    Attributes
    ----------
    site_id : Site of the supplier
    nuclide : Nuclide
    licence_mbq : Largest activity in process; a batch counts what its target has when processing starts (MBq)
    source : Where the row's figures come from
    confidence : How far the row's figures can be trusted; provenance may override it for one field
    """

    site_id: str
    nuclide: str
    licence_mbq: float
    source: str
    confidence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Stop:
    """Stops of suppliers, lines and reactors (table ``stops``).

    Attributes
    ----------
    stop_id : Key
    kind : What stops
    ref_id : supplier_id, line_id or reactor_id
    starts_at : From
    ends_at : Until
    reason : Why
    source : Where the row's figures come from
    confidence : How far the row's figures can be trusted; provenance may override it for one field
    """

    stop_id: str
    kind: str
    ref_id: str
    starts_at: datetime
    ends_at: datetime
    reason: str
    source: str
    confidence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TailSupply:
    """Vials a week expected after the horizon (table ``tail_supply``).

    Attributes
    ----------
    product_id : Product
    vials_per_week : Vials a week for the whole country (1/week)
    source : Where the row's figures come from
    confidence : How far the row's figures can be trusted; provenance may override it for one field
    """

    product_id: str
    vials_per_week: float
    source: str
    confidence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TrialSupply:
    """Products that a supplier delivers for a trial alone (table ``trial_supply``).

    Attributes
    ----------
    supplier_id : Supplier
    product_id : Product
    trial_id : Trial
    source : Where the row's figures come from
    confidence : How far the row's figures can be trusted; provenance may override it for one field
    """

    supplier_id: str
    product_id: str
    trial_id: str
    source: str
    confidence: str
