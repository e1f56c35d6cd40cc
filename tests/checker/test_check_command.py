"""``briefbook check`` and ``sphinx-build -b check``: what they print, what they exit with, what they read again."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pikepdf
import pytest
from check_book import FILES

from books import CONF, Book, Run
from briefbook.checker.layers import pages_of
from shared import once

CHAPTER = "(one)=\n# One\n\nSome 300 ships came.\n\nA swap might come.\n"
BOOK = FILES | {
    "conf.py": CONF.replace('"*.md", ', '"*.md", "more/*.md", ').replace("typst_documents = [", "typst_documents = [][:0] and ["),
    "chapters/one.md": CHAPTER, "chapters/two.md": "# Two\n\nThe ships sailed {cite:p}`agency2025`.\n"}


@pytest.fixture(scope="module")
def pristine(tmp_path_factory: pytest.TempPathFactory) -> Path:
    def make(folder: Path) -> None:
        book = Book(folder, BOOK)
        run = check(book)
        (folder / "run.json").write_text(json.dumps([run.status, run.out, run.err]), encoding="utf-8")

    return once(tmp_path_factory, "check-book", make)


@pytest.fixture
def book(pristine: Path, tmp_path: Path) -> Book:
    """A copy of the small book, checked once."""
    shutil.copytree(pristine, tmp_path / "checked")
    return Book(tmp_path / "checked", {})


def check(book: Book, *arguments: str) -> Run:
    paths = [] if any(not item.startswith("-") and "/" in item for item in arguments) else [str(book.source)]
    return book.command("briefbook.__main__", ["check", *paths, "--build", str(book.output), *arguments], {})


def test_check_reports_all_in_one_run(pristine: Path) -> None:
    status, out, err = json.loads((pristine / "run.json").read_text(encoding="utf-8"))
    assert (status, err) == (1, "")
    assert [line.split(" ")[:2] for line in out.splitlines()[:2]] == [
        ["chapters/one.md:4:6:", "S201"], ["chapters/one.md:6:8:", "J106"]]
    assert "checked 4 documents, " in out and out.endswith("1 error, 1 warning, 0 silenced (J106 1, S201 1)\n")


def test_unchanged_book_says_the_same_again(book: Book, pristine: Path) -> None:
    status, out, _err = json.loads((pristine / "run.json").read_text(encoding="utf-8"))
    book.source.joinpath("conf.py").touch()
    assert check(book).out.splitlines()[0] == out.splitlines()[0]
    again = check(book)
    assert (again.status, again.out) == (status, out)


def test_change_is_seen_and_warnings_fail_only_when_strict(book: Book) -> None:
    book.change("chapters/one.md", "Some 300 ships", "Some ships")
    assert check(book).status == 0
    assert check(book, "--strict").status == 1
    book.change("chapters/one.md", "A swap might come.", "A swap is near.")
    assert check(book, "--strict").status == 0


def test_report_on_one_file_is_of_that_file(book: Book) -> None:
    run = check(book, str(book.source / "chapters" / "two.md"))
    assert run.status == 0 and "chapters/one.md" not in run.out
    assert check(book, str(book.source / "chapters")).status == 1


@pytest.mark.parametrize("path", ["chapters/three.md", "/nowhere/at/all"])
def test_wrong_call_is_2(book: Book, path: str) -> None:
    run = check(book, path if path.startswith("/") else str(book.source / path))
    assert run.status == 2 and len(run.messages) == 1


def test_report_goes_to_a_file_in_any_form(book: Book) -> None:
    file = book.folder / "out" / "report.sarif"
    run = check(book, "--format", "sarif", f"--output={file}")
    assert run.status == 1 and run.out.endswith("1 error, 1 warning, 0 silenced (J106 1, S201 1)\n")
    assert len(json.loads(file.read_text(encoding="utf-8"))["runs"][0]["results"]) == 2
    assert json.loads(check(book, "--format", "json").out)["errors"] == 1


def test_sphinx_has_a_builder(book: Book) -> None:
    run = book.sphinx("check", "-q")
    assert run.status == 1 and run.out.splitlines()[0].startswith("chapters/one.md:4:6: S201 ")
    book.change("chapters/one.md", "Some 300 ships", "Some ships")
    assert book.sphinx("check", "-q").status == 0


def test_fault_of_reading_is_told_until_it_is_mended(book: Book) -> None:
    book.change("chapters/two.md", "The ships", "{fact}`MIL-999` The ships")
    for _run in range(2):
        run = check(book)
        assert "chapters/two.md:3:1: E409 the ledger has no fact 'MIL-999'" in run.out
    book.change("chapters/two.md", "{fact}`MIL-999` ", "")
    assert "E409" not in check(book).out


def test_build_is_held_to_the_rules(book: Book) -> None:
    run = book.build("--only", "web")
    assert run.status == 1 and [line.split(" ")[1] for line in run.messages] == ["S201"]
    assert not (book.output / "html").exists()
    book.conf("brief_check = False")
    book.made("--only", "web")


def test_book_with_nothing_to_check_fails(tmp_path: Path) -> None:
    book = Book(tmp_path, {"conf.py": "extensions = ['myst_parser', 'briefbook']\n", "index.md": "\n"})
    run = check(book)
    assert run.status == 1 and "nothing was checked" in run.out


def test_page_budget_is_measured_or_named(book: Book) -> None:
    book.conf("typst_documents = [('chapters/two', 'two', '', '', 'page')]")
    run = check(book)
    assert "not checked: T402 for two.pdf: there is no PDF" in run.out and " T402 two.pdf" not in run.out
    pdf(book.output / "pdf" / "two.pdf", 3)
    run = check(book)
    assert "chapters/two.md:1:1: T402 two.pdf has 3 pages, and its budget is 1" in run.out and run.status == 1
    book.conf("brief_page_budgets = {'two': 3}")
    assert "T402 two.pdf has" not in check(book).out


def pdf(path: Path, pages: int, references: tuple[int, float] | None = None) -> Path:
    """A PDF of empty pages; its list of references begins on a page, at a height."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with pikepdf.new() as made:
        for _number in range(pages):
            made.add_blank_page(page_size=(595, 842))
        if references:
            with made.open_outline() as outline:
                outline.root.append(pikepdf.OutlineItem("References", references[0], "XYZ", left=0, top=references[1], zoom=0))
        made.save(path)
    return path


@pytest.mark.parametrize(("references", "pages"), [(None, 4), ((2, 775.0), 2), ((2, 400.0), 3), ((0, 775.0), 1)])
def test_reference_list_is_not_counted(tmp_path: Path, references: tuple[int, float] | None, pages: int) -> None:
    assert pages_of(pdf(tmp_path / "a.pdf", 4, references)) == pages
