"""The roles of citation: sphinxcontrib-bibtex's, with a message where that stops with a traceback."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docutils import nodes
from sphinxcontrib.bibtex import roles
from sphinxcontrib.bibtex.citation_target import parse_citation_targets

from briefbook.bibliography.titles import CITES
from briefbook.problems import Problem, report

if TYPE_CHECKING:
    from sphinx.environment import BuildEnvironment


class CiteRole(roles.CiteRole):
    """``{cite:p}`key{p. 12}` `` and its like."""

    def result_nodes(
        self, document: nodes.document, env: BuildEnvironment, node: nodes.Element, is_ref: bool,
    ) -> tuple[list[nodes.Node], list[nodes.system_message]]:
        """Note the keys, or tell that they cannot be read and print them as they stand."""
        try:
            list(parse_citation_targets(self.target))
        except (ValueError, RecursionError):
            report(Problem.CITATION, f"the citation {self.target!r} cannot be read", location=self.get_location())
            return [nodes.strong(self.rawtext, f"[{self.target}?]")], []
        result = super().result_nodes(document, env, node, is_ref)
        node[0][CITES] = (node["reftype"], node["reftarget"])
        return result
