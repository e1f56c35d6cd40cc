"""Styled text as a flat row of spans: what the formatting code builds and what the cache keeps.

A span has marks, one letter each: ``i`` italic, ``b`` bold, ``t`` typewriter, ``^`` raised, ``_`` lowered. Flat rows
make the rules of punctuation, which look across italics and links, a matter of one string.
"""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


class Span(NamedTuple):
    """A run of characters that look alike and lead to one place."""

    text: str
    marks: str = ""
    href: str = ""


Rich = tuple[Span, ...]

EMPTY: Rich = ()
MARKS = frozenset("ibt^_")


def rich(text: str, marks: str = "", href: str = "") -> Rich:
    """One span, or none for no text."""
    return (Span(text, marks, href),) if text else EMPTY


def plain(text: Rich) -> str:
    """The characters without their looks."""
    return "".join(span.text for span in text)


def concat(*parts: Rich | str) -> Rich:
    """Put *parts* one after the other, neighbours of one look joined into one span."""
    spans = [span for part in parts for span in (rich(part) if isinstance(part, str) else part) if span.text]
    return tuple(
        Span("".join(span.text for span in run), *look)
        for look, run in groupby(spans, key=lambda span: (span.marks, span.href)))


def join(separator: str, parts: Iterable[Rich | str]) -> Rich:
    """Put the parts that hold anything one after the other, with *separator* between."""
    pieces: list[Rich | str] = []
    for part in parts:
        if part:
            pieces += [separator, part]
    return concat(*pieces[1:])


def toggle(text: Rich, mark: str) -> Rich:
    """Set *mark* on every span, or take it off where it stands already, as print does with italics in italics."""
    return tuple(span._replace(marks="".join(sorted(set(span.marks) ^ {mark}))) for span in text)


def retext(text: Rich, characters: str) -> Rich:
    """Give *text* other characters, as many as it had, and leave the looks where they are."""
    spans, start = [], 0
    for span in text:
        end = start + len(span.text)
        spans.append(span._replace(text=characters[start:end]))
        start = end
    return tuple(spans)


def insert(text: Rich, position: int, characters: str) -> Rich:
    """Insert *characters* before the character at *position*, looking like both neighbours if these look alike."""
    before, after = cut(text, 0, position), cut(text, position, len(plain(text)))
    marks = before[-1].marks if before and after and before[-1].marks == after[0].marks else ""
    return concat(before, rich(characters, marks), after)


def cut(text: Rich, start: int, end: int) -> Rich:
    """The characters from *start* up to *end*."""
    spans, offset = [], 0
    for span in text:
        piece = span.text[max(start - offset, 0):max(end - offset, 0)]
        offset += len(span.text)
        if piece:
            spans.append(span._replace(text=piece))
    return tuple(spans)


def first_upper(text: Rich) -> Rich:
    """Begin with a capital letter."""
    if not text:
        return text
    head = text[0]
    return (head._replace(text=head.text[:1].upper() + head.text[1:]), *text[1:])


def to_data(text: Rich) -> list[list[str]]:
    """What JSON can hold."""
    return [list(span) for span in text]


def from_data(data: Sequence[Sequence[str]]) -> Rich:
    """The reverse of :func:`to_data`; raises ``TypeError`` or ``ValueError`` for anything else."""
    spans = tuple(Span(*item) for item in data)
    if not all(isinstance(value, str) for span in spans for value in span):
        raise TypeError("a span holds something that is not text")
    if not all(set(span.marks) <= MARKS for span in spans):
        raise ValueError("a span has an unknown mark")
    return spans
