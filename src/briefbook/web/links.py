"""What a page's links carry besides their address: the card that tells what they lead to, and archived copies.

``data-card`` names the file and the entry that ``briefbook-cards.js`` looks up. ``data-originalurl``,
``data-versionurl`` and ``data-versiondate`` are those of Robust Links (robustlinks.mementoweb.org).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx.locale import _
from sphinx.transforms.post_transforms import SphinxPostTransform

from briefbook.directives.ledger import ledger_of
from briefbook.directives.paragraphs import paragraph_number
from briefbook.web.assets import shapes_pages, uses_theme
from briefbook.web.cards import fact_card, judgment_card, source_card, term_card, terms
from briefbook.web.sourcedata import source_of
from briefbook.web.transforms import ELSEWHERE

if TYPE_CHECKING:
    from sphinx.application import Sphinx

#: After references are resolved and the page has its shape (``transforms.SHAPING``, 800).
MARKING = 820


class marked_reference(nodes.reference):  # noqa: N801 - docutils names nodes in lower case
    """A reference with data for scripts. Attribute: ``data``, a mapping of attributes."""


def mark(reference: nodes.reference, data: dict[str, str]) -> None:
    """Put a reference that carries *data* in the place of *reference*."""
    marked = marked_reference("", "", *reference.children, data=data, **reference.attributes)
    reference.replace_self(marked)


class CardLinks(SphinxPostTransform):
    """Say of every citation, fact, value, term and judgment which card tells of it."""

    default_priority = MARKING
    formats = ("html",)

    def run(self, **_options: Any) -> None:
        self.judgments = {entry.anchor: entry.ident for entry in ledger_of(self.env).judgments}
        self.terms = {anchor for _docname, anchor in terms(self.env).values()}
        for reference in list(self.document.findall(nodes.reference)):
            if card := self._card(reference):
                mark(reference, {"card": card})

    def _card(self, reference: nodes.reference) -> str:
        anchor = reference.get("refid") or reference.get("refuri", "").rpartition("#")[2]
        if reference.get("bibkey"):
            return source_card(reference["bibkey"])
        if reference.get("fact"):
            return fact_card(reference["fact"])
        if not reference.get("internal") and "refid" not in reference:
            return ""
        if anchor in self.judgments:
            return judgment_card(self.judgments[anchor])
        return term_card(anchor) if anchor in self.terms else ""


class ArchivedCopies(SphinxPostTransform):
    """Name the archived copy beside the address of a source that has one."""

    default_priority = MARKING
    formats = ("html",)

    def run(self, **_options: Any) -> None:
        for entry in self.document.findall(nodes.citation):
            source = source_of(self.env, entry.get("bibkey", ""))
            data = source.archived_data if source else {}
            for reference in list(entry.findall(nodes.reference)) if data else ():
                if reference.get("refuri") == data["originalurl"]:
                    mark(reference, data)


def visit_marked(self: Any, node: marked_reference) -> None:
    """An ordinary link of Sphinx's, with the attributes; another writer prints it as it does any reference."""
    internal = node.get("internal") or "refuri" not in node
    attributes = {"class": f"reference {'internal' if internal else 'external'}",
                  "href": node["refuri"] if "refuri" in node else f"#{node['refid']}"}
    if "reftitle" in node:
        attributes["title"] = node["reftitle"]
    attributes |= {f"data-{name}": value for name, value in node["data"].items()}
    self.body.append(self.starttag(node, "a", "", **attributes))


def depart_marked(self: Any, node: marked_reference) -> None:
    self.body.append("</a>")


def visit_paragraph_number(self: Any, node: paragraph_number) -> None:
    """A link to the paragraph itself, for who wants to cite it; the sign before the number is the style sheet's."""
    if shapes_pages(self.builder):
        name = _("Paragraph %s") % node["number"]
        self.body.append(f'<a class="paragraph-number" href="#{node["anchor"]}" aria-label="{name}">{node["number"]}</a> ')
    raise nodes.SkipNode


def _shape(app: Sphinx) -> None:
    """Cards lead from page to page; a book on a single page has everything at hand."""
    if uses_theme(app.builder):
        app.add_post_transform(ArchivedCopies)
        if app.builder.name != "singlehtml":
            app.add_post_transform(CardLinks)


def setup(app: Sphinx) -> None:
    app.add_node(marked_reference, html=(visit_marked, depart_marked), **ELSEWHERE)
    app.registry.add_translation_handlers(paragraph_number, html=(visit_paragraph_number, None))
    app.connect("builder-inited", _shape)
