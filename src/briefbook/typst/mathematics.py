"""Visitors for formulas: TeX in, Typst mathematics out, with an alternative text."""

from __future__ import annotations

from typing import Any

from docutils import nodes

from briefbook.formulas import display_tex, to_mathml
from briefbook.problems import Problem
from briefbook.typst import markup
from briefbook.typst.formulas import typst_formula


class Mathematics:
    """Inline and displayed formulas."""

    def visit_math(self: Any, node: nodes.math) -> None:
        self.emit_anchors(node["ids"])
        formula = self._formula(node, node.astext(), block=False)
        if formula:
            self.emit(f"#inline-formula({markup.string(_spoken(node))}, ${formula}$);")
        raise nodes.SkipNode

    def visit_math_block(self: Any, node: nodes.math_block) -> None:
        whole = node.get("no-wrap", node.get("nowrap"))
        formula = self._formula(node, node.astext() if whole else display_tex(node.astext()), block=True)
        if formula:
            number = markup.value(self._equation_number(node))
            self.anchored(f"#displayed({markup.string(_spoken(node))}, {number}, $ {formula} $);", node)
        raise nodes.SkipNode

    def _equation_number(self: Any, node: nodes.math_block) -> str | None:
        """``(1)``, or ``(2.1)`` where figures are numbered by section and equations with them."""
        if node.get("number") is None:
            return None
        if self.config.math_numfig and self.config.numfig:
            numbers = self.builder.env.toc_fignumbers.get(self.docname, {}).get("displaymath", {})
            parts = numbers.get(node["ids"][0], ()) if node["ids"] else ()
            return f"({self.config.math_numsep.join(str(part) for part in parts)})"
        return f"({node['number']})"

    def _formula(self: Any, node: nodes.Element, tex: str, *, block: bool) -> str:
        try:
            formula = typst_formula(to_mathml(tex, block=block))
        except ValueError as error:
            self.fault(Problem.MATH, f"the formula {node.astext()!r} cannot be converted: {error}", node)
            return ""
        self.check_characters(tex, node, glyphs=False)  # formulas have a font of their own
        return formula


def _spoken(node: nodes.Element) -> str:
    """The alternative text of a formula: the author's, or else its TeX."""
    return node.get("alt") or " ".join(node.astext().split())
