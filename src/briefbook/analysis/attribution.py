"""Who says so: whether a sentence names the speaker of a fact, under any of the names that the book knows."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from briefbook.analysis.wording import SAID, SAYING

#: Words of ``asserted_by`` that name nobody by themselves.
_EMPTY = frozenset("""
the and via for with from Rep Reps Maj Gen Col Lt briefing National Assembly report statement publication text data
ministry Ministry minister director source sources official officials military foreign defence intelligence fact sheet website
""".split())
#: What a speaker made: "by Seoul's count".
_COUNT = re.compile(r"\b(?:estimates?|counts?|figures?|reckoning|tally|assessments?|numbers|statements?|reports?)\b", re.IGNORECASE)
#: What follows names whoever passed it on.
_RELAYED = re.compile(r"\b(?:via|relayed by|reported by|as reported)\b")
#: A speaker of the sentence before: "it said", "the same report put".
_ANTECEDENT = re.compile(
    r"\b(?:it|they|he|she|the\s+(?:(?:same|first|second|third)\s+)?(?:service|agency|ministry|directorate|government|report|team|panel))"
    rf"\s+(?:(?:has|had|have|also|later|then)\s+)?(?:{SAYING})\b", re.IGNORECASE)
_NAME = re.compile(r"[A-Z][\w'’-]+|[A-Z]{2,}")


@dataclass(frozen=True)
class Speaker:
    """A speaker by all its names."""

    names: tuple[str, ...]
    places: tuple[str, ...] = ()  #: names that are places too: "Seoul"
    is_government: bool = False  #: a government, its services and forces, or a party to a war


@cache
def speakers_of(asserted_by: str, speakers: tuple[Speaker, ...]) -> tuple[Speaker, ...]:
    """The speakers that *asserted_by* names."""
    return tuple(speaker for speaker in speakers if any(_stands_in(name, asserted_by) for name in (*speaker.names, *speaker.places)))


def is_attributed(asserted_by: str, speakers: tuple[Speaker, ...], text: str) -> bool:
    """Whether *text* names whoever asserted: by a word of *asserted_by*, or by another name of its speakers.

    An outlet after "via" relayed it and is not who said it. A place speaks only beside a word of saying, or in brackets.
    """
    said = _RELAYED.split(asserted_by)[0]
    meant = speakers_of(said, speakers)
    places = {place for speaker in speakers for place in speaker.places}
    names = [*(word for word in _NAME.findall(said) if word not in _EMPTY), *(name for speaker in meant for name in speaker.names)]
    if _ANTECEDENT.search(text) or any(_stands_in(name, text) for name in names if name not in places):
        return True
    spoken = places.intersection(names) | {place for speaker in meant for place in speaker.places}
    return any(_speaks(place, text) for place in spoken)


def _speaks(place: str, text: str) -> bool:
    """Whether *place* stands for its government: "Seoul said", "by Seoul's count", "(South Korea)", a cell of a row."""
    bracket = re.search(rf"[(|][^()|]*(?<!\w){re.escape(place)}(?!\w)", text)
    return _stands_in(place, text) and bool(bracket or SAID.search(text) or _COUNT.search(text))


def _stands_in(name: str, text: str) -> bool:
    flags = re.IGNORECASE if name[:1].islower() else re.NOFLAG
    return bool(re.search(rf"(?<![\w-]){re.escape(name.replace('’', chr(39)))}(?![\w-])", text.replace("’", "'"), flags))
