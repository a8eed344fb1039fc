"""`import doseline` and `doseline --help` load no heavy library. Nothing here is timed: it asks what is loaded."""

import json
import subprocess
import sys

import pytest

HEAVY = {"altair", "django", "duckdb", "holidays", "jinja2", "numba", "numpy", "ortools", "pandas", "pyarrow", "scipy"}
HEAVY |= {"frictionless", "radioactivedecay", "vl_convert"}

LOADED = "import json, sys; print(json.dumps(sorted({name.partition('.')[0] for name in sys.modules})))"

HELP = """
import contextlib, io
from doseline.cli import main
try:
    with contextlib.redirect_stdout(io.StringIO()) as shown:
        main({arguments})
except SystemExit as leaving:
    assert not leaving.code, leaving.code
assert "Usage" in shown.getvalue(), shown.getvalue()
"""


def loaded_after(code: str) -> set[str]:
    command = [sys.executable, "-c", f"{code}\n{LOADED}"]
    run = subprocess.run(command, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr
    return set(json.loads(run.stdout))


@pytest.mark.parametrize(
    "code",
    [
        "import doseline",
        "import doseline.errors, doseline.quantities, doseline.execution",
        "import doseline.cli",
        "import doseline.__main__",
        "import doseline.planning",
    ],
)
def test_importing_loads_no_heavy_library(code):
    assert loaded_after(code) & HEAVY == set()


@pytest.mark.parametrize("arguments", ["['--help']", "['plan', '--help']"])
def test_help_loads_no_heavy_library(arguments):
    assert loaded_after(HELP.format(arguments=arguments)) & HEAVY == set()
