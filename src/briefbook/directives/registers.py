"""The directives ``evidence-register`` and ``source-register``: every fact and every source, and what rests on them.

What the ledger says of a fact stands in the doctree when the page is read. What the rest of the book makes of it is not
known then; a post-transform fills it in, for every builder alike. Entries are definition lists, so that every builder
prints them.
"""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, Any

from docutils import nodes
from docutils.utils.smartquotes import smartyPants
from sphinx import addnodes
from sphinx.errors import NoUri
from sphinx.locale import _
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util.docutils import SphinxDirective
from sphinx.util.nodes import make_refnode

from briefbook.directives.ledger import LedgerDomain, fact_anchor, ledger_of, use_anchor, use_fact
from briefbook.ledger.dates import spoken
from briefbook.ledger.formatting import text_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from docutils.nodes import Node
    from sphinx.application import Sphinx
    from sphinx.config import Config

    from briefbook.ledger.records import Fact

Parts = list[nodes.Node]


class fact_uses(nodes.General, nodes.Element):  # noqa: N801 - docutils names nodes in lower case
    """Where the book uses the fact ``ident``; a post-transform puts paragraphs in its place."""


class source_entries(nodes.General, nodes.Element):  # noqa: N801
    """All sources that the book cites; a post-transform puts a definition list in its place."""


class EvidenceRegister(SphinxDirective):
    """``{evidence-register}``: every fact of the ledger, by subject."""

    def run(self) -> list[Node]:
        domain = ledger_of(self.env)
        domain.note_register("evidence", self.env.docname)
        subjects = domain.ledger.terms.subjects
        groups = groupby(domain.ledger.facts.values(), key=lambda fact: fact.subject)
        return [self._section(subject, subjects.get(subject, subject), facts) for subject, facts in groups]

    def _section(self, subject: str, name: str, facts: Iterable[Fact]) -> nodes.section:
        section = nodes.section(ids=[f"facts-{subject.lower()}"], names=[], generated=True)
        section += nodes.title("", name)
        entries = nodes.definition_list(classes=["register", "evidence-register"])
        entries += [self._entry(fact) for fact in facts]
        section += entries
        for part in (section, section[0], entries):
            self.set_source_info(part)
        return section

    def _entry(self, fact: Fact) -> nodes.definition_list_item:
        anchor = fact_anchor(fact.id)
        item = nodes.definition_list_item()
        item += nodes.term("", "", nodes.inline("", fact.id, classes=["register-id"]), ids=[anchor])
        body = nodes.definition("", nodes.paragraph("", fact.statement, classes=["register-statement"]))
        body += [_part(label, parts) for label, parts in self._parts(fact) if parts]
        body += fact_uses(ident=fact.id)
        item += body
        return item

    def _parts(self, fact: Fact) -> Iterator[tuple[str, Parts]]:
        values = "; ".join(f"{value.label}: {text_of(value, frozenset({'unit'}))}" for value in fact.values)
        yield _("Values"), [nodes.Text(values)] if values else []
        yield _("First said by"), [nodes.Text(fact.asserted_by)]
        when = _("%(origin)s. Event: %(event)s; as of %(day)s.") % {
            "origin": fact.origin, "event": spoken(fact.event_date), "day": spoken(fact.as_of)}
        yield _("Origin"), [nodes.Text(when)]
        yield _("Sources"), self._sources(fact.sources)
        grade = f"{fact.grade}, {fact.grade.reason}. {_('Text seen')}: {fact.seen}."
        yield _("Grade"), [nodes.Text(grade)]
        if fact.checked:
            check = fact.checked
            yield _("Checked"), [nodes.Text(f"{spoken(check.date)}, {check.by}, {check.result}: {check.how}.")]
        yield _("Note"), [nodes.Text(fact.notes)] if fact.notes else []
        links = [use_fact(self, ident, self.get_location(), printed=False) for ident in fact.contradicts]
        yield _("Contradicts"), _listed(links)

    def _sources(self, keys: Sequence[str]) -> Parts:
        """The citations, which put the sources on the reference list."""
        known = [key for key in keys if key in ledger_of(self.env).source_keys]
        if not known:
            return []
        role: Any = self.env.domains["cite"].role("alp")
        joined = ",".join(known)
        cited, messages = role("cite:alp", f"{{cite:alp}}`{joined}`", joined, self.lineno, self.state.inliner, {}, [])
        return [*cited, *messages]


class SourceRegister(SphinxDirective):
    """``{source-register}``: every source that the book cites, with its standing and what it supports."""

    def run(self) -> list[Node]:
        ledger_of(self.env).note_register("sources", self.env.docname)
        node = source_entries()
        self.set_source_info(node)
        return [node]


class FillRegisters(SphinxPostTransform):
    """Put what the whole book knows into the registers."""

    #: before references are resolved (10), for it makes some
    default_priority = 6

    def run(self, **_options: Any) -> None:
        self.domain: LedgerDomain = ledger_of(self.env)
        for uses in list(self.document.findall(fact_uses)):
            uses.replace_self(_part(_("Used"), self._uses(uses["ident"])))
        for place in list(self.document.findall(source_entries)):
            place.replace_self(self._source_list())

    # -- facts -------------------------------------------------------------------------------------------------------

    def _uses(self, ident: str) -> Parts:
        judgments = [entry for entry in self.domain.judgments if ident in entry.facts]
        charts = [entry for entry in self.domain.charts if ident in entry.facts]
        parts: Parts = []
        for words, links in (
            (_("under "), [linked(self, entry.docname, entry.anchor, entry.ident) for entry in judgments]),
            (_("in "), [self._figure(entry.name) for entry in charts]),
            (_("printed in "), [linked(self, name, use_anchor(ident), self._title(name))
                                for name in self.domain.printing(ident)]),
        ):
            if links:
                parts += [nodes.Text(("; " if parts else "") + words), *_listed(links)]
        return [*parts, nodes.Text(".")] if parts else [nodes.Text(_("not yet."))]

    def _figure(self, name: str) -> addnodes.pending_xref:
        words = nodes.inline("", name, classes=["xref", "std", "std-numref"])
        return addnodes.pending_xref("", words, refdomain="std", reftype="numref", reftarget=name, refexplicit=False,
                                     refdoc=self.env.docname, refwarn=True)

    def _title(self, docname: str) -> str:
        meta = self.env.metadata.get(docname, {})
        return meta.get("shorttitle") or self.env.titles[docname].astext()

    # -- sources -----------------------------------------------------------------------------------------------------

    def _source_list(self) -> nodes.definition_list:
        entries = nodes.definition_list(classes=["register", "source-register"])
        cited = self._cited()
        entries += [self._source(key, docnames) for key, docnames in cited.items()]
        return entries

    def _cited(self) -> dict[str, list[str]]:
        """The documents that cite each source, the registers aside; sources in the order of the reference list."""
        if "cite" not in self.env.domains:
            return {}
        cite: Any = self.env.domains["cite"]
        order = {key: index for index, key in enumerate(cite.data["order"])}
        found: dict[str, dict[str, None]] = {}
        for ref in cite.citation_refs:
            for target in ref.targets:
                found.setdefault(target.key, {})[ref.docname] = None
        registers = set(self.domain.data["registers"].values())
        return {key: sorted(found[key].keys() - registers) for key in sorted(found, key=lambda key: order.get(key, -1))
                if key in self.domain.source_keys}

    def _source(self, key: str, docnames: Iterable[str]) -> nodes.definition_list_item:
        item = nodes.definition_list_item()
        words = nodes.inline("", key)
        cited = addnodes.pending_xref("", words, refdomain="cite", reftype="alp", reftarget=key, refexplicit=False,
                                      refdoc=self.env.docname, refwarn=True)
        item += nodes.term("", "", cited, ids=[nodes.make_id(f"source-{key}")])
        item += nodes.definition("", *(_part(label, parts) for label, parts in self._standing(key, docnames) if parts))
        return item

    def _standing(self, key: str, docnames: Iterable[str]) -> Iterator[tuple[str, Parts]]:
        fields: Mapping[str, str] = self.domain.source_keys[key].fields
        graded = ": ".join(part for part in (fields.get("grade", ""), fields.get("descriptor", "")) if part)
        yield _("Grade"), [self._text(graded)] if graded else []
        facts = [fact for fact in self.domain.ledger.facts.values() if key in fact.sources]
        origins = [fields["origin"]] if "origin" in fields else self.domain.ledger.origins(fact.id for fact in facts)
        yield _("Origin"), [self._text("; ".join(origins))] if origins else []
        copy = [f"{label}: {fields[name]}" for name, label in (
            ("standing", _("standing")), ("titlestatus", _("title")), ("textseen", _("text seen"))) if name in fields]
        yield _("Copy"), [nodes.Text("; ".join(copy))] if copy else []
        yield _("Supports"), _listed([self._fact(fact.id) for fact in facts])
        resting = [entry for entry in self.domain.judgments if any(fact.id in entry.facts for fact in facts)]
        yield _("Judgments"), _listed([linked(self, entry.docname, entry.anchor, entry.ident) for entry in resting])
        yield _("Cited in"), _listed([linked(self, name, "", self._title(name)) for name in docnames])

    def _text(self, words: str) -> nodes.Text:
        return typeset(self.config, words)

    def _fact(self, ident: str) -> addnodes.pending_xref:
        words = nodes.inline("", ident, classes=["fact-id"])
        return addnodes.pending_xref("", words, refdomain="ledger", reftype="fact", reftarget=ident,
                                     refdoc=self.env.docname, refwarn=False)


def typeset(config: Config, words: str) -> nodes.Text:
    """Words of the ledger with the quotation marks that Sphinx gives to what is read before."""
    return nodes.Text(smartyPants(words, "qDe", config.language) if config.smartquotes else words)


def linked(transform: SphinxPostTransform, docname: str, anchor: str, words: str) -> nodes.inline | nodes.reference:
    """A link to a place in another document, or its words where the builder does not print that."""
    text = nodes.inline("", words)
    try:
        return make_refnode(transform.app.builder, transform.env.docname, docname, anchor, text)
    except NoUri:  # LaTeX has no place for a document that it does not print
        return text


def _part(label: str, parts: Sequence[nodes.Node]) -> nodes.paragraph:
    """A paragraph that begins with its name."""
    return nodes.paragraph("", "", nodes.strong("", f"{label}:"), nodes.Text(" "), *parts, classes=["register-part"])


def _listed(links: Sequence[nodes.Node]) -> Parts:
    return [part for index, link in enumerate(links) for part in ([nodes.Text(", "), link] if index else [link])]


def setup(app: Sphinx) -> None:
    app.setup_extension("briefbook.directives.ledger")
    for node in (fact_uses, source_entries):
        app.add_node(node)  # the post-transform leaves none for a builder to print
    app.add_directive("evidence-register", EvidenceRegister)
    app.add_directive("source-register", SourceRegister)
    app.add_post_transform(FillRegisters)
