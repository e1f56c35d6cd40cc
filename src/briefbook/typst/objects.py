"""Visitors for object descriptions: a function, a class or a command-line option documented."""

from __future__ import annotations

from typing import Any

from docutils import nodes
from sphinx import addnodes

from briefbook.typst import markup
from briefbook.typst.inline import wrap


class Objects:
    """The ``desc`` family of nodes."""

    def visit_desc(self: Any, node: addnodes.desc) -> None:
        self.emit("\n\n")

    def depart_desc(self: Any, node: addnodes.desc) -> None:
        self.emit("\n\n")

    def visit_desc_signature(self: Any, node: addnodes.desc_signature) -> None:
        self.preserve += 1
        body = self.content(node)
        self.preserve -= 1
        self.anchored(f"#signature[{body}];", node)
        raise nodes.SkipNode

    def visit_desc_signature_line(self: Any, node: addnodes.desc_signature_line) -> None:
        self.emit_anchors(node["ids"])

    def depart_desc_signature_line(self: Any, node: addnodes.desc_signature_line) -> None:
        if node is not node.parent[-1]:
            self.emit("#new-line();")

    def visit_desc_content(self: Any, node: addnodes.desc_content) -> None:
        """What is said of the object, indented; a heading or a chapter can only begin outside of that."""
        if any(node.findall(nodes.section)) or any(node.findall(addnodes.toctree)):
            return
        body = self.content(node)
        if self.prints(body):
            self.block(f"#described[{body}];", node)
        else:
            self.emit(body)
        raise nodes.SkipNode

    def depart_desc_content(self: Any, node: addnodes.desc_content) -> None:
        self.emit("\n\n")

    visit_desc_name, depart_desc_name = wrap("strong")
    visit_desc_addname, depart_desc_addname = wrap("")
    visit_desc_annotation, depart_desc_annotation = wrap("emph")
    visit_desc_type, depart_desc_type = wrap("")
    visit_desc_inline, depart_desc_inline = wrap("code")
    visit_desc_sig_element, depart_desc_sig_element = wrap("")

    def visit_desc_returns(self: Any, node: addnodes.desc_returns) -> None:
        self.emit(markup.preserved(" \N{RIGHTWARDS ARROW} "))

    def depart_desc_returns(self: Any, node: addnodes.desc_returns) -> None:
        """Nothing to close."""

    def visit_desc_parameterlist(self: Any, node: addnodes.desc_parameterlist) -> None:
        typed = isinstance(node, addnodes.desc_type_parameter_list)
        self.emit(markup.preserved("[" if typed else "("))
        self._parameters(node)
        self.emit(markup.preserved("]" if typed else ")"))
        raise nodes.SkipNode

    visit_desc_type_parameter_list = visit_desc_parameterlist

    def _parameters(self: Any, node: addnodes.desc_parameterlist) -> None:
        """The parameters with commas: after each while a required one follows, before each from then on."""
        on_lines = node.get("multi_line_parameter_list", False)
        comma = markup.preserved(node.child_text_separator.rstrip() if on_lines else node.child_text_separator)
        required = [index for index, child in enumerate(node.children) if not isinstance(child, addnodes.desc_optional)]
        self._comma_due = False
        for index, child in enumerate(node.children):
            self._parameter(child, comma, f"#new-line();{markup.preserved('    ')}" if on_lines else "",
                            comma_after=bool(required) and index < required[-1])
        if on_lines and node.children:
            self.emit((comma if node.get("multi_line_trailing_comma") else "") + "#new-line();")

    def _parameter(self: Any, node: nodes.Element, comma: str, lead: str, *, comma_after: bool) -> None:
        """A parameter, or a group of optional ones in brackets."""
        if isinstance(node, addnodes.desc_optional):
            self.emit(lead + markup.preserved("["))
            for child in node.children:
                self._parameter(child, comma, "", comma_after=comma_after)
            self.emit(markup.preserved("]"))
            return
        self.emit(comma if self._comma_due and not comma_after else "")
        self.emit(lead)
        node.walkabout(self)
        self.emit(comma if comma_after else "")
        self._comma_due = not comma_after

    def visit_desc_parameter(self: Any, node: addnodes.desc_parameter) -> None:
        self.emit_anchors(node["ids"])
        self.emit("#[" if node.get("noemph") else "#emph[")

    def depart_desc_parameter(self: Any, node: addnodes.desc_parameter) -> None:
        self.emit("];")

    visit_desc_type_parameter, depart_desc_type_parameter = visit_desc_parameter, depart_desc_parameter
