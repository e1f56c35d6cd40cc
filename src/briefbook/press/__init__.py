"""One command from sources to everything a reader opens; see :mod:`briefbook.press.build`."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sphinx.application import Sphinx


def setup(app: Sphinx) -> None:
    from briefbook.press.reading import ReadingBuilder

    app.add_builder(ReadingBuilder)
