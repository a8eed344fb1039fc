"""The demonstration on small instances: whole pieces, one page, nothing of anybody else's touched."""

import json
import re
import urllib.request

import pytest

from doseline.checking import check_plan
from doseline.errors import UserError
from doseline.operations import demo, run_demo, serving, week

pytestmark = pytest.mark.slow

SMALL = ("XS-01", "XS-02", "XS-03")
WEEK = {
    "timezone": "Europe/Brussels",
    "rejected": {"batch_id": "B1", "at": "2027-03-11T05:00:00Z"},
    "lost": 5,
    "absorbed": 4,
    "absorbed_in_window": 3,
    "changes": 7,
    "checked": True,
}


@pytest.fixture
def small_week(monkeypatch):
    """A golden week that only makes its folder: the real one has its own tests."""

    def run(*, seed, out, language, progress):
        out.mkdir(exist_ok=True)
        (out / "index.html").write_text("<!doctype html><title>week</title>")
        return WEEK

    monkeypatch.setattr(week, "run_week", run)


@pytest.fixture
def shown(tmp_path, small_week):
    told = []
    result = run_demo(
        out=tmp_path / "demo",
        serve=False,
        instances=SMALL,
        work=1,
        announce=lambda result, address: told.append((result, address)),
    )
    assert told == [(result, None)]
    return tmp_path / "demo", result


def test_every_scenario_stands_checked_side_by_side(shown):
    folder, result = shown
    assert [row["instance"] for row in result["scenarios"]] == list(SMALL)
    page = (folder / "index.html").read_text("utf-8")
    for row in result["scenarios"]:
        verdict = check_plan(folder / row["instance"], folder / f"plan-{row['instance']}")
        assert (verdict.legal, row["checked"]) == (True, True)
        assert f'href="plan-{row["instance"]}/report.html"' in page
        for listed in re.findall(r'href="([^"#]+)"', page):
            assert (folder / listed).is_file()
        assert "Days of waiting: at most left to save" in page
        assert "The sign that follows this sentence" in page
        counts = json.loads((folder / f"plan-{row['instance']}" / "summary.json").read_text("utf-8"))["counts"]
        assert row["in_window"] == counts["in_window"]
    assert 'href="week/index.html"' in page
    assert "4 of the 5 patients" in page
    assert "was stopped" not in page
    assert json.loads((folder / "summary.json").read_text("utf-8"))["week"]["absorbed"] == 4


def test_it_can_be_run_again_and_in_another_language(shown, small_week):
    folder, _ = shown
    run_demo(out=folder, serve=False, instances=SMALL, work=1, language="nl")
    assert '<html lang="nl">' in (folder / "index.html").read_text("utf-8")


def test_what_is_finished_stays_when_the_rest_is_stopped(tmp_path, monkeypatch):
    def stop(**_):
        raise KeyboardInterrupt

    monkeypatch.setattr(week, "run_week", stop)
    with pytest.raises(KeyboardInterrupt):
        run_demo(out=tmp_path / "demo", serve=False, instances=SMALL, work=1)
    assert check_plan(tmp_path / "demo" / "XS-01", tmp_path / "demo" / "plan-XS-01").legal
    assert "was stopped" in (tmp_path / "demo" / "index.html").read_text("utf-8")


def test_somebody_s_files_are_left_alone(tmp_path, small_week):
    (tmp_path / "thesis.txt").write_text("years of work")
    for out in (tmp_path, tmp_path / "thesis.txt"):
        with pytest.raises(UserError, match=r"thesis\.txt|holds what"):
            run_demo(out=out, serve=False, instances=SMALL, work=1)
    assert [entry.name for entry in tmp_path.iterdir()] == ["thesis.txt"]


def test_it_is_served_on_this_machine_until_it_is_stopped(tmp_path, small_week, monkeypatch):
    got = []

    def announce(result, address):
        assert result["scenarios"]
        got.append(address)

    def serve_once(server):
        server.timeout = 10
        import threading

        asking = threading.Thread(target=lambda: got.append(urllib.request.urlopen(got[0]).read()))  # noqa: S310
        asking.start()
        server.handle_request()
        asking.join()
        raise KeyboardInterrupt

    monkeypatch.setattr(serving.ThreadingHTTPServer, "serve_forever", serve_once)
    run_demo(out=tmp_path / "demo", serve=True, port=0, instances=("XS-01",), work=1, announce=announce)
    assert got[0].startswith("http://127.0.0.1:")
    assert got[1] == (tmp_path / "demo" / "index.html").read_bytes()


def test_the_real_one_plans_low_base_and_high():
    assert sorted(demo.INSTANCES) == ["BE-base", "BE-high", "BE-low"]
    assert demo.INSTANCES[0] == "BE-base"
