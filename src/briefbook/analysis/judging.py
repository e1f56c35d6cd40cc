"""What a judgment must have (the editorial standard, section 4) and what is wrong with one; the directive and the
checker both ask here."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from briefbook.analysis.figures import full_dates
from briefbook.analysis.likelihood import CONFIDENCE, Scale, Term, foreign_to, occurrences
from briefbook.analysis.passages import Passage
from briefbook.near import did_you_mean
from briefbook.problems import Problem

IDENT = re.compile(r"[A-Z]{2,5}-\d{1,3}")
FACT = re.compile(r"[A-Z]{2,4}(?:-[A-Z])?-\d{2,3}")
NEEDED = ("likelihood", "confidence", "reason", "facts", "alternative", "raise", "lower", "review", "previous")
#: What can come of a forecast, for ``:outcome:``.
OUTCOMES = ("occurred", "did not occur", "not scored")
_RANGE = re.compile(r"\s*\(?(\d{1,3})\s?(?:%|per cent)?\s?(?:[-–]|to)\s?(\d{1,3})\s?(?:%|per cent)\)?")


@dataclass(frozen=True)
class Claim:
    """A judgment as its author typed it. ``options`` hold text, also where it is wrong."""

    ident: str
    options: Mapping[str, str]
    statement: Passage  #: its likelihood terms are marks ``term``, named as the scale has them

    @property
    def facts(self) -> tuple[str, ...]:
        return listed(self.options.get("facts", ""))

    @property
    def outcome_facts(self) -> tuple[str, ...]:
        """What shows the outcome of a forecast."""
        return listed(self.options.get("outcome-facts", ""))


def listed(text: str) -> tuple[str, ...]:
    """The parts of a list with commas."""
    return tuple(part.strip() for part in text.split(",") if part.strip())


@dataclass(frozen=True)
class Flaw:
    """Something wrong with a claim. ``option`` is where it stands, empty for the statement or the whole."""

    problem: Problem
    message: str
    option: str = ""


def iso(text: str) -> str:
    """*text* if it is a day of the calendar, else nothing."""
    try:
        return dt.date.fromisoformat(text.strip()).isoformat()
    except ValueError:
        return ""


def flaws(claim: Claim, scale: Scale, known: Collection[str] | None, edition: str) -> Iterator[Flaw]:
    """All that is wrong with *claim*. *known* are the facts of the ledger, ``None`` for a book that keeps none."""
    name = f"judgment {claim.ident}"
    for flaw in (*_missing(claim), *_values(claim, scale), *_facts(claim, known), *_forecast(claim, edition), *_outcome(claim, edition), *_terms(claim, scale)):
        yield Flaw(flaw.problem, f"{name}: {flaw.message}", flaw.option)


def _missing(claim: Claim) -> Iterator[Flaw]:
    if not IDENT.fullmatch(claim.ident):
        yield Flaw(Problem.JUDGMENT_LACKS, "its id is not of the form RUS-1")
    missing = [name for name in NEEDED if not claim.options.get(name, "").strip()]
    if missing:
        yield Flaw(Problem.JUDGMENT_LACKS, f"it lacks {', '.join(f':{name}:' for name in missing)}")
    previous = claim.options.get("previous", "new").strip()
    if previous not in ("", "new", claim.options.get("likelihood", "").strip()) and not claim.options.get("moved", "").strip():
        yield Flaw(Problem.JUDGMENT_LACKS, f"it was {previous!r} in the last edition, and :moved: does not say why that changed",
                   "previous")


def _values(claim: Claim, scale: Scale) -> Iterator[Flaw]:
    """Options that hold something else than they must."""
    confidence = claim.options.get("confidence", "").strip()
    if re.search(r"\d", confidence):
        yield Flaw(Problem.CONFIDENCE_PERCENT, f":confidence: is {confidence!r}", "confidence")
    elif confidence and confidence not in CONFIDENCE:
        yield Flaw(Problem.JUDGMENT_LACKS, f":confidence: {confidence!r} is not {', '.join(CONFIDENCE[:-1])} or {CONFIDENCE[-1]}",
                   "confidence")
    for option in ("review", "resolves", "outcome-date"):
        if claim.options.get(option, "").strip() and not iso(claim.options[option]):
            yield Flaw(Problem.JUDGMENT_LACKS, f":{option}: {claim.options[option]!r} is no date such as 2027-04-30", option)
    word = claim.options.get("likelihood", "").strip()
    if word and not scale.find(word):
        foreign = foreign_to(scale).get(" ".join(word.lower().split()))
        problem = Problem.FOREIGN_TERM if foreign else Problem.ONE_TERM
        belongs = f"a word of the scale {foreign}, and the book's is {scale.name}" if foreign else f"not a word of the scale {scale.name}"
        yield Flaw(problem, f":likelihood: {word!r} is {belongs}", "likelihood")


def _facts(claim: Claim, known: Collection[str] | None) -> Iterator[Flaw]:
    for option, idents in (("facts", claim.facts), ("outcome-facts", claim.outcome_facts)):
        for ident in idents:
            if not FACT.fullmatch(ident):
                yield Flaw(Problem.JUDGMENT_LACKS, f"{ident!r} is not a fact's id such as MIL-127", option)
            elif known is not None and ident not in known:
                yield Flaw(Problem.JUDGMENT_LACKS, f"the ledger has no fact {ident!r}{did_you_mean(ident, known)}", option)


def _forecast(claim: Claim, edition: str) -> Iterator[Flaw]:
    """A judgment that names a day after the edition is a forecast, and has a day on which it is right or wrong."""
    ahead = [date.text for date in full_dates(claim.statement.plain) if edition and date.iso > edition]
    if ahead and not claim.options.get("resolves", "").strip():
        yield Flaw(Problem.JUDGMENT_LACKS, f"it is a forecast, for it names {ahead[0]}, and lacks :resolves:")


def _outcome(claim: Claim, edition: str) -> Iterator[Flaw]:
    """An outcome belongs to a forecast whose day has come, and rests on facts; one that is not scored says why."""
    options = {name: claim.options.get(name, "").strip() for name in ("outcome", "outcome-date", "outcome-facts", "outcome-why", "resolves")}
    result, day = options["outcome"], iso(options["outcome-date"])
    if not result:
        spare = [name for name in ("outcome-date", "outcome-facts", "outcome-why") if options[name]]
        if spare:
            yield Flaw(Problem.JUDGMENT_LACKS, f"it has :{spare[0]}: and no :outcome:", spare[0])
        return
    if result not in OUTCOMES:
        yield Flaw(Problem.JUDGMENT_LACKS, f":outcome: {result!r} is not {', '.join(OUTCOMES[:-1])} or {OUTCOMES[-1]}", "outcome")
    if not options["resolves"]:
        yield Flaw(Problem.JUDGMENT_LACKS, "it has an :outcome: and is no forecast, for it lacks :resolves:", "outcome")
    needed = ("outcome-date", "outcome-why" if result == OUTCOMES[-1] else "outcome-facts")
    for name in needed:
        if not options[name]:
            yield Flaw(Problem.JUDGMENT_LACKS, f"its outcome is {result!r}, and :{name}: is missing", "outcome")
    if day and edition and day > edition:
        yield Flaw(Problem.JUDGMENT_LACKS, f"its outcome is dated {day}, after the edition of {edition}", "outcome-date")


def _terms(claim: Claim, scale: Scale) -> Iterator[Flaw]:
    """The statement is one sentence with one term, which is that of ``:likelihood:``."""
    roles = [mark for mark in claim.statement.marks if mark.kind == "term"]
    loose = [found.word for found in occurrences(claim.statement.plain) if scale.find(found.word)
             and not any(mark.start < found.end and found.start < mark.end for mark in roles)]
    count = len(roles) + len(loose)
    if len(roles) == 1 and loose:
        yield Flaw(Problem.ONE_TERM, f"it has {count} likelihood words, not one: {loose[0]!r} stands beside "
                   f"{claim.statement.text[roles[0].start:roles[0].end]!r}")
    elif len(roles) != 1:
        yield Flaw(Problem.ONE_TERM, f"it has {len(roles)} likelihood words, not one; write {{likelihood}}`likely`")
    if len(roles) == 1 and not roles[0].names:
        words = claim.statement.text[roles[0].start:roles[0].end]
        if " ".join(words.lower().split()) not in foreign_to(scale):
            yield Flaw(Problem.ONE_TERM, f"its likelihood word {words!r} is not of the scale {scale.name}")
    if len(claim.statement.sentences) > 1:
        yield Flaw(Problem.ONE_TERM, f"its statement has {len(claim.statement.sentences)} sentences, not one")
    declared = scale.find(claim.options.get("likelihood", ""))
    if declared and len(roles) == 1 and roles[0].names and roles[0].names[0] != declared.word:
        yield Flaw(Problem.ONE_TERM, f"its sentence says {roles[0].names[0]!r} and :likelihood: says {declared.word!r}", "likelihood")


def typed_ranges(plain: str, scale: Scale) -> Iterator[tuple[Term, re.Match[str]]]:
    """Ranges typed after a likelihood word of *scale*."""
    for found in occurrences(plain):
        term, match = scale.find(found.word), _RANGE.match(plain, found.end)
        if term and match:
            yield term, match


def wrong_ranges(plain: str, scale: Scale) -> Iterator[tuple[int, str]]:
    """Typed ranges that are not the word's own."""
    for term, match in typed_ranges(plain, scale):
        if (int(match[1]), int(match[2])) != (term.low, term.high):
            yield match.start(1), f"{match[0].strip()} beside {term.word!r}, which stands for {term.range_text}"
