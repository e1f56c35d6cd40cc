"""Who says so: whether a sentence names the speaker of a fact, under any of the names that the book knows."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

#: Words of ``asserted_by`` that name nobody by themselves.
_EMPTY = frozenset("""
the and via for with from Rep Reps Maj Gen Col Lt briefing National Assembly report statement publication text data
ministry Ministry minister director source sources official officials military foreign defence intelligence fact sheet website
""".split())
_NAME = re.compile(r"[A-Z][\w'’-]{2,}|[A-Z]{2,}")


@dataclass(frozen=True)
class Speaker:
    """A speaker by all its names."""

    names: tuple[str, ...]
    is_government: bool = False  #: a government, its services and forces, or a party to a war


def speakers_of(asserted_by: str, speakers: Iterable[Speaker]) -> list[Speaker]:
    """The speakers that *asserted_by* names."""
    return [speaker for speaker in speakers if any(_stands_in(name, asserted_by) for name in speaker.names)]


def names_of(asserted_by: str, speakers: Sequence[Speaker]) -> Iterator[str]:
    """What a sentence may call whoever asserted: the words of *asserted_by*, and every other name of its speakers.

    An outlet after "via" relayed it and is not who said it.
    """
    said = re.split(r"\b(?:via|reported by|as reported)\b", asserted_by)[0]
    yield from (word for word in _NAME.findall(said) if word not in _EMPTY)
    for speaker in speakers_of(asserted_by, speakers):
        yield from speaker.names


def is_named(names: Iterable[str], text: str) -> bool:
    """Whether *text* has one of *names* as a word of its own."""
    return any(_stands_in(name, text) for name in names)


def _stands_in(name: str, text: str) -> bool:
    flags = re.IGNORECASE if name[:1].islower() else re.NOFLAG
    return bool(re.search(rf"(?<!\w){re.escape(name.replace('’', chr(39)))}(?!\w)", text.replace("’", "'"), flags))
