"""The pages in a real browser: accessible, at home on a telephone, and alone with their own files."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
from browsing import AXE, COLOURS, held_to_the_rules, room_wanted, until, visit
from web_book import BOOK, EDITION, Site, build_site

pytestmark = pytest.mark.browser

PAGES = ["index", "chapters/one", "chapters/two", "search", "genindex"]
WIDE = """\
## Wide things

| A | B | C | D | E | F | G |
| - | - | - | - | - | - | - |
| one long cell | one long cell | one long cell | one long cell | one long cell | one long cell | one long cell |

```{math}
:label: long
a + b + c + d + e + f + g + h + i + j + k + l + m + n + o + p + q + r + s + t + u + v + w + x + y + z = 0
```

[A link with a long address](https://example.org/a-very-long-address-without-any-place-to-break-it-in-two-parts)
<https://example.org/a-very-long-address-without-any-place-to-break-it-in-two-parts-or-in-three-parts>

```python
def a_function_with_a_long_name(and_a_long_argument, and_another_long_argument, and_one_more) -> None: ...
```

> A quotation.

Term
: Definition

:::{note}
A note.
:::

:::{change-our-mind}
- Sun.
:::
"""

CHART = {
    "data/ships/ships.csv": "year,tonnes,ship\n2024,20000,Angara\n2025,1234.5,<Maria>\n",
    "data/ships/description.yaml": """\
title: Tonnes shipped
unit: tonnes
as_of: 2026-04-30
licence: CC BY 4.0
sources: [Port office]
columns:
  - {name: year, title: Year, type: date}
  - {name: tonnes, title: Tonnes shipped, type: number}
  - {name: ship, title: Ship, type: text}
""",
    "data/ships/ships.vl.json": """\
{"data": {"url": "ships.csv"}, "width": 200, "height": 80, "mark": {"type": "point", "filled": true, "size": 200},
 "encoding": {"x": {"field": "tonnes", "type": "quantitative"}, "y": {"field": "ship", "type": "nominal"}}}
"""}
FIGURE = """
:::{chart} ships/ships
:name: fig-ships
:alt: Two ships.
:title: Shipments fell
:::
"""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Site:
    more = "\n".join(f"## Section {number}\n\n" + "Words. " * 200 for number in range(4))
    files = BOOK | CHART | {"chapters/one.md": BOOK["chapters/one.md"] + WIDE + FIGURE, "chapters/two.md": BOOK["chapters/two.md"] + more}
    return build_site(tmp_path_factory.mktemp("site"), files, typst_documents=[("index", "book", "", "", "book"), ("chapters/one", "one")],
                      html_theme_options={"pdf_dir": "../pdf"}, **EDITION)


@pytest.fixture(scope="module")
def address(site: Site) -> Iterator[str]:
    """The site on a local server."""
    class Quiet(SimpleHTTPRequestHandler):
        def log_message(self, *_args: Any) -> None:
            """Keep the test's output clean."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(site.out)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()


@pytest.mark.parametrize(("scheme", "rules"), [("light", AXE), ("dark", COLOURS)])
@pytest.mark.parametrize("width", [320, 1440])
def test_pages_are_accessible(browser: Any, address: str, width: int, scheme: str, rules: dict[str, list[str]]) -> None:
    for name in PAGES:
        held_to_the_rules(visit(browser, f"{address}{name}.html", width, scheme), rules)


def test_no_page_scrolls_sideways(browser: Any, address: str) -> None:
    for name in PAGES:
        page = visit(browser, f"{address}{name}.html")
        for width in (1440, 1100, 768, 400, 320):
            assert room_wanted(page, width) <= width, name


def test_a_wide_table_becomes_cards_and_a_small_one_is_no_stop(browser: Any, address: str) -> None:
    page = visit(browser, f"{address}chapters/one.html", 320)
    stops = page.evaluate(
        "[...document.querySelectorAll('.table-region:not(details *)')].map((r) => [r.tabIndex, r.scrollWidth > r.clientWidth])")
    assert stops == [[-1, False], [-1, False]]
    cell = page.locator("table.stacked td").nth(1)
    assert cell.evaluate("cell => getComputedStyle(cell, '::before').content").startswith('"B"')
    tree = page.context.new_cdp_session(page).send("Accessibility.getFullAXTree")["nodes"]
    kinds = Counter(node["role"]["value"] for node in tree if not node["ignored"])
    small, wide = (2, 2), (2, 7)  # rows and columns
    assert kinds["table"] == 2 and kinds["row"] == small[0] + wide[0]
    assert kinds["columnheader"] == small[1] + wide[1]


def test_no_request_leaves_the_site_and_nothing_is_refused(browser: Any, address: str) -> None:
    for name in [*PAGES, "search.html?q=small"]:
        page = visit(browser, address + (name if "?" in name else f"{name}.html"))
        assert page.requests
        assert all(url.startswith(address) for url in page.requests)
        assert not [text for text in page.messages if "favicon" not in text and "404" not in text], name


def test_every_page_opens_from_a_disk(browser: Any, site: Site) -> None:
    for name in PAGES:
        page = visit(browser, (site.out / f"{name}.html").as_uri())
        assert not page.messages, name
        assert page.evaluate("document.fonts.check('16px \"Source Sans 3\"')")
        assert page.evaluate("getComputedStyle(document.body).fontFamily").startswith('"Source Serif 4"')


def test_the_theme_is_kept_from_page_to_page(browser: Any, address: str) -> None:
    page = visit(browser, f"{address}index.html")
    light = page.evaluate("getComputedStyle(document.body).backgroundColor")
    page.click("text=Dark page")
    page.goto(f"{address}chapters/two.html")
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") != light
    assert page.inner_text(".theme-switch") == "Light page"
    assert page.evaluate("Object.keys(localStorage)") == ["briefbook-theme"]


def test_the_contents_follow_the_reader(browser: Any, address: str) -> None:
    page = visit(browser, f"{address}chapters/two.html")
    page.evaluate("document.documentElement.style.setProperty('scroll-behavior', 'auto')")
    page.evaluate("document.getElementById('section-2').scrollIntoView()")
    page.wait_for_selector(".contents [aria-current]")
    until(page, "document.querySelector('.contents [aria-current]')?.textContent === 'Section 2'")
    box = page.locator(".companion-body").bounding_box()
    assert 0 <= box["y"] < 800, "the companion stays in sight"


def test_the_menu_works_from_the_keyboard(browser: Any, address: str) -> None:
    page = visit(browser, f"{address}index.html")
    page.focus(".menu summary")
    page.keyboard.press("Enter")
    assert page.is_visible(".menu-list")
    page.keyboard.press("Escape")
    assert not page.is_visible(".menu-list")


def test_a_page_reads_without_scripts(browser: Any, address: str) -> None:
    page = visit(browser, f"{address}chapters/one.html", java_script_enabled=False)
    for selector in ("h1", ".contents a", ".take a", ".judgment-statement", "nav.relations a"):
        assert page.is_visible(selector), selector
    assert not page.is_visible(".theme-switch")


def test_the_skip_link_is_the_first_stop(browser: Any, address: str) -> None:
    page = visit(browser, f"{address}chapters/one.html")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip-link"
    assert page.locator(".skip-link").bounding_box()["y"] >= 0


def test_print_leaves_the_furniture_out(browser: Any, address: str) -> None:
    page = visit(browser, f"{address}chapters/one.html", scheme="dark")
    page.emulate_media(media="print")
    assert not page.is_visible(".companion")
    assert page.is_visible(".edition")
    assert page.evaluate("getComputedStyle(document.body).color") == "rgb(27, 31, 36)"


def test_a_chart_in_view_answers_to_the_pointer(browser: Any, address: str) -> None:
    page = visit(browser, f"{address}chapters/one.html")
    page.locator("figure.chart").scroll_into_view_if_needed()
    mark = page.locator(".chart-live svg .mark-symbol path").nth(1)
    mark.wait_for()
    mark.hover()
    page.locator("#chart-tip.visible").wait_for()
    assert page.locator("#chart-tip").inner_text().splitlines() == ["Year: 2025", "Tonnes shipped: 1,234.5", "Ship: <Maria>"]
    assert not page.messages
    assert page.locator("figure.chart img").get_attribute("alt") == "Two ships."


def test_a_page_without_a_chart_loads_no_script_for_charts(browser: Any, address: str) -> None:
    page = visit(browser, f"{address}index.html")
    assert not [url for url in page.requests if "charts" in url]
