"""The report in a real browser: no network, no script, accessible, readable on a phone and on paper."""

from collections.abc import Iterator
from itertools import pairwise

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
    assert page.get_by_role("heading", level=2).count() == 11
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
    assert page.locator("#map table").first.is_visible()


def test_every_link_of_the_contents_leads_somewhere(browser, reports):
    page = shown(browser, reports, "en")
    anchors = [link.get_attribute("href") for link in page.locator("nav a").all()]
    assert len(anchors) == 11
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
    assert not page.locator("#map table").first.is_visible()
    assert page.locator("#boards svg.board").first.is_visible()


def test_paper_says_which_rows_it_lacks(browser, reports):
    page = shown(browser, reports, "en")
    assert not page.locator(".on-paper").first.is_visible()
    page.emulate_media(media="print")
    lines = [line.inner_text() for line in page.locator("details:not([open]):not(.printed) > summary").all()]
    assert len(lines) > 20
    assert all("not printed: open this part before printing" in line for line in lines)
    page.evaluate(OPEN_ALL)
    assert not page.locator(".on-paper").first.is_visible()


@pytest.mark.parametrize("section", ["unserved", "late"])
def test_who_is_not_served_or_late_is_on_paper_though_folded(browser, reports, section):
    page = shown(browser, reports, "en")
    page.evaluate("document.querySelectorAll('.printed').forEach(details => { details.open = false })")
    listed = page.locator(f"#{section} .printed tbody tr").first
    assert not listed.is_visible()
    page.emulate_media(media="print")
    assert listed.is_visible()
    assert "without the sentence on each" in page.locator(f"#{section} .printed > summary").inner_text()


def test_the_letters_of_a_board_are_readable_on_paper(browser, reports):
    page = shown(browser, reports, "en", width=1032)  # an A4 laid across, less its margins, in px of CSS
    page.emulate_media(media="print")
    assert page.evaluate("getComputedStyle(document.querySelector('#boards')).page") == "across"
    shown_px = page.evaluate(
        """[...document.querySelectorAll('svg.board .letter')].map(letter =>
             parseFloat(getComputedStyle(letter).fontSize) * letter.getScreenCTM().a)"""
    )
    assert min(shown_px) * 0.75 >= 6.5  # a px of CSS is three quarters of a point


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_weeks_of_a_board_do_not_run_into_each_other(browser, reports, language):
    page = shown(browser, reports, language)
    edges = page.evaluate(
        """[...document.querySelector('svg.board').querySelectorAll(':scope > text.quiet')].map(label =>
             [label.getBBox().x, label.getBBox().x + label.getBBox().width])"""
    )
    assert len(edges) == 12
    assert all(right + 2.0 < left for (_, right), (left, _) in pairwise(edges))


@pytest.mark.parametrize("section", ["vial", "unserved", "orders"])
def test_a_phone_shows_every_cell_without_scrolling(browser, reports, section):
    page = shown(browser, reports, "en", width=390)
    page.evaluate(OPEN_ALL)
    reach = page.evaluate(
        f"Math.max(...[...document.querySelectorAll('#{section} .stacks td')]"
        ".map(cell => cell.getBoundingClientRect().right))"
    )
    assert 0 < reach <= 390


def test_bars_of_shares_begin_at_one_place(browser, reports):
    page = shown(browser, reports, "en")
    lefts = page.evaluate(
        "[...document.querySelectorAll('#unserved .meter')].map(bar => bar.getBoundingClientRect().left)"
    )
    assert len(lefts) > 1
    assert len(set(lefts)) == 1
