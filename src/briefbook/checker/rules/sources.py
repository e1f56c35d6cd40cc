"""Rules on the bibliography and the ledger: S202, S203, S204, S207, L501."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import parse_qsl, urlsplit

from briefbook.bibliography.copies import is_web_source
from briefbook.checker.book import Book, SourceEntry
from briefbook.checker.rule import FACTS, SOURCES, rule
from briefbook.near import did_you_mean
from briefbook.problems import Finding, Problem

#: Types of biblatex that hold fields for others, or gather entries.
_HOLDERS = frozenset({"xdata", "set"})
_WHO = ("author", "editor", "institution", "organization", "school")
_ONLINE = frozenset({"online", "electronic", "www"})
_GRADE = re.compile(r"[A-F]?[1-6]?")
#: Parts of a query that say where a reader came from, not what is read.
_TRACKING = re.compile(r"utm_\w+|fbclid|gclid|ref|referrer|share|amp")


def _entry(key: str, without: str = "", **changes: str) -> str:
    fields = {
        "author": "{Example Agency}", "title": f"Ships call at {key}", "date": "2025-05-29", "url": f"https://example.org/{key}",
        "urldate": "2026-11-22", "archiveurl": f"https://archive.example/{key}", "grade": "B",
        "descriptor": "an agency on what it saw"} | changes
    kept = [f"  {name} = {{{value}}}," for name, value in fields.items() if name != without]
    return "\n".join([f"@online{{{key},", *kept, "}"])


@rule(
    Problem.CITED_KEY,
    bad=["The ships came back {cite:p}`nobody2025`."],
    good=["The ships came back {cite:p}`agency2025`."])
def cited_key(book: Book) -> Iterator[Finding]:
    """Both ways: a key that the bibliography lacks, and an entry that no document, chart or fact names."""
    for chapter in book.chapters:
        for key, place in chapter.cited.items():
            if key not in book.entries:
                yield book.at_word(Problem.CITED_KEY, place, key, f"no source has the key {key!r}{did_you_mean(key, book.entries)}")
    cited = book.cited_elsewhere.union(*(chapter.cited for chapter in book.chapters))
    for key, entry in book.entries.items():
        if key not in cited and entry.type not in _HOLDERS and not _lends(book, key):
            yield book.at(Problem.CITED_KEY, entry.place, f"the source {key!r} is cited nowhere")


def _lends(book: Book, key: str) -> bool:
    """Whether another entry takes fields from *key*."""
    return any(key in re.split(r"\s*,\s*", f"{entry.fields.get('crossref', '')},{entry.fields.get('xdata', '')}")
               for entry in book.entries.values())


@rule(
    Problem.SOURCE_LACKS, file=SOURCES,
    bad=[_entry("noauthor", without="author"), _entry("nodate", without="date"), _entry("nourldate", without="urldate"),
         _entry("nograde", without="grade"), _entry("nodescriptor", without="descriptor")],
    good=[_entry("whole"), _entry("institution", without="author", institution="Institute")])
def source_lacks(book: Book) -> Iterator[Finding]:
    """Fields may come from a parent by crossref. A print source needs no url; an entry with a url needs the day it was read.
    The grade is a letter A to F, with the number of the item where one holds for all of it."""
    for entry in book.entries.values():
        lacking = [] if entry.type in _HOLDERS else list(_lacking(_inherited(book, entry), entry.type))
        if lacking:
            yield book.at(Problem.SOURCE_LACKS, entry.place, f"the source {entry.key!r} lacks {', '.join(lacking)}")
        grade = entry.fields.get("grade", "").strip().upper()
        if grade and not _GRADE.fullmatch(grade):
            yield book.at(Problem.SOURCE_LACKS, entry.place, f"the grade {grade!r} of {entry.key!r} is not a letter A to F")


def _inherited(book: Book, entry: SourceEntry) -> dict[str, str]:
    parents = [name for name in re.split(r"\s*,\s*", f"{entry.fields.get('crossref', '')},{entry.fields.get('xdata', '')}") if name]
    found = dict(entry.fields)
    for name in parents:
        for field, value in (book.entries[name].fields if name in book.entries else {}).items():
            found.setdefault(field, value)
    return found


def _lacking(fields: dict[str, str], kind: str) -> Iterator[str]:
    has = {name for name, value in fields.items() if value.strip(" {}")}
    if not has.intersection(_WHO):
        yield "author or institution"
    if "title" not in has:
        yield "title"
    if not has & {"date", "year"}:
        yield "date"
    if kind in _ONLINE and not has & {"url", "doi", "eprint"}:
        yield "url"
    if (kind in _ONLINE or "url" in has) and "urldate" not in has:
        yield "urldate"
    yield from (name for name in ("grade", "descriptor") if name not in has)


_FACT = """\
- id: MIL-{number}
  statement: Roe counts at least ten ships.
  event_date: 2025
  as_of: 2025-12-31
  asserted_by: Jane Roe
  origin: Roe's count of 2025
  sources: [agency2025]
  seen: excerpt
  grade: {{reliability: B, credibility: 2, reason: shows her data}}"""


@rule(
    Problem.FACT_WITHOUT, file=FACTS,
    bad=[_FACT.format(number=901).replace("  asserted_by: Jane Roe\n", ""), _FACT.format(number=902).replace("  seen: excerpt\n", ""),
         _FACT.format(number=903).replace("[agency2025]", "[]"), _FACT.format(number=904).replace("  as_of: 2025-12-31\n", "")],
    good=[_FACT.format(number=905)])
def fact_without(book: Book) -> Iterator[Finding]:
    """Other faults of the ledger have codes of their own, E401 to E412."""
    yield from book.of_code(book.ledger_findings, Problem.FACT_WITHOUT)


@rule(
    Problem.SOURCE_TWICE, file=SOURCES,
    bad=[f"{_entry('first')}\n{_entry('second', url='http://www.example.org/first/?utm_source=x')}"],
    good=[f"{_entry('third')}\n{_entry('fourth', url='https://example.org/third?page=2')}"])
def source_twice(book: Book) -> Iterator[Finding]:
    """Addresses are one whatever their scheme, ``www.``, last slash, anchor or tracking; parts of one volume may share it."""
    first: dict[str, SourceEntry] = {}
    for entry in book.entries.values():
        for name, text in _addresses(entry):
            before = first.setdefault(text, entry)
            if before is not entry and not _are_parts(before, entry):
                yield book.at(Problem.SOURCE_TWICE, entry.place, f"the source {entry.key!r} has the {name} of {before.key!r} "
                              f"({before.place.path}:{before.place.line})")
                break


def _addresses(entry: SourceEntry) -> Iterator[tuple[str, str]]:
    doi, url = entry.fields.get("doi", "").strip().lower(), entry.fields.get("url", "").strip()
    if doi:
        yield "DOI", re.sub(r"^(?:https?://(?:dx\.)?doi\.org/|doi:\s*)", "", doi)
    match = re.match(r"https?://(?:dx\.)?doi\.org/(.+)", url, re.IGNORECASE)
    if match:
        yield "DOI", match[1].lower()
    elif url:
        parts = urlsplit(url.replace("\\", ""))
        query = sorted(pair for pair in parse_qsl(parts.query, keep_blank_values=True) if not _TRACKING.fullmatch(pair[0]))
        yield "address", f"{parts.netloc.lower().removeprefix('www.')}{parts.path.rstrip('/')} {query}"


def _are_parts(one: SourceEntry, other: SourceEntry) -> bool:
    """Whether two entries are parts of one volume, or one is part of the other."""
    parents = {one.fields.get("crossref"), other.fields.get("crossref")} - {None}
    chapters = all(entry.type in ("inbook", "incollection", "inproceedings") for entry in (one, other))
    return bool(parents & {one.key, other.key}) or chapters and one.fields.get("title") != other.fields.get("title")


@rule(
    Problem.UNARCHIVED, file=SOURCES,
    bad=[_entry("unarchived", without="archiveurl")],
    good=[_entry("archived")])
def unarchived(book: Book) -> Iterator[Finding]:
    """A web source is an entry of type online, or one with a url and no DOI. The copy's address stands in archiveurl, or in ``ledger/archive.json``."""
    for entry in book.entries.values():
        if is_web_source(entry.type, entry.fields) and not entry.fields.get("archiveurl", "").strip():
            yield book.at(Problem.UNARCHIVED, entry.place, f"the web source {entry.key!r} has no archived copy")
