"""Every example of the guide is printed: by the web edition and as a PDF, without a warning, word for word."""

from __future__ import annotations

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
    index = "\n".join(["# Examples", "", "```{toctree}", ":numbered:", "", *(e.docname for e in found), "```", ""])
    documents = [(example.docname, Path(example.docname).name, "", "", "page") for example in found]
    return Project(folder, {"index.md": index} | files, **conf(folder) | {"typst_documents": documents})


def on_web(built: Built, example: Example) -> str:
    """What a page says, the explanations of its abbreviations with it."""
    page = html.parse(built.folder / f"{example.docname}.html", html.HTMLParser(encoding="utf-8"))
    return " ".join(page.xpath("//main//text() | //main//abbr/@title"))


@pytest.mark.parametrize("page", WITH_EXAMPLES)
def test_examples_are_printed(page: str, tmp_path: Path) -> None:
    found = examples(page)
    book = project(tmp_path, found)
    web, pdfs = book.build("html"), book.build()
    assert (web.status, web.warnings, pdfs.status, pdfs.warnings) == (0, [], 0, [])
    for example in found:
        pdf = pdfs.pdf(Path(example.docname).name)
        wanted = said(example.source)
        assert wanted - words(on_web(web, example)) == set(), example
        assert wanted - words(pdf.text) == set(), example
