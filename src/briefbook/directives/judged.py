"""The directive ``judgment-register``: every judgment of the book in one table, with where it stands and when to look again, or what
came of it.

The judgments are known when all documents have been read; a post-transform fills the table in, for every builder alike.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx.locale import _
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util.docutils import SphinxDirective

from briefbook.directives.collected import row_of
from briefbook.directives.ledger import ledger_of, reading_order
from briefbook.directives.registers import linked
from briefbook.ledger.dates import spoken

if TYPE_CHECKING:
    from collections.abc import Sequence

    from docutils.nodes import Node
    from sphinx.application import Sphinx

    from briefbook.ledger.graph import JudgmentEntry


class judgment_entries(nodes.General, nodes.Element):  # noqa: N801 - docutils names nodes in lower case
    """All judgments of the book; a post-transform puts a table in its place."""


class JudgmentRegister(SphinxDirective):
    """``{judgment-register}``: every judgment, in the order of the book."""

    def run(self) -> list[Node]:
        ledger_of(self.env).note_register("judgments", self.env.docname)
        node = judgment_entries()
        self.set_source_info(node)
        return [node]


class FillJudgments(SphinxPostTransform):
    """Put the judgments into their register."""

    #: before references are resolved (10), for it makes some
    default_priority = 6

    def run(self, **_options: Any) -> None:
        for place in list(self.document.findall(judgment_entries)):
            place.replace_self(self._table())

    def _table(self) -> nodes.table:
        order = {docname: index for index, docname in enumerate(reading_order(self.env))}
        entries = sorted(ledger_of(self.env).judgments, key=lambda entry: (order.get(entry.docname, -1), entry.line))
        group = nodes.tgroup(cols=4)
        group += [nodes.colspec(colwidth=width) for width in (12, 54, 14, 20)]
        head = (_("Judgment"), _("What we judge"), _("Confidence"), _("Look again"))
        group += nodes.thead("", row_of([[nodes.Text(words)] for words in head]))
        group += nodes.tbody("", *(row_of(self._cells(entry)) for entry in entries))
        return nodes.table("", group, classes=["ledger-table", "judgment-register"])

    def _cells(self, entry: JudgmentEntry) -> Sequence[Sequence[nodes.Node]]:
        if entry.outcome:
            again = f"{_(entry.outcome.result)}, {spoken(entry.outcome.date)}" if entry.outcome.date else _(entry.outcome.result)
        elif entry.resolves:
            again = _("forecast, resolves %s") % spoken(entry.resolves)
        else:
            again = _("review by %s") % spoken(entry.review) if entry.review else ""
        return ([linked(self, entry.docname, entry.anchor, entry.ident)], [nodes.Text(entry.statement)], [nodes.Text(entry.confidence)], [nodes.Text(again)])


def setup(app: Sphinx) -> None:
    app.setup_extension("briefbook.directives.ledger")
    app.add_node(judgment_entries)  # the post-transform leaves none for a builder to print
    app.add_directive("judgment-register", JudgmentRegister)
    app.add_post_transform(FillJudgments)
