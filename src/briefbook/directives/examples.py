"""``{press-example}``: a text as it is typed, and below it what it gives, for guides.

Both come from the same lines, so a guide cannot show one and print another.
"""

from __future__ import annotations

from docutils import nodes
from sphinx.util.docutils import SphinxDirective

from briefbook.problems import Problem, report


class PressExample(SphinxDirective):
    """What stands in it, twice: as code, and set."""

    has_content = True

    def run(self) -> list[nodes.Node]:
        example = nodes.container(classes=["example"])
        self.set_source_info(example)
        if not self.content:
            report(Problem.DIRECTIVE, f"the example {self.name!r} is empty", location=example)
            return []
        typed = "\n".join(self.content)
        source = nodes.literal_block(typed, typed, language="none")
        result = nodes.container("", *self.parse_content_to_nodes(), classes=["example-result"])
        for part in (source, result):
            self.set_source_info(part)
        example += [source, result]
        return [example]
