"""From doctree to passages: the text of a document with marks for what is more than words.

The doctree is the one that was read: citations, facts and values are known in it, references not resolved yet.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx import addnodes
from sphinxcontrib.bibtex.citation_target import parse_citation_targets

from briefbook.analysis.passages import Mark, Passage
from briefbook.analysis.sentences import OBJECT

if TYPE_CHECKING:
    from docutils.nodes import Node

#: Roles of citation that are words of the sentence: "Lee (2024) says".
TEXTUAL = frozenset({"t", "ct", "author", "authors", "title"})
#: Nodes without words of the book's own.
SILENT = (nodes.comment, nodes.raw, nodes.image, nodes.system_message, nodes.problematic, nodes.target, addnodes.index)
_CODE = (nodes.literal, nodes.math, addnodes.download_reference)


class _Writer:
    """Writes the text of one block and notes its marks."""

    def __init__(self) -> None:
        self.text = ""
        self.marks: list[Mark] = []

    def children(self, node: nodes.Element) -> None:
        for child in node.children:
            self.write(child)

    def write(self, node: Node) -> None:
        if isinstance(node, nodes.Text):
            self.text += node.astext()
        elif isinstance(node, addnodes.pending_xref):
            self._reference(node)
        elif isinstance(node, nodes.footnote_reference):
            self.mark("note", (node.get("refid") or node.get("refname") or "",), "")
        elif isinstance(node, _CODE):
            self.mark("literal", (), node.astext())
        elif isinstance(node, nodes.Element) and not isinstance(node, SILENT):
            self._inline(node)

    def mark(self, kind: str, names: Iterable[str], text: str, raw: str = "") -> None:
        self.marks.append(Mark(len(self.text), len(self.text) + len(text), kind, tuple(names), raw))
        self.text += text

    def _inline(self, node: nodes.Element) -> None:
        """Words in a form of their own; ours have a class that says what they are."""
        classes = node.get("classes", ())
        if "fact-citation" in classes:
            self.mark("citation", (*_facts(node), *_keys(node)), OBJECT, node.rawsource)
        elif "fact-value" in classes:
            self.mark("value", (node["fact"],), node.astext(), node.rawsource)
        elif "likelihood" in classes:
            self.mark("term", (node["term"],) if "term" in node else (), node.astext(), node.rawsource)
        elif isinstance(node, nodes.abbreviation) and node.get("explanation"):
            self.mark("spelled", (node.astext(),), node.astext())
        elif isinstance(node, nodes.reference) and node.astext() == node.get("refuri"):
            self.mark("literal", (), node.astext())
        elif "likelihood-range" not in classes:
            self.children(node)

    def _reference(self, node: addnodes.pending_xref) -> None:
        target, words = node["reftarget"], node.astext()
        if node.get("refdomain") == "cite":
            is_word = node["reftype"] in TEXTUAL
            self.mark("citation", _split_keys(target), words[:1].upper() + words[1:] if is_word else OBJECT, node.rawsource)
        elif node.get("refexplicit") or node["reftype"] in ("term", "abbr"):
            self.mark("link", (target,), words)
        else:  # the words are the label, until it is resolved
            self.marks.append(Mark(len(self.text), len(self.text) + len(words), "link", (target,)))
            self.mark("literal", (), words)


def _facts(node: nodes.Element) -> list[str]:
    """The ids of a fact's citation; the ledger may not know them."""
    known = [item["reftarget"] for item in node.findall(addnodes.pending_xref) if item.get("refdomain") == "ledger"]
    return known + [item.astext().strip("[]?") for item in node.findall(nodes.strong)]


def _keys(node: nodes.Element) -> list[str]:
    return [key for item in node.findall(addnodes.pending_xref) if item.get("refdomain") == "cite"
            for key in _split_keys(item["reftarget"])]


def _split_keys(target: str) -> list[str]:
    """The keys of a citation's target, ``lee2024{p. 12},roe2020``."""
    try:
        return [item.key for item in parse_citation_targets(target)]
    except (ValueError, RecursionError):
        return []


def passage_of(node: nodes.Element, **where: Any) -> Passage:
    """The words of one block; *where* are further fields of :class:`Passage`."""
    writer = _Writer()
    writer.children(node)
    return Passage(writer.text, tuple(writer.marks), **where)


def joined(passages: list[Passage]) -> Passage:
    """Several blocks as one, for a judgment whose statement was cut by mistake."""
    if not passages:
        return Passage("")
    first, *rest = passages
    for other in rest:
        shift = len(first.text) + 1
        moved = tuple(replace(mark, start=mark.start + shift, end=mark.end + shift) for mark in other.marks)
        first = replace(first, text=f"{first.text}\n{other.text}", marks=first.marks + moved)
    return first


def cited_keys(doctree: nodes.document) -> dict[str, nodes.Node]:
    """Every key that a document cites, with the first node that does."""
    found: dict[str, nodes.Node] = {}
    for node in doctree.findall(addnodes.pending_xref):
        for key in _split_keys(node["reftarget"]) if node.get("refdomain") == "cite" else ():
            found.setdefault(key, node)
    return found
