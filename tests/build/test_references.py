"""Each PDF ends with the references its text cites and no others; what it refers to is linked, or worded for paper."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pypdfium2
import pytest

from books import SMALL, Book
from pdfreader import Pdf
from shared import once

KEYS = ("text", "foot", "caption", "cell", "title", "heading", "list", "quote", "box", "web", "latexonly", "pdf",
        "commented", "elsewhere", "nocite")
#: One source for each place; its title is the key in capitals, which no text of the chapters holds.
BIB = "\n".join(f"@book{{{key}, author = {{Author {key.title()}}}, title = {{{key.upper()}}}, publisher = {{Press}}, "
                f"date = {{20{number:02}}}}}" for number, key in enumerate(KEYS, start=1))
ONE = """\
(one)=
# Rivers

In the text {cite:p}`text`, and again {cite:p}`text`; a note.[^note] See {ref}`two`, {ref}`Lakes in other words <two>`,
{numref}`fig-lake`, {numref}`tab-here`, {ref}`deep`, {doc}`two` and {ref}`here`.

(here)=
## A section cited {cite:p}`heading`

:::{figure} dot.svg
:name: fig-river
:alt: A dot.
A caption {cite:p}`caption`.
:::

:::{list-table} A title {cite:p}`title`
:header-rows: 1
:name: tab-here

* - Head
* - A cell {cite:p}`cell`
:::

- An item {cite:p}`list`

> A quotation {cite:p}`quote`

:::{note}
In a box {cite:p}`box`.
:::

:::{only} html
For the web {cite:p}`web`.
:::

:::{only} latex
For LaTeX {cite:p}`latexonly`.
:::

:::{only} typst
For paper {cite:p}`pdf`.
:::

% {cite:p}`commented`

Back to {ref}`here`, and to {numref}`fig-river`.

[^note]: In a note {cite:p}`foot`.
"""
TWO = """\
(two)=
# Lakes

Only here {cite:p}`elsewhere`.

(deep)=
## A deep lake

:::{figure} dot.svg
:name: fig-lake
:alt: A dot.
A lake.
:::
"""
CITED_IN_ONE = {"text", "foot", "caption", "cell", "title", "heading", "list", "quote", "box", "pdf"}
CITED_IN_BOOK = CITED_IN_ONE | {"elsewhere"}
FILES = {**SMALL, "references.bib": BIB, "chapters/one.md": ONE, "chapters/two.md": TWO}
BASE = 'html_baseurl = "https://book.example.org/"\n'


def _made(factory: pytest.TempPathFactory, name: str, lines: str) -> Path:
    def make(folder: Path) -> None:
        book = Book(folder, FILES)
        book.conf(lines)
        book.made()

    return once(factory, name, make)


@pytest.fixture(scope="session")
def on_the_web(tmp_path_factory: pytest.TempPathFactory) -> Book:
    """The book of a project that says where its web edition stands."""
    return Book(_made(tmp_path_factory, "references-web", BASE), {})


@pytest.fixture(scope="session")
def on_paper(tmp_path_factory: pytest.TempPathFactory) -> Book:
    """The same without an address."""
    return Book(_made(tmp_path_factory, "references-paper", ""), {})


def listed(pdf: Pdf) -> set[str]:
    """The keys whose entries the PDF prints, by their titles."""
    return {key for key in KEYS if key.upper() in pdf.text}


# -- reference lists ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("name", "keys"), [("one", CITED_IN_ONE), ("two", {"elsewhere"}), ("book", CITED_IN_BOOK)])
def test_list_holds_what_the_pdf_cites_and_no_more(on_the_web: Book, name: str, keys: set[str]) -> None:
    assert listed(on_the_web.pdf(name)) == keys


@pytest.mark.parametrize("name", ["one", "two", "book"])
def test_list_is_the_last_thing_in_the_pdf(on_the_web: Book, name: str) -> None:
    outline = on_the_web.pdf(name).outline
    assert outline[-1].title.endswith("References") and [mark.title for mark in outline].count(outline[-1].title) == 1


@pytest.mark.parametrize("name", ["one", "two", "book"])
def test_each_source_is_listed_once(on_the_web: Book, name: str) -> None:
    text = on_the_web.pdf(name).text
    assert {key: text.count(key.upper()) for key in listed(on_the_web.pdf(name))} == dict.fromkeys(
        listed(on_the_web.pdf(name)), 1)


def test_pdf_without_a_citation_has_no_list(tmp_path: Path) -> None:
    book = Book(tmp_path, {**SMALL, "chapters/one.md": "(one)=\n# Rivers\n\nNothing is cited.\n"})
    assert book.sphinx().err == ""
    assert [mark.title for mark in Pdf(tmp_path / "typstpdf" / "one.pdf").outline] == ["1 Rivers"]


def test_list_stands_in_the_order_of_the_web_edition(on_the_web: Book) -> None:
    text, page = on_the_web.pdf("book").text, on_the_web.page("references").text_content()
    order = sorted(CITED_IN_BOOK, key=lambda key: page.index(key.upper()))
    assert order == sorted(CITED_IN_BOOK, key=lambda key: text.index(key.upper()))


def test_web_edition_lists_what_its_pages_cite(on_the_web: Book) -> None:
    page = on_the_web.page("references").text_content()
    assert {key for key in KEYS if key.upper() in page} >= CITED_IN_BOOK | {"web"}


def test_citation_links_to_its_entry(on_the_web: Book) -> None:
    pdf = on_the_web.pdf("one")
    for key in CITED_IN_ONE:
        words = f"{key.title()} 20{KEYS.index(key) + 1:02}"
        link = next(tag for tag in pdf.tree.find("Link") if tag.text == words)
        assert line_at(pdf, link.annotation).startswith(f"{key.title()}, Author."), key


def line_at(pdf: Pdf, annotation: Any) -> str:
    """The line of text right below the place that a link leads to."""
    page, top = pdf._place(annotation.get("/Dest", annotation.get("/A", {}).get("/D")))
    text = pypdfium2.PdfDocument(pdf.path)[page - 1].get_textpage()
    boxes = [text.get_rect(number) for number in range(text.count_rects())]
    return text.get_text_bounded(*max((box for box in boxes if box[3] <= top), key=lambda box: box[3]))


def uris(pdf: Pdf) -> list[str]:
    return [link.uri for link in pdf.links if link.uri]


# -- references inside the PDF and out of it ---------------------------------------------------------------------------


def test_reference_inside_the_pdf_leads_to_the_right_place(on_the_web: Book) -> None:
    pdf = on_the_web.pdf("book")
    ends = {link.words: (link.page, link.lands_at) for link in pdf.links}
    marks = {mark.title: mark.page for mark in pdf.outline}
    assert ends["A deep lake"] == (marks["2.1 A deep lake"], "2.1 A deep lake")
    assert ends["Lakes in other words"][0] == marks["2 Lakes"]
    assert ends["Fig. 2.1"][0] == marks["2.1 A deep lake"]


def test_outline_leads_to_the_page_of_each_heading(on_the_web: Book) -> None:
    pdf = on_the_web.pdf("book")
    for mark in pdf.outline:
        words = mark.title.split(" ", 1)[-1]
        assert words in " ".join(pdf.pages[mark.page - 1].split()), mark


def test_reference_to_another_pdf_is_worded_for_paper(on_paper: Book) -> None:
    text = on_paper.pdf("one").text
    assert "Chapter 2: Lakes" in text and "Lakes in other words (Chapter 2)" in text
    assert "chapters/two" not in text and "%" not in text


def test_reference_to_another_pdf_links_to_the_web_edition(on_the_web: Book) -> None:
    found = uris(on_the_web.pdf("one"))
    base = "https://book.example.org/chapters/two.html"
    assert {f"{base}#two", f"{base}#fig-lake", f"{base}#deep"} <= set(found)


def test_without_an_address_there_is_no_web_link(on_paper: Book) -> None:
    assert uris(on_paper.pdf("one")) == []


def test_book_needs_no_web_link_for_its_own_chapters(on_the_web: Book) -> None:
    assert [uri for uri in uris(on_the_web.pdf("book")) if uri.startswith("https://book.example.org")] == []


def test_address_in_a_pdf_is_one_of_the_web_edition(on_the_web: Book) -> None:
    """Every web link of a PDF into the book leads to a page that exists, and to a place on it."""
    found = [uri for name in ("one", "two", "book") for uri in uris(on_the_web.pdf(name))
            if uri.startswith("https://book.example.org/")]
    assert found
    for uri in found:
        page, _hash, place = uri.removeprefix("https://book.example.org/").partition("#")
        assert (on_the_web.output / "html" / page).is_file()
        assert not place or on_the_web.page(page.removesuffix(".html")).xpath(f'//*[@id="{place}"]'), uri


@pytest.mark.parametrize("words", ["Fig. 1.1", "Table 1.1"])
def test_numbers_are_those_of_the_book_in_a_pdf_that_stands_alone(on_paper: Book, words: str) -> None:
    assert words in on_paper.pdf("one").text and words in on_paper.page("chapters/one").text_content()


def test_number_of_a_figure_elsewhere_is_kept(on_paper: Book) -> None:
    assert "Fig. 2.1" in on_paper.pdf("one").text
