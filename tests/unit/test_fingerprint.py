"""The fingerprint of a build's inputs: what changes it and what must not."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from briefbook.press.fingerprint import digest_of, fingerprint

MADE = ("html", "pdf", "stage", "built.json")


@pytest.fixture
def book(tmp_path: Path) -> Path:
    source = tmp_path / "book"
    (source / "chapters").mkdir(parents=True)
    (source / "conf.py").write_text("project = 'A'", encoding="utf-8")
    (source / "chapters" / "one.md").write_text("# One", encoding="utf-8")
    return source


def of(book: Path, output: str = "build", **settings: object) -> str:
    return fingerprint(book, book / output, MADE, settings)


def put(name: str, text: str = "x") -> Callable[[Path], None]:
    def change(book: Path) -> None:
        path = book / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")

    return change


def rename(book: Path) -> None:
    (book / "chapters" / "one.md").rename(book / "chapters" / "two.md")


def remove(book: Path) -> None:
    (book / "chapters" / "one.md").unlink()


@pytest.mark.parametrize("change", [
    put("chapters/one.md", "# Two"), put("chapters/two.md"), put("data/build/a.csv"), put("tests/chapter.md"),
    put("chapters/build.md"), put("data/dist/x.csv"), rename, remove], ids=lambda change: change.__qualname__)
def test_change_of_an_input_changes_it(book: Path, change: Callable[[Path], None]) -> None:
    before = of(book)
    change(book)
    assert of(book) != before


@pytest.mark.parametrize("change", [
    put("build/html/index.html"), put("build/stage/x"), put("dist/a.zip"), put(".git/HEAD"), put(".venv/a.py"),
    put("chapters/__pycache__/a.pyc"), put("chapters/a.pyc"), put("node_modules/a.js")],
    ids=["output", "stage", "dist", "git", "venv", "pycache", "pyc", "node"])
def test_change_of_anything_else_does_not(book: Path, change: Callable[[Path], None]) -> None:
    before = of(book)
    change(book)
    assert of(book) == before


def test_output_elsewhere_in_the_book_is_no_input(book: Path) -> None:
    before = of(book, "out")
    put("out/html/index.html")(book)
    assert of(book, "out") == before


def test_source_folder_may_be_the_output_folder(book: Path) -> None:
    before = of(book, ".")
    put("html/index.html")(book)
    assert of(book, ".") == before
    put("chapters/one.md", "# Two")(book)
    assert of(book, ".") != before


def test_settings_change_it(book: Path) -> None:
    assert of(book, overrides={"brief_paper": "a4"}) != of(book, overrides={})


def test_place_of_the_book_does_not(book: Path, tmp_path: Path) -> None:
    before = of(book)
    assert of(book.rename(tmp_path / "elsewhere")) == before


def test_bytes_count_and_times_do_not(book: Path) -> None:
    before = of(book)
    put("chapters/one.md", "# One")(book)
    assert of(book) == before


def test_missing_file_has_an_empty_digest(tmp_path: Path) -> None:
    assert digest_of(tmp_path / "none") == ""
