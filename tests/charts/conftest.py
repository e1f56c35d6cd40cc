"""Fixtures of the chart tests."""

from __future__ import annotations

from pathlib import Path

import pytest
from chart_book import Book

from briefbook.charts import fonts


@pytest.fixture
def book(tmp_path: Path) -> Book:
    return Book(tmp_path)


@pytest.fixture(scope="session")
def faces(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return fonts.folder(tmp_path_factory.mktemp("fonts"))
