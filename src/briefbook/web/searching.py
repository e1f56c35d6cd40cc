"""The search: what can be found in the book, in script files that the search page loads when a search begins.

Sphinx's own index knows the words of whole pages alone, and its summaries need pages to be fetched, which a browser
refuses on a disk. Ours holds text: sections with their paragraphs, judgments, facts, sources and terms, from which
``briefbook-engine.js`` makes its index in the reader's browser. Each page's part is kept beside the doctrees when the
page is written, so that a build after one edit reads one page again; the rest comes from the ledger and the sources.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from docutils import nodes
from sphinx.locale import _
from sphinx.search import IndexBuilder

from briefbook.bibliography import formatted_entries
from briefbook.directives.ledger import fact_anchor, ledger_of, reading_order
from briefbook.machine import store
from briefbook.publication import typeset
from briefbook.web.assets import uses_theme, write
from briefbook.web.navigation import number, short_title
from briefbook.web.searchtext import PageText, words_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sphinx.application import Sphinx
    from sphinx.builders import Builder

#: What can be found, and what its words are read by; the scripts are the theme's.
BOOK, LANGUAGE = "_static/search/book.js", "_static/search/language.js"
#: Front matter that keeps a page out, as Sphinx has it.
_KEPT_OUT = {"no-search", "nosearch"}

Record = dict[str, Any]


def is_offered(builder: Builder) -> bool:
    """Whether the book has a search page; one on a single page is searched by the browser."""
    return uses_theme(builder) and builder.name != "singlehtml"


def replace_sphinx(app: Sphinx) -> None:
    """Have Sphinx write neither its index nor its search page."""
    if uses_theme(app.builder):
        app.builder.search = False


def search_page(app: Sphinx) -> Iterator[tuple[str, Record, str]]:
    if is_offered(app.builder):
        judgments = ledger_of(app.env).judgments if "ledger" in app.env.domains else []
        yield "search", {"places": _places(app), "example": judgments[0].ident if judgments else ""}, "search.html"


def _places(app: Sphinx) -> list[dict[str, str]]:
    """Where a reader without scripts looks things up, as far as the book has it."""
    domain = ledger_of(app.env) if "ledger" in app.env.domains else None
    glossary = sorted({name for (kind, _name), (name, _anchor) in app.env.domains.standard_domain.objects.items() if kind == "term"})
    lists = sorted({key.docname for key in app.env.domains["cite"].bibliographies}) if "cite" in app.env.domains else []
    registers = [domain.register(kind) for kind in ("judgments", "evidence", "sources")] if domain else []
    found = dict.fromkeys(name for name in [*registers, *glossary, *lists] if name in app.env.found_docs)
    places = [{"docname": name, "title": short_title(app.env, name)} for name in found]
    return [{"docname": app.config.root_doc, "title": _("Contents")}, *places]


# -- what pages note -----------------------------------------------------------------------------------------------------


def _notes(builder: Builder, docname: str) -> Path:
    return Path(builder.doctreedir) / "briefbook-search" / builder.name / f"{docname}.json"


def note_text(app: Sphinx, pagename: str, _template: str, _context: Record, doctree: nodes.document | None) -> None:
    """Keep what a page can be found by; pages are written by several processes at once."""
    if doctree is not None and is_offered(app.builder):
        text = PageText.of(doctree).data()
        store(_notes(app.builder, pagename), json.dumps(text, ensure_ascii=False).encode())


# -- the records ---------------------------------------------------------------------------------------------------------


def book(app: Sphinx) -> Record:
    """All that can be found, in the order of the book; addresses are seen from its front page."""
    pages = list(_pages(app))
    _keep_once(pages, app.builder.get_target_uri(app.config.root_doc))
    found: Record = {"pages": [{name: page[name] for name in ("page", "title", "number", "sections")} for page in pages]}
    for kind in ("judgments", "terms"):
        found[kind] = [entry | {"page": page["page"]} for page in pages for entry in page[kind]]
    return found | {"facts": list(_facts(app)), "sources": list(_sources(app))}


def _pages(app: Sphinx) -> Iterator[Record]:
    env = app.env
    order = reading_order(env)
    for docname in [*order, *sorted(env.found_docs.difference(order))]:
        path = _notes(app.builder, docname)
        if docname in env.found_docs and not _KEPT_OUT.intersection(env.metadata[docname]) and path.is_file():
            place = {"page": app.builder.get_target_uri(docname), "title": short_title(env, docname),
                     "number": number(env, docname)}
            yield place | json.loads(path.read_text("utf-8"))


def _keep_once(pages: list[Record], front: str) -> None:
    """Leave out what stands on a page already; the front page gives way, for it repeats others."""
    seen: set[str] = set()
    for page in sorted(pages, key=lambda page: bool(page["page"] == front)):
        for section in page["sections"]:
            fresh = [passage for passage in section["passages"] if passage["text"] not in seen]
            seen.update(passage["text"] for passage in fresh)
            section["passages"] = fresh


def _facts(app: Sphinx) -> Iterator[Record]:
    domain = ledger_of(app.env)
    if register := domain.register("evidence"):
        page = app.builder.get_target_uri(register)
        for fact in domain.ledger.facts.values():
            rest = " ".join(filter(None, (f"{_('First said by')}: {fact.asserted_by}.", f"{_('Origin')}: {fact.origin}.", fact.notes)))
            yield {"id": fact.id, "grade": str(fact.grade), "statement": typeset(app.config, fact.statement),
                   "rest": typeset(app.config, rest), "page": page, "anchor": fact_anchor(fact.id)}


def _sources(app: Sphinx) -> Iterator[Record]:
    if "cite" not in app.env.domains:
        return
    lists = {citation.key: (citation.bibliography_key.docname, citation.citation_id)
             for citation in app.env.domains["cite"].citations}  # type: ignore[attr-defined]
    for key, entry in formatted_entries(app.env).items():
        docname, anchor = lists[key]
        yield {"id": key, "label": entry.label, "text": _reference(entry.nodes),
               "page": app.builder.get_target_uri(docname), "anchor": anchor}


def _reference(parts: list[nodes.Node]) -> str:
    """An entry of the list as text; an address of the web is its site alone."""
    line = nodes.paragraph("", "", *parts)
    for link in list(line.findall(nodes.reference)):
        if link.astext() == link.get("refuri"):
            link.replace_self(nodes.Text((urlsplit(link["refuri"]).hostname or "").removeprefix("www.")))
    return words_of(line)


# -- files ---------------------------------------------------------------------------------------------------------------


def language(app: Sphinx) -> str:
    """Stop words and the stemmer of the book's language, as Sphinx has them, and what hands them to our engine."""
    index = IndexBuilder(app.env, app.config.html_search_language or app.config.language, app.config.html_search_options, "")
    words = json.dumps(sorted(index.lang.stopwords), ensure_ascii=False)
    stemmer = index.get_js_stemmer_code()
    stem = "((stemmer) => (word) => stemmer.stemWord(word))(new Stemmer())" if stemmer.strip() else "(word) => word"
    return f"{stemmer}\nbriefbookSearch.language = {{stopwords: {words}, stem: {stem}}};\n"


def write_files(app: Sphinx, exception: Exception | None) -> None:
    """Write the two files if they changed, and take away what Sphinx left there before."""
    if exception or not uses_theme(app.builder):
        return
    out = Path(app.outdir)
    (out / "searchindex.js").unlink(missing_ok=True)
    if is_offered(app.builder):
        found = json.dumps(book(app), ensure_ascii=False, separators=(",", ":"))
        write(out / BOOK, f"briefbookSearch.book = {found};\n".encode())
        write(out / LANGUAGE, language(app).encode())


def setup(app: Sphinx) -> None:
    app.connect("builder-inited", replace_sphinx)
    app.connect("html-page-context", note_text)
    app.connect("html-collect-pages", search_page)
    app.connect("build-finished", write_files)
