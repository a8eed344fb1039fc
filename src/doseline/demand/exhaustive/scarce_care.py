"""XS instances in which beds, hours, staff or scanners are scarce: C09, C10, C11, C13."""

from dataclasses import replace

from doseline.demand.exhaustive.base import LUTETIUM, RADIUM, base, hours, place, slot, stay_rule, with_radium
from doseline.demand.exhaustive.people import Waiting
from doseline.demand.exhaustive.scene import SOURCE, Scene
from doseline.journey import Closure, InitialStay, ScanKind, Scanner, ScannerClosure, ScanProtocol
from doseline.network import Network


def c09_place(scene: Scene) -> Network:
    """One bed, and more patients than it takes in their windows; it may be closed or taken at first."""
    waiting = Waiting(scene=scene)
    for _ in range(4):
        waiting.add(2, max_travel_min=30.0)
    network = waiting.into(base(scene))
    network = replace(network, places=(place("A-1"), place("B-1")), slots=(slot(scene, 0), slot(scene, 3)))
    if scene.variant(3) == 1:
        shut = Closure(
            closure_id="CLOSED",
            site_id="CENTRE-A",
            place_id=scene.rng.choice((None, "A-1")),
            starts_at=scene.at(1, "00:00"),
            ends_at=scene.at(3, "00:00"),
            reason="Repair",
        )
        return replace(network, closures=(shut,))
    if scene.variant(3) == 2:
        taken = InitialStay(
            place_id="A-1", starts_at=scene.at(-1, "10:00"), ends_at=scene.at(2, "07:00"), sex="male", nuclide="Lu-177"
        )
        return replace(network, initial_stays=(taken,))
    return network


def c09_same_sex(scene: Scene) -> Network:
    """Two beds in one room that men and women may not share."""
    waiting = Waiting(scene=scene)
    first = scene.rng.choice(("female", "male"))
    for sex in (first, "female", "male"):
        waiting.add(2, sex=sex, max_travel_min=30.0)
    network = waiting.into(base(scene))
    return replace(
        network,
        rooms=tuple(replace(row, same_sex=True) for row in network.rooms),
        places=(place("A-1"), place("A-2"), place("A-3"), place("B-1")),
        slots=(slot(scene, 2),),
    )


def c09_one_nuclide(scene: Scene) -> Network:
    """Two beds in one room in which nobody lies beside a patient who had another nuclide."""
    waiting = Waiting(scene=scene)
    for product_id in (LUTETIUM, RADIUM, scene.rng.choice((LUTETIUM, RADIUM))):
        waiting.add(2, product_id=product_id, max_travel_min=30.0)
    network = with_radium(waiting.into(base(scene)))
    return replace(
        network,
        rooms=tuple(replace(row, one_nuclide=True) for row in network.rooms),
        places=(place("A-1"), place("A-2"), place("A-3"), place("B-1")),
        slots=(slot(scene, 2), slot(scene, 2, product_id=RADIUM)),
    )


def c10_stay(scene: Scene) -> Network:
    """A stay of more than a day, for urine or for the dose rate, and nights without cover."""
    waiting = Waiting(scene=scene)
    waiting.add(2)
    waiting.add(1, town="B")
    network = waiting.into(base(scene))
    rule = (
        stay_rule(LUTETIUM, urine_collection_h=20.0)
        if scene.variant(2) == 0
        else stay_rule(LUTETIUM, limit_usv_per_h=12.5)
    )
    return replace(
        network,
        stay_rules=(rule,),
        covers=tuple(row for row in network.covers if row.weekday in (3, 4)),
        slots=(slot(scene, 0), slot(scene, 2)),
    )


def c11_staff(scene: Scene) -> Network:
    """One nurse for two hours a day, about administrations or about discharges."""
    waiting = Waiting(scene=scene)
    for _ in range(3):
        waiting.add(2)
    network = waiting.into(base(scene))
    morning = scene.variant(2) == 0
    starts_local, ends_local = ("08:00", "10:00") if morning else ("14:00", "16:00")
    return replace(
        network,
        places=(place("A-1"), place("A-2"), place("A-3"), place("B-1")),
        site_products=tuple(row for row in network.site_products if row.site_id == "CENTRE-A"),
        opening_hours=(
            *(row for row in network.opening_hours if row.service != "discharge"),
            *hours("CENTRE-A", "discharge", (1, 2, 3, 4, 5), "14:00", "20:00"),
        ),
        covers=(),
        rosters=tuple(
            replace(row, heads=1, starts_local=starts_local, ends_local=ends_local) for row in network.rosters
        ),
        tasks=tuple(replace(row, anchor="administration" if morning else "discharge") for row in network.tasks),
        slots=(slot(scene, 0), slot(scene, 2)),
    )


def c13_scanner(scene: Scene) -> Network:
    """One scanner with an hour a week, closed for two days, or with one slot a day for two scans of each patient."""
    waiting = Waiting(scene=scene)
    for _ in range(2 if scene.variant(3) == 0 else 3):
        waiting.add(2, max_travel_min=30.0)
    network = waiting.into(base(scene))
    network = replace(
        network,
        places=(place("A-1"), place("A-2"), place("A-3"), place("B-1")),
        scanners=(_scanner("A-SPECT", therapy_hours_per_week=1.0 if scene.variant(3) == 0 else 20.0),),
        slots=(slot(scene, 0), slot(scene, 3), slot(scene, 7)),
    )
    if scene.variant(3) == 0:
        return replace(network, scan_protocols=(_scan(1, 20.0, 76.0, duration_min=60.0),))
    if scene.variant(3) == 1:
        shut = ScannerClosure(
            scanner_closure_id="SERVICE",
            scanner_id="A-SPECT",
            starts_at=scene.at(2, "00:00"),
            ends_at=scene.at(4, "00:00"),
            reason="Maintenance",
        )
        return replace(network, scan_protocols=(_scan(1, 20.0, 28.0, duration_min=40.0),), scanner_closures=(shut,))
    return replace(
        network,
        scanners=(_scanner("A-PET", kind="pet_ct", therapy_hours_per_week=20.0), *network.scanners),
        scan_kinds=(ScanKind(product_id=LUTETIUM, kind="spect_ct", source=SOURCE, confidence="synthetic"),),
        scan_protocols=(_scan(1, 20.0, 28.0, duration_min=120.0), _scan(2, 44.0, 100.0, duration_min=120.0)),
        opening_hours=(*network.opening_hours, *hours("CENTRE-A", "scanning", (1, 2, 3, 4, 5), "12:00", "14:00")),
    )


def _scanner(scanner_id: str, *, kind: str = "spect_ct", therapy_hours_per_week: float) -> Scanner:
    return Scanner(
        scanner_id=scanner_id,
        site_id="CENTRE-A",
        kind=kind,
        therapy_hours_per_week=therapy_hours_per_week,
        source=SOURCE,
        confidence="synthetic",
    )


def _scan(scan_number: int, earliest_h: float, latest_h: float, *, duration_min: float) -> ScanProtocol:
    return ScanProtocol(
        product_id=LUTETIUM,
        scan_number=scan_number,
        earliest_h=earliest_h,
        latest_h=latest_h,
        duration_min=duration_min,
        source=SOURCE,
        confidence="synthetic",
    )
