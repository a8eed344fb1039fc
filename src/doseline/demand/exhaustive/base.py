"""The country that the XS instances share: two centres, one external supplier, one controlled line, plenty of all.

An instance takes this country and makes one thing scarce. Nothing here describes a real centre, supplier or patient.
"""

from collections.abc import Iterable
from dataclasses import replace
from typing import Final

from doseline.demand.exhaustive.scene import SOURCE, Scene
from doseline.journey import (
    Catchment,
    Departure,
    Lane,
    NightCover,
    Nuclide,
    OpeningHours,
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
from doseline.network import Network

CENTRES: Final = ("CENTRE-A", "CENTRE-B")
PRODUCER: Final = "PRODUCER"
RADIOPHARMACY: Final = "RADIOPHARMACY"
LUTETIUM: Final = "LU-VIAL"
RADIUM: Final = "RA-VIAL"
WORKDAYS: Final = (1, 2, 3, 4, 5)
_MARK: Final = {"source": SOURCE, "confidence": "synthetic"}


def base(scene: Scene, *, horizon_days: int = 14, tail_weeks: int = 1, step_min: int = 120) -> Network:
    """Return the country without demand and without a line.

    Parameters
    ----------
    scene : Scene
        Name, seed and first Monday.
    horizon_days : int
        Length of the horizon (d).
    tail_weeks : int
        Weeks that carry the tail load.
    step_min : int
        Step of the grid (min).
    """
    return Network(
        properties=scene.properties(horizon_days=horizon_days, tail_weeks=tail_weeks, step_min=step_min),
        sources=(
            Source(
                source_id=SOURCE,
                citation="Made up for exhaustive tests; nothing here describes a real centre, supplier or patient",
                kind="synthetic",
            ),
        ),
        regions=(Region(region_id="R", name="Region", population=100_000, **_MARK),),
        catchments=tuple(
            Catchment(
                catchment_id=f"TOWN-{letter}",
                name=f"Town {letter}",
                region_id="R",
                latitude_deg=50.5,
                longitude_deg=longitude_deg,
                population=50_000,
                **_MARK,
            )
            for letter, longitude_deg in (("A", 4.0), ("B", 5.0))
        ),
        sites=tuple(_sites()),
        travel_times=tuple(
            TravelTime(
                catchment_id=f"TOWN-{town}",
                site_id=f"CENTRE-{centre}",
                travel_min=float(scene.rng.randint(10, 25) if town == centre else scene.rng.randint(40, 55)),
                **_MARK,
            )
            for town in "AB"
            for centre in "AB"
        ),
        opening_hours=tuple(
            row
            for centre in CENTRES
            for service, opens_local, closes_local in (
                ("treatment", "08:00", "16:00"),
                ("discharge", "08:00", "20:00"),
                ("reception", "06:00", "20:00"),
            )
            for row in hours(centre, service, WORKDAYS, opens_local, closes_local)
        ),
        covers=tuple(
            NightCover(site_id=centre, weekday=weekday, night_cover=True, **_MARK)
            for centre in CENTRES
            for weekday in (1, 2, 3, 4)
        ),
        rooms=tuple(
            Room(room_id=f"ROOM-{letter}", site_id=f"CENTRE-{letter}", same_sex=False, one_nuclide=False, **_MARK)
            for letter in "AB"
        ),
        places=(place("A-1"), place("A-2"), place("B-1")),
        rosters=tuple(
            Roster(
                site_id=centre,
                role="nurse",
                weekday=weekday,
                starts_local="08:00",
                ends_local="20:00",
                heads=3,
                **_MARK,
            )
            for centre in CENTRES
            for weekday in WORKDAYS
        ),
        nuclides=(
            Nuclide(nuclide="Lu-177", half_life_h=159.528, **_MARK),
            Nuclide(nuclide="Ra-223", half_life_h=274.4448, **_MARK),
        ),
        products=(_lutetium(), _radium()),
        retention=(
            Retention(
                product_id=LUTETIUM,
                fast_fraction=0.5,
                fast_effective_half_life_h=2.0,
                slow_effective_half_life_h=50.0,
                dose_rate_usv_per_h_per_gbq=4.0,
                **_MARK,
            ),
        ),
        stay_rules=tuple(stay_rule(product_id) for product_id in (LUTETIUM, RADIUM)),
        regimens=(regimen(LUTETIUM), regimen(RADIUM)),
        site_products=tuple(site_product(centre, LUTETIUM) for centre in CENTRES),
        tasks=tuple(
            Task(product_id=product_id, role="nurse", anchor="administration", from_min=0, to_min=120, heads=1, **_MARK)
            for product_id in (LUTETIUM, RADIUM)
        ),
        suppliers=(
            Supplier(supplier_id="EXTERNAL", name="External", site_id=PRODUCER, control="external", **_MARK),
            Supplier(supplier_id="NATIONAL", name="National", site_id=RADIOPHARMACY, control="controlled", **_MARK),
        ),
        lanes=tuple(
            lane(origin, centre, cost_eur=float(scene.rng.randint(10, 40) * 10))
            for origin in (PRODUCER, RADIOPHARMACY)
            for centre in CENTRES
        ),
        departures=tuple(
            departure(f"{origin}-{centre}", weekday, departs_local)
            for origin, departs_local in ((PRODUCER, "08:00"), (RADIOPHARMACY, "14:00"))
            for centre in CENTRES
            for weekday in WORKDAYS
        ),
        reactors=(
            Reactor(reactor_id="REACTOR", name="Reactor", site_id="REACTOR", positions=2, flux_per_cm2_s=2e14, **_MARK),
        ),
        reactor_cycles=(
            ReactorCycle(
                reactor_cycle_id="RUN-1",
                reactor_id="REACTOR",
                starts_at=scene.at(-7, "00:00"),
                ends_at=scene.at(horizon_days, "00:00"),
                **_MARK,
            ),
        ),
        tail_supply=(
            TailSupply(product_id=LUTETIUM, vials_per_week=20.0, **_MARK),
            TailSupply(product_id=RADIUM, vials_per_week=20.0, **_MARK),
        ),
    )


def hours(
    site_id: str, service: str, weekdays: Iterable[int], opens_local: str, closes_local: str
) -> tuple[OpeningHours, ...]:
    """Return the rows of one service with the same hours on some weekdays."""
    return tuple(
        OpeningHours(
            site_id=site_id,
            service=service,
            weekday=weekday,
            opens_local=opens_local,
            closes_local=closes_local,
            **_MARK,
        )
        for weekday in weekdays
    )


def place(place_id: str, *, stays_per_week: float = 5.0, nuclides: tuple[str, ...] = ("Lu-177", "Ra-223")) -> Place:
    """Return a bed; ``A-1`` is in ``ROOM-A`` of ``CENTRE-A``. With a stay of 6 h it serves one patient a day."""
    letter = place_id[0]
    return Place(
        place_id=place_id,
        site_id=f"CENTRE-{letter}",
        room_id=f"ROOM-{letter}",
        kind="bed",
        overnight=True,
        nuclides=nuclides,
        cleaning_h=4.0,
        stays_per_week=stays_per_week,
        **_MARK,
    )


def site_product(site_id: str, product_id: str) -> SiteProduct:
    """Return a centre's licence for a product; it keeps nothing of the tolerance back."""
    return SiteProduct(
        site_id=site_id, product_id=product_id, margin_fraction=0.0, source=SOURCE, confidence="synthetic"
    )


def with_radium(network: Network) -> Network:
    """Return the country with centres that give radium too."""
    licences = tuple(site_product(centre, RADIUM) for centre in CENTRES)
    return replace(network, site_products=(*network.site_products, *licences))


def stay_rule(product_id: str, *, urine_collection_h: float = 0.0, limit_usv_per_h: float | None = None) -> StayRule:
    """Return the rule of all centres for a product: 1 h of infusion and 5 h of observation."""
    return StayRule(
        site_id="*",
        product_id=product_id,
        admission_lead_h=0.0,
        infusion_h=1.0,
        observation_h=5.0,
        urine_collection_h=urine_collection_h,
        licence_minimum_h=0.0,
        dose_rate_limit_usv_per_h=limit_usv_per_h,
        **_MARK,
    )


def regimen(
    product_id: str,
    *,
    cycles: int = 2,
    interval_due_d: int = 14,
    continuation_fraction: float = 0.8,
    labs_valid_d: int | None = None,
    labs_turnaround_d: int = 0,
) -> Regimen:
    """Return the regimen of a product: a cycle may come a day early, and two days late within its window."""
    return Regimen(
        regimen_id=product_id,
        product_id=product_id,
        cycles=cycles,
        interval_min_d=interval_due_d - 1,
        interval_due_d=interval_due_d,
        interval_window_end_d=interval_due_d + 2,
        interval_max_d=interval_due_d + 6,
        first_earliest_d=6,
        first_due_d=7,
        first_window_end_d=9,
        first_stop_d=13,
        labs_valid_d=labs_valid_d,
        labs_turnaround_d=labs_turnaround_d,
        continuation_fraction=continuation_fraction,
        **_MARK,
    )


def slot(scene: Scene, offset_d: int, *, product_id: str = LUTETIUM, quantity: int = 3) -> Slot:
    """Return a slot calibrated and certified at 06:00 of a date, ordered three days before at the latest."""
    return Slot(
        slot_id=f"{product_id}-{scene.day(offset_d).isoformat()}",
        supplier_id="EXTERNAL",
        product_id=product_id,
        order_cutoff_at=scene.at(offset_d - 3, "12:00"),
        calibration_at=scene.at(offset_d, "06:00"),
        dispatch_at=scene.at(offset_d, "06:00"),
        certified_at=scene.at(offset_d, "06:00"),
        quantity=quantity,
        source=SOURCE,
        confidence="synthetic",
    )


def lane(origin: str, centre: str, *, cost_eur: float | None) -> Lane:
    """Return the lane from a supplier's site to a centre."""
    return Lane(
        lane_id=f"{origin}-{centre}",
        origin_site_id=origin,
        destination_site_id=centre,
        transporter="Courier",
        transit_h=4.0 if origin == PRODUCER else 2.0,
        handover_cutoff_h=1.0,
        max_packages=10,
        max_activity_mbq=200_000.0,
        cost_eur=cost_eur,
        **_MARK,
    )


def departure(lane_id: str, weekday: int, departs_local: str) -> Departure:
    """Return one weekly departure."""
    return Departure(lane_id=lane_id, weekday=weekday, departs_local=departs_local, **_MARK)


def _sites() -> Iterable[Site]:
    for site_id, kind in (
        ("CENTRE-A", "hospital"),
        ("CENTRE-B", "hospital"),
        (PRODUCER, "supplier"),
        (RADIOPHARMACY, "supplier"),
        ("REACTOR", "reactor"),
    ):
        yield Site(
            site_id=site_id,
            name=site_id.capitalize(),
            kind=kind,
            city="Town",
            region_id="R",
            latitude_deg=50.5,
            longitude_deg=4.5,
            timezone="Europe/Brussels",
            **_MARK,
        )


def _lutetium() -> Product:
    return Product(
        product_id=LUTETIUM,
        name="Lutetium in a patient's vial",
        nuclide="Lu-177",
        form="patient_vial",
        tolerance_fraction=0.1,
        residual_mbq=74.0,
        shelf_life_h=72.0,
        preparation_h=2.0,
        splittable=False,
        swappable=False,
        prescribed_activity_mbq=7400.0,
        fill_reference_local="12:00",
        concentration_mbq_per_ml=1000.0,
        volume_min_ml=5.0,
        volume_max_ml=12.0,
        source=SOURCE,
        confidence="synthetic",
    )


def _radium() -> Product:
    return Product(
        product_id=RADIUM,
        name="Radium drawn from a stock vial",
        nuclide="Ra-223",
        form="stock_vial",
        tolerance_fraction=0.05,
        residual_mbq=0.1,
        shelf_life_h=60.0,
        preparation_h=2.0,
        splittable=False,
        swappable=False,
        prescribed_kbq_per_kg=55.0,
        concentration_mbq_per_ml=1.1,
        volume_max_ml=6.0,
        source=SOURCE,
        confidence="synthetic",
    )
