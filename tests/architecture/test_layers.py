"""The import contracts of pyproject.toml hold, and they say what the design says."""

import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from importlinter.cli import lint_imports

DESIGN = """
cli
web
operations | programme
planning | checking | twin | demand | dosimetry | coverage | trials | learning
pathway
rules | interop
network
journey
physics
evidence
execution | reporting | i18n
quantities
errors
"""


@pytest.fixture(scope="module")
def contracts(root: Path) -> dict[str, dict]:
    settings = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"]
    return {contract["id"]: contract for contract in settings["contracts"]}


def test_the_contracts_hold(root, monkeypatch, capsys):
    monkeypatch.chdir(root)
    status = lint_imports(config_filename=str(root / "pyproject.toml"), no_cache=True)
    assert status == 0, capsys.readouterr().out


def test_the_layers_are_those_of_the_design(contracts):
    def places(lines):
        return [{name.strip(" ()") for name in line.split("|")} for line in lines]

    assert places(contracts["layers"]["layers"]) == places(DESIGN.split("\n")[1:-1])
    assert contracts["layers"]["exhaustive"] is True


def test_siblings_on_one_line_never_import_each_other(contracts):
    assert not any(":" in line for line in contracts["layers"]["layers"])


@pytest.mark.parametrize(
    ("place", "line", "contract"),
    [
        ("journey/stop.py", "import doseline.network", "A package imports only from below it"),
        ("demand/stop.py", "import doseline.planning", "A package imports only from below it"),
        ("somewhere/__init__.py", "", "A package imports only from below it"),
        ("checking/stop.py", "import doseline.pathway", "The checker is a stranger"),
        ("demand/stop.py", "import ortools", "Solver libraries live"),
        ("planning/stop.py", "import ortools.sat", "Solver libraries live"),
        ("cli/stop.py", "import django.http", "Django lives in web alone"),
    ],
)
def test_each_contract_can_break(root, tmp_path, place, line, contract):
    # A skeleton of the house: every folder that exists now, empty, and one import that must be refused.
    house = tmp_path / "doseline"
    for package in [*(root / "src" / "doseline").glob("*/__init__.py"), root / "src" / "doseline" / "__init__.py"]:
        skeleton = house / package.relative_to(root / "src" / "doseline")
        skeleton.parent.mkdir(parents=True, exist_ok=True)
        skeleton.touch()
    for module in ("errors.py", "quantities.py"):
        (house / module).touch()
    (tmp_path / "pyproject.toml").write_text((root / "pyproject.toml").read_text(encoding="utf-8"), encoding="utf-8")
    command = [sys.executable, "-c", "import sys; from importlinter.cli import lint_imports; sys.exit(lint_imports())"]

    def lint():
        return subprocess.run(
            command, cwd=tmp_path, capture_output=True, text=True, check=False, env={"PYTHONPATH": "."}
        )

    (house / place).parent.mkdir(exist_ok=True)
    (house / place).write_text(line, encoding="utf-8")
    broken = lint()
    (house / place).unlink()
    if place.endswith("__init__.py"):
        (house / place).parent.rmdir()
    whole = lint()
    assert whole.returncode == 0, whole.stdout
    assert broken.returncode == 1, broken.stdout
    assert any(row.startswith(contract) and row.endswith("BROKEN") for row in broken.stdout.splitlines()), broken.stdout
