"""Every constraint is named when a legal plan breaks it, and nothing else is."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from doseline.checking import check
from doseline.journey import (
    Absence,
    Closure,
    Device,
    DeviceTask,
    EffluentLine,
    InitialStay,
    Lab,
    Licence,
    LineStaff,
    Pin,
    ProductionLicence,
    Qualification,
    RegionFloor,
    Roster,
    Stop,
    Tank,
    TankClosure,
    TaskCompetence,
    TrialSlot,
    WasteStore,
)
from doseline.network import Network, PlanPackage
from tests.support.checking import C1, C2, C3, NEW1, assemble, legal_plan
from tests.support.checking_country import MARK, local, small_country, utc
from tests.support.scanned import SCANS, scanned_country, scanned_plan

Case = tuple[Network, PlanPackage]
Tampering = Callable[[], Case]
MINUTES = timedelta(minutes=1)


def edited(rows: tuple[Any, ...], key: str, **changes: Any) -> tuple[Any, ...]:
    """Return rows with one changed, found by any of its values."""
    values = [tuple(getattr(row, name) for name in row.__slots__) for row in rows]
    found = [key in value for value in values]
    assert any(found), f"no row has {key!r}"
    return tuple(replace(row, **changes) if hit else row for row, hit in zip(rows, found, strict=True))


def plan_with(table: str, key: str, **changes: Any) -> Tampering:
    """Tamper with rows of the plan as they stand in its tables."""

    def tampered() -> Case:
        plan = legal_plan()
        return small_country(), replace(plan, **{table: edited(getattr(plan, table), key, **changes)})

    return tampered


def plan_without(table: str, key: str) -> Tampering:
    """Drop rows of the plan."""

    def tampered() -> Case:
        plan = legal_plan()
        kept = tuple(row for row in getattr(plan, table) if key not in [getattr(row, n) for n in row.__slots__])
        assert len(kept) < len(getattr(plan, table))
        return small_country(), replace(plan, **{table: kept})

    return tampered


def country_with(table: str, key: str, **changes: Any) -> Tampering:
    """Change the country; the same decisions, completed for it, are legal no more."""

    def tampered() -> Case:
        network = small_country()
        network = replace(network, **{table: edited(getattr(network, table), key, **changes)})
        return network, assemble(network, [C1, C2, C3], [NEW1])

    return tampered


def region_floor(share: float) -> RegionFloor:
    """Return a floor of the zone in which all patients live."""
    return RegionFloor(region_id="Z", in_window_share_min=share, **MARK)


def country_plus(table: str, *rows: Any) -> Tampering:
    """Add rows to the country."""

    def tampered() -> Case:
        network = small_country()
        network = replace(network, **{table: (*getattr(network, table), *rows)})
        return network, assemble(network, [C1, C2, C3], [NEW1])

    return tampered


def country_minus(table: str, *keys: object) -> Tampering:
    """Drop the rows of the country that have all of the values."""

    def tampered() -> Case:
        network = small_country()
        rows = getattr(network, table)
        kept = tuple(row for row in rows if not {*keys} <= {getattr(row, n) for n in row.__slots__})
        assert len(kept) < len(rows)
        network = replace(network, **{table: kept})
        return network, assemble(network, [C1, C2, C3], [NEW1])

    return tampered


def decided(*choices: Any, made: Any = NEW1) -> Tampering:
    """Decide otherwise; all computed columns follow."""
    return lambda: (small_country(), assemble(small_country(), choices, [made]))


def stop(kind: str, ref_id: str, starts: str, ends: str) -> Stop:
    return Stop(
        stop_id="STOP",
        kind=kind,
        ref_id=ref_id,
        starts_at=utc(starts),
        ends_at=utc(ends),
        reason="-",
        source="X",
        confidence="synthetic",
    )


def guest(place_id: str, starts: str, ends: str, sex: str = "female", nuclide: str = "Lu-177") -> InitialStay:
    return InitialStay(place_id=place_id, starts_at=local(starts), ends_at=local(ends), sex=sex, nuclide=nuclide)


def both_tables() -> Case:
    plan = legal_plan()
    unserved = replace(plan.unserved[0], course_id="C1", cycle_number=1, weight=2)
    row = plan.administrations[0]
    unserved = replace(unserved, due_at=row.due_at, window_end_at=row.window_end_at)
    return small_country(), replace(plan, unserved=(*plan.unserved, unserved))


def repeated_row() -> Case:
    plan = legal_plan()
    return small_country(), replace(plan, shipments=(*plan.shipments, plan.shipments[0]))


def unknown_place() -> Case:
    plan = legal_plan()
    administrations = edited(plan.administrations, "C1", place_id="NOWHERE")
    return small_country(), replace(
        plan, administrations=administrations, stays=edited(plan.stays, "C1", place_id="NOWHERE")
    )


def shared_vial() -> Case:
    plan = legal_plan()
    plan = replace(plan, administrations=edited(plan.administrations, "C3", vial_id="V1"))
    return small_country(), plan


def place_elsewhere() -> Case:
    plan = legal_plan()
    stays = edited(plan.stays, "C1", place_id="B2", clean_at=C1.ends_at + timedelta(hours=2))
    return small_country(), replace(
        plan, administrations=edited(plan.administrations, "C1", place_id="B2"), stays=stays
    )


def left_over_confirmed() -> Case:
    network, plan = small_country(), legal_plan()
    network = replace(network, initial_orders=edited(network.initial_orders, "IO4", state="confirmed"))
    return network, replace(plan, orders=edited(plan.orders, "IO4", state="confirmed"))


def order_forgotten() -> Case:
    plan = legal_plan()
    vials = tuple(vial for vial in plan.vials if vial.order_id != "IO4")
    return small_country(), replace(plan, vials=vials, orders=tuple(o for o in plan.orders if o.order_id != "IO4"))


def unshipped() -> Case:
    plan = legal_plan()
    plan = replace(plan, vials=edited(plan.vials, "V2", shipment_id=None))
    return small_country(), replace(plan, shipments=tuple(row for row in plan.shipments if row.lane_id != "NB"))


def split_departure() -> Case:
    network, plan = small_country(), legal_plan()
    twin = replace(network.courses[0], course_id="C5", patient_id="P4")
    network = replace(network, courses=(*network.courses, twin))
    later = replace(C1, course_id="C5", place_id="A2", starts_at=C1.starts_at + 330 * MINUTES)
    later = replace(later, administered_at=C1.administered_at + 330 * MINUTES, ends_at=C1.ends_at + 330 * MINUTES)
    plan = assemble(network, [C1, C2, C3, later], [NEW1])
    assert check(network, plan).legal
    shipment = next(row for row in plan.shipments if row.packages == 2)
    half = replace(shipment, packages=1, activity_mbq=shipment.activity_mbq / 2.0)
    shipments = (*(half if row is shipment else row for row in plan.shipments), replace(half, shipment_id="S9"))
    return network, replace(plan, shipments=shipments, vials=edited(plan.vials, "V4", shipment_id="S9"))


def frozen() -> Case:
    """C1 is given while only what is pinned may be."""
    network = small_country()
    given_on = (C1.administered_at - network.properties.planned_at).days + 1
    network = replace(network, properties=replace(network.properties, frozen_days=given_on))
    return network, assemble(network, [C1, C2, C3], [NEW1])


def second_batch() -> Case:
    network = small_country()
    return network, assemble(network, [C1, C2, C3], [NEW1, replace(NEW1, batch_id="NEW2")])


def operated(ends_local: str, heads: int = 1, **changes: Any) -> Case:
    """The legal plan where the line needs a technologist, who is there on workdays from eight on."""
    network, plan = small_country(), legal_plan()
    shifts = (
        Roster(
            site_id="N",
            role="technologist",
            weekday=weekday,
            starts_local="08:00",
            ends_local=ends_local,
            heads=heads,
            **MARK,
        )
        for weekday in range(1, 6)
    )
    needed = LineStaff(line_id="L1", role="technologist", heads=1, **MARK)
    return replace(network, rosters=(*network.rosters, *shifts), line_staff=(needed,), **changes), plan


def operator_gone() -> Case:
    assert check(*operated("18:00")).legal
    return operated("17:45")


def licensed(licence_mbq: float) -> Case:
    network, plan = small_country(), legal_plan()
    licence = ProductionLicence(site_id="N", nuclide="Lu-177", licence_mbq=licence_mbq, **MARK)
    return replace(network, production_licences=(licence,)), plan


def more_than_licensed() -> Case:
    """The target of 120 h has 15.17 GBq when processing starts."""
    assert check(*licensed(15_171.0)).legal
    return licensed(15_170.0)


def two_at_once() -> Case:
    """A twin of C1 legal in the afternoon is given at the hour of C1, for whom the only nurse is needed."""
    network = small_country()
    twin = replace(network.courses[0], course_id="C5", patient_id="P4")
    network = replace(network, courses=(*network.courses, twin))
    same = replace(C1, course_id="C5", place_id="A2")
    shift = 330 * MINUTES
    later = replace(same, administered_at=same.administered_at + shift, ends_at=same.ends_at + shift)
    later = replace(later, starts_at=same.starts_at + shift)
    assert check(network, assemble(network, [C1, C2, C3, later], [NEW1])).legal
    return network, assemble(network, [C1, C2, C3, same], [NEW1])


def qualified(*rows: tuple[int, tuple[str, ...]], competence: str = "infusion", **changes: Any) -> Case:
    """The legal plan where nurses need the competence to give a product, and so many heads of A and B hold them."""
    network, plan = small_country(), legal_plan()
    heads = (
        Qualification(
            qualification_id=f"{site_id}{number}",
            site_id=site_id,
            role="nurse",
            competences=competences,
            weekdays=tuple("1234567"),
            starts_local="07:00",
            ends_local="20:00",
            heads=count,
            **changes,
            **MARK,
        )
        for site_id in "AB"
        for number, (count, competences) in enumerate(rows)
    )
    asked = (
        TaskCompetence(
            product_id=task.product_id,
            role=task.role,
            anchor=task.anchor,
            from_min=task.from_min,
            competence=competence,
            **MARK,
        )
        for task in network.tasks
        if task.role == "nurse" and task.anchor == "administration"
    )
    return replace(network, qualifications=tuple(heads), task_competences=tuple(asked)), plan


def nobody_qualified() -> Case:
    assert check(*qualified((1, ("infusion", "survey")))).legal
    return qualified((1, ("survey",)))


def licence_run_out() -> Case:
    assert check(*qualified((1, ("infusion",)), valid_until_on=date(2027, 3, 31))).legal
    return qualified((1, ("infusion",)), valid_until_on=date(2027, 3, 21))


def licence_to_come() -> Case:
    return qualified((1, ("infusion",)), valid_from_on=date(2027, 4, 10))


def one_head_for_two_competences() -> Case:
    """Both tasks of an administration are a nurse's, each with its competence: one who holds both is not enough."""
    network, plan = qualified((1, ("infusion", "survey")), (1, ("infusion",)))
    network = replace(network, rosters=tuple(replace(row, heads=2) for row in network.rosters))
    second = [
        replace(task, role="nurse", from_min=-30, to_min=30, **MARK)
        for task in network.tasks
        if task.role == "physician"
    ]
    survey = (
        replace(network.task_competences[0], product_id=task.product_id, from_min=-30, competence="survey")
        for task in second
    )
    tasks = (*(task for task in network.tasks if task.role != "physician"), *second)
    network = replace(network, tasks=tasks, task_competences=(*network.task_competences, *survey))
    assert check(network, plan).legal
    alone = tuple(row for row in network.qualifications if "survey" in row.competences)
    return replace(network, qualifications=alone), plan


def with_hot_cells(units: int, **changes: Any) -> Case:
    network, plan = small_country(), legal_plan()
    tasks = (
        DeviceTask(
            **{"product_id": product_id, "kind": "hot_cell", "anchor": "administration", "from_min": -60, "to_min": 0}
            | changes,
            units=1,
            **MARK,
        )
        for product_id in ("PSMA", "LUT")
    )
    devices = (Device(site_id=site_id, kind="hot_cell", units=units, **MARK) for site_id in "AB")
    return replace(network, device_tasks=tuple(tasks), devices=tuple(devices)), plan


def no_hot_cell() -> Case:
    assert check(*with_hot_cells(1)).legal
    return with_hot_cells(0)


def hot_cells_unsaid() -> Case:
    network, plan = with_hot_cells(1, anchor="discharge")
    return replace(network, devices=()), plan


def one_start_too_many() -> Case:
    """One vial a week is left after the horizon, for C3: without C1 the plan is legal, with C1 it is not."""
    network = small_country()
    network = replace(network, tail_supply=edited(network.tail_supply, "PSMA", vials_per_week=1.0))
    assert check(network, assemble(network, [C2, C3], [NEW1])).legal
    return network, assemble(network, [C1, C2, C3], [NEW1])


def past_its_shelf_life() -> Case:
    """C1 on Friday at 12:30 is legal, at 14:00 the vial of Tuesday is more than 72 h old."""
    network, shift = small_country(), timedelta(days=2, hours=2, minutes=30)
    latest = replace(C1, starts_at=C1.starts_at + shift, ends_at=C1.ends_at + shift)
    latest = replace(latest, administered_at=C1.administered_at + shift)
    assert check(network, assemble(network, [latest, C2, C3], [NEW1])).legal
    late = replace(latest, administered_at=latest.administered_at + 90 * MINUTES, ends_at=latest.ends_at + 90 * MINUTES)
    return network, assemble(network, [late, C2, C3], [NEW1])


def long_way_round() -> Case:
    network = small_country()
    network = replace(network, courses=edited(network.courses, "C2", home_site_id="A"))
    return network, assemble(network, [C1, C2, C3], [NEW1])


def gone_before_it_was_planned() -> Case:
    """C3 travels on 21 March at 18:00 UTC, and the plan is made an hour later."""
    network = small_country()
    late = replace(network.properties, planned_at=utc("2027-03-21 19:00"))
    slots = edited(network.slots, "SL1", order_cutoff_at=utc("2027-03-22 12:00"))
    network = replace(network, properties=late, slots=slots)
    in_time = replace(network, properties=replace(late, planned_at=utc("2027-03-21 17:00")))
    assert check(in_time, assemble(in_time, [C1, C3])).legal
    return network, assemble(network, [C1, C3])


def one_order_twice() -> Case:
    """Two vials come of the order that was made for one."""
    plan = legal_plan()
    (vial,) = (row for row in plan.vials if row.order_id == "IO4")
    return small_country(), replace(
        plan, vials=(*plan.vials, replace(vial, vial_id="V9")), orders=edited(plan.orders, "IO4", vials=2)
    )


def half_an_hour_in_two_places() -> Case:
    """Two courses of one patient on one day: legal one after the other, not with half an hour of both."""
    network = small_country()
    nurses = tuple(replace(row, heads=2) if row.role == "nurse" else row for row in network.rosters)
    twin = replace(network.courses[0], course_id="C5")
    network = replace(network, courses=(*network.courses, twin), rosters=nurses)

    def later(minutes: int) -> PlanPackage:
        shift = minutes * MINUTES
        second = replace(C1, course_id="C5", place_id="A2", starts_at=C1.starts_at + shift, ends_at=C1.ends_at + shift)
        second = replace(second, administered_at=C1.administered_at + shift)
        return assemble(network, [C1, C2, C3, second], [NEW1])

    assert check(network, later(330)).legal
    return network, later(300)


def moved_country(**changes: Any) -> Network:
    """C2 had its first cycle at A and may be moved to B, where it is planned."""
    network = small_country()
    moved = {"home_site_id": "A", "transfer_allowed": True} | changes
    return replace(network, courses=edited(network.courses, "C2", **moved))


AWAY = Absence(
    absence_id="AWAY",
    site_id="A",
    role="nurse",
    starts_at=local("2027-03-24 09:59"),
    ends_at=local("2027-03-24 10:00"),
    heads=1,
    reason="called away",
)


def behind_its_back(**changes: Any) -> Case:
    """C1 as its country is now, with the plan as it was."""
    network = small_country()
    plan = assemble(network, [C1, C2, C3], [NEW1])
    courses = tuple(replace(row, **changes) if row.course_id == "C1" else row for row in network.courses)
    return replace(network, courses=courses), plan


def ended_behind_its_back() -> Case:
    return behind_its_back(last_cycle_number=0)


def moved_too_far() -> Case:
    network = moved_country(max_travel_min=15.0)
    assert check(network, assemble(network, [C1, C2, C3], [NEW1])).legal
    network = moved_country(max_travel_min=14.0)
    return network, assemble(network, [C1, C2, C3], [NEW1])


def chairs_alone() -> Case:
    """After the horizon B has as many places as before, and none for the nights that C2 brings along."""
    network = moved_country()
    network = replace(network, properties=replace(network.properties, tail_weeks=8))
    assert check(network, assemble(network, [C1, C2, C3], [NEW1])).legal
    beds = tuple(replace(row, stays_per_week=0.0) if row.site_id == "B" else row for row in network.places)
    chair = replace(network.places[0], place_id="B3", site_id="B", room_id="RB")
    network = replace(network, places=(*beds, chair))
    return network, assemble(network, [C1, C2, C3], [NEW1])


def second_cycle_alone() -> Case:
    """The first cycle of C1 is left out, the second given: its regimen is made fast enough for both."""
    network = small_country()
    quick = {"interval_min_d": 1, "interval_due_d": 2, "interval_window_end_d": 40, "interval_max_d": 70, "cycles": 2}
    network = replace(network, regimens=(*network.regimens, replace(network.regimens[0], regimen_id="QUICK", **quick)))
    network = replace(network, courses=edited(network.courses, "C1", regimen_id="QUICK"))
    return network, assemble(network, [replace(C1, cycle_number=2), C2, C3], [NEW1])


def possessing(possession_mbq: float) -> Tampering:
    """A may possess so much 177Lu, and gives C3 on Monday and C1 on Wednesday."""
    row = Licence(site_id="A", nuclide="Lu-177", possession_mbq=possession_mbq, source="X", confidence="synthetic")
    return country_plus("licences", row)


def draining(limit_bq_per_litre: float, *, volume_litres: float = 60.0, n_tanks: int = 1) -> Tampering:
    """The toilet of A1 has its tanks, each for one stay if it is no larger."""

    def drained() -> Case:
        network = small_country()
        line = EffluentLine(
            effluent_line_id="LINE",
            site_id="A",
            flow_per_stay_litres=60.0,
            discharge_limit_bq_per_litre=limit_bq_per_litre,
            source="X",
            confidence="synthetic",
        )
        tanks = tuple(
            Tank(
                tank_id=f"TANK-{number}",
                effluent_line_id="LINE",
                volume_litres=volume_litres,
                initial_litres=0.0,
                initial_lu177_mbq=0.0,
                source="X",
                confidence="synthetic",
            )
            for number in range(n_tanks)
        )
        places = edited(network.places, "A1", effluent_line_id="LINE")
        network = replace(network, effluent_lines=(line,), tanks=tanks, places=places)
        return network, assemble(network, [C1, C2, C3], [NEW1])

    return drained


def shut(starts: str, ends: str, *, n_tanks: int = 1, **line: Any) -> Tampering:
    """The same with the first tank, of three stays, closed for a time."""

    def drained() -> Case:
        network, _ = draining(line.pop("limit", 1e6), volume_litres=180.0, n_tanks=n_tanks)()
        closure = TankClosure(
            tank_closure_id="REPAIR", tank_id="TANK-0", starts_at=local(starts), ends_at=local(ends), reason="repair"
        )
        network = replace(network, tank_closures=(closure,))
        return network, assemble(network, [C1, C2, C3], [NEW1])

    return drained


def storing(volume_litres: float, clearance_bq_per_g: float, isomer_fraction: float = 0.0) -> Tampering:
    """The store of A has room for so many bags of 40 L."""

    def stored() -> Case:
        network = small_country()
        store = WasteStore(
            waste_store_id="STORE",
            site_id="A",
            volume_litres=volume_litres,
            initial_litres=30.0,
            bag_litres=40.0,
            bag_kg=1.0,
            clearance_bq_per_g=clearance_bq_per_g,
            source="X",
            confidence="synthetic",
        )
        products = tuple(replace(row, lu177m_fraction=isomer_fraction) for row in network.products)
        network = replace(network, waste_stores=(store,), products=products)
        return network, assemble(network, [C1, C2, C3], [NEW1])

    return stored


SHORT = {"ends_at": NEW1.ends_at - timedelta(hours=1), "starts_at": NEW1.starts_at - timedelta(hours=1)}
NO_STAY_PER_WEEK = {"stays_per_week": 0.0}
TRIAL_SLOT = TrialSlot(
    trial_slot_id="T1", trial_id="TRIAL", site_id="B", weekday=7, source="invented", confidence="synthetic"
)

CASES: list[tuple[str, str, Tampering]] = [
    ("C00", "a day late that is not", plan_with("administrations", "C1", days_late=5)),
    ("C00", "an in-window flag turned", plan_with("administrations", "C2", in_window=False)),
    ("C00", "another due date", plan_with("administrations", "C2", due_at=local("2027-03-30 00:00"))),
    ("C00", "another prescription", plan_with("administrations", "C1", prescribed_activity_mbq=7300.0)),
    ("C00", "another administered activity", plan_with("administrations", "C1", administered_activity_mbq=7400.0)),
    ("C00", "the wrong product", plan_with("administrations", "C1", product_id="LUT")),
    ("C00", "a stay elsewhere than its administration", plan_with("administrations", "C1", place_id="A2")),
    ("C00", "a place clean too soon", plan_with("stays", "C1", clean_at=local("2027-03-24 15:00"))),
    ("C00", "a stay nobody has", plan_with("stays", "C3", course_id="C9")),
    ("C00", "a volume that does not follow", plan_with("vials", "V1", volume_ml=9.0)),
    (
        "C00",
        "a vial calibrated otherwise than its slot",
        plan_with("vials", "V1", calibration_at=utc("2027-03-23 13:00")),
    ),
    ("C00", "a vial intended for another hour", plan_with("vials", "V1", intended_at=local("2027-03-24 13:00"))),
    ("C00", "an order of two vials with one", plan_with("orders", "SL1", vials=2)),
    ("C00", "an order by another supplier", plan_with("orders", "SL1", supplier_id="NATION")),
    ("C00", "a new order already confirmed", plan_with("orders", "SL1", state="confirmed")),
    ("C00", "an order for another centre", plan_with("orders", "SL1", destination_site_id="B")),
    ("C00", "more given away than taken", plan_with("batches", "NEW1", allocated_activity_mbq=8000.0)),
    (
        "C00",
        "another activity out of the reactor",
        plan_with("irradiations", "I-NEW1", end_of_bombardment_activity_mbq=1.0),
    ),
    ("C00", "an irradiation elsewhere", plan_with("irradiations", "I-NEW1", reactor_id="OTHER")),
    ("C00", "a package too many", plan_with("shipments", "XA", packages=2)),
    ("C00", "a shipment lighter than its vials", plan_with("shipments", "NB", activity_mbq=1000.0)),
    ("C00", "an unserved cycle of another weight", plan_with("unserved", "C4", weight=3)),
    ("C00", "a cycle lost", plan_without("unserved", "C4")),
    ("C00", "a cycle both served and not", both_tables),
    ("C00", "a row twice", repeated_row),
    ("C00", "an unknown place", unknown_place),
    ("C00", "an unknown lane", plan_with("shipments", "NB", lane_id="NONE")),
    ("C00", "an unknown vial", plan_with("administrations", "C1", vial_id="NONE")),
    (
        "C00",
        "instants off the grid",
        decided(
            replace(C1, administered_at=C1.administered_at + 10 * MINUTES, ends_at=C1.ends_at + 10 * MINUTES), C2, C3
        ),
    ),
    ("C01", "a vial filled too full", plan_with("vials", "V1", activity_at_calibration_mbq=8400.0)),
    ("C01", "a tolerance used up", country_with("products", "PSMA", tolerance_fraction=0.02)),
    ("C01", "a site that keeps all of it back", country_with("site_products", "PSMA", margin_fraction=0.1)),
    ("C02", "given after its shelf life", past_its_shelf_life),
    ("C02", "a shorter shelf life", country_with("products", "PSMA", shelf_life_h=20.0)),
    ("C02", "too large a fill", country_with("products", "PSMA", volume_max_ml=8.0)),
    ("C02", "too small a fill", country_with("products", "PSMA", volume_min_ml=8.5)),
    ("C02", "certified too late", country_with("slots", "SL1", certified_at=utc("2027-03-24 08:30"))),
    ("C03", "a batch that says it has more", plan_with("batches", "NEW1", usable_activity_mbq=20_000.0)),
    ("C03", "a poor yield", country_with("lines", "L1", yield_fraction=0.3)),
    ("C03", "a batch calibrated later", plan_with("batches", "NEW1", calibration_at=utc("2027-03-25 13:30"))),
    ("C03", "a line that stops", country_plus("stops", stop("line", "L1", "2027-03-25 16:00", "2027-03-26 00:00"))),
    ("C04", "cooled longer than the line does", decided(C1, C2, C3, made=replace(NEW1, **SHORT))),
    (
        "C04",
        "a length between the steps",
        decided(C1, C2, C3, made=replace(NEW1, starts_at=NEW1.starts_at - timedelta(hours=10))),
    ),
    ("C04", "a reactor that is off", country_with("reactor_cycles", "CY1", ends_at=utc("2027-03-24 00:00"))),
    (
        "C04",
        "a reactor that stops",
        country_plus("stops", stop("reactor", "BR", "2027-03-22 00:00", "2027-03-22 06:00")),
    ),
    ("C04", "no position left", country_with("reactors", "BR", positions=0)),
    ("C04", "a day on which the line does not work", country_with("lines", "L1", processing_weekdays=("1", "2"))),
    ("C05", "a second batch of one day", second_batch),
    ("C05", "an operator who goes home too soon", operator_gone),
    ("C05", "more activity than is licensed", more_than_licensed),
    (
        "C05",
        "a batch on the day of an initial one",
        country_with("initial_batches", "IB1", calibration_at=NEW1.ends_at + timedelta(hours=12)),
    ),
    ("C06", "more vials than the slot has", country_with("slots", "SL1", quantity=0)),
    ("C06", "a cut-off past", country_with("slots", "SL1", order_cutoff_at=utc("2027-03-12 11:00"))),
    (
        "C06",
        "a supplier that stops",
        country_plus("stops", stop("supplier", "XTERN", "2027-03-23 14:00", "2027-03-24 00:00")),
    ),
    ("C06", "an irrevocable order forgotten", order_forgotten),
    ("C06", "an order of another cycle", country_with("initial_orders", "IO3", cycle_number=3)),
    ("C06", "an order for another centre", country_with("initial_orders", "IO3", destination_site_id="B")),
    ("C06", "a revocable order left over", left_over_confirmed),
    ("C06", "two vials of one initial order", one_order_twice),
    ("C07", "a departure that is not", decided(replace(C1, departs_at=C1.departs_at + 60 * MINUTES), C2, C3)),
    ("C07", "a lane to elsewhere", decided(replace(C1, lane_id="XB"), C2, C3)),
    ("C07", "handed over too late", country_with("lanes", "XA", handover_cutoff_h=5.0)),
    ("C07", "too many packages", country_with("lanes", "XA", max_packages=0)),
    ("C07", "too much activity", country_with("lanes", "NB", max_activity_mbq=5000.0)),
    ("C07", "an arrival sooner than transit", plan_with("shipments", "NB", arrives_at=local("2027-03-26 08:30"))),
    ("C07", "a vial that never travels", unshipped),
    ("C07", "one departure in two shipments", split_departure),
    ("C07", "a departure before the present", gone_before_it_was_planned),
    ("C08", "an arrival before reception opens", country_with("lanes", "XA", transit_h=11.5)),
    ("C08", "preparation before arrival", country_with("products", "PSMA", preparation_h=3.0)),
    ("C09", "a place at another centre", place_elsewhere),
    ("C09", "a place for another nuclide", country_with("places", "A1", nuclides=("I-131",))),
    ("C09", "a night on a chair", country_with("places", "B1", overnight=False)),
    (
        "C09",
        "a place not yet clean",
        country_plus("initial_stays", guest("A1", "2027-03-24 07:00", "2027-03-24 08:30")),
    ),
    ("C09", "two in one place", country_plus("initial_stays", guest("A1", "2027-03-24 14:00", "2027-03-24 16:00"))),
    (
        "C09",
        "a place closed",
        country_plus(
            "closures",
            Closure(
                closure_id="CB1",
                site_id="B",
                place_id="B1",
                starts_at=local("2027-03-28 10:30"),
                ends_at=local("2027-03-28 12:00"),
                reason="survey",
            ),
        ),
    ),
    (
        "C09",
        "a man in her room",
        country_plus("initial_stays", guest("B2", "2027-03-27 20:00", "2027-03-28 09:00", "male")),
    ),
    (
        "C09",
        "another nuclide in her room",
        country_plus("initial_stays", guest("B2", "2027-03-27 20:00", "2027-03-28 09:00", nuclide="I-131")),
    ),
    ("C10", "admitted too late", decided(replace(C1, starts_at=C1.starts_at + 30 * MINUTES), C2, C3)),
    ("C10", "discharged too soon", decided(replace(C1, ends_at=C1.ends_at - 30 * MINUTES), C2, C3)),
    ("C10", "23 hours over the change to summer time", decided(C1, replace(C2, ends_at=C2.ends_at - 60 * MINUTES), C3)),
    ("C10", "a night without cover", country_minus("covers", "B", 6)),
    ("C10", "discharged after hours", country_with("opening_hours", "discharge", closes_local="14:00")),
    ("C10", "admitted before hours", country_with("opening_hours", "treatment", opens_local="09:30")),
    (
        "C10",
        "a dose rate that takes longer",
        country_with("stay_rules", "PSMA", dose_rate_limit_usv_per_h=14.5),
    ),
    ("C11", "no nurse on Wednesday", country_with("rosters", "A", starts_local="09:30")),
    ("C11", "two at once for one nurse", two_at_once),
    ("C11", "the nurse away for a minute of a step", country_plus("absences", AWAY)),
    ("C11", "more physicians than there are", country_with("tasks", "physician", heads=2)),
    ("C11", "nobody with the competence", nobody_qualified),
    ("C11", "a licence that has run out", licence_run_out),
    ("C11", "a licence that is still to come", licence_to_come),
    ("C11", "one head for two tasks at once", one_head_for_two_competences),
    ("C12", "no hot cell", no_hot_cell),
    ("C12", "devices of which nothing is said", hot_cells_unsaid),
    ("C13", "a scan forgotten", lambda: (scanned_country(), scanned_plan(SCANS[1]))),
    ("C14", "a vial above the licence", possessing(7000.0)),
    ("C14", "a vial beside what is left of another", possessing(7560.0)),
    ("C15", "no tank for the second stay", draining(1e6)),
    ("C15", "tanks smaller than a stay", draining(1e6, volume_litres=59.0, n_tanks=3)),
    ("C15", "the only tank closed", shut("2027-03-22 08:00", "2027-03-22 15:00")),
    ("C15", "a tank that was closed in between and decays", shut("2027-03-22 15:00", "2027-03-22 15:15")),
    ("C16", "no room for the second bag", storing(100.0, 1000.0)),
    ("C16", "a bag kept for its 177mLu", storing(100.0, 90_000.0, 0.05)),
    ("C17", "before its earliest date", country_with("regimens", "PSMA", first_earliest_d=17)),
    ("C17", "after its stop", country_with("regimens", "PSMA", first_stop_d=15)),
    ("C17", "too soon after the cycle before", country_with("regimens", "LUT", interval_min_d=55)),
    ("C17", "too late after the cycle before", country_with("regimens", "LUT", interval_max_d=53)),
    ("C17", "no labs", country_minus("labs", "C3")),
    ("C17", "labs too old", country_with("labs", "C3", taken_at=local("2027-03-08 13:30"))),
    (
        "C17",
        "a course withheld",
        country_plus(
            "labs",
            Lab(course_id="C1", taken_at=local("2027-03-11 09:00"), outcome="withhold", retest_on=date(2027, 3, 25)),
        ),
    ),
    ("C17", "the second cycle without the first", second_cycle_alone),
    ("C17", "half an hour in two places", half_an_hour_in_two_places),
    ("C18", "too far", country_with("courses", "C1", max_travel_min=15.0)),
    ("C18", "no known way", country_minus("travel_times", "K1", "A")),
    ("C18", "a licence run out", country_with("site_products", "PSMA", valid_until_on=date(2027, 3, 21))),
    ("C18", "no licence", country_minus("site_products", "LUT", "B")),
    ("C18", "away from home", long_way_round),
    ("C18", "moved too far", moved_too_far),
    (
        "C18",
        "first cycle elsewhere than at the centre that was chosen",
        country_with("courses", "C1", home_site_id="B", home_since_on=date(2027, 3, 10)),
    ),
    ("C00", "given after the end of the course", ended_behind_its_back),
    ("C19", "somebody else in a held place", country_plus("trial_slots", TRIAL_SLOT)),
    ("C20", "one start too many", one_start_too_many),
    ("C20", "no vials after the horizon", country_with("tail_supply", "PSMA", vials_per_week=0.0)),
    ("C20", "no places after the horizon", country_with("places", "A", **NO_STAY_PER_WEEK)),
    ("C20", "no nights after the horizon", chairs_alone),
    ("C21", "an administration on a frozen day", frozen),
    ("C21", "a promise moved", country_with("pins", "C3", administered_at=local("2027-03-22 14:30"))),
    (
        "C21",
        "a promise forgotten",
        country_plus(
            "pins",
            Pin(course_id="C4", cycle_number=2, site_id="A", place_id="A1", administered_at=local("2027-03-30 14:00")),
        ),
    ),
    ("C22", "a region below its floor", country_plus("region_floors", region_floor(1.0))),
]


def test_the_untouched_plan_is_legal():
    verdict = check(small_country(), legal_plan())
    assert verdict.legal, [violation.sentence for violation in verdict.violations]
    assert verdict.exit_code == 0


@pytest.mark.parametrize(
    ("constraint", "tampering"), [(c, t) for c, _, t in CASES], ids=[f"{c} {n}" for c, n, _ in CASES]
)
def test_a_tampering_is_named_by_its_constraint_alone(constraint: str, tampering: Tampering):
    verdict = check(*tampering())
    assert {violation.constraint for violation in verdict.violations} == {constraint}, [
        violation.sentence for violation in verdict.violations
    ]
    assert verdict.exit_code == 1


@pytest.mark.parametrize(
    "roomy",
    [
        possessing(7700.0),
        draining(1e6, n_tanks=2),
        draining(1e6, volume_litres=120.0),
        draining(1e9),
        shut("2027-03-22 08:00", "2027-03-22 15:00", n_tanks=2),
        shut("2027-03-22 14:15", "2027-03-24 10:00", n_tanks=2),
        shut("2027-03-22 15:00", "2027-03-22 16:00", limit=1e9),
        shut("2027-03-22 14:01", "2027-03-22 14:14"),
        shut("2027-03-24 10:15", "2027-03-28 10:00"),
        storing(110.0, 1000.0),
        storing(100.0, 90_000.0),
    ],
    ids=[
        "licence",
        "two tanks",
        "a large tank",
        "a high limit",
        "another tank for the first stay",
        "another tank for the second",
        "discharged by then",
        "between two steps",
        "closed after the last stay",
        "two bags",
        "a bag gone by then",
    ],
)
def test_what_a_site_may_hold_is_legal(roomy: Tampering):
    assert [violation.sentence for violation in check(*roomy()).violations] == []


def test_two_administrations_of_one_vial_are_named():
    assert "C00" in {violation.constraint for violation in check(*shared_vial()).violations}


def test_overlapping_stays_of_one_patient_are_named():
    plan = legal_plan()
    stays = edited(plan.stays, "C1", starts_at=C3.starts_at, ends_at=C3.ends_at, place_id="A2")
    network = small_country()
    network = replace(network, courses=edited(network.courses, "C1", patient_id="P3"))
    found = {(one.constraint, one.table) for one in check(network, replace(plan, stays=stays)).violations}
    assert ("C17", "stays") in found


def test_an_irradiation_before_the_present_is_named():
    network = small_country()
    late = replace(network.properties, planned_at=utc("2027-03-21 00:00"))
    found = {violation.constraint for violation in check(replace(network, properties=late), legal_plan()).violations}
    assert {"C04", "C06"} <= found


@pytest.mark.parametrize("heads", [1, 2])
def test_operators_of_an_initial_batch_under_way_are_not_free_for_a_new_one(heads: int):
    (first,) = small_country().initial_batches
    at = NEW1.processing_starts_at
    # begun the evening before, so that it is none of the batches of the day
    slow = replace(first, calibration_at=at - 300 * MINUTES, dispatch_at=at + 60 * MINUTES)
    found = {one.constraint for one in check(*operated("18:00", heads, initial_batches=(slow,))).violations}
    assert ("C05" in found) is (heads == 1)


def test_every_constraint_is_tampered_with():
    from doseline.checking.registry import CONSTRAINTS

    assert {constraint.constraint_id for constraint in CONSTRAINTS} == {case[0] for case in CASES}


def test_every_violation_is_reported_at_once():
    network, plan = second_batch()
    plan = replace(plan, administrations=edited(plan.administrations, "C1", days_late=9))
    plan = replace(plan, shipments=edited(plan.shipments, "XA", lane_id="NONE"))
    assert {"C00", "C05"} <= {violation.constraint for violation in check(network, plan).violations}


def test_a_plan_of_nothing_known_still_gets_its_verdict():
    plan = legal_plan()
    broken = replace(
        plan,
        administrations=tuple(
            replace(row, course_id="?", site_id="?", place_id="?", vial_id="?") for row in plan.administrations
        ),
        stays=tuple(replace(row, site_id="?", place_id="?") for row in plan.stays),
        vials=tuple(replace(row, order_id="?", batch_id=None, shipment_id="?") for row in plan.vials),
        orders=tuple(replace(row, slot_id="?") for row in plan.orders),
        batches=tuple(replace(row, line_id="?", irradiation_id="?") for row in plan.batches),
        irradiations=tuple(replace(row, line_id="?", reactor_id="?") for row in plan.irradiations),
        shipments=tuple(replace(row, lane_id="?") for row in plan.shipments),
    )
    verdict = check(small_country(), broken)
    assert {"C00", "C06", "C21"} <= {violation.constraint for violation in verdict.violations}


def test_a_stay_until_the_year_3000_is_judged_like_any_other():
    plan = legal_plan()
    ends_at = utc("3000-01-01 12:00")
    stays = edited(plan.stays, "C2", ends_at=ends_at, clean_at=ends_at + timedelta(hours=2))
    found = [violation.constraint for violation in check(small_country(), replace(plan, stays=stays)).violations]
    assert "C10" in found
    assert len(found) < 10


def test_what_is_loaded_after_the_horizon_is_said_with_its_unit():
    said = [one.sentence for one in check(*country_with("tail_supply", "PSMA", vials_per_week=0.0)()).violations]
    assert said
    assert all(re.search(r"load [0-9.]+ vials\. Allowed: [0-9.]+ vials\.$", sentence) for sentence in said)


def test_a_floor_that_is_lowered_in_silence_is_named():
    verdict = check(*country_plus("region_floors", replace(region_floor(0.0), in_window_share_asked=1.0))())
    assert [(found.constraint, found.table) for found in verdict.violations] == [("C00", "lowered_floors")]
    assert "not lowered" in verdict.violations[0].sentence
    assert "Z" in verdict.notes["C22"]
