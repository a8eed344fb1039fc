"""Bad input to `doseline replan`, and kills: exit 2 with a clear word, and the old plan or the new one, whole."""

import json
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from doseline.checking import check_plan
from doseline.network import write_network
from doseline.operations import plan_package
from tests.support.streams import long_country

pytestmark = pytest.mark.slow

DOSELINE = [sys.executable, "-c", "from doseline.cli import main; main()"]
AT = "2027-03-20T08:00:00Z"
SPAN = {"starts_at": "2027-03-22T00:00:00Z", "ends_at": "2027-03-24T00:00:00Z"}


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """A country and its plan, which no test changes."""
    folder = tmp_path_factory.mktemp("made")
    write_network(long_country("XS-03", 1), folder / "country")
    plan_package(folder / "country", folder / "plan", seed=1, work=1)
    return folder


def event(kind="place_closed", subject_id="A-1", at=AT, event_id="E1", **more):
    spans = SPAN if kind in ("place_closed", "site_closed", "supplier_shut") else {}
    return {"event_id": event_id, "kind": kind, "at": at, "subject_id": subject_id, **spans, **more}


def contents(folder: Path) -> dict[str, bytes]:
    return {str(file.relative_to(folder)): file.read_bytes() for file in sorted(folder.rglob("*")) if file.is_file()}


def replan(plan: Path, events: Path, out: Path, *more: str) -> subprocess.CompletedProcess[str]:
    arguments = ["replan", str(plan), "--events", str(events), "-o", str(out), "--work", "1", *more]
    return subprocess.run([*DOSELINE, *arguments], capture_output=True, text=True, check=False, timeout=300)


BAD = {
    "broken JSON": ('{"events": [', ["Correct the file"]),
    "no JSON": ("event_id,kind\nE1,batch_failed\n", ["JSON"]),
    "no text": ("\ufffe\x00", ["JSON"]),
    "no events": ({"events": []}, ["at least one event"]),
    "a key twice": ('{"events": [{"event_id": "E1", "event_id": "E2"}]}', ["'event_id' stands twice"]),
    "an unknown kind": ([event(kind="place_burnt")], ["kind", "place_closed"]),
    "an unknown place": ([event(subject_id="A-11")], ["A-11", "Did you mean A-1?"]),
    "unknown things of every kind": (
        [
            event(kind="vial_broken", subject_id="NO-VIAL"),
            event(kind="patient_stopped", subject_id="NO-COURSE", event_id="E2"),
            event(kind="supplier_shut", subject_id="NO-SUPPLIER", event_id="E3"),
            event(kind="batch_failed", subject_id="NO-BATCH", event_id="E4"),
        ],
        ["NO-VIAL", "NO-COURSE", "NO-SUPPLIER", "NO-BATCH"],
    ),
    "the past": ([event(at="2027-01-01T08:00:00Z")], ["What happened before the plan"]),
    "after the horizon": ([event(at="2029-01-01T08:00:00Z", ends_at="2029-02-01T00:00:00Z")], ["its last date"]),
    "over when known": ([event(ends_at="2027-03-23T00:00:00Z", at="2027-03-23T08:00:00Z")], ["Delete what is over"]),
    "twice": ([event(), event()], ["E1"]),
    "out of order": (
        [event(), event(event_id="E2", at="2027-03-19T08:00:00Z")],
        ["in the order in which they became known"],
    ),
    "contradictory": (
        [event(kind="patient_stopped", subject_id="COURSE-1"), event(
            kind="patient_transferred", subject_id="COURSE-1", event_id="E2", site_id="CENTRE-B"
        )],
        ["still there after event 1"],
    ),
    "no zone": ([event(at="2027-03-20T08:00:00")], ["at", "zone"]),
    "an end before its start": ([event(ends_at="2027-03-21T00:00:00Z")], ["after starts_at"]),
    "a century mistyped": ([event(ends_at="2127-12-31T23:59:59Z")], ["within 3660 d"]),
}  # fmt: skip


@pytest.mark.parametrize("case", BAD)
def test_bad_events_are_refused_with_exit_2_and_nothing_is_written(case, made, tmp_path):
    told, words = BAD[case]
    events = tmp_path / "events.json"
    events.write_text(told if isinstance(told, str) else json.dumps(told), "utf-8")
    before = contents(made)
    done = replan(made / "plan", events, tmp_path / "again", "--package", str(made / "country"))
    assert (done.returncode, done.stdout) == (2, "")
    assert all(word in done.stderr for word in words), done.stderr
    assert "Traceback" not in done.stderr
    assert contents(made) == before
    assert sorted(path.name for path in tmp_path.iterdir()) == ["events.json"]


def tampered(made: Path, folder: Path, file: str, change) -> Path:
    """A copy of the plan beside its country, with one file changed."""
    for name, content in contents(made).items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content)
    target = folder / "plan" / file
    target.write_text(change(target.read_text("utf-8")), "utf-8")
    return folder / "plan"


def moved(text: str) -> str:
    """Give the first cycle on another day than its stay says."""
    header, first, *rest = text.splitlines()
    at = header.split(",").index("administered_at")
    cells = first.split(",")
    cells[at] = f"{cells[at][:8]}{int(cells[at][8:10]) % 28 + 1:02d}{cells[at][10:]}"
    return "\n".join([header, ",".join(cells), *rest, ""])


ILLEGAL = {
    "a day moved": ("administrations.csv", moved),
    "a line lost": ("vials.csv", lambda text: "\n".join(text.splitlines()[:-1]) + "\n"),
    "half a file": ("stays.csv", lambda text: text[: len(text) // 2]),
    "another country": ("datapackage.json", lambda text: text.replace('"sha256": "', '"sha256": "0', 1)),
    "no plan at all": ("datapackage.json", lambda text: text[:40]),
}


@pytest.mark.parametrize("case", ILLEGAL)
def test_a_plan_edited_into_illegality_or_of_another_country_is_refused(case, made, tmp_path):
    plan = tampered(made, tmp_path, *ILLEGAL[case])
    assert contents(plan) != contents(made / "plan")
    (tmp_path / "events.json").write_text(json.dumps([event()]), "utf-8")
    before = contents(tmp_path)
    done = replan(plan, tmp_path / "events.json", plan)
    assert done.returncode == 2, done.stdout
    assert "Traceback" not in done.stderr
    assert done.stderr.strip()
    assert contents(tmp_path) == before


def test_what_stands_elsewhere_is_not_overwritten(made, tmp_path):
    (tmp_path / "events.json").write_text(json.dumps([event()]), "utf-8")
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "letter.txt").write_text("keep", "utf-8")
    done = replan(made / "plan", tmp_path / "events.json", tmp_path / "mine", "--package", str(made / "country"))
    assert done.returncode == 2
    assert contents(tmp_path / "mine") == {"letter.txt": b"keep"}


def killed(arguments: list[str], after_s: float) -> bool:
    """Start the command, kill it after some seconds; whether it was still at work then."""
    process = subprocess.Popen([*DOSELINE, *arguments], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        process.wait(after_s)
    except subprocess.TimeoutExpired:
        os.kill(process.pid, signal.SIGKILL)
        process.wait()
        return True
    return False


def kill_at_random(made: Path, folder: Path, kills: int, seed: int) -> tuple[int, int]:
    """Replan in place and kill it at random instants; returns how often it was killed, and how often it had ended."""
    rng = random.Random(seed)  # noqa: S311 - instants of a kill, no secret
    plan = tampered(made, folder, "summary.json", lambda text: text)
    (folder / "events.json").write_text(json.dumps([event()]), "utf-8")
    arguments = ["replan", str(plan), "--events", str(folder / "events.json"), "-o", str(plan), "--work", "1"]
    old = contents(plan)
    assert not killed(arguments, 900.0)  # what is compiled once is compiled here
    new = contents(plan)
    tampered(made, folder, "summary.json", lambda text: text)
    for name in new.keys() - old.keys():
        (plan / name).unlink(missing_ok=True)
    began = time.monotonic()
    assert not killed(arguments, 600.0)
    lasts_s = time.monotonic() - began
    assert new.keys() > old.keys()
    assert "country/datapackage.json" in new
    dead = ended = 0
    for _ in range(kills):
        tampered(made, folder, "summary.json", lambda text: text)
        for name in new.keys() - old.keys():
            (plan / name).unlink(missing_ok=True)
        # most of the time goes into what is before the writing: half of the kills aim at the end
        part = rng.random() if rng.random() < 0.5 else 1.0 - rng.random() * 0.25
        died = killed(arguments, part * lasts_s)
        dead, ended = dead + died, ended + (not died)
        found = contents(plan)
        assert found.keys() in (old.keys(), new.keys())
        if found.keys() == old.keys():
            assert found == old
            assert check_plan(folder / "country", plan).exit_code == 0
        else:
            assert check_plan(plan / "country", plan).exit_code == 0
    return dead, ended


def test_a_kill_leaves_the_old_plan_or_the_new_one_whole(made, tmp_path):
    dead, _ = kill_at_random(made, tmp_path, kills=4, seed=1)
    assert dead >= 1


@pytest.mark.nightly
def test_many_kills_leave_the_old_plan_or_the_new_one_whole(made, tmp_path):
    dead, _ = kill_at_random(made, tmp_path, kills=150, seed=2)
    assert dead >= 50
