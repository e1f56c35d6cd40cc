"""PDF through Typst: the builders ``typst`` and ``typstpdf``."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sphinx.application import Sphinx


def setup(app: Sphinx) -> None:
    from briefbook.typst import failures
    from briefbook.typst.builder import TypstBuilder, TypstPDFBuilder

    app.add_builder(TypstBuilder)
    app.add_builder(TypstPDFBuilder)
    failures.setup(app)
