"""XS-01 to XS-10: small countries with a little of everything, and whatever binds."""

from dataclasses import replace

from doseline.demand.exhaustive.base import (
    LUTETIUM,
    RADIOPHARMACY,
    RADIUM,
    base,
    hours,
    place,
    regimen,
    slot,
    stay_rule,
    with_radium,
)
from doseline.demand.exhaustive.people import Waiting
from doseline.demand.exhaustive.production import VIAL_MBQ, with_line
from doseline.demand.exhaustive.scene import SOURCE, Scene
from doseline.journey import (
    Closure,
    Device,
    DeviceTask,
    Holiday,
    InitialBatch,
    InitialIrradiation,
    InitialOrder,
    InitialStay,
    Lab,
    LineStaff,
    Pin,
    Product,
    ProductionLicence,
    Qualification,
    Roster,
    TailSupply,
    TaskCompetence,
)
from doseline.network import Network


def mixed(scene: Scene) -> Network:
    """Return a country in which every constraint is present.

    The first course is promised and has its irrevocable order, a free bed and a nurse, so that a legal plan exists.
    """
    rng = scene.rng
    step_min = rng.choice((60, 120, 240))
    waiting = Waiting(scene=scene)
    promised_d = rng.choice((2, 3))
    promised_id = waiting.add(promised_d, given=1, home="CENTRE-A")
    held_id = waiting.add(rng.choice((1, 2, 3, 8)), town=rng.choice("AB"))
    given = rng.choice((0, 1))
    lost_id = waiting.add(
        rng.choice((3, 4)),
        given=given,
        home="CENTRE-B" if given else None,
        town="B",
        transfer_allowed=rng.random() < 0.5,
    )
    radium_id = waiting.add(rng.choice((2, 9)), product_id=RADIUM, town=rng.choice("AB"))
    if rng.random() < 0.5:
        waiting.add(rng.choice((2, 3)), town="B", max_travel_min=rng.choice((30.0, 90.0)))
    if rng.random() < 0.3:
        waiting.add(-8, given=1, home="CENTRE-B", town="B")  # lapsed: stop was two days before the horizon
    network = with_radium(waiting.into(base(scene, tail_weeks=2, step_min=step_min)))
    network = with_line(network, vials=rng.choice((1.0, 1.5)), weekdays=(rng.choice((2, 3)),))
    network = _with_hands(_with_radium_supply(_with_rules(network, scene), scene, radium_id))
    return _with_state(network, scene, promised_id, promised_d, held_id, lost_id)


def _with_radium_supply(network: Network, scene: Scene, course_id: str) -> Network:
    """Make radium a capsule at times, and order it beforehand at times."""
    rng = scene.rng
    if rng.random() < 0.3:
        network = replace(network, products=tuple(_as_capsule(row) for row in network.products))
    if rng.random() < 0.4:
        order = replace(_order(scene, course_id, 1, "CENTRE-A", 3), product_id=RADIUM)
        network = replace(network, initial_orders=(order,))
    return network


def _as_capsule(product: Product) -> Product:
    if product.product_id != RADIUM:
        return product
    return replace(
        product,
        form="capsule",
        fill_reference_local="12:00",
        concentration_mbq_per_ml=None,
        volume_max_ml=None,
    )


def _with_rules(network: Network, scene: Scene) -> Network:
    """Vary the rules of the centres, the products and the supply."""
    rng = scene.rng
    treatment_until = rng.choice(("12:00", "16:00"))
    return replace(
        network,
        holidays=(
            Holiday(date_on=scene.day(rng.choice((4, 7))), name="Holiday", source=SOURCE, confidence="synthetic"),
        ),
        opening_hours=(
            *(row for row in network.opening_hours if row.service != "treatment"),
            *hours("CENTRE-A", "treatment", (1, 2, 3, 4, 5), "08:00", "16:00"),
            *hours("CENTRE-B", "treatment", (1, 2, 3, 4, 5), "08:00", treatment_until),
        ),
        rooms=tuple(replace(row, same_sex=rng.random() < 0.5, one_nuclide=rng.random() < 0.5) for row in network.rooms),
        places=(
            place("A-1"),
            place("A-2", nuclides=rng.choice((("Lu-177",), ("Lu-177", "Ra-223")))),
            place("B-1", stays_per_week=rng.choice((0.5, 3.0))),
        ),
        products=tuple(
            replace(row, shelf_life_h=rng.choice((48.0, 60.0)), volume_max_ml=10.0)
            if row.product_id == LUTETIUM
            else row
            for row in network.products
        ),
        regimens=(regimen(LUTETIUM, cycles=3, labs_valid_d=16, labs_turnaround_d=2), regimen(RADIUM, cycles=3)),
        stay_rules=(
            replace(
                stay_rule(LUTETIUM, limit_usv_per_h=rng.choice((18.0, 25.0))), admission_lead_h=rng.choice((0.0, 1.0))
            ),
            replace(stay_rule(RADIUM), infusion_h=1.0, observation_h=1.0),
        ),
        rosters=tuple(
            row if row.site_id == "CENTRE-A" else replace(row, heads=1, ends_local=rng.choice(("12:00", "20:00")))
            for row in network.rosters
        ),
        lanes=tuple(replace(row, max_packages=rng.choice((1, 2, 10))) for row in network.lanes),
        slots=(
            slot(scene, 0, quantity=rng.choice((0, 1, 2))),
            slot(scene, 2, quantity=1),
            slot(scene, 7, quantity=rng.choice((0, 1))),
            slot(scene, 0, product_id=RADIUM, quantity=1),
            slot(scene, 7, product_id=RADIUM, quantity=1),
        ),
        reactors=tuple(replace(row, positions=rng.choice((1, 2))) for row in network.reactors),
        tail_supply=(
            TailSupply(
                product_id=LUTETIUM, vials_per_week=rng.choice((1.0, 2.0, 9.0)), source=SOURCE, confidence="synthetic"
            ),
        ),
    )


def _with_hands(network: Network) -> Network:
    """Add devices, competences of nurses and the operators and licence of the line."""
    mark: dict[str, str] = {"source": SOURCE, "confidence": "synthetic"}
    held = {"CENTRE-A": (("infusion", "radium"), ("infusion",)), "CENTRE-B": (("infusion", "radium"),)}
    return replace(
        network,
        devices=tuple(
            Device(site_id=site_id, kind="hot_cell", units=units, **mark)
            for site_id, units in (("CENTRE-A", 2), ("CENTRE-B", 1))
        ),
        device_tasks=tuple(
            DeviceTask(
                product_id=product_id,
                kind="hot_cell",
                anchor="administration",
                from_min=from_min,
                to_min=0,
                units=1,
                **mark,
            )
            for product_id, from_min in ((LUTETIUM, -120), (RADIUM, -60))
        ),
        task_competences=tuple(
            TaskCompetence(
                product_id=product_id, role="nurse", anchor="administration", from_min=0, competence=competence, **mark
            )
            for product_id, competence in ((LUTETIUM, "infusion"), (RADIUM, "radium"))
        ),
        qualifications=tuple(
            Qualification(
                qualification_id=f"{row.site_id}-{row.weekday}-{number}",
                site_id=row.site_id,
                role=row.role,
                competences=competences,
                weekdays=(str(row.weekday),),
                starts_local=row.starts_local,
                ends_local=row.ends_local,
                heads=1,
                source=SOURCE,
                confidence="synthetic",
            )
            for row in network.rosters
            for number, competences in enumerate(held[row.site_id], start=1)
        ),
        rosters=(
            *network.rosters,
            *(
                Roster(
                    site_id=RADIOPHARMACY,
                    role="technologist",
                    weekday=weekday,
                    starts_local="00:00",
                    ends_local="24:00",
                    heads=1,
                    **mark,
                )
                for weekday in range(1, 8)
            ),
        ),
        line_staff=(LineStaff(line_id="LINE", role="technologist", heads=1, **mark),),
        production_licences=(ProductionLicence(site_id=RADIOPHARMACY, nuclide="Lu-177", licence_mbq=40_000.0, **mark),),
    )


def _with_state(
    network: Network, scene: Scene, promised_id: str, promised_d: int, held_id: str, lost_id: str
) -> Network:
    """Add what is under way: a promise with its vial, a vial perhaps lost, a batch, a target, a patient in bed."""
    rng = scene.rng
    # The grid of 240 min shows 08:00 and 12:00, and an hour later after the clocks go forward; noon suits the vial too.
    order = _order(scene, promised_id, 2, "CENTRE-A", promised_d)
    lost_number = 1 + sum(row.course_id == lost_id for row in network.past_administrations)
    lost = _order(scene, lost_id, lost_number, "CENTRE-B", rng.choice((3, 4)))
    lost = replace(lost, state=rng.choice(("provisional", "confirmed", "irrevocable")))
    batch_d = rng.choice((0, 2))
    return replace(
        network,
        pins=(
            Pin(
                course_id=promised_id,
                cycle_number=2,
                site_id="CENTRE-A",
                place_id="A-1",
                administered_at=scene.at(promised_d, "12:00"),
            ),
        ),
        initial_orders=(order, lost, *network.initial_orders),
        initial_batches=(
            InitialBatch(
                batch_id="BATCH",
                line_id="LINE",
                calibration_at=scene.at(batch_d, "10:00"),
                dispatch_at=scene.at(batch_d, "12:00"),
                certified_at=scene.at(batch_d, "12:00"),
                usable_activity_mbq=rng.choice((0.0, VIAL_MBQ)),
            ),
        ),
        initial_irradiations=(
            InitialIrradiation(
                irradiation_id="TARGET",
                line_id="LINE",
                starts_at=scene.at(-8, "12:00"),
                ends_at=scene.at(rng.choice((-5, -1)), "12:00"),
            ),
        ),
        initial_stays=(
            InitialStay(
                place_id="B-1",
                starts_at=scene.at(-1, "10:00"),
                ends_at=scene.at(rng.choice((0, 2)), "09:30"),
                sex=rng.choice(("female", "male")),
                nuclide="Lu-177",
            ),
        ),
        closures=(
            Closure(
                closure_id="CLOSED",
                site_id="CENTRE-A",
                place_id="A-2",
                starts_at=scene.at(rng.choice((1, 2)), "00:00"),
                ends_at=scene.at(rng.choice((3, 8)), "00:00"),
                reason="Repair",
            ),
        ),
        labs=(
            *(
                Lab(course_id=row.course_id, taken_at=scene.at(-8, "09:00"), outcome="fit")
                for row in network.courses
                if row.course_id != held_id
            ),
            Lab(
                course_id=held_id,
                taken_at=scene.at(-8, "09:00"),
                outcome="withhold",
                retest_on=scene.day(rng.choice((1, 3))),
            ),
        ),
    )


def _order(scene: Scene, course_id: str, cycle_number: int, site_id: str, intended_d: int) -> InitialOrder:
    """Return an irrevocable order calibrated the day before its intended day."""
    return InitialOrder(
        order_id=f"ORDER-{course_id}",
        supplier_id="EXTERNAL",
        product_id=LUTETIUM,
        destination_site_id=site_id,
        course_id=course_id,
        cycle_number=cycle_number,
        state="irrevocable",
        intended_on=scene.day(intended_d),
        calibration_at=scene.at(intended_d - 1, "06:00"),
        dispatch_at=scene.at(intended_d - 1, "06:00"),
        certified_at=scene.at(intended_d - 1, "06:00"),
    )
