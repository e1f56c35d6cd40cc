"""What the templates print on a page: edition and cut-off, PDFs, menu, contents, reading time, policy."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import quote, urljoin, urlsplit

from docutils import nodes

from briefbook import publication
from briefbook.bibliography import cited_keys
from briefbook.config import long_date
from briefbook.publication import typeset
from briefbook.web import bookdata, downloads, feed, metadata, navigation, searching, titlecards
from briefbook.web.addresses import absolute
from briefbook.web.assets import uses_theme
from briefbook.web.reuse import reuse
from briefbook.web.transforms import SLOT, data_details

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.builders.html import StandaloneHTMLBuilder
    from sphinx.config import Config

#: Nothing from elsewhere, nothing inline, no eval. It holds for pages opened from a disk as well.
POLICY = "; ".join((
    "default-src 'none'", "script-src 'self'", "style-src 'self'", "img-src 'self' data:", "font-src 'self'",
    "connect-src 'self'", "form-action 'self'", "base-uri 'none'",
))

#: Sphinx's scripts, which serve its own search.
SPHINX_SCRIPTS = {f"_static/{name}.js" for name in
                  ("documentation_options", "doctools", "sphinx_highlight", "translations")}

#: Words that a practised reader takes in a minute.
WORDS_A_MINUTE = 230
#: A page with fewer words of prose says nothing of reading time.
SHORTEST = 150
#: Minutes. A page that takes longer is for looking up: nobody reads it from end to end.
LONGEST = 45

_UNREAD = (nodes.citation, nodes.footnote, nodes.comment, data_details)


def _words(node: nodes.Node) -> int:
    if isinstance(node, _UNREAD):
        return 0
    return len(node.astext().split()) if isinstance(node, nodes.paragraph) else sum(map(_words, node.children))


def reading_minutes(doctree: nodes.document | None) -> int:
    """Minutes that the page's prose takes, its notes and references left out; 0 for a page without prose, or with more than anyone reads."""
    if doctree is None:
        return 0
    words = _words(doctree)
    minutes = max(1, round(words / WORDS_A_MINUTE))
    return minutes if words >= SHORTEST and minutes <= LONGEST else 0


def pdfs(builder: StandaloneHTMLBuilder, folder: str, root: str) -> list[dict[str, str]]:
    """The PDFs that ``typst_documents`` names, each with the address that leads to it from the page at *root*."""
    entries = getattr(builder.config, "typst_documents", None) or ()
    if not folder:
        return []
    base = folder.rstrip("/") if urlsplit(folder).scheme or folder.startswith("/") else root + folder.rstrip("/")
    listed = []
    for start, target, *rest in entries:
        title, _author, layout = (*rest, *("", "", "brief")[len(rest):])
        if start in builder.env.all_docs:
            listed.append({
                "docname": start, "layout": layout, "href": f"{base}/{quote(target.removesuffix('.pdf'))}.pdf",
                "title": title or navigation.short_title(builder.env, start),
            })
    return listed


def _edition(config: Config) -> dict[str, Any]:
    """The edition's options under the names that the templates use; a project need not have them."""
    return {
        "edition": getattr(config, "brief_edition", ""),
        "cutoff": long_date(getattr(config, "brief_cutoff", "")),
        "draft": getattr(config, "brief_draft", False),
        "corrections": getattr(config, "brief_corrections", ""),
    }


def corrections_link(text: str) -> str:
    """Where a corrections address leads, when it is an address: ``https://...`` or a mail address."""
    if urlsplit(text).scheme in ("https", "http", "mailto"):
        return text
    return f"mailto:{text}" if "@" in text and " " not in text else ""


def _head(app: Sphinx, docname: str, url: str, pdf: str, doctree: nodes.document | None) -> dict[str, Any]:
    """What the head of a page of the book says to machines; *pdf* is relative to *url*, which may be empty."""
    config = app.config
    work = publication.page(config, app.env, docname)
    picture = titlecards.make(app, docname)
    places = metadata.Places(
        url, absolute(config, app.builder.get_target_uri(config.root_doc)), urljoin(url, pdf) if url and pdf else "",
        absolute(config, picture) if picture else "")
    keys = cited_keys(doctree) if doctree else []
    known = downloads.sources(app) if keys else {}
    return {"tags": metadata.tags(work, places),
            "json_ld": metadata.json_ld(work, places, [known[key] for key in known if key in keys])}


def add_context(app: Sphinx, pagename: str, templatename: str, context: dict[str, Any],
                doctree: nodes.document | None) -> None:
    """Put everything the templates need into *context*, under ``brief``, and part the body at its slot."""
    builder, env, config = app.builder, app.env, app.config
    if not uses_theme(builder):
        return
    meta = context.get("meta") or {}
    known = pagename in env.all_docs
    links = navigation.bar_links(context["theme_bar_links"], env)
    documents = pdfs(builder, context["theme_pdf_dir"], context["content_root"])
    own = next((pdf for pdf in documents if pdf["docname"] == pagename and pdf["layout"] != "book"), None)
    whole = next((pdf for pdf in documents if pdf["layout"] == "book"), None)
    shown = own or (whole if pagename == config.root_doc else None)
    head, slot, rest = context.get("body", "").partition(SLOT)
    context["brief"] = _edition(config) | {
        "policy": POLICY,
        "front": pagename == config.root_doc,
        "bar": links,
        "menu": navigation.MENU,
        "groups": navigation.groups(env, config.root_doc, {link.docname for link in links} | {config.root_doc}),
        "lists_itself": not navigation.toctrees_hidden(env, config.root_doc),
        "contents": navigation.contents(builder, pagename, doctree) if known else [],
        "kicker": navigation.kicker(config, env, pagename) if known else meta.get("kicker", ""),
        "deck": typeset(config, meta.get("deck", "")),
        "minutes": reading_minutes(doctree),
        "pdfs": documents,
        "own_pdf": own,
        "book_pdf": whole,
        "head": _head(app, pagename, context["pageurl"] or "", shown["href"] if shown else "", doctree) if known else None,
        "reuse": reuse(app, pagename, doctree) if known else None,
        "feed": feed.FILE if feed.is_kept(config) else "",
        "data": bookdata.FILE,
        "search": searching.is_offered(builder),
        "corrections_link": corrections_link(getattr(config, "brief_corrections", "")),
        "body_head": head if slot else "",
        "body_rest": rest if slot else head,
    }
    context["script_files"] = [script for script in context["script_files"]
                               if str(getattr(script, "filename", script)) not in SPHINX_SCRIPTS]


def setup(app: Sphinx) -> None:
    app.connect("html-page-context", add_context)
