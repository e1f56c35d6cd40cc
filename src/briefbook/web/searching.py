"""Sphinx's search index, without the words that no page holds any longer.

When a page is read again, Sphinx takes it off every word's list and writes the words whose list is empty all the same,
so that the index of a warm build differs from that of a clean one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from briefbook.web.assets import uses_theme

if TYPE_CHECKING:
    from sphinx.application import Sphinx


def drop_lost_words(app: Sphinx) -> tuple[()]:
    """Called when all pages are indexed and before the index is written; adds no pages of its own."""
    if uses_theme(app.builder) and app.builder.indexer is not None:
        for words in (app.builder.indexer._mapping, app.builder.indexer._title_mapping):
            for lost in [word for word, docnames in words.items() if not docnames]:
                del words[lost]
    return ()


def setup(app: Sphinx) -> None:
    app.connect("html-collect-pages", drop_lost_words)
