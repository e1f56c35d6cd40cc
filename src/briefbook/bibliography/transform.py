"""Sets the lists of sources into documents, without touching what the domain keeps.

sphinxcontrib-bibtex's transform appends label and text to nodes that live in its domain, so that a document resolved
twice in a process, by two builders say, prints every entry twice. This one runs before it on fresh copies of those
nodes and leaves it nothing to do.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sphinxcontrib.bibtex.directives import BibliographyKey
from sphinxcontrib.bibtex.nodes import bibliography
from sphinxcontrib.bibtex.transforms import BibliographyTransform

if TYPE_CHECKING:
    from docutils import nodes

    from briefbook.bibliography.domain import CitationDomain


class ListTransform(BibliographyTransform):
    """Replace each bibliography node by its entries."""

    #: before sphinxcontrib-bibtex's own (5), which must come before Sphinx resolves references (10)
    default_priority = 4

    def run(self, **kwargs: Any) -> None:
        domain: CitationDomain = self.env.get_domain("cite")  # type: ignore[assignment]
        kept = dict(domain.bibliographies)
        wanted = {BibliographyKey(node["docname"], node["ids"][0]) for node in self.document.findall(bibliography)}
        try:
            for key in wanted & kept.keys():
                listed = {citation.key for citation in domain.citations if citation.bibliography_key == key}
                domain.bibliographies[key] = kept[key]._replace(citation_nodes={
                    name: _blank(node, name) for name, node in kept[key].citation_nodes.items() if name in listed})
            super().run(**kwargs)
        finally:
            domain.bibliographies.update(kept)


def _blank(node: nodes.Element, key: str) -> nodes.Element:
    """A copy that knows which source it lists."""
    copy = node.copy()
    copy["bibkey"] = key
    return copy
