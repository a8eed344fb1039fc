"""A legal plan stays legal however its rows are ordered and its free choices taken."""

from dataclasses import replace
from datetime import date, timedelta

from doseline.checking import check
from doseline.journey import LoweredFloor, RegionFloor, Stop
from doseline.network import Network, PlanPackage
from tests.support.checking import C1, C2, C3, NEW1, Choice, assemble, legal_plan
from tests.support.checking_country import MARK, course, local, small_country, utc

MINUTES = timedelta(minutes=1)
TABLES = ("administrations", "vials", "stays", "orders", "batches", "irradiations", "shipments", "unserved")


def assert_legal(network: Network, plan: PlanPackage) -> None:
    sentences = [violation.sentence for violation in check(network, plan).violations]
    assert sentences == []


def later(choice: Choice, minutes: int, **changes: object) -> Choice:
    shift = minutes * MINUTES
    moved = replace(
        choice,
        starts_at=choice.starts_at + shift,
        administered_at=choice.administered_at + shift,
        ends_at=choice.ends_at + shift,
    )
    return replace(moved, **changes)


def with_twin() -> tuple[Network, PlanPackage]:
    """A fifth course like the first, treated the same day from the same slot."""
    network = small_country()
    network = replace(network, courses=(*network.courses, replace(network.courses[0], course_id="C5", patient_id="P4")))
    return network, assemble(network, [C1, C2, C3, later(C1, 330, course_id="C5", place_id="A2")], [NEW1])


def test_rows_in_another_order():
    plan = legal_plan()
    assert_legal(small_country(), replace(plan, **{table: getattr(plan, table)[::-1] for table in TABLES}))


def test_country_rows_in_another_order():
    network = small_country()
    turned = {name: rows[::-1] for name in network.__slots__ if isinstance(rows := getattr(network, name), tuple)}
    assert_legal(replace(network, **turned), legal_plan())


def test_activities_rounded_within_the_tolerance():
    plan = legal_plan()
    vials = tuple(
        replace(vial, activity_at_calibration_mbq=round(vial.activity_at_calibration_mbq, 3)) for vial in plan.vials
    )
    assert vials != plan.vials
    assert_legal(small_country(), replace(plan, vials=vials))


def test_two_vials_of_one_slot_swapped():
    network, plan = with_twin()
    assert_legal(network, plan)
    swapped = {"V1": "V4", "V4": "V1"}
    administrations = tuple(replace(row, vial_id=swapped.get(row.vial_id, row.vial_id)) for row in plan.administrations)
    assert administrations != plan.administrations
    assert_legal(network, replace(plan, administrations=administrations))


def test_a_later_discharge_inside_hours():
    assert_legal(
        small_country(), assemble(small_country(), [replace(C1, ends_at=local("2027-03-24 20:00")), C2, C3], [NEW1])
    )


def test_an_admission_at_opening_time():
    assert_legal(
        small_country(), assemble(small_country(), [replace(C1, starts_at=local("2027-03-24 08:00")), C2, C3], [NEW1])
    )


def test_a_longer_irradiation_of_the_line():
    longer = replace(NEW1, starts_at=NEW1.starts_at - timedelta(hours=48))
    assert_legal(small_country(), assemble(small_country(), [C1, C2, C3], [longer]))


def test_stops_that_end_before_or_begin_after():
    stops = (
        Stop(
            stop_id="S1",
            kind="line",
            ref_id="L1",
            starts_at=utc("2027-03-25 17:00"),
            ends_at=utc("2027-03-26 00:00"),
            reason="-",
            source="X",
            confidence="synthetic",
        ),
        Stop(
            stop_id="S2",
            kind="supplier",
            ref_id="XTERN",
            starts_at=utc("2027-03-22 00:00"),
            ends_at=utc("2027-03-23 14:00"),
            reason="-",
            source="X",
            confidence="synthetic",
        ),
        Stop(
            stop_id="S3",
            kind="reactor",
            ref_id="BR",
            starts_at=utc("2027-03-25 01:00"),
            ends_at=utc("2027-03-26 00:00"),
            reason="-",
            source="X",
            confidence="synthetic",
        ),
    )
    assert_legal(replace(small_country(), stops=stops), legal_plan())


def test_a_vial_from_a_batch_in_stock():
    """C5 runs at B and is given from the initial batch on Saturday 20 March, two days after its calibration."""
    network = small_country()
    fifth = course("C5", "LUT", date(2027, 1, 4), patient_id="P4", home_site_id="B")
    past = replace(network.past_administrations[0], course_id="C5", administered_at=local("2027-01-25 10:00"))
    network = replace(
        network, courses=(*network.courses, fifth), past_administrations=(*network.past_administrations, past)
    )
    saturday = replace(
        C2,
        course_id="C5",
        starts_at=local("2027-03-20 09:00"),
        administered_at=local("2027-03-20 10:00"),
        ends_at=local("2027-03-21 10:00"),
        source="batch:IB1",
        departs_at=local("2027-03-19 06:00"),
    )
    plan = assemble(network, [C1, C2, C3, saturday], [NEW1])
    assert [batch.batch_id for batch in plan.batches] == ["IB1", "NEW1"]
    assert_legal(network, plan)
    poor = replace(network, initial_batches=(replace(network.initial_batches[0], usable_activity_mbq=8000.0),))
    violations = check(poor, assemble(poor, [C1, C2, C3, saturday], [NEW1])).violations
    assert {violation.constraint for violation in violations} == {"C03"}


def stock_country() -> Network:
    """The slot's product comes in stock vials of 9.9 GBq."""
    network = small_country()
    stock = replace(
        network.products[0],
        form="stock_vial",
        fill_reference_local=None,
        concentration_mbq_per_ml=900.0,
        volume_max_ml=11.0,
    )
    return replace(network, products=(stock, network.products[1]))


def test_stock_vials_give_exactly_what_is_prescribed():
    network = stock_country()
    plan = assemble(network, [C1, C2, C3], [NEW1])
    assert plan.administrations[0].administered_activity_mbq == 7400.0
    assert_legal(network, plan)
    unused = next(vial for vial in plan.vials if vial.use == "unused")
    assert check(network, plan).levels["L4.1"] > unused.activity_at_calibration_mbq == 9900.0


def test_a_stock_vial_that_holds_too_little_is_named():
    network = stock_country()
    network = replace(network, products=(replace(network.products[0], volume_max_ml=10.0), network.products[1]))
    violations = check(network, assemble(network, [C1, C2, C3], [NEW1])).violations
    assert {violation.constraint for violation in violations} == {"C02"}


def test_a_non_overnight_stay_that_ends_at_midnight_is_no_night():
    network = small_country()
    hours = tuple(
        replace(row, closes_local="24:00") if (row.site_id, row.service) == ("A", "discharge") else row
        for row in network.opening_hours
    )
    midnight = tuple(replace(row, opens_local="00:00") if row.service == "discharge" else row for row in hours)
    rosters = tuple(replace(row, ends_local="24:00") if row.site_id == "A" else row for row in network.rosters)
    network = replace(network, opening_hours=midnight, rosters=rosters)
    assert_legal(network, assemble(network, [replace(C1, ends_at=local("2027-03-25 00:00")), C2, C3], [NEW1]))


def test_floors_that_are_reached_exactly_or_ask_nothing_are_kept():
    plan = legal_plan()
    cycles = len(plan.administrations) + len(plan.unserved)
    for share in (0.0, len(plan.administrations) / cycles):
        floor = RegionFloor(region_id="Z", in_window_share_min=share, **MARK)
        assert_legal(replace(small_country(), region_floors=(floor,)), plan)


def test_a_lowered_floor_that_the_plan_tells_of_is_kept():
    plan = legal_plan()
    given, cycles = len(plan.administrations), len(plan.administrations) + len(plan.unserved)
    floor = RegionFloor(
        region_id="Z", in_window_share_min=given / cycles, in_window_share_asked=1.0, given_before=0, **MARK
    )
    network = replace(small_country(), region_floors=(floor,))
    now_at = network.properties.planned_at
    told = LoweredFloor(
        replanned_at=now_at, region_id="Z", in_window_share_asked=1.0, in_window_share_min=given / cycles,
        asked_cycles=cycles, kept_cycles=given,
    )  # fmt: skip
    before = replace(told, replanned_at=now_at - timedelta(days=1), kept_cycles=0)
    assert_legal(network, replace(plan, lowered_floors=(before, told)))
