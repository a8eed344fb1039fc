"""The report in a real browser: no network, no script, accessible, readable on a phone and on paper."""

from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, sync_playwright

from doseline.i18n import LANGUAGES
from doseline.operations.report import write_report
from tests.support.report import make_network, make_plan

WCAG = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
OPEN_ALL = "document.querySelectorAll('details').forEach(details => { details.open = true })"


@pytest.fixture(scope="module")
def reports(tmp_path_factory):
    folder = tmp_path_factory.mktemp("reports")
    network = make_network(courses=30)
    plan = make_plan(network)
    for language in LANGUAGES:
        write_report(network, plan, folder / f"{language}.html", language)
    return folder


@pytest.fixture(scope="module")
def browser(chromium) -> Iterator[Browser]:
    with sync_playwright() as playwright:
        yield playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])


def shown(browser, reports, language, *, width=1280, **options) -> Page:
    page = browser.new_context(viewport={"width": width, "height": 900}, **options).new_page()
    page.goto((reports / f"{language}.html").as_uri())
    return page


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_is_accessible_in_every_language(browser, reports, language):
    page = shown(browser, reports, language)
    if language == "en":
        page.evaluate(OPEN_ALL)
    found = Axe().run(page, options=WCAG).response["violations"]
    assert not [(rule["id"], rule["nodes"][0]["html"]) for rule in found]


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_fits_a_screen_of_320_px(browser, reports, language):
    page = shown(browser, reports, language, width=320)
    page.evaluate(OPEN_ALL)
    assert page.evaluate("document.documentElement.scrollWidth") == 320


def test_it_asks_for_nothing_and_breaks_no_policy(browser, reports):
    page = browser.new_page()
    asked, said = [], []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: said.append(message.text))
    page.goto((reports / "en.html").as_uri())
    page.wait_for_load_state("load")
    assert asked == [(reports / "en.html").as_uri()]
    assert said == []


def test_it_is_read_without_script(browser, reports):
    page = shown(browser, reports, "en", java_script_enabled=False)
    assert page.get_by_role("heading", level=1).inner_text() == "Radioligand therapy plan, Belgium"
    assert page.get_by_role("heading", level=2).count() == 9
    page.get_by_text("Show as a table").first.click()
    assert page.get_by_role("columnheader", name="Administrations").first.is_visible()


def test_the_keyboard_skips_to_the_content_and_opens_a_twin(browser, reports):
    page = shown(browser, reports, "en")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "content"
    page.locator("#map summary").focus()
    page.keyboard.press("Enter")
    assert page.locator("#map table").is_visible()


def test_every_link_of_the_contents_leads_somewhere(browser, reports):
    page = shown(browser, reports, "en")
    anchors = [link.get_attribute("href") for link in page.locator("nav a").all()]
    assert len(anchors) == 9
    assert all(page.locator(anchor).count() == 1 for anchor in anchors)


def test_a_bar_of_a_stay_is_drawn_in_its_product_s_pattern(browser, reports):
    page = shown(browser, reports, "en")
    size = page.evaluate("document.querySelector('#rising').getAttribute('width')")
    assert size == "6"
    assert page.locator("#boards svg.board path.over").count() > 0


def test_paper_shows_what_is_open_and_hides_what_only_a_screen_needs(browser, reports):
    page = shown(browser, reports, "en")
    page.emulate_media(media="print")
    assert not page.locator("nav").is_visible()
    assert not page.locator("#map details").is_visible()
    assert page.locator("#boards svg.board").first.is_visible()
