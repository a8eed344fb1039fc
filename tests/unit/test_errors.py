import json
import pickle

import pytest

from doseline.errors import BadPackage, DoselineError, Fault, UserError


def make_fault(**changes) -> Fault:
    values = {
        "table": "places",
        "row": 2,
        "column": "beds",
        "given": "-1",
        "allowed": "1 or more",
        "remedy": "Correct it.",
    }
    return Fault(**{**values, **changes})


def test_a_user_error_says_what_was_given_what_is_allowed_and_what_to_do():
    error = UserError("The horizon is too long.", given="90 weeks", allowed="1 to 26 weeks", remedy="Pass --weeks 12.")
    assert str(error) == "The horizon is too long. Given: '90 weeks'. Allowed: 1 to 26 weeks. Pass --weeks 12."
    assert isinstance(error, DoselineError)
    assert error.exit_code == 2


def test_a_user_error_leaves_out_what_nobody_knows():
    assert str(UserError("The plan is empty.")) == "The plan is empty."


def test_a_given_zero_is_shown():
    assert "Given: 0." in str(UserError("Too short.", given=0))


@pytest.mark.parametrize(
    ("changes", "place"),
    [
        ({}, "places, row 2, column beds"),
        ({"column": None}, "places, row 2"),
        ({"row": None}, "places, column beds"),
        ({"row": None, "column": None}, "places"),
    ],
)
def test_a_fault_names_its_place(changes, place):
    assert make_fault(**changes).place == place


def test_a_fault_says_when_nothing_was_given():
    message = make_fault(given=None).message()
    assert message == "places, row 2, column beds: nothing given. Allowed: 1 or more. Correct it."


@pytest.mark.parametrize("row", [0, -1])
def test_data_rows_count_from_one(row):
    with pytest.raises(ValueError, match="from 1"):
        make_fault(row=row)


def test_a_bad_package_lists_every_fault_in_a_stable_order():
    faults = [
        make_fault(table="vials", row=10),
        make_fault(table="vials", row=9),
        make_fault(table="vials", row=None, column=None),
        make_fault(table="places", row=2, column="name"),
        make_fault(table="places", row=2, column="beds"),
    ]
    expected = [
        ("places", 2, "beds"),
        ("places", 2, "name"),
        ("vials", None, None),
        ("vials", 9, "beds"),
        ("vials", 10, "beds"),
    ]
    for order in (faults, faults[::-1]):
        error = BadPackage("belgium", order)
        assert [(fault.table, fault.row, fault.column) for fault in error.faults] == expected
    lines = str(error).splitlines()
    assert lines[0] == "The data package belgium has 5 faults."
    assert [line for line in lines if line.startswith("  - ")] == [f"  - {fault.message()}" for fault in error.faults]


def test_a_bad_package_as_json_carries_every_fault():
    shown = json.loads(BadPackage("belgium", [make_fault(given=-1), make_fault(row=3, given=None)]).as_json())
    assert shown["package"] == "belgium"
    assert [(fault["row"], fault["given"]) for fault in shown["faults"]] == [(2, "-1"), (3, None)]


def test_a_package_without_faults_is_not_bad():
    with pytest.raises(ValueError, match="at least one"):
        BadPackage("belgium", [])


@pytest.mark.parametrize(
    "error",
    [UserError("Too short.", given=0, allowed="1 or more", remedy="Pass 1."), BadPackage("belgium", [make_fault()])],
    ids=["user error", "bad package"],
)
def test_an_error_survives_the_way_between_processes(error):
    returned = pickle.loads(pickle.dumps(error))  # noqa: S301 - our own bytes
    assert type(returned) is type(error)
    assert str(returned) == str(error)
