"""A small invented country, static tables only: two regions, three centres, two suppliers, one controlled line."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

from doseline.journey import (
    Catchment,
    DemandParameter,
    Departure,
    Lane,
    Line,
    NightCover,
    Nuclide,
    OpeningHours,
    Place,
    Product,
    Reactor,
    ReactorCycle,
    Regimen,
    Region,
    Room,
    Roster,
    ScenarioOverride,
    Site,
    SiteProduct,
    SlotPattern,
    Source,
    StayRule,
    Supplier,
    TailSupply,
    Task,
    TravelTime,
)
from doseline.network.model import Network, Properties

MARK: dict[str, Any] = {"source": "invented", "confidence": "synthetic"}
CENTRES = ("H-NORTH", "H-SOUTH", "H-EAST")
PRODUCTS = ("PSMA", "DOTA", "RADIUM", "IODINE", "HOME")
OVERNIGHT = {"IODINE"}
WEEKDAYS = range(1, 6)

_INTERVAL = {"PSMA": (35, 42, 49, 70, 6), "DOTA": (49, 56, 63, 112, 4), "RADIUM": (26, 28, 31, 42, 6)}
_INTERVAL |= {"IODINE": (180, 182, 200, 365, 1), "HOME": (35, 42, 49, 70, 6)}
_INCIDENCE = {"PSMA": 300.0, "DOTA": 120.0, "RADIUM": 80.0, "IODINE": 150.0, "HOME": 90.0}
_NUCLIDE = {"PSMA": "Lu-177", "DOTA": "Lu-177", "RADIUM": "Ra-223", "IODINE": "I-131", "HOME": "Lu-177"}
_MALE = {"PSMA": 1.0, "DOTA": 0.5, "RADIUM": 1.0, "IODINE": 0.25, "HOME": 1.0}


def static_country() -> Network:
    """Return the country as `doseline.demand` takes it: no slots, no patients, no initial state."""
    return Network(
        properties=Properties(
            country="XX",
            timezone="Europe/Brussels",
            instance="static",
            scenario="base",
            seed=0,
            planned_at=datetime(2027, 2, 28, 23, tzinfo=UTC),
            horizon_start_on=date(2027, 3, 1),
            horizon_days=84,
            tail_weeks=12,
            step_min=15,
        ),
        sources=(Source(source_id="invented", citation="Invented for tests.", kind="synthetic"),),
        demand_parameters=_parameters(),
        scenarios=_scenarios(),
        regions=tuple(
            Region(region_id=region, name=region, population=1_000_000, **MARK) for region in ("R-NORTH", "R-SOUTH")
        ),
        catchments=_catchments(),
        sites=_sites(),
        travel_times=_travel_times(),
        opening_hours=_opening_hours(),
        covers=tuple(
            NightCover(site_id=site, weekday=weekday, night_cover=True, **MARK)
            for site in CENTRES
            for weekday in range(1, 8)
            if weekday < 5 or site == "H-NORTH"
        ),
        rooms=_rooms(),
        places=_places(),
        rosters=tuple(
            Roster(
                site_id=site, role=role, weekday=weekday, starts_local="08:00", ends_local="18:00", heads=heads, **MARK
            )
            for site in CENTRES
            for role, heads in (("physician", 2), ("nurse", 4))
            for weekday in WEEKDAYS
        ),
        nuclides=tuple(
            Nuclide(nuclide=nuclide, half_life_h=half_life_h, **MARK)
            for nuclide, half_life_h in (("Lu-177", 159.5), ("Ra-223", 274.3), ("I-131", 192.5))
        ),
        products=_products(),
        stay_rules=tuple(
            StayRule(
                site_id="*",
                product_id=product,
                admission_lead_h=0.5,
                infusion_h=0.5,
                observation_h=2.0,
                urine_collection_h=0.0,
                licence_minimum_h=60.0 if product in OVERNIGHT else 0.0,
                **MARK,
            )
            for product in PRODUCTS
        ),
        regimens=tuple(_regimen(product) for product in PRODUCTS),
        site_products=tuple(
            SiteProduct(site_id=site, product_id=product, margin_fraction=0.02, **MARK)
            for site in CENTRES
            for product in PRODUCTS
            if not (site == "H-EAST" and product == "IODINE")
        ),
        tasks=tuple(
            Task(product_id=product, role=role, anchor=anchor, from_min=begin, to_min=end, heads=1, **MARK)
            for product in PRODUCTS
            for role, anchor, begin, end in (
                ("physician", "administration", 0, 30),
                ("nurse", "administration", -30, 60),
                ("nurse", "discharge", -15, 0),
            )
        ),
        suppliers=(
            Supplier(supplier_id="S-FAR", name="Far", site_id="P-FAR", control="external", **MARK),
            Supplier(supplier_id="S-HOME", name="Home", site_id="P-HOME", control="controlled", **MARK),
        ),
        slot_patterns=tuple(
            SlotPattern(
                slot_pattern_id=f"{product}-{weekday}",
                supplier_id="S-FAR",
                product_id=product,
                weekday=weekday,
                calibration_local="12:00",
                dispatch_after_h=2.0,
                certified_after_h=12.0,
                order_cutoff_before_h=240.0,
                quantity=quantity,
                **MARK,
            )
            for product, quantity in (("PSMA", 20), ("DOTA", 10), ("RADIUM", 8), ("IODINE", 6))
            for weekday in (1, 3, 5)
        ),
        lanes=_lanes(),
        departures=_departures(),
        reactors=(
            Reactor(reactor_id="BR2", name="Reactor", site_id="P-HOME", positions=2, flux_per_cm2_s=2e14, **MARK),
        ),
        reactor_cycles=tuple(
            ReactorCycle(reactor_cycle_id=f"BR2-{number}", reactor_id="BR2", starts_at=begin, ends_at=end, **MARK)
            for number, begin, end in (
                (1, datetime(2027, 2, 2, tzinfo=UTC), datetime(2027, 3, 9, tzinfo=UTC)),
                (2, datetime(2027, 3, 30, tzinfo=UTC), datetime(2027, 5, 4, tzinfo=UTC)),
            )
        ),
        lines=(_line(),),
        tail_supply=tuple(TailSupply(product_id=product, vials_per_week=60.0, **MARK) for product in PRODUCTS),
    )


def with_parameters(network: Network, **values: float) -> Network:
    """Return `network` with these parameters set for every scope."""
    kept = tuple(row for row in network.demand_parameters if row.parameter not in values)
    new = tuple(
        DemandParameter(parameter=name, scope="*", value=value, unit="1", **MARK) for name, value in values.items()
    )
    return replace(network, demand_parameters=kept + new)


def _parameters() -> tuple[DemandParameter, ...]:
    everybody = {
        "eligible_fraction": 0.8,
        "uptake_fraction": 0.5,
        "age_mean_y": 68.0,
        "age_sd_y": 9.0,
        "weight_male_mean_kg": 82.0,
        "weight_male_sd_kg": 13.0,
        "weight_female_mean_kg": 69.0,
        "weight_female_sd_kg": 13.0,
        "trial_fraction": 0.1,
        "transfer_allowed_fraction": 0.3,
        "max_travel_min": 90.0,
        "short_travel_min": 30.0,
        "short_travel_fraction": 0.2,
        "gravity_scale_min": 30.0,
        "late_fraction": 0.3,
        "late_mean_d": 5.0,
        "withhold_fraction": 0.1,
        "retest_after_d": 7.0,
    }
    rows = [(name, "*", value) for name, value in everybody.items()]
    rows += [("incidence_per_year", product, 2.5 * value) for product, value in _INCIDENCE.items()]
    rows += [("male_fraction", product, value) for product, value in _MALE.items()]
    return tuple(
        DemandParameter(parameter=name, scope=scope, value=value, unit="1", **MARK) for name, scope, value in rows
    )


def _scenarios() -> tuple[ScenarioOverride, ...]:
    rows = (
        ("tight", "demand_parameters", "uptake_fraction|*", "value", "0.9", "set"),
        ("tight", "slot_patterns", "*", "quantity", "0.5", "multiply"),
        ("low", "demand_parameters", "uptake_fraction|*", "value", "0.4", "set"),
        ("low", "places", "B-H-NORTH-2", "place_id", None, "delete"),
    )
    return tuple(
        ScenarioOverride(scenario=one, table_name=table, key=key, field=field, value=value, operation=how, **MARK)
        for one, table, key, field, value, how in rows
    )


def _catchments() -> tuple[Catchment, ...]:
    return tuple(
        Catchment(
            catchment_id=name,
            name=name,
            region_id=region,
            latitude_deg=50.0,
            longitude_deg=4.0,
            population=population,
            **MARK,
        )
        for name, region, population in (
            ("K-1", "R-NORTH", 600_000),
            ("K-2", "R-NORTH", 400_000),
            ("K-3", "R-SOUTH", 700_000),
            ("K-4", "R-SOUTH", 300_000),
        )
    )


def _sites() -> tuple[Site, ...]:
    centres = [(name, "hospital", "Europe/Brussels") for name in CENTRES]
    return tuple(
        Site(
            site_id=name, name=name, kind=kind, city="Town", latitude_deg=50.0, longitude_deg=4.0, timezone=zone, **MARK
        )
        for name, kind, zone in [
            *centres,
            ("P-FAR", "supplier", "Europe/London"),
            ("P-HOME", "supplier", "Europe/Brussels"),
        ]
    )


def _travel_times() -> tuple[TravelTime, ...]:
    minutes = {"K-1": (15, 60, 80), "K-2": (40, 70, 50), "K-3": (65, 20, 45), "K-4": (100, 50, 35)}
    return tuple(
        TravelTime(catchment_id=catchment, site_id=site, travel_min=float(travel_min), **MARK)
        for catchment, row in minutes.items()
        for site, travel_min in zip(CENTRES, row, strict=True)
    )


def _opening_hours() -> tuple[OpeningHours, ...]:
    hours = {"treatment": ("08:00", "16:00", 6), "discharge": ("08:00", "18:00", 8), "reception": ("06:00", "12:00", 6)}
    return tuple(
        OpeningHours(site_id=site, service=service, weekday=weekday, opens_local=opens, closes_local=closes, **MARK)
        for site in CENTRES
        for service, (opens, closes, until) in hours.items()
        for weekday in range(1, until)
    )


def _rooms() -> tuple[Room, ...]:
    return tuple(
        Room(room_id=f"M-{site}-{kind}", site_id=site, same_sex=kind == "beds", one_nuclide=kind == "beds", **MARK)
        for site in CENTRES
        for kind in ("beds", "chairs")
    )


def _places() -> tuple[Place, ...]:
    beds = [
        Place(
            place_id=f"B-{site}-{number}",
            site_id=site,
            room_id=f"M-{site}-beds",
            kind="bed",
            overnight=True,
            nuclides=("I-131", "Lu-177"),
            cleaning_h=2.0,
            stays_per_week=3.0,
            **MARK,
        )
        for site in CENTRES
        for number in (1, 2)
    ]
    chairs = [
        Place(
            place_id=f"S-{site}-{number}",
            site_id=site,
            room_id=f"M-{site}-chairs",
            kind="chair",
            overnight=False,
            nuclides=("Lu-177", "Ra-223"),
            cleaning_h=0.5,
            stays_per_week=5.0,
            **MARK,
        )
        for site in CENTRES
        for number in (1, 2, 3)
    ]
    return (*beds, *chairs)


def _products() -> tuple[Product, ...]:
    common: dict[str, Any] = {
        "tolerance_fraction": 0.1,
        "residual_mbq": 0.0,
        "preparation_h": 0.5,
        "splittable": False,
        "swappable": False,
        "fill_reference_local": "11:00",
        **MARK,
    }
    lutetium: dict[str, Any] = {"nuclide": "Lu-177", "prescribed_activity_mbq": 7400.0, "shelf_life_h": 120.0, **common}
    return (
        Product(
            product_id="PSMA",
            name="PSMA",
            form="patient_vial",
            concentration_mbq_per_ml=1000.0,
            volume_min_ml=7.0,
            volume_max_ml=12.5,
            **lutetium,
        ),
        Product(product_id="DOTA", name="DOTA", form="patient_vial", **lutetium),
        Product(
            product_id="RADIUM",
            name="RADIUM",
            form="patient_vial",
            nuclide="Ra-223",
            prescribed_kbq_per_kg=55.0,
            shelf_life_h=672.0,
            **common,
        ),
        Product(
            product_id="IODINE",
            name="IODINE",
            form="capsule",
            nuclide="I-131",
            prescribed_activity_mbq=3700.0,
            shelf_life_h=336.0,
            **common,
        ),
        Product(product_id="HOME", name="HOME", form="patient_vial", **lutetium),
    )


def _regimen(product: str) -> Regimen:
    minimum, due, window_end, maximum, cycles = _INTERVAL[product]
    return Regimen(
        regimen_id=f"{product}-full",
        product_id=product,
        cycles=cycles,
        interval_min_d=minimum,
        interval_due_d=due,
        interval_window_end_d=window_end,
        interval_max_d=maximum,
        first_earliest_d=7,
        first_due_d=14,
        first_window_end_d=28,
        first_stop_d=90,
        labs_valid_d=7 if product in ("PSMA", "DOTA") else None,
        labs_turnaround_d=3,
        continuation_fraction=0.9,
        **MARK,
    )


def _lanes() -> tuple[Lane, ...]:
    return tuple(
        Lane(
            lane_id=f"L-{origin}-{site}",
            origin_site_id=origin,
            destination_site_id=site,
            transporter="Courier",
            transit_h=transit_h,
            handover_cutoff_h=1.0,
            max_packages=20,
            max_activity_mbq=500_000.0,
            **MARK,
        )
        for origin, transit_h in (("P-FAR", 10.0), ("P-HOME", 2.0))
        for site in CENTRES
    )


def _departures() -> tuple[Departure, ...]:
    return tuple(
        Departure(lane_id=lane.lane_id, weekday=weekday, departs_local=departs, **MARK)
        for lane in _lanes()
        for weekday, departs in (
            [(day, "20:00") for day in (7, 1, 2, 3, 4)]
            if lane.origin_site_id == "P-FAR"
            else [(day, "06:00") for day in WEEKDAYS]
        )
    )


def _line() -> Line:
    return Line(
        line_id="HOME-LINE",
        supplier_id="S-HOME",
        product_id="HOME",
        reactor_id="BR2",
        target_nuclide="Yb-176",
        target_mass_g=1.0,
        enrichment_fraction=0.99,
        irradiation_min_h=72.0,
        irradiation_max_h=168.0,
        irradiation_step_h=24.0,
        cooling_h=12.0,
        processing_h=24.0,
        qc_h=4.0,
        yield_fraction=0.8,
        qc_sample_mbq=200.0,
        processing_starts_local="08:00",
        processing_weekdays=("1", "3", "5"),
        batches_per_day=1,
        **MARK,
    )
