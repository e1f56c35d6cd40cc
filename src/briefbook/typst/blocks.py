"""Visitors for sections, paragraphs and what only groups them."""

from __future__ import annotations

import unicodedata
from typing import Any

from docutils import nodes
from sphinx import addnodes
from sphinx.locale import _

from briefbook.problems import Problem
from briefbook.typst import markup

#: Parents whose first paragraph is set as running text, not as a paragraph, where nothing but lists stands beside it.
_RUN_IN = (nodes.list_item, nodes.entry, nodes.footnote, nodes.citation, nodes.definition, nodes.field_body,
           nodes.description)
_LISTS = (nodes.bullet_list, nodes.enumerated_list)
_UNSEEN = (nodes.label, nodes.comment, nodes.target, addnodes.index, nodes.substitution_definition)


class Blocks:
    """Sections, headings, paragraphs, containers."""

    # -- sections --------------------------------------------------------------------------------------------------

    def visit_section(self: Any, node: nodes.section) -> None:
        self.depth += 1
        self.emit("\n\n")
        if not any(isinstance(child, nodes.title) for child in node.children):
            self.emit_anchors(node["ids"])

    def depart_section(self: Any, node: nodes.section) -> None:
        self.depth -= 1

    def visit_title(self: Any, node: nodes.title) -> None:
        """A heading; the titles of tables, boxes and topics are printed by these."""
        if isinstance(node.parent, (nodes.section, nodes.document)):
            self._heading(node, node.parent)
        else:
            self.block(f"#box-title[{self.content(node)}];", node)
        raise nodes.SkipNode

    def _heading(self: Any, node: nodes.title, section: nodes.Element) -> None:
        plain = "".join(text for text in node.findall(nodes.Text) if not isinstance(text.parent, nodes.raw)).strip()
        pictured = any(node.findall(nodes.image)) and not self.config.brief_pdf_standards
        if not plain and not pictured:
            self.fault(Problem.EMPTY_HEADING, "a heading has no text", node)
            return
        depth = max(self.depth, 1)
        first = not self.fragment.title and depth == 1
        self.fragment.title = self.fragment.title or (plain if first else "")
        ids = [*([""] if first else []), *section["ids"], *node["ids"]]
        name = self.name_place(ids)
        number = self._section_number(section)
        self.in_heading = True
        body = self.content(node)
        self.in_heading = False
        bare = self.bare(node)
        extra = f", bare: [{bare}]" if bare != body else ""
        call = "document-title" if first else "section-heading"
        self.block(f"#{call}({depth}, {markup.value(number)}, name: {markup.value(name)}{extra})[{body}];", node)
        if first:
            deck = self.builder.env.metadata.get(self.docname, {}).get("deck", "")
            self.emit(f"\n#deck[{markup.text(deck)}];\n\n" if deck else "")

    def _section_number(self: Any, section: nodes.Element) -> str | None:
        numbers = self.builder.env.toc_secnumbers.get(self.docname, {})
        ids = section.get("ids", [])
        outermost = isinstance(section.parent, nodes.document)
        for anchor in [*(f"#{node_id}" for node_id in ids), *([""] if outermost else [])]:
            if anchor in numbers:
                return ".".join(str(part) for part in numbers[anchor]) or None  # empty below the depth of :numbered:
        return None

    def visit_label(self: Any, node: nodes.label) -> None:
        """A label outside of a note, as extensions for tabs write it."""
        self.anchored(f"#rubric[{self.content(node)}];", node)
        raise nodes.SkipNode

    def visit_subtitle(self: Any, node: nodes.subtitle) -> None:
        self.block(f"#deck[{self.content(node)}];", node)
        raise nodes.SkipNode

    def visit_rubric(self: Any, node: nodes.rubric) -> None:
        if node.astext() in ("Footnotes", _("Footnotes")) and self.footnotes:
            raise nodes.SkipNode  # notes stand at the foot of their page
        self.anchored(f"#rubric[{self.content(node)}];", node)
        raise nodes.SkipNode

    # -- paragraphs ------------------------------------------------------------------------------------------------

    #: Classes that give a paragraph a shape of its own, and the template function for it.
    PARAGRAPH_CLASSES = {
        "judgment-head": "judgment-head", "judgment-statement": "judgment-statement", "judgment-part": "judgment-part",
        "register-statement": "register-statement", "register-part": "register-part",
        "chart-source": "chart-source", "table-note": "table-note",
    }

    def visit_paragraph(self: Any, node: nodes.paragraph) -> None:
        body = self.content(node)
        call = next((self.PARAGRAPH_CLASSES[name] for name in node["classes"] if name in self.PARAGRAPH_CLASSES), "par")
        if not self.prints(body) or (call == "par" and runs_in(node)):
            self.emit_anchors(node["ids"])
            self.emit(body)
        else:
            self.anchored(f"#from-right({call}[{body}]);" if from_right(node) else f"#{call}[{body}];", node)
        raise nodes.SkipNode

    def visit_paragraph_number(self: Any, node: nodes.Element) -> None:
        if not self.plain:
            self.emit(f"#paragraph-number[\N{PILCROW SIGN}{markup.text(node['number'])}];")
        raise nodes.SkipNode

    visit_compact_paragraph = visit_paragraph

    def visit_centered(self: Any, node: nodes.Element) -> None:
        self.anchored(f"#centred[{self.content(node)}];", node)
        raise nodes.SkipNode

    def visit_transition(self: Any, node: nodes.transition) -> None:
        if all(isinstance(later, (nodes.footnote, nodes.comment))
               for later in node.parent.children[node.parent.index(node) + 1:]):
            raise nodes.SkipNode  # it only set off the footnotes, which stand elsewhere on paper
        self.block("#transition();", node)
        raise nodes.SkipNode

    # -- what only groups ------------------------------------------------------------------------------------------

    def visit_container(self: Any, node: nodes.Element) -> None:
        if node.get("literal_block"):
            self.captioned_code(node)
            raise nodes.SkipNode
        if "example-result" in node["classes"]:
            self.anchored(f"#example-result[{self.children(node)}];", node)
            raise nodes.SkipNode
        self.emit("\n\n")
        self.emit_anchors(node["ids"])

    def depart_container(self: Any, node: nodes.Element) -> None:
        self.emit("\n\n")

    visit_compound, depart_compound = visit_container, depart_container
    visit_only, depart_only = visit_container, depart_container
    visit_glossary, depart_glossary = visit_container, depart_container
    visit_acks, depart_acks = visit_container, depart_container
    visit_versionmodified, depart_versionmodified = visit_container, depart_container
    visit_docinfo, depart_docinfo = visit_container, depart_container

    def visit_transparent(self: Any, node: nodes.Node) -> None:
        """A node that only groups; its children print."""

    depart_transparent = visit_transparent
    visit_start_of_file = depart_start_of_file = visit_transparent

    def visit_nothing(self: Any, node: nodes.Node) -> None:
        """A node that prints nothing where it stands; Sphinx has reported a message if it is one."""
        raise nodes.SkipNode

    visit_comment = visit_substitution_definition = visit_meta = visit_index = visit_nothing
    visit_tabular_col_spec = visit_highlightlang = visit_pending = visit_system_message = visit_nothing
    visit_viewcode_anchor = visit_colspec = visit_nothing
    visit_decoration = depart_decoration = visit_transparent  # its header and footer are refused: Sphinx prints neither


def from_right(node: nodes.paragraph) -> bool:
    """Whether the first letter of a paragraph is of a script written from the right, as Unicode's algorithm asks."""
    kinds = (unicodedata.bidirectional(char) for char in node.astext())
    return next((kind for kind in kinds if kind in ("L", "R", "AL")), "L") != "L"


def is_short(parent: nodes.Element) -> bool:
    """Whether *parent* holds one paragraph, perhaps with lists below it."""
    shown = [child for child in parent.children if not isinstance(child, _UNSEEN)]
    return not shown or (isinstance(shown[0], nodes.paragraph) and all(isinstance(child, _LISTS) for child in shown[1:]))


def runs_in(node: nodes.paragraph) -> bool:
    """Whether a paragraph is the running text of its parent: of a cell, an item, a note."""
    parent = node.parent
    if isinstance(parent, nodes.definition) and sum(isinstance(item, nodes.definition) for item in parent.parent) > 1:
        return False  # definitions of one term follow each other
    return isinstance(parent, _RUN_IN) and is_short(parent)
