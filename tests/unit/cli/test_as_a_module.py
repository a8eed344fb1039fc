"""`python -m doseline` is the command line."""

import subprocess
import sys


def run(*arguments):
    return subprocess.run([sys.executable, "-m", "doseline", *arguments], capture_output=True, text=True, check=False)


def test_the_package_runs_as_the_console_script_does():
    shown = run("--version")
    assert (shown.returncode, shown.stderr) == (0, "")
    assert shown.stdout.startswith("doseline ")
    assert run("no-such-command").returncode == 2
