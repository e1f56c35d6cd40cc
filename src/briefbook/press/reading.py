"""The builder ``briefbook-read``: reads the sources and writes nothing, where only PDFs are wanted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sphinx.builders.dummy import DummyBuilder

if TYPE_CHECKING:
    from collections.abc import Set


class ReadingBuilder(DummyBuilder):
    """Sphinx's dummy builder resolves every document, which the builder of the PDFs does again."""

    name = "briefbook-read"
    epilog = ""

    def write_documents(self, docnames: Set[str]) -> None:
        """Nothing is written."""
