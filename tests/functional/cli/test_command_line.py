"""The command as a user runs it: its own process, its own folder, its exit codes."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from doseline.network import write_network, write_plan
from tests.support.network import make_network, make_plan

ROOT = Path(__file__).resolve().parents[3]
ENVIRONMENT = {**os.environ, "PYTHONPATH": str(ROOT / "src"), "COLUMNS": "120", "NO_COLOR": "1"}
COMMAND = [sys.executable, "-c", "from doseline.cli import main; main()"]


def doseline(*arguments, folder=None, **options):
    return subprocess.run(
        [*COMMAND, *map(str, arguments)],
        cwd=folder,
        env=ENVIRONMENT,
        capture_output=True,
        text=True,
        check=False,
        stdin=subprocess.DEVNULL,
        **options,
    )


@pytest.fixture
def package(tmp_path):
    write_network(make_network(), tmp_path / "tiny")
    return tmp_path / "tiny"


def test_a_sound_package_is_said_to_be_sound(package):
    run = doseline("network", "check", package)
    assert (run.returncode, run.stderr) == (0, "")
    assert "sound country package" in run.stdout
    assert json.loads(doseline("network", "check", package, "--json").stdout)["faults"] == []


def test_the_package_of_the_folder_is_checked_without_being_named(package):
    assert doseline("network", "check", folder=package).returncode == 0


def test_a_spoilt_package_is_2_and_lists_every_fault(package):
    (package / "places.csv").write_text((package / "places.csv").read_text("utf-8").replace("bed", "sofa"), "utf-8")
    run = doseline("network", "check", package)
    assert (run.returncode, run.stdout) == (2, "")
    assert run.stderr.count("column kind: given 'sofa'") == 2
    assert "Traceback" not in run.stderr

    run = doseline("network", "check", package, "--json")
    assert (run.returncode, run.stderr) == (2, "")
    assert [(fault["table"], fault["row"], fault["column"]) for fault in json.loads(run.stdout)["faults"]] == [
        ("places", 1, "kind"),
        ("places", 2, "kind"),
    ]


@pytest.mark.parametrize("command", [["network", "check"], ["network", "show"], ["check", "nothing"]])
def test_a_missing_folder_is_2_and_no_traceback(tmp_path, command):
    run = doseline(*command, "nothing", folder=tmp_path)
    assert run.returncode == 2
    assert "Correct the path." in run.stderr
    assert "Traceback" not in run.stderr


def test_a_country_is_shown(package):
    run = doseline("network", "show", package)
    assert run.returncode == 0
    for text in ('Hospital "One"', "External", "A radium product", "courses: 3", "2 are assumptions"):
        assert text in run.stdout
    shown = json.loads(doseline("network", "show", package, "--json").stdout)
    assert shown["counts"]["places"] == 2
    assert shown["figures"]["by_confidence"]["assumption"] == 2
    assert [product["running_courses"] for product in shown["products"]] == [1, 0]


def test_an_older_package_is_upgraded(tmp_path):
    old = ROOT / "tests" / "integration" / "network" / "version_0"
    assert "doseline network upgrade" in doseline("network", "check", old).stderr
    run = doseline("network", "upgrade", old, "-o", tmp_path / "new")
    assert (run.returncode, run.stderr) == (0, "")
    assert doseline("network", "check", tmp_path / "new").returncode == 0


def test_a_scenario_is_applied_and_what_it_replaces_is_said(tmp_path):
    write_network(make_network(scenarios=make_network().scenarios[:2]), tmp_path / "tiny")
    apply = ("network", "apply", "tiny", "--scenario", "low", "-o", "low")
    run = doseline(*apply, folder=tmp_path)
    assert (run.returncode, run.stderr) == (0, "")
    assert run.stdout == "Wrote low: tiny in its scenario low.\n"
    run = doseline(*apply, "--json", folder=tmp_path)
    assert run.stderr == "Replaced the country that stood in low.\n"
    written = json.loads(run.stdout)
    checked = json.loads(doseline("network", "check", "low", "--json", folder=tmp_path).stdout)
    assert written == {"package": "low", "sha256": checked["sha256"], "scenario": "low"}
    assert "scenario: low" in doseline("network", "show", "low", folder=tmp_path).stdout
    assert doseline("network", "apply", "tiny", "--scenario", "lo", "-o", "lo", folder=tmp_path).returncode == 2


def test_an_instance_is_made_and_made_again_the_same(tmp_path):
    for name in ("one", "two"):
        run = doseline("network", "synth", "--instance", "XS-01", "--seed", "2", "-o", name, "--json", folder=tmp_path)
        assert run.returncode == 0, run.stderr
        assert json.loads(run.stdout)["package"] == name
    files = sorted(path.name for path in (tmp_path / "one").iterdir())
    assert [(tmp_path / "one" / name).read_bytes() for name in files] == [
        (tmp_path / "two" / name).read_bytes() for name in files
    ]
    assert doseline("network", "check", tmp_path / "one").returncode == 0


def test_an_unknown_instance_is_2_and_names_the_known_ones(tmp_path):
    run = doseline("network", "synth", "--instance", "BE-bose", folder=tmp_path)
    assert run.returncode == 2
    assert "BE-base" in run.stderr
    assert list(tmp_path.iterdir()) == []


def test_somebody_s_folder_is_left_alone(tmp_path):
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "thesis.txt").write_text("years of work")
    run = doseline("network", "synth", "--instance", "XS-01", "-o", "mine", folder=tmp_path)
    assert run.returncode == 2
    assert "not a Doseline package" in run.stderr
    assert [path.name for path in (tmp_path / "mine").iterdir()] == ["thesis.txt"]


def test_a_plan_of_another_package_is_2(package, tmp_path):
    write_plan(make_plan(), tmp_path / "plan")
    run = doseline("check", package, tmp_path / "plan")
    assert run.returncode == 2
    assert "made for another package" in run.stderr


def test_a_plan_that_breaks_rules_is_1(package, tmp_path):
    from doseline.network import package_sha256

    write_plan(make_plan(package_sha256=package_sha256(package)), tmp_path / "plan")
    run = doseline("check", package, tmp_path / "plan", "--json")
    assert run.returncode == 1, run.stderr
    verdict = json.loads(run.stdout)
    assert not verdict["legal"]
    assert verdict["violations"]
    run = doseline("check", package, tmp_path / "plan")
    assert run.returncode == 1
    assert "Violations" in run.stdout
    assert ". Allowed: " in run.stdout


def test_who_stops_reading_gets_no_complaint(package):
    reading, writing = os.pipe()
    os.close(reading)
    try:
        run = subprocess.run(
            [*COMMAND, "network", "show", str(package), "--json"],
            env=ENVIRONMENT,
            stdout=writing,
            stderr=subprocess.PIPE,
            check=False,
        )
    finally:
        os.close(writing)
    assert run.stderr == b""
    assert run.returncode == 141


WAITING = """
import sys, time
from doseline import operations
def plan_package(*_, **__):
    print("planning", file=sys.stderr, flush=True)
    time.sleep(30)
operations.plan_package = plan_package
from doseline.cli import main
main(["plan", "be"])
"""


def test_ctrl_c_ends_with_130_and_a_sentence():
    process = subprocess.Popen(
        [sys.executable, "-c", WAITING], env=ENVIRONMENT, stderr=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    try:
        assert process.stderr.readline() == "planning\n"
        time.sleep(0.1)
        process.send_signal(signal.SIGINT)
        _, said = process.communicate(timeout=20)
    finally:
        process.kill()
        process.wait()
    assert process.returncode == 130
    assert "Traceback" not in said
    assert "stopped" in said
