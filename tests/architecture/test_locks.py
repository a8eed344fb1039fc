"""The lock files agree with each other and with pyproject.toml, carry hashes, and name no host."""

import ast
import re
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parents[2]
LOCKS = ["requirements-uv.lock", "requirements.lock", "requirements-test.lock", "requirements-dev.lock"]
PIN = re.compile(r"^(?P<name>[A-Za-z0-9._-]+)==(?P<version>[^\s;\\]+)(?P<rest>(?:.*\\\n)*.*)$", re.MULTILINE)

# Where the name to import is not the name of the distribution; None where nothing is imported.
IMPORTED_AS = {"fluent-runtime": "fluent", "vl-convert-python": "vl_convert", "tzdata": None}


def pins(lock: str) -> dict[str, set[str]]:
    versions: dict[str, set[str]] = {}
    for pin in PIN.finditer((ROOT / lock).read_text(encoding="utf-8")):
        versions.setdefault(canonicalize_name(pin["name"]), set()).add(pin["version"])
    return versions


def project() -> dict:
    return tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("lock", LOCKS)
def test_every_pin_has_a_hash_and_no_line_names_a_host(lock):
    text = (ROOT / lock).read_text(encoding="utf-8")
    found = list(PIN.finditer(text))
    assert found
    assert all("--hash=sha256:" in pin["rest"] for pin in found)
    assert "://" not in text


@pytest.mark.parametrize(("inner", "outer"), [("requirements.lock", "requirements-test.lock"), *[LOCKS[2:]]])
def test_each_lock_holds_the_one_before(inner, outer):
    smaller, larger = pins(inner), pins(outer)
    assert {name: larger.get(name) for name in smaller} == smaller


@pytest.mark.parametrize(("lock", "group"), [("requirements.lock", "build"), ("requirements-test.lock", "test")])
def test_each_lock_satisfies_what_the_project_asks_for(lock, group):
    locked = pins(lock)
    asked = [*project()["project"]["dependencies"], *project()["dependency-groups"][group]]
    for requirement in (Requirement(line) for line in asked if isinstance(line, str)):
        versions = locked.get(canonicalize_name(requirement.name), set())
        assert versions, f"{requirement} is not in {lock}; run `make locks`."
        assert all(version in requirement.specifier for version in versions), f"{requirement} against {versions}"


def test_every_runtime_dependency_is_imported_by_the_package():
    imported = set()
    for source in (ROOT / "src" / "doseline").rglob("*.py"):
        for node in ast.walk(ast.parse(source.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                imported |= {alias.name.partition(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module:
                imported.add(node.module.partition(".")[0])
    names = [canonicalize_name(Requirement(line).name) for line in project()["project"]["dependencies"]]
    wanted = {name: IMPORTED_AS.get(name, name.replace("-", "_")) for name in names}
    assert not [name for name, module in wanted.items() if module and module not in imported]
