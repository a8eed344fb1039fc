"""XS instances beyond 177Lu: the same tables describe a ward that nuclides share, and a therapy with own cells.

Every figure is made up. None describes a real product, and the turn-around of the cells is the one that was asked for.
"""

from dataclasses import replace
from typing import Final

from doseline.demand.exhaustive.base import (
    LUTETIUM,
    PRODUCER,
    RADIUM,
    base,
    departure,
    hours,
    lane,
    place,
    regimen,
    site_product,
    slot,
    stay_rule,
    with_radium,
)
from doseline.demand.exhaustive.people import Waiting
from doseline.demand.exhaustive.scene import SOURCE, Scene
from doseline.journey import (
    NO_NUCLIDE,
    Closure,
    Device,
    DeviceTask,
    EffluentLine,
    InitialOrder,
    NightCover,
    Nuclide,
    Product,
    Regimen,
    Retention,
    Slot,
    StayRule,
    Supplier,
    TailSupply,
    Tank,
    Task,
)
from doseline.network import Network

IODINE: Final = "I-CAPSULE"
COLLECTION: Final = "COLLECTION"
CELLS: Final = "CELLS"
MAKER: Final = "MAKER"
EVERY_DAY: Final = (1, 2, 3, 4, 5, 6, 7)
VEIN_TO_VEIN_MIN_D: Final = 18
"""Days from a collection to the infusion of what is made from it, at the least."""
_MARK: Final = {"source": SOURCE, "confidence": "synthetic"}


def shared_ward(scene: Scene) -> Network:
    """One chair for 223Ra and 177Lu, and one room of two beds, with tanks, for 131I and 177Lu.

    Patients with 131I stay for two nights, and nobody who had another nuclide may be in their room: with all due on one
    day, somebody waits. At times the chair is closed, and each of the two tanks takes one stay and is closed then for
    longer than the horizon: who comes third finds no tank, whatever the nuclide.
    """
    waiting = Waiting(scene=scene)
    one_stay = scene.variant(2) == 1
    due = {RADIUM: (4,), LUTETIUM: (2,), IODINE: (1, 1)} if one_stay else {RADIUM: (1, 1), LUTETIUM: (1,), IODINE: (1,)}
    for product_id, days in due.items():
        for due_d in days:
            waiting.add(due_d, product_id=product_id, max_travel_min=30.0)
    network = with_radium(waiting.into(base(scene)))
    closure = Closure(
        closure_id="CHAIR",
        site_id="CENTRE-A",
        place_id="A-3",
        starts_at=scene.at(0, "00:00"),
        ends_at=scene.at(4, "00:00"),
        reason="Repair",
    )
    return replace(
        network,
        nuclides=(*network.nuclides, Nuclide(nuclide="I-131", half_life_h=192.6, **_MARK)),
        products=(*(_without_isomer(row) for row in network.products), _iodine()),
        regimens=(
            _on_the_day(regimen(LUTETIUM)),
            _on_the_day(regimen(RADIUM, cycles=6, interval_due_d=28)),
            _on_the_day(regimen(IODINE, cycles=1)),
        ),
        retention=(*network.retention, _iodine_retention()),
        stay_rules=(
            replace(stay_rule(LUTETIUM), observation_h=9.0),
            replace(stay_rule(RADIUM), observation_h=1.0),
            replace(stay_rule(IODINE), licence_minimum_h=44.0),
        ),
        site_products=(*network.site_products, site_product("CENTRE-A", IODINE)),
        tasks=(*network.tasks, replace(network.tasks[0], product_id=IODINE)),
        rooms=(
            *(replace(row, one_nuclide=row.site_id == "CENTRE-A") for row in network.rooms),
            replace(network.rooms[0], room_id="ROOM-A-3"),
        ),
        places=(
            replace(place("A-1", nuclides=("I-131", "Lu-177")), effluent_line_id="LINE-A"),
            replace(place("A-2", nuclides=("I-131", "Lu-177")), effluent_line_id="LINE-A"),
            # in a room of its own: who sits there had no toilet of the ward
            replace(place("A-3"), room_id="ROOM-A-3", kind="chair", overnight=False),
            place("B-1"),
        ),
        closures=(closure,) if one_stay else (),
        effluent_lines=(
            EffluentLine(
                effluent_line_id="LINE-A",
                site_id="CENTRE-A",
                flow_per_stay_litres=60.0,
                discharge_limit_bq_per_litre=100.0,
                **_MARK,
            ),
        ),
        tanks=tuple(
            Tank(
                tank_id=f"TANK-{number}",
                effluent_line_id="LINE-A",
                volume_litres=100.0 if one_stay else 130.0,
                initial_litres=0.0,
                initial_lu177_mbq=0.0,
                **_MARK,
            )
            for number in (1, 2)
        ),
        slots=tuple(
            slot(scene, offset_d, product_id=product_id, quantity=4)
            for product_id in (LUTETIUM, RADIUM, IODINE)
            for offset_d in (0, 2)
        ),
        tail_supply=(*network.tail_supply, TailSupply(product_id=IODINE, vials_per_week=20.0, **_MARK)),
    )


def _on_the_day(row: Regimen) -> Regimen:
    """Return a regimen that begins on its day, or within two days of it."""
    return replace(row, first_earliest_d=row.first_due_d, first_stop_d=row.first_window_end_d)


def _without_isomer(product: Product) -> Product:
    return replace(product, lu177m_fraction=0.0) if product.nuclide == "Lu-177" else product


def _iodine() -> Product:
    return Product(
        product_id=IODINE,
        name="Iodine in a capsule",
        nuclide="I-131",
        form="capsule",
        tolerance_fraction=0.1,
        residual_mbq=0.0,
        shelf_life_h=72.0,
        preparation_h=2.0,
        splittable=False,
        swappable=False,
        prescribed_activity_mbq=7400.0,
        fill_reference_local="12:00",
        source=SOURCE,
        confidence="synthetic",
    )


def _iodine_retention() -> Retention:
    return Retention(
        product_id=IODINE,
        fast_fraction=0.8,
        fast_effective_half_life_h=10.0,
        slow_effective_half_life_h=60.0,
        dose_rate_usv_per_h_per_gbq=50.0,
        **_MARK,
    )


def own_cells(scene: Scene) -> Network:
    """Patients whose cells are collected, travel, are made into their product, and come back to their bed.

    One apheresis set comes on each of two days. The maker begins twice, and has room enough the first time; but whose
    cells are collected on the second day must wait for the second. At times the cells of one more patient are with the
    maker already.
    """
    waiting = Waiting(scene=scene)
    begun = scene.variant(2) == 1
    for number in range(2 + begun):
        given = 1 if begun and number == 0 else 0
        waiting.add(
            13 if given else 2,
            product_id=CELLS,
            max_travel_min=30.0,
            given=given,
            home="CENTRE-A" if given else None,
            interval_due_d=21,
        )
    network = waiting.into(base(scene, horizon_days=35, step_min=240))
    if begun:
        network = replace(network, initial_orders=(_in_the_making(scene),))
    return replace(
        network,
        courses=tuple(replace(row, prescribed_activity_mbq=0.0) for row in network.courses),
        past_administrations=tuple(replace(row, administered_activity_mbq=0.0) for row in network.past_administrations),
        nuclides=(),
        products=(_collection(), _cells()),
        retention=(),
        regimens=(_cell_regimen(),),
        stay_rules=(
            _stay(COLLECTION, infusion_h=4.0, minimum_h=0.0),
            _stay(CELLS, infusion_h=1.0, minimum_h=72.0),
        ),
        site_products=tuple(site_product("CENTRE-A", product_id) for product_id in (COLLECTION, CELLS)),
        tasks=tuple(
            Task(product_id=product_id, role="nurse", anchor="administration", from_min=0, to_min=240, heads=1, **_MARK)
            for product_id in (COLLECTION, CELLS)
        ),
        devices=(Device(site_id="CENTRE-A", kind="apheresis", units=1, **_MARK),),
        device_tasks=(
            DeviceTask(
                product_id=COLLECTION,
                kind="apheresis",
                anchor="administration",
                from_min=0,
                to_min=240,
                units=1,
                **_MARK,
            ),
        ),
        covers=tuple(NightCover(site_id="CENTRE-A", weekday=day, night_cover=True, **_MARK) for day in EVERY_DAY),
        opening_hours=(
            *hours("CENTRE-A", "reception", EVERY_DAY, "06:00", "20:00"),
            *hours("CENTRE-A", "treatment", (1, 2, 3, 4, 5), "08:00", "16:00"),
            *hours("CENTRE-A", "discharge", EVERY_DAY, "08:00", "20:00"),
        ),
        places=(
            replace(place("A-1", nuclides=(NO_NUCLIDE,)), kind="chair", overnight=False),
            place("A-2", nuclides=(NO_NUCLIDE,)),
            place("A-3", nuclides=(NO_NUCLIDE,)),
        ),
        sites=(*network.sites, replace(network.sites[2], site_id=MAKER, name="Maker")),
        suppliers=(
            *network.suppliers,
            Supplier(supplier_id=MAKER, name="Maker of cells", site_id=MAKER, control="external", **_MARK),
        ),
        lanes=(
            *(row for row in network.lanes if row.origin_site_id == PRODUCER),
            lane(MAKER, "CENTRE-A", cost_eur=float(scene.rng.randint(20, 40) * 10)),
        ),
        departures=(
            *(row for row in network.departures if row.lane_id.startswith(PRODUCER)),
            *(departure(f"{MAKER}-CENTRE-A", weekday, "08:00") for weekday in (1, 5)),
        ),
        reactors=(),
        reactor_cycles=(),
        tail_supply=(),
        slots=(
            *(slot(scene, offset_d, product_id=COLLECTION, quantity=1) for offset_d in (0, 3)),
            _made_from(scene, 3, quantity=2),
            _made_from(scene, 10, quantity=1),
        ),
    )


def _collection() -> Product:
    return Product(
        product_id=COLLECTION,
        name="Apheresis set",
        nuclide=NO_NUCLIDE,
        form="patient_vial",
        tolerance_fraction=0.1,
        residual_mbq=0.0,
        shelf_life_h=48.0,
        preparation_h=1.0,
        splittable=False,
        swappable=False,
        fill_reference_local="12:00",
        source=SOURCE,
        confidence="synthetic",
    )


def _cells() -> Product:
    return Product(
        product_id=CELLS,
        name="Own cells",
        nuclide=NO_NUCLIDE,
        form="patient_vial",
        tolerance_fraction=0.1,
        residual_mbq=0.0,
        shelf_life_h=30 * 24.0,
        preparation_h=4.0,
        splittable=False,
        swappable=False,
        fill_reference_local="12:00",
        own_material_h=24.0,
        source=SOURCE,
        confidence="synthetic",
    )


def _cell_regimen() -> Regimen:
    """Collection and infusion; nobody is infused before `VEIN_TO_VEIN_MIN_D` days have passed."""
    return replace(
        regimen(CELLS),
        first_product_id=COLLECTION,
        interval_min_d=VEIN_TO_VEIN_MIN_D,
        interval_due_d=21,
        interval_window_end_d=22,
        interval_max_d=24,
        continuation_fraction=1.0,
    )


def _stay(product_id: str, *, infusion_h: float, minimum_h: float) -> StayRule:
    return replace(stay_rule(product_id), infusion_h=infusion_h, observation_h=0.0, licence_minimum_h=minimum_h)


def _made_from(scene: Scene, offset_d: int, *, quantity: int) -> Slot:
    """Return places of the maker who begins on a day, makes for 9 days, and tests and certifies for 5 more."""
    return Slot(
        slot_id=f"{CELLS}-{scene.day(offset_d).isoformat()}",
        supplier_id=MAKER,
        product_id=CELLS,
        order_cutoff_at=scene.at(offset_d - 6, "12:00"),
        material_due_at=scene.at(offset_d, "12:00"),
        calibration_at=scene.at(offset_d + 9, "12:00"),
        dispatch_at=scene.at(offset_d + 14, "06:00"),
        certified_at=scene.at(offset_d + 14, "06:00"),
        quantity=quantity,
        source=SOURCE,
        confidence="synthetic",
    )


def _in_the_making(scene: Scene) -> InitialOrder:
    """Return the order of the first patient, whose cells were collected before the present and have come in time."""
    return InitialOrder(
        order_id="IN-THE-MAKING",
        supplier_id=MAKER,
        product_id=CELLS,
        destination_site_id="CENTRE-A",
        course_id="COURSE-1",
        cycle_number=2,
        state="irrevocable",
        intended_on=scene.day(13),
        material_due_at=scene.at(-5, "12:00"),
        calibration_at=scene.at(4, "12:00"),
        dispatch_at=scene.at(9, "06:00"),
        certified_at=scene.at(9, "06:00"),
    )
