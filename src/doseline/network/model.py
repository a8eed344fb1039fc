"""A country and a plan in memory: one tuple of nouns a table."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from doseline.journey import (
    Absence,
    Administration,
    Batch,
    Catchment,
    Change,
    Closure,
    Course,
    DemandParameter,
    Departure,
    Device,
    DeviceTask,
    EffluentLine,
    Event,
    Holiday,
    InitialBatch,
    InitialIrradiation,
    InitialOrder,
    InitialScan,
    InitialShipment,
    InitialStay,
    InitialWaste,
    Irradiation,
    Lab,
    Lane,
    Licence,
    Line,
    LineStaff,
    LoweredFloor,
    NightCover,
    Nuclide,
    OpeningHours,
    Order,
    PastAdministration,
    PastChange,
    PastEvent,
    Patient,
    Pin,
    Place,
    Product,
    ProductionLicence,
    Promise,
    PromisedScan,
    Provenance,
    Qualification,
    Reactor,
    ReactorCycle,
    Regimen,
    Region,
    RegionFloor,
    Retention,
    Room,
    Roster,
    Scan,
    ScanKind,
    Scanner,
    ScannerClosure,
    ScanProtocol,
    ScenarioOverride,
    Shipment,
    Site,
    SiteProduct,
    Slot,
    SlotPattern,
    Source,
    Standby,
    Stay,
    StayRule,
    Stop,
    Supplier,
    TailSupply,
    Tank,
    TankClosure,
    TankContent,
    Task,
    TaskCompetence,
    TravelTime,
    TrialSlot,
    TrialSupply,
    Unserved,
    Vial,
    WasteStore,
)

__all__ = ["COUNTRY_NOUNS", "PLAN_NOUNS", "Network", "PlanPackage", "Properties"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Properties:
    """The ``doseline`` object of a country's descriptor.

    Attributes
    ----------
    country : ISO 3166 code
    timezone : IANA zone that gives every local date of patients and hospitals
    instance, scenario : names
    seed : seed of the synthetic cohort
    planned_at : the present; nothing is ordered or sent before it
    horizon_start_on : first local date
    horizon_days : length of the horizon (d)
    tail_weeks : weeks after the horizon that carry the tail load
    step_min : step of the grid (min)
    frozen_days : first local dates of the horizon on which only what is pinned is administered
    schema_version : version of the table schemas
    """

    country: str
    timezone: str
    instance: str
    scenario: str
    seed: int
    planned_at: datetime
    horizon_start_on: date
    horizon_days: int
    tail_weeks: int
    step_min: int
    frozen_days: int = 0
    schema_version: int = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Network:
    """A country: its properties and one tuple of nouns for each table, in the order of the files."""

    properties: Properties
    sources: tuple[Source, ...] = ()
    provenance: tuple[Provenance, ...] = ()
    demand_parameters: tuple[DemandParameter, ...] = ()
    scenarios: tuple[ScenarioOverride, ...] = ()
    regions: tuple[Region, ...] = ()
    region_floors: tuple[RegionFloor, ...] = ()
    catchments: tuple[Catchment, ...] = ()
    sites: tuple[Site, ...] = ()
    travel_times: tuple[TravelTime, ...] = ()
    holidays: tuple[Holiday, ...] = ()
    opening_hours: tuple[OpeningHours, ...] = ()
    covers: tuple[NightCover, ...] = ()
    closures: tuple[Closure, ...] = ()
    rooms: tuple[Room, ...] = ()
    places: tuple[Place, ...] = ()
    rosters: tuple[Roster, ...] = ()
    absences: tuple[Absence, ...] = ()
    qualifications: tuple[Qualification, ...] = ()
    devices: tuple[Device, ...] = ()
    scanners: tuple[Scanner, ...] = ()
    trial_slots: tuple[TrialSlot, ...] = ()
    scanner_closures: tuple[ScannerClosure, ...] = ()
    effluent_lines: tuple[EffluentLine, ...] = ()
    tanks: tuple[Tank, ...] = ()
    tank_contents: tuple[TankContent, ...] = ()
    tank_closures: tuple[TankClosure, ...] = ()
    waste_stores: tuple[WasteStore, ...] = ()
    licences: tuple[Licence, ...] = ()
    nuclides: tuple[Nuclide, ...] = ()
    products: tuple[Product, ...] = ()
    retention: tuple[Retention, ...] = ()
    stay_rules: tuple[StayRule, ...] = ()
    regimens: tuple[Regimen, ...] = ()
    site_products: tuple[SiteProduct, ...] = ()
    tasks: tuple[Task, ...] = ()
    task_competences: tuple[TaskCompetence, ...] = ()
    device_tasks: tuple[DeviceTask, ...] = ()
    scan_protocols: tuple[ScanProtocol, ...] = ()
    scan_kinds: tuple[ScanKind, ...] = ()
    suppliers: tuple[Supplier, ...] = ()
    slots: tuple[Slot, ...] = ()
    slot_patterns: tuple[SlotPattern, ...] = ()
    trial_supply: tuple[TrialSupply, ...] = ()
    lanes: tuple[Lane, ...] = ()
    departures: tuple[Departure, ...] = ()
    reactors: tuple[Reactor, ...] = ()
    reactor_cycles: tuple[ReactorCycle, ...] = ()
    lines: tuple[Line, ...] = ()
    line_staff: tuple[LineStaff, ...] = ()
    production_licences: tuple[ProductionLicence, ...] = ()
    stops: tuple[Stop, ...] = ()
    tail_supply: tuple[TailSupply, ...] = ()
    patients: tuple[Patient, ...] = ()
    courses: tuple[Course, ...] = ()
    past_administrations: tuple[PastAdministration, ...] = ()
    labs: tuple[Lab, ...] = ()
    pins: tuple[Pin, ...] = ()
    promises: tuple[Promise, ...] = ()
    promised_scans: tuple[PromisedScan, ...] = ()
    standbys: tuple[Standby, ...] = ()
    initial_orders: tuple[InitialOrder, ...] = ()
    initial_shipments: tuple[InitialShipment, ...] = ()
    initial_batches: tuple[InitialBatch, ...] = ()
    initial_irradiations: tuple[InitialIrradiation, ...] = ()
    initial_stays: tuple[InitialStay, ...] = ()
    initial_waste: tuple[InitialWaste, ...] = ()
    initial_scans: tuple[InitialScan, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanPackage:
    """A plan as its tables: one tuple of nouns each, with the hash of the country it was made for.

    Attributes
    ----------
    package_name, package_sha256 : the country package
    summary, certificates : contents of ``summary.json`` and ``certificates.json``
    """

    package_name: str
    package_sha256: str
    summary: Mapping[str, object] = field(default_factory=dict)
    certificates: Mapping[str, object] = field(default_factory=dict)
    administrations: tuple[Administration, ...] = ()
    vials: tuple[Vial, ...] = ()
    stays: tuple[Stay, ...] = ()
    scans: tuple[Scan, ...] = ()
    orders: tuple[Order, ...] = ()
    batches: tuple[Batch, ...] = ()
    irradiations: tuple[Irradiation, ...] = ()
    shipments: tuple[Shipment, ...] = ()
    unserved: tuple[Unserved, ...] = ()
    events: tuple[Event, ...] = ()
    changes: tuple[Change, ...] = ()
    past_events: tuple[PastEvent, ...] = ()
    past_changes: tuple[PastChange, ...] = ()
    lowered_floors: tuple[LoweredFloor, ...] = ()


COUNTRY_NOUNS: Mapping[str, type] = {
    "sources": Source,
    "provenance": Provenance,
    "demand_parameters": DemandParameter,
    "scenarios": ScenarioOverride,
    "regions": Region,
    "region_floors": RegionFloor,
    "catchments": Catchment,
    "sites": Site,
    "travel_times": TravelTime,
    "holidays": Holiday,
    "opening_hours": OpeningHours,
    "covers": NightCover,
    "closures": Closure,
    "rooms": Room,
    "places": Place,
    "rosters": Roster,
    "absences": Absence,
    "qualifications": Qualification,
    "devices": Device,
    "scanners": Scanner,
    "trial_slots": TrialSlot,
    "scanner_closures": ScannerClosure,
    "effluent_lines": EffluentLine,
    "tanks": Tank,
    "tank_contents": TankContent,
    "tank_closures": TankClosure,
    "waste_stores": WasteStore,
    "licences": Licence,
    "nuclides": Nuclide,
    "products": Product,
    "retention": Retention,
    "stay_rules": StayRule,
    "regimens": Regimen,
    "site_products": SiteProduct,
    "tasks": Task,
    "task_competences": TaskCompetence,
    "device_tasks": DeviceTask,
    "scan_protocols": ScanProtocol,
    "scan_kinds": ScanKind,
    "suppliers": Supplier,
    "slots": Slot,
    "slot_patterns": SlotPattern,
    "trial_supply": TrialSupply,
    "lanes": Lane,
    "departures": Departure,
    "reactors": Reactor,
    "reactor_cycles": ReactorCycle,
    "lines": Line,
    "line_staff": LineStaff,
    "production_licences": ProductionLicence,
    "stops": Stop,
    "tail_supply": TailSupply,
    "patients": Patient,
    "courses": Course,
    "past_administrations": PastAdministration,
    "labs": Lab,
    "pins": Pin,
    "promises": Promise,
    "promised_scans": PromisedScan,
    "standbys": Standby,
    "initial_orders": InitialOrder,
    "initial_shipments": InitialShipment,
    "initial_batches": InitialBatch,
    "initial_irradiations": InitialIrradiation,
    "initial_stays": InitialStay,
    "initial_waste": InitialWaste,
    "initial_scans": InitialScan,
}

PLAN_NOUNS: Mapping[str, type] = {
    "administrations": Administration,
    "vials": Vial,
    "stays": Stay,
    "scans": Scan,
    "orders": Order,
    "batches": Batch,
    "irradiations": Irradiation,
    "shipments": Shipment,
    "unserved": Unserved,
    "events": Event,
    "changes": Change,
    "past_events": PastEvent,
    "past_changes": PastChange,
    "lowered_floors": LoweredFloor,
}
