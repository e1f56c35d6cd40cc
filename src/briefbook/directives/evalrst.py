"""What ``{eval-rst}`` leaves undone: MyST reads such a fence as a document of its own and keeps the nodes alone.

Footnotes, substitutions, named targets and pending elements of the fence are unknown to the chapter, so that nothing
resolves them: a footnote then crashes the writer of pages, and a substitution is an error. Here the chapter learns of
them.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx.transforms import SphinxTransform

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from sphinx.application import Sphinx

#: Ids that docutils gives by counting.
_COUNTED = re.compile(r"id[0-9]+")


class AdoptRst(SphinxTransform):
    """Register the nodes of ``{eval-rst}`` fences with the document they stand in."""

    #: Before every transform of docutils, the first of which (Substitutions, 220) reads what is registered here.
    default_priority = 5

    def apply(self, **kwargs: Any) -> None:
        known = {id(node) for node in _registered(self.document)}
        for node in [node for node in self.document.findall(nodes.Element) if id(node) not in known]:
            _name(self.document, node)
            for kind, adopt in ADOPTIONS:
                if isinstance(node, kind):
                    adopt(self.document, node)


def _name(document: nodes.document, node: nodes.Element) -> None:
    """Give a node that was counted in a fence an id that nothing else in the chapter has, and note its name."""
    if all(document.ids.get(name) is node for name in node["ids"]):
        return
    if all(_COUNTED.fullmatch(name) for name in node["ids"]):
        node["ids"] = []
    if node["names"] and not any(name in document.nameids for name in node["names"]):
        document.note_explicit_target(node, node)
    elif not node["ids"]:
        document.set_id(node)


def _registered(document: nodes.document) -> Iterator[nodes.Node]:
    """Every node that the document knows already of those that :data:`ADOPTIONS` deals with."""
    for nodes_of in (document.footnotes, document.autofootnotes, document.symbol_footnotes, document.citations,
                     document.autofootnote_refs, document.symbol_footnote_refs, document.substitution_defs.values(),
                     *document.refnames.values(), *document.footnote_refs.values(), *document.citation_refs.values()):
        yield from nodes_of
    yield from (pending for _priority, _transform, pending, _arguments in document.transformer.transforms if pending)


def _footnote(document: nodes.document, node: nodes.footnote) -> None:
    note = {1: document.note_autofootnote, "*": document.note_symbol_footnote}.get(node.get("auto"), document.note_footnote)
    note(node)


def _footnote_reference(document: nodes.document, node: nodes.footnote_reference) -> None:
    if node.get("auto") == 1:
        document.note_autofootnote_ref(node)
    elif node.get("auto") == "*":
        document.note_symbol_footnote_ref(node)
    if "refname" in node:
        document.note_footnote_ref(node)


def _reference(document: nodes.document, node: nodes.reference) -> None:
    if "refname" in node:
        document.note_refname(node)


def _substitution(document: nodes.document, node: nodes.substitution_definition) -> None:
    document.note_substitution_def(node, node["names"][0])


def _pending(document: nodes.document, node: nodes.pending) -> None:
    document.note_pending(node)


ADOPTIONS: tuple[tuple[type[nodes.Element], Callable[[nodes.document, Any], None]], ...] = (
    (nodes.footnote, _footnote), (nodes.footnote_reference, _footnote_reference), (nodes.reference, _reference),
    (nodes.substitution_definition, _substitution), (nodes.pending, _pending))


def setup(app: Sphinx) -> None:
    app.add_transform(AdoptRst)
