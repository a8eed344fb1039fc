"""Nouns of a treatment centre: sites, hours, rooms, places, staff, waste.

One class a table, one field a column (docs/reference/problem.md); the Table Schema holds units and limits.
"""

from dataclasses import dataclass
from datetime import date, datetime

__all__ = [
    "Absence",
    "Catchment",
    "Closure",
    "Device",
    "EffluentLine",
    "Holiday",
    "Licence",
    "NightCover",
    "OpeningHours",
    "Place",
    "Qualification",
    "Region",
    "RegionFloor",
    "Room",
    "Roster",
    "Scanner",
    "ScannerClosure",
    "Site",
    "Tank",
    "TankClosure",
    "TankContent",
    "TravelTime",
    "TrialSlot",
    "WasteStore",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Region:
    """Regions (table ``regions``).

    Attributes
    ----------
    region_id : Key
    name : Name
    population : Inhabitants
    source : Where the row's figures come from
    confidence : How far the row's figures can be trusted; provenance may override it for one field
    """

    region_id: str
    name: str
    population: int
    source: str
    confidence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RegionFloor:
    """Least shares of regions that must be served in window (table ``region_floors``).

    Attributes
    ----------
    region_id : Region
    in_window_share_min : Least share of the demanded cycles of patients who live there that is given in window
    in_window_share_asked : Share that was asked for, where a plan made again after events found none that reaches it
        and keeps in_window_share_min instead; empty: in_window_share_min is what was asked for
    given_before : Cycles of patients who live there that were given before the plan and count with it; empty: none
    in_window_before : Those of them that were given in window; empty: none
    source : Where the row's figures come from
    confidence : How far the row's figures can be trusted; provenance may override it for one field
    """

    region_id: str
    in_window_share_min: float
    source: str
    confidence: str
    in_window_share_asked: float | None = None
    given_before: int | None = None
    in_window_before: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Catchment:
    """Where patients live (table ``catchments``).

    Attributes
    ----------
    catchment_id : Key
    name : Name
    region_id : Region
    latitude_deg : Latitude of its centre (deg)
    longitude_deg : Longitude of its centre (deg)
    population : Inhabitants
    source : Where the row's figures come from
    confidence : How far the row's figures can be trusted; provenance may override it for one field
    """

    catchment_id: str
    name: str
    region_id: str
    latitude_deg: float
    longitude_deg: float
    population: int
    source: str
    confidence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """Hospitals, producers, reactors (table ``sites``).

    Attributes
    ----------
    site_id : Key
    name : Name
    kind : What it is
    city : City
    region_id : Region; empty outside the country
    latitude_deg : Latitude (deg)
    longitude_deg : Longitude (deg)
    timezone : IANA time zone
    source : Where the row's figures come from
    confidence : How far the row's figures can be trusted; provenance may override it for one field
    """

    site_id: str
    name: str
    kind: str
    city: str
    latitude_deg: float
    longitude_deg: float
    timezone: str
    source: str
    confidence: str
    region_id: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TravelTime:
    """Travel time of patients (table ``travel_times``).

    Attributes
    ----------
    catchment_id : From
    site_id : To
    travel_min : One way, by road (min)
    source : Where the row's figures come from
    confidence : How far the row's figures can be trusted; provenance may override it for one field
    """

    catchment_id: str
    site_id: str
    travel_min: float
    source: str
    confidence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Holiday:
    """Public holidays; the Sunday rows of hours, rosters and covers hold on them (table ``holidays``).

    Attributes
    ----------
    date_on : Local date
    name : Name
    source : Where the row's figures come from
    confidence : How far the row's figures can be trusted; provenance may override it for one field
    """

    date_on: date
    name: str
    source: str
    confidence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OpeningHours:
    """When a service of a site works; one interval a weekday; no row: closed (table ``opening_hours``).

    Attributes
    ----------
    site_id : Site
    service : Admission and administration, discharge, reception of packages, or scans
    weekday : 1 Monday .. 7 Sunday
    opens_local : Local time
    closes_local : Local time; an event at this very time is still allowed
    source : Where the row's figures come from
    confidence : How far the row's figures can be trusted; provenance may override it for one field
    """

    site_id: str
    service: str
    weekday: int
    opens_local: str
    closes_local: str
    source: str
    confidence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NightCover:
    """Nights on which patients may stay; no row: no cover (table ``covers``).

    Attributes
    ----------
    site_id : Site
    weekday : Weekday of the date on which the night begins
    night_cover : Whether staff covers the night
    source : Where the row's figures come from
    confidence : How far the row's figures can be trusted; provenance may override it for one field
    """

    site_id: str
    weekday: int
    night_cover: bool
    source: str
    confidence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Closure:
    """Closed sites or places; no stay may overlap one (table ``closures``).

    Attributes
    ----------
    closure_id : Key
    site_id : Site
    place_id : Place; empty: the whole site
    starts_at : From
    ends_at : Until
    reason : Why
    """

    closure_id: str
    site_id: str
    starts_at: datetime
    ends_at: datetime
    reason: str
    place_id: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Room:
    """Rooms and their sharing rules (table ``rooms``).

    Attributes
    ----------
    room_id : Key
    site_id : Site
    same_sex : Patients in the room at the same time must have one sex
    one_nuclide : Patients in the room at the same time must have had one nuclide
    source : Where the row's figures come from
    confidence : How far the row's figures can be trusted; provenance may override it for one field
    """

    room_id: str
    site_id: str
    same_sex: bool
    one_nuclide: bool
    source: str
    confidence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Beds and chairs where a patient stays (table ``places``).

    Attributes
    ----------
    place_id : Key
    site_id : Site
    room_id : Room
    kind : Bed or chair
    overnight : Whether a stay may go past local midnight here
    nuclides : Nuclides allowed, joined by ;, none for patients whose product is not radioactive
    cleaning_h : From discharge to the next admission: survey and cleaning (h)
    stays_per_week : Stays a week it is expected to carry after the horizon (tail load) (1/week)
    effluent_line_id : Line into which its toilet discharges
    source : Where the row's figures come from
    confidence : How far the row's figures can be trusted; provenance may override it for one field
    """

    place_id: str
    site_id: str
    room_id: str
    kind: str
    overnight: bool
    nuclides: tuple[str, ...]
    cleaning_h: float
    stays_per_week: float
    source: str
    confidence: str
    effluent_line_id: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Absence:
    """Heads that a roster lacks for a time (table ``absences``).

    Attributes
    ----------
    absence_id : Key
    site_id : Site
    role : Role
    starts_at : From
    ends_at : Until
    heads : Heads that are absent; rows of one site and role add up
    reason : Why
    """

    absence_id: str
    site_id: str
    role: str
    starts_at: datetime
    ends_at: datetime
    heads: int
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Roster:
    """Heads on duty (table ``rosters``).

    Attributes
    ----------
    site_id : Site
    role : Role
    weekday : Weekday
    starts_local : From
    ends_local : Until; rows of one role and weekday add up
    heads : Heads
    source : Where the row's figures come from
    confidence : How far the row's figures can be trusted; provenance may override it for one field
    """

    site_id: str
    role: str
    weekday: int
    starts_local: str
    ends_local: str
    heads: int
    source: str
    confidence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Qualification:
    """Heads on duty who hold competences and valid personal licences, without names (table ``qualifications``).

    Attributes
    ----------
    qualification_id : Key
    site_id : Site
    role : Role of the rosters that the heads stand in
    competences : Competences that each of the heads holds, joined by ;
    weekdays : Weekdays 1..7 joined by ;
    starts_local : From
    ends_local : Until
    heads : Heads; no head is in two rows
    valid_from_on : Personal licences valid from
    valid_until_on : Personal licences valid until, this date included
    source : Where the row's figures come from
    confidence : How far the row's figures can be trusted; provenance may override it for one field
    """

    qualification_id: str
    site_id: str
    role: str
    competences: tuple[str, ...]
    weekdays: tuple[str, ...]
    starts_local: str
    ends_local: str
    heads: int
    source: str
    confidence: str
    valid_from_on: date | None = None
    valid_until_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Device:
    """Devices of a site, free all day; a kind without a row: none (table ``devices``).

    Attributes
    ----------
    site_id : Site
    kind : Kind of device, such as hot_cell, calibrator or infusion_pump
    units : Units of the kind
    source : Where the row's figures come from
    confidence : How far the row's figures can be trusted; provenance may override it for one field
    """

    site_id: str
    kind: str
    units: int
    source: str
    confidence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Scanner:
    """Scanners for follow-up imaging (table ``scanners``).

    Attributes
    ----------
    scanner_id : Key
    site_id : Site
    kind : Kind
    therapy_hours_per_week : Hours a week for therapy patients (1/week)
    source : Where the row's figures come from
    confidence : How far the row's figures can be trusted; provenance may override it for one field
    """

    scanner_id: str
    site_id: str
    kind: str
    therapy_hours_per_week: float
    source: str
    confidence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ScannerClosure:
    """Times at which a scanner takes no therapy patient (table ``scanner_closures``).

    Attributes
    ----------
    scanner_closure_id : Key
    scanner_id : Scanner
    starts_at : From
    ends_at : Until
    reason : Why
    """

    scanner_closure_id: str
    scanner_id: str
    starts_at: datetime
    ends_at: datetime
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TrialSlot:
    """Places held for a trial on a weekday (table ``trial_slots``).

    Attributes
    ----------
    trial_slot_id : Key
    trial_id : Trial
    site_id : Site
    place_id : Place; None: every place of the site
    weekday : 1 Monday .. 7 Sunday, whether or not the date is a holiday
    first_on : First date; None: from the start
    last_on : Last date; None: without end
    source : Where the row's figures come from
    confidence : How far the row's figures can be trusted; provenance may override it for one field
    """

    trial_slot_id: str
    trial_id: str
    site_id: str
    weekday: int
    source: str
    confidence: str
    place_id: str | None = None
    first_on: date | None = None
    last_on: date | None = None

    def holds_on(self, on: date) -> bool:
        """Return whether the places are held on a local date."""
        begun = self.first_on is None or self.first_on <= on
        return on.isoweekday() == self.weekday and begun and (self.last_on is None or on <= self.last_on)


@dataclass(frozen=True, slots=True, kw_only=True)
class EffluentLine:
    """Toilet lines with their decay tanks (table ``effluent_lines``).

    Attributes
    ----------
    effluent_line_id : Key
    site_id : Site
    flow_per_stay_litres : Water a stay sends into the line (L)
    discharge_limit_bq_per_litre : Limit for discharge; a site-set policy, empty: unknown (Bq/L)
    source : Where the row's figures come from
    confidence : How far the row's figures can be trusted; provenance may override it for one field
    """

    effluent_line_id: str
    site_id: str
    flow_per_stay_litres: float
    source: str
    confidence: str
    discharge_limit_bq_per_litre: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Tank:
    """Decay tanks (table ``tanks``).

    Attributes
    ----------
    tank_id : Key
    effluent_line_id : Line
    volume_litres : Volume (L)
    initial_litres : Filled at the start (L)
    initial_lu177_mbq : 177Lu in it at the start (MBq)
    initial_state : Filling or closed at the start; empty: the first of its line that has something in it is filling,
        the others are closed
    source : Where the row's figures come from
    confidence : How far the row's figures can be trusted; provenance may override it for one field
    """

    tank_id: str
    effluent_line_id: str
    volume_litres: float
    initial_litres: float
    initial_lu177_mbq: float
    source: str
    confidence: str
    initial_state: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TankContent:
    """What tanks hold at the start besides 177Lu (table ``tank_contents``).

    Attributes
    ----------
    tank_id : Tank
    nuclide : Nuclide, one of the country's other than Lu-177, or Lu-177m
    initial_mbq : Activity of it in the tank at the start (MBq)
    """

    tank_id: str
    nuclide: str
    initial_mbq: float


@dataclass(frozen=True, slots=True, kw_only=True)
class TankClosure:
    """Times at which a decay tank takes no water (table ``tank_closures``).

    Attributes
    ----------
    tank_closure_id : Key
    tank_id : Tank
    starts_at : From
    ends_at : Until
    reason : Why
    """

    tank_closure_id: str
    tank_id: str
    starts_at: datetime
    ends_at: datetime
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class WasteStore:
    """Stores of solid radioactive waste (table ``waste_stores``).

    Attributes
    ----------
    waste_store_id : Key
    site_id : Site
    volume_litres : Volume (L)
    initial_litres : Filled at the start (L)
    bag_litres : Volume of the bag that an administration leaves; empty: nothing is counted (L)
    bag_kg : Mass of that bag (kg)
    clearance_bq_per_g : Specific activity, of all nuclides together, at which a bag leaves the store; a site-set
        policy, empty: unknown, nothing is counted (Bq/g)
    source : Where the row's figures come from
    confidence : How far the row's figures can be trusted; provenance may override it for one field
    """

    waste_store_id: str
    site_id: str
    volume_litres: float
    initial_litres: float
    source: str
    confidence: str
    bag_litres: float | None = None
    bag_kg: float | None = None
    clearance_bq_per_g: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Licence:
    """Activity a site may possess (table ``licences``).

    Attributes
    ----------
    site_id : Site
    nuclide : Nuclide
    possession_mbq : Largest activity in possession (MBq)
    source : Where the row's figures come from
    confidence : How far the row's figures can be trusted; provenance may override it for one field
    """

    site_id: str
    nuclide: str
    possession_mbq: float
    source: str
    confidence: str
