"""Likelihood scales: which words a book may use for a probability, and the range each one stands for.

Sources of the ranges: ICD 203 (United States, 2015), the PHIA yardstick (United Kingdom) and the IPCC's guidance note
on uncertainty, as tabulated in the book's editorial standard.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache


@dataclass(frozen=True)
class Term:
    """One rung of a scale; ``low`` and ``high`` are percentages."""

    word: str
    low: int
    high: int
    synonyms: tuple[str, ...] = ()

    @property
    def range_text(self) -> str:
        return f"{self.low}\N{EN DASH}{self.high}%"


@dataclass(frozen=True)
class Scale:
    """A scale by its name; the terms run from least to most likely."""

    name: str
    terms: tuple[Term, ...]

    def find(self, word: str) -> Term | None:
        """The term that *word* names, itself or as a synonym; case and spacing do not matter."""
        wanted = " ".join(word.lower().split())
        for term in self.terms:
            if wanted == term.word or wanted in term.synonyms:
                return term
        return None

    @property
    def words(self) -> list[str]:
        return [word for term in self.terms for word in (term.word, *term.synonyms)]


SCALES: dict[str, Scale] = {scale.name: scale for scale in (
    Scale("ICD 203", (
        Term("almost no chance", 1, 5, ("remote",)),
        Term("very unlikely", 5, 20, ("highly improbable",)),
        Term("unlikely", 20, 45, ("improbable",)),
        Term("roughly even chance", 45, 55, ("roughly even odds",)),
        Term("likely", 55, 80, ("probable",)),
        Term("very likely", 80, 95, ("highly probable",)),
        Term("almost certain", 95, 99, ("nearly certain",)),
    )),
    Scale("PHIA", (
        Term("remote chance", 0, 5),
        Term("highly unlikely", 10, 20),
        Term("unlikely", 25, 35),
        Term("realistic possibility", 40, 50),
        Term("likely", 55, 75, ("probable",)),
        Term("highly likely", 80, 90),
        Term("almost certain", 95, 100),
    )),
    Scale("IPCC", (
        Term("exceptionally unlikely", 0, 1),
        Term("very unlikely", 0, 10),
        Term("unlikely", 0, 33),
        Term("about as likely as not", 33, 66),
        Term("likely", 66, 100),
        Term("very likely", 90, 100),
        Term("virtually certain", 99, 100),
    )),
)}

CONFIDENCE = ("low", "moderate", "high")


def foreign_to(scale: Scale) -> dict[str, str]:
    """The words of other scales that *scale* has not, each with the name of its scale."""
    return {word: other.name for other in reversed(SCALES.values()) for word in other.words if not scale.find(word)}


@dataclass(frozen=True)
class Occurrence:
    """A likelihood word in running text, of whichever scale."""

    start: int
    end: int
    word: str  #: folded, as the scale has it


@cache
def _pattern() -> re.Pattern[str]:
    words = sorted({word for scale in SCALES.values() for word in scale.words}, key=len, reverse=True)
    return re.compile(r"(?<![\w-])(?:" + "|".join(word.replace(" ", r"\s+") for word in words) + r")(?:(?<=certain)ly)?(?![\w-])",
                      re.IGNORECASE)


def occurrences(text: str) -> Iterator[Occurrence]:
    """Every likelihood word in *text*, the longest at each place.

    A bare "remote" is a word of ICD 203 but nearly always a distance; only the role ``likelihood`` makes it a term.
    """
    for match in _pattern().finditer(text):
        word = re.sub("certainly$", "certain", " ".join(match[0].lower().split()))
        if word != "remote":
            yield Occurrence(match.start(), match.end(), word)
