"""A builder of small books."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

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
