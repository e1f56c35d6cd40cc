"""Citations in running text: which words, in which order, and which of them lead to which source.

Chicago author-date: ``(MSMT 2025; Lee 2024, 12)``, ``Lee (2024)``, one author's works as ``(Yonhap 2024a, 2024b)``.
Several sources are sorted by author and year, unless a prefix such as *see* or *but see* gives their order a meaning.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

from briefbook.bibliography.labels import collate
from briefbook.bibliography.punctuation import dashes, educate
from briefbook.bibliography.rich import Rich, concat, first_upper, plain, rich

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from briefbook.bibliography.labels import Label

#: The roles of sphinxcontrib-bibtex: names short or in full, ``c`` for a capital, ``par`` and ``p`` for parentheses.
ROLES = ("p", "ps", "alp", "alps", "t", "ts", "ct", "cts", "author", "authors", "authorpar", "authorpars", "cauthor",
         "cauthors", "year", "yearpar", "label", "labelpar", "empty")


@dataclass(frozen=True)
class Cited:
    """One source as a role names it."""

    label: Label
    target: object  #: what a link leads to; not looked at here
    pre: str = ""
    post: str = ""

    def names(self, *, in_full: bool) -> Rich:
        return self.label.names_in_full if in_full else self.label.names


class Piece(NamedTuple):
    """Words of a citation; with a ``target`` they are a link to it."""

    text: Rich
    target: object = None


def arrange(role: str, cited: Sequence[Cited]) -> list[Piece]:
    """The pieces of a citation, to be printed one after the other."""
    if role == "empty":
        return []
    ordered = _ordered(cited)
    in_full = role.endswith("s")
    if role.startswith(("t", "ct")):
        return _capital(_narrative(ordered, in_full=in_full), role)
    if "author" in role:
        return _capital(_authors(ordered, in_full=in_full, bracketed="par" in role), role)
    if role in ("year", "yearpar"):
        return _bracketed(_years(ordered, prefixed=True), bracketed=role == "yearpar")
    return _bracketed(_parenthetical(ordered, in_full=in_full), bracketed=role in ("p", "ps", "labelpar"))


def pinpoint(words: str) -> str:
    """A place in a source: pages lose their ``p.``, ranges get an en dash, other places keep their words."""
    words = re.sub(r"(^|(?<=[,;]\s))(pp?\.|pages?)\s*(?=[\divxlc])", "", words.strip())
    return educate(dashes(words))


def _ordered(cited: Sequence[Cited]) -> list[Cited]:
    unique = [item for index, item in enumerate(cited) if item not in cited[:index]]
    return unique if any(item.pre for item in unique) else sorted(unique, key=_sort_key)


def _sort_key(item: Cited) -> tuple[str, int, str]:
    year = re.search(r"\d+", item.label.year.partition("]")[2] or item.label.year)
    return collate(plain(item.label.names)), int(year.group()) if year else 10_000, item.label.year


def _parenthetical(cited: list[Cited], *, in_full: bool) -> list[Piece]:
    pieces: list[Piece] = []
    previous: Cited | None = None
    for item in cited:
        names = item.names(in_full=in_full)
        if previous and names == previous.names(in_full=in_full) and not (previous.post or item.post or item.pre):
            pieces += [Piece(rich(", ")), Piece(rich(item.label.year), item.target)]
        else:
            pieces += [Piece(rich("; "))] if previous else []
            pieces += [*_before(item), Piece(concat(names, " ", item.label.year), item.target), *_after(item)]
        previous = item
    return pieces


def _narrative(cited: list[Cited], *, in_full: bool) -> list[Piece]:
    groups = []
    for _, group in groupby(cited, key=lambda item: (item.names(in_full=in_full), item.pre)):
        items = list(group)
        groups.append([*_before(items[0]), Piece(concat(items[0].names(in_full=in_full), " (")), *_years(items),
                       Piece(rich(")"))])
    return _series(groups)


def _authors(cited: list[Cited], *, in_full: bool, bracketed: bool) -> list[Piece]:
    groups = []
    for names, group in groupby(cited, key=lambda item: item.names(in_full=in_full)):
        items = list(group)
        groups.append([*_before(items[0]), Piece(names, items[0].target),
                       *(piece for item in items for piece in _after(item))])
    return _bracketed(_joined(groups, "; "), bracketed=True) if bracketed else _series(groups)


def _years(cited: list[Cited], *, prefixed: bool = False) -> list[Piece]:
    separator = "; " if any(item.post for item in cited) else ", "
    return _joined(([*(_before(item) if prefixed else []), Piece(rich(item.label.year), item.target), *_after(item)]
                    for item in cited), separator)


def _before(item: Cited) -> list[Piece]:
    return [Piece(rich(educate(item.pre) + " "))] if item.pre else []


def _after(item: Cited) -> list[Piece]:
    return [Piece(rich(", " + pinpoint(item.post)))] if item.post else []


def _bracketed(pieces: list[Piece], *, bracketed: bool) -> list[Piece]:
    return [Piece(rich("(")), *pieces, Piece(rich(")"))] if bracketed else pieces


def _joined(groups: Iterable[list[Piece]], separator: str) -> list[Piece]:
    pieces: list[Piece] = []
    for group in groups:
        pieces += [Piece(rich(separator))] if pieces else []
        pieces += group
    return pieces


def _series(groups: list[list[Piece]]) -> list[Piece]:
    """``A and B``; ``A, B, and C``."""
    if len(groups) < 3:
        return _joined(groups, " and ")
    return [*_joined(groups[:-1], ", "), Piece(rich(", and ")), *groups[-1]]


def _capital(pieces: list[Piece], role: str) -> list[Piece]:
    """Begin with a capital letter, for the roles that ask for one."""
    if not role.startswith("c") or not pieces:
        return pieces
    return [pieces[0]._replace(text=first_upper(pieces[0].text)), *pieces[1:]]
