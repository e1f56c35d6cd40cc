"""Visitors for inline markup."""

from __future__ import annotations

import re
from typing import Any

from docutils import nodes

from briefbook.typst import markup


def wrap(call: str) -> tuple[Any, Any]:
    """A visit and a departure that put the children into ``#call[...];``."""
    def visit(self: Any, node: nodes.Element) -> None:
        self.emit_anchors(node["ids"])
        self.emit(f"#{call}[")

    def depart(self: Any, node: nodes.Element) -> None:
        self.emit("];")

    return visit, depart


#: Classes that change how an inline node is set, and the template function that does it.
CLASSES = {
    "likelihood-range": "likelihood-range", "fact-id": "fact-id", "register-id": "register-id", "row-name": "row-name",
    "judgment-standing": "standing",
    "menuselection": "menu", "guilabel": "menu", "kbd": "keys", "accelerator": "accelerator",
    "versionmodified": "emph", "strike": "strike", "underline": "underline", "smallcaps": "smallcaps",
}

#: The raw HTML by which MyST marks a task and a line break.
_CHECKBOX = re.compile(r'<input class="task-list-item-checkbox"[^>]*>')
_LINE_BREAK = re.compile(r"<br ?/?>")


class Inline:
    """Emphasis, literals, abbreviations and the inline nodes of Sphinx."""

    visit_strong, depart_strong = wrap("strong")
    visit_subscript, depart_subscript = wrap("sub")
    visit_superscript, depart_superscript = wrap("super")
    visit_title_reference, depart_title_reference = wrap("emph")
    visit_literal_emphasis, depart_literal_emphasis = wrap("codemph")
    visit_literal_strong, depart_literal_strong = wrap("codestrong")
    visit_manpage, depart_manpage = wrap("emph")
    visit_problematic, depart_problematic = wrap("problematic")
    visit_generated, depart_generated = wrap("")

    def visit_emphasis(self: Any, node: nodes.emphasis) -> None:
        self.emit_anchors(node["ids"])
        self.emit("#likelihood[" if "likelihood" in node["classes"] else "#emph[")

    def depart_emphasis(self: Any, node: nodes.emphasis) -> None:
        self.emit("];")

    def visit_inline(self: Any, node: nodes.inline) -> None:
        self.emit_anchors(node["ids"])
        self.emit("".join(f"#{CLASSES[name]}[" for name in _shaping(node)))

    def depart_inline(self: Any, node: nodes.inline) -> None:
        self.emit("];" * len(_shaping(node)))

    def visit_literal(self: Any, node: nodes.literal) -> None:
        self.emit_anchors(node["ids"])
        if any(not isinstance(child, nodes.Text) for child in node.children):
            self.emit("#code[")  # a literal with roles inside: keep them
            self.preserve += 1
            return
        raw = " ".join(node.astext().split("\n"))
        self.check_characters(raw, node)
        if raw and "kbd" in node["classes"]:
            self.emit(f"#keys[{markup.preserved(raw)}];")
        elif raw:
            self.emit(self._literal(raw))
        raise nodes.SkipNode

    def depart_literal(self: Any, node: nodes.literal) -> None:
        self.preserve -= 1
        self.emit("];")

    @staticmethod
    def _literal(raw: str) -> str:
        """Code in the line; a long word may break after its punctuation."""
        if not markup.LONG_WORD.search(raw):
            return f"#raw({markup.string(raw)});"
        return f"#long-code({markup.string(raw)}, {markup.value(markup.pieces(raw))});"

    # -- abbreviations ---------------------------------------------------------------------------------------------

    def visit_abbreviation(self: Any, node: nodes.abbreviation) -> None:
        self.emit_anchors(node["ids"])

    def depart_abbreviation(self: Any, node: nodes.abbreviation) -> None:
        """Print the explanation in brackets the first time, as paper has no tooltip; not within a signature."""
        text, explanation = node.astext(), node.get("explanation", "")
        if explanation and text not in self.abbreviations and not self.plain and not self.preserve:
            self.abbreviations.add(text)
            self.check_characters(explanation, node)
            self.emit(f" ({markup.text(explanation)})")

    visit_acronym, depart_acronym = visit_abbreviation, depart_abbreviation

    # -- raw text of other formats ---------------------------------------------------------------------------------

    def visit_raw(self: Any, node: nodes.raw) -> None:
        """Raw Typst is passed on; raw text of other formats is meant for other builders.

        MyST writes three constructs of its own as raw HTML: the box of a task, struck text and a hard line break.
        """
        formats, raw = node.get("format", "").split(), node.astext()
        if "typst" in formats:
            self._raw_typst(raw, node)
        elif "html" in formats and _CHECKBOX.fullmatch(raw.strip()):
            self.emit("#task(true);" if 'checked="checked"' in raw else "#task(false);")
        elif "html" in formats and _LINE_BREAK.fullmatch(raw.strip()):
            self.emit("#new-line();")
        elif "html" in formats and raw in ("<s>", "</s>"):
            self._struck(node, raw)
        raise nodes.SkipNode

    def _raw_typst(self: Any, raw: str, node: nodes.raw) -> None:
        """A block ends with an empty one, or a comment on its last line would hide what follows."""
        if isinstance(node.parent, nodes.TextElement):
            self.emit(raw)
        else:
            self.block(f"{raw}\n#[];", node)

    def _struck(self: Any, node: nodes.raw, tag: str) -> None:
        """Open or close struck text, where the other tag stands beside this one."""
        tags = [child.astext() for child in node.parent.children if isinstance(child, nodes.raw)]
        if tags.count("<s>") == tags.count("</s>"):
            self.emit("#strike[" if tag == "<s>" else "];")


def _shaping(node: nodes.Element) -> list[str]:
    return [name for name in node["classes"] if name in CLASSES]
