"""What is wrong with an entry that can be read: its type, its fields, its dates, names, escapes and parents.

Pure: gives faults with the line of the field they are about.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from briefbook.bibliography import dates
from briefbook.bibliography.bibentry import Fault, RawEntry
from briefbook.bibliography.inherit import ParentMissing, expand
from briefbook.bibliography.latex import convert
from briefbook.bibliography.names import problems_of
from briefbook.near import did_you_mean
from briefbook.bibliography.shapes import SHAPES
from briefbook.bibliography.source import FIELD_ALIASES, TYPE_ALIASES, Source
from briefbook.problems import Problem

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from pybtex.database import Entry

#: Types that hold fields for others and are never listed.
HOLDERS = frozenset({"xdata", "set"})
KNOWN_TYPES = frozenset({*SHAPES, *TYPE_ALIASES, *HOLDERS})

#: What a type cannot do without; of each group one is enough. Author and date may be missing: there are rules for that.
REQUIRED: dict[str, tuple[tuple[str, ...], ...]] = {
    "article": (("title",), ("journaltitle",)),
    "inbook": (("title",), ("booktitle", "maintitle")),
    "incollection": (("title",), ("booktitle", "maintitle")),
    "inproceedings": (("title",), ("booktitle", "eventtitle")),
    "online": (("title",), ("url", "doi", "eprint")),
    "thesis": (("title",), ("author",), ("institution",)),
    "report": (("title",), ("author", "editor", "institution", "organization", "publisher")),
    "patent": (("title",), ("number",)),
    "misc": (("title", "howpublished", "note"),),
    "letter": (("title", "note"),),
    "unpublished": (("title", "note"),),
}
_TITLE_ONLY = (("title",),)
_DATES = ("date", "eventdate", "origdate", "urldate")
PEOPLE = ("author", "editor", "editora", "editorb", "editorc", "translator", "commentator", "annotator", "introduction",
          "foreword", "afterword", "bookauthor", "holder")
TEXTS = ("title", "subtitle", "titleaddon", "maintitle", "mainsubtitle", "maintitleaddon", "booktitle", "booksubtitle",
         "booktitleaddon", "journaltitle", "journalsubtitle", "issue", "issuetitle", "issuesubtitle", "volume",
         "volumes", "number", "series", "edition", "chapter", "part", "pages", "pagetotal", "eid", "version",
         "eventtitle", "eventtitleaddon", "venue", "note", "addendum", "howpublished", "language", "publisher",
         "institution", "organization", "location", "shorttitle", "shortauthor", "shorteditor", "label", "type",
         "year", "isbn", "issn")
_ADDRESSES = ("url", "doi")
#: A backslash in an address that escapes nothing, or several in a row: the mark of text escaped more than once.
_ODD_BACKSLASH = re.compile(r"\\\\|\\(?![_%&#$~{}^]|textunderscore)")


def check_entry(raw: RawEntry, entry: Entry, entries: Mapping[str, Entry]) -> Iterator[Fault]:
    """Yield the faults of *entry*, which was read from *raw*; a broken entry has had its message already."""
    if raw.is_broken:
        return
    try:
        source = Source.of(expand(entry, entries))
    except ParentMissing as error:
        yield Fault(Problem.BIB_PARENT, f"{raw.name}: {error}", _line(raw, "crossref", "xdata"))
        return
    if source.written_type not in KNOWN_TYPES:
        yield Fault(Problem.BIB_TYPE, f"{raw.name} has the type {raw.type!r}, which is printed like misc"
                    + did_you_mean(source.written_type, KNOWN_TYPES), raw.line)
    if source.written_type not in HOLDERS:
        yield from _missing(raw, source)
    yield from _dates(raw)
    yield from _names(raw)
    yield from _escapes(raw)


def _missing(raw: RawEntry, source: Source) -> Iterator[Fault]:
    empty = {FIELD_ALIASES.get(fault.field, fault.field) for fault in raw.faults}  # these have had their message
    for group in REQUIRED.get(source.type, _TITLE_ONLY):
        if not source.has(*group) and not empty.intersection(group):
            wanted = " or ".join(repr(name) for name in group)
            yield Fault(Problem.BIB_FIELD, f"{raw.name} of type {raw.type!r} has no {wanted}", raw.line)


def _dates(raw: RawEntry) -> Iterator[Fault]:
    for name in _DATES:
        value = raw.fields.get(name, "")
        if value and dates.parse(value) is None:
            yield Fault(Problem.BIB_DATE, f"{name} {value!r} of {raw.name} is no date", _line(raw, name))
    year, month = raw.fields.get("year", ""), raw.fields.get("month", "")
    if raw.fields.get("date") or not year:
        return
    if dates.parse_year_month(year, "") is None:
        if not re.search(r"[^\W\d_]", year):
            yield Fault(Problem.BIB_DATE, f"year {year!r} of {raw.name} is no year", _line(raw, "year"))
    elif dates.parse_year_month(year, month) is None:
        yield Fault(Problem.BIB_DATE, f"month {month!r} of {raw.name} is no month", _line(raw, "month"))


def _names(raw: RawEntry) -> Iterator[Fault]:
    for role in PEOPLE:
        for name in problems_of(raw.fields.get(role, "")):
            yield Fault(Problem.BIB_NAME, f"{role} {name!r} of {raw.name} has too many commas", _line(raw, role))


def _escapes(raw: RawEntry) -> Iterator[Fault]:
    for name, value in raw.fields.items():
        field = FIELD_ALIASES.get(name, name)
        if field in _ADDRESSES and _ODD_BACKSLASH.search(value):
            yield Fault(Problem.BIB_TEX, f"{name} of {raw.name} holds stray backslashes, which are left out",
                        _line(raw, name))
        if field in TEXTS or field in PEOPLE:
            for command in dict.fromkeys(convert(value).unknown):
                yield Fault(Problem.BIB_TEX, f"{name} of {raw.name} holds {command}", _line(raw, name))


def _line(raw: RawEntry, *names: str) -> int:
    return next((raw.lines[name] for name in names if name in raw.lines), raw.line)
