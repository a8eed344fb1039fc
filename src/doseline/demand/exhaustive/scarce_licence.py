"""XS instances in which a site may hold no more activity, effluent or waste: C14, C15, C16."""

from dataclasses import replace

from doseline.demand.exhaustive.base import LUTETIUM, PRODUCER, base, place, slot
from doseline.demand.exhaustive.people import Waiting
from doseline.demand.exhaustive.scene import SOURCE, Scene
from doseline.journey import EffluentLine, InitialOrder, InitialShipment, Licence, Product, Tank, WasteStore
from doseline.network import Network


def c14_possession(scene: Scene) -> Network:
    """A licence for one vial and little more, while more patients are due; or a vial on its way takes it up."""
    waiting = Waiting(scene=scene)
    on_its_way = scene.variant(2) == 1
    first_id = waiting.add(3 if on_its_way else 2, max_travel_min=30.0)
    waiting.add(1 if on_its_way else 2, max_travel_min=30.0)
    network = waiting.into(base(scene))
    limit = Licence(
        site_id="CENTRE-A",
        nuclide="Lu-177",
        possession_mbq=float(scene.rng.randint(94, 104) * 100),
        source=SOURCE,
        confidence="synthetic",
    )
    network = replace(network, licences=(limit,), slots=(slot(scene, 0), slot(scene, 3)))
    if not on_its_way:
        return network
    left = InitialShipment(
        shipment_id="LEFT",
        lane_id=f"{PRODUCER}-CENTRE-A",
        departs_at=scene.at(-2, "10:00"),
        arrives_at=scene.at(0, "09:00"),
    )
    order = InitialOrder(
        order_id="ORDER-LEFT",
        supplier_id="EXTERNAL",
        product_id=LUTETIUM,
        destination_site_id="CENTRE-A",
        course_id=first_id,
        cycle_number=1,
        state="irrevocable",
        intended_on=scene.day(3),
        calibration_at=scene.at(0, "18:00"),
        dispatch_at=scene.at(-2, "08:00"),
        certified_at=scene.at(0, "18:00"),
        shipment_id="LEFT",
    )
    # It left before the present.
    properties = replace(network.properties, planned_at=scene.at(-2, "12:00"))
    return replace(
        network,
        properties=properties,
        initial_orders=(order,),
        initial_shipments=(left,),
        slots=tuple(replace(row, order_cutoff_at=scene.at(-2, "14:00")) for row in network.slots),
    )


def c15_tanks(scene: Scene) -> Network:
    """Two tanks for the toilets of a centre, of one stay each, that decay for days; one may be full at first."""
    waiting = Waiting(scene=scene)
    for _ in range(3):
        waiting.add(2, max_travel_min=30.0)
    network = waiting.into(base(scene))
    used = scene.variant(2) == 1
    line = EffluentLine(
        effluent_line_id="LINE-A",
        site_id="CENTRE-A",
        flow_per_stay_litres=60.0,
        discharge_limit_bq_per_litre=float(scene.rng.randint(30, 40) * 1_000_000),
        source=SOURCE,
        confidence="synthetic",
    )
    tanks = tuple(
        Tank(
            tank_id=f"TANK-{number}",
            effluent_line_id="LINE-A",
            volume_litres=100.0,
            initial_litres=80.0 if used and number == 1 else 0.0,
            initial_lu177_mbq=5000.0 if used and number == 1 else 0.0,
            source=SOURCE,
            confidence="synthetic",
        )
        for number in (1, 2)
    )
    return replace(
        network,
        products=tuple(_with_isomer(row, 0.001 * scene.rng.randint(0, 2)) for row in network.products),
        effluent_lines=(line,),
        tanks=tanks,
        places=(
            replace(place("A-1"), effluent_line_id="LINE-A"),
            replace(place("A-2"), effluent_line_id="LINE-A"),
            place("B-1"),
        ),
        slots=(slot(scene, 0), slot(scene, 7)),
    )


def c16_waste(scene: Scene) -> Network:
    """A store with room for one bag, which is kept for days, longer where there is 177mLu in it."""
    waiting = Waiting(scene=scene)
    for _ in range(2):
        waiting.add(2, max_travel_min=30.0)
    network = waiting.into(base(scene))
    store = WasteStore(
        waste_store_id="STORE-A",
        site_id="CENTRE-A",
        volume_litres=100.0,
        initial_litres=30.0,
        bag_litres=40.0,
        bag_kg=1.0,
        clearance_bq_per_g=float(scene.rng.randint(50, 60) * 1000),
        source=SOURCE,
        confidence="synthetic",
    )
    return replace(
        network,
        products=tuple(_with_isomer(row, 0.1 * scene.variant(2)) for row in network.products),
        waste_stores=(store,),
        slots=(slot(scene, 0), slot(scene, 3), slot(scene, 7)),
    )


def _with_isomer(product: Product, fraction: float) -> Product:
    return replace(product, lu177m_fraction=fraction) if product.nuclide == "Lu-177" else product
