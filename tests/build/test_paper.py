"""What a PDF says about itself: paper, page numbers, running header, metadata."""

from __future__ import annotations

from pathlib import Path

import pytest

from books import SMALL, Book
from pdfreader import Pdf
from shared import once

SETTINGS = """
author = "Jane Roe and John Doe"
brief_subject = "What rivers do"
brief_keywords = ["rivers", "lakes"]
language = "en_GB"
brief_draft = True
brief_cutoff_note = "It was closed then."
brief_roles = [("Lead author", "A. Name"), ("Reader", "B. Name"), ("Reader", "C. Name")]
typst_documents = [
    ("index", "book", "", "", "book"), ("chapters/one", "one", "", "", "brief"),
    ("chapters/two", "titled", "A title of its own", "Ann Moe", "page"),
]
"""
LONG = SMALL["chapters/one.md"] + "\n".join(f"Paragraph {number} of a long chapter." + "\n" for number in range(150))  # type: ignore[operator]


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    def make(folder: Path) -> None:
        book = Book(folder, {**SMALL, "chapters/one.md": LONG})
        book.write({"chapters/one.md": "---\ndeck: Long water.\n---\n" + book.text("chapters/one.md")})
        book.conf(SETTINGS)
        assert book.sphinx("typstpdf", "-W").status == 0
        letter = book.command("sphinx.cmd.build", [
            "-q", "-W", "-b", "typstpdf", "-D", "brief_paper=us-letter", "-d", str(folder / "letters"), str(book.source),
            str(folder / "letter")], {})
        assert (letter.status, letter.err) == (0, "")

    return once(tmp_path_factory, "paper", make)


@pytest.fixture
def one(folder: Path) -> Pdf:
    return Pdf(folder / "typstpdf" / "one.pdf")


def sizes(path: Path) -> set[tuple[float, float]]:
    return {(round(float(page.mediabox[2])), round(float(page.mediabox[3]))) for page in Pdf(path).file.pages}


@pytest.mark.parametrize("name", ["book", "one", "titled"])
@pytest.mark.parametrize(("paper", "size"), [("typstpdf", (595, 842)), ("letter", (612, 792))])
def test_every_page_has_the_size_of_the_paper(folder: Path, name: str, paper: str, size: tuple[int, int]) -> None:
    assert sizes(folder / paper / f"{name}.pdf") == {size}


def test_letter_paper_is_an_option_of_the_command(tmp_path: Path) -> None:
    book = Book(tmp_path)
    book.made("--paper", "us-letter", "--only", "pdf")
    assert sizes(book.output / "pdf" / "one.pdf") == {(612, 792)}


def test_pages_say_their_number_and_how_many_there_are(one: Pdf) -> None:
    assert len(one.pages) >= 3
    assert [f"{number} of {len(one.pages)}" in text for number, text in enumerate(one.pages, start=1)] == [
        True] * len(one.pages)


def test_running_header_names_edition_and_cut_off_on_every_page_after_the_first(one: Pdf) -> None:
    for text in one.pages[1:]:
        head = " ".join(text[:300].split())
        assert "Edition First" in head and "31 December 2025" in head and "Rivers" in head


def test_first_page_says_it_too(one: Pdf) -> None:
    head = " ".join(one.pages[0].split())
    assert "Edition First" in head and "31 December 2025" in head and "Draft" in head.title()


def test_cover_of_the_book_bears_title_edition_and_cut_off(folder: Path) -> None:
    cover = " ".join(Pdf(folder / "typstpdf" / "book.pdf").pages[0].split())
    for words in ("Small book", "Edition First", "Information to 31 December 2025. It was closed then.", "Jane Roe"):
        assert words in cover


def test_imprint_names_everybody_with_a_role(one: Pdf) -> None:
    assert "Lead author: A. Name" in one.text and "Reader: B. Name, C. Name" in one.text


@pytest.mark.parametrize(("name", "title", "author", "subject"), [
    ("book", "Small book", "Jane Roe and John Doe", "What rivers do"),
    ("one", "Rivers", "Jane Roe and John Doe", "Long water."),
    ("titled", "A title of its own", "Ann Moe", "What rivers do")])
def test_metadata_come_from_the_settings(folder: Path, name: str, title: str, author: str, subject: str) -> None:
    pdf = Pdf(folder / "typstpdf" / f"{name}.pdf").file
    info = {key: str(pdf.docinfo[key]) for key in ("/Title", "/Author", "/Subject", "/Keywords")}
    assert info == {"/Title": title, "/Author": author, "/Subject": subject, "/Keywords": "rivers, lakes"}
    with pdf.open_metadata() as metadata:
        assert (metadata["dc:title"], metadata["dc:creator"], metadata["dc:description"]) == (title, [author], subject)


def test_language_has_its_region(one: Pdf) -> None:
    assert one.language == "en-GB"


def test_dates_are_those_of_the_edition(one: Pdf) -> None:
    assert str(one.file.docinfo["/CreationDate"]).startswith("D:20260131")
    assert str(one.file.docinfo.get("/ModDate", "D:20260131")).startswith("D:20260131")
    with one.file.open_metadata() as metadata:
        assert metadata["xmp:CreateDate"].startswith("2026-01-31")


def test_book_without_an_edition_date_takes_that_of_the_environment(tmp_path: Path) -> None:
    book = Book(tmp_path)
    book.conf('brief_edition_date = ""')
    assert book.sphinx("typstpdf", SOURCE_DATE_EPOCH="86400").status == 0
    pdf = Pdf(tmp_path / "typstpdf" / "one.pdf").file
    assert str(pdf.docinfo["/CreationDate"]).startswith("D:19700102")


def test_title_is_shown_in_the_window(one: Pdf) -> None:
    assert one.file.Root.ViewerPreferences.DisplayDocTitle
