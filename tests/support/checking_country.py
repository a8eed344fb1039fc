"""A small country by hand, for a plan that meets every constraint.

Two centres, an external supplier in another time zone with a slot and two irrevocable orders, a controlled line, four
courses: C1 new from the slot, C2 running from the line with a night over the change to summer time, C3 pinned from an
irrevocable order, C4 withheld so that its vial is left over. Easter Monday, 29 March 2027, is a holiday.
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from doseline.journey import (
    Catchment,
    Closure,
    Course,
    Departure,
    Holiday,
    InitialBatch,
    InitialIrradiation,
    InitialOrder,
    InitialStay,
    Lab,
    Lane,
    Line,
    NightCover,
    Nuclide,
    OpeningHours,
    PastAdministration,
    Patient,
    Pin,
    Place,
    Product,
    Reactor,
    ReactorCycle,
    Regimen,
    Region,
    Retention,
    Room,
    Roster,
    Site,
    SiteProduct,
    Slot,
    Source,
    StayRule,
    Supplier,
    TailSupply,
    Task,
    TravelTime,
)
from doseline.network import Network, Properties

MARK: dict[str, Any] = {"source": "invented", "confidence": "synthetic"}
"""Where every figure of this country comes from."""

BRUSSELS = ZoneInfo("Europe/Brussels")


def utc(text: str) -> datetime:
    """Return the instant ``2027-03-22 07:00`` UTC."""
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def local(text: str, zone: str = "Europe/Brussels") -> datetime:
    """Return the instant at which clocks of a zone show ``2027-03-22 08:00``."""
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)


def small_country() -> Network:
    """Return the country."""
    return Network(
        properties=Properties(
            country="BE",
            timezone="Europe/Brussels",
            instance="SMALL",
            scenario="base",
            seed=0,
            planned_at=utc("2027-03-12 12:00"),
            horizon_start_on=date(2027, 3, 15),
            horizon_days=28,
            tail_weeks=6,
            step_min=30,
        ),
        sources=(Source(source_id="invented", citation="Invented for the tests", kind="synthetic"),),
        regions=(Region(region_id="Z", name="Zone", population=1000, **MARK),),
        catchments=tuple(
            Catchment(
                catchment_id=catchment,
                name=catchment,
                region_id="Z",
                latitude_deg=50,
                longitude_deg=4,
                population=500,
                **MARK,
            )
            for catchment in ("K1", "K2")
        ),
        holidays=(Holiday(date_on=date(2027, 3, 29), name="Easter Monday", **MARK),),
        **_centres(),
        **_products(),
        **_supply(),
        **_people(),
    )


def _site(site_id: str, kind: str, timezone: str = "Europe/Brussels") -> Site:
    return Site(
        site_id=site_id, name=site_id, kind=kind, city="-", latitude_deg=50, longitude_deg=4, timezone=timezone, **MARK
    )


def _hours(site_id: str, service: str, days: Iterable[int], opens: str, closes: str) -> list[OpeningHours]:
    return [
        OpeningHours(site_id=site_id, service=service, weekday=day, opens_local=opens, closes_local=closes, **MARK)
        for day in days
    ]


def _roster(site_id: str, role: str, days: Iterable[int], starts: str, ends: str, heads: int = 1) -> list[Roster]:
    return [
        Roster(site_id=site_id, role=role, weekday=day, starts_local=starts, ends_local=ends, heads=heads, **MARK)
        for day in days
    ]


def _place(place_id: str, site_id: str, room_id: str, *, overnight: bool, cleaning_h: float) -> Place:
    return Place(
        place_id=place_id,
        site_id=site_id,
        room_id=room_id,
        kind="bed" if overnight else "chair",
        overnight=overnight,
        nuclides=("Lu-177",),
        cleaning_h=cleaning_h,
        stays_per_week=4.0,
        **MARK,
    )


def _centres() -> dict[str, Any]:
    weekdays, to_saturday, week = range(1, 6), range(1, 7), range(1, 8)
    return {
        "sites": (
            _site("A", "hospital"),
            _site("B", "hospital"),
            _site("X", "supplier", "Europe/Helsinki"),
            _site("N", "supplier"),
            _site("R", "reactor"),
        ),
        "travel_times": tuple(
            TravelTime(catchment_id=catchment, site_id=site, travel_min=minutes, **MARK)
            for catchment, site, minutes in (("K1", "A", 20.0), ("K1", "B", 70.0), ("K2", "B", 15.0), ("K2", "A", 60.0))
        ),
        "opening_hours": (
            *_hours("A", "treatment", weekdays, "08:00", "16:00"),
            *_hours("A", "discharge", weekdays, "08:00", "20:00"),
            *_hours("A", "reception", weekdays, "07:00", "17:00"),
            *_hours("B", "treatment", to_saturday, "08:00", "16:00"),
            *_hours("B", "discharge", week, "10:00", "18:00"),
            *_hours("B", "reception", to_saturday, "07:00", "17:00"),
        ),
        "covers": tuple(NightCover(site_id="B", weekday=day, night_cover=day != 5, **MARK) for day in week),
        "closures": (
            Closure(
                closure_id="CLOSED",
                site_id="A",
                starts_at=local("2027-04-05 00:00"),
                ends_at=local("2027-04-07 00:00"),
                reason="works",
            ),
        ),
        "rooms": (
            Room(room_id="RA", site_id="A", same_sex=False, one_nuclide=False, **MARK),
            Room(room_id="RB", site_id="B", same_sex=True, one_nuclide=True, **MARK),
        ),
        "places": (
            _place("A1", "A", "RA", overnight=False, cleaning_h=1.0),
            _place("A2", "A", "RA", overnight=False, cleaning_h=1.0),
            _place("B1", "B", "RB", overnight=True, cleaning_h=2.0),
            _place("B2", "B", "RB", overnight=True, cleaning_h=2.0),
        ),
        "rosters": (
            *_roster("A", "nurse", weekdays, "07:00", "20:00"),
            *_roster("A", "physician", weekdays, "08:00", "17:00"),
            *_roster("B", "nurse", week, "07:00", "20:00"),
            *_roster("B", "physician", to_saturday, "08:00", "17:00"),
        ),
        "initial_stays": (
            InitialStay(
                place_id="B2",
                starts_at=local("2027-03-14 10:00"),
                ends_at=local("2027-03-16 12:00"),
                sex="female",
                nuclide="Lu-177",
            ),
        ),
    }


def _products() -> dict[str, Any]:
    shared: dict[str, Any] = {
        "nuclide": "Lu-177",
        "form": "patient_vial",
        "prescribed_activity_mbq": 7400.0,
        "tolerance_fraction": 0.1,
        "residual_mbq": 100.0,
        "fill_reference_local": "12:00",
        "splittable": False,
        "swappable": True,
        **MARK,
    }
    psma = Product(
        product_id="PSMA",
        name="PSMA",
        concentration_mbq_per_ml=1000.0,
        volume_min_ml=7.5,
        volume_max_ml=12.5,
        shelf_life_h=72.0,
        preparation_h=1.0,
        **shared,
    )
    lut = Product(product_id="LUT", name="LUT", shelf_life_h=72.0, preparation_h=2.0, **shared)
    tasks = [
        ("nurse", "administration", -60, 30),
        ("physician", "administration", 0, 30),
        ("nurse", "discharge", -30, 0),
    ]
    return {
        "nuclides": (Nuclide(nuclide="Lu-177", half_life_h=159.528, **MARK),),
        "products": (psma, lut),
        "retention": (
            Retention(
                product_id="PSMA",
                fast_fraction=0.5,
                fast_effective_half_life_h=2.0,
                slow_effective_half_life_h=60.0,
                dose_rate_usv_per_h_per_gbq=3.6,
                **MARK,
            ),
        ),
        "stay_rules": (_rule("*", "PSMA", limit=20.0), _rule("*", "LUT"), _rule("B", "LUT", urine_h=24.0)),
        "regimens": (
            _regimen("PSMA", "PSMA", 6, (35, 42, 49, 70), labs_valid_d=14),
            _regimen("LUT", "LUT", 4, (49, 56, 63, 112)),
        ),
        "site_products": tuple(
            SiteProduct(site_id=site, product_id=product, margin_fraction=0.02, **MARK)
            for site in "AB"
            for product in ("PSMA", "LUT")
        ),
        "tasks": tuple(
            Task(product_id=product, role=role, anchor=anchor, from_min=start, to_min=end, heads=1, **MARK)
            for product in ("PSMA", "LUT")
            for role, anchor, start, end in tasks
        ),
    }


def _rule(site_id: str, product_id: str, *, urine_h: float = 0.0, limit: float | None = None) -> StayRule:
    return StayRule(
        site_id=site_id,
        product_id=product_id,
        admission_lead_h=1.0,
        infusion_h=0.5,
        observation_h=4.0,
        urine_collection_h=urine_h,
        licence_minimum_h=0.0,
        dose_rate_limit_usv_per_h=limit,
        **MARK,
    )


def _regimen(
    regimen_id: str, product_id: str, cycles: int, interval: tuple[int, int, int, int], labs_valid_d: int | None = None
) -> Regimen:
    return Regimen(
        regimen_id=regimen_id,
        product_id=product_id,
        cycles=cycles,
        interval_min_d=interval[0],
        interval_due_d=interval[1],
        interval_window_end_d=interval[2],
        interval_max_d=interval[3],
        first_earliest_d=7,
        first_due_d=14,
        first_window_end_d=21,
        first_stop_d=42,
        labs_valid_d=labs_valid_d,
        labs_turnaround_d=8,
        continuation_fraction=0.9,
        **MARK,
    )


def _lane(lane_id: str, origin: str, destination: str, transit_h: float, cost_eur: float) -> Lane:
    return Lane(
        lane_id=lane_id,
        origin_site_id=origin,
        destination_site_id=destination,
        transporter="T",
        transit_h=transit_h,
        handover_cutoff_h=2.0,
        max_packages=2,
        max_activity_mbq=50_000.0,
        cost_eur=cost_eur,
        **MARK,
    )


def _initial_order(order_id: str, course_id: str, intended_on: date) -> InitialOrder:
    calibration_at = datetime(intended_on.year, intended_on.month, intended_on.day, 12, tzinfo=UTC) - timedelta(days=2)
    return InitialOrder(
        order_id=order_id,
        supplier_id="XTERN",
        product_id="PSMA",
        destination_site_id="A",
        course_id=course_id,
        cycle_number=2,
        state="irrevocable",
        intended_on=intended_on,
        calibration_at=calibration_at,
        dispatch_at=calibration_at + timedelta(hours=2),
        certified_at=calibration_at + timedelta(hours=4),
    )


def slot(slot_id: str, calibration_at: datetime, quantity: int = 2) -> Slot:
    """Return a slot of the external supplier."""
    return Slot(
        slot_id=slot_id,
        supplier_id="XTERN",
        product_id="PSMA",
        order_cutoff_at=calibration_at - timedelta(days=7),
        calibration_at=calibration_at,
        dispatch_at=calibration_at + timedelta(hours=2),
        certified_at=calibration_at + timedelta(hours=4),
        quantity=quantity,
        **MARK,
    )


def _supply() -> dict[str, Any]:
    return {
        "suppliers": (
            Supplier(supplier_id="XTERN", name="Xtern", site_id="X", control="external", **MARK),
            Supplier(supplier_id="NATION", name="Nation", site_id="N", control="controlled", **MARK),
        ),
        "slots": (slot("SL1", utc("2027-03-23 12:00")), slot("SL2", utc("2027-04-06 12:00"))),
        "lanes": (
            _lane("XA", "X", "A", 13.0, 400.0),
            _lane("XB", "X", "B", 13.0, 410.0),
            _lane("NA", "N", "A", 3.0, 90.0),
            _lane("NB", "N", "B", 3.0, 100.0),
        ),
        "departures": (
            *(
                Departure(lane_id=lane, weekday=day, departs_local="20:00", **MARK)
                for lane in ("XA", "XB")
                for day in (2, 7)
            ),
            *(
                Departure(lane_id=lane, weekday=day, departs_local="06:00", **MARK)
                for lane in ("NA", "NB")
                for day in (5, 6)
            ),
        ),
        "reactors": (Reactor(reactor_id="BR", name="Reactor", site_id="R", positions=2, flux_per_cm2_s=1e14, **MARK),),
        "reactor_cycles": (
            ReactorCycle(
                reactor_cycle_id="CY1",
                reactor_id="BR",
                starts_at=utc("2027-03-02 00:00"),
                ends_at=utc("2027-03-27 00:00"),
                **MARK,
            ),
        ),
        "lines": (
            Line(
                line_id="L1",
                supplier_id="NATION",
                product_id="LUT",
                reactor_id="BR",
                target_nuclide="Yb-176",
                target_mass_g=0.04,
                enrichment_fraction=0.99,
                irradiation_min_h=120.0,
                irradiation_max_h=168.0,
                irradiation_step_h=24.0,
                cooling_h=6.0,
                processing_h=6.0,
                qc_h=4.0,
                yield_fraction=0.8,
                qc_sample_mbq=200.0,
                processing_starts_local="08:00",
                processing_weekdays=("1", "2", "3", "4", "5"),
                batches_per_day=1,
                **MARK,
            ),
        ),
        "tail_supply": (TailSupply(product_id="PSMA", vials_per_week=10.0, **MARK),),
        "initial_orders": (
            _initial_order("IO3", "C3", date(2027, 3, 22)),
            _initial_order("IO4", "C4", date(2027, 3, 29)),
        ),
        "initial_batches": (
            InitialBatch(
                batch_id="IB1",
                line_id="L1",
                calibration_at=utc("2027-03-18 13:00"),
                dispatch_at=utc("2027-03-18 17:00"),
                certified_at=utc("2027-03-18 17:00"),
                usable_activity_mbq=9500.0,
            ),
        ),
        "initial_irradiations": (
            InitialIrradiation(
                irradiation_id="II1",
                line_id="L1",
                starts_at=utc("2027-03-11 00:00"),
                ends_at=utc("2027-03-20 00:00"),
            ),
        ),
    }


def course(course_id: str, regimen_id: str, referred_on: date, **changes: Any) -> Course:
    """Return a course of patient ``P`` + its number."""
    made = Course(
        course_id=course_id,
        patient_id=f"P{course_id[1:]}",
        regimen_id=regimen_id,
        referred_on=referred_on,
        transfer_allowed=False,
        max_travel_min=45.0,
        weight=1,
        prescribed_activity_mbq=7400.0,
    )
    return replace(made, **changes)


def _past(course_id: str, site_id: str, at: datetime) -> PastAdministration:
    return PastAdministration(
        course_id=course_id, cycle_number=1, site_id=site_id, administered_at=at, administered_activity_mbq=7300.0
    )


def _people() -> dict[str, Any]:
    return {
        "patients": tuple(
            Patient(patient_id=patient, sex=sex, birth_year=1950, weight_kg=80.0, catchment_id=catchment)
            for patient, sex, catchment in (
                ("P1", "male", "K1"),
                ("P2", "female", "K2"),
                ("P3", "male", "K1"),
                ("P4", "male", "K1"),
            )
        ),
        "courses": (
            course("C1", "PSMA", date(2027, 3, 8), weight=2),
            course("C2", "LUT", date(2027, 1, 4), home_site_id="B"),
            course("C3", "PSMA", date(2027, 1, 4), home_site_id="A"),
            course("C4", "PSMA", date(2027, 1, 11), home_site_id="A"),
        ),
        "past_administrations": (
            _past("C2", "B", local("2027-02-01 10:00")),
            _past("C3", "A", local("2027-02-08 14:00")),
            _past("C4", "A", local("2027-02-15 14:00")),
        ),
        "labs": (
            Lab(course_id="C3", taken_at=local("2027-03-11 09:00"), outcome="fit"),
            Lab(course_id="C4", taken_at=local("2027-03-11 09:00"), outcome="withhold", retest_on=date(2027, 5, 30)),
        ),
        "pins": (
            Pin(course_id="C3", cycle_number=2, site_id="A", place_id="A1", administered_at=local("2027-03-22 14:00")),
        ),
    }


NEW_PATIENT = {
    "patient_id": "P9",
    "sex": "female",
    "birth_year": 1951,
    "weight_kg": 71.0,
    "catchment_id": "K1",
    "regimen_id": "PSMA",
    "max_travel_min": 90.0,
    "weight": 3,
    "prescribed_activity_mbq": 7400.0,
}
"""Somebody who is added to the small country by an event, but for the date of the referral."""
