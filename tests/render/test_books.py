"""Numbers, links and toctrees of a book of several documents: the PDF prints what the web prints, and leads there."""

from __future__ import annotations

import re
import zlib
from pathlib import Path
from typing import Any

import pytest

from pdfreader import Pdf, squeeze
from support import SVG, Built, Project

INDEX = """\
# Book

```{toctree}
:numbered:
:caption: Part one

first
second
```
"""
CHAPTER = """\
({name})=
# Chapter {name}

See {{numref}}`fig-{name}`, {{numref}}`tab-{name}`, {{numref}}`code-{name}`, {{numref}}`{name}` and {{eq}}`eq-{name}`.
Elsewhere: {{numref}}`fig-{other}`, {{numref}}`tab-{other}`, {{numref}}`code-{other}`, {{numref}}`{other}`,
{{eq}}`eq-{other}`, {{ref}}`{other}`, {{doc}}`{other}`, {{term}}`term {other}`, {{any}}`deep-{other}`, [](#deep-{other}).

```{{figure}} dot.svg
:name: fig-{name}
:alt: Red
Figure of {name}.
```

```{{figure}} dot.svg
:alt: Red
Another figure of {name}.
```

```{{list-table}} Table of {name}.
:name: tab-{name}
* - a
```

```{{code-block}} python
:name: code-{name}
:caption: Code of {name}.
x = 1
```

$$ x = 1 $$ (eq-{name})

(deep-{name})=
## Section of {name}

A note.[^n]

[^n]: Note of {name}.

```{{glossary}}
term {name}
  A definition.
```
"""
FILES = {"index.md": INDEX, "dot.svg": SVG, "first.md": CHAPTER.format(name="first", other="second"),
         "second.md": CHAPTER.format(name="second", other="first")}
#: Without numbers in the margin, which pages in another theme do not have: paragraphs are compared word by word.
CONF: dict[str, Any] = {"numfig": True, "math_numfig": True, "numfig_secnum_depth": 1, "brief_paragraph_numbers": False}


@pytest.fixture(scope="module")
def web(tmp_path_factory: pytest.TempPathFactory) -> Built:
    return Project(tmp_path_factory.mktemp("web"), FILES, **CONF).build("html")


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Pdf:
    built = Project(tmp_path_factory.mktemp("pdf"), FILES, **CONF).build()
    assert (built.status, built.warnings) == (0, [])
    return built.pdf()


def _words(element: Any) -> str:
    for mark in element.xpath('.//a[@class="headerlink"]'):
        mark.getparent().remove(mark)
    return squeeze(element.text_content())


def test_numbers_of_references_are_those_of_the_web(web: Built, book: Pdf) -> None:
    expected = []
    for name in ("first", "second"):
        expected += [_words(paragraph) for paragraph in web.html(name).xpath(".//h1/following-sibling::p[1]")]
    found = [tag.text for tag in book.tree.find("P") if tag.text.startswith("See ")]
    assert found == expected
    assert found[0].startswith("See Fig. 1.1, Table 1.1, Listing 1.1, Section 1 and (1.1). Elsewhere: Fig. 2.1,")


def test_captions_bear_the_numbers_of_the_web(web: Built, book: Pdf) -> None:
    expected = []
    for name in ("first", "second"):
        expected += [_words(caption) for caption in web.html(name).xpath(
            './/figcaption/p | .//caption | .//div[@class="code-block-caption"]')]
    assert [tag.text for tag in book.tree.find("Caption")] == expected
    assert len(expected) == 8


@pytest.mark.parametrize(("words", "place"), [
    ("Fig. 1.1", "Fig. 1.1 Figure of first."), ("Table 2.1", "Table 2.1 Table of second."),
    ("Listing 2.1", "Listing 2.1 Code of second."), ("Section 2", "Chapter 2"), ("(2.1)", "\U0001d465 = 1 (2.1)"),
    ("term second", "term second"), ("Section of second", "2.1 Section of second"), ("Chapter second", "Chapter 2")])
def test_references_lead_to_the_right_place(book: Pdf, words: str, place: str) -> None:
    found = {link.lands_at for link in book.links if link.words == words}
    assert found == {place}


def test_bookmarks(book: Pdf) -> None:
    assert [(mark.level, mark.title) for mark in book.outline] == [
        (1, "1 Chapter first"), (2, "1.1 Section of first"), (1, "2 Chapter second"), (2, "2.1 Section of second")]


def test_every_annotation_is_a_tagged_link(book: Pdf) -> None:
    assert book.annotations >= len(book.links) > 20


# -- briefs: what leads out of the PDF ---------------------------------------------------------------------------------


def test_a_brief_leads_to_the_web(tmp_path: Path) -> None:
    briefs = [("first", "first", "", "", "brief")]
    built = Project(tmp_path, FILES, typst_documents=briefs, html_baseurl="https://example.org/book/", **CONF).build()
    assert (built.status, built.warnings) == (0, [])
    pdf = built.pdf("first")
    assert "https://example.org/book/second.html#fig-second" in pdf.uris
    assert "https://example.org/book/first.html#fig-first" not in pdf.uris
    text = pdf.text
    assert "See Fig. 1.1" in text
    assert "Fig. 2.1" in text
    assert not re.search(r"sec-|fig-|tab-|eq-", text)


# -- toctrees ----------------------------------------------------------------------------------------------------------


def outline(tmp_path: Path, files: dict[str, str], **conf: Any) -> list[tuple[int, str]]:
    built = Project(tmp_path, files, **conf).build()
    assert (built.status, built.warnings) == (0, [])
    return [(mark.level, mark.title) for mark in built.pdf().outline]


def page(title: str, *entries: str, options: str = "") -> str:
    tree = "\n".join(["```{toctree}", *options.split(), "", *entries, "```"]) if entries else "Text."
    return f"# {title}\n\n{tree}\n"


def test_nested_toctrees(tmp_path: Path) -> None:
    files = {"index.md": page("Book", "a", "d"), "a.md": page("A", "b"), "b.md": page("B", "c"),
             "c.md": page("C") + "\n## Section\n\nText.\n", "d.md": page("D")}
    assert outline(tmp_path, files) == [(1, "A"), (2, "B"), (3, "C"), (4, "Section"), (1, "D")]


def test_glob_hidden_and_titled(tmp_path: Path) -> None:
    files = {"index.md": "# Book\n\n```{toctree}\n:glob:\n:hidden:\n\npart*\nOther <z>\n```\n\nBefore the chapters.\n",
             "part1.md": page("One"), "part2.md": page("Two"), "z.md": page("Last")}
    assert outline(tmp_path, files) == [(1, "One"), (1, "Two"), (1, "Last")]


def test_toctree_with_other_sites_and_generated_pages(tmp_path: Path) -> None:
    files = {"index.md": page("Book", "a", "Site <https://example.org/>", "genindex"), "a.md": page("A")}
    built = Project(tmp_path, files).build()
    assert (built.status, built.warnings) == (0, [])
    assert built.pdf().uris == ["https://example.org/"]


def test_toctree_in_a_section_and_in_a_box(tmp_path: Path) -> None:
    files = {"index.md": page("Book", "a"), "a.md": "# A\n\n## Section\n\n" + page("", "b")[3:] + "\nAfter.\n",
             "b.md": "# B\n\n````{note}\nSee:\n```{toctree}\nc\n```\n````\n", "c.md": page("C")}
    assert outline(tmp_path, files) == [(1, "A"), (2, "Section"), (3, "B"), (4, "C")]


def test_a_document_in_two_toctrees_stands_once(tmp_path: Path) -> None:
    files = {"index.md": page("Book", "a", "b"), "a.md": page("A", "b"), "b.md": page("B")}
    built = Project(tmp_path, files, suppress_warnings=["toc.multiple_toc_parents"]).build()
    assert (built.status, built.warnings) == (0, [])
    assert [mark.title for mark in built.pdf().outline] == ["A", "B"]


def test_a_document_without_a_title(tmp_path: Path) -> None:
    files = {"index.md": page("Book", "a", "Named <b>"), "a.md": page("A") + "\nSee {doc}`words <b>`.\n",
             "b.md": "Only text.\n"}
    built = Project(tmp_path, files, suppress_warnings=["toc.no_title"]).build()
    assert (built.status, built.warnings) == (0, [])
    (link,) = [link for link in built.pdf().links if link.words == "words"]
    assert link.lands_at == "Only text."


def test_numbers_end_where_the_toctree_says(tmp_path: Path) -> None:
    files = {"index.md": page("Book", "a", options=":numbered: 1").replace(":numbered:\n1", ":numbered: 1"),
             "a.md": page("A") + "\n## Section\n\nText.\n"}
    assert outline(tmp_path, files) == [(1, "1 A"), (2, "Section")]


# -- formats -----------------------------------------------------------------------------------------------------------


def test_numbers_are_worded_as_the_book_says(tmp_path: Path) -> None:
    formats = {"figure": "Image %s", "table": "List %s", "code-block": "Program %s", "section": "Part %s"}
    depth = CONF | {"numfig_format": formats, "numfig_secnum_depth": 2}
    built = {name: Project(tmp_path / name, FILES, **depth).build(name) for name in ("html", "typstpdf")}
    web = [_words(paragraph) for name in ("first", "second")
           for paragraph in built["html"].html(name).xpath(".//h1/following-sibling::p[1]")]
    assert [tag.text for tag in built["typstpdf"].pdf().tree.find("P") if tag.text.startswith("See ")] == web
    assert web[0].startswith("See Image 1.1, List 1.1, Program 1.1, Part 1 and (1.1).")


# -- intersphinx -------------------------------------------------------------------------------------------------------


def test_intersphinx(tmp_path: Path) -> None:
    inventory = (b"# Sphinx inventory version 2\n# Project: Other\n# Version: 1\n"
                 b"# The remainder is compressed using zlib.\n")
    inventory += zlib.compress(b"there std:label -1 page.html#there A place elsewhere\n")
    files: dict[str, Any] = {"index.md": "# Book\n\nSee {external+other:ref}`there`.\n", "objects.inv": inventory}
    other = ("https://example.org/other", str(tmp_path / "source" / "objects.inv"))
    built = Project(tmp_path, files, extensions=["myst_parser", "sphinx.ext.intersphinx", "briefbook"],
                    intersphinx_mapping={"other": other}).build()
    assert (built.status, built.warnings) == (0, [])
    assert [(link.words, link.uri) for link in built.pdf().links if link.uri] == [
        ("A place elsewhere", "https://example.org/other/page.html#there")]


def test_paragraphs_on_paper_have_numbers_by_chapter(tmp_path: Path) -> None:
    built = Project(tmp_path, FILES, **CONF | {"brief_paragraph_numbers": True}).build()
    assert (built.status, built.warnings) == (0, [])
    numbers = [tag.text.split()[0] for tag in built.pdf().tree.find("P") if tag.text.startswith("\N{PILCROW SIGN}")]
    assert numbers[0] == "\N{PILCROW SIGN}1.1"
    assert "\N{PILCROW SIGN}2.1" in numbers
    assert len(set(numbers)) == len(numbers)
