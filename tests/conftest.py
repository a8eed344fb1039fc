"""What every test shares: hypothesis profiles, the browser, and a skip that is a failure under CI."""

import os
import shutil
from collections.abc import Generator
from pathlib import Path
from typing import TypeVar

import pytest
from hypothesis import settings

ROOT = Path(__file__).resolve().parent.parent
Report = TypeVar("Report", pytest.TestReport, pytest.CollectReport)
UNDER_CI = bool(os.environ.get("CI"))

# No deadline: a slow machine is no defect, and no test asserts a time. Under CI the examples are the same every time;
# the nightly tier looks further.
settings.register_profile("doseline", deadline=None, derandomize=UNDER_CI, print_blob=True)
settings.register_profile("nightly", deadline=None, max_examples=2_000, print_blob=True)
settings.load_profile("nightly" if os.environ.get("DOSELINE_NIGHTLY") else "doseline")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Turn a skipped test into a failed one under CI."""
    return fail_if_skipped((yield), under_ci=UNDER_CI)


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report() -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    """Turn a skipped module into a failed one under CI."""
    return fail_if_skipped((yield), under_ci=UNDER_CI)


def fail_if_skipped(report: Report, *, under_ci: bool) -> Report:
    """Return the report, failed if it was skipped under CI; an expected failure is no skip."""
    if under_ci and report.skipped and not hasattr(report, "wasxfail"):
        reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else str(report.longrepr)
        report.outcome = "failed"
        report.longrepr = f"Under CI a skip is a failure, because something is missing on this machine. {reason}"
    return report


@pytest.fixture(scope="session")
def root() -> Path:
    """The root of the checkout."""
    return ROOT


@pytest.fixture(scope="session")
def chromium() -> str:
    """Path of Debian's chromium, for playwright's ``executable_path``."""
    found = shutil.which("chromium")
    if found is None:
        pytest.skip("chromium is missing; on Debian: apt install chromium")
    return found
