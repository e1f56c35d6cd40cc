"""Cards in a real browser: by pointer, key and finger, from a server and from a disk, on wide and narrow screens."""

from __future__ import annotations

from typing import Any

import pytest
from card_book import FILES, card_site
from browsing import AXE, COLOURS, held_to_the_rules, until, visit
from test_web_browser import address  # noqa: F401 - a fixture
from web_book import Site

pytestmark = pytest.mark.browser

PAGE = "chapters/one.html"
FACT = "a.fact-link[data-card='facts-riv-0/RIV-001'] >> nth=-1"
SOURCE = "p[id=par-2] a[data-card$='/doe2021']"
CARD = "#briefbook-card"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Site:
    long = FILES["chapters/one.md"] + "\nWords. " + "Words. " * 900
    return card_site(tmp_path_factory.mktemp("site"), FILES | {"chapters/one.md": long})


@pytest.fixture(params=["server", "disk"])
def start(request: pytest.FixtureRequest, site: Site) -> str:
    return request.getfixturevalue("address") if request.param == "server" else site.out.as_uri() + "/"


def complaints(page: Any) -> list[str]:
    """What the browser's console says, but for the icon that browsers ask a server for."""
    return [text for text in page.messages if "404" not in text]


def boxes(page: Any, selector: str) -> tuple[dict[str, float], dict[str, float]]:
    return page.locator(selector).bounding_box(), page.locator(CARD).bounding_box()


def meet(one: dict[str, float], other: dict[str, float]) -> bool:
    return (one["y"] < other["y"] + other["height"] and other["y"] < one["y"] + one["height"]
            and one["x"] < other["x"] + other["width"] and other["x"] < one["x"] + one["width"])


def test_a_pointer_over_a_link_opens_its_card_and_away_from_both_closes_it(browser: Any, start: str) -> None:
    page = visit(browser, start + PAGE)
    page.hover(FACT)
    page.wait_for_selector(CARD)
    assert "Roe’s count gives" in page.inner_text(CARD)
    line, card = boxes(page, FACT)
    assert not meet(line, card)
    page.hover(f"{CARD} .card-go")
    page.wait_for_timeout(500)
    assert page.is_visible(CARD), "the pointer may go into the card"
    page.mouse.move(5, 5)
    page.wait_for_selector(CARD, state="hidden")
    assert not complaints(page)


def test_a_key_goes_to_the_link_into_the_card_back_and_on(browser: Any, start: str) -> None:
    page = visit(browser, start + PAGE)
    page.focus(".value-link")
    page.keyboard.press("Tab")  # to the citation of the fact's source
    page.wait_for_selector(CARD)
    page.keyboard.press("Tab")
    until(page, "document.querySelector('#briefbook-card .card-kind')?.textContent.includes('RIV-001')")
    assert page.evaluate("document.activeElement.getAttribute('aria-describedby')") == "briefbook-card-said"
    page.keyboard.press("ArrowDown")
    assert page.evaluate("document.activeElement.textContent") == "Roe 2020"
    page.keyboard.press("Escape")
    assert not page.is_visible(CARD)
    assert page.evaluate("document.activeElement.dataset.card") == "facts-riv-0/RIV-001"
    page.wait_for_timeout(300)
    assert not page.is_visible(CARD), "closed is closed"
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Tab")
    page.wait_for_selector(CARD)
    page.keyboard.press("ArrowDown")
    for _stop in range(3):
        page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.dataset.card") == "terms/term-barge", "past the card to the next link"
    assert not complaints(page)


def test_escape_closes_a_card_that_the_pointer_opened(browser: Any, start: str) -> None:
    page = visit(browser, start + PAGE)
    page.hover(SOURCE)
    page.wait_for_selector(CARD)
    page.keyboard.press("Escape")
    assert not page.is_visible(CARD)


def test_a_tap_opens_the_card_and_the_card_leads_on(browser: Any, start: str) -> None:
    page = visit(browser, start + PAGE, 390, has_touch=True)
    page.tap(SOURCE)
    page.wait_for_selector(CARD)
    assert page.url.endswith(PAGE)
    page.tap(f"{CARD} .card-close")
    assert not page.is_visible(CARD)
    page.tap(SOURCE)
    page.wait_for_selector(CARD)
    page.tap(f"{CARD} .card-go")
    page.wait_for_url("**/references.html#ref-doe2021")
    assert not complaints(page)


def test_a_second_tap_follows_the_link_and_a_tap_elsewhere_closes_the_card(browser: Any, start: str) -> None:
    page = visit(browser, start + PAGE, 390, has_touch=True)
    page.tap(SOURCE)
    page.wait_for_selector(CARD)
    page.touchscreen.tap(5, 5)
    page.wait_for_selector(CARD, state="hidden")
    page.tap(SOURCE)
    page.wait_for_selector(CARD)
    page.tap(SOURCE)
    page.wait_for_url("**/references.html#ref-doe2021")


@pytest.mark.parametrize("width", [320, 390])
def test_on_a_narrow_screen_the_card_is_a_sheet_below_the_line(browser: Any, start: str, width: int) -> None:
    page = visit(browser, start + PAGE, width, has_touch=True, reduced_motion="reduce")
    page.evaluate("document.querySelector('#par-2').scrollIntoView({block: 'end'})")
    page.tap(SOURCE)
    page.wait_for_selector(CARD)
    page.wait_for_timeout(300)
    line, card = boxes(page, SOURCE)
    assert (card["x"], card["width"], card["y"] + card["height"]) == (0, width, 800)
    assert line["y"] + line["height"] <= card["y"]
    assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("block", ["start", "center", "end"])
@pytest.mark.parametrize("width", [700, 1440])
def test_a_card_stays_in_the_window_and_off_its_line(browser: Any, start: str, width: int, block: str) -> None:
    page = visit(browser, start + PAGE, width)
    page.set_viewport_size({"width": width, "height": 520})
    page.locator(SOURCE).evaluate("(link, block) => link.scrollIntoView({block, behavior: 'instant'})", block)
    page.hover(SOURCE)
    page.wait_for_selector(CARD)
    line, card = boxes(page, SOURCE)
    assert not meet(line, card)
    assert 0 <= card["x"] and card["x"] + card["width"] <= width
    assert 0 <= card["y"] and card["y"] + card["height"] <= 520


@pytest.mark.parametrize(("scheme", "rules"), [("light", AXE), ("dark", COLOURS)])
@pytest.mark.parametrize("width", [320, 1440])
def test_an_open_card_is_accessible(
        browser: Any, address: str, width: int, scheme: str, rules: dict[str, list[str]]) -> None:  # noqa: F811
    page = visit(browser, address + PAGE, width, scheme, has_touch=width == 320)
    for selector in (FACT, SOURCE, "a[data-card^='terms/']", "a[data-card='judgments/RIV-1']"):
        page.tap(selector) if width == 320 else page.locator(selector).evaluate("link => link.focus({focusVisible: true})")
        page.wait_for_selector(CARD)
        page.wait_for_timeout(200)
        held_to_the_rules(page, rules, CARD)
        page.keyboard.press("Escape")


def test_without_scripts_the_links_lead_on(browser: Any, start: str) -> None:
    page = visit(browser, start + PAGE, java_script_enabled=False)
    assert page.locator(SOURCE).get_attribute("title").startswith("Doe, John. 2021.")
    page.click(SOURCE)
    assert page.url.endswith("/references.html#ref-doe2021")


def test_content_is_fetched_when_it_is_wanted_and_once(browser: Any, address: str) -> None:  # noqa: F811
    page = visit(browser, address + PAGE)
    assert not [url for url in page.requests if "/cards/" in url]
    for _time in range(2):
        page.hover(FACT)
        page.wait_for_selector(CARD)
        page.keyboard.press("Escape")
        page.mouse.move(5, 5)
    assert [url.rpartition("/")[2] for url in page.requests if "/cards/" in url] == ["facts-riv-0.js"]


def test_paper_has_no_card(browser: Any, address: str) -> None:  # noqa: F811
    page = visit(browser, address + PAGE)
    page.hover(FACT)
    page.wait_for_selector(CARD)
    page.emulate_media(media="print")
    assert not page.is_visible(CARD)


def test_the_number_of_a_paragraph_gives_its_address(browser: Any, start: str) -> None:
    page = visit(browser, start + PAGE, permissions=["clipboard-read", "clipboard-write"])
    page.click("#par-2 .paragraph-number")
    assert page.url.endswith("#par-2")
    if start.startswith("http"):
        page.wait_for_selector("text=Link copied")
        assert page.evaluate("navigator.clipboard.readText()") == page.url
