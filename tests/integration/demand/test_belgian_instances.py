"""Belgium's named instances: sizes, validity, bytes."""

import os
import subprocess
import sys
from collections import Counter
from zoneinfo import ZoneInfo

import numpy as np
import pytest

from doseline.demand import synthesise
from doseline.demand.parameters import Parameters
from doseline.demand.shortfall import shortfall_of
from doseline.network import check_network, package_sha256, write_network

BELGIAN = ("BE-low", "BE-base", "BE-high", "BE-tight", "BE-outage")
TWENTY = range(1, 21)


@pytest.mark.parametrize("name", BELGIAN)
def test_an_instance_is_a_valid_package(name, tmp_path):
    network = synthesise(instance=name, seed=3)
    write_network(network, tmp_path / "package")
    assert check_network(tmp_path / "package") == ()
    assert network.properties.instance == name
    assert network.properties.seed == 3


def test_the_same_seed_gives_the_same_bytes_in_another_process(tmp_path):
    script = (
        "import sys; from doseline.demand import synthesise; from doseline.network import write_network; "
        "write_network(synthesise(instance='BE-base', seed=11), sys.argv[1])"
    )
    hashes = set()
    for number, hash_seed in enumerate(("0", "12345")):
        folder = tmp_path / str(number)
        environment = {**os.environ, "PYTHONHASHSEED": hash_seed, "PYTHONPATH": os.pathsep.join(sys.path)}
        subprocess.run([sys.executable, "-c", script, str(folder)], check=True, env=environment)
        hashes.add(package_sha256(folder))
    write_network(synthesise(instance="BE-base", seed=12), tmp_path / "other")
    assert len(hashes) == 1
    assert package_sha256(tmp_path / "other") not in hashes


@pytest.mark.slow
def test_base_demands_750_to_950_cycles_in_twelve_weeks():
    sizes = [shortfall_of(synthesise(instance="BE-base", seed=seed)).cycles for seed in TWENTY]
    assert all(700 <= size <= 1000 for size in sizes)
    assert 750 <= np.mean(sizes) <= 950


@pytest.mark.slow
def test_tight_demands_1500_cycles_and_cannot_serve_at_least_one_in_twenty():
    found = [shortfall_of(synthesise(instance="BE-tight", seed=seed)) for seed in TWENTY]
    assert min(one.cycles for one in found) >= 1500
    assert min(one.unserved / one.cycles for one in found) >= 0.05


def test_an_outage_has_the_patients_of_tight_and_fewer_vials():
    tight, outage = (synthesise(instance=name, seed=4) for name in ("BE-tight", "BE-outage"))
    assert outage.courses == tight.courses
    assert outage.pins == tight.pins
    assert {stop.kind for stop in outage.stops} - {stop.kind for stop in tight.stops} == {"reactor", "supplier"}
    assert shortfall_of(outage).unserved > shortfall_of(tight).unserved


@pytest.mark.parametrize("name", BELGIAN[:4])
def test_the_first_day_is_treated_with_vials_that_have_left(name):
    network = synthesise(instance=name, seed=6)
    start_on, zone = network.properties.horizon_start_on, ZoneInfo(network.properties.timezone)
    orders = {(row.course_id, row.cycle_number): row for row in network.initial_orders}
    first = [row for row in network.pins if row.administered_at.astimezone(zone).date() == start_on]
    # capsules come on the morning itself, over a short way
    left = [pin for pin in first if orders[pin.course_id, pin.cycle_number].shipment_id]
    assert len(left) >= 10


def test_what_has_left_is_irrevocable_and_was_referred_before():
    left = referred = 0
    for seed in range(1, 6):
        network = synthesise(instance="BE-base", seed=seed)
        zone = ZoneInfo(network.properties.timezone)
        courses = {row.course_id: row for row in network.courses}
        shipments = {row.shipment_id: row for row in network.initial_shipments}
        for order in network.initial_orders:
            if order.shipment_id is not None:
                departs_at = shipments[order.shipment_id].departs_at
                left += 1
                referred += courses[order.course_id].referred_on <= departs_at.astimezone(zone).date()
                assert order.state == "irrevocable"
    assert left == referred > 0


def test_low_base_and_high_differ_in_demand_beds_and_vials():
    low, base, high = (synthesise(instance=name, seed=5) for name in BELGIAN[:3])
    assert len(low.courses) < len(base.courses) < len(high.courses)
    assert len(low.places) < len(base.places) < len(high.places)
    assert sum(slot.quantity for slot in base.slots) < sum(slot.quantity for slot in high.slots)


def test_scenarios_are_applied_once_and_leave_their_mark():
    network = synthesise(instance="BE-tight", seed=1)
    assert network.scenarios == ()
    assert network.properties.scenario == "tight"
    assert any(row.table_name == "slot_patterns" and row.field == "quantity" for row in network.provenance)


def test_running_courses_stand_at_every_cycle_and_some_are_overdue():
    networks = [synthesise(instance="BE-base", seed=seed) for seed in range(1, 6)]
    product_of = {row.regimen_id: row.product_id for row in networks[0].regimens}
    given = Counter()
    for network in networks:
        cycles = Counter(row.course_id for row in network.past_administrations)
        given.update(
            cycles[course.course_id] for course in network.courses if product_of[course.regimen_id] == "PLUVICTO"
        )
    assert set(given) == set(range(6))
    # Patients in a steady state: those who wait for cycle n + 2 are the share that goes on of those who wait for n + 1.
    regimen = next(row for row in networks[0].regimens if row.product_id == "PLUVICTO")
    running = [given[number] for number in range(1, 6)]
    expected = np.array([regimen.continuation_fraction**number for number in range(5)])
    expected *= sum(running) / expected.sum()
    assert all(abs(found - mean) < 4.5 * np.sqrt(mean) for found, mean in zip(running, expected, strict=True))


def test_referrals_arrive_through_the_horizon_and_shares_are_those_of_the_tables():
    networks = [synthesise(instance="BE-base", seed=seed) for seed in range(1, 6)]
    parameters = Parameters(networks[0].demand_parameters)
    start_on = networks[0].properties.horizon_start_on
    courses = [course for network in networks for course in network.courses]
    patients = {row.patient_id: row for row in networks[0].patients}
    weeks = Counter((course.referred_on - start_on).days // 7 for course in courses)
    assert all(weeks[week] > 0 for week in range(-3, 8))
    for column, parameter in (("transfer_allowed", "transfer_allowed_fraction"), ("trial_id", "trial_fraction")):
        share = np.mean([bool(getattr(course, column)) for course in courses])
        expected = parameters.value(parameter)
        assert abs(share - expected) < 4.0 * np.sqrt(expected / len(courses))
    prostate = {
        row.regimen_id for row in networks[0].regimens if parameters.value("male_fraction", row.product_id) == 1
    }
    assert {patients[one.patient_id].sex for one in networks[0].courses if one.regimen_id in prostate} == {"male"}
    assert {row.sex for row in patients.values()} == {"female", "male"}


def test_three_copies_are_valid_and_have_three_times_the_demand(tmp_path):
    once, threefold = synthesise(instance="BE-base", seed=1), synthesise(instance="BE-base", seed=1, scale=3.0)
    assert len(threefold.places) == 3 * len(once.places)
    assert len(threefold.lines) == 3 * len(once.lines)
    assert 2.5 < len(threefold.courses) / len(once.courses) < 3.5
    write_network(threefold, tmp_path / "package")
    assert check_network(tmp_path / "package") == ()
