"""``productionlist`` as Markdown writes it too.

Sphinx takes the rules of a grammar for the directive's argument. In a fence they are its content, which Sphinx then
does not permit, and of an argument without a rule it takes the longest: a fault without a place.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sphinx.domains.std import ProductionList

from briefbook.problems import Problem, report

if TYPE_CHECKING:
    from docutils.nodes import Node
    from sphinx.application import Sphinx


class Grammar(ProductionList):
    """``{productionlist}``, its rules in the argument or below it."""

    has_content = True
    required_arguments = 0
    optional_arguments = 1

    def run(self) -> list[Node]:
        lines = [*self.arguments, *self.content]
        if not any(":" in line for line in lines):
            report(Problem.DIRECTIVE, "the grammar has no rule; write name: definition", location=self.get_location())
            return []
        self.arguments = ["\n".join(lines)]
        return super().run()


def setup(app: Sphinx) -> None:
    app.add_directive_to_domain("std", "productionlist", Grammar, override=True)
