"""Sources as RIS, which every reference manager imports: two letters, two spaces, a hyphen, a space, a value."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from briefbook.bibliography.dates import SEASONS, Date, Point
from briefbook.bibliography.exports import common
from briefbook.bibliography.exports.kinds import ris_type
from briefbook.bibliography.names import Name, People
from briefbook.bibliography.source import Source

#: As the format's description has it; readers take any.
END = "\r\n"
_EDITED_IN = ("CHAP", "CPAPER", "ENCYC")  #: types in which A2 is the editor of what they stand in
_ISSUES = ("JOUR", "MGZN", "NEWS", "JFULL")
_NUMBERED = ("RPRT", "STAND", "PAT")  #: types whose own number stands in SN


def text(sources: Iterable[Source]) -> str:
    """A whole file."""
    return "".join(map(record, sources))


def record(source: Source) -> str:
    """One record, from ``TY`` to ``ER``."""
    lines = [f"{tag}  - {' '.join(value.split())}" for tag, value in _fields(source) if value.strip()]
    return END.join([*lines, "ER  - ", "", ""])


def _fields(source: Source) -> Iterator[tuple[str, str]]:
    kind = ris_type(source)
    first, last = common.pages(source)
    yield "TY", kind
    yield "ID", source.key
    yield from _people(source, kind)
    yield "TI", common.title(source)
    yield "ST", source.words("shorttitle")
    yield "T2", common.container(source) or source.words("eventtitle")
    yield "T3", source.words("series")
    yield from _dates(source)
    yield "PB", common.publisher(source)
    yield "CY", source.words("location") or source.words("venue")
    yield "VL", source.words("volume")
    yield from _numbers(source, kind)
    yield "ET", source.words("edition")
    yield "SP", first
    yield "EP", last
    yield "M3", common.genre(source)
    yield "DO", common.doi(source)
    yield "UR", source.address("url")
    for language in common.languages(source):
        yield "LA", language
    yield "AB", source.words("abstract")
    for keyword in source.words("keywords").split(","):
        yield "KW", keyword
    yield "N1", common.note(source)


def _people(source: Source, kind: str) -> Iterator[tuple[str, str]]:
    for name in _names(common.authors(source)):
        yield "AU", name
    for name in _names(source.people("editor")):
        yield "A2" if kind in _EDITED_IN else "ED", name
    for name in _names(source.people("translator")):
        yield "A4", name


def _names(people: People) -> list[str]:
    return [_name(name) for name in people.names] + (["others"] if people.others else [])


def _name(name: Name) -> str:
    """``de la Cruz, Ana, Jr.``; a body's name stands as it is, which readers take for one when it has no comma."""
    if name.literal:
        return name.family
    parts = [name.short, name.given, name.suffix] if name.suffix else [name.short, name.given]
    return ", ".join(parts) if name.given or name.suffix else name.short


def _dates(source: Source) -> Iterator[tuple[str, str]]:
    date = source.date()
    if date is None or date.first is None:
        yield "PY", source.words("year")
    else:
        yield "PY", _year(date.first)
        yield "DA", _day(date)
    if (read := source.date("urldate")) and read.first:
        yield "Y2", _day(read)


def _year(point: Point) -> str:
    return f"{point.year:04}"


def _day(date: Date) -> str:
    """``2024/05/17/``: year, month, day, and after the last stroke what these cannot say."""
    point = date.first
    if point is None:
        return ""
    month = f"{point.month:02}" if point.month and point.month not in SEASONS else ""
    day = f"{point.day:02}" if point.day else ""
    return f"{_year(point)}/{month}/{day}/{_remark(date, point)}"


def _remark(date: Date, point: Point) -> str:
    remarks = [SEASONS.get(point.month, ""), "circa" if point.approximate else "", "uncertain" if point.uncertain else ""]
    if date.decade:
        remarks.append("decade")
    elif date.is_range and not date.end:
        remarks.append("and later")
    elif date.is_range and not date.start:
        remarks.append("and earlier")
    elif date.is_range and date.end:
        end = date.end
        parts = (f"{end.month:02}" if end.month else "", f"{end.day:02}" if end.day else "")
        remarks.append("to " + "-".join(part for part in (_year(end), *parts) if part))
    return ", ".join(remark for remark in remarks if remark)


def _numbers(source: Source, kind: str) -> Iterator[tuple[str, str]]:
    number = source.words("number") or source.words("issue")
    yield "IS" if kind in _ISSUES else "SN" if kind in _NUMBERED else "M1", number
    yield "SN", source.words("isbn") or source.words("issn")
