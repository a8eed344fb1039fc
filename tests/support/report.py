"""A made-up country and plan to look at a report with: plausible in shape, synthetic in every person and figure.

The planner is not asked: cycles are laid greedily into places, vials are filled by decay alone, and shipments follow.
It is no legal plan in the sense of the checker, and no test of the planner may use it.
"""

import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from doseline import journey
from doseline.network import Network, PlanPackage, Properties

BRUSSELS = ZoneInfo("Europe/Brussels")
START = date(2027, 3, 1)
DAYS = 84
HALF_LIFE_H = {"Lu-177": 159.528, "Ra-223": 274.32, "I-131": 192.6}

PUBLIC = {"source": "public-record", "confidence": "verified"}
SECOND = {"source": "press", "confidence": "secondary"}
ASSUMED = {"source": "assumed-capacity", "confidence": "assumption"}
SYNTHETIC = {"source": "cohort", "confidence": "synthetic"}

# Site, name, city, region, north, east, beds, chairs, whether the number of rooms is public.
CENTRES = [
    ("CHU-LIEGE", "CHU de Liège", "Liège", "WAL", 50.572, 5.567, 8, 2, True),
    ("BORDET", "Institut Jules Bordet", "Anderlecht", "BRU", 50.813, 4.265, 5, 2, True),
    ("UZA", "UZA", "Edegem", "VLG", 51.155, 4.446, 2, 1, True),
    ("MARIA-MIDDELARES", "AZ Maria Middelares", "Gent", "VLG", 51.015, 3.696, 1, 1, False),
    ("GROENINGE", "AZ Groeninge", "Kortrijk", "VLG", 50.803, 3.268, 2, 1, False),
    ("UZ-LEUVEN", "UZ Leuven", "Leuven", "VLG", 50.881, 4.673, 4, 2, False),
    ("UZ-GENT", "UZ Gent", "Gent", "VLG", 51.025, 3.728, 3, 1, False),
    ("UZ-BRUSSEL", "UZ Brussel", "Jette", "BRU", 50.888, 4.309, 2, 1, False),
    ("SAINT-LUC", "Cliniques universitaires Saint-Luc", "Woluwe", "BRU", 50.853, 4.453, 3, 1, False),
    ("AZ-DELTA", "AZ Delta", "Roeselare", "VLG", 50.922, 3.139, 1, 1, False),
    ("SINT-JAN", "AZ Sint-Jan", "Brugge", "VLG", 51.222, 3.199, 1, 1, False),
    ("AZORG", "AZORG", "Aalst", "VLG", 50.939, 4.056, 1, 1, False),
    ("ZOL", "ZOL", "Genk", "VLG", 50.980, 5.472, 1, 1, False),
    ("JESSA", "Jessa", "Hasselt", "VLG", 50.930, 5.350, 1, 1, False),
    ("ZAS", "ZAS", "Antwerpen", "VLG", 51.170, 4.391, 2, 1, False),
    ("GHDC", "GHdC Les Viviers", "Charleroi", "WAL", 50.431, 4.493, 2, 1, False),
    ("NAMUR", "CHU UCL Namur", "Yvoir", "WAL", 50.346, 4.883, 1, 1, False),
    ("MONTLEGIA", "CHC MontLégia", "Liège", "WAL", 50.656, 5.539, 1, 1, False),
]
OTHERS = [
    ("MOL", "SCK CEN, BR2", "reactor", "Mol", 51.219, 5.095, "Europe/Brussels"),
    ("FLEURUS", "IRE", "supplier", "Fleurus", 50.479, 4.543, "Europe/Brussels"),
    ("IVREA", "External supplier A", "supplier", "Ivrea", 45.430, 7.800, "Europe/Rome"),
    ("GARCHING", "External supplier B", "supplier", "Garching", 48.266, 11.673, "Europe/Berlin"),
]
REGIONS = [("BRU", "Brussels", 1_250_000), ("VLG", "Flanders", 6_800_000), ("WAL", "Wallonia", 3_690_000)]
# Product, name, nuclide, prescribed MBq, interval d, cycles, stay h, needs a bed, share of the courses, supplier.
PRODUCTS = [
    ("LUTATHERA", "Lutathera", "Lu-177", 7400.0, 56, 4, 25.0, True, 0.26, "SUP-A"),
    ("PLUVICTO", "Pluvicto", "Lu-177", 7400.0, 42, 6, 6.0, False, 0.40, "SUP-A"),
    ("LU-PSMA-BE", "177Lu-PSMA, national line", "Lu-177", 7400.0, 42, 6, 24.0, True, 0.16, "NATIONAL"),
    ("XOFIGO", "Xofigo", "Ra-223", 4.2, 28, 6, 2.0, False, 0.12, "SUP-B"),
    ("I-131", "131I capsule", "I-131", 3700.0, 180, 1, 70.0, True, 0.06, "SUP-B"),
]
HOLIDAYS = [
    (date(2027, 3, 29), "Easter Monday"),
    (date(2027, 5, 1), "Labour Day"),
    (date(2027, 5, 6), "Ascension Day"),
    (date(2027, 5, 17), "Whit Monday"),
]


def at(day: date, hour: float, zone: ZoneInfo = BRUSSELS) -> datetime:
    """The UTC instant of a local clock time."""
    local = datetime.combine(day, time(int(hour), round(hour % 1 * 60)), tzinfo=zone)
    return local.astimezone(UTC)


@dataclass
class Writer:
    """What has been written of the plan so far."""

    stays: list[journey.Stay] = field(default_factory=list)
    administrations: list[journey.Administration] = field(default_factory=list)
    unserved: list[journey.Unserved] = field(default_factory=list)
    vials: list[journey.Vial] = field(default_factory=list)
    orders: list[journey.Order] = field(default_factory=list)
    shipments: dict[str, journey.Shipment] = field(default_factory=dict)
    batches: dict[date, journey.Batch] = field(default_factory=dict)
    irradiations: dict[date, journey.Irradiation] = field(default_factory=dict)


def make_network(*, courses: int = 190, seed: int = 7, scenario: str = "base") -> Network:
    """A Belgium of 18 centres with synthetic courses; about 1.6 demanded cycles a course."""
    rng = random.Random(seed)  # noqa: S311 - a cohort, no secret
    patients, drawn, past = [], [], []
    for number in range(courses):
        product = rng.choices(PRODUCTS, [row[8] for row in PRODUCTS])[0]
        region = rng.choices(REGIONS, [row[2] for row in REGIONS])[0][0]
        centres = [row for row in CENTRES if row[3] == region]
        home = rng.choices(centres, [row[6] + row[7] for row in centres])[0][0]
        running = rng.random() < 0.55 and product[5] > 1
        given = rng.randint(1, product[5] - 1) if running else 0
        course_id = f"K{number:04d}"
        patients.append(
            journey.Patient(
                patient_id=f"P{number:04d}",
                sex="female" if product[0] in {"LUTATHERA", "I-131"} and rng.random() < 0.5 else "male",
                birth_year=rng.randint(1940, 1975),
                weight_kg=float(rng.randint(52, 104)),
                catchment_id=f"C-{home}",
            )
        )
        drawn.append(
            journey.Course(
                course_id=course_id,
                patient_id=f"P{number:04d}",
                regimen_id=f"R-{product[0]}",
                referred_on=START + timedelta(days=rng.randint(-40, 50)),
                transfer_allowed=False,
                max_travel_min=90.0,
                weight=1,
                prescribed_activity_mbq=product[3],
                home_site_id=home if running else None,
            )
        )
        last = START - timedelta(days=rng.randint(1, product[4]))
        past += [
            journey.PastAdministration(
                course_id=course_id,
                cycle_number=cycle,
                site_id=home,
                administered_at=at(last - timedelta(days=product[4] * (given - cycle)), 10),
                administered_activity_mbq=product[3] * 0.99,
            )
            for cycle in range(1, given + 1)
        ]
    return Network(
        properties=Properties(
            country="BE",
            timezone="Europe/Brussels",
            instance=f"BE-{scenario}",
            scenario=scenario,
            seed=seed,
            planned_at=at(START - timedelta(days=14), 9),
            horizon_start_on=START,
            horizon_days=DAYS,
            tail_weeks=6,
            step_min=15,
        ),
        patients=tuple(patients),
        courses=tuple(drawn),
        past_administrations=tuple(past),
        **_static(),
    )


def _static() -> dict[str, tuple]:
    return {
        "sources": (
            journey.Source(source_id="public-record", citation="A made-up public record, 2026", kind="public"),
            journey.Source(source_id="press", citation="A made-up newspaper, 2025", kind="public"),
            journey.Source(
                source_id="assumed-capacity", citation="No public count of rooms or staff was found", kind="assumption"
            ),
            journey.Source(
                source_id="assumed-stay", citation="A usual practice; no site has confirmed it", kind="assumption"
            ),
            journey.Source(source_id="cohort", citation="Synthetic cohort", kind="synthetic"),
        ),
        "provenance": tuple(
            journey.Provenance(
                table_name="places",
                key=f"{site}-B1",
                field="stays_per_week",
                source="assumed-capacity",
                confidence="derived",
                derived_from=f"rooms/{site}-R1/same_sex",
                formula="nights with cover per week",
            )
            for site, *_rest, public in CENTRES
            if not public
        ),
        "regions": tuple(
            journey.Region(region_id=key, name=name, population=people, **PUBLIC) for key, name, people in REGIONS
        ),
        "catchments": tuple(
            journey.Catchment(
                catchment_id=f"C-{row[0]}",
                name=row[2],
                region_id=row[3],
                latitude_deg=row[4],
                longitude_deg=row[5],
                population=600_000,
                **PUBLIC,
            )
            for row in CENTRES
        ),
        "sites": (
            *(
                journey.Site(
                    site_id=row[0],
                    name=row[1],
                    kind="hospital",
                    city=row[2],
                    region_id=row[3],
                    latitude_deg=row[4],
                    longitude_deg=row[5],
                    timezone="Europe/Brussels",
                    **PUBLIC,
                )
                for row in CENTRES
            ),
            *(
                journey.Site(
                    site_id=key,
                    name=name,
                    kind=kind,
                    city=city,
                    latitude_deg=north,
                    longitude_deg=east,
                    timezone=zone,
                    **PUBLIC,
                )
                for key, name, kind, city, north, east, zone in OTHERS
            ),
        ),
        "holidays": tuple(journey.Holiday(date_on=day, name=name, **PUBLIC) for day, name in HOLIDAYS),
        "rooms": tuple(
            journey.Room(room_id=room, site_id=row[0], same_sex=True, one_nuclide=True, **_rooms(row))
            for row in CENTRES
            for room in sorted({_room(place) for place, _ in _places(row)})
        ),
        "places": tuple(
            journey.Place(
                place_id=place,
                site_id=row[0],
                room_id=_room(place),
                kind="bed" if bed else "chair",
                overnight=bed,
                nuclides=("I-131", "Lu-177", "Ra-223"),
                cleaning_h=2.0,
                stays_per_week=4.0,
                **_rooms(row),
            )
            for row in CENTRES
            for place, bed in _places(row)
        ),
        "closures": (
            journey.Closure(
                closure_id="CL-1",
                site_id="UZ-LEUVEN",
                place_id="UZ-LEUVEN-B2",
                starts_at=at(date(2027, 4, 5), 0),
                ends_at=at(date(2027, 4, 17), 0),
                reason="renovation",
            ),
        ),
        "nuclides": tuple(
            journey.Nuclide(nuclide=key, half_life_h=life, **PUBLIC) for key, life in HALF_LIFE_H.items()
        ),
        "products": tuple(
            journey.Product(
                product_id=key,
                name=name,
                nuclide=nuclide,
                form="patient_vial",
                prescribed_activity_mbq=activity,
                tolerance_fraction=0.1,
                residual_mbq=activity * 0.016,
                fill_reference_local="11:00",
                shelf_life_h=120.0,
                preparation_h=2.0,
                splittable=False,
                swappable=False,
                **(ASSUMED if key == "LU-PSMA-BE" else SECOND),
            )
            for key, name, nuclide, activity, *_ in PRODUCTS
        ),
        "stay_rules": tuple(
            journey.StayRule(
                site_id="*",
                product_id=key,
                admission_lead_h=1.0,
                infusion_h=0.5,
                observation_h=2.0,
                urine_collection_h=stay - 1.0,
                licence_minimum_h=0.0,
                source="assumed-stay",
                confidence="assumption",
            )
            for key, _, _, _, _, _, stay, *_ in PRODUCTS
        ),
        "regimens": tuple(
            journey.Regimen(
                regimen_id=f"R-{key}",
                product_id=key,
                cycles=cycles,
                interval_min_d=interval - 7,
                interval_due_d=interval,
                interval_window_end_d=interval + 7,
                interval_max_d=interval + 28,
                first_earliest_d=14,
                first_due_d=21,
                first_window_end_d=35,
                first_stop_d=90,
                labs_turnaround_d=7,
                continuation_fraction=0.9,
                **SECOND,
            )
            for key, _, _, _, interval, cycles, *_ in PRODUCTS
        ),
        "suppliers": (
            journey.Supplier(
                supplier_id="SUP-A", name="External supplier A", site_id="IVREA", control="external", **PUBLIC
            ),
            journey.Supplier(
                supplier_id="SUP-B", name="External supplier B", site_id="GARCHING", control="external", **PUBLIC
            ),
            journey.Supplier(
                supplier_id="NATIONAL", name="National line", site_id="FLEURUS", control="controlled", **PUBLIC
            ),
        ),
        "slots": tuple(_slots()),
        "lanes": tuple(
            journey.Lane(
                lane_id=f"L-{origin}-{row[0]}",
                origin_site_id=origin,
                destination_site_id=row[0],
                transporter="Road transporter",
                transit_h=hours,
                handover_cutoff_h=1.0,
                max_packages=20,
                max_activity_mbq=400_000.0,
                cost_eur=cost,
                source="assumed-capacity",
                confidence="assumption",
            )
            for origin, hours, cost in (("FLEURUS", 3.0, 240.0), ("IVREA", 15.0, 900.0), ("GARCHING", 11.0, 700.0))
            for row in CENTRES
        ),
        "reactors": (
            journey.Reactor(reactor_id="BR2", name="BR2", site_id="MOL", positions=2, flux_per_cm2_s=3e14, **SECOND),
        ),
        "reactor_cycles": tuple(
            journey.ReactorCycle(
                reactor_cycle_id=f"BR2-{number}",
                reactor_id="BR2",
                starts_at=at(START + timedelta(days=first), 6),
                ends_at=at(START + timedelta(days=last), 6),
                source="assumed-capacity",
                confidence="assumption",
            )
            for number, (first, last) in enumerate([(-10, 22), (34, 66), (78, 106)], start=1)
        ),
        "lines": (
            journey.Line(
                line_id="LINE-BE",
                supplier_id="NATIONAL",
                product_id="LU-PSMA-BE",
                reactor_id="BR2",
                target_nuclide="Yb-176",
                target_mass_g=0.3,
                enrichment_fraction=0.99,
                irradiation_min_h=120.0,
                irradiation_max_h=240.0,
                irradiation_step_h=24.0,
                cooling_h=24.0,
                processing_h=10.0,
                qc_h=6.0,
                yield_fraction=0.75,
                qc_sample_mbq=500.0,
                processing_starts_local="06:00",
                processing_weekdays=("1", "2", "3"),
                batches_per_day=1,
                source="assumed-capacity",
                confidence="assumption",
            ),
        ),
        "stops": (
            journey.Stop(
                stop_id="STOP-1",
                kind="line",
                ref_id="LINE-BE",
                starts_at=at(START + timedelta(days=63), 0),
                ends_at=at(START + timedelta(days=68), 0),
                reason="maintenance of the hot cell",
                **ASSUMED,
            ),
        ),
    }


def _rooms(row: tuple) -> dict[str, str]:
    return PUBLIC if row[8] else ASSUMED


def _room(place_id: str) -> str:
    site, _, place = place_id.rpartition("-")
    return f"{site}-{'R' if place[0] == 'B' else 'D'}{place[1:]}"


def _places(row: tuple) -> list[tuple[str, bool]]:
    beds = [(f"{row[0]}-B{number}", True) for number in range(1, row[6] + 1)]
    return beds + [(f"{row[0]}-S{number}", False) for number in range(1, row[7] + 1)]


def _slots() -> Iterator[journey.Slot]:
    for key, _, _, _, _, _, _, _, _, supplier in PRODUCTS:
        if supplier == "NATIONAL":
            continue
        for week in range(DAYS // 7):
            for weekday in (0, 2):
                day = START + timedelta(days=7 * week + weekday - 1)
                shut = key == "PLUVICTO" and week in (6, 7)
                yield journey.Slot(
                    slot_id=f"SL-{key}-{week:02d}-{weekday}",
                    supplier_id=supplier,
                    product_id=key,
                    order_cutoff_at=at(day - timedelta(days=10), 15),
                    calibration_at=at(day, 6),
                    dispatch_at=at(day, 8),
                    certified_at=at(day, 10),
                    quantity=2 if shut else {"LUTATHERA": 6, "PLUVICTO": 11, "XOFIGO": 5, "I-131": 3}[key],
                    source="assumed-capacity",
                    confidence="assumption",
                )


def make_plan(network: Network) -> PlanPackage:
    """A plan laid greedily over `network`: earliest free place from the day the cycle falls due."""
    writer = Writer()
    left = {slot.slot_id: slot.quantity for slot in network.slots}
    for due, course, cycle in sorted(_demand(network), key=lambda row: (row[0], row[1].course_id)):
        _lay(network, writer, left, course, cycle, due)
    writer.orders = _orders(network, writer)
    return PlanPackage(
        package_name=network.properties.instance,
        package_sha256="5f3c" * 16,
        summary=_summary(writer),
        certificates={
            "schema_version": 1,
            "levels": [
                {"name": "L1", "bound": _in_window(writer) + 6, "prices": {}, "floor": 0.0},
                {"name": "L2", "bound": max(0, _days(network, writer) - 40), "prices": {}, "floor": 1.0},
            ],
        },
        administrations=tuple(writer.administrations),
        vials=tuple(writer.vials),
        stays=tuple(writer.stays),
        orders=tuple(writer.orders),
        batches=tuple(writer.batches.values()),
        irradiations=tuple(writer.irradiations.values()),
        shipments=tuple(writer.shipments.values()),
        unserved=tuple(writer.unserved),
    )


def _in_window(writer: Writer) -> int:
    return sum(row.in_window for row in writer.administrations)


def _days(network: Network, writer: Writer) -> int:
    end = at(START + timedelta(days=DAYS), 0)
    waiting = sum((end - row.due_at).days for row in writer.unserved)
    return waiting + sum(row.days_late for row in writer.administrations)


def _summary(writer: Writer) -> dict[str, object]:
    return {
        "schema_version": 1,
        "checked": True,
        "certified": True,
        "seed": 1,
        "levels": [{"name": "L4.1", "value": 184_230.0}, {"name": "L4.3", "value": 61_340.0}],
        "work": 12_000_000,
        "elapsed_s": 143.2,
        "versions": {"doseline": "0.1.0", "ortools": "9.15.6755"},
    }


def _demand(network: Network) -> Iterator[tuple[date, journey.Course, int]]:
    given: dict[str, list[journey.PastAdministration]] = {}
    for row in network.past_administrations:
        given.setdefault(row.course_id, []).append(row)
    regimens = {row.regimen_id: row for row in network.regimens}
    for course in network.courses:
        regimen = regimens[course.regimen_id]
        history = given.get(course.course_id, [])
        first = (
            history[-1].administered_at.astimezone(BRUSSELS).date() + timedelta(days=regimen.interval_due_d)
            if history
            else course.referred_on + timedelta(days=regimen.first_due_d)
        )
        for cycle in range(len(history) + 1, regimen.cycles + 1):
            due = first + timedelta(days=regimen.interval_due_d * (cycle - len(history) - 1))
            if due < START + timedelta(days=DAYS):
                yield due, course, cycle


def _lay(network: Network, writer: Writer, left: dict, course: journey.Course, cycle: int, due: date) -> None:
    product = next(row for row in PRODUCTS if f"R-{row[0]}" == course.regimen_id)
    regimen = next(row for row in network.regimens if row.regimen_id == course.regimen_id)
    site = next(row.catchment_id for row in network.patients if row.patient_id == course.patient_id)[2:]
    window_end = due + timedelta(days=7 if cycle > 1 else 14)
    for delay in range(regimen.interval_max_d - regimen.interval_due_d + 1):
        day = max(due, START) + timedelta(days=delay)
        if day >= START + timedelta(days=DAYS) or day.weekday() > (2 if product[6] > 48 else 3 if product[7] else 4):
            continue
        if any(day == holiday for holiday, _ in HOLIDAYS):
            continue
        source = _source(network, left, product, day)
        place = _free(network, writer, site, product, day) if source else None
        if source and place:
            _give(network, writer, left, course, cycle, product, site, place, day, due, window_end, source)
            return
    writer.unserved.append(
        journey.Unserved(
            course_id=course.course_id,
            cycle_number=cycle,
            product_id=product[0],
            due_at=at(due, 0),
            window_end_at=at(window_end, 0),
            weight=1,
            binding=("C09", "C10") if product[7] and product[0] != "LU-PSMA-BE" else ("C06",),
            sentence=f"No place was free at {site} in the window of this cycle.",
        )
    )


def _source(network: Network, left: dict, product: tuple, day: date) -> object | None:
    if product[9] == "NATIONAL":
        made = day - timedelta(days=1 + day.weekday() % 2)
        running = any(
            row.starts_at + timedelta(days=7) < at(made, 6) < row.ends_at + timedelta(days=2)
            for row in network.reactor_cycles
        )
        return made if running and made > START and made.weekday() < 3 else None
    for slot in network.slots:
        local = slot.calibration_at.astimezone(BRUSSELS).date()
        if (
            slot.product_id == product[0]
            and left[slot.slot_id]
            and timedelta(days=1) <= day - local < timedelta(days=4)
        ):
            return slot
    return None


def _free(network: Network, writer: Writer, site: str, product: tuple, day: date) -> tuple[str, float] | None:
    for place in network.places:
        if place.site_id != site or place.overnight != product[7]:
            continue
        for hour in (9.0,) if product[6] > 8 else (8.5, 13.0):
            starts, ends = at(day, hour), at(day, hour) + timedelta(hours=product[6])
            taken = any(
                row.place_id == place.place_id and row.starts_at < ends + timedelta(hours=2) and starts < row.clean_at
                for row in writer.stays
            )
            shut = any(
                row.place_id == place.place_id and row.starts_at < ends and starts < row.ends_at
                for row in network.closures
            )
            if not taken and not shut:
                return place.place_id, hour
    return None


def _give(
    network: Network, writer: Writer, left: dict, course, cycle, product, site, place, day, due, window_end, source
) -> None:
    place_id, hour = place
    given_at = at(day, hour + 1)
    half_life_h = HALF_LIFE_H[product[2]]
    vial_id = f"V-{course.course_id}-{cycle}"
    if isinstance(source, journey.Slot):
        left[source.slot_id] -= 1
        calibration, dispatch, certified = source.calibration_at, source.dispatch_at, source.certified_at
        origin = "IVREA" if source.supplier_id == "SUP-A" else "GARCHING"
        order_id, batch_id = f"O-{source.slot_id}-{site}", None
    else:
        batch = _batch(writer, source, half_life_h)
        calibration, dispatch, certified = batch.calibration_at, batch.dispatch_at, batch.certified_at
        origin, order_id, batch_id = "FLEURUS", None, batch.batch_id
    intended = at(day, 11)
    filled = product[3] * 2 ** ((intended - calibration).total_seconds() / 3600 / half_life_h)
    if batch_id:
        batch = writer.batches[source]
        writer.batches[source] = journey.Batch(
            **{name: getattr(batch, name) for name in journey.Batch.__slots__ if name != "allocated_activity_mbq"},
            allocated_activity_mbq=batch.allocated_activity_mbq + filled,
        )
    lane = next(row for row in network.lanes if row.origin_site_id == origin and row.destination_site_id == site)
    departs = dispatch + timedelta(hours=2)
    shipment_id = f"S-{site}-{origin}-{departs:%m%d}"
    before = writer.shipments.get(shipment_id)
    writer.shipments[shipment_id] = journey.Shipment(
        shipment_id=shipment_id,
        lane_id=lane.lane_id,
        departs_at=departs,
        arrives_at=departs + timedelta(hours=lane.transit_h),
        packages=1 + (before.packages if before else 0),
        activity_mbq=filled * 0.98 + (before.activity_mbq if before else 0.0),
    )
    writer.vials.append(
        journey.Vial(
            vial_id=vial_id,
            product_id=product[0],
            order_id=order_id,
            batch_id=batch_id,
            shipment_id=shipment_id,
            calibration_at=calibration,
            intended_at=intended,
            activity_at_calibration_mbq=filled,
            certified_at=certified,
            use="administered",
        )
    )
    writer.administrations.append(
        journey.Administration(
            course_id=course.course_id,
            cycle_number=cycle,
            product_id=product[0],
            site_id=site,
            place_id=place_id,
            vial_id=vial_id,
            administered_at=given_at,
            prescribed_activity_mbq=product[3],
            administered_activity_mbq=filled * 2 ** (-(given_at - calibration).total_seconds() / 3600 / half_life_h)
            - product[3] * 0.016,
            due_at=at(due, 0),
            window_end_at=at(window_end, 0),
            days_late=max(0, (day - due).days),
            in_window=day <= window_end,
        )
    )
    starts = at(day, hour)
    writer.stays.append(
        journey.Stay(
            course_id=course.course_id,
            cycle_number=cycle,
            site_id=site,
            place_id=place_id,
            starts_at=starts,
            ends_at=starts + timedelta(hours=product[6]),
            clean_at=starts + timedelta(hours=product[6] + 2),
        )
    )


def _batch(writer: Writer, made: date, half_life_h: float) -> journey.Batch:
    if made not in writer.batches:
        starts = at(made, 6)
        ended = starts - timedelta(hours=24)
        began = ended - timedelta(hours=168)
        target = 190_000.0
        writer.irradiations[made] = journey.Irradiation(
            irradiation_id=f"I-{made:%m%d}",
            line_id="LINE-BE",
            reactor_id="BR2",
            starts_at=began,
            ends_at=ended,
            end_of_bombardment_activity_mbq=target,
        )
        calibration = starts + timedelta(hours=10)
        writer.batches[made] = journey.Batch(
            batch_id=f"B-{made:%m%d}",
            line_id="LINE-BE",
            irradiation_id=f"I-{made:%m%d}",
            processing_starts_at=starts,
            calibration_at=calibration,
            dispatch_at=calibration + timedelta(hours=6),
            certified_at=calibration + timedelta(hours=6),
            usable_activity_mbq=0.75 * target * 2 ** (-34 / half_life_h) - 500.0,
            allocated_activity_mbq=0.0,
        )
    return writer.batches[made]


def _orders(network: Network, writer: Writer) -> list[journey.Order]:
    slots = {slot.slot_id: slot for slot in network.slots}
    counted: dict[str, int] = {}
    for vial in writer.vials:
        if vial.order_id:
            counted[vial.order_id] = counted.get(vial.order_id, 0) + 1
    rows = []
    for order_id, vials in counted.items():
        slot_id = next(key for key in slots if order_id.startswith(f"O-{key}-"))
        rows.append(
            journey.Order(
                order_id=order_id,
                slot_id=slot_id,
                supplier_id=slots[slot_id].supplier_id,
                product_id=slots[slot_id].product_id,
                destination_site_id=order_id.removeprefix(f"O-{slot_id}-"),
                state="provisional",
                vials=vials,
                order_by_at=slots[slot_id].order_cutoff_at,
            )
        )
    return rows
