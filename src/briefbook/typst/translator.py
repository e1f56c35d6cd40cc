"""The translator: a resolved doctree in, one Typst fragment out.

Its visitors live in mixins by subject; what no mixin knows is reported, never dropped. A fragment is markup that calls
the functions of ``templates/briefbook.typ``. What depends on the PDF it will stand in (is the target of a link here?
is this source cited?) is left to those functions, so that one fragment serves the book and every brief.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import TYPE_CHECKING

from docutils import nodes
from sphinx import addnodes
from sphinx.util.docutils import SphinxTranslator

from briefbook.problems import Problem, report
from briefbook.typst import markup
from briefbook.typst.blocks import Blocks
from briefbook.typst.boxes import Boxes
from briefbook.typst.code import Code
from briefbook.typst.fragment import Fragment, Toctree
from briefbook.typst.graphs import Graphs
from briefbook.typst.inline import Inline
from briefbook.typst.links import Links, label_of
from briefbook.typst.lists import Lists
from briefbook.typst.mathematics import Mathematics
from briefbook.typst.media import Media
from briefbook.typst.notes import Notes
from briefbook.typst.objects import Objects
from briefbook.typst.tables import Tables
from briefbook.typst.toctrees import Toctrees

if TYPE_CHECKING:
    from sphinx.builders import Builder

__all__ = ["Fragment", "Toctree", "TypstTranslator"]

#: What may stand around a block that has the whole measure: nothing that indents or frames it.
_OPEN = (nodes.document, nodes.section, nodes.compound, nodes.container, nodes.figure, addnodes.start_of_file)
_ANCHOR = re.compile(r'#anchor\("(?:[^"\\]|\\.)*"\);|// @ .*\n')


class TypstTranslator(Blocks, Lists, Boxes, Code, Inline, Links, Toctrees, Notes, Media, Tables, Mathematics, Objects,
                      Graphs, SphinxTranslator):
    """Visits a resolved doctree; see :class:`Fragment` for the result."""

    def __init__(self, document: nodes.document, builder: Builder) -> None:
        super().__init__(document, builder)
        self.docname: str = builder.current_docname  # type: ignore[attr-defined]
        self.fragment = Fragment(self.docname)
        self._stack: list[list[str]] = [[]]
        self.depth = 0             # section depth
        self.preserve = 0          # inside literal text: white space counts
        self.plain = ""            # inside a copy without targets, links and notes: "heading" or "table"
        self.in_heading = False
        self.abbreviations: set[str] = set()  # explained once in a document
        self.prepare_links()
        self.prepare_notes()
        self.prepare_toctrees()

    # -- writing ---------------------------------------------------------------------------------------------------

    def emit(self, source: str) -> None:
        self._stack[-1].append(source)

    def push(self) -> None:
        """Start collecting into a buffer of its own."""
        self._stack.append([])

    def pop(self) -> str:
        """End the buffer and return what it holds."""
        return "".join(self._stack.pop())

    @property
    def nested(self) -> bool:
        """Whether what is emitted goes into the content of some block."""
        return len(self._stack) > 1

    def content(self, node: nodes.Element) -> str:
        """The children of *node* as markup."""
        return self.children(node)

    def children(self, node: nodes.Element, without: Collection[nodes.Node | None] = ()) -> str:
        """The children of *node* as markup, some left out."""
        self.push()
        for child in node.children:
            if not any(child is left_out for left_out in without):
                child.walkabout(self)
        return self.pop().strip("\n")

    def body_of(self, node: nodes.Element) -> str:
        """*node* as the content of a cell or an item: its targets, then its children."""
        self.push()
        self.emit_anchors(node["ids"])
        self.emit(self.content(node))
        return self.pop()

    def bare(self, node: nodes.Element, kind: str = "heading") -> str:
        """*node* again, for a place where targets, links and notes may not stand a second time."""
        before, self.plain = self.plain, kind
        body = self.content(node)
        self.plain = before
        return body

    @staticmethod
    def prints(source: str) -> bool:
        """Whether *source* is more than white space and targets."""
        return bool(_ANCHOR.sub("", source).strip())

    def block(self, source: str, node: nodes.Node) -> None:
        """Write a block of its own, after a comment that says where it comes from; an empty one leaves nothing."""
        if source:
            self.emit(f"\n\n{self.marker(node)}{source}\n\n")
        self.emit_waiting_toctrees()

    def anchored(self, source: str, node: nodes.Element) -> None:
        """Write a block that links may lead to."""
        self.emit("\n\n")
        self.emit_anchors(node["ids"])
        self.block(source, node)

    def at_top(self, node: nodes.Node) -> bool:
        """Whether *node* has the whole measure of the page."""
        parent = node.parent
        while parent is not None:
            if not isinstance(parent, _OPEN):
                return False
            parent = parent.parent
        return True

    # -- places in the source --------------------------------------------------------------------------------------

    def marker(self, node: nodes.Node) -> str:
        """``// @ path:line`` for *node*, by which a Typst error finds its way back to the source."""
        line = self.place(node)[1]
        return f"// @ {self.builder.env.doc2path(self.docname, False)}:{line}\n" if line else ""

    def place(self, node: nodes.Node | None) -> tuple[str, int | None]:
        """The location of *node* for a message, from the nearest ancestor that knows its line."""
        while node is not None:
            if getattr(node, "line", None):
                return (self.docname, int(node.line))  # type: ignore[arg-type]
            node = node.parent
        return (self.docname, None)

    def fault(self, problem: Problem, message: str, node: nodes.Node) -> None:
        if not self.plain:  # said already, of the original
            report(problem, message, location=self.place(node))

    # -- the document and its text ---------------------------------------------------------------------------------

    def visit_document(self, node: nodes.document) -> None:
        """The document is a place of its own, or else its title is."""
        if not any(isinstance(title.parent, nodes.section) for title in node.findall(nodes.title)):
            self.emit_anchors(["", *node["ids"]])

    def depart_document(self, node: nodes.document) -> None:
        self.emit_leftover_notes()
        if label_of(self.docname, "") not in self.fragment.targets:  # its title was refused
            self.emit_anchors([""])
        source = self.pop()
        self.fragment.source = re.sub(r"\n{3,}", "\n\n", source).strip("\n") + "\n"

    def visit_Text(self, node: nodes.Text) -> None:
        raw = node.astext()
        self.check_characters(raw, node)
        self.emit(markup.preserved(raw) if self.preserve else markup.text(raw))

    def depart_Text(self, node: nodes.Text) -> None:
        """Nothing to close."""

    def check_characters(self, raw: str, node: nodes.Node, *, glyphs: bool = True) -> None:
        """Report every character that cannot be printed, by name and place."""
        if raw.isascii() and raw.isprintable():
            return
        coverage = self.builder.coverage if glyphs else None  # type: ignore[attr-defined]
        for char, reason in markup.forbidden(raw, coverage):
            name = markup.char_name(char)
            if reason == "glyph":
                self.fault(Problem.MISSING_GLYPH, f"no font has a glyph for {name}", node)
            else:
                kind = "a private-use" if reason == "private" else "a control"
                self.fault(Problem.CONTROL_CHARACTER, f"{kind} character, {name}, stands in the text", node)

    # -- what nobody knows -----------------------------------------------------------------------------------------

    def unknown_visit(self, node: nodes.Node) -> None:
        """No silent default: report the node, or print what text it holds where the project asks for that."""
        if self.config.brief_unknown_nodes == "text" and node.astext().strip():
            return
        self.fault(Problem.UNKNOWN_NODE, f"the PDF cannot set the node {node.__class__.__name__!r}", node)
        raise nodes.SkipNode

    def unknown_departure(self, node: nodes.Node) -> None:
        """Nothing to close: the node's own text has been printed."""
