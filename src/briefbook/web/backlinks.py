"""From the reference list back to the text: every paragraph that cites a source, and the facts that rest on it.

What a document cites is noted when it is read; the pages with a reference list are written again when that changes.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx import addnodes
from sphinx.environment.collectors import EnvironmentCollector
from sphinx.errors import NoUri
from sphinx.locale import _
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util.nodes import make_refnode
from sphinxcontrib.bibtex.citation_target import parse_citation_targets

from briefbook.directives.judgments import judgment
from briefbook.directives.ledger import fact_anchor, ledger_of, reading_order
from briefbook.directives.paragraphs import chapter_number, paragraph_anchor, position_above
from briefbook.web.assets import shapes_pages, uses_theme
from briefbook.web.navigation import short_title

if TYPE_CHECKING:
    from collections.abc import Iterator, Set

    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

#: After the entries stand in their list (5); references are made ready for use here.
LINKING = 805


@dataclass(frozen=True)
class Use:
    """One place that cites a source: its paragraph if that is numbered, and what else it stands in."""

    key: str
    anchor: str
    position: int
    inside: str  #: ``table``, ``note``, ``list``, ``figure``, ``box``, a judgment's id, or nothing


class UseCollector(EnvironmentCollector):
    """Notes what each document cites, and where."""

    def clear_doc(self, app: Sphinx, env: BuildEnvironment, docname: str) -> None:
        _uses(env).pop(docname, None)

    def merge_other(self, app: Sphinx, env: BuildEnvironment, docnames: Set[str], other: BuildEnvironment) -> None:
        _uses(env).update({name: found for name, found in _uses(other).items() if name in docnames})

    def process_doc(self, app: Sphinx, doctree: nodes.document) -> None:
        found = [use for node in doctree.findall(addnodes.pending_xref) if node.get("refdomain") == "cite"
                 for use in _uses_at(node)]
        if found:
            _uses(app.env)[app.env.docname] = found


class BackLinks(SphinxPostTransform):
    """Say under every entry of a list where it is cited."""

    default_priority = LINKING
    formats = ("html",)

    def run(self, **_options: Any) -> None:
        entries = [entry for entry in self.document.findall(nodes.citation) if entry.get("bibkey")]
        cited = _by_key(self.env) if entries else {}
        for entry in entries:
            links = [*self._places(cited.get(entry["bibkey"], [])), *self._facts(entry["bibkey"])]
            if links:
                parts = [part for index, link in enumerate(links) for part in ([nodes.Text(", ")] * bool(index) + [link])]
                entry += nodes.paragraph("", "", nodes.Text(_("Cited in: ")), *parts, classes=["citation-uses"])

    def _places(self, uses: list[tuple[str, Use]]) -> Iterator[nodes.Node]:
        """One link for each paragraph, table, list or judgment, in the order of the book."""
        seen: set[tuple[str, str]] = set()
        for docname, use in uses:
            words = self._words(docname, use)
            if (docname, words) not in seen and self._writes(docname):
                seen.add((docname, words))
                numbered = use.position and chapter_number(self.env, docname) and self.config.brief_paragraph_numbers
                anchor = paragraph_anchor(use.position) if numbered else use.anchor
                yield self._link(docname, anchor, words)

    def _writes(self, docname: str) -> bool:
        """Whether the page is there: the book for tablets leaves out what stands in no toctree."""
        try:
            self.app.builder.get_target_uri(docname)
        except NoUri:
            return False
        return True

    def _words(self, docname: str, use: Use) -> str:
        chapter = chapter_number(self.env, docname)
        if use.position and chapter and self.config.brief_paragraph_numbers:
            return f"\N{PILCROW SIGN}{chapter}.{use.position}"
        place = (self.config.numfig_format.get("section") or "%s") % chapter if chapter else short_title(self.env, docname)
        kinds = {"table": _("%s (table)"), "note": _("%s (note)"), "list": _("%s (list)"), "figure": _("%s (figure)"),
                 "box": _("%s (box)")}
        return kinds.get(use.inside, use.inside or "%s").replace("%s", place)

    def _facts(self, key: str) -> Iterator[nodes.Node]:
        domain = ledger_of(self.env)
        register = domain.register("evidence")
        for fact in domain.ledger.facts.values() if register else ():
            if key in fact.sources:
                link = self._link(register or "", fact_anchor(fact.id), fact.id)
                link["fact"] = fact.id
                yield link

    def _link(self, docname: str, anchor: str, words: str) -> nodes.reference:
        return make_refnode(self.app.builder, self.env.docname, docname, anchor, nodes.inline("", words))


def _uses(env: BuildEnvironment) -> dict[str, list[Use]]:
    if not hasattr(env, "briefbook_uses"):
        env.briefbook_uses = {}  # type: ignore[attr-defined]
    return env.briefbook_uses  # type: ignore[attr-defined, no-any-return]


def _uses_at(node: addnodes.pending_xref) -> Iterator[Use]:
    try:
        targets = list(parse_citation_targets(node["reftarget"]))
    except (ValueError, RecursionError):
        return
    for target in targets:
        yield Use(target.key, (node["ids"] or [""])[0], position_above(node), _inside(node))


def _inside(node: nodes.Node) -> str:
    kinds = {nodes.table: "table", nodes.footnote: "note", nodes.list_item: "list", nodes.figure: "figure",
             nodes.admonition: "box"}
    parent: nodes.Node | None = node.parent
    while parent is not None:
        if isinstance(parent, judgment):
            return str(parent["ident"])
        if type(parent) in kinds:
            return kinds[type(parent)]
        parent = parent.parent
    return ""


def _by_key(env: BuildEnvironment) -> dict[str, list[tuple[str, Use]]]:
    """The uses of every source in the order of the book; the registers, which list every source, are left out."""
    registers = set(ledger_of(env).data["registers"].values())
    order = {docname: index for index, docname in enumerate(reading_order(env))}
    found: dict[str, list[tuple[str, Use]]] = {}
    for docname in sorted(_uses(env), key=lambda name: (order.get(name, len(order)), name)):
        for use in _uses(env)[docname] if docname not in registers else ():
            found.setdefault(use.key, []).append((docname, use))
    return found


def _lists_to_write(app: Sphinx, env: BuildEnvironment) -> list[str]:
    """The pages with a reference list, if what they say of the rest of the book has changed."""
    if not uses_theme(app.builder) or "cite" not in env.domains:
        return []
    facts = [(fact.id, fact.sources) for fact in ledger_of(env).ledger.facts.values()]
    numbers = [(name, chapter_number(env, name), short_title(env, name)) for name in sorted(_uses(env))]
    now = hashlib.sha256(repr((_by_key(env), facts, numbers)).encode()).hexdigest()
    before, env.briefbook_listed = getattr(env, "briefbook_listed", None), now  # type: ignore[attr-defined]
    lists = {key.docname for key in env.domains["cite"].bibliographies}  # type: ignore[attr-defined]
    return sorted(lists & env.found_docs) if before != now else []


def _shape(app: Sphinx) -> None:
    if shapes_pages(app.builder):
        app.add_post_transform(BackLinks)


def setup(app: Sphinx) -> None:
    app.add_env_collector(UseCollector)
    app.connect("env-get-updated", _lists_to_write, priority=850)  # after Sphinx has numbered the sections, at 500
    app.connect("builder-inited", _shape)
