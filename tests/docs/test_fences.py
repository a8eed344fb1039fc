"""Every example of the README and of the documentation runs, document by document, each in a folder of its own."""

import doctest
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.docs.fences import commands_and_output, fences

ROOT = Path(__file__).resolve().parents[2]
DOCUMENTS = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
WITH_EXAMPLES = [document for document in DOCUMENTS if any(fence.not_run_because is None for fence in fences(document))]


def shell(command: str, folder: Path) -> subprocess.CompletedProcess[str]:
    """Run a command as a reader would: in bash, with the `doseline` of this environment, in a folder of its own."""
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    environment = {**os.environ, "PATH": path, "COLUMNS": "100", "NO_COLOR": "1"}
    return subprocess.run(
        ["bash", "-euo", "pipefail", "-c", command],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
        stdin=subprocess.DEVNULL,
    )


def must_succeed(command: str, folder: Path, place: str) -> str:
    run = shell(command, folder)
    assert run.returncode == 0, f"{place} ended with {run.returncode}:\n{command}\n{run.stdout}{run.stderr}"
    return run.stdout


@pytest.mark.parametrize("document", WITH_EXAMPLES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_every_example_runs(document, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    names = {"__name__": "__main__"}
    for fence in fences(document):
        place = f"{document.relative_to(ROOT)}:{fence.line}"
        if fence.not_run_because is not None:
            continue
        if fence.language == "bash":
            must_succeed(fence.text, tmp_path, place)
        elif fence.language == "console":
            for command, shown in commands_and_output(fence.text):
                got = must_succeed(command, tmp_path, place)
                flags = doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE
                assert doctest.OutputChecker().check_output(shown, got, flags), f"{place} shows:\n{shown}got:\n{got}"
        else:
            exec(compile(fence.text, place, "exec"), names)  # noqa: S102 - the example is ours and this is its test


def test_a_document_s_fences_are_found_with_their_reasons(tmp_path):
    document = tmp_path / "page.md"
    document.write_text(
        "```bash\ntrue\n```\n\n<!-- not run: serves until it is stopped -->\n```bash\nserve\n```\n\n```python\n1\n```\n"
        "\n```text\nno\n```\n",
        encoding="utf-8",
    )
    found = fences(document)
    assert [(fence.language, fence.line, fence.not_run_because) for fence in found] == [
        ("bash", 2, None),
        ("bash", 7, "serves until it is stopped"),
        ("python", 11, None),
    ]


def test_a_comment_without_a_reason_lets_nothing_off(tmp_path):
    document = tmp_path / "page.md"
    document.write_text("<!-- not run: -->\n```bash\ntrue\n```\n", encoding="utf-8")
    assert fences(document)[0].not_run_because is None


def test_console_examples_split_into_commands_and_what_they_show():
    text = "$ echo a \\\n> b\na b\n$ true\n$ echo c\nc\n"
    assert commands_and_output(text) == [("echo a \\\nb\n", "a b\n"), ("true\n", ""), ("echo c\n", "c\n")]


def test_a_failing_example_fails(tmp_path):
    with pytest.raises(AssertionError, match=r"page\.md:3 ended with 1"):
        must_succeed("false | true", tmp_path, "page.md:3")
