"""Labels, ``Lee and Kim 2024b``: what a text prints, one assignment for the whole book, and the list's order.

The list is sorted by head, year and title. Sources that would be printed alike, same names and same year, get letters
in that order. First authors who share a family name get their initials in the text (Chicago, 17th edition, 15.22).
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from briefbook.bibliography.creators import Head, head_of
from briefbook.bibliography.entrytext import printed_year
from briefbook.bibliography.rich import Rich, plain, rich

if TYPE_CHECKING:
    from collections.abc import Iterable

    from briefbook.bibliography.source import Source

_LETTERS = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "æ": "ae", "œ": "oe", "þ": "th", "ð": "d", "ı": "i", "ŋ": "n"})
_ARTICLE = re.compile(r"(a|an|the) (?=.)")


@dataclass(frozen=True)
class Label:
    """How a text calls a source."""

    names: Rich
    names_in_full: Rich
    year: str

    def __str__(self) -> str:
        return f"{plain(self.names)} {self.year}"


@dataclass(frozen=True)
class _Draft:
    source: Source
    head: Head
    label: Label

    @property
    def printed(self) -> tuple[str, str]:
        return plain(self.label.names), self.label.year


def assign(sources: Iterable[Source]) -> dict[str, Label]:
    """Give every source its label; the mapping is in the list's order."""
    drafts = _with_initials([_draft(source) for source in sources])
    drafts.sort(key=_sort_key)
    alike: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
    for draft in drafts:
        alike[draft.printed].append(draft.source.key)
    labels = {}
    for draft in drafts:
        keys = alike[draft.printed]
        suffix = letter(keys.index(draft.source.key)) if len(keys) > 1 else ""
        labels[draft.source.key] = replace(draft.label, year=with_letter(draft.label.year, suffix))
    return labels


def label_of(source: Source) -> Label:
    """The label of a source that stands alone."""
    return _draft(source).label


def letter(index: int) -> str:
    """``a`` to ``z``, then ``aa``, ``ab`` and so on."""
    text = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        text = chr(ord("a") + rest) + text
    return text


def with_letter(year: str, suffix: str) -> str:
    """``2024a``, but ``n.d.-a`` and ``forthcoming-a``."""
    return f"{year}{'' if year[-1:].isdigit() else '-'}{suffix}" if suffix else year


def collate(text: str) -> str:
    """What alphabetical order looks at: letters without accents, case, punctuation and initial article."""
    folded = unicodedata.normalize("NFKD", text.casefold().translate(_LETTERS))
    letters = "".join(character for character in folded if not unicodedata.combining(character))
    words = re.sub(r"[\s\-–—/]+", " ", re.sub(r"[^\w\s\-–—/]", "", letters)).strip()
    return unicodedata.normalize("NFC", _ARTICLE.sub("", words, count=1) if _ARTICLE.match(words) else words)


def _draft(source: Source) -> _Draft:
    head = head_of(source)
    return _Draft(source, head, Label(head.cited, head.cited_in_full, printed_year(source)))


def _sort_key(draft: _Draft) -> tuple[str, int, str, str, str]:
    """Head, then year with the undated last, then title; the key settles what is left."""
    source, date = draft.source, draft.source.date()
    head = source.words("sortname") or source.words("sortkey") or plain(draft.head.text) or plain(source.title())
    first = date.first if date else None
    number = first.year if first else 10_000 + (0 if draft.label.year[:1].isdigit() else 1)
    title = source.words("sorttitle") or plain(source.title())
    return collate(head), number, collate(title), draft.label.year, source.key


def _with_initials(drafts: list[_Draft]) -> list[_Draft]:
    """Tell first authors of one family name apart, by initials where those differ."""
    namesakes: defaultdict[str, set[str]] = defaultdict(set)
    for draft in drafts:
        if draft.head.first:
            namesakes[draft.head.first.short].add(draft.head.first.initials)
    return [_initialled(draft) if draft.head.first and len(namesakes[draft.head.first.short] - {""}) > 1 else draft
            for draft in drafts]


def _initialled(draft: _Draft) -> _Draft:
    first = draft.head.first
    if first is None or not first.initials:
        return draft
    people, name = draft.source.people(draft.head.role), f"{first.initials} {first.short}"
    label = replace(draft.label, names=rich(people.cited(name)), names_in_full=rich(people.cited_in_full(name)))
    return replace(draft, label=label)
