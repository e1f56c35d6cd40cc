"""Fixtures of the tests of editions: a small book in its second edition, built once."""

from __future__ import annotations

import sys
from pathlib import Path

TESTS = Path(__file__).parents[1]
sys.path[:0] = [str(TESTS), str(TESTS / "build"), str(TESTS / "ledger"), str(Path(__file__).parent)]

import pytest

from books import Book
from edition_book import NOVEMBER, next_edition
from shared import once


@pytest.fixture(scope="session")
def december(tmp_path_factory: pytest.TempPathFactory) -> Book:
    """The book in its second edition, built; not to be touched."""
    def make(folder: Path) -> None:
        book = Book(folder, NOVEMBER)
        next_edition(book)
        book.made()

    return Book(once(tmp_path_factory, "second-edition", make), {})


@pytest.fixture
def book(tmp_path: Path, december: Book) -> Book:
    """A copy of the sources of the second edition, with what was read of them."""
    import shutil

    shutil.copytree(december.folder, tmp_path / "book")
    return Book(tmp_path / "book", {})
