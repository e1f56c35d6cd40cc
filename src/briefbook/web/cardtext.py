"""The text of a card in HTML: a kind, what is said, a few lines on what stands behind it, and where to read on.

Addresses within the book are seen from its front page; ``briefbook-cards.js`` sees them from the page it is on.
"""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from docutils import nodes
from docutils.utils.smartquotes import smartyPants
from sphinx.locale import _

from briefbook.bibliography import formatted_entries
from briefbook.directives.ledger import fact_anchor, ledger_of
from briefbook.ledger.dates import spoken
from briefbook.web.navigation import number, short_title
from briefbook.web.sourcedata import source_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sphinx.builders import Builder

    from briefbook.bibliography import Entry
    from briefbook.ledger.graph import JudgmentEntry
    from briefbook.ledger.records import Fact

Line = tuple[str, str]  # a label and HTML; a line without HTML is not printed

_TAGS: dict[type[nodes.Node], str] = {
    nodes.emphasis: "em", nodes.strong: "strong", nodes.superscript: "sup", nodes.subscript: "sub", nodes.literal: "code"}


class CardText:
    """Writes the cards of one book."""

    def __init__(self, builder: Builder) -> None:
        self.builder = builder
        self.env = builder.env
        self.ledger = ledger_of(self.env)
        self.sources = formatted_entries(self.env) if "cite" in self.env.domains else {}
        self.lists = {citation.key: (citation.bibliography_key.docname, citation.citation_id)
                      for citation in self.env.domains["cite"].citations} if "cite" in self.env.domains else {}
        self.facts_of: dict[str, list[str]] = {}
        for fact in self.ledger.ledger.facts.values():
            for key in fact.sources:
                self.facts_of.setdefault(key, []).append(fact.id)

    # -- the four kinds ----------------------------------------------------------------------------------------------

    def source(self, entry: Entry) -> str:
        data = source_of(self.env, entry.key)
        assert data is not None, "what is listed stands in the bibliography"
        facts = self.facts_of.get(entry.key, [])
        graded = ": ".join(part for part in (data.grade, data.descriptor) if part)
        archived = _("Archived copy, %s") % spoken(data.archive_date) if data.archive_date else _("Archived copy")
        return self._card(_("Source"), entry.label, f'<p class="card-reference">{inline(entry.nodes)}</p>', [
            (_("Published"), escape(", ".join(part for part in (data.publisher, data.date) if part))),
            (_("Grade"), self._text(graded)),
            (_("Text seen"), escape(data.seen)),
            (_("Facts"), self._facts(facts)),
            (_("Judgments"), self._judgments(facts)),
        ], [
            self._go(_("Go to the reference"), *self.lists[entry.key]),
            link(data.url, _("Open the source"), "external") if data.url else "",
            link(data.archive_url, archived, "external") if data.archive_url else ""])

    def fact(self, fact: Fact) -> str:
        register = self.ledger.register("evidence")
        keys = [key for key in fact.sources if key in self.sources]
        return self._card(_("Fact"), f"{fact.id} \N{MIDDLE DOT} {fact.grade}", self._said(fact.statement), [
            (_("First said by"), self._text(fact.asserted_by)),
            (_("As of"), escape(spoken(fact.as_of))),
            (_("Grade"), self._text(f"{fact.grade}, {fact.grade.reason}")),
            (_("Sources"), "; ".join(self._to(*self.lists[key], self.sources[key].label) for key in keys)),
            (_("Judgments"), self._judgments([fact.id])),
        ], [self._go(_("Go to the evidence register"), register, fact_anchor(fact.id)) if register else ""])

    def judgment(self, entry: JudgmentEntry) -> str:
        title = short_title(self.env, entry.docname)
        chapter = number(self.env, entry.docname)
        standing = self._to(entry.docname, entry.anchor, f"{chapter} {title}".strip())
        return self._card(_("Judgment"), entry.ident, self._said(entry.statement), [
            (_("Confidence"), escape(entry.confidence)),
            (_("Stands in"), standing),
            (_("Rests on"), self._facts([ident for ident in entry.facts if ident in self.ledger.ledger.facts])),
            (_("Look again"), escape(spoken(entry.resolves or entry.review)) if entry.resolves or entry.review else ""),
        ], [self._go(_("Go to the judgment"), entry.docname, entry.anchor)])

    def term(self, name: str, docname: str, anchor: str) -> str:
        definition = "".join(f"<p>{inline(part.children)}</p>" for part in self._definition(docname, anchor))
        return self._card(_("Term"), name, f'<div class="card-said">{definition}</div>', [],
                          [self._go(_("Go to the glossary"), docname, anchor)])

    def _definition(self, docname: str, anchor: str) -> Iterable[nodes.paragraph]:
        for term in self.env.get_doctree(docname).findall(nodes.term):
            if anchor in term["ids"]:
                return list(term.parent.findall(nodes.paragraph))
        return []

    # -- parts -------------------------------------------------------------------------------------------------------

    def _card(self, kind: str, name: str, said: str, lines: list[Line], ways: list[str]) -> str:
        rows = "".join(f"<dt>{label}</dt><dd>{html}</dd>" for label, html in lines if html)
        return (f'<p class="card-kind">{kind} <strong>{escape(name)}</strong></p>{said}'
                + (f"<dl>{rows}</dl>" if rows else "") + f'<p class="card-ways">{" ".join(filter(None, ways))}</p>')

    def _said(self, words: str) -> str:
        return f'<p class="card-said">{self._text(words)}</p>'

    def _text(self, words: str) -> str:
        """Words of the ledger with the quotation marks that Sphinx gives to the text of a page."""
        config = self.env.config
        return escape(smartyPants(words, "qDe", config.language) if config.smartquotes else words, quote=False)

    def _facts(self, idents: Iterable[str]) -> str:
        register = self.ledger.register("evidence")
        return ", ".join(self._to(register, fact_anchor(ident), ident, "card-id") if register else ident for ident in idents)

    def _judgments(self, facts: Iterable[str]) -> str:
        wanted = set(facts)
        return ", ".join(self._to(entry.docname, entry.anchor, entry.ident, "card-id") for entry in self.ledger.judgments
                         if wanted.intersection(entry.facts))

    def _to(self, docname: str, anchor: str, words: str, name: str = "") -> str:
        return link(f"{self.builder.get_target_uri(docname)}#{anchor}", words, name)

    def _go(self, words: str, docname: str, anchor: str) -> str:
        return self._to(docname, anchor, words, "card-go")


def link(address: str, words: str, name: str = "") -> str:
    attribute = f' class="{name}"' if name else ""
    return f'<a{attribute} href="{escape(address)}">{escape(words, quote=False)}</a>'


def inline(parts: Iterable[nodes.Node]) -> str:
    """Inline nodes in HTML: words and their emphasis. An address of the web is its site alone; the card has a way there."""
    return "".join(map(_inline, parts))


def _inline(part: nodes.Node) -> str:
    if isinstance(part, nodes.Text):
        return escape(part.astext(), quote=False)
    if not isinstance(part, nodes.Element) or isinstance(part, (nodes.raw, nodes.footnote_reference, nodes.comment)):
        return ""
    if "refuri" in part and part.astext() == part["refuri"]:
        return escape((urlsplit(part["refuri"]).hostname or part.astext()).removeprefix("www."))
    if part.get("refdomain") == "cite":
        return ""  # a key, which says nothing in a card
    words, tag = inline(part.children), _TAGS.get(type(part))
    return f"<{tag}>{words}</{tag}>" if tag else words
