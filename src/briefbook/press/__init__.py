"""One command from sources to everything a reader opens; see :mod:`briefbook.press.build`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from briefbook.press.reading import ReadingBuilder

if TYPE_CHECKING:
    from sphinx.application import Sphinx


def setup(app: Sphinx) -> None:
    app.add_builder(ReadingBuilder)
