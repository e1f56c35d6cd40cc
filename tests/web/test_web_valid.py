"""The pages are valid HTML by the judgment of the Nu checker; those of the real book are in ``tests/book``."""

from __future__ import annotations

from collections.abc import Callable

from machine_book import BASE, FILES, OPTIONS
from validators import need_vnu, vnu
from web_book import BOOK, Site


def test_pages_are_valid_and_the_checker_can_tell(build: Callable[..., Site]) -> None:
    need_vnu()
    good, bad = build(FILES, name="machines", html_baseurl=BASE, **OPTIONS), build(BOOK)
    page = bad.out / "chapters/one.html"
    page.write_text(page.read_text("utf-8").replace("<h1>", "<h1><div>"), "utf-8")
    found = vnu(good.out, bad.out)
    assert found
    assert [line for line in found if str(page) not in line] == []
