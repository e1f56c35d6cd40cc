"""Every page of the real web edition, and the book for tablets: valid, accessible, sealed, and no link that leads nowhere."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from browsing import AXE, until

from sitelinks import SiteLinks
from validators import epubcheck, need_epubcheck, need_vnu, vnu

#: A register repeats one shape hundreds of times; so many of its entries are looked at.
ENTRIES = 8
_SHORTEN = """most => { for (const list of document.querySelectorAll("main dl, main tbody, main [role=list]"))
  while (list.children.length > most) list.lastElementChild.remove(); }"""


@pytest.fixture(scope="module")
def site(made: Path) -> SiteLinks:
    return SiteLinks(made / "html")


def test_every_link_leads_to_a_place(site: SiteLinks) -> None:
    assert sum(1 for _link in site.links()) > 10_000
    assert site.broken() == []


def test_no_name_of_a_place_is_given_twice(site: SiteLinks) -> None:
    assert site.repeated() == []


def test_no_page_loads_anything_from_elsewhere(site: SiteLinks) -> None:
    assert site.loaded_from_elsewhere() == []


def test_every_page_is_valid(made: Path) -> None:
    need_vnu()
    assert vnu(made / "html") == []


def test_book_for_tablets_is_valid(tablet_book: Path) -> None:
    need_epubcheck()
    assert epubcheck(tablet_book) == []


@pytest.mark.browser
def test_every_page_suits_a_telephone_and_is_accessible(browser: Any, site: SiteLinks) -> None:
    page = browser.new_context(viewport={"width": 320, "height": 800}).new_page()
    page.set_default_timeout(60_000)
    said: list[str] = []
    asked: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on("request", lambda request: asked.append(request.url))
    faults = []
    for name in site.pages:
        page.goto((site.folder / name).as_uri())
        until(page, "document.fonts.status === 'loaded'")
        if page.evaluate("document.documentElement.scrollWidth") > 320:
            faults.append(f"{name} scrolls sideways")
        page.evaluate(_SHORTEN, ENTRIES)
        found = Axe().run(page, options=AXE)
        assert found.response["passes"]
        faults += [f"{name}: {rule['id']} {rule['nodes'][0]['html'][:200]}" for rule in found.response["violations"]]
    assert (faults, said) == ([], [])
    assert [url for url in asked if not url.startswith(site.folder.as_uri())] == []
