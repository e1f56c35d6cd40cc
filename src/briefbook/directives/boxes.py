"""The box set: bottom line, indicators to watch, what would change our mind, and the table of options.

A box is a standard admonition with a class, so every builder prints it; web and PDF shape it by its class. The table of
options is a list-table whose columns the house gives, so that options are compared on the same points in every chapter.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from docutils import nodes
from docutils.parsers.rst import directives
from docutils.parsers.rst.directives.tables import ListTable
from docutils.statemachine import StringList
from sphinx.locale import _
from sphinx.util.docutils import SphinxDirective

from briefbook.problems import Problem, report

if TYPE_CHECKING:
    from docutils.nodes import Node
    from sphinx.application import Sphinx


class Box(SphinxDirective):
    """A titled box; subclasses name its class and its title."""

    has_content = True
    optional_arguments = 1
    final_argument_whitespace = True
    box_class: ClassVar[str]
    box_title: ClassVar[str]

    def run(self) -> list[Node]:
        box = nodes.admonition(classes=["box", self.box_class])
        self.set_source_info(box)
        if not self.content:
            report(Problem.DIRECTIVE, f"the box {self.name!r} is empty", location=box)
            return []
        title = self.arguments[0] if self.arguments else _(self.box_title)
        inline, messages = self.parse_inline(title, lineno=self.lineno)
        box += nodes.title(title, "", *inline)
        box += messages
        box += self.parse_content_to_nodes()
        return [box]


class BottomLine(Box):
    box_class, box_title = "bottom-line", "Bottom line"


class Indicators(Box):
    box_class, box_title = "indicators", "Indicators to watch"


class ChangeOurMind(Box):
    box_class, box_title = "change-our-mind", "What would change our mind"


class OptionsTable(SphinxDirective):
    """``{options-table}`` with a title: a list of options, each a list of what :attr:`columns` asks, in that order."""

    has_content = True
    required_arguments = 1
    final_argument_whitespace = True
    option_spec = {"name": directives.unchanged_required, "widths": directives.positive_int_list}
    columns = ("Option, and who proposes it", "Effect", "Cost", "Risk", "Time", "Who must agree")
    widths = (27, 18, 16, 16, 10, 13)

    def run(self) -> list[Node]:
        head = [f"{'* -' if not index else '  -'} {_(column)}" for index, column in enumerate(self.columns)]
        content = StringList([*head, *self.content], items=[
            *(self.content.info(0) if self.content else (None, None) for _column in head), *self.content.items])
        options = {"header-rows": 1, "widths": [*self.widths], "class": ["options"], **self.options}
        return ListTable(self.name, self.arguments, options, content, self.lineno, self.content_offset - len(head),
                         self.block_text, self.state, self.state_machine).run()


def setup(app: Sphinx) -> None:
    for name, directive in {
        "bottom-line": BottomLine, "indicators": Indicators, "change-our-mind": ChangeOurMind,
        "options-table": OptionsTable,
    }.items():
        app.add_directive(name, directive)
