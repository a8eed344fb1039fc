"""The how-to that adds a constraint is applied to a copy of the source, and what it shows happens there."""

import doctest
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from markdown_it import MarkdownIt

from tests.docs.fences import commands_and_output

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs" / "how-to" / "add-a-constraint.md"
TOKENS = [token for token in MarkdownIt().parse(PAGE.read_text(encoding="utf-8")) if token.type == "fence"]
CHANGES = [token.content for token in TOKENS if token.info == "diff"]
EXAMPLES = [token.content for token in TOKENS if token.info == "console"]
FLAGS = doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE


def run(*command: str, checkout: Path, folder: Path) -> subprocess.CompletedProcess[str]:
    """Run a command as one who has the changed checkout."""
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    source = {"PYTHONPATH": str(checkout / "src"), "PATH": path, "COLUMNS": "200", "NO_COLOR": "1"}
    environment = {**os.environ, **source}
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)


@pytest.fixture(scope="module")
def checkout(tmp_path_factory) -> Path:
    """A copy of the source and of the tests with the changes of the page, and the kernels that are compiled already."""
    made = tmp_path_factory.mktemp("checkout")
    for name in ("src", "tests"):
        shutil.copytree(ROOT / name, made / name)
    shutil.copy2(ROOT / "pyproject.toml", made)
    shutil.copytree(ROOT / "docs" / "reference", made / "docs" / "reference")
    for change in CHANGES:
        applied = subprocess.run(
            ["git", "apply", "--unidiff-zero", "-"], cwd=made, input=change, capture_output=True, text=True, check=False
        )
        assert applied.returncode == 0, applied.stderr
    return made


def test_at_most_five_files_are_named():
    changed = [name for change in CHANGES for name in re.findall(r"^\+\+\+ b/(.*)$", change, re.MULTILINE)]
    named = set(re.findall(r"`((?:src|tests|docs)/[\w./-]+)`", PAGE.read_text(encoding="utf-8")))
    assert named == set(changed)
    assert len(changed) == 5


def test_no_kernel_is_compiled_again(checkout):
    digest = (
        "import doseline; from doseline.planning.kernels.caching import sources_digest; "
        "print(doseline.__file__, sources_digest())"
    )
    before = run(sys.executable, "-c", digest, checkout=ROOT, folder=ROOT).stdout.split()
    after = run(sys.executable, "-c", digest, checkout=checkout, folder=checkout).stdout.split()
    assert after[0] == str(checkout / "src" / "doseline" / "__init__.py")
    assert before[0] != after[0]
    assert before[1] == after[1]


@pytest.mark.slow
def test_the_constraint_binds_and_is_named(checkout, tmp_path):
    assert EXAMPLES
    for example in EXAMPLES:
        for command, shown in commands_and_output(example):
            done = run("bash", "-euo", "pipefail", "-c", command, checkout=checkout, folder=tmp_path)
            assert done.returncode == 0, f"{command}\n{done.stdout}{done.stderr}"
            assert doctest.OutputChecker().check_output(shown, done.stdout, FLAGS), f"{command}\n{shown}\n{done.stdout}"


@pytest.mark.slow
def test_the_tests_of_the_copy_pass(checkout):
    written = run(sys.executable, "-m", "tests.support.package_reference", checkout=checkout, folder=checkout)
    assert written.returncode == 0, written.stderr
    files = ["tests/unit/checking/test_tampering.py", "tests/unit/i18n", "tests/unit/network"]
    done = run(
        sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", *files, checkout=checkout, folder=checkout
    )
    assert done.returncode == 0, done.stdout
