"""Sphinx's search index, the same from a warm build as from a clean one.

When a page is read again, Sphinx takes it off every word's list and writes the words whose list is empty all the same;
and of a page that is not written again it forgets the index entries.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sphinx.util.index_entries import split_index_msg

from briefbook.web.assets import uses_theme

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from sphinx.application import Sphinx


def drop_lost_words(app: Sphinx) -> tuple[()]:
    """Called when all pages are indexed and before the index is written; adds no pages of its own."""
    if uses_theme(app.builder) and app.builder.indexer is not None:
        for words in (app.builder.indexer._mapping, app.builder.indexer._title_mapping):
            for lost in [word for word, docnames in words.items() if not docnames]:
                del words[lost]
    return ()


def keep_entries(app: Sphinx) -> tuple[()]:
    """Give every page its entries of the index again, from where Sphinx keeps them for the index itself."""
    if uses_theme(app.builder) and app.builder.indexer is not None:
        kept = app.env.domains.index_domain.entries
        app.builder.indexer._index_entries.clear()
        app.builder.indexer._index_entries.update(
            {docname: sorted(set(_split(kept[docname]))) for docname in sorted(kept) if docname in app.env.found_docs})
    return ()


def _split(entries: Iterable[tuple[str, str, str, str, str | None]]) -> Iterator[tuple[str, str, str]]:
    """Each entry in its parts, as Sphinx's own index of words takes them from a page."""
    for kind, value, target, main, _category in entries:
        try:
            parts = split_index_msg(kind, value)
        except ValueError:
            continue
        yield from ((part, target or "", main) for part in parts)


def setup(app: Sphinx) -> None:
    app.connect("html-collect-pages", drop_lost_words)
    app.connect("html-collect-pages", keep_entries)
