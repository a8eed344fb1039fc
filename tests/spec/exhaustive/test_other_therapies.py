"""Beyond 177Lu by data alone: 223Ra, 131I and 177Lu in shared places and tanks, and a therapy with own cells.

The planner makes the plans, the exhaustive oracle says what the best ones are, and the checker refuses each plan in
which one thing has been tampered with.
"""

import csv
import json
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from functools import cache
from itertools import pairwise
from tempfile import TemporaryDirectory
from zoneinfo import ZoneInfo

import pytest

from doseline.checking import check, check_plan
from doseline.demand.exhaustive.base import LUTETIUM, RADIUM, place, regimen
from doseline.demand.exhaustive.other_therapies import CELLS, COLLECTION, IODINE, VEIN_TO_VEIN_MIN_D
from doseline.journey import NO_NUCLIDE
from doseline.network import Network, PlanPackage, check_network, read_network, read_plan, write_network
from doseline.operations import plan_package, replan_plan
from tests.oracles.planning import exhaustive_optimum
from tests.support.exhaustive import instance, optimum, rank

WARD, OWN = "XS-SHARED-WARD", "XS-OWN-CELLS"
CHAIR, ROOM = "A-3", "ROOM-A"
ZONE = ZoneInfo("Europe/Brussels")


def plan_of(network: Network, seed: int = 1) -> PlanPackage:
    """The planner's plan, by way of the disk."""
    with TemporaryDirectory() as folder:
        write_network(network, f"{folder}/package")
        assert check_network(f"{folder}/package") == ()
        plan_package(f"{folder}/package", f"{folder}/plan", seed=seed, work=6, report=False)
        return read_plan(f"{folder}/plan")


@cache
def planned(name: str, seed: int) -> PlanPackage:
    return plan_of(instance(name, seed))


def sentences(network: Network, plan: PlanPackage) -> list[str]:
    return [violation.sentence for violation in check(network, plan).violations]


def agrees_with_the_oracle(network: Network) -> PlanPackage:
    """The planner's plan of a country, which is legal and as good as the oracle's."""
    plan, best = plan_of(network), exhaustive_optimum(network)
    verdict = check(network, plan)
    assert [violation.sentence for violation in verdict.violations] == []
    assert best is not None
    assert rank(verdict.levels) == rank(best.levels)
    return plan


# --- a ward that nuclides share ---------------------------------------------------------------------------------------


def stays_in_room(network: Network, plan: PlanPackage):
    """Span and nuclide of each stay in the room of the ward."""
    nuclide_of = {row.product_id: row.nuclide for row in network.products}
    product_of = {(row.course_id, row.cycle_number): row.product_id for row in plan.administrations}
    beds = {row.place_id for row in network.places if row.room_id == ROOM}
    return [
        (stay.starts_at, stay.ends_at, nuclide_of[product_of[stay.course_id, stay.cycle_number]])
        for stay in plan.stays
        if stay.place_id in beds
    ]


def moved(plan: PlanPackage, course_id: str, place_id: str) -> PlanPackage:
    """A plan with the stay of a course in another place at the same hours."""
    return replace(
        plan,
        administrations=tuple(
            replace(row, place_id=place_id) if row.course_id == course_id else row for row in plan.administrations
        ),
        stays=tuple(replace(row, place_id=place_id) if row.course_id == course_id else row for row in plan.stays),
    )


def test_one_chair_serves_radium_and_lutetium():
    network = instance(WARD, 0)
    alone = replace(network, places=tuple(row for row in network.places if row.place_id == CHAIR))
    plan = agrees_with_the_oracle(alone)
    assert {(row.place_id, row.product_id) for row in plan.administrations} == {(CHAIR, RADIUM), (CHAIR, LUTETIUM)}
    assert {row.product_id for row in plan.unserved} == {IODINE}


@pytest.mark.parametrize("seed", [0, 1, 2, 3])
def test_nobody_with_another_nuclide_is_in_the_room_with_iodine(seed):
    stays = stays_in_room(instance(WARD, seed), planned(WARD, seed))
    assert "I-131" in {nuclide for _, _, nuclide in stays}
    for starts_at, ends_at, nuclide in stays:
        for other_starts_at, other_ends_at, other in stays:
            assert nuclide == other or ends_at <= other_starts_at or other_ends_at <= starts_at


@pytest.mark.parametrize("seed", [0, 2])
def test_sharing_makes_somebody_wait_and_a_second_chair_or_mixed_rooms_nobody(seed):
    network, best = instance(WARD, seed), optimum(WARD, seed).levels
    assert best["L2"] > 0
    second = replace(place("A-4"), room_id="ROOM-A-3", kind="chair", overnight=False)
    chairs = replace(network, places=(*network.places, second))
    mixed = replace(network, rooms=tuple(replace(row, one_nuclide=False) for row in network.rooms))
    for freed in (chairs, mixed):
        assert check(freed, agrees_with_the_oracle(freed)).levels["L2"] == 0


@pytest.mark.parametrize("seed", [1, 3])
def test_tanks_full_of_iodine_close_the_ward_to_the_third_patient(seed):
    network, best = instance(WARD, seed), optimum(WARD, seed).levels
    assert len(stays_in_room(network, planned(WARD, seed))) == 2
    roomy = replace(network, tanks=tuple(replace(row, volume_litres=200.0) for row in network.tanks))
    assert rank(check(roomy, agrees_with_the_oracle(roomy)).levels)[:2] < rank(best)[:2]


def test_who_finds_no_tank_reads_that_it_is_the_tanks():
    """Without a chair that opens again and with nobody else to give way, the last one is told C15.

    Several plans are equally good: in some the bed that is left is no bed for the last one either, in others it is.
    """
    network = instance(WARD, 1)
    shut = replace(
        network, closures=tuple(replace(row, ends_at=row.ends_at + timedelta(days=10)) for row in network.closures)
    )
    told = [
        [row.binding for row in plan_of(shut, seed).unserved if row.product_id in (IODINE, LUTETIUM)]
        for seed in range(1, 7)
    ]
    assert all(told)
    assert any("C15" in binding for bindings in told for binding in bindings)


def test_the_checker_refuses_a_third_stay_for_which_no_tank_is_open():
    network, plan = instance(WARD, 3), planned(WARD, 3)
    (lutetium,) = (row.course_id for row in plan.administrations if row.product_id == LUTETIUM)
    found = sentences(network, moved(plan, lutetium, "A-1"))
    assert [sentence for sentence in found if not sentence.startswith(("C15 ", "C00 summary"))] == []
    assert any("finds no open tank of LINE-A" in sentence for sentence in found)


def test_the_checker_refuses_two_nuclides_in_the_room():
    """The room of 177Lu and 131I together, as a plan has them where rooms are mixed."""
    network = instance(WARD, 0)
    mixed = replace(network, rooms=tuple(replace(row, one_nuclide=False) for row in network.rooms))
    found = sentences(network, plan_of(mixed))
    assert any(
        f"I-131 in room {ROOM} at the same time" in sentence for sentence in found if sentence.startswith("C09 ")
    )


def test_the_checker_refuses_radium_in_a_bed_that_is_not_for_it():
    network, plan = instance(WARD, 0), planned(WARD, 0)
    radium = next(row.course_id for row in plan.administrations if row.product_id == RADIUM)
    assert any("Ra-223 in place A-1" in sentence for sentence in sentences(network, moved(plan, radium, "A-1")))


def test_six_injections_of_radium_come_every_four_weeks():
    """A horizon of 24 weeks, beyond what the oracle can try."""
    network, weeks = instance(WARD, 0), 24
    ra_slot = next(row for row in network.slots if row.product_id == RADIUM)
    slots = tuple(
        replace(
            ra_slot,
            slot_id=f"RA-{week}",
            **{
                column: (getattr(ra_slot, column).astimezone(ZONE) + timedelta(weeks=week))
                for column in ("order_cutoff_at", "calibration_at", "dispatch_at", "certified_at")
            },
        )
        for week in range(weeks)
    )
    courses = tuple(row for row in network.courses if row.regimen_id == RADIUM)
    patients = {row.patient_id for row in courses}
    long = replace(
        network,
        properties=replace(network.properties, horizon_days=7 * weeks),
        slots=slots,
        site_products=tuple(row for row in network.site_products if row.product_id == RADIUM),
        courses=courses,
        patients=tuple(row for row in network.patients if row.patient_id in patients),
    )
    plan = plan_of(long)
    assert sentences(long, plan) == []
    for course in courses:
        given = sorted(row.administered_at for row in plan.administrations if row.course_id == course.course_id)
        apart_d = [(later - earlier) / timedelta(days=1) for earlier, later in pairwise(given)]
        assert len(given) == 6
        assert all(27 <= round(days) <= 34 for days in apart_d)
        assert {row.place_id for row in plan.administrations} == {CHAIR}


# --- a therapy with a patient's own cells -----------------------------------------------------------------------------


def test_the_country_of_cells_has_no_nuclide_and_no_activity(tmp_path):
    network = instance(OWN, 0)
    write_network(network, tmp_path / "package")
    assert network.nuclides == ()
    assert {row.nuclide for row in network.products} == {NO_NUCLIDE}
    plan = planned(OWN, 0)
    assert {row.administered_activity_mbq for row in plan.administrations} == {0.0}
    assert {row.activity_mbq for row in plan.shipments} == {0.0}
    with (tmp_path / "package" / "products.csv").open(encoding="utf-8", newline="") as file:
        assert {row["prescribed_activity_mbq"] for row in csv.DictReader(file)} == {""}


@pytest.mark.parametrize("seed", [0, 1, 2, 3])
def test_cells_go_from_collection_to_manufacture_to_certification_to_the_same_patient_s_bed(seed):
    network, plan = instance(OWN, seed), planned(OWN, seed)
    given = {(row.course_id, row.cycle_number): row for row in plan.administrations}
    past = {(row.course_id, row.cycle_number): row.administered_at for row in network.past_administrations}
    vials = {row.vial_id: row for row in plan.vials}
    shipments = {row.shipment_id: row for row in plan.shipments}
    orders = {row.order_id: row for row in plan.orders}
    made_at = {row.slot_id: row.material_due_at for row in network.slots}
    ordered_at = {row.order_id: row.material_due_at for row in network.initial_orders}
    places = {row.place_id: row for row in network.places}
    infusions = [row for row in plan.administrations if row.product_id == CELLS]
    assert len(infusions) >= 1
    for infusion in infusions:
        key = infusion.course_id, 1
        collected_at = past[key] if key in past else given[key].administered_at
        vial = vials[infusion.vial_id]
        order = orders[vial.order_id]
        due_at = made_at[order.slot_id] if order.slot_id else ordered_at[order.order_id]
        arrived_at = shipments[vial.shipment_id].arrives_at
        assert collected_at + timedelta(hours=24) <= due_at < vial.calibration_at < vial.certified_at
        assert vial.certified_at <= shipments[vial.shipment_id].departs_at < arrived_at
        assert arrived_at + timedelta(hours=4) <= infusion.administered_at
        dates = [at.astimezone(ZONE).date() for at in (collected_at, infusion.administered_at)]
        assert (dates[1] - dates[0]).days >= VEIN_TO_VEIN_MIN_D
        assert vial.material_course_id == infusion.course_id
        assert places[infusion.place_id].overnight
    collections = [vials[row.vial_id] for row in plan.administrations if row.product_id == COLLECTION]
    assert {row.material_course_id for row in collections} == {None}


def unbound(network: Network) -> Network:
    """The country as it would be if the cells could be anybody's, made whenever."""
    tables = ("slots", "initial_orders")
    return replace(
        network,
        products=tuple(replace(row, own_material_h=None) for row in network.products),
        **{name: tuple(replace(row, material_due_at=None) for row in getattr(network, name)) for name in tables},
    )


@pytest.mark.parametrize("seed", [0, 1, 2, 3])
def test_that_cells_are_one_s_own_binds_and_a_plan_that_does_not_know_is_refused(seed):
    network = instance(OWN, seed)
    plan = agrees_with_the_oracle(unbound(network))
    assert rank(check(unbound(network), plan).levels)[:2] < rank(optimum(OWN, seed).levels)[:2]
    labelled = replace(
        plan,
        vials=tuple(
            replace(vial, material_course_id=user.course_id)
            for vial in plan.vials
            for user in plan.administrations
            if user.vial_id == vial.vial_id and user.product_id == CELLS
        )
        + tuple(vial for vial in plan.vials if vial.product_id != CELLS),
    )
    found = [sentence for sentence in sentences(network, labelled) if not sentence.startswith("C00 ")]
    assert found
    assert all(sentence.startswith("C06 ") and "from material collected at" in sentence for sentence in found)


def test_whose_cells_could_not_be_made_in_time_reads_that_it_is_the_maker_s_slots():
    network = instance(OWN, 0)
    early = replace(
        network, slots=tuple(row for row in network.slots if row.product_id == COLLECTION or row.quantity > 1)
    )
    plan = plan_of(early)
    missing = plan.unserved
    assert "began before the patient’s own material could be there" in " ".join(row.sentence for row in missing)
    assert {(row.product_id, row.cycle_number) for row in missing} == {(CELLS, 2)}
    assert all("C06" in row.binding for row in missing)


def the_vials(plan: PlanPackage, product_id: str = CELLS) -> list[str]:
    return [row.vial_id for row in plan.administrations if row.product_id == product_id]


def vials_with(plan: PlanPackage, vial_id: str, **changes: object) -> PlanPackage:
    rows = tuple(replace(row, **changes) if row.vial_id == vial_id else row for row in plan.vials)
    return replace(plan, vials=rows)


def swapped(plan: PlanPackage) -> PlanPackage:
    """Two patients get each other's cells."""
    one, other = the_vials(plan)[:2]
    names = {one: other, other: one}
    rows = tuple(replace(row, vial_id=names.get(row.vial_id, row.vial_id)) for row in plan.administrations)
    return replace(plan, administrations=rows)


def relabelled(plan: PlanPackage) -> PlanPackage:
    """The cells of each are said to be the other's."""
    vials = {row.vial_id: row for row in plan.vials}
    one, other = (vials[vial_id] for vial_id in the_vials(plan)[:2])
    plan = vials_with(plan, one.vial_id, material_course_id=other.material_course_id)
    return vials_with(plan, other.vial_id, material_course_id=one.material_course_id)


def unlabelled(plan: PlanPackage) -> PlanPackage:
    return vials_with(plan, the_vials(plan)[0], material_course_id=None)


def labelled_set(plan: PlanPackage) -> PlanPackage:
    return vials_with(plan, the_vials(plan, COLLECTION)[0], material_course_id="COURSE-1")


def collected_late(plan: PlanPackage) -> PlanPackage:
    """Everybody's collection two days later."""
    late = timedelta(days=2)
    of_collection = {(row.course_id, row.cycle_number) for row in plan.administrations if row.product_id == COLLECTION}

    def is_moved(row: object) -> bool:
        return (row.course_id, row.cycle_number) in of_collection  # type: ignore[attr-defined]

    return replace(
        plan,
        administrations=tuple(
            replace(row, administered_at=row.administered_at + late) if is_moved(row) else row
            for row in plan.administrations
        ),
        stays=tuple(
            replace(row, starts_at=row.starts_at + late, ends_at=row.ends_at + late, clean_at=row.clean_at + late)
            if is_moved(row)
            else row
            for row in plan.stays
        ),
    )


def never_collected(plan: PlanPackage) -> PlanPackage:
    """The infusions alone."""
    return replace(
        plan,
        administrations=tuple(row for row in plan.administrations if row.product_id == CELLS),
        stays=tuple(row for row in plan.stays if row.cycle_number == 2),
    )


TAMPERINGS: list[tuple[Callable[[PlanPackage], PlanPackage], str, str]] = [
    (swapped, "C06", "given to course COURSE-2"),
    (relabelled, "C06", "is made from material of course COURSE-2 and given to course COURSE-1"),
    (unlabelled, "C06", "does not say from whose material it is made"),
    (labelled_set, "C06", "is made from material of course COURSE-1. Allowed: from nobody's own"),
    (collected_late, "C06", "from material collected at"),
    (never_collected, "C06", "from material that no cycle before has collected"),
    (never_collected, "C17", "cycle 1 is not given"),
]


@pytest.mark.parametrize(
    ("tamper", "constraint", "said"), TAMPERINGS, ids=[f"{row[0].__name__}-{row[1]}" for row in TAMPERINGS]
)
def test_each_break_of_the_chain_of_identity_is_named(tamper, constraint, said):
    found = sentences(instance(OWN, 0), tamper(planned(OWN, 0)))
    assert any(sentence.startswith(f"{constraint} ") and said in sentence for sentence in found), found


def test_cells_collected_before_the_present_go_back_to_their_patient_and_not_if_they_came_too_late():
    network = instance(OWN, 1)
    (order,) = network.initial_orders
    kept = next(row for row in planned(OWN, 1).vials if row.order_id == order.order_id)
    assert (kept.use, kept.material_course_id) == ("administered", "COURSE-1")
    late = replace(network, initial_orders=(replace(order, material_due_at=order.material_due_at - timedelta(days=3)),))
    plan = agrees_with_the_oracle(late)
    assert {row.use for row in plan.vials if row.order_id == order.order_id} == {"unused"}
    assert any("from material collected at" in sentence for sentence in sentences(late, planned(OWN, 1)))


def test_a_first_product_of_its_own_may_be_radioactive_and_given_by_weight():
    """The general form of a collection: here radium by body weight opens each course of lutetium."""
    network = instance("XS-C14", 1)
    given = {row.product_id for row in network.site_products}
    assert given == {LUTETIUM}
    licences = tuple(replace(row, product_id=RADIUM) for row in network.site_products)
    first = replace(regimen(LUTETIUM, interval_due_d=5), first_product_id=RADIUM, first_earliest_d=7, interval_max_d=7)
    radium = tuple(replace(row, slot_id=f"RA-{row.slot_id}", product_id=RADIUM) for row in network.slots)
    opened = replace(
        network,
        site_products=(*network.site_products, *licences),
        regimens=tuple(first if row.regimen_id == LUTETIUM else row for row in network.regimens),
        slots=(*network.slots, *radium),
        initial_orders=(),
        initial_shipments=(),
        licences=(),
    )
    plan = agrees_with_the_oracle(opened)
    weight_kg = {row.patient_id: row.weight_kg for row in opened.patients}
    patient = {row.course_id: row.patient_id for row in opened.courses}
    opening = [row for row in plan.administrations if row.cycle_number == 1]
    assert opening
    for row in opening:
        assert row.product_id == RADIUM
        assert row.prescribed_activity_mbq == pytest.approx(0.055 * weight_kg[patient[row.course_id]])


@pytest.mark.parametrize("has_left", [False, True])
def test_planned_again_cells_with_the_maker_stay_their_patient_s_and_failed_ones_are_nobody_else_s(has_left, tmp_path):
    network = instance(OWN, 0)
    write_network(network, tmp_path / "package")
    plan_package(tmp_path / "package", tmp_path / "plan", seed=1, work=4, report=False)
    plan = read_plan(tmp_path / "plan")
    (failed,) = (row for row in plan.vials if row.material_course_id == "COURSE-1")
    (shipment,) = (row for row in plan.shipments if row.shipment_id == failed.shipment_id)
    at = (
        shipment.departs_at + timedelta(hours=1) if has_left else failed.calibration_at + timedelta(days=2)
    ).isoformat()
    event = {"event_id": "E1", "kind": "vial_broken", "at": at, "subject_id": failed.vial_id, "reason": "too few cells"}
    (tmp_path / "events.json").write_text(json.dumps({"events": [event]}), encoding="utf-8")
    replan_plan(
        tmp_path / "plan", tmp_path / "events.json", tmp_path / "again", package_path=tmp_path / "package", work=2
    )
    verdict, again = check_plan(tmp_path / "again" / "country", tmp_path / "again"), read_plan(tmp_path / "again")
    assert [violation.sentence for violation in verdict.violations] == []
    assert {row.material_course_id for row in again.vials} == {"COURSE-2"}
    assert {(row.course_id, row.cycle_number) for row in again.unserved} == {("COURSE-1", 2)}
    (order,) = read_network(tmp_path / "again" / "country").initial_orders
    slot = next(row for row in network.slots if row.material_due_at == order.material_due_at)
    assert (order.course_id, order.product_id, slot.product_id) == ("COURSE-2", CELLS, CELLS)
