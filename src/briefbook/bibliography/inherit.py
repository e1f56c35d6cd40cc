"""Fields that an entry takes over from others: ``xdata`` and ``crossref``, by biblatex's rules.

The rules are those of the biblatex manual's appendix on default inheritance: a chapter takes its book's title as its
book title, an article its periodical's title as its journal's, and so on; fields that describe only the parent itself
are not handed down.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from pybtex.database import Entry

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

_NEVER = {"ids", "crossref", "xref", "xdata", "entryset", "entrysubtype", "execute", "label", "options", "presort",
          "related", "relatedoptions", "relatedstring", "relatedtype", "shorthand", "shorthandintro", "sortkey"}
_TITLES = ("title", "subtitle", "titleaddon")
_OTHER_TITLES = {"shorttitle", "sorttitle", "indextitle", "indexsorttitle"}
_MULTI = {"mvbook": {"book", "inbook", "bookinbook", "suppbook"},
          "mvcollection": {"collection", "reference", "incollection", "inreference", "suppcollection"},
          "mvreference": {"collection", "reference", "incollection", "inreference", "suppcollection"},
          "mvproceedings": {"proceedings", "inproceedings", "conference"}}
_SINGLE = {"book": {"inbook", "bookinbook", "suppbook"},
           "collection": {"incollection", "inreference", "suppcollection"},
           "reference": {"incollection", "inreference", "suppcollection"},
           "proceedings": {"inproceedings", "conference"}}
_JOURNALS = {"periodical": {"article", "suppperiodical", "review"}}


class ParentMissing(Exception):
    """A parent that is not there, or that leads back to the child; the message says which."""


def expand(entry: Entry, entries: Mapping[str, Entry], _seen: frozenset[str] = frozenset()) -> Entry:
    """Give *entry* with the fields of its parents, nearest first; raises :class:`ParentMissing`."""
    if "xdata" not in entry.fields and "crossref" not in entry.fields:
        return entry
    child = Entry(entry.original_type, entry.fields.items(), entry.persons.items())
    child.key = entry.key
    seen = _seen | {(entry.key or "").lower()}
    for key in _keys(entry.fields.get("xdata", "")):
        _take(child, _parent(key, "xdata", entries, seen), lambda name: (name,))
    for key in _keys(entry.fields.get("crossref", "")):
        parent = _parent(key, "crossref", entries, seen)
        _take(child, parent, partial(_handed_down, parent=parent.type, child=child.type))
    return child


def _keys(value: str) -> list[str]:
    return [key for part in value.split(",") if (key := part.strip())]


def _parent(key: str, field: str, entries: Mapping[str, Entry], seen: frozenset[str]) -> Entry:
    if key.lower() in seen:
        raise ParentMissing(f"{field} leads from {key!r} back to the entry itself")
    if key not in entries:
        raise ParentMissing(f"{field} names {key!r}, which is no entry")
    return expand(entries[key], entries, seen)


def _take(child: Entry, parent: Entry, rename: Callable[[str], tuple[str, ...]]) -> None:
    """Add to *child* what it lacks of *parent*, under the names that *rename* gives; no name keeps a field back."""
    dated = "date" in child.fields or "year" in child.fields
    for name, value in parent.fields.items():
        for target in rename(name.lower()):
            if target not in child.fields and not (dated and target in ("date", "year", "month")):
                child.fields[target] = value
    for role, persons in parent.persons.items():
        for target in rename(role.lower()):
            if target not in child.persons and target not in child.fields:
                child.persons[target] = persons


def _handed_down(name: str, parent: str, child: str) -> tuple[str, ...]:
    """The names under which a *parent* of this type hands field *name* down to a *child*."""
    if name in _NEVER:
        return ()
    if name == "author" and parent in ("mvbook", "book") and child in _SINGLE["book"]:
        return ("author", "bookauthor")
    for family, prefix in ((_MULTI, "main"), (_SINGLE, "book"), (_JOURNALS, "journal")):
        if child in family.get(parent, ()):
            if name in _OTHER_TITLES:
                return ()
            return (f"{prefix}{name}",) if name in _TITLES else (name,)
    return (name,)
