"""Looking at pages with a browser: opening one, waiting for a state, and what axe is asked."""

from __future__ import annotations

import time
from typing import Any

from axe_playwright_python.sync_playwright import Axe

PATIENCE = 30  #: seconds that a page may take on a machine with much else to do
#: Of the rules that pass axe then names one element each, which takes a third less time; and it fetches no style sheets,
#: which a page from a disk may not, and which only rules that are experiments read.
_BRIEFLY: dict[str, Any] = {"resultTypes": ["violations"], "preload": False}
#: What axe is asked.
AXE = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"], **_BRIEFLY}
#: What may differ between a light and a dark page.
COLOURS = {"runOnly": ["color-contrast"], **_BRIEFLY}


def visit(browser: Any, address: str, width: int = 1440, scheme: str = "light", **options: Any) -> Any:
    context = browser.new_context(viewport={"width": width, "height": 800}, color_scheme=scheme, **options)
    page = context.new_page()
    page.messages = []
    page.requests = []
    page.on("console", lambda message: page.messages.append(message.text))
    page.on("pageerror", lambda error: page.messages.append(str(error)))
    page.on("request", lambda request: page.requests.append(request.url))
    page.set_default_timeout(PATIENCE * 1000)
    page.goto(address)
    until(page, "document.fonts.status === 'loaded'")
    return page


def until(page: Any, condition: str) -> None:
    """Wait until the script *condition* holds, asking from outside.

    Playwright's own waiting asks again from within the page, which its policy forbids, and without scripts nothing asks.
    """
    limit = time.monotonic() + PATIENCE
    while not page.evaluate(condition):
        assert time.monotonic() < limit, f"{page.url}: not so in {PATIENCE} s: {condition}"
        page.wait_for_timeout(20)


def held_to_the_rules(page: Any, rules: dict[str, Any], part: str | None = None) -> None:
    """Hold a page, or the *part* of it that a selector names, to *rules* of axe."""
    found = Axe().run(page, part, options=rules)
    assert found.response["passes"]
    assert found.violations_count == 0, f"{page.url}\n{found.generate_report()}"


def room_wanted(page: Any, width: int) -> int:
    """How wide the page would like to be, in CSS pixels, in a window of *width*."""
    page.set_viewport_size({"width": width, "height": 800})
    return int(page.evaluate("document.documentElement.scrollWidth"))
