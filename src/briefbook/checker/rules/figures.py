"""Rules on figures and who says them: S201, S205, S206."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from briefbook.analysis import figures
from briefbook.analysis.attribution import is_attributed, speakers_of
from briefbook.analysis.figures import Figure
from briefbook.analysis.judging import typed_ranges
from briefbook.analysis.passages import Sentence
from briefbook.analysis.wording import confidence_percentages
from briefbook.checker.book import Book
from briefbook.checker.rule import rule
from briefbook.ledger.records import Fact
from briefbook.problems import Finding, Problem

#: What rests on its own facts, or says what to look for.
_BOXES = frozenset({"judgment", "statement", "reason", "alternative", "raise", "lower", "moved", "indicators", "change-our-mind"})
_KINDS = frozenset({"title", "chart", "term"})
#: Reasons of a grade by which somebody told of what he did himself or in public, which is no estimate.
_OWN_ACT = re.compile(r"\bown\s+\w|\bpublic\s+(?!estimate|claim|count)\w")
_MONEY = re.compile(r"(thousand|million|billion|trillion)?\s*(?:[A-Z]{0,2}\$|[€£¥₩])")
_SIZES = {"thousand": 10**3, "million": 10**6, "billion": 10**9, "trillion": 10**12}


@rule(
    Problem.FIGURE_UNCITED,
    bad=["Some 20,000 containers were moved.", "The treaty was signed on 19 June 2024.", "About a million barrels went north."],
    good=["The team counted 20,000 containers {fact}`MIL-127`.", "In 2024 the panel under resolution 1874 ended.",
          "The KN-23 and 152 mm shells were on show at the 16th meeting.", "One of the two ships sailed in May 2025."])
def figure_uncited(book: Book) -> Iterator[Finding]:
    """A figure is a number in digits, or a number word before thousand, million or billion. No figures: years, months,
    ordinals, numbers of resolutions, articles, chapters and pages, calibres, names (more of them in ``names`` of
    ``ledger/terms.yaml``). A reference to a judgment, a row, caption or note that cites, count as citations; so does a value,
    which has its fact. Left alone: headings, charts, judgments, indicators, days after the edition and the book's own dates."""
    for passage in book.passages:
        if passage.kind in _KINDS or passage.box in _BOXES or passage.is_cited:
            continue
        for sentence in passage.sentences:
            offset, words = _first(book, sentence)
            if words:
                yield book.in_sentence(Problem.FIGURE_UNCITED, sentence, offset, f"{words!r} has no source here")


def _first(book: Book, sentence: Sentence) -> tuple[int, str]:
    """The first figure or full date of a sentence that wants a source."""
    own = {book.cutoff, book.edition}
    dates = [(date.start, date.text) for date in figures.full_dates(sentence.plain)
             if date.iso not in own and not (book.edition and date.iso > book.edition)]
    ranges = [match.span() for _term, match in typed_ranges(sentence.plain, book.scale)]
    ranges += [(start, start + len(words)) for start, words in confidence_percentages(sentence.plain)]
    numbers = [(figure.start, figure.text) for figure in book.figures(sentence)
               if not any(start <= figure.start < end for start, end in ranges)]
    return min(dates + numbers, default=(0, ""))


@rule(
    Problem.NUMBER_TYPED,
    bad=["The team said that 25,000 containers were moved {fact}`MIL-127`.",
         "In 2025 the team counted over 2,000 containers {fact}`MIL-127`.",
         "The White House spoke of 1.5 million containers {fact}`MIL-109`."],
    good=["The team said that 20,000 containers were moved {fact}`MIL-127`.",
          "Under resolution 2397 of 22 December 2017 the 152 mm shells were banned, the team said {fact}`MIL-127`."])
def number_typed(book: Book) -> Iterator[Finding]:
    """Left alone: what S201 calls no figure, numbers in quotation marks, and numbers in the fact's own statement or
    assertor. "34" and "$34 million" both stand for 34 million US$. A number word counts only before a unit of the fact."""
    for sentence in book.sentences:
        idents = sentence.named("citation", "value")
        facts = book.facts(idents)
        if facts and not any(ident in book.ledger.broken for ident in idents):
            for figure in _typed(book, sentence, facts):
                yield book.in_sentence(Problem.NUMBER_TYPED, sentence, figure.start,
                                       f"{figure.text!r} is no value of {', '.join(fact.id for fact in facts)}")


def _typed(book: Book, sentence: Sentence, facts: list[Fact]) -> Iterator[Figure]:
    """Figures of *sentence* that none of *facts* has."""
    printed = [(mark.start - sentence.start, mark.end - sentence.start) for mark in sentence.marks("value")]
    known = {number for fact in facts for number in (*_values(fact), *_spoken(fact))}
    units = {unit for fact in facts for value in fact.values if (unit := value.unit).isalpha()}
    spelled = [figure for unit in sorted(units) for figure in figures.counted(sentence.plain, unit)]
    for figure in (*book.figures(sentence), *spelled):
        if figure.numbers and not figure.numbers & known and not any(start <= figure.start < end for start, end in printed):
            yield figure


def _values(fact: Fact) -> Iterator[Decimal]:
    """The numbers of a fact, as its unit has them and written out."""
    for value in fact.values:
        money = _MONEY.fullmatch(value.unit)
        size = _SIZES.get(money[1] or "", 1) if money else 1
        for number in (value.value, value.low, value.high):
            if number is not None:
                yield from (Decimal(str(number)), Decimal(str(number)) * size)


def _spoken(fact: Fact) -> Iterator[Decimal]:
    """The numbers in a fact's own words, its dates left out."""
    for text in (fact.statement, fact.asserted_by):
        for figure in figures.figures(text):
            yield from figure.numbers


@rule(
    Problem.UNATTRIBUTED,
    bad=["Losses ran to {value}`MIL-300.killed` killed {fact}`MIL-300`.",
         "By then {value}`MIL-109.containers` containers had been moved {fact}`MIL-109`."],
    good=["South Korea's intelligence service put losses at {value}`MIL-300.killed` killed {fact}`MIL-300`.",
          "The White House spoke of {value}`MIL-109.containers` containers {fact}`MIL-109`.",
          "Ten resolutions were adopted; {value}`SAN-017.votes` members voted for the last {fact}`SAN-017`."])
def unattributed(book: Book) -> Iterator[Finding]:
    """An estimate is a number of a fact that a government, its services or a belligerent asserts and whose reliability is
    not A (a text, a register, a public act) and whose grade does not say that it is the speaker's own act or a public event. Named means: by a word of ``asserted_by``, or by another name of the same speaker in
    ``speakers`` of ``ledger/terms.yaml``; a place names its government only beside a word of saying; "it said"
    stands for whoever the sentence before named. A cell may be attributed anywhere in its row or in the table's title; judgments by their facts."""
    for sentence in book.sentences:
        if sentence.passage.box in _BOXES or sentence.passage.kind in _KINDS:
            continue
        told: set[str] = set()
        for offset, fact in _printed(book, sentence):
            if fact.id not in told and _is_estimate(book, fact) and not _is_attributed(book, sentence, fact):
                told.add(fact.id)
                yield book.in_sentence(Problem.UNATTRIBUTED, sentence, offset,
                                       f"{fact.id} is an estimate of {fact.asserted_by}, whom the sentence does not name")


def _printed(book: Book, sentence: Sentence) -> Iterator[tuple[int, Fact]]:
    """The facts whose numbers a sentence prints, by role or typed, each with where."""
    for mark in sentence.marks("value"):
        yield from ((mark.start - sentence.start, fact) for fact in book.facts(mark.names))
    cited = book.facts(sentence.named("citation"))
    for figure in book.figures(sentence) if cited else ():
        yield from ((figure.start, fact) for fact in cited if figure.numbers & set(_values(fact)))


def _is_estimate(book: Book, fact: Fact) -> bool:
    government = any(speaker.is_government for speaker in speakers_of(fact.asserted_by, book.speakers))
    is_record = fact.grade.reliability == "A" or bool(_OWN_ACT.search(fact.grade.reason))
    return government and not is_record and bool(fact.values)


def _is_attributed(book: Book, sentence: Sentence, fact: Fact) -> bool:
    return is_attributed(fact.asserted_by, book.speakers, f"{sentence.text} {sentence.passage.beside}")
