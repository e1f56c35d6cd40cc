"""Visitors for tables."""

from __future__ import annotations

import re
from typing import Any

from docutils import nodes

from briefbook.typst import markup
from briefbook.typst.media import PLACES, length

_ALIGNED = {"text-left": "left", "text-center": "center", "text-right": "right", "number": "right"}
#: What may not be said twice: Typst repeats a table's header on every page, as an artifact.
_ONCE = re.compile(r"#(?:note|note-again|weblink|xref|cite-link|anchor)\(")


#: A cell with fewer characters stays on one page; a longer one may be higher than what is left of two.
_WHOLE = 600


class Tables:
    """Tables with header rows, spans, widths and captions."""

    def visit_table(self: Any, node: nodes.table) -> None:
        title = next((child for child in node.children if isinstance(child, nodes.title)), None)
        groups = [child for child in node.children if isinstance(child, nodes.tgroup)]
        self.emit("\n\n")
        self.emit_anchors([*node["ids"], *(title["ids"] if title else [])])
        number = self.figure_number("table", node)
        caption = f"[{number}{self.content(title)}]" if title is not None else "none"
        body = "".join(self._group(group, node) for group in groups)
        options = [f"wide: {markup.value(self.at_top(node))}"]
        if node.get("align") in PLACES:
            options.append(f"place: {node['align']}")
        if node.get("width") and length(node["width"]):
            options.append(f"width: {length(node['width'])}")
        self.block(f"#tabulated({caption}, {', '.join(options)})[{body}];", node)
        raise nodes.SkipNode

    def _group(self: Any, group: nodes.tgroup, table: nodes.table) -> str:
        specs = [child for child in group.children if isinstance(child, nodes.colspec)]
        stubs = [bool(spec.get("stub")) for spec in specs]
        heads = [row for part in group.children if isinstance(part, nodes.thead) for row in part.children]
        rows = [row for part in group.children if isinstance(part, nodes.tbody) for row in part.children]
        arguments = [f"columns: ({self._columns(specs, table)})", f"stroke: rules({len(heads)})"]
        if heads:
            cells = ", ".join(cell for row in heads for cell in self._row(row, [], head=True))
            arguments.append(f"table.header({cells})")
        arguments += [", ".join(self._row(row, stubs, head=False)) for row in rows]
        inner = ",\n  ".join(argument for argument in arguments if argument)
        return f"#table(\n  {inner},\n);"

    @staticmethod
    def _columns(specs: list[nodes.colspec], table: nodes.table) -> str:
        """Given widths as fractions; otherwise the columns share the measure by what they hold."""
        widths = [spec.get("colwidth", 1) for spec in specs]
        given = "colwidths-given" in table["classes"] and all(isinstance(width, int) for width in widths)
        return "".join(f"{width}fr, " if given else "auto, " for width in widths)

    def _row(self: Any, row: nodes.row, stubs: list[bool], *, head: bool) -> list[str]:
        """The cells of a row, in the order written; *stubs* says which columns name their row."""
        cells = []
        column = 0
        for entry in row.children:
            body = self._head_cell(entry) if head else f"[{self.body_of(entry)}]"
            if head or (column < len(stubs) and stubs[column]):
                body = f"[#cell-head({body});]"
            options = [f"{name}: {entry[key] + 1}" for name, key in (("colspan", "morecols"), ("rowspan", "morerows"))
                       if entry.get(key)]
            options += [f"align: {_ALIGNED[name]}" for name in entry["classes"] if name in _ALIGNED][:1]
            options += ["breakable: false"] if len(entry.astext()) < _WHOLE else []
            cells.append(f"table.cell({', '.join(options)}){body}" if options else body)
            column += 1 + entry.get("morecols", 0)
        return cells

    def _head_cell(self: Any, entry: nodes.entry) -> str:
        """A header's cell: in full on the first page, without links and notes where it is repeated."""
        body = self.body_of(entry)
        if not _ONCE.search(body):
            return f"[{body}]"
        self._heads = getattr(self, "_heads", 0) + 1
        label = f"{self.docname}#head {self._heads}"
        return f"[#at-first({markup.string(label)})[{body}][{self.bare(entry, 'table')}];]"
