"""Rules on judgments: J103, J104, J105, J108, J109, and J102 where an option names a term."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from briefbook.analysis.judging import Claim, flaws, iso, wrong_ranges
from briefbook.checker.book import Book, Place
from briefbook.checker.rule import rule
from briefbook.ledger.records import Fact
from briefbook.problems import Finding, Problem

_PARTS = """\
:likelihood: likely
:confidence: moderate
:reason: Two governments that could know agree.
:facts: MIL-127, MIL-202
:alternative: The boxes hold fuel; weaker, because they were seen at a depot.
:raise: A captured manifest.
:lower: No sailings for half a year.
:review: 2026-04-30
:previous: new
"""


def _example(ident: str, statement: str, old: str = "", new: str = "") -> str:
    return f":::{{judgment}} {ident}\n{_PARTS.replace(old, new) if old else _PARTS}{statement}\n:::"


_STATEMENT = "Shipments will {likelihood}`likely` go on while the war lasts."


def flawed(book: Book, problem: Problem) -> Iterator[Finding]:
    """What is wrong with the judgments of the book, of the kind *problem*."""
    known = {*book.ledger.facts, *book.ledger.broken} if book.ledger.facts or book.ledger.broken else None
    for claim, place in book.claims:
        for flaw in flaws(claim, book.scale, known, book.edition):
            if flaw.problem is problem:
                yield _located(book, claim, place, problem, flaw.message, flaw.option)


def _located(book: Book, claim: Claim, place: Place, problem: Problem, message: str, option: str) -> Finding:
    """At the option, at the statement for what is said there, else at the directive."""
    if problem is Problem.ONE_TERM and not option and claim.statement.path:
        return book.in_text(problem, claim.statement, 0, message)
    return book.at(problem, place, message, option)


@rule(
    Problem.ONE_TERM,
    bad=[_example("EXA-1", "Shipments will go on while the war lasts."),
         _example("EXA-2", "Shipments will {likelihood}`likely` go on and a halt is {likelihood}`unlikely`."),
         _example("EXA-3", "Shipments will {likelihood}`very likely` go on while the war lasts."),
         "A halt of shipments is unlikely (55-80%)."],
    good=[_example("EXA-4", _STATEMENT), "A halt of shipments is unlikely (20-45%)."])
def one_term(book: Book) -> Iterator[Finding]:
    """A term is counted whether or not it is written with the role; a range typed after a term must be the term's own,
    in any sentence. Two sentences are two judgments."""
    yield from flawed(book, Problem.ONE_TERM)
    for passage in book.passages:
        for offset, message in wrong_ranges(passage.plain, book.scale):
            yield book.in_text(Problem.ONE_TERM, passage, offset, message)


@rule(
    Problem.JUDGMENT_LACKS,
    bad=[_example("EXA-5", _STATEMENT, ":lower: No sailings for half a year.\n"),
         _example("EXA-6", _STATEMENT, "MIL-202", "MIL-999"),
         _example("EXA-7", _STATEMENT, ":previous: new", ":previous: unlikely"),
         _example("EXA-8", "Shipments will {likelihood}`likely` go on until 31 December 2027.")],
    good=[_example("EXA-9", _STATEMENT, ":previous: new", ":previous: unlikely\n:moved: A second government confirmed it."),
          _example("EXA-10", "Shipments will {likelihood}`likely` go on until 31 December 2027.",
                   ":previous:", ":resolves: 2027-12-31\n:previous:")])
def lacks_a_part(book: Book) -> Iterator[Finding]:
    """The parts are those of section 4. A judgment that names a day after the edition is a forecast and needs
    ``:resolves:``; one whose word differs from the last edition's says in ``:moved:`` why."""
    yield from flawed(book, Problem.JUDGMENT_LACKS)
    first: dict[str, Place] = {}
    for claim, place in book.claims:
        before = first.setdefault(claim.ident, place)
        if before != place:
            yield book.at(Problem.JUDGMENT_LACKS, place, f"judgment {claim.ident}: {before.path}:{before.line} has that id too, "
                          "and an id is never reused")


@rule(
    Problem.HIGH_ON_LITTLE,
    bad=[_example("EXA-11", _STATEMENT, ":confidence: moderate\n:reason: Two governments that could know agree.\n:facts: MIL-127, MIL-202",
                  ":confidence: high\n:reason: The team says so.\n:facts: MIL-127, MIL-128"),
         _example("EXA-12", _STATEMENT, "moderate\n:reason: Two governments that could know agree.\n:facts: MIL-127, MIL-202",
                  "high\n:reason: Two speakers agree.\n:facts: MIL-300, MIL-301")],
    good=[_example("EXA-13", _STATEMENT, "moderate", "high")])
def high_on_little(book: Book) -> Iterator[Finding]:
    """Two outlets of one briefing are one origin. A fact is weak whose own grade is D to F or 4 to 6, or all of whose
    sources are graded D to F in the bibliography. Facts that the ledger does not have are J105."""
    for claim, place in book.claims:
        facts = book.facts(claim.facts)
        if claim.options.get("confidence", "").strip() != "high" or not facts:
            continue
        origins = book.ledger.origins(fact.id for fact in facts)
        if len(origins) == 1:
            yield book.at(Problem.HIGH_ON_LITTLE, place, f"judgment {claim.ident}: high confidence rests on one origin, {origins[0]!r}",
                          "confidence")
        elif all(_is_weak(book, fact) for fact in facts):
            grades = ", ".join(f"{fact.id} {fact.grade}" for fact in facts)
            yield book.at(Problem.HIGH_ON_LITTLE, place, f"judgment {claim.ident}: high confidence rests on weak facts alone: {grades}",
                          "confidence")


def _is_weak(book: Book, fact: Fact) -> bool:
    grades = [book.entries[key].fields.get("grade", "")[:1].upper() for key in fact.sources if key in book.entries]
    return (fact.grade.reliability in "DEF" or fact.grade.credibility >= 4  # noqa: PLR2004 - doubtful or worse
            or bool(grades) and all(grade and grade in "DEF" for grade in grades))


@rule(
    Problem.FACTS_OLD,
    bad=[_example("EXA-14", _STATEMENT, "MIL-127, MIL-202", "MIL-109, MIL-127")],
    good=[_example("EXA-15", _STATEMENT)])
def facts_old(book: Book) -> Iterator[Finding]:
    """The review period runs from the information cut-off, or from the edition where there is none, to ``:review:``; the
    age of a fact is counted from the date of the edition, never from today, so an old edition says what it always said."""
    if not book.edition:
        return
    for claim, place in book.claims:
        review, facts = iso(claim.options.get("review", "")), book.facts(claim.facts)
        if not review or not facts:
            continue
        newest = max(facts, key=lambda fact: _last_day(fact.as_of))
        age = (_day(book.edition) - _last_day(newest.as_of)).days
        period = (_day(review) - _day(book.cutoff or book.edition)).days
        if age > period:
            yield book.at(Problem.FACTS_OLD, place, f"judgment {claim.ident}: its newest fact, {newest.id}, is of {newest.as_of}, "
                          f"{age} days before the edition, and its review period is {period} days", "facts")


def _day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


def _last_day(text: str) -> dt.date:
    """The last day that a date of the ledger may mean: of a month or a year, its end."""
    year, month, day = (int(part) for part in (*text.split("-"), "0", "0")[:3])
    if day:
        return dt.date(year, month, day)
    following = dt.date(year + (month in (0, 12)), month % 12 + 1 if month else 1, 1)
    return following - dt.timedelta(days=1)
