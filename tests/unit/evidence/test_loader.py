"""The loader refuses a table that breaks any of its promises, and lists every fault."""

import hashlib
import pickle

import numpy as np
import pytest

from doseline.errors import UserError
from doseline.evidence import BadEvidence, available_tables, load_table
from doseline.evidence.units import promised_unit

HEAD = """
title = "Test"
status = "sourced"
licence = "none"
sha256 = "{sha256}"
transcribed_by = "test"
checked_by = ""
key = ["nuclide"]
[sources.book]
citation = "A book"
identifier = "isbn"
edition = "1"
[columns.nuclide]
kind = "text"
meaning = "n"
[columns.half_life_h]
kind = "float"
unit = "{unit}"
meaning = "T"
optional = {optional}
[columns.source]
kind = "text"
meaning = "s"
[columns.confidence]
kind = "text"
meaning = "c"
"""
HEADER = "nuclide,half_life_h,source,confidence\n"
GOOD = HEADER + "Lu-177,159.528,book,sourced\nY-90,64.05,book,assumption\n"


@pytest.fixture
def write(tmp_path):
    def write(content=GOOD, *, sha256=None, unit="h", optional="false", drop=""):
        (tmp_path / "made.csv").write_text(content, encoding="utf-8")
        sha256 = sha256 or hashlib.sha256(content.encode()).hexdigest()
        head = HEAD.format(sha256=sha256, unit=unit, optional=optional)
        head = "\n".join(line for line in head.splitlines() if not drop or not line.startswith(drop))
        (tmp_path / "made.source.toml").write_text(head, encoding="utf-8")
        return tmp_path

    return write


def load(folder):
    load_table.cache_clear()
    return load_table("made", folder)


def faults(folder):
    with pytest.raises(BadEvidence) as caught:
        load(folder)
    return str(caught.value)


def test_a_good_table_loads_in_columns(write):
    table = load(write())
    assert table.text("nuclide") == ("Lu-177", "Y-90")
    assert table["half_life_h"].tolist() == [159.528, 64.05]
    assert table.units == {"half_life_h": "h"}
    assert table.sources[table.text("source")[1]].citation == "A book"
    assert not table.signed


def test_numbers_cannot_be_written_to(write):
    table = load(write())
    for values in (table["half_life_h"], table.where(nuclide="Y-90")["half_life_h"]):
        with pytest.raises(ValueError, match="read-only"):
            values[0] = 1.0


def test_a_table_is_read_once():
    assert load_table("half_lives") is load_table("half_lives")


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"sha256": "0" * 64}, "as its source file states"),
        ({"unit": "d"}, "promises h"),
        ({"content": GOOD.replace("half_life_h", "half_life_d")}, "in this order"),
        ({"content": GOOD + "Lu-177,1.0,book,sourced\n"}, "row 1 has it already"),
        ({"content": GOOD.replace("64.05", "long")}, "given 'long'"),
        ({"content": GOOD.replace("64.05", "nan")}, "given 'nan'"),
        ({"content": GOOD.replace("64.05", "")}, "row 2, column half_life_h"),
        ({"content": GOOD.replace("90,64.05,book", "90,64.05,rumour")}, "given 'rumour'"),
        ({"content": GOOD.replace("assumption", "certain")}, "given 'certain'"),
        ({"content": GOOD.replace("64.05,book,assumption", "64.05,book,assumption,more")}, "5 cells"),
        ({"drop": "checked_by"}, "checked_by"),
        ({"drop": "citation"}, "sources.book.citation"),
    ],
)
def test_a_broken_promise_is_refused(write, change, said):
    assert said in faults(write(**change))


def test_all_faults_are_listed_at_once(write):
    message = faults(write(GOOD.replace("64.05", "long").replace("assumption", "certain"), sha256="0" * 64))
    assert all(said in message for said in ("sha256", "given 'long'", "given 'certain'"))


def test_a_cell_may_stay_empty_where_the_column_says_so(write):
    assert np.isnan(load(write(GOOD.replace("64.05", ""), optional="true"))["half_life_h"][1])


def test_bad_evidence_travels_between_processes(write):
    folder = write(sha256="0" * 64)
    with pytest.raises(BadEvidence) as caught:
        load(folder)
    copy = pickle.loads(pickle.dumps(caught.value))  # noqa: S301  # our own bytes
    assert str(copy) == str(caught.value)
    assert copy.as_dict()["faults"]


def test_an_unknown_table_names_the_known_ones():
    with pytest.raises(UserError, match="half_lives"):
        load_table("half_live")
    assert "half_lives" in available_tables()


def test_an_empty_selection_is_an_error_that_says_what_there_is():
    with pytest.raises(UserError, match="nubase2020"):
        load_table("half_lives").where(named_set="icrp")


def test_columns_are_asked_for_by_their_kind():
    table = load_table("half_lives")
    with pytest.raises(UserError, match="holds text"):
        table["nuclide"]
    with pytest.raises(UserError, match="holds numbers"):
        table.text("half_life_h")
    with pytest.raises(UserError, match="no such column"):
        table["half_life_d"]


@pytest.mark.parametrize(
    ("column", "unit"),
    [
        ("dose_rate_usv_per_h", "uSv/h"),
        ("dose_rate_usv_m2_per_gbq_h", "uSv m2/(GBq h)"),
        ("mass_kev", "keV"),
        ("mass", None),
    ],
)
def test_the_longest_ending_names_the_unit(column, unit):
    assert promised_unit(column) == unit
