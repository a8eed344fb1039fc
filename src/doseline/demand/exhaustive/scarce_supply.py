"""XS instances in which activity or its way to the centre is scarce: C01 to C08."""

from dataclasses import replace

from doseline.demand.exhaustive.base import (
    LUTETIUM,
    PRODUCER,
    RADIOPHARMACY,
    RADIUM,
    WORKDAYS,
    base,
    hours,
    regimen,
    slot,
)
from doseline.demand.exhaustive.people import Waiting
from doseline.demand.exhaustive.production import VIAL_MBQ, with_line
from doseline.demand.exhaustive.scene import SOURCE, Scene
from doseline.journey import (
    InitialBatch,
    InitialOrder,
    InitialShipment,
    Lab,
    Lane,
    LineStaff,
    ProductionLicence,
    Roster,
    Stop,
)
from doseline.network import Network


def c01_tolerance(scene: Scene) -> Network:
    """Vials filled for six in the morning decay out of tolerance within the day, and one nurse starts one at a time."""
    waiting = Waiting(scene=scene)
    due_d = scene.rng.choice((2, 3))
    for _ in range(3):
        waiting.add(due_d)
    network = waiting.into(base(scene))
    return replace(
        network,
        products=tuple(
            replace(row, tolerance_fraction=0.03, fill_reference_local="06:00") if row.product_id == LUTETIUM else row
            for row in network.products
        ),
        site_products=tuple(
            replace(row, margin_fraction=0.01) for row in network.site_products if row.site_id == "CENTRE-A"
        ),
        rosters=tuple(replace(row, heads=1) for row in network.rosters),
        slots=(slot(scene, 0), slot(scene, 7)),
    )


def c02_vial(scene: Scene) -> Network:
    """Monday's vials are too old, too full or not yet certified when the patients are due."""
    waiting = Waiting(scene=scene)
    waiting.add(2)
    waiting.add(3, town=scene.rng.choice("AB"))
    network = waiting.into(base(scene))
    monday, late = slot(scene, 0), slot(scene, 4)
    products = network.products
    if scene.variant(3) == 0:
        products = tuple(replace(row, shelf_life_h=24.0) for row in products)
    elif scene.variant(3) == 1:
        products = tuple(replace(row, volume_max_ml=8.5) if row.product_id == LUTETIUM else row for row in products)
    else:
        monday = replace(monday, certified_at=scene.at(4, "06:00"))
    return replace(network, products=products, slots=(monday, late))


def c03_batch(scene: Scene) -> Network:
    """A batch holds fewer vials than there are patients."""
    waiting = Waiting(scene=scene)
    for town in ("A", "B", "A")[: scene.rng.choice((2, 3))]:
        waiting.add(3, town=town)
    network = with_line(waiting.into(base(scene)), vials=1.0, weekdays=(2,))
    if scene.variant(2) == 0:
        return network
    return replace(
        network,
        initial_batches=(
            InitialBatch(
                batch_id="BATCH",
                line_id="LINE",
                calibration_at=scene.at(1, "12:00"),
                dispatch_at=scene.at(1, "12:00"),
                certified_at=scene.at(1, "12:00"),
                usable_activity_mbq=VIAL_MBQ,
            ),
        ),
        reactor_cycles=(),
        slots=(slot(scene, 8, quantity=1),),
    )


def c04_reactor(scene: Scene) -> Network:
    """The reactor has one position, stands still, or is off when the target should be in it."""
    waiting = Waiting(scene=scene)
    waiting.add(2)
    waiting.add(4, town="B")
    network = with_line(waiting.into(base(scene)), vials=1.0, weekdays=(2, 4))
    network = replace(network, slots=(slot(scene, 8),))
    if scene.variant(3) == 0:
        return replace(network, reactors=(replace(network.reactors[0], positions=1),))
    if scene.variant(3) == 1:
        halt = Stop(
            stop_id="STOP",
            kind="reactor",
            ref_id="REACTOR",
            starts_at=scene.at(0, "00:00"),
            ends_at=scene.at(1, "00:00"),
            reason="Inspection",
            source=SOURCE,
            confidence="synthetic",
        )
        return replace(network, stops=(halt,))
    run = network.reactor_cycles[0]
    return replace(network, reactor_cycles=(replace(run, ends_at=scene.at(1, "12:00")),))


def c05_batches(scene: Scene) -> Network:
    """The line starts one batch a day and a batch holds one vial."""
    waiting = Waiting(scene=scene)
    waiting.add(3)
    waiting.add(3, town=scene.rng.choice("AB"))
    return with_line(waiting.into(base(scene)), vials=1.0, weekdays=(2,))


def c05_line(scene: Scene) -> Network:
    """The line could make two batches of one vial; its operators, or its licence, are enough for one at a time.

    The second batch is one of the same day, or of the day after, when the first is still under quality control.
    """
    waiting = Waiting(scene=scene)
    waiting.add(3)
    waiting.add(3, town=scene.rng.choice("AB"))
    network = waiting.into(base(scene))
    needed = LineStaff(line_id="LINE", role="technologist", heads=1, source=SOURCE, confidence="synthetic")
    if scene.variant(3) == 0:
        # two of them until the morning, when one goes home before quality control ends
        operators = (*_operators("00:00", "11:00", heads=2), *_operators("11:00", "20:00", heads=1))
        network = with_line(network, vials=1.0, weekdays=(2,), batches_per_day=2)
        return replace(network, rosters=(*network.rosters, *operators), line_staff=(needed,))
    if scene.variant(3) == 1:
        licence = ProductionLicence(
            site_id=RADIOPHARMACY, nuclide="Lu-177", licence_mbq=18_000.0, source=SOURCE, confidence="synthetic"
        )
        network = with_line(network, vials=1.0, weekdays=(2,), batches_per_day=2)
        return replace(network, production_licences=(licence,))
    network = with_line(network, vials=1.0, weekdays=(2, 3))
    return replace(
        network,
        lines=tuple(replace(row, qc_h=20.0) for row in network.lines),
        rosters=(*network.rosters, *_operators("00:00", "24:00", heads=1)),
        line_staff=(needed,),
    )


def _operators(starts_local: str, ends_local: str, *, heads: int) -> tuple[Roster, ...]:
    return tuple(
        Roster(
            site_id=RADIOPHARMACY,
            role="technologist",
            weekday=weekday,
            starts_local=starts_local,
            ends_local=ends_local,
            heads=heads,
            source=SOURCE,
            confidence="synthetic",
        )
        for weekday in WORKDAYS
    )


def c06_orders(scene: Scene) -> Network:
    """Slots are short, shut before the present, or an order that cannot be called back serves nobody."""
    waiting = Waiting(scene=scene)
    course_id = waiting.add(2)
    waiting.add(2, town="B")
    network = waiting.into(base(scene))
    monday, next_monday = slot(scene, 0), slot(scene, 7)
    if scene.variant(3) == 0:
        return replace(network, slots=(replace(monday, quantity=1), next_monday))
    if scene.variant(3) == 1:
        return replace(network, slots=(replace(monday, order_cutoff_at=scene.at(-7, "10:00")), slot(scene, 4)))
    lost = InitialOrder(
        order_id="ORDER",
        supplier_id="EXTERNAL",
        product_id=LUTETIUM,
        destination_site_id="CENTRE-A",
        course_id=course_id,
        cycle_number=1,
        state="irrevocable",
        intended_on=scene.day(-2),
        calibration_at=scene.at(-3, "06:00"),
        dispatch_at=scene.at(-3, "06:00"),
        certified_at=scene.at(-3, "06:00"),
    )
    return replace(network, slots=(monday, next_monday), initial_orders=(lost,))


def c06_road(scene: Scene) -> Network:
    """Vials on the road serve whom they were made for: one of them may not have hers, another waits for the next slot.

    The present is the Sunday night before the horizon. The shipment left by no timetable; it comes on Monday morning,
    lies in the hot lab already, or comes late on Monday.
    """
    waiting = Waiting(scene=scene)
    ready_id = waiting.add(0, given=1, home="CENTRE-A")
    held_id = waiting.add(0, given=1, home="CENTRE-A")
    new_id = waiting.add(1)
    network = waiting.into(base(scene))
    arrives_at = (scene.at(0, "06:30"), scene.at(-1, "23:00"), scene.at(0, "12:00"))[scene.variant(3)]
    return replace(
        network,
        properties=replace(network.properties, planned_at=scene.at(-1, "23:30")),
        regimens=(regimen(LUTETIUM, labs_valid_d=16, labs_turnaround_d=2), regimen(RADIUM)),
        labs=(
            *(Lab(course_id=key, taken_at=scene.at(-4, "09:00"), outcome="fit") for key in (ready_id, new_id)),
            Lab(course_id=held_id, taken_at=scene.at(-4, "09:00"), outcome="withhold", retest_on=scene.day(4)),
        ),
        slots=(slot(scene, 1), slot(scene, 3)),
        initial_orders=tuple(_on_the_road(scene, course_id) for course_id in (ready_id, held_id)),
        initial_shipments=(
            InitialShipment(
                shipment_id="LEFT",
                lane_id=f"{PRODUCER}-CENTRE-A",
                departs_at=scene.at(-1, "18:00"),
                arrives_at=arrives_at,
            ),
        ),
    )


def _on_the_road(scene: Scene, course_id: str) -> InitialOrder:
    """Return the order of a vial for Monday that left on Sunday."""
    return InitialOrder(
        order_id=f"ORDER-{course_id}",
        supplier_id="EXTERNAL",
        product_id=LUTETIUM,
        destination_site_id="CENTRE-A",
        course_id=course_id,
        cycle_number=2,
        state="irrevocable",
        intended_on=scene.day(0),
        calibration_at=scene.at(-1, "06:00"),
        dispatch_at=scene.at(-1, "06:00"),
        certified_at=scene.at(-1, "06:00"),
        shipment_id="LEFT",
    )


def c07_shipment(scene: Scene) -> Network:
    """A departure takes one package or little activity, or the package is handed over too late for it."""
    waiting = Waiting(scene=scene)
    waiting.add(1)
    waiting.add(1)
    network = waiting.into(base(scene))
    network = replace(
        network,
        slots=(slot(scene, 0),),
        site_products=tuple(row for row in network.site_products if row.site_id == "CENTRE-A"),
        departures=tuple(
            row for row in network.departures if row.lane_id == f"{PRODUCER}-CENTRE-A" and row.weekday in (1, 3)
        ),
    )
    return replace(network, lanes=tuple(_narrowed(lane, scene.variant(3)) for lane in network.lanes))


def _narrowed(lane: Lane, variant: int) -> Lane:
    if variant == 0:
        return replace(lane, max_packages=1)
    if variant == 1:
        return replace(lane, max_activity_mbq=12_000.0)
    return replace(lane, handover_cutoff_h=3.0)


def c08_reception(scene: Scene) -> Network:
    """The centres take no packages in the first days of the week."""
    waiting = Waiting(scene=scene)
    waiting.add(1)
    waiting.add(2, town=scene.rng.choice("AB"))
    network = waiting.into(base(scene))
    early = hours("CENTRE-A", "reception", (1, 2, 3), "06:00", "10:00") if scene.variant(2) else ()
    return replace(
        network,
        slots=(slot(scene, 0), slot(scene, 2)),
        opening_hours=(
            *(row for row in network.opening_hours if row.service != "reception" or row.weekday > 3),
            *early,
        ),
    )
