"""A scenario of a package becomes a package of its own; a country is called by a scenario only where it is in it."""

import shutil
from dataclasses import replace

import pytest

from doseline.errors import BadPackage, UserError
from doseline.journey import Provenance
from doseline.network import (
    apply_scenario,
    check_network,
    read_network,
    upgrade_network,
    write_network,
    write_plan,
    write_scenario,
)
from doseline.network.belgium import belgium_folder
from tests.integration.network.test_upgrade import VERSION_2
from tests.support.network import make_network, make_plan, make_properties, row
from tests.support.packages import change_descriptor

# The scenario without the place that it deletes: a closure names that place.
SOUND = make_network(scenarios=make_network().scenarios[:2])


@pytest.fixture
def package(tmp_path):
    write_network(SOUND, tmp_path / "tiny")
    return tmp_path / "tiny"


def test_the_country_in_its_scenario_is_a_sound_package_that_names_it(package, tmp_path):
    write_scenario(package, "low", tmp_path / "low")
    low = read_network(tmp_path / "low")
    assert low == replace(apply_scenario(SOUND, "low"), scenarios=())
    assert low.properties.scenario == "low"
    assert {slot.quantity for slot in low.slots} == {2}
    assert read_network(package) == SOUND


def test_the_base_is_the_country_without_its_overrides(package, tmp_path):
    write_scenario(package, "base", tmp_path / "base")
    assert read_network(tmp_path / "base") == replace(SOUND, scenarios=())


def test_belgium_becomes_a_country_in_its_scenario(tmp_path):
    write_scenario(belgium_folder(), "low", tmp_path / "low", static=True)
    low = read_network(tmp_path / "low", static=True)
    assert (low.properties.scenario, len(low.places), low.scenarios) == ("low", 48, ())


def test_a_mark_on_an_override_goes_with_it(tmp_path):
    mark = Provenance(
        table_name="scenarios", key="low|slots|*|quantity", field="value", source="guess", confidence="assumption"
    )
    write_network(replace(SOUND, provenance=(*SOUND.provenance, mark)), tmp_path / "tiny")
    write_scenario(tmp_path / "tiny", "low", tmp_path / "low")
    assert all(each.table_name != "scenarios" for each in read_network(tmp_path / "low").provenance)


def test_what_a_scenario_forgot_to_delete_is_reported_and_nothing_is_written(tmp_path):
    write_network(make_network(), tmp_path / "tiny")
    with pytest.raises(BadPackage, match="in its scenario low") as raised:
        write_scenario(tmp_path / "tiny", "low", tmp_path / "low")
    assert ("closures", 1, "place_id") in {(fault.table, fault.row, fault.column) for fault in raised.value.faults}
    assert not (tmp_path / "low").exists()


def test_a_value_that_its_column_does_not_take_is_reported(tmp_path):
    largest = row(SOUND.scenarios[1], operation="multiply", value="-1")
    write_network(replace(SOUND, scenarios=(SOUND.scenarios[0], largest)), tmp_path / "tiny")
    with pytest.raises(BadPackage, match="in its scenario low") as raised:
        write_scenario(tmp_path / "tiny", "low", tmp_path / "low")
    assert [(fault.table, fault.row, fault.column) for fault in raised.value.faults] == [("scenarios", 2, "value")]


def test_an_unknown_scenario_is_refused(package, tmp_path):
    with pytest.raises(UserError, match="base, low"):
        write_scenario(package, "lo", tmp_path / "lo")
    assert not (tmp_path / "lo").exists()


def test_a_package_without_overrides_is_not_given_another_name(package, tmp_path):
    write_scenario(package, "low", tmp_path / "low")
    for name in ("base", "low", "high"):
        with pytest.raises(UserError, match="holds no scenarios") as refused:
            write_scenario(tmp_path / "low", name, tmp_path / "again")
        assert "scenario low" in refused.value.remedy
    assert not (tmp_path / "again").exists()


def test_a_country_does_not_take_the_place_of_all_its_scenarios(package, tmp_path):
    (tmp_path / "link").symlink_to(package)
    for out in (package, tmp_path / "link"):
        with pytest.raises(UserError, match="would be lost"):
            write_scenario(package, "low", out)
    assert read_network(package) == SOUND


def test_only_a_country_is_replaced(package, tmp_path):
    write_plan(make_plan(), tmp_path / "plan")
    (tmp_path / "thesis").mkdir()
    (tmp_path / "thesis" / "thesis.txt").write_text("years of work", "utf-8")
    for out in ("plan", "thesis"):
        with pytest.raises(UserError):
            write_scenario(package, "low", tmp_path / out)
    assert (tmp_path / "thesis" / "thesis.txt").exists()
    write_scenario(package, "base", tmp_path / "low")
    write_scenario(package, "low", tmp_path / "low")
    assert read_network(tmp_path / "low").properties.scenario == "low"


def test_a_country_called_by_a_scenario_that_is_not_applied_is_a_fault(tmp_path):
    write_network(replace(SOUND, properties=make_properties(scenario="low")), tmp_path / "tiny")
    (fault,) = check_network(tmp_path / "tiny")
    assert (fault.table, fault.row, fault.column, fault.given) == ("scenarios", 1, "scenario", "low")
    assert "other than the one in the descriptor" in fault.allowed
    assert "`doseline network apply PACKAGE --scenario low -o OUT`" in fault.remedy
    # what the remedy says is enough
    change_descriptor(tmp_path / "tiny", lambda raw: raw["doseline"].update(scenario="none"))
    write_scenario(tmp_path / "tiny", "low", tmp_path / "low")
    assert check_network(tmp_path / "low") == ()


def test_an_older_package_called_by_one_is_a_fault_after_its_upgrade(tmp_path):
    old = shutil.copytree(VERSION_2, tmp_path / "old")
    change_descriptor(old, lambda raw: raw["doseline"].update(scenario="low"))
    with pytest.raises(BadPackage, match="after its upgrade") as raised:
        upgrade_network(old, tmp_path / "new")
    assert [(fault.table, fault.column) for fault in raised.value.faults] == [("scenarios", "scenario")]
    change_descriptor(old, lambda raw: raw["doseline"].update(scenario="none"))
    upgrade_network(old, tmp_path / "new")
    assert read_network(tmp_path / "new").properties.scenario == "none"
