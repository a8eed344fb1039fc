"""Laws of packages: what is written comes back to the bit, and no file makes the reader stumble."""

import contextlib
import dataclasses
import json
import os
import shutil
import string
import tempfile
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from doseline.errors import BadPackage, Fault, UserError
from doseline.network import (
    COUNTRY_NOUNS,
    apply_scenario,
    check_network,
    read_network,
    read_plan,
    upgrade_network,
    write_network,
    write_plan,
)
from doseline.network.cells import Refused, cell_reader, cell_writer
from doseline.network.findings import LISTED_PER_KIND, Findings
from doseline.network.schema import Field, schemas
from doseline.network.tables import read_table
from doseline.network.writing import _csv_bytes
from tests.support.network import make_network, make_plan

TEXTS = st.text(st.characters(exclude_categories=("Cs",), exclude_characters="\0\r"), min_size=1)
INSTANTS = st.datetimes(datetime(1900, 1, 1), datetime(2199, 12, 31), timezones=st.just(UTC))  # noqa: DTZ001
KEYS = st.text(string.ascii_letters + string.digits, min_size=1, max_size=8)


@pytest.fixture(scope="module", autouse=True)
def no_waiting_for_the_disk():
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(os, "fsync", lambda _: None)
        yield


@pytest.fixture(scope="module")
def sound(tmp_path_factory):
    folder = tmp_path_factory.mktemp("sound")
    write_network(make_network(), folder / "country")
    write_plan(make_plan(), folder / "plan")
    return folder


def values(field: Field) -> st.SearchStrategy:
    """What may stand in a column."""
    if field.separator:
        return st.lists(KEYS, min_size=1, max_size=3).map(tuple)
    by_type = {
        "integer": st.integers(
            -(10**17) if field.minimum is None else int(field.minimum),
            10**17 if field.maximum is None else int(field.maximum),
        ),
        "number": st.floats(
            min_value=field.minimum if field.exclusive_minimum is None else field.exclusive_minimum,
            max_value=field.maximum if field.exclusive_maximum is None else field.exclusive_maximum,
            exclude_min=field.exclusive_minimum is not None,
            exclude_max=field.exclusive_maximum is not None,
            allow_nan=False,
            allow_infinity=False,
        ),
        "boolean": st.booleans(),
        "date": st.dates(date(1900, 1, 1), date(2199, 12, 31)),
        "datetime": INSTANTS,
        "string": TEXTS,
    }
    strategy = by_type[field.type]
    if field.enum:
        strategy = st.sampled_from(field.enum)
    elif field.pattern is not None:
        strategy = st.times().map("{:%H:%M}".format) if field.name.endswith("_local") else KEYS
    return strategy if field.required else st.none() | strategy


@given(st.data())
def test_every_table_comes_back_to_the_bit(data):
    name = data.draw(st.sampled_from(sorted(COUNTRY_NOUNS)))
    table = schemas("country")[name]
    rows = [
        COUNTRY_NOUNS[name](**{field.name: data.draw(values(field), field.name) for field in table.fields})
        for _ in range(data.draw(st.integers(0, 4)))
    ]
    faults: list[Fault] = []
    written = _csv_bytes(table, rows, faults)
    assert faults == []

    findings = Findings()
    read = read_table(table, written, findings)

    assert findings.faults() == ()
    for field in table.fields:
        came_back = read.columns[field.name]
        assert came_back == [getattr(row, field.name) for row in rows]
        if field.type == "number":  # equal floats may differ in the sign of zero, their texts do not
            assert list(map(repr, came_back)) == [repr(getattr(row, field.name)) for row in rows]


@given(INSTANTS)
def test_an_instant_comes_back(instant):
    field = Field(name="x_at", type="datetime")
    assert cell_reader(field)(cell_writer(field)(instant)) == instant


@given(st.text() | st.from_regex(r"[0-9T:.Z+-]{1,30}"), st.sampled_from(["integer", "number", "date", "datetime"]))
def test_a_text_is_read_or_refused_and_never_anything_else(text, kind):
    with contextlib.suppress(Refused):
        value = cell_reader(Field(name="x", type=kind))(text)
        assert (value is None) == (text == "")


@st.composite
def spoilt(draw, folder):
    """A file of a package and what it holds after somebody damaged it."""
    file = draw(st.sampled_from(sorted(path for path in folder.iterdir())))
    data = bytearray(file.read_bytes())
    for _ in range(draw(st.integers(1, 4))):
        start = draw(st.integers(0, max(len(data) - 1, 0)))
        how = draw(st.sampled_from(["flip", "cut", "insert", "drop", "double", "word"]))
        if how == "flip" and data:
            data[start] = draw(st.integers(0, 255))
        elif how == "cut":
            del data[start:]
        elif how == "insert":
            data[start:start] = draw(st.binary(min_size=1, max_size=6))
        elif how == "drop":
            del data[start : start + draw(st.integers(1, 40))]
        elif how == "double":
            data[start:start] = data[start : start + draw(st.integers(1, 80))]
        else:
            words = [b",", b'"', b"\n", b"\0", b"1e999", b"-1", b"9999-12-31T23:59:59Z", b"*", b"null", b"[]", b"{}"]
            data[start:start] = draw(st.sampled_from(words))
    return file.name, bytes(data)


def judged(folder, name, data, read):
    """Read a copy of the package with one file spoilt; return the faults, none if it is sound all the same."""
    with tempfile.TemporaryDirectory() as temporary:
        copy = Path(shutil.copytree(folder, Path(temporary) / "copy"))
        (copy / name).write_bytes(data)
        try:
            read(copy)
        except BadPackage as bad:
            shown = f"{bad}{bad.as_json()}"
            faults = bad.faults
        else:
            return ()
    assert shown.encode("utf-8")
    return faults


@settings(max_examples=150)
@given(st.data())
def test_a_damaged_country_is_sound_or_says_what_is_wrong(sound, data):
    name, spoiled = data.draw(spoilt(sound / "country"))
    for fault in judged(sound / "country", name, spoiled, read_network):
        assert fault.allowed
        assert fault.remedy


@settings(max_examples=60)
@given(st.data())
def test_a_damaged_plan_is_sound_or_says_what_is_wrong(sound, data):
    name, spoiled = data.draw(spoilt(sound / "plan"))
    for fault in judged(sound / "plan", name, spoiled, read_plan):
        assert fault.allowed
        assert fault.remedy


@pytest.mark.nightly
@settings(max_examples=5_000)
@given(st.data())
def test_long_fuzzing_of_a_country(sound, data):
    name, spoiled = data.draw(spoilt(sound / "country"))
    judged(sound / "country", name, spoiled, read_network)


@given(st.binary(max_size=300))
def test_any_descriptor_is_refused_or_read(sound, data):
    judged(sound / "country", "datapackage.json", data, read_network)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)


@given(st.data())
def test_any_value_of_a_property_is_refused_or_read(sound, data):
    descriptor = json.loads((sound / "country" / "datapackage.json").read_text("utf-8"))
    place = data.draw(st.sampled_from([descriptor["doseline"], descriptor, descriptor["resources"][0]]))
    name = data.draw(st.sampled_from(sorted(place)))
    place[name] = data.draw(JSON)
    judged(sound / "country", "datapackage.json", json.dumps(descriptor).encode(), read_network)


@given(st.data())
def test_a_damaged_older_package_is_upgraded_or_says_what_is_wrong(data):
    folder = Path(__file__).parents[2] / "integration" / "network" / "version_0"
    name, spoiled = data.draw(spoilt(folder))
    with tempfile.TemporaryDirectory() as temporary:
        copy = Path(shutil.copytree(folder, Path(temporary) / "copy"))
        (copy / name).write_bytes(spoiled)
        try:
            upgrade_network(copy, Path(temporary) / "new")
        except UserError:
            assert not (Path(temporary) / "new").exists()
        else:
            assert check_network(Path(temporary) / "new") == ()


@given(st.integers(1, 200))
def test_faults_are_listed_or_counted_and_none_is_lost(count):
    findings = Findings()
    for row in range(1, count + 1):
        if not findings.only_counts("places", "kind", "a bed"):
            findings.add(Fault(table="places", row=row, column="kind", allowed="a bed"))
    faults = findings.faults()
    rest = sum(int(str(fault.given).split()[0]) for fault in faults if fault.row is None)
    assert sum(fault.row is not None for fault in faults) + rest == count
    assert len(faults) <= LISTED_PER_KIND + 1


@given(st.floats(0.01, 4.0))
def test_a_scenario_scales_what_it_multiplies_and_nothing_else(factor):
    network = make_network()
    (change, *_) = (each for each in network.scenarios if each.operation == "set")
    half = dataclasses.replace(change, operation="multiply", value=repr(factor))
    changed = apply_scenario(dataclasses.replace(network, scenarios=(half,)), "low")
    assert changed.places[0].cleaning_h == network.places[0].cleaning_h * factor
    assert changed.places[1:] == network.places[1:]
