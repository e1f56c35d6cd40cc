"""The box set: bottom line, indicators to watch, what would change our mind.

A box is a standard admonition with a class, so every builder prints it; web and PDF shape it by its class.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from docutils import nodes
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


def setup(app: Sphinx) -> None:
    for name, directive in {
        "bottom-line": BottomLine, "indicators": Indicators, "change-our-mind": ChangeOurMind,
    }.items():
        app.add_directive(name, directive)
