"""A tiny country in memory that every check accepts, with at least one row in each table. All of it is synthetic.

`make_network(slots=())` changes a table; `row(network.slots[0], quantity=0)` changes one row. One hospital gives two
products, one bought from an external supplier, one made on a line of its own; three patients have a course each: one
not started, one running and one to come.
"""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any, TypeVar

from doseline import journey
from doseline.network import Network, PlanPackage, Properties

Noun = TypeVar("Noun")

PLANNED_AT = datetime(2027, 2, 22, 8, tzinfo=UTC)
START_ON = date(2027, 3, 1)
FACT: dict[str, Any] = {"source": "made-up", "confidence": "synthetic"}
WEEKDAYS = range(1, 6)


def row(noun: Noun, **changes: Any) -> Noun:
    """Return the row with these columns changed."""
    return replace(noun, **changes)  # type: ignore[type-var]


def make_properties(**changes: Any) -> Properties:
    """Return the properties of the tiny country, changed."""
    return replace(
        Properties(
            country="BE",
            timezone="Europe/Brussels",
            instance="tiny",
            scenario="base",
            seed=7,
            planned_at=PLANNED_AT,
            horizon_start_on=START_ON,
            horizon_days=28,
            tail_weeks=8,
            step_min=30,
        ),
        **changes,
    )


def make_network(**changes: Any) -> Network:
    """Return the tiny country with these tables, or `properties`, changed."""
    tables: dict[str, Any] = {**_evidence(), **_geography(), **_hospital(), **_products(), **_supply(), **_people()}
    return replace(Network(properties=make_properties(), **tables), **changes)


def make_plan(**changes: Any) -> PlanPackage:
    """Return a plan of the tiny country in form only: it keeps to no rule but that of its tables."""
    at = datetime(2027, 3, 3, 9, tzinfo=UTC)
    plan = PlanPackage(
        package_name="be-tiny",
        package_sha256="0" * 64,
        summary={"served": 1},
        certificates={"schema_version": 1, "levels": []},
        administrations=(
            journey.Administration(
                course_id="C1", cycle_number=1, product_id="LU", site_id="H1", place_id="H1-B1", vial_id="V1",
                administered_at=at, prescribed_activity_mbq=7400.0, administered_activity_mbq=7400.0,
                due_at=at, window_end_at=at, days_late=0, in_window=True,
            ),
        ),
        vials=(
            journey.Vial(
                vial_id="V1", product_id="LU", order_id="O9", shipment_id="T1", calibration_at=at, intended_at=at,
                activity_at_calibration_mbq=7425.0, certified_at=at, use="administered", batch_id=None, volume_ml=7.425,
            ),
        ),
        orders=(
            journey.Order(
                order_id="O9", slot_id="SL1", supplier_id="EXT", product_id="LU", destination_site_id="H1",
                state="provisional", vials=1, order_by_at=at,
            ),
        ),
        scans=(
            journey.Scan(
                course_id="C1", cycle_number=1, scan_number=1, site_id="H1", scanner_id="H1-S", starts_at=at,
                ends_at=at + timedelta(minutes=45),
            ),
        ),
        shipments=(
            journey.Shipment(
                shipment_id="T1", lane_id="EXT-H1", departs_at=at, arrives_at=at, packages=1, activity_mbq=7425.0
            ),
        ),
        unserved=(
            journey.Unserved(
                course_id="C3", cycle_number=1, product_id="RA", due_at=at, window_end_at=at, weight=1,
                binding=("C09", "C17"), sentence="No place was free, and the window had ended.",
            ),
        ),
        events=(
            journey.Event(
                event_id="E1", kind="vial_broken", at=at, subject_id="V9", reason="It fell, and broke.",
            ),
        ),
        changes=(
            journey.Change(
                course_id="C1", cycle_number=1, product_id="LU", kind=("instant", "vial"), reason="Its vial broke.",
                tell=("patient of C1", "centre H1"), event_id="E1", days_later=2, in_window=True, before_site_id="H1",
                before_at=at, before_source="slot:SL1", after_site_id="H1", after_at=at, after_source="slot:SL1",
            ),
        ),
        past_events=(
            journey.PastEvent(replanned_at=at, event_id="E1", kind="patient_stopped", at=at, subject_id="C9"),
        ),
        past_changes=(
            journey.PastChange(
                replanned_at=at, course_id="C9", cycle_number=1, product_id="LU", kind=("ended",), reason="It ended.",
                tell=("patient of C9",), event_id="E1", before_site_id="H1", before_at=at, before_source="slot:SL1",
            ),
        ),
        lowered_floors=(
            journey.LoweredFloor(
                replanned_at=at, region_id="FL", in_window_share_asked=0.5, in_window_share_min=0.33, asked_cycles=2,
                kept_cycles=1,
            ),
        ),
    )  # fmt: skip
    return replace(plan, **changes)


def at(day: int, hour: int = 8, minute: int = 0) -> datetime:
    """Return an instant so many days after the start of the horizon."""
    return datetime(START_ON.year, START_ON.month, START_ON.day, hour, minute, tzinfo=UTC) + timedelta(days=day)


def _evidence() -> dict[str, Any]:
    return {
        "sources": (
            journey.Source(source_id="made-up", citation="Made up for tests", kind="synthetic"),
            journey.Source(source_id="guess", citation="A guess of the test's author", kind="assumption"),
            journey.Source(source_id="paper", citation="A paper", kind="public", url="https://example.org/paper"),
        ),
        "provenance": (
            journey.Provenance(
                table_name="products", key="LU", field="residual_mbq", source="guess", confidence="assumption"
            ),
            journey.Provenance(
                table_name="products", key="LU", field="preparation_h", source="paper", confidence="derived",
                derived_from="products/LU/residual_mbq nuclides/Lu-177/half_life_h", formula="residual / half-life",
            ),
        ),
        "demand_parameters": (
            journey.DemandParameter(parameter="incidence", scope="LU", value=12.5, unit="1/a", **FACT),
        ),
        "scenarios": (
            journey.ScenarioOverride(
                scenario="low", table_name="slots", key="*", field="quantity", operation="multiply", value="0.5", **FACT
            ),
            journey.ScenarioOverride(
                scenario="low", table_name="places", key="H1-B1", field="cleaning_h", operation="set", value="6", **FACT
            ),
            journey.ScenarioOverride(
                scenario="low", table_name="places", key="H1-B2", field="*", operation="delete", **FACT
            ),
        ),
    }  # fmt: skip


def _geography() -> dict[str, Any]:
    return {
        "regions": (journey.Region(region_id="FL", name="Flanders", population=6_800_000, **FACT),),
        "region_floors": (journey.RegionFloor(region_id="FL", in_window_share_min=0.5, **FACT),),
        "catchments": (
            journey.Catchment(
                catchment_id="K1", name="Town, with a comma", region_id="FL", latitude_deg=50.9, longitude_deg=4.5,
                population=100_000, **FACT,
            ),
        ),
        "sites": (
            journey.Site(
                site_id="H1", name='Hospital "One"', kind="hospital", city="Liège", region_id="FL",
                latitude_deg=50.88, longitude_deg=4.7, timezone="Europe/Brussels", **FACT,
            ),
            journey.Site(
                site_id="S1", name="Supplier", kind="supplier", city="Ivrea", region_id=None,
                latitude_deg=45.46, longitude_deg=7.88, timezone="Europe/Rome", **FACT,
            ),
            journey.Site(
                site_id="R1", name="Reactor", kind="reactor", city="Mol", region_id="FL",
                latitude_deg=51.2, longitude_deg=5.1, timezone="Europe/Brussels", **FACT,
            ),
        ),
        "travel_times": (journey.TravelTime(catchment_id="K1", site_id="H1", travel_min=25.0, **FACT),),
        "holidays": (journey.Holiday(date_on=date(2027, 3, 29), name="Easter Monday", **FACT),),
    }  # fmt: skip


def _hospital() -> dict[str, Any]:
    hours = [("treatment", "08:00", "17:00"), ("discharge", "08:00", "20:00"), ("reception", "06:00", "18:00")]
    return {
        "opening_hours": tuple(
            journey.OpeningHours(
                site_id="H1", service=service, weekday=weekday, opens_local=opens, closes_local=closes, **FACT
            )
            for service, opens, closes in hours
            for weekday in WEEKDAYS
        ),
        "covers": tuple(
            journey.NightCover(site_id="H1", weekday=weekday, night_cover=True, **FACT) for weekday in range(1, 8)
        ),
        "closures": (
            journey.Closure(
                closure_id="X1", site_id="H1", place_id="H1-B2", starts_at=at(10), ends_at=at(12), reason="Painting"
            ),
        ),
        "absences": (
            journey.Absence(
                absence_id="N1", site_id="H1", role="nurse", starts_at=at(20), ends_at=at(21), heads=1, reason="Course"
            ),
        ),
        "rooms": (journey.Room(room_id="H1-1", site_id="H1", same_sex=True, one_nuclide=True, **FACT),),
        "places": tuple(
            journey.Place(
                place_id=place_id, site_id="H1", room_id="H1-1", kind="bed", overnight=True,
                nuclides=("Lu-177", "Ra-223"), cleaning_h=4.0, stays_per_week=3.5, effluent_line_id="H1-E", **FACT,
            )
            for place_id in ("H1-B1", "H1-B2")
        ),
        "rosters": tuple(
            journey.Roster(
                site_id=site_id, role=role, weekday=weekday, starts_local=starts_local, ends_local="24:00", heads=2,
                **FACT,
            )
            for site_id, role, starts_local in (("H1", "nurse", "07:00"), ("R1", "technologist", "00:00"))
            for weekday in range(1, 8)
        ),
        "qualifications": (
            journey.Qualification(
                qualification_id="H1-N", site_id="H1", role="nurse", competences=("infusion", "survey"),
                weekdays=("1", "2", "3", "4", "5"), starts_local="07:00", ends_local="20:00", heads=2,
                valid_until_on=date(2028, 6, 30), **FACT,
            ),
        ),
        "devices": (journey.Device(site_id="H1", kind="hot_cell", units=1, **FACT),),
        "scanners": (
            journey.Scanner(scanner_id="H1-S", site_id="H1", kind="spect_ct", therapy_hours_per_week=10.0, **FACT),
        ),
        "trial_slots": (
            journey.TrialSlot(
                trial_slot_id="TS1", trial_id="T", site_id="H1", place_id="H1-B2", weekday=5,
                first_on=date(2027, 4, 1), last_on=date(2027, 4, 30), **FACT,
            ),
        ),
        "scanner_closures": (
            journey.ScannerClosure(
                scanner_closure_id="H1-S-1", scanner_id="H1-S", starts_at=at(9), ends_at=at(10), reason="Service"
            ),
        ),
        "effluent_lines": (
            journey.EffluentLine(effluent_line_id="H1-E", site_id="H1", flow_per_stay_litres=120.0, **FACT),
        ),
        "tanks": (
            journey.Tank(
                tank_id="H1-T", effluent_line_id="H1-E", volume_litres=5000.0, initial_litres=100.0,
                initial_lu177_mbq=30.0, **FACT,
            ),
        ),
        "initial_waste": (
            journey.InitialWaste(
                waste_id="H1-OLD", site_id="H1", nuclide="Lu-177", measured_at=at(-21), activity_mbq=120.0
            ),
        ),
        "tank_contents": (journey.TankContent(tank_id="H1-T", nuclide="Lu-177m", initial_mbq=0.01),),
        "tank_closures": (
            journey.TankClosure(
                tank_closure_id="H1-T-1", tank_id="H1-T", starts_at=at(9), ends_at=at(10), reason="Inspection"
            ),
        ),
        "waste_stores": (
            journey.WasteStore(
                waste_store_id="H1-W", site_id="H1", volume_litres=900.0, initial_litres=0.0, **FACT
            ),
        ),
        "licences": (journey.Licence(site_id="H1", nuclide="Lu-177", possession_mbq=200_000.0, **FACT),),
    }  # fmt: skip


def _products() -> dict[str, Any]:
    return {
        "nuclides": (
            journey.Nuclide(nuclide="Lu-177", half_life_h=159.528, **FACT),
            journey.Nuclide(nuclide="Ra-223", half_life_h=274.32, **FACT),
        ),
        "products": (
            journey.Product(
                product_id="LU", name="A lutetium product", nuclide="Lu-177", form="patient_vial",
                prescribed_activity_mbq=7400.0, tolerance_fraction=0.1, residual_mbq=25.0,
                fill_reference_local="12:00", concentration_mbq_per_ml=1000.0, volume_min_ml=7.0, volume_max_ml=12.5,
                shelf_life_h=120.0, preparation_h=1.0, splittable=False, swappable=False, **FACT,
            ),
            journey.Product(
                product_id="RA", name="A radium product", nuclide="Ra-223", form="stock_vial",
                prescribed_kbq_per_kg=55.0, tolerance_fraction=0.1, residual_mbq=0.1, concentration_mbq_per_ml=1.1,
                volume_max_ml=6.0, shelf_life_h=672.0, preparation_h=0.5, splittable=False, swappable=True, **FACT,
            ),
        ),
        "retention": (
            journey.Retention(
                product_id="LU", fast_fraction=0.7, fast_effective_half_life_h=2.0, slow_effective_half_life_h=60.0,
                dose_rate_usv_per_h_per_gbq=6.0, **FACT,
            ),
        ),
        "stay_rules": (
            journey.StayRule(
                site_id="*", product_id="LU", admission_lead_h=1.0, infusion_h=0.5, observation_h=3.0,
                urine_collection_h=0.0, licence_minimum_h=24.0, dose_rate_limit_usv_per_h=20.0, **FACT,
            ),
            journey.StayRule(
                site_id="H1", product_id="RA", admission_lead_h=0.5, infusion_h=0.1, observation_h=1.0,
                urine_collection_h=0.0, licence_minimum_h=0.0, **FACT,
            ),
        ),
        "regimens": tuple(
            journey.Regimen(
                regimen_id=f"{product_id}-R", product_id=product_id, cycles=6, interval_min_d=35, interval_due_d=42,
                interval_window_end_d=49, interval_max_d=70, first_earliest_d=7, first_due_d=21,
                first_window_end_d=28, first_stop_d=56, labs_valid_d=14, labs_turnaround_d=3,
                continuation_fraction=0.9, **FACT,
            )
            for product_id in ("LU", "RA")
        ),
        "site_products": tuple(
            journey.SiteProduct(
                site_id="H1", product_id=product_id, margin_fraction=0.02, valid_from_on=date(2026, 1, 1), **FACT
            )
            for product_id in ("LU", "RA")
        ),
        "tasks": (
            journey.Task(
                product_id="LU", role="nurse", anchor="administration", from_min=-30, to_min=60, heads=1, **FACT
            ),
        ),
        "task_competences": (
            journey.TaskCompetence(
                product_id="LU", role="nurse", anchor="administration", from_min=-30, competence="infusion", **FACT
            ),
        ),
        "device_tasks": (
            journey.DeviceTask(
                product_id="LU", kind="hot_cell", anchor="administration", from_min=-60, to_min=-15, units=1, **FACT
            ),
        ),
        "scan_protocols": (
            journey.ScanProtocol(
                product_id="LU", scan_number=1, earliest_h=18.0, latest_h=30.0, duration_min=45.0, **FACT
            ),
        ),
        "scan_kinds": (journey.ScanKind(product_id="LU", kind="spect_ct", **FACT),),
    }  # fmt: skip


def _supply() -> dict[str, Any]:
    return {
        "suppliers": (
            journey.Supplier(supplier_id="EXT", name="External", site_id="S1", control="external", **FACT),
            journey.Supplier(supplier_id="OWN", name="Own line", site_id="R1", control="controlled", **FACT),
        ),
        "slots": tuple(
            journey.Slot(
                slot_id=f"SL{number}-{product_id}", supplier_id="EXT", product_id=product_id,
                order_cutoff_at=at(day - 6), calibration_at=at(day, 12),
                dispatch_at=at(day, 4), certified_at=at(day, 5), quantity=4, **FACT,
            )
            for number, day in enumerate((1, 8, 15, 22), start=1)
            for product_id in ("LU", "RA")
        ),
        "slot_patterns": (
            journey.SlotPattern(
                slot_pattern_id="SP1", supplier_id="EXT", product_id="LU", weekday=2, calibration_local="12:00",
                dispatch_after_h=-8.0, certified_after_h=-7.0, order_cutoff_before_h=150.0, quantity=4, **FACT,
            ),
        ),
        "trial_supply": (journey.TrialSupply(supplier_id="OWN", product_id="RA", trial_id="T", **FACT),),
        "lanes": tuple(
            journey.Lane(
                lane_id=f"{origin}-H1", origin_site_id=site_id, destination_site_id="H1", transporter="Road",
                transit_h=10.0, handover_cutoff_h=1.0, max_packages=20, max_activity_mbq=400_000.0, cost_eur=650.0,
                **FACT,
            )
            for origin, site_id in (("EXT", "S1"), ("OWN", "R1"))
        ),
        "departures": tuple(
            journey.Departure(lane_id=lane_id, weekday=weekday, departs_local="20:00", **FACT)
            for lane_id in ("EXT-H1", "OWN-H1")
            for weekday in WEEKDAYS
        ),
        "reactors": (
            journey.Reactor(
                reactor_id="BR", name="Reactor", site_id="R1", positions=3, flux_per_cm2_s=3e14, **FACT
            ),
        ),
        "reactor_cycles": (
            journey.ReactorCycle(reactor_cycle_id="BR-1", reactor_id="BR", starts_at=at(-14), ends_at=at(14), **FACT),
        ),
        "lines": (
            journey.Line(
                line_id="L1", supplier_id="OWN", product_id="LU", reactor_id="BR", target_nuclide="Yb-176",
                target_mass_g=1.0, enrichment_fraction=0.995, irradiation_min_h=96.0, irradiation_max_h=240.0,
                irradiation_step_h=24.0, cooling_h=24.0, processing_h=12.0, qc_h=10.0, yield_fraction=0.8,
                qc_sample_mbq=500.0, processing_starts_local="06:00", processing_weekdays=("1", "3"),
                batches_per_day=1, **FACT,
            ),
        ),
        "line_staff": (journey.LineStaff(line_id="L1", role="technologist", heads=1, **FACT),),
        "production_licences": (
            journey.ProductionLicence(site_id="R1", nuclide="Lu-177", licence_mbq=9_000_000.0, **FACT),
        ),
        "stops": (
            journey.Stop(
                stop_id="ST1", kind="supplier", ref_id="EXT", starts_at=at(9), ends_at=at(10), reason="Maintenance",
                **FACT,
            ),
        ),
        "tail_supply": (journey.TailSupply(product_id="LU", vials_per_week=4.0, **FACT),),
    }  # fmt: skip


def _people() -> dict[str, Any]:
    course: dict[str, Any] = {
        "transfer_allowed": False, "max_travel_min": 90.0, "weight": 1, "prescribed_activity_mbq": 7400.0,
    }  # fmt: skip
    return {
        "patients": tuple(
            journey.Patient(patient_id=patient_id, sex=sex, birth_year=1950, weight_kg=weight_kg, catchment_id="K1")
            for patient_id, sex, weight_kg in (("P1", "male", 80.0), ("P2", "female", 62.5), ("P3", "male", 71.3))
        ),
        "courses": (
            journey.Course(
                course_id="C1", patient_id="P1", regimen_id="LU-R", referred_on=date(2027, 2, 15), **course
            ),
            journey.Course(
                course_id="C2", patient_id="P2", regimen_id="LU-R", referred_on=date(2026, 10, 26), home_site_id="H1",
                **course,
            ),
            journey.Course(
                course_id="C3", patient_id="P3", regimen_id="RA-R", referred_on=date(2027, 2, 18),
                **(course | {"prescribed_activity_mbq": 3.9, "transfer_allowed": True}),
            ),
        ),
        "past_administrations": tuple(
            journey.PastAdministration(
                course_id="C2", cycle_number=cycle, site_id="H1", administered_at=at(day, 9),
                administered_activity_mbq=7391.25,
            )
            for cycle, day in ((1, -77), (2, -35))
        ),
        "labs": (
            journey.Lab(course_id="C1", taken_at=at(-8), outcome="fit"),
            journey.Lab(course_id="C2", taken_at=at(-8), outcome="withhold", retest_on=date(2027, 3, 4)),
        ),
        "pins": (
            journey.Pin(course_id="C1", cycle_number=1, site_id="H1", place_id="H1-B1", administered_at=at(9, 10)),
        ),
        "promises": (
            journey.Promise(
                course_id="C2", cycle_number=3, site_id="H1", place_id="H1-B1", administered_at=at(9, 14),
                place_price=1, hour_price=2, date_price=3, centre_price=4, unserved_price=5,
            ),
        ),
        "promised_scans": (
            journey.PromisedScan(
                course_id="C2", cycle_number=3, scan_number=1, scanner_id="H1-S", starts_at=at(10, 9)
            ),
        ),
        "standbys": (journey.Standby(course_id="C2", notice_h=3.0),),
        "initial_orders": (
            journey.InitialOrder(
                order_id="O1", supplier_id="EXT", product_id="LU", destination_site_id="H1", course_id="C2",
                cycle_number=3, state="irrevocable", intended_on=date(2027, 3, 9), calibration_at=at(7, 12),
                dispatch_at=at(7, 4), certified_at=at(7, 5),
            ),
            journey.InitialOrder(
                order_id="O2", supplier_id="EXT", product_id="LU", destination_site_id="H1", course_id="C1",
                cycle_number=1, state="irrevocable", intended_on=date(2027, 3, 10), calibration_at=at(-6, 12),
                dispatch_at=at(-9, 4), certified_at=at(-9, 5), shipment_id="SH1",
            ),
        ),
        "initial_shipments": (
            journey.InitialShipment(
                shipment_id="SH1", lane_id="EXT-H1", departs_at=at(-8, 19), arrives_at=at(-7, 5)
            ),
        ),
        "initial_batches": (
            journey.InitialBatch(
                batch_id="B1", line_id="L1", calibration_at=at(1, 17), dispatch_at=at(2, 3), certified_at=at(2, 3),
                usable_activity_mbq=60_000.0,
            ),
        ),
        "initial_irradiations": (
            journey.InitialIrradiation(irradiation_id="I1", line_id="L1", starts_at=at(-8), ends_at=at(-1)),
        ),
        "initial_stays": (
            journey.InitialStay(
                place_id="H1-B2", starts_at=at(-7, 9), ends_at=at(-6, 10), sex="male", nuclide="Lu-177"
            ),
        ),
        "initial_scans": (
            journey.InitialScan(scanner_id="H1-S", starts_at=at(1, 9), ends_at=at(1, 10)),
            journey.InitialScan(
                scanner_id="H1-S", starts_at=at(-34, 9), ends_at=at(-34, 10), course_id="C2", cycle_number=2,
                scan_number=1,
            ),
        ),
    }  # fmt: skip
