"""The directive ``imprint``: who answers for the book, from the settings in conf.py."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docutils import nodes
from sphinx.util.docutils import SphinxDirective

from briefbook.config import imprint_rows

if TYPE_CHECKING:
    from sphinx.application import Sphinx


class Imprint(SphinxDirective):
    """A field list of roles, edition, cut-off, distribution, funding, corrections and rights."""

    def run(self) -> list[nodes.Node]:
        fields = nodes.field_list(classes=["imprint"])
        self.set_source_info(fields)
        for name, text in imprint_rows(self.config).items():
            body = nodes.field_body("", nodes.paragraph("", text))
            fields += nodes.field("", nodes.field_name("", name), body)
        return [fields]


def setup(app: Sphinx) -> None:
    app.add_directive("imprint", Imprint)
