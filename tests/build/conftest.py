"""Fixtures of the tests of whole builds."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

import pytest

from books import SMALL, Book, Files, MakeBook
from shared import once


@pytest.fixture
def make_book(tmp_path: Path) -> MakeBook:
    """Make a book from files; without any, the small one."""
    def make(files: Files = SMALL, name: str = "book") -> Book:
        folder = tmp_path / name
        folder.mkdir()
        return Book(folder, files)

    return make


@pytest.fixture
def book(make_book: MakeBook) -> Book:
    """The small book, not built yet."""
    return make_book()


@pytest.fixture(scope="session")
def pristine(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small book, built by ``briefbook build``; not to be touched."""
    def make(folder: Path) -> None:
        Book(folder).made()

    return once(tmp_path_factory, "small-book", make)


@pytest.fixture
def built(pristine: Path, tmp_path: Path) -> Book:
    """A copy of the small book as built, with all that a second build finds."""
    shutil.copytree(pristine, tmp_path / "built")
    return Book(tmp_path / "built", {})
