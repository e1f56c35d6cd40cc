"""A builder of small books, and a browser to look at them with."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from web_book import Site, build_site


@pytest.fixture
def build(tmp_path: Path) -> Callable[..., Site]:
    """``build_site`` in the test's own folder; a second call with the same *name* is a warm build."""
    return lambda *files, name="book", **options: build_site(tmp_path / name, *files, **options)


@pytest.fixture(autouse=True)
def _close_pages(request: pytest.FixtureRequest) -> Iterator[None]:
    """Close what a test has opened: pages left open go on drawing, and slow the tests that follow."""
    yield
    if "browser" in request.fixturenames:
        for context in request.getfixturevalue("browser").contexts:
            context.close()


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """Chromium, which tests marked ``browser`` need; CI sets REQUIRE_BROWSER=1 and then misses none of them."""
    path = os.environ.get("BROWSER_PATH") or shutil.which("chromium") or shutil.which("google-chrome")
    if not path:
        if os.environ.get("REQUIRE_BROWSER") == "1":
            pytest.fail("REQUIRE_BROWSER=1, but neither chromium nor google-chrome is installed")
        pytest.skip("no Chromium browser is installed")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=path, args=[
            "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
            "--disable-component-update", "--disable-sync"])
        yield chromium
        chromium.close()
