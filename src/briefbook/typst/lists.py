"""Visitors for lists of every kind: bullets, numbers, definitions, fields, options, lines, columns."""

from __future__ import annotations

from typing import Any

from docutils import nodes
from sphinx import addnodes
from sphinx.locale import _

from briefbook.typst import markup
from briefbook.typst.blocks import is_short

_ENUM = {"arabic": "1", "loweralpha": "a", "upperalpha": "A", "lowerroman": "i", "upperroman": "I"}


class Lists:
    """Lists of items, of terms, of lines."""

    # -- items -----------------------------------------------------------------------------------------------------

    def _items(self: Any, node: nodes.Element) -> str:
        items = [child for child in node.children if isinstance(child, nodes.list_item)]
        tight = all(is_short(item) for item in items)
        bodies = ", ".join(f"[{self.body_of(item)}]" for item in items)
        return f"tight: {'true' if tight else 'false'}, {bodies}"

    def visit_bullet_list(self: Any, node: nodes.bullet_list) -> None:
        self.anchored(f"#bullets({self._items(node)});", node)
        raise nodes.SkipNode

    def visit_enumerated_list(self: Any, node: nodes.enumerated_list) -> None:
        pattern = node.get("prefix", "") + _ENUM.get(node.get("enumtype", "arabic"), "1") + (node.get("suffix") or ".")
        start = node.get("start", 1)
        self.anchored(f"#numbers(start: {start}, numbering: {markup.string(pattern)}, {self._items(node)});", node)
        raise nodes.SkipNode

    def visit_hlist(self: Any, node: addnodes.hlist) -> None:
        columns = ", ".join(f"[{self.content(column)}]" for column in node.children)
        self.anchored(f"#columns-side-by-side({columns});", node)
        raise nodes.SkipNode

    # -- terms -----------------------------------------------------------------------------------------------------

    def _terms(self: Any, node: nodes.Element, pairs: list[tuple[str, str]]) -> None:
        inner = ", ".join(f"terms.item([{term}], [{body}])" for term, body in pairs)
        self.anchored(f"#entries({inner});", node)

    def visit_definition_list(self: Any, node: nodes.definition_list) -> None:
        pairs = []
        for item in node.children:
            terms = [child for child in item.children if not isinstance(child, nodes.definition)]
            bodies = [self.body_of(child) for child in item.children if isinstance(child, nodes.definition)]
            pairs.append((self._term(terms), "".join(bodies)))
        self._terms(node, pairs)
        raise nodes.SkipNode

    def _term(self: Any, parts: list[nodes.Element]) -> str:
        """Terms, each on a line of its own, with their classifiers behind them."""
        self.push()
        for index, part in enumerate(parts):
            if isinstance(part, nodes.term):
                self.emit("#next-term();" if index else "")
                self.emit_anchors(part["ids"])
                self.emit(self.content(part))
            elif isinstance(part, nodes.classifier):
                self.emit(f" #classifier[{self.content(part)}];")
            else:
                part.walkabout(self)
        return self.pop()

    def visit_field_list(self: Any, node: nodes.field_list) -> None:
        fields = [child for child in node.children if isinstance(child, nodes.field)]
        self._terms(node, [(self.content(field[0]), self.body_of(field[1])) for field in fields])
        raise nodes.SkipNode

    def _docinfo_item(self: Any, node: nodes.Element) -> None:
        name = _(node.tagname.capitalize())
        self._terms(node, [(markup.text(name), self.content(node))])
        raise nodes.SkipNode

    visit_author = visit_authors = visit_organization = visit_contact = visit_address = _docinfo_item
    visit_version = visit_revision = visit_status = visit_date = visit_copyright = _docinfo_item

    def visit_option_list(self: Any, node: nodes.option_list) -> None:
        pairs = []
        for item in node.children:
            options = ", ".join(f"#raw({markup.string(option.astext())});" for option in item[0].children)
            pairs.append((options, self.body_of(item[1])))
        self._terms(node, pairs)
        raise nodes.SkipNode

    # -- lines -----------------------------------------------------------------------------------------------------

    def visit_line_block(self: Any, node: nodes.line_block) -> None:
        lines = ", ".join(f"({depth}, [{body}])" for depth, body in self._lines(node, 0))
        self.anchored(f"#verse({lines});", node)
        raise nodes.SkipNode

    def _lines(self: Any, node: nodes.line_block, depth: int) -> list[tuple[int, str]]:
        found: list[tuple[int, str]] = []
        for child in node.children:
            if isinstance(child, nodes.line_block):
                found += self._lines(child, depth + 1)
            else:
                found.append((depth, self.content(child)))
        return found
