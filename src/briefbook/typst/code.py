"""Visitors for code: blocks with highlighting, line numbers and captions, doctests, grammars."""

from __future__ import annotations

from typing import Any

from docutils import nodes
from sphinx import addnodes

from briefbook.typst import markup
from briefbook.typst.highlight import Highlighter


class Code:
    """Blocks in a fixed pitch."""

    def visit_literal_block(self: Any, node: nodes.literal_block) -> None:
        self.anchored(self._code(node), node)
        raise nodes.SkipNode

    visit_doctest_block = visit_literal_block

    def _code(self: Any, node: nodes.Element) -> str:
        """The block in the colours of its language, or with the inline markup of a parsed literal."""
        if any(not isinstance(child, nodes.Text) for child in node.children):
            self.preserve += 1
            body = self.content(node)
            self.preserve -= 1
            return f"#parsed-code({markup.string(node.astext())})[{body}];"
        raw = node.astext()
        self.check_characters(raw, node)
        if not raw.strip():
            return ""
        options = node.get("highlight_args", {})
        first = options.get("linenostart", 1) if node.get("linenos") else None
        lines = Highlighter(self.config).lines(raw, node)
        arguments = [markup.string("\n".join(text for text, _tokens in lines)),
                     f"({''.join(f'{tokens}, ' for _text, tokens in lines)})"]
        if first is not None:
            arguments.append(f"start: {first}")
        if options.get("hl_lines"):
            arguments.append(f"marked: {markup.value(list(options['hl_lines']))}")
        if self.at_top(node):
            arguments.append("wide: true")
        return f"#code-block({', '.join(arguments)});"

    def captioned_code(self: Any, node: nodes.Element) -> None:
        """A container that Sphinx puts around code with a caption."""
        caption = next((child for child in node.children if isinstance(child, nodes.caption)), None)
        code = next((child for child in node.children if isinstance(child, nodes.Element) and child is not caption), None)
        if caption is None or code is None:
            self.emit(self.content(node))
            return
        number = self.figure_number("code-block", node)
        title = f"[{number}{self.content(caption)}]"
        self.emit_anchors(code["ids"])
        body = self._code(code) if isinstance(code, nodes.literal_block) else self.children(node, [caption])
        self.anchored(f"#captioned-code({title})[{body}];", node)

    def visit_productionlist(self: Any, node: addnodes.productionlist) -> None:
        """A grammar: the rules with their names in one column."""
        rows = []
        for production in node.children:
            self.push()
            self.emit_anchors(production["ids"])
            self.preserve += 1
            self.emit(self.content(production))
            self.preserve -= 1
            rows.append(f"[{self.pop()}]")
        self.anchored(f"#grammar({', '.join(rows)});", node)
        raise nodes.SkipNode
