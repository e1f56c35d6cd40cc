"""Reference lists in plain text: Sphinx indents an entry by its label, which with us may be longer than the line."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from docutils import nodes

if TYPE_CHECKING:
    from sphinx.application import Sphinx

INDENT = 4


def visit_citation(self: Any, node: nodes.citation) -> None:
    self.new_state(INDENT)


def depart_citation(self: Any, node: nodes.citation) -> None:
    """The label opens the first line of the entry."""
    label = node[0].astext() if len(node) and isinstance(node[0], nodes.label) else ""
    self.end_state(first=f"[{label}] ")


def setup(app: Sphinx) -> None:
    app.add_node(nodes.citation, override=True, text=(visit_citation, depart_citation))
