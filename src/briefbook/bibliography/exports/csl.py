"""Sources as CSL-JSON, the input of citation processors (CSL 1.0.2, ``csl-data.json``)."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Any

from briefbook.bibliography import datetext
from briefbook.bibliography.dates import SEASONS, Date, Point
from briefbook.bibliography.exports import common
from briefbook.bibliography.exports.kinds import csl_type
from briefbook.bibliography.names import Name, People
from briefbook.bibliography.source import Source

_PEOPLE: Mapping[str, str] = MappingProxyType({
    "editor": "editor", "translator": "translator", "bookauthor": "container-author"})
_TEXTS: Mapping[str, str] = MappingProxyType({
    "shorttitle": "title-short", "series": "collection-title", "volume": "volume", "volumes": "number-of-volumes",
    "edition": "edition", "chapter": "chapter-number", "part": "part", "pagetotal": "number-of-pages",
    "version": "version", "venue": "event-place", "location": "publisher-place", "howpublished": "medium",
    "isbn": "ISBN", "issn": "ISSN", "abstract": "abstract", "keywords": "keyword", "pubstate": "status",
    "eprinttype": "archive", "annotation": "annote"})
_DATES: Mapping[str, str] = MappingProxyType({
    "date": "issued", "urldate": "accessed", "origdate": "original-date", "eventdate": "event-date"})
#: Types whose ``number`` is that of an issue.
_ISSUES = ("article-journal", "article-magazine", "article-newspaper", "periodical", "review")


def text(sources: Iterable[Source]) -> str:
    """A whole file: an array of items."""
    return json.dumps([item(source) for source in sources], ensure_ascii=False, indent=1) + "\n"


def item(source: Source) -> dict[str, Any]:
    """One item; what is empty is left out."""
    kind = csl_type(source)
    first, last = common.pages(source)
    found: dict[str, Any] = {
        "id": source.key, "type": kind, "title": common.title(source), "author": _names(common.authors(source)),
        **{name: _names(source.people(role)) for role, name in _PEOPLE.items()},
        "container-title": common.container(source), "publisher": common.publisher(source),
        "authority": source.words("institution") if kind == "legal_case" else "",
        **{name: source.words(field) for field, name in _TEXTS.items()},
        **_number(source, kind),
        "page": f"{first}–{last}" if last else first, "genre": common.genre(source),
        "event": source.words("eventtitle"), "archive_location": source.address("eprint"),
        "DOI": common.doi(source), "URL": source.address("url"), "language": ", ".join(common.languages(source)),
        "note": common.note(source),
        **{name: _dated(source, field) for field, name in _DATES.items()},
    }
    return {name: value for name, value in found.items() if value}


def _number(source: Source, kind: str) -> dict[str, str]:
    """A number counts issues of a journal, items of a series, or, alone, the thing itself."""
    number = source.words("number") or source.words("issue")
    if kind in _ISSUES:
        return {"issue": number}
    return {"collection-number" if source.has("series") else "number": number}


def _names(people: People) -> list[dict[str, str]]:
    """``et al.`` has no form in CSL-JSON; ``others`` stands for it as in BibTeX."""
    return [_name(name) for name in people.names] + ([{"literal": "others"}] if people.others else [])


def _name(name: Name) -> dict[str, str]:
    """The parts of a person's name; a body, or a name in Han or Hangul that nobody took apart, stays whole."""
    if name.literal or not (name.given or name.prefix):
        return {"literal": name.family}
    parts = {"family": name.family, "given": name.given, "non-dropping-particle": name.prefix, "suffix": name.suffix}
    return {part: words for part, words in parts.items() if words}


def _dated(source: Source, field: str) -> dict[str, Any]:
    date = source.date(field)
    if date is not None:
        return _date(date)
    words = source.words("year") or source.words("pubstate") if field == "date" else ""
    return {"literal": words} if words else {}


def _date(date: Date) -> dict[str, Any]:
    """A date or a range. An open range, and a decade, are words: processors know neither."""
    if date.first is None:
        return {}
    if date.decade or (date.is_range and not (date.start and date.end)):
        return {"literal": datetext.full(date)}
    points = [point for point in (date.start, date.end) if point]
    found: dict[str, Any] = {"date-parts": [_parts(point) for point in points]}
    if points[0].month in SEASONS:
        found["season"] = points[0].month - min(SEASONS) + 1
    if any(point.approximate or point.uncertain for point in points):
        found["circa"] = True
    return found


def _parts(point: Point) -> list[int]:
    """Year, month, day as far as they are known; CSL counts years before the first as historians do."""
    year = point.year if point.year > 0 else point.year - 1
    month = 0 if point.month in SEASONS else point.month
    return [number for number in (year, month, point.day) if number]
