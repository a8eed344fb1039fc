"""Plan, explain and demo as a user runs them, and their pages in a real browser."""

import json
import os
import re
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import sync_playwright

from doseline.operations import run_demo, week
from doseline.operations.serving import make_server

pytestmark = pytest.mark.slow

ROOT = Path(__file__).resolve().parents[3]
ENVIRONMENT = {**os.environ, "PYTHONPATH": str(ROOT / "src"), "COLUMNS": "120", "NO_COLOR": "1"}
COMMAND = [sys.executable, "-c", "from doseline.cli import main; main()"]
WCAG = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}


def doseline(*arguments):
    return subprocess.run(
        [*COMMAND, *map(str, arguments)],
        env=ENVIRONMENT,
        capture_output=True,
        text=True,
        check=False,
        stdin=subprocess.DEVNULL,
    )


@pytest.fixture(scope="module")
def planned(tmp_path_factory):
    folder = tmp_path_factory.mktemp("commands")
    assert doseline("network", "synth", "--instance", "XS-C09", "--seed", "1", "-o", folder / "xs").returncode == 0
    run = doseline("plan", folder / "xs", "-o", folder / "plan", "--work", "2")
    assert run.returncode == 0, run.stderr
    return folder, run


def test_plan_says_the_headline_and_where_the_report_is(planned):
    folder, run = planned
    counts = json.loads((folder / "plan" / "summary.json").read_text("utf-8"))["counts"]
    lines = run.stdout.splitlines()
    assert lines[0].startswith(
        f"{counts['in_window']} of {counts['demanded_cycles']} demanded cycles are given in their"
    )
    assert "no plan" in lines[1]
    assert f"Report: {folder / 'plan' / 'report.html'}" in lines
    assert len(lines) < 12
    assert any("no rule is broken, every bound is proved" in line for line in lines)
    assert any("seed 1" in line for line in lines)


def test_the_report_speaks_the_language_asked_for(planned):
    folder, _ = planned
    assert doseline("plan", folder / "xs", "-o", folder / "de", "--work", "1", "--language", "de").returncode == 0
    assert '<html lang="de">' in (folder / "de" / "report.html").read_text("utf-8")
    run = doseline("plan", folder / "xs", "-o", folder / "de", "--work", "1", "--language", "tlh")
    assert run.returncode == 2
    assert "does not speak this language" in run.stderr


def test_explain_names_what_binds_and_follows_a_course(planned):
    folder, _ = planned
    run = doseline("explain", folder / "plan")
    assert run.returncode == 0
    assert re.search(r"^  C\d\d: \d+ cycle", run.stdout, re.MULTILINE)
    found = json.loads(doseline("explain", folder / "plan", "--json").stdout)
    course_id = found["unserved"][0]["course_id"]
    run = doseline("explain", folder / "plan", "--course", course_id)
    assert "Not given" in run.stdout
    assert found["unserved"][0]["sentence"] in run.stdout
    run = doseline("explain", folder / "plan", "--course", f"{course_id}x")
    assert (run.returncode, run.stdout) == (2, "")
    assert course_id in run.stderr


@pytest.fixture(scope="module")
def demo(tmp_path_factory, week_pages):
    folder = tmp_path_factory.mktemp("demo") / "demo"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(week, "run_week", week_pages)
        run_demo(out=folder, serve=False, instances=("XS-01", "XS-02"), work=1)
    return folder


@pytest.fixture(scope="module")
def week_pages():
    """The real golden week, run once, with a plan of little work."""
    real = week.run_week

    def run(**options):
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(week, "WORK", 1)
            return real(**options)

    return run


@pytest.fixture(scope="module")
def browser(chromium):
    with sync_playwright() as playwright:
        yield playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])


@pytest.fixture
def address(demo):
    import threading

    with make_server(demo, 0) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()
        thread.join()


def test_every_page_opens_under_its_policy_and_is_accessible(browser, address):
    for path in ("", "week/index.html", "plan-XS-01/"):
        page = browser.new_page()
        said = []
        page.on("console", lambda message, said=said: said.append(message.text))
        page.goto(address + path)
        assert page.evaluate("getComputedStyle(document.querySelector('h1')).color") != "rgb(0, 0, 0)"
        found = Axe().run(page, options=WCAG).response["violations"]
        assert not [(rule["id"], rule["nodes"][0]["html"]) for rule in found]
        assert [text for text in said if "favicon" not in text and "404" not in text] == []
        page.set_viewport_size({"width": 320, "height": 800})
        assert page.evaluate("document.documentElement.scrollWidth") == 320
        page.close()


def test_every_link_of_the_first_page_leads_somewhere(browser, address):
    page = browser.new_page()
    page.goto(address)
    links = page.eval_on_selector_all("main a[href]", "links => links.map(link => link.href)")
    leading = [link for link in links if "#" not in link]
    assert len(leading) >= 6
    for link in leading:
        assert page.goto(link).ok, link


def test_the_served_demonstration_ends_with_ctrl_c_and_0(demo, tmp_path):
    code = (
        "import sys; from pathlib import Path; from doseline.operations.serving import serve_folder;"
        "serve_folder(Path(sys.argv[1]), 0, lambda address: print(address, flush=True))"
    )
    with subprocess.Popen([sys.executable, "-c", code, demo], env=ENVIRONMENT, stdout=subprocess.PIPE) as served:
        assert served.stdout is not None
        assert served.stdout.readline().startswith(b"http://127.0.0.1:")
        served.send_signal(signal.SIGINT)
        assert served.wait(timeout=20) == 0
