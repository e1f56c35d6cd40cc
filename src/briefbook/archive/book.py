"""The web sources of a book, read from its .bib files without reading its text."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from sphinx.config import Config
from sphinx.util.tags import Tags

from briefbook.bibliography.check import HOLDERS
from briefbook.bibliography.copies import is_web_source
from briefbook.bibliography.inherit import ParentMissing, expand
from briefbook.bibliography.reading import read_files
from briefbook.bibliography.source import Source, encode


@dataclass(frozen=True)
class WebSource:
    """A source that stands or falls with a web page. Dates are ISO 8601, whole or empty."""

    key: str
    url: str
    path: str
    line: int
    date: str = ""  #: of the source, where it is known to the day
    urldate: str = ""  #: when it was read
    archiveurl: str = ""  #: the copy that the entry itself names


@dataclass(frozen=True)
class WebSources:
    """The web sources of a book by key, in the order of its files, and the address at which readers find the book."""

    sources: dict[str, WebSource]
    home: str


def web_sources(root: Path) -> WebSources:
    """The web sources of the book at *root*; faults of its .bib files are left to the build. Raises Sphinx's
    ``ConfigError`` for a conf.py that cannot be run."""
    config = Config.read(root, overrides={}, tags=Tags())
    raw = config._raw_config  # the options are the library's, which is not loaded for this
    paths = {(root / name).resolve(): str(name) for name in raw.get("bibtex_bibfiles", ())}
    bibliography = read_files(paths, raw.get("bibtex_encoding", "utf-8-sig"), check=False)
    entries = bibliography.data.data.entries
    found = {}
    for key, entry in entries.items():
        try:
            source = Source.of(expand(entry, entries))
        except ParentMissing:
            source = Source.of(entry)
        url = source.address("url")
        if url and source.written_type not in HOLDERS and is_web_source(source.written_type, source.fields):
            place = bibliography.places[key]
            found[key] = WebSource(key, encode(url), place.path, place.line, _day(source.raw("date")), _day(source.raw("urldate")),
                                   source.address("archiveurl"))
    return WebSources(found, str(raw.get("html_baseurl", "")))


def _day(date: str) -> str:
    """*date* if it is one day; a month or a span says nothing about a copy."""
    return date.strip() if len(date.strip()) == 10 else ""
