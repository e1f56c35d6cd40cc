"""Which passages were rewritten: sections paired by address, paragraphs by likeness, words compared. Pure."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import TYPE_CHECKING

from briefbook.editions.record import Address, EditionRecord, plain, replaced, skeleton
from briefbook.editions.words import Pieces, compared

if TYPE_CHECKING:
    from briefbook.editions.difference import Moved

#: From this share of common words on, two paragraphs or sections are one that was rewritten.
_LIKE = 0.5


@dataclass(frozen=True)
class Section:
    """A section that came or went."""

    title: str
    paragraphs: tuple[str, ...]


@dataclass(frozen=True)
class Rewritten:
    """A section with the paragraphs of it that changed."""

    address: Address
    title: str
    paragraphs: tuple[Pieces, ...]


@dataclass(frozen=True)
class Passages:
    """What became of the text."""

    rewritten: tuple[Rewritten, ...]
    new: Mapping[Address, Section]
    gone: Mapping[Address, Section]


def passages(old: EditionRecord, new: EditionRecord, values: Collection[str], moved: Sequence[Moved],
             judged: Collection[Address]) -> Passages:
    """Compare the texts. *values* have changed and judgments have *moved*, which is told elsewhere; *judged* are the
    addresses of judgments that came or went, whose reasons come and go with them."""
    settle = _Settling(frozenset(values), moved)
    before = {place: tuple(map(settle, texts)) for place, texts in old.passages.items() if place not in judged}
    now = {place: tuple(map(settle, texts)) for place, texts in new.passages.items() if place not in judged}
    pairs = dict(_paired(before, now))
    rewritten = []
    for place, texts in now.items():
        paragraphs = tuple(_changed(before[pairs[place]], texts)) if place in pairs else ()
        if paragraphs:
            rewritten.append(Rewritten(place, _title(texts), paragraphs))
    matched = set(pairs.values())
    return Passages(tuple(rewritten), {place: _section(now[place]) for place in now if place not in pairs},
                    {place: _section(before[place]) for place in before if place not in matched})


class _Settling:
    """Writes out the marks in a paragraph, but for those whose change is told elsewhere."""

    def __init__(self, values: frozenset[str], moved: Sequence[Moved]) -> None:
        self.values = values
        self.moved = {f"ref:{change.page.partition('#')[2]}": {change.was["likelihood"], change.now["likelihood"]}
                      for change in moved if "likelihood" in change.now}

    def __call__(self, text: str) -> str:
        words = set().union(*(found for name, found in self.moved.items() if f"{{{name}|" in text))

        def settled(name: str, printed: str) -> bool:
            if name == "likelihood":
                return printed not in words
            return name not in self.values and "." in name and not name.startswith(("ref:", "numref:"))

        return replaced(text, lambda name, printed: printed if settled(name, printed) else None)


def _paired(before: Mapping[Address, Sequence[str]], now: Mapping[Address, Sequence[str]]) -> Iterator[tuple[Address, Address]]:
    """Each section with the older one that it was: at the same address, or the same anchor elsewhere, or alike on its page."""
    yield from ((place, place) for place in now if place in before)
    came, left = [place for place in now if place not in before], [place for place in before if place not in now]
    for place in list(came):
        anchor = place.partition("#")[2]
        there = [other for other in left if anchor and other.partition("#")[2] == anchor]
        page = place.partition("#")[0]
        alike = there or [other for other in left if other.partition("#")[0] == page and _likeness(
            " ".join(before[other]), " ".join(now[place])) > _LIKE]
        if alike:
            left.remove(alike[0])
            yield place, alike[0]


def _changed(before: Sequence[str], now: Sequence[str]) -> Iterator[Pieces]:
    """The paragraphs of a section that changed, came or went."""
    old, new = list(map(skeleton, before)), list(map(skeleton, now))
    for kind, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind != "equal":
            for one, other in _likest(before[a:b], now[c:d]):
                pieces = compared(one, other)
                if any(piece.kind != "same" for piece in pieces):
                    yield pieces


def _likest(before: Sequence[str], now: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Pairs of paragraphs in order, each with the likest; one that has none is paired with nothing."""
    waiting = list(before)
    if len(before) == len(now) == 1:
        yield before[0], now[0]
        return
    for text in now:
        found = next((index for index, other in enumerate(waiting) if _likeness(other, text) > _LIKE), None)
        if found is None:
            yield "", text
            continue
        yield from ((other, "") for other in waiting[:found])
        yield waiting[found], text
        waiting = waiting[found + 1:]
    yield from ((other, "") for other in waiting)


def _likeness(one: str, other: str) -> float:
    matcher = SequenceMatcher(None, re.findall(r"\w+", skeleton(one)), re.findall(r"\w+", skeleton(other)), autojunk=False)
    return matcher.ratio() if matcher.real_quick_ratio() > _LIKE and matcher.quick_ratio() > _LIKE else 0.0


def _title(texts: Iterable[str]) -> str:
    return plain(next(iter(texts), ""))


def _section(texts: Sequence[str]) -> Section:
    return Section(_title(texts), tuple(map(plain, texts)))
