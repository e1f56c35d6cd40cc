"""The style ``briefbook`` of pybtex: author-date entries after Chicago, for ``bibtex_default_style``.

It works wherever pybtex is used; within our domain the labels are those of the whole book (see
``briefbook.bibliography.domain``).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pybtex.richtext import HRef, Tag, Text
from pybtex.style import FormattedEntry
from pybtex.style.formatting import BaseStyle

from briefbook.bibliography.entrytext import entry_text
from briefbook.bibliography.inherit import ParentMissing, expand
from briefbook.bibliography.labels import Label, assign, label_of
from briefbook.bibliography.rich import plain
from briefbook.bibliography.source import Source

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from pybtex.database import BibliographyData, Entry
    from pybtex.richtext import BaseText

    from briefbook.bibliography.rich import Rich, Span

NAME = "briefbook"

_TAGS = {"i": "em", "b": "strong", "t": "tt", "^": "sup", "_": "sub"}


class ListedEntry(FormattedEntry):
    """A formatted entry that also knows how the text calls it."""

    def __init__(self, key: str, text: BaseText, label: str, cited: Label) -> None:
        super().__init__(key, text, label)
        self.cited = cited


class BriefbookStyle(BaseStyle):
    """Author-date list style; sorts by head, year and title and gives letters to what would look alike."""

    def __init__(self, *, min_crossrefs: int = 2, **_options: Any) -> None:
        # The base class would look for three plugins here, which takes longer than formatting a page of entries.
        self.min_crossrefs = min_crossrefs

    def sort(self, entries: Iterable[Entry]) -> list[Entry]:
        """The entries in the list's order."""
        by_key = {entry.key: entry for entry in entries}
        return [by_key[key] for key in assign(Source.of(entry) for entry in by_key.values())]

    def format_labels(self, sorted_entries: Iterable[Entry]) -> Iterator[str]:
        """``Lee 2024a`` for each entry, letters given among these entries."""
        entries = list(sorted_entries)
        labels = assign(Source.of(entry) for entry in entries)
        return (str(labels[entry.key]) for entry in entries)

    def format_entry(self, label: str, entry: Entry, bib_data: BibliographyData | None = None) -> ListedEntry:
        """Format one entry; the year and its letter are taken from *label* when it is one of ours."""
        source = expanded(entry, bib_data)
        alone = label_of(source)
        _, found, year = label.rpartition(f"{plain(alone.names)} ")
        cited = Label(alone.names, alone.names_in_full, year if found else alone.year)
        return listed(source, cited, entry_text(source, cited.year), label)


def expanded(entry: Entry, bib_data: BibliographyData | None) -> Source:
    """The source with what it inherits; a parent that is missing has had its message and is passed over."""
    if bib_data is None:
        return Source.of(entry)
    try:
        return Source.of(expand(entry, bib_data.entries))
    except ParentMissing:
        return Source.of(entry)


def listed(source: Source, cited: Label, text: Rich, label: str) -> ListedEntry:
    """Put a formatted text in pybtex's terms."""
    return ListedEntry(source.key, to_pybtex(text), label, cited)


def to_pybtex(text: Rich) -> Text:
    """Styled text as pybtex's rich text."""
    return Text(*map(_span, text))


def _span(span: Span) -> BaseText | str:
    part: BaseText | str = span.text
    for mark in span.marks:
        part = Tag(_TAGS[mark], part)
    return HRef(span.href, part, external=True) if span.href else part
