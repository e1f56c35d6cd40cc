"""Which PDFs are made, and in which order each holds its chapters."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sphinx.util import logging

from briefbook.config import option_place
from briefbook.problems import Problem, report

if TYPE_CHECKING:
    from sphinx.config import Config
    from sphinx.environment import BuildEnvironment

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Document:
    """One PDF: ``start`` is the docname it begins with, ``name`` its file name without suffix."""

    start: str
    name: str
    title: str
    author: str
    layout: str  #: ``book``, ``brief`` or ``page``


def default_name(config: Config) -> str:
    """A file name from the project's name, as the LaTeX builder makes one."""
    kept = [char if char.isalnum() else "-" for char in config.project.lower()]
    return "-".join(part for part in "".join(kept).split("-") if part) or "book"


def documents(config: Config, env: BuildEnvironment) -> list[Document]:
    """The PDFs that ``typst_documents`` asks for, or one of the whole toctree."""
    entries = config.typst_documents
    if entries is None:
        entries = [(config.root_doc, default_name(config), "", "", "book")]
    found = []
    for start, target, *rest in entries:
        title, author, layout = [*rest, *("", "", "brief")[len(rest):]]
        if start not in env.all_docs:
            report(Problem.OPTION, f"typst_documents names {start!r}, which is no document",
                   location=option_place(config, env.srcdir, "typst_documents"))
            continue
        found.append(Document(start, target.removesuffix(".pdf"), title, author, layout))
    return found


def order(env: BuildEnvironment, start: str) -> list[str]:
    """The docnames under *start* in reading order, each once."""
    seen: dict[str, None] = {}

    def walk(docname: str) -> Iterator[str]:
        if docname in seen or docname not in env.all_docs:  # a toctree may name genindex and its like
            return
        seen[docname] = None
        yield docname
        for child in env.toctree_includes.get(docname, ()):
            yield from walk(child)

    return list(walk(start))


def chapter_of(env: BuildEnvironment, docname: str) -> tuple[str, str]:
    """Number and title of *docname* as the book prints them; the number may be empty."""
    numbers = env.toc_secnumbers.get(docname, {}).get("", ())
    meta = env.metadata.get(docname, {})
    title = meta.get("shorttitle") or (env.titles[docname].astext() if docname in env.titles else docname)
    return ".".join(str(part) for part in numbers), title
