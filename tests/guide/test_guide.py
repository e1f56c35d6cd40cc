"""Every example of the guide is printed: by the web edition and as a PDF, without a warning, word for word."""

from __future__ import annotations

import re
import runpy
import shutil
import zlib
from pathlib import Path
from typing import Any

import pytest
from lxml import html

from examples import DOCS, PAGES, Example, examples, said, words
from support import Built, Project

WITH_EXAMPLES = [page for page in PAGES if examples(page)]
#: A document that names others needs them: see :func:`test_toctrees`.
TOCTREE = "{toctree}"

#: Settings of ``docs/conf.py`` that are Sphinx's own or ours.
_SETTINGS = ("brief_", "bibtex_", "extensions", "html_t", "language", "math_", "myst_", "nitpick", "numfig", "project",
             "source_suffix", "suppress_warnings")

INVENTORY = (b"# Sphinx inventory version 2\n# Project: Other\n# Version: 1\n# The remainder is compressed using zlib.\n"
             + zlib.compress(b"elsewhere std:label -1 page.html#elsewhere A place in another book\n"))


def conf(folder: Path) -> dict[str, Any]:
    """The settings of the guide, with another book that examples may refer to."""
    own = {name: value for name, value in runpy.run_path(str(DOCS / "conf.py")).items() if name.startswith(_SETTINGS)}
    (folder / "objects.inv").write_bytes(INVENTORY)
    own["extensions"] = [*own["extensions"], "sphinx.ext.intersphinx"]
    own["intersphinx_mapping"] = {"other": ("https://example.org/other", str(folder / "objects.inv"))}
    own["suppress_warnings"] = [*own["suppress_warnings"], "toc.no_title"]
    return own


def project(folder: Path, found: list[Example]) -> Project:
    """A book whose documents are the examples, beside the files that they name."""
    shutil.copytree(DOCS, folder / "source", ignore=shutil.ignore_patterns("*.md", "conf.py"))
    files = {f"{example.docname}.md": example.source for example in found}
    files["references.md"] = (DOCS / "references.md").read_text(encoding="utf-8")
    index = "\n".join(["# Examples", "", "```{toctree}", ":numbered:", "", *(e.docname for e in found), "references", "```", ""])
    documents = [(example.docname, Path(example.docname).name, "", "", "page") for example in found]
    return Project(folder, {"index.md": index} | files, **conf(folder) | {"typst_documents": documents})


def on_web(built: Built, docname: str) -> set[str]:
    """The words of a page, the explanations of its abbreviations with them.

    Elements may part words (two cells) or not (a letter that is underlined); a word may be found either way.
    """
    page = html.parse(built.folder / f"{docname}.html", html.HTMLParser(encoding="utf-8"))
    texts = [str(text) for text in page.xpath("//main//text() | //main//abbr/@title")]
    return words(" ".join(texts)) | words("".join(texts))


@pytest.mark.parametrize("page", WITH_EXAMPLES)
def test_examples_are_printed(page: str, tmp_path: Path) -> None:
    found = [example for example in examples(page) if TOCTREE not in example.source]
    book = project(tmp_path, found)
    web, pdfs = book.build("html"), book.build()
    assert [*web.warnings, *pdfs.warnings] == []
    assert (web.status, pdfs.status) == (0, 0)
    for example in found:
        pdf = pdfs.pdf(Path(example.docname).name)
        wanted = said(example.source)
        assert wanted - on_web(web, example.docname) == set(), example
        assert wanted - words(pdf.text) == set(), example


def test_toctrees(tmp_path: Path) -> None:
    """The example of toctrees is the front door of a book of its own."""
    (example,) = [example for page in PAGES for example in examples(page) if TOCTREE in example.source]
    chapters = {f"{name}.md": f"# {name.capitalize()}\n\nText.\n" for name in ("notes", "lists", "tables", "text")}
    book = Project(tmp_path, {"index.md": example.source} | chapters, **conf(tmp_path) | {"typst_documents": None, "bibtex_bibfiles": []})
    web, pdfs = book.build("html"), book.build()
    assert [*web.warnings, *pdfs.warnings] == []
    assert [mark.title for mark in pdfs.pdf("briefbook").outline] == ["1 Notes", "2 Lists", "Tables", "Text"]
    assert {"Chapters", "Annexes"} <= words(pdfs.pdf("briefbook").text)
    assert on_web(web, "index") >= {"Notes", "title", "Tables", "Text"}


def test_the_guide_says_no_more_than_is_tested() -> None:
    """Every fence of Markdown in the guide is an example, whatever marks or words open it."""
    for page in PAGES:
        text = (DOCS / f"{page}.md").read_text(encoding="utf-8")
        assert len(re.findall(r"^[`:~]{3,}.*(?:markdown|press-example)", text, flags=re.M)) == len(examples(page)), page


def test_the_guide_has_examples() -> None:
    """A filter that finds nothing would pass everything."""
    assert sum(len(examples(page)) for page in PAGES) > 70
