"""The book as the rules see it: text, judgments, ledger and sources, and the ways to say where something is wrong."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property

from briefbook.analysis.attribution import Speaker
from briefbook.analysis.figures import Figure, figures, is_label
from briefbook.analysis.judging import Claim
from briefbook.analysis.likelihood import Scale
from briefbook.analysis.passages import Passage, Sentence
from briefbook.checker.places import Sources
from briefbook.ledger.records import Fact, Ledger
from briefbook.problems import Finding, Problem, find


@dataclass(frozen=True)
class Place:
    """Where something stands; ``line`` counts from 1."""

    path: str
    line: int


@dataclass(frozen=True)
class Figured:
    """A chart or a table. ``lacks`` names the parts it has not."""

    what: str
    place: Place
    lacks: tuple[str, ...]


@dataclass(frozen=True)
class SourceEntry:
    """An entry of the bibliography; ``fields`` holds persons too, as text."""

    key: str
    type: str
    fields: Mapping[str, str]
    place: Place


@dataclass(frozen=True)
class Chapter:
    """One document that was read."""

    docname: str
    place: Place  #: of its title
    passages: tuple[Passage, ...] = ()
    claims: tuple[tuple[Claim, Place], ...] = ()
    figured: tuple[Figured, ...] = ()
    cited: Mapping[str, Place] = field(default_factory=dict)
    is_apart: bool = False  #: a glossary or a register, whose text is left alone


@dataclass(frozen=True)
class Layer:
    """One PDF with its budget; ``pages`` is 0 where no PDF stands."""

    name: str
    place: Place
    budget: int
    pages: int


@dataclass
class Book:
    """Everything that is checked."""

    sources: Sources
    scale: Scale
    chapters: list[Chapter]
    ledger: Ledger = field(default_factory=Ledger)
    ledger_findings: tuple[Finding, ...] = ()
    entries: Mapping[str, SourceEntry] = field(default_factory=dict)
    data_findings: tuple[Finding, ...] = ()
    layers: tuple[Layer, ...] = ()
    edition: str = ""  #: ISO 8601, as ``cutoff``
    cutoff: str = ""
    glossary: frozenset[str] = frozenset()  #: its terms
    cited_elsewhere: frozenset[str] = frozenset()  #: keys that charts and facts name
    notes: list[str] = field(default_factory=list)  #: what could not be checked, and why

    @cached_property
    def passages(self) -> list[Passage]:
        """The running text, each block once, though a document may include another."""
        found: dict[tuple[str, ...], Passage] = {}
        for chapter in self.chapters:
            for passage in () if chapter.is_apart else chapter.passages:
                found.setdefault((passage.path, str(passage.line), passage.kind, passage.box, passage.beside, passage.text), passage)
        return list(found.values())

    @cached_property
    def sentences(self) -> list[Sentence]:
        return [sentence for passage in self.passages for sentence in passage.sentences]

    @cached_property
    def claims(self) -> list[tuple[Claim, Place]]:
        return [claim for chapter in self.chapters for claim in chapter.claims]

    @cached_property
    def units(self) -> frozenset[str]:
        """What is counted, singular and plural, lower case."""
        words = {unit.lower() for unit in self.ledger.terms.units if unit.isalpha()}
        return frozenset(words | {f"{word}s" for word in words} | {word.removesuffix("s") for word in words})

    @cached_property
    def speakers(self) -> tuple[Speaker, ...]:
        return tuple(Speaker(speaker.names, speaker.places, speaker.government) for speaker in self.ledger.terms.speakers)

    @property
    def names(self) -> tuple[str, ...]:
        """Names with digits or capitals in them that are no figures and no acronyms."""
        return self.ledger.terms.names

    def facts(self, idents: Iterable[str]) -> list[Fact]:
        """The facts among *idents* that the ledger has."""
        return [self.ledger.facts[ident] for ident in idents if ident in self.ledger.facts]

    def figures(self, sentence: Sentence) -> Iterator[Figure]:
        """The figures of *sentence*; in a column of resolutions, articles or years bare numbers are names."""
        for figure in figures(sentence.plain, self.units, self.names):
            if not (is_label(sentence.passage.head) and re.fullmatch(r"\d{1,4}(?:\D{1,5}\d{1,4})*", figure.text)):
                yield figure

    # -- saying where ------------------------------------------------------------------------------------------------

    def in_text(self, problem: Problem, passage: Passage, offset: int, message: str) -> Finding:
        """A finding at *offset* of *passage*."""
        line, column = self.sources.of(passage, offset)
        return find(problem, message, passage.path, line, column)

    def in_sentence(self, problem: Problem, sentence: Sentence, offset: int, message: str) -> Finding:
        """A finding at *offset* of *sentence*."""
        return self.in_text(problem, sentence.passage, sentence.start + offset, message)

    def at(self, problem: Problem, place: Place, message: str, option: str = "") -> Finding:
        """A finding at *place*, or at a directive's *option* there."""
        line, column = self.sources.option(place.path, place.line, option) if option else (place.line, 1)
        return find(problem, message, place.path, line, column)

    def at_word(self, problem: Problem, place: Place, word: str, message: str) -> Finding:
        """A finding at *word*, which stands at *place* or soon after."""
        return find(problem, message, place.path, *self.sources.word(place.path, place.line, word))

    def of_code(self, findings: Iterable[Finding], problem: Problem) -> Iterator[Finding]:
        """Those *findings* of an earlier reading that are of the kind *problem*."""
        return (replace(finding, column=finding.column or 1) for finding in findings if finding.code == problem.code)
