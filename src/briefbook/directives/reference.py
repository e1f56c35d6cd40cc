"""Directives for the press's own documentation: its options and its problems, from the code that declares them, and
examples, from the lines that are printed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from docutils import nodes
from sphinx.util.docutils import SphinxDirective

from briefbook.config import OPTIONS
from briefbook.directives.examples import PressExample
from briefbook.problems import Problem

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sphinx.application import Sphinx


class Definitions(SphinxDirective):
    """A definition list; subclasses say of what."""

    def rows(self) -> Iterable[tuple[str, str, list[nodes.Element]]]:
        """Term, classifier and paragraphs of each entry."""
        raise NotImplementedError

    def run(self) -> list[nodes.Node]:
        definitions = nodes.definition_list()
        self.set_source_info(definitions)
        for term, classifier, paragraphs in self.rows():
            item = nodes.definition_list_item()
            item += nodes.term("", "", nodes.literal("", term))
            item += nodes.classifier(classifier, classifier)
            item += nodes.definition("", *paragraphs)
            for part in item.findall(nodes.Element):
                self.set_source_info(part)
            definitions += item
        return [definitions]


class PressOptions(Definitions):
    """``{press-options}``: every option of ``conf.py`` with its type and default."""

    def rows(self) -> Iterable[tuple[str, str, list[nodes.Element]]]:
        for option in OPTIONS:
            kinds = " or ".join("None" if kind is type(None) else kind.__name__ for kind in option.types)
            default = nodes.paragraph("", "", nodes.Text("Default: "), nodes.literal("", repr(option.default)))
            yield option.name, kinds, [nodes.paragraph("", option.help), default]


class PressProblems(Definitions):
    """``{press-problems}``: every problem with its level, meaning and cure."""

    def rows(self) -> Iterable[tuple[str, str, list[nodes.Element]]]:
        for problem in Problem:
            kind = problem.value
            yield kind.code, kind.level, [
                nodes.paragraph("", f"{kind.meaning[0].upper()}{kind.meaning[1:]}."),
                nodes.paragraph("", f"Cure: {kind.cure}.")]


def setup(app: Sphinx) -> None:
    app.add_directive("press-options", PressOptions)
    app.add_directive("press-problems", PressProblems)
    app.add_directive("press-example", PressExample)
