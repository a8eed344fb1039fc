"""What one more unit gains is what the optimum gains: the exhaustive oracle solves the country with and without it."""

from dataclasses import replace

import pytest

from doseline.network import read_plan, write_network
from doseline.operations import gains_of_plan, plan_package
from doseline.operations.gaining.gains import trial_of
from tests.oracles.planning import exhaustive_optimum
from tests.support.exhaustive import instance

pytestmark = pytest.mark.slow


def punctual(network):
    """The country with no grace after the due date, so that whoever waits for a scanner is late."""
    regimens = (
        replace(row, first_window_end_d=row.first_due_d, interval_window_end_d=row.interval_due_d)
        for row in network.regimens
    )
    return replace(network, regimens=tuple(regimens))


LATE_ONLY_IF_PUNCTUAL = ("XS-C11", "XS-C11-competence", "XS-C13")
CASES = [
    ("XS-C01", 3, "head", (1, 6)),
    ("XS-C06", 3, "vial", (1, 5)),
    ("XS-C09", 1, "place", (2, 31)),
    ("XS-C09", 2, "place", (1, 14)),
    ("XS-C11", 1, "head", (1, 1)),
    ("XS-C11-competence", 1, "head", None),
    ("XS-C11-competence", 2, "head", (1, 1)),
    ("XS-C13", 3, "scanner_hour", (2, 4)),
    ("XS-03", 1, "place", (1, 12)),
    ("XS-06", 2, "vial", (0, 0)),
]


@pytest.mark.parametrize(("name", "seed", "kind", "known"), CASES)
def test_a_gain_is_the_difference_of_two_optima(name, seed, kind, known, tmp_path):
    network = instance(name, seed)
    if name in LATE_ONLY_IF_PUNCTUAL:
        network = punctual(network)
    write_network(network, tmp_path / "country")
    plan_package(tmp_path / "country", tmp_path / "plan", work=4, report=False)
    found = gains_of_plan(tmp_path / "plan", most=20)
    without = exhaustive_optimum(network, frozenset()).levels
    units = {wanted.unit.key: wanted.unit for wanted in trial_of(network, read_plan(tmp_path / "plan")).units()}
    assert kind in {row["kind"] for row in found["gains"]}
    assert found["tried"] == found["wanted"] == len(units)
    for row in found["gains"]:
        given = exhaustive_optimum(units[row["unit"]].added_to(network), frozenset()).levels
        gain = (given["L1"] - without["L1"], without["L2"] - given["L2"])
        assert (row["gain_in_window"], row["gain_days"]) == gain
        assert row["legal"]
        assert known in (None, gain)
