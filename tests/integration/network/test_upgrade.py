"""An older package is brought to the present schemas; the fixture is one as version 0 wrote it."""

import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from doseline.errors import BadPackage, UserError
from doseline.journey import Source
from doseline.network import check_network, read_network, read_plan, upgrade_network, write_plan
from tests.support.network import make_network, make_plan
from tests.support.packages import change_descriptor, set_cell

VERSION_0 = Path(__file__).parent / "version_0"
VERSION_1 = Path(__file__).parent / "version_1"
VERSION_2 = Path(__file__).parent / "version_2"


@pytest.fixture
def old(tmp_path):
    return shutil.copytree(VERSION_0, tmp_path / "old")


LATER = (
    "absences",
    "promises",
    "promised_scans",
    "standbys",
    "qualifications",
    "devices",
    "task_competences",
    "device_tasks",
    "line_staff",
    "production_licences",
    "scan_kinds",
    "scanner_closures",
    "tank_contents",
    "initial_waste",
    "tank_closures",
    "initial_scans",
    "trial_slots",
    "trial_supply",
    "region_floors",
)
"""Tables that the fixtures do not have: each may be absent, and came without another version."""


def without_road():
    """The tiny country without what versions before the third could not say: which vials are on their way."""
    country = make_network(**dict.fromkeys(LATER, ()))
    orders = tuple(order for order in country.initial_orders if order.shipment_id is None)
    rosters = tuple(row for row in country.rosters if row.site_id == "H1")
    return replace(country, initial_orders=orders, initial_shipments=(), rosters=rosters)


def upgraded():
    """The country of the fixtures as it is now: what stated no source for its stops has assumed them."""
    country = without_road()
    source = Source(
        source_id="ASSUMED-STOPS",
        citation="Assumption: stops of a package of version 1, which states no source for them. Class: capacity",
        kind="assumption",
    )
    stops = tuple(replace(stop, source=source.source_id, confidence="assumption") for stop in country.stops)
    return replace(country, sources=(*country.sources, source), stops=stops)


def test_an_older_package_is_refused_and_says_what_to_do(old):
    (fault,) = check_network(old)
    assert (fault.table, fault.column) == ("datapackage.json", "doseline.schema_version")
    assert f"doseline network upgrade {old}" in fault.remedy


def test_an_older_package_reads_as_the_same_country_after_its_upgrade(old, tmp_path):
    upgrade_network(old, tmp_path / "new")
    assert read_network(tmp_path / "new") == upgraded()
    assert (old / "slots.csv").read_bytes() == (VERSION_0 / "slots.csv").read_bytes()


def test_a_package_can_be_upgraded_in_its_place(old):
    upgrade_network(old, old)
    assert read_network(old) == upgraded()


def test_a_package_of_version_1_reads_as_the_same_country_with_its_stops_assumed(tmp_path):
    upgrade_network(VERSION_1, tmp_path / "new")
    assert read_network(tmp_path / "new") == upgraded()
    assert "reason\n" in (VERSION_1 / "stops.csv").read_text("utf-8")


def copy_without(package: Path, table: str, to: Path) -> Path:
    """Copy a package but for one table."""
    shutil.copytree(package, to)
    (to / f"{table}.csv").unlink()
    change_descriptor(to, lambda raw: raw.update(resources=[r for r in raw["resources"] if r["name"] != table]))
    return to


def test_without_stops_nothing_is_added(tmp_path):
    upgrade_network(copy_without(VERSION_1, "stops", tmp_path / "bare"), tmp_path / "new")
    assert read_network(tmp_path / "new") == replace(without_road(), stops=())


def test_a_package_of_version_2_reads_as_the_same_country_with_nothing_on_the_road(tmp_path):
    upgrade_network(VERSION_2, tmp_path / "new")
    assert read_network(tmp_path / "new") == without_road()
    assert "certified_at\n" in (VERSION_2 / "initial_orders.csv").read_text("utf-8")


def test_without_orders_placed_nothing_is_added(tmp_path):
    upgrade_network(copy_without(VERSION_2, "initial_orders", tmp_path / "bare"), tmp_path / "new")
    assert read_network(tmp_path / "new") == replace(without_road(), initial_orders=())


def test_an_older_plan_says_that_its_country_must_be_planned_again(tmp_path):
    write_plan(make_plan(), tmp_path / "plan")
    change_descriptor(tmp_path / "plan", lambda raw: raw["doseline"].update(schema_version=1))
    with pytest.raises(BadPackage) as raised:
        read_plan(tmp_path / "plan")
    assert "plan that again" in raised.value.faults[0].remedy


def test_the_fixture_is_older_in_all_that_version_1_changed():
    assert ",vials,source,confidence" in (VERSION_0 / "slots.csv").read_text("utf-8")
    assert "prescribed_activity_gbq" in (VERSION_0 / "courses.csv").read_text("utf-8")
    assert '"horizon_weeks": 4' in (VERSION_0 / "datapackage.json").read_text("utf-8")


def test_faults_that_the_upgrade_does_not_mend_are_reported_and_nothing_is_written(old, tmp_path):
    set_cell(old, "courses", 1, "prescribed_activity_gbq", "much")
    set_cell(old, "slots", 2, "vials", "-1")
    with pytest.raises(BadPackage, match="after its upgrade") as raised:
        upgrade_network(old, tmp_path / "new")
    assert [(fault.table, fault.row, fault.column) for fault in raised.value.faults] == [
        ("courses", 1, "prescribed_activity_mbq"),
        ("slots", 2, "quantity"),
    ]
    assert not (tmp_path / "new").exists()


def test_a_broken_file_is_reported(old, tmp_path):
    (old / "slots.csv").write_bytes(b"\0")
    (old / "tasks.csv").unlink()
    (old / "tasks.csv").mkdir()
    with pytest.raises(BadPackage) as raised:
        upgrade_network(old, tmp_path / "new")
    assert [fault.table for fault in raised.value.faults] == ["slots", "tasks"]


@pytest.mark.parametrize(
    ("version", "said"),
    [(3, "already"), (4, "cannot be upgraded"), (-1, "cannot be"), ("0", "cannot"), (True, "cannot")],
)
def test_only_an_older_version_can_be_upgraded(old, tmp_path, version, said):
    change_descriptor(old, lambda raw: raw["doseline"].update(schema_version=version))
    with pytest.raises(UserError, match=said):
        upgrade_network(old, tmp_path / "new")


@pytest.mark.parametrize("given", ["nothing", "another"])
def test_what_is_no_country_cannot_be_upgraded(tmp_path, given):
    if given == "another":
        (tmp_path / "another").mkdir()
        (tmp_path / "another" / "datapackage.json").write_text("{}")
    with pytest.raises(UserError):
        upgrade_network(tmp_path / given, tmp_path / "new")
