"""Nouns of a product: what is given, how, how long the patient stays.

One class a table, one field a column (docs/reference/problem.md); the Table Schema holds units and limits.
"""

from dataclasses import dataclass
from datetime import date
from typing import Final

__all__ = [
    "NO_NUCLIDE",
    "DeviceTask",
    "Nuclide",
    "Product",
    "Regimen",
    "Retention",
    "ScanKind",
    "ScanProtocol",
    "SiteProduct",
    "StayRule",
    "Task",
    "TaskCompetence",
]


NO_NUCLIDE: Final = "none"
"""Instead of a nuclide: a product that is not radioactive, and a place that takes its patients. It is in no table."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Nuclide:
    """Nuclides and their half-lives (table ``nuclides``).

    Attributes
    ----------
    nuclide : Nuclide, e.g. Lu-177
    half_life_h : Physical half-life (h)
    source : Where the row's figures come from
    confidence : How far the row's figures can be trusted; provenance may override it for one field
    """

    nuclide: str
    half_life_h: float
    source: str
    confidence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Product:
    """Products (table ``products``).

    Attributes
    ----------
    product_id : Key
    name : Name
    nuclide : Nuclide; none: not radioactive
    form : Filled for one patient and hour, drawn from a stock vial, or capsule
    prescribed_activity_mbq : Usual prescribed activity; empty: by weight (MBq)
    prescribed_kbq_per_kg : Usual prescribed activity by body weight (kBq/kg)
    tolerance_fraction : Tolerance of the administered activity about the prescribed one (1)
    residual_mbq : Expected residual in vial and tubing (MBq)
    fill_reference_local : patient_vial and capsule: local time of the intended day for which it is filled
    concentration_mbq_per_ml : At calibration (MBq/mL)
    volume_min_ml : Smallest fill (mL)
    volume_max_ml : Largest fill (mL)
    shelf_life_h : After calibration (h)
    preparation_h : From arrival at the latest to administration (h)
    lu177m_fraction : 177mLu to 177Lu activity ratio at calibration; empty: unknown, counts as carrier-added (1)
    splittable : One vial may serve several patients
    swappable : A vial may go to another patient
    own_material_h : Made from the patient's own material, which the cycle before collects: from that administration
        until its maker has the material; empty: not made so (h)
    source : Where the row's figures come from
    confidence : How far the row's figures can be trusted; provenance may override it for one field
    """

    product_id: str
    name: str
    nuclide: str
    form: str
    tolerance_fraction: float
    residual_mbq: float
    shelf_life_h: float
    preparation_h: float
    splittable: bool
    swappable: bool
    source: str
    confidence: str
    prescribed_activity_mbq: float | None = None
    prescribed_kbq_per_kg: float | None = None
    fill_reference_local: str | None = None
    concentration_mbq_per_ml: float | None = None
    volume_min_ml: float | None = None
    volume_max_ml: float | None = None
    lu177m_fraction: float | None = None
    own_material_h: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Retention:
    """Whole-body retention and dose rate of a product (table ``retention``).

    Attributes
    ----------
    product_id : Product
    fast_fraction : Share that leaves fast; the rest leaves slowly (1)
    fast_effective_half_life_h : Effective half-life of the fast share (h)
    slow_effective_half_life_h : Effective half-life of the rest (h)
    dose_rate_usv_per_h_per_gbq : At 1 m right after administration (uSv/h per GBq at 1 m)
    source : Where the row's figures come from
    confidence : How far the row's figures can be trusted; provenance may override it for one field
    """

    product_id: str
    fast_fraction: float
    fast_effective_half_life_h: float
    slow_effective_half_life_h: float
    dose_rate_usv_per_h_per_gbq: float
    source: str
    confidence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StayRule:
    """How long a patient stays; a site's own row goes before the * row (table ``stay_rules``).

    Attributes
    ----------
    site_id : Site, or * for all sites
    product_id : Product
    admission_lead_h : Place taken before administration (h)
    infusion_h : Infusion, amino acids included (h)
    observation_h : Observation after infusion (h)
    urine_collection_h : Urine collection (h)
    licence_minimum_h : Minimum of the site's licence (h)
    dose_rate_limit_usv_per_h : Limit at 1 m on leaving; empty: no such rule (uSv/h)
    source : Where the row's figures come from
    confidence : How far the row's figures can be trusted; provenance may override it for one field
    """

    site_id: str
    product_id: str
    admission_lead_h: float
    infusion_h: float
    observation_h: float
    urine_collection_h: float
    licence_minimum_h: float
    source: str
    confidence: str
    dose_rate_limit_usv_per_h: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Regimen:
    """Regimens (table ``regimens``).

    Attributes
    ----------
    regimen_id : Key
    product_id : Product
    cycles : Cycles of a full course
    interval_min_d : Shortest interval to the previous administration (d)
    interval_due_d : Nominal interval (d)
    interval_window_end_d : Last day that counts as in window (d)
    interval_max_d : Longest interval; later the course stops (d)
    first_earliest_d : First cycle: earliest after referral (d)
    first_due_d : First cycle: due after referral (d)
    first_window_end_d : First cycle: window ends after referral (d)
    first_stop_d : First cycle: stop after referral (d)
    labs_valid_d : Labs valid for so many days; empty: no labs rule (d)
    labs_turnaround_d : From the plan's date, days until new labs can be had (d)
    continuation_fraction : Share of patients who go on to the next cycle (1)
    first_product_id : Product of the first cycle, where it is another than that of the cycles after it, such as a
        collection; given in its own usual activity; empty: the same
    source : Where the row's figures come from
    confidence : How far the row's figures can be trusted; provenance may override it for one field
    """

    regimen_id: str
    product_id: str
    cycles: int
    interval_min_d: int
    interval_due_d: int
    interval_window_end_d: int
    interval_max_d: int
    first_earliest_d: int
    first_due_d: int
    first_window_end_d: int
    first_stop_d: int
    labs_turnaround_d: int
    continuation_fraction: float
    source: str
    confidence: str
    labs_valid_d: int | None = None
    first_product_id: str | None = None

    def product_of(self, cycle_number: int) -> str:
        """Return the key of the product that is given in a cycle."""
        return self.first_product_id if cycle_number == 1 and self.first_product_id else self.product_id


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteProduct:
    """Products that a site may give (table ``site_products``).

    Attributes
    ----------
    site_id : Site
    product_id : Product
    margin_fraction : Part of the tolerance that the site keeps back (1)
    valid_from_on : Licence valid from
    valid_until_on : Licence valid until
    source : Where the row's figures come from
    confidence : How far the row's figures can be trusted; provenance may override it for one field
    """

    site_id: str
    product_id: str
    margin_fraction: float
    source: str
    confidence: str
    valid_from_on: date | None = None
    valid_until_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """Staff needed about an administration or a discharge (table ``tasks``).

    Attributes
    ----------
    product_id : Product
    role : Role
    anchor : Counted from
    from_min : From, minutes after the anchor (min)
    to_min : Until, minutes after the anchor (min)
    heads : Heads
    source : Where the row's figures come from
    confidence : How far the row's figures can be trusted; provenance may override it for one field
    """

    product_id: str
    role: str
    anchor: str
    from_min: int
    to_min: int
    heads: int
    source: str
    confidence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskCompetence:
    """Competence that the heads of a task must hold (table ``task_competences``).

    Attributes
    ----------
    product_id : Product
    role : Role
    anchor : Counted from
    from_min : From, minutes after the anchor: with the columns before it the key of a row of tasks (min)
    competence : Competence that each of the heads must hold, as in qualifications
    source : Where the row's figures come from
    confidence : How far the row's figures can be trusted; provenance may override it for one field
    """

    product_id: str
    role: str
    anchor: str
    from_min: int
    competence: str
    source: str
    confidence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DeviceTask:
    """Devices needed about an administration or a discharge (table ``device_tasks``).

    Attributes
    ----------
    product_id : Product
    kind : Kind of device, as in devices
    anchor : Counted from
    from_min : From, minutes after the anchor (min)
    to_min : Until, minutes after the anchor (min)
    units : Units
    source : Where the row's figures come from
    confidence : How far the row's figures can be trusted; provenance may override it for one field
    """

    product_id: str
    kind: str
    anchor: str
    from_min: int
    to_min: int
    units: int
    source: str
    confidence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ScanProtocol:
    """Scans after an administration (table ``scan_protocols``).

    Attributes
    ----------
    product_id : Product
    scan_number : 1, 2, ..
    earliest_h : Earliest after administration (h)
    latest_h : Latest after administration (h)
    duration_min : Scanner time (min)
    source : Where the row's figures come from
    confidence : How far the row's figures can be trusted; provenance may override it for one field
    """

    product_id: str
    scan_number: int
    earliest_h: float
    latest_h: float
    duration_min: float
    source: str
    confidence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ScanKind:
    """Kinds of scanner that can make the scans of a product; a product without rows: any (table ``scan_kinds``).

    Attributes
    ----------
    product_id : Product
    kind : Kind
    source : Where the row's figures come from
    confidence : How far the row's figures can be trusted; provenance may override it for one field
    """

    product_id: str
    kind: str
    source: str
    confidence: str
