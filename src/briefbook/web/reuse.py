"""The foot of a page: how to cite it, its sources, the data of its charts, the book as data."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Any

from markupsafe import Markup
from sphinx.util.osutil import relative_uri

from briefbook.bibliography import cited_keys
from briefbook.bibliography.entrytext import entry_text
from briefbook.bibliography.exports import bibtex
from briefbook.web import bookdata, downloads

if TYPE_CHECKING:
    from docutils import nodes
    from sphinx.application import Sphinx

    from briefbook.bibliography.rich import Rich

_TAGS = {"i": "em", "b": "strong", "t": "code", "^": "sup", "_": "sub"}


def reuse(app: Sphinx, docname: str, doctree: nodes.document | None) -> dict[str, Any]:
    """What the template of the foot prints; notes on the way what the page cites."""
    keys = cited_keys(doctree) if doctree else []
    known = "cite" in app.env.domains and bool(app.env.domains["cite"].citations)  # type: ignore[attr-defined]
    downloads.note_cited(app.builder, docname, keys)
    own, root = (downloads.page_source(app, name) for name in (docname, app.config.root_doc))
    return {
        "page": html(entry_text(own)), "book": html(entry_text(root)) if own != root else "",
        "cite": downloads.links(app.builder, docname, f"{downloads.CITE}/{docname}"),
        "bibtex": bibtex.entry(own),
        "references": downloads.links(app.builder, docname, f"{downloads.REFERENCES}/{docname}") if keys else [],
        "all_references": downloads.links(app.builder, docname, downloads.REFERENCES) if known else [],
        "charts": downloads.chart_files(app.builder, docname, doctree) if doctree else [],
        "json": relative_uri(app.builder.get_target_uri(docname), bookdata.FILE),
        "schema": relative_uri(app.builder.get_target_uri(docname), bookdata.SCHEMA),
    }


def html(text: Rich) -> Markup:
    """Styled text as HTML."""
    shown = ""
    for span in text:
        piece = escape(span.text, quote=False)
        for mark in span.marks:
            piece = f"<{_TAGS[mark]}>{piece}</{_TAGS[mark]}>"
        shown += f'<a href="{escape(span.href)}">{piece}</a>' if span.href else piece
    return Markup(shown)
