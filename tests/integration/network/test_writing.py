"""A package is written whole or not at all, never over somebody else's files, and always with the same bytes."""

import json
import os
import signal
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import frictionless
import pytest

from doseline.errors import BadPackage, UserError
from doseline.network import (
    COUNTRY_NOUNS,
    check_network,
    folder,
    package_sha256,
    read_network,
    read_plan,
    write_network,
    write_plan,
)
from doseline.network.schema import schemas
from tests.support.network import make_network, make_plan, make_properties, row

ROOT = Path(__file__).resolve().parents[3]


def contents(path):
    return {file.name: file.read_bytes() for file in path.iterdir()}


def test_the_builder_has_a_row_in_every_table():
    network = make_network()
    assert [table for table in COUNTRY_NOUNS if not getattr(network, table)] == []


def test_every_schema_has_the_columns_of_its_noun():
    for kind in ("country", "plan"):
        for name, table in schemas(kind).items():
            from doseline.network.schema import NOUNS

            assert set(table.columns) == set(NOUNS[kind][name].__dataclass_fields__), name


def test_reading_gives_back_what_was_written(tmp_path):
    network = make_network()
    write_network(network, tmp_path / "tiny")
    assert read_network(tmp_path / "tiny") == network


def test_reading_gives_back_the_plan_that_was_written(tmp_path):
    plan = make_plan()
    write_plan(plan, tmp_path / "plan", report_html="<p>Ω</p>")
    assert read_plan(tmp_path / "plan") == plan
    assert (tmp_path / "plan" / "report.html").read_text("utf-8") == "<p>Ω</p>"


def test_what_was_read_has_the_types_of_its_noun(package):
    place = read_network(package).places[0]
    kinds = {name: type(getattr(place, name)) for name in ("place_id", "overnight", "nuclides", "cleaning_h")}
    assert kinds == {"place_id": str, "overnight": bool, "nuclides": tuple, "cleaning_h": float}


def test_the_same_country_gives_the_same_bytes_whatever_was_there(tmp_path):
    write_network(make_network(slots=()), tmp_path / "two")
    for name in ("one", "two"):
        write_network(make_network(), tmp_path / name)
    assert contents(tmp_path / "one") == contents(tmp_path / "two")
    assert package_sha256(tmp_path / "one") == package_sha256(tmp_path / "two")


def test_a_whole_number_in_a_float_column_gives_the_same_bytes(tmp_path):
    network = make_network()
    write_network(network, tmp_path / "one")
    places = tuple(row(place, cleaning_h=4) for place in network.places)
    write_network(row(network, places=places), tmp_path / "two")
    assert contents(tmp_path / "one") == contents(tmp_path / "two")


def test_the_hash_is_that_of_names_and_contents(package):
    before = package_sha256(package)
    (package / "scanners.csv").write_bytes((package / "scanners.csv").read_bytes() + b"\n")
    assert package_sha256(package) != before
    assert len(before) == 64


def test_the_hash_is_what_the_reference_says(tmp_path):
    (tmp_path / "datapackage.json").write_bytes(b"{}")
    (tmp_path / "a.csv").write_bytes(b"")
    (tmp_path / "notes.txt").write_bytes(b"not part of it")
    empty = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"  # SHA-256 of nothing, FIPS 180-4
    braces = "44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a"
    import hashlib

    lines = f"a.csv {empty}\ndatapackage.json {braces}"
    assert package_sha256(tmp_path) == hashlib.sha256(lines.encode()).hexdigest()


def test_the_hash_of_no_package_says_so(tmp_path):
    with pytest.raises(BadPackage, match="Correct the path"):
        package_sha256(tmp_path / "nothing")


@pytest.mark.parametrize("kind", ["country", "plan"])
def test_other_readers_of_data_packages_accept_what_is_written(tmp_path, kind):
    if kind == "country":
        write_network(make_network(), tmp_path / "package")
    else:
        write_plan(make_plan(), tmp_path / "package")
    report = frictionless.validate(str(tmp_path / "package" / "datapackage.json"))
    assert report.valid, report.flatten(["type", "message"])
    assert report.stats["tasks"] == len(schemas(kind))


def test_other_readers_find_what_is_wrong_too(package):
    text = (package / "places.csv").read_text("utf-8")
    (package / "places.csv").write_text(text.replace("bed", "sofa"), "utf-8")
    assert not frictionless.validate(str(package / "datapackage.json")).valid


def test_an_absent_table_that_others_refer_to_is_written_without_rows(tmp_path):
    places = tuple(row(place, effluent_line_id=None) for place in make_network().places)
    write_network(
        make_network(effluent_lines=(), tanks=(), tank_contents=(), tank_closures=(), labs=(), places=places),
        tmp_path / "tiny",
    )
    names = {file.name for file in (tmp_path / "tiny").iterdir()}
    assert "effluent_lines.csv" in names
    assert names.isdisjoint({"labs.csv", "tanks.csv", "tank_contents.csv", "tank_closures.csv"})
    assert frictionless.validate(str(tmp_path / "tiny" / "datapackage.json")).valid


def test_what_cannot_be_read_back_is_not_written_and_every_such_value_is_named(tmp_path):
    network = make_network()
    slots = (row(network.slots[0], dispatch_at=network.slots[0].dispatch_at.replace(tzinfo=None)), *network.slots[1:])
    places = (row(network.places[0], cleaning_h=float("nan")), row(network.places[1], nuclides=("Lu-177;Ra-223",)))
    sites = (row(network.sites[0], name=""), *network.sites[1:])
    sources = (row(network.sources[0], citation="cut\rhere"), *network.sources[1:])

    with pytest.raises(BadPackage) as raised:
        write_network(row(network, slots=slots, places=places, sites=sites, sources=sources), tmp_path / "tiny")

    assert [(fault.table, fault.row, fault.column) for fault in raised.value.faults] == [
        ("places", 1, "cleaning_h"),
        ("places", 2, "nuclides"),
        ("sites", 1, "name"),
        ("slots", 1, "dispatch_at"),
        ("sources", 1, "citation"),
    ]
    assert list(tmp_path.iterdir()) == []


def test_a_present_without_zone_is_not_written(tmp_path):
    naive = make_properties(planned_at=make_properties().planned_at.replace(tzinfo=None))
    with pytest.raises(BadPackage, match="zone"):
        write_network(make_network(properties=naive), tmp_path / "tiny")
    assert list(tmp_path.iterdir()) == []


def somebody_s_folder(path):
    path.mkdir()
    (path / "thesis.txt").write_text("years of work")


def somebody_s_package(path):
    path.mkdir()
    (path / "datapackage.json").write_text('{"name": "theirs", "resources": []}')


def package_with_notes(path):
    write_network(make_network(), path)
    (path / "notes.txt").write_text("mine")


@pytest.mark.parametrize(
    ("prepare", "said"),
    [
        (somebody_s_folder, "not a Doseline package"),
        (somebody_s_package, "not a Doseline package"),
        (lambda path: write_plan(make_plan(), path), "of kind plan"),
        (package_with_notes, "notes.txt"),
        (lambda path: path.write_text("a file"), "is a file"),
    ],
    ids=["folder", "package", "plan", "notes", "file"],
)
def test_what_is_not_ours_is_not_replaced(tmp_path, prepare, said):
    target = tmp_path / "target"
    prepare(target)
    before = contents(target) if target.is_dir() else target.read_bytes()

    with pytest.raises(UserError, match=said) as raised:
        write_network(make_network(slots=()), target)

    assert "nothing was written" in str(raised.value)
    assert (contents(target) if target.is_dir() else target.read_bytes()) == before
    assert [entry.name for entry in tmp_path.iterdir()] == ["target"]


def test_an_empty_folder_is_filled(tmp_path):
    (tmp_path / "tiny").mkdir()
    write_network(make_network(), tmp_path / "tiny")
    assert check_network(tmp_path / "tiny") == ()


def test_folders_above_are_made_and_links_are_followed(tmp_path):
    (tmp_path / "link").symlink_to(tmp_path / "deep" / "tiny")
    write_network(make_network(), tmp_path / "link")
    write_network(make_network(labs=()), tmp_path / "link")
    assert (tmp_path / "link").is_symlink()
    assert read_network(tmp_path / "deep" / "tiny").labs == ()


@pytest.mark.parametrize("exchange", [True, False], ids=["in one step", "in two renames"])
def test_a_failure_while_replacing_leaves_the_old_package_whole(package, monkeypatch, exchange):
    before = contents(package)

    def fail(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(folder, "_rename_exchange", fail if exchange else lambda *_: False)
    if not exchange:
        real = Path.rename
        monkeypatch.setattr(
            Path, "rename", lambda self, to: fail() if ".new-" in self.name and to == package else real(self, to)
        )
    with pytest.raises(UserError, match="No space left on device"):
        write_network(make_network(labs=()), package)

    assert contents(package) == before
    assert [entry.name for entry in package.parent.iterdir()] == ["tiny"]


def test_a_file_system_that_cannot_exchange_replaces_all_the_same(package, monkeypatch):
    monkeypatch.setattr(folder, "_rename_exchange", lambda *_: False)
    write_network(make_network(labs=()), package)
    assert read_network(package).labs == ()
    assert [entry.name for entry in package.parent.iterdir()] == ["tiny"]


def test_a_package_left_aside_by_a_kill_is_named(package):
    package.rename(package.parent / ".tiny.previous")
    (fault,) = check_network(package)
    assert ".tiny.previous" in fault.remedy


def test_a_failure_while_writing_files_leaves_nothing(tmp_path, monkeypatch):
    calls = iter(range(100))
    real = folder._write_through

    def fail_later(path, content):
        if next(calls) == 20:
            raise OSError(28, "No space left on device")
        real(path, content)

    monkeypatch.setattr(folder, "_write_through", fail_later)
    with pytest.raises(UserError, match="No space left"):
        write_network(make_network(), tmp_path / "tiny")
    assert list(tmp_path.iterdir()) == []


KILLED = """
import sys
from pathlib import Path
from doseline.network import write_network
from tests.support.network import make_network
one, two = make_network(), make_network(labs=())
write_network(two, sys.argv[1])
print("ready", flush=True)
while True:
    write_network(one, sys.argv[1])
    write_network(two, sys.argv[1])
"""


@pytest.mark.slow
def test_a_kill_at_any_instant_leaves_one_of_the_two_packages_whole(tmp_path):
    target = tmp_path / "tiny"
    environment = {**os.environ, "PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}"}
    whole = {make_network(), make_network(labs=())}
    for delay_s in (0.3, 0.37, 0.52, 0.61, 0.83):
        command = [sys.executable, "-c", KILLED, str(target)]
        process = subprocess.Popen(command, stdout=subprocess.PIPE, env=environment)
        try:
            assert process.stdout.readline() == b"ready\n"
            time.sleep(delay_s)
        finally:
            process.send_signal(signal.SIGKILL)
            process.wait()
            process.stdout.close()
        assert read_network(target) in whole


def test_the_descriptor_says_what_the_package_is(package):
    descriptor = json.loads((package / "datapackage.json").read_text("utf-8"))
    assert descriptor["$schema"] == "https://datapackage.org/profiles/2.0/datapackage.json"
    assert descriptor["doseline"]["planned_at"] == "2027-02-22T08:00:00Z"
    slots = next(resource for resource in descriptor["resources"] if resource["name"] == "slots")
    assert slots["schema"] == schemas("country")["slots"].used_by(make_network().slots).json
    assert (package / "slots.csv").read_bytes().splitlines()[1].startswith(b"SL1-LU,EXT,LU,2027-02-24T08:00:00Z,")


@pytest.mark.parametrize(
    ("file", "data", "said"),
    [
        ("certificates.json", b"{", "certificates.json"),
        ("summary.json", b"[]", "a JSON object"),
        ("vials.csv", b"vial_id\nV1\n", "product_id"),
        ("datapackage.json", b"", "JSON"),
    ],
)
def test_a_spoilt_plan_is_refused(tmp_path, file, data, said):
    write_plan(make_plan(), tmp_path / "plan")
    (tmp_path / "plan" / file).write_bytes(data)
    with pytest.raises(BadPackage, match=said):
        read_plan(tmp_path / "plan")


def test_a_plan_without_a_file_or_with_a_dangling_key_is_refused(tmp_path):
    write_plan(row(make_plan(), vials=()), tmp_path / "plan")
    (tmp_path / "plan" / "summary.json").unlink()
    with pytest.raises(BadPackage) as raised:
        read_plan(tmp_path / "plan")
    assert [(fault.table, fault.row, fault.column) for fault in raised.value.faults] == [
        ("administrations", 1, "vial_id"),
        ("summary.json", None, None),
    ]


def test_a_column_that_may_be_absent_is_written_where_a_row_has_a_value(tmp_path):
    country = make_network()
    write_network(country, tmp_path / "plain")
    courses = (replace(country.courses[0], last_cycle_number=2), *country.courses[1:])
    write_network(replace(country, courses=courses), tmp_path / "ended")
    headers = [(tmp_path / name / "courses.csv").read_text("utf-8").splitlines()[0] for name in ("plain", "ended")]
    assert headers[1] == f"{headers[0]},last_cycle_number"
    for name, header in zip(("plain", "ended"), headers, strict=True):
        descriptor = json.loads((tmp_path / name / "datapackage.json").read_text("utf-8"))
        (fields,) = (row["schema"]["fields"] for row in descriptor["resources"] if row["name"] == "courses")
        assert ",".join(field["name"] for field in fields) == header
    assert read_network(tmp_path / "plain") == country
    assert read_network(tmp_path / "ended").courses == courses
