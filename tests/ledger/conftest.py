"""Fixtures of the ledger tests: a small book that keeps a ledger."""

from __future__ import annotations

import sys
from pathlib import Path

HERE = Path(__file__).parent
sys.path[:0] = [str(HERE.parent), str(HERE.parent / "build")]

import pytest

from ledger_book import FILES
from books import Book


@pytest.fixture
def book(tmp_path: Path) -> Book:
    """The small book, not built yet."""
    return Book(tmp_path, FILES)
