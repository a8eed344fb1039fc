"""What every committed file must be, whoever wrote it."""

import ast
import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SOURCES = sorted((ROOT / "src" / "doseline").rglob("*.py"))

# Put together here, so that this file does not hold what it forbids.
REGISTRY_HOSTS = [
    "".join(parts)
    for parts in [
        ("pypi", r"\.org"),
        ("files", r"\.pythonhosted"),
        ("registry", r"\.npmjs"),
        ("deb", r"\.debian\.org"),
        ("--(extra-)?index", "-url[ =]"),
        ("--find", "-links"),
    ]
]
FORBIDDEN = {
    "a package registry's host or address": re.compile("|".join(REGISTRY_HOSTS)),
    "a path that leaves the checkout": re.compile(r"\.\./" + "shared"),
    "an absolute path of one machine": re.compile(r"(?<![\w.~$}-])/(work|root|home|Users|mnt)/\w"),
}


def committed_text() -> dict[str, str]:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True).stdout.decode()
    texts = {}
    for name in filter(None, listed.split("\0")):
        try:
            texts[name] = (ROOT / name).read_text(encoding="utf-8")
        except (UnicodeDecodeError, FileNotFoundError):
            continue  # a picture, or a file that this change removes
    return texts


@pytest.mark.parametrize("what", FORBIDDEN)
def test_no_committed_file_holds(what):
    pattern = FORBIDDEN[what]
    found = [
        f"{name}:{number}: {line.strip()[:120]}"
        for name, text in committed_text().items()
        for number, line in enumerate(text.splitlines(), start=1)
        if pattern.search(line)
    ]
    assert not found, f"{what}:\n" + "\n".join(found)


@pytest.mark.parametrize(
    ("what", "line"),
    [
        ("a package registry's host or address", "--index" + "-url https://example.org/simple"),
        ("a path that leaves the checkout", "see .." + "/shared/DESIGN.md"),
        ("an absolute path of one machine", "cd /" + "home/somebody/doseline"),
    ],
)
def test_what_is_forbidden_is_recognised(what, line):
    assert FORBIDDEN[what].search(line)


def test_no_committed_file_is_a_pickle_or_a_tool_s_private_lock():
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True).stdout.split(
        "\n"
    )
    assert not [name for name in listed if name.endswith((".pkl", ".pickle", "/uv.lock")) or name == "uv.lock"]


@pytest.mark.parametrize("source", SOURCES, ids=lambda path: path.relative_to(ROOT / "src").as_posix())
def test_every_module_says_what_it_is(source):
    said = ast.get_docstring(ast.parse(source.read_text(encoding="utf-8")))
    assert said, f"{source.relative_to(ROOT)} has no docstring; say in one sentence which idea it holds."


def test_no_module_is_a_drawer_for_everything():
    drawers = {"util", "utils", "helper", "helpers", "common", "misc", "tools"}
    assert not [source for source in SOURCES if source.stem in drawers or source.parent.name in drawers]
