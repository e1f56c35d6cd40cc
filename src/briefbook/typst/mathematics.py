"""Visitors for formulas: TeX in, Typst mathematics out, with an alternative text."""

from __future__ import annotations

from typing import Any

from docutils import nodes
from sphinx.util.math import get_node_equation_number

from briefbook.problems import Problem
from briefbook.typst import markup
from briefbook.typst.tex import FormulaError, display_tex, to_typst


class Mathematics:
    """Inline and displayed formulas."""

    def visit_math(self: Any, node: nodes.math) -> None:
        self.emit_anchors(node["ids"])
        formula = self._formula(node, node.astext())
        if formula:
            self.emit(f"#inline-formula({markup.string(_spoken(node))}, ${formula}$);")
        raise nodes.SkipNode

    def visit_math_block(self: Any, node: nodes.math_block) -> None:
        whole = node.get("no-wrap", node.get("nowrap"))
        formula = self._formula(node, node.astext() if whole else display_tex(node.astext()))
        if formula:
            number = f"({get_node_equation_number(self, node)})" if node.get("number") is not None else None
            self.anchored(f"#displayed({markup.string(_spoken(node))}, {markup.value(number)}, $ {formula} $);", node)
        raise nodes.SkipNode

    def _formula(self: Any, node: nodes.Element, tex: str) -> str:
        try:
            return to_typst(tex)
        except FormulaError as error:
            self.fault(Problem.MATH, f"the formula {node.astext()!r} cannot be converted: {error}", node)
            return ""


def _spoken(node: nodes.Element) -> str:
    """The alternative text of a formula: the author's, or else its TeX."""
    return node.get("alt") or " ".join(node.astext().split())
