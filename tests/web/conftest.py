"""A builder of small books."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from web_book import Site, build_site


@pytest.fixture
def build(tmp_path: Path) -> Callable[..., Site]:
    """``build_site`` in the test's own folder; a second call with the same *name* is a warm build."""
    return lambda *files, name="book", **options: build_site(tmp_path / name, *files, **options)
