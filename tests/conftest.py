"""What all tests share; the folder itself is importable: ``support``, ``pdfreader``, ``casefiles``."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings
from sphinx.locale import translators

sys.path.insert(0, str(Path(__file__).parent))

import dealing

# The same examples on every machine; HYPOTHESIS_PROFILE=search looks for new ones.
settings.register_profile("fixed", derandomize=True, deadline=None)
settings.register_profile("search", deadline=None, print_blob=True)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "fixed"))


#: Commands of Chromium; the one without windows opens a page in less than half the time.
BROWSERS = ("chromium-headless-shell", "chromium", "google-chrome")


@pytest.fixture(autouse=True)
def _forget_the_language() -> Iterator[None]:
    """Sphinx keeps the words of one language for the whole process; a book of the next test may speak another."""
    yield
    translators.clear()


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
    path = os.environ.get("BROWSER_PATH") or next(filter(None, map(shutil.which, BROWSERS)), "")
    if not path:
        if os.environ.get("REQUIRE_BROWSER") == "1":
            pytest.fail(f"REQUIRE_BROWSER=1, but none of these is installed: {', '.join(BROWSERS)} (make needs)")
        pytest.skip("no Chromium browser is installed")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=path, args=[
            "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
            "--disable-component-update", "--disable-sync"])
        yield chromium
        chromium.close()


@pytest.hookimpl(tryfirst=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> dealing.Dealer:
    """Deal the tests out by task."""
    return dealing.Dealer(config, log)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Long tasks first."""
    items.sort(key=lambda item: dealing.turn(item.nodeid))
