"""The builder ``briefepub``: the whole book as one EPUB file, ``book.epub``.

Sphinx's own builder ``epub`` packs whatever stands in its folder, dates it with the clock, and knows nothing of our
metadata; this one packs the pages of the toctree and the pictures they show, in reading order, and nothing else.
Every page is written at every run, so that a warm build gives the bytes of a clean one.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx.builders.html import StandaloneHTMLBuilder
from sphinx.environment.adapters.toctree import document_toc
from sphinx.errors import NoUri
from sphinx.util.osutil import relative_uri

from briefbook import publication
from briefbook.directives.judgments import judgment
from briefbook.directives.ledger import reading_order
from briefbook.epub import cover, package
from briefbook.epub.content import Malformed, Page, finished
from briefbook.machine import store
from briefbook.problems import Problem, report
from briefbook.web.mathml import NAME as MATHML
from briefbook.web.mathml import VISITORS
from briefbook.web.navigation import kicker
from briefbook.web.transforms import SLOT

if TYPE_CHECKING:
    from collections.abc import Iterator, Set

#: The file, whose name does not change between editions.
FILE = "book.epub"


class BookBuilder(StandaloneHTMLBuilder):
    """Writes pages as Sphinx's builder of HTML does, and puts them into one file."""

    name = "briefepub"
    epilog = "The book is in %(outdir)s."
    allow_parallel = False
    shapes_pages = True  #: see :func:`briefbook.web.assets.shapes_pages`
    copysource = False
    search = False
    embedded = True
    add_permalinks = False
    download_support = False
    supported_remote_images = False
    html_scaled_image_link = False
    allow_sharp_as_current_path = False

    def init(self) -> None:
        super().init()
        self.out_suffix = self.link_suffix = ".xhtml"
        self.tags.add("epub")
        self.pages: dict[str, Page] = {}
        self._registry.html_inline_math_renderers.setdefault(MATHML, VISITORS[0])
        self._registry.html_block_math_renderers.setdefault(MATHML, VISITORS[1])

    @property
    def math_renderer_name(self) -> str:
        return MATHML

    def get_theme_config(self) -> tuple[str, dict[str, str | int | bool]]:
        return "basic", {}  # none of its templates is used

    def get_outdated_docs(self) -> Iterator[str]:
        yield from self.contained()

    def contained(self) -> list[str]:
        """The documents of the book in reading order; what stands in no toctree is not part of it."""
        return [docname for docname in reading_order(self.env) if docname in self.env.found_docs]

    def get_target_uri(self, docname: str, typ: str | None = None) -> str:
        if self.env.toctree_includes and docname not in self.contained():
            raise NoUri(docname, typ)
        return super().get_target_uri(docname, typ)

    def write_documents(self, docnames: Set[str]) -> None:
        super().write_documents(set(self.contained()))

    def copy_assets(self) -> None:
        """Only the pictures that pages show, which are packed with them."""

    def write_doc(self, docname: str, doctree: nodes.document) -> None:
        doctree.settings = self.docsettings
        self.secnumbers = self.env.toc_secnumbers.get(docname, {})
        self.fignumbers = self.env.toc_fignumbers.get(docname, {})
        self.imgpath = relative_uri(self.get_target_uri(docname), self.imagedir)
        self.current_docname = docname
        visitor: Any = self.create_translator(doctree, self)
        doctree.walkabout(visitor)
        self.pages[docname] = self._page(docname, "".join(visitor.fragment), doctree)

    def _page(self, docname: str, body: str, doctree: nodes.document) -> Page:
        work = publication.page(self.config, self.env, docname)
        head, _slot, rest = body.partition(SLOT)
        above = kicker(self.config, self.env, docname)
        meta = self.env.metadata.get(docname, {})
        deck = publication.typeset(self.config, meta.get("deck", ""))
        return Page(docname, work, above, deck, head, rest, self._sections(docname),
                    has_list=any("bibkey" in entry for entry in doctree.findall(nodes.citation)),
                    judges=next(iter(doctree.findall(judgment)), None) is not None)

    def _sections(self, docname: str) -> list[tuple[str, str]]:
        """The sections of a page, one level deep: anchor and title."""
        toc = document_toc(self.env, docname, self.tags)
        found = []
        for reference in toc.findall(nodes.reference):
            if (anchor := reference["anchorname"]) and _depth(reference, toc) == 2:
                number = ".".join(map(str, reference.get("secnumber") or ()))
                found.append((anchor.removeprefix("#"), f"{number} {reference.astext()}".strip()))
        return found

    def finish(self) -> None:
        """Put the book together; a page that no reading system could open stops it."""
        contents = []
        for docname in self.contained():
            try:
                contents.append(finished(self.pages[docname], self.config))
            except Malformed as error:
                report(Problem.EPUB, f"the page cannot be read as XML: {error}", location=docname)
        if len(contents) < len(self.pages):
            return
        pictures = {f"_images/{name}": Path(self.srcdir, source).read_bytes() for source, name in sorted(self.images.items())}
        book = package.Book(publication.book(self.config, self.env), self.config, contents, pictures,
                            cover.picture(publication.book(self.config, self.env), self.config, Path(self.doctreedir)))
        store(Path(self.outdir, FILE), package.packed(book))


def _depth(node: nodes.Node, top: nodes.Node) -> int:
    """How many lists *node* stands in below *top*."""
    depth = 0
    while node is not top and node.parent is not None:
        depth += isinstance(node, nodes.bullet_list)
        node = node.parent
    return depth + isinstance(top, nodes.bullet_list)
