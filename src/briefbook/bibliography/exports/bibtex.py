"""Sources as a ``.bib`` file: the entries as they were read, under biblatex's names, each complete in itself."""

from __future__ import annotations

from collections.abc import Iterable

from briefbook.bibliography.source import FIELD_ALIASES, Source

#: Fields that mean nothing outside the file they stand in: parents whose fields are in the entry, paths, settings.
_LEFT_OUT = frozenset({"crossref", "xdata", "xref", "file", "options", "presort", "sortkey", "execute",
                       *FIELD_ALIASES})
#: The fields that open an entry; the others follow by name.
_FIRST = ("author", "editor", "title", "subtitle", "titleaddon", "date", "year", "month")


def text(sources: Iterable[Source]) -> str:
    """A whole file, the entries in the order given."""
    return "\n".join(map(entry, sources))


def entry(source: Source) -> str:
    """One entry. Values stand as they were written, TeX or Unicode: a reader of BibTeX takes either."""
    names = [name for name in source.fields if name not in _LEFT_OUT]
    names.sort(key=lambda name: (_FIRST.index(name) if name in _FIRST else len(_FIRST), name))
    width = max(map(len, names), default=0)
    lines = [f"  {name:<{width}} = {{{source.fields[name]}}},\n" for name in names]
    return f"@{source.written_type}{{{source.key},\n{''.join(lines)}}}\n"
