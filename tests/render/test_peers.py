"""What other Sphinx-to-PDF builders were measured to get wrong does not occur here."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from pdfreader import Pdf
from support import SVG, Built, Project

BIB = """\
@article{lee2020, author = {Lee, Ann and Park, Bo and Kim, Cho and Ryu, Dan}, title = {A study}, journal = {Journal},
  year = {2020}, volume = {1}, pages = {1--9}}
@report{office2021, author = {{The Office}}, title = {A report}, institution = {Office}, date = {2021-05-01}}
"""
FILES = {
    "index.md": "# Book\n\n```{toctree}\n:numbered:\n\none\ntwo\nreferences\n```\n",
    "one.md": """\
# First chapter

A claim {cite:p}`lee2020`, *as {cite:t}`lee2020` say*.[^n] See {numref}`fig` and {numref}`tab`.

[^n]: A note.

```{figure} dot.svg
:name: fig
:alt: A red box
A figure.
```

```{list-table} A table.
:name: tab
:header-rows: 1
* - a
* - b
```

## First section

Text.

---

Text.
""",
    "two.md": "# Second chapter\n\nMore {cite:p}`office2021`. Back to {numref}`fig` and {ref}`tab`.\n\n"
              "```{figure} dot.svg\n:alt: A red box\nAnother figure.\n```\n",
    "references.md": "# References\n\n```{bibliography}\n```\n", "refs.bib": BIB, "dot.svg": SVG,
}
CONF: dict[str, Any] = {
    "numfig": True, "bibtex_bibfiles": ["refs.bib"],
    "typst_documents": [("index", "book", "A book", "", "book"), ("two", "two", "", "", "brief")]}


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Built:
    found = Project(tmp_path_factory.mktemp("peers"), FILES, **CONF).build()
    assert (found.status, found.warnings) == (0, [])
    return found


@pytest.fixture(scope="module")
def book(built: Built) -> Pdf:
    return built.pdf("book")


def test_one_numbering(book: Pdf) -> None:
    """typsphinx, typstbuilder: the text said Fig. 8.1, the caption Figure 22."""
    words = [link.words for link in book.links]
    captions = [tag.text for tag in book.tree.find("Caption")]
    assert captions == ["Fig. 1.1 A figure.", "Table 1.1 A table.", "Fig. 2.1 Another figure."]
    assert words.count("Fig. 1.1") == 2


def test_figures_and_tables_are_counted_apart(book: Pdf) -> None:
    """mystmd: figures and tables shared one counter."""
    assert "Fig. 1.1" in book.text and "Table 1.1" in book.text


def test_mark_and_text_of_a_note_stand_on_one_line(book: Pdf) -> None:
    """typsphinx: on separate lines. simplepdf: at the end of the chapter."""
    lines = [line.strip() for page in book.pages for line in page.split("\n")]
    assert "1A note." in lines
    (page,) = [page for page in book.pages if "1A note." in page]
    assert "A claim" in page


def test_heading_levels_are_section_depths(book: Pdf) -> None:
    """typsphinx: one level too deep, chapter 1 section 2 became 2.1.2."""
    assert [(mark.level, mark.title) for mark in book.outline] == [
        (1, "1 First chapter"), (2, "1.1 First section"), (1, "2 Second chapter"), (1, "3 References")]


def test_emphasis_in_a_citation(book: Pdf) -> None:
    """typsphinx: emphasis around "et al." was invalid Typst."""
    assert "as Lee et al. (2020) say" in book.text
    assert "as Lee et al. (" in [tag.text for tag in book.tree.find("Em")]


def test_one_heading_over_the_references(book: Pdf) -> None:
    """Sphinx's LaTeX: an empty chapter "References" before the real one."""
    headings = [tag.text for level in (1, 2) for tag in book.tree.find(f"H{level}")]
    assert len([text for text in headings if text.endswith("References")]) == 1


def test_labels_of_the_list_are_those_of_the_text(book: Pdf) -> None:
    """Sphinx's LaTeX: author and year in the text, [1] and [2] in the list."""
    assert not re.search(r"\[[0-9]+\]", book.text)
    assert "(Lee et al. 2020)" in book.text


def test_a_brief_keeps_its_sources_and_words(built: Built) -> None:
    """Sphinx's LaTeX: "See sec-ch04", and no bibliography."""
    text = built.pdf("two").text
    assert "A report" in text and "A study" not in text
    assert "Fig. 1.1" in text and "Table 1.1" not in text and "A table." in text


def test_alternative_texts_are_kept(book: Pdf) -> None:
    """pandoc, mystmd, typsphinx: dropped."""
    assert [tag.alt for tag in book.tree.find("Figure")] == ["A red box", "A red box"]


def test_tables_are_tables(book: Pdf) -> None:
    """mystmd: a Div of Divs."""
    (table,) = book.tree.find("Table")
    assert [tag.name for tag in table.children if not isinstance(tag, str)] == ["Caption", "THead", "TBody"]
    assert [tag.text for tag in table.find("TH")] == ["a"]


def test_title_language_and_what_the_window_shows(book: Pdf) -> None:
    """mystmd: no title; most: the window shows the name of the file."""
    assert (book.title, book.language) == ("A book", "en")
    assert bool(book.file.Root.ViewerPreferences.DisplayDocTitle)


def test_no_package_from_elsewhere(built: Built) -> None:
    """typsphinx, mystmd: packages fetched from the network when compiling."""
    sources = [path.read_text(encoding="utf-8") for path in Path(built.app.doctreedir, "typst").rglob("*.typ")]
    assert len(sources) == 3  # two PDFs and the template
    assert not any(word in source for source in sources for word in ("@preview", "@local"))


def test_same_bytes_in_another_folder(built: Built, tmp_path: Path) -> None:
    """mystmd, pandoc: dates and identifiers of the moment."""
    again = Project(tmp_path / "elsewhere", FILES, **CONF).build()
    for name in ("book.pdf", "two.pdf"):
        assert (again.folder / name).read_bytes() == (built.folder / name).read_bytes()


def test_an_empty_heading_is_a_message(tmp_path: Path) -> None:
    """typsphinx: "heading title is empty", from Typst, without a place."""
    found = Project(tmp_path, {"index.md": "# Book\n\n## <!-- nothing -->\n\nText.\n"}).build()
    assert found.status != 0
    assert found.warnings[0].startswith("index.md:3: WARNING: B111 a heading has no text")


def test_a_missing_key_is_a_message_and_no_file(tmp_path: Path) -> None:
    """mystmd: exit status 0 and no PDF. pandoc: an error of labels, without a place."""
    files = FILES | {"two.md": "# Second\n\nText {cite:p}`nobody1999`.\n"}
    found = Project(tmp_path, files, **CONF).build()
    assert found.status != 0
    assert any(message.startswith("two.md:3: WARNING: S202") for message in found.warnings)
    assert [name for name in found.files if name.endswith(".pdf")] == []
