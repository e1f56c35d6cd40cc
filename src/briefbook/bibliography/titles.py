"""Titles that cite: what other pages, menus and cross-references call a section or a figure whose title holds a citation.

Sphinx keeps titles as text when a document is read, and then a citation is nothing but its key. Its words are known
when the whole book is read; they are put in here, before anything is written.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from docutils import nodes
from sphinx import addnodes
from sphinx.util.nodes import clean_astext
from sphinxcontrib.bibtex.citation_target import parse_citation_targets

from briefbook.bibliography.citing import Cited, arrange
from briefbook.bibliography.rich import plain

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from sphinx.environment import BuildEnvironment

    from briefbook.bibliography.labels import Label

#: The attribute of a citation's words, until these are found: role and target. Copies in tables of contents keep it.
CITES = "cites"
_PLACE = "\N{OBJECT REPLACEMENT CHARACTER}"  # docutils takes a null for an escape


class CitingTitle(NamedTuple):
    """A title that cites: the anchors it names, its text with gaps, and role and target for each gap."""

    anchors: tuple[str, ...]
    text: str
    cites: tuple[tuple[str, str], ...]

    def filled(self, labels: Mapping[str, Label]) -> str:
        parts = self.text.split(_PLACE)
        return "".join(part + words for part, words in zip(
            parts, [*(cited_words(role, target, labels) for role, target in self.cites), ""], strict=True))


def cited_words(role: str, target: str, labels: Mapping[str, Label]) -> str:
    """A citation as text; keys that nobody knows are printed as on the page."""
    targets = list(parse_citation_targets(target))
    found = [Cited(labels[item.key], None, item.pre, item.post) for item in targets if item.key in labels]
    unknown = "".join(f"[{item.key}?]" for item in targets if item.key not in labels)
    return "".join(plain(piece.text) for piece in arrange(role, found) if found) + unknown


def citing_titles(document: nodes.document) -> Iterator[CitingTitle]:
    """The titles and captions of *document* that cite."""
    for title in document.findall(lambda node: isinstance(node, (nodes.title, nodes.caption, nodes.rubric))):
        cites = [(str(node["reftype"]), str(node["reftarget"])) for node in _citations(title)]
        if cites:
            copy = title.deepcopy()
            for node in list(_citations(copy)):
                node.parent.replace(node, nodes.Text(_PLACE))
            yield CitingTitle((*title.parent["ids"], *title["ids"]), clean_astext(copy), tuple(cites))


def _citations(title: nodes.Element) -> list[addnodes.pending_xref]:
    return [node for node in title.findall(addnodes.pending_xref) if node.get("refdomain") == "cite"]


def name_titles(env: BuildEnvironment, titles: Mapping[str, list[CitingTitle]], labels: Mapping[str, Label]) -> bool:
    """Put the words of citations into the titles that Sphinx keeps; whether any of them has changed."""
    changed = False
    known = env.domains.standard_domain.labels
    for name, (docname, anchor, before) in list(known.items()):
        for title in titles.get(docname, ()):
            if anchor in title.anchors and (now := title.filled(labels)) != before:
                known[name] = docname, anchor, now
                changed = True
    for docname in titles:
        for kept in (env.titles.get(docname), env.longtitles.get(docname), env.tocs.get(docname)):
            for words in list(kept.findall(nodes.Element)) if kept is not None else ():
                if CITES in words.attributes:
                    now = cited_words(*words[CITES], labels)
                    changed |= words.astext() != now
                    words[:] = [nodes.Text(now)]
    return changed
