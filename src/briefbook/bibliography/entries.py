"""What builders ask of the citations: every entry of the book's lists, and which of them a document cites."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from docutils import nodes
from pybtex_docutils import Backend
from sphinxcontrib.bibtex.transforms import node_text_transform

if TYPE_CHECKING:
    from pybtex.style import FormattedEntry
    from sphinx.environment import BuildEnvironment

    from briefbook.bibliography.domain import CitationDomain
    from briefbook.bibliography.source import Source


@dataclass(frozen=True)
class Entry:
    """A source as the book's list prints it."""

    key: str
    label: str  #: ``Lee 2024a``
    type: str  #: biblatex's type, as written in the .bib file
    position: int  #: in the list of the whole book, from 0
    _formatted: FormattedEntry = field(repr=False)

    @property
    def nodes(self) -> list[nodes.Node]:
        """The formatted text as inline nodes, fresh at every call."""
        paragraph = Backend().paragraph(self._formatted)
        node_text_transform(paragraph)
        children = paragraph.children[:]
        for child in children:
            paragraph.remove(child)
            child.parent = None
        return children


def formatted_entries(env: BuildEnvironment) -> dict[str, Entry]:
    """All entries of all lists by key, in the order of one list for the whole book; complete once reading is done."""
    return _domain(env).listed


def cited_keys(doctree: nodes.Node) -> list[str]:
    """The keys that a resolved *doctree* cites, in the order of first citation, silent ones (``cite:empty``) too.

    Only the resolved tree knows: what stands under ``only`` for another builder is gone from it.
    """
    keys: dict[str, None] = {}
    for node in doctree.findall(lambda node: isinstance(node, (nodes.reference, nodes.inline))):
        for key in [node["bibkey"]] if node.get("bibkey") else node.get("bibkeys", ()):
            keys[key] = None
    return list(keys)


def sources(env: BuildEnvironment) -> dict[str, Source]:
    """The sources of all lists by the key that a list gives them, complete with what they inherit, in the lists' order."""
    return _domain(env).sources


def _domain(env: BuildEnvironment) -> CitationDomain:
    domain: CitationDomain = env.get_domain("cite")  # type: ignore[assignment]
    return domain
