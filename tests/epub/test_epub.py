"""The book for tablets: whole, valid, alone with its own files, and the same bytes each time."""

from __future__ import annotations

import os
import posixpath
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1]))

import pytest
from lxml import etree

from shared import once
from support import MYST, SVG, Project
from validators import epubcheck, need_epubcheck

EVERYTHING = Path(__file__).parents[1] / "conformance" / "everything"
PAGE = """\
---
deck: What it is about.
---
# The first chapter

A word.[^one] A formula {math}`x^2`, and a figure.

:::{figure} picture.svg
:alt: A square.

A picture
:::

## A section

See [the other](two.md#a-place), and [one outside](alone.md).

[^one]: A note.
"""
FILES: dict[str, str | bytes] = {
    "index.md": "# Book\n\n```{toctree}\n:numbered:\n\none\ntwo\n```\n", "one.md": PAGE, "picture.svg": SVG,
    "two.md": "# The second chapter\n\n## A place\n\nHere.\n", "alone.md": "---\norphan: true\n---\n# Alone\n\nIn no toctree.\n"}
CONF: dict[str, Any] = {"myst_heading_anchors": 3, "brief_edition": "First", "brief_draft": True, "myst_enable_extensions": [
    *MYST, "colon_fence"], "brief_keywords": ["ships & trains"], "numfig_format": {"section": "Chapter %s"}}
NAMES = {"x": "http://www.w3.org/1999/xhtml", "e": "http://www.idpf.org/2007/ops", "o": "http://www.idpf.org/2007/opf",
         "d": "http://purl.org/dc/elements/1.1/", "m": "http://www.w3.org/1998/Math/MathML"}


class Book:
    """A finished file."""

    def __init__(self, path: Path) -> None:
        self.archive = zipfile.ZipFile(path)
        self.names = self.archive.namelist()

    def find(self, name: str, path: str) -> Any:
        return etree.fromstring(self.archive.read(f"EPUB/{name}")).xpath(path, namespaces=NAMES)

    def links(self) -> Iterator[tuple[str, str]]:
        """File and fragment of every link inside the book."""
        for name in self.names:
            for href in self.find(name[5:], "//x:a/@href") if name.endswith(".xhtml") else ():
                if "://" not in href:
                    path, _hash, fragment = href.partition("#")
                    yield posixpath.normpath(posixpath.join(posixpath.dirname(name), path)) if path else name, fragment


def make(folder: Path) -> None:
    built = Project(folder, FILES, **CONF).build("briefepub")
    assert (built.status, built.warnings, built.files) == (0, [], ["book.epub"])


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return once(tmp_path_factory, "tablet", make)


@pytest.fixture(scope="session")
def book(folder: Path) -> Book:
    return Book(folder / "briefepub" / "book.epub")


def test_the_file_holds_what_is_read_and_nothing_else(book: Book) -> None:
    assert book.names == ["mimetype", "META-INF/container.xml", "EPUB/package.opf", *(f"EPUB/{name}" for name in (
        "nav.xhtml", "book.css", "cover.png", "cover.xhtml", "index.xhtml", "one.xhtml", "two.xhtml", "_images/picture.svg"))]
    assert book.archive.getinfo("mimetype").compress_type == zipfile.ZIP_STORED


def test_its_metadata_are_those_of_the_book(book: Book) -> None:
    def said(name: str) -> list[str]:
        return [str(text) for text in book.find("package.opf", f"//d:{name}/text()")]

    assert (said("title"), said("creator"), said("subject"), said("date")) == (
        ["Book"], ["The editors"], ["ships & trains"], ["2026-01-31"])
    assert book.find("package.opf", "//o:meta[@property='dcterms:modified']/text()") == ["2026-01-31T00:00:00Z"]
    assert {"alternativeText", "MathML", "tableOfContents"} <= set(
        book.find("package.opf", "//o:meta[@property='schema:accessibilityFeature']/text()"))
    assert book.find("one.xhtml", "/x:html/@lang") == ["en"]


def test_contents_lead_to_chapters_and_sections(book: Book) -> None:
    assert book.find("nav.xhtml", "//x:nav[@e:type='toc']//x:a/text()") == [
        "Book", "1 The first chapter", "1.1 A section", "2 The second chapter", "2.1 A place"]


def test_marks_of_notes_open_them(book: Book) -> None:
    [href] = book.find("one.xhtml", "//x:a[@e:type='noteref']/@href")
    assert book.find("one.xhtml", f"//x:aside[@e:type='footnote'][@id='{href[1:]}']")


def test_a_page_says_what_it_is_and_shows_what_it_holds(book: Book) -> None:
    assert book.find("one.xhtml", "string(//x:p[@class='kicker'])") == "Chapter 1"
    assert book.find("one.xhtml", "string(//x:p[@class='deck'])") == "What it is about."
    assert book.find("one.xhtml", "//x:img/@alt") == ["A square."]
    assert book.find("one.xhtml", "//m:math//m:msup")
    assert not book.find("one.xhtml", "//x:script")


def test_links_resolve_and_what_is_not_in_the_book_is_words(book: Book) -> None:
    links = list(book.links())
    assert ("EPUB/two.xhtml", "a-place") in links
    for name, fragment in links:
        assert name in book.names
        assert not fragment or book.find(name[5:], f"//*[@id='{fragment}']"), (name, fragment)
    assert "one outside" in book.find("one.xhtml", "string(/)")


def test_same_sources_give_the_same_bytes(folder: Path, tmp_path: Path) -> None:
    make(tmp_path)
    os.utime(tmp_path / "briefepub" / "book.epub", (0, 0))
    assert (tmp_path / "briefepub" / "book.epub").read_bytes() == (folder / "briefepub" / "book.epub").read_bytes()


def test_a_page_that_is_no_xml_is_named_and_no_book_is_left(tmp_path: Path) -> None:
    built = Project(tmp_path, FILES | {"two.md": "# Two\n\n<div><b>open</div>\n"}, **CONF).build("briefepub")
    assert built.files == []
    assert any("two.md" in line and "B118" in line for line in built.warnings), built.warnings


def test_the_checker_of_the_standard_finds_nothing(tmp_path: Path) -> None:
    """Everything an author may write; the cover's font has no Hangul, so this one has no cover."""
    need_epubcheck()
    from sphinx.cmd.build import build_main

    assert build_main(["-q", "-W", "-b", "briefepub", "-d", str(tmp_path / "trees"), str(EVERYTHING), str(tmp_path / "out")]) == 0
    assert epubcheck(tmp_path / "out" / "book.epub") == []
