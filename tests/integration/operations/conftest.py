"""Real plans and a real golden week, made once."""

import pytest

from doseline.demand import synthesise
from doseline.network import write_network
from doseline.operations import plan_package, run_week


@pytest.fixture(scope="session")
def planned(tmp_path_factory):
    """BE-base and its plan, with little work."""
    folder = tmp_path_factory.mktemp("planned")
    write_network(synthesise(instance="BE-base", seed=1), folder / "country")
    plan_package(folder / "country", folder / "plan", work=2)
    return folder


@pytest.fixture(scope="session")
def week(tmp_path_factory):
    """The golden week of seed 1, in which everybody who loses a vial gets another."""
    folder = tmp_path_factory.mktemp("week") / "week"
    run_week(seed=1, out=folder)
    return folder
