"""The book for tablets: the builder ``briefepub``, an EPUB 3.3 publication in one file."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sphinx.application import Sphinx


def setup(app: Sphinx) -> None:
    from briefbook.epub.builder import BookBuilder

    app.add_builder(BookBuilder)
