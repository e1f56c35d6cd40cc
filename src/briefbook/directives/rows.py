"""Rows of pipe tables that have more cells than the head: Markdown drops the surplus without a word.

GitHub Flavored Markdown, section 4.10: "If there are greater [cells than in the header row], the excess is ignored."
"""

from __future__ import annotations

import linecache
import re
from typing import TYPE_CHECKING, Any

from docutils import nodes
from markdown_it.rules_block.table import escapedSplit
from sphinx.transforms import SphinxTransform

from briefbook.problems import Problem, report

if TYPE_CHECKING:
    from sphinx.application import Sphinx

#: What may stand before a row: signs of quotations, and room.
_BEFORE = re.compile(r"^[>\s]*")


def surplus(row: str, columns: int) -> list[str]:
    """The cells of the source line *row* beyond so many *columns*, without empty ones."""
    text = _BEFORE.sub("", row).strip()
    cells = [cell.strip() for cell in escapedSplit(text.removeprefix("|"))]
    return [cell for cell in cells[columns:] if cell]


class WholeRows(SphinxTransform):
    """Report cells that are lost. Only tables of Markdown are looked at: others refuse such a row themselves."""

    default_priority = 5  # while lines are known

    def apply(self, **kwargs: Any) -> None:
        for table in self.document.findall(nodes.table):
            if "colwidths-auto" in table["classes"] and table.line and str(table.source or "").endswith(".md"):
                _report(table)


def _report(table: nodes.table) -> None:
    columns = int(next(iter(table.findall(nodes.tgroup)))["cols"])
    body = next(iter(table.findall(nodes.tbody)), None)
    first = int(table.line or 0) + 2  # below the head and its rule
    for number in range(first, first + len(body or ())):
        lost = surplus(linecache.getline(str(table.source), number), columns)
        if lost:
            report(Problem.SPHINX_LOSS, f"the row has more cells than the table has columns ({columns}): "
                   f"{', '.join(repr(cell) for cell in lost)}; give the head another column, or type \\| for a bar in a cell",
                   location=f"{table.source}:{number}")


def setup(app: Sphinx) -> None:
    app.connect("builder-inited", lambda _app: linecache.clearcache())
    app.add_transform(WholeRows)
