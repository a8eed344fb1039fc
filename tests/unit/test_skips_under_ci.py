import os
import subprocess
import sys
from pathlib import Path

import pytest

SUITE = """
import pytest

def test_passes():
    pass

def test_is_skipped():
    pytest.skip("a tool is missing")

@pytest.mark.xfail
def test_fails_as_expected():
    assert False
"""

MODULE = "import pytest; pytest.skip('a library is missing', allow_module_level=True)"


def run_suite(folder: Path, root: Path, *, ci: str) -> subprocess.CompletedProcess[str]:
    (folder / "conftest.py").write_text((root / "tests" / "conftest.py").read_text(encoding="utf-8"), encoding="utf-8")
    (folder / "test_one.py").write_text(SUITE, encoding="utf-8")
    (folder / "test_two.py").write_text(MODULE, encoding="utf-8")
    (folder / "pytest.ini").write_text("[pytest]", encoding="utf-8")
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-p",
        "no:cacheprovider",
        "-p",
        "no:xdist",
        "--continue-on-collection-errors",
    ]
    return subprocess.run(
        command, cwd=folder, env={**os.environ, "CI": ci}, capture_output=True, text=True, check=False
    )


@pytest.mark.parametrize(
    ("ci", "exit_code", "closing"),
    [("", 0, "1 passed, 2 skipped, 1 xfailed"), ("true", 1, "1 failed, 1 passed, 1 xfailed, 1 error")],
)
def test_a_skip_fails_the_run_under_ci_alone(tmp_path, root, ci, exit_code, closing):
    run = run_suite(tmp_path, root, ci=ci)
    assert run.returncode == exit_code, run.stdout
    assert closing in run.stdout.splitlines()[-1]
